package pectest

import (
	"crypto"
	"encoding/asn1"
	"math/big"
	"time"
)

// The authorities of PEC before today's, by twins of their shape: what each era's certificates look like.

// era is one authority of the past with a provider's certificate as it issued them.
type era struct {
	name, shows string
	authority   *Authority
	leaf        *Certificate
	sent        time.Time
}

// withExponent is the RSA key of the same primes with another public exponent.
func (k *Key) withExponent(e int64) *Key {
	one := big.NewInt(1)
	out := *k
	out.E = big.NewInt(e)
	out.D = new(big.Int).ModInverse(out.E, new(big.Int).Mul(new(big.Int).Sub(k.p, one), new(big.Int).Sub(k.q, one)))
	if out.D == nil {
		panic("pectest: key " + k.Name + ": the exponent does not fit its primes")
	}
	return &out
}

func pastCA(o *Office, name string, key *Key, policy asn1.ObjectIdentifier, usage byte, from, to time.Time) *Authority {
	root := o.Authority.Root
	return &Authority{Root: root, CA: Issue(CertSpec{
		Subject: Name{{oidCountry, "IT"}, {oidOrg, "Centro di Prova per la Certificazione"}, {oidUnit, "Servizi di Sicurezza"}, {oidCommonName, name}},
		Serial:  big.NewInt(0x07271657), NotBefore: from, NotAfter: to, Key: key, Issuer: root, Hash: crypto.SHA1, CA: true, PathLen: 0, KeyUsage: usage,
		Policies: []asn1.ObjectIdentifier{{1, 3, 6, 1, 4, 1, 6334, 1, 0}, policy}[:map[bool]int{true: 1, false: 2}[policy == nil]],
	})}
}

// pastLeaf has the shape of 2008: RSA-1024, SHA-1, CA:FALSE stated, no extended key usage, a short name.
func pastLeaf(o *Office, a *Authority, key *Key, from, to time.Time) *Certificate {
	return a.Leaf(o.Due, 0xd0, key, func(s *CertSpec) {
		s.Subject = Name{{oidCountry, "IT"}, {oidOrg, o.Due.Place.Organisation()}, {oidCommonName, "Posta Certificata"}}
		s.NotBefore, s.NotAfter, s.Hash, s.EKU = from, to, crypto.SHA1, nil
		s.Extensions = [][]byte{seq(oid(oidBasic), octets(seq()))}
	})
}

func erasOf(o *Office, keys func(name string) *Key) []era {
	small := TestKey("rsa1024-old")
	ca2 := pastCA(o, "Prova CA2", keys("uno"), OIDPolicyCA, KeyCertSign|CRLSign, date(2005, 12, 23), date(2012, 12, 23))
	ca3 := pastCA(o, "Prova CA3", keys("due"), nil, DigitalSignature|NonRepudiation|KeyCertSign|CRLSign, date(2007, 12, 17), date(2014, 12, 17))
	last := pastCA(o, "Prova DP CA1", keys("tre"), OIDPolicyCA, KeyCertSign|CRLSign, date(2011, 1, 14), date(2018, 1, 14))
	at := func(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 10, 15, 30, 0, Rome) }
	return []era{
		{"ca2-2007", "An authority of 2005 to 2012, a provider's certificate with RSA-1024, SHA-1 and the exponent 48491", ca2,
			pastLeaf(o, ca2, small.withExponent(48491), date(2006, 1, 21), date(2008, 1, 21)), at(2007, 3, 12)},
		{"ca3-2008", "An authority of 2007 to 2014 whose own certificate does not state the policy of PEC, exponent 42573", ca3,
			pastLeaf(o, ca3, small.withExponent(42573), date(2008, 1, 25), date(2010, 1, 25)), at(2008, 11, 12)},
		{"ca3-2009", "The same authority, exponent 48491", ca3, pastLeaf(o, ca3, small.withExponent(48491), date(2008, 1, 21), date(2010, 1, 21)), at(2009, 12, 14)},
		{"dp-2014", "An authority of 2011 to 2018, the usual exponent", last, pastLeaf(o, last, small, date(2014, 2, 10), date(2017, 2, 10)), at(2014, 11, 12)},
	}
}

// eraFile lists the authorities of all eras by their facts; none states name constraints.
func eraFile(o *Office) []byte {
	f := Facts{Name: "Autorità di prova, tutte le epoche", Date: date(2018, 1, 1)}
	for i, e := range erasOf(o, TestKey) {
		if i != 2 { // the same authority
			f.Authorities = append(f.Authorities, FactsAuthority{Certificates: []*Certificate{e.authority.CA}})
		}
	}
	return f.JSON()
}

func (e era) message(o *Office) *Message {
	m := o.Dispatch().of(e.sent).Consegna()
	m.Provider, m.Digest = o.Due.With(e.leaf), "sha1"
	m.CMS = func(s *SignedData) {
		s.Signers[0].Digest = crypto.SHA1
		s.Certificates = [][]byte{e.leaf.DER, e.authority.CA.DER}
	}
	return m
}

const eraList = "list-eras.json"

func eraVectors(c *catalogue) {
	show := checks{"trust.provider": "passed", "trust.validity": "passed", "signer.certificate": "passed", "signature.strength": "warning"}
	for _, e := range erasOf(c.o, TestKey) {
		c.pass("era-"+e.name, e.shows+": judged by the rules of its time, with the warning about its strength.", e.message(c.o), show).trust(eraList).
			Expect[0].Trust = map[string]any{"path": "authority", "provider": c.o.Due.Place.Organisation()}
	}
}

func eraAttacks(c *catalogue) {
	attacker := func(string) *Key { return TestKey("attacker") }
	intact := checks{"signature.digest": "passed", "signature.value": "passed"}
	for _, e := range erasOf(c.o, attacker) {
		c.fail("era-"+e.name+"-twin", e.shows+": by an unrelated authority of the same names.", e.message(c.o), "NO_CERTIFICATE_CHAIN_FOUND", intact).trust(eraList)
	}
	e := erasOf(c.o, TestKey)[1]
	e.leaf = e.authority.Leaf(c.o.Due, 0xd1, TestKey("rsa1024-old").withExponent(42573), func(s *CertSpec) {
		s.NotBefore, s.NotAfter, s.Hash, s.EKU, s.Policies = date(2008, 1, 25), date(2010, 1, 25), crypto.SHA1, nil, nil
	})
	c.fail("era-ca3-no-policy", "Under the authority that does not state the policy itself, a certificate that does not state it either: its providers' do.", e.message(c.o), "NO_CERTIFICATE_CHAIN_FOUND", intact).trust(eraList)
}
