package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/dossier"
	"pecverifier/verifier/truststore"
)

const root = "../.."

func TestWhatIsCommittedIsWhatTheTypesSay(t *testing.T) {
	files, err := written(root)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range files {
		have, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil || !bytes.Equal(have, want) {
			t.Errorf("%s is not what the types say (%v): go run ./verifier/schema", name, err)
		}
	}
}

func compiled(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// holds says what is wrong with a document.
func holds(t *testing.T, s *jsonschema.Schema, document []byte) error {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(value)
}

// TestEveryVectorsReportsHoldTheSchema: reports, and the dossier of all of them.
func TestEveryVectorsReportsHoldTheSchema(t *testing.T) {
	names, err := filepath.Glob(filepath.Join(root, "testdata", "*", "*.json"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	shape := compiled(t, "pec-report-1")
	var all []dossier.Input
	lists := map[string]*trustlist.List{}
	for _, name := range names {
		var v struct {
			File  string
			Trust []string
			At    time.Time
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &v); err != nil || v.File == "" {
			continue // a list, not a vector
		}
		data, err := os.ReadFile(filepath.Join(filepath.Dir(name), v.File))
		if err != nil {
			t.Fatal(err)
		}
		key := strings.Join(v.Trust, " ")
		if lists[key] == nil {
			lists[key] = combined(t, v.Trust)
		}
		for _, r := range verifier.Verify(v.File, data, verifier.Options{Trust: lists[key], Now: v.At}) {
			text, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if err := holds(t, shape, text); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			all = append(all, dossier.Input{Report: &r})
		}
	}
	if len(all) < 500 {
		t.Fatalf("only %d reports", len(all))
	}
	built, err := json.Marshal(dossier.Build(all, dossier.Options{Now: time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC), Profile: dossier.ProfileL53}))
	if err != nil {
		t.Fatal(err)
	}
	if err := holds(t, compiled(t, "pec-dossier-1"), built); err != nil {
		t.Error(err)
	}
}

func combined(t *testing.T, files []string) *trustlist.List {
	t.Helper()
	var lists []*trustlist.List
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(root, "testdata", f))
		if err != nil {
			t.Fatal(err)
		}
		l, err := truststore.ReadList(f, data, trustlist.Embedded(), time.Time{})
		if err != nil {
			continue // a list that is refused judges nothing
		}
		lists = append(lists, l)
	}
	return trustlist.Combine(lists...)
}

func TestTheEmbeddedListHoldsTheSchema(t *testing.T) {
	text, err := trustlist.Embedded().Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := holds(t, compiled(t, "pec-trustlist-1"), text); err != nil {
		t.Error(err)
	}
}

// TestAnotherShapeDoesNotHold: the schemas refuse something.
func TestAnotherShapeDoesNotHold(t *testing.T) {
	shape := compiled(t, "pec-report-1")
	for _, bad := range []string{
		`{}`, `[]`, `{"schema":"pec-report/1","file":{"name":"x","size":"1","sha256":""},"error":"x","unread":"y"}`,
		`{"schema":"pec-report/1","file":{"name":"x","size":1,"sha256":""},"part":"","system":"pec","kind":"none","indication":"VALID","subindication":"","checks":[]}`,
		`{"schema":"pec-report/1","file":{"name":"x","size":1,"sha256":""},"part":"","system":"pec","kind":"lettera","indication":"TOTAL-PASSED","subindication":"","checks":[]}`,
		`{"schema":"pec-report/1","file":{"name":"x","size":1,"sha256":""},"part":"","system":"pec","kind":"none","indication":"TOTAL-PASSED","subindication":"","checks":[{"id":"x","status":"ok","detail":""}]}`,
	} {
		if holds(t, shape, []byte(bad)) == nil {
			t.Errorf("holds: %s", bad)
		}
	}
}
