package cms

import (
	"bytes"
	encoding_asn1 "encoding/asn1"
	"fmt"
	"math/big"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// reading is this package's own reading of a structure, and the parts that pkcs7 is shown.
type reading struct {
	SignedData
	head        []byte   // version and digestAlgorithms
	kind        string   // eContentType, content octets
	contentType []byte   // eContentType, encoded
	wrapped     []byte   // eContent with its tags, or nil
	signers     [][]byte // content of each, without unsigned attributes
}

func malformed(what string) error { return fmt.Errorf("%w: %s", ErrMalformed, what) }

// read follows RFC 5652 §3 and §5.1.
func read(e *encoding, maxCore int) (*reading, error) {
	input := cryptobyte.String(e.der)
	var info, oid, inner, signed cryptobyte.String
	if !input.ReadASN1(&info, asn1.SEQUENCE) || !input.Empty() || !info.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) {
		return nil, malformed("content info")
	}
	switch string(oid) {
	case oidSignedData:
	case oidEnvelopedData, oidEncryptedData, oidAuthEnveloped, oidSignedEnveloped:
		return nil, ErrEncrypted
	default:
		return nil, fmt.Errorf("%w: content type %s", ErrNotSignedData, identifier(oid))
	}
	if !info.ReadASN1(&inner, explicit(0)) || !info.Empty() || !inner.ReadASN1(&signed, asn1.SEQUENCE) || !inner.Empty() {
		return nil, malformed("signed data")
	}

	r := &reading{}
	head := signed
	var skipped cryptobyte.String
	if !readVersion(&signed) || !signed.ReadASN1(&skipped, asn1.SET) {
		return nil, malformed("version or digest algorithms")
	}
	r.head = head[:len(head)-len(signed)]
	if err := r.readContent(&signed); err != nil {
		return nil, err
	}
	var present bool
	var choices cryptobyte.String
	if !signed.ReadOptionalASN1(&choices, &present, explicit(0)) {
		return nil, malformed("certificates")
	}
	// CRLs are no evidence here: who may sign is asked elsewhere.
	unsigned := len(choices) + len(signed)
	var revocations cryptobyte.String
	if !signed.ReadOptionalASN1(&revocations, &present, explicit(1)) {
		return nil, malformed("CRLs")
	}
	for !revocations.Empty() && len(r.Revocations) < MaxRevocations {
		var one cryptobyte.String
		if !revocations.ReadAnyASN1Element(&one, new(asn1.Tag)) {
			break
		}
		r.Revocations = append(r.Revocations, one)
	}
	unsigned -= len(signed)
	var signers cryptobyte.String
	if !signed.ReadASN1(&signers, asn1.SET) || !signed.Empty() {
		return nil, malformed("signers")
	}
	structure := len(e.der) - len(r.Content)
	if structure > MaxStructure || structure-unsigned > maxCore {
		return nil, fmt.Errorf("%w: signature structure of %d octets", ErrLimit, structure)
	}

	for !signers.Empty() {
		if len(r.Signers) == MaxSigners {
			return nil, fmt.Errorf("%w: more than %d signers", ErrLimit, MaxSigners)
		}
		var signer cryptobyte.String
		if !signers.ReadASN1(&signer, asn1.SEQUENCE) {
			return nil, malformed("signer")
		}
		s, signed, err := readSigner(e, signer)
		if err != nil {
			return nil, fmt.Errorf("signer %d: %w", len(r.Signers)+1, err)
		}
		s.contentType = r.kind
		r.Signers = append(r.Signers, *s)
		r.signers = append(r.signers, signed)
	}
	return r, r.readCertificates(choices)
}

// readContent reads EncapsulatedContentInfo, RFC 5652 §5.2.
func (r *reading) readContent(signed *cryptobyte.String) error {
	var info, oid, wrapped, content cryptobyte.String
	if !signed.ReadASN1(&info, asn1.SEQUENCE) {
		return malformed("encapsulated content")
	}
	all := info
	if !info.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) || len(oid) == 0 {
		return malformed("content type")
	}
	r.kind, r.contentType = string(oid), all[:len(all)-len(info)]
	r.ContentType = identifier(oid)
	r.wrapped = info
	if info.Empty() {
		return nil
	}
	if !info.ReadASN1(&wrapped, explicit(0)) || !info.Empty() ||
		!wrapped.ReadASN1(&content, asn1.OCTET_STRING) || !wrapped.Empty() {
		return malformed("content")
	}
	r.HasContent, r.Content = true, content
	return nil
}

