package verifier

import (
	"bytes"
	"crypto"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
	"pecverifier/verifier/truststore"
)

func remTrust(t testing.TB, names ...string) *trustlist.List {
	t.Helper()
	s := truststore.New(truststore.Options{})
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(testdata, "trust", name))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Take(truststore.Record{Name: name, Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	return s.Current()
}

// walk visits every element of a tree.
func walk(x *pectest.XML, visit func(*pectest.XML)) {
	visit(x)
	for _, n := range x.Nodes {
		walk(n, visit)
	}
}

// inLines breaks the base64 of the elements of those names into lines.
func inLines(width int, end string, names ...string) func(*pectest.XML) {
	return func(x *pectest.XML) {
		walk(x, func(n *pectest.XML) {
			for _, name := range names {
				if n.Name != name || len(n.Nodes) != 1 {
					continue
				}
				var b strings.Builder
				for text := n.Nodes[0].Text; text != ""; {
					cut := min(width, len(text))
					b.WriteString(text[:cut] + end)
					text = text[cut:]
				}
				n.Nodes[0].Text = b.String()
			}
		})
	}
}

// withPrefix gives the elements of a namespace another prefix.
func withPrefix(space, prefix string) func(*pectest.XML) {
	return func(x *pectest.XML) {
		walk(x, func(n *pectest.XML) {
			if n.Name != "" && n.Space == space {
				n.Prefix = prefix
			}
			for i := range n.Declare {
				if n.Declare[i][1] == space {
					n.Declare[i][0] = prefix
				}
			}
			if n.Name == "XPath" && space == pectest.SpaceDSig {
				n.Nodes[0].Text = "/descendant::" + prefix + ":Signature"
			}
		})
	}
}

// asWritten edits the evidence as it is written, after it was signed, where canonical XML makes no difference.
func asWritten(edit func(string) string) func(*pectest.REMMessage) {
	return func(m *pectest.REMMessage) {
		m.XML = func(b []byte) []byte { return []byte(edit(string(b))) }
	}
}

func evidencePart(edit func(*pectest.Part)) func(*pectest.REMMessage) {
	return func(m *pectest.REMMessage) {
		m.Parts = func(all []pectest.Part) []pectest.Part {
			last := &all[len(all)-1]
			last.Header = last.Header.Clone()
			edit(last)
			return all
		}
	}
}

func xadesOf(edit func(*pectest.XAdES)) func(*pectest.REMMessage) {
	return func(m *pectest.REMMessage) { m.XAdES = edit }
}

func signatureEdit(edit func(*pectest.XML)) func(*pectest.REMMessage) {
	return xadesOf(func(x *pectest.XAdES) { x.Signature = edit })
}

func signerOfMail(edit func(*pectest.SignedData)) func(*pectest.REMMessage) {
	return func(m *pectest.REMMessage) { m.CMS = edit }
}

func byKey(name string, hash crypto.Hash, pss bool) func(*pectest.REMMessage) {
	return func(m *pectest.REMMessage) {
		o := m.Sending.Office
		provider := o.Due
		if m.Provider.Name == o.Uno.Name {
			provider = o.Uno
		}
		m.Provider = provider.With(o.Leaf(provider, 0x5000, pectest.TestKey(name)))
		m.XAdES = func(x *pectest.XAdES) { x.Hash, x.PSS = hash, pss }
		m.CMS = func(s *pectest.SignedData) { s.Signers[0].Digest, s.Signers[0].PSS = hash, pss }
	}
}

var (
	inQuotes      = regexp.MustCompile(`([\w:-]+)="([^"']*)"`)
	emptyTag      = regexp.MustCompile(`<([\w:-]+)((?: [\w:-]+="[^"]*")*)></[\w:-]+>`)
	twoAttributes = regexp.MustCompile(` ([\w:-]+="[^"]*") ([\w:-]+="[^"]*")`)
)

// remForms are ways in which other programs write the same mail: none changes what is signed or stated.
var remForms = map[string]func(*pectest.REMMessage){
	"as made":                       func(*pectest.REMMessage) {},
	"SHA-384":                       byKey("due", crypto.SHA384, false),
	"SHA-512":                       byKey("due", crypto.SHA512, false),
	"PSS SHA-256":                   byKey("due", crypto.SHA256, true),
	"PSS SHA-384":                   byKey("due", crypto.SHA384, true),
	"PSS SHA-512":                   byKey("due", crypto.SHA512, true),
	"P-256":                         byKey("p256", crypto.SHA256, false),
	"P-384":                         byKey("p384", crypto.SHA384, false),
	"P-521":                         byKey("p521", crypto.SHA512, false),
	"P-256 SHA-512":                 byKey("p256", crypto.SHA512, false),
	"enveloped-signature":           xadesOf(func(x *pectest.XAdES) { x.Enveloped = true }),
	"default namespace":             func(m *pectest.REMMessage) { m.Tree = withPrefix(pectest.SpaceREM, "") },
	"prefix ns2":                    func(m *pectest.REMMessage) { m.Tree = withPrefix(pectest.SpaceREM, "ns2") },
	"signature of another prefix":   signatureEdit(withPrefix(pectest.SpaceDSig, "sig")),
	"properties of another prefix":  signatureEdit(withPrefix(pectest.SpaceXAdES, "x")),
	"no time-stamp":                 func(m *pectest.REMMessage) { m.NoStamp = true },
	"digests in lines":              signatureEdit(inLines(20, "\n", "DigestValue")),
	"certificates in lines of 64":   signatureEdit(inLines(64, "\n", "X509Certificate")),
	"certificates in lines of 76":   signatureEdit(inLines(76, "\n", "X509Certificate")),
	"certificates in lines of Java": signatureEdit(inLines(76, "\r\n", "X509Certificate")),
	"value in lines": func(m *pectest.REMMessage) {
		m.NoStamp = true // which would be over the value as it stands there
		m.XML = func(b []byte) []byte {
			i := bytes.Index(b, []byte("<ds:SignatureValue"))
			i += bytes.IndexByte(b[i:], '>') + 1
			return []byte(string(b[:i]) + "\n" + string(b[i:i+60]) + "\n    " + string(b[i+60:]))
		}
	},
	"single quotes":  asWritten(func(s string) string { return inQuotes.ReplaceAllString(s, "$1='$2'") }),
	"empty elements": asWritten(func(s string) string { return emptyTag.ReplaceAllString(s, "<$1$2/>") }),
	"attribute order": asWritten(func(s string) string {
		i := strings.Index(s, "?>") + 2
		return s[:i] + twoAttributes.ReplaceAllString(s[i:], " $2 $1")
	}),
	"line ends CRLF":      asWritten(func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }),
	"line ends CR":        asWritten(func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }),
	"no declaration":      asWritten(func(s string) string { return s[strings.Index(s, "?>")+2:] }),
	"declaration shorter": asWritten(func(s string) string { return `<?xml version='1.0'?>` + s[strings.Index(s, "?>")+2:] }),
	"byte order mark":     asWritten(func(s string) string { return "\uFEFF" + s }),
	"UTF-16": asWritten(func(s string) string {
		s = strings.Replace(s, "UTF-8", "UTF-16", 1)
		out := []byte{0xff, 0xfe}
		for _, r := range s {
			out = append(out, byte(r), byte(r>>8))
		}
		return string(out)
	}),
	"comment in front": asWritten(func(s string) string { i := strings.Index(s, "?>") + 2; return s[:i] + "<!-- evidenza -->\n" + s[i:] }),
	"comment behind":   asWritten(func(s string) string { return s + "\n<!-- fine -->\n" }),
	"line end behind":  asWritten(func(s string) string { return s + "\n" }),
	"comment between": asWritten(func(s string) string {
		return strings.Replace(s, "<tns:MessageIdentifier", "<!-- x --><tns:MessageIdentifier", 1)
	}),
	"character numbers": asWritten(func(s string) string { return strings.ReplaceAll(s, "ContentConsignment<", "ContentConsignm&#101;nt<") }),
	"CDATA": asWritten(func(s string) string {
		return strings.Replace(s, ">message/rfc822<", "><![CDATA[message/rfc822]]><", 1)
	}),
	"blanks in tags":              asWritten(func(s string) string { return strings.ReplaceAll(s, "</tns:EventReason>", "</tns:EventReason \n>") }),
	"two time-stamps":             signatureUnsigned(func(s string) string { return s + s }),
	"long-term material":          signatureUnsigned(func(s string) string { return s + longTerm }),
	"long-term material in front": signatureUnsigned(func(s string) string { return longTerm + s }),
	"archive time-stamp": signatureUnsigned(func(s string) string {
		return s + `<a:ArchiveTimeStamp xmlns:a="http://uri.etsi.org/01903/v1.4.1#"><ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"></ds:CanonicalizationMethod><xades:EncapsulatedTimeStamp>MIIB</xades:EncapsulatedTimeStamp></a:ArchiveTimeStamp>`
	}),
	"time-stamp with an Id": asWritten(func(s string) string {
		return strings.Replace(s, "<xades:SignatureTimeStamp>", `<xades:SignatureTimeStamp Id="TS-1">`, 1)
	}),
	"base64 of 60":       evidencePart(func(p *pectest.Part) { p.Width = 60 }),
	"base64 of 72":       evidencePart(func(p *pectest.Part) { p.Width = 72 }),
	"base64 of 76":       evidencePart(func(p *pectest.Part) { p.Width = 76 }),
	"base64 of one line": evidencePart(func(p *pectest.Part) { p.Width = -1 }),
	"quoted-printable":   evidencePart(func(p *pectest.Part) { p.Coding = "quoted-printable"; p.Content = pectest.CRLF(p.Content) }),
	"8bit":               evidencePart(func(p *pectest.Part) { p.Coding = "8bit"; p.Content = pectest.CRLF(p.Content) }),
	"binary":             evidencePart(func(p *pectest.Part) { p.Coding = "binary"; p.Content = pectest.CRLF(p.Content) }),
	"no coding":          evidencePart(func(p *pectest.Part) { p.Coding = ""; p.Content = pectest.CRLF(p.Content) }),
	"text/xml":           evidencePart(func(p *pectest.Part) { p.Header.Set("Content-Type", "text/xml; charset=utf-8") }),
	"octet-stream":       evidencePart(func(p *pectest.Part) { p.Header.Set("Content-Type", `application/octet-stream; name="Evidence.xml"`) }),
	"no name": evidencePart(func(p *pectest.Part) {
		p.Header.Set("Content-Type", "application/xml")
		p.Header.Del("Content-Disposition")
	}),
	"no section type": evidencePart(func(p *pectest.Part) { p.Header.Del("REM-Section-Type") }),
	"text/xml, no section type": evidencePart(func(p *pectest.Part) {
		p.Header.Set("Content-Type", "text/xml")
		p.Header.Del("REM-Section-Type")
	}),
	"section type in capitals": evidencePart(func(p *pectest.Part) { p.Header.Set("REM-Section-Type", "REM_Message/XML_Evidence") }),
	"section type folded":      evidencePart(func(p *pectest.Part) { p.Header.Set("REM-Section-Type", "\r\n rem_message/xml_evidence") }),
	"evidence in front": func(m *pectest.REMMessage) {
		m.Parts = func(all []pectest.Part) []pectest.Part {
			return append([]pectest.Part{all[len(all)-1]}, all[:len(all)-1]...)
		}
	},
	"no introduction": func(m *pectest.REMMessage) {
		m.Parts = func(all []pectest.Part) []pectest.Part { return all[1:] }
	},
	"an extension": func(m *pectest.REMMessage) {
		m.Parts = func(all []pectest.Part) []pectest.Part {
			return append(all, pectest.Part{Header: pectest.Header{{"Content-Type", "text/plain"}, {"REM-Section-Type", "rem_message/extension"}}, Coding: "7bit", Content: []byte("x\r\n")})
		}
	},
	"mail by SHA-512":                   signerOfMail(func(s *pectest.SignedData) { s.Signers[0].Digest = crypto.SHA512 }),
	"mail by PSS":                       signerOfMail(func(s *pectest.SignedData) { s.Signers[0].PSS = true }),
	"mail without attributes":           signerOfMail(func(s *pectest.SignedData) { s.Signers[0].NoAttributes = true }),
	"mail by key identifier":            signerOfMail(func(s *pectest.SignedData) { s.Signers[0].SKI = true }),
	"mail without signingCertificateV2": signerOfMail(func(s *pectest.SignedData) { s.Signers[0].Attributes = nil }),
	"mail in BER":                       signerOfMail(func(s *pectest.SignedData) { s.Indefinite = true }),
	"mail with leaf alone":              signerOfMail(func(s *pectest.SignedData) { s.Certificates = s.Certificates[:1] }),
	"mail with authority first": signerOfMail(func(s *pectest.SignedData) {
		s.Certificates[0], s.Certificates[1] = s.Certificates[1], s.Certificates[0]
	}),
}

