package smime

import (
	"bytes"
	"strings"

	"github.com/emersion/go-message"
	"github.com/emersion/go-message/textproto"
)

// Header is the header block of an entity. Names are matched without regard to case.
type Header struct {
	fields message.Header
	Odd    int // lines that are no header field and were passed over, or hold a lone carriage return
	Blank  int // fields of Content-*, or lines of one, behind a line of blanks alone, at which some readers end the header
	Spaced int // fields whose name is followed by blanks before the colon (obs-optional, RFC 5322 §4.5.8)
}

// Values gives the unfolded values of the fields of that name, first to last; of more than maxSameName those at both ends.
func (h *Header) Values(name string) []string {
	f := h.fields.FieldsByKey(name)
	n := f.Len()
	out := make([]string, 0, min(n, maxSameName))
	for i := 0; f.Next(); i++ {
		if i < maxSameName/2 || i >= n-maxSameName/2 {
			out = append(out, f.Value())
		}
	}
	return out
}

// Get gives the first value of that name, unfolded and undecoded.
func (h *Header) Get(name string) string { return h.fields.Get(name) }

// Has says whether a field of that name is there.
func (h *Header) Has(name string) bool { return h.fields.Has(name) }

// All gives every field in the order of the file, its value unfolded.
func (h *Header) All(yield func(name, value string) bool) {
	for f := h.fields.Fields(); f.Next(); {
		if !yield(f.Key(), f.Value()) {
			return
		}
	}
}

// Len is the number of fields.
func (h *Header) Len() int { return h.fields.Len() }

// Text gives the first value of that name with RFC 2047 words decoded, as DecodeWords does.
func (h *Header) Text(name string) string { return DecodeWords(h.fields.Get(name)) }

// Conflicting says whether the field is there more than once with different values, or more often than is looked at.
func (h *Header) Conflicting(name string) bool {
	values := h.Values(name)
	if len(values) == maxSameName {
		return true
	}
	for _, v := range values {
		if v != values[0] {
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

// readHeader lets go-message read the fields, without the lines at which it would stop.
func readHeader(head []byte, b *budget) (Header, error) {
	clean, lines := fieldLines(head)
	if err := b.field(lines.fields); err != nil {
		return Header{}, err
	}
	fields, _ := textproto.ReadHeader(b.reader(clean)) // clean has field lines only
	return Header{message.Header{Header: fields}, lines.odd, lines.blank, lines.spaced}, nil
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
