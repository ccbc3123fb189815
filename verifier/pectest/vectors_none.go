package pectest

import (
	"bytes"
	"crypto"
	"strings"
)

func formatVectors(c *catalogue) {
	d := c.o.Dispatch()
	const format = "FORMAT_FAILURE"
	whole := d.Consegna().Bytes()
	refuse := func(name, shows string, data []byte) *Vector {
		return c.add(name, shows, data, failed("", nil, format, nil))
	}
	m := d.Consegna()
	unsigned := func(h Header) []byte {
		h.Add("MIME-Version", "1.0")
		parts := [][]byte{TextPart("Ricevuta di avvenuta consegna\n"), DaticertPart(m.Data.XML(), "base64").Bytes()}
		h.Add("Content-Type", `multipart/mixed; boundary="falso"`)
		return Multipart{Header: h, Boundary: "falso", Parts: parts}.Bytes()
	}
	refuse("unsigned-receipt", "Header, text and daticert.xml of a receipt, and no signature.", unsigned(m.header()))
	h := m.header()
	h.Set("From", "Anna Bianchi <anna@studio-bianchi.example>")
	refuse("unsigned-with-x-ricevuta", "An unsigned mail with X-Ricevuta.", unsigned(h))
	h = m.header()
	h.Del("X-Ricevuta")
	refuse("unsigned-from-the-service-address", "An unsigned mail from a service address.", unsigned(h))
	h = d.PostaCertificata().header()
	h.Set("From", "Anna Bianchi <anna@studio-bianchi.example>")
	refuse("unsigned-with-x-trasporto", "An unsigned mail with X-Trasporto.", unsigned(h))
	h = m.header()
	h.Add("Content-Type", "text/html; charset=utf-8")
	refuse("unsigned-html", "A single HTML text under the header of a receipt.", append(h.Bytes(), "\r\n<h3>Ricevuta di avvenuta consegna</h3>\r\n"...))
	envelope := func(name, shows string, change func(*Multipart)) *Vector {
		m := d.Consegna()
		m.Envelope = change
		return refuse(name, shows, m.Bytes())
	}
	envelope("one-part", "multipart/signed with one part only.", func(e *Multipart) { e.Parts = e.Parts[:1] })
	envelope("no-part", "multipart/signed without any part.", func(e *Multipart) { e.Parts = nil })
	envelope("boundary-missing", "multipart/signed without boundary parameter.", func(e *Multipart) {
		e.Header.Set("Content-Type", `multipart/signed; protocol="application/x-pkcs7-signature"; micalg="sha-256"`)
	})
	envelope("boundary-other", "A boundary that occurs nowhere.", func(e *Multipart) {
		e.Header.Set("Content-Type", `multipart/signed; protocol="application/x-pkcs7-signature"; micalg="sha-256"; boundary="altro"`)
	})
	envelope("second-part-is-text", "The second part is a text.", func(e *Multipart) { e.Parts[1] = TextPart("firma\n") })
	p7s := func(name, shows string, change func([]byte) []byte) {
		m := d.Consegna()
		m.P7S = change
		refuse(name, shows, m.Bytes())
	}
	p7s("p7s-empty", "The signature part is empty.", func([]byte) []byte { return nil })
	p7s("p7s-garbled", "The signature part holds no CMS structure.", func([]byte) []byte { return []byte("questa non è una firma") })
	p7s("p7s-cut-short", "The CMS structure is cut short.", func(der []byte) []byte { return der[:len(der)/2] })
	p7s("p7s-last-byte-missing", "The CMS structure lacks its last byte.", func(der []byte) []byte { return der[:len(der)-1] })
	p7s("p7s-is-a-certificate", "The signature part is a certificate.", func([]byte) []byte { return c.o.Due.Certificate.DER })
	p7s("p7s-is-encrypted-data", "The structure is enveloped-data, not signed-data.", func([]byte) []byte {
		return seq(oid(OIDEnvelopedData), explicit(0, seq(integer(0))))
	})
	m = d.Consegna()
	m.P7SPart = func(p *Part) { p.Raw = append(append(p.Header.Bytes(), crlf...), "!!! non base64 !!!\r\n"...) }
	refuse("p7s-not-base64", "The signature part is not the base64 that it claims to be.", m.Bytes())
	mark := "\r\nContent-Type: application/x-pkcs7-signature"
	refuse("cut-in-signed-part", "The file ends in the middle of the signed part.", Truncate(whole, "correttamente", 0))
	refuse("cut-before-signature", "The file ends before the signature part.", Truncate(whole, mark, -len(mark)))
	refuse("cut-in-signature", "The file ends in the middle of the signature.", Truncate(whole, mark, 2000))
	m = d.Consegna()
	m.Header = Ordinary("Messaggio")[:6]
	m.P7S = func(der []byte) []byte { return der[:100] }
	refuse("daticert-in-broken-signed", "No PEC header at all, daticert.xml in the first part of a multipart/signed, the signature unreadable.", m.Bytes())
	m = d.Consegna()
	m.Opaque, m.P7S = true, func(der []byte) []byte { return der[:len(der)/2] }
	refuse("opaque-cut-short", "An opaque signature that is cut short, under the header of a receipt.", m.Bytes())
}

