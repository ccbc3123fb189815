package trustlist

import (
	"crypto"
	_ "crypto/md5"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"
)

const domain, organisation = "pec.example.it", "Gestore Esempio S.p.A."

// TestAuthorityByFacts: one authority known by its key, which states a policy, e-mail domains and organisations.
func TestAuthorityByFacts(t *testing.T) {
	authority := issue(t, nil, ca("PEC CA"))
	twin := issue(t, nil, ca("PEC CA"))
	stranger := issue(t, nil, ca("Altra CA"))
	list := authorityFacts(authority, []string{domain, ".sotto.example.it"}, []string{organisation, "Altro  Gestore S.r.l."})
	free := authorityFacts(authority, nil, nil)
	old := authorityFacts(authority, nil, nil)
	old.Authorities[0].AddressInSubject = true

	emailInSubject := func(address string) func(*x509.Certificate) {
		return func(c *x509.Certificate) {
			c.EmailAddresses = nil
			c.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: oidEmailAddress, Value: address}}
		}
	}
	cases := []struct {
		name   string
		list   *List
		by     *keyed
		edit   func(*x509.Certificate)
		path   Path
		unfit  string
		reason string
	}{
		{"a provider of the admitted domain and organisation", list, authority, provider(organisation, domain), PathAuthority, "", AuthoritySigned},
		{"an organisation in other case and spacing", list, authority, provider(" gestore  ESEMPIO S.p.A. ", domain), PathAuthority, "", OrganisationAdmit},
		{"an organisation with single spaces where the constraint has two", list, authority, provider("Altro Gestore S.r.l.", domain), PathAuthority, "", OrganisationAdmit},
		{"a host under an admitted dotted domain", list, authority, provider(organisation, "a.sotto.example.it"), PathAuthority, "", DomainAdmitted},
		{"a local part in capitals", list, authority, provider(organisation, domain, func(c *x509.Certificate) {
			c.EmailAddresses = []string{"Posta-Certificata@PEC.Example.IT"}
		}), PathAuthority, "", DomainAdmitted},
		{"no extended key usage, as the oldest", list, authority, provider(organisation, domain, func(c *x509.Certificate) { c.ExtKeyUsage = nil }), PathAuthority, "", AuthoritySigned},
		{"any extended key usage", list, authority, provider(organisation, domain, func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageAny} }), PathAuthority, "", AuthoritySigned},
		{"no key usage", list, authority, provider(organisation, domain, func(c *x509.Certificate) { c.KeyUsage = 0 }), PathAuthority, "", AuthoritySigned},

		{"the authority's name and another key", list, twin, provider(organisation, domain), PathNone, "", IssuerKey},
		{"self-signed", list, nil, provider(organisation, domain), PathNone, "", IssuerUnknown},
		{"an unknown issuer", list, stranger, provider(organisation, domain), PathNone, "", IssuerUnknown},
		{"without the policy", list, authority, provider(organisation, domain, func(c *x509.Certificate) { c.Policies = nil }), PathNone, "", PolicyMissing},
		{"the authority's own policy instead of the leaf's", list, authority, provider(organisation, domain, func(c *x509.Certificate) { c.Policies = []x509.OID{oid("1.3.76.16.3.1")} }), PathNone, "", PolicyMissing},
		{"a domain that was never admitted", list, authority, provider(organisation, "evil.example"), PathNone, "", DomainRefused},
		{"a host under an admitted host", list, authority, provider(organisation, "sub."+domain), PathNone, "", DomainRefused},
		{"the very domain of a dotted constraint", list, authority, provider(organisation, "sotto.example.it"), PathNone, "", DomainRefused},
		{"a second address in a domain not admitted", list, authority, provider(organisation, domain, func(c *x509.Certificate) {
			c.EmailAddresses = append(c.EmailAddresses, "posta-certificata@evil.example")
		}), PathNone, "", DomainRefused},
		{"no address", list, authority, provider(organisation, domain, func(c *x509.Certificate) { c.EmailAddresses = nil }), PathNone, "", NoAddress},
		{"the address in the subject only", list, authority, provider(organisation, domain, emailInSubject("posta-certificata@"+domain)), PathNone, "", NoAddress},
		{"an organisation that was never admitted", list, authority, provider("Altri S.p.A.", domain), PathNone, "", OrganisationRefused},
		{"no organisation", list, authority, provider("", domain, func(c *x509.Certificate) { c.Subject.Organization = nil }), PathNone, "", OrganisationRefused},
		{"two organisations, one not admitted", list, authority, provider(organisation, domain, func(c *x509.Certificate) {
			c.Subject.Organization = append(c.Subject.Organization, "Altri S.p.A.")
		}), PathNone, "", OrganisationRefused},
		{"a person of an admitted domain", list, authority, provider(organisation, domain, func(c *x509.Certificate) {
			c.EmailAddresses = []string{"mario.rossi@" + domain}
		}), PathNone, "", PersonCertificate},
		{"a local part that only begins so", list, authority, provider(organisation, domain, func(c *x509.Certificate) {
			c.EmailAddresses = []string{"posta-certificata.rossi@" + domain}
		}), PathNone, "", PersonCertificate},
		{"a critical extension that is not understood", list, authority, provider(organisation, domain, func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}
		}), PathNone, "", CriticalExtension},

		{"an authority without constraints", free, authority, provider("Chiunque S.r.l.", "altrove.example"), PathAuthority, "", AuthoritySigned},
		{"an authority without constraints, a person", free, authority, provider(organisation, domain, func(c *x509.Certificate) {
			c.EmailAddresses = []string{"mario@" + domain}
		}), PathNone, "", PersonCertificate},
		{"an authority without constraints, the address in the subject", free, authority, provider(organisation, domain, emailInSubject("posta-certificata@"+domain)), PathNone, "", NoAddress},
		{"the oldest authority, the address in the subject", old, authority, provider(organisation, domain, emailInSubject("posta-certificata@"+domain)), PathAuthority, "", AuthoritySigned},
		{"the oldest authority, a person's address in the subject", old, authority, provider(organisation, domain, emailInSubject("mario@"+domain)), PathNone, "", PersonCertificate},

		{"non-repudiation without digital signature", list, authority, provider(organisation, domain, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageContentCommitment }), PathAuthority, UnfitDigitalSign, Unfit},
		{"an extended key usage without e-mail", list, authority, provider(organisation, domain, func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
		}), PathAuthority, UnfitEmailProtection, Unfit},
		{"an extended key usage that is not known", list, authority, provider(organisation, domain, func(c *x509.Certificate) {
			c.ExtKeyUsage, c.UnknownExtKeyUsage = nil, []asn1.ObjectIdentifier{{1, 2, 3}}
		}), PathAuthority, UnfitEmailProtection, Unfit},
		{"a CA under the authority, whatever it is called", list, authority, ca("Sub CA"), PathAuthority, UnfitCA, Unfit},
		{"a CA with a provider's names", list, authority, func(c *x509.Certificate) {
			provider(organisation, domain)(c)
			c.BasicConstraintsValid, c.IsCA = true, true
		}, PathAuthority, UnfitCA, Unfit},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			a := tc.list.Signer(issue(t, tc.by, tc.edit).Certificate, nil, mid2019)
			if a.Path != tc.path || a.Unfit != tc.unfit || a.Validity != "" {
				t.Errorf("path %s, unfit %q, validity %q: %v; want %s, %q", a.Path, a.Unfit, a.Validity, a.Reasons, tc.path, tc.unfit)
			}
			wantReason(t, a, tc.reason)
			if a.Path == PathNone && (a.Provider != "" || a.Revocation != RevocationIsUnknown || a.List == "") {
				t.Errorf("nobody vouches, and yet: provider %q, revocation %s, list %q", a.Provider, a.Revocation, a.List)
			}
		})
	}
	t.Run("the authority itself", func(t *testing.T) {
		if a := list.Signer(authority.Certificate, nil, mid2019); a.Path != PathAuthority || a.Unfit != UnfitCA {
			t.Errorf("path %s, unfit %q", a.Path, a.Unfit)
		}
	})
	t.Run("one step only", func(t *testing.T) {
		sub := issue(t, authority, ca("Sub CA"))
		c := issue(t, sub, provider(organisation, domain))
		if a := list.Signer(c.Certificate, []*x509.Certificate{sub.Certificate, authority.Certificate}, mid2019); a.Path != PathNone {
			t.Errorf("path %s through a CA under the authority", a.Path)
		}
	})
	t.Run("the issuer's name is asked beside its key", func(t *testing.T) {
		renamed := &keyed{issueKey(t, nil, authority.key, ca("Con altro nome")).Certificate, authority.key}
		if a := list.Signer(issue(t, renamed, provider(organisation, domain)).Certificate, nil, mid2019); a.Path != PathNone {
			t.Errorf("path %s", a.Path)
		}
	})
}

