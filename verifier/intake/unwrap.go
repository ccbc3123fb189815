package intake

import "bytes"

// Note names what Unwrap took off.
type Note string

// None of these can belong to a message: they were added by what stored it.
const (
	NoteBOM        Note = "bom"         // a UTF-8 byte order mark
	NoteBlankLines Note = "blank-lines" // blank lines before the header
	NoteFromLine   Note = "from-line"   // the `From ` line of an mbox (RFC 4155)
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
