package main

import (
	"bytes"
	"errors"
	"testing"
)

// module is a module with one data section of these segments, and a custom section before it.
func module(all ...segment) []byte {
	body := writeSegments(all)
	out := []byte("\x00asm\x01\x00\x00\x00\x00\x02\x01x\x0b")
	return append(append(out, byte(len(body)|0x80), byte(len(body)>>7)), body...)
}

// memory is what the module's memory begins with.
func memory(t *testing.T, m []byte) (image []byte, count int) {
	t.Helper()
	r := reader{rest: m[8:]}
	for len(r.rest) > 0 {
		id := r.byte()
		body := r.take(r.unsigned())
		if id != dataSection {
			continue
		}
		all, err := readSegments(body)
		if err != nil {
			t.Fatal(err)
		}
		image = make([]byte, 1<<16)
		for _, s := range all {
			copy(image[s.offset:], s.data)
		}
		count = len(all)
	}
	return image, count
}

func TestMergeSegmentsKeepsTheMemory(t *testing.T) {
	far := 200 + mergedGap
	before := module(segment{far + 8192, []byte("last")}, segment{63, []byte("one")}, segment{64 + 60, []byte("near")}, segment{far, []byte("far")})
	after, err := mergeSegments(before, func([]byte) {})
	if err != nil {
		t.Fatal(err)
	}
	was, _ := memory(t, before)
	is, count := memory(t, after)
	if !bytes.Equal(was, is) {
		t.Error("the memory begins otherwise")
	}
	if count != 3 {
		t.Errorf("%d segments, want 3", count)
	}
	if !bytes.Contains(after, []byte("\x00\x02\x01x")) {
		t.Error("another section is gone")
	}
}

func TestMergeSegmentsRefuses(t *testing.T) {
	for name, m := range map[string][]byte{
		"no module":         []byte("ELF"),
		"cut short":         module(segment{1, []byte("one")})[:20],
		"overlap":           module(segment{1, []byte("one")}, segment{2, []byte("two")}),
		"a passive segment": []byte("\x00asm\x01\x00\x00\x00\x0b\x04\x01\x01\x01x"),
		"more after them":   []byte("\x00asm\x01\x00\x00\x00\x0b\x02\x00x"),
	} {
		if _, err := mergeSegments(m, func([]byte) {}); !errors.Is(err, errModule) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
