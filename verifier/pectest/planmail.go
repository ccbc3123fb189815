package pectest

import (
	"bytes"
	"fmt"
)

// Dispatch is the plan as a sending of that office, with a PDF attached.
func (t *Plan) Dispatch(o *Office) *Dispatch {
	d := o.Dispatch()
	d.Sender, d.Subject, d.Identifier, d.ClientID, d.ReceiptType, d.Sent = t.Sender, t.Subject, t.Identifier, t.ClientID, t.ReceiptType, t.Sent
	d.To, d.Cc = nil, nil
	for _, r := range t.Recipients {
		to := Destinatario{r.Address, r.Tipo}
		if r.Copy {
			d.Cc = append(d.Cc, to)
		} else {
			d.To = append(d.To, to)
		}
	}
	d.Original = d.NewOriginal()
	d.Original.Attachments = []Attachment{{Name: "atto.pdf", Type: "application/pdf", Content: PDF(t.Identifier)}}
	return d
}

// Mail writes a piece as a real message: signed, altered afterwards, or signed by a stranger, as its flaw says.
func (t *Plan) Mail(o *Office, piece Piece) []byte {
	d := t.Dispatch(o)
	m := d.message(piece.Kind, o.Uno, piece.Time.Sub(t.Sent))
	m.Data.Consegna, m.Data.Ricezione, m.Data.ErroreEsteso = piece.Recipient, piece.Covers, piece.Detail
	if piece.Error != "" {
		m.Data.Errore = piece.Error
	}
	if piece.Kind == "preavviso-errore-consegna" {
		m.Reason = notices[piece.Notice].text
	}
	if piece.Written != "" {
		m.Data.Identifier = piece.Written
	}
	if piece.Sender != "" {
		m.Data.Mittente = piece.Sender
	}
	if piece.ClientID != "" {
		m.Data.MessageID = piece.ClientID
	}
	switch piece.Kind {
	case "sent":
		return t.sent(d, piece.Other)
	case "posta-certificata":
		m = d.PostaCertificata()
	case "avvenuta-consegna":
		m.Provider, m.Data.Gestore, m.Data.Ricevuta = o.Due, o.Due.Name, t.ReceiptType
		switch piece.Form {
		case "full":
			m.Original = d.Original.Bytes()
		case "hashes":
			m.Original = d.Original.Brief(true)
		}
	case "presa-in-carico", "rilevazione-virus":
		m.Provider, m.Data.Gestore = o.Due, o.Due.Name
	}
	if piece.Gestore != "" {
		m.Data.Gestore = piece.Gestore
	}
	switch piece.Flaw {
	case "altered":
		m.Tamper = func(b []byte) []byte { return Replace(b, "Il giorno", "Il Giorno") }
	case "unlisted":
		m.Provider = Unlisted(m.Provider)
	}
	mail := m.Bytes()
	if piece.Again {
		mail = EditHeader(mail, func(h *Header) { h.Set("Message-ID", fmt.Sprintf("<opec.%d@%s>", piece.Number, m.Provider.Domain)) })
	}
	if piece.LF {
		mail = bytes.ReplaceAll(mail, []byte("\r\n"), []byte("\n"))
	}
	return mail
}

// sent is the message as the sender's program kept it: with its own Message-ID, before the provider put another.
func (t *Plan) sent(d *Dispatch, other bool) []byte {
	original := *d.Original
	original.Header = original.Header.Clone()
	for _, name := range []string{"Received", "X-Riferimento-Message-ID"} {
		original.Header.Del(name)
	}
	original.Header.Set("Message-ID", t.ClientID)
	if other {
		original.Attachments = []Attachment{{Name: "atto.pdf", Type: "application/pdf", Content: PDF("bozza")}}
	}
	return original.Bytes()
}
