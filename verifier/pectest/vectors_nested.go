package pectest

import (
	"fmt"
	"strings"
)

// nestedVectors are about evidence inside the message of other evidence, and about what stands around it in the ways that mail
// programs and providers write it.
func nestedVectors(c *catalogue) {
	o := c.o
	older := o.Dispatch().Consegna()
	accettazione := o.Dispatch().Accettazione()
	days := 0 // each dispatch is one of its own
	carrying := func(attachments ...Attachment) *Dispatch {
		days++
		d := o.Dispatch()
		d.Identifier, d.ClientID, d.Subject = fmt.Sprintf("opec210.202503%02d090000.05000.900.1.10@", 12+days)+o.Uno.Domain, "<6A000001.1@studio-bianchi.example>", "Re: ricevuta"
		d.Sent = d.Sent.AddDate(0, 0, days)
		d.Original = d.NewOriginal()
		d.Original.Attachments = attachments
		return d
	}
	receipt := Attachment{Name: "ricevuta.eml", Type: "message/rfc822", Content: older.Bytes(), Coding: "7bit"}
	encoded := receipt
	encoded.Coding, encoded.Type = "base64", "application/octet-stream"
	archive := Attachment{Name: "ricevute.zip", Type: "application/zip", Content: Zip(File{Name: "a.eml", Data: accettazione.Bytes()}, File{Name: "c.eml", Data: older.Bytes()})}
	inside, wrapped := checks{"signature.digest": "passed", "wrapper.unsigned": "passed"}, checks{"wrapper.unsigned": "warning"}

	m := carrying(receipt).PostaCertificata()
	c.add("pec-in-pec", "A receipt attached to a message that travelled as PEC: all around it is what another signature holds.", m.Bytes(),
		passed("", m, inside), passed("1.3.1.2.1", older, inside))
	m = carrying(receipt).Consegna()
	c.add("pec-in-receipt", "The same inside the delivery receipt for that message.", m.Bytes(), passed("", m, inside), passed("1.3.1.2.1", older, inside))
	m = carrying(encoded).PostaCertificata()
	c.add("pec-in-pec-base64", "The same, attached in base64 as a file.", m.Bytes(), passed("", m, inside), passed("1.3.1.2.1", older, inside))
	m = carrying(archive).PostaCertificata()
	c.add("zip-in-pec", "A zip of receipts attached to a message that travelled as PEC.", m.Bytes(),
		passed("", m, inside), passed("1.3.1.2#/a.eml", accettazione, inside), passed("1.3.1.2#/c.eml", older, inside))
	m = carrying(receipt).PostaCertificata()
	m.Opaque = true
	c.add("pec-in-opaque-pec", "The outer one signed in one piece.", m.Bytes(), passed("", m, inside), passed("1.3.1.2.1", older, inside))
	twice := carrying(receipt, Attachment{Name: "altra.eml", Type: "message/rfc822", Content: accettazione.Bytes(), Coding: "7bit"}).PostaCertificata()
	c.add("two-in-pec", "Two receipts attached to one message.", twice.Bytes(), passed("", twice, inside), passed("1.3.1.2.1", older, inside), passed("1.3.1.3.1", accettazione, inside))
	middle := carrying(receipt).PostaCertificata()
	third := carrying(Attachment{Name: "busta.eml", Type: "message/rfc822", Content: middle.Bytes(), Coding: "7bit"})
	m = third.PostaCertificata()
	c.add("pec-in-pec-in-pec", "Three of them in each other.", m.Bytes(), passed("", m, inside), passed("1.3.1.2.1", middle, inside), passed("1.3.1.2.1.1.3.1.2.1", older, inside))
	m = carrying(receipt).PostaCertificata()
	c.add("pec-in-pec-forwarded", "The outer one was forwarded in a mail that nobody signed: what is around both is not certified.", Forward(m.Bytes()),
		passed("2.1", m, wrapped), passed("2.1.1.3.1.2.1", older, wrapped))
	bad := carrying(receipt).PostaCertificata()
	bad.Tamper = func(b []byte) []byte {
		return Replace(b, "Messaggio di posta certificata", "Messaggio di posta CERTIFICATA")
	}
	c.add("pec-in-altered-pec", "The outer one was altered: what is around the receipt is not certified.", bad.Bytes(), failed("", bad, "HASH_FAILURE", nil), passed("1.3.1.2.1", older, wrapped))

	anomaly := func(subject string) *Message {
		a := anomalia(o, older.Bytes())
		a.Dispatch.Subject = subject
		return a
	}
	quiet := checks{"headers.subject": "passed", "wrapper.unsigned": "passed"}
	m = anomaly("CONSEGNA: " + o.Dispatch().Subject)
	c.add("anomaly-around-a-receipt", "An anomaly envelope around a receipt, under the receipt's whole subject.", m.Bytes(), passed("", m, quiet), passed("1.2.1", older, quiet))
	m = anomaly(o.Dispatch().Subject)
	c.add("anomaly-around-a-receipt-short", "The same under the certified subject alone.", m.Bytes(), passed("", m, quiet), passed("1.2.1", older, quiet))
	m = anomaly("CONSEGNA: Altro")
	c.add("anomaly-around-a-receipt-other", "The same under another subject.", m.Bytes(), passed("", m, checks{"headers.subject": "warning"}), passed("1.2.1", older, quiet))

	for name, text := range map[string]string{"an": "This is an S/MIME signed message", "a": "This is a S/MIME signed message", "a-period": "This is a S/MIME signed message."} {
		m := o.Dispatch().Consegna()
		m.Envelope = func(x *Multipart) { x.Preamble = []byte(crlf + text + crlf) }
		c.pass("preamble-"+name, "The platform's own line before the first part.", m, checks{"wrapper.unsigned": "passed"})
	}
	digest := func(parts ...[]byte) []byte {
		h := Ordinary("Ricevute")
		h.Add("Content-Type", `multipart/digest; boundary="digest"`)
		return Multipart{Header: h, Boundary: "digest", Parts: parts}.Bytes()
	}
	bare := func(message []byte) []byte { return append([]byte(crlf), message...) }
	described := append([]byte("Content-Description: ricevuta"+crlf+crlf), accettazione.Bytes()...)
	c.add("digest", "Two receipts in a multipart/digest, whose parts are messages where they do not say otherwise.", digest(bare(older.Bytes()), described),
		passed("1.1", older, wrapped), passed("2.1", accettazione, wrapped))
}

