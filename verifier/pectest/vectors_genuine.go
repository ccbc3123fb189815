package pectest

import (
	"archive/zip"
	"bytes"
	"crypto"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
)

// everythingAgrees is what a message says that nobody touched.
var everythingAgrees = checks{
	"wrapper.unsigned": quiet, "repair.lineends": quiet, "repair.charset": quiet,
	"signature.present": "passed", "signature.digest": "passed", "signature.value": "passed", "signature.strength": "passed",
	"signature.time": "passed", "signer.certificate": "passed", "trust.provider": "passed", "trust.validity": "passed",
	"trust.revocation": "skipped", "evidence.form": "passed", "evidence.consistency": "passed", "evidence.provider": "passed",
	"content.absent": quiet,
	"headers.from":   "passed", "headers.subject": "passed", "headers.kind": "passed", "headers.date": "passed", "headers.reference": "passed",
}

func sha(content []byte) string {
	s := sha256.Sum256(content)
	return hex.EncodeToString(s[:])
}

func attachmentExpected(a Attachment) map[string]any {
	return map[string]any{"name": a.Name, "type": a.Type, "size": len(a.Content), "sha256": sha(a.Content)}
}

func contentExpected(d *Dispatch) map[string]any {
	list := []any{}
	for _, a := range d.Original.Attachments {
		list = append(list, attachmentExpected(a))
	}
	return map[string]any{"form": "full", "messageID": "<" + d.Identifier + ">", "subject": d.Subject, "attachments": list}
}

