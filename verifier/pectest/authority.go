package pectest

import (
	"encoding/asn1"
	"math/big"
	"time"
)

// The certificates' validity. Messages are of 2025 unless a test says otherwise.
var (
	RootFrom, RootTo = date(2011, 1, 1), date(2040, 1, 1)
	CAFrom, CATo     = date(2018, 1, 1), date(2035, 1, 1)
	LeafFrom, LeafTo = date(2024, 6, 1), date(2027, 6, 1)
)

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// Authority is a root and the PEC CA under it, shaped like the one that certifies real providers.
type Authority struct {
	Root, CA *Certificate
}

// Provider is a PEC provider: its name, its place in the name constraints, its certificate.
type Provider struct {
	Name        string // gestore-emittente in daticert.xml
	Place       Name   // C, ST, L, O of its certificate
	CommonName  string
	Domain      string // domain of its service address
	Certificate *Certificate
}

// Address is the provider's service address, the From of every receipt (RFC 6109 §3.1.2).
func (p *Provider) Address() string { return "posta-certificata@" + p.Domain }

// Office is the whole: an authority and three providers.
type Office struct {
	Authority     *Authority
	Uno, Due, Tre *Provider
}

// NewOffice builds the post office. All offices are alike, byte for byte; edits made to one do not reach another.
func NewOffice() *Office {
	uno := &Provider{Name: "GESTORE UNO S.p.A.", Place: Place("Bergamo", "Ponte San Pietro", "Gestore Uno S.p.A."),
		CommonName: "Posta Certificata GESTORE UNO", Domain: "pec.gestore-uno.example.it"}
	due := &Provider{Name: "Gestore Due SpA", Place: Place("Roma", "Roma", "Gestore Due S.p.A."),
		CommonName: "Posta Certificata Gestore Due", Domain: "pec.gestore-due.example.it"}
	tre := &Provider{Name: "Gestore Tre S.r.l.", Place: Place("Roma", "Pomezia", "Gestore Tre S.r.l."),
		CommonName: "Gestore Tre PEC", Domain: "posta.gestore-tre.example.it"}
	a := NewAuthority(uno, due, tre)
	uno.Certificate = a.Leaf(uno, 0x1001, TestKey("uno"))
	due.Certificate = a.Leaf(due, 0x1002, TestKey("due"))
	tre.Certificate = a.Leaf(tre, 0x1003, TestKey("tre"))
	return &Office{Authority: a, Uno: uno, Due: due, Tre: tre}
}

// NewAuthority is the root and a PEC CA whose name constraints admit these providers.
func NewAuthority(admitted ...*Provider) *Authority {
	a := &Authority{}
	a.Root = Issue(CertSpec{
		Subject: Name{{oidCountry, "IT"}, {oidLocality, "Milano"}, {oidOrg, "Radice di Prova S.p.A."}, {oidCommonName, "Radice di Prova Root CA"}},
		Serial:  big.NewInt(1), NotBefore: RootFrom, NotAfter: RootTo, Key: TestKey("root"),
		CA: true, PathLen: -1, KeyUsage: KeyCertSign | CRLSign,
	})
	a.CA = Issue(a.CASpec(admitted...))
	return a
}

// CASpec is what the PEC CA's certificate states, for tests that want another one.
func (a *Authority) CASpec(admitted ...*Provider) CertSpec {
	spec := CertSpec{
		Subject: Name{{oidCountry, "IT"}, {oidLocality, "Roma"}, {oidOrg, "Autorità di Prova"},
			{oidUnit, "Area Posta Certificata"}, {oidCommonName, "PEC di Prova CA1"}},
		Serial: big.NewInt(0x10), NotBefore: CAFrom, NotAfter: CATo, Key: TestKey("ca"), Issuer: a.Root,
		CA: true, PathLen: 0, KeyUsage: KeyCertSign | CRLSign,
		EKU:      []asn1.ObjectIdentifier{OIDClientAuth, OIDEmailProtection},
		Policies: []asn1.ObjectIdentifier{OIDPolicyCA},
	}
	for _, p := range admitted {
		spec.PermittedEmails = append(spec.PermittedEmails, p.Domain)
		spec.PermittedNames = append(spec.PermittedNames, p.Place)
	}
	return spec
}

// Leaf issues a provider's certificate of RFC 6109 §5.5, three years long, changed by edits before it is signed.
func (a *Authority) Leaf(p *Provider, serial int64, key *Key, edits ...func(*CertSpec)) *Certificate {
	spec := CertSpec{
		Subject: p.Place.With(p.CommonName), Serial: big.NewInt(serial), NotBefore: LeafFrom, NotAfter: LeafTo,
		Key: key, Issuer: a.CA, Emails: []string{p.Address()},
		Policies: []asn1.ObjectIdentifier{OIDPolicyPEC}, EKU: []asn1.ObjectIdentifier{OIDEmailProtection},
		KeyUsage: DigitalSignature,
	}
	for _, edit := range edits {
		edit(&spec)
	}
	return Issue(spec)
}

// Person issues an e-mail certificate for a person under the same CA: no provider, whatever it signs.
func (a *Authority) Person(place Name, name, address string, serial int64) *Certificate {
	return Issue(CertSpec{
		Subject: place.With(name), Serial: big.NewInt(serial), NotBefore: LeafFrom, NotAfter: LeafTo,
		Key: TestKey("person"), Issuer: a.CA, Emails: []string{address},
		EKU: []asn1.ObjectIdentifier{OIDEmailProtection}, KeyUsage: DigitalSignature | NonRepudiation,
	})
}

// With returns a copy of the provider that signs with another certificate.
func (p *Provider) With(c *Certificate) *Provider {
	out := *p
	out.Certificate = c
	return &out
}
