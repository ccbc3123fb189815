package pectest

import (
	"crypto"
	"encoding/asn1"
	"time"
)

// SigningCertificateV2 is the attribute that names the signer's certificate by its SHA-256 (RFC 5035 §3).
func SigningCertificateV2(c *Certificate) []byte {
	return Attribute(OIDSigningCertV2, seq(seq(seq(octets(sum(crypto.SHA256, c.DER))))))
}

// TimeStamp is a time-stamp token to be written (RFC 3161 §2.4.2).
type TimeStamp struct {
	Unit    *Certificate
	Chain   [][]byte
	Data    []byte // what is stamped
	Imprint []byte // nil: the SHA-256 of Data
	Time    time.Time
	CMS     func(*SignedData)
}

// DER is the token.
func (t TimeStamp) DER() []byte {
	imprint := t.Imprint
	if imprint == nil {
		imprint = sum(crypto.SHA256, t.Data)
	}
	info := seq(integer(1), oid(asn1.ObjectIdentifier{1, 2, 3, 4}), seq(seq(oid(oidSHA256), null()), octets(imprint)), integer(4711), generalizedTime(t.Time))
	s := SignedData{Content: info, ContentType: OIDTimestampInfo, Embed: true, Version: 3, Certificates: append([][]byte{t.Unit.DER}, t.Chain...),
		Signers: []Signer{{Certificate: t.Unit, SigningTime: t.Time, Attributes: func(all [][]byte) [][]byte { return append(all, SigningCertificateV2(t.Unit)) }}}}
	if t.CMS != nil {
		t.CMS(&s)
	}
	return s.DER()
}

// AlgorithmProtection is the attribute that repeats the digest and signature algorithms under the signature (RFC 6211 §2).
func AlgorithmProtection(digest, signature asn1.ObjectIdentifier) []byte {
	return Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 52}, seq(seq(oid(digest), null()), TLV(0xa1, oid(signature), null())))
}
