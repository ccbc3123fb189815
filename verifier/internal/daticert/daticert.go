// Package daticert reads daticert.xml, the certification data of a PEC message (RFC 6109 §4.4).
//
// The input is signed by a provider, but the provider need not be honest and its values come from strangers, so it is
// hostile: sizes are bounded before anything is built, no DTD is loaded, no entity is expanded. A document has one
// reading or none: what could be read in two ways (a value twice, a name of the rules in a namespace or in a place of
// its own) is malformed. Every value must be escaped before it is shown; it may hold bidirectional controls.
package daticert

import (
	"bytes"
	"time"

	"github.com/beevik/etree"
)

// The eight values of postacert/@tipo (RFC 6109 §4.4).
const (
	Accettazione            = "accettazione"
	NonAccettazione         = "non-accettazione"
	PresaInCarico           = "presa-in-carico"
	AvvenutaConsegna        = "avvenuta-consegna"
	PostaCertificata        = "posta-certificata"
	ErroreConsegna          = "errore-consegna"
	PreavvisoErroreConsegna = "preavviso-errore-consegna"
	RilevazioneVirus        = "rilevazione-virus"
)

// Kinds are all of them.
var Kinds = []string{
	Accettazione, NonAccettazione, PresaInCarico, AvvenutaConsegna, PostaCertificata, ErroreConsegna, PreavvisoErroreConsegna,
	RilevazioneVirus,
}

// The values of postacert/@errore (RFC 6109 §4.4). The cause of a failure is better read from ErrorDetail.
const (
	Nessuno   = "nessuno"
	NoDest    = "no-dest"
	NoDominio = "no-dominio"
	Virus     = "virus"
	Altro     = "altro"
)

// Data is what one daticert.xml states. Text values are as written, without white space at their ends; those that
// may be absent are "" then.
type Data struct {
	Kind       string      // postacert/@tipo, one of the eight
	Error      string      // postacert/@errore, nessuno where it is not written
	Sender     string      // mittente, never empty
	Recipients []Recipient // destinatari in their order, at least one
	ReplyTo    string      // risposte, may be empty
	Subject    string      // oggetto

	Provider    string    // gestore-emittente, never empty
	Time        time.Time // data, in a fixed zone with the offset that it states and no name
	Identifier  string    // identificativo (PEC msgid), never empty, as written: usually without angle brackets
	MessageID   string    // msgid of the sender's client, as written: usually with angle brackets
	ReceiptType string    // ricevuta/@tipo: completa, breve, sintetica
	DeliveredTo string    // consegna
	ReceivedFor []string  // ricezione in their order, without empty ones
	ErrorDetail string    // errore-esteso

	HasSubject   bool // oggetto is there, even an empty one
	HasMessageID bool // msgid is there, even an empty one
	Doctype      bool // there was a DOCTYPE; it was ignored

	// Marked says that there were characters which XML 1.0 forbids; in values Mark stands for each.
	Marked bool
	// Cut names elements that a sender made longer than is read: oggetto, risposte and errore-esteso are cut and end with "…",
	// msgid is left out.
	Cut []string
}

// Recipient is one destinatari. Type is certificato or esterno, as the sender's provider held it then.
type Recipient struct {
	Address string
	Type    string
}

// Parse reads one daticert.xml of at most 8 MiB. The error, if any, is a *Malformed.
func Parse(raw []byte) (*Data, error) {
	d, bad := parse(raw)
	if bad != nil {
		return nil, bad
	}
	return d, nil
}

func parse(raw []byte) (*Data, *Malformed) {
	if len(raw) > maxSize {
		return nil, malformed(ReasonSize, "it has %d bytes, more than %d", len(raw), maxSize)
	}
	text, marked, bad := decode(raw)
	if bad != nil {
		return nil, bad
	}
	text, doctype, byReference, bad := scan(text)
	if bad != nil {
		return nil, bad
	}
	doc := etree.NewDocument()
	doc.ReadSettings = etree.ReadSettings{MaxDepth: maxDepth, PreserveDuplicateAttrs: true}
	if _, err := doc.ReadFrom(bytes.NewReader([]byte(text))); err != nil {
		return nil, malformed(ReasonXML, "it is not well formed (%s)", quote(err.Error()))
	}
	root := doc.Root()
	if root == nil || root.Tag != "postacert" {
		return nil, malformed(ReasonRoot, "the root element is not postacert")
	}
	if bad := checkShape(root, "", false); bad != nil {
		return nil, bad
	}
	d, bad := read(root)
	if bad != nil {
		return nil, bad
	}
	d.Doctype, d.Marked = doctype, marked || byReference
	return d, nil
}
