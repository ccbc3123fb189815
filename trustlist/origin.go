package trustlist

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"slices"
	"time"
)

// OriginOf says by whom a list was signed, seen from the list in use: by a listed authority (signsLists), by a certificate
// whose SHA-256 the person confirmed, or by nobody known. Whether the signature verifies is asked elsewhere.
func (l *List) OriginOf(signer *x509.Certificate, at time.Time, confirmed ...string) Origin {
	o := Origin{Kind: OriginUnknown}
	if signer == nil {
		return o
	}
	o.Signer, o.SHA256 = organisationOf(signer), sha256Hex(signer.Raw)
	switch {
	case l.signsLists(signer, at):
		o.Kind = OriginListed
	case slices.ContainsFunc(confirmed, func(c string) bool { return asciiLower(c) == o.SHA256 }):
		o.Kind = OriginConfirmed
	}
	return o
}

// signsLists says whether a certificate may speak for who is a provider. That is for an authority: with its own key, or, of
// an authority of PEC alone (known by its facts), with a certificate that it issued to its own organisation for something
// else than mail. A provider signs whatever its customers send, so that its certificate is none.
func (l *List) signsLists(c *x509.Certificate, at time.Time) bool {
	if validityOf(c, at) != "" {
		return false
	}
	x := l.lookup()
	for i := range x.brought {
		if x.brought[i].is(c) {
			return true
		}
	}
	for i := range x.facts {
		k := &x.facts[i]
		if k.over(at) {
			continue
		}
		if k.is(c) {
			return true
		}
		if k.name != fold(nameOf(c.RawIssuer)) || !k.hold(c.NotBefore) || signedBy(c, k.key) != nil || !k.ownOffice(c) {
			continue
		}
		a := Answer{Revocation: RevocationIsUnknown}
		x.revocation(&a, c, at, []issuerKey{{k.key, k.times}})
		if a.Revocation != RevocationIsRevoked {
			return true
		}
	}
	return false
}

// ownOffice reports whether a certificate that the authority signed is one of its own organisation's and not for mail.
func (k *authority) ownOffice(c *x509.Certificate) bool {
	const signs = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	if isCA(c) || len(c.UnhandledCriticalExtensions) > 0 || c.KeyUsage&signs == 0 || len(c.Subject.Organization) != 1 {
		return false
	}
	if _, mail := mailSigner(append(subjectAddresses(c), c.EmailAddresses...), k.Subject); mail {
		return false
	}
	own := fold(pkix.Name{Organization: c.Subject.Organization}.String())
	return slices.ContainsFunc(rdns(k.Subject), func(r string) bool { return fold(r) == own })
}
