package pectest

import (
	"crypto"
	"encoding/base64"
	"strings"
	"time"
)

// remLists are the trusted lists that vectors of registered mail are judged with.
func remLists() map[string][]byte {
	o := NewREMOffice()
	granted := date(2024, 7, 1)
	service := func(kind string, certificates []*Certificate, periods ...ListedPeriod) ListedService {
		if len(periods) == 0 {
			periods = []ListedPeriod{{Status: "granted", From: granted}}
		}
		for i := range periods {
			if periods[i].Type == "" {
				periods[i].Type = kind
			}
			periods[i].Certificates = certificates
		}
		return ListedService{Name: "Servizio " + kind, Periods: periods}
	}
	one := func(c ...*Certificate) []*Certificate { return c }
	list := func(providers ...ListedProvider) TrustedList {
		return TrustedList{Territory: "IT", Sequence: 7, Issued: date(2025, 6, 1), NextUpdate: date(2026, 6, 1), Operator: "Autorità di vigilanza di prova", Providers: providers, Signer: o.ListSigner}
	}
	of := func(p *REMProvider, s ...ListedService) ListedProvider { return ListedProvider{p.Name, s} }
	stamps := ListedProvider{"Marche di Prova S.p.A.", []ListedService{service("TSA/QTST", one(o.Stamps))}}
	all := list(of(o.Uno, service("EDS/REM/Q", one(o.Uno.Certificate))), of(o.Due, service("EDS/REM/Q", one(o.Due.Certificate))), of(o.Tre, service("EDS/REM/Q", one(o.Tre.Certificate))), stamps)
	due := func(kind string, periods ...ListedPeriod) []byte {
		return list(of(o.Due, service(kind, one(o.Due.Certificate), periods...)), stamps).Bytes()
	}
	unsigned := all
	unsigned.Signer = nil
	outdated := all
	outdated.NextUpdate = date(2025, 12, 1)
	return map[string][]byte{
		"rem-list.xml":                 all.Bytes(),
		"rem-list-unsigned.xml":        unsigned.Bytes(),
		"rem-list-due-update.xml":      outdated.Bytes(),
		"rem-list-not-qualified.xml":   due("EDS/REM", ListedPeriod{Status: "recognisedatnationallevel", From: granted}),
		"rem-list-later.xml":           due("EDS/REM/Q", ListedPeriod{Status: "granted", From: date(2025, 4, 1)}),
		"rem-list-withdrawn.xml":       due("EDS/REM/Q", ListedPeriod{Status: "withdrawn", From: date(2025, 2, 1)}, ListedPeriod{Status: "granted", From: granted}),
		"rem-list-withdrawn-after.xml": due("EDS/REM/Q", ListedPeriod{Status: "withdrawn", From: date(2025, 4, 1)}, ListedPeriod{Status: "granted", From: granted}),
		"rem-list-became-other.xml":    due("EDS/Q", ListedPeriod{Status: "granted", From: date(2025, 2, 1)}, ListedPeriod{Type: "EDS/REM/Q", Status: "granted", From: granted}),
		"rem-list-platform.xml":        due("EDS/Q"),
		"rem-list-authority.xml":       list(of(o.Due, service("EDS/REM/Q", one(o.CA))), stamps).Bytes(),
		"rem-list-certificates.xml":    list(of(o.Due, service("CA/QC", one(o.CA))), stamps).Bytes(),
		"rem-list-two.xml":             list(of(o.Due, service("EDS/REM/Q", one(o.Due.Certificate, o.secondOfDue()))), stamps).Bytes(),
		"rem-list-pec.xml":             list(ListedProvider{"Gestore Due", []ListedService{service("EDS/REM/Q", one(NewOffice().Due.Certificate))}}, stamps).Bytes(),
		"rem-root.pem":                 o.Root.PEM(),
		"rem-revoked.crl":              revoked(o.CA, nil, []Revocation{{o.Due.Certificate.Spec.Serial, date(2025, 2, 1), Superseded}}),
		"rem-ca.pem":                   o.CA.PEM(),
	}
}

// secondOfDue is another certificate of the same service.
func (o *REMOffice) secondOfDue() *Certificate { return o.Leaf(o.Due, 0x1102, TestKey("uno")) }

