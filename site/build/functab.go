package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// Go's function tables (pclntab) let the runtime walk stacks, which it must, and print names and lines in a trace, which nobody
// reads on the page: a panic's message and the code of the fault reach it all the same. Names, files and lines are an eighth
// of the compressed core. They are overwritten with zeros after linking; nothing moves.

// headerOfTables is how they begin: runtime.pcHeader of Go 1.20 and later (internal/abi.Go120PCLnTabMagic), instructions of one
// byte, pointers of eight.
var headerOfTables = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// Numbers of runtime.pcHeader, runtime.functab and runtime._func, whose fields these are, in bytes.
const (
	headerSize = 72

	entrySize = 8

	atName, atPCSP, atFile, atLine, atCountPC, atUnit, atStart, atCountFunc = 4, 16, 20, 24, 28, 32, 36, 43
	functionSize                                                            = 44
)

// keptNames are those that the runtime decides by: isSystemGoroutine asks for the first, the walk of frames for the second.
var keptNames = []string{"runtime.", "reflect."}

var errTables = errors.New("no function tables of the shape that is known")

// tables are the parts of pclntab.
type tables struct {
	all                            []byte
	count                          int // functions
	names, units, files, pcs, pcln []byte
}

// withoutNames overwrites in the memory's image what only traces need. On an error nothing is changed.
func withoutNames(image []byte) error {
	t, err := findTables(image)
	if err != nil {
		return err
	}
	var functions [][]byte
	needed := make([]bool, len(t.pcs)) // octets of t.pcs
	keptAt := map[uint32]bool{}
	for i := range t.count {
		f, err := t.function(i)
		if err != nil {
			return err
		}
		functions = append(functions, f)
		offsets := []uint32{u32(f, atPCSP)}
		for k := range int(u32(f, atCountPC)) {
			offsets = append(offsets, u32(f, functionSize+4*k))
		}
		for _, offset := range offsets {
			if err := t.need(needed, offset); err != nil {
				return err
			}
		}
		if name := t.name(u32(f, atName)); kept(name) {
			keptAt[u32(f, atName)] = true
		}
	}
	for _, f := range functions {
		for _, at := range []int{atFile, atLine, atUnit, atStart} {
			binary.LittleEndian.PutUint32(f[at:], 0)
		}
		if !keptAt[u32(f, atName)] {
			binary.LittleEndian.PutUint32(f[atName:], 0)
		}
	}
	for i := range t.pcs {
		if !needed[i] {
			t.pcs[i] = 0
		}
	}
	for start := 0; start < len(t.names); {
		end := start + bytes.IndexByte(t.names[start:], 0)
		if end < start {
			break
		}
		if !kept(string(t.names[start:end])) { // those of inlined functions are asked for as well
			clear(t.names[start:end])
		}
		start = end + 1
	}
	clear(t.units)
	clear(t.files)
	return nil
}

func kept(name string) bool {
	for _, prefix := range keptNames {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func findTables(image []byte) (*tables, error) {
	var found *tables
	for at := 0; ; {
		i := bytes.Index(image[at:], headerOfTables)
		if i < 0 {
			break
		}
		at += i
		if t, ok := tablesAt(image[at:]); ok {
			if found != nil {
				return nil, fmt.Errorf("%w: there are two", errTables)
			}
			found = t
		}
		at += len(headerOfTables)
	}
	if found == nil {
		return nil, errTables
	}
	return found, nil
}

// tablesAt takes apart what begins with the header: counts, an unused word, and where each part begins.
func tablesAt(b []byte) (*tables, bool) {
	if len(b) < headerSize {
		return nil, false
	}
	word := func(i int) int { return int(binary.LittleEndian.Uint64(b[8*i:]) & (1<<40 - 1)) }
	starts := []int{word(4), word(5), word(6), word(7), word(8), len(b)}
	for i := 1; i < len(starts); i++ {
		if starts[0] != headerSize || starts[i] < starts[i-1] {
			return nil, false
		}
	}
	t := &tables{all: b, count: word(1), names: b[starts[0]:starts[1]], units: b[starts[1]:starts[2]], files: b[starts[2]:starts[3]],
		pcs: b[starts[3]:starts[4]], pcln: b[starts[4]:]}
	return t, t.count > 0 && t.count*entrySize+4 <= len(t.pcln)
}

func u32(b []byte, at int) uint32 { return binary.LittleEndian.Uint32(b[at:]) }

// function gives the record of one, with the offsets behind it.
func (t *tables) function(i int) ([]byte, error) {
	at := int(u32(t.pcln, i*entrySize+4))
	if at < t.count*entrySize || at+functionSize > len(t.pcln) {
		return nil, fmt.Errorf("%w: function %d", errTables, i)
	}
	size := functionSize + 4*int(u32(t.pcln, at+atCountPC)) + 4*int(t.pcln[at+atCountFunc])
	if u32(t.pcln, at+atCountPC) > 16 || at+size > len(t.pcln) || int(u32(t.pcln, at+atName)) >= len(t.names) {
		return nil, fmt.Errorf("%w: function %d", errTables, i)
	}
	return t.pcln[at : at+size : at+size], nil
}

func (t *tables) name(at uint32) string {
	name, _, _ := bytes.Cut(t.names[at:], []byte{0})
	return string(name)
}

// need marks one table of values by program counter: pairs of numbers of variable length, ended by a zero in place of the next pair.
func (t *tables) need(needed []bool, offset uint32) error {
	if offset == 0 {
		return nil // there is none
	}
	at := int(offset)
	number := func() bool {
		for at < len(t.pcs) {
			needed[at] = true
			at++
			if t.pcs[at-1] < 0x80 {
				return true
			}
		}
		return false
	}
	for first := true; ; first = false {
		last := !first && at < len(t.pcs) && t.pcs[at] == 0
		if !number() || !last && !number() {
			return fmt.Errorf("%w: values at %d", errTables, offset)
		}
		if last {
			return nil
		}
	}
}
