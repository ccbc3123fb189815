package charset

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

// decodeUTF16 reads a byte order mark; without one, and where the name does not say the order, that is the order in which more
// of the first halves are zero (RFC 2781 §4.3 has the larger half first, programs for Windows write it last).
func decodeUTF16(name string, raw []byte) (string, bool) {
	if len(raw)%2 != 0 {
		return "", false
	}
	little := name == "utf-16le"
	switch {
	case len(raw) == 0:
		return "", true
	case raw[0] == 0xff && raw[1] == 0xfe:
		little, raw = true, raw[2:]
	case raw[0] == 0xfe && raw[1] == 0xff:
		little, raw = false, raw[2:]
	case name == "utf-16":
		zeros := [2]int{}
		for i, c := range raw {
			if c == 0 {
				zeros[i%2]++
			}
		}
		little = zeros[1] > zeros[0]
	}
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i < len(raw); i += 2 {
		a, b := uint16(raw[i]), uint16(raw[i+1])
		if little {
			a, b = b, a
		}
		units = append(units, a<<8|b)
	}
	return string(utf16.Decode(units)), true
}

// decodeUTF7 reads RFC 2152: ASCII, and between + and - UTF-16 in base64 without padding.
func decodeUTF7(raw []byte) (string, bool) {
	var b strings.Builder
	for rest := string(raw); rest != ""; {
		plus := strings.IndexByte(rest, '+')
		if plus < 0 {
			plus = len(rest)
		}
		for _, c := range []byte(rest[:plus]) {
			if c >= 0x80 {
				return "", false
			}
		}
		b.WriteString(rest[:plus])
		if plus == len(rest) {
			break
		}
		rest = rest[plus+1:]
		n := 0
		for n < len(rest) && isBase64(rest[n]) {
			n++
		}
		if n == 0 && !strings.HasPrefix(rest, "-") {
			return "", false
		}
		if n == 0 {
			b.WriteByte('+')
		}
		units, err := base64.RawStdEncoding.DecodeString(rest[:n])
		text, ok := decodeUTF16("utf-16be", units[:len(units)&^1])
		if err != nil || !ok {
			return "", false
		}
		b.WriteString(text)
		rest = strings.TrimPrefix(rest[n:], "-")
	}
	return b.String(), true
}

func isBase64(c byte) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/'
}
