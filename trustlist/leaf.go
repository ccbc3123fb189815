package trustlist

import (
	"crypto/x509"
	"encoding/asn1"
	"strings"
)

// What a certificate states of itself: its use, its policies, its addresses.

var (
	oidKeyUsage        = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidExtKeyUsage     = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidSubjectAltName  = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidNameConstraints = asn1.ObjectIdentifier{2, 5, 29, 30}
	oidEmailAddress    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}
)

func extension(c *x509.Certificate, oid asn1.ObjectIdentifier) []byte {
	for _, e := range c.Extensions {
		if e.Id.Equal(oid) {
			return e.Value
		}
	}
	return nil
}

// unfitOf: RFC 6109 §5.5.2 asks for digitalSignature; nonRepudiation alone is not it. The oldest certificates state no
// extended key usage, which restricts nothing.
func unfitOf(c *x509.Certificate) string {
	switch {
	case isCA(c):
		return UnfitCA
	case extension(c, oidKeyUsage) != nil && c.KeyUsage&x509.KeyUsageDigitalSignature == 0:
		return UnfitDigitalSign
	case !protectsEmail(c):
		return UnfitEmailProtection
	}
	return ""
}

func protectsEmail(c *x509.Certificate) bool {
	if extension(c, oidExtKeyUsage) == nil {
		return true
	}
	for _, u := range c.ExtKeyUsage {
		if u == x509.ExtKeyUsageEmailProtection || u == x509.ExtKeyUsageAny {
			return true
		}
	}
	return false
}

func states(c *x509.Certificate, policy string) bool {
	for _, p := range c.PolicyIdentifiers {
		if p.String() == policy {
			return true
		}
	}
	return false
}

// notSigned: the issuer's name is a listed one. A twin with the same names and another key ends here.
func notSigned(c *x509.Certificate, err error) Reason {
	issuer := nameOf(c.RawIssuer)
	switch err {
	case errUnasked:
		return reason(PathLimit, "the message asks for too many signature checks: not all certificates were tried")
	case errSignature:
		return reason(IssuerKey, "the certificate names "+issuer+" as its issuer, but that authority's key did not sign it", "issuer", issuer)
	}
	return reason(IssuerWeak, "the certificate names "+issuer+" as its issuer, but "+err.Error()+": "+c.SignatureAlgorithm.String(),
		"issuer", issuer, "algorithm", c.SignatureAlgorithm.String())
}

func critical(c *x509.Certificate, oid asn1.ObjectIdentifier) Reason {
	name := nameOf(c.RawSubject)
	return reason(CriticalExtension, "the certificate of "+name+" has a critical extension that is not understood: "+oid.String(),
		"certificate", name, "oid", oid.String())
}

func subjectAddresses(c *x509.Certificate) []string {
	var out []string
	for _, n := range c.Subject.Names {
		if s, ok := n.Value.(string); ok && n.Type.Equal(oidEmailAddress) {
			out = append(out, s)
		}
	}
	return out
}

// splitAddress returns the local part as written and the domain in lower case; both are empty where there is no @.
func splitAddress(a string) (local, domain string) {
	i := strings.LastIndexByte(a, '@')
	if i <= 0 || i == len(a)-1 {
		return "", ""
	}
	return a[:i], asciiLower(a[i+1:])
}

// asciiLower leaves what is not ASCII alone: a Kelvin sign is no k in a domain.
func asciiLower(s string) string {
	b := []byte(s)
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
