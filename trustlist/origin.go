package trustlist

import (
	"crypto/x509"
	"time"
)

// OriginOf says by whom a list was signed, seen from the list in use: by somebody listed (a provider good at that time, or
// an authority itself), by a certificate whose SHA-256 the person confirmed, or by nobody known. Whether the signature
// verifies is asked elsewhere.
func (l *List) OriginOf(signer *x509.Certificate, others []*x509.Certificate, at time.Time, confirmed ...string) Origin {
	o := Origin{Kind: OriginUnknown}
	if signer == nil {
		return o
	}
	o.Signer, o.SHA256 = organisationOf(signer), sha256Hex(signer.Raw)
	for _, c := range confirmed {
		if asciiLower(c) == o.SHA256 {
			o.Kind = OriginConfirmed
		}
	}
	a := l.Signer(signer, others, at)
	if a.Path != PathNone && a.Validity == "" && a.Revocation != RevocationIsRevoked && (a.Unfit == "" || a.Unfit == UnfitCA && l.hasAuthority(signer)) {
		o.Kind = OriginListed
		if a.Provider != "" {
			o.Signer = a.Provider
		}
	}
	return o
}

// hasAuthority reports whether c is an authority of the list, not only a CA under one.
func (l *List) hasAuthority(c *x509.Certificate) bool {
	x := l.lookup()
	for _, list := range [][]authority{x.facts, x.brought} {
		for i := range list {
			if list[i].is(c) {
				return true
			}
		}
	}
	return false
}
