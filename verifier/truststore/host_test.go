package truststore

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
)

var thisYear = time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC)

func host() *Store {
	return New(Options{From: trustlist.FromPerson, Now: func() time.Time { return thisYear }, Most: MaxLists})
}

// edited is the program's own list after an edit of its JSON.
func edited(t *testing.T, edit func(list map[string]any)) []byte {
	t.Helper()
	data, err := trustlist.Embedded().Encode()
	if err != nil {
		t.Fatal(err)
	}
	var list map[string]any
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	edit(list)
	if data, err = json.Marshal(list); err != nil {
		t.Fatal(err)
	}
	return data
}

func without(list map[string]any, field string, at int) {
	all := list[field].([]any)
	list[field] = slices.Delete(slices.Clone(all), at, at+1)
}

func official(t *testing.T, pattern string) []byte {
	t.Helper()
	files, err := filepath.Glob("../../testdata/trust/official/" + pattern)
	if err != nil || len(files) != 1 {
		t.Fatal(pattern, files, err)
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTheListBesideThePage(t *testing.T) {
	o := pectest.NewOffice()
	newer := func(list map[string]any) { list["date"] = "2026-10-01" }
	twin := func(c *pectest.Certificate, key string) []byte { // of the authority's name, with another key
		spec := c.Spec
		spec.Key, spec.Issuer = pectest.TestKey(key), nil
		return pectest.Issue(spec).PEM()
	}
	authority := pemOf(official(t, "AgID-CA1_790E*"))
	forged := forgedAuthority(t)
	foreign := edited(t, func(list map[string]any) {
		var other map[string]any
		if err := json.Unmarshal(trustFile(t, "list.json"), &other); err != nil {
			t.Fatal(err)
		}
		list["date"], list["authorities"] = "2026-10-01", other["authorities"]
	})
	for _, c := range []struct {
		name    string
		data    []byte
		own     string // code where it comes from the page's own place, "" = used
		foreign string // from elsewhere
	}{
		{"a newer one", edited(t, newer), "", CodeHostUnknown},
		{"one of the same date", edited(t, func(list map[string]any) { list["name"] = "x" }), "", CodeHostUnknown},
		{"a newer one with another authority", edited(t, func(list map[string]any) {
			newer(list)
			var other map[string]any
			if err := json.Unmarshal(trustFile(t, "list.json"), &other); err != nil {
				t.Fatal(err)
			}
			list["authorities"] = append(list["authorities"].([]any), other["authorities"].([]any)...)
		}), "", CodeHostUnknown},
		{"an older one", edited(t, func(list map[string]any) { list["date"] = "2026-07-27" }), CodeHostOlder, CodeHostOlder},
		{"one without a date", edited(t, func(list map[string]any) { delete(list, "date") }), CodeHostOlder, CodeHostOlder},
		{"one of the far future", edited(t, func(list map[string]any) { list["date"] = "2099-01-01" }), CodeList, CodeList},
		{"one that lacks a provider", edited(t, func(list map[string]any) { newer(list); without(list, "providers", 0) }), CodeHostLacks, CodeHostLacks},
		{"one that lacks a certificate", edited(t, func(list map[string]any) { newer(list); without(list, "certificates", 3) }), CodeHostLacks, CodeHostLacks},
		{"one that lacks an authority", edited(t, func(list map[string]any) { newer(list); without(list, "authorities", 0) }), CodeHostLacks, CodeHostLacks},
		{"one of other authorities", foreign, CodeHostForeign, CodeHostForeign},
		{"another list of this format", trustFile(t, "list.json"), CodeHostForeign, CodeHostForeign},
		{"one that was cut", edited(t, newer)[:5000], CodeList, CodeList},
		{"one with something after it", append(edited(t, newer), '{'), CodeList, CodeList},
		{"one of another version", []byte(`{"format": "pec-trustlist/2"}`), CodeVersion, CodeVersion},
		{"an error page", []byte("<!doctype html><title>404</title>"), CodeFormat, CodeFormat},
		{"nothing", nil, CodeFormat, CodeFormat},

		{"certificates of known authorities", authority, "", ""},
		{"an authority and a provider's certificate under it", append(slices.Clone(authority), official(t, "Aruba-PEC*")...), "", ""},
		{"a provider's certificate", official(t, "Posta-Certificata-CNN*"), "", ""},
		{"a certificate of another authority", o.Authority.Root.PEM(), "", CodeHostUnknown},
		{"an authority's name with another key", twin(o.Authority.CA, "attacker"), "", CodeHostUnknown},
		{"a known authority's name and key, by another root of that name", forged, "", CodeHostUnknown},
		{"known and unknown ones together", append(slices.Clone(authority), o.Authority.CA.PEM()...), "", CodeHostUnknown},
		{"a provider's certificate under another authority", o.Due.Certificate.PEM(), "", CodeHostUnknown},
		{"a root", official(t, "Actalis-Authentication*"), "", CodeHostUnknown},
		{"an index that nobody signed", trustFile(t, "index.ldif"), "", CodeHostUnknown},
		{"an index that a provider signed", trustFile(t, "index.ldif.p7m"), "", CodeHostUnknown},
		{"a revocation list of an unknown authority", trustFile(t, "before.crl"), CodeCRLIssuer, CodeCRLIssuer},
		{"a mail", trustFile(t, "facts.eml"), CodeFormat, CodeFormat},
	} {
		t.Run(c.name, func(t *testing.T) {
			for own, want := range map[bool]string{true: c.own, false: c.foreign} {
				s := host()
				use(t, s, "ca.pem")
				s.o.Now = func() time.Time { return thisYear }
				before := s.Current()
				err := s.Host("providers.json", c.data, own)
				if (err == nil) != (want == "") || err != nil && Code(err) != want {
					t.Fatalf("own %t: %v, want %q", own, err, want)
				}
				if want != "" {
					if s.Current() != before {
						t.Error("something changed")
					}
					continue
				}
				parts := s.Info().Parts
				if len(parts) != 3 || parts[1].From != "host" || parts[1].Name != "providers.json" || parts[1].Remembered || parts[2].Name != "ca.pem" || len(s.Mine()) != 1 {
					t.Errorf("%+v", parts)
				}
				if err := s.Host("again", c.data, own); err != nil || len(s.Info().Parts) != 3 {
					t.Errorf("the same once more: %v", err)
				}
				if err := s.Forget(""); err != nil || len(s.Info().Parts) != 2 {
					t.Errorf("what a person forgets is the person's: %v", err)
				}
			}
		})
	}
}

// TestAListOfTheHostTakesThePlaceOfTheOneBefore, unless it takes something away.
func TestAListOfTheHostTakesThePlaceOfTheOneBefore(t *testing.T) {
	with := func(date string, names ...string) []byte {
		return edited(t, func(list map[string]any) {
			list["date"] = date
			for _, n := range names {
				list["providers"] = append(list["providers"].([]any), map[string]any{"name": n})
			}
		})
	}
	s := host()
	for _, c := range []struct {
		data []byte
		code string
	}{
		{with("2026-08-01", "Nuovo"), ""}, {with("2026-09-01", "Nuovo", "Altro"), ""}, {with("2026-08-15", "Nuovo", "Altro"), CodeHostOlder},
		{with("2026-10-01", "Nuovo"), CodeHostLacks}, {with("2026-10-01", "Nuovo", "Altro", "Terzo"), ""},
	} {
		if err := s.Host("providers.json", c.data, true); (err == nil) != (c.code == "") || err != nil && (Code(err) != c.code || !strings.Contains(err.Error(), map[string]string{CodeHostLacks: "Altro", CodeHostOlder: "2026-09-01"}[c.code])) {
			t.Errorf("%v, want %q", err, c.code)
		}
		if len(s.Info().Parts) != 2 {
			t.Error("lists of the host add up")
		}
	}
	if got := s.Info(); !slices.ContainsFunc(got.Providers, func(p InfoProvider) bool { return p.Name == "Terzo" }) || got.Parts[1].Date != "2026-10-01T00:00:00Z" {
		t.Errorf("%+v", got.Parts)
	}
}

// TestOfficialFilesBesideThePage as they are, one behind the other: what an authority signed counts wherever the page is.
func TestOfficialFilesBesideThePage(t *testing.T) {
	base, err := trustlist.Parse("list.json", trustFile(t, "list.json"))
	if err != nil {
		t.Fatal(err)
	}
	asPEM := func(name string) []byte {
		return pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: trustFile(t, name)})
	}
	leaf := trustFile(t, "due.pem")
	for _, c := range []struct {
		name string
		data []byte
		code string
	}{
		{"a revocation list", trustFile(t, "before.crl"), ""},
		{"a certificate and a revocation list", append(slices.Clone(leaf), asPEM("before.crl")...), ""},
		{"a certificate and a forged revocation list", append(slices.Clone(leaf), asPEM("forged.crl")...), CodeCRLSigned},
		{"a forged revocation list", trustFile(t, "forged.crl"), CodeCRLSigned},
		{"a certificate beside that of a stranger", append(slices.Clone(leaf), trustFile(t, "other-ca.pem")...), CodeHostUnknown},
	} {
		s := New(Options{Base: base, Now: func() time.Time { return thisYear }})
		err := s.Host("providers.json", c.data, false)
		if (err == nil) != (c.code == "") || err != nil && Code(err) != c.code {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
		}
		if used := len(s.Info().Parts) == 2; used != (c.code == "") {
			t.Errorf("%s: in use %t", c.name, used)
		}
	}
}

func pemOf(data []byte) []byte {
	b, _ := pem.Decode(data)
	return bytes.Clone(pem.EncodeToMemory(b))
}

// forgedAuthority is a certificate of AgID CA1 with that authority's own key, which is public, by a root that only bears the
// name of the real one. Whoever made it admits whom he likes in it, for as long as he likes.
func forgedAuthority(t *testing.T) []byte {
	t.Helper()
	read := func(pattern string) *x509.Certificate {
		b, _ := pem.Decode(official(t, pattern))
		c, err := x509.ParseCertificate(b.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	real, root := read("AgID-CA1_790E*"), read("Actalis-Authentication*")
	template := &x509.Certificate{SerialNumber: real.SerialNumber, RawSubject: real.RawSubject, NotBefore: real.NotBefore, NotAfter: real.NotAfter.AddDate(50, 0, 0),
		BasicConstraintsValid: true, IsCA: true, KeyUsage: real.KeyUsage, SubjectKeyId: real.SubjectKeyId}
	der, err := x509.CreateCertificate(rand.Reader, template, &x509.Certificate{RawSubject: root.RawSubject, SubjectKeyId: root.SubjectKeyId}, real.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
