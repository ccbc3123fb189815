package pectest

import (
	"bytes"
	"crypto"
	"encoding/asn1"
	"time"
)

// SignedData is a CMS structure to be written (RFC 5652 §5). The zero value of every field is what a provider does.
type SignedData struct {
	Content      []byte // what is signed, canonical
	Embed        bool   // opaque: Content goes in as eContent
	EContent     []byte // another eContent, whatever is signed; with Embed unset too
	ContentType  asn1.ObjectIdentifier
	Certificates [][]byte // in this order; nil = the first signer's own and, where known, its issuer's
	CRLs         [][]byte
	Signers      []Signer
	NoSigners    bool
	Version      int64 // 0 = 1
	// Indefinite writes every outer element in BER with indefinite length, eContent in chunks.
	Indefinite bool
}

// Signer is one SignerInfo to be written.
type Signer struct {
	Certificate   *Certificate // named in sid
	Key           *Key         // nil: the certificate's own
	Digest        crypto.Hash  // 0 = SHA-256
	DigestOID     asn1.ObjectIdentifier
	PSS           bool
	Combined      bool      // shaNNNWithRSAEncryption in place of rsaEncryption
	SKI           bool      // sid is the subjectKeyIdentifier
	SigningTime   time.Time // zero: no such attribute
	NoAttributes  bool
	MessageDigest []byte // nil: that of Content
	// Attributes edits the list of Attribute elements before it is signed.
	Attributes func([][]byte) [][]byte
	// Unsorted keeps the attributes in the order they were given; SignSorted then signs their DER order nevertheless.
	Unsorted, SignSorted bool
	// SignTagged signs the bytes under their [0] tag, a mistake (RFC 5652 §5.4).
	SignTagged bool
	Unsigned   [][]byte // unsigned attributes
	// Value edits the signature value.
	Value func([]byte) []byte
}

// Attribute is one attribute with its values.
func Attribute(id asn1.ObjectIdentifier, values ...[]byte) []byte {
	return seq(oid(id), TLV(tagSet, values...))
}

// ContentTypeAttribute names the type of the content.
func ContentTypeAttribute(id asn1.ObjectIdentifier) []byte { return Attribute(OIDContentType, oid(id)) }

// MessageDigestAttribute carries the digest of the content.
func MessageDigestAttribute(digest []byte) []byte {
	return Attribute(OIDMessageDigest, octets(digest))
}

// SigningTimeAttribute carries the signer's own clock as UTCTime.
func SigningTimeAttribute(t time.Time) []byte { return Attribute(OIDSigningTime, derTime(t)) }

func smimeCapabilities() []byte {
	return Attribute(OIDSMIMECapabilities, seq(
		seq(oid(asn1.ObjectIdentifier{1, 2, 840, 113549, 3, 7})), seq(oid(asn1.ObjectIdentifier{1, 3, 14, 3, 2, 7}))))
}

// DER writes the ContentInfo; with Indefinite it is BER.
func (s SignedData) DER() []byte {
	wrap := TLV
	if s.Indefinite {
		wrap = Indefinite
	}
	contentType := s.ContentType
	if contentType == nil {
		contentType = OIDData
	}
	version := s.Version
	if version == 0 {
		version = 1
	}
	var digests [][]byte
	var infos [][]byte
	for _, signer := range s.Signers {
		digest := signer.digestAlgorithm()
		if !contains(digests, digest) {
			digests = append(digests, digest)
		}
		infos = append(infos, signer.info(s.Content, contentType))
	}
	if s.NoSigners {
		infos = nil
	}
	encap := [][]byte{oid(contentType)}
	content := s.EContent
	if content == nil && s.Embed {
		content = s.Content
	}
	if content != nil {
		encap = append(encap, wrap(0xa0, s.octets(content)))
	}
	fields := [][]byte{integer(version), TLV(tagSet, digests...), wrap(tagSequence, encap...)}
	certs := s.Certificates
	if certs == nil && len(s.Signers) > 0 {
		certs = Chain(s.Signers[0].Certificate)
	}
	if len(certs) > 0 {
		fields = append(fields, wrap(0xa0, certs...))
	}
	if len(s.CRLs) > 0 {
		fields = append(fields, wrap(0xa1, s.CRLs...))
	}
	fields = append(fields, wrap(tagSet, infos...))
	return wrap(tagSequence, oid(OIDSignedData), wrap(0xa0, wrap(tagSequence, fields...)))
}

