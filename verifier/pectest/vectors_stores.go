package pectest

import (
	"bytes"
	"encoding/binary"
)

// storeVectors are mails as people's programs keep them: mailboxes, archives, covers, attachments.
func storeVectors(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	accettazione, consegna, busta := d.Accettazione(), d.Consegna(), d.PostaCertificata()
	intact := checks{"signature.digest": "passed", "wrapper.unsigned": quiet}
	file := func(name, ext, shows string, data []byte, expect ...Expectation) {
		c.add(name, shows, data, expect...).File = name + ext
	}
	three := []Expectation{passed("1", accettazione, intact), passed("2", consegna, intact), passed("3", busta, intact)}
	mails := [][]byte{accettazione.Bytes(), consegna.Bytes(), busta.Bytes()}
	lf := [][]byte{LF(mails[0]), LF(mails[1]), LF(mails[2])}
	file("mbox-no-blank-line", ".mbox", "A mailbox without a blank line before its separators.", Mailbox(Separator("From - Tue Jul 05 18:44:15 2022\r\n"), "", mails...), three...)
	file("mbox-no-date", ".mbox", "A mailbox whose separators have an address and no date.", Mailbox(Separator("From posta-certificata@pec.example\n"), "\n", lf...), three...)
	file("mbox-quoted-separator", ".mbox", "Thunderbird on macOS: a quoted separator in the line after each.",
		Mailbox(Separator("From - Tue Jul 05 18:44:15 2022\n>From - Tue Jul 05 2022 18:44:15\nX-Mozilla-Status: 0001\n"), "\n", lf...), three...)
	file("mmdf", ".mmdf", "A mailbox of MMDF.", MMDF(lf...), three...)
	file("joined", ".eml", "Three mails, one after the other with nothing between them.", bytes.Join(mails, nil), three...)
	file("emlx", ".emlx", "Apple Mail's own file: the count before the mail and the property list after it are the container.", EMLX(LF(mails[1])),
		passed("", consegna, checks{"signature.digest": "passed", "wrapper.unsigned": quiet, "repair.dots": quiet, "repair.fromlines": quiet}))

	opened := Ordinary("Offerta")
	opened.Add("Content-Type", "multipart/mixed; boundary=B")
	first := append(opened.Bytes(), "\r\n--B\r\nContent-Type: text/plain\r\n\r\nciao\r\n"...)
	last := append(Ordinary("Offerta").Bytes(), "Content-Type: text/plain\r\n\r\nciao\r\n--B--\r\n"...)
	errore := d.ErroreConsegna("no-dest", "5.1.1 - indirizzo non valido")
	ordinary := func(part string) Expectation {
		e := nothing()
		e.Part = part
		return e
	}
	swallows := ordinary("1")
	swallows.Checks["search.mailbox"] = "warning"
	file("mbox-swallowed", ".mbox", "The first mail states a boundary that the last one closes: what lies between is a mail nevertheless.",
		Mailbox(Separator("From - Tue Jul 05 18:44:15 2022\r\n"), "\r\n", first, errore.Bytes(), last),
		swallows, passed("2", errore, checks{"signature.digest": "passed", "wrapper.unsigned": quiet, "search.mailbox": "absent"}), ordinary("3"))

	zip := Zip(File{"accettazione.eml", mails[0]}, File{"consegna.eml", mails[1]})
	warned := checks{"signature.digest": "passed", "wrapper.unsigned": "warning"}
	file("mail-with-zip", ".eml", "A mail to which a zip of receipts is attached.", Mixed("Ricevute", TextPart("Ecco.\n"), Attached(zip, "application/x-zip-compressed", "base64", "ricevute.zip")),
		passed("2#/accettazione.eml", accettazione, warned), passed("2#/consegna.eml", consegna, warned))
	file("tgz", ".tgz", "A compressed tar archive.", Gzip(Tar(File{"Inbox/1.eml", mails[0]}, File{"Inbox/2.eml", mails[1]})),
		passed("Inbox/1.eml", accettazione, intact), passed("Inbox/2.eml", consegna, intact))
	covered := checks{"signature.digest": "passed", "wrapper.unsigned": quiet, "wrapper.cover": "skipped"}
	file("signed-twice", ".eml.p7m", "A receipt in two signed covers: they are named, and not unsigned text.", o.Cover(o.Cover(mails[1])), passed("", consegna, covered))
	file("time-stamped", ".eml.tsd", "A receipt in a time-stamped container.", o.Stamped(mails[1]), passed("", consegna, covered))
	file("signed-zip", ".zip.p7m", "A signed archive.", o.Cover(zip), passed("accettazione.eml", accettazione, covered), passed("consegna.eml", consegna, covered))
	outlook := OutlookMessage{Class: "IPM.Note", Subject: "Inoltro", Attachments: []OutlookAttachment{{Name: "CONSEGNA.msg", Data: ClearSigned("", Entity(mails[1])).Bytes()}}}
	file("outlook-in-outlook", ".msg", "An Outlook message that is a file attached to another.", outlook.Bytes(), passed("CONSEGNA.msg", consegna, warned))
	export := Ordinary("CONSEGNA: x")
	export.Set("From", "posta-certificata@pec.gestore-due.example.it")
	kept := func(mediaType string) []byte {
		return Multipart{Header: append(export.Clone(), [2]string{"Content-Type", `multipart/mixed; boundary="=_mail"`}), Boundary: "=_mail", Parts: [][]byte{
			TextPart(""), Attached(Entity(mails[1]), mediaType, "base64", "smime.p7m")}}.Bytes()
	}
	file("export-multipart", ".eml", "An export that keeps the whole signed entity as an attachment of the type that it has itself.", kept("multipart/signed"), passed("2", consegna, warned))
	file("export-octets", ".eml", "The same as application/octet-stream.", kept("application/octet-stream"), passed("2", consegna, warned))
	file("header-before", ".eml", "A program put its own header and an empty line before the mail.",
		append([]byte("Received: from outlook.example by host with IMAP getmail6 msgid:1\n\n\xef\xbb\xbf"), LF(mails[1])...), passed("", consegna, warned))
	renamed := d.Consegna()
	renamed.Envelope = func(e *Multipart) { e.Header.Set("Content-Type", `multipart/mixed; boundary="`+e.Boundary+`"`) }
	file("renamed", ".eml", "A mail service renamed multipart/signed to multipart/mixed.", renamed.Bytes(), passed("", consegna, warned))
	file("view-source", ".html", "A web page that shows the source of a receipt.",
		append(append([]byte("<!DOCTYPE html>\n<html><body><pre>"), bytes.ReplaceAll(LF(mails[1]), []byte("<"), []byte("&lt;"))...), "</pre></body></html>\n"...), nothing())

	text := c.o.Dispatch()
	text.Original.Text, text.Original.TextCoding = "Riga\n.\nFrom john.doe@example.com 2025-06-15\nFrom qui in poi.\n", "7bit"
	m := text.PostaCertificata()
	repaired := func(id string) checks { return checks{"signature.digest": "passed", id: "warning"} }
	file("cr-alone", ".eml", "Line ends are carriage returns alone.", CR(m.Bytes()), passed("", m, repaired("repair.lineends")))
	file("dots-doubled", ".eml", "A mail client left the doubled dots of POP3.", bytes.ReplaceAll(m.Bytes(), []byte("\r\n."), []byte("\r\n..")), passed("", m, repaired("repair.dots")))
	file("from-blank", ".mbox", "Thunderbird quotes From with a blank.", Mailbox(Separator("From - Mon May 13 10:20:30 2024\n"), "\n", lf[0], bytes.ReplaceAll(LF(m.Bytes()), []byte("\nFrom "), []byte("\n From "))),
		passed("1", accettazione, intact), passed("2", m, repaired("repair.fromlines")))
	file("utf-16", ".eml", "The whole file in UTF-16.", UTF16(m.Bytes(), binary.LittleEndian, true), passed("", m, repaired("repair.charset")))
	curly := c.o.Dispatch()
	curly.Original.Text, curly.Original.TextCoding = "L’importo è di 100 € – “cento”.\n", "8bit"
	x := curly.PostaCertificata()
	x.OriginalCoding = "8bit"
	saved := bytes.NewBuffer(nil)
	for _, b := range x.Bytes() { // as a program does that takes it for windows-1252
		if r, ok := map[byte]rune{0x80: '€', 0x93: '“', 0x94: '”', 0x96: '–', 0x99: '™', 0x9c: 'œ', 0x9d: '\u009d', 0x82: '‚', 0xac: '¬', 0xe2: 'â'}[b]; ok {
			saved.WriteRune(r)
		} else {
			saved.WriteRune(rune(b))
		}
	}
	file("windows-1252-as-utf-8", ".eml", "A file with curly quotes and a euro sign, taken for windows-1252 and saved as UTF-8.", saved.Bytes(), passed("", x, repaired("repair.charset")))
}
