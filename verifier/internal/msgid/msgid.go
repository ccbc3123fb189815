// Package msgid is the one rule by which message identifiers are compared: Message-ID, X-Riferimento-Message-ID, and the
// identificativo and msgid of daticert.xml (RULES.md §1.4).
package msgid

import (
	"strings"

	"pecverifier/verifier/internal/smime"
)

// ID is an identifier made comparable: the octets inside the angle brackets, without the white space that folding left
// there (obs-id-left, RFC 5322 §4.5.4) and without the comments and blanks around them (CFWS, §3.6.4). identificativo is
// written without brackets, msgid with them. "" is the identifier of a value that states none.
type ID string

// Sameness of two identifiers.
type Sameness int

// Identifiers are octets. Two that differ only in the case of ASCII letters are two, but likely one that a system respelled.
const (
	Different Sameness = iota
	CaseDiffers
	Same
)

// Of reads a header value, unfolded or not, or a value of daticert.xml. What holds more than one identifier and comments is
// compared as a whole.
//
// QUIRK: mail libraries write identifiers longer than a line as RFC 2047 words, which RFC 5322 does not allow.
func Of(value string) ID {
	s := trimLeft(strings.TrimSpace(smime.DecodeWords(value))) // blanks of any alphabet: values of daticert.xml have none at their ends
	if strings.HasPrefix(s, "<") {
		if id, after, closed := strings.Cut(s[1:], ">"); closed && trimLeft(after) == "" {
			return ID(unfold(id))
		}
		return ID(unfold(s))
	}
	if i := commentAt(s); i > 0 && trimLeft(s[i:]) == "" {
		s = s[:i]
	}
	return ID(unfold(s))
}

// Compare says whether the two are the same octets.
func (a ID) Compare(b ID) Sameness {
	switch {
	case a == b:
		return Same
	case a.Folded() == b.Folded():
		return CaseDiffers
	}
	return Different
}

// Folded is the same for identifiers whose Compare is not Different: a key to gather them by, never to show.
func (a ID) Folded() string { return Lower(string(a)) }

// Lower folds the case of ASCII alone: a Kelvin sign is no k.
func Lower(s string) string {
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return lower(s, i)
		}
	}
	return s
}

func lower(s string, from int) string {
	out := []byte(s)
	for i, c := range out[from:] {
		if 'A' <= c && c <= 'Z' {
			out[from+i] = c + 'a' - 'A'
		}
	}
	return string(out)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

func unfold(s string) string {
	if !strings.ContainsAny(s, " \t\r\n") {
		return s
	}
	return strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "").Replace(s)
}

// commentAt finds the first parenthesis behind a blank: one in the identifier itself belongs to it. -1 where there is none.
func commentAt(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] == '(' && isBlank(s[i-1]) {
			return i
		}
	}
	return -1
}

// trimLeft takes blanks and comments, which nest, off the front. A comment that does not end is none.
func trimLeft(s string) string {
	for s != "" {
		switch {
		case isBlank(s[0]):
			s = s[1:]
		case s[0] == '(':
			after, ok := afterComment(s)
			if !ok {
				return s
			}
			s = after
		default:
			return s
		}
	}
	return s
}

func afterComment(s string) (after string, ok bool) {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return s[i+1:], true
			}
		}
	}
	return "", false
}
