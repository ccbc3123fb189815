package pectest

import "strings"

func headerVectors(c *catalogue) {
	d := c.o.Dispatch()
	edit := func(name, shows string, m *Message, show checks, change func(*Header)) {
		c.add(name, shows, EditHeader(m.Bytes(), change), passed("", m, show))
	}
	set := func(field, value string) func(*Header) { return func(h *Header) { h.Set(field, value) } }
	add := func(field, value string) func(*Header) { return func(h *Header) { h.Add(field, value) } }
	edit("subject-edited", "Somebody edited the Subject.", d.PostaCertificata(), checks{"headers.subject": "warning"}, set("Subject", "POSTA CERTIFICATA: Trasmissione atti prot. 1234/2025 #archiviato"))
	edit("subject-other", "The Subject speaks of something else.", d.Consegna(), checks{"headers.subject": "warning"}, set("Subject", "CONSEGNA: Contratto firmato"))
	edit("subject-twice", "Two Subject fields, the genuine one first.", d.Consegna(), checks{"headers.subject": "warning"}, add("Subject", "CONSEGNA: Contratto firmato"))
	edit("subject-twice-first", "Two Subject fields, the genuine one last.", d.Consegna(), checks{"headers.subject": "warning"}, func(h *Header) { h.Prepend("Subject", "CONSEGNA: Contratto firmato") })
	edit("subject-same-twice", "The same Subject twice is no contradiction.", d.Consegna(), checks{"headers.subject": "passed"}, func(h *Header) { h.Add("Subject", h.Get("Subject")) })
	accents := c.o.Dispatch()
	accents.Subject = "Perché la città di Forlì è così"
	accents.Original = accents.NewOriginal()
	edit("subject-encoded-q", "The Subject as encoded-word in ISO-8859-1, Q.", accents.Accettazione(), checks{"headers.subject": "passed"}, func(*Header) {})
	edit("subject-encoded-b", "The Subject as encoded-word in UTF-8, base64.", accents.Accettazione(), checks{"headers.subject": "passed"},
		set("Subject", EncodedWordB("ACCETTAZIONE: "+accents.Subject)))
	long := c.o.Dispatch()
	long.Subject = "Notificazione ai sensi della legge n. 53 del 1994 - Tribunale di Esempio - R.G. 1234/2025 - Bianchi contro Verdi"
	long.Original = long.NewOriginal()
	edit("subject-folded", "A long Subject, folded.", long.Consegna(), checks{"headers.subject": "passed"},
		set("Subject", "CONSEGNA: Notificazione ai sensi della legge n. 53 del 1994 -"+crlf+" Tribunale di Esempio - R.G. 1234/2025 -"+crlf+"\tBianchi contro Verdi"))
	edit("kind-edited", "X-Ricevuta makes an acceptance look like a delivery: the kind stays acceptance.", d.Accettazione(), checks{"headers.kind": "warning"}, set("X-Ricevuta", "avvenuta-consegna"))
	edit("kind-error-hidden", "X-Ricevuta makes a non-delivery look like a delivery.", d.ErroreConsegna("no-dest", "5.1.1 - Gestore Due SpA - indirizzo non valido"),
		checks{"headers.kind": "warning"}, func(h *Header) {
			h.Set("X-Ricevuta", "avvenuta-consegna")
			h.Set("Subject", "CONSEGNA: "+d.Subject)
		})
	edit("kind-twice", "Two X-Ricevuta with different values.", d.Consegna(), checks{"headers.kind": "warning"}, add("X-Ricevuta", "accettazione"))
	edit("kind-same-twice", "The same X-Ricevuta twice.", d.Consegna(), checks{"headers.kind": "passed"}, add("X-Ricevuta", "avvenuta-consegna"))
	edit("kind-both-fields", "X-Trasporto beside X-Ricevuta.", d.Consegna(), checks{"headers.kind": "warning"}, add("X-Trasporto", "posta-certificata"))
	edit("transport-twice", "Two X-Trasporto with different values.", d.PostaCertificata(), checks{"headers.kind": "warning"}, add("X-Trasporto", "errore"))
	edit("transport-error", "X-Trasporto says errore, the envelope is none of anomaly.", d.PostaCertificata(), checks{"headers.kind": "warning"}, set("X-Trasporto", "errore"))
	edit("receipt-type-case", "X-Tiporicevuta, as one provider spells it.", d.PostaCertificata(), checks{"headers.kind": "passed"}, func(h *Header) {
		h.Del("X-TipoRicevuta")
		h.Add("X-Tiporicevuta", "completa")
	})
	edit("receipt-type-missing", "X-TipoRicevuta is missing: daticert.xml says it.", d.PostaCertificata(), checks{"headers.kind": "passed"}, func(h *Header) { h.Del("X-TipoRicevuta") })
	edit("date-edited", "Somebody edited the Date.", d.Consegna(), checks{"headers.date": "warning"}, set("Date", "Mon, 10 Mar 2025 10:15:32 +0100"))
	edit("date-twice", "Two Date fields with different values.", d.Consegna(), checks{"headers.date": "warning"}, add("Date", "Mon, 10 Mar 2025 10:15:32 +0100"))
	edit("date-other-zone", "The same moment in another zone.", d.Consegna(), checks{"headers.date": "passed"}, set("Date", "Wed, 12 Mar 2025 09:15:32 +0000"))
	edit("date-garbled", "A Date that is none.", d.Consegna(), checks{"headers.date": "warning"}, set("Date", "ieri"))
	edit("reference-edited", "X-Riferimento-Message-ID is another.", d.Consegna(), checks{"headers.reference": "warning"}, set("X-Riferimento-Message-ID", "<altro@studio-bianchi.example>"))
	edit("reference-twice", "Two X-Riferimento-Message-ID with different values.", d.Consegna(), checks{"headers.reference": "warning"}, add("X-Riferimento-Message-ID", "<altro@studio-bianchi.example>"))
	edit("from-twice", "Two From fields with different values.", d.Consegna(), checks{"headers.from": "warning"}, add("From", "direttore@banca.example"))
	edit("from-edited", "From is another address than the certificate's.", d.Consegna(), checks{"headers.from": "warning"}, set("From", "posta-certificata@pec.gestore-quattro.example.it"))
	edit("from-case", "From in capital letters.", d.Consegna(), checks{"headers.from": "passed"}, func(h *Header) { h.Set("From", strings.ToUpper(h.Get("From"))) })
	edit("gateway-fields", "Fields that gateways add.", d.Consegna(), checks{"headers.from": "passed", "headers.subject": "passed", "headers.kind": "passed"}, func(h *Header) {
		h.Prepend("X-Spam-Status", "No, score=-1.2")
		h.Prepend("DKIM-Signature", "v=1; a=rsa-sha256; d=archivio.example;"+crlf+"\tbh=abc=; b=def=")
		h.Add("X-Archivio", "registro 12")
	})
	m := d.Consegna()
	altered := EditHeader(m.Bytes(), func(h *Header) {
		h.Set("Subject", "CONSEGNA: Contratto firmato")
		h.Set("Date", "Mon, 10 Mar 2025 10:15:32 +0100")
		h.Set("From", "posta-certificata@pec.gestore-quattro.example.it")
		h.Set("X-Ricevuta", "accettazione")
		h.Set("X-Riferimento-Message-ID", "<altro@studio-bianchi.example>")
	})
	c.add("everything-edited", "Every outer field that matters is altered: all that is certified stays what was signed.", altered, passed("", m, checks{
		"headers.from": "warning", "headers.subject": "warning", "headers.kind": "warning", "headers.date": "warning", "headers.reference": "warning"}))
}

