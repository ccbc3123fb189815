// Package cms reads and judges the CMS SignedData (RFC 5652) under a mail: was this content signed, and
// with the key of this certificate? Whose certificate it is and whether it may sign is not asked here.
//
// A structure is read twice, by go.mozilla.org/pkcs7 and by this package; where both can read it and
// disagree, that is an error. The decisions are taken on the octets as they were sent.
package cms

import (
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"fmt"
	"math/big"
	"time"

	"pecverifier/verifier/internal/sigalg"
)

// SignedData is one signature structure. Its slices alias what was given to Parse.
type SignedData struct {
	ContentType  asn1.ObjectIdentifier // eContentType
	Content      []byte                // eContent; nil when detached
	HasContent   bool                  // an eContent is there, even an empty one
	Certificates []*x509.Certificate   // those that x509 can read, in order
	Unreadable   int                   // embedded certificates that x509 cannot read, or that are too large
	Odd          [][]byte              // the encodings of the unreadable ones; for documents alone
	Unread       int                   // embedded certificates that were left aside: there are more than MaxCertificates
	Revocations  [][]byte              // encoded RevocationInfoChoices, which nobody signed with this signature
	Signers      []SignerInfo          // none in a "certs-only" structure, which is no signature
}

// SignerInfo is what one signer states. It names its certificate either by Issuer and Serial or by
// SubjectKeyID.
type SignerInfo struct {
	Issuer        []byte                // raw DER Name, or nil
	Serial        *big.Int              // or nil
	SubjectKeyID  []byte                // or nil
	Digest        crypto.Hash           // 0 = not known
	DigestOID     asn1.ObjectIdentifier // nil where encoding/asn1 cannot hold it
	Algorithm     sigalg.Algorithm
	SigningTime   time.Time // in UTC, the signer's own word; zero = not stated or not readable
	HasAttributes bool

	contentType     string              // eContentType, content octets of the identifier
	digestAlgorithm algorithmIdentifier // as read
	signature       algorithmIdentifier
	scheme          scheme
	digestRefused   error // why Digest cannot be computed
	schemeRefused   error // why the signature algorithm cannot be verified
	value           []byte
	attributes      []attribute
	unsigned        []attribute // where they are well formed
	counter         bool        // a counter-signature, which has no content-type (RFC 5652 §11.4)
	encoded         []byte      // content of signedAttrs with definite lengths, in the order sent
	sent            []byte      // the same as sent, where that differs
	over            [][]byte    // digests of what the signature may be over, once they were asked for
	work            *Work
}

// Charge has the verification of every signer cost work of that input.
func (s *SignedData) Charge(w *Work) {
	for i := range s.Signers {
		s.Signers[i].work = w
	}
}

// Parse reads one SignedData in DER or BER, raw octets without base64. NUL, CR and LF may follow it, as
// transports pad. Errors wrap ErrMalformed, ErrLimit, ErrEncrypted or ErrNotSignedData.
func Parse(raw []byte) (*SignedData, error) { return parse(raw, MaxCore) }

func parse(raw []byte, maxCore int) (*SignedData, error) {
	if len(raw) > MaxInput {
		return nil, fmt.Errorf("%w: more than %d octets", ErrLimit, MaxInput)
	}
	e, n, err := normalise(raw)
	if err != nil {
		return nil, err
	}
	if err := padding(raw[n:]); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	r, err := read(&e, maxCore)
	if err != nil {
		return nil, err
	}
	if maxCore == MaxCore { // a receipt's
		r.Odd = nil
		for i := range r.Signers {
			if r.Signers[i].unnamed() {
				return nil, fmt.Errorf("signer %d: %w", i+1, malformed("subject key identifier"))
			}
		}
	}
	if err := r.agree(); err != nil {
		return nil, err
	}
	return &r.SignedData, nil
}
