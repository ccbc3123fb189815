package content

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/internal/charset"
	"pecverifier/verifier/internal/smime"
)

// Bounds of what is given to be read. What is cut says so; the bytes of an attachment are never cut.
const (
	maxBody     = 2 << 20 // bytes of one text or HTML part
	maxBodies   = 50      // text and HTML parts
	maxFields   = 500     // header fields
	maxField    = 64 << 10
	maxNestings = 20 // messages in messages that are opened one after the other
)

// ErrNoSuchPart says that the message has no attachment of that number, or none that is a message.
var ErrNoSuchPart = errors.New("there is no such part")

// Opened is a message with the bytes of its parts. Nothing in it has been made harmless: HTML is as the sender wrote it.
type Opened struct {
	Message *Message
	Fields  []Field
	Bodies  []Body // in the order of the file; of a multipart/alternative all forms

	// Daticert is the certification data beside the message, or the evidence of REM with its own signature, as decoded; nil where
	// there is none.
	Daticert []byte

	depth int
}

// Field is one header field, decoded for reading.
type Field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Body is a part that is to be read: text/plain, text/html or another text. Where the charset is one that this program
// does not read, Raw has the bytes and Text is empty.
type Body struct {
	Type    string
	Charset string // as stated, in lower case
	Text    string
	Raw     []byte
	Cut     bool // longer than what is given
}

// Open opens a message that was read, for somebody who wants to see it. Nothing is hashed again.
func (m *Message) Open() *Opened { return m.open(0) }

func (m *Message) open(depth int) *Opened {
	shown := *m
	o := &Opened{Message: &shown, depth: depth}
	for name, value := range m.header.All {
		if len(o.Fields) == maxFields {
			break
		}
		o.Fields = append(o.Fields, Field{name, bound.Shown(smime.DecodeWords(strings.TrimSpace(value[:min(len(value), maxField)])))})
	}
	for _, b := range m.bodies {
		if len(o.Bodies) == maxBodies {
			o.Message.Cut = true
			break
		}
		if body, ok := readBody(b); ok {
			o.Bodies = append(o.Bodies, body)
		}
	}
	return o
}

func readBody(e *smime.Entity) (Body, bool) {
	b := Body{Type: bound.Shown(e.Type), Charset: strings.ToLower(strings.Trim(e.Parameter("charset"), ` "'`))}
	raw, err := e.Decoded()
	if err != nil {
		raw = e.Body // damaged: better read as it stands than not at all
	}
	if len(raw) == 0 {
		return b, false
	}
	if len(raw) > maxBody {
		end := maxBody
		for end > maxBody-utf8.UTFMax && !utf8.RuneStart(raw[end]) { // no character in two
			end--
		}
		raw, b.Cut = raw[:end], true
	}
	text, ok := charset.Read(b.Charset, raw)
	b.Charset = bound.Shown(b.Charset)
	if b.Text = text; !ok {
		b.Raw = raw
	}
	return b, true
}

// part is an attachment; nil where there is none of that number.
func (o *Opened) part(attachment int) *smime.Entity {
	if o.Message == nil || attachment < 0 || attachment >= len(o.Message.attachments) {
		return nil
	}
	return o.Message.attachments[attachment]
}

// Bytes gives an attachment whole.
func (o *Opened) Bytes(attachment int) ([]byte, error) {
	var b bytes.Buffer
	err := o.WriteTo(&b, attachment)
	return b.Bytes(), err
}

// WriteTo writes an attachment as its sender saw it, with its transfer encoding undone, piece by piece where it can.
func (o *Opened) WriteTo(sink smime.Sink, attachment int) error {
	e := o.part(attachment)
	if e == nil {
		return ErrNoSuchPart
	}
	if _, err := e.DecodeTo(sink); err != nil {
		return fmt.Errorf("attachment %d: %w", attachment, err)
	}
	return nil
}

// IsMessage says whether an attachment is a whole mail, which Nested opens.
func (o *Opened) IsMessage(attachment int) bool {
	e := o.part(attachment)
	return e != nil && e.HoldsMessage()
}

// ContentID is the identifier by which HTML names an attachment (RFC 2392), without angle brackets; "" = none.
func (o *Opened) ContentID(attachment int) string {
	return strings.Trim(strings.TrimSpace(o.part(attachment).Header.Get("Content-ID")), "<>")
}

// Nested opens an attachment that is a mail.
func (o *Opened) Nested(attachment int) (*Opened, error) {
	if !o.IsMessage(attachment) || o.depth == maxNestings {
		return nil, ErrNoSuchPart
	}
	children, err := o.part(attachment).Children()
	if len(children) == 0 {
		if err == nil {
			err = ErrNoSuchPart
		}
		return nil, fmt.Errorf("attachment %d: %w", attachment, err)
	}
	return Read(children[0], false).open(o.depth + 1), nil
}
