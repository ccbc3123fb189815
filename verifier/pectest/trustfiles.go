package pectest

import (
	"math/big"
)

// The certificates that trust files and vectors share, beside the three providers' own.

// expiredSince is a certificate of Due that was good at its own time and has expired by now.
func expiredSince(o *Office) *Certificate {
	return o.Authority.Leaf(o.Due, 0x2001, TestKey("due"), func(s *CertSpec) { s.NotBefore, s.NotAfter = date(2022, 6, 1), date(2025, 6, 1) })
}

// addressInName is a certificate of the oldest kind: the address in the DN, no alternative name.
func addressInName(o *Office) *Certificate {
	return o.Authority.Leaf(o.Due, 0x2002, TestKey("due"), func(s *CertSpec) {
		s.Subject, s.Emails = s.Subject.WithAddress(o.Due.Address()), nil
	})
}

// selfSigned is the certificate of a provider that belongs to no authority, as the first ones were.
func selfSigned(o *Office) *Certificate {
	return o.Authority.Leaf(o.Due, 0x2003, TestKey("due"), func(s *CertSpec) { s.Issuer, s.Policies, s.EKU = nil, nil, nil })
}

// otherAuthority is a root and a CA with the same names as the real ones and other keys.
func otherAuthority(o *Office) *Authority {
	root := o.Authority.Root.Spec
	root.Key = TestKey("attacker")
	out := &Authority{Root: Issue(root)}
	ca := o.Authority.CA.Spec
	ca.Key, ca.Issuer = TestKey("attacker"), out.Root
	out.CA = Issue(ca)
	return out
}

// strangerAuthority is a CA with another name: it certifies mail, and is in no list.
func strangerAuthority() *Authority {
	root := Issue(CertSpec{Subject: Place("Milano", "Milano", "Altra Radice S.r.l.").With("Altra Radice"), Serial: big.NewInt(1),
		NotBefore: RootFrom, NotAfter: RootTo, Key: TestKey("attacker"), CA: true, PathLen: -1, KeyUsage: KeyCertSign | CRLSign})
	return &Authority{Root: root, CA: root}
}

// Unlisted is the same provider with a certificate of a CA that is in no list.
func Unlisted(p *Provider) *Provider {
	return p.With(strangerAuthority().Leaf(p, 5, TestKey("attacker")))
}

// TrustFiles are the lists that vectors are judged with: name → content.
func TrustFiles() map[string][]byte {
	o := NewOffice()
	uno, due, tre := IndexEntry{Provider: o.Uno, Managed: []string{"pec.studio-bianchi.example"}},
		IndexEntry{Provider: o.Due, Managed: []string{"pec.comune-prova.example"}}, IndexEntry{Provider: o.Tre}
	index := LDIF(uno, due, tre)
	hashOnly := due
	hashOnly.HashOnly = true
	renamed := *o.Due
	renamed.Name = "Gestore 2 (Posta)"
	out := map[string][]byte{
		"ca.pem":             o.Authority.CA.PEM(),
		"root.pem":           o.Authority.Root.PEM(),
		"other-ca.pem":       strangerAuthority().CA.PEM(),
		"due.pem":            o.Due.Certificate.PEM(),
		"due-dn.pem":         addressInName(o).PEM(),
		"due-self.pem":       selfSigned(o).PEM(),
		"index.ldif":         index,
		"index-hash.ldif":    LDIF(uno, hashOnly, tre),
		"index-renamed.ldif": LDIF(IndexEntry{Provider: &renamed}),
		"index.ldif.p7m":     SignedLDIF(index, o.Uno.Certificate, o.Authority.CA),
		"index-ca.ldif.p7m":  SignedLDIF(index, o.Authority.CA),
	}
	for name, data := range remLists() {
		out[name] = data
	}
	for name, data := range listFiles(o) {
		out[name] = data
	}
	sent := o.Dispatch().Consegna().Time
	serial := o.Due.Certificate.Spec.Serial
	for name, r := range map[string][]Revocation{
		"none.crl":              nil,
		"before.crl":            {{serial, date(2025, 2, 1), Superseded}},
		"before-no-reason.crl":  {{serial, date(2025, 2, 1), -1}},
		"same-second.crl":       {{serial, sent, Superseded}},
		"after.crl":             {{serial, date(2025, 4, 1), Superseded}},
		"after-compromised.crl": {{serial, date(2025, 4, 1), KeyCompromise}},
		"another.crl":           {{big.NewInt(0x1001), date(2025, 2, 1), KeyCompromise}},
	} {
		out[name] = revoked(o.Authority.CA, nil, r)
	}
	out["forged.crl"] = revoked(o.Authority.CA, TestKey("attacker"), []Revocation{{serial, date(2025, 2, 1), KeyCompromise}})
	return out
}

func revoked(issuer *Certificate, key *Key, list []Revocation) []byte {
	return CRL{Issuer: issuer, Key: key, ThisUpdate: date(2025, 6, 1), NextUpdate: date(2025, 6, 8), Number: 42, Revoked: list}.DER()
}