func kindVectors(c *catalogue) {
	d := c.o.Dispatch()
	signer := func(p *Provider, e *Expectation) {
		x := p.Certificate
		e.Signature = map[string]any{"digest": "SHA-256", "algorithm": "RSA", "keyBits": 2048, "signer": map[string]any{"email": []any{p.Address()}, "sha256": x.SHA256()}}
		e.Trust = map[string]any{"path": "authority", "provider": p.Place.Organisation(), "revocation": "unknown"}
	}
	all := func(name, shows string, m *Message) *Expectation {
		v := c.pass(name, shows, m, everythingAgrees)
		signer(m.Provider, &v.Expect[0])
		return &v.Expect[0]
	}
	all("accettazione", "Acceptance receipt of the sender's provider.", d.Accettazione())
	mixed := c.o.Dispatch()
	mixed.To = append(mixed.To, Destinatario{"ufficio.legale@impresa.example", "esterno"})
	mixed.Cc = Certificati("archivio@pec.comune-prova.example")
	mixed.Original = mixed.NewOriginal()
	all("accettazione-destinatari", "Acceptance for three recipients, one of them an ordinary mailbox (esterno).", mixed.Accettazione())
	all("non-accettazione", "Refusal for a formal fault of the message.", d.NonAccettazione())
	all("non-accettazione-virus", "Refusal for a virus.", d.NonAccettazioneVirus())
	all("presa-in-carico", "Receipt from provider to provider, for one recipient.", d.PresaInCarico())
	two := c.o.Dispatch()
	two.To = Certificati("protocollo@pec.comune-prova.example", "sindaco@pec.comune-prova.example")
	two.Original = two.NewOriginal()
	all("presa-in-carico-due", "Receipt from provider to provider, for two recipients (ricezione twice).", two.PresaInCarico())

	e := all("consegna-completa", "Complete delivery receipt: the message and its attachment are inside.", d.Consegna())
	e.Content = contentExpected(d)
	brief := c.o.Dispatch()
	brief.ReceiptType = "breve"
	brief.Original = brief.NewOriginal()
	brief.Original.Attachments = []Attachment{{Name: "atto.pdf", Type: "application/pdf", Content: PDF("Atto di prova")},
		{Name: "allegato.txt", Type: "text/plain", Content: []byte("allegato di prova\r\n")}}
	hashes := func(encoded bool) map[string]any {
		list := []any{}
		for _, a := range brief.Original.Attachments {
			body := a.Content
			if encoded {
				body = Base64(a.Content, 76)
			}
			s := sha1.Sum(body)
			list = append(list, map[string]any{"hash": hex.EncodeToString(s[:])})
		}
		return map[string]any{"form": "hashes", "attachments": list}
	}
	e = all("consegna-breve", "Brief delivery receipt: attachments replaced by the SHA-1 of their decoded bytes.", brief.Consegna())
	e.Content = hashes(false)
	m := brief.Consegna()
	m.Original = brief.Original.Brief(true)
	e = all("consegna-breve-codificata", "Brief delivery receipt: hashes over the encoded bodies, as the rules can also be read.", m)
	e.Content = hashes(true)
	brief.Original.Attachments = nil
	e = all("consegna-breve-senza-allegati", "Brief delivery receipt of a message without attachments.", brief.Consegna())
	e.Content = map[string]any{"attachments": []any{}}
	concise := c.o.Dispatch()
	concise.ReceiptType = "sintetica"
	concise.Original = concise.NewOriginal()
	all("consegna-sintetica", "Concise delivery receipt: no message inside, and none promised.", concise.Consegna())
	m = mixed.ConsegnaTo(mixed.Cc[0].Address)
	e = all("consegna-completa-in-copia", "A recipient in copy gets the concise form although completa was asked: passes, and says that the message is absent.", m)
	e.Checks = checks{"content.absent": "warning", "evidence.consistency": "passed"}

	all("errore-consegna-no-dest", "Non-delivery: no such mailbox.", d.ErroreConsegna("no-dest", "5.1.1 - Gestore Due SpA - indirizzo non valido"))
	all("errore-consegna-no-dominio", "Non-delivery: no such domain.", d.ErroreConsegna("no-dominio", "5.1.2 - Gestore Due SpA - dominio non valido"))
	all("errore-consegna-altro", "Non-delivery for another reason.", d.ErroreConsegna("altro", "5.2.2 - Gestore Due SpA - casella piena"))
	all("errore-consegna-virus", "Non-delivery for a virus, said by the sender's provider.", d.ErroreConsegnaVirus())
	all("preavviso-12-ore", "Notice after twelve hours: delivery is still possible.", d.Preavviso(12))
	all("preavviso-24-ore", "Notice after twenty-four hours: delivery failed.", d.Preavviso(24))
	all("rilevazione-virus", "Virus notice from provider to provider.", d.RilevazioneVirus())

	e = all("posta-certificata", "Transport envelope with a message and its attachment.", d.PostaCertificata())
	e.Content = contentExpected(d)
	many := c.o.Dispatch()
	many.Subject = "Relazione sulla qualità - città di Forlì"
	many.Original = many.NewOriginal()
	many.Original.HTML = "<p>Si veda l'<b>allegato</b>.</p>"
	nested := append(Ordinary("Messaggio allegato").Bytes(), []byte("Content-Type: text/plain\r\n\r\nTesto del messaggio allegato.\r\n")...)
	many.Original.Attachments = []Attachment{
		{Name: "relazione qualità.pdf", Type: "application/pdf", Content: PDF("uno"), Form: "word"},
		{Name: "città.pdf", Type: "application/pdf", Content: PDF("due"), Form: "2231"},
		{Name: "un nome di file molto lungo per la relazione sulla qualità.pdf", Type: "application/pdf", Content: PDF("tre"), Form: "split"},
		{Name: "nota.txt", Type: "text/plain", Content: []byte("Nota con è e à.\r\n"), Coding: "quoted-printable"},
		{Name: "inoltrato.eml", Type: "message/rfc822", Content: nested, Coding: "7bit"},
		{Name: "atto.pdf.p7m", Type: "application/pkcs7-mime", Content: []byte("0\x80non importa\x00\x00")},
	}
	e = all("posta-certificata-allegati", "File names as encoded-word, in RFC 2231 and in RFC 2231 continuations; quoted-printable, an attached message, a signed file.", many.PostaCertificata())
	e.Content = contentExpected(many)
	e = all("consegna-allegati", "The same attachments seen through the delivery receipt.", many.Consegna())
	e.Content = contentExpected(many)
	signed := c.o.Dispatch()
	signed.Original.Signer = c.o.Authority.Person(Place("Bergamo", "Bergamo", "Studio Bianchi"), "Anna Bianchi", signed.Sender, 0x3001)
	all("posta-certificata-firmata-dall-utente", "The user's own S/MIME signature is content: one report, not two.", signed.PostaCertificata())

	received := append(Ordinary("Offerta").Bytes(), []byte("Content-Type: text/plain; charset=us-ascii\r\n\r\nMessaggio ordinario.\r\n")...)
	m = anomalia(c.o, received)
	v := c.pass("anomalia", "Anomaly envelope: signed by the recipient's provider, no daticert.xml, certifies nothing of the sender.", m,
		checks{"signature.digest": "passed", "signature.value": "passed", "trust.provider": "passed", "headers.kind": "passed", "headers.from": "passed"})
	signer(m.Provider, &v.Expect[0])

	none := c.o.Dispatch()
	none.ClientID = ""
	none.Original = none.NewOriginal()
	all("consegna-senza-msgid", "The client set no Message-ID: msgid may be absent.", none.Consegna()).Checks = checks{"evidence.form": "passed", "evidence.consistency": "passed"}
	m = d.Accettazione()
	m.Data.Oggetto = ""
	m.Header = m.header()
	m.Header.Set("Subject", "ACCETTAZIONE: ")
	all("accettazione-senza-oggetto", "A message without subject: oggetto may be absent.", m).Checks = checks{"evidence.form": "passed", "evidence.consistency": "passed"}
	crowd := c.o.Dispatch()
	for i := range 40 {
		crowd.To = append(crowd.To, Destinatario{"ufficio" + string(rune('a'+i/10)) + string(rune('a'+i%10)) + "@pec.comune-prova.example", "certificato"})
	}
	m = crowd.Accettazione()
	m.TextOnly = true
	all("accettazione-41-destinatari", "Forty-one recipients, in their order.", m)
	summer := c.o.Dispatch()
	summer.Sent = time.Date(2025, 7, 1, 23, 59, 58, 0, time.FixedZone("", 7200))
	summer.Original = summer.NewOriginal()
	e = all("consegna-ora-legale", "Summer time: zona +0200, delivered two seconds later, on the next day.", summer.Consegna())
	e.Certified["time"] = "2025-07-02T00:00:00+02:00"
}