func TestSHA1IsReadAndMD5IsNot(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	authority := issueKey(t, nil, key, ca("PEC CA"))
	c := issue(t, authority, provider(organisation, domain)).Certificate
	sha1 := resignSHA1(t, c, key)
	md5 := resign(t, c, key, crypto.MD5, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 4})
	brought := mustParse(t, "ca.pem", pemOf(authority))
	for name, list := range map[string]*List{"known by facts": authorityFacts(authority, []string{domain}, nil), "brought": brought} {
		for _, good := range []*x509.Certificate{c, sha1} {
			if a := list.Signer(good, nil, mid2019); a.Path != PathAuthority {
				t.Errorf("%s, %s: path %s: %v", name, good.SignatureAlgorithm, a.Path, a.Reasons)
			}
		}
		a := list.Signer(md5, nil, mid2019)
		if a.Path != PathNone {
			t.Errorf("%s, %s: path %s", name, md5.SignatureAlgorithm, a.Path)
		}
		wantReason(t, a, IssuerWeak)
		broken := *sha1
		broken.Signature = slices.Clone(sha1.Signature)
		broken.Signature[7] ^= 1
		if a := list.Signer(&broken, nil, mid2019); a.Path != PathNone {
			t.Errorf("%s, altered signature: path %s", name, a.Path)
		}
	}
}

