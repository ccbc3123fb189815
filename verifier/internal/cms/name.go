package cms

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// canonicalName spells a Name so that two with the same attributes in another string type, ASCII case or
// spacing come out equal (RFC 5280 §7.1).
func canonicalName(raw []byte) (string, bool) {
	input := cryptobyte.String(raw)
	var names cryptobyte.String
	if !input.ReadASN1(&names, asn1.SEQUENCE) || !input.Empty() {
		return "", false
	}
	var out strings.Builder
	for !names.Empty() {
		var set cryptobyte.String
		if !names.ReadASN1(&set, asn1.SET) || set.Empty() {
			return "", false
		}
		var parts []string
		for !set.Empty() {
			var pair, oid, value cryptobyte.String
			var tag asn1.Tag
			if !set.ReadASN1(&pair, asn1.SEQUENCE) || !pair.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) ||
				!pair.ReadAnyASN1(&value, &tag) || !pair.Empty() {
				return "", false
			}
			text, ok := canonicalString(tag, value)
			if !ok {
				return "", false
			}
			parts = append(parts, lengthened(string(oid))+lengthened(text))
		}
		slices.Sort(parts)
		out.WriteString(lengthened(strings.Join(parts, "")))
	}
	return out.String(), true
}

// lengthened makes concatenations unambiguous.
func lengthened(s string) string {
	return string(appendLength(nil, len(s))) + s
}

func canonicalString(tag asn1.Tag, value []byte) (string, bool) {
	var text string
	switch tag {
	case asn1.UTF8String, asn1.PrintableString, asn1.IA5String:
		text = string(value)
	case asn1.T61String: // in practice ISO 8859-1
		runes := make([]rune, len(value))
		for i, octet := range value {
			runes[i] = rune(octet)
		}
		text = string(runes)
	case asn1.Tag(30): // BMPString
		if len(value)%2 != 0 {
			return "", false
		}
		units := make([]uint16, len(value)/2)
		for i := range units {
			units[i] = uint16(value[2*i])<<8 | uint16(value[2*i+1])
		}
		text = string(utf16.Decode(units))
	default:
		return string([]byte{byte(tag)}) + string(value), true
	}
	if !utf8.ValidString(text) {
		return "", false
	}
	text = strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
	return "\x0c" + strings.Join(strings.Fields(text), " "), true
}
