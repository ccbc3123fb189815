// Package charset turns text of the charsets that mail uses into UTF-8.
//
// ASCII, Latin-1 with its Windows extension, Unicode's forms and the code pages of MS-DOS are read here. The rest is the WHATWG
// Encoding Standard's: of a native program a library's, in WebAssembly the platform's own decoder. Both follow that standard, so
// that a message reads alike everywhere.
package charset

import (
	"strings"
	"unicode/utf8"
)

// Read turns text of a named charset into UTF-8. ok is false where the charset is not read, or where the bytes are no text of
// it. What states no charset is read as Guess reads it.
//
// QUIRK: ISO 8859 has controls in 0x80 to 0x9f, which nobody writes; mail that has such bytes is of the Windows charset that
// extends it, as every mail program reads it.
func Read(charset string, raw []byte) (text string, ok bool) {
	name := nameOf(charset)
	switch name {
	case "us-ascii", "utf-8":
		return Guess(string(raw)), true
	case "iso-8859-1", "windows-1252":
		return decodeByte(raw, windows1252), true
	case "iso-8859-15":
		return decodeByte(raw, latin9), true
	case "iso-8859-16":
		return decodeByte(raw, high(latin10)), true
	case "cp437":
		return decodeByte(raw, high(cp437)), true
	case "cp850":
		return decodeByte(raw, high(cp850)), true
	case "cp852":
		return decodeByte(raw, high(cp852)), true
	case "cp858":
		return decodeByte(raw, high(cp858)), true
	case "utf-7":
		text, ok = decodeUTF7(raw)
	case "utf-16", "utf-16be", "utf-16le":
		text, ok = decodeUTF16(name, raw)
	default:
		text, ok = decodeOther(name, raw)
	}
	if !ok || strings.ContainsRune(text, utf8.RuneError) {
		return "", false
	}
	return text, true
}

// ReadOrGuess is Read for text that is wanted in any case.
func ReadOrGuess(charset string, raw []byte) string {
	if text, ok := Read(charset, raw); ok {
		return text
	}
	return Guess(string(raw))
}

// Guessed says whether Read can only guess: nobody states a charset, or the bytes are not what is stated.
func Guessed(charset string, raw []byte) bool {
	switch nameOf(charset) {
	case "us-ascii":
		return !isASCII(raw)
	case "utf-8":
		return !utf8.Valid(raw)
	}
	return false
}

// Guess reads bytes that are not UTF-8 as windows-1252, which is what mail without a true label mostly is.
func Guess(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return decodeByte([]byte(s), windows1252)
}

// extends are the Windows charsets that extend parts of ISO 8859; windows-1252 does that for the rest.
var extends = map[string]string{"2": "windows-1250", "5": "windows-1251", "6": "windows-1256", "7": "windows-1253", "8": "windows-1255", "13": "windows-1257"}

func decodeOther(name string, raw []byte) (text string, ok bool) {
	if names[name] != "" {
		text, ok = other(name, raw)
	}
	part, iso := strings.CutPrefix(name, "iso-8859-")
	switch {
	case !ok: // ASCII is read under any name but of charsets that write other letters with it
		return string(raw), isASCII(raw) && !shifts(name)
	case !iso || isASCII(raw):
		return text, true
	}
	windows := "windows-1252"
	if w := extends[strings.TrimSuffix(part, "-i")]; w != "" {
		windows = w
	}
	extended, ok := Read(windows, raw)
	if a, b := []rune(text), []rune(extended); ok && len(a) == len(raw) && len(b) == len(raw) {
		for i, c := range raw {
			if 0x80 <= c && c < 0xa0 {
				a[i] = b[i]
			}
		}
		text = string(a)
	}
	return text, true
}

// shifts says whether a charset writes more than ASCII with the bytes of ASCII, or other letters.
func shifts(name string) bool {
	for _, prefix := range []string{"iso-2022", "hz", "utf", "ucs", "iso-10646", "unicode", "ebcdic", "ibm037", "cp037", "ibm1047"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

func isASCII(raw []byte) bool {
	for _, c := range raw {
		if c >= utf8.RuneSelf || c == 0x1b {
			return false
		}
	}
	return true
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

// high reads bytes from 0x80 on by a table.
func high(table string) func(byte) rune {
	runes := []rune(table)
	return func(c byte) rune { return runes[c-0x80] }
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
	return windows1252(c)
}
