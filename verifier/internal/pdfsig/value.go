package pdfsig

import (
	"bytes"
	"maps"
	"slices"
)

// A value is nil, bool, int, real, name, str, array, dict, ref or *stream.
type (
	real  string // as written
	name  string
	array []value
	dict  map[string]value
	value any
)

// twice is the key under which a dictionary says that one of its keys is there twice: readers differ on which counts.
const twice = "\x00twice"

type ref struct{ num, gen int }

// str is a string, and where it stands in the file.
type str struct {
	octets  string
	at, end int
	hex     bool
}

type stream struct {
	dict    dict
	at, end int // of its data, as it stands in the file
}

// same compares two values as they are written; references are not followed. Of streams the data is compared too.
func (f *file) same(a, b value) bool {
	switch a := a.(type) {
	case array:
		b, ok := b.(array)
		return ok && slices.EqualFunc(a, b, f.same)
	case dict:
		b, ok := b.(dict)
		return ok && maps.EqualFunc(a, b, f.same)
	case str:
		b, ok := b.(str)
		return ok && a.octets == b.octets
	case *stream:
		b, ok := b.(*stream)
		return ok && f.same(a.dict, b.dict) && bytes.Equal(f.data[a.at:a.end], f.data[b.at:b.end])
	}
	switch b.(type) {
	case array, dict:
		return false
	}
	return a == b
}

func (d dict) name(key string) string {
	n, _ := d[key].(name)
	return string(n)
}