// anomalia is an anomaly envelope around a message that never was PEC.
func anomalia(o *Office, received []byte) *Message {
	d := o.Dispatch()
	d.Sender, d.Subject, d.ClientID, d.Identifier = "anna@studio-bianchi.example", "Offerta", "", "inoltro.1@studio-bianchi.example"
	return d.Anomalia(received)
}

func containerVectors(c *catalogue) {
	d := c.o.Dispatch()
	m := d.Consegna()
	whole := m.Bytes()
	like := func(name, shows string, data []byte, show checks) *Vector {
		return c.add(name, shows, data, passed("", m, show))
	}
	quietLines := checks{"repair.lineends": quiet, "wrapper.unsigned": quiet, "signature.digest": "passed"}
	like("crlf", "CRLF throughout.", whole, quietLines)
	like("lf", "LF throughout: undone without a word.", LF(whole), quietLines)
	like("bom", "A byte order mark before the header.", BOM(whole), quietLines)
	like("leading-blank-lines", "Empty lines before the header.", LeadingBlankLines(whole), checks{"signature.digest": "passed"})
	like("mbox-line", "The `From ` line of a mailbox before the header.", MboxLine(whole), checks{"signature.digest": "passed"})
	like("mbox-line-lf", "The same with LF line ends.", LF(MboxLine(whole)), checks{"signature.digest": "passed"})
	like("folded-header", "Every long outer field is folded.", EditHeader(whole, func(h *Header) {
		h.Set("Content-Type", strings.ReplaceAll(h.Get("Content-Type"), "; ", ";"+crlf+"\t"))
		h.Set("Subject", strings.Replace(h.Get("Subject"), " ", crlf+" ", 1))
	}), checks{"headers.subject": "passed"})
	like("header-case", "Field names in other case, and the protocol's and the boundary's parameter names too.", EditHeader(whole, func(h *Header) {
		for i, f := range *h {
			(*h)[i][0] = strings.ToLower(f[0])
		}
		h.Set("CONTENT-TYPE", strings.NewReplacer("multipart/signed", "Multipart/Signed", "protocol", "PROTOCOL", "boundary", "Boundary").Replace(h.Get("content-type")))
	}), checks{"headers.kind": "passed", "headers.from": "passed"})
	like("long-header-line", "A Received field of 4,000 characters on one line.", EditHeader(whole, func(h *Header) {
		h.Prepend("Received", "from "+strings.Repeat("a.example ", 400))
	}), checks{"signature.digest": "passed"})
	like("no-final-line-end", "The file ends with the closing delimiter.", []byte(strings.TrimRight(string(whole), "\r\n")), quietLines)
	like("no-closing-delimiter", "The closing delimiter is missing, the signature is whole: passes with a warning.",
		Truncate(whole, "\r\n------"+token(32, m.Kind, d.Identifier, m.Time.String())+"--", -len("\r\n------"+token(32)+"--")),
		checks{"signature.present": "warning", "signature.digest": "passed"})
	for _, s := range []struct {
		style       Style
		name, shows string
	}{
		{StyleInfoCert, "style-ber", "Style of a provider that puts daticert.xml last and signs in BER."},
		{StyleTelecom, "style-header-in-preamble", "Style of a provider that repeats the header block in the preamble and writes daticert.xml in 7bit."},
	} {
		other := d.Consegna()
		other.Style = s.style
		c.pass(s.name, s.shows, other, checks{"signature.digest": "passed"})
	}
	repeated := d.Accettazione()
	repeated.Envelope = func(e *Multipart) { e.Preamble = LF(e.Header.Bytes()) }
	c.pass("header-in-preamble-lf", "The header block repeated in the preamble with bare LF, CRLF everywhere else.", repeated, checks{"signature.digest": "passed"})
	bare := d.Consegna()
	bare.Envelope = func(e *Multipart) { e.Preamble, e.Epilogue = nil, nil }
	c.pass("no-preamble", "No preamble and no epilogue.", bare, checks{"wrapper.unsigned": quiet})
	opaque := d.Consegna()
	opaque.Opaque = true
	c.pass("opaque", "Opaque application/pkcs7-mime, signed-data.", opaque, checks{"signature.digest": "passed", "headers.kind": "passed"})
	x := d.Accettazione()
	x.Opaque, x.P7SPart = true, func(p *Part) { p.Header.Set("Content-Type", `application/x-pkcs7-mime; name="smime.p7m"`) }
	c.pass("opaque-x", "Opaque application/x-pkcs7-mime without smime-type.", x, checks{"signature.digest": "passed"})
	ber := d.Consegna()
	ber.Opaque, ber.Style = true, StyleInfoCert
	c.pass("opaque-ber", "Opaque, in BER: the content is an OCTET STRING in pieces.", ber, checks{"signature.digest": "passed"})
	p7m := d.Consegna()
	p7m.Opaque = true
	v := c.add("eml-p7m", "The SignedData alone as a binary file: no outer header is there to compare.", p7m.SignatureDER(p7m.SignedBytes()),
		passed("", p7m, checks{"signature.digest": "passed", "headers.subject": "skipped|absent", "headers.kind": "skipped|absent"}))
	v.File = "eml-p7m.eml.p7m"
	receipt, forwarded := d.Accettazione(), d.Consegna()
	v = c.add("zip", "An archive: the entry's name comes before the part.", archive("ricevute/1.eml", receipt.Bytes(), "ricevute/7.eml", Forward(forwarded.Bytes())),
		passed("ricevute/1.eml", receipt, checks{"signature.digest": "passed"}),
		passed("ricevute/7.eml#2.1", forwarded, checks{"signature.digest": "passed", "wrapper.unsigned": "warning"}))
	v.File = "zip.zip"
	header, _ := Split(whole)
	v = like("outlook", "A clear-signed mail as Outlook saves it: the signed entity as attachment, the header apart.", ClearSigned(string(header), Entity(whole)).Bytes(),
		checks{"wrapper.unsigned": quiet, "headers.subject": "passed", "headers.kind": "passed"})
	v.File = "outlook.msg"
	quoting := c.o.Dispatch()
	quoting.Original.Text = "Inoltro:\n\nFrom anna Tue Nov 13 16:39:27 2018\nSubject: prova\nMIME-Version: 1.0\n\nciao\n"
	quoting.Original.TextCoding = "7bit"
	c.add("mbox-line-in-the-text", "The `From ` line of a mailbox before one mail, whose sender wrote such a line too: one message.",
		MboxLine(quoting.PostaCertificata().Bytes()), passed("", quoting.PostaCertificata(), checks{"signature.digest": "passed", "wrapper.unsigned": quiet}))
	stored, quoted := MboxLine(quoting.PostaCertificata().Bytes()), quoting.PostaCertificata()
	c.add("mbox-line-in-the-text-footer", "The same with the footer of a mailing list after it: still one message.", append(bytes.Clone(stored), "-- \r\nElenco di prova\r\n"...),
		passed("", quoted, checks{"signature.digest": "passed", "wrapper.unsigned": "warning"}))
	c.add("mbox-line-in-the-text-zip", "The same in an archive: one entry.", archive("busta.eml", stored),
		passed("busta.eml", quoted, checks{"signature.digest": "passed", "wrapper.unsigned": quiet})).File = "mbox-line-in-the-text-zip.zip"
	c.add("mbox-line-in-the-text-mailbox", "A mailbox of that message and a receipt: two messages.", append(append(bytes.Clone(stored), crlf...), MboxLine(receipt.Bytes())...),
		passed("1", quoted, checks{"signature.digest": "passed", "wrapper.unsigned": quiet}),
		passed("2", receipt, checks{"signature.digest": "passed", "wrapper.unsigned": quiet})).File = "mbox-line-in-the-text-mailbox.mbox"
}

