package xmlsig

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"pecverifier/trustlist/xmltree"
)

// Signature is one ds:Signature element of a document. Its fields are what stands there; nothing of it is verified.
type Signature struct {
	Node   *xmltree.Node
	ID     string     // its Id; "" = none
	Within *Signature // the signature inside of which it stands, as a counter-signature does; nil = none

	doc          *Document
	info         *xmltree.Node
	method       canonicalization
	methodErr    error
	algorithm    string // SignatureMethod
	hasParameter bool   // SignatureMethod holds something
	value        []byte
	valueNode    *xmltree.Node
	keyInfo      *xmltree.Node
	certificates [][]byte
	keyValue     *xmltree.Node // RSAKeyValue
	objects      []*xmltree.Node
	references   []signedReference
	qualifying   *xmltree.Node
	shape        error
}

type signedReference struct {
	node       *xmltree.Node
	id         string
	uri        string
	hasURI     bool
	kind       string // its Type
	transforms []transform
	method     string // DigestMethod
	digest     []byte
}

type transform struct {
	algorithm string
	node      *xmltree.Node
}

// Signatures finds all ds:Signature elements, in the order of the document. The error is ErrLimit; those before it are given.
func (d *Document) Signatures() ([]*Signature, error) {
	var out []*Signature
	var err error
	var inside []*Signature
	var visit func(n *xmltree.Node)
	visit = func(n *xmltree.Node) {
		if n.Kind != xmltree.Element || err != nil {
			return
		}
		if n.Is(spaceDSig, "Signature") {
			if len(out) == maxSignatures {
				err = fmt.Errorf("%w: more than %d signatures", ErrLimit, maxSignatures)
				return
			}
			s := d.read(n)
			if len(inside) > 0 {
				s.Within = inside[len(inside)-1]
			}
			out = append(out, s)
			inside = append(inside, s)
			defer func() { inside = inside[:len(inside)-1] }()
		}
		for _, c := range n.Nodes {
			visit(c)
		}
	}
	visit(d.Root)
	return out, err
}

func isSignature(n *xmltree.Node) bool { return n.Is(spaceDSig, "Signature") }

// read takes a ds:Signature apart (XMLDSig §4.1). Whatever is not as its schema has it stands in shape.
func (d *Document) read(n *xmltree.Node) *Signature {
	s := &Signature{Node: n, doc: d}
	s.ID, _ = n.Attr("Id")
	r := &structure{}
	children := r.children(n, spaceDSig, "SignedInfo", "SignatureValue", "KeyInfo?", "Object*")
	if r.err == nil {
		s.info, s.valueNode = children["SignedInfo"][0], children["SignatureValue"][0]
		s.value = r.base64(s.valueNode)
		s.objects = children["Object"]
		s.readInfo(r)
		if k := children["KeyInfo"]; len(k) > 0 {
			s.keyInfo = k[0]
			s.readKeyInfo(r)
		}
		s.findQualifying(r)
	}
	s.shape = r.err
	return s
}

func (s *Signature) readInfo(r *structure) {
	children := r.children(s.info, spaceDSig, "CanonicalizationMethod", "SignatureMethod", "Reference+")
	if r.err != nil {
		return
	}
	s.method, s.methodErr = r.canonicalization(children["CanonicalizationMethod"][0])
	method := children["SignatureMethod"][0]
	s.algorithm, _ = method.Attr("Algorithm")
	s.hasParameter = len(method.Elements()) > 0
	if len(children["Reference"]) > maxReferences {
		r.fail("more than %d references", maxReferences)
		return
	}
	for _, n := range children["Reference"] {
		s.references = append(s.references, r.reference(n))
	}
}

func (s *Signature) readKeyInfo(r *structure) {
	for _, data := range s.keyInfo.Elements() {
		switch {
		case data.Is(spaceDSig, "X509Data"):
			for _, c := range data.Elements() {
				if !c.Is(spaceDSig, "X509Certificate") {
					continue
				}
				der := r.base64(c)
				if len(s.certificates) == maxKeyInfo || len(der) > maxCertificate {
					r.fail("too many certificates, or one too long")
					return
				}
				s.certificates = append(s.certificates, der)
			}
		case data.Is(spaceDSig, "KeyValue"):
			s.keyValue = data.Child(spaceDSig, "RSAKeyValue")
		}
	}
}

