package trustlist

import (
	"bytes"
	"errors"
	"fmt"
)

// Errors that a caller may branch on.
var (
	ErrTooLarge = errors.New("file is too large for a provider list")
	ErrFormat   = errors.New("neither certificates, nor revocation lists, nor LDIF, nor a snapshot")
	ErrSigned   = errors.New("a signed container: unwrap it first") // PKCS#7 / CMS
	ErrVersion  = errors.New("snapshot format is not known")
	ErrTwice    = errors.New("is there twice") // a provider in an index, a name in an object of a snapshot

	ErrIssuer       = errors.New("its issuer is no listed authority")
	ErrCRLSignature = errors.New("its signature does not hold")
)

// Parse reads a provider list: certificates and revocation lists in PEM or DER, the index of providers in LDIF
// (RFC 6109 §4.5), or this package's snapshot. name is what answers call it; "" leaves a snapshot its own. A signed container (.p7m) is ErrSigned.
//
// A CA certificate becomes an authority, any other certificate an entry. A file is read wholly or refused, so that nothing
// else that somebody signed can hold a list; only an index entry that contradicts itself is left out alone, and named in Refused.
func Parse(name string, data []byte) (*List, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%s: %w: %d bytes, at most %d", name, ErrTooLarge, len(data), MaxBytes)
	}
	l, err := parse(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if name != "" { // a snapshot has a name of its own
		l.Name = name
	}
	l.SHA256 = sha256Hex(data)
	l.Signed, l.From = Origin{Kind: OriginUnsigned}, FromFile
	return l, nil
}

func parse(data []byte) (*List, error) {
	text := bytes.TrimLeft(data, " \t\r\n")
	switch {
	case len(data) > 0 && data[0] == 0x30:
		return readDER(data)
	case len(text) > 0 && text[0] == '{':
		return readSnapshot(text)
	case looksLikeLDIF(data):
		return readLDIF(data)
	case bytes.HasPrefix(skipComments(data), pemBegin):
		return readPEM(data)
	}
	return nil, ErrFormat
}
