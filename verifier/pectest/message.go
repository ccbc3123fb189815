package pectest

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Style is the way of one family of providers.
type Style int

// The styles met in real mail (RULES.md §2.4, §10 of the project's notes).
const (
	StyleAruba    Style = iota // daticert.xml before postacert.eml, base64; "This is an S/MIME signed message"
	StyleInfoCert              // daticert.xml after postacert.eml, p7s in BER with indefinite lengths
	StyleTelecom               // daticert.xml 7bit and last, the header block repeated in the preamble
)

// Rome is the zone of the messages in winter, +01:00.
var Rome = time.FixedZone("", 3600)

// Dispatch is one sending: what all receipts of it have in common.
type Dispatch struct {
	Office      *Office
	Sender      string
	To, Cc      []Destinatario
	Subject     string
	Identifier  string // PEC msgid
	ClientID    string // the client's Message-ID, with angle brackets
	ReceiptType string
	Sent        time.Time
	Original    *Original
}

// Dispatch is a message from a customer of provider Uno to a customer of provider Due, with one PDF attached.
func (o *Office) Dispatch() *Dispatch {
	d := &Dispatch{
		Office: o, Sender: "anna.bianchi@pec.studio-bianchi.example", To: Certificati("protocollo@pec.comune-prova.example"),
		Subject:     "Trasmissione atti prot. 1234/2025",
		Identifier:  "opec210.20250312101530.04711.815.1.63@" + o.Uno.Domain,
		ClientID:    "<5F3A9C21.7060204@studio-bianchi.example>",
		ReceiptType: "completa",
		Sent:        time.Date(2025, 3, 12, 10, 15, 30, 0, Rome),
	}
	d.Original = d.NewOriginal()
	d.Original.Attachments = []Attachment{{Name: "atto.pdf", Type: "application/pdf", Content: PDF("Atto di prova")}}
	return d
}

// NewOriginal is the user's message of the dispatch, text only. Call it again after changing the dispatch.
func (d *Dispatch) NewOriginal() *Original {
	h := Header{
		{"Received", "from [192.0.2.10] (host10.studio-bianchi.example [192.0.2.10])" + crlf +
			"\tby smtps." + d.Office.Uno.Domain + " (Postfix) with ESMTPSA id 4ZCh5y3Zz2z1LM" + crlf +
			"\tfor <" + d.To[0].Address + ">; " + mailDate(d.Sent)},
		{"Subject", EncodedWord(d.Subject)},
		{"From", "Anna Bianchi <" + d.Sender + ">"},
		{"To", strings.Join(addresses(d.To), ", ")},
	}
	if len(d.Cc) > 0 {
		h.Add("Cc", strings.Join(addresses(d.Cc), ", "))
	}
	h.Add("Date", mailDate(d.Sent.Add(-3*time.Second)))
	h.Add("Message-ID", "<"+d.Identifier+">")
	if d.ClientID != "" {
		h.Add("X-Riferimento-Message-ID", d.ClientID)
	}
	if d.ReceiptType != "completa" {
		h.Add("X-TipoRicevuta", d.ReceiptType)
	}
	return &Original{Header: h, Text: "Buongiorno,\nsi trasmettono in allegato gli atti indicati in oggetto.\n\nCordiali saluti\nAnna Bianchi\n",
		Boundary: "===============" + strings.ToLower(token(16, d.Identifier)) + "=="}
}

func mailDate(t time.Time) string { return t.Format("Mon, 2 Jan 2006 15:04:05 -0700") }

func addresses(list []Destinatario) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.Address)
	}
	return out
}

func (d *Dispatch) all() []Destinatario { return append(append([]Destinatario{}, d.To...), d.Cc...) }

func (d *Dispatch) addresses() []string { return addresses(d.all()) }

