package xmltree

import (
	"fmt"
	"strings"
)

// Reasons why bytes are no XML that is read here, as slugs for translation.
const (
	ReasonSize       = "size"       // larger than the bound
	ReasonDepth      = "depth"      // nested deeper than the bound
	ReasonLimit      = "limit"      // too many nodes, attributes or namespaces, or a name too long
	ReasonEncoding   = "encoding"   // an encoding that is not read, or bytes that are not in the one stated
	ReasonCharacters = "characters" // characters that XML 1.0 forbids
	ReasonDoctype    = "doctype"    // a document type declaration
	ReasonEntities   = "entities"   // an entity that XML does not predefine
	ReasonXML        = "xml"        // not well formed
	ReasonNamespace  = "namespace"  // a prefix that is not declared, or a declaration that is not allowed
	ReasonDuplicate  = "duplicate"  // an attribute twice
)

// Malformed says why a document is not read. It is the only error of Parse.
type Malformed struct {
	Reason string // one of the Reason slugs
	Detail string // English, for a person; may quote the input, shortened and escaped
	Offset int    // bytes from the start, line ends as XML makes them
}

func (m *Malformed) Error() string { return fmt.Sprintf("XML: %s at byte %d", m.Detail, m.Offset) }

func malformed(reason string, offset int, format string, args ...any) *Malformed {
	return &Malformed{Reason: reason, Detail: fmt.Sprintf(format, args...), Offset: offset}
}

// Quote makes hostile text fit for a message.
func Quote(s string) string {
	const most = 60
	if len(s) > most {
		s = s[:most] + "…"
	}
	return fmt.Sprintf("%+q", s)
}

// Kind of a node.
type Kind uint8

// The kinds that a document has here. A CDATA section is Text.
const (
	Element Kind = iota
	Text
	Comment
	Instruction
)

// Node is one node of a document. It must not be changed.
type Node struct {
	Kind   Kind
	Prefix string
	Local  string // of an Instruction, its target
	Space  string // namespace name; "" = none
	Value  string // of Text, Comment and Instruction
	Attrs  []Attr // without namespace declarations, in the order of canonical XML
	Parent *Node
	Nodes  []*Node // children

	Declared []Namespace // namespaces declared here, in the order of their prefixes
}

// Attr is one attribute.
type Attr struct{ Prefix, Local, Space, Value string }

// Namespace is one namespace declaration; Prefix "" is the default namespace.
type Namespace struct{ Prefix, URI string }

// Document is a document that Parse has read.
type Document struct {
	Root          *Node
	Before, After []*Node // comments and instructions before and after the root

	Size  int              // bytes of the text in UTF-8
	IDs   map[string]*Node // by identifier; of no use where one stands twice
	Twice string           // an identifier that stands twice; "" = none
}

// Is says whether the node is the element of that expanded name.
func (n *Node) Is(space, local string) bool {
	return n != nil && n.Kind == Element && n.Local == local && n.Space == space
}

// Elements gives the child elements.
func (n *Node) Elements() []*Node {
	var out []*Node
	for _, c := range n.Nodes {
		if c.Kind == Element {
			out = append(out, c)
		}
	}
	return out
}

// Child gives the only child element of that name; nil where there is none, or more than one.
func (n *Node) Child(space, local string) *Node {
	var found *Node
	for _, c := range n.Nodes {
		if c.Is(space, local) {
			if found != nil {
				return nil
			}
			found = c
		}
	}
	return found
}

// Attr gives the value of an attribute in no namespace.
func (n *Node) Attr(local string) (string, bool) {
	for _, a := range n.Attrs {
		if a.Space == "" && a.Local == local {
			return a.Value, true
		}
	}
	return "", false
}

// Content joins the texts directly in the element.
func (n *Node) Content() string {
	if len(n.Nodes) == 1 && n.Nodes[0].Kind == Text {
		return n.Nodes[0].Value
	}
	var b strings.Builder
	for _, c := range n.Nodes {
		if c.Kind == Text {
			b.WriteString(c.Value)
		}
	}
	return b.String()
}

// Only gives the content of an element that holds text alone: no element, comment or instruction.
func (n *Node) Only() (string, bool) {
	for _, c := range n.Nodes {
		if c.Kind != Text {
			return "", false
		}
	}
	return n.Content(), true
}

// Lookup finds the namespace that a prefix stands for at this element; "" = none.
func (n *Node) Lookup(prefix string) string {
	if prefix == "xml" {
		return SpaceXML
	}
	for e := n; e != nil; e = e.Parent {
		for _, d := range e.Declared {
			if d.Prefix == prefix {
				return d.URI
			}
		}
	}
	return ""
}

// Within says whether n is a, or below it.
func (n *Node) Within(a *Node) bool {
	for e := n; e != nil; e = e.Parent {
		if e == a {
			return true
		}
	}
	return false
}

// Walk visits n and all below it; visit returns false to stay out of a node.
func (n *Node) Walk(visit func(*Node) bool) {
	if !visit(n) {
		return
	}
	for _, c := range n.Nodes {
		c.Walk(visit)
	}
}