const longTerm = `<xades:CertificateValues><xades:EncapsulatedX509Certificate>MIIB</xades:EncapsulatedX509Certificate></xades:CertificateValues>` +
	`<xades:RevocationValues><xades:OCSPValues><xades:EncapsulatedOCSPValue>MIIB</xades:EncapsulatedOCSPValue></xades:OCSPValues></xades:RevocationValues>`

// signatureUnsigned edits what the unsigned properties hold.
func signatureUnsigned(edit func(string) string) func(*pectest.REMMessage) {
	return asWritten(func(s string) string {
		const open, end = "<xades:UnsignedSignatureProperties>", "</xades:UnsignedSignatureProperties>"
		from, to := strings.Index(s, open)+len(open), strings.Index(s, end)
		return s[:from] + edit(s[from:to]) + s[to:]
	})
}

// remSendings are messages to one and to many recipients, some outside of REM, with texts that programs write differently.
func remSendings() map[string]*pectest.REMSending {
	o := pectest.NewREMOffice()
	plain := o.Sending()
	one, many, odd := *plain, *plain, *plain
	one.To = one.To[:1]
	many.To = nil
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g"} {
		many.To = append(many.To, name+"@rem.comune-prova.example")
	}
	many.Untrusted = []int{3, 7}
	odd.Subject = `Città «Forlì» & <b>"Cesena"</b> – €`
	odd.ClientID = "senza-parentesi@studio-bianchi.example"
	for _, s := range []*pectest.REMSending{&one, &many, &odd} {
		s.OriginalBytes = s.Original()
	}
	return map[string]*pectest.REMSending{"one": &one, "two": plain, "many": &many, "odd": &odd}
}

