package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/truststore"
)

// TestListsJudgeAlikeHereAndOnThePage: each vector about trust, with its lists given to the command together, and to a store
// as the page has it, previewed and accepted one after the other, in their order and backwards.
func TestListsJudgeAlikeHereAndOnThePage(t *testing.T) {
	type vector struct {
		File    string    `json:"file"`
		Trust   []string  `json:"trust"`
		At      time.Time `json:"at"`
		Reports []struct {
			Indication, Subindication string
		} `json:"reports"`
	}
	var names []string
	for _, group := range []string{"trust", "attacks-trust"} {
		found, _ := filepath.Glob(filepath.Join(testdata, group, "*.json"))
		names = append(names, found...)
	}
	judged, refused := 0, 0
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var v vector
		if err := json.Unmarshal(raw, &v); err != nil || v.File == "" {
			continue // a list
		}
		t.Run(strings.TrimPrefix(name, testdata), func(t *testing.T) {
			file := filepath.Join(filepath.Dir(name), v.File)
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			args := []string{"-json", "-only-trust", "-at", v.At.Format(time.RFC3339)}
			for _, list := range v.Trust {
				args = append(args, "-trust", filepath.Join(testdata, list))
			}
			status, out, _ := pecverify("", append(args, file)...)

			page := func(lists []string) (reports []verifier.Report, taken bool) {
				s := truststore.New(truststore.Options{Base: trustlist.Combine(), From: trustlist.FromPerson, Now: func() time.Time { return v.At }, Most: truststore.MaxLists})
				for _, list := range lists {
					content, err := os.ReadFile(filepath.Join(testdata, list))
					if err != nil {
						t.Fatal(err)
					}
					preview, err := s.Preview(filepath.Base(list), content, "")
					if err != nil {
						return nil, false
					}
					if known, err := s.AcceptPreviewed(preview.Preview().SHA256, ""); !known || err != nil {
						t.Fatal(known, err)
					}
				}
				for range s.Pending() {
					return nil, false
				}
				return verifier.Verify(v.File, data, verifier.Options{Trust: s.Current(), Now: v.At}), true
			}
			forwards, taken := page(v.Trust)
			slices.Reverse(v.Trust)
			backwards, takenToo := page(v.Trust)
			if taken != (status != 2) || takenToo != taken {
				t.Fatalf("the command ends with status %d; on the page the lists are taken: %v, backwards: %v", status, taken, takenToo)
			}
			if !taken {
				refused++
				return
			}
			judged++
			text, err := verifier.AppendJSON(nil, forwards, "\n")
			if err != nil {
				t.Fatal(err)
			}
			if said := bytes.ReplaceAll(text, []byte(`"from":"person"`), []byte(`"from":"file"`)); string(unescaped(nil, said))+"\n" != withPath.ReplaceAllString(out, "$1") {
				t.Errorf("the command says\n%s\nthe page\n%s", out, said)
			}
			for i, r := range backwards {
				if f := forwards[i]; r.Indication != f.Indication || r.Subindication != f.Subindication || r.Trust != nil && r.Trust.Revocation != f.Trust.Revocation {
					t.Errorf("with the lists backwards: %s %s", r.Indication, r.Subindication)
				}
				if string(r.Indication) != v.Reports[i].Indication || string(r.Subindication) != v.Reports[i].Subindication {
					t.Errorf("report %d: %s %s, expected %v", i, r.Indication, r.Subindication, v.Reports[i])
				}
			}
		})
	}
	if judged < 60 || refused == 0 {
		t.Errorf("%d vectors judged, %d refused", judged, refused)
	}
}

// TestListsInAnyOrder: those that are refused, or wait for what never comes.
func TestListsInAnyOrder(t *testing.T) {
	file := filepath.Join(testdata, "trust/crl-before.eml")
	trust := func(names ...string) (args []string) {
		for _, n := range names {
			args = append(args, "-trust", filepath.Join(testdata, "trust", n))
		}
		return append([]string{"-only-trust"}, append(args, file)...)
	}
	for _, c := range []struct {
		lists  []string
		status int
		says   string
	}{
		{[]string{"ca.pem", "before.crl"}, 1, "REVOKED"},
		{[]string{"before.crl", "ca.pem"}, 1, "REVOKED"},
		{[]string{"before.crl", "before.crl", "ca.pem", "ca.pem"}, 1, "REVOKED"},
		{[]string{"before.crl"}, 2, "its issuer is no listed authority"},
		{[]string{"before.crl", "other-ca.pem"}, 2, "its issuer is no listed authority"},
		{[]string{"forged.crl", "ca.pem"}, 2, "its signature does not hold"},
		{[]string{"ca.pem", "forged.crl"}, 2, "its signature does not hold"},
		{[]string{"index-ca.ldif.p7m", "ca.pem"}, 0, ""},
		{[]string{"index.ldif.p7m", "ca.pem"}, 0, "signed by no listed authority"},
	} {
		status, out, errors := pecverify("", trust(c.lists...)...)
		if status != c.status || !strings.Contains(out+errors, c.says) || c.says == "" && errors != "" {
			t.Errorf("%v: status %d: %s%s", c.lists, status, out, errors)
		}
	}
}

// withPath is what the command says besides: where the file is.
var withPath = regexp.MustCompile(`("sha256":"[0-9a-f]{64}"),"path":"[^"]*"`)
