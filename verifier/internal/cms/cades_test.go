package cms

import (
	"bytes"
	"crypto"
	"encoding/asn1"
	"errors"
	"os"
	"slices"
	"testing"
)

const attachments = "../../../../shared/corpus/attachments/"

func TestSigningCertificate(t *testing.T) {
	cert := rsa2048().cert
	sha1, sha256, sha512 := sum(crypto.SHA1, cert.Raw), sum(crypto.SHA256, cert.Raw), sum(crypto.SHA512, cert.Raw)
	v1 := func(ids ...[]byte) []byte { return signedAttribute(oidSigningCertificate, seq(seq(ids...))) }
	v2 := func(ids ...[]byte) []byte { return signedAttribute(oidSigningCertificateV2, seq(seq(ids...))) }
	for _, tt := range []struct {
		name  string
		added [][]byte
		fits  bool
		none  bool
		err   error
	}{
		{"absent", nil, false, true, nil},
		{"SHA-1", [][]byte{v1(seq(octets(sha1)))}, true, false, nil},
		{"v2, SHA-256 by default", [][]byte{v2(seq(octets(sha256)))}, true, false, nil},
		{"v2, SHA-512", [][]byte{v2(seq(digestIdentifier(crypto.SHA512), octets(sha512)))}, true, false, nil},
		{"the first of two certificates", [][]byte{v2(seq(octets(sha256)), seq(octets(make([]byte, 32))))}, true, false, nil},
		{"the second of two certificates", [][]byte{v2(seq(octets(make([]byte, 32))), seq(octets(sha256)))}, false, false, nil},
		{"both kinds: the newer counts", [][]byte{v1(seq(octets(sha1))), v2(seq(octets(make([]byte, 32))))}, false, false, nil},
		{"another certificate", [][]byte{v2(seq(octets(sum(crypto.SHA256, authority().cert.Raw))))}, false, false, nil},
		{"twice", [][]byte{v2(seq(octets(sha256))), v2(seq(octets(sha256)))}, false, false, ErrSigningCertificate},
		{"a hash too short", [][]byte{v2(seq(octets(sha256[:31])))}, false, false, ErrSigningCertificate},
		{"no certificate", [][]byte{v2()}, false, false, ErrSigningCertificate},
		{"a digest nobody knows", [][]byte{v2(seq(algorithm("\x2a\x03"), octets(sha256)))}, false, false, ErrUnsupported},
	} {
		p, r := judge(t, message{attributes: with(tt.added...)}.build(t))
		if r.Value != nil || r.Digest != nil {
			t.Errorf("%s: Verify is another question: %+v", tt.name, r)
		}
		id, err := p.Signers[0].SigningCertificate()
		if !errors.Is(err, tt.err) || err == nil && (id == nil) != tt.none || id != nil && id.Matches(cert.Raw) != tt.fits {
			t.Errorf("%s: %v, %v", tt.name, id, err)
		}
	}
}

func TestAttributesByIdentifier(t *testing.T) {
	mine := asn1.ObjectIdentifier{1, 2, 3}
	two := signedAttribute("\x2a\x03", integer(1), integer(2))
	p, err := Parse(message{attributes: with(two), unsigned: tlv(0xa1, two, signedAttribute("\x2a\x04", null))}.build(t))
	if err != nil {
		t.Fatal(err)
	}
	s := &p.Signers[0]
	for _, got := range [][][]byte{s.Signed(mine), s.Unsigned(mine)} {
		if len(got) != 2 || !bytes.Equal(got[0], integer(1)) || !bytes.Equal(got[1], integer(2)) {
			t.Errorf("%x", got)
		}
	}
	if len(s.Unsigned(OIDCounterSignature)) > 0 || !bytes.Equal(s.Value(), s.value) {
		t.Error("there is more than was sent")
	}
	p, err = Parse(message{unsigned: tlv(0xa1, two, null)}.build(t))
	if err != nil || p.Signers[0].Unsigned(mine) != nil {
		t.Errorf("attributes that are not well formed: %v", err)
	}
	many := tlv(0xa1, slices.Repeat(two, MaxAttributes+1))
	if p, err = Parse(message{unsigned: many}.build(t)); err != nil || p.Signers[0].Unsigned(mine) != nil {
		t.Errorf("more attributes than are read: %v", err)
	}
	large := message{unsigned: tlv(0xa1, signedAttribute("\x2a\x03", octets(make([]byte, MaxCore))))}.build(t)
	if _, err := Parse(large); !errors.Is(err, ErrLimit) {
		t.Errorf("a receipt's may be as large as a document's: %v", err)
	}
	if _, err := ParseDocument(large); err != nil {
		t.Errorf("a document's: %v", err)
	}
}

func TestCounterSignatures(t *testing.T) {
	raw, err := os.ReadFile(attachments + "cades-countersigned-sha1.p7m")
	if err != nil {
		t.Skip("the attachments are not beside the repository: ", err)
	}
	d, err := ParseDocument(raw)
	if err != nil {
		t.Fatal(err)
	}
	s := &d.Signers[0]
	all, err := s.CounterSignatures()
	if err != nil || len(all) != 1 {
		t.Fatalf("%d counter-signatures: %v", len(all), err)
	}
	cert := all[0].Choose(d.Certificates, nil, nil).Certificate
	if r := all[0].Verify(digestOfContent(s.Value()), cert); r.Digest != nil || r.Value != nil {
		t.Errorf("%+v", r)
	}
	if r := all[0].Verify(digestOfContent(d.Content), cert); !errors.Is(r.Digest, ErrDigest) {
		t.Errorf("over the document: %+v", r)
	}
}
