package cms

import (
	"bytes"
	"fmt"

	"go.mozilla.org/pkcs7"
	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// pkcs7's BER reader copies what it is shown once a level, and makes a value of each value. More than this, which no
// provider's signature has, this package decides alone.
const (
	maxShown        = 4 << 10  // octets of content
	maxShownSigners = 16 << 10 // octets of algorithms and signers; without unsigned attributes real ones have under 2 KB
	framing         = 128      // octets around them, of one signer
)

var otherReading = pkcs7.Parse // tests replace it

// agree holds this package's reading against that of go.mozilla.org/pkcs7. What pkcs7 cannot read, as signers
// named by key identifier, this package decides alone.
func (r *reading) agree() error {
	size := len(r.head)
	for _, s := range r.signers {
		size += len(s)
	}
	if size > maxShownSigners {
		return nil
	}
	shown := len(r.Content) <= maxShown
	if shown {
		size += len(r.wrapped)
	}
	p7, err := otherReading(r.skeleton(shown, size))
	if err != nil {
		return nil
	}
	disagree := func(what string) error {
		return fmt.Errorf("%w: two readings disagree on the %s", ErrMalformed, what)
	}
	// It keeps silent about an error and then shows no signers at all.
	if len(p7.Signers) == 0 {
		return nil
	}
	if shown && !bytes.Equal(p7.Content, r.Content) {
		return disagree("content")
	}
	if len(p7.Signers) != len(r.Signers) {
		return disagree("number of signers")
	}
	for i := range p7.Signers {
		theirs, ours := &p7.Signers[i], &r.Signers[i]
		switch {
		case ours.Serial == nil || theirs.IssuerAndSerialNumber.SerialNumber == nil ||
			ours.Serial.Cmp(theirs.IssuerAndSerialNumber.SerialNumber) != 0:
			return disagree("serial number")
		case !bytes.Equal(ours.Issuer, theirs.IssuerAndSerialNumber.IssuerName.FullBytes):
			return disagree("issuer")
		case !ours.DigestOID.Equal(theirs.DigestAlgorithm.Algorithm):
			return disagree("digest algorithm")
		case !identifier([]byte(ours.signature.oid)).Equal(theirs.DigestEncryptionAlgorithm.Algorithm):
			return disagree("signature algorithm")
		case !bytes.Equal(ours.value, theirs.EncryptedDigest):
			return disagree("signature value")
		case len(ours.attributes) != len(theirs.AuthenticatedAttributes):
			return disagree("number of signed attributes")
		}
	}
	return nil
}

// skeleton is the structure without certificates, CRLs and unsigned attributes and, unless shown, without content. pkcs7 would hand
// the certificates to the same x509 parser, all or nothing, and takes twice as long over them as the rest takes.
func (r *reading) skeleton(content bool, size int) []byte {
	b := cryptobyte.NewBuilder(make([]byte, 0, size+framing))
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(oidSignedData)) })
		b.AddASN1(explicit(0), func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
				b.AddBytes(r.head)
				b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
					b.AddBytes(r.contentType)
					if content {
						b.AddBytes(r.wrapped)
					}
				})
				b.AddASN1(asn1.SET, func(b *cryptobyte.Builder) {
					for _, s := range r.signers {
						b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) { b.AddBytes(s) })
					}
				})
			})
		})
	})
	return b.BytesOrPanic()
}
