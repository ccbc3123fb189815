package cms

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"errors"
	"slices"
)

// Choice is the certificate that a signer is held against.
type Choice struct {
	Certificate *x509.Certificate // nil where none fits
	// Untried says that the signer's certificate may be another: none that was tried verifies, and some were not tried.
	Untried bool
}

// Choose picks the signer's certificate among those that fit its issuer and serial number, or its key identifier. The set
// that a message brings is under no signature: anybody can add a twin of the same name and number, with another key or
// with the same key and another authority. So name, number and place decide nothing: it is one whose key verifies, of
// several the first that vouched says yes to, else the one that signing-certificate names among the signed attributes, else the
// first. Where no key verifies it is one that could not be judged, else one that shows that other bytes were signed, else the first.
//
// verify judges the signature with one certificate; each key is asked once. Either function may be nil: without verify the
// signed attributes alone are judged, without vouched nobody vouches. What Verify says holds for the certificate that it was
// given, and that very certificate is the one to trust or not.
func (s *SignerInfo) Choose(candidates []*x509.Certificate, verify func(*x509.Certificate) Result, vouched func(*x509.Certificate) bool) Choice {
	found := s.Candidates(candidates)
	switch {
	case len(found) == 0:
		return Choice{}
	case len(found) == 1:
		return Choice{Certificate: found[0]}
	}
	if verify == nil {
		verify = func(c *x509.Certificate) Result { return s.Verify(nil, c) }
	}
	// What the signer names under its own signature is its certificate, whatever others of its name and key were added.
	if id, err := s.SigningCertificate(); err == nil && id != nil && s.HasAttributes {
		if i := slices.IndexFunc(found, func(c *x509.Certificate) bool { return id.Matches(c.Raw) }); i > 0 {
			found = slices.Concat(found[i:i+1], found[:i], found[i+1:])
		}
	}
	values := map[string]error{} // of each key
	var good, unjudged, other *x509.Certificate
	for _, c := range found {
		key := string(c.RawSubjectPublicKeyInfo)
		value, asked := values[key]
		if !asked {
			value = verify(c).Value
			values[key] = value
		}
		switch {
		case value == nil && vouched != nil && vouched(c):
			return Choice{Certificate: c}
		case value == nil && good == nil:
			good = c
		case value == nil || errors.Is(value, ErrSignature):
		case errors.Is(value, ErrDigest):
			other = cmp.Or(other, c)
		default:
			unjudged = cmp.Or(unjudged, c)
		}
	}
	if good != nil {
		return Choice{Certificate: good}
	}
	return Choice{Certificate: cmp.Or(unjudged, other, found[0]), Untried: unjudged != nil}
}

// Candidates gives all different certificates that the signer may mean, in their order. Only where no issuer
// is equal octet by octet are names compared that differ in string type, case or blanks.
func (s *SignerInfo) Candidates(certificates []*x509.Certificate) []*x509.Certificate {
	if s.Serial == nil {
		return s.pick(certificates, func(c *x509.Certificate) bool {
			return len(s.SubjectKeyID) > 0 && bytes.Equal(keyIdentifier(c), s.SubjectKeyID)
		})
	}
	serial := func(c *x509.Certificate) bool { return c.SerialNumber != nil && c.SerialNumber.Cmp(s.Serial) == 0 }
	found := s.pick(certificates, func(c *x509.Certificate) bool {
		return serial(c) && bytes.Equal(c.RawIssuer, s.Issuer)
	})
	if len(found) > 0 {
		return found
	}
	issuer, ok := canonicalName(s.Issuer)
	if !ok {
		return nil
	}
	return s.pick(certificates, func(c *x509.Certificate) bool {
		if !serial(c) {
			return false
		}
		name, ok := canonicalName(c.RawIssuer)
		return ok && name == issuer
	})
}

func (s *SignerInfo) pick(certificates []*x509.Certificate, fits func(*x509.Certificate) bool) []*x509.Certificate {
	var found []*x509.Certificate
next:
	for _, c := range certificates {
		if c == nil || !fits(c) {
			continue
		}
		for _, f := range found {
			if bytes.Equal(f.Raw, c.Raw) {
				continue next
			}
		}
		found = append(found, c)
	}
	return found
}
