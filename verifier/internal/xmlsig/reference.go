package xmlsig

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"pecverifier/trustlist/xmltree"
)

// Covered is one reference of a signature, and what it covers.
type Covered struct {
	ID, URI, Type string
	Target        *xmltree.Node // what the reference names; nil for another file
	Octets        []byte        // what was digested; nil where Err is set
	Hash          crypto.Hash   // 0 = not known
	Err           error         // why it does not hold; ErrDigest where the content is another
	whole         bool          // the whole document, or its root, without anything but signatures
}

// Whole says whether the reference covers the document's root with nothing left out but signatures.
func (c *Covered) Whole() bool { return c.whole }

// step is one transform, read.
type step struct {
	algorithm string
	canonical *canonicalization // nil for another transform
}

func (s *Signature) cover(r signedReference, p Policy) (c Covered) {
	c = Covered{ID: r.id, URI: r.uri, Type: r.kind}
	properties := r.kind == typeSignedProperties
	steps, err := s.steps(r)
	if err == nil {
		err = p.allows(r, steps, properties)
	}
	var hash crypto.Hash
	if err == nil {
		if hash, err = digestOf(r.method); err == nil && hash == crypto.SHA1 && !p.SHA1 {
			err = fmt.Errorf("%w: SHA-1", ErrWeak)
		}
	}
	if err != nil {
		c.Err = err
		return c
	}
	c.Hash = hash
	if r.hasURI && r.uri != "" && r.uri[0] != '#' {
		c.Octets, c.Err = external(r, steps, p)
	} else {
		c.Octets, c.Err = s.inside(r, steps, &c)
	}
	if c.Err != nil {
		return c
	}
	if got := sum(hash, c.Octets); !bytes.Equal(got, r.digest) {
		c.Err, c.Octets = fmt.Errorf("%w: %s", ErrDigest, what(&c)), nil
	}
	return c
}

func what(c *Covered) string {
	switch {
	case c.Target == nil:
		return "the file " + xmltree.Quote(c.URI)
	case c.Type == typeSignedProperties:
		return "the signed properties"
	}
	return "the element " + xmltree.Quote(c.Target.Local)
}

// steps reads the transforms: at most one canonicalization or base64, and that the last.
func (s *Signature) steps(r signedReference) ([]step, error) {
	var out []step
	for i, t := range r.transforms {
		last := i == len(r.transforms)-1
		switch t.algorithm {
		case Enveloped:
			if len(t.node.Elements()) > 0 {
				return nil, fmt.Errorf("%w: a parameter of a transform", ErrUnsupported)
			}
			out = append(out, step{algorithm: t.algorithm})
		case Filter2, XPath:
			if !subtractsSignatures(t) {
				return nil, fmt.Errorf("%w: another path than that to the signatures", ErrUnsupported)
			}
			out = append(out, step{algorithm: t.algorithm})
		case Base64:
			if !last || len(t.node.Elements()) > 0 {
				return nil, fmt.Errorf("%w: a transform after base64", ErrUnsupported)
			}
			out = append(out, step{algorithm: t.algorithm})
		default:
			c, err := (&structure{}).canonicalization(t.node)
			if err != nil {
				return nil, err
			}
			if !last {
				return nil, fmt.Errorf("%w: a transform after the canonicalization", ErrUnsupported)
			}
			out = append(out, step{algorithm: t.algorithm, canonical: &c})
		}
	}
	return out, nil
}

// subtractsSignatures knows the two paths that take every signature out, with any prefix that stands for XMLDSig's namespace.
// There is no reader of XPath here: its freedom is the hole.
func subtractsSignatures(t transform) bool {
	elements := t.node.Elements()
	if len(elements) != 1 {
		return false
	}
	e := elements[0]
	text, only := e.Only()
	path := compact.Replace(text)
	before, after := "/descendant::", ":Signature"
	switch t.algorithm {
	case Filter2:
		if filter, _ := e.Attr("Filter"); filter != "subtract" || !e.Is(spaceFilter2, "XPath") {
			return false
		}
	case XPath:
		if !e.Is(spaceDSig, "XPath") {
			return false
		}
		before, after = "not(ancestor-or-self::", ":Signature)"
	}
	prefix, ok := strings.CutPrefix(path, before)
	prefix, found := strings.CutSuffix(prefix, after)
	return only && ok && found && prefix != "" && xmltree.NameLength(prefix) == len(prefix) && e.Lookup(prefix) == spaceDSig
}

