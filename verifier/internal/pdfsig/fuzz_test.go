package pdfsig_test

import (
	"crypto"
	"os"
	"path/filepath"
	"testing"

	"pecverifier/verifier/internal/pdfsig"
	"pecverifier/verifier/pectest"
)

func FuzzRead(f *testing.F) {
	for _, streams := range []bool{false, true} {
		m := base(streams, pectest.PDFSignature{Room: 4096})
		m.Put(m.text, m.field("(nuovo)"))
		m.Commit()
		f.Add(m.Data)
	}
	files, _ := filepath.Glob(filepath.Join(corpus, "*.pdf"))
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && len(data) < 60_000 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := pdfsig.Read(data)
		if err != nil {
			return
		}
		for i := range d.Signatures {
			s := &d.Signatures[i]
			if _, err := d.Digest(s, crypto.SHA256, nil); (err == nil) != (s.Err == nil) {
				t.Fatalf("digest: %v, ranges: %v", err, s.Err)
			}
			if s.Err == nil && (s.Covers == pdfsig.Nothing || s.End > len(data) || s.Contents == nil) {
				t.Fatalf("%+v", s)
			}
		}
	})
}
