package smime

import (
	"strconv"
	"strings"

	"pecverifier/verifier/internal/bound"
)

// Entity is one MIME entity of an input: the message itself, a part of a multipart, a message inside a message.
type Entity struct {
	Path   string // "" for the root, "2.1" for the first child of its second child; a nested message is child 1
	Header Header
	Raw    []byte // header and body, as they stand in the input or in the decoded body that holds them
	Body   []byte // as transferred
	Type   string // media type in lower case; "text/plain" where none is stated (RFC 2045 §5.2)

	// Ambiguous says why readers may disagree on what this entity is; "" when they cannot.
	Ambiguous string

	parameters  map[string]string
	written     map[string]string
	twice       string // name or charset, if Content-Type states it twice
	disposition mediaType
	unread      string // charset of a parameter of Content-Type
	root        []byte // the input, or the decoded body, that Raw is a range of
	at          int    // where Raw begins in the input; -1 where it is no range of that
	signed      bool
	asked       bool // whether disputed was found out
	disputed    string
	depth       int
	number      int // among the children of its parent, from 1
	message     bool
	parent      *Entity
	budget      *budget

	outer    *Header // header fields kept apart from the input
	children []*Entity
	cut      multipart
	read     bool
	err      error
}

// Parse reads the root entity of a message. Only its header is read; Children reads on.
func Parse(raw []byte) (*Entity, error) {
	return ParseWithin(raw, nil)
}

// ParseWithin is Parse for one of many messages: what is searched and decoded of them is taken from one pool.
func ParseWithin(raw []byte, pool *bound.Pool) (*Entity, error) {
	e, err := parse(raw, raw, newBudget(raw, pool))
	if err != nil {
		return nil, err
	}
	e.message = true
	return e, nil
}

// Inside reads an entity that stands in the content of e after a decoding that this package does not know, such as the
// eContent of an opaque signature. It becomes the child 1 of e and shares its bounds.
func (e *Entity) Inside(raw []byte) (*Entity, error) {
	if err := e.budget.decode(len(raw)); err != nil {
		return nil, err
	}
	return e.child(raw, raw, -1, 1, true)
}

func parse(raw, root []byte, b *budget) (*Entity, error) {
	if err := b.part(); err != nil {
		return nil, err
	}
	head, body, err := splitHeader(raw)
	if err != nil {
		return nil, err
	}
	h, err := readHeader(head, b)
	if err != nil {
		return nil, err
	}
	e := &Entity{Header: h, Raw: raw, Body: body, root: root, budget: b}
	e.readType()
	return e, nil
}

func (e *Entity) child(raw, root []byte, at, number int, message bool) (*Entity, error) {
	if e.depth+1 > MaxDepth {
		return nil, &LimitError{"levels of MIME parts", MaxDepth}
	}
	c, err := parse(raw, root, e.budget)
	if err != nil {
		return nil, err
	}
	c.parent, c.at, c.number, c.depth, c.message = e, at, number, e.depth+1, message
	if e.Type == "multipart/digest" && !c.Header.Has("Content-Type") { // RFC 2046 §5.1.5
		c.Type = "message/rfc822"
	}
	c.Path = strings.TrimPrefix(e.Path+"."+strconv.Itoa(number), ".")
	return c, nil
}

func (e *Entity) readType() {
	t := parseMediaType(e.Header.Get("Content-Type"))
	e.Type, e.parameters, e.written, e.unread, e.twice = t.value, t.parameters, t.written, t.unread, t.twice
	if e.Type == "" {
		e.Type = "text/plain"
	}
	e.signed = t.value == "multipart/signed"
	if values := e.Header.Values("Content-Type"); len(values) > 1 {
		for _, v := range values[1:] {
			e.signed = e.signed || parseMediaType(v).value == "multipart/signed"
		}
	}
	e.disposition = parseMediaType(e.Header.Get("Content-Disposition"))
	switch {
	case e.Header.Conflicting("Content-Type"):
		e.Ambiguous = "two Content-Type fields that differ"
	case e.Header.Conflicting("Content-Transfer-Encoding"):
		e.Ambiguous = "two Content-Transfer-Encoding fields that differ"
	case t.duplicate == "boundary" || t.duplicate == "protocol":
		e.Ambiguous = "parameter " + t.duplicate + " stated twice"
	case strings.HasPrefix(e.Type, "multipart/") && !usableBoundary(e.Boundary()):
		e.Ambiguous = "multipart without a usable boundary"
	}
}

