package attach_test

import (
	"os"
	"path/filepath"
	"testing"

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
		s := attach.New(attach.Options{Lists: known, Certified: certified, Now: today, Work: cms.NewWork(1<<36, 0)}).File("a.p7m", data)
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
	})
}
