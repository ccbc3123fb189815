package trustlist

import (
	"crypto/x509"
	"strings"
	"testing"
	"time"
)

func TestTimes(t *testing.T) {
	y := func(year int) time.Time { return time.Date(year, 1, 14, 12, 0, 0, 0, time.UTC) }
	c := func(from, to int) CACertificate { return CACertificate{NotBefore: y(from), NotAfter: y(to)} }
	for _, tc := range []struct {
		name         string
		certificates []CACertificate
		says         string
	}{
		{"none", nil, ""},
		{"one", []CACertificate{c(2011, 2018)}, "2011-01-14 to 2018-01-14"},
		{"two with a gap, in any order", []CACertificate{c(2020, 2023), c(2011, 2018)}, "2011-01-14 to 2018-01-14, 2020-01-14 to 2023-01-14"},
		{"two that touch", []CACertificate{c(2018, 2020), c(2011, 2018)}, "2011-01-14 to 2020-01-14"},
		{"one within another", []CACertificate{c(2011, 2020), c(2012, 2013)}, "2011-01-14 to 2020-01-14"},
		{"the same twice", []CACertificate{c(2011, 2018), c(2011, 2018)}, "2011-01-14 to 2018-01-14"},
	} {
		if got := timesOf(tc.certificates).String(); got != tc.says {
			t.Errorf("%s: %q", tc.name, got)
		}
	}
	if now := timesOf(nil); now.hold(y(2015)) || !now.over(y(2015)) {
		t.Error("an authority without certificates holds, or is not over")
	}
}

// TestARetiredAuthorityVouchesForNothing: the key of an authority that ended may have come into anybody's hands since.
func TestARetiredAuthorityVouchesForNothing(t *testing.T) {
	y := func(year int) time.Time { return time.Date(year, 1, 14, 12, 0, 0, 0, time.UTC) }
	authority := issue(t, nil, ca("PEC CA", func(c *x509.Certificate) { c.NotBefore, c.NotAfter = y(2011), y(2018) }))
	facts := authorityFacts(authority, nil, nil)
	unknown := authorityFacts(authority, nil, nil)
	unknown.Authorities[0].Certificates = nil
	gap := authorityFacts(authority, nil, nil)
	gap.Authorities[0].Certificates = append(gap.Authorities[0].Certificates, CACertificate{NotBefore: y(2020), NotAfter: y(2024)})
	for _, tc := range []struct {
		name     string
		list     *List
		from, to time.Time
		at       time.Time
		slug     string // "" = vouched for
		validity string
	}{
		{"in its time", facts, y(2014), y(2017), y(2016), "", ""},
		{"from the first day", facts, y(2011), y(2014), y(2012), "", ""},
		{"from a day before, by another clock", facts, y(2011).Add(-day24), y(2014), y(2012), "", ""},
		{"from over a day before", facts, y(2011).Add(-day24 - time.Second), y(2014), y(2012), IssuedOutside, ""},
		{"from its last second", facts, y(2018), y(2021), y(2018), "", ""},
		{"long after it, as a forger with its key would", facts, y(2024), y(2034), y(2025), IssuedOutside, ""},
		{"long before it", facts, y(2005), y(2034), y(2012), IssuedOutside, ""},
		{"in its time, certified at its last second", facts, y(2014), y(2034), y(2018), "", ""},
		{"in its time, certified a second after its end", facts, y(2014), y(2034), y(2018).Add(time.Second), AuthorityOver, ""},
		{"in its time, certified today", facts, y(2014), y(2034), y(2025), AuthorityOver, ""},
		{"in its time, certified after both ended", facts, y(2014), y(2024), y(2025), AuthorityOver, ValidityExpired},
		{"in its time and over by the end, certified later", facts, y(2014), y(2017), y(2025), "", ValidityExpired},
		{"in its time, certified before it began", facts, y(2014), y(2017), y(2013), "", ValidityNotYet},
		{"in the gap between two certificates", gap, y(2019), y(2022), y(2021), IssuedOutside, ""},
		{"before the gap, certified after it", gap, y(2017), y(2023), y(2021), "", ""},
		{"after the gap", gap, y(2021), y(2023), y(2022), "", ""},
		{"under an authority of which no certificate is known", unknown, y(2014), y(2017), y(2016), IssuedOutside, ""},
		{"under a brought certificate, in its time", mustParse(t, "ca", authority.Raw), y(2014), y(2017), y(2016), "", ""},
		{"under a brought certificate, certified after its end", mustParse(t, "ca", authority.Raw), y(2014), y(2034), y(2025), AuthorityNotValid, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := issue(t, authority, provider(organisation, domain, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = tc.from, tc.to }))
			a := tc.list.Signer(c.Certificate, nil, tc.at)
			if (a.Path == PathAuthority) != (tc.slug == "") || a.Validity != tc.validity {
				t.Errorf("path %s, validity %q: %v", a.Path, a.Validity, a.Reasons)
			}
			if tc.slug == "" {
				return
			}
			wantReason(t, a, tc.slug)
			for _, r := range a.Reasons {
				if r.Reason == tc.slug && tc.slug != AuthorityNotValid && r.Values["times"] != tc.list.Authorities[0].times().String() {
					t.Errorf("the dates are not said: %v", r)
				}
			}
			if listed := Combine(tc.list, mustParse(t, "c", c.Raw)).Signer(c.Certificate, nil, tc.at); listed.Path != PathCertificate {
				t.Errorf("listed itself it needs no authority: %s", listed.Path)
			}
		})
	}
}

