// Package ocsp reads responses on the revocation of one certificate (RFC 6960) that a signature carries, and says whether the authority
// stands behind them. What follows of that is decided elsewhere.
package ocsp

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"time"

	"pecverifier/trustlist/certificate"

	"golang.org/x/crypto/cryptobyte"
	tags "golang.org/x/crypto/cryptobyte/asn1"
)

// ErrFormat says that it is no response that can be read.
var ErrFormat = errors.New("not a response of OCSP")

const (
	maxAnswers      = 32 // in one response; a signature's are about one certificate
	maxCertificates = 8
)

// Status is what the authority says of a certificate.
type Status int

// The three answers, RFC 6960 §2.2. Good says no more than that the certificate is not on record as revoked.
const (
	Good Status = iota
	Revoked
	Unknown
)

// Answer is about one certificate.
type Answer struct {
	Status     Status
	RevokedAt  time.Time
	Reason     int // of RFC 5280 §5.3.1; -1 = none stated
	ThisUpdate time.Time
	NextUpdate time.Time // zero = newer ones are to be had at any time

	hash      crypto.Hash
	name, key []byte // hashes of the issuer's
	serial    *big.Int
}

// Response is a BasicOCSPResponse.
type Response struct {
	Answers []Answer

	produced     time.Time
	tbs          []byte
	algorithm    string
	parameters   []byte
	signature    []byte
	certificates [][]byte
}

var (
	oidBasic = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}
	hashes   = map[string]crypto.Hash{"1.3.14.3.2.26": crypto.SHA1, "2.16.840.1.101.3.4.2.1": crypto.SHA256, "2.16.840.1.101.3.4.2.2": crypto.SHA384,
		"2.16.840.1.101.3.4.2.3": crypto.SHA512}
)

// Parse reads an OCSPResponse, or the BasicOCSPResponse inside of one: signatures carry both forms.
func Parse(der []byte) (*Response, error) {
	in := cryptobyte.String(der)
	var outer, inner, octets cryptobyte.String
	var status int
	var id asn1.ObjectIdentifier
	if !in.ReadASN1(&outer, tags.SEQUENCE) || !in.Empty() {
		return nil, ErrFormat
	}
	if !outer.PeekASN1Tag(tags.ENUM) {
		return basic(outer)
	}
	if !outer.ReadASN1Enum(&status) || status != 0 || !outer.ReadASN1(&inner, tags.Tag(0).Constructed().ContextSpecific()) || !inner.ReadASN1(&inner, tags.SEQUENCE) ||
		!inner.ReadASN1ObjectIdentifier(&id) || !id.Equal(oidBasic) || !inner.ReadASN1(&octets, tags.OCTET_STRING) || !octets.ReadASN1(&inner, tags.SEQUENCE) {
		return nil, ErrFormat
	}
	return basic(inner)
}

func explicit(n uint8) tags.Tag { return tags.Tag(n).Constructed().ContextSpecific() }

func basic(in cryptobyte.String) (*Response, error) {
	r := &Response{}
	var tbs, data, algorithm, bits cryptobyte.String
	if !in.ReadASN1Element(&tbs, tags.SEQUENCE) || !in.ReadASN1(&algorithm, tags.SEQUENCE) || !in.ReadASN1(&bits, tags.BIT_STRING) || len(bits) == 0 || bits[0] != 0 {
		return nil, ErrFormat
	}
	var id asn1.ObjectIdentifier
	if !algorithm.ReadASN1ObjectIdentifier(&id) {
		return nil, ErrFormat
	}
	r.tbs, r.algorithm, r.parameters, r.signature = tbs, id.String(), algorithm, bits[1:]
	var wrapped, certs cryptobyte.String
	if there := false; !in.ReadOptionalASN1(&wrapped, &there, explicit(0)) || there && !wrapped.ReadASN1(&certs, tags.SEQUENCE) || !in.Empty() {
		return nil, ErrFormat
	}
	for !certs.Empty() && len(r.certificates) < maxCertificates {
		var one cryptobyte.String
		if !certs.ReadASN1Element(&one, tags.SEQUENCE) {
			return nil, ErrFormat
		}
		r.certificates = append(r.certificates, one)
	}
	var answers cryptobyte.String
	if !tbs.ReadASN1(&data, tags.SEQUENCE) || !data.SkipOptionalASN1(explicit(0)) || !(data.SkipOptionalASN1(explicit(1)) && data.SkipOptionalASN1(explicit(2))) ||
		!data.ReadASN1GeneralizedTime(&r.produced) || !data.ReadASN1(&answers, tags.SEQUENCE) {
		return nil, ErrFormat
	}
	for !answers.Empty() {
		if len(r.Answers) == maxAnswers {
			return nil, ErrFormat
		}
		a, err := answer(&answers)
		if err != nil {
			return nil, err
		}
		r.Answers = append(r.Answers, *a)
	}
	return r, nil
}

