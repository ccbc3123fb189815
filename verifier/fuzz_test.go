package verifier

import (
	"encoding/json"
	"testing"

	"pecverifier/trustlist"
)

// FuzzVerify asks of any input: no panic, one report at least, a well-formed one, and no pass that the signature does
// not carry.
func FuzzVerify(f *testing.F) {
	seen := map[string]bool{}
	for _, v := range vectors(f) {
		if len(v.data) < 20_000 && !seen[v.File] {
			f.Add(v.File, v.data)
		}
	}
	list := trustOf(f, map[string]*trustlist.List{}, []string{"trust/ca.pem"})
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		reports := Verify(name, data, Options{Now: now, Trust: list})
		if len(reports) == 0 {
			t.Fatal("no report")
		}
		for _, r := range reports {
			if _, err := json.Marshal(r); err != nil {
				t.Fatal(err)
			}
			if r.Error != "" {
				continue
			}
			if len(r.Checks) == 0 || r.Checks[0].ID != "file.type" {
				t.Fatal("file.type is not the first check")
			}
			failed := false
			ids := map[string]bool{}
			for _, c := range r.Checks {
				if ids[c.ID] || c.Detail == "" {
					t.Fatalf("check %s is there twice, or says nothing (%s)", c.ID, c.Reason)
				}
				ids[c.ID] = true
				failed = failed || c.Status == Failed
			}
			switch r.Indication {
			case TotalPassed:
				if failed || r.Signature == nil || r.Certified == nil || status(r, "signature.digest") != Passed || status(r, "signature.value") != Passed {
					t.Fatal("a pass without the signature's answers")
				}
			case NoEvidence:
				if len(r.Checks) != 1 || r.Certified != nil {
					t.Fatal("no evidence, and more said than what the file is")
				}
			default:
				if !failed {
					t.Fatalf("%s without a failed check", r.Indication)
				}
			}
		}
	})
}
