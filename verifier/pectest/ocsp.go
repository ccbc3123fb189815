package pectest

import (
	"crypto"
	"encoding/asn1"
	"math/big"
	"time"
)

// OIDOCSPSigning is the extended key usage of whoever answers for an authority (RFC 6960 §4.2.2.2).
var OIDOCSPSigning = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 9}

// OCSP is a response on the revocation of one certificate, to be written (RFC 6960 §4.2.1).
type OCSP struct {
	Issuer     *Certificate
	Responder  *Certificate // nil: the issuer itself; else it stands in the response
	Serial     *big.Int
	ThisUpdate time.Time
	NextUpdate time.Time // zero = not stated
	RevokedAt  time.Time // zero = good
	Reason     int       // below 0 = not stated
}

// Basic is the BasicOCSPResponse.
func (o OCSP) Basic() []byte {
	by := o.Responder
	if by == nil {
		by = o.Issuer
	}
	state := TLV(0x80)
	if !o.RevokedAt.IsZero() {
		fields := [][]byte{generalizedTime(o.RevokedAt)}
		if o.Reason >= 0 {
			fields = append(fields, explicit(0, TLV(tagEnum, []byte{byte(o.Reason)})))
		}
		state = explicit(1, fields...)
	}
	about := seq(seq(oid(oidSHA256), null()), octets(sum(crypto.SHA256, o.Issuer.Spec.Subject.DER())), octets(sum(crypto.SHA256, keyBits(o.Issuer.Key))), bigInteger(o.Serial))
	answer := [][]byte{about, state, generalizedTime(o.ThisUpdate)}
	if !o.NextUpdate.IsZero() {
		answer = append(answer, explicit(0, generalizedTime(o.NextUpdate)))
	}
	tbs := seq(explicit(1, by.Spec.Subject.DER()), generalizedTime(o.ThisUpdate), seq(seq(answer...)))
	fields := [][]byte{tbs, signatureAlgorithm(by.Key, crypto.SHA256, false, true), bitString(sign(by.Key, crypto.SHA256, false, sum(crypto.SHA256, tbs)))}
	if o.Responder != nil {
		fields = append(fields, explicit(0, seq(by.DER)))
	}
	return seq(fields...)
}

// DER is the OCSPResponse.
func (o OCSP) DER() []byte {
	return seq(TLV(tagEnum, []byte{0}), explicit(0, seq(oid(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 48, 1, 1}), octets(o.Basic()))))
}

// keyBits are the octets of subjectPublicKey.
func keyBits(k *Key) []byte {
	var info struct {
		Algorithm asn1.RawValue
		Key       asn1.BitString
	}
	if _, err := asn1.Unmarshal(k.SPKI(), &info); err != nil {
		panic(err)
	}
	return info.Key.Bytes
}

// RevocationValues is the unsigned attribute of CAdES with revocation lists and responses (EN 319 122-1 §A.1.2.2).
func RevocationValues(lists, responses [][]byte) []byte {
	return Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 24}, seq(explicit(0, seq(lists...)), explicit(1, seq(responses...))))
}

// RevocationArchive is the signed attribute of Adobe with the same (ISO 32000-2 §12.8.3.3.2).
func RevocationArchive(lists, responses [][]byte) []byte {
	return Attribute(asn1.ObjectIdentifier{1, 2, 840, 113583, 1, 1, 8}, seq(explicit(0, seq(lists...)), explicit(1, seq(responses...))))
}

// RevocationResponse is a response among the revocation lists of a CMS structure (RFC 5940 §2.1).
func RevocationResponse(response []byte) []byte {
	return TLV(0xa1, oid(asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 16, 2}), response)
}

// DistributionPoint is the extension that names where the revocation list of a certificate is.
func DistributionPoint(address string) []byte {
	return seq(oid(asn1.ObjectIdentifier{2, 5, 29, 31}), octets(seq(seq(explicit(0, explicit(0, TLV(0x86, []byte(address))))))))
}
