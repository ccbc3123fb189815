package cms

import (
	"bytes"
	"crypto/x509"
)

// Certificate picks the signer's certificate by issuer and serial number or by key identifier; nil where
// none fits. Of several that fit, as when somebody adds a twin with another key, it is the first whose key
// verifies the signed attributes, else the first. Name and number prove nothing: what Verify says holds for
// the certificate it was given, and that very certificate is the one to trust or not.
func (s *SignerInfo) Certificate(candidates []*x509.Certificate) *x509.Certificate {
	found := s.Candidates(candidates)
	if len(found) == 0 {
		return nil
	}
	if len(found) > 1 && s.HasAttributes {
		for _, c := range found[:min(len(found), maxTwins)] {
			if r := s.Verify(nil, c); r.Value == nil {
				return c
			}
		}
	}
	return found[0]
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
