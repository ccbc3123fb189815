package cms

import (
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// Enclosed gives the file that a SignedData or a TimeStampedData (RFC 5544 §2) is a cover of, and reads nothing else of it: no word on
// who signed or stamped it. Errors wrap ErrMalformed, ErrLimit or ErrNotSignedData.
func Enclosed(raw []byte) ([]byte, error) {
	if len(raw) > MaxInput {
		return nil, fmt.Errorf("%w: more than %d octets", ErrLimit, MaxInput)
	}
	e, _, err := normalise(raw)
	if err != nil {
		return nil, err
	}
	input := cryptobyte.String(e.der)
	var info, oid, inner, data cryptobyte.String
	if !input.ReadASN1(&info, asn1.SEQUENCE) || !info.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) ||
		!info.ReadASN1(&inner, explicit(0)) || !inner.ReadASN1(&data, asn1.SEQUENCE) || !readVersion(&data) {
		return nil, malformed("content info")
	}
	switch string(oid) {
	case oidSignedData:
		var r reading
		if !data.SkipASN1(asn1.SET) {
			return nil, malformed("digest algorithms")
		}
		if err := r.readContent(&data); err != nil {
			return nil, err
		}
		return r.Content, nil
	case oidTimeStamped:
		var content cryptobyte.String
		if !data.SkipOptionalASN1(asn1.IA5String) || !data.SkipOptionalASN1(asn1.SEQUENCE) || // dataUri, metaData
			!data.ReadASN1(&content, asn1.OCTET_STRING) {
			return nil, malformed("time-stamped content")
		}
		return content, nil
	}
	return nil, fmt.Errorf("%w: content type %s", ErrNotSignedData, identifier(oid))
}

const oidTimeStamped = pkcs9 + "\x10\x01\x1f" // 1.2.840.113549.1.9.16.1.31
