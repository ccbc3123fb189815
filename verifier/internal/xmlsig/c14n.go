package xmlsig

import (
	"fmt"
	"slices"
	"strings"

	"pecverifier/trustlist/xmltree"
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
	apex     *xmltree.Node // nil = the whole document
	without  func(*xmltree.Node) bool
	comments bool // comments are in the set
}

var errTooLong = fmt.Errorf("%w: the canonical forms of the document are too long", ErrLimit)

// canonical writes a node-set in canonical form.
func (s nodes) canonical(c canonicalization) ([]byte, error) {
	w := &writer{c: c, set: s, rendered: map[string]string{}}
	if s.apex != nil {
		w.apex(s.apex)
	} else {
		for _, n := range s.doc.Before {
			if w.outside(n) {
				w.raw("\n")
			}
		}
		if s.doc.Root != nil {
			w.apex(s.doc.Root)
		}
		for _, n := range s.doc.After {
			if s.includes(n) && (n.Kind == xmltree.Instruction || w.keepsComments()) {
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

func (s nodes) includes(n *xmltree.Node) bool { return s.without == nil || !s.without(n) }

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
func (w *writer) outside(n *xmltree.Node) bool {
	before := len(w.out)
	w.node(n)
	return len(w.out) > before
}

// apex writes the element at which the output begins: it takes over what its ancestors, which are left out, state for it.
func (w *writer) apex(e *xmltree.Node) {
	var inherited []xmltree.Namespace
	seen := map[string]bool{}
	for n := e; n != nil; n = n.Parent {
		for _, d := range n.Declared {
			if !seen[d.Prefix] {
				seen[d.Prefix] = true
				inherited = append(inherited, d)
			}
		}
	}
	slices.SortFunc(inherited, func(a, b xmltree.Namespace) int { return strings.Compare(a.Prefix, b.Prefix) })
	w.element(e, inherited, w.inheritedAttributes(e))
}

// inheritedAttributes are those of the xml namespace that inclusive forms carry over from ancestors (Canonical XML 1.0 §2.4;
// in 1.1 xml:lang and xml:space alone, and xml:base joined, which is not done here).
func (w *writer) inheritedAttributes(e *xmltree.Node) []xmltree.Attr {
	if w.c.exclusive || e.Parent == nil {
		return e.Attrs
	}
	all := slices.Clone(e.Attrs)
	for n := e.Parent; n != nil; n = n.Parent {
		for _, a := range n.Attrs {
			has := func(h xmltree.Attr) bool { return h.Space == a.Space && h.Local == a.Local }
			switch {
			case a.Space != xmltree.SpaceXML, w.c.v11 && a.Local == "id":
			case w.c.v11 && a.Local == "base":
				w.err = fmt.Errorf("%w: xml:base above what is signed", ErrUnsupported)
			case w.c.v11 && a.Local != "lang" && a.Local != "space":
			case !slices.ContainsFunc(all, has):
				all = append(all, a)
			}
		}
	}
	slices.SortFunc(all, func(a, b xmltree.Attr) int {
		if c := strings.Compare(a.Space, b.Space); c != 0 {
			return c
		}
		return strings.Compare(a.Local, b.Local)
	})
	return all
}

func (w *writer) node(n *xmltree.Node) {
	if w.err != nil || !w.set.includes(n) {
		return
	}
	if len(w.out) > w.set.doc.budget {
		w.err = errTooLong
		return
	}
	switch n.Kind {
	case xmltree.Element:
		w.element(n, n.Declared, n.Attrs)
	case xmltree.Text:
		w.text(n.Value)
	case xmltree.Comment:
		if w.keepsComments() {
			w.raw("<!--")
			w.carriageReturns(n.Value)
			w.raw("-->")
		}
	case xmltree.Instruction:
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
func (w *writer) element(e *xmltree.Node, decls []xmltree.Namespace, attributes []xmltree.Attr) {
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
		if d.URI == "" {
			delete(w.rendered, d.Prefix)
		} else {
			w.rendered[d.Prefix] = d.URI
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
func (w *writer) namespaces(e *xmltree.Node, decls []xmltree.Namespace, attributes []xmltree.Attr) (undo []xmltree.Namespace) {
	needed := decls
	if w.c.exclusive {
		needed = w.utilized(e, decls, attributes)
	}
	for _, d := range needed {
		if w.rendered[d.Prefix] == d.URI || d.Prefix == "xml" {
			continue
		}
		if strings.IndexByte(d.URI, ':') < 0 && d.URI != "" {
			// Canonical XML §1.3: implementations must fail on relative namespace names.
			w.err = fmt.Errorf("%w: relative namespace name", ErrUnsupported)
		}
		undo = append(undo, xmltree.Namespace{Prefix: d.Prefix, URI: w.rendered[d.Prefix]})
		w.rendered[d.Prefix] = d.URI
		w.raw(" xmlns")
		if d.Prefix != "" {
			w.raw(":")
			w.raw(d.Prefix)
		}
		w.raw(`="`)
		w.attribute(d.URI)
		w.raw(`"`)
	}
	return undo
}

// utilized are the namespaces that the element or its attributes use, and those of the prefix list that are declared here
// (Exclusive XML Canonicalization §3).
func (w *writer) utilized(e *xmltree.Node, decls []xmltree.Namespace, attributes []xmltree.Attr) []xmltree.Namespace {
	needed := []xmltree.Namespace{{Prefix: e.Prefix, URI: e.Space}}
	add := func(d xmltree.Namespace) {
		if !slices.Contains(needed, d) {
			needed = append(needed, d)
		}
	}
	for _, a := range attributes {
		if a.Prefix != "" {
			add(xmltree.Namespace{Prefix: a.Prefix, URI: a.Space})
		}
	}
	if len(w.c.prefixes) > 0 {
		for _, d := range decls {
			if slices.Contains(w.c.prefixes, d.Prefix) {
				add(d)
			}
		}
	}
	if len(needed) > 1 {
		slices.SortFunc(needed, func(a, b xmltree.Namespace) int { return strings.Compare(a.Prefix, b.Prefix) })
	}
	return needed
}

func (w *writer) text(s string) { w.escaping(s, "&<>\r") }

func (w *writer) attribute(s string) { w.escaping(s, "&<\"\t\n\r") }

func (w *writer) escaping(s, these string) {
	for {
		i := strings.IndexAny(s, these)
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

// Unsigned gives the document without any ds:Signature, in exclusive canonical form. Nothing says that anybody signed it.
func (d *Document) Unsigned() ([]byte, error) {
	return nodes{doc: d, without: isSignature}.canonical(canonicalizations[ExclusiveC14N])
}
