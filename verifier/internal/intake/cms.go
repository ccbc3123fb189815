package intake

import (
	"bytes"
	"encoding/base64"
	"slices"
)

// The content types of CMS (RFC 5652): 1.2.840.113549.1.7.x, with tag and length.
var (
	oidPKCS7 = []byte{0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07}
	oidSMIME = []byte{0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01}
)

// identifyDER knows CMS in DER and BER, and certificates and revocation lists in DER, by their first bytes.
func identifyDER(data []byte) (Format, bool) {
	inner, ok := enterSequence(data)
	if !ok {
		return Binary, false
	}
	if rest, ok := bytes.CutPrefix(inner, oidPKCS7); ok && len(rest) > 0 {
		switch rest[0] {
		case 2: // signedData
			return CMS, true
		case 3, 6: // envelopedData, encryptedData
			return Encrypted, true
		}
	}
	if rest, ok := bytes.CutPrefix(inner, oidSMIME); ok && len(rest) > 0 {
		if rest[0] == 31 { // timestampedData (RFC 5544)
			return Stamped, true
		}
		return Encrypted, true // authEnvelopedData, compressedData, …
	}
	// A certificate or a revocation list: SEQUENCE { SEQUENCE { [0] or INTEGER or SEQUENCE …
	// with lengths above 127, so that no text can be taken for it.
	if tbs, ok := enterSequence(inner); ok && len(tbs) > 1 && data[1] > 0x80 && inner[1] > 0x80 {
		if tbs[0] == 0xA0 && tbs[1] == 3 || tbs[0] == 0x02 || tbs[0] == 0x30 {
			return ProviderList, true
		}
	}
	return Binary, false
}

// enterSequence steps over the tag and length of a SEQUENCE, whatever length it states.
func enterSequence(data []byte) ([]byte, bool) {
	if len(data) < 2 || data[0] != 0x30 {
		return nil, false
	}
	length := 0
	if data[1] > 0x80 {
		length = int(data[1] & 0x7F)
	}
	if length > 8 || len(data) < 2+length {
		return nil, false
	}
	return data[2+length:], true
}

// SignedData gives the binary form of what Identify calls CMS or Stamped: as it is, or out of PEM or bare base64.
func SignedData(data []byte) ([]byte, bool) {
	if f, ok := identifyDER(data); ok {
		return data, f == CMS || f == Stamped
	}
	body := skipBlank(bytes.TrimPrefix(data, []byte(utf8BOM)))
	raw, ok := Unarmoured(body)
	if !ok {
		raw, ok = decodeBase64(body)
	}
	if !ok {
		return nil, false
	}
	f, ok := identifyDER(raw)
	return raw, ok && (f == CMS || f == Stamped)
}

// IsFile says whether content is a file by itself that is opened or judged, or that holds mails and is not opened: not the one entity
// that makes a mail.
func IsFile(content []byte) bool {
	data, _ := recode(content)
	switch f := identify("", data); f {
	case Message:
		if mail, ok := cutStore(data); ok || bytes.HasPrefix(data, mmdfLine) {
			return len(mail) > 0
		}
		message, _ := Unwrap(data)
		h := readHeader(message[:min(len(message), sniffed)])
		return h.signed || h.sent > 1 || h.transport > 0 || len(message) < len(data)
	default:
		return worthOpening(f)
	}
}

func identifyPEM(head []byte) (Format, bool) {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	label, ok := labelIn(line, pemBegin)
	switch {
	case !ok:
		return Binary, false
	case slices.Contains(armourLabels, label):
		return CMS, true
	}
	switch label {
	case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CRL":
		return ProviderList, true
	}
	return Binary, false
}

// decodeStart decodes as much base64 as shows what begins there.
func decodeStart(head []byte) ([]byte, bool) {
	const least, most = 64, 1 << 10
	start := make([]byte, 0, most)
	for i := 0; i < len(head) && len(start) < most; i++ {
		if !isBlank(head[i]) {
			start = append(start, head[i])
			if len(start) == least && !isBase64(start) { // a text, mostly
				return nil, false
			}
		}
	}
	if len(start) < least {
		return nil, false // no CMS and no mail is so short
	}
	raw, err := base64.StdEncoding.DecodeString(string(start[:len(start)&^3]))
	return raw, err == nil
}

// isBase64 says whether there is nothing but letters of that alphabet and blanks.
func isBase64(head []byte) bool {
	for _, b := range head {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b >= '0' && b <= '9', b == '+', b == '/', b == '=', isBlank(b):
		default:
			return false
		}
	}
	return true
}

func decodeBase64(body []byte) ([]byte, bool) {
	packed := make([]byte, 0, len(body))
	for _, b := range body {
		if !isBlank(b) {
			packed = append(packed, b)
		}
	}
	n, err := base64.StdEncoding.Decode(packed, packed)
	return packed[:n], err == nil
}

// worthEnclosing looks at what a SignedData carries, as far as its start shows that: signed documents are far more frequent than signed
// mails. Where the start does not show it, it may be anything.
func worthEnclosing(data []byte) bool {
	der, ok := SignedData(data)
	if !ok {
		if der, ok = decodeStart(skipBlank(data)); !ok {
			return true
		}
	}
	content, known := enclosedStart(der)
	if !known {
		return true
	}
	if len(content) == 0 {
		return false // detached
	}
	f := identify("", content)
	return worthOpening(f) || f == OLE
}

// enclosedStart steps to the eContent of a SignedData (RFC 5652 §5.1).
func enclosedStart(der []byte) (content []byte, known bool) {
	const info = 6 // encapContentInfo, which ends behind its content type where the signature is detached
	rest := der
	for i, step := range []struct {
		tag   byte
		enter bool
	}{{0x30, true}, {0x06, false}, {0xA0, true}, {0x30, true}, {0x02, false}, {0x31, false}, {0x30, true}, {0x06, false}, {0xA0, true}} {
		size, length, ok := derHeader(rest)
		switch {
		case i > info && len(rest) == 0:
			return nil, true
		case !ok || rest[0] != step.tag:
			return nil, false
		case i == info && length >= 0 && size+length <= len(rest):
			rest = rest[size : size+length]
		case step.enter:
			rest = rest[size:]
		case length < 0 || size+length > len(rest):
			return nil, false
		default:
			rest = rest[size+length:]
		}
	}
	for range 4 { // an octet string may consist of others (X.690 §8.7)
		size, length, ok := derHeader(rest)
		if !ok {
			return nil, false
		}
		tag := rest[0]
		rest = rest[size:]
		if tag == 0x04 {
			return rest[:min(max(length, 0), len(rest))], true
		}
		if tag != 0x24 {
			return nil, false
		}
	}
	return nil, false
}

// derHeader reads a tag and a length; -1 is the indefinite one.
func derHeader(der []byte) (size, length int, ok bool) {
	if len(der) < 2 || der[0]&0x1F == 0x1F {
		return 0, 0, false
	}
	switch n := int(der[1]); {
	case n < 0x80:
		return 2, n, true
	case n == 0x80:
		return 2, -1, true
	default:
		if n &= 0x7F; n > 4 || len(der) < 2+n {
			return 0, 0, false
		}
		for _, b := range der[2 : 2+n] {
			length = length<<8 | int(b)
		}
		return 2 + n, length, true
	}
}
