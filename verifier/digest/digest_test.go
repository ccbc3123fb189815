package digest

import (
	"bytes"
	"crypto"
	_ "crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"testing"
)

func TestSum(t *testing.T) {
	defer func() { Large = nil }()
	data := bytes.Repeat([]byte("x"), LargeFrom)
	want := sha256.Sum256(data)
	asked := 0
	for name, large := range map[string]func(crypto.Hash, []byte) ([]byte, bool){
		"nothing faster":               nil,
		"something faster":             func(h crypto.Hash, d []byte) ([]byte, bool) { asked++; return want[:], h == crypto.SHA256 },
		"something faster declines":    func(crypto.Hash, []byte) ([]byte, bool) { return nil, false },
		"a digest of the wrong length": func(crypto.Hash, []byte) ([]byte, bool) { return []byte("short"), true },
	} {
		Large = large
		if got := SHA256(data); got != hex.EncodeToString(want[:]) {
			t.Errorf("%s: %s", name, got)
		}
	}
	Large = func(crypto.Hash, []byte) ([]byte, bool) { asked++; return make([]byte, 32), true }
	small := sha256.Sum256(data[1:])
	if SHA256(data[1:]) != hex.EncodeToString(small[:]) || !bytes.Equal(Sum(crypto.SHA256, data[1:]), small[:]) {
		t.Error("what is small is not computed here")
	}
	if asked != 1 {
		t.Errorf("asked %d times, want once", asked)
	}
}