func TestCertificateEntries(t *testing.T) {
	c := issue(t, nil, provider(organisation, domain))
	person := issue(t, nil, provider("", "", func(c *x509.Certificate) { c.EmailAddresses = []string{"mario@rossi.example"} }))
	v1 := v1Certificate(t)
	sub := issue(t, nil, ca("CA in an index"))
	other := issueKey(t, nil, c.key, provider(organisation, domain))
	list := &List{Name: "entries", Kind: KindLDIF, Entries: []Entry{
		{Provider: "Per SHA-1", SHA1: sha1Hex(c.Raw)}, entryOf(person.Certificate), entryOf(v1), entryOf(sub.Certificate),
		{Provider: "Impronta discorde", SHA256: sha256Hex([]byte("another certificate")), SHA1: sha1Hex(other.Raw)},
	}}
	cases := []struct {
		name     string
		cert     *x509.Certificate
		path     Path
		unfit    string
		provider string
	}{
		{"by the SHA-1 of the index alone", c.Certificate, PathCertificate, "", "Per SHA-1"},
		{"whoever it is: no address is asked", person.Certificate, PathCertificate, "", "Posta Certificata"},
		{"a version 1 certificate", v1, PathCertificate, "", "Vecchio Gestore"},
		{"a CA certificate in an index", sub.Certificate, PathCertificate, UnfitCA, "Autorità di prova"},
		{"the same key and names in another certificate", issueKey(t, nil, c.key, provider(organisation, domain)).Certificate, PathNone, "", ""},
		{"an equal SHA-1 where the SHA-256 is known to differ", other.Certificate, PathNone, "", ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			a := list.Signer(tc.cert, nil, mid2019)
			if a.Path != tc.path || a.Unfit != tc.unfit || a.Provider != tc.provider {
				t.Errorf("path %s, unfit %q, provider %q: %v", a.Path, a.Unfit, a.Provider, a.Reasons)
			}
		})
	}
}

