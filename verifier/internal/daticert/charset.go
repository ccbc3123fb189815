package daticert

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// windows1252 holds what bytes 0x80 to 0x9F mean there; 0 marks the five that are not assigned.
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

type charset int

const (
	charsetUTF8 charset = iota
	charsetASCII
	charsetLatin1
	charset1252
)

// charsets has the names in lower case: the IANA names and aliases of the encodings that are read.
var charsets = map[string]charset{
	"utf-8": charsetUTF8, "utf8": charsetUTF8,
	"us-ascii": charsetASCII, "ascii": charsetASCII, "ansi_x3.4-1968": charsetASCII, "ansi_x3.4-1986": charsetASCII,
	"iso-ir-6": charsetASCII, "iso_646.irv:1991": charsetASCII, "iso646-us": charsetASCII, "us": charsetASCII,
	"cp367": charsetASCII, "ibm367": charsetASCII,
	"iso-8859-1": charsetLatin1, "iso_8859-1": charsetLatin1, "iso_8859-1:1987": charsetLatin1, "iso8859-1": charsetLatin1,
	"iso88591": charsetLatin1, "iso-ir-100": charsetLatin1, "latin1": charsetLatin1, "latin-1": charsetLatin1,
	"l1": charsetLatin1, "cp819": charsetLatin1, "ibm819": charsetLatin1,
	"windows-1252": charset1252, "cp1252": charset1252, "cp-1252": charset1252, "x-cp1252": charset1252,
}

var (
	bomUTF8 = []byte("\xEF\xBB\xBF")
	// foreignStarts are byte order marks and first bytes of "<?" in UTF-16 and UTF-32, and of "<?xm" in EBCDIC.
	foreignStarts = [][]byte{
		[]byte("\xFE\xFF"), []byte("\xFF\xFE"), []byte("\x00\x00\xFE\xFF"),
		[]byte("<\x00"), []byte("\x00<"), []byte("\x00\x00\x00<"), []byte("\x4C\x6F\xA7\x94"),
	}
)

// Mark stands in a value for a character that XML 1.0 §2.2 forbids, whether it was there itself or by reference.
//
// QUIRK: writers in Java and .NET put such characters out as they come (met in a real oggetto). A sender's subject must not make the
// evidence unreadable, and what a reader is shown must not act on his screen.
const Mark = '\uFFFD'

// decode gives the document as UTF-8, without byte order mark and XML declaration. Every character of it is one that
// XML 1.0 §2.2 allows; marked says that others were there.
func decode(raw []byte) (text string, marked bool, bad *Malformed) {
	for _, start := range foreignStarts {
		if bytes.HasPrefix(raw, start) {
			return "", false, malformed(ReasonEncoding, "it is not in UTF-8, ISO-8859-1 or windows-1252")
		}
	}
	body, withMark := bytes.CutPrefix(raw, bomUTF8)
	declared, body, bad := cutDeclaration(body)
	if bad != nil {
		return "", false, bad
	}
	set, known := charsets[strings.ToLower(declared)]
	switch {
	case declared == "":
		set = charsetUTF8
	case !known:
		return "", false, malformed(ReasonEncoding, "the encoding %s is not read", quote(declared))
	case withMark && set != charsetUTF8:
		return "", false, malformed(ReasonEncoding, "the byte order mark says UTF-8, the declaration %s", quote(declared))
	}
	if text, bad = set.decode(body); bad != nil {
		return "", false, bad
	}
	clean := MarkForbidden(text)
	return clean, clean != text, nil
}

// MarkForbidden puts Mark for each character that XML forbids, as values of daticert.xml have it: for comparing others with them.
func MarkForbidden(s string) string {
	if !strings.ContainsFunc(s, forbidden) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if forbidden(r) {
			return Mark
		}
		return r
	}, s)
}

// cutDeclaration takes the XML declaration off and gives the encoding that it states, "" if none.
func cutDeclaration(body []byte) (encoding string, rest []byte, bad *Malformed) {
	const open = "<?xml"
	if !bytes.HasPrefix(body, []byte(open)) || len(body) == len(open) || !isSpace(body[len(open)]) {
		return "", body, nil
	}
	end := bytes.Index(body[:min(len(body), maxDeclaration)], []byte("?>"))
	if end < 0 {
		return "", nil, malformed(ReasonXML, "the XML declaration does not end")
	}
	inner := string(body[len(open):end])
	attrs, stop, references, bad := attributes(inner, 0)
	if bad == nil && len(references) > 0 {
		bad = malformed(ReasonXML, "the XML declaration is not well formed")
	}
	if bad != nil {
		return "", nil, bad
	}
	// XML 1.0 §2.8: version, then encoding, then standalone.
	order := []string{"version", "encoding", "standalone"}
	next := 0
	for _, a := range attrs {
		for next < len(order) && order[next] != a.name {
			next++
		}
		if next == len(order) {
			return "", nil, malformed(ReasonXML, "the XML declaration is not well formed")
		}
		if a.name == "encoding" {
			if encoding = a.value; encoding == "" {
				return "", nil, malformed(ReasonEncoding, "the XML declaration states an empty encoding")
			}
		}
	}
	if stop != len(inner) || len(attrs) == 0 || attrs[0].name != "version" {
		return "", nil, malformed(ReasonXML, "the XML declaration is not well formed")
	}
	if attrs[0].value != "1.0" {
		return "", nil, malformed(ReasonXML, "XML version %s is not read", quote(attrs[0].value))
	}
	return encoding, body[end+len("?>"):], nil
}

func (c charset) decode(body []byte) (string, *Malformed) {
	if c == charsetUTF8 {
		if !utf8.Valid(body) {
			return "", malformed(ReasonEncoding, "it contains bytes that are not UTF-8")
		}
		return string(body), nil
	}
	var text strings.Builder
	text.Grow(len(body) + len(body)/8)
	for i, b := range body {
		r := rune(b)
		if b >= 0x80 {
			switch {
			case c == charsetASCII:
				return "", malformed(ReasonEncoding, "byte %d is not US-ASCII, which it declares", i)
			case c == charset1252 && b < 0xA0:
				r = windows1252[b-0x80]
				if r == 0 {
					return "", malformed(ReasonEncoding, "byte %#x is not assigned in windows-1252", b)
				}
			}
		}
		text.WriteRune(r)
	}
	return text.String(), nil
}

// forbidden is what the production Char of XML 1.0 §2.2 leaves out.
func forbidden(r rune) bool {
	return !(r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0xD7FF || r >= 0xE000 && r <= 0xFFFD || r >= 0x10000 && r <= 0x10FFFF)
}
