package intake

import (
	"bytes"
	"slices"
	"strconv"
)

// found is one mail of a mailbox, or of mails simply joined.
type found struct {
	data  []byte
	whole []byte // as Entry.Whole has it
	open  bool   // whether whole is a mail was not asked: too much was
}

// mails hands over the mails in a text: each of a mailbox, each of mails joined one after the other, or the one that it is.
func (w *Walk) mails(at place, data []byte) error {
	if mail, ok := cutStore(data); ok {
		data = mail
	}
	all := w.split(data)
	for i, m := range all {
		p := at
		if len(all) > 1 {
			p = at.entry(strconv.Itoa(i + 1))
		}
		if err := w.leaf(p, Entry{Format: Message, Data: m.data, Whole: m.whole}); err != nil {
			return err
		}
		if m.open {
			if err := w.fail(p, SlugUnclosed, "the mail may go on beyond the line that seems to begin the next one"); err != nil {
				return err
			}
		}
		if w.stopped {
			return nil
		}
	}
	return nil
}

// split cuts a mailbox at its separators, and what is joined without any.
//
// A line that looks like a separator is text where it stands in what a provider signed: programs store such lines unquoted. That a
// mail states a boundary which is closed only further on is no reason: whoever owns the first and the last mail of a mailbox could
// make what lies between them vanish. Then both readings are handed over. Content-Length, which some mailboxes have, is not
// believed either: it is in the mail.
func (w *Walk) split(data []byte) []found {
	seps := separators(data)
	if len(seps) == 0 {
		return w.joined(nil, data, true)
	}
	claims := claims(data, seps)
	text := make([]bool, len(seps)) // no separator
	var unasked []bool
	if w.Covered == nil { // nobody knows signatures: the mails are believed
		for i, c := range claims {
			for k := i + 1; k < len(seps) && !text[i] && seps[k].line < c.closed; k++ {
				text[k] = true
			}
		}
	} else {
		unasked = w.ask(data, seps, claims, text)
	}
	var out []found
	for i := 0; i < len(seps); {
		next := i + 1
		for next < len(seps) && text[next] {
			next++
		}
		end := len(data)
		if next < len(seps) {
			end = seps[next].line
		}
		mail := data[seps[i].mail:max(end, seps[i].mail)]
		switch c := claims[i]; {
		case len(bytes.TrimSpace(mail)) == 0: // MMDF ends as it begins
		case c.closed > end && w.Covered != nil:
			m := found{data: beforeBlankLine(mail, end < len(data))}
			if unasked[i] {
				m.open = true
			} else {
				m.whole = data[seps[i].mail:c.end]
			}
			out = append(out, m)
		default:
			out = w.joined(out, beforeBlankLine(mail, end < len(data)), false)
		}
		i = next
	}
	return out
}

// beforeBlankLine takes off the blank line that belongs to the mailbox: the one before a separator.
func beforeBlankLine(mail []byte, separated bool) []byte {
	if !separated {
		return mail
	}
	if blank := lineEndBefore(mail, len(mail)); blank > 0 && mail[blank-1] == '\n' {
		return mail[:blank]
	}
	return mail
}

// claim is what a mail says of its own end, where that lies beyond the next separator; the zero value where it says nothing.
type claim struct {
	closed int // where its closing delimiter ends
	end    int // the separator after that
}

// claims finds the closing delimiters that the mails of a mailbox state (RFC 2046 §5.1.1).
func claims(data []byte, seps []separator) []claim {
	starts := make([]int, len(seps))
	boundaries := make([]string, len(seps))
	for i, s := range seps {
		end := len(data)
		if i+1 < len(seps) {
			end = seps[i+1].line
		}
		starts[i], boundaries[i] = s.mail, ownBoundary(data[s.mail:max(s.mail, end)])
	}
	out := make([]claim, len(seps))
	for i, closed := range closings(data, starts, boundaries) {
		if i+1 == len(seps) || closed < seps[i+1].line {
			continue
		}
		c := claim{closed: closed, end: len(data)}
		if k, _ := slices.BinarySearchFunc(seps, closed, func(s separator, at int) int { return s.line - at }); k < len(seps) {
			c.end = seps[k].line
		}
		out[i] = c
	}
	return out
}

// closings finds, in one pass, where the first delimiter line ends that closes each boundary behind its start; -1 where there is none.
// The starts are in order.
func closings(data []byte, starts []int, boundaries []string) []int {
	out := make([]int, len(starts))
	waiting := map[string][]int{} // by the line that closes them
	for i, b := range boundaries {
		out[i] = -1
		if b != "" {
			line := "--" + b + "--"
			waiting[line] = append(waiting[line], i)
		}
	}
	for at := 0; len(waiting) > 0; {
		i := bytes.Index(data[at:], []byte("\n--"))
		if i < 0 {
			break
		}
		at += i + 1
		line, _, _ := bytes.Cut(data[at:min(len(data), at+maxDelimiter)], []byte("\n"))
		key := string(bytes.TrimRight(line, " \t\r"))
		all := waiting[key]
		n := 0
		for n < len(all) && starts[all[n]] < at {
			out[all[n]] = at + len(line)
			n++
		}
		if n > 0 {
			waiting[key] = all[n:]
		}
	}
	return out
}

// maxDelimiter is how long a line is that can close a multipart: two dashes before and after a boundary, and blanks.
const maxDelimiter = 1200

