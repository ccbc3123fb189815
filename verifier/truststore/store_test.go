package truststore

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
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

func visit(m *memory) *Store { return New(m, func() time.Time { return pectest.Now }) }

// use accepts lists of testdata one after the other.
func use(t *testing.T, l *Store, names ...string) {
	t.Helper()
	for i, name := range names {
		l.now = func() time.Time { return pectest.Now.Add(time.Duration(i) * time.Second) }
		if err := l.Accept(name, trustFile(t, name), "", ""); err != nil {
			t.Fatal(err)
		}
	}
}

func inUseNames(l *Store) string {
	var names []string
	for _, p := range l.Info().Parts[1:] {
		names = append(names, p.Name+" "+p.Origin.Kind)
	}
	return strings.Join(names, ", ")
}

func TestLists(t *testing.T) {
	m := &memory{records: map[string]Record{}}
	first := visit(m)
	if first.Current() != trustlist.Embedded() {
		t.Fatal("without any list the embedded one is not in use alone")
	}
	use(t, first, "ca.pem", "index-ca.ldif.p7m", "before.crl")
	const all = "ca.pem unsigned, index-ca.ldif.p7m listed, before.crl unsigned"
	if got := inUseNames(first); got != all {
		t.Fatal(got)
	}
	for i, from := range []string{"embedded", "person", "person", "person"} {
		if p := first.Info().Parts[i]; p.From != from {
			t.Errorf("%s came in by %q", p.Name, p.From)
		}
	}
	if len(m.records) != 3 || !first.Info().Parts[3].Remembered {
		t.Errorf("%d records are kept", len(m.records))
	}

	// At the next visit nobody has agreed to anything: no listed authority signed these, but for nothing.
	next := visit(m)
	next.Current()
	if got := inUseNames(next); got != "" || next.Current() != trustlist.Embedded() {
		t.Errorf("in use without a word: %s", got)
	}
	if got := waitingNames(next); got != "ca.pem unsigned, index-ca.ldif.p7m unknown, before.crl unknown" {
		t.Errorf("waiting: %s", got)
	}
	var sums []string
	for _, w := range next.Info().Waiting {
		sums = append(sums, w.SHA256)
	}
	// What rests on a list that waits is not taken alone.
	if err := next.Agree(sums[2]); !errors.Is(err, trustlist.ErrIssuer) || inUseNames(next) != "" {
		t.Errorf("a revocation list without its authority: %v", err)
	}
	if err := next.Agree(sums...); err != nil || inUseNames(next) != all || waitingNames(next) != "" {
		t.Fatalf("agreed to all: %v, %s", err, inUseNames(next))
	}
	for i, p := range next.Info().Parts[1:] {
		if p.SHA256 != next.held[i].SHA256 || !p.Remembered || p.Accepted != stamp(pectest.Now) {
			t.Errorf("%+v", p)
		}
	}
	// Without the authority nobody knows the signer of the index, and nobody stands for the revocation list.
	if err := next.Forget(next.held[0].SHA256); err != nil {
		t.Fatal(err)
	}
	if got := inUseNames(next); got != "index-ca.ldif.p7m unknown" {
		t.Errorf("after the authority was forgotten: %s", got)
	}
	if d := next.Info().Dropped; len(d) != 1 || d[0].Name != "before.crl" || d[0].Reason != DroppedRefused || len(m.records) != 1 {
		t.Errorf("dropped %v, %d kept", d, len(m.records))
	}
	// The other page goes on with what it has, and says what is kept no more.
	first.Again()
	if got := inUseNames(first); got != all || first.Info().Parts[1].Remembered || !first.Info().Parts[2].Remembered {
		t.Errorf("the other page has %s", got)
	}
	if err := first.Forget(""); err != nil || inUseNames(first) != "" || len(m.records) != 0 {
		t.Errorf("forgotten: %v, %s", err, inUseNames(first))
	}
}

