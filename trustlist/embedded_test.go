package trustlist

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

const day24 = 24 * time.Hour

func leavesOf(all []*x509.Certificate) (leaves []*x509.Certificate) {
	for _, c := range all {
		if !isCA(c) && !sameName(c.RawSubject, c.RawIssuer) {
			leaves = append(leaves, c)
		}
	}
	return leaves
}

func middle(c *x509.Certificate) time.Time { return c.NotBefore.Add(c.NotAfter.Sub(c.NotBefore) / 2) }

// without leaves the given parts out of the embedded list.
func without(certificates, authorities bool) *List {
	e := Embedded()
	l := &List{Name: e.Name, Kind: e.Kind, Date: e.Date, Signed: e.Signed, Providers: e.Providers, Entries: e.Entries, Authorities: e.Authorities}
	if certificates {
		l.Entries = nil
	}
	if authorities {
		l.Authorities = nil
	}
	return l
}

func TestEveryOfficialCertificateIsRecognised(t *testing.T) {
	leaves := leavesOf(officialCertificates(t))
	if len(leaves) != 17 {
		t.Errorf("%d provider certificates at hand, expected 17", len(leaves))
	}
	cases := []struct {
		name string
		list *List
		want Path
	}{
		{"by certificate", Embedded(), PathCertificate},
		{"by authority once the certificates are left out", without(true, false), PathAuthority},
		{"by certificate once the authorities are left out", without(false, true), PathCertificate},
		{"not once both are left out", without(true, true), PathNone},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			for _, c := range leaves {
				a := tc.list.Signer(c, nil, middle(c))
				if a.Path != tc.want || a.Unfit != "" || a.Validity != "" {
					t.Errorf("%s %s: path %s, unfit %q, validity %q: %v", nameOf(c.RawSubject), c.NotBefore, a.Path, a.Unfit, a.Validity, a.Reasons)
				}
				if tc.want == PathNone {
					continue
				}
				want := map[string]string{"CNN": "Consiglio Nazionale del Notariato", "ARUBA PEC S.p.A.": "Aruba PEC S.p.A."}[organisationOf(c)]
				if want = cmp.Or(want, organisationOf(c)); a.Provider != want {
					t.Errorf("%s: provider %q, want %q", nameOf(c.RawSubject), a.Provider, want)
				}
				if a.List != Embedded().Name || a.ListDate == "" {
					t.Errorf("list %q of %q", a.List, a.ListDate)
				}
				if got := tc.list.Signer(c, nil, c.NotBefore.Add(-day24)); got.Validity != ValidityNotYet || got.Path != tc.want {
					t.Errorf("%s the day before: path %s, validity %q", nameOf(c.RawSubject), got.Path, got.Validity)
				}
				if got := tc.list.Signer(c, nil, c.NotAfter.Add(day24)); got.Validity != ValidityExpired || got.Path != tc.want {
					t.Errorf("%s the day after: path %s, validity %q", nameOf(c.RawSubject), got.Path, got.Validity)
				}
				for _, at := range []time.Time{c.NotBefore, c.NotAfter} {
					if got := tc.list.Signer(c, nil, at); got.Validity != "" {
						t.Errorf("%s at the edge of its validity: %q", nameOf(c.RawSubject), got.Validity)
					}
				}
			}
		})
	}
}

func TestTwinOfAnOfficialCertificateIsNone(t *testing.T) {
	all := officialCertificates(t)
	for _, c := range leavesOf(all) {
		i := slices.IndexFunc(all, func(o *x509.Certificate) bool { return isCA(o) && sameName(o.RawSubject, c.RawIssuer) })
		twinCA := issue(t, nil, func(n *x509.Certificate) {
			n.RawSubject, n.NotBefore, n.NotAfter = all[i].RawSubject, all[i].NotBefore, all[i].NotAfter
			n.BasicConstraintsValid, n.IsCA, n.KeyUsage = true, true, all[i].KeyUsage
			n.SubjectKeyId = all[i].SubjectKeyId
		})
		copyOf := func(n *x509.Certificate) {
			n.RawSubject, n.SerialNumber, n.NotBefore, n.NotAfter = c.RawSubject, c.SerialNumber, c.NotBefore, c.NotAfter
			n.EmailAddresses, n.KeyUsage, n.Policies = c.EmailAddresses, c.KeyUsage, []x509.OID{oid("1.3.76.16.3.1.1")}
		}
		twin := issue(t, twinCA, copyOf)
		a := Embedded().Signer(twin.Certificate, []*x509.Certificate{twinCA.Certificate}, middle(c))
		if a.Path != PathNone {
			t.Errorf("a twin of %s: path %s", nameOf(c.RawSubject), a.Path)
		}
		wantReason(t, a, IssuerKey)
		if a := Embedded().Signer(issue(t, nil, copyOf).Certificate, nil, middle(c)); a.Path != PathNone {
			t.Errorf("a self-signed twin of %s: path %s", nameOf(c.RawSubject), a.Path)
		}
		if a := Embedded().Signer(twinCA.Certificate, nil, middle(c)); a.Path != PathNone {
			t.Errorf("a twin of the authority %s: path %s", nameOf(c.RawIssuer), a.Path)
		}
	}
}

