package pectest

import (
	"bytes"
	"fmt"
	"strings"
)

// senderAttacks are messages whose sender writes what only the provider may say. The signature is the provider's and
// holds over all of it.
func senderAttacks(c *catalogue) {
	authentic := checks{"signature.digest": "passed", "signature.value": "passed"}
	closing := func(fake []byte, boundary string) string { return string(fake) + crlf + "--" + boundary + "--" + crlf }
	guessed := func(m *Message, after func(fake []byte, boundary string) string) *Message {
		m.DaticertLast = true
		fake := Replace(m.Data.XML(), "<destinatari tipo=\"certificato\">protocollo@", "<destinatari tipo=\"certificato\">sindaco@")
		_, boundary, _ := strings.Cut(string(m.SignedBytes()), `boundary="`)
		boundary, _, _ = strings.Cut(boundary, `"`)
		m.Original = append(bytes.Clone(m.Original), crlf+"--"+boundary+crlf+after(DaticertPart(fake, "base64").Bytes(), boundary)...)
		return m
	}
	const malformed = "EVIDENCE_MALFORMED"
	c.fail("guessed-boundary", "The sender guessed the boundary, and closes the signed multipart after a daticert.xml of its own, before the real one.",
		guessed(c.o.Dispatch().Consegna(), closing), malformed, authentic)
	c.fail("guessed-boundary-envelope", "The same in a transport envelope.", guessed(c.o.Dispatch().PostaCertificata(), closing), malformed, authentic)
	c.fail("guessed-boundary-not-closed", "The sender guessed the boundary and closes nothing: after its own daticert.xml come parts in parts, more than a reader follows, and then the real one.",
		guessed(c.o.Dispatch().Consegna(), func(fake []byte, boundary string) string {
			deep := ""
			for i := range 150 {
				deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d.\r\n\r\n--b%d.\r\n", i, i)
			}
			return string(fake) + crlf + "--" + boundary + crlf + deep + crlf + "testo" + crlf
		}), malformed, authentic)

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
	document := c.o.Dispatch().PostaCertificata()
	pdf := PDF("Atto")
	head, _ := Split(EditHeader(document.Original, func(h *Header) {
		h.Set("Content-Type", "application/pdf")
		h.Set("Content-Transfer-Encoding", "base64")
	}))
	document.Original = append(append(bytes.Clone(head), crlf...), Encode("base64", 76, pdf)...)
	c.pass("document-as-message", "The certified message has no parts: it is a PDF without a name itself, and listed as an attachment.", document, same).
		Expect[0].Content = map[string]any{"form": "full", "attachments": []any{map[string]any{"name": "", "size": len(pdf), "sha256": sha(pdf)}}}
	own("own-signature-over-daticert", "The sender signed its message itself, with a daticert.xml in it: content, and one report.", func(x *Original) {
		x.Signer = c.o.Authority.Person(Place("Roma", "Roma", "Studio Bianchi"), "Anna Bianchi", "anna.bianchi@pec.studio-bianchi.example", 0x77)
		x.Attachments = append(x.Attachments, Attachment{Name: "daticert.xml", Type: "application/xml", Content: c.o.Dispatch().Consegna().Data.XML()})
	})
}
