package truststore

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/pectest"
)

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
	if got := waitingNames(next); got != "ca.pem unsigned, index-ca.ldif.p7m unknown, before.crl unsigned" {
		t.Errorf("waiting: %s", got)
	}
	var sums []string
	for _, w := range next.Info().Waiting {
		sums = append(sums, w.SHA256)
	}
	// What rests on another judges nothing without it.
	if err := next.Agree(sums[2]); err != nil || inUseNames(next) != "before.crl unsigned waits: crl-issuer" || len(next.Current().CRLs) != 0 {
		t.Errorf("a revocation list without its authority: %v, %s", err, inUseNames(next))
	}
	if err := next.Agree(sums...); err != nil || inUseNames(next) != "before.crl unsigned, ca.pem unsigned, index-ca.ldif.p7m listed" || waitingNames(next) != "" || len(next.Current().CRLs) != 1 {
		t.Fatalf("agreed to all: %v, %s", err, inUseNames(next))
	}
	for i, p := range next.Info().Parts[1:] {
		if p.SHA256 != next.held[i].SHA256 || !p.Remembered || p.Accepted != stamp(pectest.Now) {
			t.Errorf("%+v", p)
		}
	}
	// Without the authority nobody knows the signer of the index, and nobody stands for the revocation list.
	if err := next.Forget(next.held[1].SHA256); err != nil {
		t.Fatal(err)
	}
	if got := inUseNames(next); got != "before.crl unsigned waits: crl-issuer, index-ca.ldif.p7m unknown" {
		t.Errorf("after the authority was forgotten: %s", got)
	}
	if d := next.Info().Dropped; len(d) != 0 || len(m.records) != 2 {
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
	plant("AgID", "index.ldif.p7m", unknown.held.list.Signed.SHA256, pectest.Now.AddDate(-8, 0, 0))
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
	l.o.Base = trustlist.Combine(trustlist.Embedded(), l.parsed(t, "ca.pem")) // as if the authority were embedded
	l.Current()
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
	l := New(Options{From: trustlist.FromPerson, Now: func() time.Time { return pectest.Now }})
	use(t, l, "ca.pem")
	l.Again()
	if i := l.Info(); inUseNames(l) != "ca.pem unsigned" || i.Parts[1].Remembered || i.Storage != "" || len(i.Waiting) != 0 {
		t.Errorf("%+v", i)
	}
	if err := l.Forget(""); err != nil || inUseNames(l) != "" {
		t.Errorf("forgotten: %v", err)
	}
}

