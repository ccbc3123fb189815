package intake

import "bytes"

var (
	fromStart  = []byte("From ")
	quotedFrom = []byte(">From ")
	mmdfLine   = []byte("\x01\x01\x01\x01")
)

// separator stands between two mails of a mailbox.
type separator struct {
	line int // where its line begins
	mail int // where the mail after it begins
}

// separators are those of a mailbox, which begins with one: `From ` lines, or the lines of MMDF. There are none in what is no
// mailbox. More than a walk hands over are not looked for.
func separators(data []byte) []separator {
	start := skipBlankLines(bytes.TrimPrefix(data, []byte(utf8BOM)))
	first := len(data) - len(start)
	if bytes.HasPrefix(start, mmdfLine) {
		return mmdf(data, first)
	}
	_, rest, ok := cutFromLine(start)
	if !ok || !looksLikeHeader(rest, true) {
		return nil
	}
	found := []separator{{first, len(data) - len(rest)}}
	for at := first; len(found) <= maxEntries; {
		i := bytes.Index(data[at:], []byte("\nFrom "))
		if i < 0 {
			break
		}
		at += i + 1
		if mail, ok := separates(data, at); ok {
			found = append(found, separator{at, mail})
			at = mail
		}
	}
	return found
}

// mmdf finds the lines of four control-A before and after each mail.
func mmdf(data []byte, at int) []separator {
	var found []separator
	needle := append([]byte("\n"), mmdfLine...)
	for len(found) <= maxEntries {
		line := at
		for bytes.HasPrefix(data[at:], mmdfLine) { // the end of one and the start of the next
			_, rest, _ := bytes.Cut(data[at:], []byte("\n"))
			at = len(data) - len(rest)
		}
		found = append(found, separator{line, at})
		i := bytes.Index(data[at:], needle)
		if i < 0 {
			break
		}
		at += i + 1
	}
	return found
}

// separates judges a `From ` line by how much it says and by what follows: programs leave out the date, write it in their own way or
// language, and leave out the blank line before. What begins with From in a text has no header after it.
func separates(data []byte, at int) (mail int, ok bool) {
	line, rest, ok := cutFromLine(data[at:])
	if !ok {
		return 0, false
	}
	mail = len(data) - len(rest)
	h := readHeader(rest[:min(len(rest), separatorHeader)])
	known := h.strong+h.weak > 0 && h.bad*2 <= h.good
	switch words := bytes.Fields(line[len(fromStart):]); {
	case dated(words):
		return mail, known
	case len(words) <= 1: // an address, or "-", or nothing
		return mail, h.convincing()
	}
	return mail, h.convincing() && h.transport > 0 && h.strong+h.weak+h.transport > 2
}

// cutFromLine takes one `From ` line off where a header field follows it, with the quoted ones that Thunderbird puts behind it; or the
// quoted one that is left of both where a mail was taken out of its mailbox.
func cutFromLine(data []byte) (line, rest []byte, ok bool) {
	if !bytes.HasPrefix(data, fromStart) && !bytes.HasPrefix(data, quotedFrom) {
		return nil, data, false
	}
	line, rest, ok = bytes.Cut(data, []byte("\n"))
	if !ok || len(line) > 1_000 {
		return nil, data, false
	}
	for more := 0; more < 4; more++ { // QUIRK: ">From - date" in the line after (Thunderbird on macOS)
		next, _, ended := bytes.Cut(rest[:min(len(rest), 1_000)], []byte("\n"))
		switch {
		case ended && (bytes.HasPrefix(next, quotedFrom) || bytes.HasPrefix(next, fromStart)):
			rest = rest[len(next)+1:]
		case fieldName(next) != "":
			return line, rest, true
		default:
			return nil, data, false
		}
	}
	return nil, data, false
}

// dated looks for a time of day or a year; addresses have numbers too.
func dated(words [][]byte) bool {
	for _, word := range words {
		if bytes.IndexByte(word, '@') >= 0 {
			continue
		}
		for i := 0; i < len(word); {
			n := 0
			for i+n < len(word) && word[i+n] >= '0' && word[i+n] <= '9' {
				n++
			}
			digits := word[i : i+n]
			switch {
			case n == 4 && (digits[0] == '1' && digits[1] == '9' || digits[0] == '2' && digits[1] == '0'):
				return true
			case (n == 1 || n == 2) && i+n+2 < len(word) && (word[i+n] == ':' || word[i+n] == '.') && isDigit(word[i+n+1]) && isDigit(word[i+n+2]):
				return true
			}
			i += n + 1
		}
	}
	return false
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }
