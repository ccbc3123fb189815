package trustlist

import (
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"
)

var lastCRL int64

// crlOf makes a revocation list; edit changes the template.
func crlOf(t testing.TB, by *keyed, thisUpdate time.Time, entries []x509.RevocationListEntry, edit ...func(*x509.RevocationList)) []byte {
	t.Helper()
	lastCRL++
	l := &x509.RevocationList{Number: big.NewInt(lastCRL), ThisUpdate: thisUpdate, NextUpdate: thisUpdate.Add(day24), RevokedCertificateEntries: entries}
	for _, e := range edit {
		e(l)
	}
	der, err := x509.CreateRevocationList(rand.Reader, l, by.Certificate, by.key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func revoked(c *keyed, at time.Time, reason int) []x509.RevocationListEntry {
	return []x509.RevocationListEntry{{SerialNumber: c.SerialNumber, RevocationTime: at, ReasonCode: reason}}
}

func issuingPoint(t testing.TB, uri string) func(*x509.RevocationList) {
	der, err := asn1.Marshal(struct {
		P struct {
			F []asn1.RawValue `asn1:"tag:0"`
		} `asn1:"tag:0"`
	}{struct {
		F []asn1.RawValue `asn1:"tag:0"`
	}{[]asn1.RawValue{name(formURI, uri)}}})
	if err != nil {
		t.Fatal(err)
	}
	return crlExtension(oidIssuingPoint, true, der)
}

func crlExtension(oid asn1.ObjectIdentifier, critical bool, value []byte) func(*x509.RevocationList) {
	return func(l *x509.RevocationList) {
		l.ExtraExtensions = append(l.ExtraExtensions, pkix.Extension{Id: oid, Critical: critical, Value: value})
	}
}

func TestRevocation(t *testing.T) {
	authority := issue(t, nil, ca("PEC CA"))
	twin := issue(t, nil, ca("PEC CA"))
	points := func(c *x509.Certificate) { c.CRLDistributionPoints = []string{"http://ca.example/CRL"} }
	c := issue(t, authority, provider(organisation, domain, points))
	other := issue(t, authority, provider(organisation, domain))

	before, after := mid2019.Add(-48*time.Hour), mid2019.Add(48*time.Hour)
	list := func(ders ...[]byte) []*List {
		var out []*List
		for _, d := range ders {
			out = append(out, mustParse(t, "crl", d))
		}
		return out
	}
	expired, err := asn1.MarshalWithParams(jan2018, "generalized")
	if err != nil {
		t.Fatal(err)
	}
	now := mid2019
	late := jan2021.AddDate(0, 1, 0)
	cases := []struct {
		name   string
		crls   []*List
		want   string
		reason string
		slug   string
	}{
		{"no list", nil, RevocationIsUnknown, "", RevocationNone},
		{"revoked before", list(crlOf(t, authority, after, revoked(c, before, 4))), RevocationIsRevoked, "superseded", Revoked},
		{"revoked at that second", list(crlOf(t, authority, after, revoked(c, now, 5))), RevocationIsRevoked, "cessationOfOperation", Revoked},
		{"revoked later", list(crlOf(t, authority, late, revoked(c, now.Add(time.Second), 4))), RevocationIsGood, "superseded", RevokedLater},
		{"key compromised later", list(crlOf(t, authority, late, revoked(c, after, 1))), RevocationIsRevoked, "keyCompromise", Revoked},
		{"CA compromised later", list(crlOf(t, authority, late, revoked(c, after, 2))), RevocationIsRevoked, "cACompromise", Revoked},
		{"another certificate revoked", list(crlOf(t, authority, after, revoked(other, before, 1))), RevocationIsGood, "", RevocationGood},
		{"a list of that second", list(crlOf(t, authority, now, nil)), RevocationIsGood, "", RevocationGood},
		{"a list from before", list(crlOf(t, authority, before, nil)), RevocationIsUnknown, "", RevocationOlder},
		{"a list from before that has it", list(crlOf(t, authority, before, revoked(c, before.Add(-day24), 0))), RevocationIsRevoked, "unspecified", Revoked},
		{"a list from after the certificate expired", list(crlOf(t, authority, late, nil)), RevocationIsUnknown, "", RevocationExpired},
		{"a list from after, which keeps the expired", list(crlOf(t, authority, late, nil, crlExtension(oidExpiredCertsOnCRL, false, expired))), RevocationIsGood, "", RevocationGood},
		{"an old list and a good one", list(crlOf(t, authority, before, nil), crlOf(t, authority, after, nil)), RevocationIsGood, "", RevocationGood},
		{"one list has it, a later one dropped it", list(crlOf(t, authority, late, nil), crlOf(t, authority, after, revoked(c, before, 4))), RevocationIsRevoked, "superseded", Revoked},
		{"a list signed by a twin of the authority", list(crlOf(t, twin, after, revoked(c, before, 1))), RevocationIsUnknown, "", RevocationUnproved},
		{"a good list signed by a twin", list(crlOf(t, twin, after, nil)), RevocationIsUnknown, "", RevocationUnproved},
		{"a list of another authority", list(crlOf(t, issue(t, nil, ca("Altra CA")), after, revoked(c, before, 1))), RevocationIsUnknown, "", RevocationNone},
		{"on hold", list(crlOf(t, authority, after, revoked(c, before, 6))), RevocationIsRevoked, "certificateHold", Revoked},
		{"on hold later", list(crlOf(t, authority, late, revoked(c, after, 6))), RevocationIsGood, "certificateHold", RevokedLater},
		{"a hold that was released before", list(crlOf(t, authority, before, revoked(c, before.Add(-day24), 6)), crlOf(t, authority, after, nil)), RevocationIsGood, "", HoldReleased},
		{"a hold that was released after", list(crlOf(t, authority, now, revoked(c, before, 6)), crlOf(t, authority, after, nil)), RevocationIsRevoked, "certificateHold", Revoked},
		{"removed from the list", list(crlOf(t, authority, after, revoked(c, before, 8))), RevocationIsUnknown, "", RevocationNone},
		{"a list limited to the certificate's point", list(crlOf(t, authority, after, nil, issuingPoint(t, "http://ca.example/CRL"))), RevocationIsGood, "", RevocationGood},
		{"a list limited to another point", list(crlOf(t, authority, after, nil, issuingPoint(t, "http://ca.example/CRL2"))), RevocationIsUnknown, "", RevocationScope},
		{"a list limited to another point that has it all the same", list(crlOf(t, authority, after, revoked(c, before, 1), issuingPoint(t, "http://ca.example/CRL2"))), RevocationIsRevoked, "keyCompromise", Revoked},
	}
	lists := map[string]*List{
		"by facts": authorityFacts(authority, nil, nil), "brought": mustParse(t, "ca", authority.Raw),
		"listed": Combine(authorityFacts(authority, nil, nil), mustParse(t, "c", c.Raw)),
	}
	for _, tc := range cases {
		for kind, base := range lists {
			t.Run(tc.name+", "+kind, func(t *testing.T) {
				a := Combine(append([]*List{base}, tc.crls...)...).Signer(c.Certificate, nil, now)
				if a.Revocation != tc.want || a.RevocationReason != tc.reason || a.RevokedAt.IsZero() != (tc.reason == "") {
					t.Errorf("%s, %q at %s: %v", a.Revocation, a.RevocationReason, a.RevokedAt, a.Reasons)
				}
				wantReason(t, a, tc.slug)
				if slices.Contains(slugs(a), RevocationUnproved) != (tc.slug == RevocationUnproved) {
					t.Errorf("a list that proves nothing: %v", a.Reasons)
				}
				for _, r := range a.Reasons {
					if r.Warn != (r.Reason == RevokedLater) {
						t.Errorf("warns %v: %s", r.Warn, r.Reason)
					}
				}
			})
		}
	}

	t.Run("listed, its issuer unknown: nobody's list can be believed", func(t *testing.T) {
		l := Combine(append(list(c.Raw), list(crlOf(t, authority, after, revoked(c, before, 1)))...)...)
		a := l.Signer(c.Certificate, nil, now)
		if a.Path != PathCertificate || a.Revocation != RevocationIsUnknown {
			t.Errorf("path %s, %s", a.Path, a.Revocation)
		}
		wantReason(t, a, RevocationUnproved)
		wantReason(t, a, RevocationUnchecked)
		for name, crl := range map[string][]byte{
			"does not have it": crlOf(t, authority, after, revoked(other, before, 1)), "has it from later": crlOf(t, authority, late, revoked(c, after, 4)),
			"removed it": crlOf(t, authority, after, revoked(c, before, 8)),
		} {
			if a := Combine(append(list(c.Raw), list(crl)...)...).Signer(c.Certificate, nil, now); slices.Contains(slugs(a), RevocationUnchecked) {
				t.Errorf("a list that %s: %v", name, a.Reasons)
			}
		}
	})
	t.Run("an intermediate's list", func(t *testing.T) {
		sub := issue(t, authority, ca("Intermedia"))
		leaf := issue(t, sub, provider(organisation, domain))
		l := Combine(append(list(authority.Raw), list(crlOf(t, sub, after, revoked(leaf, before, 4)))...)...)
		if a := l.Signer(leaf.Certificate, []*x509.Certificate{sub.Certificate}, now); a.Revocation != RevocationIsRevoked {
			t.Errorf("%s: %v", a.Revocation, a.Reasons)
		}
	})
	t.Run("facts of a snapshot", func(t *testing.T) {
		facts := authorityFacts(authority, nil, nil)
		made, notes, err := Update(&List{Authorities: facts.Authorities}, Sources{Lists: list(crlOf(t, authority, after, revoked(c, before, 4)))})
		if err != nil || len(notes) > 0 {
			t.Fatal(err, notes)
		}
		data, err := made.Encode()
		if err != nil {
			t.Fatal(err)
		}
		read := mustParse(t, "snapshot", data)
		read.Signed.Kind = OriginEmbedded // made here from what was verified here
		if a := read.Signer(c.Certificate, nil, now); a.Revocation != RevocationIsRevoked || a.RevocationReason != "superseded" {
			t.Errorf("%s: %v", a.Revocation, a.Reasons)
		}
		if a := read.Signer(other.Certificate, nil, now); a.Revocation != RevocationIsGood {
			t.Errorf("the other: %s: %v", a.Revocation, a.Reasons)
		}
		if a := read.Signer(other.Certificate, nil, after.Add(time.Second)); a.Revocation != RevocationIsUnknown {
			t.Errorf("the other, later: %s: %v", a.Revocation, a.Reasons)
		}
	})
}

// TestAStrangersWordRevokesNothing: a bare fact of a list is whoever's wrote the list. It is said, and changes no answer,
// neither to revoked nor to good.
func TestAStrangersWordRevokesNothing(t *testing.T) {
	authority := issue(t, nil, ca("PEC CA"))
	twin := issue(t, nil, ca("PEC CA"))
	c := issue(t, authority, provider(organisation, domain))
	before, after := mid2019.Add(-48*time.Hour), mid2019.Add(48*time.Hour)
	issuer, serial := nameOf(c.RawIssuer), serialOf(c.SerialNumber)
	embedded := authorityFacts(authority, nil, nil)
	embedded.Signed, embedded.From = Origin{Kind: OriginEmbedded}, FromEmbedded
	stated := func(at time.Time, reason string) *List {
		l := &List{Name: "embedded", Kind: KindSnapshot, Revocations: []Revocation{{Issuer: strings.ToUpper(issuer), Serial: serial, Date: at, Reason: reason}}}
		data, err := l.Encode()
		if err != nil {
			t.Fatal(err)
		}
		return mustParse(t, "", data)
	}
	silent := func(at time.Time) *List {
		return &List{Kind: KindSnapshot, CRLs: []CRL{{Issuer: issuer, ThisUpdate: at, Source: "x"}}}
	}
	inFull := func(by *keyed, thisUpdate time.Time, at time.Time, reason int) *List {
		l := mustParse(t, "crl", crlOf(t, by, thisUpdate, revoked(c, at, reason)))
		data, err := l.Encode()
		if err != nil {
			t.Fatal(err)
		}
		return mustParse(t, "full", data)
	}
	signed := stated(before, "superseded")
	signed.Signed = Origin{Kind: OriginListed, Signer: "Autorità di prova"}
	ofAuthority := func(der []byte) *List { return mustParse(t, "crl", der) }
	for _, tc := range []struct {
		name  string
		lists []*List
		want  string
		said  bool
	}{
		{"a statement", []*List{stated(before, "superseded")}, RevocationIsUnknown, true},
		{"a statement of a key that was compromised later", []*List{stated(after, "keyCompromise")}, RevocationIsUnknown, true},
		{"a statement of later", []*List{stated(after, "superseded")}, RevocationIsUnknown, false},
		{"a statement that it was removed", []*List{stated(before, "removeFromCRL")}, RevocationIsUnknown, false},
		{"a statement in a list that an authority signed, though not as a revocation list", []*List{signed}, RevocationIsUnknown, true},
		{"a statement beside the authority's good list", []*List{stated(before, ""), ofAuthority(crlOf(t, authority, after, nil))}, RevocationIsGood, true},
		{"a statement beside the authority's list that has it", []*List{stated(before, ""), ofAuthority(crlOf(t, authority, after, revoked(c, before, 4)))}, RevocationIsRevoked, false},
		{"a statement beside the authority's list that has it later", []*List{stated(before, ""), ofAuthority(crlOf(t, authority, after, revoked(c, after, 4)))}, RevocationIsGood, true},
		{"a revocation list stated, not shown, that has nothing of it", []*List{silent(after)}, RevocationIsUnknown, false},
		{"the same cannot end a hold", []*List{silent(mid2019.Add(-time.Hour)), ofAuthority(crlOf(t, authority, before, revoked(c, before.Add(-day24), 6)))}, RevocationIsRevoked, false},
		{"the revocation list in full", []*List{inFull(authority, after, before, 4)}, RevocationIsRevoked, false},
		{"a revocation list in full of a twin", []*List{inFull(twin, after, before, 4)}, RevocationIsUnknown, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := Combine(append([]*List{embedded}, tc.lists...)...).Signer(c.Certificate, nil, mid2019)
			if a.Path != PathAuthority || a.Revocation != tc.want {
				t.Errorf("path %s, %s: %v", a.Path, a.Revocation, a.Reasons)
			}
			i := slices.IndexFunc(a.Reasons, func(r Reason) bool { return r.Reason == RevocationStated })
			if (i >= 0) != tc.said {
				t.Fatalf("said %v: %v", i >= 0, a.Reasons)
			}
			if i < 0 {
				return
			}
			r := a.Reasons[i]
			if !r.Warn || r.Values["list"] != "embedded" || r.Values["from"] != string(FromFile) || r.Values["origin"] != string(tc.lists[0].Signed.Kind) || r.Values["date"] == "" {
				t.Errorf("%+v", r)
			}
			if slices.Contains(slugs(a), RevocationNone) {
				t.Error("no list says anything, it says beside one that does")
			}
		})
	}
	same := stated(before, "superseded")
	same.Signed.Kind = OriginEmbedded
	if a := Combine(embedded, same).Signer(c.Certificate, nil, mid2019); a.Revocation != RevocationIsRevoked {
		t.Errorf("of the embedded list, which was held against the signatures: %s", a.Revocation)
	}
}

func TestCRLsAreReadOrRefused(t *testing.T) {
	authority := issue(t, nil, ca("PEC CA"))
	twin := issue(t, nil, ca("PEC CA"))
	stranger := issue(t, nil, ca("Altra CA"))
	known := authorityFacts(authority, nil, nil)
	c := issue(t, authority, provider(organisation, domain))
	good := crlOf(t, authority, mid2019, revoked(c, jan2018, 1))

	l := mustParse(t, "crl.pem", pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: good}))
	if l.Kind != KindCRL || len(l.CRLs) != 1 || l.CRLs[0].Len() != 1 || l.Day() != "2019-07-01" || l.CheckCRLs(known) != nil {
		t.Errorf("%s, %d lists, date %s, %v", l.Kind, len(l.CRLs), l.Day(), l.CheckCRLs(known))
	}
	beside := mustParse(t, "both", append(slices.Clone(authority.Raw), good...))
	if beside.Kind != KindCertificates || beside.CheckCRLs(nil) != nil {
		t.Errorf("with its CA beside it: %s, %v", beside.Kind, beside.CheckCRLs(nil))
	}
	altered := slices.Clone(good)
	altered[len(altered)-1] ^= 1
	for what, tc := range map[string]struct {
		der  []byte
		want string
	}{
		"an altered signature":        {altered, "does not verify"},
		"a twin of the authority":     {crlOf(t, twin, mid2019, nil), "does not verify"},
		"an issuer that is not known": {crlOf(t, stranger, mid2019, nil), "no listed authority"},
	} {
		l := mustParse(t, "crl", tc.der)
		if err := l.CheckCRLs(known); err == nil || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), "CA") {
			t.Errorf("%s: %v", what, err)
		}
	}

	point := func(p any) func(*x509.RevocationList) {
		der, err := asn1.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		return crlExtension(oidIssuingPoint, true, der)
	}
	for what, edit := range map[string]func(*x509.RevocationList){
		"a delta list": crlExtension(asn1.ObjectIdentifier{2, 5, 29, 27}, true, []byte{2, 1, 1}),
		"a delta list that does not insist on it": crlExtension(asn1.ObjectIdentifier{2, 5, 29, 27}, false, []byte{2, 1, 1}),
		"a list of CA certificates": point(struct {
			X bool `asn1:"tag:2"`
		}{true}),
		"a list of some reasons": point(struct {
			X asn1.BitString `asn1:"tag:3"`
		}{asn1.BitString{Bytes: []byte{0x40}, BitLength: 2}}),
		"an indirect list": point(struct {
			X bool `asn1:"tag:4"`
		}{true}),
		"a list of attribute certificates": point(struct {
			X bool `asn1:"tag:5"`
		}{true}),
		"a point that is none": crlExtension(oidIssuingPoint, true, []byte{5, 0}),
		"an entry of another issuer": func(l *x509.RevocationList) {
			l.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: big.NewInt(1), RevocationTime: jan2018,
				ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 29}, Critical: true, Value: []byte{0x30, 0}}}}}
		},
		"an entry of another issuer that does not insist on it": func(l *x509.RevocationList) {
			l.RevokedCertificateEntries = []x509.RevocationListEntry{{SerialNumber: big.NewInt(1), RevocationTime: jan2018,
				ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 29}, Value: []byte{0x30, 0}}}}}
		},
	} {
		if l, err := Parse("crl", crlOf(t, authority, mid2019, nil, edit)); err == nil {
			t.Errorf("%s: %d lists", what, len(l.CRLs))
		}
	}
	if l, err := Parse("crl", crlOf(t, authority, mid2019, nil, point(struct {
		X bool `asn1:"tag:1"`
	}{true}))); err != nil || len(l.CRLs) != 1 {
		t.Errorf("a list of user certificates: %v", err)
	}
	if _, err := Parse("crl", good[:len(good)-9]); err == nil {
		t.Error("a list that was cut short")
	}
}

func TestTheWorseOfTwoEntriesCounts(t *testing.T) {
	authority := issue(t, nil, ca("PEC CA"))
	c := issue(t, authority, provider(organisation, domain))
	twice := append(revoked(c, jan2018, 4), revoked(c, mid2019.AddDate(1, 0, 0), 1)...)
	for range 2 {
		slices.Reverse(twice)
		l := Combine(mustParse(t, "ca", authority.Raw), mustParse(t, "crl", crlOf(t, authority, jan2021, twice)))
		if a := l.Signer(c.Certificate, nil, mid2019); a.RevocationReason != "keyCompromise" {
			t.Errorf("%s %s", a.Revocation, a.RevocationReason)
		}
	}
}
