package pectest

import (
	"crypto"
	"encoding/asn1"
	"math/big"
	"time"
)

func trustVectors(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	by := func(leaf *Certificate) *Message {
		m := d.Consegna()
		m.Provider = o.Due.With(leaf)
		return m
	}
	leaf := func(edits ...func(*CertSpec)) *Certificate {
		return o.Authority.Leaf(o.Due, 0x2200, TestKey("due"), edits...)
	}
	answer := func(v *Vector, path, provider string) *Vector {
		v.Expect[0].Trust = map[string]any{"path": path}
		if provider != "" {
			v.Expect[0].Trust["provider"] = provider
		}
		return v
	}
	listed := checks{"trust.provider": "passed", "trust.validity": "passed", "signer.certificate": "passed"}
	organisation := o.Due.Place.Organisation()

	answer(c.pass("authority", "The PEC CA's certificate is the list: the provider is named after its organisation.", d.Consegna(), listed), "authority", organisation)
	answer(c.pass("authority-root", "The root's certificate is the list: the path runs through the CA found in the message.", d.Consegna(), listed).trust("root.pem"), "authority", organisation)
	answer(c.pass("certificate", "The signer's certificate is the list.", d.Consegna(), listed).trust("due.pem"), "certificate", "")
	answer(c.pass("index", "The index of providers names the certificate and its hash.", d.Consegna(), listed).trust("index.ldif"), "certificate", o.Due.Name)
	answer(c.pass("index-hash", "The index knows the signer only by the hash of its certificate.", d.Consegna(), listed).trust("index-hash.ldif"), "certificate", o.Due.Name)
	answer(c.pass("index-signed", "The index as it is published, signed (.ldif.p7m) by a provider.", d.Consegna(), listed).trust("index.ldif.p7m"), "certificate", o.Due.Name)
	answer(c.pass("index-signed-authority", "The index signed by the authority, which the list before it names.", d.Consegna(), listed).trust("ca.pem", "index-ca.ldif.p7m"), "certificate", o.Due.Name)
	answer(c.pass("two-lists", "Two lists: one knows nothing of the signer, the other does.", d.Consegna(), listed).trust("other-ca.pem", "ca.pem"), "authority", organisation)
	alone := d.Consegna()
	alone.CMS = func(s *SignedData) { s.Certificates = [][]byte{s.Signers[0].Certificate.DER} }
	c.pass("authority-leaf-only", "The message carries the signer's certificate only; its issuer is the list.", alone, listed)

	c.pass("expired-since", "The certificate was good at the certified time and has expired by now: passes, and says so.", by(expiredSince(o)), checks{"trust.validity": "passed"})
	last := d.Consegna()
	c.pass("last-second", "The certified time is the last second of the certificate's validity.",
		by(leaf(func(s *CertSpec) { s.NotAfter = last.Time })), checks{"trust.validity": "passed"})
	c.pass("first-second", "The certified time is the first second of the certificate's validity.",
		by(leaf(func(s *CertSpec) { s.NotBefore = last.Time })), checks{"trust.validity": "passed"})
	c.fail("expired", "The certificate had expired at the certified time.",
		by(leaf(func(s *CertSpec) { s.NotBefore, s.NotAfter = date(2021, 6, 1), date(2024, 6, 1) })), "OUT_OF_BOUNDS_NO_POE", nil)
	c.fail("expired-a-second-ago", "The certificate had expired one second before the certified time.",
		by(leaf(func(s *CertSpec) { s.NotAfter = last.Time.Add(-time.Second) })), "OUT_OF_BOUNDS_NO_POE", nil)
	c.fail("not-yet-valid", "The certificate was not yet valid at the certified time.",
		by(leaf(func(s *CertSpec) { s.NotBefore, s.NotAfter = date(2025, 4, 1), date(2028, 4, 1) })), "OUT_OF_BOUNDS_NO_POE", nil)
	expired := leaf(func(s *CertSpec) { s.NotBefore, s.NotAfter = date(2022, 1, 1), date(2025, 1, 1) })
	m := by(expired)
	m.CMS = func(s *SignedData) { s.Signers[0].SigningTime = date(2024, 12, 1) }
	c.fail("signing-time-in-validity", "The certified time decides: a signing time inside the validity does not help.", m, "OUT_OF_BOUNDS_NO_POE", checks{"signature.time": "warning"})
	m = d.Consegna()
	m.CMS = func(s *SignedData) { s.Signers[0].SigningTime = date(2028, 1, 1) }
	c.pass("signing-time-out-of-validity", "The certified time decides: a signing time outside the validity only warns.", m, checks{"trust.validity": "passed", "signature.time": "warning"})

	c.pass("crl-empty", "A revocation list that does not name the certificate.", d.Consegna(), checks{"trust.revocation": "passed"}).trust("ca.pem", "none.crl").
		Expect[0].Trust = map[string]any{"revocation": "good"}
	c.pass("crl-another", "A revocation list that names another provider's certificate.", d.Consegna(), checks{"trust.revocation": "passed"}).trust("ca.pem", "another.crl")
	c.pass("crl-after", "Revoked (superseded) after the certified time: it was good then.", d.Consegna(), checks{"trust.revocation": "passed|warning"}).trust("ca.pem", "after.crl").
		Expect[0].Trust = map[string]any{"revocation": "good"}
	c.pass("crl-forged", "A revocation list that names the CA and is signed by another key says nothing.", d.Consegna(), checks{"trust.revocation": "skipped|warning"}).trust("ca.pem", "forged.crl").
		Expect[0].Trust = map[string]any{"revocation": "unknown"}
	for _, r := range [][2]string{
		{"before", "Revoked before the certified time."},
		{"before-no-reason", "Revoked before the certified time, no reason stated."},
		{"same-second", "Revoked in the second of the certified time."},
		{"after-compromised", "Revoked later, for key compromise: that reaches back."},
	} {
		c.fail("crl-"+r[0], r[1], d.Consegna(), "REVOKED", nil).trust("ca.pem", r[0]+".crl").Expect[0].Trust = map[string]any{"revocation": "revoked"}
	}

	c.fail("crl-certificate-listed", "The certificate itself is listed, and its authority with its revocation list.", d.Consegna(), "REVOKED", nil).
		trust("due.pem", "ca.pem", "before.crl").Expect[0].Trust = map[string]any{"path": "certificate", "revocation": "revoked"}
	// A revocation list without its authority in any list proves nothing, nor do the certificates that a message brings; that it has the
	// certificate is said.
	alone = d.Consegna()
	alone.CMS = func(s *SignedData) { s.Certificates = [][]byte{s.Signers[0].Certificate.DER, o.Authority.CA.DER} }
	c.pass("crl-authority-in-message", "The certificate itself is listed; its authority's certificate comes with the message alone, and cannot prove a revocation list.", alone,
		checks{"trust.revocation": "warning"}).trust("due.pem", "before.crl").Expect[0].Trust = map[string]any{"path": "certificate", "revocation": "unknown"}

	c.fail("not-listed", "Intact, signed by a provider's certificate that the list does not vouch for.", d.Consegna(), "NO_CERTIFICATE_CHAIN_FOUND",
		checks{"signature.digest": "passed", "signature.value": "passed"}).trust("other-ca.pem").Expect[0].Trust = map[string]any{"path": "none"}
	c.list[len(c.list)-1].Expect[0].Certified = certified(d.Consegna().Data) // intact: what it states is given, whoever signed it
	c.fail("another-leaf-listed", "Only another provider's certificate is listed.", d.Accettazione(), "NO_CERTIFICATE_CHAIN_FOUND", nil).trust("due.pem")
	m = d.Consegna()
	m.CMS = func(s *SignedData) { s.Certificates = [][]byte{s.Signers[0].Certificate.DER} }
	c.fail("intermediate-missing", "The root is listed and the CA between is nowhere.", m, "NO_CERTIFICATE_CHAIN_FOUND", nil).trust("root.pem")

	h := Ordinary("Firmato")
	body := TextPart("Messaggio firmato da una persona.\n")
	person := strangerAuthority().Leaf(o.Due, 7, TestKey("person"), func(s *CertSpec) {
		s.Subject, s.Emails, s.Policies = Place("Milano", "Milano", "Studio Bianchi").With("Anna Bianchi"), []string{"anna@studio-bianchi.example"}, nil
	})
	h.Add("Content-Type", `multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="firma"`)
	c.add("stranger", "An ordinary mail signed by a person: intact, and no provider's.", Multipart{Header: h, Boundary: "firma", Parts: [][]byte{body,
		p7sPart(SignedData{Content: body, Signers: []Signer{{Certificate: person, SigningTime: d.Sent}}}.DER()).Bytes()}}.Bytes(),
		Expectation{Kind: "unknown", Indication: "INDETERMINATE", Subindication: "NO_CERTIFICATE_CHAIN_FOUND",
			Checks: checks{"signature.digest": "passed", "signature.value": "passed", "trust.provider": "failed"}})

	c.pass("no-extended-key-usage", "A leaf without extended key usage, as the oldest have it.", by(leaf(func(s *CertSpec) { s.EKU = nil })), listed)
	c.pass("two-key-usages", "Digital signature and non-repudiation.", by(leaf(func(s *CertSpec) { s.KeyUsage = DigitalSignature | NonRepudiation })), listed)
	c.pass("two-extended-key-usages", "E-mail protection beside client authentication.",
		by(leaf(func(s *CertSpec) { s.EKU = []asn1.ObjectIdentifier{OIDClientAuth, OIDEmailProtection} })), listed)
	c.pass("no-policy", "No PEC policy: a CA brought as a bare certificate asks for none.", by(leaf(func(s *CertSpec) { s.Policies = nil })), listed)
	c.pass("no-key-identifier", "Neither subject nor authority key identifier.", by(leaf(func(s *CertSpec) { s.NoSKI, s.NoAKI = true, true })), listed)
	c.pass("certificate-signed-with-sha1", "The certificate itself is signed with SHA-1, as those of 2014 are.", by(leaf(func(s *CertSpec) { s.Hash = crypto.SHA1 })),
		checks{"trust.provider": "passed", "signer.certificate": "passed"})
	old := by(leaf(func(s *CertSpec) { s.Hash, s.EKU, s.Key = crypto.SHA1, nil, TestKey("rsa1024") }))
	old.CMS = func(s *SignedData) { s.Signers[0].Digest = crypto.SHA1 }
	old.Digest = "sha1"
	c.pass("shape-of-the-first-years", "SHA-1 in certificate and signature, RSA-1024, no extended key usage.", old,
		checks{"trust.provider": "passed", "signer.certificate": "passed", "signature.strength": "warning"})
	answer(c.pass("address-in-name", "The oldest shape: the service address in the name, no alternative name; the certificate is listed.",
		by(addressInName(o)), checks{"trust.provider": "passed"}).trust("due-dn.pem"), "certificate", "")
	answer(c.pass("self-signed-listed", "A self-signed certificate is a provider's when the list says so.",
		by(selfSigned(o)), checks{"trust.provider": "passed"}).trust("due-self.pem"), "certificate", "")
	c.fail("self-signed", "The same self-signed certificate, not listed.", by(selfSigned(o)), "NO_CERTIFICATE_CHAIN_FOUND", nil)

	c.fail("no-email-protection", "Extended key usage without e-mail protection.",
		by(leaf(func(s *CertSpec) { s.EKU = []asn1.ObjectIdentifier{OIDServerAuth} })), "CHAIN_CONSTRAINTS_FAILURE", nil)
	c.fail("no-digital-signature", "Key usage without digital signature.", by(leaf(func(s *CertSpec) { s.KeyUsage = KeyEncipherment })), "CHAIN_CONSTRAINTS_FAILURE", nil)
	c.fail("leaf-is-ca", "A provider's certificate that is a CA certificate.", by(leaf(func(s *CertSpec) {
		s.CA, s.PathLen, s.KeyUsage = true, -1, DigitalSignature|KeyCertSign
	})), "CHAIN_CONSTRAINTS_FAILURE", nil)
	c.fail("two-reasons", "Expired and without e-mail protection: the first reason in order of precedence is reported.", by(leaf(func(s *CertSpec) {
		s.NotBefore, s.NotAfter = date(2021, 6, 1), date(2024, 6, 1)
		s.EKU = []asn1.ObjectIdentifier{OIDServerAuth}
	})), "CHAIN_CONSTRAINTS_FAILURE", checks{"trust.validity": "failed"})
}

