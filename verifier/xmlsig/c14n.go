package xmlsig

import (
	"fmt"
	"slices"
	"strings"
)

// canonicalization is one of the six methods that are read here.
type canonicalization struct {
	exclusive bool
	comments  bool
	v11       bool
	prefixes  []string // InclusiveNamespaces PrefixList; "" for #default
}

var canonicalizations = map[string]canonicalization{
	"http://www.w3.org/TR/2001/REC-xml-c14n-20010315":              {},
	"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments": {comments: true},
	"http://www.w3.org/2006/12/xml-c14n11":                         {v11: true},
	"http://www.w3.org/2006/12/xml-c14n11#WithComments":            {v11: true, comments: true},
	ExclusiveC14N: {exclusive: true},
	"http://www.w3.org/2001/10/xml-exc-c14n#WithComments": {exclusive: true, comments: true},
}

// ExclusiveC14N is Exclusive XML Canonicalization 1.0 without comments.
const ExclusiveC14N = "http://www.w3.org/2001/10/xml-exc-c14n#"

// nodes is a node-set of the only shape that the transforms read here make: a document or one element, without some subtrees.
type nodes struct {
	doc      *Document
	apex     *Node // nil = the whole document
	without  func(*Node) bool
	comments bool // comments are in the set
}

var errTooLong = fmt.Errorf("%w: the canonical forms of the document are too long", ErrLimit)

// canonical writes a node-set in canonical form.
func (s nodes) canonical(c canonicalization) ([]byte, error) {
	w := &writer{c: c, set: s, rendered: map[string]string{}}
	if s.apex != nil {
		w.apex(s.apex)
	} else {
		for _, n := range s.doc.before {
			if w.outside(n) {
				w.raw("\n")
			}
		}
		if s.doc.Root != nil {
			w.apex(s.doc.Root)
		}
		for _, n := range s.doc.after {
			if s.includes(n) && (n.Kind == Instruction || w.keepsComments()) {
				w.raw("\n")
				w.outside(n)
			}
		}
	}
	if w.err != nil {
		return nil, w.err
	}
	s.doc.budget -= len(w.out)
	return w.out, nil
}

func (s nodes) includes(n *Node) bool { return s.without == nil || !s.without(n) }

type writer struct {
	c        canonicalization
	set      nodes
	out      []byte
	rendered map[string]string // prefix → namespace, as the output ancestors have it
	err      error
}

func (w *writer) raw(s string) { w.out = append(w.out, s...) }

func (w *writer) keepsComments() bool { return w.c.comments && w.set.comments }

// outside writes a comment or an instruction beside the root.
func (w *writer) outside(n *Node) bool {
	before := len(w.out)
	w.node(n)
	return len(w.out) > before
}

// apex writes the element at which the output begins: it takes over what its ancestors, which are left out, state for it.
func (w *writer) apex(e *Node) {
	var inherited []decl
	seen := map[string]bool{}
	for n := e; n != nil; n = n.Parent {
		for _, d := range n.decls {
			if !seen[d.prefix] {
				seen[d.prefix] = true
				inherited = append(inherited, d)
			}
		}
	}
	slices.SortFunc(inherited, func(a, b decl) int { return strings.Compare(a.prefix, b.prefix) })
	w.element(e, inherited, w.inheritedAttributes(e))
}

// inheritedAttributes are those of the xml namespace that inclusive forms carry over from ancestors (Canonical XML 1.0 §2.4;
// in 1.1 xml:lang and xml:space alone, and xml:base joined, which is not done here).
func (w *writer) inheritedAttributes(e *Node) []Attr {
	if w.c.exclusive || e.Parent == nil {
		return e.Attrs
	}
	all := slices.Clone(e.Attrs)
	for n := e.Parent; n != nil; n = n.Parent {
		for _, a := range n.Attrs {
			has := func(h Attr) bool { return h.Space == a.Space && h.Local == a.Local }
			switch {
			case a.Space != spaceXML, w.c.v11 && a.Local == "id":
			case w.c.v11 && a.Local == "base":
				w.err = fmt.Errorf("%w: xml:base above what is signed", ErrUnsupported)
			case w.c.v11 && a.Local != "lang" && a.Local != "space":
			case !slices.ContainsFunc(all, has):
				all = append(all, a)
			}
		}
	}
	slices.SortFunc(all, func(a, b Attr) int {
		if c := strings.Compare(a.Space, b.Space); c != 0 {
			return c
		}
		return strings.Compare(a.Local, b.Local)
	})
	return all
}

