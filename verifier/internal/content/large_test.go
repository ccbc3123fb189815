package content

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
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