func TestConfirmedSigner(t *testing.T) {
	m := &memory{records: map[string]Record{}}
	l := visit(m)
	data := trustFile(t, "index.ldif.p7m")
	unknown, err := l.Preview("x", data, "")
	if err != nil {
		t.Fatal(err)
	}
	if unknown.held.list.Signed.Kind != trustlist.OriginUnknown || len(m.records) != 0 || len(l.held) != 0 {
		t.Errorf("%s; a preview changed something", unknown.held.list.Signed.Kind)
	}
	fingerprint := unknown.held.list.Signed.SHA256
	if other, _ := l.Preview("x", data, strings.Repeat("0", 64)); other.held.list.Signed.Kind != trustlist.OriginUnknown {
		t.Error("another fingerprint confirms")
	}
	if err := l.Accept("x", data, fingerprint, unknown.held.SHA256); err != nil {
		t.Fatal(err)
	}
	next := visit(m)
	next.Current()
	if got := inUseNames(next) + waitingNames(next); got != "x unknown" {
		t.Errorf("at the next visit: %s", got)
	}
	if err := next.Agree(unknown.held.SHA256); err != nil || inUseNames(next) != "x confirmed" {
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

// TestOrderMakesNoDifference: one after the other or all together, in every order.
func TestOrderMakesNoDifference(t *testing.T) {
	for _, c := range []struct {
		files []string
		want  map[string]string
	}{
		{[]string{"ca.pem", "before.crl"}, map[string]string{"ca.pem": "unsigned ", "before.crl": "unsigned "}},
		{[]string{"ca.pem", "index-ca.ldif.p7m", "before.crl", "due.pem"},
			map[string]string{"ca.pem": "unsigned ", "index-ca.ldif.p7m": "listed ", "before.crl": "unsigned ", "due.pem": "unsigned "}},
		{[]string{"index-ca.ldif.p7m", "before.crl", "other-ca.pem"},
			map[string]string{"index-ca.ldif.p7m": "unknown ", "before.crl": "unsigned crl-issuer", "other-ca.pem": "unsigned "}},
		{[]string{"list-crl.json", "none.crl", "index.ldif.p7m"}, map[string]string{"list-crl.json": "unsigned ", "none.crl": "unsigned ", "index.ldif.p7m": "unknown "}},
	} {
		for _, order := range permutations(c.files) {
			one, all := visit(&memory{records: map[string]Record{}}), New(Options{Now: func() time.Time { return pectest.Now }})
			use(t, one, order...)
			var records []Record
			for _, name := range order {
				records = append(records, Record{Name: name, Data: trustFile(t, name)})
			}
			if err := all.Take(append(records, records[0])...); err != nil { // one of them twice
				t.Fatal(order, err)
			}
			for how, s := range map[string]*Store{"one after the other": one, "all together": all} {
				if got := summary(s); !maps.Equal(got, c.want) {
					t.Errorf("%s, %v: %v", how, order, got)
				}
			}
		}
	}
	forged := []Record{{Name: "forged.crl", Data: trustFile(t, "forged.crl")}, {Name: "ca.pem", Data: trustFile(t, "ca.pem")}}
	for range 2 {
		slices.Reverse(forged)
		s := New(Options{})
		if err := s.Take(forged...); Code(err) != CodeCRLSigned || len(s.Info().Parts) != 1 {
			t.Errorf("a revocation list with a signature that does not hold, %s first: %v", forged[0].Name, err)
		}
	}
}

// TestNoListSpeaksForItself, and no two strangers for each other.
func TestNoListSpeaksForItself(t *testing.T) {
	o := pectest.NewOffice()
	stranger := func(name, key string) *pectest.Certificate {
		spec := o.Authority.CASpec()
		spec.Subject, spec.Key, spec.Issuer = pectest.Place("RM", "Roma", name).With(name), pectest.TestKey(key), nil
		return pectest.Issue(spec)
	}
	one, two := stranger("Uno", "uno"), stranger("Due", "due")
	files := map[string][]byte{
		"own":     pectest.SignedLDIF(one.PEM(), one), // it names its own signer as an authority
		"one":     pectest.SignedLDIF(two.PEM(), one),
		"two":     pectest.SignedLDIF(one.PEM(), two),
		"by one":  pectest.SignedLDIF(trustFile(t, "index.ldif"), one),
		"one.pem": one.PEM(),
	}
	for _, c := range []struct {
		files     []string
		confirmed string
		want      map[string]string
	}{
		{[]string{"own"}, "", map[string]string{"own": "unknown "}},
		{[]string{"own", "by one"}, "", map[string]string{"own": "unknown ", "by one": "unknown "}},
		{[]string{"one", "two"}, "", map[string]string{"one": "unknown ", "two": "unknown "}},
		{[]string{"two", "by one"}, "", map[string]string{"two": "unknown ", "by one": "unknown "}},
		{[]string{"two", "by one"}, two.SHA256(), map[string]string{"two": "confirmed ", "by one": "listed "}},
		{[]string{"one", "two"}, two.SHA256(), map[string]string{"two": "confirmed ", "one": "listed "}},
		{[]string{"own"}, one.SHA256(), map[string]string{"own": "confirmed "}},
		{[]string{"one.pem", "by one"}, "", map[string]string{"one.pem": "unsigned ", "by one": "listed "}},
	} {
		for _, order := range permutations(c.files) {
			s := New(Options{})
			for _, name := range order {
				if err := s.Accept(name, files[name], c.confirmed, ""); err != nil {
					t.Fatal(err)
				}
			}
			if got := summary(s); !maps.Equal(got, c.want) {
				t.Errorf("%v, confirmed %q: %v, want %v", order, c.confirmed, got, c.want)
			}
		}
	}
	// The signer's certificate may be in another file of those that are given.
	bare := pectest.SignedData{Content: trustFile(t, "index.ldif"), Embed: true, Certificates: [][]byte{}, Signers: []pectest.Signer{{Certificate: o.Authority.CA}}}.DER()
	for _, order := range [][]Record{{{Name: "bare", Data: bare}, {Name: "ca.pem", Data: trustFile(t, "ca.pem")}}, {{Name: "ca.pem", Data: trustFile(t, "ca.pem")}, {Name: "bare", Data: bare}}} {
		s := New(Options{Now: func() time.Time { return pectest.Now }})
		if err := s.Take(order...); err != nil || summary(s)["bare"] != "listed " {
			t.Errorf("%s first: %v, %v", order[0].Name, err, summary(s))
		}
	}
	if err := New(Options{}).Take(Record{Name: "bare", Data: bare}); Code(err) != CodeSignature {
		t.Errorf("without it: %v", err)
	}
}

// TestAPreviewIsReadOnce, and changes nothing.
func TestAPreviewIsReadOnce(t *testing.T) {
	m := &memory{records: map[string]Record{}}
	s := visit(m)
	use(t, s, "before.crl")
	data := trustFile(t, "ca.pem")
	b, err := s.Preview("ca.pem", data, "")
	if err != nil {
		t.Fatal(err)
	}
	if got := summary(s)["before.crl"]; got != "unsigned crl-issuer" || len(m.records) != 1 {
		t.Errorf("what waits for the list that is shown is in use: %s", got)
	}
	handle := b.Preview().SHA256
	if known, err := s.AcceptPreviewed(strings.Repeat("0", 64), ""); known || err != nil {
		t.Errorf("another handle: %v, %v", known, err)
	}
	read := b.held.opened.list
	if known, err := s.AcceptPreviewed(handle, ""); !known || err != nil {
		t.Fatal(known, err)
	}
	if got := summary(s); got["before.crl"] != "unsigned " || got["ca.pem"] != "unsigned " || len(m.records) != 2 {
		t.Errorf("%v", got)
	}
	if in := s.held[1].list; &in.Authorities[0] != &read.Authorities[0] {
		t.Error("it was read again")
	}
	if known, err := s.AcceptPreviewed(handle, ""); known || err != nil {
		t.Errorf("twice: %v, %v", known, err)
	}

	signed := trustFile(t, "index.ldif.p7m")
	b, err = s.Preview("index", signed, "")
	if err != nil {
		t.Fatal(err)
	}
	confirmed, err := s.Preview("index", signed, b.Preview().Origin.SHA256)
	if err != nil || confirmed.Preview().Origin.Kind != "confirmed" || &confirmed.held.list.Entries[0] != &b.held.list.Entries[0] {
		t.Errorf("confirmed: %v", err)
	}
	if known, err := s.AcceptPreviewed(b.Preview().SHA256, b.Preview().Origin.SHA256); !known || err != nil || summary(s)["index"] != "confirmed " {
		t.Errorf("%v, %v", err, summary(s))
	}
	if err := s.Accept("x", trustFile(t, "index.ldif"), "", handle); !errors.Is(err, ErrChanged) {
		t.Errorf("another file than the one that was shown: %v", err)
	}
}

func TestInfoSaysWhatBecameOfProviders(t *testing.T) {
	i := New(Options{}).Info()
	for _, p := range i.Providers {
		if p.Name == "IRIDEOS S.p.A." {
			if len(p.Succession) != 1 || p.Succession[0].To != "Intesi Group S.p.A." || !p.Succession[0].SecondHand || p.SecondHand {
				t.Errorf("%+v", p)
			}
			if !slices.ContainsFunc(p.Domains, func(d InfoAdmission) bool { return d.Name == "keypec.com" && d.SecondHand }) ||
				!slices.ContainsFunc(p.Domains, func(d InfoAdmission) bool { return d.Name == "certmail.irideos.it" && !d.SecondHand }) {
				t.Errorf("%+v", p.Domains)
			}
		}
	}
	if a := i.Authorities[0]; len(a.Certificates) != 1 || a.Certificates[0] != (InfoPeriod{"2005-12-23T15:08:00Z", "2012-12-23T23:59:00Z"}) {
		t.Errorf("%+v", a)
	}
}

// A revocation list of an authority that is no provider's waits, and is handed out for the signatures of documents.
func TestRevocationListsOfOthers(t *testing.T) {
	ca := pectest.NewREMOffice().CA
	list := pectest.CRL{Issuer: ca, ThisUpdate: pectest.Now.AddDate(0, 0, -1), NextUpdate: pectest.Now.AddDate(0, 0, 1), Number: 1}
	s := New(Options{Base: trustlist.Combine()})
	second := list
	second.Number = 2
	if err := s.Take(Record{Name: "b.crl", Data: second.DER()}, Record{Name: "a.crl", Data: list.DER()}); err != nil {
		t.Fatal(err)
	}
	var waiting []*trustlist.CRL
	names := ""
	for _, w := range s.WaitingCRLs() {
		waiting, names = append(waiting, w.CRL), names+w.Name+" "
	}
	if names != "b.crl a.crl " || len(s.Current().CRLs) != 0 {
		t.Fatalf("%d wait, %d are in use", len(waiting), len(s.Current().CRLs))
	}
	services := func(key *pectest.Key) []*qualified.List {
		return []*qualified.List{{Services: []qualified.Service{{Identities: []qualified.Identity{{SPKI: key.SPKI(), Subject: waiting[0].Issuer}}}}}}
	}
	if !waiting[0].OfService(services(ca.Key)) || waiting[0].OfService(services(pectest.TestKey("attacker"))) || waiting[0].OfService(nil) {
		t.Error("whose list it is")
	}
}
