package mend

import (
	"bytes"
	"testing"

	"pecverifier/verifier/pectest"
)

func TestCharsetTables(t *testing.T) {
	for name, charset := range map[string]string{"windows-1252": Windows1252, "Latin-9": Latin9, "Mac Roman": MacRoman} {
		runes := []rune(charset)
		if len(runes) != 128 {
			t.Errorf("%s has %d characters", name, len(runes))
		}
		seen := map[rune]bool{}
		for _, r := range runes {
			if seen[r] || r < 0x80 {
				t.Errorf("%s: %q", name, r)
			}
			seen[r] = true
		}
		for b := 0; b < 256; b++ {
			whole := []byte{'a', byte(b), 0xe8}
			if back, ok := fromUTF8(charset)(pectest.AsText(charset, whole)); !ok || !bytes.Equal(back, whole) {
				t.Errorf("%s: %x comes back as %x", name, whole, back)
			}
		}
	}
}
