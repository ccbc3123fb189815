package pectest

import (
	"slices"
	"strings"
	"time"
)

// Daticert is what daticert.xml states (RFC 6109 §4.4). An empty field leaves its element out, where the rules let it be absent.
type Daticert struct {
	Tipo, Errore string
	Mittente     string
	Destinatari  []Destinatario
	Risposte     string
	Oggetto      string
	Gestore      string
	Time         time.Time // written in its own zone
	Identifier   string
	MessageID    string // with angle brackets
	Ricevuta     string // completa, breve, sintetica
	Consegna     string
	Ricezione    []string
	ErroreEsteso string
	Omit         []string // names of elements to leave out whatever they hold
}

// Destinatario is one recipient; Tipo is certificato or esterno.
type Destinatario struct{ Address, Tipo string }

// Certificati lists recipients that have PEC.
func Certificati(addresses ...string) []Destinatario {
	var out []Destinatario
	for _, a := range addresses {
		out = append(out, Destinatario{a, "certificato"})
	}
	return out
}

var xmlEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// XML writes the document as providers do: UTF-8, indented by four blanks, LF.
func (d Daticert) XML() []byte {
	var b strings.Builder
	element := func(indent int, name, attribute, value string) {
		if slices.Contains(d.Omit, name) {
			return
		}
		b.WriteString(strings.Repeat("    ", indent) + "<" + name + attribute + ">" + xmlEscape.Replace(value) + "</" + name + ">\n")
	}
	optional := func(indent int, name, value string) {
		if value != "" {
			element(indent, name, "", value)
		}
	}
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<postacert tipo="` + d.Tipo + `" errore="` + d.Errore + `">` + "\n")
	b.WriteString("    <intestazione>\n")
	element(2, "mittente", "", d.Mittente)
	for _, r := range d.Destinatari {
		element(2, "destinatari", ` tipo="`+r.Tipo+`"`, r.Address)
	}
	element(2, "risposte", "", d.Risposte)
	optional(2, "oggetto", d.Oggetto)
	b.WriteString("    </intestazione>\n    <dati>\n")
	element(2, "gestore-emittente", "", d.Gestore)
	if !slices.Contains(d.Omit, "data") {
		b.WriteString(`        <data zona="` + d.Time.Format("-0700") + `">` + "\n")
		element(3, "giorno", "", d.Time.Format("02/01/2006"))
		element(3, "ora", "", d.Time.Format("15:04:05"))
		b.WriteString("        </data>\n")
	}
	element(2, "identificativo", "", d.Identifier)
	optional(2, "msgid", d.MessageID)
	if d.Ricevuta != "" && !slices.Contains(d.Omit, "ricevuta") {
		b.WriteString(`        <ricevuta tipo="` + d.Ricevuta + `" />` + "\n")
	}
	optional(2, "consegna", d.Consegna)
	for _, r := range d.Ricezione {
		element(2, "ricezione", "", r)
	}
	optional(2, "errore-esteso", d.ErroreEsteso)
	b.WriteString("    </dati>\n</postacert>\n")
	return []byte(b.String())
}
