package pectest

import (
	"crypto"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"time"
)

// Revocation reasons of RFC 5280 §5.3.1.
const (
	Unspecified          = 0
	KeyCompromise        = 1
	CACompromise         = 2
	AffiliationChanged   = 3
	Superseded           = 4
	CessationOfOperation = 5
)

// CRL is a revocation list to be written.
type CRL struct {
	Issuer                 *Certificate
	Key                    *Key // nil: the issuer's own
	ThisUpdate, NextUpdate time.Time
	Number                 int64
	Revoked                []Revocation
	Point                  string // the only distribution point that it is for; "" = all
}

// Revocation is one entry; a Reason below 0 leaves the extension out.
type Revocation struct {
	Serial *big.Int
	At     time.Time
	Reason int
}

// DER is the signed list.
func (c CRL) DER() []byte {
	key := c.Key
	if key == nil {
		key = c.Issuer.Key
	}
	algorithm := signatureAlgorithm(key, crypto.SHA256, false, true)
	fields := [][]byte{integer(1), algorithm, c.Issuer.Spec.Subject.DER(), derTime(c.ThisUpdate), derTime(c.NextUpdate)}
	var entries [][]byte
	for _, r := range c.Revoked {
		entry := [][]byte{bigInteger(r.Serial), derTime(r.At)}
		if r.Reason >= 0 {
			entry = append(entry, seq(seq(oid(oidCRLReason), octets(TLV(tagEnum, []byte{byte(r.Reason)})))))
		}
		entries = append(entries, seq(entry...))
	}
	if len(entries) > 0 {
		fields = append(fields, seq(entries...))
	}
	extensions := [][]byte{seq(oid(oidAKI), octets(seq(TLV(0x80, key.ID())))), seq(oid(oidCRLNumber), octets(integer(c.Number)))}
	if c.Point != "" {
		extensions = append(extensions, seq(oid(asn1.ObjectIdentifier{2, 5, 29, 28}), TLV(1, []byte{0xff}), octets(seq(explicit(0, explicit(0, TLV(0x86, []byte(c.Point))))))))
	}
	fields = append(fields, explicit(0, seq(extensions...)))
	tbs := seq(fields...)
	return seq(tbs, algorithm, bitString(sign(key, crypto.SHA256, false, sum(crypto.SHA256, tbs))))
}

// PEM is the list in text form.
func (c CRL) PEM() []byte { return pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: c.DER()}) }
