package intake

import (
	"bytes"
	"strconv"
)

// Note names what was taken off, or undone.
type Note string

// What Unwrap takes off. None of these can belong to a message: they were added by what stored it.
const (
	NoteBOM        Note = "bom"         // a UTF-8 byte order mark
	NoteBlankLines Note = "blank-lines" // blank lines before the header
	NoteFromLine   Note = "from-line"   // the `From ` line of an mbox (RFC 4155)
	NoteReply      Note = "reply"       // a server's answer before the mail (RFC 1939 §3, RFC 9051 §7.5.2)
)

// What a walk takes off or undoes.
const (
	NoteSigned  Note = "signed"   // a SignedData around the file
	NoteStamped Note = "stamped"  // a TimeStampedData around the file (RFC 5544)
	NoteBase64  Note = "base64"   // the file as bare base64
	NoteUTF16   Note = "utf-16"   // the text was UTF-16
	NoteCR      Note = "cr-alone" // the line ends were carriage returns alone
)

// Unwrap takes off what stands before a message's header. The message is a slice of data, never a copy.
func Unwrap(data []byte) (message []byte, notes []Note) {
	message = data
	if rest, ok := bytes.CutPrefix(message, []byte(utf8BOM)); ok {
		message, notes = rest, append(notes, NoteBOM)
	}
	if rest := skipBlankLines(message); len(rest) < len(message) {
		message, notes = rest, append(notes, NoteBlankLines)
	}
	if rest, ok := cutReply(message); ok {
		message, notes = rest, append(notes, NoteReply)
	}
	if _, rest, ok := cutFromLine(message); ok {
		message, notes = rest, append(notes, NoteFromLine)
	}
	return message, notes
}

// skipBlankLines stops before the first line with something in it, blanks at its start included.
func skipBlankLines(data []byte) []byte {
	line := 0
	for i := 0; i < len(data) && isBlank(data[i]); i++ {
		if data[i] == '\n' {
			line = i + 1
		}
	}
	return data[line:]
}

// cutReply takes off the line with which a POP3 or IMAP server begins to hand a mail out, where somebody kept it.
func cutReply(data []byte) ([]byte, bool) {
	line, rest, ok := bytes.Cut(data, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	switch {
	case !ok || len(line) > 1_000:
	case bytes.HasPrefix(line, []byte("+OK")), bytes.HasPrefix(line, []byte("* ")) && bytes.Contains(line, []byte(" FETCH (")) && bytes.HasSuffix(line, []byte("}")):
		rest = skipBlankLines(rest)
		return rest, looksLikeHeader(rest, true)
	}
	return data, false
}

// cutStore takes off what Apple Mail puts around a mail in a file of its own (.emlx): a line with the count of its bytes, and a
// property list after them. The count is no help where line ends were changed.
func cutStore(data []byte) ([]byte, bool) {
	line, rest, ok := bytes.Cut(data[:min(len(data), 64)], []byte("\n"))
	digits := bytes.TrimRight(line, " \r")
	count, err := strconv.Atoi(string(digits))
	if !ok || err != nil || count < 0 {
		return data, false
	}
	mail := data[len(line)+1:]
	if !looksLikeHeader(mail, true) || len(rest) == 0 {
		return data, false
	}
	if count <= len(mail) && isPropertyList(mail[count:]) {
		return mail[:count], true
	}
	for _, start := range []string{"<?xml", "<!DOCTYPE plist", "bplist00"} {
		if i := bytes.LastIndex(mail, []byte(start)); i > 0 && isPropertyList(mail[i:]) {
			return mail[:i], true
		}
	}
	return mail, true
}

// isPropertyList wants nothing but one.
func isPropertyList(data []byte) bool {
	data = bytes.TrimSpace(data)
	if len(data) == 0 || bytes.HasPrefix(data, []byte("bplist00")) && len(data) < sniffed {
		return true
	}
	return bytes.HasPrefix(data, []byte("<")) && bytes.Contains(data[:min(len(data), 512)], []byte("<plist")) &&
		bytes.Index(data, []byte("</plist>")) == len(data)-len("</plist>")
}

// UnquoteFrom undoes the `>` that an mbox puts before `From ` at the start of a line, and before `>From ` (mboxrd). It
// changes signed bytes, so it is a repair to be tried, not an answer. Without such a line it gives data and false.
func UnquoteFrom(data []byte) ([]byte, bool) {
	var undone []byte
	kept := 0
	for at := 0; at < len(data); {
		line := data[at:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		if bytes.HasPrefix(line, []byte(">")) && bytes.HasPrefix(bytes.TrimLeft(line, ">"), []byte("From ")) {
			undone = append(undone, data[kept:at]...)
			kept = at + 1
		}
		at += len(line)
	}
	if kept == 0 {
		return data, false
	}
	return append(undone, data[kept:]...), true
}
