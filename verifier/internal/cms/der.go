package cms

import (
	"errors"
	"fmt"
)

const (
	tagEndOfContents = 0x00
	tagOctetString   = 0x04
	tagMerged        = 0x24 // constructed OCTET STRING, X.690 §8.7
	indefinite       = -1
)

// encoding is one ASN.1 value with definite, shortest lengths and unbroken OCTET STRINGs, and the
// octets that it came from.
type encoding struct {
	der     []byte
	ber     []byte
	origins []origin // constructed values in the order of der; nil where der is ber
}

// origin says where a constructed value of the output was in the input.
type origin struct {
	out        int32 // offset of its identifier in the output
	length     int32 // of its content in the output
	start, end int32 // its content in the input
}

// normalise reads the one BER value at the start of ber. It never copies what already has definite
// and shortest lengths; the order of sets stays as it is. Time and memory are linear.
func normalise(ber []byte) (encoding, int, error) {
	s, err := scan(ber, nil)
	if err != nil {
		return encoding{}, 0, err
	}
	if s.der {
		return encoding{der: ber[:s.end], ber: ber[:s.end]}, s.end, nil
	}
	var origins []origin
	if _, err := scan(ber, &origins); err != nil {
		return encoding{}, 0, err
	}
	ber = ber[:s.end]
	der, err := rewrite(ber, origins, s.out)
	return encoding{der: der, ber: ber, origins: origins}, s.end, err
}

// sent gives the content of a constructed value of the output as the input had it.
func (e *encoding) sent(element []byte) []byte {
	for _, o := range e.origins {
		if &e.der[o.out] == &element[0] {
			return e.ber[o.start:o.end]
		}
	}
	return nil
}

type scanned struct {
	end int  // octets read
	out int  // octets once normalised
	der bool // nothing to rewrite
}

// frame is a constructed value whose end has not been reached.
type frame struct {
	end    int  // where it ends; of an open one, where it must have ended
	open   bool // indefinite length
	merge  bool // constructed OCTET STRING
	record int  // index of its origin, or -1
	tag    int  // octets of its identifier
	out    int  // octets of its content so far, once normalised
}

func scan(ber []byte, origins *[]origin) (scanned, error) {
	var stack [MaxDepth]frame
	depth, pos := 0, 0
	result := scanned{der: true}

	// add counts a finished value of `length` content octets in what surrounds it.
	add := func(tag, length int) {
		switch {
		case depth == 0:
			result.out = tag + lengthSize(length) + length
		case stack[depth-1].merge:
			stack[depth-1].out += length
		default:
			stack[depth-1].out += tag + lengthSize(length) + length
		}
	}
	pop := func(end int) {
		depth--
		f := &stack[depth]
		if f.record >= 0 {
			o := &(*origins)[f.record]
			o.length, o.end = int32(f.out), int32(end)
		}
		add(f.tag, f.out)
	}

	for {
		for depth > 0 && !stack[depth-1].open && pos == stack[depth-1].end {
			pop(pos)
		}
		if depth == 0 && pos > 0 {
			result.end = pos
			return result, nil
		}
		limit, merging := len(ber), false
		if depth > 0 {
			limit, merging = stack[depth-1].end, stack[depth-1].merge
		}
		h, err := readHeader(ber[pos:limit])
		if err != nil {
			return scanned{}, fmt.Errorf("octet %d: %w", pos, err)
		}
		if h.first == tagEndOfContents {
			if depth == 0 || !stack[depth-1].open || h.length != 0 || h.size != 2 {
				return scanned{}, fmt.Errorf("octet %d: %w: end-of-contents out of place", pos, ErrMalformed)
			}
			pop(pos)
			pos += h.size
			continue
		}
		if merging && h.first != tagOctetString && h.first != tagMerged {
			return scanned{}, fmt.Errorf("octet %d: %w: tag %#02x inside an octet string", pos, ErrMalformed, h.first)
		}
		if h.loose {
			result.der = false
		}
		if !h.constructed() {
			if h.length == indefinite {
				return scanned{}, fmt.Errorf("octet %d: %w: primitive value of indefinite length", pos, ErrMalformed)
			}
			add(h.tag, h.length)
			pos += h.size + h.length
			continue
		}
		if depth == MaxDepth {
			return scanned{}, fmt.Errorf("%w: more than %d nested values", ErrLimit, MaxDepth)
		}
		f := frame{end: limit, open: h.length == indefinite, merge: h.first == tagMerged, record: -1, tag: h.tag}
		if !f.open {
			f.end = pos + h.size + h.length
		}
		if f.open || f.merge {
			result.der = false
		}
		if origins != nil && !merging {
			if len(*origins) == MaxConstructed {
				return scanned{}, fmt.Errorf("%w: more than %d constructed values", ErrLimit, MaxConstructed)
			}
			f.record = len(*origins)
			*origins = append(*origins, origin{start: int32(pos + h.size)})
		}
		stack[depth] = f
		depth++
		pos += h.size
	}
}

