package pectest

import (
	"bytes"
	"strings"
)

// senderAttacks are messages whose sender writes what only the provider may say. The signature is the provider's and
// holds over all of it.
func senderAttacks(c *catalogue) {
	authentic := checks{"signature.digest": "passed", "signature.value": "passed"}
	guessed := func(m *Message) *Message {
		m.DaticertLast = true
		fake := Replace(m.Data.XML(), "<destinatari tipo=\"certificato\">protocollo@", "<destinatari tipo=\"certificato\">sindaco@")
		_, boundary, _ := strings.Cut(string(m.SignedBytes()), `boundary="`)
		boundary, _, _ = strings.Cut(boundary, `"`)
		m.Original = append(bytes.Clone(m.Original), crlf+"--"+boundary+crlf+string(DaticertPart(fake, "base64").Bytes())+crlf+"--"+boundary+"--"+crlf...)
		return m
	}
	const malformed = "EVIDENCE_MALFORMED"
	c.fail("guessed-boundary", "The sender guessed the boundary, and closes the signed multipart after a daticert.xml of its own, before the real one.",
		guessed(c.o.Dispatch().Consegna()), malformed, authentic)
	c.fail("guessed-boundary-envelope", "The same in a transport envelope.", guessed(c.o.Dispatch().PostaCertificata()), malformed, authentic)

	same := checks{"evidence.form": "passed", "evidence.consistency": "passed|warning"}
	own := func(name, shows string, change func(*Original)) {
		d := c.o.Dispatch()
		change(d.Original)
		c.pass(name, shows, d.PostaCertificata(), same)
	}
	own("own-reference-first", "A field X-Riferimento-Message-ID that the sender wrote, before the provider's.", func(x *Original) {
		x.Header.Prepend("X-Riferimento-Message-ID", "<altro@studio-bianchi.example>")
	})
	own("own-reference-last", "The same, after it.", func(x *Original) { x.Header.Add("X-Riferimento-Message-ID", "<altro@studio-bianchi.example>") })
	own("own-identifier-first", "A second Message-ID that the sender wrote, before the provider's.", func(x *Original) {
		x.Header.Prepend("Message-ID", "<altro@studio-bianchi.example>")
	})
	own("own-identifier-last", "The same, after it.", func(x *Original) { x.Header.Add("Message-ID", "<altro@studio-bianchi.example>") })
	own("own-signature-over-daticert", "The sender signed its message itself, with a daticert.xml in it: content, and one report.", func(x *Original) {
		x.Signer = c.o.Authority.Person(Place("Roma", "Roma", "Studio Bianchi"), "Anna Bianchi", "anna.bianchi@pec.studio-bianchi.example", 0x77)
		x.Attachments = append(x.Attachments, Attachment{Name: "daticert.xml", Type: "application/xml", Content: c.o.Dispatch().Consegna().Data.XML()})
	})
}
