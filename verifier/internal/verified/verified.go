// Package verified makes the one value through which the rest of the program sees what a provider signed.
//
// A signature holds over one form of the bytes: as they lie, or with every line end as CRLF (RFC 8551 §3.1.1). Read from the
// other form, an attachment has another size and hash, and may be another file altogether: a PDF can be made that shows one
// price with CRLF and another with LF. So whoever wants to know what is certified must hold a Content; only Check makes one,
// it is read from the very bytes that verified, and nothing leads from it back to the form in which they lay in the file.
package verified

import (
	"crypto/x509"

	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/smime"
)

// Content is a signed entity, read from the bytes that verified.
type Content struct{ entity *smime.Entity }

// Entity is the signed entity. What is inside it is under the same signature.
func (c *Content) Entity() *smime.Entity { return c.entity }

// Result is what all signatures over one entity prove together.
type Result struct {
	Signers []cms.Result // of each SignerInfo, over the form that holds or, where none does, over the first that was tried
	Mended  bool         // every line end had to be made CRLF, in a file whose line ends are not LF throughout
	Content *Content     // nil unless every signer's digest, value and algorithms are good over one and the same form
	Err     error        // a bound that the entity meets in the form that holds; then there is no Content
}

// Source is where signed bytes stand, in the forms in which they may have been signed.
type Source struct {
	signed *smime.Entity
	forms  []form
}

// From takes the signed entity as it lies in the file. opaque says that it is the eContent of its signature: storage cannot
// have touched its line ends.
func From(signed *smime.Entity, opaque bool) *Source { return &Source{signed, formsOf(signed, opaque)} }

// Signer judges one signer with one certificate, over the form that it signed or else over the first.
func (s *Source) Signer(signer *cms.SignerInfo, cert *x509.Certificate) cms.Result {
	first := signer.Verify(s.forms[0].digest, cert)
	for _, f := range s.forms[1:] {
		if first.Digest == nil {
			break
		}
		if r := signer.Verify(f.digest, cert); r.Digest == nil {
			return r
		}
	}
	return first
}

// Check verifies all signers together. certificates are theirs, in the same order, nil for one that is not known.
func (s *Source) Check(signers []cms.SignerInfo, certificates []*x509.Certificate) Result {
	holds := s.forms[0]
	first, agrees := digests(signers, certificates, holds)
	results := first
	for _, f := range s.forms[1:] {
		if agrees {
			break
		}
		if results, agrees = digests(signers, certificates, f); agrees {
			holds = f
		}
	}
	if !agrees {
		results = first
	}
	r := Result{Mended: agrees && holds.mended}
	good := agrees && len(signers) > 0
	for i := range signers {
		if signers[i].HasAttributes {
			results[i] = signers[i].Verify(holds.digest, certificates[i])
		}
		good = good && results[i].Digest == nil && results[i].Value == nil && results[i].Weak == nil
	}
	if r.Signers = results; !good {
		return r
	}
	entity := s.signed
	if holds.canonical {
		if entity, r.Err = s.signed.Canonical(); r.Err != nil {
			return r
		}
	}
	r.Content = &Content{entity}
	return r
}

// digests judges each signer over one form, and asks whether it is the one that all of them signed. Signed attributes state
// the digest, so their signature value, which costs more, is left to be verified over one form alone; without them it is the
// value that tells.
func digests(signers []cms.SignerInfo, certificates []*x509.Certificate, f form) (results []cms.Result, agree bool) {
	agree = true
	for i := range signers {
		cert := certificates[i]
		if signers[i].HasAttributes {
			cert = nil
		}
		r := signers[i].Verify(f.digest, cert)
		agree = agree && r.Digest == nil
		results = append(results, r)
	}
	return results, agree
}