// readCertificates reads CertificateSet, RFC 5652 §10.2.3. Other kinds than X.509 certificates are skipped. Where there are
// more than are read, those that a signer may mean go before the others.
func (r *reading) readCertificates(choices cryptobyte.String) error {
	var all [][]byte
	for !choices.Empty() {
		var choice cryptobyte.String
		var tag asn1.Tag
		if !choices.ReadAnyASN1Element(&choice, &tag) {
			return malformed("certificate")
		}
		if tag == asn1.SEQUENCE {
			all = append(all, choice)
		}
	}
	if len(all) > MaxCertificates {
		wanted := r.mostWanted(all)
		r.Unread = len(all) - len(wanted)
		all = wanted
	}
	for _, der := range all {
		if len(der) > maxCertificate {
			r.Unreadable++
			continue
		}
		c, err := parseCertificate(der)
		if err != nil {
			r.Unreadable++
			r.Odd = append(r.Odd, der)
			continue
		}
		r.Certificates = append(r.Certificates, c)
	}
	return nil
}

// mostWanted gives at most MaxCertificates, in their order: those that bear a signer's serial number or key identifier, as
// many as maxNamed, and of the others as many as there is room for.
func (r *reading) mostWanted(all [][]byte) [][]byte {
	named := make([]bool, len(all))
	count := 0
	for i, der := range all {
		if named[i] = r.mayMean(der); named[i] {
			count++
		}
	}
	room := map[bool]int{true: min(count, maxNamed), false: MaxCertificates - min(count, maxNamed)}
	var wanted [][]byte
	for i, der := range all {
		if room[named[i]] > 0 {
			room[named[i]]--
			wanted = append(wanted, der)
		}
	}
	return wanted
}

// mayMean says whether a signer may mean an encoded certificate, looked at no closer than is needed to leave others aside.
func (r *reading) mayMean(der cryptobyte.String) bool {
	whole := der
	var certificate, tbs cryptobyte.String
	serial := new(big.Int)
	if !der.ReadASN1(&certificate, asn1.SEQUENCE) || !certificate.ReadASN1(&tbs, asn1.SEQUENCE) ||
		!tbs.SkipOptionalASN1(explicit(0)) || !tbs.ReadASN1Integer(serial) {
		return false
	}
	for i := range r.Signers {
		if s := &r.Signers[i]; s.Serial != nil && serial.Cmp(s.Serial) == 0 || s.Serial == nil && bytes.Contains(whole, s.SubjectKeyID) {
			return true
		}
	}
	return false
}

// readSigner reads SignerInfo, RFC 5652 §5.3. signed is its content but for the unsigned attributes.
func readSigner(e *encoding, signer cryptobyte.String) (s *SignerInfo, signed []byte, err error) {
	s = &SignerInfo{}
	whole := signer
	if !readVersion(&signer) {
		return nil, nil, malformed("version")
	}
	if err := s.readIdentifier(&signer); err != nil {
		return nil, nil, err
	}
	var ok bool
	if s.digestAlgorithm, ok = readAlgorithm(&signer); !ok {
		return nil, nil, malformed("digest algorithm")
	}
	if signer.PeekASN1Tag(explicit(0)) {
		if err := s.readAttributes(e, &signer); err != nil {
			return nil, nil, err
		}
	}
	if s.signature, ok = readAlgorithm(&signer); !ok {
		return nil, nil, malformed("signature algorithm")
	}
	if !signer.ReadASN1((*cryptobyte.String)(&s.value), asn1.OCTET_STRING) {
		return nil, nil, malformed("signature value")
	}
	signed = whole[:len(whole)-len(signer)]
	// Unsigned attributes say nothing about this signature.
	unsigned := signer
	if !signer.SkipOptionalASN1(explicit(1)) || !signer.Empty() {
		return nil, nil, malformed("unsigned attributes")
	}
	s.unsigned = readUnsigned(unsigned)
	s.DigestOID = identifier([]byte(s.digestAlgorithm.oid))
	s.Digest, s.digestRefused = digestOf(s.digestAlgorithm)
	s.scheme, s.schemeRefused = schemeOf(s.signature)
	s.Algorithm = s.scheme.algorithm
	return s, signed, nil
}