// v1Certificate is self-signed and of version 1, as of 2003.
func v1Certificate(t *testing.T) *x509.Certificate {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	made := issueKey(t, nil, key, func(c *x509.Certificate) { c.Subject.CommonName = "Vecchio Gestore" })
	alg := pkix.AlgorithmIdentifier{Algorithm: asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}, Parameters: asn1.NullRawValue}
	tbs, err := asn1.Marshal(struct {
		Serial   *big.Int
		Alg      pkix.AlgorithmIdentifier
		Issuer   asn1.RawValue
		Validity struct{ From, To time.Time }
		Subject  asn1.RawValue
		Key      asn1.RawValue
	}{big.NewInt(7), alg, asn1.RawValue{FullBytes: made.RawSubject}, struct{ From, To time.Time }{jan2018, jan2021},
		asn1.RawValue{FullBytes: made.RawSubject}, asn1.RawValue{FullBytes: made.RawSubjectPublicKeyInfo}})
	if err != nil {
		t.Fatal(err)
	}
	h := crypto.SHA1.New()
	h.Write(tbs)
	sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA1, h.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	der, err := asn1.Marshal(struct {
		TBS asn1.RawValue
		Alg pkix.AlgorithmIdentifier
		Sig asn1.BitString
	}{asn1.RawValue{FullBytes: tbs}, alg, asn1.BitString{Bytes: sig, BitLength: 8 * len(sig)}})
	if err != nil {
		t.Fatal(err)
	}
	c := parseCert(t, der)
	if c.Version != 1 {
		t.Fatalf("version %d", c.Version)
	}
	return c
}

func TestAdmissionDatesWarnAndNeverRefuse(t *testing.T) {
	authority := issue(t, nil, ca("PEC CA"))
	list := authorityFacts(authority, nil, []string{organisation})
	list.Authorities[0].Domains = []Admission{
		{Name: domain, Since: jan2018, Until: jan2018.AddDate(1, 0, 0)},
		{Name: domain, Since: jan2018.AddDate(2, 0, 0)},
	}
	c := issue(t, authority, provider(organisation, domain)).Certificate
	for _, tc := range []struct {
		name, slug string
		at         time.Time
		warn       bool
	}{
		{"while admitted", DomainAdmitted, jan2018.AddDate(0, 6, 0), false},
		{"after it left", DomainLapsed, jan2018.AddDate(1, 6, 0), true},
		{"on the day it left", DomainLapsed, jan2018.AddDate(1, 0, 0), true},
		{"once it came back", DomainAdmitted, jan2018.AddDate(2, 6, 0), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			a := list.Signer(c, nil, tc.at)
			i := slices.IndexFunc(a.Reasons, func(r Reason) bool { return r.Reason == tc.slug })
			if a.Path != PathAuthority || i < 0 || a.Reasons[i].Warn != tc.warn {
				t.Errorf("path %s: %+v", a.Path, a.Reasons)
			}
		})
	}
}

func TestProviderNames(t *testing.T) {
	authority := issue(t, nil, ca("PEC CA"))
	list := authorityFacts(authority, nil, nil)
	list.Providers = []Provider{
		{Name: "Gestore di prima", Domains: []Admission{{Name: "comune.example.it"}}},
		{Name: "Gestore di poi", Organisation: "Poi S.p.A.", Domains: []Admission{{Name: "comune.example.it"}}},
	}
	for _, tc := range []struct{ name, organisation, domain, want string }{
		{"by the domain's record", "Qualunque S.p.A.", "comune.example.it", "Gestore di prima"},
		{"by the record of the same organisation, where two share a domain", "POI S.p.A.", "comune.example.it", "Gestore di poi"},
		{"by the certificate, without a record", "Nuovo S.p.A.", "nuovo.example.it", "Nuovo S.p.A."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if a := list.Signer(issue(t, authority, provider(tc.organisation, tc.domain)).Certificate, nil, mid2019); a.Provider != tc.want {
				t.Errorf("provider %q, want %q", a.Provider, tc.want)
			}
		})
	}
}

