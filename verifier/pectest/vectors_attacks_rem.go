package pectest

import (
	"bytes"
	"strings"
	"time"
)

// remAttacks are those of REM.md §8, and what a wrong reading of the standard would let through.
func remAttacks(c *catalogue) {
	o := NewREMOffice()
	s := o.Sending()
	for _, attack := range []func(*catalogue, *REMOffice, *REMSending){remHoles, remWrappings, remSigners, remSingle, remParts, remOriginals, remIndexes, remForms, remStamps, remHeaders} {
		attack(c, o, s)
	}
}

func edited(m *REMMessage, edit func(*REMMessage)) *REMMessage { edit(m); return m }

// swapped replaces something in the evidence after it was signed.
func swapped(m *REMMessage, old, new string) *REMMessage {
	m.XML = func(x []byte) []byte {
		if !bytes.Contains(x, []byte(old)) {
			panic("pectest: the evidence has no " + old)
		}
		return bytes.Replace(x, []byte(old), []byte(new), 1)
	}
	return m
}

// both adds an attack on the evidence as a mail that the provider signed, and as a file alone.
func (c *catalogue) both(name, shows string, m *REMMessage, e Expectation) {
	c.rem(name, shows, m, e)
	c.remBare(name+"-evidence", shows+" The evidence alone.", m.Evidence(), e)
}

// remHoles: the transform that takes every ds:Signature out leaves a hole in the digest wherever one stands.
func remHoles(c *catalogue, _ *REMOffice, s *REMSending) {
	const another = `<tns:RecipientDetails><Identifier IdentifierSchemeName="mailto">altro@attaccante.example</Identifier></tns:RecipientDetails>`
	const open, end = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">`, `</ds:Signature>`
	refused := remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil)
	for name, test := range map[string][3]string{
		"hole-signature-in-front": {"A second ds:Signature with a recipient in it, in front of the others: no digest covers it.", "<tns:RecipientDetails>", open + another + end + "<tns:RecipientDetails>"},
		"hole-signature-in-value": {"A ds:Signature inside a value.", "</tns:MessageIdentifier>", open + "altro" + end + "</tns:MessageIdentifier>"},
		"hole-object":             {"A ds:Object with a recipient inside of the signature.", "</ds:Signature>", "<ds:Object>" + another + "</ds:Object></ds:Signature>"},
		"hole-in-the-object":      {"A recipient beside the signed properties, in their ds:Object.", "</ds:Object>", another + "</ds:Object>"},
		"hole-behind":             {"A ds:Signature with a recipient, behind the one that signs.", "</tns:Evidence>", open + another + end + "</tns:Evidence>"},
	} {
		c.both(name, test[0], swapped(s.Consignment(1), test[1], test[2]), refused)
	}
}

