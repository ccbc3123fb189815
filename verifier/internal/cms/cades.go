package cms

import (
	"bytes"
	"crypto"
	"encoding/asn1"
	"errors"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// What CAdES (ETSI EN 319 122-1) adds to a signature. None of it changes what Parse and Verify say.

const (
	oidSigningCertificate   = pkcs9 + "\x10\x02\x0c"
	oidSigningCertificateV2 = pkcs9 + "\x10\x02\x2f"
)

// Attributes that Signed and Unsigned are asked for.
var (
	OIDSignatureTimeStamp = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	OIDContentTimeStamp   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 20}
	OIDCounterSignature   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 6}
)

// ParseDocument is Parse for the signature of a document, which may carry revocation lists of megabytes among its attributes.
func ParseDocument(raw []byte) (*SignedData, error) { return parse(raw, MaxStructure) }

// Normalise gives the one BER value at the start of raw with definite and shortest lengths, and unbroken octet strings.
func Normalise(raw []byte) ([]byte, error) {
	if len(raw) > MaxInput {
		return nil, fmt.Errorf("%w: more than %d octets", ErrLimit, MaxInput)
	}
	e, n, err := normalise(raw)
	if err == nil && padding(raw[n:]) != nil {
		err = malformed("octets behind it")
	}
	return e.der, err
}

// Value gives the octets of the signature value, which a time-stamp and a counter-signature are over.
func (s *SignerInfo) Value() []byte { return s.value }

// Signed gives the encoded values, with definite lengths, of all signed attributes of a type.
func (s *SignerInfo) Signed(id asn1.ObjectIdentifier) [][]byte { return valuesOf(s.attributes, id) }

// Unsigned gives the same of the unsigned attributes, which anybody can add and take away. Where they are not well formed
// there are none.
func (s *SignerInfo) Unsigned(id asn1.ObjectIdentifier) [][]byte { return valuesOf(s.unsigned, id) }

func valuesOf(attributes []attribute, id asn1.ObjectIdentifier) (all [][]byte) {
	for _, a := range attributes {
		if identifier([]byte(a.oid)).Equal(id) {
			all = append(all, split(a.values)...)
		}
	}
	return all
}

// readUnsigned keeps unsigned attributes that are well formed. What is not is skipped as a whole, as it says nothing of the
// signature.
func readUnsigned(element cryptobyte.String) (all []attribute) {
	var set cryptobyte.String
	if !element.ReadASN1(&set, explicit(1)) {
		return nil
	}
	for !set.Empty() {
		var one, oid, values cryptobyte.String
		if len(all) == MaxAttributes || !set.ReadASN1(&one, cryptobyte_asn1.SEQUENCE) || !one.ReadASN1(&oid, cryptobyte_asn1.OBJECT_IDENTIFIER) ||
			len(oid) == 0 || !one.ReadASN1(&values, cryptobyte_asn1.SET) || !one.Empty() {
			return nil
		}
		all = append(all, attribute{oid: string(oid), values: values})
	}
	return all
}

// CertificateID is the hash by which a signed attribute names the signer's certificate (RFC 5035 §3, §4).
type CertificateID struct {
	Hash  crypto.Hash
	Value []byte
}

// Matches says whether an encoded certificate is the one that is named.
func (id *CertificateID) Matches(certificate []byte) bool {
	h := id.Hash.New()
	h.Write(certificate)
	return bytes.Equal(h.Sum(nil), id.Value)
}

// ErrSigningCertificate says that the attribute is there more than once or is not well formed.
var ErrSigningCertificate = errors.New("the signing-certificate attribute breaks the rules")

