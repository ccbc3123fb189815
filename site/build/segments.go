package main

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// WebAssembly Core Specification 2.0 §5.5: sections by number; §5.5.14: an active segment of memory 0.
const (
	dataSection  = 11
	activeInZero = 0x00
	i32Const     = 0x41
	end          = 0x0b
)

// mergedGap is how many zero bytes are written out rather than begin a segment anew. Go's
// linker begins one after eight zeros, a hundred thousand times in all; compressed, that costs 0.1 MB.
const mergedGap = 64

var errModule = errors.New("not a WebAssembly module of this shape")

type segment struct {
	offset int
	data   []byte
}

// mergeSegments writes the data section of a module with few segments. The memory that it describes stays the same but for what
// change does to its image: a memory begins as zeros.
func mergeSegments(module []byte, change func(image []byte)) ([]byte, error) {
	if !bytes.HasPrefix(module, []byte("\x00asm\x01\x00\x00\x00")) {
		return nil, errModule
	}
	out := slices.Clone(module[:8])
	for r := (reader{rest: module[8:]}); len(r.rest) > 0; {
		id := r.byte()
		body := r.take(r.unsigned())
		if r.failed {
			return nil, errModule
		}
		if id == dataSection {
			segments, err := readSegments(body)
			if err != nil {
				return nil, err
			}
			body = writeSegments(cut(imageOf(segments, change)))
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

func readSegments(body []byte) ([]segment, error) {
	r := reader{rest: body}
	var all []segment
	for range r.unsigned() {
		mode, op, offset, stop := r.byte(), r.byte(), r.signed(), r.byte()
		data := r.take(r.unsigned())
		if r.failed || mode != activeInZero || op != i32Const || stop != end || offset < 0 {
			return nil, fmt.Errorf("%w: a data segment", errModule)
		}
		all = append(all, segment{offset, data})
	}
	if len(r.rest) > 0 {
		return nil, fmt.Errorf("%w: more after the data segments", errModule)
	}
	slices.SortFunc(all, func(a, b segment) int { return cmp.Compare(a.offset, b.offset) })
	for i := 1; i < len(all); i++ {
		if all[i].offset < all[i-1].offset+len(all[i-1].data) {
			return nil, fmt.Errorf("%w: data segments overlap", errModule)
		}
	}
	return all, nil
}

// imageOf is the memory from zero on as segments fill it, and then as change leaves it.
func imageOf(all []segment, change func([]byte)) []byte {
	if len(all) == 0 {
		return nil
	}
	last := all[len(all)-1]
	image := make([]byte, last.offset+len(last.data))
	for _, s := range all {
		copy(image[s.offset:], s.data)
	}
	change(image)
	return image
}

// cut gives the segments that fill an image: what no long gap of zeros parts is one.
func cut(image []byte) []segment {
	var out []segment
	for at := 0; at < len(image); {
		if image[at] == 0 {
			at++
			continue
		}
		end, zeros := at, 0
		for i := at; i < len(image) && zeros <= mergedGap; i++ {
			if zeros++; image[i] != 0 {
				end, zeros = i+1, 0
			}
		}
		out = append(out, segment{at, image[at:end]})
		at = end
	}
	return out
}

func writeSegments(all []segment) []byte {
	out := binary.AppendUvarint(nil, uint64(len(all)))
	for _, s := range all {
		out = appendSigned(append(out, activeInZero, i32Const), s.offset)
		out = binary.AppendUvarint(append(out, end), uint64(len(s.data)))
		out = append(out, s.data...)
	}
	return out
}

// appendSigned writes a number that is not negative as signed LEB128: bit 6 of the last byte is its sign.
func appendSigned(out []byte, n int) []byte {
	for n >= 0x40 {
		out = append(out, byte(n)|0x80)
		n >>= 7
	}
	return append(out, byte(n))
}

// reader takes values off the front of rest; failed once something was missing.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) byte() byte {
	b := r.take(1)
	if r.failed {
		return 0
	}
	return b[0]
}

func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.failed, r.rest = true, nil
		return nil
	}
	taken := r.rest[:n:n]
	r.rest = r.rest[n:]
	return taken
}

func (r *reader) unsigned() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > 1<<31 {
		r.failed = true
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

// signed reads signed LEB128 of at most 32 bits.
func (r *reader) signed() int {
	n := 0
	for shift := 0; shift < 35; shift += 7 {
		b := r.byte()
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			if b&0x40 != 0 {
				n -= 1 << (shift + 7)
			}
			return n
		}
	}
	r.failed = true
	return 0
}
