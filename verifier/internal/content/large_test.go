package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/internal/smime"
)

// What is hashed in pieces is told as what is decoded whole.
func TestLargeAttachment(t *testing.T) {
	content := bytes.Repeat([]byte("0123456789abcdef!"), decodedWhole/17)
	sum := sha256.Sum256(content)
	var lines strings.Builder
	for rest := base64.StdEncoding.EncodeToString(content); rest != ""; rest = rest[min(76, len(rest)):] {
		lines.WriteString(rest[:min(76, len(rest))] + "\r\n")
	}
	good := lines.String()
	for name, c := range map[string]struct {
		body string
		size int
		sum  string
	}{
		"good":    {good, len(content), hex.EncodeToString(sum[:])},
		"damaged": {good[:len(good)/2] + "=" + good[len(good)/2:], len(good) + 1, ""},
		"spaced":  {" " + good, len(content), hex.EncodeToString(sum[:])},
	} {
		t.Run(name, func(t *testing.T) {
			e, err := smime.Parse(fmt.Appendf(nil, "Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n%s", c.body))
			if err != nil {
				t.Fatal(err)
			}
			if len(e.Body) <= decodedWhole {
				t.Fatalf("%d bytes are not large", len(e.Body))
			}
			a := Read(e, false).Attachments[0]
			if a.Size != c.size || a.SHA256 != c.sum {
				t.Errorf("%d bytes, %s; want %d, %s", a.Size, a.SHA256, c.size, c.sum)
			}
		})
	}
}

// Whoever writes two million commas into To makes no list of two million people.
func TestPeopleBeyondTheBoundAreOneText(t *testing.T) {
	read := func(fields ...string) []string {
		e, err := smime.Parse([]byte(strings.Join(fields, "\r\n") + "\r\n\r\nx"))
		if err != nil {
			t.Fatal(err)
		}
		return Read(e, false).To
	}
	many := "To: " + strings.Repeat("a@b,", maxTo)
	if all := read(strings.TrimSuffix(many, ",")); len(all) != maxTo || all[maxTo-1] != "a@b" {
		t.Errorf("%d people of %d", len(all), maxTo)
	}
	one, other := read(many+"c@d, e@f", "Cc: g@h"), read(many+"c@d", "Cc: e@f, g@h")
	if len(one) != maxTo+1 || one[maxTo] != "c@d, e@f, g@h" || !slices.Equal(one, other) {
		t.Errorf("%d people, the last %q and %q", len(one), one[len(one)-1], other[len(other)-1])
	}
	long, another := read(many+many), read(many+many+"x")
	if last := long[len(long)-1]; len(long) != maxTo+1 || len(last) > maxValue || last == another[len(another)-1] {
		t.Errorf("%d people, the last %.40q", len(long), last)
	}
}
