package xmlsig

import (
	"crypto"
	"errors"
	"fmt"

	"pecverifier/trustlist/xmltree"
	"pecverifier/verifier/internal/sigalg"
)

// Result is what one signature proves. Where Err is nil, all of it holds: every reference, the value, and that the certificate
// is the one that was signed for.
type Result struct {
	Shape       error // ErrShape: it is not of the shape that the policy asks for
	Unread      error // ErrUnsupported, ErrWeak or ErrLimit: a method that is not read or refused, a bound that is exceeded
	Missing     error // ErrNotFound: what was signed is not there, or not where it is looked for
	Digest      error // ErrDigest: the content is not what was signed
	Value       error // ErrValue: the value does not verify
	Certificate error // ErrNoCertificate: none there, or another than the properties name
	Key         error // ErrWeak, ErrUnsupported: the key may not sign

	// Unbound: there are XAdES properties, and no reference covers them.
	Unbound bool
	// Named: the signed properties name the certificate, or KeyInfo itself is signed. Without, the certificate could be swapped
	// for another with the same key.
	Named bool
	SHA1  bool // used in the value or in a reference
	Short bool // RSA key under 2048 bits

	Algorithm    sigalg.Algorithm
	Hash         crypto.Hash
	KeyBits      int
	Signer       []byte      // DER of the certificate whose key is asked for; nil = none
	Certificates [][]byte    // DER, all of KeyInfo
	Covered      []Covered   // one for each reference
	Properties   *Properties // nil where there are none, or they are not covered
	Timestamps   []Timestamp
	// RevocationLists and RevocationResponses are what RevocationValues has (EN 319 132-1 §5.4.2), not verified.
	RevocationLists, RevocationResponses [][]byte

	Others []string // names of unsigned properties that are not read
}

// Err is the first thing that keeps the signature from holding, in the order in which it is to be said.
func (r *Result) Err() error {
	for _, err := range []error{r.Shape, r.Missing, r.Unread, r.Digest, r.Certificate, r.Key, r.Value} {
		if err != nil {
			return err
		}
	}
	return nil
}

// Document gives the octets of the reference that covers the whole document; nil where none does or it does not hold.
func (r *Result) Document() []byte {
	for i := range r.Covered {
		if r.Covered[i].whole && r.Covered[i].Err == nil {
			return r.Covered[i].Octets
		}
	}
	return nil
}

// Verify judges the signature. It does no more than the limits of the document allow.
func (s *Signature) Verify(p Policy) Result {
	r := Result{Certificates: s.certificates}
	if s.shape != nil {
		r.Shape = s.shape
		return r
	}
	if s.doc.Twice != "" {
		r.Shape = fmt.Errorf("%w: the identifier %s stands there twice", ErrShape, xmltree.Quote(s.doc.Twice))
		return r
	}
	if p.Sole {
		if r.Shape = s.checkSole(); r.Shape != nil {
			return r
		}
	}
	s.coverAll(&r, p)
	s.readSigned(&r, p)
	s.verifyValue(&r, p)
	if r.Shape == nil {
		r.Timestamps, r.Others = s.unsigned(&r, p)
	}
	return r
}

// coverAll judges every reference.
func (s *Signature) coverAll(r *Result, p Policy) {
	for _, ref := range s.references {
		c := s.cover(ref, p)
		r.take(c.Err)
		r.SHA1 = r.SHA1 || c.Hash == crypto.SHA1
		r.Covered = append(r.Covered, c)
	}
}

// take puts an error where it belongs; the first of each kind stays.
func (r *Result) take(err error) {
	if err == nil {
		return
	}
	place := &r.Unread
	switch {
	case errors.Is(err, ErrShape):
		place = &r.Shape
	case errors.Is(err, ErrNotFound):
		place = &r.Missing
	case errors.Is(err, ErrDigest):
		place = &r.Digest
	}
	if *place == nil {
		*place = err
	}
}

// readSigned reads the signed properties from what the one reference of their type covers.
func (s *Signature) readSigned(r *Result, p Policy) {
	var found *Covered
	for i := range r.Covered {
		c := &r.Covered[i]
		switch {
		case c.Type != typeSignedProperties:
			if c.Target != nil && c.Target == s.keyInfo && c.Err == nil {
				r.Named = true
			}
		case found != nil:
			r.take(fmt.Errorf("%w: two references to signed properties", ErrShape))
		case c.Err == nil && c.Target != s.signedProperties():
			r.take(fmt.Errorf("%w: the signed properties of another signature", ErrShape))
			found = c
		default:
			found = c
		}
	}
	r.Unbound = found == nil && s.qualifying != nil
	if p.Sole && found == nil {
		r.take(fmt.Errorf("%w: the signed properties are not covered", ErrShape))
	}
	if found == nil || found.Err != nil || r.Shape != nil {
		return
	}
	properties, err := readProperties(found.Octets, p)
	r.take(err)
	if err == nil {
		r.Properties = properties
	}
}

