package pectest

import (
	"sort"
	"strings"
)

// XML is a node of a document that is to be signed: an element, or a text where Name is "". The tree is written in two ways: as it
// is sent, and in the canonical form that its digests are of.
type XML struct {
	Prefix, Space, Name string
	Attributes          [][2]string // name, value; none in a namespace but xml:…
	Text                string      // of a text
	Nodes               []*XML
	Declare             [][2]string // prefix, namespace: declared here when sent, whether used or not
}

// Element makes one in a namespace; children that are nil are left out.
func Element(prefix, space, name string, nodes ...*XML) *XML {
	e := &XML{Prefix: prefix, Space: space, Name: name}
	return e.Add(nodes...)
}

// Text makes a text node.
func Text(s string) *XML { return &XML{Text: s} }

// Add appends nodes.
func (e *XML) Add(nodes ...*XML) *XML {
	for _, n := range nodes {
		if n != nil {
			e.Nodes = append(e.Nodes, n)
		}
	}
	return e
}

// With adds an attribute.
func (e *XML) With(name, value string) *XML {
	e.Attributes = append(e.Attributes, [2]string{name, value})
	return e
}

// Find gives the first element of that name, e included.
func (e *XML) Find(name string) *XML {
	if e.Name == name {
		return e
	}
	for _, n := range e.Nodes {
		if found := n.Find(name); found != nil {
			return found
		}
	}
	return nil
}

// Remove takes the first element of that name out.
func (e *XML) Remove(name string) *XML {
	for i, n := range e.Nodes {
		if n.Name == name {
			e.Nodes = append(append([]*XML{}, e.Nodes[:i]...), e.Nodes[i+1:]...)
			return n
		}
		if found := n.Remove(name); found != nil {
			return found
		}
	}
	return nil
}

// Indent puts line ends and blanks between elements, as people's programs write them; they are part of what is signed.
func (e *XML) Indent(level int) *XML {
	var out []*XML
	elements := false
	for _, n := range e.Nodes {
		if n.Name != "" {
			elements = true
			out = append(out, Text("\n"+strings.Repeat("    ", level+1)), n.Indent(level+1))
		} else {
			out = append(out, n)
		}
	}
	if elements {
		out = append(out, Text("\n"+strings.Repeat("    ", level)))
	}
	e.Nodes = out
	return e
}

var (
	textEscape      = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	attributeEscape = strings.NewReplacer("&", "&amp;", "<", "&lt;", `"`, "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
)

// Canonical is the exclusive canonical form (W3C, 18 July 2002) without what skip names.
func (e *XML) Canonical(skip ...*XML) []byte {
	var b strings.Builder
	e.write(&b, map[string]string{}, true, skip)
	return []byte(b.String())
}

// Bytes is the document as it is sent.
func (e *XML) Bytes() []byte {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="no"?>` + "\n")
	e.write(&b, map[string]string{}, false, nil)
	return []byte(b.String())
}

func (e *XML) write(b *strings.Builder, scope map[string]string, canonical bool, skip []*XML) {
	for _, s := range skip {
		if s == e {
			return
		}
	}
	if e.Name == "" {
		b.WriteString(textEscape.Replace(e.Text))
		return
	}
	inner := map[string]string{}
	for k, v := range scope {
		inner[k] = v
	}
	name := e.Name
	if e.Prefix != "" {
		name = e.Prefix + ":" + name
	}
	b.WriteString("<" + name)
	declare := func(prefix, space string) {
		if inner[prefix] == space {
			return
		}
		inner[prefix] = space
		if prefix != "" {
			prefix = ":" + prefix
		}
		b.WriteString(" xmlns" + prefix + `="` + attributeEscape.Replace(space) + `"`)
	}
	if !canonical {
		for _, d := range e.Declare {
			declare(d[0], d[1])
		}
	}
	declare(e.Prefix, e.Space)
	attributes := append([][2]string{}, e.Attributes...)
	if canonical {
		sort.Slice(attributes, func(i, j int) bool { return rank(attributes[i][0]) < rank(attributes[j][0]) })
	}
	for _, a := range attributes {
		b.WriteString(" " + a[0] + `="` + attributeEscape.Replace(a[1]) + `"`)
	}
	b.WriteString(">")
	for _, n := range e.Nodes {
		n.write(b, inner, canonical, skip)
	}
	b.WriteString("</" + name + ">")
}

// rank sorts attributes without a namespace before those of xml:.
func rank(name string) string {
	if strings.HasPrefix(name, "xml:") {
		return "1" + name
	}
	return "0" + name
}

// Set gives an attribute another value, or adds it.
func (x *XML) Set(name, value string) *XML {
	for i := range x.Attributes {
		if x.Attributes[i][0] == name {
			x.Attributes[i][1] = value
			return x
		}
	}
	return x.With(name, value)
}