// findQualifying finds the one QualifyingProperties of this very signature (EN 319 132-1 §4.4.1).
func (s *Signature) findQualifying(r *structure) {
	for _, o := range s.objects {
		for _, c := range o.Elements() {
			if !c.Is(spaceXAdES, "QualifyingProperties") {
				continue
			}
			target, _ := c.Attr("Target")
			switch {
			case s.qualifying != nil:
				r.fail("two QualifyingProperties")
			case s.ID == "" || target != "#"+s.ID:
				r.fail("QualifyingProperties of another signature")
			}
			s.qualifying = c
			r.children(c, spaceXAdES, "SignedProperties?", "UnsignedProperties?")
		}
	}
}

// structure reads elements that must be of a certain shape. It keeps the first thing that is wrong.
type structure struct{ err error }

func (r *structure) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: "+format, append([]any{ErrShape}, args...)...)
	}
}

// children takes the child elements in the order of the names given; ?, * and + are as in a DTD. Nothing else may stand there
// but white space.
func (r *structure) children(n *xmltree.Node, space string, names ...string) map[string][]*xmltree.Node {
	out := map[string][]*xmltree.Node{}
	i := 0
	for _, c := range n.Nodes {
		if c.Kind == xmltree.Text && xmltree.IsBlank(c.Value) {
			continue
		}
		if c.Kind != xmltree.Element || c.Space != space {
			r.fail("%s holds something that does not belong there", n.Local)
			return out
		}
		at := i
		for at < len(names) && strings.TrimRight(names[at], "?*+") != c.Local {
			at++
		}
		if at == len(names) {
			r.fail("%s holds %s where it does not belong", n.Local, xmltree.Quote(c.Local))
			return out
		}
		out[c.Local] = append(out[c.Local], c)
		if i = at; !strings.HasSuffix(names[at], "*") && !strings.HasSuffix(names[at], "+") {
			i++
		}
	}
	for _, name := range names {
		if !strings.HasSuffix(name, "?") && !strings.HasSuffix(name, "*") && len(out[strings.TrimRight(name, "+")]) == 0 {
			r.fail("%s has no %s", n.Local, strings.TrimRight(name, "+"))
		}
	}
	return out
}

// text gives the value of an element that holds text alone.
func (r *structure) text(n *xmltree.Node) string {
	value, only := n.Only()
	if !only {
		r.fail("%s holds more than a value", n.Local)
	}
	return strings.Trim(value, " \t\r\n")
}

// compact takes the white space of XML out.
var compact = strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "")

func (r *structure) base64(n *xmltree.Node) []byte {
	out, err := base64.StdEncoding.Strict().DecodeString(compact.Replace(r.text(n)))
	if err != nil || len(out) == 0 {
		r.fail("%s is no base64", n.Local)
	}
	return out
}

func (r *structure) reference(n *xmltree.Node) signedReference {
	out := signedReference{node: n}
	children := r.children(n, spaceDSig, "Transforms?", "DigestMethod", "DigestValue")
	if r.err != nil {
		return out
	}
	out.id, _ = n.Attr("Id")
	out.uri, out.hasURI = n.Attr("URI")
	out.kind, _ = n.Attr("Type")
	out.method, _ = children["DigestMethod"][0].Attr("Algorithm")
	out.digest = r.base64(children["DigestValue"][0])
	if t := children["Transforms"]; len(t) > 0 {
		all := r.children(t[0], spaceDSig, "Transform+")["Transform"]
		if len(all) > maxTransforms {
			r.fail("more than %d transforms", maxTransforms)
			return out
		}
		for _, t := range all {
			algorithm, _ := t.Attr("Algorithm")
			out.transforms = append(out.transforms, transform{algorithm, t})
		}
	}
	return out
}

// canonicalization reads a method and the prefix list in it.
func (r *structure) canonicalization(n *xmltree.Node) (canonicalization, error) {
	algorithm, _ := n.Attr("Algorithm")
	c, known := canonicalizations[algorithm]
	if !known {
		return c, notRead(algorithm)
	}
	for _, e := range n.Nodes {
		switch {
		case e.Kind == xmltree.Text && xmltree.IsBlank(e.Value):
		case c.exclusive && c.prefixes == nil && e.Is(ExclusiveC14N, "InclusiveNamespaces"):
			list, _ := e.Attr("PrefixList")
			c.prefixes = strings.Fields(list)
			if len(c.prefixes) > maxPrefixes {
				return c, fmt.Errorf("%w: more than %d prefixes", ErrLimit, maxPrefixes)
			}
			if i := slices.Index(c.prefixes, "#default"); i >= 0 {
				c.prefixes[i] = ""
			}
		default:
			return c, fmt.Errorf("%w: a parameter of the canonicalization", ErrUnsupported)
		}
	}
	return c, nil
}
