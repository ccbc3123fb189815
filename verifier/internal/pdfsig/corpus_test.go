package pdfsig_test

import (
	"crypto"
	_ "crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/pdfsig"
)

const corpus = "../../../../shared/corpus/attachments"

// Every PDF of the corpus covers what its expectation says, and the digest of its ranges is the one that was signed.
func TestCorpus(t *testing.T) {
	table, err := os.ReadFile(filepath.Join(corpus, "expected.tsv"))
	if err != nil {
		t.Skip("the attachments are not beside the repository: ", err)
	}
	for line := range strings.Lines(string(table)) {
		col := strings.Split(line, "\t")
		if !strings.HasSuffix(col[0], ".pdf") {
			continue
		}
		t.Run(col[0], func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(corpus, col[0]))
			if err != nil {
				t.Fatal(err)
			}
			d, err := pdfsig.Read(data)
			if err != nil {
				t.Fatal(err)
			}
			var covers, intact []string
			for i := range d.Signatures {
				s := &d.Signatures[i]
				if s.Kind == pdfsig.Timestamp {
					continue
				}
				t.Logf("%s %s %d %v %v %v orphans %d", s.Field, s.Covers, s.End, s.Changes, s.Err, s.Stamped, d.Orphans)
				word := map[pdfsig.Covers]string{pdfsig.Nothing: "broken"}[s.Covers]
				if word == "" {
					word = string(s.Covers)
				}
				covers = append(covers, word)
				intact = append(intact, holds(t, d, s))
			}
			if got := strings.Join(covers, ","); got != col[3] && !strings.Contains(col[0], "econtent") {
				t.Errorf("covers %s, expected %s", got, col[3])
			}
			if got := strings.Join(intact, ","); got != col[2] {
				t.Errorf("is %s, expected %s", got, col[2])
			}
		})
	}
}

func holds(t *testing.T, d *pdfsig.Document, s *pdfsig.Signature) string {
	if s.Err != nil {
		return "format"
	}
	data, err := cms.ParseDocument(s.Contents)
	if err != nil {
		t.Fatal(err)
	}
	if data.HasContent {
		return "format"
	}
	signer := &data.Signers[0]
	digest := func(h crypto.Hash) ([]byte, error) { return d.Digest(s, h, nil) }
	r := signer.Verify(digest, signer.Choose(data.Certificates, nil, nil).Certificate)
	if r.Digest != nil || r.Value != nil {
		return "hash"
	}
	return "intact"
}
