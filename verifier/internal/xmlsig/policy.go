package xmlsig

import (
	"fmt"
	"slices"

	"pecverifier/trustlist/xmltree"
)

// Policy says what a signature must look like to be judged at all. Whatever it does not name is refused, never skipped.
type Policy struct {
	// Sole asks for the shape of a document that its one signature closes: no other ds:Signature anywhere, this one the last child
	// of the root, one reference to the document and one to the signed properties, one Object with nothing but those in it.
	Sole bool
	// Transforms are the algorithms that a reference may use beside canonicalization.
	Transforms []string
	// Canonicalizations are the methods allowed; nil = all six.
	Canonicalizations []string
	// PrefixLists allows InclusiveNamespaces.
	PrefixLists bool
	// Exact asks for a canonicalization at the end of every reference, and in that of the document for a transform that takes the
	// signature out before it.
	Exact bool
	// SHA1 allows it in references and signature value, BoundBySHA1 in SigningCertificate.
	SHA1, BoundBySHA1 bool
	// Spend is asked before each verification with a public key; where it says false there is none (ErrLimit). nil bounds nothing.
	Spend func(key any) bool
	// External gives the octets of another file that a reference names; nil = there are none.
	External func(uri string) ([]byte, error)
}

// The transforms that are read beside canonicalization.
const (
	Enveloped = spaceDSig + "enveloped-signature"
	Filter2   = spaceFilter2                                   // subtract /descendant::ds:Signature and nothing else
	XPath     = "http://www.w3.org/TR/1999/REC-xpath-19991116" // not(ancestor-or-self::ds:Signature) and nothing else
	Base64    = spaceDSig + "base64"
)

// Evidence is the policy for the evidence of registered mail (REM.md §4.2, EN 319 532-4 §C.4.3). The transform that takes every
// ds:Signature out leaves a hole in the digest wherever one stands; that there is only one is what closes it.
func Evidence() Policy {
	return Policy{Sole: true, Exact: true, Transforms: []string{Enveloped, Filter2}, Canonicalizations: []string{ExclusiveC14N}}
}

// List is the policy for trusted lists (TS 119 612 §5.7): enveloped, exclusive canonicalization. Lists of before 2025 bind their
// certificate by its SHA-1.
func List() Policy {
	return Policy{Sole: true, Exact: true, BoundBySHA1: true, PrefixLists: true, Transforms: []string{Enveloped, Filter2},
		Canonicalizations: []string{ExclusiveC14N, ExclusiveC14N + "WithComments"}}
}

// Attachment is the policy for documents that people sign (ATTACHMENTS.md §5). external gives the other files of a container.
func Attachment(external func(uri string) ([]byte, error)) Policy {
	return Policy{PrefixLists: true, SHA1: true, BoundBySHA1: true, External: external,
		Transforms: []string{Enveloped, Filter2, XPath, Base64}}
}

// checkSole holds the signature against the shape that Sole asks for.
func (s *Signature) checkSole() error {
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("%w: "+format, append([]any{ErrShape}, args...)...)
	}
	all, err := s.doc.Signatures()
	root := s.doc.Root
	switch {
	case err != nil || len(all) != 1:
		return wrong("more than one signature in the document")
	case len(s.references) != 2:
		return wrong("%d references, not two", len(s.references))
	case len(s.objects) != 1:
		return wrong("%d objects beside the signature, not one", len(s.objects))
	}
	for _, n := range s.objects[0].Nodes {
		if n != s.qualifying && !(n.Kind == xmltree.Text && xmltree.IsBlank(n.Value)) {
			return wrong("the object holds more than the signed properties")
		}
	}
	at := slices.Index(root.Nodes, s.Node) // -1 where it stands deeper: then the element around it is what stands behind
	for _, n := range root.Nodes[at+1:] {
		if n.Kind != xmltree.Text || !xmltree.IsBlank(n.Value) {
			return wrong("something stands behind the signature")
		}
	}
	for _, r := range s.references {
		if r.kind != typeSignedProperties && !s.isRoot(r) {
			return wrong("a reference to something else than the document")
		}
	}
	return nil
}

func (s *Signature) isRoot(r signedReference) bool {
	return r.hasURI && (r.uri == "" || len(r.uri) > 1 && r.uri[0] == '#' && s.doc.IDs[r.uri[1:]] == s.doc.Root)
}

// allows holds the transforms of a reference against the policy.
func (p Policy) allows(r signedReference, steps []step, properties bool) error {
	removed, ended := false, false
	for _, t := range steps {
		switch {
		case t.canonical != nil && p.Canonicalizations != nil && !slices.Contains(p.Canonicalizations, t.algorithm):
			return fmt.Errorf("%w: canonicalization %s", ErrUnsupported, xmltree.Quote(t.algorithm))
		case t.canonical != nil && t.canonical.prefixes != nil && !p.PrefixLists:
			return fmt.Errorf("%w: a list of prefixes", ErrUnsupported)
		case t.canonical != nil:
			ended = true
		case !slices.Contains(p.Transforms, t.algorithm), properties:
			return fmt.Errorf("%w: transform %s", ErrUnsupported, xmltree.Quote(t.algorithm))
		case t.algorithm != Base64 && p.Exact && removed:
			return fmt.Errorf("%w: two transforms that take signatures out", ErrUnsupported)
		case t.algorithm != Base64:
			removed = true
		}
	}
	switch {
	case !p.Exact:
	case !ended:
		return fmt.Errorf("%w: a reference without canonicalization", ErrUnsupported)
	case !removed && !properties:
		return fmt.Errorf("%w: the reference does not take its signature out", ErrUnsupported)
	}
	return nil
}
