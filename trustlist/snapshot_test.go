package trustlist

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestSnapshotIsStrict(t *testing.T) {
	replace := func(old, new string) string {
		s := strings.Replace(string(snapshot), old, new, 1)
		if s == string(snapshot) {
			t.Fatalf("%q is not in the snapshot", old)
		}
		return s
	}
	head := `{"format":"` + Format + `","name":"n","authorities":[],"providers":[],"certificates":[`
	sha := strings.Repeat("0", 64)
	leaf, root := issue(t, nil, provider(organisation, domain)), issue(t, nil, ca("Radice"))
	b64 := base64.StdEncoding.EncodeToString
	authorityJSON := func(subject string, key, der []byte) string {
		return fmt.Sprintf(`{"format":%q,"name":"n","authorities":[{"subject":%q,"spki":%q,"spkiSHA256":%q,"der":%q}],"providers":[],"certificates":[]}`,
			Format, subject, b64(key), sha256Hex(key), b64(der))
	}
	if _, err := Parse("s.json", []byte(authorityJSON(nameOf(root.RawSubject), root.RawSubjectPublicKeyInfo, root.Raw))); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, text, want string }{
		{"a leaf as an authority", authorityJSON(nameOf(leaf.RawSubject), leaf.RawSubjectPublicKeyInfo, leaf.Raw), "contradict"},
		{"an authority with another key than its certificate", authorityJSON(nameOf(root.RawSubject), leaf.RawSubjectPublicKeyInfo, root.Raw), "contradict"},
		{"an authority with another name than its certificate", authorityJSON("CN=Altra", root.RawSubjectPublicKeyInfo, root.Raw), "contradict"},
		{"a SHA-256 of another certificate", head + `{"sha256":"` + sha + `","der":"` + b64(leaf.Raw) + `"}]}`, "contradicts"},
		{"a SHA-1 of another certificate", head + `{"sha1":"` + sha[:40] + `","der":"` + b64(leaf.Raw) + `"}]}`, "contradicts"},
		{"another version", replace(Format, "pec-trustlist/2"), ErrVersion.Error()},
		{"no version", "{}", ErrVersion.Error()},
		{"a field that is not known", replace(`"name"`, `"nome"`), "nome"},
		{"something after its end", string(snapshot) + "{}", "after top-level value"},
		{"a name that stands twice", `{"format":"` + Format + `","name":"n","authorities":[{"subject":"a"}],"authorities":[]}`, `"AUTHORITIES" is there twice`},
		{"a name that stands twice in another case", head + `{"sha256":"` + sha + `","Sha256":"` + sha + `"}]}`, `"SHA256" is there twice`},
		{"a name that stands twice in a letter that is folded", `{"format":"` + Format + `","name":"n","\u017fource":1,"authoritie\u017f":[],"authorities":[]}`, `"AUTHORITIES" is there twice`},
		{"a name that stands twice deep inside", `{"format":"` + Format + `","name":"n","providers":[{"name":"x","domains":[{"name":"a"},{"name":"b","NAME":"c"}]}]}`, `"NAME" is there twice`},
		{"cut short", string(snapshot[:len(snapshot)/2]), "snapshot"},
		{"a key that is not its hash", replace(`"spkiSHA256": "c0`, `"spkiSHA256": "c1`), "spkiSHA256"},
		{"a key that is none", replace(`"spki": "MIIB`, `"spki": "AAAA`), "spki"},
		{"a date that is none", replace(`"date": "2026-07-28"`, `"date": "ieri"`), "date"},
		{"a hash in capitals", head + `{"sha256":"` + strings.Repeat("A", 64) + `"}]}`, "lower-case"},
		{"a hash that is too short", head + `{"sha1":"00"}]}`, "hash"},
		{"a certificate without hashes", head + `{"subject":"x"}]}`, "neither sha256"},
		{"a serial that is none", head + `{"sha256":"` + sha + `","serial":"XY"}]}`, "serial"},
		{"a certificate that is not its hash", head + `{"sha256":"` + sha + `","der":"AAAA"}]}`, "certificates[0]"},
		{"a text without end", head + `{"sha256":"` + sha + `","subject":"` + strings.Repeat("x", maxText+1) + `"}]}`, "too many"},
		{"too many certificates", head + strings.Repeat(`{},`, maxCertificates) + `{}]}`, "certificates: too many"},
		{"a revocation without a date", head + `],"revocations":[{"issuer":"x","serial":"1"}]}`, "revocations[0]"},
		{"a revocation list without a date", head + `],"revocationLists":[{"issuer":"x","source":"y"}]}`, "revocationLists[0]"},
		{"a provider without a name", `{"format":"` + Format + `","name":"n","authorities":[],"providers":[{"name":""}],"certificates":[]}`, "providers[0]"},
		{"a root that is not its hash", replace(`"spkiSHA256": "1069`, `"spkiSHA256": "1169`), "roots[0]"},
		{"a root with a key that is none", replace(`"subject": "CN=GTE CyberTrust Global Root,OU=GTE CyberTrust Solutions\\, Inc.,O=GTE Corporation,C=US",
   "spki": "MIGf`, `"subject": "x", "spki": "AAAA`), "roots[0]: spki"},
		{"what became of a provider, in a word that is not known", replace(`"kind": "renamed"`, `"kind": "vanished"`), "succession[0]"},
		{"what became of a provider, without a source", replace(`"source": "Italian trusted list 223; list 209 of 2025 had the old name"`, `"source": ""`), "succession[0]"},
		{"what became of a provider, on no day", replace(`"date": "2026-07-27"`, `"date": "ieri"`), "succession[0]"},
		{"an admission that ends before it begins", `{"format":"` + Format + `","name":"n","authorities":[],"providers":[{"name":"x","domains":[{"name":"a","since":"2020-01-01T00:00:00Z","until":"2019-01-01T00:00:00Z"}]}],"certificates":[]}`, "until"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := Parse("s.json", []byte(tc.text)); err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, want %q", err, tc.want)
			}
		})
	}
	if _, err := Parse("s.json", []byte(replace(Format, "pec-trustlist/2"))); !errors.Is(err, ErrVersion) || !strings.Contains(err.Error(), "pec-trustlist/2") {
		t.Errorf("the unknown version is not named: %v", err)
	}
}

