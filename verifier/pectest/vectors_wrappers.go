package pectest

import (
	"bytes"
)

func wrapperVectors(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	accettazione, consegna, busta := d.Accettazione(), d.Consegna(), d.PostaCertificata()
	wrapped := checks{"wrapper.unsigned": "warning", "signature.digest": "passed", "trust.provider": "passed"}
	at := func(part string, m *Message) Expectation { return passed(part, m, wrapped) }
	c.add("mailing-list", "A mailing list put the envelope into a new multipart with a footer.", MailingList(busta.Bytes()), at("1", busta))
	c.add("mailing-list-lf", "The same, stored with LF.", LF(MailingList(busta.Bytes())), at("1", busta))
	c.add("forward", "A receipt forwarded as attachment.", Forward(consegna.Bytes()), at("2.1", consegna))
	c.add("forward-lf", "The same, stored with LF.", LF(Forward(consegna.Bytes())), at("2.1", consegna))
	c.add("forward-two", "Both receipts of one dispatch in one mail: two reports.", Forward(accettazione.Bytes(), consegna.Bytes()), at("2.1", accettazione), at("3.1", consegna))
	c.add("forward-three", "Three pieces of evidence in one mail.", Forward(busta.Bytes(), accettazione.Bytes(), consegna.Bytes()),
		at("2.1", busta), at("3.1", accettazione), at("4.1", consegna))
	c.add("forward-base64", "Forwarded as message/rfc822 in base64, which the rules of mail forbid and mail has.",
		Mixed("Fwd", TextPart("Vedi allegato.\n"), Attached(consegna.Bytes(), "message/rfc822", "base64", "ricevuta.eml")), at("2.1", consegna))
	c.add("forward-quoted-printable", "Forwarded as message/rfc822 in quoted-printable.",
		Mixed("Fwd", TextPart("Vedi allegato.\n"), Attached(consegna.Bytes(), "message/rfc822", "quoted-printable", "ricevuta.eml")), at("2.1", consegna))
	c.add("forward-octet-stream", "A signed envelope as application/octet-stream named postacert.eml, in base64, in an unsigned mail.",
		Mixed("Fwd", TextPart("Vedi allegato.\n"), Attached(busta.Bytes(), "application/octet-stream", "base64", "postacert.eml")), at("2.1", busta))
	c.add("forward-octet-stream-lf", "The same where the attachment was stored with LF before it was encoded.",
		Mixed("Fwd", TextPart("Vedi allegato.\n"), Attached(LF(busta.Bytes()), "application/octet-stream", "base64", "ricevuta.eml")), at("2.1", busta))
	c.add("forward-of-a-forward", "A forward inside a forward.", Forward(Forward(consegna.Bytes())), at("2.1.2.1", consegna))
	c.add("message-only", "The mail is nothing but a message/rfc822.", append(append(Ordinary("Fwd").Bytes(), "Content-Type: message/rfc822\r\n\r\n"...), consegna.Bytes()...), at("1", consegna))
	opaque := d.Consegna()
	opaque.Opaque = true
	c.add("forward-opaque", "An opaque signed receipt, forwarded.", Forward(opaque.Bytes()), at("2.1", opaque))
	c.add("covering-text", "The signed entity stands beside a covering text, in the same mail.",
		Mixed("Ricevuta", TextPart("Ecco la ricevuta.\n"), bytes.TrimSuffix(Entity(consegna.Bytes()), []byte(crlf))), at("2", consegna))
	c.add("hidden-among-parts", "A receipt hidden between other parts.", Mixed("Documenti", TextPart("Documenti.\n"),
		Attachment{Name: "uno.pdf", Type: "application/pdf", Content: PDF("uno")}.part().Bytes(), Attached(accettazione.Bytes(), "message/rfc822", "7bit", "a.eml"),
		Attachment{Name: "due.pdf", Type: "application/pdf", Content: PDF("due")}.part().Bytes()), at("3.1", accettazione))

	block, _ := Split(consegna.Bytes())
	entity := Entity(consegna.Bytes())
	outlook := OutlookMessage{Class: "IPM.Note", Subject: "CONSEGNA: Contratto", Headers: string(block), Attachments: []OutlookAttachment{
		{Name: "smime.p7m", MIME: "multipart/signed", Data: entity}, {Name: "contratto.pdf", MIME: "application/pdf", Data: PDF("Contratto")}}}
	c.add("outlook-attached", "An ordinary Outlook message under the header of a receipt, with the signed entity and a document attached: the header is not the receipt's.",
		outlook.Bytes(), passed("smime.p7m", consegna, checks{"wrapper.unsigned": "warning", "headers.subject": "skipped|absent", "headers.kind": "skipped|absent"})).File = "outlook-attached.msg"
	outlook.Class, outlook.Attachments = "IPM.Note.SMIME.MultipartSigned", append(outlook.Attachments[:1:1], OutlookAttachment{Name: "accettazione.p7m", MIME: "multipart/signed", Data: Entity(accettazione.Bytes())})
	c.add("outlook-two", "An Outlook message of the class of signed mail with two signed entities: two reports, each with its name.", outlook.Bytes(),
		passed("smime.p7m", consegna, checks{"wrapper.unsigned": "warning"}), passed("accettazione.p7m", accettazione, checks{"wrapper.unsigned": "warning"})).File = "outlook-two.msg"
	document := OutlookAttachment{Name: "contratto.pdf", MIME: "application/pdf", Data: PDF("Contratto")}
	outlook.Attachments[1] = document
	c.add("outlook-document-beside", "An Outlook message of the class of signed mail with one signed entity, and a document beside it that nobody signed.", outlook.Bytes(),
		passed("", consegna, wrapped)).File = "outlook-document-beside.msg"
	outlook.Attachments[1] = OutlookAttachment{Name: "nota.msg", Message: &OutlookMessage{Class: "IPM.Note", Subject: "Nota", Attachments: []OutlookAttachment{document}}}
	c.add("outlook-message-beside", "The same with the document in a message that is attached.", outlook.Bytes(), passed("", consegna, wrapped)).File = "outlook-message-beside.msg"

	// Envelopes that carry evidence of another dispatch inside.
	second := o.Dispatch()
	second.Identifier, second.ClientID, second.Subject = "opec210.20250313090000.05000.900.1.10@"+o.Uno.Domain, "<6A000001.1@studio-bianchi.example>", "Fwd: ricevuta di consegna"
	second.Sent = second.Sent.AddDate(0, 0, 1)
	second.Original = second.NewOriginal()
	second.Original.Attachments = []Attachment{{Name: "ricevuta.eml", Type: "message/rfc822", Content: consegna.Bytes(), Coding: "7bit"}}
	outer := second.PostaCertificata()
	whole := checks{"signature.digest": "passed", "wrapper.unsigned": quiet}
	inner := checks{"signature.digest": "passed", "trust.provider": "passed"}
	c.add("inside-an-envelope", "A receipt attached to a message that itself travelled as PEC: two reports.", outer.Bytes(), passed("", outer, whole), passed("1.3.1.2.1", consegna, inner))
	envelope := o.Dispatch().Anomalia(busta.Bytes())
	c.add("inside-an-anomaly", "An anomaly envelope around a genuine transport envelope: two reports.", envelope.Bytes(), passed("", envelope, checks{"signature.digest": "passed"}), passed("1.2.1", busta, inner))
	c.add("forward-of-an-envelope-with-a-receipt", "The same mail forwarded: the paths grow at their head.", Forward(outer.Bytes()), passed("2.1", outer, wrapped), passed("2.1.1.3.1.2.1", consegna, inner))

	bad := d.Consegna()
	bad.Tamper = func(b []byte) []byte { return Replace(b, "correttamente", "erroneamente ") }
	c.add("genuine-beside-altered", "A genuine receipt and an altered one in one mail: each has its own verdict.", Forward(accettazione.Bytes(), bad.Bytes()),
		at("2.1", accettazione), failed("3.1", bad, "HASH_FAILURE", nil))
	c.add("wrapper-lies", "The wrapper's Subject and text say that the message was delivered; the receipt inside is an acceptance.",
		EditHeader(Forward(accettazione.Bytes()), func(h *Header) { h.Set("Subject", "CONSEGNA: "+d.Subject) }), at("2.1", accettazione))
}