func TestOfficialAuthorityIsNoSigner(t *testing.T) {
	for _, c := range officialCertificates(t) {
		if !isCA(c) && !sameName(c.RawSubject, c.RawIssuer) {
			continue
		}
		a := Embedded().Signer(c, nil, middle(c))
		if nameOf(c.RawSubject) == nameOf(c.RawIssuer) { // the root is no authority of the list
			if a.Path != PathNone {
				t.Errorf("root: %s", a.Path)
			}
		} else if a.Path != PathAuthority || a.Unfit != UnfitCA {
			t.Errorf("%s: path %s, unfit %q", nameOf(c.RawSubject), a.Path, a.Unfit)
		}
	}
}

func TestRegisterIn2020PassesWithAWarning(t *testing.T) {
	for _, c := range leavesOf(officialCertificates(t)) {
		if organisationOf(c) != "Register.it S.p.A." {
			continue
		}
		a := without(true, false).Signer(c, nil, time.Date(2020, 6, 1, 0, 0, 0, 0, time.UTC))
		if a.Path != PathAuthority {
			t.Errorf("path %s: %v", a.Path, a.Reasons)
		}
		i := slices.IndexFunc(a.Reasons, func(r Reason) bool { return r.Reason == OrganisationLapsed })
		if i < 0 || !a.Reasons[i].Warn || a.Reasons[i].Values["until"] != "2019-06-13" {
			t.Errorf("no warning that the organisation left in 2019: %v", a.Reasons)
		}
		return
	}
	t.Error("no certificate of Register.it at hand")
}

func TestEmbeddedSnapshotIsMadeFromTheOfficialFiles(t *testing.T) {
	old := Embedded()
	var from Sources
	for _, c := range officialCertificates(t) {
		if sameName(c.RawSubject, c.RawIssuer) {
			from.Roots = append(from.Roots, c)
		}
		from.Lists = append(from.Lists, mustParse(t, "c", c.Raw))
	}
	register, err := os.ReadFile("snapshot/register.json")
	if err != nil {
		t.Fatal(err)
	}
	from.Lists = append(from.Lists, mustParse(t, "register", register))
	for _, a := range old.Authorities {
		from.Accept = append(from.Accept, a.SPKISHA256)
	}
	for name, history := range map[string]*List{"anew": {Name: old.Name}, "upon itself": old} {
		l, _, err := Update(history, from)
		if err != nil {
			t.Fatal(name, err)
		}
		if data, _ := l.Encode(); !bytes.Equal(data, snapshot) {
			t.Errorf("made %s, the snapshot differs from the one in the repository", name)
		}
	}
}

// TestRootsVouchForNothing: they are there to check the authorities' certificates with, and for nothing else.
func TestRootsVouchForNothing(t *testing.T) {
	l := Embedded()
	signed := map[string]int{}
	for _, c := range officialCertificates(t) {
		self := sameName(c.RawSubject, c.RawIssuer)
		if self {
			if a := l.Signer(c, nil, middle(c)); a.Path != PathNone {
				t.Errorf("root %s: path %s", nameOf(c.RawSubject), a.Path)
			}
			if o := l.OriginOf(c, middle(c)); o.Kind != OriginUnknown {
				t.Errorf("root %s signs lists", nameOf(c.RawSubject))
			}
			continue
		}
		r := l.RootOf(c)
		if (r != nil) != isCA(c) {
			t.Errorf("%s: under the root %v", nameOf(c.RawSubject), r)
		}
		if r != nil {
			signed[commonName("", r.Subject)]++
		}
	}
	if want := map[string]int{"GTE CyberTrust Global Root": 2, "Baltimore CyberTrust Root": 1, "Actalis Authentication Root CA": 10}; !maps.Equal(signed, want) {
		t.Errorf("%v", signed)
	}
	for _, a := range l.Authorities {
		for _, c := range a.Certificates {
			if !strings.HasSuffix(c.Source, "signature checked") {
				t.Errorf("%s: %s", a.Subject, c.Source)
			}
		}
	}
}

