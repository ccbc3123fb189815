package daticert

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"
)

var (
	errorValues    = []string{Nessuno, NoDest, NoDominio, Virus, Altro}
	recipientTypes = []string{"certificato", "esterno"}
	receiptTypes   = []string{"completa", "breve", "sintetica"}
)

// reader takes values out of a tree that has passed checkShape. It keeps the first thing that is wrong.
type reader struct{ bad *Malformed }

func (r *reader) fail(bad *Malformed) {
	if r.bad == nil {
		r.bad = bad
	}
}

func read(root *etree.Element) (*Data, *Malformed) {
	r := &reader{}
	d := &Data{
		Kind:  r.attribute(root, "tipo", "", ReasonKind, Kinds),
		Error: r.attribute(root, "errore", Nessuno, ReasonValue, errorValues),
	}
	r.header(r.need(root, "intestazione"), d)
	r.facts(r.need(root, "dati"), d)
	return d, r.bad
}

func (r *reader) header(e *etree.Element, d *Data) {
	d.Sender = r.full(r.need(e, "mittente"))
	d.ReplyTo = d.cut("risposte", value(r.need(e, "risposte")))
	subject := child(e, "oggetto")
	d.Subject, d.HasSubject = d.cut("oggetto", value(subject)), subject != nil
	r.need(e, "destinatari")
	for _, recipient := range children(e, "destinatari") {
		d.Recipients = append(d.Recipients, Recipient{
			Address: r.full(recipient),
			Type:    r.attribute(recipient, "tipo", "certificato", ReasonValue, recipientTypes),
		})
	}
}

func (r *reader) facts(e *etree.Element, d *Data) {
	d.Provider = r.full(r.need(e, "gestore-emittente"))
	d.Identifier = r.full(r.need(e, "identificativo"))
	d.Time = r.time(r.need(e, "data"))
	messageID := child(e, "msgid")
	d.MessageID, d.HasMessageID = value(messageID), messageID != nil
	if len(d.MessageID) > maxLine { // part of an identifier is none
		d.MessageID, d.HasMessageID, d.Cut = "", false, append(d.Cut, "msgid")
	}
	if receipt := child(e, "ricevuta"); receipt != nil {
		d.ReceiptType = r.attribute(receipt, "tipo", "", ReasonValue, receiptTypes)
	}
	d.DeliveredTo = r.text(child(e, "consegna"), maxLine)
	for _, reception := range children(e, "ricezione") {
		if address := r.text(reception, maxLine); address != "" {
			d.ReceivedFor = append(d.ReceivedFor, address)
		}
	}
	d.ErrorDetail = d.cut("errore-esteso", value(child(e, "errore-esteso")))
}

// cut shortens what a stranger wrote: however long it is, the rest is the provider's.
func (d *Data) cut(name, value string) string {
	if len(value) <= maxText {
		return value
	}
	d.Cut = append(d.Cut, name)
	end := maxText - len("…")
	for !utf8.RuneStart(value[end]) {
		end--
	}
	return value[:end] + "…"
}

func children(e *etree.Element, name string) []*etree.Element {
	if e == nil {
		return nil
	}
	var found []*etree.Element
	for _, token := range e.Child {
		if c, ok := token.(*etree.Element); ok && c.Space == "" && c.Tag == name {
			found = append(found, c)
		}
	}
	return found
}

func child(e *etree.Element, name string) *etree.Element {
	if found := children(e, name); len(found) > 0 {
		return found[0]
	}
	return nil
}

// need is child for what the DTD requires. A nil e has been reported already.
func (r *reader) need(e *etree.Element, name string) *etree.Element {
	c := child(e, name)
	if c == nil && e != nil {
		r.fail(malformed(ReasonMissing, "%s is not there", name))
	}
	return c
}

// value joins the character data of e, CDATA included; comments and instructions say nothing.
func value(e *etree.Element) string {
	if e == nil {
		return ""
	}
	var all strings.Builder
	for _, token := range e.Child {
		if data, ok := token.(*etree.CharData); ok {
			all.WriteString(data.Data)
		}
	}
	return strings.TrimSpace(all.String())
}

// text is value, within a bound.
func (r *reader) text(e *etree.Element, most int) string {
	value := value(e)
	if len(value) > most {
		r.fail(malformed(ReasonLimit, "%s is longer than %d bytes", e.Tag, most))
		return ""
	}
	return value
}

func (r *reader) full(e *etree.Element) string {
	value := r.text(e, maxLine)
	if value == "" && e != nil {
		r.fail(malformed(ReasonEmpty, "%s is empty", e.Tag))
	}
	return value
}

// attribute gives the value of an enumerated attribute; fallback "" means that it is required.
func (r *reader) attribute(e *etree.Element, name, fallback, reason string, values []string) string {
	value, there := fallback, fallback != ""
	for _, a := range e.Attr {
		if a.Space == "" && a.Key == name {
			value, there = strings.TrimSpace(a.Value), true
		}
	}
	switch {
	case !there:
		r.fail(malformed(ReasonMissing, "%s has no attribute %s", e.Tag, name))
	case !slices.Contains(values, value):
		r.fail(malformed(reason, "%s is no %s of %s", quote(value), name, e.Tag))
	}
	return value
}