// answer reads one SingleResponse (§4.2.1). One with a critical extension is not understood.
func answer(in *cryptobyte.String) (*Answer, error) {
	var one, about, algorithm, state, wrapped, extensions cryptobyte.String
	var id asn1.ObjectIdentifier
	a := &Answer{Reason: -1, serial: new(big.Int)}
	if !in.ReadASN1(&one, tags.SEQUENCE) || !one.ReadASN1(&about, tags.SEQUENCE) || !about.ReadASN1(&algorithm, tags.SEQUENCE) ||
		!algorithm.ReadASN1ObjectIdentifier(&id) || !about.ReadASN1Bytes(&a.name, tags.OCTET_STRING) || !about.ReadASN1Bytes(&a.key, tags.OCTET_STRING) ||
		!about.ReadASN1Integer(a.serial) || !about.Empty() {
		return nil, ErrFormat
	}
	a.hash = hashes[id.String()]
	var tag tags.Tag
	if !one.ReadAnyASN1(&state, &tag) {
		return nil, ErrFormat
	}
	switch tag {
	case tags.Tag(0).ContextSpecific():
	case explicit(1):
		a.Status = Revoked
		there := false
		if !state.ReadASN1GeneralizedTime(&a.RevokedAt) || !state.ReadOptionalASN1(&wrapped, &there, explicit(0)) || there && !wrapped.ReadASN1Enum(&a.Reason) || !state.Empty() {
			return nil, ErrFormat
		}
	case tags.Tag(2).ContextSpecific():
		a.Status = Unknown
	default:
		return nil, ErrFormat
	}
	next, more := false, false
	if !one.ReadASN1GeneralizedTime(&a.ThisUpdate) || !one.ReadOptionalASN1(&wrapped, &next, explicit(0)) || next && !wrapped.ReadASN1GeneralizedTime(&a.NextUpdate) ||
		!one.ReadOptionalASN1(&wrapped, &more, explicit(1)) || more && !wrapped.ReadASN1(&extensions, tags.SEQUENCE) || !one.Empty() {
		return nil, ErrFormat
	}
	for !extensions.Empty() {
		var e cryptobyte.String
		critical := false
		if !extensions.ReadASN1(&e, tags.SEQUENCE) || !e.ReadASN1ObjectIdentifier(&id) || e.PeekASN1Tag(tags.BOOLEAN) && !e.ReadASN1Boolean(&critical) || critical {
			return nil, ErrFormat
		}
	}
	return a, nil
}

// About says whether an answer is about the certificate with that serial number under that issuer: by its name and its key, both encoded.
func (a *Answer) About(issuer, spki []byte, serial *big.Int) bool {
	key := keyOf(spki)
	return a.hash != 0 && key != nil && a.serial.Cmp(serial) == 0 && bytes.Equal(a.name, sum(a.hash, issuer)) && bytes.Equal(a.key, sum(a.hash, key))
}

func sum(h crypto.Hash, data []byte) []byte {
	w := h.New()
	w.Write(data)
	return w.Sum(nil)
}

// keyOf gives the octets of subjectPublicKey, without what says how many bits of the last are unused (§4.1.1).
func keyOf(spki []byte) []byte {
	in := cryptobyte.String(spki)
	var info, bits cryptobyte.String
	if !in.ReadASN1(&info, tags.SEQUENCE) || !info.SkipASN1(tags.SEQUENCE) || !info.ReadASN1(&bits, tags.BIT_STRING) || len(bits) == 0 {
		return nil
	}
	return bits[1:]
}

// SignedFor says whether the issuer signed the response, or somebody whom it named for that: with its own certificate, for this use alone
// named in it, and valid when the response was made (§4.2.2.2).
func (r *Response) SignedFor(issuer, spki []byte) bool {
	if certificate.Verify(spki, r.algorithm, r.parameters, r.tbs, r.signature) == nil {
		return true
	}
	return slices.ContainsFunc(r.certificates, func(der []byte) bool {
		c, err := certificate.Parse(der)
		if err != nil || !bytes.Equal(c.Issuer, issuer) || r.produced.Before(c.NotBefore) || r.produced.After(c.NotAfter) {
			return false
		}
		x, err := x509.ParseCertificate(der)
		return err == nil && slices.Contains(x.ExtKeyUsage, x509.ExtKeyUsageOCSPSigning) && c.IssuedBy(spki) == nil &&
			certificate.Verify(c.SPKI, r.algorithm, r.parameters, r.tbs, r.signature) == nil
	})
}
