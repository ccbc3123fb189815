package pectest

import (
	"strings"
	"time"
)

// partyVectors are about who the unsigned header says that a message is from and to, and where an answer goes.
func partyVectors(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	edit := func(name, shows string, m *Message, show checks, change func(*Header)) {
		c.add(name, shows, EditHeader(m.Bytes(), change), passed("", m, show))
	}
	set := func(field, value string) func(*Header) { return func(h *Header) { h.Set(field, value) } }
	uno, due := o.Uno.Address(), o.Due.Address()

	from, agrees := checks{"headers.from": "warning"}, checks{"headers.from": "passed"}
	envelope := func(name, shows, value string, show checks) {
		edit("envelope-from-"+name, shows, d.PostaCertificata(), show, set("From", value))
	}
	envelope("name", "A name that is neither the certified sender nor anybody's address, before the provider's address.", `"Tribunale di Roma" <`+uno+`>`, from)
	envelope("name-unquoted", "The same without quotes.", `Tribunale di Roma <`+uno+`>`, from)
	envelope("name-encoded", "The same as encoded word.", EncodedWordB("Tribunale di Roma")+` <`+uno+`>`, from)
	envelope("comment", "Another's address in a comment.", uno+` (giudice@giustiziacert.example)`, from)
	envelope("comment-two-blanks", "Two blanks in the words before another's address, in a comment.", uno+` (Per  conto di giudice@giustiziacert.example)`, from)
	envelope("comment-inside", "A comment between the words of the genuine name.", `"Per conto di: `+d.Sender+`" (giudice@giustiziacert.example) <`+uno+`>`, from)
	envelope("group", "Another's address as the name of a group.", `"giudice@giustiziacert.example": `+uno+`;`, from)
	envelope("full-width", "Another's address with a full-width @ after a non-breaking blank.", EncodedWordB("Per conto di:\u00a0giudice＠giustiziacert.example")+` <`+uno+`>`, from)
	envelope("mathematical", "The words in mathematical letters, before another's address.", EncodedWordB("𝐏𝐞𝐫 𝐜𝐨𝐧𝐭𝐨 𝐝𝐢: giudice@giustiziacert.example")+` <`+uno+`>`, from)
	envelope("twice", "The genuine name, and another one after it.", `"Per conto di: `+d.Sender+` Per conto di: giudice@giustiziacert.example" <`+uno+`>`, from)
	envelope("direction", "A mark that turns the direction, in the genuine name.", EncodedWordB("Per conto di: \u202e"+d.Sender)+` <`+uno+`>`, from)
	envelope("quote-not-closed", "A quote that is not closed before another's address.", `"Per conto di: giudice@giustiziacert.example <`+uno+`>`, from)
	envelope("genuine-unquoted", "The genuine name without quotes.", `Per conto di: `+d.Sender+` <`+uno+`>`, agrees)
	envelope("genuine-encoded", "The genuine name as encoded word that leaves colon and @ as they are.", `=?iso-8859-1?Q?Per_conto_di:_`+d.Sender+`?= <`+uno+`>`, agrees)
	envelope("genuine-folded", "The genuine name folded, in capital letters, as the RFC prints it.", `"On behalf of:`+crlf+"\t"+strings.ToUpper(d.Sender)+`" <`+uno+`>`, agrees)
	envelope("bare", "The provider's address alone: no name says anything else.", uno, agrees)
	receipt := func(name, shows, value string, show checks) {
		edit("receipt-from-"+name, shows, d.Consegna(), show, set("From", value))
	}
	receipt("comment", "Another's address in a comment.", due+` (direzione@pec.banca.example)`, from)
	receipt("group", "Another's address as the name of a group.", `"direzione@pec.banca.example": `+due+`;`, from)
	receipt("hidden", "Invisible characters inside the words before another's name.", EncodedWordB("Per con\u200bto\u00a0di direzione banca")+` <`+due+`>`, from)
	receipt("small-at", "Another's address with a small @.", EncodedWordB("direzione﹫pec.banca.example")+` <`+due+`>`, from)
	receipt("own-name", "The provider's own name and address.", `"Posta Certificata `+due+`" <`+due+`>`, agrees)

	reply := checks{"headers.reply": "warning"}
	edit("reply-to-another", "Reply-To of a stranger: the answer would go there.", d.PostaCertificata(), reply, set("Reply-To", "giudice@giustiziacert.example"))
	edit("reply-to-two", "A stranger beside the certified Reply-To.", d.PostaCertificata(), reply, func(h *Header) { h.Set("Reply-To", h.Get("Reply-To")+", giudice@giustiziacert.example") })
	edit("reply-to-twice", "A second Reply-To field.", d.PostaCertificata(), reply, func(h *Header) { h.Add("Reply-To", "giudice@giustiziacert.example") })
	edit("reply-to-in-receipt", "A Reply-To in a receipt that is nobody's of the message.", d.Consegna(), reply, set("Reply-To", "giudice@giustiziacert.example"))
	edit("reply-to-name", "The certified Reply-To with a display name, in capital letters.", d.PostaCertificata(), checks{"headers.reply": "passed"},
		func(h *Header) { h.Set("Reply-To", `"Anna Bianchi" <`+strings.ToUpper(h.Get("Reply-To"))+`>`) })
	other := d.PostaCertificata()
	other.Data.Risposte = `"Segreteria" <segreteria@pec.studio-bianchi.example>`
	edit("reply-to-as-certified", "risposte is another address than the sender, and Reply-To is it.", other, checks{"headers.reply": "passed"}, set("Reply-To", "segreteria@pec.studio-bianchi.example"))
	empty := d.PostaCertificata()
	empty.Data.Risposte = ""
	c.pass("reply-to-not-certified", "risposte is empty: answers go to the sender.", empty, checks{"headers.reply": "passed"})

	to := checks{"headers.to": "warning"}
	edit("to-another", "To names somebody whom the provider does not certify.", d.PostaCertificata(), to, set("To", "giudice@giustiziacert.example"))
	edit("to-one-more", "To names one more.", d.PostaCertificata(), to, func(h *Header) { h.Set("To", h.Get("To")+", giudice@giustiziacert.example") })
	edit("cc-another", "Cc names somebody whom the provider does not certify.", d.PostaCertificata(), to, set("Cc", "giudice@giustiziacert.example"))
	edit("to-group", "The same in a group.", d.PostaCertificata(), to, set("To", "Destinatari: "+d.To[0].Address+", giudice@giustiziacert.example;"))
	edit("to-in-receipt", "To of a receipt is not the certified sender.", d.Consegna(), to, set("To", "giudice@giustiziacert.example"))
	edit("to-named", "The certified recipient with a name that has a comma, in capital letters.", d.PostaCertificata(), checks{"headers.to": "passed"},
		set("To", `"Comune, protocollo" <`+strings.ToUpper(d.To[0].Address)+`>`))
	edit("to-undisclosed", "To names nobody.", d.PostaCertificata(), checks{"headers.to": "skipped"}, set("To", "undisclosed-recipients:;"))
	wider := o.Dispatch()
	wider.To = Certificati("protocollo@pec.comune-prova.example", "sindaco@pec.comune-prova.example")
	wider.Original = wider.NewOriginal()
	m := wider.PostaCertificata()
	m.Data.Destinatari = m.Data.Destinatari[:1]
	c.pass("to-wider-than-certified", "The sender wrote To somebody whom the provider does not certify; the envelope inherits it.", m, to)

	m = d.ErroreConsegna("no-dest", "5.1.1 - Gestore Due SpA - indirizzo non valido")
	bare := EditHeader(m.Bytes(), func(h *Header) {
		*h = Header{{"X-Ricevuta", "avvenuta-consegna"}, {"Content-Type", h.Get("Content-Type")}}
	})
	c.add("two-fields", "A non-delivery under two header fields, of which one says that it is a delivery.", bare, passed("", m, checks{"headers.kind": "warning", "headers.from": "warning"}))
	none := EditHeader(d.Consegna().Bytes(), func(h *Header) {
		*h = Header{{"MIME-Version", "1.0"}, {"X-Archivio", "registro 12"}, {"Content-Type", h.Get("Content-Type")}}
	})
	c.add("no-compared-field", "None of the fields that are compared is there.", none, passed("", d.Consegna(), checks{"headers.kind": "skipped", "headers.from": "skipped", "headers.reply": "skipped", "headers.to": "skipped"}))

	edit("subject-case", "The Subject differs in the case of letters.", d.Consegna(), checks{"headers.subject": "warning"}, set("Subject", "CONSEGNA: TRASMISSIONE ATTI PROT. 1234/2025"))
	edit("subject-prefix-case", "The provider's words in another case are its own matter.", d.Consegna(), checks{"headers.subject": "passed"}, set("Subject", "Consegna: "+d.Subject))
	edit("reference-comment", "A comment behind X-Riferimento-Message-ID.", d.Consegna(), checks{"headers.reference": "passed"}, set("X-Riferimento-Message-ID", d.ClientID+" (via gateway)"))
	edit("reference-folded", "X-Riferimento-Message-ID folded inside its brackets.", d.Consegna(), checks{"headers.reference": "passed"},
		set("X-Riferimento-Message-ID", d.ClientID[:9]+crlf+" "+d.ClientID[9:]))
	edit("reference-case", "X-Riferimento-Message-ID in small letters.", d.Consegna(), checks{"headers.reference": "warning"}, set("X-Riferimento-Message-ID", strings.ToLower(d.ClientID)))
}