func remEvents(s *pectest.REMSending) map[string]*pectest.REMMessage {
	last := len(s.To)
	return map[string]*pectest.REMMessage{"acceptance": s.Acceptance(), "rejection": s.Rejection(), "dispatch": s.Dispatch(), "relayed": s.RelayAcceptance(last), "all relayed": s.RelayAcceptance(),
		"not relayed": s.RelayRejection(last), "failure": s.RelayFailure(last), "consigned": s.Consignment(last), "not consigned": s.ConsignmentFailure(last), "received": s.Received(),
		"outside": s.RelayToOutside(last), "not outside": s.RelayToOutsideFailure(last)}
}

// TestREMInOtherForms: a genuine mail passes in whatever form another program writes it, and with one letter changed it does not.
func TestREMInOtherForms(t *testing.T) {
	pectest.Native(t, "a long table")
	trust := remTrust(t, "rem-list.xml", "rem-root.pem")
	o := Options{Trust: trust, Now: pectest.Now}
	sendings := remSendings()
	judged, wrong := 0, 0
	for form, edit := range remForms {
		for name, s := range sendings {
			for event, m := range remEvents(s) {
				if form != "as made" && (name != "two" || event != "consigned" && event != "dispatch") || testing.Short() && judged > 50 {
					continue
				}
				edit(m)
				what := form + ", " + name + ", " + event
				mail := m.Bytes()
				r := only(t, Verify("a.eml", mail, o))
				judged++
				if r.Indication != TotalPassed || r.Certified == nil || r.Certified.Sender != s.Sender || r.Certified.Subject != s.Subject || len(r.Certified.Recipients) != len(s.To) {
					t.Errorf("%s: %s", what, summary([]Report{r}))
					continue
				}
				for _, c := range r.Checks {
					if c.Status == Failed {
						t.Errorf("%s: %s fails", what, c.ID)
					}
				}
				if name == "two" {
					wrong += wrongTwins(t, what, m, o)
				}
			}
		}
	}
	t.Logf("%d right, %d wrong", judged, wrong)
}