func usableBoundary(b string) bool {
	return b != "" && len(b) <= maxBoundary && !strings.ContainsAny(b, "\r\n\x00")
}

// Boundary is the delimiter that a multipart states, without the blanks that RFC 2046 §5.1.1 forbids at its end.
func (e *Entity) Boundary() string { return strings.TrimRight(e.parameters["boundary"], " \t") }

// Parameter gives a decoded parameter of Content-Type; the name is in lower case.
func (e *Entity) Parameter(name string) string { return e.parameters[name] }

// Disposition is the Content-Disposition in lower case, without its parameters.
func (e *Entity) Disposition() string { return e.disposition.value }

// Position is Path as numbers, for sorting in the order of the file.
func (e *Entity) Position() []int {
	if e.parent == nil {
		return nil
	}
	return append(e.parent.Position(), e.number)
}

// Parent is the entity that holds this one; nil for the root.
func (e *Entity) Parent() *Entity { return e.parent }

// IsMessage says whether the entity is a message of its own: the root, or what a message/rfc822 holds.
func (e *Entity) IsMessage() bool { return e.message }

// Message is the nearest message that e belongs to: itself, or one that holds it.
func (e *Entity) Message() *Entity {
	for !e.message {
		e = e.parent
	}
	return e
}

// Root is the outermost entity.
func (e *Entity) Root() *Entity {
	for e.parent != nil {
		e = e.parent
	}
	return e
}

// OuterHeader is the header of the nearest message that e belongs to. It is never under the signature of e.
func (e *Entity) OuterHeader() *Header {
	m := e.Message()
	if m.outer != nil {
		return m.outer
	}
	return &m.Header
}

// SetOuterHeader gives a message the header block that its store keeps apart from its bytes, as Outlook does.
func (e *Entity) SetOuterHeader(block []byte) error {
	head, _, err := splitHeader(block)
	if err != nil {
		return err
	}
	h, err := readHeader(head, e.budget)
	e.outer = &h
	return err
}

// IsMultipart says whether the media type is multipart/*.
func (e *Entity) IsMultipart() bool { return strings.HasPrefix(e.Type, "multipart/") }

// Preamble and Epilogue are the bytes of a multipart before its first and after its last delimiter line.
func (e *Entity) Preamble() []byte { e.Children(); return e.cut.preamble }

// Epilogue is what follows the closing delimiter line.
func (e *Entity) Epilogue() []byte { e.Children(); return e.cut.epilogue }

// Closed says whether a multipart has its closing delimiter line.
func (e *Entity) Closed() bool { e.Children(); return e.cut.closed }

// Bare makes the root entity of an input that is one body without a header, such as a p7m file.
func Bare(mediaType string, body []byte, pool *bound.Pool) *Entity {
	return &Entity{Type: mediaType, Raw: body, Body: body, root: body, message: true, budget: newBudget(body, pool)}
}

// inBody is where something stands in the input that begins so far behind the start of the body; -1 where that is no range of it.
func (e *Entity) inBody(n int) int {
	if e.at < 0 {
		return -1
	}
	return e.at + len(e.Raw) - len(e.Body) + n
}

// Place is where the entity stands in the input, and where its body begins; not ok where it stands in something that was decoded.
func (e *Entity) Place() (from, body, to int, ok bool) {
	return e.at, e.at + len(e.Raw) - len(e.Body), e.at + len(e.Raw), e.at >= 0
}