// remCertified is what a report must give for this evidence.
func remCertified(m *REMMessage) map[string]any {
	recipients := []any{}
	for i, r := range m.Recipients {
		kind := ""
		for _, u := range m.Sending.Untrusted {
			if u == i+1 {
				kind = "untrusted"
			}
		}
		recipients = append(recipients, map[string]any{"address": r, "type": kind})
	}
	reasons := []any{}
	for _, r := range m.Reasons {
		reasons = append(reasons, map[string]any{"uri": REMReasonPrefix + r[0], "code": r[1], "text": r[2]})
	}
	received := []any{}
	delivered := ""
	switch m.Event {
	case "RelayAcceptance", "RelayRejection", "RelayFailure", "RelayToNonERDS", "RelayToNonERDSFailure", "ReceivedFromNonERDS":
		for i, r := range m.Recipients {
			about := len(m.Relayed) == 0
			for _, n := range m.Relayed {
				about = about || n == i+1
			}
			if about {
				received = append(received, r)
			}
		}
	}
	if len(m.Consigned) == 1 && m.Consigned[0] >= 1 && m.Consigned[0] <= len(m.Recipients) {
		delivered = m.Recipients[m.Consigned[0]-1]
	}
	var submitted any
	if !m.Submitted.IsZero() {
		submitted = m.Submitted.Format(time.RFC3339)
	}
	digest := m.Digest
	if digest == nil {
		digest = sum(crypto.SHA256, m.Sending.OriginalBytes)
	}
	return map[string]any{
		"provider": m.Provider.Name, "time": m.Time.Format(time.RFC3339), "sender": m.Sending.Sender, "recipients": recipients, "subject": m.Sending.Subject,
		"identifier": m.Sending.MessageID, "messageID": m.Sending.ClientID, "deliveredTo": delivered, "receivedFor": received, "event": m.Event,
		"evidenceIdentifier": m.Identifier(), "submissionTime": submitted, "reasons": reasons,
		"digest": map[string]any{"algorithm": "SHA-256", "value": base64.StdEncoding.EncodeToString(digest)},
	}
}

// remKind is the report's word for the mail.
func remKind(m *REMMessage) string {
	if m.Original != nil && (m.Event == "SubmissionAcceptance" || m.Event == "RelayToNonERDS") {
		return "dispatch"
	}
	return m.Event
}

func remPassed(m *REMMessage, show checks) Expectation {
	content := "skipped"
	form := "none"
	if m.Original != nil {
		content, form = "passed", "full"
	}
	e := Expectation{System: "rem", Kind: remKind(m), Indication: "TOTAL-PASSED", Certified: remCertified(m), Content: map[string]any{"form": form},
		Trust:  map[string]any{"path": "certificate", "qualified": true, "service": map[string]any{"type": "EDS/REM/Q", "status": "granted", "list": "TSL-IT 7", "territory": "IT", "sequence": 7.0}},
		Checks: checks{"evidence.form": "passed", "evidence.signature": "passed", "evidence.consistency": "passed", "evidence.content": content, "evidence.timestamp": "passed", "trust.provider": "passed"}}
	for id, status := range show {
		e.Checks[id] = status
	}
	return e
}

// remFailed is a mail that must not pass, because of one check.
func remFailed(sub, check string, show checks) Expectation {
	e := Expectation{System: "rem", Indication: reason[sub][0], Subindication: sub, Checks: checks{check: "failed"}}
	for id, status := range show {
		e.Checks[id] = status
	}
	switch sub {
	case "HASH_FAILURE", "SIG_CRYPTO_FAILURE", "EVIDENCE_MALFORMED", "FORMAT_FAILURE":
		e.Absent = []string{"certified"}
	}
	return e
}

// rem adds a mail, and remBare the evidence of it without the mail.
func (c *catalogue) rem(name, shows string, m *REMMessage, e Expectation) *Vector {
	return c.add(name, shows, m.Bytes(), e).trust("rem-list.xml")
}

func (c *catalogue) remBare(name, shows string, data []byte, e Expectation) *Vector {
	v := c.add(name, shows, data, e).trust("rem-list.xml")
	v.File = name + ".xml"
	return v
}