func trustAttacks(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	by := func(leaf *Certificate) *Message {
		m := d.Consegna()
		m.Provider = o.Due.With(leaf)
		return m
	}
	const none = "NO_CERTIFICATE_CHAIN_FOUND"
	own := o.Due.Certificate.Spec
	intact := checks{"signature.digest": "passed", "signature.value": "passed"}
	twin := own
	twin.Issuer, twin.Key = nil, TestKey("attacker")
	c.fail("self-signed-twin", "A self-signed certificate with the provider's names, serial number and address.", by(Issue(twin)), none, intact)
	twin = own
	twin.Key, twin.IssuerKey = TestKey("attacker"), TestKey("attacker")
	named := Issue(twin)
	m := by(named)
	m.CMS = func(s *SignedData) { s.Certificates = [][]byte{named.DER, o.Authority.CA.DER} }
	c.fail("issuer-named-only", "The certificate names the CA as its issuer, and the CA never signed it.", m, none, intact)
	twin.NoAKI = true
	twin.Extensions = [][]byte{seq(oid(oidAKI), octets(seq(TLV(0x80, o.Authority.CA.Key.ID()))))}
	claimed := Issue(twin)
	m = by(claimed)
	m.CMS = func(s *SignedData) { s.Certificates = [][]byte{claimed.DER, o.Authority.CA.DER} }
	c.fail("issuer-key-claimed", "The same, with the CA's own key identifier in it.", m, none, intact)
	m = by(claimed)
	m.CMS = func(s *SignedData) { s.Certificates = [][]byte{claimed.DER, o.Authority.CA.DER} }
	c.fail("twin-of-a-listed-certificate", "The list names the provider's certificate; the twin has its names and serial number and another key.", m, none, intact).trust("due.pem")
	m = by(claimed)
	m.CMS = func(s *SignedData) { s.Certificates = [][]byte{claimed.DER} }
	c.fail("twin-of-an-index-entry", "The same against the index.", m, none, intact).trust("index.ldif")
	others := otherAuthority(o)
	c.fail("other-root-same-names", "A whole other authority with the same names and other keys.", by(others.Leaf(o.Due, 0x1002, TestKey("attacker"))), none, intact)
	c.fail("other-root-against-root", "The same where the root is listed.", by(others.Leaf(o.Due, 0x1002, TestKey("attacker"))), none, intact).trust("root.pem")
	stranger := strangerAuthority()
	c.fail("other-root", "A certificate for the provider's address by an authority that nobody listed.", by(stranger.Leaf(o.Due, 5, TestKey("attacker"))), none, intact)
	person := o.Authority.Person(o.Due.Place, "Mario Rossi", "mario.rossi@"+o.Due.Domain, 0x3002)
	c.fail("person-of-the-same-authority", "A person's e-mail certificate under the same CA is no provider's.", by(person), none, intact)
	beneath := o.Authority.Leaf(o.Due, 0x3003, TestKey("attacker"), func(s *CertSpec) { s.Issuer = person })
	m = by(beneath)
	m.CMS = func(s *SignedData) { s.Certificates = [][]byte{beneath.DER, person.DER, o.Authority.CA.DER} }
	c.fail("issued-by-a-person", "A certificate for the provider's address, issued with a person's certificate that is no CA.", m, none, intact)
	by2 := o.Authority.Leaf(o.Due, 0x3004, TestKey("attacker"), func(s *CertSpec) { s.Issuer = o.Uno.Certificate })
	m = by(by2)
	m.CMS = func(s *SignedData) { s.Certificates = [][]byte{by2.DER, o.Uno.Certificate.DER, o.Authority.CA.DER} }
	c.fail("issued-by-a-provider", "A certificate issued with another provider's certificate that is no CA.", m, none, intact)
	below := Issue(CertSpec{Subject: o.Tre.Place.With("Sotto CA"), Serial: big.NewInt(0x3005), NotBefore: CAFrom, NotAfter: CATo, Key: TestKey("attacker"),
		Issuer: o.Authority.CA, CA: true, PathLen: -1, KeyUsage: KeyCertSign})
	under := o.Authority.Leaf(o.Due, 0x3006, TestKey("person"), func(s *CertSpec) { s.Issuer = below })
	m = by(under)
	m.CMS = func(s *SignedData) { s.Certificates = [][]byte{under.DER, below.DER, o.Authority.CA.DER} }
	c.fail("path-too-long", "A CA below the PEC CA, whose path length is zero.", m, none, intact)
	for _, k := range [][2]int{{4253, 4423}, {3217, 4423}} {
		key := mersenneKey(k[0], k[1])
		large := o.Authority.CASpec()
		large.Key = key
		ca := Issue(large)
		beneath := o.Authority.Leaf(o.Due, 0x300a, TestKey("due"), func(s *CertSpec) { s.Issuer = ca })
		m = by(beneath)
		m.CMS = func(s *SignedData) { s.Certificates = [][]byte{beneath.DER, ca.DER} }
		if key.N.BitLen() > 8192 {
			c.fail("authority-key-too-large", "The CA between has an RSA key of 8,676 bits: what it signed is not verified, for the work that each check would cost.", m, none, intact).trust("root.pem")
		} else {
			c.pass("authority-key-large", "The CA between has an RSA key of 7,640 bits, still below the bound.", m, intact).trust("root.pem")
		}
	}
	domain := func(address string) *Certificate {
		return o.Authority.Leaf(o.Due, 0x3007, TestKey("attacker"), func(s *CertSpec) { s.Emails = []string{address} })
	}
	c.fail("domain-not-admitted", "An e-mail domain that the CA's name constraints do not admit.", by(domain("posta-certificata@pec.gestore-quattro.example.it")), none, intact)
	c.fail("subdomain-not-admitted", "A host constraint admits that host, not what is below it.", by(domain("posta-certificata@sub."+o.Due.Domain)), none, intact)
	c.fail("domain-suffix", "A domain that only ends like an admitted one.", by(domain("posta-certificata@x"+o.Due.Domain)), none, intact)
	c.fail("second-address-not-admitted", "One admitted address and one that is not.", by(o.Authority.Leaf(o.Due, 0x3008, TestKey("attacker"), func(s *CertSpec) {
		s.Emails = []string{o.Due.Address(), "posta-certificata@pec.gestore-quattro.example.it"}
	})), none, intact)
	c.fail("organisation-not-admitted", "An admitted domain and an organisation that is not.", by(o.Authority.Leaf(o.Due, 0x3009, TestKey("attacker"), func(s *CertSpec) {
		s.Subject = Place("Roma", "Roma", "Gestore Quattro S.p.A.").With("Posta Certificata")
	})), none, intact)
	c.fail("signed-by-the-authority", "The PEC CA's own certificate as signer.", by(o.Authority.CA), "CHAIN_CONSTRAINTS_FAILURE", intact)
}