func repairVectors(c *catalogue) {
	d := c.o.Dispatch()
	latin := c.o.Dispatch()
	latin.Original.Text, latin.Original.TextCoding = "Perché no? Così è, in città.\n", "8bit"
	eight := func() *Message {
		m := latin.Consegna()
		m.OriginalCoding = "8bit"
		return m
	}
	warn := func(name, shows string, m *Message, data []byte, show checks) {
		show["signature.digest"] = "passed"
		c.add(name, shows, data, passed("", m, show))
	}
	m := d.Consegna()
	warn("mixed-line-ends", "Every third line end is a bare LF.", m, MixedLineEnds(m.Bytes()), checks{"repair.lineends": "warning", "repair.charset": quiet})
	busta := d.PostaCertificata()
	warn("mixed-line-ends-envelope", "The same with a transport envelope.", busta, MixedLineEnds(busta.Bytes()), checks{"repair.lineends": "warning"})
	warn("lf-needs-no-word", "LF throughout needs no warning.", m, LF(m.Bytes()), checks{"repair.lineends": quiet})
	warn("latin1-to-utf8", "The whole file was converted from Latin-1 to UTF-8.", eight(), Latin1ToUTF8(eight().Bytes()), checks{"repair.charset": "warning"})
	warn("latin1-to-utf8-lf", "The same, and LF throughout.", eight(), LF(Latin1ToUTF8(eight().Bytes())), checks{"repair.charset": "warning"})
	warn("latin1-to-utf8-mixed", "The same, and mixed line ends.", eight(), MixedLineEnds(Latin1ToUTF8(eight().Bytes())), checks{"repair.charset": "warning", "repair.lineends": "warning"})
	raw := c.o.Dispatch()
	raw.Subject = "Perché la città di Forlì è così"
	raw.Original = raw.NewOriginal()
	x := raw.Accettazione()
	x.DaticertCoding = "8bit"
	warn("latin1-to-utf8-twice-encoded", "daticert.xml in raw UTF-8 became UTF-8 twice over.", x, Latin1ToUTF8(x.Bytes()), checks{"repair.charset": "warning"})
	warn("raw-8-bit", "Raw Latin-1 bytes that nobody converted.", eight(), eight().Bytes(), checks{"repair.charset": quiet})
	warn("forward-converted", "A forwarded receipt in a file that was converted.", eight(), nil, checks{"repair.charset": "warning"})
	last := c.list[len(c.list)-1]
	last.Data, last.Expect[0].Part = Latin1ToUTF8(forwardEight(eight().Bytes())), "2.1"

	broken := func(name, shows string, m *Message, damage func([]byte) []byte) {
		c.add(name, shows, damage(m.Bytes()), failed("", m, "HASH_FAILURE", checks{"repair.lineends": quiet, "repair.charset": quiet}))
	}
	swap := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte { return Replace(b, old, new) }
	}
	trailing := func() *Message {
		t := c.o.Dispatch()
		t.Original.Text, t.Original.TextCoding = "Buongiorno,\nriga con blank alla fine \n-- \nFrom qui in poi la firma.\n", "7bit"
		return t.Consegna()
	}
	c.pass("trailing-blanks", "Blanks at the ends of lines, intact.", trailing(), checks{"signature.digest": "passed"})
	broken("trailing-blanks-stripped", "An editor stripped them: not reversible.", trailing(), StripTrailingBlanks)
	broken("trailing-blanks-stripped-lf", "The same, stored with LF.", trailing(), func(b []byte) []byte { return LF(StripTrailingBlanks(b)) })
	c.add("from-stuffed", "A mailbox stuffed a line that begins with From: undone, because the undone bytes verify.",
		Replace(trailing().Bytes(), "\r\nFrom qui", "\r\n>From qui"), passed("", trailing(), checks{"repair.fromlines": "warning", "signature.digest": "passed"}))
	inner := "\r\n------------=_1741770932-8355-1410--\r\n"
	both := c.o.Dispatch()
	both.Original.Text, both.Original.TextCoding = "Città,\nFrom qui in poi è la firma.\n", "8bit"
	twice := func(name, shows string, show checks, damage func([]byte) []byte) {
		m := both.Consegna()
		m.OriginalCoding = "8bit"
		warn(name, shows, m, damage(m.Bytes()), show)
	}
	stuffed := func(b []byte) []byte { return Replace(b, "\r\nFrom qui", "\r\n>From qui") }
	doubled := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\r\r\n")) }
	twice("stuffed-and-converted", "Stuffed for a mailbox, then converted to UTF-8.", checks{"repair.fromlines": "warning", "repair.charset": "warning"},
		func(b []byte) []byte { return Latin1ToUTF8(stuffed(b)) })
	twice("doubled-and-converted", "Every carriage return doubled, and converted to UTF-8.", checks{"repair.lineends": "warning", "repair.charset": "warning"},
		func(b []byte) []byte { return doubled(Latin1ToUTF8(b)) })
	twice("stuffed-doubled-and-converted", "All three of them.", checks{"repair.fromlines": "warning", "repair.lineends": "warning", "repair.charset": "warning"},
		func(b []byte) []byte { return doubled(Latin1ToUTF8(stuffed(b))) })
	broken("blank-line-added", "A blank line too many at the end of the signed part.", d.Consegna(), swap(inner, inner+crlf))
	broken("blank-line-missing", "A blank line missing at the end of the signed part.", d.Consegna(), swap(inner+crlf, inner))
	broken("header-refolded", "A header field inside the signed part was folded anew.", d.Consegna(), swap("Content-Type: multipart/alternative;\r\n boundary", "Content-Type: multipart/alternative; boundary"))
	broken("banner", "A mail filter put a banner into the text.", d.Consegna(), swap("-- Ricevuta di avvenuta consegna --\r\n", "[ESTERNO]\r\n-- Ricevuta di avvenuta consegna --\r\n"))
	broken("reencoded", "A relay turned 8bit into quoted-printable.", eight(), func(b []byte) []byte {
		text := Latin1("Perché no? Così è, in città.\r\n")
		return Replace(Replace(b, string(text), string(QuotedPrintable(text))), `charset="iso-8859-1"`+crlf+"Content-Transfer-Encoding: 8bit", `charset="iso-8859-1"`+crlf+"Content-Transfer-Encoding: quoted-printable")
	})
	broken("charset-lossy", "The Latin-1 bytes became question marks.", eight(), func(b []byte) []byte {
		out := bytes.Clone(b)
		for i, x := range out {
			if x >= 0x80 {
				out[i] = '?'
			}
		}
		return out
	})
	broken("converted-and-altered", "Converted to UTF-8 and altered: undoing the first does not hide the second.", eight(), func(b []byte) []byte {
		return Replace(Latin1ToUTF8(b), "correttamente", "erroneamente ")
	})
	broken("mixed-and-altered", "Mixed line ends and altered.", d.Consegna(), func(b []byte) []byte { return Replace(MixedLineEnds(b), "correttamente", "erroneamente ") })
	broken("attachment-removed", "postacert.eml was removed from the receipt.", d.Consegna(), func(b []byte) []byte {
		i := bytes.Index(b, []byte("\r\n------------=_1741770932-8355-1410\r\nContent-Type: message/rfc822"))
		j := bytes.Index(b, []byte(inner))
		return append(bytes.Clone(b[:i]), b[j:]...)
	})
}

// forwardEight is a forward of a message that holds raw 8-bit text.
func forwardEight(message []byte) []byte {
	return Mixed("Fwd: ricevuta", TextPart("In allegato.\n"), Attached(message, "message/rfc822", "8bit", "ricevuta.eml"))
}
