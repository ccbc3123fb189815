package cms

import (
	"bytes"
	"fmt"
	"slices"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// messageDigest checks the signed attributes that RFC 5652 §11 wants and gives the digest they state:
// content-type and message-digest exactly once with one value, signing-time at most once.
func (s *SignerInfo) messageDigest() ([]byte, error) {
	if s.counter {
		if len(s.named(oidContentType)) > 0 {
			return nil, fmt.Errorf("%w: content-type in a counter-signature", ErrAttributes)
		}
		return s.statedDigest()
	}
	kind, err := s.single("content-type", oidContentType)
	if err != nil {
		return nil, err
	}
	var oid cryptobyte.String
	if !kind.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) || !kind.Empty() {
		return nil, fmt.Errorf("%w: content-type is not one object identifier", ErrAttributes)
	}
	// RFC 5652 §11.1: it must match eContentType, or attributes of another content would do.
	if string(oid) != s.contentType {
		return nil, fmt.Errorf("%w: content-type is not that of the content", ErrAttributes)
	}
	return s.statedDigest()
}

func (s *SignerInfo) statedDigest() ([]byte, error) {
	value, err := s.single("message-digest", oidMessageDigest)
	if err != nil {
		return nil, err
	}
	var digest cryptobyte.String
	if !value.ReadASN1(&digest, asn1.OCTET_STRING) || !value.Empty() {
		return nil, fmt.Errorf("%w: message-digest is not one octet string", ErrAttributes)
	}
	if s.Digest != 0 && len(digest) != s.Digest.Size() {
		return nil, fmt.Errorf("%w: message-digest of %d octets for %s", ErrAttributes, len(digest), s.Digest)
	}
	if times := s.named(oidSigningTime); len(times) > 1 || len(times) == 1 && count(times[0]) > 1 {
		return nil, fmt.Errorf("%w: signing-time more than once", ErrAttributes)
	}
	return digest, nil
}

// single gives the value set of an attribute that must be there exactly once.
func (s *SignerInfo) single(name, oid string) (cryptobyte.String, error) {
	found := s.named(oid)
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("%w: no %s", ErrAttributes, name)
	case len(found) > 1:
		return nil, fmt.Errorf("%w: %s %d times", ErrAttributes, name, len(found))
	}
	return found[0], nil
}

// count is the number of values in a set; more than one counts as two.
func count(set []byte) int {
	h, err := readHeader(set)
	switch {
	case err != nil:
		return 0
	case h.size+h.length == len(set):
		return 1
	}
	return 2
}

// signedEncodings gives what the signature may be over, RFC 5652 §5.4: the attributes re-tagged as SET, in
// the order sent, and, where the encoding sent was not DER, as sent.
func (s *SignerInfo) signedEncodings() [][]byte {
	all := [][]byte{asSet(s.encoded)}
	if s.sent != nil {
		all = append(all, asSet(s.sent))
	}
	return all
}

// sortedEncoding gives the attributes in the order that DER wants (X.690 §11.6), or nil where they were
// sent in it. RFC 5652 §5.4 wants the signature over this one; some sign another order.
func (s *SignerInfo) sortedEncoding() []byte {
	var all [][]byte
	for _, a := range s.attributes {
		b := cryptobyte.NewBuilder(nil)
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(a.oid)) })
			b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) { b.AddBytes(sorted(split(a.values))) })
		})
		all = append(all, b.BytesOrPanic())
	}
	der := sorted(all)
	if bytes.Equal(der, s.encoded) {
		return nil
	}
	return asSet(der)
}

func sorted(elements [][]byte) []byte {
	slices.SortFunc(elements, bytes.Compare)
	return bytes.Join(elements, nil)
}

// split gives the encoded values of a set in normalised form.
func split(set []byte) [][]byte {
	var all [][]byte
	for len(set) > 0 {
		h, err := readHeader(set)
		if err != nil || h.length == indefinite {
			return nil
		}
		n := h.size + h.length
		all = append(all, set[:n])
		set = set[n:]
	}
	return all
}

func asSet(content []byte) []byte {
	out := append(make([]byte, 0, len(content)+6), byte(asn1.SET))
	return append(appendLength(out, len(content)), content...)
}
