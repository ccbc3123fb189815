// Package bound cuts what a message or a certificate brings into a report, and marks it.
package bound

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"pecverifier/statement"
)

// Text gives at most that many bytes of s, as Shown has it. What is cut ends in the mark `…[+N B]`: N bytes are left out.
func Text(s string, most int) string {
	s = Shown(s)
	if len(s) <= most {
		return s
	}
	return cut(s, most, "")
}

// Statement fills the sentence of a reason. Values are name and value in turn, each as Text has it.
func Statement(most int, reason, sentence string, values ...string) statement.Statement {
	bounded := statement.Values(values...)
	for name, v := range bounded {
		bounded[name] = Text(v, most)
	}
	one := statement.Of(reason, sentence, bounded)
	one.Detail = Text(one.Detail, most)
	return one
}

// Distinct is Text for what is compared later: the mark has a digest of all of s, so that what differs stays different.
func Distinct(s string, most int) string {
	s = Shown(s)
	if len(s) <= most {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	return cut(s, most, ", SHA-256 "+hex.EncodeToString(sum[:16]))
}

// Mark stands for each character that no text has.
const Mark = '\uFFFD'

// Shown gives s as it may stand in a report: UTF-8 without control characters but tabs and line ends, Mark in the place of others.
// Header values, names and charsets come as a sender wrote them, with any byte in them.
func Shown(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, control) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if control(r) {
			return Mark
		}
		return r // of bytes that are no UTF-8 the mark already
	}, s)
}

func control(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || 0x7f <= r && r < 0xa0
}

func cut(s string, most int, digest string) string {
	end := most - len("…[+ B"+digest+"]") - len(strconv.Itoa(len(s)))
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	end = max(end, 0)
	return strings.Clone(s[:end]) + "…[+" + strconv.Itoa(len(s)-end) + " B" + digest + "]" // a slice would keep all of s alive
}
