package intake

import (
	"bytes"
	"slices"
)

// armourLabels are those under which a SignedData stands in PEM: OpenSSL's two, and that of RFC 7468 §9 and older software.
var armourLabels = []string{"PKCS7", "CMS", "PKCS #7 SIGNED DATA"}

// Unarmoured takes a SignedData out of its PEM armour (RFC 7468 §2): one block, with nothing but blanks around it and in it
// beside base64. What anything else stands beside has two readings, and is none.
func Unarmoured(data []byte) (der []byte, ok bool) {
	rest := skipBlank(bytes.TrimPrefix(data, []byte(utf8BOM)))
	line, rest, _ := bytes.Cut(rest, []byte("\n"))
	label, ok := labelIn(line, pemBegin)
	if !ok || !slices.Contains(armourLabels, label) {
		return nil, false
	}
	end := bytes.Index(rest, []byte(pemEnd))
	if end < 1 || rest[end-1] != '\n' {
		return nil, false
	}
	body, rest := rest[:end], rest[end:]
	line, rest, _ = bytes.Cut(rest, []byte("\n"))
	if ends, ok := labelIn(line, pemEnd); !ok || ends != label || len(skipBlank(rest)) > 0 {
		return nil, false
	}
	return decodeBase64(body)
}

const (
	pemBegin = "-----BEGIN "
	pemEnd   = "-----END "
	pemTail  = "-----"
)

// labelIn gives what stands between mark and five hyphens in a line that has nothing else.
func labelIn(line []byte, mark string) (string, bool) {
	label, ok := bytes.CutPrefix(bytes.TrimRight(line, " \t\r"), []byte(mark))
	if !ok {
		return "", false
	}
	label, ok = bytes.CutSuffix(label, []byte(pemTail))
	return string(label), ok
}
