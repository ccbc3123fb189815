package main

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// section is one section of a WebAssembly binary module.
type section struct {
	id   byte
	body []byte
}

const (
	idCustom   = 0
	idImport   = 2
	idCode     = 10
	idData     = 11
	nameOfFunc = 1 // subsection of the custom section "name"
)

var errModule = errors.New("not a WebAssembly module, or cut short")

// sections splits a module (WebAssembly Core Specification §5.5).
func sections(module []byte) ([]section, error) {
	if len(module) < 8 || string(module[:4]) != "\x00asm" {
		return nil, errModule
	}
	r := reader{rest: module[8:]}
	var all []section
	for len(r.rest) > 0 {
		id := r.byte()
		body := r.take(r.number())
		if r.failed {
			return nil, errModule
		}
		all = append(all, section{id, body})
	}
	return all, nil
}

// function is the machine code of one function; name is "" in a stripped module.
type function struct {
	name string
	size int
}

// functions gives every function that the module defines. The indices of names count imported functions too.
func functions(all []section) ([]function, error) {
	var out []function
	imported := 0
	names := map[int]string{}
	for _, s := range all {
		r := reader{rest: s.body}
		switch s.id {
		case idImport:
			imported = r.number() // a Go module imports nothing but functions
		case idCode:
			for range r.number() {
				size := r.number()
				r.take(size)
				out = append(out, function{size: size})
			}
		case idCustom:
			if string(r.take(r.number())) != "name" {
				continue
			}
			for len(r.rest) > 0 && !r.failed {
				kind, part := r.byte(), reader{rest: r.take(r.number())}
				if kind != nameOfFunc {
					continue
				}
				for range part.number() {
					index := part.number()
					names[index] = string(part.take(part.number()))
				}
				r.failed = r.failed || part.failed
			}
		}
		if r.failed {
			return nil, fmt.Errorf("section %d: %w", s.id, errModule)
		}
	}
	for i := range out {
		out[i].name = names[imported+i]
	}
	return out, nil
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

func (r *reader) number() int {
	n, size := binary.Uvarint(r.rest) // LEB128 without sign is the same
	if size <= 0 || n > 1<<31 {
		r.failed = true
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) take(n int) []byte {
	if n > len(r.rest) {
		r.failed, r.rest = true, nil
		return nil
	}
	taken := r.rest[:n]
	r.rest = r.rest[n:]
	return taken
}
