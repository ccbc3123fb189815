package intake

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"
)

// recode undoes what a program did to a whole text so that its lines cannot be read: UTF-16, and carriage returns alone. What it gives
// is a copy, and is taken for the file only where a mail comes out.
func recode(data []byte) ([]byte, []Note) {
	var notes []Note
	text := data
	if undone, ok := undoUTF16(text); ok {
		text, notes = undone, append(notes, NoteUTF16)
	}
	if aloneCR(text) {
		undone := crlfForCR(text[:min(len(text), sniffed)])
		if beginsWithMail(undone) {
			text, notes = crlfForCR(text), append(notes, NoteCR)
		}
	}
	if notes == nil {
		return data, nil
	}
	if beginsWithMail(text) {
		return text, notes
	}
	switch identify("", text) {
	case Base64, CMS, Daticert, HTML, XML:
		return text, notes
	}
	return data, nil
}

// beginsWithMail lets some lines of whatever program stand before the mail.
func beginsWithMail(text []byte) bool {
	switch identify("", text) {
	case Message:
		return true
	case Text:
		_, ok := nextMail(text[:min(len(text), sniffed)])
		return ok
	}
	return false
}

// undoUTF16 knows UTF-16 by its byte order mark, or by the zero in each second byte that Latin letters have there.
func undoUTF16(data []byte) ([]byte, bool) {
	var order binary.ByteOrder
	switch {
	case len(data) < 4:
		return nil, false
	case bytes.HasPrefix(data, []byte("\xFF\xFE")):
		order, data = binary.LittleEndian, data[2:]
	case bytes.HasPrefix(data, []byte("\xFE\xFF")):
		order, data = binary.BigEndian, data[2:]
	default:
		head := data[:min(len(data), 512)&^1]
		var zeros [2]int
		for i, b := range head {
			if b == 0 {
				zeros[i&1]++
			}
		}
		switch most := len(head) / 2 * 9 / 10; {
		case zeros[1] >= most && zeros[0] == 0:
			order = binary.LittleEndian
		case zeros[0] >= most && zeros[1] == 0:
			order = binary.BigEndian
		default:
			return nil, false
		}
	}
	text := make([]byte, 0, len(data)/2+len(data)/32+utf8.UTFMax)
	for i := 0; i+1 < len(data); i += 2 {
		r := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(r) && i+3 < len(data) {
			if pair := utf16.DecodeRune(r, rune(order.Uint16(data[i+2:]))); pair != utf8.RuneError {
				r, i = pair, i+2
			}
		}
		text = utf8.AppendRune(text, r)
	}
	return text, true
}

// aloneCR says whether the first line ends in a carriage return that no line feed follows.
func aloneCR(data []byte) bool {
	head := data[:min(len(data), sniffed)]
	for len(head) > 0 {
		i := bytes.IndexAny(head, "\r\n")
		if i < 0 || head[i] == '\n' {
			return false
		}
		if i+1 < len(head) && head[i+1] != '\r' {
			return head[i+1] != '\n'
		}
		head = head[i+1:]
	}
	return false
}

// CRLFForCR undoes carriage returns alone as line ends; ok is false where there is none.
func CRLFForCR(data []byte) ([]byte, bool) {
	if bytes.Count(data, []byte("\r")) == bytes.Count(data, []byte("\r\n")) {
		return nil, false
	}
	return crlfForCR(data), true
}

// crlfForCR makes each carriage return that no line feed follows a whole line end.
func crlfForCR(data []byte) []byte {
	out := make([]byte, 0, len(data)+bytes.Count(data, []byte("\r")))
	for i, b := range data {
		out = append(out, b)
		if b == '\r' && (i+1 == len(data) || data[i+1] != '\n') {
			out = append(out, '\n')
		}
	}
	return out
}