func identityAttacks(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	edit := func(name, shows string, m *Message, show checks, change func(*Header)) {
		c.add(name, shows, EditHeader(m.Bytes(), change), passed("", m, show))
	}
	from := checks{"headers.from": "warning"}
	set := func(field, value string) func(*Header) { return func(h *Header) { h.Set(field, value) } }
	service := o.Due.Address()
	edit("from-two-addresses", "One From field with two addresses.", d.Consegna(), from, set("From", service+", direttore@banca.example"))
	edit("from-two-addresses-reversed", "One From field with two addresses, the provider's last.", d.Consegna(), from, set("From", "direttore@banca.example, "+service))
	edit("from-display-name", "The provider's address only as display name.", d.Consegna(), from, set("From", `"`+service+`" <truffa@attacco.example>`))
	edit("from-display-name-brackets", "The provider's address in brackets inside the display name.", d.Consegna(), from, set("From", `"Posta Certificata <`+service+`>" <truffa@attacco.example>`))
	edit("from-comment", "The provider's address in a comment.", d.Consegna(), from, set("From", "truffa@attacco.example ("+service+")"))
	edit("from-missing", "No From field.", d.Consegna(), from, func(h *Header) { h.Del("From") })
	edit("from-empty", "An empty From field.", d.Consegna(), from, set("From", ""))
	edit("from-lookalike", "A Cyrillic letter in the address's domain.", d.Consegna(), from, set("From", strings.Replace(service, "gestore", "g\u0435store", 1)))
	edit("on-behalf-of-another", "The Per conto di name is not the certified sender.", d.PostaCertificata(), from,
		set("From", `"Per conto di: direzione@pec.banca.example" <`+o.Uno.Address()+`>`))
	edit("on-behalf-of-encoded", "The same as encoded-word.", d.PostaCertificata(), from,
		set("From", EncodedWordB("Per conto di: direzione@pec.banca.example\u200b")+" <"+o.Uno.Address()+">"))
	edit("name-before-on-behalf", "Another address before the Per conto di name of the certified sender.", d.PostaCertificata(), from,
		set("From", `"direzione@pec.banca.example Per conto di: `+d.Sender+`" <`+o.Uno.Address()+`>`))
	edit("on-behalf-after-a-bracket", "A bracket in the display name, before Per conto di and another's address.", d.PostaCertificata(), from,
		set("From", `"Posta < Per conto di: direzione@pec.banca.example" <`+o.Uno.Address()+`>`))
	edit("on-behalf-in-a-comment", "Per conto di and another's address in a comment after the provider's address.", d.PostaCertificata(), from,
		set("From", `<`+o.Uno.Address()+`> (Per conto di: direzione@pec.banca.example)`))
	edit("receipt-on-behalf", "A receipt whose From names somebody on whose behalf it is sent.", d.Consegna(), from,
		set("From", `"Per conto di: direzione@pec.banca.example" <`+service+`>`))
	edit("receipt-with-a-name", "A receipt whose From has another's address as display name.", d.Consegna(), from, set("From", `"direzione@pec.banca.example" <`+service+`>`))
	edit("from-of-another-provider", "From is another listed provider's address.", d.Consegna(), from, set("From", o.Uno.Address()))
	edit("subject-direction", "The outer Subject has direction marks that the signed one has not.", d.Consegna(), checks{"headers.subject": "warning"},
		set("Subject", "CONSEGNA: "+EncodedWordB("Trasmissione \u202eitta\u202c prot. 1234/2025")))
	field := func(name, shows string, change func(*Daticert), show checks) {
		m := d.Consegna()
		change(m.Data)
		c.pass(name, shows, m, show)
	}
	form := checks{"evidence.form": "passed", "signature.value": "passed"}
	field("subject-direction-signed", "Direction marks in the signed subject: given as they are, for the page to isolate.", func(x *Daticert) { x.Oggetto = "Fattura \u202efdp.exe\u202c 2025" }, form)
	field("subject-markup", "Markup in the signed subject is text.", func(x *Daticert) { x.Oggetto = `<script>alert(1)</script> & "virgolette"` }, form)
	field("subject-line-break", "A line break and a header field in the signed subject.", func(x *Daticert) { x.Oggetto = "prima riga\nX-Ricevuta: avvenuta-consegna" }, form)
	field("subject-zero-width", "Invisible characters in the signed subject.", func(x *Daticert) { x.Oggetto = "Con\u200btratto\u2060 \ufefffirmato" }, form)
	field("sender-direction", "Direction marks in the signed sender.", func(x *Daticert) { x.Mittente = "anna\u202e@pec.studio-bianchi.example" }, form)
	field("sender-display-name", "A display name with another address in the signed sender.", func(x *Daticert) {
		x.Mittente = `"direzione@pec.banca.example" <anna.bianchi@pec.studio-bianchi.example>`
	}, form)
	field("error-markup", "Markup in the error text.", func(x *Daticert) { x.ErroreEsteso = `<img src=x onerror="alert(1)">` }, form)
	field("provider-claims-another", "gestore-emittente claims to be another listed provider.", func(x *Daticert) { x.Gestore = o.Uno.Name }, checks{"evidence.provider": "warning"})
	field("provider-lookalike", "gestore-emittente with a Cyrillic letter.", func(x *Daticert) { x.Gestore = "Gest\u043ere Due SpA" }, checks{"evidence.provider": "warning"})
	marked := d.Accettazione()
	mark := func(s string) string { return s[:2] + "\u202e\u2066\u200f" + s[2:] }
	x := marked.Data
	x.Mittente, x.Risposte, x.Oggetto, x.Gestore, x.Identifier, x.MessageID, x.ErroreEsteso = mark(x.Mittente), mark(x.Risposte), mark(x.Oggetto), mark(x.Gestore), mark(x.Identifier), mark(x.MessageID), mark("nessuno")
	x.Destinatari = Certificati(mark(x.Destinatari[0].Address))
	c.pass("direction-everywhere", "Direction marks in every signed field: each is given as it is.", marked, form)
	names := o.Dispatch()
	names.Original.Attachments = []Attachment{
		{Name: "fattura\u202efdp.exe", Type: "application/pdf", Content: PDF("uno"), Form: "2231"},
		{Name: "../../etc/passwd", Type: "text/plain", Content: []byte("due\r\n")},
	}
	m := names.Consegna()
	v := c.pass("attachment-names", "Direction marks and path separators in attachment names: hashes and sizes are given, the content is not touched.", m, form)
	list := []any{}
	for _, a := range names.Original.Attachments {
		list = append(list, map[string]any{"size": len(a.Content), "sha256": sha(a.Content)})
	}
	v.Expect[0].Content = map[string]any{"form": "full", "attachments": list}
}