// headerLineEnds are copies whose unsigned header has carriage returns before its line ends.
func headerLineEnds(c *catalogue) {
	d := c.o.Dispatch()
	show := checks{"headers.from": "passed", "headers.date": "passed", "headers.subject": "passed", "headers.kind": "passed", "headers.reference": "passed", "headers.to": "passed", "repair.lineends": quiet}
	head := func(message []byte, change func(string) string) []byte {
		block, body := Split(message)
		return append(append([]byte(change(string(block))), crlf...), body...)
	}
	doubled := func(s string) string { return strings.ReplaceAll(s, crlf, "\r\r\n") }
	add := func(name, shows string, m *Message, data []byte) { c.add(name, shows, data, passed("", m, show)) }
	m := d.Consegna()
	m.Header = m.header()
	m.Header.Set("Subject", "CONSEGNA: Trasmissione"+crlf+" atti prot."+crlf+"\t1234/2025")
	add("cr-cr-lf", "CR CR LF at every line end of the header, in folded fields too.", m, head(m.Bytes(), doubled))
	add("cr-cr-cr-lf", "Three carriage returns.", m, head(m.Bytes(), func(s string) string { return doubled(strings.ReplaceAll(s, crlf, "\r"+crlf)) }))
	add("cr-cr-lf-some", "At some of them.", m, head(m.Bytes(), func(s string) string {
		return strings.ReplaceAll(strings.Replace(s, crlf+"Date:", "\r"+crlf+"Date:", 1), crlf+"From:", "\r"+crlf+"From:")
	}))
	add("cr-cr-lf-folded", "At the folds of fields only.", m, head(m.Bytes(), func(s string) string { return strings.ReplaceAll(s, crlf+"\t", "\r"+crlf+"\t") }))
	busta := d.PostaCertificata()
	add("cr-cr-lf-envelope", "A transport envelope: Reply-To and the name in From too.", busta, head(busta.Bytes(), doubled))
}
