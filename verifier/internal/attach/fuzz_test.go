package attach_test

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pecverifier/verifier/internal/attach"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/pectest"
)

// Whatever a file holds, the answer is whole: nothing is called intact that has a reason against it, and every check has a sentence.
func FuzzFile(f *testing.F) {
	stamp := pectest.TimeStamp{Unit: stamps.Stamps, Time: certified}
	der := p7m(document, anna)
	f.Add(der)
	f.Add(pectest.TimeStampedData(der, pectest.ProtectedMetaData("a"), stamp))
	f.Add(pectest.M7M(der, stamp))
	f.Add([]byte("<a>SignatureValue</a>"))
	files, _ := filepath.Glob(filepath.Join(corpus, "*.*"))
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && len(data) < 40_000 {
			f.Add(data)
		}
	}
	known := lists()
	f.Fuzz(func(t *testing.T, data []byte) {
		whole(t, attach.New(attach.Options{Lists: known, Certified: certified, Now: today, Work: cms.NewWork(1<<36, 0)}).File("a.p7m", data))
	})
}

func whole(t *testing.T, s *attach.Signed) {
	for depth := 0; s != nil; depth++ {
		if depth > 9 || len(s.Signatures) > 64 {
			t.Fatalf("depth %d, %d signatures", depth, len(s.Signatures))
		}
		for _, one := range s.Signatures {
			if one.Indication == "TOTAL-PASSED" != (one.Subindication == "") || one.Indication == "TOTAL-PASSED" && (!one.Intact || one.Signer == nil || one.Covers.What == "none") {
				t.Fatalf("%+v", one)
			}
			for _, c := range one.Checks {
				if c.Detail == "" || c.Status == "" {
					t.Fatalf("%+v", c)
				}
			}
		}
		if s.Content == nil {
			break
		}
		s = s.Content.Signed
	}
}

// An archive from parts: what a mutation of the packed octets hardly reaches. A file under a signature that holds is one that was signed.
func FuzzASiC(f *testing.F) {
	seed := func(entries ...string) {
		for len(entries) < 8 {
			entries = append(entries, "", "")
		}
		f.Add(entries[0], entries[1], entries[2], entries[3], entries[4], entries[5], entries[6], entries[7])
	}
	manifest := asicManifest("a.txt", "b.txt")
	seed("a.txt", "a.txt", "b.txt", "b.txt", "META-INF/ASiCManifest001.xml", manifest, "META-INF/signature001.p7s", detached(manifest))
	seed("mimetype", "application/vnd.etsi.asic-s+zip", "atto.txt", string(document), "META-INF/signature.p7s", detached(string(document)))
	seed("atto.txt", string(document), "META-INF/timestamp.tst", string(pectest.TimeStamp{Unit: stamps.Stamps, Data: document, Time: certified}.DER()))
	files, _ := filepath.Glob(filepath.Join(corpus, "*.asic*"))
	for _, name := range files {
		if r, err := zip.OpenReader(name); err == nil {
			var entries []string
			for _, e := range r.File {
				if c, err := e.Open(); err == nil && len(entries) < 8 && e.Name != "mimetype" {
					data, _ := io.ReadAll(c)
					entries = append(entries, e.Name, string(data))
				}
			}
			r.Close()
			seed(entries...)
		}
	}
	genuine := map[string]bool{"a.txt": true, "b.txt": true, string(document): true}
	known := lists()
	f.Fuzz(func(t *testing.T, n1, c1, n2, c2, n3, c3, n4, c4 string) {
		content := map[string]string{}
		var entries []string
		for _, e := range [][2]string{{n1, c1}, {n2, c2}, {n3, c3}, {n4, c4}} {
			if strings.ContainsFunc(e[0], func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }) {
				return // shown otherwise than it is written: TestNames has those
			}
			if e[0] != "" {
				entries, content[e[0]] = append(entries, e[0], e[1]), e[1]
			}
		}
		s := attach.New(attach.Options{Lists: known, Certified: certified, Now: today, Work: cms.NewWork(1<<36, 0)}).File("a.asice", archive(t, entries...))
		whole(t, s)
		if s.Container != "asic" {
			return
		}
		for _, one := range s.Signatures {
			for _, name := range one.Covers.Files {
				if one.Indication == "TOTAL-PASSED" && one.Signer.Name == "Anna Bianchi" && !genuine[content[name]] {
					t.Fatalf("never signed: %q: %q", name, content[name])
				}
			}
		}
	})
}