// Anybody who writes on the page's origin may have planted a record, with whatever name, time and confirmation.
func TestPlantedRecords(t *testing.T) {
	m := &memory{records: map[string]Record{}}
	l := visit(m)
	l.Current()
	plant := func(name, file, confirmed string, accepted time.Time) {
		data := trustFile(t, file)
		sum := sha256.Sum256(data)
		key := hex.EncodeToString(sum[:])
		m.records[key] = Record{Name: name, SHA256: key, Confirmed: confirmed, Accepted: accepted, Data: data}
	}
	unknown, err := l.Preview("x", trustFile(t, "index.ldif.p7m"), "")
	if err != nil {
		t.Fatal(err)
	}
	plant(trustlist.Embedded().Name, "ca.pem", "", pectest.Now.AddDate(-9, 0, 0))
	plant("AgID", "index.ldif.p7m", unknown.list.Signed.SHA256, pectest.Now.AddDate(-8, 0, 0))
	for name, l := range map[string]*Store{"while the page is open": l, "at the next visit": visit(m)} {
		l.Current()
		l.Again()
		if got := inUseNames(l); got != "" || l.Current() != trustlist.Embedded() {
			t.Errorf("%s, in use: %s", name, got)
		}
		w := l.Info().Waiting
		if len(w) != 2 || w[1].Origin.Kind != "unknown" || !w[1].Confirmed || w[0].Confirmed || w[0].Accepted != "" {
			t.Errorf("%s: %+v", name, w)
		}
		if err := l.Forget(w[0].SHA256); err != nil || len(l.Info().Waiting) != 1 || inUseNames(l) != "" {
			t.Errorf("%s, forgotten: %v", name, err)
		}
		plant(trustlist.Embedded().Name, "ca.pem", "", pectest.Now.AddDate(-9, 0, 0))
	}
}

// A revocation list that a listed authority signed may come from anybody.
func TestVouchedRecords(t *testing.T) {
	m := &memory{records: map[string]Record{}}
	use(t, visit(m), "ca.pem", "before.crl", "index-ca.ldif.p7m")
	l := visit(m)
	l.inUse = trustlist.Combine(trustlist.Embedded(), l.parsed(t, "ca.pem")) // as if the authority were embedded
	l.look(true)
	if got := inUseNames(l); got != "before.crl unsigned, index-ca.ldif.p7m listed" {
		t.Errorf("in use: %s", got)
	}
	if got := waitingNames(l); got != "ca.pem unsigned" {
		t.Errorf("waiting: %s", got)
	}
	other := visit(m)
	other.Given()
	if other.Current() != trustlist.Embedded() || len(other.Info().Waiting) != 0 {
		t.Error("a program that is given its lists reads others")
	}
}