func TestWhatBecameOfAProvider(t *testing.T) {
	l := &List{Providers: []Provider{
		{Name: "B", Spellings: []string{"A"}, Succession: []Succession{{Kind: SuccessionRenamed, From: "A", To: "B", Date: "2019-06-13"}, {Kind: SuccessionTakenOver, To: "C", Date: "2024-01-01"}}},
		{Name: "C", Succession: []Succession{{Kind: SuccessionRenamed, From: "C", To: "D", Date: "2022-01-01"}, {Kind: SuccessionMerged, To: "E", Date: "2025-01-01"}}},
		{Name: "Circle", Succession: []Succession{{Kind: SuccessionMerged, To: "circle", Date: "2020-01-01"}}},
		{Name: "Gone", Succession: []Succession{{Kind: SuccessionEnded, Date: "2015-09-17"}}},
		{Name: "E"},
	}}
	for _, tc := range []struct {
		provider string
		year     int
		want     string
	}{
		{"b", 2018, "renamed B 2019-06-13; taken-over C 2024-01-01; merged E 2025-01-01; "}, // what C was called before it took over says nothing
		{"A", 2018, "renamed B 2019-06-13; taken-over C 2024-01-01; merged E 2025-01-01; "},
		{"B", 2020, "taken-over C 2024-01-01; merged E 2025-01-01; "},
		{"B", 2026, "taken-over C 2024-01-01; merged E 2025-01-01; "},
		{"Circle", 2019, "merged circle 2020-01-01; "},
		{"Gone", 2016, "ended  2015-09-17; "},
		{"E", 2018, ""}, {"F", 2018, ""}, {"", 2018, ""},
	} {
		got := ""
		for _, s := range l.SuccessionOf(tc.provider, time.Date(tc.year, 1, 1, 0, 0, 0, 0, time.UTC)) {
			got += s.Kind + " " + s.To + " " + s.Date + "; "
		}
		if got != tc.want {
			t.Errorf("%s in %d: %q", tc.provider, tc.year, got)
		}
	}
	long := &List{}
	for i := range 40 {
		long.Providers = append(long.Providers, Provider{Name: strconv.Itoa(i), Succession: []Succession{{Kind: SuccessionMerged, To: strconv.Itoa(i + 1), Date: "2020-01-01"}}})
	}
	if n := len(long.SuccessionOf("0", jan2018)); n != maxSuccessions {
		t.Errorf("%d successions", n)
	}
}

func TestEmbeddedSnapshotReads(t *testing.T) {
	l := Embedded()
	if len(l.Authorities) != 4 || len(l.Entries) != 17 || len(l.Providers) != 34 || len(l.Roots) != 3 || l.Date.IsZero() || l.Signed.Kind != OriginEmbedded {
		t.Errorf("%d authorities, %d certificates, %d providers, %s, %s", len(l.Authorities), len(l.Entries), len(l.Providers), l.Date, l.Signed.Kind)
	}
	data, err := l.Encode()
	if err != nil || !bytes.Equal(data, snapshot) {
		t.Errorf("the snapshot does not come out as it went in: %v", err)
	}
	if bytes.Contains(snapshot, []byte(`"der"`)) {
		t.Error("the snapshot carries certificates, it should carry facts")
	}
	for _, a := range l.Authorities {
		for _, c := range a.Certificates {
			if c.Source == "" || c.Date == "" {
				t.Errorf("%s: a certificate without source or date", a.Subject)
			}
		}
		for _, n := range append(slices.Clone(a.Domains), a.Organisations...) {
			if n.Source == "" || n.Date == "" || n.Since.IsZero() {
				t.Errorf("%s: %s without source or date", a.Subject, n.Name)
			}
		}
	}
	for _, e := range l.Entries {
		if e.Source == "" || e.Date == "" || e.Provider == "" {
			t.Errorf("%s without source, date or provider", e.Subject)
		}
	}
}
