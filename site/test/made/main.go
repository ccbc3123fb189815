// Command made writes PEC messages for the page's tests: it reads a JSON array of wishes and writes a JSON array of files,
// each in base64, signed by the test authority of package pectest.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"time"

	"pecverifier/verifier/pectest"
)

// wish is what a message should hold; an empty field is left as it is in pectest's usual message.
type wish struct {
	Kind        string // accettazione, avvenuta-consegna, errore-consegna, preavviso-errore-consegna; else posta-certificata
	Text, HTML  string
	HTMLOnly    bool   // no text beside the HTML
	Subject     string // in daticert.xml and outside
	Sender      string
	Recipient   string
	ErrorDetail string
	Field       [2]string // one more header field of the certified message
	Outer       [2]string // one more of the envelope
	Receipt     string    // completa, breve, sintetica
	Minutes     int       // later than the usual time, as another sending
	Shift       int       // minutes later than the usual time, as the same sending
	Outlook     bool      // as Outlook keeps it
	Unsigned    bool      // as Outlook keeps one whose signed entity was lost
	Hours       int       // of a notice: 12, 24; 0 = it does not say which it is
	Unlisted    bool      // signed by somebody whom no list knows
	Signed      bool      // with a signed PDF that was changed since, in a signature of its own, in place of the attachments
	Bare        string    // no message: a signature of Text, "enclosing" or "detached"
	Attachments []attachment
}

type attachment struct {
	Name, Type string
	Content    []byte
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "made:", err)
		os.Exit(1)
	}
}

func run() error {
	var wishes []wish
	if err := json.NewDecoder(os.Stdin).Decode(&wishes); err != nil {
		return fmt.Errorf("read the wishes: %w", err)
	}
	office := pectest.NewOffice()
	var files [][]byte
	for _, w := range wishes {
		files = append(files, w.file(office))
	}
	return json.NewEncoder(os.Stdout).Encode(files)
}

func (w wish) file(office *pectest.Office) []byte {
	d := office.Dispatch()
	if w.Bare != "" {
		s := pectest.SignedFile([]byte(w.Text), d.Sent, office.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person")))
		s.Embed = w.Bare == "enclosing"
		return s.DER()
	}
	set := func(to *string, value string) {
		if value != "" {
			*to = value
		}
	}
	set(&d.Subject, w.Subject)
	set(&d.Sender, w.Sender)
	set(&d.To[0].Address, w.Recipient)
	set(&d.ReceiptType, w.Receipt)
	d.Sent = d.Sent.Add(time.Duration(w.Minutes) * time.Minute)
	d.Sent = d.Sent.Add(time.Duration(w.Shift) * time.Minute)
	if w.Minutes != 0 {
		d.Identifier = fmt.Sprintf("opec%d.%s", w.Minutes, d.Identifier)
	}
	attachments := d.Original.Attachments
	d.Original = d.NewOriginal()
	d.Original.Attachments = attachments
	set(&d.Original.Text, w.Text)
	d.Original.HTML = w.HTML
	if w.HTMLOnly {
		d.Original.Text = ""
	}
	if w.Field[0] != "" {
		d.Original.Header.Add(w.Field[0], w.Field[1])
	}
	if w.Attachments != nil {
		d.Original.Attachments = nil
		for _, a := range w.Attachments {
			d.Original.Attachments = append(d.Original.Attachments, pectest.Attachment{Name: a.Name, Type: a.Type, Content: a.Content, Form: "2231"})
		}
	}
	if w.Signed {
		signer := office.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person"))
		pdf := pectest.NewPDF("1.000 euro")
		pdf.Sign(pectest.PDFSignature{Certificate: signer})
		pdf.Put(pectest.PDFContents, pectest.Stream("", pectest.PageText("9.000 euro")))
		pdf.Commit()
		d.Original.Attachments = []pectest.Attachment{{Name: "atto.pdf.p7m", Type: "application/pkcs7-mime",
			Content: pectest.SignedFile(pdf.Data, d.Sent, signer).DER()}, {Name: "nota.txt", Type: "text/plain", Content: []byte("nota\n")}}
	}
	m := w.message(d)
	if w.ErrorDetail != "" {
		m.Data.ErroreEsteso = w.ErrorDetail
	}
	if w.Unlisted {
		m.Provider = pectest.Unlisted(m.Provider)
	}
	mail := m.Bytes()
	if w.Outer[0] != "" {
		mail = pectest.EditHeader(mail, func(h *pectest.Header) { h.Add(w.Outer[0], w.Outer[1]) })
	}
	header, _ := pectest.Split(mail)
	switch {
	case w.Unsigned:
		return (&pectest.OutlookMessage{Class: "IPM.Note", Headers: string(header)}).Bytes()
	case w.Outlook:
		return pectest.ClearSigned(string(header), pectest.Entity(mail)).Bytes()
	}
	return mail
}

func (w wish) message(d *pectest.Dispatch) *pectest.Message {
	switch w.Kind {
	case "accettazione":
		return d.Accettazione()
	case "avvenuta-consegna":
		return d.Consegna()
	case "preavviso-errore-consegna":
		m := d.Preavviso(max(w.Hours, 12))
		if w.Hours == 0 {
			m.Data.ErroreEsteso, m.Reason = "4.4.7 - superato il tempo massimo", "è stato superato il tempo massimo di consegna."
		}
		return m
	case "errore-consegna":
		return d.ErroreConsegna("no-dest", "5.1.1")
	}
	return d.PostaCertificata()
}