func noneVectors(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	none := func(name, shows string, data []byte) *Vector { return c.add(name, shows, data, nothing()) }
	text := append(Ordinary("Saluti").Bytes(), "Content-Type: text/plain; charset=utf-8\r\n\r\nCiao.\r\n"...)
	none("ordinary-mail", "An ordinary mail.", text)
	none("ordinary-mail-with-attachment", "An ordinary mail with a PDF.", Mixed("Documento", TextPart("Vedi allegato.\n"), Attachment{Name: "uno.pdf", Type: "application/pdf", Content: PDF("uno")}.part().Bytes()))
	none("subject-of-a-receipt", "An ordinary mail whose Subject looks like a receipt's.", EditHeader(text, func(h *Header) { h.Set("Subject", "CONSEGNA: Contratto") }))
	none("receipt-asked-for", "A mail that asks for a brief receipt is no receipt.", EditHeader(text, func(h *Header) { h.Add("X-TipoRicevuta", "breve") }))
	none("bare-postacert", "postacert.eml alone: the certified message, without what certifies it.", d.Original.Bytes())
	none("bare-daticert", "daticert.xml alone.", d.Consegna().Data.XML()).File = "daticert.xml"
	none("loose-daticert", "An ordinary mail with a daticert.xml attached.", Mixed("Dati", TextPart("Dati.\n"), DaticertPart(d.Consegna().Data.XML(), "base64").Bytes()))
	none("receipt-as-text", "The text of a receipt, copied into an ordinary mail.", append(Ordinary("Ricevuta").Bytes(),
		append([]byte("Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"), QuotedPrintable(Latin1(d.Consegna().humanText()))...)...))
	none("forwarded-ordinary-mail", "An ordinary mail inside an ordinary mail.", Forward(text))
	none("empty", "An empty file.", nil)
	none("pdf", "A PDF file.", PDF("ricevuta")).File = "ricevuta.pdf"
	none("text", "A text file.", []byte("Appunti: chiamare il gestore.\n")).File = "appunti.txt"
	none("certificate", "A certificate.", o.Due.Certificate.PEM()).File = "gestore.pem"
	none("binary", "Bytes of no format.", bytes.Repeat(sum(crypto.SHA256, []byte("binary")), 40)).File = "binary.bin"
	m := d.Consegna()
	none("signature-alone", "smime.p7s alone, without the part that it signs.", m.SignatureDER(m.SignedBytes())).File = "smime.p7s"
	document := SignedData{Content: PDF("atto"), Embed: true, Signers: []Signer{{Certificate: o.Due.Certificate, SigningTime: m.Time}}}
	none("signed-document", "A document with a provider's signature around it is no mail.", document.DER()).File = "atto.pdf.p7m"
	none("html", "A web page.", []byte("<!DOCTYPE html>\n<html><body>"+strings.Repeat("<p>Ricevuta di avvenuta consegna</p>", 3)+"</body></html>\n")).File = "pagina.html"
}