// TestExportedListReadsBack: certificates, brought authorities and revocation lists survive an export.
func TestExportedListReadsBack(t *testing.T) {
	root := issue(t, nil, ca("Radice"))
	c := issue(t, root, provider(organisation, domain))
	alone := issue(t, nil, provider("Solo", "solo.example"))
	l := Combine(mustParse(t, "ca", root.Raw), mustParse(t, "leaf", alone.Raw),
		mustParse(t, "crl", crlOf(t, root, mid2019, revoked(c, jan2018.AddDate(0, 1, 0), 4))), Embedded())
	data, err := l.Encode()
	if err != nil {
		t.Fatal(err)
	}
	read := mustParse(t, "", data)
	if read.Name != l.Name || len(read.Certificates()) != 2 || len(read.Authorities) != len(l.Authorities) {
		t.Errorf("%q, %d certificates, %d authorities", read.Name, len(read.Certificates()), len(read.Authorities))
	}
	if a := read.Signer(c.Certificate, nil, mid2019); a.Path != PathAuthority || a.Revocation != RevocationIsRevoked {
		t.Errorf("path %s, %s", a.Path, a.Revocation)
	}
	if a := read.Signer(alone.Certificate, nil, mid2019); a.Path != PathCertificate {
		t.Errorf("path %s", a.Path)
	}
	again, err := read.Encode()
	if err != nil || !bytes.Equal(again, data) {
		t.Errorf("it does not come out as it went in: %v", err)
	}
}

