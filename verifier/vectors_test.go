package verifier

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/truststore"
)

const testdata = "../testdata"

// vector is one file of testdata with what must be reported of it; testdata/README.md describes the format.
type vector struct {
	group   string
	name    string
	data    []byte
	options Options

	Shows   string        `json:"shows"`
	File    string        `json:"file"`
	Trust   []string      `json:"trust"`
	At      time.Time     `json:"at"`
	Reports []expectation `json:"reports"`
}

type expectation struct {
	Part          string            `json:"part"`
	System        string            `json:"system"`
	Kind          string            `json:"kind"`
	Indication    Indication        `json:"indication"`
	Subindication Subindication     `json:"subindication"`
	Certified     map[string]any    `json:"certified"`
	Content       map[string]any    `json:"content"`
	Signature     map[string]any    `json:"signature"`
	Trust         map[string]any    `json:"trust"`
	Checks        map[string]string `json:"checks"`
	Absent        []string          `json:"absent"`
}

func vectors(t testing.TB) []vector {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(testdata, "*", "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no vectors in %s: %v", testdata, err)
	}
	lists := map[string]*trustlist.List{}
	var out []vector
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		v := vector{group: filepath.Base(filepath.Dir(name)), name: strings.TrimSuffix(filepath.Base(name), ".json")}
		if err := json.Unmarshal(raw, &v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if v.File == "" {
			continue // a list of testdata/trust that is JSON itself
		}
		if v.data, err = os.ReadFile(filepath.Join(filepath.Dir(name), v.File)); err != nil {
			t.Fatal(err)
		}
		v.options = Options{Now: v.At, Trust: trustOf(t, lists, v.Trust)}
		out = append(out, v)
	}
	return out
}

func trustOf(t testing.TB, read map[string]*trustlist.List, names []string) *trustlist.List {
	t.Helper()
	var lists []*trustlist.List
	for _, name := range names {
		if read[name] == nil {
			data, err := os.ReadFile(filepath.Join(testdata, name))
			if err != nil {
				t.Fatal(err)
			}
			if read[name], err = truststore.ReadList(filepath.Base(name), data, trustlist.Combine(lists...), now); err != nil {
				t.Fatal(err)
			}
		}
		lists = append(lists, read[name])
	}
	return trustlist.Combine(lists...)
}

func TestVectors(t *testing.T) {
	for _, v := range vectors(t) {
		t.Run(v.group+"/"+v.name, func(t *testing.T) {
			reports := Verify(v.File, v.data, v.options)
			if len(reports) != len(v.Reports) {
				t.Fatalf("%s: %d reports, want %d: %s", v.Shows, len(reports), len(v.Reports), summary(reports))
			}
			for i, want := range v.Reports {
				for _, wrong := range compare(reports[i], want) {
					t.Errorf("%s: report %d: %s", v.Shows, i, wrong)
				}
				if t.Failed() {
					t.Logf("got %s", summary(reports))
				}
			}
		})
	}
}

func summary(reports []Report) string {
	var b strings.Builder
	for _, r := range reports {
		fmt.Fprintf(&b, "[%q %s %s %s %s", r.Part, r.Kind, r.Indication, r.Subindication, r.Error)
		for _, c := range r.Checks {
			if c.Status == Failed || c.Status == Warning {
				fmt.Fprintf(&b, "; %s %s: %s", c.ID, c.Status, c.Detail)
			}
		}
		b.WriteString("] ")
	}
	return b.String()
}

func compare(r Report, want expectation) []string {
	var wrong []string
	differ := func(what string, got, want any) {
		wrong = append(wrong, fmt.Sprintf("%s is %v, want %v", what, got, want))
	}
	if r.Part != want.Part {
		differ("part", r.Part, want.Part)
	}
	if want.System != "" && r.System != want.System {
		differ("system", r.System, want.System)
	}
	if want.Kind != "" && string(r.Kind) != want.Kind {
		differ("kind", r.Kind, want.Kind)
	}
	if r.Indication != want.Indication || r.Subindication != want.Subindication {
		differ("verdict", r.Indication+"/"+Indication(r.Subindication), want.Indication+"/"+Indication(want.Subindication))
	}
	var got map[string]any
	raw, _ := json.Marshal(r)
	json.Unmarshal(raw, &got)
	for field, subset := range map[string]map[string]any{
		"certified": want.Certified, "content": want.Content, "signature": want.Signature, "trust": want.Trust} {
		if subset != nil && !contains(got[field], subset) {
			differ(field, got[field], subset)
		}
	}
	for id, statuses := range want.Checks {
		s := string(status(r, id))
		if s == "" {
			s = "absent"
		}
		if !strings.Contains("|"+statuses+"|", "|"+s+"|") {
			differ(id, s, statuses)
		}
	}
	for _, field := range want.Absent {
		if _, there := got[field]; there {
			differ(field, "there", "absent")
		}
	}
	return wrong
}

// contains says whether want is a part of got: objects by the fields that want has, lists element by element.
func contains(got, want any) bool {
	switch want := want.(type) {
	case map[string]any:
		object, ok := got.(map[string]any)
		for name, v := range want {
			ok = ok && contains(object[name], v)
		}
		return ok
	case []any:
		list, ok := got.([]any)
		ok = ok && len(list) == len(want)
		for i := range want {
			ok = ok && contains(list[i], want[i])
		}
		return ok
	}
	return reflect.DeepEqual(got, want)
}