func TestCombinedListsAnswerByName(t *testing.T) {
	authority := issue(t, nil, ca("PEC CA"))
	a := authorityFacts(authority, nil, nil)
	a.Name, a.Date = "a", jan2018
	c := issue(t, nil, provider(organisation, domain))
	b := mustParse(t, "b.pem", pemOf(c))
	both := Combine(a, nil, Combine(b))
	if got := both.Signer(c.Certificate, nil, mid2019); got.List != "b.pem" || got.ListDate != "" {
		t.Errorf("certificate: list %q of %q", got.List, got.ListDate)
	}
	signed := issue(t, authority, provider(organisation, domain))
	if got := both.Signer(signed.Certificate, nil, mid2019); got.List != "a" || got.ListDate != "2018-01-01" {
		t.Errorf("authority: list %q of %q", got.List, got.ListDate)
	}
	if got := both.Signer(issue(t, nil, provider(organisation, domain)).Certificate, nil, mid2019); got.List != "a; b.pem" {
		t.Errorf("none: list %q", got.List)
	}
	if n := len(both.Certificates()); n != 1 {
		t.Errorf("%d certificates", n)
	}
	if len(both.Parts()) != 2 || len(both.Entries) != 1 || len(both.Authorities) != 1 {
		t.Errorf("%d parts, %d entries, %d authorities", len(both.Parts()), len(both.Entries), len(both.Authorities))
	}
}

func TestNothingToJudge(t *testing.T) {
	c := issue(t, nil, provider(organisation, domain)).Certificate
	var none *List
	for name, a := range map[string]Answer{
		"no list": none.Signer(c, nil, mid2019), "an empty list": Combine().Signer(c, nil, mid2019),
		"no certificate": Embedded().Signer(nil, nil, mid2019), "nil among the others": Combine().Signer(c, []*x509.Certificate{nil}, mid2019),
	} {
		if a.Path != PathNone || len(a.Reasons) == 0 {
			t.Errorf("%s: path %s, %v", name, a.Path, a.Reasons)
		}
	}
	if a := Embedded().Signer(c, nil, time.Time{}); a.Validity != ValidityNotYet {
		t.Errorf("without a time: validity %q", a.Validity)
	}
}