// SigningCertificate reads the first certificate that signing-certificate or signing-certificate-v2 names; nil where
// neither is there. Of two of one kind neither counts (ETSI EN 319 122-1 §5.2.2); where both kinds are there it is the newer.
func (s *SignerInfo) SigningCertificate() (*CertificateID, error) {
	for _, kind := range []struct {
		oid  string
		hash crypto.Hash // where none is stated
	}{{oidSigningCertificateV2, crypto.SHA256}, {oidSigningCertificate, crypto.SHA1}} {
		found := s.named(kind.oid)
		if len(found) == 0 {
			continue
		}
		fail := func(what string) (*CertificateID, error) {
			return nil, fmt.Errorf("%w: %s", ErrSigningCertificate, what)
		}
		if len(found) > 1 || count(found[0]) != 1 {
			return fail("not once")
		}
		value := cryptobyte.String(found[0])
		var attribute, list, first, hash cryptobyte.String
		if !value.ReadASN1(&attribute, cryptobyte_asn1.SEQUENCE) || !attribute.ReadASN1(&list, cryptobyte_asn1.SEQUENCE) ||
			!list.ReadASN1(&first, cryptobyte_asn1.SEQUENCE) {
			return fail("not well formed")
		}
		id := &CertificateID{Hash: kind.hash}
		if kind.oid == oidSigningCertificateV2 && first.PeekASN1Tag(cryptobyte_asn1.SEQUENCE) {
			a, ok := readAlgorithm(&first)
			if !ok {
				return fail("digest algorithm")
			}
			var err error
			if id.Hash, err = digestOf(a); err != nil {
				return nil, err
			}
		}
		if !first.ReadASN1(&hash, cryptobyte_asn1.OCTET_STRING) || len(hash) != id.Hash.Size() {
			return fail("hash")
		}
		id.Value = hash
		return id, nil
	}
	return nil, nil
}

var oidAlgorithmProtection = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 52}

// ErrAlgorithmProtection says that the attribute names other algorithms than those that were used.
var ErrAlgorithmProtection = errors.New("the signed attributes name other algorithms")

// AlgorithmProtection holds the attribute cmsAlgorithmProtection, where it is there, against the algorithms (RFC 6211 §2).
func (s *SignerInfo) AlgorithmProtection() error {
	found := s.Signed(oidAlgorithmProtection)
	if len(found) == 0 {
		return nil
	}
	value := cryptobyte.String(found[0])
	var protection cryptobyte.String
	if len(found) > 1 || !value.ReadASN1(&protection, cryptobyte_asn1.SEQUENCE) {
		return ErrAlgorithmProtection
	}
	digest, ok := readAlgorithm(&protection)
	var signature cryptobyte.String
	var present bool
	if !ok || !protection.ReadOptionalASN1(&signature, &present, cryptobyte_asn1.Tag(1).ContextSpecific().Constructed()) || !present {
		return ErrAlgorithmProtection
	}
	var oid cryptobyte.String
	if !signature.ReadASN1(&oid, cryptobyte_asn1.OBJECT_IDENTIFIER) || digest.oid != s.digestAlgorithm.oid || string(oid) != s.signature.oid {
		return ErrAlgorithmProtection
	}
	return nil
}

// CounterSignatures reads those who signed this signature's value (RFC 5652 §11.4). Each is verified with Verify, its content
// being Value. They are no signers of the document.
func (s *SignerInfo) CounterSignatures() ([]SignerInfo, error) {
	var all []SignerInfo
	for _, value := range s.Unsigned(OIDCounterSignature) {
		if len(all) == MaxSigners {
			return nil, fmt.Errorf("%w: more than %d counter-signatures", ErrLimit, MaxSigners)
		}
		element := cryptobyte.String(value)
		var signer cryptobyte.String
		if !element.ReadASN1(&signer, cryptobyte_asn1.SEQUENCE) || !element.Empty() {
			return nil, malformed("counter-signature")
		}
		c, _, err := readSigner(&encoding{der: value, ber: value}, signer)
		if err != nil {
			return nil, fmt.Errorf("counter-signature: %w", err)
		}
		c.contentType, c.counter, c.work = oidData, true, s.work
		all = append(all, *c)
	}
	return all, nil
}

// States says whether the signer's message-digest is that of this content. It does not say that anything is signed.
func (s *SignerInfo) States(content Digester) bool {
	return s.HasAttributes && s.checkDigest(content) == nil
}