// wrongTwins are the mail with the evidence's words changed and signed by the provider all the same, by another signer, and changed on its way.
func wrongTwins(t *testing.T, what string, m *pectest.REMMessage, o Options) int {
	t.Helper()
	n := 0
	refused := func(kind string, m pectest.REMMessage) {
		t.Helper()
		n++
		for _, r := range Verify("a.eml", m.Bytes(), o) {
			if r.Indication == TotalPassed || r.Certified != nil && r.Indication != Indeterminate && r.Subindication != EvidenceInconsistent {
				t.Errorf("%s, %s: %s", what, kind, summary([]Report{r}))
			}
		}
	}
	before := m.XML
	for kind, swap := range map[string][2]string{"address": {"anna.bianchi@", "anna.branchi@"}, "event": {"19522/Event/", "19522/event/"}, "digest": {"DigestValue>", "DigestValue>A"}, "time": {"2025-03-12T09:15", "2025-03-12T09:14"}} {
		changed := *m
		changed.XML = func(b []byte) []byte {
			if before != nil {
				b = before(b)
			}
			return bytes.Replace(b, []byte(swap[0]), []byte(swap[1]), 1)
		}
		if kind != "time" || !bytes.Equal(changed.Evidence(), m.Evidence()) {
			if bytes.Equal(changed.Evidence(), m.Evidence()) { // of two bytes a letter
				continue
			}
			refused(kind, changed)
		}
	}
	other := *m
	other.Signer = m.Sending.Office.Tre
	refused("another signer", other)
	onTheWay := *m
	onTheWay.Tamper = func(b []byte) []byte {
		if i := bytes.Index(b, []byte("Anna Bianchi")); i > 0 && m.Original != nil {
			return append(append(bytes.Clone(b[:i]), "Anna Branchi"...), b[i+12:]...)
		}
		i := bytes.LastIndex(b, []byte("\r\n--"))
		return append(append(bytes.Clone(b[:i-3]), 'Q'), b[i-2:]...)
	}
	refused("changed on its way", onTheWay)
	if m.Original != nil {
		exchanged := *m
		exchanged.Original = append(bytes.Clone(m.Original), "PS: altro\r\n"...)
		refused("another message", exchanged)
	}
	return n
}
