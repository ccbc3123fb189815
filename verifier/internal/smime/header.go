package smime

import (
	"bytes"
	"iter"
	"net/textproto"
	"strings"
)

// Header is the header block of an entity. Names are matched without regard to case.
type Header struct {
	fields []field
	byName map[string][]int // of many fields, where those of each name stand
	Odd    int              // lines that are no header field and were passed over, or hold a lone carriage return
	Blank  int              // fields of Content-*, or lines of one, behind a line of blanks alone, at which some readers end the header
	Spaced int              // fields whose name is followed by blanks before the colon (obs-optional, RFC 5322 §4.5.8)
}

// field has its name as net/textproto spells it, and its value unfolded.
type field struct{ name, value string }

// manyFields is from how many on a look into a map costs less than a look at each.
const manyFields = 40

// named gives the fields of that name, first to last.
func (h *Header) named(name string) iter.Seq[string] {
	name = textproto.CanonicalMIMEHeaderKey(name)
	return func(yield func(string) bool) {
		if h.byName != nil {
			for _, i := range h.byName[name] {
				if !yield(h.fields[i].value) {
					return
				}
			}
			return
		}
		for i := range h.fields {
			if h.fields[i].name == name && !yield(h.fields[i].value) {
				return
			}
		}
	}
}

// Values gives the unfolded values of the fields of that name, first to last; of more than maxSameName those at both ends.
func (h *Header) Values(name string) []string {
	var out []string
	for v := range h.named(name) {
		out = append(out, v)
	}
	if n := len(out); n > maxSameName {
		out = append(out[:maxSameName/2], out[n-maxSameName/2:]...)
	}
	return out
}

// Get gives the first value of that name, unfolded and undecoded.
func (h *Header) Get(name string) string {
	for v := range h.named(name) {
		return v
	}
	return ""
}

// Has says whether a field of that name is there.
func (h *Header) Has(name string) bool {
	for range h.named(name) {
		return true
	}
	return false
}

// All gives every field in the order of the file, its value unfolded.
func (h *Header) All(yield func(name, value string) bool) {
	for i := range h.fields {
		if !yield(h.fields[i].name, h.fields[i].value) {
			return
		}
	}
}

// Len is the number of fields.
func (h *Header) Len() int { return len(h.fields) }

// Text gives the first value of that name with RFC 2047 words decoded, as DecodeWords does.
func (h *Header) Text(name string) string { return DecodeWords(h.Get(name)) }

// Conflicting says whether the field is there more than once with different values, or more often than is looked at.
func (h *Header) Conflicting(name string) bool {
	first, n := "", 0
	for v := range h.named(name) {
		if n++; n == 1 {
			first = v
		}
		if v != first || n == maxSameName {
			return true
		}
	}
	return false
}

// splitHeader finds where the header block ends: body starts after the first empty line.
func splitHeader(raw []byte) (head, body []byte, err error) {
	for at := 0; at < len(raw); {
		if at > MaxHeaderBytes {
			return nil, nil, &LimitError{"bytes in one header block", MaxHeaderBytes}
		}
		end := bytes.IndexByte(raw[at:], '\n')
		if end < 0 {
			break
		}
		line := bytes.TrimRight(raw[at:at+end], "\r")
		at += end + 1
		if len(line) == 0 {
			return raw[:at], raw[at:], nil
		}
	}
	if len(raw) > MaxHeaderBytes {
		return nil, nil, &LimitError{"bytes in one header block", MaxHeaderBytes}
	}
	return raw, raw[len(raw):], nil
}

// readHeader reads the fields, without the lines that are none.
func readHeader(head []byte, b *budget) (Header, error) {
	clean, lines := fieldLines(head)
	if err := b.field(lines.fields); err != nil {
		return Header{}, err
	}
	h := Header{fields: fieldsOf(clean, lines.fields), Odd: lines.odd, Blank: lines.blank, Spaced: lines.spaced}
	if len(h.fields) > manyFields {
		h.byName = make(map[string][]int, len(h.fields))
		for i, f := range h.fields {
			h.byName[f.name] = append(h.byName[f.name], i)
		}
	}
	return h, nil
}