// archive is a zip file of names and contents, not compressed.
func archive(name string, content []byte, more ...any) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for entries := append([]any{name, content}, more...); len(entries) > 0; entries = entries[2:] {
		f, err := w.CreateHeader(&zip.FileHeader{Name: entries[0].(string), Method: zip.Store})
		if err != nil {
			panic("pectest: " + err.Error())
		}
		f.Write(entries[1].([]byte))
	}
	w.Close()
	return b.Bytes()
}

func codingVectors(c *catalogue) {
	d := c.o.Dispatch()
	accents := c.o.Dispatch()
	accents.Subject = "Perché la città di Forlì è così"
	accents.Original = accents.NewOriginal()
	form := checks{"evidence.form": "passed", "signature.digest": "passed"}
	for _, coding := range []string{"base64", "quoted-printable", "8bit", "binary"} {
		m := accents.Consegna()
		m.DaticertCoding = coding
		c.pass("daticert-"+coding, "daticert.xml in "+coding+", with accented letters.", m, form)
	}
	m := d.Consegna()
	m.DaticertCoding = "7bit"
	c.pass("daticert-7bit", "daticert.xml in 7bit.", m, form)
	edit := func(name, shows string, m *Message, change func(p *Part)) *Vector {
		m.Parts = func(parts []Part) []Part {
			for i := range parts {
				if strings.Contains(parts[i].Header.Get("Content-Type"), "daticert.xml") {
					change(&parts[i])
				}
			}
			return parts
		}
		return c.pass(name, shows, m, form)
	}
	edit("daticert-base64-76", "base64 of 76 columns.", d.Consegna(), func(p *Part) { p.Width = 76 })
	edit("daticert-base64-one-line", "base64 on a single line.", d.Consegna(), func(p *Part) { p.Width = -1 })
	edit("daticert-name-only", "Only Content-Type names the file.", d.Consegna(), func(p *Part) { p.Header.Del("Content-Disposition") })
	edit("daticert-filename-only", "Only Content-Disposition names the file.", d.Consegna(), func(p *Part) { p.Header.Set("Content-Type", "application/xml") })
	edit("daticert-without-name", "No name at all: the only XML part beside the text, as one provider sent it.", d.Consegna(), func(p *Part) {
		p.Header = Header{{"Content-Type", "application/xml"}}
	})
	edit("daticert-attachment", "Disposition attachment.", d.Consegna(), func(p *Part) {
		p.Header.Set("Content-Disposition", `attachment; filename="daticert.xml"`)
	})
	edit("daticert-rfc2231", "The file name in RFC 2231.", d.Consegna(), func(p *Part) {
		p.Header = Header{{"Content-Type", "application/xml"}, {"Content-Disposition", "inline; filename*=us-ascii''daticert.xml"}}
	})
	edit("daticert-text-xml", "Part type text/xml.", d.Consegna(), func(p *Part) { p.Header.Set("Content-Type", `text/xml; charset=utf-8; name="daticert.xml"`) })
	edit("daticert-octet-stream", "Part type application/octet-stream.", d.Consegna(), func(p *Part) {
		p.Header.Set("Content-Type", `application/octet-stream; name="daticert.xml"`)
	})
	v := edit("certdata-xml", "The name that the English rules print, certdata.xml: accepted, perhaps with a remark.", d.Consegna(), func(p *Part) {
		p.Header = Header{{"Content-Type", `application/xml; name="certdata.xml"`}, {"Content-Disposition", `inline; filename="certdata.xml"`}}
	})
	v.Expect[0].Checks = checks{"evidence.form": "passed|warning"}
	last := d.Consegna()
	last.DaticertLast = true
	c.pass("daticert-last", "daticert.xml after postacert.eml.", last, form)
	xml := func(name, shows string, m *Message, change func([]byte) []byte) {
		m.XML = change
		c.pass(name, shows, m, form)
	}
	xml("daticert-bom", "UTF-8 with a byte order mark.", accents.Accettazione(), BOM)
	xml("daticert-iso-8859-1", "daticert.xml in the ISO-8859-1 that it declares.", accents.Accettazione(), func(b []byte) []byte {
		return Latin1(string(Replace(b, "UTF-8", "ISO-8859-1")))
	})
	windows := c.o.Dispatch()
	windows.Subject = "Fattura da 100 euro"
	m = windows.Accettazione()
	m.Data.Oggetto = "Fattura da 100 €"
	m.Header = m.header()
	m.Header.Set("Subject", "ACCETTAZIONE: "+EncodedWordB(m.Data.Oggetto))
	xml("daticert-windows-1252", "daticert.xml in the windows-1252 that it declares: the euro sign is one byte.", m, func(b []byte) []byte {
		return []byte(strings.ReplaceAll(strings.Replace(string(b), "UTF-8", "windows-1252", 1), "€", "\x80"))
	})
	odd := c.o.Dispatch()
	odd.Original.Header.Set("To", `"Ufficio \\"Protocollo\\"" <protocollo@pec.comune-prova.example>>, altro@ ufficio.example, <aperto@ufficio.example`)
	odd.Original.Attachments = []Attachment{
		{Name: "uno.pdf", Type: "*/*", Content: PDF("uno")},
		{Name: "due.txt", Type: "text/plain; charset=utf-7", Content: []byte("citt+AOA-\r\n"), Coding: "7bit"},
		{Name: "tre.txt", Type: "text/plain; charset=iso-8859-15", Content: []byte("100 \xa4\r\n"), Coding: "8bit"},
	}
	strange := odd.PostaCertificata()
	strange.OriginalCoding = "8bit"
	c.pass("postacert-oddities", "A stray bracket, an open bracket, a blank inside a domain, a part labelled */*, UTF-7 and ISO-8859-15 in the user's message.", strange,
		checks{"evidence.consistency": "passed"})
	for _, coding := range []string{"8bit", "binary", "base64", "quoted-printable"} {
		eight := c.o.Dispatch()
		eight.Original.Text, eight.Original.TextCoding = "Perché no? Così è.\n", "8bit"
		m := eight.Consegna()
		m.OriginalCoding = coding
		v := c.pass("postacert-"+coding, "postacert.eml as message/rfc822 in "+coding+", with raw Latin-1 bytes inside.", m, checks{"evidence.consistency": "passed"})
		v.Expect[0].Content = contentExpected(eight)
	}
	octet := d.Consegna()
	octet.Parts = func(parts []Part) []Part {
		p := &parts[len(parts)-1]
		p.Header = Header{{"Content-Type", `application/octet-stream; name="postacert.eml"`}, {"Content-Disposition", `attachment; filename="postacert.eml"`}}
		p.Coding = "base64"
		return parts
	}
	v = c.pass("postacert-octet-stream", "postacert.eml as application/octet-stream in base64.", octet, checks{"evidence.consistency": "passed", "content.absent": quiet})
	v.Expect[0].Content = contentExpected(d)

	p7s := func(name, shows string, change func(*Part)) {
		m := d.Consegna()
		m.P7SPart = change
		c.pass(name, shows, m, checks{"signature.present": "passed", "signature.value": "passed"})
	}
	p7s("p7s-76", "p7s in base64 of 76 columns.", func(p *Part) { p.Width = 76 })
	p7s("p7s-one-line", "p7s in base64 on a single line.", func(p *Part) { p.Width = -1 })
	p7s("p7s-binary", "p7s in binary.", func(p *Part) { p.Header.Set("Content-Transfer-Encoding", "binary"); p.Coding = "binary" })
	p7s("p7s-quoted-printable", "p7s in quoted-printable.", func(p *Part) {
		p.Header.Set("Content-Transfer-Encoding", "quoted-printable")
		p.Coding, p.Content = "", BinaryQuotedPrintable(p.Content)
	})
	p7s("p7s-other-name", "p7s under another file name.", func(p *Part) {
		p.Header.Set("Content-Type", `application/x-pkcs7-signature; name="firma.p7s"`)
		p.Header.Set("Content-Disposition", `attachment; filename="firma.p7s"`)
	})
	p7s("p7s-no-name", "p7s without any file name.", func(p *Part) {
		p.Header = Header{{"Content-Type", "application/x-pkcs7-signature"}, {"Content-Transfer-Encoding", "base64"}}
	})
	m = d.Consegna()
	m.Protocol = "application/pkcs7-signature"
	c.pass("pkcs7-signature", "application/pkcs7-signature without x-.", m, checks{"signature.present": "passed"})
	m = d.Consegna()
	m.Protocol, m.P7SPart = "application/pkcs7-signature", func(p *Part) { p.Header.Set("Content-Type", `application/x-pkcs7-signature; name="smime.p7s"`) }
	c.pass("pkcs7-signature-mixed", "The protocol without x-, the part with it.", m, checks{"signature.digest": "passed"})
	contentType := func(name, shows, template string) {
		m := d.Consegna()
		m.Envelope = func(e *Multipart) { e.Header.Set("Content-Type", strings.ReplaceAll(template, "BOUNDARY", e.Boundary)) }
		c.pass(name, shows, m, checks{"signature.digest": "passed"})
	}
	for _, micalg := range []string{"sha256", `"SHA-256"`, "SHA256", "sha1", "md5"} {
		shows := "micalg spelled " + micalg + "."
		if micalg == "sha1" || micalg == "md5" {
			shows = "micalg says " + micalg + ", the SignerInfo says SHA-256: the SignerInfo decides."
		}
		contentType("micalg-"+strings.ToLower(strings.Trim(micalg, `"`))+map[bool]string{true: "-upper"}[micalg == "SHA256"], shows,
			`multipart/signed; protocol="application/x-pkcs7-signature"; micalg=`+micalg+`; boundary="BOUNDARY"`)
	}
	contentType("micalg-missing", "No micalg.", `multipart/signed; protocol="application/x-pkcs7-signature"; boundary="BOUNDARY"`)
	contentType("protocol-missing", "No protocol parameter: the second part's type says it.", `multipart/signed; micalg=sha-256; boundary="BOUNDARY"`)
	contentType("boundary-first", "boundary first, no blanks between parameters.", `multipart/signed;boundary="BOUNDARY";micalg="sha-256";protocol="application/x-pkcs7-signature"`)
	contentType("boundary-bare", "The boundary without quotes.", `multipart/signed; protocol="application/x-pkcs7-signature"; boundary=BOUNDARY`)
	padded := d.Consegna()
	padded.Envelope = func(e *Multipart) { e.Padding = " \t" }
	c.pass("delimiter-padding", "Blanks after the delimiters, which RFC 2046 allows.", padded, checks{"signature.digest": "passed"})
	text := d.Consegna()
	text.TextOnly = true
	c.pass("text-only", "text/plain in place of multipart/alternative.", text, form)
	extra := d.Consegna()
	extra.Parts = func(parts []Part) []Part {
		return append(parts, Part{Header: Header{{"Content-Type", `text/plain; name="gestore.txt"`}}, Coding: "7bit", Content: []byte("Informazioni del gestore.\r\n")})
	}
	c.pass("extra-part", "A part of the provider's own, which the rules allow.", extra, form)
}

