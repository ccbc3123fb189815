package pectest

import (
	"crypto/sha1"
	"encoding/hex"
	"strings"
)

// Original is the message that a user sent, as postacert.eml holds it.
type Original struct {
	Header      Header // without MIME-Version and Content-Type
	Text        string // "" = none
	HTML        string
	TextCoding  string // of Text; "" = quoted-printable
	Attachments []Attachment
	Boundary    string
	// Signer makes it a multipart/signed of the user's own.
	Signer *Certificate
}

// Attachment is a named part.
type Attachment struct {
	Name    string
	Type    string
	Content []byte
	Coding  string // "" = base64
	// Form says how the name is written: "" quoted, "word" as encoded-word, "2231" in RFC 2231, "split" in RFC 2231 continuations,
	// "written" as Name has it, with {key} for the parameter's own name.
	Form string
}

// Bytes is the whole message.
func (o *Original) Bytes() []byte { return o.build(nil) }

// Brief is the message with each named part replaced by its hash (RFC 6109 §3.3.2.2), SHA-1 of the decoded
// bytes, or with encoded of the body as it was transmitted.
func (o *Original) Brief(encoded bool) []byte {
	return o.build(func(a Attachment) Part {
		body := a.Content
		if encoded {
			body = Encode(a.part().Coding, 76, a.Content)
		}
		sum := sha1.Sum(body)
		hash := Attachment{Name: a.Name + ".hash", Type: "text/plain", Content: []byte(hex.EncodeToString(sum[:])), Coding: "7bit", Form: a.Form}
		return hash.part()
	})
}

func (o *Original) build(replace func(Attachment) Part) []byte {
	var parts [][]byte
	coding := o.TextCoding
	if coding == "" {
		coding = "quoted-printable"
	}
	if o.Text != "" {
		charset, text := "iso-8859-1", []byte(nil)
		if b, ok := latin1(o.Text); ok {
			text = b
		} else {
			charset, text = "utf-8", []byte(o.Text)
		}
		parts = append(parts, Part{Header: Header{{"Content-Type", `text/plain; charset="` + charset + `"`}}, Coding: coding,
			Content: CRLF(text)}.Bytes())
	}
	if o.HTML != "" {
		parts = append(parts, Part{Header: Header{{"Content-Type", `text/html; charset="utf-8"`}}, Coding: "base64", Width: 76,
			Content: []byte(o.HTML)}.Bytes())
	}
	if o.Text != "" && o.HTML != "" {
		boundary := "alt_" + o.Boundary
		parts = [][]byte{Multipart{Header: Header{{"Content-Type", `multipart/alternative; boundary="` + boundary + `"`}},
			Boundary: boundary, Parts: parts}.Bytes()}
	}
	for _, a := range o.Attachments {
		p := a.part()
		if replace != nil {
			p = replace(a)
		}
		parts = append(parts, p.Bytes())
	}
	head := append(o.Header.Clone(), [2]string{"MIME-Version", "1.0"})
	var body []byte
	if len(parts) == 1 && len(o.Attachments) == 0 {
		body = parts[0]
	} else {
		body = Multipart{Header: Header{{"Content-Type", `multipart/mixed; boundary="` + o.Boundary + `"`}}, Boundary: o.Boundary, Parts: parts}.Bytes()
	}
	if o.Signer != nil {
		p7s := SignedData{Content: body, Signers: []Signer{{Certificate: o.Signer, SigningTime: date(2025, 3, 12)}}}.DER()
		boundary := "user_" + o.Boundary
		body = Multipart{
			Header:   Header{{"Content-Type", `multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="` + boundary + `"`}},
			Boundary: boundary, Parts: [][]byte{body, p7sPart(p7s).Bytes()}}.Bytes()
	}
	return append(head.Bytes(), body...)
}

func (a Attachment) part() Part {
	coding := a.Coding
	if coding == "" {
		coding = "base64"
	}
	return Part{Header: Header{
		{"Content-Type", a.Type + ";" + crlf + " " + a.parameter("name")},
		{"Content-Disposition", "attachment;" + crlf + " " + a.parameter("filename")},
	}, Coding: coding, Width: 76, Content: a.Content}
}

func (a Attachment) parameter(key string) string {
	switch a.Form {
	case "written":
		return strings.ReplaceAll(a.Name, "{key}", key)
	case "word":
		return key + `="` + EncodedWord(a.Name) + `"`
	case "2231":
		return key + "*=" + percent(a.Name)
	case "split":
		text := strings.TrimPrefix(percent(a.Name), "utf-8''")
		half := len(text) / 2
		for text[half-1] == '%' || text[half-2] == '%' {
			half++
		}
		return key + "*0*=utf-8''" + text[:half] + ";" + crlf + " " + key + "*1*=" + text[half:]
	}
	return key + `="` + a.Name + `"`
}

func percent(name string) string {
	var b strings.Builder
	b.WriteString("utf-8''")
	for i := range len(name) {
		c := name[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' {
			b.WriteByte(c)
			continue
		}
		b.WriteString("%" + strings.ToUpper(hex.EncodeToString([]byte{c})))
	}
	return b.String()
}

// PDF returns a few bytes that look like a PDF file, different for each title.
func PDF(title string) []byte {
	return []byte("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Title(" + title + ")>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n")
}

func p7sPart(der []byte) Part {
	return Part{Header: Header{
		{"Content-Type", `application/pkcs7-signature; name="smime.p7s"`},
		{"Content-Disposition", `attachment; filename="smime.p7s"`},
	}, Coding: "base64", Width: 64, Content: der}
}
