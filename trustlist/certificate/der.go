package certificate

import (
	"strconv"
	"time"
)

// value is one encoded value. Tags have one octet in everything that a certificate is made of.
type value struct {
	tag     byte
	content []byte
	whole   []byte
}

// reader takes values off the front. It keeps whether something was not as it should be.
type reader struct {
	rest []byte
	bad  bool
}

// QUIRK: lengths that are not in their shortest form (X.690 §10.1), met in certificates of Aruba of 2013.
func (r *reader) next() (v value, ok bool) {
	s := r.rest
	if len(s) < 2 || s[0]&0x1f == 0x1f {
		r.bad = true
		return v, false
	}
	length, head := int(s[1]), 2
	if length >= 0x80 {
		octets := length & 0x7f
		if octets == 0 || octets > 4 || len(s) < 2+octets {
			r.bad = true
			return v, false
		}
		length = 0
		for _, b := range s[2 : 2+octets] {
			length = length<<8 | int(b)
		}
		head += octets
	}
	if length < 0 || length > len(s)-head {
		r.bad = true
		return v, false
	}
	r.rest = s[head+length:]
	return value{s[0], s[head : head+length], s[:head+length]}, true
}

// take reads a value that must have that tag.
func (r *reader) take(tag byte) value {
	if r.bad || len(r.rest) == 0 || r.rest[0] != tag {
		r.bad = true
		return value{}
	}
	v, _ := r.next()
	return v
}

// optional reads a value if it has that tag.
func (r *reader) optional(tag byte) (value, bool) {
	if r.bad || len(r.rest) == 0 || r.rest[0] != tag {
		return value{}, false
	}
	return r.next()
}

func (v value) inside() *reader { return &reader{rest: v.content} }

const (
	tagBoolean    = 0x01
	tagInteger    = 0x02
	tagBits       = 0x03
	tagOctets     = 0x04
	tagOID        = 0x06
	tagUTF8       = 0x0c
	tagUTCTime    = 0x17
	tagTime       = 0x18
	tagBMP        = 0x1e
	tagSequence   = 0x30
	tagSet        = 0x31
	tagIssuerID   = 0x81
	tagSubjectID  = 0x82
	tagVersion    = 0xa0
	tagExtensions = 0xa3
)

// Dotted writes an object identifier by its content octets; "" for one that is none.
func Dotted(content []byte) string { return dotted(content) }

func dotted(content []byte) string {
	var out []byte
	n, first := uint64(0), true
	for i, b := range content {
		if n > 1<<56 {
			return ""
		}
		if n = n<<7 | uint64(b&0x7f); b&0x80 != 0 {
			if i == len(content)-1 {
				return ""
			}
			continue
		}
		if first {
			first = false
			top := min(n/40, 2)
			out = strconv.AppendUint(out, top, 10)
			n -= 40 * top
		}
		out = strconv.AppendUint(append(out, '.'), n, 10)
		n = 0
	}
	return string(out)
}

// moment reads UTCTime or GeneralizedTime, with seconds or without, in UTC or with a difference to it (RFC 2459 allowed less, and
// certificates of before 2005 have more).
func moment(v value) (time.Time, bool) {
	layouts := []string{"20060102150405Z0700", "200601021504Z0700"}
	if v.tag == tagUTCTime {
		layouts = []string{"060102150405Z0700", "0601021504Z0700"}
	} else if v.tag != tagTime {
		return time.Time{}, false
	}
	for _, layout := range layouts {
		if t, err := time.Parse(layout, string(v.content)); err == nil {
			if v.tag == tagUTCTime && t.Year() >= 2050 { // RFC 5280 §4.1.2.5.1
				t = t.AddDate(-100, 0, 0)
			}
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}
