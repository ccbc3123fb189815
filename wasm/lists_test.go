//go:build js && wasm

package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"syscall/js"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
)

// memory is a keeper that lasts as long as the test; lost and err are what it says of itself.
type memory struct {
	records map[string]record
	lost    []dropped
	err     error
}

func (m *memory) all() ([]record, []dropped, error) {
	return slices.Collect(maps.Values(m.records)), m.lost, m.err
}

func (m *memory) put(r record) error {
	if m.err == nil {
		m.records[r.SHA256] = r
	}
	return m.err
}

func (m *memory) remove(sha256 ...string) error {
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
	data, err := os.ReadFile("../testdata/trust/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func visit(m *memory) *lists { return newLists(m, func() time.Time { return pectest.Now }) }

// use accepts lists of testdata one after the other.
func use(t *testing.T, l *lists, names ...string) {
	t.Helper()
	for i, name := range names {
		l.now = func() time.Time { return pectest.Now.Add(time.Duration(i) * time.Second) }
		if err := l.accept(name, trustFile(t, name), "", ""); err != nil {
			t.Fatal(err)
		}
	}
}

func inUseNames(l *lists) string {
	var names []string
	for _, p := range l.info().Parts[1:] {
		names = append(names, p.Name+" "+p.Origin.Kind)
	}
	return strings.Join(names, ", ")
}

func TestLists(t *testing.T) {
	m := &memory{records: map[string]record{}}
	first := visit(m)
	if first.current() != trustlist.Embedded() {
		t.Fatal("without any list the embedded one is not in use alone")
	}
	use(t, first, "ca.pem", "index-ca.ldif.p7m", "before.crl")
	const all = "ca.pem unsigned, index-ca.ldif.p7m listed, before.crl unsigned"
	if got := inUseNames(first); got != all {
		t.Fatal(got)
	}
	for i, from := range []string{"embedded", "person", "person", "person"} {
		if p := first.info().Parts[i]; p.From != from {
			t.Errorf("%s came in by %q", p.Name, p.From)
		}
	}
	if len(m.records) != 3 || !first.info().Parts[3].Remembered {
		t.Errorf("%d records are kept", len(m.records))
	}

	// At the next visit nobody has agreed to anything: no listed authority signed these, but for nothing.
	next := visit(m)
	next.current()
	if got := inUseNames(next); got != "" || next.current() != trustlist.Embedded() {
		t.Errorf("in use without a word: %s", got)
	}
	if got := waitingNames(next); got != "ca.pem unsigned, index-ca.ldif.p7m unknown, before.crl unknown" {
		t.Errorf("waiting: %s", got)
	}
	var sums []string
	for _, w := range next.info().Waiting {
		sums = append(sums, w.SHA256)
	}
	// What rests on a list that waits is not taken alone.
	if err := next.agree(sums[2]); !errors.Is(err, trustlist.ErrIssuer) || inUseNames(next) != "" {
		t.Errorf("a revocation list without its authority: %v", err)
	}
	if err := next.agree(sums...); err != nil || inUseNames(next) != all || waitingNames(next) != "" {
		t.Fatalf("agreed to all: %v, %s", err, inUseNames(next))
	}
	for i, p := range next.info().Parts[1:] {
		if p.SHA256 != next.held[i].SHA256 || !p.Remembered || p.Accepted != stamp(pectest.Now) {
			t.Errorf("%+v", p)
		}
	}
	// Without the authority nobody knows the signer of the index, and nobody stands for the revocation list.
	if err := next.forget(next.held[0].SHA256); err != nil {
		t.Fatal(err)
	}
	if got := inUseNames(next); got != "index-ca.ldif.p7m unknown" {
		t.Errorf("after the authority was forgotten: %s", got)
	}
	if d := next.info().Dropped; len(d) != 1 || d[0].Name != "before.crl" || d[0].Reason != droppedRefused || len(m.records) != 1 {
		t.Errorf("dropped %v, %d kept", d, len(m.records))
	}
	// The other page goes on with what it has, and says what is kept no more.
	first.again()
	if got := inUseNames(first); got != all || first.info().Parts[1].Remembered || !first.info().Parts[2].Remembered {
		t.Errorf("the other page has %s", got)
	}
	if err := first.forget(""); err != nil || inUseNames(first) != "" || len(m.records) != 0 {
		t.Errorf("forgotten: %v, %s", err, inUseNames(first))
	}
}

// Anybody who writes on the page's origin may have planted a record, with whatever name, time and confirmation.
func TestPlantedRecords(t *testing.T) {
	m := &memory{records: map[string]record{}}
	l := visit(m)
	l.current()
	plant := func(name, file, confirmed string, accepted time.Time) {
		data := trustFile(t, file)
		sum := sha256.Sum256(data)
		key := hex.EncodeToString(sum[:])
		m.records[key] = record{Name: name, SHA256: key, Confirmed: confirmed, Accepted: accepted, Data: data}
	}
	unknown, err := l.preview("x", trustFile(t, "index.ldif.p7m"), "")
	if err != nil {
		t.Fatal(err)
	}
	plant(trustlist.Embedded().Name, "ca.pem", "", pectest.Now.AddDate(-9, 0, 0))
	plant("AgID", "index.ldif.p7m", unknown.list.Signed.SHA256, pectest.Now.AddDate(-8, 0, 0))
	for name, l := range map[string]*lists{"while the page is open": l, "at the next visit": visit(m)} {
		l.current()
		l.again()
		if got := inUseNames(l); got != "" || l.current() != trustlist.Embedded() {
			t.Errorf("%s, in use: %s", name, got)
		}
		w := l.info().Waiting
		if len(w) != 2 || w[1].Origin.Kind != "unknown" || !w[1].Confirmed || w[0].Confirmed || w[0].Accepted != "" {
			t.Errorf("%s: %+v", name, w)
		}
		if err := l.forget(w[0].SHA256); err != nil || len(l.info().Waiting) != 1 || inUseNames(l) != "" {
			t.Errorf("%s, forgotten: %v", name, err)
		}
		plant(trustlist.Embedded().Name, "ca.pem", "", pectest.Now.AddDate(-9, 0, 0))
	}
}

// A revocation list that a listed authority signed may come from anybody.
func TestVouchedRecords(t *testing.T) {
	m := &memory{records: map[string]record{}}
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
	other.given()
	if other.current() != trustlist.Embedded() || len(other.info().Waiting) != 0 {
		t.Error("a program that is given its lists reads others")
	}
}

// Pages of folders share what is kept: there nothing is kept or read.
func TestNowhereToKeep(t *testing.T) {
	l := newLists(nil, func() time.Time { return pectest.Now })
	use(t, l, "ca.pem")
	l.again()
	if i := l.info(); inUseNames(l) != "ca.pem unsigned" || i.Parts[1].Remembered || i.Storage != "" || len(i.Waiting) != 0 {
		t.Errorf("%+v", i)
	}
	if err := l.forget(""); err != nil || inUseNames(l) != "" {
		t.Errorf("forgotten: %v", err)
	}
	for where, keeps := range map[string]bool{"kept": true, "given": true, "": false, "<undefined>": false} {
		l := newLists(nil, time.Now)
		if l.from(where); (l.keeper != nil) != keeps || l.read != (where == "given") {
			t.Errorf("%q: %v, %t", where, l.keeper, l.read)
		}
	}
}

func (l *lists) parsed(t *testing.T, name string) *trustlist.List {
	t.Helper()
	list, err := trustlist.Parse(name, trustFile(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func waitingNames(l *lists) string {
	var names []string
	for _, p := range l.info().Waiting {
		names = append(names, p.Name+" "+p.Origin.Kind)
	}
	return strings.Join(names, ", ")
}

func TestConfirmedSigner(t *testing.T) {
	m := &memory{records: map[string]record{}}
	l := visit(m)
	data := trustFile(t, "index.ldif.p7m")
	unknown, err := l.preview("x", data, "")
	if err != nil {
		t.Fatal(err)
	}
	if unknown.list.Signed.Kind != trustlist.OriginUnknown || len(m.records) != 0 || len(l.held) != 0 {
		t.Errorf("%s; a preview changed something", unknown.list.Signed.Kind)
	}
	fingerprint := unknown.list.Signed.SHA256
	if other, _ := l.preview("x", data, strings.Repeat("0", 64)); other.list.Signed.Kind != trustlist.OriginUnknown {
		t.Error("another fingerprint confirms")
	}
	if err := l.accept("x", data, fingerprint, unknown.SHA256); err != nil {
		t.Fatal(err)
	}
	next := visit(m)
	next.current()
	if got := inUseNames(next) + waitingNames(next); got != "x unknown" {
		t.Errorf("at the next visit: %s", got)
	}
	if err := next.agree(unknown.SHA256); err != nil || inUseNames(next) != "x confirmed" {
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
		{"a tampered signed index", bytes.Replace(signed, []byte("managedDomains: "), []byte("managedDomainS: "), 1), codeSignature},
		{"a provider that is there twice", append(slices.Clone(index), dn...), codeTwice},
		{"a revocation list that its authority did not sign", trustFile(t, "forged.crl"), codeCRLSigned},
		{"a revocation list of nobody listed", pectest.CRL{Issuer: pectest.NewOffice().Authority.Root, ThisUpdate: pectest.Now, NextUpdate: pectest.Now}.DER(), codeCRLIssuer},
		{"garbage", bytes.Repeat([]byte("garbage\n"), 1000), codeFormat},
		{"too much", make([]byte, trustlist.MaxBytes+1), codeTooLarge},
		{"a snapshot of another version", []byte(`{"format": "pec-trustlist/2"}`), codeVersion},
		{"a certificate that is none", []byte("-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"), codeList},
		{"a list that is in use", trustFile(t, "ca.pem"), codeInUse},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &memory{records: map[string]record{}}
			l := visit(m)
			use(t, l, "ca.pem")
			before := l.current()
			for _, err := range []error{l.accept("x", c.data, "", ""), second(l.preview("x", c.data, ""))} {
				var f *failure
				if !errors.As(coded(err), &f) || f.code != c.code || f.message == "" {
					t.Errorf("refused with %#v", f)
				}
			}
			if len(m.records) != 1 || l.current() != before {
				t.Error("something was kept, or changed")
			}
		})
	}
	l := visit(&memory{records: map[string]record{}})
	var f *failure
	if err := l.accept("x", index, "", "what was shown"); !errors.As(err, &f) || f.code != codeChanged {
		t.Errorf("another file than the one that was shown: %v", err)
	}
	for i := range maxLists {
		if err := l.accept("x", append([]byte(strings.Repeat("#\n", i)), index...), "", ""); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.accept("x", trustFile(t, "ca.pem"), "", ""); !errors.As(err, &f) || f.code != codeTooMany {
		t.Errorf("one list too many: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestStorageThatFails(t *testing.T) {
	m := &memory{records: map[string]record{}, err: errFull}
	l := visit(m)
	use(t, l, "ca.pem")
	i := l.info()
	if i.Storage == "" || len(i.Parts) != 2 || i.Parts[1].Remembered {
		t.Errorf("storage %q, %d parts", i.Storage, len(i.Parts))
	}
	l.again()
	if inUseNames(l) != "ca.pem unsigned" {
		t.Error("what only this page has is lost when the other page says something")
	}
	// A new worker gets from the page what the old one could not keep.
	restarted := visit(m)
	h := l.held[0]
	if err := restarted.restore(h.Name, h.Data, h.Confirmed, h.Accepted); err != nil || inUseNames(restarted) != "ca.pem unsigned" {
		t.Errorf("restored: %v, %s", err, inUseNames(restarted))
	}
	if err := l.forget(""); err != nil || inUseNames(l) != "" {
		t.Errorf("forgotten: %v", err)
	}

	m.err = nil
	use(t, l, "ca.pem")
	m.err = errFull
	var f *failure
	if err := l.forget(""); !errors.As(err, &f) || f.code != codeStorage || inUseNames(l) == "" {
		t.Errorf("what cannot be deleted is said to be: %v", err)
	}
}

func TestLostLists(t *testing.T) {
	m := &memory{records: map[string]record{}, lost: []dropped{{"x.ldif", droppedDamaged, "why"}}}
	l := visit(m)
	l.current()
	if d := l.info().Dropped; len(d) != 1 || d[0] != m.lost[0] {
		t.Errorf("%v", d)
	}
}

func TestRecord(t *testing.T) {
	data := js.Global().Get("Uint8Array").New(3)
	js.CopyBytesToJS(data, []byte("abc"))
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	good := func() map[string]any {
		return map[string]any{"version": 1, "name": "x", "sha256": sum, "confirmed": "", "accepted": "2026-01-15T12:00:00Z", "data": data}
	}
	for _, c := range []struct {
		name   string
		key    any
		edit   func(map[string]any)
		reason string
	}{
		{"a record as it was kept", sum, func(map[string]any) {}, ""},
		{"another version", sum, func(r map[string]any) { r["version"] = 2 }, droppedVersion},
		{"no version", sum, func(r map[string]any) { delete(r, "version") }, droppedVersion},
		{"other bytes", sum, func(r map[string]any) { r["data"] = js.Global().Get("Uint8Array").New(3) }, droppedDamaged},
		{"no bytes", sum, func(r map[string]any) { r["data"] = "abc" }, droppedDamaged},
		{"too many bytes", sum, func(r map[string]any) { r["data"] = js.Global().Get("Uint8Array").New(trustlist.MaxBytes + 1) }, droppedDamaged},
		{"under another key", "x", func(map[string]any) {}, droppedDamaged},
		{"under a key that is no text", 1, func(map[string]any) {}, droppedDamaged},
		{"another sum", sum, func(r map[string]any) { r["sha256"] = strings.Repeat("0", 64) }, droppedDamaged},
		{"no time", sum, func(r map[string]any) { r["accepted"] = "x" }, droppedDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := good()
			c.edit(v)
			r, wrong := recordOf(js.ValueOf(c.key), js.ValueOf(v))
			switch {
			case c.reason == "" && (wrong != nil || string(r.Data) != "abc" || r.Name != "x"):
				t.Errorf("%v, %+v", wrong, r)
			case c.reason != "" && (wrong == nil || wrong.Reason != c.reason || wrong.Name != "x" || wrong.Detail == ""):
				t.Errorf("%+v", wrong)
			}
		})
	}
	for name, v := range map[string]js.Value{"text": js.ValueOf("x"), "nothing": js.Undefined(), "null": js.Null()} {
		if _, wrong := recordOf(js.ValueOf(sum), v); wrong == nil || wrong.Reason != droppedDamaged {
			t.Errorf("%s is taken for a record", name)
		}
	}
}

// Where these tests run there is no IndexedDB: the functions work all the same and say so.
func TestListFunctions(t *testing.T) {
	t.Cleanup(func() { inUse = newLists(nil, time.Now) })
	inUse = newLists(database{}, time.Now)
	call := func(name string, args ...any) (value, reason js.Value) {
		values := make([]js.Value, len(args))
		for i, a := range args {
			values[i] = js.ValueOf(a)
		}
		return settle(listFunctions[name](js.Undefined(), values).(js.Value))
	}
	bytesOf := func(data []byte) js.Value {
		v := js.Global().Get("Uint8Array").New(len(data))
		js.CopyBytesToJS(v, data)
		return v
	}
	ca := bytesOf(trustFile(t, "ca.pem"))
	value, _ := call("acceptList", "ca.pem", ca, "", "")
	var info infoJSON
	if err := json.Unmarshal([]byte(value.String()), &info); err != nil || len(info.Parts) != 2 || info.Storage == "" {
		t.Fatalf("%v: %s", err, value)
	}
	value, _ = call("previewList", "i.ldif", bytesOf(trustFile(t, "index.ldif")), "")
	var p previewJSON
	if err := json.Unmarshal([]byte(value.String()), &p); err != nil || len(p.Changes.Added) != 3 || p.Kind != "ldif" {
		t.Fatalf("%v: %s", err, value)
	}
	value, _ = call("broughtLists")
	if one := value.Index(0); value.Length() != 1 || one.Get("name").String() != "ca.pem" || one.Get("bytes").Length() != ca.Length() {
		t.Errorf("brought: %s", js.Global().Get("JSON").Call("stringify", value))
	}
	value, _ = call("exportList")
	text := make([]byte, value.Length())
	js.CopyBytesToGo(text, value)
	if l, err := trustlist.Parse("", text); err != nil || len(l.Authorities) != 1+len(trustlist.Embedded().Authorities) {
		t.Errorf("what is exported cannot be read again: %v", err)
	}
	if value, _ = call("forgetLists", ""); !strings.Contains(value.String(), `"parts":[{`) || strings.Contains(value.String(), "ca.pem") {
		t.Errorf("forgotten: %s", value)
	}
	for name, args := range map[string][]any{
		"listInfo": {1}, "previewList": {"x", "y", ""}, "acceptList": {"x", ca, ""}, "restoreList": {"x", ca, "", "yesterday"}, "forgetLists": {1}, "agreeLists": {1}, "broughtLists": {1},
	} {
		if _, reason := call(name, args...); reason.IsUndefined() || reason.Get("code").String() != codeArguments {
			t.Errorf("%s takes anything", name)
		}
	}
}
