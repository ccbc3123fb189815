package pdfsig

import (
	"bytes"
	"errors"
	"fmt"
)

// entry says where an object is (ISO 32000-2 §7.5.4, §7.5.8).
type entry struct {
	kind  uint8 // free, plain, packed
	at    int   // offset in the file; of a packed one the number of its object stream
	index int   // generation; of a packed one its place in the stream
}

const (
	free = iota
	plain
	packed
)

// section is one cross-reference, table or stream, with its trailer.
type section struct {
	at      int
	entries map[int]entry
	trailer dict
	prev    int      // -1 = none
	hybrid  *section // XRefStm, which comes after the table's own entries
}

// view is the document as one revision has it: cross-references, the newest first.
type view struct{ chain []*section }

func (v *view) lookup(num int) (entry, bool) {
	for _, s := range v.chain {
		if e, ok := s.entries[num]; ok && (e.kind != free || s.hybrid == nil) {
			return e, true
		}
		if s.hybrid != nil {
			if e, ok := s.hybrid.entries[num]; ok {
				return e, true
			}
		}
	}
	return entry{}, false
}

func (v *view) trailer() dict { return v.chain[0].trailer }

var errChain = errors.New("the cross-references are broken")

// viewOf reads the chain of cross-references that the last startxref before end begins.
func (f *file) viewOf(end int) (*view, error) {
	start := bytes.LastIndex(f.data[:end], []byte("startxref"))
	if f.charge(end-max(start, 0)) != nil {
		return nil, ErrLimit
	}
	if start < 0 {
		return nil, errChain
	}
	l := f.lexer(start + len("startxref"))
	at, ok := l.number()
	if !ok {
		return nil, errChain
	}
	v := &view{}
	seen := map[int]bool{}
	for at >= 0 {
		if seen[at] || len(v.chain) == maxSections {
			return nil, errChain
		}
		seen[at] = true
		s, err := f.section(at + f.base)
		if err != nil {
			return nil, err
		}
		if s.at >= end {
			return nil, errChain
		}
		v.chain = append(v.chain, s)
		at = s.prev
	}
	return v, nil
}

// section reads the one that stands at an offset; each is read once.
func (f *file) section(at int) (*section, error) {
	if s, known := f.sections[at]; known {
		if s == nil {
			return nil, errChain
		}
		return s, nil
	}
	if len(f.sections) >= 2*maxSections {
		return nil, ErrLimit
	}
	f.sections[at] = nil
	if at < 0 || at >= len(f.data) {
		return nil, errChain
	}
	l := f.lexer(at)
	var s *section
	var err error
	if l.keyword("xref") {
		s, err = f.table(l)
	} else {
		s, err = f.xrefStream(l.pos)
	}
	if err != nil {
		return nil, err
	}
	s.at, s.prev = l.pos, -1
	l = f.lexer(at)
	l.skip()
	s.at = l.pos
	if prev, there := s.trailer["Prev"]; there {
		n, ok := prev.(int)
		if !ok || n < 0 {
			return nil, errChain
		}
		s.prev = n
	}
	f.sections[at] = s
	return s, nil
}

func (f *file) table(l *lexer) (*section, error) {
	defer func(start int) { f.charge(l.pos - start) }(l.pos)
	s := &section{entries: map[int]entry{}}
	for !l.keyword("trailer") {
		first, ok := l.number()
		count, ok2 := l.number()
		if !ok || !ok2 || first+count > maxNumber {
			return nil, errChain
		}
		for i := range count {
			at, ok := l.number()
			gen, ok2 := l.number()
			l.skip()
			kind := string(l.word())
			if !ok || !ok2 || kind != "n" && kind != "f" {
				return nil, errChain
			}
			if i == 0 && first == 1 && kind == "f" && gen == 65535 { // QUIRK: a table that begins with 1 for 0
				first = 0
			}
			e := entry{index: gen}
			if kind == "n" && at > 0 {
				e.kind, e.at = plain, at+f.base
			}
			if err := f.enter(s, first+i, e); err != nil {
				return nil, err
			}
		}
	}
	v, err := l.value(0)
	if err != nil {
		return nil, fmt.Errorf("%w: trailer", errChain)
	}
	var ok bool
	if s.trailer, ok = v.(dict); !ok {
		return nil, errChain
	}
	if at, ok := s.trailer["XRefStm"].(int); ok {
		h, err := f.section(at + f.base)
		if err != nil || h.hybrid != nil {
			return nil, errChain
		}
		s.hybrid = h
	}
	return s, nil
}

// enter keeps the first entry for a number.
func (f *file) enter(s *section, num int, e entry) error {
	if f.entries--; f.entries < 0 {
		return ErrLimit
	}
	if _, there := s.entries[num]; !there {
		s.entries[num] = e
	}
	return nil
}