// remWrappings: the genuine evidence is there, and another is read.
func remWrappings(c *catalogue, o *REMOffice, s *REMSending) {
	genuine := strings.TrimPrefix(string(s.Consignment(1).Evidence()), `<?xml version="1.0" encoding="UTF-8"?>`)
	if i := strings.Index(genuine, "?>"); strings.HasPrefix(genuine, "<?xml") {
		genuine = genuine[i+2:]
	}
	false1 := s.Consignment(2)
	false1.Unsigned = true
	around := strings.Replace(string(false1.Evidence()), "</tns:Extensions>", `<tns:Extension isCritical="false">`+genuine+`</tns:Extension></tns:Extensions>`, 1)
	c.remBare("wrapped-in-extension", "A false evidence with the genuine one in its extensions, signature and all.", []byte(around), remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
	behind := strings.Replace(string(false1.Evidence()), "</tns:Evidence>", genuine+"</tns:Evidence>", 1)
	c.remBare("wrapped-behind", "The genuine evidence as last child of a false one.", []byte(behind), remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
	c.remBare("wrapped-below-another-root", "The genuine evidence below another root: no evidence.", []byte(`<w:Busta xmlns:w="urn:w">`+genuine+`</w:Busta>`), nothing())
	moved := edited(s.Consignment(1), func(m *REMMessage) {
		m.XAdES = func(x *XAdES) { x.Info = func(i *XML) { i.Find("Reference").Set("URI", "#evidenza") } }
		m.Tree = func(x *XML) { x.Find("EventReasons").With("Id", "evidenza") }
	})
	c.both("reference-to-a-piece", "The reference names an element of the evidence, and not the whole.", moved, remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
	two := edited(s.Consignment(1), func(m *REMMessage) {
		m.XAdES = func(x *XAdES) { x.Info = func(i *XML) { i.Find("Reference").Set("URI", "#evidenza") } }
		m.Tree = func(x *XML) { x.With("Id", "evidenza"); x.Find("EventReasons").With("Id", "evidenza") }
	})
	c.both("identifier-twice", "Two elements with the identifier that the reference names.", two, remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
	other := edited(s.Consignment(1), func(m *REMMessage) {
		m.XAdES = func(x *XAdES) {
			x.Signature = func(n *XML) { n.Find("QualifyingProperties").Set("Target", "#un-altra") }
		}
	})
	c.both("properties-of-another-signature", "The signed properties are those of another signature.", other, remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
	third := edited(s.Consignment(1), func(m *REMMessage) {
		m.XAdES = func(x *XAdES) {
			x.Info = func(i *XML) {
				i.Add(ds("Reference", ds("Transforms", transform(ExclusiveXML)), digestMethod(5), ds("DigestValue", Text("AAAA"))).With("URI", "#altro"))
			}
		}
	})
	c.both("a-third-reference", "A third reference.", third, remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
	_ = o
}

// remSigners: genuine evidence under another's signature, and evidence under none.
func remSigners(c *catalogue, o *REMOffice, s *REMSending) {
	person := Issue(CertSpec{Subject: Place("Roma", "Roma", "Privato").With("Anna Bianchi"), Serial: o.Uno.Certificate.Spec.Serial, NotBefore: remFrom, NotAfter: remTo, Key: TestKey("person"),
		Issuer: o.CA, Emails: []string{"anna@mail.example"}, EKU: o.Due.Certificate.Spec.EKU, KeyUsage: DigitalSignature})
	signedBy := func(p *REMProvider) *REMMessage {
		return edited(s.Consignment(1), func(m *REMMessage) { m.Signer = p })
	}
	c.rem("mail-by-another-provider", "A genuine evidence in a mail of another listed provider.", signedBy(o.Uno), remFailed("EVIDENCE_INCONSISTENT", "evidence.signature", nil))
	c.rem("mail-by-a-person", "A genuine evidence in a mail that a person signed.", signedBy(o.Due.With(person)), remFailed("NO_CERTIFICATE_CHAIN_FOUND", "evidence.signature", checks{"trust.provider": "failed"}))
	c.add("mail-by-a-person-under-the-authority", "The same, with the authority of both brought.", signedBy(o.Due.With(person)).Bytes(), remFailed("EVIDENCE_INCONSISTENT", "evidence.signature", nil)).trust("rem-root.pem")
	second := signedBy(o.Due.With(o.secondOfDue()))
	e := remPassed(second, checks{"evidence.signature": "warning"})
	c.add("two-certificates-of-one-service", "Mail and evidence are signed with two certificates of one listed service: to be noticed.", second.Bytes(), e).trust("rem-list-two.xml")
	c.rem("second-certificate-not-listed", "The mail is signed with a certificate of the provider that no list has.", second, remFailed("NO_CERTIFICATE_CHAIN_FOUND", "evidence.signature", nil))
	c.both("unsigned", "The evidence bears no signature of its own.", edited(s.Consignment(1), func(m *REMMessage) { m.Unsigned = true }), remFailed("EVIDENCE_MALFORMED", "evidence.signature", checks{"evidence.form": "failed"}))
	attacker := o.Leaf(o.Due, 0x102, TestKey("attacker"), func(spec *CertSpec) { spec.Issuer = nil })
	own := edited(s.Consignment(1), func(m *REMMessage) { m.XAdES = func(x *XAdES) { x.Certificate = attacker } })
	c.rem("evidence-by-an-attacker", "The evidence is signed with a certificate that only its KeyInfo names, under the provider's name.", own, remFailed("EVIDENCE_INCONSISTENT", "evidence.signature", nil))
	c.remBare("evidence-by-an-attacker-evidence", "The same evidence alone.", own.Evidence(), remFailed("NO_CERTIFICATE_CHAIN_FOUND", "trust.provider", nil))
	for name, test := range map[string]struct {
		shows string
		edit  func(*XAdES)
		sub   string
	}{
		"certificate-swapped":       {"Another certificate of the same key stands in KeyInfo than the properties name.", func(x *XAdES) { x.Certificate = o.Leaf(o.Due, 0x777, TestKey("due")); x.Bound = o.Due.Certificate }, "EVIDENCE_MALFORMED"},
		"certificate-of-another":    {"SigningCertificateV2 names the certificate of another.", func(x *XAdES) { x.Bound = o.Uno.Certificate }, "EVIDENCE_MALFORMED"},
		"no-certificate-named":      {"The signed properties name no certificate.", func(x *XAdES) { x.NoBinding = true }, "EVIDENCE_MALFORMED"},
		"certificate-bound-by-sha1": {"The signed properties name the certificate by its SHA-1.", func(x *XAdES) { x.BindSHA1 = true }, "EVIDENCE_MALFORMED"},
		"value-altered":             {"The signature value is another.", func(x *XAdES) { x.Value = FlipBit }, "SIG_CRYPTO_FAILURE"},
		"key-of-another":            {"The value is made with the key of another.", func(x *XAdES) { x.Key = TestKey("attacker") }, "SIG_CRYPTO_FAILURE"},
	} {
		m := edited(s.Consignment(1), func(m *REMMessage) { m.XAdES = test.edit })
		c.both("evidence-"+name, test.shows, m, remFailed(test.sub, "evidence.signature", nil))
	}
	c.both("evidence-altered", "One address of the evidence was changed after it was signed.", swapped(s.Consignment(1), "protocollo@", "anagrafe@"), remFailed("HASH_FAILURE", "evidence.signature", nil))
	weak := o.Leaf(o.Due, 0x888, TestKey("rsa768"))
	c.remBare("evidence-weak-key", "The evidence is signed with a key of 768 bits.", edited(s.Consignment(1), func(m *REMMessage) { m.XAdES = func(x *XAdES) { x.Certificate = weak } }).Evidence(),
		remFailed("NO_CERTIFICATE_CHAIN_FOUND", "evidence.signature", nil))
	short := o.Leaf(o.Due, 0x889, TestKey("rsa1024"))
	shortened := edited(s.Consignment(1), func(m *REMMessage) { m.Provider = o.Due.With(short) })
	shown := remBarePassed(shortened, checks{"evidence.signature": "warning", "evidence.timestamp": "warning"})
	shown.Trust = map[string]any{"path": "authority", "qualified": nil}
	c.remBare("evidence-short-key", "The evidence is signed with a key of 1,024 bits: to be noticed.", shortened.Evidence(), shown).trust("rem-root.pem")
}

// remSingle: the mail's own signature.
func remSingle(c *catalogue, o *REMOffice, s *REMSending) {
	flip := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte {
			if !bytes.Contains(b, []byte(old)) {
				panic("pectest: the mail has no " + old)
			}
			return bytes.Replace(b, []byte(old), []byte(new), 1)
		}
	}
	altered := remFailed("HASH_FAILURE", "signature.digest", checks{"evidence.signature": "passed", "evidence.form": "skipped", "evidence.consistency": "skipped"})
	c.rem("mail-altered", "The text for people was changed; the evidence in it is intact, and can be judged alone.", edited(s.Consignment(1), func(m *REMMessage) { m.Tamper = flip("Evento", "evento") }), altered)
	c.rem("message-exchanged", "The message in a dispatch was exchanged.", edited(s.Dispatch(), func(m *REMMessage) { m.Tamper = flip("si trasmettono gli atti", "si trasmettono altri atti") }), altered)
	c.rem("evidence-exchanged", "The evidence of another recipient was put in the place of the one that was signed.", edited(s.Consignment(1), func(m *REMMessage) {
		m.Tamper = func([]byte) []byte { return s.Consignment(2).SignedBytes() }
	}), altered)
	c.rem("two-signers", "Two signers of the mail, the provider and another.", edited(s.Consignment(1), func(m *REMMessage) {
		m.CMS = func(d *SignedData) {
			d.Signers = append(d.Signers, Signer{Certificate: o.Uno.Certificate, SigningTime: m.Time})
			d.Certificates = append(d.Certificates, o.Uno.Certificate.DER)
		}
	}), remFailed("FORMAT_FAILURE", "signature.present", nil))
	c.rem("mail-names-another-certificate", "The signed attributes of the mail name another certificate than the signer's.", edited(s.Consignment(1), func(m *REMMessage) {
		m.CMS = func(d *SignedData) {
			d.Signers[0].Attributes = func(all [][]byte) [][]byte { return append(all, SigningCertificateV2(o.Uno.Certificate)) }
		}
	}), edit(remFailed("NO_SIGNING_CERTIFICATE_FOUND", "signer.certificate", nil), func(e *Expectation) { e.Absent = []string{"certified"} }))
	c.rem("mail-names-other-algorithms", "The signed attributes of the mail name another digest than the one that was used (RFC 6211).", edited(s.Consignment(1), func(m *REMMessage) {
		m.CMS = func(d *SignedData) {
			d.Signers[0].Attributes = func(all [][]byte) [][]byte {
				return append(all, SigningCertificateV2(o.Due.Certificate), AlgorithmProtection(oidSHA512, oidRSA))
			}
		}
	}), remFailed("SIG_CRYPTO_FAILURE", "signature.value", nil))
	c.rem("mail-names-its-algorithms", "The signed attributes of the mail name the algorithms that were used.", edited(s.Consignment(1), func(m *REMMessage) {
		m.CMS = func(d *SignedData) {
			d.Signers[0].Attributes = func(all [][]byte) [][]byte {
				return append(all, SigningCertificateV2(o.Due.Certificate), AlgorithmProtection(oidSHA256, oidRSA))
			}
		}
	}), remPassed(s.Consignment(1), nil))
	h := s.Consignment(1).header()
	h.Add("MIME-Version", "1.0")
	h.Add("Content-Type", `multipart/mixed; boundary="nudo"`)
	c.add("stripped-of-its-signature", "The mail without its signature: the evidence in it is not taken for a piece of its own.", Multipart{Header: h, Boundary: "nudo",
		Parts: [][]byte{TextPart("Evento\n"), EvidencePart("ContentConsignment", s.Consignment(1).Evidence()).Bytes()}}.Bytes(),
		remFailed("FORMAT_FAILURE", "signature.present", nil)).trust("rem-list.xml")
	h = s.Consignment(1).header()
	h.Add("Content-Type", "text/plain; charset=utf-8")
	c.add("headers-alone", "The headers of registered mail over a text.", append(h.Bytes(), "\r\nIl messaggio è stato consegnato.\r\n"...), remFailed("FORMAT_FAILURE", "signature.present", nil)).trust("rem-list.xml")
}

func edit(e Expectation, change func(*Expectation)) Expectation { change(&e); return e }

// remParts: what stands beside the evidence.
func remParts(c *catalogue, o *REMOffice, s *REMSending) {
	parts := func(m *REMMessage, change func([]Part) []Part) *REMMessage {
		return edited(m, func(m *REMMessage) { m.Parts = change })
	}
	malformed := remFailed("EVIDENCE_MALFORMED", "evidence.form", nil)
	malformed.Kind = "unknown"
	daticert := Part{Header: Header{{"Content-Type", `application/xml; name="daticert.xml"`}}, Coding: "base64", Width: 64, Content: c.o.Dispatch().Consegna().Data.XML()}
	postacert := Part{Header: Header{{"Content-Type", `message/rfc822; name="postacert.eml"`}}, Coding: "binary", Content: s.OriginalBytes}
	c.rem("beside-daticert", "A daticert.xml of PEC stands beside the evidence.", parts(s.Consignment(1), func(all []Part) []Part { return append(all, daticert) }), malformed)
	c.rem("beside-postacert", "A postacert.eml of PEC stands beside the evidence.", parts(s.Consignment(1), func(all []Part) []Part { return append(all, postacert) }), malformed)
	c.rem("several-one-of-another-message", "Two evidences; one of them is of another provider, so that neither is shown.", parts(s.Consignment(1), func(all []Part) []Part {
		return append(all, EvidencePart("SubmissionAcceptance", s.Acceptance().Evidence()))
	}), malformed)
	c.rem("several-one-altered", "Two evidences; one of them was altered, so that neither is shown.", parts(s.Consignment(1), func(all []Part) []Part {
		return append(all, EvidencePart("ContentConsignment", swapped(s.Consignment(2), "Tributi@", "anagrafe@").Evidence()))
	}), malformed)
	c.rem("several-in-a-dispatch", "Two evidences beside one message; the second is of another message.", parts(s.Dispatch(), func(all []Part) []Part {
		other := *s
		other.OriginalBytes = append(bytes.Clone(s.OriginalBytes), "PS\r\n"...)
		return append(all, EvidencePart("SubmissionAcceptance", other.Acceptance().Evidence()))
	}), malformed)
	c.rem("labelled-and-empty", "A part says that it is evidence, and holds a text.", parts(s.Consignment(1), func(all []Part) []Part { all[1].Content = []byte("consegnato"); return all }), malformed)
	c.rem("evidence-for-people-alone", "Only a PDF evidence, which is for people.", parts(s.Consignment(1), func(all []Part) []Part {
		return []Part{all[0], {Header: Header{{"Content-Type", "application/pdf"}, {"REM-Section-Type", "rem_message/pdf_evidence"}}, Coding: "base64", Width: 64, Content: []byte("%PDF-1.4 falso")}}
	}), malformed)
	c.rem("message-of-another-type", "A part says that it is the message, and is a text.", parts(s.Dispatch(), func(all []Part) []Part {
		all[1] = Part{Header: Header{{"Content-Type", "text/plain"}, {"REM-Section-Type", "rem_message/original"}}, Coding: "7bit", Content: []byte("Buongiorno\r\n")}
		return all
	}), malformed)
	c.rem("evidence-not-decodable", "The evidence is no base64.", edited(s.Consignment(1), func(m *REMMessage) {
		m.Signed = func(b []byte) []byte { return bytes.Replace(b, []byte("PD94bWwg"), []byte("PD94*@#ww"), 1) }
	}), malformed)
	c.rem("signed-part-is-the-evidence", "What is signed is the evidence itself, and no multipart.", edited(s.Consignment(1), func(m *REMMessage) {
		m.Signed = func([]byte) []byte { return EvidencePart("ContentConsignment", m.Evidence()).Bytes() }
	}), malformed)
	c.rem("signed-part-is-an-alternative", "The signed multipart is one of alternatives: programs show one of them.", edited(s.Consignment(1), func(m *REMMessage) {
		m.Signed = func(b []byte) []byte {
			return bytes.Replace(b, []byte("multipart/mixed"), []byte("multipart/alternative"), 1)
		}
	}), malformed)
	c.rem("delimiter-behind-the-end", "A part follows the closing delimiter of the signed multipart.", edited(s.Consignment(1), func(m *REMMessage) {
		m.Signed = func(b []byte) []byte {
			seed := token(8, m.Identifier())
			return append(b, "--misto-"+seed+"\r\nContent-Type: application/xml\r\n\r\n<x/>\r\n"...)
		}
	}), malformed)
	original := func(m *REMMessage) *REMMessage { m.Original = s.OriginalBytes; return m }
	inconsistent := remFailed("EVIDENCE_INCONSISTENT", "evidence.consistency", nil)
	c.rem("message-beside-a-consignment", "A message stands beside the evidence of an event that carries none.", original(s.Consignment(1)), inconsistent)
	c.rem("message-beside-a-failure", "The same, of a failure.", original(s.RelayFailure(1)), inconsistent)
	c.rem("two-messages", "Two messages stand beside the evidence.", parts(s.Dispatch(), func(all []Part) []Part { return append(all, all[1]) }), inconsistent)
	_ = o
}

// remOriginals: the message itself, which its sender wrote.
func remOriginals(c *catalogue, o *REMOffice, s *REMSending) {
	content := remFailed("EVIDENCE_INCONSISTENT", "evidence.content", nil)
	with := func(original []byte) *REMMessage {
		return edited(s.Dispatch(), func(m *REMMessage) { m.Original = original })
	}
	c.rem("another-message", "A dispatch with another message than its evidence is about, signed by the provider.", with(append(bytes.Clone(s.OriginalBytes), "PS\r\n"...)), content)
	c.rem("message-without-its-last-line-end", "The message without the line end that closes it: nothing is tried with and without.", with(bytes.TrimSuffix(s.OriginalBytes, []byte("\r\n"))), content)
	c.rem("message-with-another-identifier", "The message has another Message-ID than the evidence states.", edited(s.Dispatch(), func(m *REMMessage) {
		other := *s
		other.OriginalBytes = bytes.Replace(s.OriginalBytes, []byte("Message-ID: <26A0"), []byte("Message-ID: <36A0"), 1)
		m.Sending, m.Original = &other, other.OriginalBytes
	}), content)
	c.rem("message-with-two-identifiers", "The message has two Message-IDs.", edited(s.Dispatch(), func(m *REMMessage) {
		other := *s
		other.OriginalBytes = append([]byte("Message-ID: <altro@attaccante.example>\r\n"), s.OriginalBytes...)
		m.Sending, m.Original = &other, other.OriginalBytes
	}), content)
	c.rem("digest-unknown", "The digest of the message is of a kind that is not computed here.", edited(s.Dispatch(), func(m *REMMessage) {
		m.Tree = func(x *XML) { x.Find("PartInfo").Find("DigestMethod").Set("Algorithm", "urn:altro") }
	}), remFailed("CRYPTO_CONSTRAINTS_FAILURE", "evidence.content", nil))
	sent := func(body []byte) (*REMSending, *REMMessage) {
		other := *s
		other.OriginalBytes = bytes.Replace(s.OriginalBytes, []byte("Content-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"), nil, 1)
		head := other.OriginalBytes[:bytes.Index(other.OriginalBytes, []byte("Buongiorno"))]
		other.OriginalBytes = append(bytes.Clone(head), body...)
		return &other, edited(other.Dispatch(), func(*REMMessage) {})
	}
	multipart := func(parts ...[]byte) []byte {
		return Multipart{Header: Header{{"Content-Type", `multipart/mixed; boundary="utente"`}}, Boundary: "utente", Parts: parts}.Bytes()
	}
	_, m := sent(multipart(TextPart("Buongiorno\n"), EvidencePart("ContentConsignment", s.Consignment(2).Evidence()).Bytes()))
	c.rem("evidence-in-the-message", "The sender attached an evidence to the message: it is the sender's attachment.", m, remPassed(m, nil))
	inner := s.Consignment(2)
	_, m = sent(multipart(TextPart("Buongiorno\n"), append([]byte("Content-Type: message/rfc822\r\n\r\n"), inner.Bytes()...)))
	nested := remPassed(inner, checks{"wrapper.unsigned": "passed|warning"})
	nested.Part = "1.2.1.2.1"
	c.add("mail-in-the-message", "The sender attached a whole registered mail: a piece of its own, with its own path.", m.Bytes(), remPassed(m, nil), nested).trust("rem-list.xml")
	pec := c.o.Dispatch().Consegna()
	_, m = sent(multipart(TextPart("Buongiorno\n"), append([]byte("Content-Type: message/rfc822\r\n\r\n"), pec.Bytes()...)))
	receipt := passed("1.2.1.2.1", pec, checks{"wrapper.unsigned": "passed|warning"})
	receipt.System = "pec"
	c.add("receipt-of-pec-in-the-message", "The sender attached a receipt of PEC: another system, another piece.", m.Bytes(), remPassed(m, nil), receipt).trust("rem-list.xml", "ca.pem")
	forwarded := Multipart{Header: Header{{"From", "anna@studio-bianchi.example"}, {"To", "paolo@studio-bianchi.example"}, {"Subject", "ricevuta"}, {"MIME-Version", "1.0"}, {"Content-Type", `multipart/mixed; boundary="inoltro"`}},
		Boundary: "inoltro", Parts: [][]byte{TextPart("Ecco.\n"), Part{Header: Header{{"Content-Type", `application/xml; name="evidenza.xml"`}, {"Content-Disposition", "attachment"}}, Coding: "base64", Width: 64, Content: s.Consignment(1).Evidence()}.Bytes()}}
	alone := remBarePassed(s.Consignment(1), nil)
	alone.Part = "2"
	c.add("evidence-attached-to-an-ordinary-mail", "An evidence file, attached to an ordinary mail: judged alone.", forwarded.Bytes(), alone).trust("rem-list.xml")
	_ = o
}

// remIndexes: whom an evidence is about.
func remIndexes(c *catalogue, _ *REMOffice, s *REMSending) {
	inconsistent := remFailed("EVIDENCE_INCONSISTENT", "evidence.consistency", nil)
	consigned := func(places ...int) *REMMessage {
		return edited(s.Consignment(1), func(m *REMMessage) { m.Consigned = places })
	}
	c.both("recipient-0", "The evidence refers to recipient 0.", consigned(0), inconsistent)
	c.both("recipient-3-of-2", "The evidence refers to recipient 3 of 2.", consigned(3), inconsistent)
	c.both("recipient-negative", "The evidence refers to recipient -1.", consigned(-1), inconsistent)
	c.both("recipient-none", "The evidence of a consignment refers to nobody.", consigned(), inconsistent)
	c.both("recipient-two", "The evidence refers to two recipients.", consigned(1, 2), remFailed("EVIDENCE_MALFORMED", "evidence.form", nil))
	c.both("recipient-huge", "The evidence refers to a recipient with a huge number.", edited(consigned(1), func(m *REMMessage) {
		m.Tree = func(x *XML) { x.Find("EvidenceRefersToRecipient").Nodes[0].Text = strings.Repeat("9", 40) }
	}), remFailed("EVIDENCE_MALFORMED", "evidence.form", nil))
	c.both("recipient-of-an-acceptance", "The evidence of an acceptance refers to one recipient, as if it were delivered.", edited(s.Acceptance(), func(m *REMMessage) { m.Consigned = []int{1} }), inconsistent)
	c.both("relay-of-nobody-listed", "A relay for recipient 9.", s.RelayAcceptance(9), inconsistent)
	c.both("relay-in-a-consignment", "A consignment with the recipients of a relay.", edited(s.Consignment(1), func(m *REMMessage) { m.Relayed = []int{2} }), inconsistent)
	c.both("relay-without-provider", "A relay that does not name the other provider.", edited(s.RelayAcceptance(1), func(m *REMMessage) { m.External = "" }), inconsistent)
	c.both("untrusted-nobody", "A recipient outside of registered mail who is not listed.", edited(s.Acceptance(), func(m *REMMessage) { other := *m.Sending; other.Untrusted = []int{7}; m.Sending = &other }), inconsistent)
	c.both("reason-of-a-failure", "A consignment for the reason that the mailbox is full.", edited(s.Consignment(1), func(m *REMMessage) { m.Reasons[0] = [3]string{"MessageNotConsignedForQuota", "RD04", "Mailbox full"} }), inconsistent)
	c.both("reason-second-of-a-failure", "A consignment for two reasons, the second of which is that of a failure.", edited(s.Consignment(1), func(m *REMMessage) {
		m.Reasons = append(m.Reasons, [3]string{"MessageNotConsignedForQuota", "RD04", "Mailbox full"})
	}), inconsistent)
	c.both("submission-not-said", "An acceptance that does not say when the message was submitted.", edited(s.Acceptance(), func(m *REMMessage) { m.Submitted = time.Time{} }), inconsistent)
}

// remForms: evidence that is none of the standard's.
func remForms(c *catalogue, _ *REMOffice, s *REMSending) {
	malformed := remFailed("EVIDENCE_MALFORMED", "evidence.form", nil)
	malformed.Kind = "unknown"
	tree := func(edit func(*XML)) *REMMessage {
		return edited(s.Consignment(1), func(m *REMMessage) { m.Tree = edit })
	}
	c.both("version-unknown", "An edition that nobody knows.", tree(func(x *XML) { x.Set("version", "EN319522v9.9.9") }), malformed)
	c.both("time-twice", "Two times of the event.", tree(func(x *XML) { x.Add(x.Find("EventTime")) }), malformed)
	c.both("time-without-zone", "A time without a zone, which is no moment.", tree(func(x *XML) { x.Find("EventTime").Nodes[0].Text = "2025-03-12T09:15:34" }), malformed)
	c.both("order-changed", "Elements in another order.", tree(func(x *XML) { x.Nodes[0], x.Nodes[2] = x.Nodes[2], x.Nodes[0] }), malformed)
	c.both("baseline-not-named", "The evidence does not name the baseline.", tree(func(x *XML) { x.Find("PolicyID").Nodes[0].Text = "https://rem.example.it/altro" }), malformed)
	c.both("address-of-two", "An address that is two.", tree(func(x *XML) { x.Find("RecipientDetails").Find("Identifier").Nodes[0].Text = "a@b.example, c@d.example" }), malformed)
	c.both("element-in-another-namespace", "An element of the right name in another namespace.", tree(func(x *XML) { x.Find("MessageIdentifier").Space, x.Find("MessageIdentifier").Prefix = "urn:altro", "q" }), malformed)
	c.both("digest-sha1", "The digest of the message is a SHA-1.", tree(func(x *XML) {
		x.Find("PartInfo").Find("DigestMethod").Set("Algorithm", SpaceDSig+"sha1")
		x.Find("PartInfo").Find("DigestValue").Nodes[0].Text = "2jmj7l5rSw0yVb/vlWAYkK/YBwk="
	}), malformed)
	text := func(old, new string) *REMMessage { return swapped(s.Consignment(1), old, new) }
	c.both("doctype", "A document type declaration, which programs read differently.", text("<tns:Evidence", "<!DOCTYPE x [<!ENTITY a 'b'>]><tns:Evidence"), malformed)
	c.both("attribute-twice", "An attribute that stands there twice.", text(`IdentifierSchemeName="mailto"`, `IdentifierSchemeName="mailto" IdentifierSchemeName="mailto"`), malformed)
	c.both("instruction-in-an-address", "A processing instruction in an address, at which some readers stop.", edited(s.Consignment(1), func(m *REMMessage) {
		m.Tree = func(x *XML) {
			x.Find("RecipientDetails").Find("Identifier").Nodes[0].Text = "a@b.exampleQ.evil.example"
		}
		m.XML = func(b []byte) []byte {
			return bytes.Replace(b, []byte("exampleQ.evil"), []byte("example<?q p?>.evil"), 1)
		}
	}), remFailed("HASH_FAILURE", "evidence.signature", nil))
	commented := text("protocollo@rem", "protocollo@<!-- -->rem")
	c.both("comment-in-an-address", "A comment in an address, which no signature covers, and at which some readers stop.", commented, remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
	c.both("sha1-in-the-signature", "The evidence's signature uses SHA-1.", text(`xmlenc#sha256"></ds:DigestMethod><ds:DigestValue>`, `x"></ds:DigestMethod><ds:DigestValue>`), remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
	c.both("transform-unknown", "A transform that nobody here knows is not skipped.", text("http://www.w3.org/2002/06/xmldsig-filter2\"><", "http://www.w3.org/TR/1999/REC-xslt-19991116\"><"), remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
	c.both("filter-of-more", "The transform takes out more than signatures.", text("/descendant::ds:Signature", "/descendant::tns:Recipien"), remFailed("EVIDENCE_MALFORMED", "evidence.signature", nil))
}

// remStamps: time-stamps that are over something else, or not intact.
func remStamps(c *catalogue, o *REMOffice, s *REMSending) {
	wrong := remFailed("EVIDENCE_INCONSISTENT", "evidence.timestamp", nil)
	stamped := func(edit func(*TimeStamp)) *REMMessage {
		return edited(s.Consignment(1), func(m *REMMessage) { m.Stamp = edit })
	}
	c.both("stamp-of-another-value", "The time-stamp is over another signature value.", stamped(func(t *TimeStamp) { t.Data = []byte("altro") }), wrong)
	c.both("stamp-altered", "The time in the time-stamp was changed.", stamped(func(t *TimeStamp) {
		t.CMS = func(d *SignedData) { d.Signers[0].Key = TestKey("attacker") }
	}), wrong)
	c.both("stamp-by-no-time-stamp-unit", "The certificate of the time-stamp may not stamp.", stamped(func(t *TimeStamp) { t.Unit = o.StampUnit(0x104, TestKey("tre"), false) }), wrong)
	c.both("stamp-is-none", "What stands in the place of the time-stamp is none.", swapped(s.Consignment(1), "<xades:EncapsulatedTimeStamp>MII", "<xades:EncapsulatedTimeStamp>AAA"), wrong)
	c.both("stamp-of-another-form", "A time-stamp in another canonical form is not read.", swapped(s.Consignment(1), `<xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#">`,
		`<xades:SignatureTimeStamp><ds:CanonicalizationMethod Algorithm="urn:altro">`), edit(remPassed(s.Consignment(1), checks{"evidence.timestamp": "warning"}), func(e *Expectation) { e.Content = nil }))
}

// remHeaders: outer headers are compared, and never believed.
func remHeaders(c *catalogue, o *REMOffice, s *REMSending) {
	header := func(m *REMMessage, edit func(*Header)) *REMMessage {
		return edited(m, func(m *REMMessage) { m.Headers = edit })
	}
	for name, test := range map[string]struct {
		shows string
		check string
		m     *REMMessage
		edit  func(*Header)
	}{
		"header-event":     {"The header says that it is a consignment; the evidence is of an acceptance.", "headers.kind", s.Acceptance(), func(h *Header) { h.Set("REM-EventIdentifier", REMEventPrefix+"ContentConsignment") }},
		"header-type":      {"The header says that a receipt is a dispatch.", "headers.kind", s.Acceptance(), func(h *Header) { h.Set("REM-MessageType", REMTypePrefix+"dispatch") }},
		"header-reason":    {"The header gives another reason.", "headers.kind", s.ConsignmentFailure(1), func(h *Header) { h.Set("REM-ReasonIdentifier", REMReasonPrefix+"MessageConsignedToRecipient") }},
		"header-of-pec":    {"X-Ricevuta stands beside the headers of registered mail.", "headers.kind", s.Acceptance(), func(h *Header) { h.Add("X-Ricevuta", "avvenuta-consegna") }},
		"header-digest":    {"The header carries the digest of another message, as genuine examples do.", "headers.reference", s.Consignment(1), func(h *Header) { h.Set("REM-DigestValue", "AAAA") }},
		"header-evidence":  {"The header names another evidence.", "headers.reference", s.Consignment(1), func(h *Header) { h.Set("REM-Evidence-ID", "<altra>") }},
		"header-client":    {"The header names another message of the client.", "headers.reference", s.Consignment(1), func(h *Header) { h.Set("REM-UAMessageIdentifier", "<altro>") }},
		"header-message":   {"A dispatch with another Message-ID than that of the evidence.", "headers.reference", s.Dispatch(), func(h *Header) { h.Set("Message-ID", "<altro@rem.example>") }},
		"header-subject":   {"The subject says that the message was delivered.", "headers.subject", s.Acceptance(), func(h *Header) { h.Set("Subject", "REM ContentConsignment: "+s.Subject) }},
		"header-from":      {"From is not the address of the signer.", "headers.from", s.Consignment(1), func(h *Header) { h.Set("From", "<rem-service@attaccante.example>") }},
		"header-on-behalf": {"A dispatch on behalf of another than the certified sender.", "headers.from", s.Dispatch(), func(h *Header) { h.Set("From", `"On behalf of: altro@attaccante.example" <`+o.Uno.Address()+">") }},
		"header-reply":     {"An answer would go to somebody else.", "headers.reply", s.Dispatch(), func(h *Header) { h.Add("Reply-To", "altro@attaccante.example") }},
		"header-to":        {"A dispatch to somebody who is no certified recipient.", "headers.to", s.Dispatch(), func(h *Header) { h.Set("To", "altro@attaccante.example") }},
		"header-date":      {"The Date is a day later.", "headers.date", s.Consignment(1), func(h *Header) { h.Set("Date", mailDate(s.Sent.Add(24*time.Hour))) }},
		"headers-of-pec-alone": {"The headers are those of a PEC receipt; the evidence decides which system it is.", "headers.kind", s.Consignment(1), func(h *Header) {
			*h = Header{{"From", "<" + o.Due.Address() + ">"}, {"To", s.Sender}, {"Subject", "CONSEGNA: " + s.Subject}, {"X-Ricevuta", "avvenuta-consegna"}}
		}},
	} {
		m := header(test.m, test.edit)
		c.rem(name, test.shows, m, remPassed(test.m, checks{test.check: "warning"}))
	}
	bare := header(s.Consignment(1), func(h *Header) { *h = Header{{"From", "<" + o.Due.Address() + ">"}, {"Subject", "x"}} })
	c.rem("no-header-of-rem", "No header says that it is registered mail; the evidence does.", bare, remPassed(bare, checks{"headers.kind": "skipped", "headers.subject": "warning"}))
}
