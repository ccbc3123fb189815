package smime

import (
	"strings"
	"unicode/utf8"
)

// DecodeCharset turns text of a named charset into UTF-8. Names it does not know are read as UTF-8 if the bytes are
// that, else as windows-1252, which is what mail without a true label mostly is.
func DecodeCharset(charset string, raw []byte) string {
	switch strings.ToLower(strings.Trim(charset, ` "'`)) {
	case "iso-8859-1", "latin1", "iso8859-1", "iso_8859-1", "windows-1252", "cp1252":
		return decodeByte(raw, windows1252)
	case "iso-8859-15", "latin-9", "iso8859-15":
		return decodeByte(raw, latin9)
	}
	return repairUTF8(string(raw))
}

// repairUTF8 reads bytes that are not UTF-8 as windows-1252.
func repairUTF8(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return decodeByte([]byte(s), windows1252)
}

func decodeByte(raw []byte, high func(byte) rune) string {
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/8)
	for _, c := range raw {
		if c < utf8.RuneSelf {
			b.WriteByte(c)
		} else {
			b.WriteRune(high(c))
		}
	}
	return b.String()
}

const windows1252C1 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

var windows1252Table = []rune(windows1252C1)

func windows1252(c byte) rune {
	if c < 0xa0 {
		return windows1252Table[c-0x80]
	}
	return rune(c)
}

func latin9(c byte) rune {
	switch c {
	case 0xa4:
		return '€'
	case 0xa6:
		return 'Š'
	case 0xa8:
		return 'š'
	case 0xb4:
		return 'Ž'
	case 0xb8:
		return 'ž'
	case 0xbc:
		return 'Œ'
	case 0xbd:
		return 'œ'
	case 0xbe:
		return 'Ÿ'
	}
	return rune(c)
}