func (f *file) xrefStream(at int) (*section, error) {
	o, err := f.objectAt(at, nil)
	if err != nil {
		return nil, err
	}
	body, ok := o.value.(*stream)
	if !ok || body.dict.name("Type") != "XRef" {
		return nil, errChain
	}
	s := &section{entries: map[int]entry{}, trailer: body.dict}
	w, _ := body.dict["W"].(array)
	if len(w) != 3 {
		return nil, errChain
	}
	var width [3]int
	for i := range w {
		n, ok := w[i].(int)
		if !ok || n < 0 || n > 7 {
			return nil, errChain
		}
		width[i] = n
	}
	index, there := body.dict["Index"].(array)
	if !there {
		index = array{0, body.dict["Size"]}
	}
	data, err := f.inflate(body)
	if err != nil {
		return nil, err
	}
	field := func(i, missing int) int {
		if width[i] == 0 {
			return missing
		}
		n := 0
		for _, c := range data[:width[i]] {
			n = n<<8 | int(c)
		}
		data = data[width[i]:]
		return n
	}
	row := width[0] + width[1] + width[2]
	if row == 0 {
		return nil, errChain
	}
	for i := 0; i+1 < len(index); i += 2 {
		first, ok := index[i].(int)
		count, ok2 := index[i+1].(int)
		if !ok || !ok2 || first < 0 || count < 0 || first+count > maxNumber {
			return nil, errChain
		}
		for num := first; num < first+count && len(data) >= row; num++ {
			kind, at, gen := field(0, plain), field(1, 0), field(2, 0)
			e := entry{index: gen}
			switch kind {
			case plain:
				e.kind, e.at = plain, at+f.base
			case packed:
				e.kind, e.at = packed, at
			}
			if err := f.enter(s, num, e); err != nil {
				return nil, err
			}
		}
	}
	return s, nil
}

// rebuild finds objects by searching, as viewers do where cross-references are broken. The last of a number counts.
func (f *file) rebuild() (*view, error) {
	s := &section{entries: map[int]entry{}, trailer: dict{}, prev: -1}
	var streams []int
	for pos := 0; ; {
		i := bytes.Index(f.data[pos:], []byte("obj"))
		if i < 0 {
			break
		}
		i += pos
		pos = i + 3
		num, at, ok := f.headerBefore(i)
		if !ok {
			continue
		}
		if len(s.entries) > maxObjects {
			return nil, ErrLimit
		}
		s.entries[num] = entry{kind: plain, at: at}
		if head := f.data[pos:min(pos+256, len(f.data))]; bytes.Contains(head, []byte("/ObjStm")) || bytes.Contains(head, []byte("/XRef")) {
			streams = append(streams, num)
		}
	}
	f.rebuilt = true
	v := &view{chain: []*section{s}}
	for _, num := range streams {
		o, err := f.load(v, num)
		body, ok := o.value.(*stream)
		switch {
		case errors.Is(err, ErrLimit):
			return nil, err
		case err != nil || !ok:
		case body.dict.name("Type") == "XRef":
			if body.dict["Root"] != nil {
				s.trailer = body.dict
			}
		case body.dict.name("Type") == "ObjStm":
			nums, err := f.packed(v, num)
			if errors.Is(err, ErrLimit) {
				return nil, err
			}
			for i, n := range nums {
				if _, there := s.entries[n]; !there {
					if err := f.enter(s, n, entry{kind: packed, at: num, index: i}); err != nil {
						return nil, err
					}
				}
			}
		}
	}
	for pos := 0; ; {
		i := bytes.Index(f.data[pos:], []byte("trailer"))
		if i < 0 {
			break
		}
		pos += i + len("trailer")
		l := f.lexer(pos)
		found, err := l.value(0)
		if f.charge(l.pos-pos) != nil {
			return nil, ErrLimit
		}
		if t, ok := found.(dict); err == nil && ok && t["Root"] != nil {
			s.trailer = t
		}
	}
	if s.trailer["Root"] == nil {
		return nil, errChain
	}
	return v, nil
}

// headerBefore reads "num gen " before the word obj at i.
func (f *file) headerBefore(i int) (num, at int, ok bool) {
	p := i
	back := func() (int, bool) {
		end := p
		for end > 0 && i-end < 32 && class[f.data[end-1]] == white {
			end--
		}
		start := end
		for start > 0 && end-start < 12 && f.data[start-1] >= '0' && f.data[start-1] <= '9' {
			start--
		}
		if end == p && p != i || start == end {
			return 0, false
		}
		p = start
		return natural(f.data[start:end])
	}
	if _, ok := back(); !ok {
		return 0, 0, false
	}
	num, ok = back()
	return num, p, ok && num <= maxNumber
}
