package trustlist

import "crypto/x509"

// Vouches says whether the certificate is in the list, or signed by somebody of it, whatever else may speak against it. It
// tells a signer's certificate from copies of it that anybody can make: same name, same number, same key.
func (l *List) Vouches(cert *x509.Certificate, others []*x509.Certificate) bool {
	if l == nil || cert == nil {
		return false
	}
	x := l.lookup()
	if x.entry(cert) != nil {
		return true
	}
	for i := range x.facts {
		if k := &x.facts[i]; k.name == fold(nameOf(cert.RawIssuer)) && signedBy(cert, k.key) == nil {
			return true
		}
	}
	return len(x.brought) > 0 && x.judgeBrought(cert, others, cert.NotBefore).vouched
}
