package rem

import (
	"bytes"

	"pecverifier/trustlist/xmltree"
	"pecverifier/verifier/internal/xmlsig"
)

// Document is one evidence document with its own signature.
type Document struct {
	// Evidence is what it states; nil where Malformed says why. Where the signature does not hold it is what the document says
	// of itself, which proves nothing.
	Evidence  *Evidence
	Malformed *Malformed
	// Signature is the judgement on its own signature; nil where it has none, or where it is no XML.
	Signature *xmlsig.Result
}

// Looks says whether a file or a part may be an evidence: XML with that root. It reads no more than the beginning.
func Looks(data []byte) bool { return xmltree.RootIs(data[:min(len(data), maxSearched)], "Evidence") }

// Is says whether a file that begins as XML with that root speaks of the standard's namespace; whether it is well formed is asked by Read.
func Is(data []byte) bool {
	return bytes.Contains(data[:min(len(data), maxSearched)], []byte(space522))
}

// Read reads an evidence document (EN 319 532-4 §C.3, §C.4.3). spend is asked before its value is verified; nil bounds nothing.
func Read(data []byte, spend func(key any) bool) *Document {
	doc, err := xmlsig.Parse(data, xmlsig.EvidenceLimits)
	if err != nil {
		return &Document{Malformed: &Malformed{ReasonXML, err.Error()}}
	}
	if !isEvidence(doc.Root) {
		return &Document{Malformed: &Malformed{ReasonRoot, "the root is " + xmltree.Quote(doc.Root.Local)}}
	}
	signatures, err := doc.Signatures()
	switch {
	case err != nil:
		return &Document{Malformed: &Malformed{ReasonLimit, err.Error()}}
	case len(signatures) == 0:
		return &Document{Malformed: &Malformed{ReasonUnsigned, "it bears no signature of its own"}}
	}
	out := &Document{}
	policy := xmlsig.Evidence()
	policy.Spend = spend
	r := signatures[0].Verify(policy)
	out.Signature = &r
	for _, err := range []error{r.Shape, r.Missing, r.Unread} {
		if err != nil {
			out.Malformed = &Malformed{ReasonSignature, err.Error()}
			return out
		}
	}
	octets := r.Document()
	if octets == nil { // altered: what it says of itself, for whoever asks what this file is
		if octets, err = doc.Unsigned(); err != nil {
			out.Malformed = &Malformed{ReasonLimit, err.Error()}
			return out
		}
	}
	out.Evidence, out.Malformed = read(octets, xmlsig.EvidenceLimits)
	return out
}

// Holds says whether the evidence is of the standard's shape and its own signature holds, by the certificate that it names.
func (d *Document) Holds() bool {
	return d.Malformed == nil && d.Signature != nil && d.Signature.Err() == nil
}
