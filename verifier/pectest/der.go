package pectest

import (
	"bytes"
	"encoding/asn1"
	"math/big"
	"slices"
	"time"
)

// DER tags used by certificates and CMS.
const (
	tagBoolean     = 0x01
	tagInteger     = 0x02
	tagBits        = 0x03
	tagOctets      = 0x04
	tagNull        = 0x05
	tagOID         = 0x06
	tagEnum        = 0x0a
	tagUTF8        = 0x0c
	tagPrintable   = 0x13
	tagIA5         = 0x16
	tagUTCTime     = 0x17
	tagGeneralTime = 0x18
	tagSequence    = 0x30
	tagSet         = 0x31
)

// TLV is one DER element: tag, definite length, the given contents one after the other.
func TLV(tag byte, content ...[]byte) []byte {
	body := bytes.Join(content, nil)
	out := []byte{tag}
	switch n := len(body); {
	case n < 0x80:
		out = append(out, byte(n))
	default:
		length := big.NewInt(int64(n)).Bytes()
		out = append(out, 0x80|byte(len(length)))
		out = append(out, length...)
	}
	return append(out, body...)
}

// Indefinite is one BER element of indefinite length; tag must be a constructed one.
func Indefinite(tag byte, content ...[]byte) []byte {
	out := append([]byte{tag, 0x80}, bytes.Join(content, nil)...)
	return append(out, 0, 0)
}

func seq(content ...[]byte) []byte { return TLV(tagSequence, content...) }

// explicit is the constructed context tag n.
func explicit(n byte, content ...[]byte) []byte { return TLV(0xa0|n, content...) }

// setOf sorts its elements, as DER demands (X.690 §11.6).
func setOf(elements ...[]byte) []byte {
	sorted := slices.Clone(elements)
	slices.SortFunc(sorted, bytes.Compare)
	return TLV(tagSet, sorted...)
}

func integer(n int64) []byte { return bigInteger(big.NewInt(n)) }

func bigInteger(n *big.Int) []byte {
	body := n.Bytes()
	if len(body) == 0 || body[0]&0x80 != 0 {
		body = append([]byte{0}, body...)
	}
	return TLV(tagInteger, body)
}

func octets(b []byte) []byte { return TLV(tagOctets, b) }

func bitString(b []byte) []byte { return TLV(tagBits, []byte{0}, b) }

func null() []byte { return TLV(tagNull) }

func oid(id asn1.ObjectIdentifier) []byte {
	out, err := asn1.Marshal(id)
	if err != nil {
		panic("pectest: " + err.Error())
	}
	return out
}

func utf8String(s string) []byte { return TLV(tagUTF8, []byte(s)) }

// derTime is a UTCTime up to 2049 and a GeneralizedTime after (RFC 5280 §4.1.2.5).
func derTime(t time.Time) []byte {
	t = t.UTC()
	if t.Year() < 1950 || t.Year() > 2049 {
		return generalizedTime(t)
	}
	return TLV(tagUTCTime, []byte(t.Format("060102150405Z")))
}

func generalizedTime(t time.Time) []byte {
	return TLV(tagGeneralTime, []byte(t.UTC().Format("20060102150405Z")))
}