// Message is one message of the PEC system. The fields may be changed and the hooks set before Bytes is called.
type Message struct {
	Dispatch *Dispatch
	Kind     string // tipo of daticert.xml, or anomalia
	Provider *Provider
	Style    Style
	Time     time.Time
	Data     *Daticert // nil: no daticert.xml
	Original []byte    // postacert.eml; nil: none
	Reason   string    // in the human text of notices and anomalies
	Header   Header    // outer header without MIME-Version and Content-Type; nil = as the rules say

	Digest         string // micalg; "" = that of the signer
	Protocol       string // "" = application/x-pkcs7-signature
	DaticertCoding string // "" = as the style says
	DaticertLast   bool
	OriginalCoding string // "" = 7bit
	TextOnly       bool   // text/plain in place of multipart/alternative
	Text           string // in place of the human text

	// Hooks, in the order they run.
	XML      func([]byte) []byte // text of daticert.xml
	Parts    func([]Part) []Part // parts of the signed multipart/mixed
	Signed   func([]byte) []byte // the bytes to be signed
	CMS      func(*SignedData)   // the structure, before it is written
	Tamper   func([]byte) []byte // the signed bytes, after they were signed
	P7S      func([]byte) []byte // the DER of the signature
	P7SPart  func(*Part)         // its MIME part
	Envelope func(*Multipart)    // the outer multipart/signed, with all header fields

	// Opaque writes application/pkcs7-mime with the content inside in place of multipart/signed.
	Opaque bool
}

func (d *Dispatch) message(kind string, p *Provider, after time.Duration) *Message {
	t := d.Sent.Add(after)
	return &Message{
		Dispatch: d, Kind: kind, Provider: p, Time: t,
		Data: &Daticert{
			Tipo: kind, Errore: "nessuno", Mittente: d.Sender, Destinatari: d.all(), Risposte: d.Sender, Oggetto: d.Subject,
			Gestore: p.Name, Time: t, Identifier: d.Identifier, MessageID: d.ClientID,
		},
	}
}

// Accettazione is the acceptance receipt of the sender's provider (RFC 6109 §3.1.4).
func (d *Dispatch) Accettazione() *Message { return d.message("accettazione", d.Office.Uno, 0) }

// NonAccettazione is the refusal for a formal fault (RFC 6109 §3.1.2).
func (d *Dispatch) NonAccettazione() *Message {
	m := d.message("non-accettazione", d.Office.Uno, 0)
	m.Data.Errore, m.Data.ErroreEsteso = "altro", "Errori formali: destinatario in copia nascosta non ammesso"
	return m
}

// NonAccettazioneVirus is the refusal for a virus (RFC 6109 §3.1.3).
func (d *Dispatch) NonAccettazioneVirus() *Message {
	m := d.message("non-accettazione", d.Office.Uno, 0)
	m.Data.Errore, m.Data.ErroreEsteso = "virus", "Rilevato virus: EICAR-Test"
	return m
}

// PostaCertificata is the transport envelope (RFC 6109 §3.1.5).
func (d *Dispatch) PostaCertificata() *Message {
	m := d.message("posta-certificata", d.Office.Uno, 0)
	m.Data.Ricevuta, m.Original = d.ReceiptType, d.Original.Bytes()
	return m
}

// PresaInCarico is the receipt from provider to provider (RFC 6109 §3.2.1).
func (d *Dispatch) PresaInCarico() *Message {
	m := d.message("presa-in-carico", d.Office.Due, time.Second)
	m.Data.Ricezione = addresses(d.To)
	return m
}

// Consegna is the delivery receipt to the first recipient, in the form that the dispatch asks for (RFC 6109 §3.3.2).
func (d *Dispatch) Consegna() *Message { return d.ConsegnaTo(d.To[0].Address) }

