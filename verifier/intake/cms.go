package intake

import (
	"bytes"
	"encoding/base64"
)

// The content types of CMS (RFC 5652): 1.2.840.113549.1.7.x, with tag and length.
var (
	oidPKCS7      = []byte{0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07}
	oidCompressed = []byte{0x06, 0x0B, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01}
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
	if bytes.HasPrefix(inner, oidCompressed) {
		return Encrypted, true
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

// SignedData gives the binary form of what Identify calls CMS: as it is, or out of PEM or bare base64.
func SignedData(data []byte) ([]byte, bool) {
	if f, ok := identifyDER(data); ok {
		return data, f == CMS
	}
	body := skipBlank(bytes.TrimPrefix(data, []byte(utf8BOM)))
	if bytes.HasPrefix(body, []byte(pemBegin)) {
		_, rest, ok := bytes.Cut(body, []byte("\n"))
		end := bytes.Index(rest, []byte("-----END "))
		if !ok || end < 0 {
			return nil, false
		}
		body = rest[:end]
	}
	raw, ok := decodeBase64(body)
	if !ok {
		return nil, false
	}
	f, ok := identifyDER(raw)
	return raw, ok && f == CMS
}

const pemBegin = "-----BEGIN "

func identifyPEM(head []byte) (Format, bool) {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	label, ok := bytes.CutPrefix(bytes.TrimRight(line, " \t\r"), []byte(pemBegin))
	if !ok {
		return Binary, false
	}
	switch string(bytes.TrimSuffix(label, []byte("-----"))) {
	case "PKCS7", "CMS", "PKCS #7 SIGNED DATA":
		return CMS, true
	case "CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CRL":
		return ProviderList, true
	}
	return Binary, false
}

// decodeStart decodes as much base64 as shows the first bytes of a structure.
func decodeStart(head []byte) ([]byte, bool) {
	const enough = 64 // 48 bytes
	var start [enough]byte
	n := 0
	for i := 0; i < len(head) && n < enough; i++ {
		if !isBlank(head[i]) {
			start[n] = head[i]
			n++
		}
	}
	if n < enough {
		return nil, false // no CMS is so short
	}
	raw, err := base64.StdEncoding.DecodeString(string(start[:]))
	return raw, err == nil
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
