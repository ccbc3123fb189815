package pectest

import (
	"bytes"
	"fmt"
	"strings"
)

// LF turns every line end into a bare LF, as many mail stores do.
func LF(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")) }

// MixedLineEnds turns every third line end into a bare LF.
func MixedLineEnds(b []byte) []byte {
	lines := bytes.Split(b, []byte("\r\n"))
	var out bytes.Buffer
	for i, l := range lines {
		out.Write(l)
		if i == len(lines)-1 {
			break
		}
		if i%3 == 2 {
			out.WriteByte('\n')
		} else {
			out.WriteString(crlf)
		}
	}
	return out.Bytes()
}

// BOM puts a UTF-8 byte order mark at the beginning.
func BOM(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) }

// LeadingBlankLines puts empty lines at the beginning.
func LeadingBlankLines(b []byte) []byte { return append([]byte("\r\n\r\n"), b...) }

// MboxLine puts the `From ` line of a mailbox at the beginning.
func MboxLine(b []byte) []byte {
	return append([]byte("From posta-certificata@pec.gestore-due.example.it Wed Mar 12 10:15:32 2025\r\n"), b...)
}

// Latin1ToUTF8 converts the whole file as if it were ISO-8859-1 text.
func Latin1ToUTF8(b []byte) []byte {
	var out strings.Builder
	for _, c := range b {
		out.WriteRune(rune(c))
	}
	return []byte(out.String())
}

// StripTrailingBlanks takes blanks off the ends of lines, as editors do. It cannot be undone.
func StripTrailingBlanks(b []byte) []byte {
	lines := bytes.Split(b, []byte("\r\n"))
	for i, l := range lines {
		lines[i] = bytes.TrimRight(l, " \t")
	}
	return bytes.Join(lines, []byte("\r\n"))
}

// Split separates the header block, with its last CRLF, from the body.
func Split(message []byte) (header, body []byte) {
	if i := bytes.Index(message, []byte("\r\n\r\n")); i >= 0 {
		return message[:i+2], message[i+4:]
	}
	return message, nil
}

// fields are the header fields of a block, folds kept.
func fields(block []byte) Header {
	var out Header
	for _, line := range strings.Split(strings.TrimSuffix(string(block), crlf), crlf) {
		if len(out) > 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
			out[len(out)-1][1] += crlf + line
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		out = append(out, [2]string{name, strings.TrimPrefix(value, " ")})
	}
	return out
}

// EditHeader changes the outer header of a finished message.
func EditHeader(message []byte, edit func(*Header)) []byte {
	block, body := Split(message)
	h := fields(block)
	edit(&h)
	return append(append(h.Bytes(), crlf...), body...)
}

// Replace changes the first occurrence of old; it panics where there is none, so that no test silently does nothing.
func Replace(b []byte, old, new string) []byte {
	if !bytes.Contains(b, []byte(old)) {
		panic("pectest: nothing to replace: " + old)
	}
	return bytes.Replace(b, []byte(old), []byte(new), 1)
}

// Truncate cuts the message after the first occurrence of mark and n more bytes.
func Truncate(b []byte, mark string, n int) []byte {
	i := bytes.Index(b, []byte(mark))
	if i < 0 {
		panic("pectest: no such mark: " + mark)
	}
	return b[:i+len(mark)+n]
}

// entity is the message as a MIME part: its content fields and its body.
func entity(message []byte) []byte {
	block, body := Split(message)
	var h Header
	for _, f := range fields(block) {
		if strings.HasPrefix(strings.ToLower(f[0]), "content-") {
			h = append(h, f)
		}
	}
	return append(append(h.Bytes(), crlf...), body...)
}

// Entity is the message without the header fields of a mail: only its content fields and its body.
func Entity(message []byte) []byte { return entity(message) }

// MailingList wraps a message as list software does: the header goes to a new multipart/mixed with a footer.
func MailingList(message []byte) []byte {
	block, _ := Split(message)
	h := fields(block)
	var kept Header
	for _, f := range h {
		if !strings.HasPrefix(strings.ToLower(f[0]), "content-") {
			kept = append(kept, f)
		}
	}
	kept.Set("Subject", "[lista] "+kept.Get("Subject"))
	kept.Add("List-Id", "<lista.associazione.example>")
	boundary := "===============" + token(19, "lista") + "=="
	kept.Add("Content-Type", `multipart/mixed; boundary="`+boundary+`"`)
	footer := Part{Header: Header{{"Content-Type", `text/plain; charset="us-ascii"`}, {"Content-Disposition", "inline"}}, Coding: "7bit",
		Content: []byte("_______________________________________________\r\nlista mailing list\r\nhttp://liste.associazione.example/lista\r\n")}
	return Multipart{Header: kept, Boundary: boundary, Parts: [][]byte{bytes.TrimSuffix(entity(message), []byte(crlf)), footer.Bytes()}}.Bytes()
}

// Ordinary is the header of an ordinary mail.
func Ordinary(subject string) Header {
	return Header{
		{"Received", "from mail.studio-bianchi.example (mail.studio-bianchi.example [192.0.2.25])" + crlf + "\tby mx.ufficio.example with ESMTP id 77; Thu, 13 Mar 2025 09:00:00 +0100"},
		{"From", "Anna Bianchi <anna@studio-bianchi.example>"},
		{"To", "ufficio@ufficio.example"},
		{"Subject", subject},
		{"Date", "Thu, 13 Mar 2025 08:59:58 +0100"},
		{"Message-ID", "<inoltro.1@studio-bianchi.example>"},
		{"MIME-Version", "1.0"},
	}
}

// TextPart is an unsigned covering text.
func TextPart(text string) []byte {
	return Part{Header: Header{{"Content-Type", "text/plain; charset=utf-8"}}, Coding: "8bit", Content: CRLF([]byte(text))}.Bytes()
}

// Attached is a message as the forwarding client attaches it: message/rfc822 in 7bit or base64, or application/octet-stream.
func Attached(message []byte, mediaType, coding, name string) []byte {
	return Part{Header: Header{{"Content-Type", mediaType + `; name="` + name + `"`}, {"Content-Disposition", `attachment; filename="` + name + `"`}},
		Coding: coding, Width: 76, Content: message}.Bytes()
}

// Mixed is an ordinary unsigned mail made of these parts.
func Mixed(subject string, parts ...[]byte) []byte {
	boundary := "------------" + token(24, subject, string(bytes.Join(parts, nil)))
	h := Ordinary(subject)
	h.Add("Content-Type", "multipart/mixed;"+crlf+` boundary="`+boundary+`"`)
	return Multipart{Header: h, Preamble: []byte("This is a multi-part message in MIME format." + crlf), Boundary: boundary, Parts: parts}.Bytes()
}

// Forward is an unsigned mail with a text and the messages attached as message/rfc822.
func Forward(messages ...[]byte) []byte {
	parts := [][]byte{TextPart("In allegato quanto ricevuto.\n")}
	for i, m := range messages {
		parts = append(parts, Attached(m, "message/rfc822", "7bit", fmt.Sprintf("ricevuta%d.eml", i+1)))
	}
	return Mixed("Fwd: ricevute", parts...)
}

// AsText is what a program does that takes a file for text of a charset, its upper half given, and saves it as UTF-8.
func AsText(charset string, b []byte) []byte {
	runes := []rune(charset)
	var out []rune
	for _, c := range b {
		if c >= 0x80 {
			out = append(out, runes[c-0x80])
		} else {
			out = append(out, rune(c))
		}
	}
	return []byte(string(out))
}