// Chain is the certificate and its issuer's where that is no root, as providers embed them.
func Chain(c *Certificate) [][]byte {
	out := [][]byte{c.DER}
	if up := c.Spec.Issuer; up != nil && up.Spec.Issuer != nil {
		out = append(out, up.DER)
	}
	return out
}

func (s SignedData) octets(content []byte) []byte {
	if !s.Indefinite {
		return octets(content)
	}
	const chunk = 1000
	var parts [][]byte
	for ; len(content) > chunk; content = content[chunk:] {
		parts = append(parts, octets(content[:chunk]))
	}
	return Indefinite(0x24, append(parts, octets(content))...)
}

func (s Signer) digest() crypto.Hash {
	if s.Digest == 0 {
		return crypto.SHA256
	}
	return s.Digest
}

func (s Signer) digestAlgorithm() []byte {
	id := s.DigestOID
	if id == nil {
		id = digestPrefix[s.digest()]
	}
	return seq(oid(id), null())
}

func (s Signer) info(content []byte, contentType asn1.ObjectIdentifier) []byte {
	key := s.Key
	if key == nil {
		key = s.Certificate.Key
	}
	h := s.digest()
	messageDigest := s.MessageDigest
	if messageDigest == nil {
		messageDigest = sum(h, content)
	}
	version, sid := int64(1), s.issuerAndSerial()
	if s.SKI {
		version, sid = 3, TLV(0x80, s.Certificate.Key.ID())
	}
	fields := [][]byte{integer(version), sid, s.digestAlgorithm()}
	toSign := messageDigest
	if !s.NoAttributes {
		attributes := [][]byte{ContentTypeAttribute(contentType)}
		if !s.SigningTime.IsZero() {
			attributes = append(attributes, SigningTimeAttribute(s.SigningTime))
		}
		attributes = append(attributes, MessageDigestAttribute(messageDigest), smimeCapabilities())
		if s.Attributes != nil {
			attributes = s.Attributes(attributes)
		}
		sorted := setOf(attributes...)
		sent := sorted
		if s.Unsorted {
			sent = TLV(tagSet, attributes...)
		}
		signed := sent
		if s.SignSorted {
			signed = sorted
		}
		tagged := bytes.Clone(sent)
		tagged[0] = 0xa0
		if s.SignTagged {
			signed = tagged
		}
		fields = append(fields, tagged)
		toSign = sum(h, signed)
	}
	value := sign(key, h, s.PSS, toSign)
	if s.Value != nil {
		value = s.Value(value)
	}
	fields = append(fields, signatureAlgorithm(key, h, s.PSS, s.Combined), octets(value))
	if len(s.Unsigned) > 0 {
		fields = append(fields, TLV(0xa1, s.Unsigned...))
	}
	return seq(fields...)
}

func (s Signer) issuerAndSerial() []byte {
	issuer := s.Certificate.Spec.Subject
	if up := s.Certificate.Spec.Issuer; up != nil {
		issuer = up.Spec.Subject
	}
	return seq(issuer.DER(), bigInteger(s.Certificate.Spec.Serial))
}

func contains(list [][]byte, one []byte) bool {
	for _, e := range list {
		if bytes.Equal(e, one) {
			return true
		}
	}
	return false
}

// FlipBit changes the last byte of a signature value.
func FlipBit(value []byte) []byte {
	out := bytes.Clone(value)
	out[len(out)-1] ^= 1
	return out
}