// agreementVectors are about what the message inside says of itself, beside daticert.xml.
func agreementVectors(c *catalogue) {
	const inconsistent = "EVIDENCE_INCONSISTENT"
	o := c.o
	inside := func(change func(*Header)) *Message {
		d := o.Dispatch()
		change(&d.Original.Header)
		return d.PostaCertificata()
	}
	agrees, warns := checks{"evidence.consistency": "passed"}, checks{"evidence.consistency": "warning"}
	id, reference := "Message-ID", "X-Riferimento-Message-ID"
	d := o.Dispatch()
	set := func(field, value string) func(*Header) { return func(h *Header) { h.Set(field, value) } }
	c.pass("message-id-comment", "A comment behind the Message-ID of the message inside.", inside(set(id, "<"+d.Identifier+"> (via gateway)")), agrees)
	c.pass("reference-inside-comment", "Comments around the reference of the message inside.", inside(set(reference, "(uno (due)) "+d.ClientID+"(tre)")), agrees)
	c.pass("message-id-folded", "The Message-ID of the message inside is folded inside its brackets.", inside(set(id, "<"+d.Identifier[:20]+crlf+"\t"+d.Identifier[20:]+">")), agrees)
	c.pass("message-id-case", "The Message-ID of the message inside differs in the case of letters.", inside(set(id, "<"+strings.ToUpper(d.Identifier)+">")), warns)
	c.pass("reference-inside-case", "The reference of the message inside differs in the case of letters.", inside(set(reference, strings.ToLower(d.ClientID))), warns)
	kelvin := inside(set(id, "<k"+d.Identifier+">"))
	kelvin.Data.Identifier = "\u212a" + d.Identifier
	c.fail("identifier-kelvin", "identificativo has a Kelvin sign where the message inside has a k.", kelvin, inconsistent, nil)
	c.fail("message-id-second", "A second identifier in the Message-ID of the message inside.", inside(set(id, "<"+d.Identifier+"> <altro@studio-bianchi.example>")), inconsistent, nil)
	c.pass("reference-hides-no-sender", "A second reference, and a From that is not the certified sender: both are said.", inside(func(h *Header) {
		h.Add(reference, "<altro@studio-bianchi.example>")
		h.Set("From", "giudice@giustiziacert.example")
	}), warns)
	c.pass("from-inside-two", "From of the message inside names another beside the certified sender.", inside(set("From", "giudice@giustiziacert.example, "+d.Sender)), warns)
	c.pass("from-inside-two-fields", "The same in two From fields.", inside(func(h *Header) { h.Prepend("From", "giudice@giustiziacert.example") }), warns)
	c.pass("from-inside-encoded", "From of the message inside has the certified sender in an encoded word only.", inside(set("From", EncodedWordB(d.Sender+",")+" <giudice@giustiziacert.example>")), warns)
	c.pass("from-inside-name", "From of the message inside with the sender's address as its name too, unquoted.", inside(set("From", d.Sender+" <"+d.Sender+">")), agrees)
	c.pass("from-inside-other-mailbox", "The name in the From of the message inside is an ordinary address of the sender, unquoted.", inside(set("From", "anna@studio-bianchi.example <"+d.Sender+">")), agrees)
	c.pass("subject-inside-case", "The subject of the message inside differs in the case of letters.", inside(set("Subject", strings.ToUpper(d.Subject))), warns)

	emptied := func(name, shows string, m *Message, original string, coding string) {
		m.Original, m.OriginalCoding = []byte(original), coding
		if coding == "broken" {
			m.OriginalCoding = "base64"
			m.Signed = func(b []byte) []byte { return Replace(b, string(Base64([]byte(original), 76))[:8], "!!!!!!!!") }
		}
		c.fail(name, shows, m, inconsistent, checks{"signature.digest": "passed", "evidence.form": "passed"})
	}
	whole := string(d.Original.Bytes())
	emptied("postacert-empty", "A transport envelope whose postacert.eml is empty.", d.PostaCertificata(), "", "7bit")
	emptied("postacert-blank", "The same with blank lines only.", d.PostaCertificata(), crlf+crlf+" "+crlf, "7bit")
	emptied("postacert-no-header", "The same with a text that has no header.", d.PostaCertificata(), "Buongiorno."+crlf, "7bit")
	emptied("postacert-not-readable", "The same in base64 that is none.", d.PostaCertificata(), whole, "broken")
	emptied("consegna-postacert-empty", "A complete delivery receipt whose postacert.eml is empty.", d.Consegna(), "", "7bit")
	emptied("consegna-postacert-not-readable", "The same in base64 that is none.", d.Consegna(), whole, "broken")
	brief := o.Dispatch()
	brief.ReceiptType = "breve"
	emptied("consegna-breve-postacert-empty", "A brief delivery receipt whose postacert.eml is empty.", brief.Consegna(), "", "7bit")
	concise := o.Dispatch()
	concise.ReceiptType = "sintetica"
	m := concise.Consegna()
	m.Original = []byte{}
	c.pass("consegna-sintetica-postacert-empty", "A concise one promises no message.", m, checks{"evidence.consistency": "passed"})

	late := o.Dispatch()
	late.Sent = Now.AddDate(0, 4, 0)
	late.Original = late.NewOriginal()
	c.pass("time-after-now", "The certified time lies months after the moment of judging.", late.Consegna(), checks{"signature.time": "warning"})
	soon := o.Dispatch()
	soon.Sent = Now.Add(20 * time.Hour)
	soon.Original = soon.NewOriginal()
	c.pass("time-tomorrow", "It lies less than a day after it: zones are set wrong at times.", soon.Consegna(), checks{"signature.time": "passed"})
}
