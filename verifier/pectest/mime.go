package pectest

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"mime"
	"mime/quotedprintable"
	"strings"
)

const crlf = "\r\n"

// Header is a list of header fields in the order they are written. A value may hold folds (CRLF and a blank).
type Header [][2]string

// Bytes writes the fields, each ended by CRLF, without the blank line.
func (h Header) Bytes() []byte {
	var b bytes.Buffer
	for _, f := range h {
		b.WriteString(f[0] + ": " + f[1] + crlf)
	}
	return b.Bytes()
}

// Get is the first value of a field, or "".
func (h Header) Get(name string) string {
	for _, f := range h {
		if strings.EqualFold(f[0], name) {
			return f[1]
		}
	}
	return ""
}

// Set replaces the first field of that name, or adds it at the end.
func (h *Header) Set(name, value string) {
	for i, f := range *h {
		if strings.EqualFold(f[0], name) {
			(*h)[i][1] = value
			return
		}
	}
	h.Add(name, value)
}

// Add adds a field at the end.
func (h *Header) Add(name, value string) { *h = append(*h, [2]string{name, value}) }

// Prepend adds a field at the beginning.
func (h *Header) Prepend(name, value string) { *h = append(Header{{name, value}}, *h...) }

// Del takes every field of that name out.
func (h *Header) Del(name string) {
	var out Header
	for _, f := range *h {
		if !strings.EqualFold(f[0], name) {
			out = append(out, f)
		}
	}
	*h = out
}

// Clone returns an independent copy.
func (h Header) Clone() Header { return append(Header(nil), h...) }

// Part is one MIME entity: its header, its decoded content and the way that content is written.
type Part struct {
	Header  Header // without Content-Transfer-Encoding, which Coding gives unless it is stated here
	Coding  string // base64, quoted-printable, 7bit, 8bit, binary; "" writes the content as it is, with no field
	Width   int    // base64 columns; 0 = 60, below 0 = a single line
	Content []byte
	Raw     []byte // in place of all that
}

// Bytes is the entity as it stands between two delimiters.
func (p Part) Bytes() []byte {
	if p.Raw != nil {
		return p.Raw
	}
	var b bytes.Buffer
	b.Write(p.Header.Bytes())
	if p.Coding != "" && p.Header.Get("Content-Transfer-Encoding") == "" {
		b.WriteString("Content-Transfer-Encoding: " + p.Coding + crlf)
	}
	b.WriteString(crlf)
	b.Write(Encode(p.Coding, p.Width, p.Content))
	return b.Bytes()
}

// Encode writes content in a transfer encoding, lines ended by CRLF. 7bit, 8bit and binary leave it alone.
func Encode(coding string, width int, content []byte) []byte {
	switch coding {
	case "base64":
		return Base64(content, width)
	case "quoted-printable":
		return QuotedPrintable(content)
	}
	return content
}

// Base64 writes lines of that many columns (0 = 60, below 0 = all in one), ended by CRLF.
func Base64(content []byte, width int) []byte {
	text := base64.StdEncoding.EncodeToString(content)
	if width == 0 {
		width = 60
	}
	var b bytes.Buffer
	for width > 0 && len(text) > width {
		b.WriteString(text[:width] + crlf)
		text = text[width:]
	}
	b.WriteString(text + crlf)
	return b.Bytes()
}

// QuotedPrintable writes lines of up to 76 columns; line ends of the content become CRLF.
func QuotedPrintable(content []byte) []byte {
	var b bytes.Buffer
	w := quotedprintable.NewWriter(&b)
	w.Write(content)
	w.Close()
	return b.Bytes()
}

// BinaryQuotedPrintable encodes line ends too, for content that is no text.
func BinaryQuotedPrintable(content []byte) []byte {
	var b bytes.Buffer
	w := quotedprintable.NewWriter(&b)
	w.Binary = true
	w.Write(content)
	w.Close()
	return append(b.Bytes(), crlf...)
}

// Multipart is a multipart entity. Content-Type belongs in Header, with the same boundary.
type Multipart struct {
	Header             Header
	Preamble, Epilogue []byte // Preamble goes before the first CRLF and delimiter
	Boundary           string
	Parts              [][]byte
	Padding            string // blanks after each delimiter
	NoClose            bool   // leave the closing delimiter out
}

// Bytes writes header, blank line and parts.
func (m Multipart) Bytes() []byte {
	var b bytes.Buffer
	b.Write(m.Header.Bytes())
	b.WriteString(crlf)
	b.Write(m.Preamble)
	for i, p := range m.Parts {
		if i > 0 || len(m.Preamble) > 0 {
			b.WriteString(crlf)
		}
		b.WriteString("--" + m.Boundary + m.Padding + crlf)
		b.Write(p)
	}
	if !m.NoClose {
		b.WriteString(crlf + "--" + m.Boundary + "--" + m.Padding + crlf)
	}
	b.Write(m.Epilogue)
	return b.Bytes()
}

// EncodedWord writes a header text as an encoded-word of RFC 2047 where it is not plain ASCII.
func EncodedWord(text string) string { return mime.QEncoding.Encode("iso-8859-1", latin1OrUTF8(text)) }

// EncodedWordB is the same in UTF-8 and base64.
func EncodedWordB(text string) string { return mime.BEncoding.Encode("utf-8", text) }

func latin1OrUTF8(text string) string {
	if b, ok := latin1(text); ok && !isASCII(text) {
		return string(b)
	}
	return text
}

// Latin1 converts text to ISO-8859-1; it panics on what that does not hold.
func Latin1(text string) []byte {
	b, ok := latin1(text)
	if !ok {
		panic("pectest: not in ISO-8859-1: " + text)
	}
	return b
}

// toLatin1 writes a question mark for what ISO-8859-1 does not hold, as providers do in the text for people.
func toLatin1(text string) []byte {
	var out []byte
	for _, r := range text {
		if r > 0xff {
			r = '?'
		}
		out = append(out, byte(r))
	}
	return out
}

func latin1(text string) ([]byte, bool) {
	var out []byte
	for _, r := range text {
		if r > 0xff {
			return nil, false
		}
		out = append(out, byte(r))
	}
	return out, true
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// CRLF turns every line end into CRLF.
func CRLF(b []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
}

// token is a run of upper-case hexadecimal digits that depends on the seed only.
func token(digits int, seed ...string) string {
	s := sha256.Sum256([]byte(strings.Join(seed, "\x00")))
	return strings.ToUpper(hex.EncodeToString(s[:]))[:digits]
}
