package intake

import (
	"bytes"
	"strconv"
)

var fromStart = []byte("From ")

// cutFromLine takes one `From ` line off where a header field (or a quoted `From `) follows it. The tail of the line
// need not be a date: at the start of a file some programs write none.
func cutFromLine(data []byte) (line, rest []byte, ok bool) {
	if !bytes.HasPrefix(data, fromStart) {
		return nil, data, false
	}
	line, rest, ok = bytes.Cut(data, []byte("\n"))
	if !ok || len(line) > 1_000 {
		return nil, data, false
	}
	next, _, _ := bytes.Cut(rest[:min(len(rest), 1_000)], []byte("\n"))
	if fieldName(next) == "" && !bytes.HasPrefix(next, []byte(">From ")) {
		return nil, data, false
	}
	return line, rest, true
}

// messages goes through an mbox (RFC 4155). A separator is a `From ` line with a date at its end, at the start or after
// a blank line, before a header field. That blank line belongs to the mailbox. visit gives false to stop.
func messages(data []byte, visit func(message []byte) bool) {
	_, data, ok := cutFromLine(data)
	if !ok {
		return
	}
	start, whole := 0, multiparts{data: data}
	for at := 0; at < len(data); {
		i := bytes.Index(data[at:], []byte("\nFrom "))
		if i < 0 {
			break
		}
		end := at + i + 1 // after the line end
		at = end
		blank := lineEndBefore(data, end)
		if blank == 0 || data[blank-1] != '\n' {
			continue // the line before is not blank
		}
		line, rest, ok := cutFromLine(data[end:])
		if !ok || !endsInDate(line) {
			continue
		}
		if closed := whole.end(start); end < closed {
			at = closed // a line of the message's own text
			continue
		}
		if !visit(data[start:blank]) {
			return
		}
		start = len(data) - len(rest)
		at = start
	}
	visit(data[start:])
}

// multiparts finds where multipart messages end by their own closing delimiter (RFC 2046 §5.1.1): a `From ` line before
// that is text, which some programs store unquoted.
type multiparts struct {
	data   []byte
	start  int // the message last asked about
	closed int
	asked  bool
	vain   int // searches that found nothing
}

// end gives where the closing delimiter of the message at start begins; 0 if it has none.
func (m *multiparts) end(start int) int {
	if m.asked && m.start == start {
		return m.closed
	}
	m.asked, m.start, m.closed = true, start, 0
	boundary := ownBoundary(m.data[start:])
	if boundary == "" || m.vain == maxVainSearches {
		return 0
	}
	if i := bytes.Index(m.data[start:], []byte("\n--"+boundary+"--")); i >= 0 {
		m.closed = start + i + 1
	} else {
		m.vain++
	}
	return m.closed
}

// ownBoundary reads the boundary that the first Content-Type of a header states in the usual notation.
func ownBoundary(message []byte) string {
	head := message[:min(len(message), sniffed)]
	inType := false
	for len(head) > 0 {
		line, rest, _ := bytes.Cut(head, []byte("\n"))
		head, line = rest, bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			return ""
		}
		if line[0] != ' ' && line[0] != '\t' {
			inType = fieldName(line) == "content-type"
		}
		if !inType {
			continue
		}
		if i := bytes.Index(bytes.ToLower(line), []byte("boundary=")); i >= 0 {
			value := line[i+len("boundary="):]
			if quoted, ok := bytes.CutPrefix(value, []byte(`"`)); ok {
				value, _, _ = bytes.Cut(quoted, []byte(`"`))
			} else {
				value, _, _ = bytes.Cut(value, []byte(";"))
			}
			return string(bytes.TrimSpace(value))
		}
	}
	return ""
}

// lineEndBefore gives where the line end that stops at end begins.
func lineEndBefore(data []byte, end int) int {
	if end > 0 && data[end-1] == '\n' {
		end--
		if end > 0 && data[end-1] == '\r' {
			end--
		}
	}
	return end
}

func severalMessages(data []byte) bool {
	n := 0
	messages(data, func([]byte) bool {
		n++
		return n < 2
	})
	return n > 1
}

// endsInDate wants a month, a time and a year, as in `Tue Nov 13 16:39:27 2018`, with or without a zone in any place.
func endsInDate(line []byte) bool {
	month, clock, year := false, false, false
	for _, word := range bytes.Fields(line[len(fromStart):]) {
		switch {
		case len(word) == 3 && bytes.Contains([]byte("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"), word):
			month = true
		case (len(word) == 8 || len(word) == 5) && word[2] == ':' && digits(word[:2]) && digits(word[3:5]) &&
			(len(word) == 5 || word[5] == ':' && digits(word[6:])):
			clock = true
		case len(word) == 4 && digits(word) && (word[0] == '1' && word[1] == '9' || word[0] == '2'):
			year = true
		}
	}
	return month && clock && year
}

func digits(word []byte) bool {
	for _, b := range word {
		if b < '0' || b > '9' {
			return false
		}
	}
	return true
}

func (w *walk) mbox(prefix string, data []byte) error {
	n := 0
	var err error
	data = skipBlankLines(bytes.TrimPrefix(data, []byte(utf8BOM)))
	messages(data, func(message []byte) bool {
		n++
		err = w.entry(prefix+strconv.Itoa(n), message)
		return err == nil
	})
	return err
}