// rewrite writes what scan has measured.
func rewrite(ber []byte, origins []origin, size int) ([]byte, error) {
	out := make([]byte, 0, size)
	merging := 0 // input offset where the octet string ends whose pieces are being joined
	for pos, next := 0, 0; pos < len(ber); {
		h, err := readHeader(ber[pos:])
		if err != nil {
			return nil, err
		}
		content := pos + h.size
		switch {
		case h.first == tagEndOfContents:
		case pos < merging:
			if !h.constructed() {
				out = append(out, ber[content:content+h.length]...)
			}
		case h.constructed():
			o := &origins[next]
			next++
			o.out = int32(len(out))
			if h.first == tagMerged {
				merging = int(o.end)
				out = append(out, tagOctetString)
			} else {
				out = append(out, ber[pos:pos+h.tag]...)
			}
			out = appendLength(out, int(o.length))
		default:
			out = append(out, ber[pos:pos+h.tag]...)
			out = appendLength(out, h.length)
			out = append(out, ber[content:content+h.length]...)
		}
		pos = content
		if !h.constructed() {
			pos += h.length
		}
	}
	return out, nil
}

// header is the identifier and the length of one value.
type header struct {
	first  byte // first identifier octet: class, form, number
	tag    int  // octets of the identifier
	size   int  // octets of identifier and length
	length int  // octets of the content, or indefinite
	loose  bool // not the shortest form of the length
}

func (h header) constructed() bool { return h.first&0x20 != 0 }

var (
	errCutShort = fmt.Errorf("%w: cut short", ErrMalformed)
	errTag      = fmt.Errorf("%w: identifier too long", ErrMalformed)
	errLength   = fmt.Errorf("%w: length not readable", ErrMalformed)
)

// readHeader reads one identifier and length; a definite length lies within b.
func readHeader(b []byte) (header, error) {
	if len(b) < 2 {
		return header{}, errCutShort
	}
	h := header{first: b[0], tag: 1}
	if b[0]&0x1f == 0x1f {
		for {
			if h.tag == len(b) {
				return header{}, errCutShort
			}
			if h.tag == 5 {
				return header{}, errTag
			}
			h.tag++
			if b[h.tag-1]&0x80 == 0 {
				break
			}
		}
		if h.tag == len(b) {
			return header{}, errCutShort
		}
	}
	first := b[h.tag]
	h.size = h.tag + 1
	switch {
	case first < 0x80:
		h.length = int(first)
	case first == 0x80:
		h.length, h.loose = indefinite, true
		return h, nil
	case first == 0xff: // X.690 §8.1.3.5
		return header{}, errLength
	default:
		n := int(first & 0x7f)
		if len(b)-h.size < n {
			return header{}, errCutShort
		}
		for _, octet := range b[h.size : h.size+n] {
			h.length = h.length<<8 | int(octet)
			if h.length > MaxInput {
				return header{}, errLength
			}
		}
		h.size += n
		h.loose = lengthSize(h.length) != 1+n
	}
	if h.length > len(b)-h.size {
		return header{}, errCutShort
	}
	return h, nil
}

// lengthSize is the number of octets that the shortest form of a length takes.
func lengthSize(length int) int {
	if length < 0x80 {
		return 1
	}
	n := 1
	for ; length > 0; length >>= 8 {
		n++
	}
	return n
}

func appendLength(out []byte, length int) []byte {
	if length < 0x80 {
		return append(out, byte(length))
	}
	n := lengthSize(length) - 1
	out = append(out, 0x80|byte(n))
	for i := n - 1; i >= 0; i-- {
		out = append(out, byte(length>>(8*i)))
	}
	return out
}

// padding says that what follows a structure is only what transports append.
func padding(rest []byte) error {
	for _, octet := range rest {
		if octet != 0 && octet != '\r' && octet != '\n' {
			return errors.New("octets follow the structure")
		}
	}
	return nil
}