// verifyValue finds the certificate and verifies the value with its key.
func (s *Signature) verifyValue(r *Result, p Policy) {
	m, known := schemes[s.algorithm]
	switch {
	case !known:
		r.take(notRead(s.algorithm))
	case s.hasParameter:
		r.take(fmt.Errorf("%w: a parameter of the signature method", ErrUnsupported))
	case m.hash == crypto.SHA1 && !p.SHA1:
		r.take(fmt.Errorf("%w: SHA-1", ErrWeak))
	}
	r.Algorithm, r.Hash = m.algorithm, m.hash
	r.SHA1 = r.SHA1 || m.hash == crypto.SHA1
	r.take(s.methodErr)
	if s.methodErr == nil {
		info := step{canonical: &s.method}
		info.algorithm, _ = s.info.Elements()[0].Attr("Algorithm")
		r.take(Policy{Canonicalizations: p.Canonicalizations, PrefixLists: p.PrefixLists}.allows(signedReference{}, []step{info}, true))
	}
	if r.Shape != nil || r.Unread != nil {
		return
	}
	octets, err := nodes{doc: s.doc, apex: s.info, comments: true}.canonical(s.method)
	if err != nil {
		r.take(err)
		return
	}
	digest := sum(m.hash, octets)
	if r.Properties != nil && len(r.Properties.bound) > 0 {
		s.verifyNamed(r, p, m, digest)
		return
	}
	if p.Sole && r.Properties != nil {
		r.Shape = fmt.Errorf("%w: the signed properties name no certificate", ErrShape)
		return
	}
	s.verifyAny(r, p, m, digest)
}

// verifyNamed takes the certificate by the digest that was signed, not by its place.
func (s *Signature) verifyNamed(r *Result, p Policy, m scheme, digest []byte) {
	for _, der := range s.certificates {
		if r.Properties.names(der) {
			r.Signer, r.Named = der, true
			r.verifyWith(der, p, m, digest, s.value)
			return
		}
	}
	r.Certificate = fmt.Errorf("%w: none of those there is the one that was signed for", ErrNoCertificate)
}

// verifyAny tries the certificates that are there, in their order.
func (s *Signature) verifyAny(r *Result, p Policy, m scheme, digest []byte) {
	for _, der := range s.certificates[:min(len(s.certificates), maxTried)] {
		one := Result{}
		one.verifyWith(der, p, m, digest, s.value)
		if r.Signer == nil || one.Value == nil && one.Key == nil {
			r.Signer, r.Value, r.Key, r.KeyBits, r.Short = der, one.Value, one.Key, one.KeyBits, one.Short
		}
		if one.Value == nil && one.Key == nil {
			return
		}
	}
	if r.Signer != nil {
		return
	}
	r.Certificate = fmt.Errorf("%w: the signature brings none", ErrNoCertificate)
	if s.keyValue == nil {
		return
	}
	if key := keyOfValue(s.keyValue); key != nil {
		r.verifyKey(key, p, m, digest, s.value)
	}
}

func (r *Result) verifyWith(der []byte, p Policy, m scheme, digest, value []byte) {
	key, err := keyOf(der)
	if err != nil {
		r.Key = err
		return
	}
	r.verifyKey(key, p, m, digest, value)
}

func (r *Result) verifyKey(key crypto.PublicKey, p Policy, m scheme, digest, value []byte) {
	if r.KeyBits, r.Key = keyBits(key); r.Key == nil && p.Spend != nil && !p.Spend(key) {
		r.Key = fmt.Errorf("%w: %w", ErrLimit, ErrWork) // not verified is not false
	}
	if r.Key == nil {
		r.Short = r.KeyBits < goodRSABits && m.algorithm != sigalg.ECDSA
		r.Value = m.check(key, digest, value)
	}
}

// Coverage sums up what the references cover of the document: all of it but signatures, a part, or nothing; and which elements
// and other files they name.
func (r *Result) Coverage(s *Signature) (what string, elements, files []string) {
	what = "none"
	objects := map[*xmltree.Node]bool{}
	for i := range r.Covered {
		c := &r.Covered[i]
		switch {
		case c.Err != nil, c.Type == typeSignedProperties, c.Target == s.Node, c.Target != nil && c.Target == s.keyInfo:
		case c.Target == nil:
			files = append(files, c.URI)
		case c.whole:
			return "all", nil, files
		default:
			what = "part"
			elements = append(elements, c.Target.Local)
			objects[c.Target] = true
			if c.Target.Parent != nil && len(c.Target.Parent.Elements()) == 1 {
				objects[c.Target.Parent] = true
			}
		}
	}
	if s.Node != s.doc.Root || what == "none" {
		return what, elements, files
	}
	for _, o := range s.objects { // enveloping: all that is there but the properties
		if !objects[o] && (s.qualifying == nil || s.qualifying.Parent != o) {
			return what, elements, files
		}
	}
	return "all", nil, files
}
