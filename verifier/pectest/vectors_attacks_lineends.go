package pectest

import (
	"bytes"
	"strings"
)

// lineEndAttacks are copies of one message whose attachment reads otherwise with other line ends. Only one of them was signed.
func lineEndAttacks(c *catalogue) {
	d := c.o.Dispatch()
	// A reader of such a file can be led by a count of bytes, as the cross-reference table of a PDF is one.
	offer := []byte("%PDF-1.4\r\n" + strings.Repeat("% 1.000 euro, 900.000 euro\r\n", 20) + "%%EOF\r\n")
	d.Original.Attachments = []Attachment{{Name: "offerta.pdf", Type: "application/pdf", Content: offer, Coding: "7bit"}}
	text := []byte("a,b\r\n1,2\r\n")
	d.Original.Attachments = append(d.Original.Attachments, Attachment{Name: "dati.csv", Type: "text/csv", Content: text, Coding: "8bit"})
	signed := map[string]any{"form": "full", "attachments": []any{
		map[string]any{"name": "offerta.pdf", "size": len(offer), "sha256": sha(offer)},
		map[string]any{"name": "dati.csv", "size": len(text), "sha256": sha(text)}}}
	attachment := func(whole []byte, change func([]byte) []byte) []byte {
		from := bytes.Index(whole, offer[:40])
		return append(append(bytes.Clone(whole[:from]), change(whole[from:from+len(offer)])...), whole[from+len(offer):]...)
	}
	one := func(b []byte) []byte { return bytes.Replace(b, []byte("\r\n"), []byte("\n"), 1) }
	for _, m := range []*Message{d.PostaCertificata(), d.Consegna()} {
		kind := map[string]string{"posta-certificata": "envelope", "avvenuta-consegna": "receipt"}[m.Kind]
		add := func(name, shows string, data []byte, part string, show checks) {
			show["signature.digest"] = "passed"
			c.add(name+"-"+kind, shows, data, passed(part, m, show)).Expect[0].Content = signed
		}
		quiet := checks{"repair.lineends": "absent"}
		mended := checks{"repair.lineends": "warning"}
		whole := m.Bytes()
		add("sent", "Attachments in 7bit and 8bit, as they were signed.", whole, "", quiet)
		add("line-feeds", "Every line end a line feed: size and hash are those of the signed form.", LF(whole), "", quiet)
		add("line-feeds-forwarded", "The same, forwarded.", LF(Forward(whole)), "2.1", quiet)
		add("line-feeds-forwarded-base64", "A copy with line feeds, forwarded in base64 in a mail with CRLF.",
			Mixed("Inoltro", Attached(LF(whole), "application/octet-stream", "base64", "postacert.eml")), "1.1", quiet)
		add("attachment-line-feeds", "Only the attachment has line feeds.", attachment(whole, LF), "", mended)
		add("attachment-one-line-feed", "One line end of the attachment is a line feed.", attachment(whole, one), "", mended)
		add("attachment-crlf", "Line feeds throughout but for the attachment.", bytes.Replace(LF(whole), LF(offer), offer, 1), "", mended)
		m.Opaque = true
		for _, name := range []string{"line-feeds", "one-line-feed"} {
			change := map[string]func([]byte) []byte{"line-feeds": LF, "one-line-feed": one}[name]
			m.CMS = func(s *SignedData) { s.EContent = attachment(s.Content, change) }
			add("opaque-"+name, "An opaque signature with other line ends in its content than those that were signed.", m.Bytes(), "", quiet)
		}
	}
}
