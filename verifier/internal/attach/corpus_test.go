package attach_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pecverifier/verifier/internal/attach"
)

const corpus = "../../../../shared/corpus/attachments"

// Every file of the corpus gives what its expectation says.
func TestCorpus(t *testing.T) {
	table, err := os.ReadFile(filepath.Join(corpus, "expected.tsv"))
	if err != nil {
		t.Skip("the attachments are not beside the repository: ", err)
	}
	for line := range strings.Lines(string(table)) {
		col := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		t.Run(col[0], func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(corpus, col[0]))
			if err != nil {
				t.Fatal(err)
			}
			s := attach.New(attach.Options{Now: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)}).File(col[0], data)
			if !s.NameFits {
				t.Error("the name does not fit")
			}
			if strings.HasSuffix(col[0], ".tsr") {
				if s.Container != "tst" || len(s.Signatures) != 0 || len(s.Timestamps) != 1 || s.Timestamps[0].Authority != strings.TrimSpace(col[5]) {
					t.Errorf("%+v", s)
				}
				return
			}
			var covers, verdicts, signers, issuers, times []string
			for _, one := range s.Signatures {
				covers = append(covers, one.Covers.What)
				verdicts = append(verdicts, one.Indication+"/"+one.Subindication)
				name, issuer := "-", "-"
				if one.Signer != nil {
					name, issuer = one.Signer.Name, one.Signer.Issuer
				}
				signers, issuers = append(signers, name), append(issuers, issuer)
				claimed := "-"
				if one.Time.Claimed != "" {
					claimed = one.Time.Claimed
				}
				times = append(times, claimed)
				for _, c := range one.Checks {
					if c.Detail == "" {
						t.Errorf("%s has no sentence for %s", c.ID, c.Reason)
					}
				}
			}
			want := strings.Split(col[4], ", second ")
			want[0] = strings.TrimPrefix(want[0], "first ")
			for len(want) < len(verdicts) {
				want = append(want, want[0])
			}
			if got := strings.Join(verdicts, " "); got != strings.Join(want, " ") {
				t.Errorf("is %s, expected %s", got, want)
			}
			t.Log(verdicts, covers, signers, issuers, times)
			for i, w := range strings.Split(col[3], ",") {
				if w == "broken" {
					w = "none"
				}
				if covers[i] != w {
					t.Errorf("signature %d covers %s, expected %s", i, covers[i], w)
				}
			}
			if got := strings.Join(signers, "; "); got != col[5] && !strings.Contains(col[4], "FORMAT") {
				t.Errorf("signer %s, expected %s", got, col[5])
			}
			if got := strings.Join(issuers, "; "); got != col[6] && !strings.Contains(col[4], "FORMAT") {
				t.Errorf("issuer %s, expected %s", got, col[6])
			}
		})
	}
}
