package xmlsig

import (
	"bytes"
	"crypto"
	"fmt"
	"time"

	"pecverifier/trustlist/xmltree"
)

// Properties are the signed properties of XAdES (EN 319 132-1 §5.2), read from the octets that the signature covers.
type Properties struct {
	SigningTime time.Time // the signer's own claim; zero = none
	Policy      bool      // a signature policy is named
	Formats     []Format
	Others      []string // names of other signed properties, in the order of the document

	bound []certificateDigest // of the signer's certificate: the first of SigningCertificate and of SigningCertificateV2
}

// Format is a DataObjectFormat: what the signer says that a reference holds.
type Format struct{ Reference, MimeType string }

type certificateDigest struct {
	hash   crypto.Hash
	digest []byte
}

// readProperties reads the octets of SignedProperties.
func readProperties(octets []byte, p Policy) (*Properties, error) {
	d, err := Parse(octets, AttachmentLimits)
	if err != nil {
		return nil, fmt.Errorf("%w: the signed properties: %w", ErrShape, err)
	}
	out := &Properties{}
	r := &structure{}
	if !d.Root.Is(spaceXAdES, "SignedProperties") {
		r.fail("the signed properties are %s", xmltree.Quote(d.Root.Local))
		return nil, r.err
	}
	groups := r.children(d.Root, spaceXAdES, "SignedSignatureProperties?", "SignedDataObjectProperties?")
	for _, g := range groups["SignedSignatureProperties"] {
		seen := map[string]bool{}
		for _, e := range g.Elements() {
			known := e.Space == spaceXAdES
			if known && seen[e.Local] {
				r.fail("%s is there twice", xmltree.Quote(e.Local))
			}
			seen[e.Local] = known || seen[e.Local]
			switch {
			case e.Is(spaceXAdES, "SigningTime"):
				t, ok := dateTime(r.text(e))
				if !ok {
					r.fail("SigningTime is no time")
				}
				out.SigningTime = t
			case e.Is(spaceXAdES, "SigningCertificate"), e.Is(spaceXAdES, "SigningCertificateV2"):
				out.bind(r, e, p)
			case e.Is(spaceXAdES, "SignaturePolicyIdentifier"):
				out.Policy = e.Child(spaceXAdES, "SignaturePolicyId") != nil
			default:
				out.Others = append(out.Others, e.Local)
			}
		}
	}
	for _, g := range groups["SignedDataObjectProperties"] {
		for _, e := range g.Elements() {
			if !e.Is(spaceXAdES, "DataObjectFormat") {
				out.Others = append(out.Others, e.Local)
				continue
			}
			f := Format{}
			f.Reference, _ = e.Attr("ObjectReference")
			if m := e.Child(spaceXAdES, "MimeType"); m != nil {
				f.MimeType = r.text(m)
			}
			out.Formats = append(out.Formats, f)
		}
	}
	return out, r.err
}

// bind reads the digest of the signer's certificate, the first that the property names (EN 319 132-1 §5.2.2).
func (out *Properties) bind(r *structure, e *xmltree.Node, p Policy) {
	certs := r.children(e, spaceXAdES, "Cert+")["Cert"]
	if r.err != nil {
		return
	}
	if len(certs) > maxCerts {
		r.fail("more than %d certificates named", maxCerts)
		return
	}
	digest := certs[0].Child(spaceXAdES, "CertDigest")
	if digest == nil {
		r.fail("%s has no digest", e.Local)
		return
	}
	children := r.children(digest, spaceDSig, "DigestMethod", "DigestValue")
	if r.err != nil {
		return
	}
	method, _ := children["DigestMethod"][0].Attr("Algorithm")
	hash, err := digestOf(method)
	if err == nil && hash == crypto.SHA1 && !p.BoundBySHA1 {
		err = fmt.Errorf("%w: SHA-1", ErrWeak)
	}
	if err != nil && r.err == nil {
		r.err = err
	}
	out.bound = append(out.bound, certificateDigest{hash, r.base64(children["DigestValue"][0])})
}

// names says whether the properties name the certificate, by every digest that they state.
func (out *Properties) names(der []byte) bool {
	for _, b := range out.bound {
		if !bytes.Equal(sum(b.hash, der), b.digest) {
			return false
		}
	}
	return len(out.bound) > 0
}

// dateTime reads xs:dateTime with a time zone. One without states no moment.
func dateTime(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	return t, err == nil && t.Year() > 0
}

// Timestamp is one time-stamp of the signature value (EN 319 132-1 §5.3). It is not verified here.
type Timestamp struct {
	Token   []byte // RFC 3161, DER
	Stamped []byte // the octets of which the token must have the hash: the canonical ds:SignatureValue
	Err     error  // why it is not read
}

// unsigned reads what stands outside of the signature but belongs to it: time-stamps, and the names of what else there is.
func (s *Signature) unsigned(r *Result, p Policy) (stamps []Timestamp, others []string) {
	if s.qualifying == nil {
		return nil, nil
	}
	for _, u := range s.qualifying.Elements() {
		if !u.Is(spaceXAdES, "UnsignedProperties") {
			continue
		}
		for _, group := range u.Elements() {
			for _, e := range group.Elements() {
				if e.Is(spaceXAdES, "SignatureTimeStamp") && len(stamps) < maxTimestamps {
					stamps = append(stamps, s.timestamp(e, p)...)
				} else if e.Is(spaceXAdES, "RevocationValues") {
					r.revocations(e)
				} else {
					others = append(others, e.Local)
				}
				if len(others) == maxTimestamps {
					return stamps, others
				}
			}
		}
	}
	return stamps, others
}

func (r *Result) revocations(e *xmltree.Node) {
	for list, into := range map[[2]string]*[][]byte{{"CRLValues", "EncapsulatedCRLValue"}: &r.RevocationLists, {"OCSPValues", "EncapsulatedOCSPValue"}: &r.RevocationResponses} {
		values := e.Child(spaceXAdES, list[0])
		if values == nil {
			continue
		}
		for _, v := range values.Elements() {
			in := &structure{}
			if der := in.base64(v); v.Is(spaceXAdES, list[1]) && in.err == nil && len(*into) < maxTimestamps {
				*into = append(*into, der)
			}
		}
	}
}

func (s *Signature) timestamp(e *xmltree.Node, p Policy) []Timestamp {
	method := canonicalizations["http://www.w3.org/TR/2001/REC-xml-c14n-20010315"]
	r := &structure{}
	var out []Timestamp
	for _, c := range e.Elements() {
		switch {
		case c.Is(spaceDSig, "CanonicalizationMethod"):
			var err error
			if method, err = r.canonicalization(c); err != nil {
				return []Timestamp{{Err: err}}
			}
		case c.Is(spaceXAdES, "EncapsulatedTimeStamp"):
			t := Timestamp{Token: r.base64(c)}
			if len(t.Token) > maxToken {
				r.fail("a time-stamp is longer than %d bytes", maxToken)
			}
			out = append(out, t)
		default:
			r.fail("a time-stamp of another form: %s", xmltree.Quote(c.Local))
		}
	}
	if len(out) == 0 {
		r.fail("a time-stamp without a token")
	}
	if r.err != nil {
		return []Timestamp{{Err: r.err}}
	}
	stamped, err := nodes{doc: s.doc, apex: s.valueNode, comments: true}.canonical(method)
	for i := range out {
		out[i].Stamped, out[i].Err = stamped, err
	}
	return out[:min(len(out), maxTimestamps)]
}