// inside applies the transforms to a part of the document itself.
func (s *Signature) inside(r signedReference, steps []step, c *Covered) ([]byte, error) {
	set := nodes{doc: s.doc}
	switch {
	case !r.hasURI:
		return nil, fmt.Errorf("%w: a reference that does not say to what", ErrNotFound)
	case r.uri == "":
		c.Target = s.doc.Root
	case strings.HasPrefix(r.uri, "#xpointer("):
		return nil, fmt.Errorf("%w: %s", ErrUnsupported, xmltree.Quote(r.uri))
	default:
		if c.Target = s.doc.IDs[r.uri[1:]]; c.Target == nil {
			return nil, fmt.Errorf("%w: %s", ErrNotFound, xmltree.Quote(r.uri))
		}
		set.apex = c.Target
	}
	if err := s.place(c.Target); err != nil {
		return nil, err
	}
	own, every := false, false
	var last canonicalization // without one, Canonical XML 1.0 (XMLDSig §4.4.3.2)
	decode := false
	for _, t := range steps {
		switch {
		case t.canonical != nil:
			last = *t.canonical
		case t.algorithm == Enveloped:
			own = true
		case t.algorithm == Base64:
			decode = true
		default:
			every = true
		}
	}
	switch {
	case every:
		set.without = isSignature
	case own:
		set.without = func(n *xmltree.Node) bool { return n == s.Node }
	}
	c.whole = c.Target == s.doc.Root && !decode && c.Target != s.Node
	if bad := split(set, c.Target); bad != nil {
		return nil, bad
	}
	if decode {
		return decoded(c.Target)
	}
	return set.canonical(last)
}

func decoded(n *xmltree.Node) ([]byte, error) {
	text, only := n.Only()
	out, err := base64.StdEncoding.DecodeString(compact.Replace(text))
	if !only || err != nil {
		return nil, fmt.Errorf("%w: %s is no base64", ErrShape, xmltree.Quote(n.Local))
	}
	return out, nil
}

// external applies the transforms to the octets of another file.
func external(r signedReference, steps []step, p Policy) ([]byte, error) {
	if p.External == nil {
		return nil, fmt.Errorf("%w: the file %s", ErrNotFound, xmltree.Quote(r.uri))
	}
	data, err := p.External(r.uri)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: the file %s: %w", ErrNotFound, xmltree.Quote(r.uri), err)
	case len(steps) == 0:
		return data, nil
	case len(steps) > 1:
		return nil, fmt.Errorf("%w: two transforms of another file", ErrUnsupported)
	case steps[0].algorithm == Base64:
		out, err := base64.StdEncoding.DecodeString(compact.Replace(string(data)))
		if err != nil {
			return nil, fmt.Errorf("%w: the file %s is no base64", ErrShape, xmltree.Quote(r.uri))
		}
		return out, nil
	case steps[0].canonical == nil:
		return nil, fmt.Errorf("%w: a transform of another file", ErrUnsupported)
	}
	d, err := Parse(data, AttachmentLimits)
	if err != nil {
		return nil, fmt.Errorf("%w: the file %s: %w", ErrShape, xmltree.Quote(r.uri), err)
	}
	return nodes{doc: d, comments: true}.canonical(*steps[0].canonical)
}

// place says whether a reader looks for what was signed where the reference found it (the rule against wrapping). What lies
// inside a signature must be a part of this one, and where its schema puts it.
func (s *Signature) place(target *xmltree.Node) error {
	outside := fmt.Errorf("%w: %s stands inside a signature, where nothing reads it", ErrNotFound, xmltree.Quote(target.Local))
	inside := (*xmltree.Node)(nil)
	for n := target; n != nil; n = n.Parent {
		if isSignature(n) {
			inside = n // the outermost
		}
	}
	switch {
	case inside == nil, inside == target:
		return nil
	case target == s.signedProperties():
		return nil
	case s.Within != nil && target == s.Within.valueNode: // a counter-signature signs the other's value
		return nil
	case !target.Within(s.Node):
		if s.Node.Within(target) {
			return nil // enveloped in a part of another signature's object
		}
		return outside
	case target.Parent == s.Node && (target.Is(spaceDSig, "Object") || target.Is(spaceDSig, "KeyInfo")):
		return nil
	case target.Parent.Parent == s.Node && target.Parent.Is(spaceDSig, "Object"):
		return nil
	}
	return outside
}

// signedProperties of this signature; nil = none.
func (s *Signature) signedProperties() *xmltree.Node {
	if s.qualifying == nil {
		return nil
	}
	return s.qualifying.Child(spaceXAdES, "SignedProperties")
}

var errSplit = errors.New("a comment inside a value")

// split finds a comment beside text: canonicalization drops it, so that it is not signed, while many readers take the text up to
// it for the whole.
func split(set nodes, target *xmltree.Node) (err error) {
	target.Walk(func(n *xmltree.Node) bool {
		if n.Kind != xmltree.Element || err != nil || !set.includes(n) {
			return false
		}
		comment, text := false, false
		for _, c := range n.Nodes {
			comment = comment || c.Kind == xmltree.Comment
			text = text || c.Kind == xmltree.Text && !xmltree.IsBlank(c.Value)
		}
		if comment && text {
			err = fmt.Errorf("%w: %w (%s)", ErrShape, errSplit, xmltree.Quote(n.Local))
		}
		return true
	})
	return err
}
