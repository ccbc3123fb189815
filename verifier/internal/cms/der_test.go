package cms

import (
	"bytes"
	"encoding/asn1"
	"errors"
	"runtime"
	"slices"
	"testing"
)

func TestNormalise(t *testing.T) {
	long := bytes.Repeat([]byte("x"), 300)
	tests := []struct {
		name     string
		in, want []byte
	}{
		{"indefinite length", ber(0x30, integer(1)), seq(integer(1))},
		{"indefinite length with nothing in it", ber(0x30), seq()},
		{"indefinite in definite", seq(ber(0x31, integer(1)), integer(2)), seq(set(integer(1)), integer(2))},
		{"definite in indefinite", ber(0x30, set(integer(1)), integer(2)), seq(set(integer(1)), integer(2))},
		{"length with a leading zero", []byte{0x30, 0x82, 0, 3, 2, 1, 1}, seq(integer(1))},
		{"length in long form without need", []byte{0x04, 0x81, 1, 7}, octets([]byte{7})},
		{"broken octet string", tlv(0x24, octets([]byte("ab")), octets([]byte("cd"))), octets([]byte("abcd"))},
		{"broken octet string of indefinite length", ber(0x24, octets([]byte("ab")), octets(long)), octets(append([]byte("ab"), long...))},
		{"broken octet string within one", ber(0x24, octets([]byte("a")), ber(0x24, octets([]byte("b")), tlv(0x24, octets([]byte("c")))), octets([]byte("d"))), octets([]byte("abcd"))},
		{"broken octet string of nothing", ber(0x24), octets(nil)},
		{"what an octet string holds is not looked at", ber(0x30, octets([]byte{0x30, 0x80, 0, 0})), seq(octets([]byte{0x30, 0x80, 0, 0}))},
		{"explicit tag around a broken octet string", ber(0xa0, ber(0x24, octets([]byte("ab")))), tlv(0xa0, octets([]byte("ab")))},
		{"tag number of several octets", ber(0x30, []byte{0x1f, 0x87, 0x68, 1, 9}), seq([]byte{0x1f, 0x87, 0x68, 1, 9})},
		{"constructed tag number of several octets", []byte{0xbf, 0x87, 0x68, 0x80, 2, 1, 1, 0, 0}, []byte{0xbf, 0x87, 0x68, 3, 2, 1, 1}},
		{"order of a set stays", ber(0x31, integer(2), integer(1)), set(integer(2), integer(1))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e, n, err := normalise(append(slices.Clone(tt.in), "rest"...))
			if err != nil {
				t.Fatal(err)
			}
			if n != len(tt.in) || !bytes.Equal(e.der, tt.want) {
				t.Errorf("read %d of %d, got %x, want %x", n, len(tt.in), e.der, tt.want)
			}
			if cap(e.der) != len(e.der) && len(e.origins) > 0 {
				t.Errorf("measured %d octets, wrote %d", cap(e.der), len(e.der))
			}
		})
	}
}