// ask finds out which separators are text, the shortest mails first; it marks the mails about which nobody was asked.
func (w *Walk) ask(data []byte, seps []separator, claims []claim, text []bool) []bool {
	var order []int
	for i, c := range claims {
		if c.closed > 0 {
			order = append(order, i)
		}
	}
	unasked := make([]bool, len(seps))
	slices.SortStableFunc(order, func(a, b int) int {
		return (claims[a].end - seps[a].mail) - (claims[b].end - seps[b].mail)
	})
	left := askedTimes*len(data) + askedMin
	for _, i := range order {
		start := seps[i].mail
		if left -= claims[i].end - start; left < 0 {
			unasked[i] = true
			continue
		}
		if text[i] {
			continue
		}
		for _, span := range w.Covered(data[start:claims[i].end]) {
			k, _ := slices.BinarySearchFunc(seps, start+span.From, func(s separator, at int) int { return s.line - at })
			for ; k < len(seps) && seps[k].mail <= start+span.To; k++ {
				text[k] = true
			}
		}
	}
	return unasked
}

// joined cuts mails that stand one after the other with nothing between them, as `cat` writes them: behind what closes the first,
// a header begins. What follows may be a mailbox.
func (w *Walk) joined(out []found, data []byte, mailbox bool) []found {
	for len(out) <= maxEntries {
		end := ClosingEnd(data)
		if end < 0 {
			break
		}
		next, ok := nextMail(data[end:])
		if !ok {
			if isServerEnd(data[end:]) {
				data = data[:end]
			}
			break
		}
		out = append(out, found{data: data[:end]})
		data = data[end+next:]
		if mailbox && len(separators(data)) > 1 {
			return append(out, w.split(data)...)
		}
	}
	return append(out, found{data: data})
}

// BeginsMail gives the mail that data is, if its header is that of a whole mail.
func BeginsMail(data []byte) (mail []byte, ok bool) {
	mail, _ = Unwrap(data)
	return mail, isMailStart(mail)
}

// ClosingEnd gives where the closing delimiter of the mail at the start of data ends, its line end included; -1 if it has none.
func ClosingEnd(data []byte) int {
	body, _ := Unwrap(data)
	boundary := ownBoundary(body)
	if boundary == "" {
		return -1
	}
	needle := []byte("\n--" + boundary + "--")
	for at := 0; ; {
		i := bytes.Index(data[at:], needle)
		if i < 0 {
			return -1
		}
		at += i + len(needle)
		line, _, ended := bytes.Cut(data[at:min(len(data), at+maxDelimiter)], []byte("\n"))
		if blank := len(bytes.TrimSpace(line)) == 0; blank {
			if ended {
				return at + len(line) + 1
			}
			return at + len(line)
		}
		// A file that ends without a line end, and the next one joined to it.
		if fieldName(line) != "" && looksLikeHeader(data[at:], false) || bytes.HasPrefix(line, fromStart) {
			return at
		}
	}
}

// nextMail finds the header of another mail behind the end of one. Some lines may stand before it: those of a mailbox, the answers of a
// server, what a program writes between files.
func nextMail(rest []byte) (start int, ok bool) {
	at := 0
	for lines := 0; lines <= maxLinesBetween && at < len(rest); {
		here := rest[at:]
		if isMailStart(here) {
			return at, true
		}
		line, _, ended := bytes.Cut(here, []byte("\n"))
		if !ended {
			break
		}
		if len(bytes.TrimSpace(line)) > 0 {
			lines++
		}
		at += len(line) + 1
	}
	return 0, false
}

// isServerEnd knows what a server sends behind a mail: a dot (RFC 1939 §3), or a parenthesis and its status (RFC 9051 §7.5.2).
func isServerEnd(rest []byte) bool {
	lines := bytes.Fields(rest[:min(len(rest), 200)])
	return len(lines) > 0 && len(rest) <= 200 && (string(lines[0]) == "." && (len(lines) == 1 || bytes.HasPrefix(lines[1], []byte("+OK"))) ||
		string(lines[0]) == ")" && (len(lines) == 1 || len(lines) > 2 && string(lines[2]) == "OK"))
}

// maxLinesBetween is how many lines with something in them may stand between two mails that are joined.
const maxLinesBetween = 4

// isMailStart wants the header of a mail as it is stored, not one or two lines that look like fields.
func isMailStart(data []byte) bool {
	data = bytes.TrimPrefix(data, []byte(utf8BOM))
	if _, rest, ok := cutFromLine(data); ok {
		data = rest
	}
	h := readHeader(data[:min(len(data), sniffed)])
	return h.convincing() && (h.signed || h.transport > 0 && h.strong+h.weak > 2)
}

// ownBoundary reads the boundary that the first Content-Type of a header states in the usual notation.
func ownBoundary(message []byte) string {
	boundary, _ := readBoundary(message)
	return boundary
}

// readBoundary says too how many bytes it read for that.
func readBoundary(message []byte) (boundary string, read int) {
	head := message[:min(len(message), sniffed)]
	all := len(head)
	inType := false
	for len(head) > 0 {
		line, rest, _ := bytes.Cut(head, []byte("\n"))
		head, line = rest, bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			return "", all - len(head)
		}
		if line[0] != ' ' && line[0] != '\t' {
			inType = fieldName(line) == "content-type"
		}
		if !inType {
			continue
		}
		if i := indexFold(line, "boundary="); i >= 0 {
			value := line[i+len("boundary="):]
			if quoted, ok := bytes.CutPrefix(value, []byte(`"`)); ok {
				value, _, _ = bytes.Cut(quoted, []byte(`"`))
			} else {
				value, _, _ = bytes.Cut(value, []byte(";"))
			}
			return string(bytes.TrimSpace(value)), all - len(head)
		}
	}
	return "", all - len(head)
}

// indexFold is bytes.Index for a name in ASCII, in any case. Bytes that are not UTF-8 have another length in lower case.
func indexFold(line []byte, name string) int {
	for i, c := range line {
		if c|0x20 == name[0] && hasPrefixFold(line[i:], name) {
			return i
		}
	}
	return -1
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
