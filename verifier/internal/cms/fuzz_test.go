package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"testing"

	"go.mozilla.org/pkcs7"

	"pecverifier/verifier/pectest"
)

func FuzzParse(f *testing.F) {
	digest := sum(crypto.SHA256, sample)
	pieces := signedAttribute(oidMessageDigest, ber(0x24, octets(digest[:9]), octets(digest[9:])))
	for _, m := range []message{
		{by: rsa1024()},
		{by: p256(), hash: crypto.SHA1, signatureAlgorithm: algorithm(oidECDSAWithSHA1)},
		{by: p256(), bare: true, attach: content(sample)},
		{by: rsa1024(), bare: true, signs: []byte("other")},
		{by: p256(), version: 3, sid: tlv(0x80, p256().cert.SubjectKeyId), attributes: reversed},
		{by: p256(), attributes: replaced(2, pieces), signers: repeat(2, nil)},
		{by: rsa1024(), signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(crypto.SHA256, crypto.SHA256, 32)), sign: signPSS(f, rsa1024(), crypto.SHA256, 32)},
		{by: p256(), signers: repeat(0, nil), crls: tlv(0xa1, seq())},
		{by: p256(), whole: ofType(oidEnvelopedData)},
	} {
		raw := m.build(f)
		f.Add(raw)
		f.Add(indefinitely(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		kept := slices.Clone(raw)
		p, err := Parse(raw)
		if !bytes.Equal(raw, kept) {
			t.Fatal("input changed")
		}
		if err != nil {
			return
		}
		e, _, err := normalise(raw)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(e.der)
		if err != nil {
			t.Fatalf("its DER is refused: %v", err)
		}
		if !bytes.Equal(again.Content, p.Content) || again.HasContent != p.HasContent || len(again.Signers) != len(p.Signers) ||
			len(again.Certificates) != len(p.Certificates) || again.Unreadable != p.Unreadable {
			t.Fatal("its DER reads otherwise")
		}
		if len(p.Certificates) > MaxCertificates || len(p.Signers) > MaxSigners {
			t.Fatal("limits")
		}
		// The other reading of the whole, certificates included.
		if p7, err := pkcs7.Parse(e.der); err == nil && len(p7.Certificates) > 0 {
			if len(p7.Certificates) != len(p.Certificates) {
				t.Fatalf("%d certificates, pkcs7 has %d", len(p.Certificates), len(p7.Certificates))
			}
			for i, c := range p7.Certificates {
				if !bytes.Equal(c.Raw, p.Certificates[i].Raw) {
					t.Fatal("certificates")
				}
			}
		}
		for i := range p.Signers {
			s := &p.Signers[i]
			cert := s.Certificate(p.Certificates)
			r := s.Verify(digestOfContent(sample), cert)
			s.Verify(nil, nil)
			for _, c := range p.Certificates {
				s.Verify(nil, c)
			}
			if r.Digest == nil && r.Value == nil && r.Weak == nil && !independently(s, cert) {
				t.Fatalf("accepted: %+v", r)
			}
		}
	})
}

// independently verifies an accepted signature in as few words as possible.
func independently(s *SignerInfo, cert *x509.Certificate) bool {
	digest := sum(s.Digest, sample)
	over := [][]byte{digest}
	if s.HasAttributes {
		want := signedAttribute(oidMessageDigest, octets(digest))
		if bytes.Count(s.encoded, want) != 1 || bytes.Count(s.encoded, oid(oidMessageDigest)) < 1 {
			return false
		}
		over = nil
		for _, signed := range [][]byte{set(s.encoded), set(s.sent), s.sortedEncoding()} {
			over = append(over, sum(s.Digest, signed))
		}
	}
	for _, o := range over {
		switch key := cert.PublicKey.(type) {
		case *rsa.PublicKey:
			if rsa.VerifyPKCS1v15(key, s.Digest, o, s.value) == nil || rsa.VerifyPSS(key, s.Digest, o, s.value, nil) == nil {
				return true
			}
		case *ecdsa.PublicKey:
			if ecdsa.VerifyASN1(key, o, s.value) {
				return true
			}
		case nil:
			return true // a key for RSA-PSS only
		}
	}
	return false
}

// TestEveryOctet changes each octet of small signatures: what still verifies was signed with the same key over
// the same attributes.
func TestEveryOctet(t *testing.T) {
	pectest.Native(t, "a long table")
	for name, m := range map[string]message{
		"attributes": {by: p256()},
		"none":       {by: p256(), bare: true},
		"opaque":     {by: p256(), attach: content(sample)},
		"RSA":        {by: rsa1024()},
	} {
		t.Run(name, func(t *testing.T) {
			m.certificates = [][]byte{m.by.cert.Raw}
			raw := m.build(t)
			whole, _ := judge(t, raw)
			original := &whole.Signers[0]
			passed := 0
			for i := range raw {
				for _, change := range []byte{0x01, 0x20, 0x80} {
					raw[i] ^= change
					p, err := Parse(raw)
					if err == nil {
						for j := range p.Signers {
							s := &p.Signers[j]
							cert := s.Certificate(p.Certificates)
							r := s.Verify(digestOfContent(sample), cert)
							if r.Digest != nil || r.Value != nil || r.Weak != nil {
								continue
							}
							passed++
							if !bytes.Equal(s.encoded, original.encoded) || !s.SigningTime.Equal(original.SigningTime) ||
								!bytes.Equal(cert.RawSubjectPublicKeyInfo, m.by.cert.RawSubjectPublicKeyInfo) || len(p.Signers) != 1 {
								t.Errorf("octet %d ^ %#x passes", i, change)
							}
						}
					}
					raw[i] ^= change
				}
			}
			if passed == 0 {
				t.Error("nothing unsigned was changed: the test is blind")
			}
		})
	}
}
