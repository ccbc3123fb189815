package smime

import (
	"cmp"
	"encoding/base64"
	"strings"

	"pecverifier/verifier/internal/charset"
)

// DecodeWords decodes the RFC 2047 words of a header value. Words of a charset that is not read here stay as they are written,
// so that nobody takes other letters for what they say.
func DecodeWords(s string) string {
	text, _ := ReadWords(s)
	return text
}

// ReadWords is DecodeWords, and names the charset of the first word that was left as it is; "" where all was read.
//
// Of more than maxWords the rest stays as it is.
//
// QUIRK: words are longer than RFC 2047 allows, have blanks and other characters in them, and end in the middle of a character
// that the next word goes on with. Words beside each other are read together.
func ReadWords(s string) (text, unread string) {
	if !strings.Contains(s, "=?") {
		return charset.Guess(s), ""
	}
	var b strings.Builder
	var run wordRun
	flush := func() {
		if name := run.write(&b); unread == "" {
			unread = name
		}
		run = wordRun{}
	}
	plain := 0 // where text begins that is no word
	for at, words := 0, 0; ; {
		i := strings.Index(s[at:], "=?")
		if i < 0 {
			break
		}
		at += i
		size := EncodedWord(s[at:])
		if size < 0 {
			break
		}
		var w word
		ok := size > 0
		if ok {
			w, ok = readWord(s[at : at+size])
		}
		if !ok {
			at += 2
			continue
		}
		if words++; words > maxWords {
			unread = cmp.Or(unread, strings.ToLower(charset.Guess(w.charset)))
			break
		}
		between := s[plain:at]
		switch {
		case !run.open || strings.Trim(between, " \t\r\n") != "":
			flush()
			b.WriteString(charset.Guess(between))
		case !strings.EqualFold(run.charset, w.charset): // blanks between words are none (RFC 2047 §6.2)
			flush()
		}
		if !run.open {
			run = wordRun{open: true, charset: w.charset, from: at, source: s}
		}
		run.raw = append(run.raw, w.raw...)
		at += size
		run.to, plain = at, at
	}
	flush()
	b.WriteString(charset.Guess(s[plain:]))
	return b.String(), unread
}

// wordRun is words of one charset beside each other.
type wordRun struct {
	open     bool
	charset  string
	raw      []byte
	source   string
	from, to int
}

// write gives the charset where the words are not read.
func (r *wordRun) write(b *strings.Builder) (unread string) {
	if !r.open {
		return ""
	}
	text, ok := charset.Read(r.charset, r.raw)
	if ok {
		b.WriteString(text)
		return ""
	}
	b.WriteString(charset.Guess(r.source[r.from:r.to]))
	return strings.ToLower(charset.Guess(r.charset))
}

type word struct {
	charset string
	raw     []byte
}

// EncodedWord is the length of the word that s begins with: =?charset*language?B or Q?text?= (RFC 2047 §2, RFC 2231 §5). It is
// 0 where s begins with none, and -1 where none is in all of s.
func EncodedWord(s string) int {
	if !strings.HasPrefix(s, "=?") {
		return 0
	}
	label := strings.IndexByte(s[2:min(len(s), 2+maxCharsetName)], '?')
	if label <= 0 || len(s) < label+6 || s[label+4] != '?' || !strings.ContainsAny(s[label+3:label+4], "bBqQ") {
		return 0
	}
	start := label + 5
	end := strings.Index(s[start:], "?=")
	if end < 0 {
		return -1
	}
	return start + end + 2
}

// readWord takes a word apart; ok is false where its text is not of its encoding.
func readWord(s string) (w word, ok bool) {
	label, rest, _ := strings.Cut(s[2:], "?")
	encoded := rest[2 : len(rest)-2]
	w.charset, _, _ = strings.Cut(label, "*")
	if rest[0] == 'q' || rest[0] == 'Q' {
		w.raw = decodeQ(encoded)
		return w, true
	}
	raw, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.Join(strings.Fields(encoded), ""), "="))
	w.raw = raw
	return w, err == nil
}

// decodeQ reads RFC 2047 §4.2; a = that no two hexadecimal digits follow is a character.
func decodeQ(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
			out = append(out, ' ')
		case c == '=' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return out
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}
