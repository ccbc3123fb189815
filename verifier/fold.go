package verifier

import (
	"strings"

	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/msgid"
)

// foldSpace makes two texts comparable that were folded at different places, or printed with doubled blanks.
func foldSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

// compareTexts compares what people wrote, without regard to folding. Case is the writer's own. In daticert.xml a mark stands for
// characters that XML forbids.
func compareTexts(a, b string) msgid.Sameness {
	a, b = foldSpace(daticert.MarkForbidden(a)), foldSpace(daticert.MarkForbidden(b))
	switch {
	case a == b:
		return msgid.Same
	case strings.EqualFold(a, b):
		return msgid.CaseDiffers
	}
	return msgid.Different
}

// cutPrefixFold is strings.CutPrefix for a prefix in ASCII, in any case.
func cutPrefixFold(s, prefix string) (rest string, found bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// foldName makes a name comparable that is meant to look like another: in lower case, with blanks of any kind as one blank, and
// with the characters that are ASCII in another width or style (the part of NFKC that matters here) as ASCII.
func foldName(s string) string {
	return strings.ToLower(foldSpace(strings.Map(func(r rune) rune {
		switch {
		case 0xff01 <= r && r <= 0xff5e: // full width
			return r - 0xff01 + '!'
		case r == 0x2800, r == 0x3164, r == 0xffa0: // letters that look blank
			return ' '
		case 0x24b6 <= r && r <= 0x24cf: // in circles
			return r - 0x24b6 + 'a'
		case 0x24d0 <= r && r <= 0x24e9:
			return r - 0x24d0 + 'a'
		case 0x1d400 <= r && r <= 0x1d6a3: // mathematical letters, alphabet after alphabet
			return 'a' + (r-0x1d400)%26
		}
		switch r {
		case 0xfe6b: // small @
			return '@'
		case 0xfe55: // small colon
			return ':'
		case 0x2024, 0xfe52: // dots
			return '.'
		}
		return r
	}, s)))
}

// hidden says whether a character is shown as nothing, or turns the direction of what follows.
func hidden(r rune) bool {
	return r == 0xad || r == 0x34f || r == 0x61c || r == 0x180e || r == 0xfeff || 0x200b <= r && r <= 0x200f ||
		0x202a <= r && r <= 0x202e || 0x2060 <= r && r <= 0x206f || 0xfe00 <= r && r <= 0xfe0f || 0xe0000 <= r && r <= 0xe0fff
}