func TestOriginOfASignedList(t *testing.T) {
	office := func(edits ...func(*x509.Certificate)) func(*x509.Certificate) {
		return func(c *x509.Certificate) {
			c.Subject = pkix.Name{Country: []string{"IT"}, Organization: []string{"Autorità, di Prova"}, CommonName: "Ufficio indice"}
			c.KeyUsage = x509.KeyUsageDigitalSignature
			for _, edit := range edits {
				edit(c)
			}
		}
	}
	authority := issue(t, nil, ca("PEC CA", func(c *x509.Certificate) { c.Subject.Organization = []string{"Autorità, di Prova"} }))
	foreign := issue(t, nil, ca("PEC CA", func(c *x509.Certificate) { c.Subject.Organization = []string{"Autorità, di Prova"} }))
	by := func(edits ...func(*x509.Certificate)) *x509.Certificate {
		return issue(t, authority, office(edits...)).Certificate
	}
	listed := issue(t, authority, provider(organisation, domain))
	stranger := issue(t, nil, provider("Nessuno", "nessuno.example"))
	gone := issue(t, authority, office())
	facts := Combine(authorityFacts(authority, nil, nil), mustParse(t, "crl", crlOf(t, authority, mid2019, revoked(gone, jan2018, 1))),
		mustParse(t, "leaf", listed.Raw))
	brought := Combine(mustParse(t, "ca", authority.Raw), mustParse(t, "leaf", listed.Raw))
	for _, tc := range []struct {
		name           string
		by             *x509.Certificate
		at             time.Time
		confirmed      []string
		facts, brought OriginKind // by an authority that is known by its facts, and by one that the person brought
	}{
		{"the authority itself", authority.Certificate, mid2019, nil, OriginListed, OriginListed},
		{"the authority after its time", authority.Certificate, jan2018.AddDate(21, 0, 0), nil, OriginUnknown, OriginUnknown},
		{"an office of the authority", by(), mid2019, nil, OriginListed, OriginUnknown},
		{"an office that signs for good", by(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageContentCommitment }), mid2019, nil, OriginListed, OriginUnknown},
		{"an office with an address of its own", by(func(c *x509.Certificate) { c.EmailAddresses = []string{"indice@autorita.example"} }), mid2019, nil, OriginListed, OriginUnknown},
		{"an office after its time", by(), jan2021.AddDate(1, 0, 0), nil, OriginUnknown, OriginUnknown},
		{"an office whose certificate was revoked", gone.Certificate, mid2019, nil, OriginUnknown, OriginUnknown},
		{"an office that signs mail as a provider", by(func(c *x509.Certificate) { c.EmailAddresses = []string{"posta-certificata@" + domain} }), mid2019, nil, OriginUnknown, OriginUnknown},
		{"the same, in capitals, beside another address", by(func(c *x509.Certificate) {
			c.EmailAddresses = []string{"indice@autorita.example", "Posta-Certificata@" + domain}
		}), mid2019, nil, OriginUnknown, OriginUnknown},
		{"the same in the name", by(func(c *x509.Certificate) {
			c.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: oidEmailAddress, Value: "posta-certificata@" + domain}}
		}), mid2019, nil, OriginUnknown, OriginUnknown},
		{"an office that may not sign", by(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), mid2019, nil, OriginUnknown, OriginUnknown},
		{"an office that does not say what it may", by(func(c *x509.Certificate) { c.KeyUsage = 0 }), mid2019, nil, OriginUnknown, OriginUnknown},
		{"an office that says too much", by(func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}
		}), mid2019, nil, OriginUnknown, OriginUnknown},
		{"an office from before the authority", by(func(c *x509.Certificate) { c.NotBefore = jan2018.AddDate(-6, 0, 0) }), mid2019, nil, OriginUnknown, OriginUnknown},
		{"another organisation under the authority", by(func(c *x509.Certificate) { c.Subject.Organization = []string{"Altra"} }), mid2019, nil, OriginUnknown, OriginUnknown},
		{"its organisation and another", by(func(c *x509.Certificate) { c.Subject.Organization = []string{"Autorità, di Prova", "Altra"} }), mid2019, nil, OriginUnknown, OriginUnknown},
		{"a person without organisation", by(func(c *x509.Certificate) { c.Subject.Organization = nil }), mid2019, nil, OriginUnknown, OriginUnknown},
		{"an office of another authority of that name", issue(t, foreign, office()).Certificate, mid2019, nil, OriginUnknown, OriginUnknown},
		{"another authority of that name", foreign.Certificate, mid2019, nil, OriginUnknown, OriginUnknown},
		{"a CA under the authority", issue(t, authority, ca("Sub")).Certificate, mid2019, nil, OriginUnknown, OriginUnknown},
		{"a listed provider", listed.Certificate, mid2019, nil, OriginUnknown, OriginUnknown},
		{"a listed provider whom the person confirmed", listed.Certificate, mid2019, []string{strings.ToUpper(sha256Hex(listed.Raw))}, OriginConfirmed, OriginConfirmed},
		{"a stranger", stranger.Certificate, mid2019, nil, OriginUnknown, OriginUnknown},
		{"a stranger whom the person confirmed", stranger.Certificate, mid2019, []string{sha256Hex(stranger.Raw)}, OriginConfirmed, OriginConfirmed},
		{"a stranger, another one confirmed", stranger.Certificate, mid2019, []string{sha256Hex(listed.Raw)}, OriginUnknown, OriginUnknown},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for list, want := range map[*List]OriginKind{facts: tc.facts, brought: tc.brought} {
				if o := list.OriginOf(tc.by, tc.at, tc.confirmed...); o.Kind != want || o.SHA256 != sha256Hex(tc.by.Raw) {
					t.Errorf("%+v, want %s", o, want)
				}
			}
		})
	}
}
