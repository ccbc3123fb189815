package cms

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// realMessages gives the real messages kept outside the repository, split by hand: signed bytes and p7s.
func realMessages(t testing.TB) map[string][2][]byte {
	t.Helper()
	files, _ := filepath.Glob("../../../../shared/corpus/real/*.eml")
	if len(files) == 0 {
		t.Skip("no real messages beside the repository (../shared/corpus/real)")
	}
	all := map[string][2][]byte{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
		_, after, _ := strings.Cut(string(raw), "multipart/signed")
		_, after, _ = strings.Cut(after, "boundary=\"")
		boundary, _, _ := strings.Cut(after, "\"")
		parts := strings.Split(string(raw), "\n--"+boundary)
		_, signed, _ := strings.Cut(parts[1], "\n")
		_, body, _ := strings.Cut(parts[2], "\n\n")
		p7s, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(body, "\n", ""))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		all[filepath.Base(file)] = [2][]byte{[]byte(strings.ReplaceAll(signed, "\n", "\r\n")), p7s}
	}
	return all
}

func TestRealMessages(t *testing.T) {
	for name, m := range realMessages(t) {
		t.Run(name, func(t *testing.T) {
			p, err := Parse(m[1])
			if err != nil {
				t.Fatal(err)
			}
			if len(p.Signers) != 1 || p.HasContent || p.Unreadable != 0 {
				t.Fatalf("signers %d, content %v, unreadable %d", len(p.Signers), p.HasContent, p.Unreadable)
			}
			s := &p.Signers[0]
			r := s.Verify(digestOfContent(m[0]), s.Certificate(p.Certificates))
			if r.Value != nil || r.Weak != nil || r.Reordered || r.KeyBits != 2048 || s.SigningTime.IsZero() {
				t.Errorf("%+v", r)
			}
			if strings.Contains(name, "blanks-stripped") {
				if !errors.Is(r.Digest, ErrDigest) {
					t.Errorf("digest: %v", r.Digest)
				}
			} else if r.Digest != nil {
				t.Errorf("digest: %v", r.Digest)
			}
			if r.SHA1 != (s.Digest == crypto.SHA1) {
				t.Errorf("SHA1 %v with %v", r.SHA1, s.Digest)
			}
		})
	}
}

func digestOfContent(content []byte) Digester {
	return func(hash crypto.Hash) ([]byte, error) {
		h := hash.New()
		h.Write(content)
		return h.Sum(nil), nil
	}
}

func BenchmarkParse(b *testing.B) {
	m := realMessages(b)["aruba-2018-consegna.eml"]
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(m[1]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	m := realMessages(b)["aruba-2018-consegna.eml"]
	b.ReportAllocs()
	for b.Loop() {
		e, _, err := normalise(m[1])
		if err != nil {
			b.Fatal(err)
		}
		if _, err := read(&e, MaxCore); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	m := realMessages(b)["aruba-2018-consegna.eml"]
	p, err := Parse(m[1])
	if err != nil {
		b.Fatal(err)
	}
	s := &p.Signers[0]
	b.ReportAllocs()
	for b.Loop() {
		s.Verify(digestOfContent(m[0]), s.Certificate(p.Certificates))
	}
}
