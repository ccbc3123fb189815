package smime

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// multipart is the body of a multipart entity, cut at its delimiter lines. All are ranges of the body.
type multipart struct {
	preamble []byte
	parts    [][]byte // each from after a delimiter line to before the line end that precedes the next (RFC 2046 §5.1.1)
	starts   []int    // where each begins in the body
	epilogue []byte
	opened   bool // a delimiter line was found
	closed   bool // the closing delimiter line was found
}

// split cuts body at the lines that are exactly the delimiter: `--boundary`, `--` at the close, trailing blanks.
// A line that only begins with the delimiter belongs to another boundary: real ones are prefixes of each other.
// It stops with a limit error after max parts.
func split(body []byte, boundary string, max int) (multipart, error) {
	var m multipart
	dash := append([]byte("--"), boundary...)
	start := -1 // where the current part begins, -1 in the preamble
	for at := 0; ; {
		line := nextDelimiter(body, dash, at)
		if line.start < 0 {
			break
		}
		if start < 0 {
			m.preamble, m.opened = body[:line.start], true
		} else {
			if len(m.parts) >= max {
				return m, &LimitError{"MIME parts", MaxParts}
			}
			m.parts, m.starts = append(m.parts, body[start:beforeLineEnd(body, start, line.start)]), append(m.starts, start)
		}
		if line.closing {
			m.closed = true
			m.epilogue = body[line.end:]
			return m, nil
		}
		start, at = line.end, line.end
	}
	if start < 0 {
		m.preamble = body
		return m, nil
	}
	// Without a closing line the last part runs to the end, as RFC 2046 §5.1.2 lets a reader assume.
	if rest := body[start:]; len(bytes.TrimSpace(rest)) > 0 {
		if len(m.parts) >= max {
			return m, &LimitError{"MIME parts", MaxParts}
		}
		m.parts, m.starts = append(m.parts, rest), append(m.starts, start)
	}
	return m, nil
}

type delimiter struct {
	start, end int // the line, its line end included
	closing    bool
}

// nextDelimiter finds the first delimiter line that begins at or after from, which is the start of a line.
func nextDelimiter(body, dash []byte, from int) delimiter {
	for at := from; at >= 0; at = nextHyphens(body, at) {
		if bytes.HasPrefix(body[at:], dash) {
			if d, ok := delimiterAt(body, at, at+len(dash)); ok {
				return d
			}
		}
	}
	return delimiter{start: -1}
}

// shortLine is up to how many bytes a call of IndexByte costs more than to look at eight at a time.
const shortLine = 32

// nextHyphens finds the next line behind at that begins with two hyphens; -1 where there is none. Bodies of lines of no length,
// or of lines that begin almost like a delimiter, cost no more than others.
func nextHyphens(body []byte, at int) int {
	for at = nextLine(body, at); at >= 0 && at < len(body)-1; at = nextLine(body, at) {
		if body[at] == '-' && body[at+1] == '-' {
			return at
		}
	}
	return -1
}

// nextLine finds where the next line begins; -1 where none does.
func nextLine(body []byte, at int) int {
	const ones, ends = 0x0101010101010101, '\n' * 0x0101010101010101
	for most := at + shortLine; at < most && at+8 <= len(body); at += 8 {
		eight := binary.LittleEndian.Uint64(body[at:]) ^ ends // zero where there is a line feed
		if found := (eight - ones) &^ eight & (ones << 7); found != 0 {
			return at + bits.TrailingZeros64(found)/8 + 1
		}
	}
	i := bytes.IndexByte(body[min(at, len(body)):], '\n')
	if i < 0 {
		return -1
	}
	return at + i + 1
}

func delimiterAt(body []byte, start, at int) (delimiter, bool) {
	d := delimiter{start: start}
	if bytes.HasPrefix(body[at:], []byte("--")) {
		d.closing = true
		at += 2
	}
	for at < len(body) && (body[at] == ' ' || body[at] == '\t') {
		at++
	}
	for at < len(body) && body[at] == '\r' {
		at++
	}
	switch {
	case at == len(body):
		d.end = at
	case body[at] == '\n':
		d.end = at + 1
	default:
		return d, false
	}
	return d, true
}

// beforeLineEnd steps back over the one line end before at: it belongs to the delimiter (RFC 2046 §5.1.1).
func beforeLineEnd(body []byte, floor, at int) int {
	if at > floor && body[at-1] == '\n' {
		at--
		if at > floor && body[at-1] == '\r' {
			at--
		}
	}
	return at
}