// fieldsOf takes lines apart that are fields or their continuations (RFC 5322 §2.2.3), up to the empty one. Blanks around a line are
// those of the folding.
func fieldsOf(clean []byte, n int) []field {
	if n == 0 {
		return nil
	}
	fields := make([]field, 0, n)
	for len(clean) > 0 {
		line, rest := firstLine(clean)
		if len(bytes.TrimRight(line, "\r")) == 0 {
			break
		}
		clean = rest
		name, value, _ := bytes.Cut(line, []byte(":"))
		f := field{name: textproto.CanonicalMIMEHeaderKey(string(bytes.TrimRight(name, " \t")))}
		value = bytes.Trim(value, " \t")
		if len(clean) == 0 || clean[0] != ' ' && clean[0] != '\t' {
			f.value = string(value)
		} else {
			var b strings.Builder
			b.Write(value)
			for len(clean) > 0 && (clean[0] == ' ' || clean[0] == '\t') {
				line, clean = firstLine(clean)
				if line = bytes.Trim(line, " \t"); len(line) > 0 {
					if b.Len() > 0 {
						b.WriteByte(' ')
					}
					b.Write(line)
				}
			}
			f.value = b.String()
		}
		fields = append(fields, f)
	}
	return fields
}

// firstLine cuts a line off, and its line end of it.
func firstLine(data []byte) (line, rest []byte) {
	line, rest, ended := bytes.Cut(data, []byte("\n"))
	if ended {
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	return line, rest
}

type counts struct{ fields, odd, blank, spaced int }

// fieldLines drops lines that are neither a field nor its continuation, and carriage returns before a line end; it counts.
// QUIRK: spam filters and list software leave such lines in the middle of a header (met in an archived list mail).
func fieldLines(head []byte) (clean []byte, n counts) {
	keep := true // whether the field that a continuation line belongs to is kept
	copied, blanks, content := false, false, false
	for at := 0; at < len(head); {
		next := len(head)
		if i := bytes.IndexByte(head[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		line := head[at:next]
		continuation := line[0] == ' ' || line[0] == '\t'
		blank := len(bytes.TrimRight(line, "\r\n")) == 0
		good := blank || isField(line)
		if continuation {
			good = keep && at > 0
		}
		keep = good
		if bytes.IndexByte(bytes.TrimRight(line, "\r\n"), '\r') >= 0 {
			n.odd++ // some readers take a bare carriage return for a line end
		}
		switch {
		case continuation && len(bytes.TrimSpace(line)) == 0:
			blanks = true
		case continuation && blanks && content: // the rest of such a field
			n.blank++
		}
		if good && !continuation && !blank {
			n.fields++
			if content = hasContentName(line); content && blanks {
				n.blank++
			}
			if colon := bytes.IndexByte(line, ':'); line[colon-1] == ' ' || line[colon-1] == '\t' {
				n.spaced++
			}
		}
		// QUIRK: CR CR LF, which a text-mode write of a header leaves; no value ends with a CR.
		doubled := bytes.HasSuffix(line, []byte("\r\r\n"))
		if (!good || doubled) && !copied {
			clean, copied = append(make([]byte, 0, len(head)), head[:at]...), true
		}
		switch {
		case !good:
			n.odd++
		case doubled:
			clean = append(append(clean, bytes.TrimRight(line, "\r\n")...), "\r\n"...)
		case copied:
			clean = append(clean, line...)
		}
		at = next
	}
	if !copied {
		return head, n
	}
	return clean, n
}

func hasContentName(line []byte) bool {
	const name = "content-"
	return len(line) > len(name) && strings.EqualFold(string(line[:len(name)]), name)
}

func isField(line []byte) bool {
	colon := bytes.IndexByte(line, ':')
	if colon <= 0 {
		return false
	}
	name := bytes.TrimRight(line[:colon], " \t")
	for _, c := range name {
		if c < 33 || c > 126 {
			return false
		}
	}
	return len(name) > 0
}
