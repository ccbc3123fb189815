package pdfsig

import (
	"bytes"
	"errors"
)

// survey is what one pass over all objects of all revisions shows.
type survey struct {
	refersTo map[int]*referrers
	ranges   []int // objects with /ByteRange
	active   map[string]bool
	chain    map[int]bool // where cross-references stand
	left     int
	failed   bool // not everything could be read
}

// referrers are the objects that refer to one.
type referrers struct {
	from  []int32
	more  bool // there are others still
	first int  // the least offset of an object that does
}

// activities are names that stand for what can change what is shown, or reach out.
var activities = map[string]string{
	"JavaScript": "javascript", "JS": "javascript", "Launch": "launch", "EmbeddedFile": "embedded", "EmbeddedFiles": "embedded", "GoToE": "embedded",
	"GoToR": "remote", "SubmitForm": "remote", "ImportData": "remote", "XFA": "xfa", "RichMedia": "media", "Movie": "media", "Sound": "media",
}

// look passes over every object that some revision names, as text: nothing is built of it.
func (f *file) look(v *view) (*survey, error) {
	s := &survey{refersTo: map[int]*referrers{}, active: map[string]bool{}, chain: map[int]bool{}, left: maxReferences}
	for at, c := range f.sections {
		if c != nil {
			s.chain[at], s.chain[c.at] = true, true
		}
	}
	seen := map[int]bool{}
	for _, c := range v.chain {
		for _, part := range []*section{c, c.hybrid} {
			if part == nil {
				continue
			}
			s.trailer(part.trailer, part.at)
			for num, e := range part.entries {
				if e.kind != plain || seen[e.at] {
					continue
				}
				if seen[e.at] = true; len(seen) > maxObjects {
					return nil, ErrLimit
				}
				if err := f.lookAt(s, num, e.at); err != nil {
					return nil, err
				}
			}
		}
	}
	return s, nil
}

// trailer: what a trailer refers to is under no object; its number is 0.
func (s *survey) trailer(t dict, at int) {
	for key, x := range t {
		if r, ok := x.(ref); ok && key != "Root" && key != "Info" && key != "Encrypt" {
			s.refers(0, r.num, at)
		}
	}
}

func (s *survey) refers(from, to, at int) {
	r := s.refersTo[to]
	if r == nil {
		r = &referrers{first: at}
		s.refersTo[to] = r
	}
	r.first = min(r.first, at)
	for _, n := range r.from {
		if int(n) == from {
			return
		}
	}
	if len(r.from) == maxReferrers {
		r.more = true
		return
	}
	r.from = append(r.from, int32(from))
}

func (f *file) lookAt(s *survey, num, at int) error {
	l := f.lexer(at)
	l.skip()
	head := l.pos
	n, ok := l.number()
	if _, ok2 := l.number(); !ok || !ok2 || n != num || !l.keyword("obj") {
		return f.charge(l.pos - at)
	}
	if s.chain[head] { // a cross-reference, whose dictionary is the trailer
		return f.charge(l.pos - at)
	}
	body := l.pos
	err := s.scan(l, num, head)
	if e := f.charge(l.pos - at); e != nil {
		return e
	}
	if err != nil {
		return err
	}
	if !bytes.Contains(f.data[body:l.pos], []byte("ObjStm")) {
		return nil
	}
	return f.lookInside(s, num, at, head)
}

// lookInside looks at the objects of an object stream.
func (f *file) lookInside(s *survey, num, at, head int) error {
	alone := &view{chain: []*section{{entries: map[int]entry{num: {kind: plain, at: at}}}}}
	stream, err := f.objectStream(alone, num)
	switch {
	case errors.Is(err, ErrLimit):
		return err
	case err != nil:
		s.failed = true
		return nil
	}
	for i, n := range stream.nums {
		if stream.at[i] > len(stream.data) {
			s.failed = true
			continue
		}
		l := &lexer{data: stream.data, pos: stream.at[i], values: &f.values, inside: true}
		if i+1 < len(stream.at) && stream.at[i+1] > stream.at[i] && stream.at[i+1] <= len(stream.data) {
			l.data = stream.data[:stream.at[i+1]]
		}
		if err := f.charge(len(l.data) - l.pos); err != nil {
			return err
		}
		if err := s.scan(l, n, head); err != nil {
			return err
		}
	}
	return nil
}

// scan passes over one object up to its end or its stream.
func (s *survey) scan(l *lexer, num, at int) error {
	before, last, numbers := 0, 0, 0
	for {
		l.skip()
		if l.pos >= len(l.data) {
			return nil
		}
		switch c := l.data[l.pos]; {
		case c == '/':
			n := string(l.name())
			if a := activities[n]; a != "" {
				s.active[a] = true
			} else if n == "ByteRange" {
				s.ranges = append(s.ranges, num)
			}
		case c == '(':
			l.passLiteral()
		case c == '<':
			if l.pos++; l.pos < len(l.data) && l.data[l.pos] == '<' {
				l.pos++
			} else if n := bytes.IndexByte(l.data[l.pos:], '>'); n >= 0 {
				l.pos += n + 1
			} else {
				l.pos = len(l.data)
			}
		case class[c] != 0:
			l.pos++
		default:
			word := l.word()
			if n, ok := natural(word); ok {
				before, last = last, n
				numbers++
				continue
			}
			switch string(word) {
			case "R":
				if numbers >= 2 {
					if s.left--; s.left < 0 {
						return ErrLimit
					}
					s.refers(num, before, at)
				}
			case "stream", "endobj":
				return nil
			}
		}
		numbers = 0
	}
}

func (l *lexer) passLiteral() {
	for depth := 0; l.pos < len(l.data); l.pos++ {
		switch l.data[l.pos] {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				l.pos++
				return
			}
		case '\\':
			l.pos++
		}
	}
	l.pos = len(l.data)
}