// remBarePassed is what is said of an evidence alone: all but what a mail has.
func remBarePassed(m *REMMessage, show checks) Expectation {
	copied := *m
	copied.Original = nil
	e := remPassed(&copied, show)
	e.Kind = m.Event
	e.Checks["headers.from"], e.Checks["signature.digest"] = "absent", "absent"
	e.Signature = map[string]any{"signer": map[string]any{"sha256": m.Provider.Certificate.SHA256()}}
	return e
}

func remVectors(c *catalogue) {
	o := NewREMOffice()
	s := o.Sending()
	outside := *s
	outside.Untrusted = []int{2}
	for _, one := range []struct {
		name, shows string
		m           *REMMessage
	}{
		{"acceptance", "The sender's provider took the message.", s.Acceptance()},
		{"rejection", "The sender's provider did not take the message.", s.Rejection()},
		{"dispatch", "The message on its way to the recipients, with the evidence of its acceptance.", s.Dispatch()},
		{"relay-acceptance", "The recipients' provider took charge for both recipients.", s.RelayAcceptance(1, 2)},
		{"relay-acceptance-of-all", "The same, and none is named: all of them.", s.RelayAcceptance()},
		{"relay-acceptance-of-one", "The recipients' provider took charge for the second recipient.", s.RelayAcceptance(2)},
		{"relay-rejection", "The recipients' provider did not take it for the second recipient.", s.RelayRejection(2)},
		{"relay-failure", "What the sender is told of that.", s.RelayFailure(2)},
		{"consignment", "The message is in the mailbox of the first recipient.", s.Consignment(1)},
		{"consignment-of-the-second", "The message is in the mailbox of the second recipient.", s.Consignment(2)},
		{"consignment-failure", "It was not put into the mailbox of the second recipient.", s.ConsignmentFailure(2)},
		{"received-from-outside", "An ordinary mail from outside, as the provider hands it to its customer.", s.Received()},
		{"relay-to-outside", "The message was handed to an ordinary mail server.", outside.RelayToOutside(2)},
		{"relay-to-outside-failure", "The ordinary mail server did not take it.", outside.RelayToOutsideFailure(2)},
		{"acceptance-untrusted", "One of the recipients is outside of registered mail.", outside.Acceptance()},
	} {
		e := remPassed(one.m, nil)
		quietHeaders(e.Checks)
		c.rem(one.name, one.shows, one.m, e)
		c.remBare(one.name+"-evidence", "The evidence of it alone, a file without a mail.", one.m.Evidence(), remBarePassed(one.m, nil))
	}
	dispatch := s.Dispatch()
	dispatch.Event, dispatch.Reasons, dispatch.System, dispatch.Relayed = "RelayToNonERDS", [][3]string{{"MessageRelayedToNonERDS", "RF01", "Relayed to non ERDS"}}, "mx.esterno.example", []int{2}
	c.rem("dispatch-to-outside", "The message on its way to an ordinary mail server, with the evidence of that.", dispatch, remPassed(dispatch, nil))
	change := func(m *REMMessage, edit func(*REMMessage)) *REMMessage { edit(m); return m }

	for _, one := range []struct {
		name, shows string
		m           *REMMessage
		show        checks
	}{
		{"no-subject", "A message without a subject.", change(s.Consignment(1), func(m *REMMessage) { other := *m.Sending; other.Subject = ""; m.Sending = &other }), nil},
		{"edition-of-2024", "Evidence of the edition of 2024.", change(s.Consignment(1), func(m *REMMessage) { m.Tree = func(x *XML) { x.Set("version", "EN319522v1.2.1") } }), nil},
		{"enveloped-signature", "The evidence's signature takes itself out with the transform of XML-Signature.", change(s.Consignment(1), func(m *REMMessage) { m.XAdES = func(x *XAdES) { x.Enveloped = true } }), nil},
		{"reference-by-id", "The evidence's signature names the root by its Id.", change(s.Consignment(1), func(m *REMMessage) {
			m.Tree = func(x *XML) { x.With("Id", "evidenza") }
			m.XAdES = func(x *XAdES) { x.Info = func(i *XML) { i.Find("Reference").Set("URI", "#evidenza") } }
		}), nil},
		{"reason-of-its-own", "A reason that is none of the standard's.", change(s.Consignment(1), func(m *REMMessage) { m.Reasons[0][0] = "Proprio" }), nil},
		{"elliptic", "A provider with a key on an elliptic curve.", change(s.Acceptance(), func(m *REMMessage) { m.Provider = o.Tre }), nil},
		{"no-time-stamp", "The evidence's signature has no time-stamp.", change(s.Consignment(1), func(m *REMMessage) { m.NoStamp = true }), checks{"evidence.timestamp": "warning"}},
		{"time-stamp-early", "The time-stamp is from before the event.", change(s.Consignment(1), func(m *REMMessage) { m.Stamp = func(t *TimeStamp) { t.Time = t.Time.Add(-time.Hour) } }), checks{"evidence.timestamp": "warning"}},
		{"time-stamp-late", "The time-stamp is from two days later.", change(s.Consignment(1), func(m *REMMessage) { m.Stamp = func(t *TimeStamp) { t.Time = t.Time.Add(48 * time.Hour) } }), checks{"evidence.timestamp": "warning"}},
		{"time-stamp-of-a-stranger", "The time-stamp is by an authority that is in no list.", change(s.Consignment(1), func(m *REMMessage) {
			m.Stamp = func(t *TimeStamp) { t.Unit = o.StampUnit(0x999, TestKey("person"), true) }
		}), checks{"evidence.timestamp": "warning"}},
		{"time-stamp-without-certificate", "The time-stamp does not bring the certificate of its authority.", change(s.Consignment(1), func(m *REMMessage) {
			m.Stamp = func(t *TimeStamp) { t.CMS = func(d *SignedData) { d.Certificates = [][]byte{o.CA.DER} } }
		}), checks{"evidence.timestamp": "warning"}},
		{"submitted-after", "The evidence says that the message was submitted after the event, as an example of ETSI has it.", change(s.Acceptance(), func(m *REMMessage) { m.Submitted = m.Time.Add(time.Second) }), checks{"evidence.consistency": "warning"}},
		{"recipient-twice", "A recipient is listed twice.", change(s.RelayAcceptance(), func(m *REMMessage) { m.Recipients = []string{s.To[0], strings.ToUpper(s.To[0])} }), checks{"evidence.consistency": "warning"}},
		{"event-unknown", "An event that is none of the standard's.", change(s.Consignment(1), func(m *REMMessage) { m.Event, m.Reasons[0][0] = "ContentRead", "Proprio" }), checks{"evidence.consistency": "warning"}},
		{"extension-critical", "A critical extension that nobody here knows.", change(s.Consignment(1), func(m *REMMessage) {
			m.Tree = func(x *XML) {
				x.Find("Extensions").Add(tns("Extension", Element("z", "urn:z", "Z")).With("isCritical", "true"))
			}
		}), checks{"evidence.consistency": "warning"}},
		{"received-without-message", "Evidence of a message from outside, without the message.", change(s.Received(), func(m *REMMessage) { m.Original = nil }), checks{"evidence.consistency": "warning"}},
		{"subject-of-the-message", "The message has another subject than the evidence.", change(s.Dispatch(), func(m *REMMessage) { other := *m.Sending; other.Subject = "Altro oggetto"; m.Sending = &other }), checks{"evidence.consistency": "warning"}},
		{"provider-of-another-name", "The evidence names a provider of another name than the certificate.", change(s.Consignment(1), func(m *REMMessage) {
			m.Tree = func(x *XML) {
				x.Find("EvidenceIssuerDetails").Find("AttributeValue").Nodes[0].Text = "Posta Celeste S.p.A."
			}
		}), checks{"evidence.provider": "warning"}},
		{"signing-time-later", "The evidence's signer says another time.", change(s.Consignment(1), func(m *REMMessage) { m.XAdES = func(x *XAdES) { x.SigningTime = x.SigningTime.Add(time.Hour) } }), checks{"signature.time": "warning"}},
		{"mail-signed-later", "The mail's signer says another time.", change(s.Consignment(1), func(m *REMMessage) {
			m.CMS = func(d *SignedData) { d.Signers[0].SigningTime = d.Signers[0].SigningTime.Add(time.Hour) }
		}), checks{"signature.time": "warning"}},
		{"quoted-printable", "The evidence in quoted-printable.", change(s.Consignment(1), func(m *REMMessage) {
			m.Parts = func(all []Part) []Part {
				all[1].Coding = "quoted-printable"
				all[1].Content = CRLF(all[1].Content)
				return all
			}
		}), nil},
		{"section-type-missing", "No part says what it is; the evidence is known by its root.", change(s.Consignment(1), func(m *REMMessage) {
			m.Parts = func(all []Part) []Part {
				all[1].Header = all[1].Header.Clone()
				all[1].Header.Del("REM-Section-Type")
				return all
			}
		}), nil},
		{"file-name-odd", "The evidence is named as in the examples of ETSI, with a semicolon.", change(s.Consignment(1), func(m *REMMessage) {
			m.Parts = func(all []Part) []Part {
				all[1].Header = all[1].Header.Clone()
				all[1].Header.Set("Content-Type", `application/xml; name="ContentConsignment.xml;"`)
				return all
			}
		}), nil},
		{"evidence-for-people", "Beside the evidence stands a PDF of it, for people.", change(s.Consignment(1), func(m *REMMessage) {
			m.Parts = func(all []Part) []Part {
				return append(all, Part{Header: Header{{"Content-Type", "application/pdf; name=evidenza.pdf"}, {"REM-Section-Type", "rem_message/pdf_evidence"}}, Coding: "base64", Width: 64, Content: []byte("%PDF-1.4 falso")})
			}
		}), nil},
		{"carriage-return", "A subject with a carriage return, which canonical XML keeps.", change(s.Consignment(1), func(m *REMMessage) { other := *m.Sending; other.Subject = "Uno\rdue"; m.Sending = &other }), nil},
	} {
		e := remPassed(one.m, one.show)
		if one.name == "provider-of-another-name" {
			e.Certified["provider"] = "Posta Celeste S.p.A."
		}
		c.rem(one.name, one.shows, one.m, e)
	}
	c.add("line-feeds", "A dispatch stored with line feeds: the digest of the message is over CRLF.", LF(s.Dispatch().Bytes()), remPassed(s.Dispatch(), nil)).trust("rem-list.xml")
	twice := s.Consignment(1)
	twice.Parts = func(all []Part) []Part {
		return append(all, EvidencePart("ContentConsignment", s.Consignment(2).Evidence()))
	}
	first, second := remPassed(s.Consignment(1), nil), remPassed(s.Consignment(2), nil)
	first.Part, second.Part = "1.2", "1.3"
	second.Checks["headers.reference"] = "warning"
	c.add("two-evidences", "Two evidences in one mail, each of which stands on its own: a report of each.", twice.Bytes(), first, second).trust("rem-list.xml")
	remTrust(c, o, s)
}

