package xmltree

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// decode gives the document as UTF-8 with its line ends as XML 1.0 §2.11 makes them.
func decode(data []byte) (string, *Malformed) {
	text, bad := toUTF8(data)
	if bad != nil {
		return "", bad
	}
	if strings.IndexByte(text, '\r') >= 0 {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	}
	for i := 0; i < len(text); i++ {
		switch b := text[i]; {
		case b < ' ' && b != '\t' && b != '\n':
			return "", malformed(ReasonCharacters, i, "a control character")
		case b == 0xEF && (strings.HasPrefix(text[i:], "\uFFFE") || strings.HasPrefix(text[i:], "\uFFFF")):
			return "", malformed(ReasonCharacters, i, "a code point that is no character")
		}
	}
	return text, nil
}

func toUTF8(data []byte) (string, *Malformed) {
	switch {
	case len(data) >= 2 && (data[0] == 0xFE && data[1] == 0xFF || data[0] == 0xFF && data[1] == 0xFE):
		return fromUTF16(data[2:], data[0] == 0xFE)
	case len(data) >= 3 && string(data[:3]) == "\xEF\xBB\xBF":
		data = data[3:]
	}
	switch name := strings.ToLower(declaredEncoding(data)); name {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		if !utf8.Valid(data) {
			return "", malformed(ReasonEncoding, 0, "not UTF-8")
		}
		return string(data), nil
	case "iso-8859-1", "latin1", "windows-1252", "cp1252":
		return fromLatin(data, name[0] == 'w' || name[0] == 'c')
	default:
		return "", malformed(ReasonEncoding, 0, "encoding %s", Quote(name))
	}
}

// declaredEncoding looks into the XML declaration, which is ASCII in every encoding that is read here.
func declaredEncoding(data []byte) string {
	head := string(data[:min(len(data), 256)])
	end := strings.Index(head, "?>")
	if !strings.HasPrefix(head, "<?xml") || end < 0 {
		return ""
	}
	_, rest, found := strings.Cut(head[:end], "encoding")
	rest = strings.TrimLeft(rest, " \t\r\n=")
	if !found || rest == "" {
		return ""
	}
	value, _, _ := strings.Cut(rest[1:], rest[:1])
	return value
}

func fromUTF16(data []byte, big bool) (string, *Malformed) {
	if len(data)%2 != 0 {
		return "", malformed(ReasonEncoding, 0, "half a character at the end")
	}
	units := make([]uint16, len(data)/2)
	for i := range units {
		if big {
			units[i] = uint16(data[2*i])<<8 | uint16(data[2*i+1])
		} else {
			units[i] = uint16(data[2*i+1])<<8 | uint16(data[2*i])
		}
	}
	for i := 0; i < len(units); i++ {
		if !utf16.IsSurrogate(rune(units[i])) {
			continue
		}
		if i+1 == len(units) || utf16.DecodeRune(rune(units[i]), rune(units[i+1])) == utf8.RuneError {
			return "", malformed(ReasonEncoding, 2*i, "half a surrogate pair")
		}
		i++
	}
	return string(utf16.Decode(units)), nil
}

// upper is what windows-1252 has where ISO-8859-1 has control characters; 0 = nothing.
var upper = [32]rune{'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ'}

func fromLatin(data []byte, windows bool) (string, *Malformed) {
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	for i, c := range data {
		r := rune(c)
		if windows && c >= 0x80 && c < 0xA0 {
			if r = upper[c-0x80]; r == 0 {
				return "", malformed(ReasonEncoding, i, "an octet that windows-1252 does not have")
			}
		}
		b.WriteRune(r)
	}
	return b.String(), nil
}

func isSpace(b byte) bool { return b == ' ' || b == '\t' || b == '\n' || b == '\r' }

// IsBlank says whether there is nothing but white space.
func IsBlank(s string) bool { return strings.Trim(s, " \t\r\n") == "" }

// isChar is XML 1.0's Char.
func isChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= ' ' && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF
}

// nameRanges are XML 1.0 (fifth edition) NameStartChar beyond ASCII.
var nameRanges = [...][2]rune{{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D},
	{0x2070, 0x218F}, {0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}}

func isNameStart(r rune) bool {
	if r < 0x80 {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == '_'
	}
	for _, n := range nameRanges {
		if r >= n[0] && r <= n[1] {
			return true
		}
	}
	return false
}

func isNameRune(r rune) bool {
	return isNameStart(r) || r >= '0' && r <= '9' || r == '-' || r == '.' || r == 0xB7 || r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040
}

// NameLength is how far an NCName goes at the start of s; 0 = there is none.
func NameLength(s string) int {
	for i, r := range s {
		if i == 0 && !isNameStart(r) || i > 0 && !isNameRune(r) {
			return i
		}
	}
	return len(s)
}