func TestNormaliseKeepsDER(t *testing.T) {
	raw := message{}.build(t)
	allocations := testing.AllocsPerRun(10, func() {
		e, n, err := normalise(raw)
		if err != nil || n != len(raw) || &e.der[0] != &raw[0] {
			t.Error("not the input itself")
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations", allocations)
	}
}

func TestNormaliseRefuses(t *testing.T) {
	tests := []struct {
		name string
		in   []byte
		want error
	}{
		{"nothing", nil, ErrMalformed},
		{"one octet", []byte{0x30}, ErrMalformed},
		{"content cut short", []byte{0x30, 5, 2, 1, 1}, ErrMalformed},
		{"length cut short", []byte{0x30, 0x82, 1}, ErrMalformed},
		{"length of the reserved form", append([]byte{0x30, 0xff}, make([]byte, 200)...), ErrMalformed},
		{"length beyond what is read", []byte{0x30, 0x88, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, ErrMalformed},
		{"length that overflows into the indefinite one", append([]byte{0x30, 0x88}, "\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"...), ErrMalformed},
		{"end-of-contents missing", []byte{0x30, 0x80, 2, 1, 1}, ErrMalformed},
		{"end-of-contents beyond a definite length", slices.Concat([]byte{0x30, 2, 0x31, 0x80}, []byte{0, 0}), ErrMalformed},
		{"end-of-contents in a definite length", []byte{0x30, 2, 0, 0}, ErrMalformed},
		{"end-of-contents with content", []byte{0x30, 0x80, 0, 1, 1, 0, 0}, ErrMalformed},
		{"end-of-contents with a long length", []byte{0x30, 0x80, 0, 0x81, 0}, ErrMalformed},
		{"end-of-contents alone", []byte{0, 0}, ErrMalformed},
		{"primitive of indefinite length", []byte{0x04, 0x80, 0, 0}, ErrMalformed},
		{"primitive of indefinite length before what reads as another", []byte{0x30, 0x80, 0x04, 0x80, 0, 0, 0}, ErrMalformed},
		{"part longer than its whole", []byte{0x30, 3, 4, 2, 1, 1}, ErrMalformed},
		{"an integer in a broken octet string", ber(0x24, integer(1)), ErrMalformed},
		{"tag number of six octets", []byte{0x1f, 0x81, 0x81, 0x81, 0x81, 0x81, 1, 0}, ErrMalformed},
		{"tag number cut short", []byte{0x1f, 0x81}, ErrMalformed},
		{"tag number without length", []byte{0x1f, 0x01}, ErrMalformed},
		{"33 levels", nested(33, false), ErrLimit},
		{"33 levels of indefinite length", nested(33, true), ErrLimit},
		{"100,000 levels of indefinite length", bytes.Repeat([]byte{0x30, 0x80}, 100_000), ErrLimit},
		{"more constructed values than allowed", ber(0x30, bytes.Repeat([]byte{0x30, 0}, MaxConstructed)), ErrLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, _, err := normalise(tt.in); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
	for _, indefinite := range []bool{false, true} {
		if _, _, err := normalise(nested(32, indefinite)); err != nil {
			t.Errorf("32 levels: %v", err)
		}
	}
}

func nested(levels int, indefinite bool) []byte {
	b := integer(1)
	for range levels {
		if indefinite {
			b = ber(0x30, b)
		} else {
			b = seq(b)
		}
	}
	return b
}

// TestNormaliseCopiesOnce shows that nested indefinite lengths do not multiply the memory.
func TestNormaliseCopiesOnce(t *testing.T) {
	in := octets(make([]byte, 1<<20))
	for range 30 {
		in = ber(0x30, in)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, _, err := normalise(in); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 2<<20 {
		t.Errorf("%d octets allocated for %d", got, len(in))
	}
}

// slow is the same rewriting written for reading only: one recursion, one copy a level.
func slow(in []byte, depth int) (out, rest []byte, ok bool) {
	h, err := readHeader(in)
	if err != nil || h.first == 0 || h.constructed() && depth > MaxDepth {
		return nil, nil, false
	}
	if !h.constructed() {
		if h.length == indefinite {
			return nil, nil, false
		}
		return tagged(in[:h.tag], in[h.size:h.size+h.length]), in[h.size+h.length:], true
	}
	inner := in[h.size:]
	if h.length != indefinite {
		inner, rest = in[h.size:h.size+h.length], in[h.size+h.length:]
	}
	var content []byte
	for {
		if h.length != indefinite && len(inner) == 0 {
			break
		}
		if h.length == indefinite && bytes.HasPrefix(inner, []byte{0, 0}) {
			rest = inner[2:]
			break
		}
		var part []byte
		if h.first == tagMerged && (len(inner) == 0 || inner[0]&^0x20 != tagOctetString) {
			return nil, nil, false
		}
		if part, inner, ok = slow(inner, depth+1); !ok {
			return nil, nil, false
		}
		if h.first == tagMerged {
			p, err := readHeader(part)
			if err != nil {
				return nil, nil, false
			}
			part = part[p.size:]
		}
		content = append(content, part...)
	}
	tag := in[:h.tag]
	if h.first == tagMerged {
		tag = []byte{tagOctetString}
	}
	return tagged(tag, content), rest, true
}

func tagged(tag, content []byte) []byte {
	return append(appendLength(slices.Clone(tag), len(content)), content...)
}

func FuzzDER(f *testing.F) {
	f.Add(message{}.build(f))
	f.Add(indefinitely(message{}.build(f)))
	f.Add(ber(0x30, ber(0x24, octets([]byte("ab")), tlv(0x24, octets([]byte("c")))), []byte{0x1f, 0x87, 0x68, 1, 9}, []byte{4, 0x82, 0, 1, 7}))
	f.Add(nested(32, true))
	f.Add([]byte{0x30, 2, 0, 0})
	f.Fuzz(func(t *testing.T, in []byte) {
		kept := slices.Clone(in)
		e, n, err := normalise(in)
		if !bytes.Equal(in, kept) {
			t.Fatal("input changed")
		}
		want, rest, ok := slow(in, 1)
		if err != nil {
			if ok && !errors.Is(err, ErrLimit) {
				t.Fatalf("refused %x: %v", in, err)
			}
			return
		}
		if !ok || !bytes.Equal(e.der, want) || n != len(in)-len(rest) {
			t.Fatalf("%x: got %x, want %x", in, e.der, want)
		}
		if bytes.Equal(e.der, in[:n]) != (&e.der[0] == &in[0]) {
			t.Fatal("DER was copied, or other than DER was not")
		}
		again, m, err := normalise(e.der)
		if err != nil || m != len(e.der) || &again.der[0] != &e.der[0] {
			t.Fatalf("%x: not stable: %v", e.der, err)
		}
		for _, o := range e.origins {
			h, err := readHeader(e.der[o.out:])
			if err != nil || h.length != int(o.length) || o.start > o.end {
				t.Fatalf("%x: origin %+v", in, o)
			}
		}
		var value asn1.RawValue
		if rest, err := asn1.Unmarshal(e.der, &value); err == nil && len(rest) > 0 {
			t.Fatalf("%x: encoding/asn1 sees %d octets more", e.der, len(rest))
		}
	})
}

// indefinitely rewrites a DER value with an indefinite length wherever BER allows one, and octet strings outside
// certificates broken in two.
func indefinitely(raw []byte) []byte {
	e, _, err := normalise(raw)
	if err != nil {
		panic(err)
	}
	return loosened(e.der)
}

func loosened(der []byte) []byte {
	h, err := readHeader(der)
	if err != nil {
		panic(err)
	}
	content := der[h.size:]
	switch {
	case h.first == tagOctetString:
		return ber(tagMerged, octets(content[:len(content)/2]), octets(content[len(content)/2:]))
	case !h.constructed():
		return der
	}
	var parts [][]byte
	for _, part := range split(content) {
		parts = append(parts, loosened(part))
	}
	return ber(h.first, parts...)
}
