package pdfsig

import (
	"bytes"
	"maps"
	"slices"
)

// judge says of every signature how much of the file is under it.
func (d *Document) judge() {
	s, err := d.file.look(d.last)
	if err == nil {
		d.Active = slices.Sorted(maps.Keys(s.active))
		d.Orphans = d.orphans(s)
	}
	c := comparer{d: d, f: d.file, survey: s, left: maxCompared}
	for i := range d.Signatures {
		sig := &d.Signatures[i]
		switch {
		case sig.Err != nil:
		case len(bytes.TrimLeft(d.file.data[sig.End:], "\x00\t\n\f\r ")) == 0:
			sig.Covers = All
		case err != nil || s.failed:
			sig.Covers, sig.Changes = Changed, []string{ChangedUnread}
		default:
			c.compare(sig)
		}
	}
}

func (d *Document) orphans(s *survey) int {
	named := map[int]bool{}
	for i := range d.Signatures {
		named[d.Signatures[i].object] = true
	}
	count := 0
	for _, num := range s.ranges {
		if !named[num] {
			named[num] = true
			count++
		}
	}
	return count
}

// certifies gives the P of a DocMDP among the references of a signature dictionary (ISO 32000-2 §12.8.2.2); 0 = none.
func (d *Document) certifies(v dict) int {
	for _, x := range d.file.array(d.last, v["Reference"]) {
		r := d.file.dict(d.last, x)
		if d.file.resolve(d.last, r["TransformMethod"]) != name("DocMDP") {
			continue
		}
		if p, ok := d.file.resolve(d.last, d.file.dict(d.last, r["TransformParams"])["P"]).(int); ok && p >= 1 && p <= 3 {
			return p
		}
		return 2
	}
	return 0
}

// locks says which fields a signature does not let be filled in any more (§12.8.2.4).
func (d *Document) locks(v dict) func(field string) bool {
	none := func(string) bool { return false }
	for _, x := range d.file.array(d.last, v["Reference"]) {
		r := d.file.dict(d.last, x)
		if d.file.resolve(d.last, r["TransformMethod"]) != name("FieldMDP") {
			continue
		}
		p := d.file.dict(d.last, r["TransformParams"])
		named := map[string]bool{}
		for _, n := range d.file.array(d.last, p["Fields"]) {
			if s, ok := d.file.resolve(d.last, n).(str); ok {
				named[text(s.octets)] = true
			}
		}
		inside := func(field string) bool { // a field is named by itself or by one above it
			for i := 0; i <= len(field); i++ {
				if (i == len(field) || field[i] == '.') && named[field[:i]] {
					return true
				}
			}
			return false
		}
		switch p.name("Action") {
		case "Include":
			return inside
		case "Exclude":
			return func(field string) bool { return !inside(field) }
		}
		return func(string) bool { return true }
	}
	return none
}

// accounted says whether everything in a piece of the file is an object that some cross-reference names, or a cross-reference of the
// chain. Whatever else stands there another reader may take for the newest revision.
func (c *comparer) accounted(from, to int) bool {
	if c.known == nil {
		c.known = map[int]int{}
		for _, s := range c.d.last.chain {
			for _, part := range []*section{s, s.hybrid} {
				if part == nil {
					continue
				}
				l := c.f.lexer(part.at)
				l.skip() // as readers do: a startxref may name the line end before
				c.known[l.pos] = -1
				for num, e := range part.entries {
					if e.kind == plain {
						l := c.f.lexer(e.at)
						l.skip()
						if _, there := c.known[l.pos]; !there {
							c.known[l.pos] = num
						}
					}
				}
			}
		}
	}
	l := c.f.lexer(from)
	for {
		start := l.pos
		l.skip()
		if c.f.charge(l.pos-start) != nil || l.pos >= to {
			return l.pos == to
		}
		num, known := c.known[l.pos]
		at := l.pos
		switch {
		case l.keyword("startxref"):
			if _, ok := l.number(); !ok {
				return false
			}
		case l.keyword("xref"):
			if !known || num != -1 {
				return false
			}
			for !l.keyword("trailer") {
				if l.skip(); len(l.word()) == 0 {
					return false
				}
			}
			if _, err := l.value(0); err != nil || c.f.charge(l.pos-at) != nil {
				return false
			}
		case known:
			o, err := c.f.objectAt(at, c.d.last)
			if err != nil || num >= 0 && o.num != num {
				return false
			}
			l.pos = o.end
		default:
			return false
		}
	}
}