// readIdentifier reads SignerIdentifier: issuerAndSerialNumber or [0] IMPLICIT subjectKeyIdentifier.
func (s *SignerInfo) readIdentifier(signer *cryptobyte.String) error {
	implicit := asn1.Tag(0).ContextSpecific()
	switch {
	case signer.PeekASN1Tag(asn1.SEQUENCE):
		var id, issuer cryptobyte.String
		s.Serial = new(big.Int)
		if !signer.ReadASN1(&id, asn1.SEQUENCE) || !id.ReadASN1Element(&issuer, asn1.SEQUENCE) ||
			!id.ReadASN1Integer(s.Serial) || !id.Empty() {
			return malformed("issuer and serial number")
		}
		s.Issuer = issuer
	case signer.PeekASN1Tag(implicit):
		var id cryptobyte.String
		if !signer.ReadASN1(&id, implicit) {
			return malformed("subject key identifier")
		}
		s.SubjectKeyID = id
	case signer.PeekASN1Tag(implicit.Constructed()):
		// BER may break an implicitly tagged OCTET STRING too; without the schema it looks like [0] EXPLICIT.
		var pieces cryptobyte.String
		if !signer.ReadASN1(&pieces, implicit.Constructed()) {
			return malformed("subject key identifier")
		}
		id := []byte{}
		for !pieces.Empty() {
			var piece cryptobyte.String
			if !pieces.ReadASN1(&piece, asn1.OCTET_STRING) {
				return malformed("subject key identifier")
			}
			id = append(id, piece...)
		}
		s.SubjectKeyID = id
	default:
		return malformed("signer identifier")
	}
	return nil
}

// unnamed: an empty key identifier names no certificate.
func (s *SignerInfo) unnamed() bool { return s.Serial == nil && len(s.SubjectKeyID) == 0 }

// attribute is one signed attribute, as read.
type attribute struct {
	oid    string // content octets of the type
	values []byte // content of the set of values
}

func (s *SignerInfo) readAttributes(e *encoding, signer *cryptobyte.String) error {
	var element, set cryptobyte.String
	if !signer.ReadASN1Element(&element, explicit(0)) {
		return malformed("signed attributes")
	}
	whole := element
	if !element.ReadASN1(&set, explicit(0)) || set.Empty() { // SignedAttributes ::= SET SIZE (1..MAX)
		return malformed("signed attributes")
	}
	s.HasAttributes, s.encoded = true, set
	if sent := e.sent(whole); sent != nil && string(sent) != string(set) {
		s.sent = sent
	}
	for !set.Empty() {
		if len(s.attributes) == MaxAttributes {
			return fmt.Errorf("%w: more than %d signed attributes", ErrLimit, MaxAttributes)
		}
		var one, oid, values cryptobyte.String
		if !set.ReadASN1(&one, asn1.SEQUENCE) || !one.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) || len(oid) == 0 ||
			!one.ReadASN1(&values, asn1.SET) || !one.Empty() {
			return malformed("signed attribute")
		}
		s.attributes = append(s.attributes, attribute{oid: string(oid), values: values})
	}
	s.SigningTime = s.signingTime()
	return nil
}

// signingTime reads a single signing-time attribute (RFC 5652 §11.3); one that is not readable is none.
func (s *SignerInfo) signingTime() time.Time {
	var at time.Time
	if values := s.named(oidSigningTime); len(values) == 1 {
		v := cryptobyte.String(values[0])
		read := v.ReadASN1UTCTime
		if v.PeekASN1Tag(asn1.GeneralizedTime) {
			read = v.ReadASN1GeneralizedTime
		}
		if !read(&at) || !v.Empty() {
			return time.Time{}
		}
		at = at.UTC()
	}
	return at
}

// named gives the value sets of all attributes of a type.
func (s *SignerInfo) named(oid string) [][]byte {
	var all [][]byte
	for _, a := range s.attributes {
		if a.oid == oid {
			all = append(all, a.values)
		}
	}
	return all
}

func readVersion(s *cryptobyte.String) bool {
	var version int
	return s.ReadASN1Integer(&version) && version >= 0 && version <= MaxVersion
}

func readAlgorithm(s *cryptobyte.String) (algorithmIdentifier, bool) {
	var all, oid cryptobyte.String
	if !s.ReadASN1(&all, asn1.SEQUENCE) || !all.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) || len(oid) == 0 {
		return algorithmIdentifier{}, false
	}
	a := algorithmIdentifier{oid: string(oid)}
	if !all.Empty() {
		h, err := readHeader(all)
		if err != nil || len(all) != h.size+h.length {
			return algorithmIdentifier{}, false
		}
		a.parameters = all
	}
	return a, true
}

// identifier decodes an object identifier; nil where it is not a valid one or too large to hold.
func identifier(content []byte) encoding_asn1.ObjectIdentifier {
	if len(content) == 0 || len(content) > 0x7f {
		return nil
	}
	element := cryptobyte.String(append([]byte{byte(asn1.OBJECT_IDENTIFIER), byte(len(content))}, content...))
	var oid encoding_asn1.ObjectIdentifier
	if !element.ReadASN1ObjectIdentifier(&oid) {
		return nil
	}
	return oid
}
