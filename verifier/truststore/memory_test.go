package truststore

import (
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
)

// memory is a keeper that lasts as long as the test; lost and err are what it says of itself.
type memory struct {
	records map[string]Record
	lost    []Dropped
	err     error
}

func (m *memory) All() ([]Record, []Dropped, error) {
	return slices.Collect(maps.Values(m.records)), m.lost, m.err
}

func (m *memory) Put(r Record) error {
	if m.err == nil {
		m.records[r.SHA256] = r
	}
	return m.err
}

func (m *memory) Remove(sha256 ...string) error {
	if m.err != nil && len(sha256) > 0 {
		return m.err
	}
	for _, k := range sha256 {
		delete(m.records, k)
	}
	return nil
}

var errFull = errors.New("QuotaExceededError")

func trustFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../../testdata/trust/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// visit is a visit of the page.
func visit(m *memory) *Store {
	return New(Options{From: trustlist.FromPerson, Keeper: m, Now: func() time.Time { return pectest.Now }, Most: MaxLists})
}

// use accepts lists of testdata one after the other.
func use(t *testing.T, l *Store, names ...string) {
	t.Helper()
	for i, name := range names {
		l.o.Now = func() time.Time { return pectest.Now.Add(time.Duration(i) * time.Second) }
		if err := l.Accept(name, trustFile(t, name), "", ""); err != nil {
			t.Fatal(err)
		}
	}
}

func inUseNames(l *Store) string {
	var names []string
	for _, p := range l.Info().Parts[1:] {
		name := p.Name + " " + p.Origin.Kind
		if p.Pending != "" {
			name += " waits: " + p.Pending
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

func (l *Store) parsed(t *testing.T, name string) *trustlist.List {
	t.Helper()
	list, err := trustlist.Parse(name, trustFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func waitingNames(l *Store) string {
	var names []string
	for _, p := range l.Info().Waiting {
		names = append(names, p.Name+" "+p.Origin.Kind)
	}
	return strings.Join(names, ", ")
}

func second[T any](_ T, err error) error { return err }

// summary is what a store says of its lists, by name.
func summary(s *Store) map[string]string {
	out := map[string]string{}
	for _, p := range s.Info().Parts[1:] {
		out[p.Name] = p.Origin.Kind + " " + p.Pending
	}
	return out
}

func permutations(all []string) (out [][]string) {
	if len(all) == 0 {
		return [][]string{nil}
	}
	for i := range all {
		rest := append(slices.Clone(all[:i]), all[i+1:]...)
		for _, p := range permutations(rest) {
			out = append(out, append([]string{all[i]}, p...))
		}
	}
	return out
}