// quietHeaders: a mail as a provider writes it has nothing that the outer headers contradict.
func quietHeaders(show checks) {
	for _, id := range []string{"headers.from", "headers.reply", "headers.to", "headers.subject", "headers.kind", "headers.date", "headers.reference", "evidence.provider", "signature.time", "wrapper.unsigned"} {
		show[id] = "passed|skipped"
	}
}

// remTrust: who may sign, by the state that held at the certified time.
func remTrust(c *catalogue, o *REMOffice, s *REMSending) {
	m := s.Consignment(1)
	data, bare := m.Bytes(), m.Evidence()
	type answer struct {
		path, kind, status string
		qualified          any
	}
	add := func(name, shows string, lists []string, a answer) {
		e := remPassed(m, nil)
		e.Trust = map[string]any{"path": a.path, "qualified": a.qualified}
		if a.kind != "" {
			e.Trust["service"] = map[string]any{"type": a.kind, "status": a.status}
		} else if lists == nil || !strings.HasPrefix(lists[0], "rem-list") {
			e.Checks["evidence.timestamp"] = "warning"
		}
		if a.path == "none" {
			e.Indication, e.Subindication = "INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND"
			e.Checks["trust.provider"] = "failed"
		}
		c.add(name, shows, data, e).trust(lists...)
	}
	add("list-unsigned", "A trusted list that nobody signed.", []string{"rem-list-unsigned.xml"}, answer{"certificate", "EDS/REM/Q", "granted", true})
	add("list-due", "A trusted list of which a newer one is due.", []string{"rem-list-due-update.xml"}, answer{"certificate", "EDS/REM/Q", "granted", true})
	add("not-qualified", "A service that a state recognises, and that is not qualified.", []string{"rem-list-not-qualified.xml"}, answer{"certificate", "EDS/REM", "recognisedatnationallevel", false})
	add("withdrawn-after", "The service was withdrawn after the event.", []string{"rem-list-withdrawn-after.xml"}, answer{"certificate", "EDS/REM/Q", "granted", true})
	add("withdrawn-before", "The service was withdrawn before the event.", []string{"rem-list-withdrawn.xml"}, answer{"none", "EDS/REM/Q", "withdrawn", nil})
	add("granted-later", "The service was granted after the event only.", []string{"rem-list-later.xml"}, answer{"none", "EDS/REM/Q", "granted", nil})
	add("other-service-then", "The service had become one of another kind before the event.", []string{"rem-list-became-other.xml"}, answer{"none", "EDS/Q", "granted", nil})
	add("platform", "A delivery service that is no registered mail signs a mail.", []string{"rem-list-platform.xml"}, answer{"none", "EDS/Q", "granted", nil})
	add("authority-listed", "The service is an authority, which issued the certificate.", []string{"rem-list-authority.xml"}, answer{"authority", "EDS/REM/Q", "granted", nil})
	add("authority-of-certificates", "A listed authority of qualified certificates vouches for no registered mail.", []string{"rem-list-certificates.xml"}, answer{"none", "", "", nil})
	add("root-brought", "The root is brought by a person; the authority between stands in the mail.", []string{"rem-root.pem"}, answer{"authority", "", "", nil})
	add("pec-authority-brought", "An authority of PEC is brought.", []string{"ca.pem"}, answer{"none", "", "", nil})
	add("nothing-known", "No list at all.", nil, answer{"none", "", "", nil})
	platform := remBarePassed(m, nil)
	platform.Trust = map[string]any{"path": "certificate", "qualified": true, "service": map[string]any{"type": "EDS/Q", "status": "granted"}}
	c.remBare("platform-evidence", "The evidence alone may be of a delivery service that is no registered mail; its type is said.", bare, platform).trust("rem-list-platform.xml")
	revoked := remFailed("REVOKED", "trust.revocation", nil)
	c.add("revoked-before", "The certificate was revoked before the event.", data, revoked).trust("rem-list.xml", "rem-ca.pem", "rem-revoked.crl")
	late := s.Consignment(1)
	late.Time = date(2027, 7, 1)
	c.rem("expired-then", "The certificate had expired at the time of the event.", late, remFailed("OUT_OF_BOUNDS_NO_POE", "trust.validity", nil))
	pec := NewOffice()
	twin := s.Consignment(1)
	twin.Provider = o.Due.With(pec.Due.Certificate)
	c.add("pec-certificate", "The certificate of a PEC provider, known for PEC alone, signs registered mail.", twin.Bytes(), remFailed("NO_CERTIFICATE_CHAIN_FOUND", "trust.provider", nil)).trust("ca.pem", "due.pem", "list.json")
	both := remPassed(twin, checks{"headers.from": "warning", "evidence.provider": "passed|warning"})
	c.add("pec-certificate-listed", "The same certificate, which a trusted list has as a service of registered mail.", twin.Bytes(), both).trust("ca.pem", "rem-list-pec.xml")
	receipt := c.o.Dispatch().Consegna()
	notPEC := failed("", receipt, "NO_CERTIFICATE_CHAIN_FOUND", nil)
	notPEC.System = "pec"
	c.add("rem-service-signs-pec", "A receipt of PEC, by a signer who is in a trusted list of registered mail and in no list of PEC.", receipt.Bytes(), notPEC).trust("rem-list-pec.xml")
}