// TestARetiredAuthorityRevokesNothing, and what it signed lists with counts for nothing.
func TestARetiredAuthorityRevokesNothing(t *testing.T) {
	y := func(year int) time.Time { return time.Date(year, 1, 14, 12, 0, 0, 0, time.UTC) }
	authority := issue(t, nil, ca("PEC CA", func(c *x509.Certificate) { c.NotBefore, c.NotAfter = y(2011), y(2018) }))
	c := issue(t, authority, provider(organisation, domain, func(c *x509.Certificate) { c.NotBefore, c.NotAfter = y(2014), y(2017) }))
	for name, list := range map[string]*List{"by facts": authorityFacts(authority, nil, nil), "brought": mustParse(t, "ca", authority.Raw),
		"listed": Combine(authorityFacts(authority, nil, nil), mustParse(t, "c", c.Raw))} {
		for _, tc := range []struct {
			at   time.Time
			want string
		}{{y(2010), RevocationIsUnknown}, {y(2017), RevocationIsRevoked}, {y(2018).Add(day24), RevocationIsRevoked},
			{y(2018).Add(day24 + time.Second), RevocationIsUnknown}, {y(2026), RevocationIsUnknown}} {
			crl := mustParse(t, "crl", crlOf(t, authority, tc.at, revoked(c, y(2015), 1)))
			a := Combine(list, crl).Signer(c.Certificate, nil, y(2016))
			if a.Revocation != tc.want {
				t.Errorf("%s, a revocation list of %s: %s: %v", name, tc.at, a.Revocation, a.Reasons)
			}
			err := crl.CheckCRLs(list)
			if (err == nil) != (tc.want == RevocationIsRevoked) || err != nil && !strings.Contains(err.Error(), "2011-01-14 to 2018-01-14") {
				t.Errorf("%s, a revocation list of %s is taken over: %v", name, tc.at, err)
			}
		}
	}
	if o := authorityFacts(authority, nil, nil).OriginOf(issue(t, nil, ca("x")).Certificate, y(2016)); o.Kind != OriginUnknown {
		t.Errorf("%+v", o)
	}
	renewed := issueKey(t, nil, authority.key, ca("PEC CA", func(c *x509.Certificate) { c.NotBefore, c.NotAfter = y(2011), y(2040) }))
	if o := authorityFacts(authority, nil, nil).OriginOf(renewed.Certificate, y(2025)); o.Kind != OriginUnknown {
		t.Errorf("a certificate that a forger with the key made himself: %+v", o)
	}
}
