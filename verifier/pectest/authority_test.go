package pectest

import (
	"bytes"
	"crypto/x509"
	"math/big"
	"testing"
)

func pool(c *Certificate) *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(c.X509())
	return p
}

func verify(o *Office, leaf *Certificate) error {
	_, err := leaf.X509().Verify(x509.VerifyOptions{Roots: pool(o.Authority.Root), Intermediates: pool(o.Authority.CA),
		CurrentTime: date(2025, 3, 12), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}})
	return err
}

func TestProviderCertificatesChainToTheRoot(t *testing.T) {
	o := NewOffice()
	for _, p := range []*Provider{o.Uno, o.Due, o.Tre} {
		if err := verify(o, p.Certificate); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	c := o.Uno.Certificate.X509()
	if len(c.EmailAddresses) != 1 || c.EmailAddresses[0] != o.Uno.Address() || c.BasicConstraintsValid || c.KeyUsage != x509.KeyUsageDigitalSignature {
		t.Errorf("not of the shape of RFC 6109 §5.5: %v %v %v", c.EmailAddresses, c.BasicConstraintsValid, c.KeyUsage)
	}
	if len(c.SubjectKeyId) == 0 || !bytes.Equal(c.AuthorityKeyId, o.Authority.CA.X509().SubjectKeyId) {
		t.Error("key identifiers are missing or do not agree")
	}
}

func TestNameConstraintsRefuseAnotherDomain(t *testing.T) {
	o := NewOffice()
	leaf := o.Authority.Leaf(o.Uno, 0x99, TestKey("attacker"), func(s *CertSpec) { s.Emails = []string{"posta-certificata@altro.example.it"} })
	if verify(o, leaf) == nil {
		t.Error("a domain outside the constraints was admitted")
	}
}

func TestEveryOfficeIsAlike(t *testing.T) {
	a, b := NewOffice(), NewOffice()
	for _, pair := range [][2]*Certificate{{a.Authority.Root, b.Authority.Root}, {a.Authority.CA, b.Authority.CA}, {a.Due.Certificate, b.Due.Certificate}} {
		if !bytes.Equal(pair[0].DER, pair[1].DER) {
			t.Error("two runs give different certificates")
		}
	}
	for name, build := range everyKind {
		if !bytes.Equal(build(a.Dispatch()).Bytes(), build(b.Dispatch()).Bytes()) {
			t.Errorf("%s: two runs give different messages", name)
		}
	}
}

func TestWeakAndEllipticKeysMakeReadableCertificates(t *testing.T) {
	o := NewOffice()
	for _, k := range []string{"rsa1024", "rsa768", "rsa512", "p256", "p384", "p521"} {
		if err := verify(o, o.Authority.Leaf(o.Uno, 0x77, TestKey(k))); err != nil && TestKey(k).EC != nil {
			t.Errorf("%s: %v", k, err)
		}
	}
}

func TestCRLIsSignedByTheCA(t *testing.T) {
	o := NewOffice()
	der := CRL{Issuer: o.Authority.CA, ThisUpdate: date(2025, 6, 1), NextUpdate: date(2025, 6, 2), Number: 7,
		Revoked: []Revocation{{big.NewInt(0x1002), date(2025, 5, 1), KeyCompromise}}}.DER()
	list, err := x509.ParseRevocationList(der)
	if err != nil {
		t.Fatal(err)
	}
	if err := list.CheckSignatureFrom(o.Authority.CA.X509()); err != nil {
		t.Error(err)
	}
	if e := list.RevokedCertificateEntries; len(e) != 1 || e[0].ReasonCode != KeyCompromise || e[0].SerialNumber.Int64() != 0x1002 {
		t.Errorf("entries: %v", e)
	}
}

var everyKind = map[string]func(*Dispatch) *Message{
	"accettazione":           (*Dispatch).Accettazione,
	"non-accettazione":       (*Dispatch).NonAccettazione,
	"non-accettazione-virus": (*Dispatch).NonAccettazioneVirus,
	"posta-certificata":      (*Dispatch).PostaCertificata,
	"presa-in-carico":        (*Dispatch).PresaInCarico,
	"consegna":               (*Dispatch).Consegna,
	"errore-consegna": func(d *Dispatch) *Message {
		return d.ErroreConsegna("no-dest", "5.1.1 - Gestore Due SpA - indirizzo non valido")
	},
	"errore-consegna-virus": (*Dispatch).ErroreConsegnaVirus,
	"preavviso-12h":         func(d *Dispatch) *Message { return d.Preavviso(12) },
	"preavviso-24h":         func(d *Dispatch) *Message { return d.Preavviso(24) },
	"rilevazione-virus":     (*Dispatch).RilevazioneVirus,
	"anomalia":              func(d *Dispatch) *Message { return d.Anomalia(d.Original.Bytes()) },
}