// ConsegnaTo is the delivery receipt to that recipient. One in copy gets the concise form, whatever was asked.
func (d *Dispatch) ConsegnaTo(address string) *Message {
	m := d.message("avvenuta-consegna", d.Office.Due, 2*time.Second)
	m.Data.Ricevuta, m.Data.Consegna = d.ReceiptType, address
	switch {
	case slices.Contains(addresses(d.Cc), address):
	case d.ReceiptType == "completa":
		m.Original = d.Original.Bytes()
	case d.ReceiptType == "breve":
		m.Original = d.Original.Brief(false)
	}
	return m
}

// ErroreConsegna is the non-delivery notice (RFC 6109 §3.3.3): no-dest, no-dominio, altro.
func (d *Dispatch) ErroreConsegna(errore, detail string) *Message {
	m := d.message("errore-consegna", d.Office.Due, 2*time.Second)
	m.Data.Errore, m.Data.Consegna, m.Data.ErroreEsteso = errore, d.To[0].Address, detail
	return m
}

// ErroreConsegnaVirus is the non-delivery notice for a virus, by the sender's provider (RFC 6109 §3.2.4).
func (d *Dispatch) ErroreConsegnaVirus() *Message {
	m := d.message("errore-consegna", d.Office.Uno, 5*time.Minute)
	m.Data.Errore, m.Data.Consegna, m.Data.ErroreEsteso = "virus", d.To[0].Address, "5.6.0 - "+d.Office.Due.Name+" - rilevato virus: EICAR-Test"
	return m
}

// Preavviso is the notice after 12 or 24 hours (RFC 6109 §3.1.6).
func (d *Dispatch) Preavviso(hours int) *Message {
	m := d.message("preavviso-errore-consegna", d.Office.Uno, time.Duration(hours)*time.Hour-10*time.Minute)
	m.Data.Errore, m.Data.Consegna = "altro", d.To[0].Address
	if hours == 12 {
		m.Data.ErroreEsteso = "4.4.1 - " + d.Office.Uno.Name + " - il messaggio non è stato consegnato nelle prime dodici ore"
		m.Reason = "il messaggio non è stato consegnato nelle prime dodici ore dal suo invio.\nNon si esclude che la consegna avvenga nelle prossime ore."
	} else {
		m.Data.ErroreEsteso = "5.4.1 - " + d.Office.Uno.Name + " - il messaggio non è stato consegnato nelle ventiquattro ore"
		m.Reason = "il messaggio non è stato consegnato nelle ventiquattro ore successive al suo invio.\nSi ritiene che la spedizione debba considerarsi non andata a buon fine."
	}
	return m
}

// RilevazioneVirus is the notice from provider to provider (RFC 6109 §3.2.3).
func (d *Dispatch) RilevazioneVirus() *Message {
	m := d.message("rilevazione-virus", d.Office.Due, time.Minute)
	m.Data.Errore, m.Data.Consegna, m.Data.ErroreEsteso = "virus", d.To[0].Address, "Rilevato virus: EICAR-Test"
	return m
}

// Anomalia is the anomaly envelope around a message that the provider received from elsewhere (RFC 6109 §3.2.2).
func (d *Dispatch) Anomalia(received []byte) *Message {
	m := d.message("anomalia", d.Office.Due, time.Second)
	m.Data, m.Original, m.Reason, m.TextOnly = nil, received, "il messaggio non è un messaggio di posta certificata", true
	return m
}