func (w *writer) node(n *Node) {
	if w.err != nil || !w.set.includes(n) {
		return
	}
	if len(w.out) > w.set.doc.budget {
		w.err = errTooLong
		return
	}
	switch n.Kind {
	case Element:
		w.element(n, n.decls, n.Attrs)
	case Text:
		w.text(n.Value)
	case Comment:
		if w.keepsComments() {
			w.raw("<!--")
			w.carriageReturns(n.Value)
			w.raw("-->")
		}
	case Instruction:
		w.raw("<?")
		w.raw(n.Local)
		if n.Value != "" {
			w.raw(" ")
			w.carriageReturns(n.Value)
		}
		w.raw("?>")
	}
}

// element writes an element; decls are the namespace declarations that may have to be written with it.
func (w *writer) element(e *Node, decls []decl, attributes []Attr) {
	w.raw("<")
	w.name(e.Prefix, e.Local)
	undo := w.namespaces(e, decls, attributes)
	for _, a := range attributes {
		w.raw(" ")
		w.name(a.Prefix, a.Local)
		w.raw(`="`)
		w.attribute(a.Value)
		w.raw(`"`)
	}
	w.raw(">")
	for _, c := range e.Nodes {
		w.node(c)
	}
	w.raw("</")
	w.name(e.Prefix, e.Local)
	w.raw(">")
	for _, d := range undo {
		if d.uri == "" {
			delete(w.rendered, d.prefix)
		} else {
			w.rendered[d.prefix] = d.uri
		}
	}
}

func (w *writer) name(prefix, local string) {
	if prefix != "" {
		w.raw(prefix)
		w.raw(":")
	}
	w.raw(local)
}

// namespaces writes the declarations that the output needs here, and gives what was in force before.
func (w *writer) namespaces(e *Node, decls []decl, attributes []Attr) (undo []decl) {
	needed := decls
	if w.c.exclusive {
		needed = w.utilized(e, decls, attributes)
	}
	for _, d := range needed {
		if w.rendered[d.prefix] == d.uri || d.prefix == "xml" {
			continue
		}
		if strings.IndexByte(d.uri, ':') < 0 && d.uri != "" {
			// Canonical XML §1.3: implementations must fail on relative namespace names.
			w.err = fmt.Errorf("%w: relative namespace name", ErrUnsupported)
		}
		undo = append(undo, decl{d.prefix, w.rendered[d.prefix]})
		w.rendered[d.prefix] = d.uri
		w.raw(" xmlns")
		if d.prefix != "" {
			w.raw(":")
			w.raw(d.prefix)
		}
		w.raw(`="`)
		w.attribute(d.uri)
		w.raw(`"`)
	}
	return undo
}

// utilized are the namespaces that the element or its attributes use, and those of the prefix list that are declared here
// (Exclusive XML Canonicalization §3).
func (w *writer) utilized(e *Node, decls []decl, attributes []Attr) []decl {
	needed := []decl{{e.Prefix, e.Space}}
	add := func(d decl) {
		if !slices.Contains(needed, d) {
			needed = append(needed, d)
		}
	}
	for _, a := range attributes {
		if a.Prefix != "" {
			add(decl{a.Prefix, a.Space})
		}
	}
	if len(w.c.prefixes) > 0 {
		for _, d := range decls {
			if slices.Contains(w.c.prefixes, d.prefix) {
				add(d)
			}
		}
	}
	if len(needed) > 1 {
		slices.SortFunc(needed, func(a, b decl) int { return strings.Compare(a.prefix, b.prefix) })
	}
	return needed
}

func (w *writer) text(s string) {
	for {
		i := strings.IndexAny(s, "&<>\r")
		if i < 0 {
			w.raw(s)
			return
		}
		w.raw(s[:i])
		w.raw(escaped(s[i]))
		s = s[i+1:]
	}
}

func (w *writer) attribute(s string) {
	for {
		i := strings.IndexAny(s, "&<\"\t\n\r")
		if i < 0 {
			w.raw(s)
			return
		}
		w.raw(s[:i])
		w.raw(escaped(s[i]))
		s = s[i+1:]
	}
}

func (w *writer) carriageReturns(s string) { w.raw(strings.ReplaceAll(s, "\r", "&#xD;")) }

func escaped(b byte) string {
	switch b {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	case '"':
		return "&quot;"
	case '\t':
		return "&#x9;"
	case '\n':
		return "&#xA;"
	}
	return "&#xD;"
}

// Canonical gives the whole document in exclusive canonical form without comments: what a signature over all of it would have
// covered. An unsigned document is read from there too, so that it is read in one way only.
func (d *Document) Canonical() ([]byte, error) {
	return nodes{doc: d}.canonical(canonicalizations[ExclusiveC14N])
}
