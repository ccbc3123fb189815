// Package content reads the message that a piece of evidence certifies: who wrote what to whom, and its attachments
// with size and hash. It says nothing about whether the message is genuine; package verifier does.
package content

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"pecverifier/verifier/digest"
	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/internal/smime"
)

// MaxAttachments bounds the list; a message with more is cut there and Cut says so.
const MaxAttachments = 2_000

// maxValue is in bytes of one header value or name, decoded; a line of a header has 998.
const maxValue = 4 << 10

// maxTo is how many people of To and Cc are listed one by one: an acceptance names up to 10,000. The others follow as one text.
const maxTo = 10_000

// Message is the content of a postacert.eml. Header values are decoded for reading, and cut with a mark where they are longer
// than maxValue; none is certified by itself.
type Message struct {
	MessageID   string
	Reference   string // X-Riferimento-Message-ID, RFC 6109 §2.2.1
	From        string
	To          []string
	Subject     string
	Date        string // as written
	Attachments []Attachment
	Texts       []Text
	Cut         bool   // some attachments are not listed
	Unread      string // a charset that is not read here: something above stands as it is written
	Dispute     *Dispute

	header      *smime.Header
	attachments []*smime.Entity // of Attachments
	bodies      []*smime.Entity // what is to be read
}

// Dispute is the first entity of a message of which mail programs may show something else than is read here; nil where none is known.
type Dispute struct {
	Part string // its path
	Why  string // English
}

// Attachment is a named part, or one that is no text. Size and SHA256 are of the decoded bytes.
type Attachment struct {
	Name   string
	Type   string
	Size   int
	SHA256 string // lower-case hexadecimal; "" where the part's encoding is damaged
	Hash   string // the 40 hexadecimal characters that stand in for the bytes in a brief receipt (RFC 6109 §3.3.2.2)
}

// Read reads a message entity. It stops listing where a bound of package smime is met. brief says that it is the message of a brief
// receipt, in which hashes stand in for files.
func Read(e *smime.Entity, brief bool) *Message {
	m := &Message{
		header:    &e.Header,
		MessageID: bounded(strings.TrimSpace(e.Header.Get("Message-ID"))),
		Reference: bounded(strings.TrimSpace(e.Header.Get("X-Riferimento-Message-ID"))),
		Date:      bounded(e.Header.Get("Date")),
		To:        []string{},
	}
	m.From, m.Subject = m.words(e.Header.Get("From")), m.words(e.Header.Get("Subject"))
	var rest []string
	for _, name := range []string{"To", "Cc"} {
		for _, v := range e.Header.Values(name) {
			list, more := splitAddresses(v, maxTo-len(m.To))
			for _, a := range list {
				m.To = append(m.To, m.words(a))
			}
			if more != "" {
				rest = append(rest, more)
			}
		}
	}
	if len(rest) > 0 {
		m.To = append(m.To, bounded(strings.Join(rest, ", ")))
	}
	var damaged *smime.Entity
	err := e.Walk(func(part *smime.Entity) bool {
		if part.IsMultipart() {
			return true
		}
		if IsAttachment(part) {
			if len(m.Attachments) == MaxAttachments {
				m.Cut = true
				return false
			}
			a := readAttachment(part, brief)
			if m.Attachments = append(m.Attachments, a); a.SHA256 == "" && damaged == nil {
				damaged = part
			}
			m.Unread = cmp.Or(m.Unread, bounded(part.UnreadCharset()))
			m.attachments = append(m.attachments, part)
		} else if strings.HasPrefix(part.Type, "text/") {
			m.bodies = append(m.bodies, part)
		}
		return false
	})
	m.Cut = m.Cut || err != nil
	m.Texts = hashTexts(m.bodies, m.Cut)
	m.Dispute = dispute(e, m.bodies, damaged)
	return m
}

// words decodes a header value and notes a charset that is not read.
func (m *Message) words(value string) string {
	text, unread := smime.ReadWords(value)
	m.Unread = cmp.Or(m.Unread, bounded(unread))
	return bounded(text)
}

// bounded cuts a header value that is longer than any honest one. Copies of a message are compared by these values.
func bounded(s string) string { return bound.Distinct(s, maxValue) }

// IsAttachment says whether a part that is no multipart is listed among the attachments: it has a name, is called one, or is no text.
func IsAttachment(e *smime.Entity) bool {
	return e.Name() != "" || e.Disposition() == "attachment" || !strings.HasPrefix(e.Type, "text/")
}

// decodedWhole is how many encoded bytes are decoded into memory to be hashed. A larger part would lie there once more, and
// again where the browser computes the digest.
const decodedWhole = 8 << 20

func readAttachment(e *smime.Entity, brief bool) Attachment {
	a := Attachment{Name: bounded(e.Name()), Type: bounded(e.Type)}
	if len(e.Body) > decodedWhole {
		state := sha256.New()
		size, err := e.DecodeTo(state)
		if a.Size = size; err != nil {
			a.Size = len(e.Body)
			return a
		}
		a.SHA256 = hex.EncodeToString(state.Sum(nil))
		return a
	}
	decoded, err := e.Decoded()
	if err != nil {
		a.Size = len(e.Body)
		return a
	}
	a.Size, a.SHA256 = len(decoded), digest.SHA256(decoded)
	if brief {
		a.Hash = statedHash(e, decoded)
	}
	return a
}

// statedHash gives the hash that stands in for a file, in the form of RFC 6109 §3.3.2.2: a text/plain with a file name that ends in
// .hash, and 40 hexadecimal characters in one run; "" for anything else, which the sender wrote and the provider left as it was.
func statedHash(e *smime.Entity, decoded []byte) string {
	name, hashed := strings.CutSuffix(strings.ToLower(e.Filename()), hashSuffix)
	text := strings.ToLower(strings.TrimRight(string(decoded[:min(len(decoded), 64)]), "\r\n"))
	if !hashed || name == "" || e.Type != "text/plain" || len(text) != 40 || !isHex(text) {
		return ""
	}
	return text
}

const hashSuffix = ".hash"

func isHex(s string) bool { return strings.Trim(s, "0123456789abcdefABCDEF") == "" }

// splitAddresses cuts the first addresses off a list, at its commas. It is for showing: real lists break every rule of RFC 5322.
func splitAddresses(s string, most int) (out []string, rest string) {
	start, quoted, angle := 0, false, false
	cut := func(end int) {
		if a := strings.TrimSpace(s[start:end]); a != "" {
			out = append(out, a)
		}
		start = end + 1
	}
	for i := 0; i < len(s); i++ {
		if len(out) >= most {
			return out, strings.TrimSpace(s[start:])
		}
		switch c := s[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case c == ',' && !angle:
			cut(i)
		}
	}
	cut(len(s))
	return out, ""
}