// header is the outer header as the rules and real mail have it.
func (m *Message) header() Header {
	if m.Header != nil {
		return m.Header.Clone()
	}
	d, k := m.Dispatch, m.kind()
	host := "smtp01." + m.Provider.Domain
	to, from := d.Sender, m.Provider.Address()
	var h Header
	envelope := k.field == "X-Trasporto"
	if envelope {
		to, from = strings.Join(addresses(d.To), ", "), `"Per conto di: `+d.Sender+`" <`+m.Provider.Address()+">"
	}
	if m.Kind == "presa-in-carico" || m.Kind == "rilevazione-virus" {
		to = "ricevute@" + d.Office.Uno.Domain
	}
	h = Header{
		{"Return-Path", "<" + m.Provider.Address() + ">"},
		{"Delivered-To", to},
		{"Received", "from " + host + " (localhost [127.0.0.1])" + crlf + "\tby " + host + " (lmtpd) with LMTP id 17642.002;" + crlf + "\t" + mailDate(m.Time) + " (CET)"},
		{"Subject", k.prefix + EncodedWord(d.Subject)},
	}
	if d.ClientID != "" {
		h.Add("X-Riferimento-Message-ID", d.ClientID)
	}
	h.Add("Date", mailDate(m.Time))
	if envelope {
		h.Add("Reply-To", d.Sender)
	}
	h.Add("To", to)
	if envelope && len(d.Cc) > 0 {
		h.Add("Cc", strings.Join(addresses(d.Cc), ", "))
	}
	h.Add(k.field, k.value)
	if k.virus {
		h.Add("X-VerificaSicurezza", "errore")
	}
	if m.Kind == "rilevazione-virus" {
		h.Add("X-Mittente", d.Sender)
	}
	if m.Kind == "posta-certificata" {
		h.Add("X-TipoRicevuta", d.ReceiptType)
	}
	h.Add("From", from)
	id := "<opec777." + m.Time.Format("20060102150405") + ".0" + fmt.Sprint(len(m.Kind)) + ".1.72@" + m.Provider.Domain + ">"
	if envelope {
		id = "<" + d.Identifier + ">"
	}
	h.Add("Message-ID", id)
	return h
}

// SignedBytes is the first part of the multipart/signed, as it is signed.
func (m *Message) SignedBytes() []byte {
	seed := fmt.Sprint(m.Time.Unix()) + "-" + fmt.Sprint(4000+int(m.Time.Unix()%4999)) + "-"
	boundary := func(n int) string {
		if m.Style == StyleInfoCert {
			return fmt.Sprintf("----=_Part_%d_%d.%d", n, m.Time.Unix()%1e9, m.Time.UnixMilli())
		}
		return "----------=_" + seed + fmt.Sprint(1410+n)
	}
	text := m.Text
	if text == "" {
		text = m.humanText()
	}
	plain := Part{Header: Header{{"Content-Type", `text/plain; charset="iso-8859-1"`}, {"Content-Disposition", "inline"}},
		Coding: "quoted-printable", Content: CRLF(toLatin1(text))}
	parts := []Part{plain}
	if !m.TextOnly {
		html := plain
		html.Header = Header{{"Content-Type", `text/html; charset="iso-8859-1"`}, {"Content-Disposition", "inline"}}
		html.Content = CRLF(toLatin1(humanHTML(m.kind().title, text)))
		parts[0] = Part{Raw: Multipart{
			Header:   Header{{"Content-Type", "multipart/alternative;" + crlf + ` boundary="` + boundary(1) + `"`}, {"Content-Transfer-Encoding", "binary"}},
			Boundary: boundary(1), Parts: [][]byte{plain.Bytes(), html.Bytes()}}.Bytes()}
	}
	var daticert, original []Part
	if m.Data != nil {
		xml := m.Data.XML()
		if m.XML != nil {
			xml = m.XML(xml)
		}
		daticert = []Part{DaticertPart(xml, m.daticertCoding())}
	}
	if m.Original != nil {
		coding := m.OriginalCoding
		if coding == "" {
			coding = "7bit"
		}
		original = []Part{OriginalPart(m.Original, coding)}
	}
	if m.DaticertLast || m.Style != StyleAruba {
		parts = append(append(parts, original...), daticert...)
	} else {
		parts = append(append(parts, daticert...), original...)
	}
	if m.Parts != nil {
		parts = m.Parts(parts)
	}
	mixed := Multipart{Header: Header{{"Content-Type", `multipart/mixed; boundary="` + boundary(0) + `"`},
		{"Content-Transfer-Encoding", "binary"}, {"MIME-Version", "1.0"}}, Boundary: boundary(0)}
	for _, p := range parts {
		mixed.Parts = append(mixed.Parts, p.Bytes())
	}
	out := mixed.Bytes()
	if m.Signed != nil {
		out = m.Signed(out)
	}
	return out
}

