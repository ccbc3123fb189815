package verifier

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier/truststore"
)

// The examples of AgID and ETSI, all made with test authorities; they are no part of the repository.
const remCorpus = "../../shared/corpus/rem"

type remExample struct{ file, kind, reason, time, sender, to, untrusted, identifier, digest, warnings string }

// remExamples reads the right answers from the table of the README beside them.
func remExamples(t testing.TB) []remExample {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(remCorpus, "README.md"))
	if err != nil {
		t.Skip("the examples are not here")
	}
	var out []remExample
	for _, line := range strings.Split(string(text), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 9 || !strings.HasPrefix(line, "| agid-") && !strings.HasPrefix(line, "| etsi-") {
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		sender, to, _ := strings.Cut(cells[5], " → ")
		to, untrusted, _ := strings.Cut(to, " (untrusted: ")
		identifier, digest, _ := strings.Cut(cells[6], "…, ")
		out = append(out, remExample{cells[1], cells[2], cells[3], cells[4], sender, to, strings.TrimSuffix(untrusted, ")"), identifier, strings.TrimSuffix(digest, "…"), cells[7]})
	}
	if len(out) < 50 {
		t.Fatalf("%d examples", len(out))
	}
	return out
}

func remList(t testing.TB, names ...string) *trustlist.List {
	t.Helper()
	s := truststore.New(truststore.Options{})
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(remCorpus, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Take(truststore.Record{Name: name, Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	return s.Current()
}

var bareName = regexp.MustCompile(`evidence-(.+)\.xml$`)

// TestREMExamples: every example with every list that its README names, and the answers that stand there.
func TestREMExamples(t *testing.T) {
	examples := remExamples(t)
	type given struct {
		name      string
		list      *trustlist.List
		answer    func(file string) (Indication, Subindication)
		path      string
		qualified string
	}
	pass := func(string) (Indication, Subindication) { return TotalPassed, "" }
	unknown := func(string) (Indication, Subindication) { return Indeterminate, NoCertificateChain }
	ofKit := func(kit string) func(string) (Indication, Subindication) {
		return func(file string) (Indication, Subindication) {
			if strings.HasPrefix(file, kit) {
				return pass(file)
			}
			return unknown(file)
		}
	}
	lists := []given{
		{"none", nil, unknown, "none", ""},
		{"made-list.xml", remList(t, "made-list.xml"), pass, "certificate", "true"},
		{"agid-root-ca.pem", remList(t, "agid-root-ca.pem"), ofKit("agid"), "authority", ""},
		{"etsi-root-ca.pem", remList(t, "etsi-root-ca.pem"), ofKit("etsi"), "authority", ""},
		{"etsi-example-list.xml", remList(t, "etsi-example-list.xml"), unknown, "none", ""},
	}
	byEvent := map[string]remExample{}
	files := map[string]remExample{}
	for _, e := range examples {
		files[e.file+".eml"] = e
		byEvent[e.kind+"."+e.reason] = e
	}
	names, _ := filepath.Glob(filepath.Join(remCorpus, "*"))
	judged := 0
	for _, name := range names {
		base := filepath.Base(name)
		want, mail := files[base]
		bare := bareName.FindStringSubmatch(base)
		if !mail && bare == nil {
			continue
		}
		judged++
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lists {
			r := only(t, Verify(base, data, Options{Now: now, Trust: l.list}))
			if mail && want.kind == "none" {
				if r.Indication != NoEvidence || r.Kind != KindNone {
					t.Errorf("%s, %s: %s %s %s", base, l.name, r.Kind, r.Indication, r.Subindication)
				}
				continue
			}
			indication, sub := l.answer(base)
			path := l.path
			if indication != TotalPassed {
				path = "none"
			}
			qualified := ""
			if r.Trust != nil && r.Trust.Qualified != nil {
				qualified = map[bool]string{true: "true", false: "false"}[*r.Trust.Qualified]
			}
			if r.System != "rem" || r.Indication != indication || r.Subindication != sub || r.Trust == nil || r.Trust.Path != path || qualified != l.qualified || r.Part != "" || r.Certified == nil {
				t.Errorf("%s, %s: %s, qualified %q, %s", base, l.name, r.System, qualified, summary([]Report{r}))
				continue
			}
			if !mail {
				e, known := byEvent[strings.ReplaceAll(bare[1], "Consignmentt1", "Consignment1")]
				if known && (string(r.Kind) != e.kind && e.kind != "dispatch") {
					t.Errorf("%s: %s", base, r.Kind)
				}
				continue
			}
			compareExample(t, base+", "+l.name, r, want)
		}
	}
	if judged < 60 {
		t.Errorf("%d files", judged)
	}
}

func compareExample(t *testing.T, name string, r Report, want remExample) {
	t.Helper()
	c := r.Certified
	to := c.DeliveredTo
	if to == "" {
		to = strings.Join(c.ReceivedFor, ", ")
	}
	if strings.HasPrefix(want.to, "all ") {
		to = "all " + string(rune('0'+len(c.Recipients)))
	}
	var untrusted []string
	for _, p := range c.Recipients {
		if p.Type == "untrusted" {
			untrusted = append(untrusted, p.Address)
		} else if p.Type != "" {
			t.Errorf("%s: recipient of type %q", name, p.Type)
		}
	}
	got := remExample{want.file, string(r.Kind), c.Reasons[0].Code, c.Time, c.Sender, to, strings.Join(untrusted, ", "), c.Identifier[:len(want.identifier)], c.Digest.Value[:len(want.digest)], ""}
	var warnings []string
	for _, check := range r.Checks {
		if check.Status == Warning && check.ID != "evidence.timestamp" {
			warnings = append(warnings, check.ID)
		}
		if check.Status == Failed && check.ID != "trust.provider" {
			t.Errorf("%s: %s fails: %s", name, check.ID, check.Detail)
		}
	}
	slices.Sort(warnings)
	got.warnings = strings.Join(warnings, ", ")
	if status(r, "evidence.timestamp") != Warning {
		t.Errorf("%s: the time-stamp of an unknown authority does not warn", name)
	}
	content := Skipped
	if want.kind == "dispatch" || want.kind == "ReceivedFromNonERDS" {
		content = Passed
	}
	if status(r, "evidence.content") != content {
		t.Errorf("%s: evidence.content %s", name, status(r, "evidence.content"))
	}
	if got != want {
		t.Errorf("%s:\n got %+v\nwant %+v", name, got, want)
	}
}