func TestUpdateKeepsHistory(t *testing.T) {
	key := newKey(t)
	root := issue(t, nil, ca("Radice"))
	edition := func(from time.Time, domains []string, organisations ...string) *keyed {
		return issueKey(t, root, key, ca("PEC CA", func(c *x509.Certificate) {
			c.NotBefore = from
			c.Policies = []x509.OID{oid(policyCA)}
			var permitted names
			for _, d := range domains {
				permitted = append(permitted, name(formEmail, d))
			}
			for _, o := range organisations {
				permitted = append(permitted, directory("C", "IT", "O", o))
			}
			constrained(false, permitted, nil)(c)
		}))
	}
	y := func(n int) time.Time { return jan2018.AddDate(n, 0, 0) }
	first := edition(y(0), []string{"a.example", "b.example"}, "A", "B")
	second := edition(y(1), []string{"a.example", "c.example"}, "A", "C")
	third := edition(y(2), []string{"a.example", "b.example", "c.example"}, "A", "B", "C")
	accept := []string{sha256Hex(first.RawSubjectPublicKeyInfo)}

	made := func(history *List, accept []string, certs ...*keyed) (*List, []string) {
		t.Helper()
		from := Sources{Accept: accept}
		for _, c := range certs {
			from.Lists = append(from.Lists, mustParse(t, "c", c.Raw))
			if c == root {
				from.Roots = append(from.Roots, c.Certificate)
			}
		}
		l, notes, err := Update(history, from)
		if err != nil {
			t.Fatal(err)
		}
		return l, notes
	}
	encoded := func(l *List) string {
		data, err := l.Encode()
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	periods := func(list []Admission) (s string) {
		for _, a := range list {
			s += fmt.Sprintf("%s %s-%s; ", a.Name, day(a.Since), day(a.Until))
		}
		return s
	}

	at1, _ := made(nil, accept, root, first)
	at2, _ := made(at1, nil, root, second)
	at3, _ := made(at2, nil, root, third)
	want := "a.example 2018-01-01-; b.example 2018-01-01-2019-01-01; b.example 2020-01-01-; c.example 2019-01-01-; "
	if got := periods(at3.Authorities[0].Domains); got != want {
		t.Errorf("domains\n%s, want\n%s", got, want)
	}
	if got := periods(at3.Authorities[0].Organisations); got != strings.NewReplacer("a.example", "A", "b.example", "B", "c.example", "C").Replace(want) {
		t.Errorf("organisations %s", got)
	}
	if at3.Day() != "2020-01-01" {
		t.Errorf("date %s", at3.Day())
	}
	for name, other := range map[string]*List{
		"all at once":         first2(made(nil, accept, root, first, second, third)),
		"in another order":    first2(made(first2(made(nil, accept, root, third)), nil, root, second, first)),
		"again upon itself":   first2(made(at3, nil, root, first, second, third)),
		"read and made again": first2(made(mustParse(t, "", []byte(encoded(at3))), nil)),
	} {
		if encoded(other) != encoded(at3) {
			t.Errorf("%s: another snapshot\n%s\n%s", name, encoded(other), encoded(at3))
		}
	}

	t.Run("no authority enters by itself", func(t *testing.T) {
		l, notes := made(nil, nil, root, first)
		if len(l.Authorities) != 0 || len(notes) != 1 {
			t.Errorf("%d authorities, notes %v", len(l.Authorities), notes)
		}
	})
	t.Run("an authority without the policy of PEC is refused", func(t *testing.T) {
		without := issue(t, root, ca("Altra CA"))
		leaf := issue(t, without, provider("A", "a.example"))
		foreign := issue(t, issue(t, nil, ca("Altra CA")), provider("A", "a.example"))
		from := Sources{Accept: []string{sha256Hex(without.RawSubjectPublicKeyInfo)}, Roots: []*x509.Certificate{root.Certificate},
			Lists: []*List{mustParse(t, "c", without.Raw), mustParse(t, "c", foreign.Raw)}}
		if _, _, err := Update(nil, from); err == nil || !strings.Contains(err.Error(), policyCA) {
			t.Errorf("it was not: %v", err)
		}
		from.Lists = append(from.Lists, mustParse(t, "c", leaf.Raw))
		l, _, err := Update(nil, from)
		if err != nil || len(l.Authorities) != 1 || l.Authorities[0].LeafPolicy != policyCA+".1" || len(l.Entries) != 1 {
			t.Errorf("one whose provider states it: %v, %+v", err, l)
		}
	})
	t.Run("a certificate of an authority that no root signed is refused", func(t *testing.T) {
		forged := issueKey(t, issue(t, nil, ca("Radice")), key, ca("PEC CA", func(c *x509.Certificate) {
			c.Policies, c.NotAfter = []x509.OID{oid(policyCA)}, jan2018.AddDate(99, 0, 0)
		}))
		self := issueKey(t, nil, key, ca("PEC CA", func(c *x509.Certificate) { c.Policies = []x509.OID{oid(policyCA)} }))
		for name, c := range map[string]*keyed{"of another root of that name": forged, "self-signed": self} {
			for _, history := range []*List{nil, at3} { // a new authority, and a known key
				from := Sources{Accept: accept, Roots: []*x509.Certificate{root.Certificate}, Lists: []*List{mustParse(t, "c", c.Raw)}}
				if _, _, err := Update(history, from); err == nil || !strings.Contains(err.Error(), "no root") {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		late := issueKey(t, root, key, ca("PEC CA", func(c *x509.Certificate) {
			c.Policies, c.NotBefore, c.NotAfter = []x509.OID{oid(policyCA)}, root.NotAfter.Add(48*time.Hour), root.NotAfter.Add(96*time.Hour)
		}))
		if _, _, err := Update(at3, Sources{Lists: []*List{mustParse(t, "c", late.Raw)}}); err == nil {
			t.Error("one that a root signed after its time was taken")
		}
		renewed := edition(y(3), []string{"a.example"}, "A")
		if l, _, err := Update(at3, Sources{Lists: []*List{mustParse(t, "c", renewed.Raw)}}); err != nil || len(l.Authorities[0].Certificates) != 4 {
			t.Errorf("of a root that the history knows: %v", err)
		}
	})
	t.Run("a register says who they are and nothing else", func(t *testing.T) {
		authority := &keyed{third.Certificate, key}
		old := issue(t, authority, provider("Vecchio nome", "a.example", func(c *x509.Certificate) { c.Subject.Organization = []string{"A"} }))
		register := mustParse(t, "", []byte(`{"format":"pec-trustlist/1","name":"r","authorities":[],"certificates":[],"revocations":[{"issuer":"`+nameOf(third.RawSubject)+`","serial":"1","date":"2018-01-01T00:00:00Z"}],
			"providers":[{"name":"Nuovo","spellings":["A"],"date":"2020-01-01","source":"s","succession":[{"kind":"renamed","from":"A","to":"Nuovo","date":"2020-01-01","source":"s"}]},
			{"name":"Solo","source":"s","secondHand":true,"domains":[{"name":"solo.example","secondHand":true}]}]}`))
		for _, order := range [][]*List{{register, mustParse(t, "c", old.Raw)}, {mustParse(t, "c", old.Raw), register}} {
			l, _, err := Update(at3, Sources{Lists: order})
			if err != nil || len(l.Providers) != 2 || l.Providers[0].Name != "Nuovo" || l.Entries[0].Provider != "Nuovo" || len(l.Providers[0].Succession) != 1 ||
				!l.Providers[1].SecondHand || !l.Providers[1].Domains[0].SecondHand || len(l.Revocations) != 0 {
				t.Errorf("%v, %+v", err, l)
			}
			again, _, err := Update(l, Sources{Lists: order})
			if err != nil || encoded(again) != encoded(l) {
				t.Errorf("upon itself: %v", err)
			}
		}
	})
	t.Run("certificates by the authority's word only", func(t *testing.T) {
		authority := &keyed{third.Certificate, key}
		good := issue(t, authority, provider("A", "a.example"))
		twin := issue(t, issue(t, nil, ca("PEC CA")), provider("A", "a.example"))
		person := issue(t, authority, provider("A", "a.example", func(c *x509.Certificate) { c.EmailAddresses = []string{"p@a.example"} }))
		l, notes := made(at3, nil, good, twin, person)
		if len(l.Entries) != 1 || l.Entries[0].SHA256 != sha256Hex(good.Raw) || l.Entries[0].DER != nil || len(notes) != 2 {
			t.Errorf("%d entries, notes %v", len(l.Entries), notes)
		}
		if len(l.Providers) != 1 || l.Providers[0].Name != "A" || l.Providers[0].Domains[0].Name != "a.example" {
			t.Errorf("%+v", l.Providers)
		}
		later := issue(t, authority, provider("a", "a.example", func(c *x509.Certificate) { c.NotBefore = y(1) }))
		l, _ = made(l, nil, later)
		if len(l.Providers) != 1 || l.Providers[0].Name != "a" || fmt.Sprint(l.Providers[0].Spellings) != "[A]" || l.Entries[0].Provider != "a" {
			t.Errorf("%+v", l.Providers)
		}
	})
	t.Run("an index adds hashes and domains", func(t *testing.T) {
		c := issue(t, nil, provider("Indice", "indice.example"))
		byHash := mustParse(t, "i", []byte(record("Indice", hashLine(c.Raw), "managedDomains: b.example\nmanagedDomains: a.example\n")))
		l, _, err := Update(at3, Sources{Lists: []*List{byHash}})
		if err != nil || len(l.Entries) != 1 || l.Entries[0].SHA1 != sha1Hex(c.Raw) || fmt.Sprint(l.Providers[0].Managed) != "[a.example b.example]" {
			t.Fatalf("%v, %+v", err, l)
		}
		full := mustParse(t, "i", []byte(record("Indice", hashLine(c.Raw), folded("providerCertificate;binary", c.Raw))))
		l, _, err = Update(l, Sources{Lists: []*List{full}})
		if err != nil || len(l.Entries) != 1 || l.Entries[0].SHA256 != sha256Hex(c.Raw) {
			t.Errorf("%v, %+v", err, l.Entries)
		}
	})
	t.Run("a revocation list that no authority signed", func(t *testing.T) {
		for _, by := range []*keyed{root, issue(t, nil, ca("PEC CA"))} {
			if _, _, err := Update(at3, Sources{Lists: []*List{mustParse(t, "crl", crlOf(t, by, mid2019, nil))}}); err == nil {
				t.Error("it was taken over")
			}
		}
	})
	t.Run("a known key under another name", func(t *testing.T) {
		renamed := issueKey(t, root, key, ca("Altro nome", func(c *x509.Certificate) { c.Policies = []x509.OID{oid(policyCA)} }))
		if _, _, err := Update(at3, Sources{Lists: []*List{mustParse(t, "c", renamed.Raw)}}); err == nil {
			t.Error("it was taken over")
		}
	})
}

func first2[A, B any](a A, _ B) A { return a }
