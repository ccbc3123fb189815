package smime

import (
	"bytes"
	"io"
)

// LineEnds says which line ends a text has.
type LineEnds int

// Mixed is a text that some program changed in part.
const (
	NoLines LineEnds = iota
	CRLF
	LF
	Mixed
)

// LineEndsOf looks at every line end of raw.
func LineEndsOf(raw []byte) LineEnds {
	all, crlf := bytes.Count(raw, []byte{'\n'}), bytes.Count(raw, []byte("\r\n"))
	switch {
	case all == 0:
		return NoLines
	case crlf == all:
		return CRLF
	case crlf == 0:
		return LF
	}
	return Mixed
}

// InputLineEnds looks at the whole input, or decoded body, that the entity stands in.
func (e *Entity) InputLineEnds() LineEnds {
	if len(e.root) == 0 {
		return NoLines
	}
	known := e.budget.ends
	if known == nil {
		known = map[*byte]LineEnds{}
		e.budget.ends = known
	}
	ends, ok := known[&e.root[0]]
	if !ok {
		ends = LineEndsOf(e.root)
		known[&e.root[0]] = ends
	}
	return ends
}

// IsCanonical says whether every line end is CRLF, so that WriteCanonical would write raw as it is.
func IsCanonical(raw []byte) bool {
	for at := 0; ; {
		i := bytes.IndexByte(raw[at:], '\n')
		if i < 0 {
			return true
		}
		if at += i; at == 0 || raw[at-1] != '\r' {
			return false
		}
		at++
	}
}

// WriteCanonical writes raw to h with every line end as CRLF, as it was when it was signed (RFC 8551 §3.1.1).
// Other bytes, and carriage returns that end no line, are written as they are.
func WriteCanonical(w io.Writer, raw []byte) {
	var block [32 << 10]byte
	n := 0
	for len(raw) > 0 {
		end := bytes.IndexByte(raw, '\n')
		line := raw
		if end >= 0 {
			line = raw[:end]
		}
		raw = raw[len(line):]
		ended := end >= 0
		if ended && len(line) > 0 && line[len(line)-1] == '\r' {
			line = line[:len(line)-1]
		}
		if n+len(line)+2 > len(block) {
			w.Write(block[:n])
			n = 0
		}
		if len(line)+2 > len(block) {
			w.Write(line)
		} else {
			n += copy(block[n:], line)
		}
		if ended {
			raw = raw[1:]
			n += copy(block[n:], "\r\n")
		}
	}
	w.Write(block[:n])
}

// Canonical gives raw with every line end as CRLF: raw itself where they are so already, else a copy.
func Canonical(raw []byte) []byte {
	if IsCanonical(raw) {
		return raw
	}
	out := bytes.NewBuffer(make([]byte, 0, len(raw)+bytes.Count(raw, []byte{'\n'})-bytes.Count(raw, []byte("\r\n"))))
	WriteCanonical(out, raw)
	return out.Bytes()
}

// Canonical reads the entity anew from its bytes with every line end as CRLF, at the same place in the tree; it is e itself
// where they are so already. No bound is charged: e was, and what is inside is to be read from one of the two alone.
func (e *Entity) Canonical() (*Entity, error) {
	raw := Canonical(e.Raw)
	if len(raw) == len(e.Raw) { // each line end that changes adds a byte
		return e, nil
	}
	c, err := parse(raw, raw, newBudget(raw, nil))
	if err != nil {
		return nil, err
	}
	c.budget, c.parent, c.number, c.depth, c.message, c.Path, c.outer = e.budget, e.parent, e.number, e.depth, e.message, e.Path, e.outer
	c.at = -1
	return c, nil
}
