package pectest

import (
	"strings"
)

// readingAttacks are genuine envelopes around messages that mail programs read in two ways: their sender shows one to the recipient and
// another to whoever checks. What the provider certifies are the bytes; that another reading exists is said.
func readingAttacks(c *catalogue) {
	two := func(contentType, boundary string) string {
		return "Content-Type: " + contentType + crlf + crlf + "--" + boundary + crlf + "Content-Type: application/pdf; name=offerta-A.pdf" + crlf + crlf + "A" + crlf +
			"--" + boundary + "--" + crlf + "--abc" + crlf + "Content-Type: application/pdf; name=offerta-B.pdf" + crlf + crlf + "B" + crlf + "--abc--" + crlf
	}
	text := func(header, body string) string { return header + crlf + crlf + body + crlf }
	add := func(name, shows, message string) {
		d := c.o.Dispatch()
		for _, m := range []*Message{d.PostaCertificata(), d.Consegna()} {
			m.Original = append(d.NewOriginal().Header.Bytes(), message...)
			kind := map[string]string{"posta-certificata": "envelope", "avvenuta-consegna": "receipt"}[m.Kind]
			if kind == "receipt" && name != "boundary-word" { // the same code reads both
				continue
			}
			c.pass(kind+"-"+name, shows, m, checks{"content.complete": "warning", "evidence.form": "passed"})
		}
	}
	add("boundary-word", "A boundary that is an encoded word.", two(`multipart/mixed; boundary="=?us-ascii?q?abc?="`, "=?us-ascii?q?abc?="))
	add("boundary-comment", "A comment behind the boundary.", two("multipart/mixed; boundary=abc(x)", "abc(x)"))
	add("boundary-blank", "A blank in a boundary without quotes.", two("multipart/mixed; boundary=abc def", "abc def"))
	add("boundary-backslash", "A backslash in the boundary.", two(`multipart/mixed; boundary="ab\c"`, `ab\c`))
	add("boundary-twice", "The boundary stated twice.", two("multipart/mixed; boundary=abc; boundary=def", "def"))
	add("boundary-long", "A boundary of 1,100 characters.", two("multipart/mixed; boundary="+strings.Repeat("x", 1100), strings.Repeat("x", 1100)))
	add("content-type-twice", "Two Content-Type fields.", text("Content-Type: text/plain"+crlf+"Content-Type: text/html", "<b>uno</b>"))
	add("odd-line", "A line that is no field before Content-Type.", "Testo"+crlf+two("multipart/mixed; boundary=abc", "abc"))
	add("blank-before-colon", "A blank before the colon of Content-Type.", strings.Replace(two("multipart/mixed; boundary=abc", "abc"), ":", " :", 1))
	add("lone-return", "A lone carriage return in a field, and another Content-Type behind it.", "X-Nota: uno\rContent-Type: multipart/mixed; boundary=abc"+crlf+two("multipart/mixed; boundary=def", "def"))
	add("delimiter-lone-return", "A delimiter behind a lone carriage return.", strings.Replace(two("multipart/mixed; boundary=def", "def"), crlf+"A", crlf+"A\r--def"+crlf+crlf+"C", 1))
	add("multipart-encoded", "A multipart in base64.", text("Content-Type: multipart/mixed; boundary=abc"+crlf+"Content-Transfer-Encoding: base64", strings.TrimSpace(string(Base64([]byte(two("x/x", "abc")), 76)))))
	add("uuencode", "A file in uuencode between lines of text.", text("Content-Type: text/plain", "Buongiorno."+crlf+"begin 644 contratto.pdf"+crlf+"#0V%T"+crlf+"`"+crlf+"end"))
	add("disposition-twice", "Two Content-Disposition fields.", text("Content-Type: application/octet-stream"+crlf+"Content-Disposition: attachment; filename=contratto.pdf"+crlf+"Content-Disposition: attachment; filename=contratto.exe", "A"))
	add("filename-twice", "Two file names in one field.", text("Content-Type: application/octet-stream"+crlf+"Content-Disposition: attachment; filename=contratto.pdf; filename=contratto.exe", "A"))
	add("message-encoded", "A message in base64 inside the message.", "Content-Type: multipart/mixed; boundary=abc"+crlf+crlf+"--abc"+crlf+
		text("Content-Type: message/rfc822"+crlf+"Content-Transfer-Encoding: base64", strings.TrimSpace(string(Base64([]byte(text("Subject: x", "uno")), 76))))+"--abc--"+crlf)
	add("nested", "The same one level below, in a message that is attached.", "Content-Type: multipart/mixed; boundary=fuori"+crlf+crlf+"--fuori"+crlf+"Content-Type: message/rfc822"+crlf+crlf+
		two("multipart/mixed; boundary=abc(x)", "abc(x)")+"--fuori--"+crlf)

	plainly := "multipart/mixed; boundary=abc"
	between := func(line string) string { // a line in the first part, which some programs take for a delimiter
		return strings.Replace(two(plainly, "abc"), crlf+"A"+crlf, crlf+"A"+crlf+line+crlf+"Content-Type: application/pdf; name=offerta-C.pdf"+crlf+crlf+"C"+crlf, 1)
	}
	add("delimiter-longer", "A line that begins with the delimiter and goes on: the rules call it one, few programs do.", between("--abcd"))
	add("delimiter-and-word", "A word behind the delimiter.", between("--abc altro"))
	add("closing-and-word", "A word behind the closing delimiter.", between("--abc--altro"))
	add("delimiter-nul", "A NUL behind the delimiter.", between("--abc\x00"))
	add("delimiter-behind-closing", "A part behind the closing delimiter.", two(plainly, "abc"))
	add("header-blanks", "A line of blanks in the header, at which some programs end it.", "X-Nota: uno"+crlf+" "+crlf+two(plainly, "abc"))
	add("encoding-comment", "A comment in the transfer encoding.", text("Content-Type: text/plain"+crlf+"Content-Transfer-Encoding: base64 (x)", "MS4wMDAgZXVybw=="))
	add("charset-twice", "The charset stated twice.", text("Content-Type: text/plain; charset=utf-8; charset=utf-7", "+ADkAMAAw-.000 euro"))
	add("text-damaged", "A text in damaged base64: programs pass over what is no letter of it.", text("Content-Type: text/plain"+crlf+"Content-Transfer-Encoding: base64", "MS4w*MDAgZXVybw=="))
	add("attachment-damaged", "An attachment in damaged base64.", text("Content-Type: application/pdf; name=offerta.pdf"+crlf+"Content-Transfer-Encoding: base64", "MS4w*MDAgZXVybw=="))
	add("text-nul", "A NUL in the text, at which some programs end it.", text("Content-Type: text/plain", "1\x00.000 euro"))
	add("yenc", "A file in yEnc between lines of text.", text("Content-Type: text/plain", "Buongiorno."+crlf+"=ybegin line=128 size=3 name=contratto.pdf"+crlf+"abc"+crlf+"=yend size=3"))
	add("external", "An attachment that stands elsewhere.", text("Content-Type: message/external-body; access-type=URL; URL=\"http://altrove.example/b.pdf\"", "Content-Type: application/pdf; name=b.pdf"+crlf))
	add("partial", "A part of a message, which is all of it.", text("Content-Type: message/partial; id=a; number=1; total=1", "Content-Type: text/html"+crlf+crlf+"<b>uno</b>"))
	add("winmail", "winmail.dat, in which one program finds other files.", text("Content-Type: application/ms-tnef; name=winmail.dat"+crlf+"Content-Transfer-Encoding: base64", "eJ8+IgEA"))
	add("opaque", "A message that its sender signed so that the signature holds it.", text("Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m"+crlf+"Content-Transfer-Encoding: base64", "MIIB"))

	outer := func(name, shows string, change func(*Multipart)) {
		m := c.o.Dispatch().Consegna()
		m.Envelope = change
		c.pass("outer-"+name, shows, m, checks{"wrapper.unsigned": "warning", "signature.digest": "passed"})
	}
	outer("boundary-comment", "A comment behind the boundary of the unsigned header.", func(e *Multipart) {
		e.Boundary = "abc"
		e.Header.Set("Content-Type", "multipart/signed; protocol=\"application/x-pkcs7-signature\"; boundary=abc(x)")
	})
	outer("blank-before-colon", "A blank before the colon of the unsigned Content-Type.", func(e *Multipart) {
		value := e.Header.Get("Content-Type")
		e.Header.Del("Content-Type")
		e.Header.Add("Content-Type ", value)
	})
	outer("encoded", "A transfer encoding of the multipart.", func(e *Multipart) { e.Header.Add("Content-Transfer-Encoding", "base64") })

	plain := c.o.Dispatch()
	plain.Original.Attachments = []Attachment{{Name: "perché (1).pdf", Type: "application/pdf", Content: PDF("Atto"), Form: "word"}, {Name: "perché.pdf", Type: "application/pdf", Content: PDF("Atto"), Form: "2231"}}
	c.pass("plain", "A message that all programs read alike.", plain.PostaCertificata(), checks{"content.complete": "absent", "wrapper.unsigned": "passed"})

	// A hash stands in for a file in a brief receipt alone.
	sum := strings.Repeat("0123456789", 4)
	own := c.o.Dispatch()
	own.Original.Attachments = []Attachment{{Name: "contratto.pdf.hash", Type: "text/plain", Content: []byte(sum), Coding: "7bit"}}
	c.pass("hash-of-the-sender", "The sender attaches a hash of its own to a message: it is a text like any other.", own.Consegna(), nil).
		Expect[0].Content = map[string]any{"form": "full", "attachments": []any{map[string]any{"name": "contratto.pdf.hash", "size": 40, "hash": nil}}}
	asked := c.o.Dispatch()
	asked.ReceiptType, asked.Original.Attachments = "breve", own.Original.Attachments
	c.pass("hash-of-the-sender-asked", "The same in an envelope, whose sender asked for brief receipts: the envelope itself is whole.", asked.PostaCertificata(), nil).
		Expect[0].Content = map[string]any{"form": "full", "attachments": []any{map[string]any{"name": "contratto.pdf.hash", "size": 40, "hash": nil}}}
	left := c.o.Dispatch()
	left.ReceiptType = "breve"
	m := left.Consegna()
	m.Original = append(left.NewOriginal().Header.Bytes(), "Content-Type: text/plain; name=\"contratto.pdf.hash\""+crlf+"Content-Disposition: inline"+crlf+crlf+sum+crlf...)
	c.pass("hash-left-in-place", "A text of the sender's named .hash in a brief receipt, which the provider did not take for an attachment.", m, nil).
		Expect[0].Content = map[string]any{"form": "hashes", "attachments": []any{map[string]any{"name": "contratto.pdf.hash", "hash": nil}}}
}