func (m *Message) daticertCoding() string {
	switch {
	case m.DaticertCoding != "":
		return m.DaticertCoding
	case m.Style == StyleTelecom:
		return "7bit"
	}
	return "base64"
}

// DaticertPart is the part that holds daticert.xml.
func DaticertPart(xml []byte, coding string) Part {
	if coding != "base64" {
		xml = CRLF(xml)
	}
	return Part{Header: Header{{"Content-Type", `application/xml; name="daticert.xml"`}, {"Content-Disposition", `inline; filename="daticert.xml"`}},
		Coding: coding, Content: xml}
}

// OriginalPart is the part that holds postacert.eml.
func OriginalPart(message []byte, coding string) Part {
	return Part{Header: Header{{"Content-Type", `message/rfc822; name="postacert.eml"`}, {"Content-Disposition", `inline; filename="postacert.eml"`}},
		Coding: coding, Width: 76, Content: message}
}

// SignatureDER is the CMS structure over the given bytes.
func (m *Message) SignatureDER(signed []byte) []byte {
	s := SignedData{Content: signed, Embed: m.Opaque, Indefinite: m.Style == StyleInfoCert,
		Signers: []Signer{{Certificate: m.Provider.Certificate, SigningTime: m.Time}}}
	if m.CMS != nil {
		m.CMS(&s)
	}
	der := s.DER()
	if m.P7S != nil {
		der = m.P7S(der)
	}
	return der
}

// Bytes is the whole message, CRLF throughout.
func (m *Message) Bytes() []byte {
	signed := m.SignedBytes()
	der := m.SignatureDER(signed)
	if m.Tamper != nil {
		signed = m.Tamper(signed)
	}
	protocol, micalg := m.Protocol, m.Digest
	if protocol == "" {
		protocol = "application/x-pkcs7-signature"
	}
	if micalg == "" {
		micalg = "sha-256"
	}
	header := m.header()
	header.Add("MIME-Version", "1.0")
	if m.Opaque {
		p := Part{Header: append(header, Header{{"Content-Type", `application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"`},
			{"Content-Disposition", `attachment; filename="smime.p7m"`}}...), Coding: "base64", Width: 64, Content: der}
		if m.P7SPart != nil {
			m.P7SPart(&p)
		}
		return p.Bytes()
	}
	p7s := Part{Header: Header{{"Content-Type", protocol + `; name="smime.p7s"`}, {"Content-Transfer-Encoding", "base64"},
		{"Content-Disposition", `attachment; filename="smime.p7s"`}}, Coding: "base64", Width: 64, Content: der}
	if m.P7SPart != nil {
		m.P7SPart(&p7s)
	}
	boundary := "----" + token(32, m.Kind, m.Dispatch.Identifier, m.Time.String())
	preamble := []byte("This is an S/MIME signed message" + crlf)
	switch m.Style {
	case StyleInfoCert:
		boundary, preamble = fmt.Sprintf("----=_Part_%d_%d.%d", 9, m.Time.Unix()%1e9, m.Time.UnixMilli()), nil
	case StyleTelecom:
		preamble = header.Bytes()
	}
	header.Add("Content-Type", `multipart/signed; protocol="`+protocol+`"; micalg="`+micalg+`"; boundary="`+boundary+`"`)
	outer := Multipart{Header: header, Preamble: preamble, Boundary: boundary, Parts: [][]byte{signed, p7s.Bytes()}, Epilogue: []byte(crlf)}
	if m.Envelope != nil {
		m.Envelope(&outer)
	}
	return outer.Bytes()
}