func cmsVectors(c *catalogue) {
	d := c.o.Dispatch()
	o := c.o
	vary := func(name, shows string, show checks, edit func(*SignedData)) *Vector {
		m := d.Consegna()
		m.CMS = edit
		if show == nil {
			show = checks{"signature.present": "passed", "signature.digest": "passed", "signature.value": "passed", "signature.strength": "passed"}
		}
		return c.pass(name, shows, m, show)
	}
	signature := func(v *Vector, digest, algorithm string, bits int) {
		v.Expect[0].Signature = map[string]any{"digest": digest, "algorithm": algorithm, "keyBits": bits}
	}
	weak := checks{"signature.digest": "passed", "signature.value": "passed", "signature.strength": "warning"}
	one := func(edit func(*Signer)) func(*SignedData) { return func(s *SignedData) { edit(&s.Signers[0]) } }
	signature(vary("sha1", "SHA-1, what most providers sign with: passes with a warning.", weak, one(func(s *Signer) { s.Digest = crypto.SHA1 })), "SHA-1", "RSA", 2048)
	signature(vary("sha1-combined", "SHA-1 with the identifier sha1WithRSAEncryption.", weak, one(func(s *Signer) { s.Digest, s.Combined = crypto.SHA1, true })), "SHA-1", "RSA", 2048)
	signature(vary("sha256-combined", "sha256WithRSAEncryption in place of rsaEncryption.", nil, one(func(s *Signer) { s.Combined = true })), "SHA-256", "RSA", 2048)
	signature(vary("sha384", "SHA-384.", nil, one(func(s *Signer) { s.Digest = crypto.SHA384 })), "SHA-384", "RSA", 2048)
	signature(vary("sha512-combined", "SHA-512 with sha512WithRSAEncryption.", nil, one(func(s *Signer) { s.Digest, s.Combined = crypto.SHA512, true })), "SHA-512", "RSA", 2048)
	signature(vary("pss-sha256", "RSA-PSS with SHA-256.", nil, one(func(s *Signer) { s.PSS = true })), "SHA-256", "RSA-PSS", 2048)
	signature(vary("pss-sha512", "RSA-PSS with SHA-512.", nil, one(func(s *Signer) { s.PSS, s.Digest = true, crypto.SHA512 })), "SHA-512", "RSA-PSS", 2048)
	leaf := func(key string, edits ...func(*CertSpec)) *Certificate {
		return o.Authority.Leaf(o.Due, 0x2100, TestKey(key), edits...)
	}
	for _, k := range []struct {
		key    string
		hash   crypto.Hash
		digest string
		bits   int
	}{{"p256", crypto.SHA256, "SHA-256", 256}, {"p384", crypto.SHA384, "SHA-384", 384}, {"p521", crypto.SHA512, "SHA-512", 521}} {
		signature(vary("ecdsa-"+k.key, "ECDSA on "+strings.ToUpper(k.key[:1])+"-"+k.key[1:]+" with "+k.digest+".", nil,
			one(func(s *Signer) { s.Certificate, s.Digest = leaf(k.key), k.hash })), k.digest, "ECDSA", k.bits)
	}
	signature(vary("rsa-1024", "RSA-1024, as certificates of the first years had it: not under the limit.",
		checks{"signature.value": "passed", "signature.strength": "passed|warning"}, one(func(s *Signer) { s.Certificate = leaf("rsa1024") })), "SHA-256", "RSA", 1024)
	vary("ber", "BER with indefinite lengths.", nil, func(s *SignedData) { s.Indefinite = true })
	vary("no-attributes", "No signed attributes: the signature is over the bytes themselves.",
		checks{"signature.digest": "passed", "signature.value": "passed"}, one(func(s *Signer) { s.NoAttributes = true }))
	vary("no-attributes-pss", "No signed attributes, RSA-PSS.", checks{"signature.digest": "passed", "signature.value": "passed"},
		one(func(s *Signer) { s.NoAttributes, s.PSS = true, true }))
	vary("no-signing-time", "No signing time among the attributes.", checks{"signature.value": "passed", "signature.time": "skipped|absent"},
		one(func(s *Signer) { s.SigningTime = time.Time{} }))
	vary("generalized-time", "Signing time as GeneralizedTime.", checks{"signature.time": "passed"}, one(func(s *Signer) {
		at := s.SigningTime
		s.SigningTime = time.Time{}
		s.Attributes = func(a [][]byte) [][]byte { return append(a, Attribute(OIDSigningTime, generalizedTime(at))) }
	}))
	vary("signing-time-off", "The provider's signing time is ten minutes later than the certified time.", checks{"signature.time": "warning"},
		one(func(s *Signer) { s.SigningTime = s.SigningTime.Add(10 * time.Minute) }))
	vary("signing-time-close", "The provider's signing time is a minute later than the certified time.", checks{"signature.time": "passed"},
		one(func(s *Signer) { s.SigningTime = s.SigningTime.Add(time.Minute) }))
	vary("subject-key-identifier", "The signer named by subjectKeyIdentifier.", nil, func(s *SignedData) { s.Version, s.Signers[0].SKI = 3, true })
	vary("attributes-unsorted", "Attributes not in DER order, signed as they were sent.",
		checks{"signature.digest": "passed", "signature.value": "passed|warning"}, one(func(s *Signer) {
			s.Unsorted, s.Attributes = true, reverse
		}))
	vary("attributes-unsorted-signed-sorted", "Attributes not in DER order, signed in DER order.",
		checks{"signature.digest": "passed", "signature.value": "passed|warning"}, one(func(s *Signer) {
			s.Unsorted, s.SignSorted, s.Attributes = true, true, reverse
		}))
	vary("attributes-two-only", "Only the two attributes that CMS demands.", nil, one(func(s *Signer) {
		s.SigningTime = time.Time{}
		s.Attributes = func(a [][]byte) [][]byte { return [][]byte{a[0], a[1]} }
	})).Expect[0].Checks = checks{"signature.value": "passed"}
	vary("unsigned-attributes", "An unsigned attribute of unknown type.", nil, one(func(s *Signer) {
		s.Unsigned = [][]byte{Attribute([]int{1, 2, 840, 113549, 1, 9, 99}, octets([]byte("x")))}
	}))
	vary("leaf-only", "Only the signer's certificate is inside.", nil, func(s *SignedData) { s.Certificates = [][]byte{s.Signers[0].Certificate.DER} })
	vary("certificates-extra", "The root, an unrelated certificate and a duplicate are inside too, the signer's last.", nil, func(s *SignedData) {
		own := s.Signers[0].Certificate.DER
		s.Certificates = [][]byte{o.Authority.Root.DER, strangerAuthority().CA.DER, o.Authority.CA.DER, own, own}
	})
	vary("crls-inside", "A revocation list travels in the structure.", checks{"signature.value": "passed"}, func(s *SignedData) {
		s.CRLs = [][]byte{revoked(o.Authority.CA, nil, nil)}
	})
	vary("two-signers-renewed-certificate", "Two signatures of one provider: the index has the first certificate under a name of its own, the second, renewed, stands under the CA. The organisation is the same.",
		checks{"signature.value": "passed", "trust.provider": "passed"}, func(s *SignedData) {
			renewed, second := o.Authority.Leaf(o.Due, 0x2101, TestKey("tre")), s.Signers[0]
			second.Certificate = renewed
			s.Signers = append(s.Signers, second)
			s.Certificates = [][]byte{s.Signers[0].Certificate.DER, renewed.DER, o.Authority.CA.DER}
		}).trust("index-renamed.ldif", "ca.pem")
	vary("two-signers-same-provider", "Two signatures of the same provider, SHA-1 and SHA-256, both good.",
		checks{"signature.digest": "passed", "signature.value": "passed", "trust.provider": "passed"}, func(s *SignedData) {
			second := s.Signers[0]
			second.Digest = crypto.SHA1
			s.Signers = append(s.Signers, second)
		})
	vary("certificate-in-list", "The signer's certificate is not in the message and is found in the list.", checks{"signer.certificate": "passed|warning", "signature.value": "passed"},
		func(s *SignedData) { s.Certificates = [][]byte{} }).trust("due.pem")
	vary("certificate-in-index", "The signer's certificate is not in the message and is found in the index.", checks{"signer.certificate": "passed|warning", "signature.value": "passed"},
		func(s *SignedData) { s.Certificates = [][]byte{o.Authority.CA.DER} }).trust("index.ldif")
	serial := leaf("due", func(s *CertSpec) { s.Serial.SetString("00b0a1c2d3e4f5061728394a5b6c7d8e9f", 16) })
	vary("long-serial", "A serial number of sixteen bytes with its first bit set.", nil, one(func(s *Signer) { s.Certificate = serial }))

	refuse := func(name, shows, sub string, show checks, edit func(*SignedData)) {
		m := d.Consegna()
		m.CMS = edit
		c.fail(name, shows, m, sub, show)
	}
	refuse("no-certificate", "The signer's certificate is nowhere.", "NO_SIGNING_CERTIFICATE_FOUND", checks{"signature.digest": "passed"},
		func(s *SignedData) { s.Certificates = [][]byte{o.Authority.CA.DER} })
	refuse("md5", "MD5 as digest.", "CRYPTO_CONSTRAINTS_FAILURE", nil, one(func(s *Signer) { s.Digest = crypto.MD5 }))
	refuse("rsa-768", "RSA of 768 bits.", "CRYPTO_CONSTRAINTS_FAILURE", nil, one(func(s *Signer) { s.Certificate = leaf("rsa768") }))
	refuse("rsa-512", "RSA of 512 bits.", "CRYPTO_CONSTRAINTS_FAILURE", nil, one(func(s *Signer) { s.Certificate = leaf("rsa512") }))
}

// reverse puts a list of attributes in an order that is not that of DER.
func reverse(a [][]byte) [][]byte {
	sorted := setOf(a...)
	out := append([][]byte{}, a...)
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	if string(TLV(tagSet, out...)) == string(sorted) {
		panic("pectest: reversed attributes are still in DER order")
	}
	return out
}