// Pages of folders share what is kept: there nothing is kept or read.
func TestNowhereToKeep(t *testing.T) {
	l := New(nil, func() time.Time { return pectest.Now })
	use(t, l, "ca.pem")
	l.Again()
	if i := l.Info(); inUseNames(l) != "ca.pem unsigned" || i.Parts[1].Remembered || i.Storage != "" || len(i.Waiting) != 0 {
		t.Errorf("%+v", i)
	}
	if err := l.Forget(""); err != nil || inUseNames(l) != "" {
		t.Errorf("forgotten: %v", err)
	}
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

func TestConfirmedSigner(t *testing.T) {
	m := &memory{records: map[string]Record{}}
	l := visit(m)
	data := trustFile(t, "index.ldif.p7m")
	unknown, err := l.Preview("x", data, "")
	if err != nil {
		t.Fatal(err)
	}
	if unknown.list.Signed.Kind != trustlist.OriginUnknown || len(m.records) != 0 || len(l.held) != 0 {
		t.Errorf("%s; a preview changed something", unknown.list.Signed.Kind)
	}
	fingerprint := unknown.list.Signed.SHA256
	if other, _ := l.Preview("x", data, strings.Repeat("0", 64)); other.list.Signed.Kind != trustlist.OriginUnknown {
		t.Error("another fingerprint confirms")
	}
	if err := l.Accept("x", data, fingerprint, unknown.SHA256); err != nil {
		t.Fatal(err)
	}
	next := visit(m)
	next.Current()
	if got := inUseNames(next) + waitingNames(next); got != "x unknown" {
		t.Errorf("at the next visit: %s", got)
	}
	if err := next.Agree(unknown.SHA256); err != nil || inUseNames(next) != "x confirmed" {
		t.Errorf("once the person agreed: %v, %s", err, inUseNames(next))
	}
}

func TestRefusedLists(t *testing.T) {
	index := trustFile(t, "index.ldif")
	dn := index[bytes.Index(index, []byte("dn: providerName")):]
	signed := trustFile(t, "index.ldif.p7m")
	for _, c := range []struct {
		name string
		data []byte
		code string
	}{
		{"a tampered signed index", bytes.Replace(signed, []byte("managedDomains: "), []byte("managedDomainS: "), 1), CodeSignature},
		{"a provider that is there twice", append(slices.Clone(index), dn...), CodeTwice},
		{"a revocation list that its authority did not sign", trustFile(t, "forged.crl"), CodeCRLSigned},
		{"a revocation list of nobody listed", pectest.CRL{Issuer: pectest.NewOffice().Authority.Root, ThisUpdate: pectest.Now, NextUpdate: pectest.Now}.DER(), CodeCRLIssuer},
		{"garbage", bytes.Repeat([]byte("garbage\n"), 1000), CodeFormat},
		{"too much", make([]byte, trustlist.MaxBytes+1), CodeTooLarge},
		{"a snapshot of another version", []byte(`{"format": "pec-trustlist/2"}`), CodeVersion},
		{"a certificate that is none", []byte("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"), CodeList},
		{"a list that is in use", trustFile(t, "ca.pem"), CodeInUse},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &memory{records: map[string]Record{}}
			l := visit(m)
			use(t, l, "ca.pem")
			before := l.Current()
			for _, err := range []error{l.Accept("x", c.data, "", ""), second(l.Preview("x", c.data, ""))} {
				if err == nil || Code(err) != c.code || err.Error() == "" {
					t.Errorf("refused with %v", err)
				}
			}
			if len(m.records) != 1 || l.Current() != before {
				t.Error("something was kept, or changed")
			}
		})
	}
	l := visit(&memory{records: map[string]Record{}})
	if err := l.Accept("x", index, "", "what was shown"); Code(err) != CodeChanged {
		t.Errorf("another file than the one that was shown: %v", err)
	}
	for i := range MaxLists {
		if err := l.Accept("x", append([]byte(strings.Repeat("#\n", i)), index...), "", ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Accept("x", trustFile(t, "ca.pem"), "", ""); Code(err) != CodeTooMany {
		t.Errorf("one list too many: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestStorageThatFails(t *testing.T) {
	m := &memory{records: map[string]Record{}, err: errFull}
	l := visit(m)
	use(t, l, "ca.pem")
	i := l.Info()
	if i.Storage == "" || len(i.Parts) != 2 || i.Parts[1].Remembered {
		t.Errorf("storage %q, %d parts", i.Storage, len(i.Parts))
	}
	l.Again()
	if inUseNames(l) != "ca.pem unsigned" {
		t.Error("what only this page has is lost when the other page says something")
	}
	// A new worker gets from the page what the old one could not keep.
	restarted := visit(m)
	h := l.held[0]
	if err := restarted.Restore(h.Name, h.Data, h.Confirmed, h.Accepted); err != nil || inUseNames(restarted) != "ca.pem unsigned" {
		t.Errorf("restored: %v, %s", err, inUseNames(restarted))
	}
	if err := l.Forget(""); err != nil || inUseNames(l) != "" {
		t.Errorf("forgotten: %v", err)
	}

	m.err = nil
	use(t, l, "ca.pem")
	m.err = errFull
	if err := l.Forget(""); Code(err) != CodeStorage || inUseNames(l) == "" {
		t.Errorf("what cannot be deleted is said to be: %v", err)
	}
}

func TestLostLists(t *testing.T) {
	m := &memory{records: map[string]Record{}, lost: []Dropped{{"x.ldif", DroppedDamaged, "why"}}}
	l := visit(m)
	l.Current()
	if d := l.Info().Dropped; len(d) != 1 || d[0] != m.lost[0] {
		t.Errorf("%v", d)
	}
}
