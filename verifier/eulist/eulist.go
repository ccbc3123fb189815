// Package eulist reads trusted lists of the Union with their signatures: the list of lists, and those of the states.
package eulist

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
	"pecverifier/trustlist/xmltree"
	"pecverifier/verifier/internal/xmlsig"
)

// ErrSignature says that a list is signed and its signature does not hold.
var ErrSignature = errors.New("the signature of the list does not hold")

// Signed is a list and the certificate that signed it; nil where nobody did.
type Signed struct {
	List   *qualified.List
	Signer *certificate.Certificate
}

// Looks says whether the data may be a trusted list: XML with that root. It reads no more than the beginning.
func Looks(data []byte) bool { return xmltree.RootIs(data, "TrustServiceStatusList") }

// Read reads a list and verifies its signature. What is read are the octets that the signature covers; of an unsigned list, its
// canonical form. Whether the signer may sign is for Vouch, or for the caller.
func Read(data []byte) (*Signed, error) {
	doc, err := xmlsig.Parse(data, xmlsig.ListLimits)
	if err != nil {
		return nil, err
	}
	if !qualified.IsList(doc.Root) {
		return nil, qualified.ErrFormat
	}
	signatures, err := doc.Signatures()
	if err != nil {
		return nil, err
	}
	out := &Signed{}
	var octets []byte
	if len(signatures) == 0 {
		octets, err = doc.Canonical()
	} else {
		octets, err = out.verify(signatures[0])
	}
	if err != nil {
		return nil, err
	}
	covered, err := xmltree.Parse(octets, xmlsig.ListLimits)
	if err != nil {
		return nil, err
	}
	if out.List, err = qualified.Read(covered.Root); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(data)
	out.List.SHA256 = hex.EncodeToString(sum[:])
	if out.Signer != nil {
		out.List.Signer = out.Signer.SHA256()
	}
	return out, nil
}

func (s *Signed) verify(signature *xmlsig.Signature) ([]byte, error) {
	r := signature.Verify(xmlsig.List())
	if err := r.Err(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	signer, err := certificate.Parse(r.Signer)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	s.Signer = signer
	return r.Document(), nil
}

// Vouch asks whether the list of lists names the signer for the list's territory, with a certificate that was valid when the
// list was issued, and keeps the answer in the list.
func (s *Signed) Vouch(known *qualified.Data) bool {
	l := s.List
	if s.Signer == nil || l.Issued.Before(s.Signer.NotBefore) || l.Issued.After(s.Signer.NotAfter) {
		return false
	}
	l.Vouched = known.Names(l.Territory, l.Signer)
	return l.Vouched != ""
}
