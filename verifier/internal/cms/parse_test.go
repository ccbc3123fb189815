package cms

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	encoding_asn1 "encoding/asn1"
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"go.mozilla.org/pkcs7"

	"pecverifier/verifier/internal/sigalg"
)

func repeat(n int, one []byte) func([]byte) [][]byte {
	return func(signer []byte) [][]byte { return slices.Repeat([][]byte{slices.Concat(signer, one)}, n) }
}

func ofType(id string, parts ...[]byte) func(...[]byte) []byte {
	return func(...[]byte) []byte { return seq(append([][]byte{oid(id)}, parts...)...) }
}

func content(b []byte) []byte { return tlv(0xa0, octets(b)) }

// sized is a certificate with so many octets that say nothing.
func sized(t *testing.T, octets int) []byte {
	t.Helper()
	template := x509.Certificate{SerialNumber: big.NewInt(20)}
	template.ExtraExtensions = []pkix.Extension{{Id: encoding_asn1.ObjectIdentifier{1, 2, 3}, Value: make([]byte, octets)}}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, rsa2048().key.Public(), rsa2048().key)
	if err != nil {
		t.Fatal(err)
	}
	return der
}

func TestParse(t *testing.T) {
	tests := []struct {
		name string
		m    message
		edit func([]byte) []byte
		want func(*SignedData) bool
	}{
		{"detached", message{}, nil, func(p *SignedData) bool { return !p.HasContent && p.Content == nil }},
		{"opaque", message{attach: content(sample)}, nil, func(p *SignedData) bool { return p.HasContent && bytes.Equal(p.Content, sample) }},
		{"opaque in BER pieces", message{attach: content(sample)}, indefinitely, func(p *SignedData) bool { return p.HasContent && bytes.Equal(p.Content, sample) }},
		{"opaque and empty is not detached", message{attach: content(nil)}, nil, func(p *SignedData) bool { return p.HasContent && p.Content != nil && len(p.Content) == 0 }},
		{"opaque beyond what pkcs7 is shown", message{attach: content(make([]byte, maxShown+1))}, nil, func(p *SignedData) bool { return len(p.Content) == maxShown+1 }},
		{"content type", message{}, nil, func(p *SignedData) bool { return p.ContentType.String() == "1.2.840.113549.1.7.1" }},
		{"issuer and serial number", message{}, nil, func(p *SignedData) bool {
			s := p.Signers[0]
			return s.Serial.Int64() == 20 && bytes.Equal(s.Issuer, authority().cert.RawSubject) && s.SubjectKeyID == nil
		}},
		{"subject key identifier", message{version: 3, sid: tlv(0x80, []byte{1, 2, 3})}, nil, func(p *SignedData) bool {
			s := p.Signers[0]
			return s.Serial == nil && s.Issuer == nil && bytes.Equal(s.SubjectKeyID, []byte{1, 2, 3})
		}},
		{"subject key identifier in BER pieces", message{version: 3, sid: ber(0xa0, octets([]byte{1}), octets([]byte{2, 3}))}, nil, func(p *SignedData) bool {
			return bytes.Equal(p.Signers[0].SubjectKeyID, []byte{1, 2, 3})
		}},
		{"signing time, digest, algorithm", message{}, nil, func(p *SignedData) bool {
			s := p.Signers[0]
			return s.SigningTime.Equal(time.Date(2018, 11, 13, 15, 39, 27, 0, time.UTC)) && s.Digest == crypto.SHA256 &&
				s.DigestOID.String() == "2.16.840.1.101.3.4.2.1" && s.Algorithm == sigalg.RSA && s.HasAttributes
		}},
		{"signing time stated twice is none", message{attributes: with(signedAttribute(oidSigningTime, tlv(0x17, []byte("181113153927Z"))))}, nil, func(p *SignedData) bool {
			return p.Signers[0].SigningTime.IsZero()
		}},
		{"no attributes", message{bare: true}, nil, func(p *SignedData) bool { return !p.Signers[0].HasAttributes && p.Signers[0].SigningTime.IsZero() }},
		{"unknown digest has its identifier", message{digestAlgorithm: algorithm("\x2a\x03\x04", null)}, nil, func(p *SignedData) bool {
			return p.Signers[0].Digest == 0 && p.Signers[0].DigestOID.String() == "1.2.3.4"
		}},
		{"certs-only", message{signers: repeat(0, nil)}, nil, func(p *SignedData) bool { return len(p.Signers) == 0 && len(p.Certificates) == 2 }},
		{"two signers", message{signers: repeat(2, nil)}, nil, func(p *SignedData) bool { return len(p.Signers) == 2 }},
		{"16 signers", message{signers: repeat(MaxSigners, nil)}, nil, func(p *SignedData) bool { return len(p.Signers) == MaxSigners }},
		{"64 signed attributes", message{attributes: with(slices.Repeat([][]byte{signedAttribute("\x2a\x03", null)}, MaxAttributes-3)...)}, nil, func(p *SignedData) bool { return len(p.Signers) == 1 }},
		{"as many certificates as are read", message{certificates: slices.Repeat([][]byte{authority().cert.Raw}, MaxCertificates)}, nil, func(p *SignedData) bool { return len(p.Certificates) == MaxCertificates }},
		{"no certificates", message{certificates: [][]byte{}}, nil, func(p *SignedData) bool { return len(p.Certificates) == 0 }},
		{"a certificate that x509 cannot read, among good ones", message{certificates: [][]byte{seq(integer(1)), rsa2048().cert.Raw, seq()}}, nil, func(p *SignedData) bool {
			return len(p.Certificates) == 1 && p.Unreadable == 2
		}},
		{"a certificate that is too large, beside one that is not", message{certificates: [][]byte{sized(t, maxCertificate), sized(t, maxCertificate-2<<10)}}, nil, func(p *SignedData) bool {
			return len(p.Certificates) == 1 && p.Unreadable == 1
		}},
		{"an attribute certificate is skipped", message{certificates: [][]byte{tlv(0xa2, integer(1)), rsa2048().cert.Raw}}, nil, func(p *SignedData) bool {
			return len(p.Certificates) == 1 && p.Unreadable == 0
		}},
		{"CRLs are skipped, whatever they are", message{crls: tlv(0xa1, seq(integer(1)))}, nil, func(p *SignedData) bool { return len(p.Signers) == 1 }},
		{"certificates of two megabytes", message{certificates: [][]byte{seq(octets(make([]byte, 2<<20))), rsa2048().cert.Raw}}, nil, func(p *SignedData) bool { return len(p.Certificates) == 1 }},
		{"CRLs of two megabytes", message{crls: tlv(0xa1, octets(make([]byte, 2<<20)))}, nil, func(p *SignedData) bool { return len(p.Signers) == 1 }},
		{"unsigned attributes are skipped", message{unsigned: tlv(0xa1, signedAttribute("\x2a\x03", null))}, nil, func(p *SignedData) bool { return len(p.Signers) == 1 }},
		{"NUL, CR and LF after it", message{}, func(b []byte) []byte { return append(b, "\r\n\r\n\x00\x00"...) }, func(p *SignedData) bool { return len(p.Signers) == 1 }},
		{"version 3", message{version: 3}, nil, func(p *SignedData) bool { return len(p.Signers) == 1 }},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := tt.m.build(t)
			if tt.edit != nil {
				raw = tt.edit(raw)
			}
			p, err := Parse(raw)
			if err != nil {
				t.Fatal(err)
			}
			if !tt.want(p) {
				t.Errorf("%+v", p)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	keep := func(b []byte) []byte { return b }
	tests := []struct {
		name string
		m    message
		edit func([]byte) []byte
		want error
		says string
	}{
		{"nothing", message{}, func([]byte) []byte { return nil }, ErrMalformed, ""},
		{"random text", message{}, func([]byte) []byte { return []byte("MIIaWAYJKoZI") }, ErrMalformed, ""},
		{"cut in the middle", message{}, func(b []byte) []byte { return b[:len(b)/2] }, ErrMalformed, "cut short"},
		{"cut by one octet", message{}, func(b []byte) []byte { return b[:len(b)-1] }, ErrMalformed, "cut short"},
		{"a blank after it", message{}, func(b []byte) []byte { return append(b, ' ') }, ErrMalformed, "follow"},
		{"a second structure after it", message{}, func(b []byte) []byte { return append(b, b...) }, ErrMalformed, "follow"},
		{"more than 256 MB", message{}, func([]byte) []byte { return make([]byte, MaxInput+1) }, ErrLimit, "octets"},
		{"enveloped data", message{whole: ofType(oidEnvelopedData, tlv(0xa0, seq()))}, keep, ErrEncrypted, ""},
		{"encrypted data", message{whole: ofType(oidEncryptedData, tlv(0xa0, seq()))}, keep, ErrEncrypted, ""},
		{"authenticated enveloped data", message{whole: ofType(oidAuthEnveloped, tlv(0xa0, seq()))}, keep, ErrEncrypted, ""},
		{"data", message{whole: ofType(oidData, content(sample))}, keep, ErrNotSignedData, "1.2.840.113549.1.7.1"},
		{"a certificate", message{}, func([]byte) []byte { return authority().cert.Raw }, ErrMalformed, ""},
		{"signed data without its content info", message{whole: seq}, keep, ErrMalformed, ""},
		{"signed data missing", message{whole: ofType(oidSignedData)}, keep, ErrMalformed, ""},
		{"something after the signed data", message{whole: func(p ...[]byte) []byte { return seq(oid(oidSignedData), tlv(0xa0, seq(p...)), null) }}, keep, ErrMalformed, "signed data"},
		{"something beside the signed data", message{whole: func(p ...[]byte) []byte { return seq(oid(oidSignedData), tlv(0xa0, seq(p...), seq(p...))) }}, keep, ErrMalformed, "signed data"},
		{"a second set of signers", message{whole: func(p ...[]byte) []byte { return seq(oid(oidSignedData), tlv(0xa0, seq(append(p, p[5])...))) }}, keep, ErrMalformed, "signers"},
		{"signers missing", message{whole: func(p ...[]byte) []byte { return seq(oid(oidSignedData), tlv(0xa0, seq(p[:5]...))) }}, keep, ErrMalformed, "signers"},
		{"content that is no octet string", message{attach: tlv(0xa0, seq(octets(sample)))}, keep, ErrMalformed, "content"},
		{"content twice", message{attach: tlv(0xa0, octets(sample), octets(sample))}, keep, ErrMalformed, "content"},
		{"content and more", message{attach: append(content(sample), content(sample)...)}, keep, ErrMalformed, "content"},
		{"content type missing", message{whole: func(p ...[]byte) []byte { return seq(oid(oidSignedData), tlv(0xa0, seq(p[0], p[1], seq(), p[5]))) }}, keep, ErrMalformed, "content type"},
		{"content type empty", message{whole: func(p ...[]byte) []byte {
			return seq(oid(oidSignedData), tlv(0xa0, seq(p[0], p[1], seq(oid("")), p[5])))
		}}, keep, ErrMalformed, "content type"},
		{"version -1", message{whole: func(p ...[]byte) []byte {
			return seq(oid(oidSignedData), tlv(0xa0, seq(append([][]byte{tlv(2, []byte{0xff})}, p[1:]...)...)))
		}}, keep, ErrMalformed, "version"},
		{"version 6", message{version: 6}, keep, ErrMalformed, "version"},
		{"signer identifier of another tag", message{sid: tlv(0x81, []byte{1})}, keep, ErrMalformed, "identifier"},
		{"signer identifier empty", message{sid: tlv(0x80)}, keep, ErrMalformed, "identifier"},
		{"signer identifier in pieces that hold nothing", message{sid: tlv(0xa0)}, keep, ErrMalformed, "identifier"},
		{"signer identifier in pieces of other things", message{sid: tlv(0xa0, integer(1))}, keep, ErrMalformed, "identifier"},
		{"serial number and more", message{sid: seq(seq(), integer(1), integer(2))}, keep, ErrMalformed, "serial"},
		{"signed attributes empty", message{wire: func([]byte) []byte { return tlv(0xa0) }}, keep, ErrMalformed, "attributes"},
		{"signed attribute without values", message{wire: func([]byte) []byte { return tlv(0xa0, seq(oid(oidContentType))) }}, keep, ErrMalformed, "attribute"},
		{"signed attribute and more", message{wire: func([]byte) []byte { return tlv(0xa0, seq(oid(oidContentType), set(), set())) }}, keep, ErrMalformed, "attribute"},
		{"signed attributes twice", message{wire: func(b []byte) []byte { return append(tlv(0xa0, b), tlv(0xa0, b)...) }}, keep, ErrMalformed, "algorithm"},
		{"something after the unsigned attributes", message{unsigned: append(tlv(0xa1, null), null...)}, keep, ErrMalformed, "unsigned"},
		{"two parameters of an algorithm", message{signatureAlgorithm: algorithm(oidRSA, null, null)}, keep, ErrMalformed, "algorithm"},
		{"an algorithm without identifier", message{signatureAlgorithm: seq(null)}, keep, ErrMalformed, "algorithm"},
		{"17 signers", message{signers: repeat(MaxSigners+1, nil)}, keep, ErrLimit, "signers"},
		{"65 signed attributes", message{attributes: with(slices.Repeat([][]byte{signedAttribute("\x2a\x03", null)}, MaxAttributes-2)...)}, keep, ErrLimit, "attributes"},
		{"unsigned attributes of more than 512 kB", message{unsigned: tlv(0xa1, octets(make([]byte, MaxCore)))}, keep, ErrLimit, "structure"},
		{"certificates of more than 16 MB", message{certificates: [][]byte{seq(octets(make([]byte, MaxStructure)))}}, keep, ErrLimit, "structure"},
		{"CRLs of more than 16 MB", message{crls: tlv(0xa1, octets(make([]byte, MaxStructure)))}, keep, ErrLimit, "structure"},
		{"a signer that is none", message{signers: func([]byte) [][]byte { return [][]byte{integer(1)} }}, keep, ErrMalformed, "signer"},
		{"a certificate set with something cut", message{certificates: [][]byte{{0x1f, 0x81, 1, 0}}}, keep, ErrMalformed, "certificate"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.edit(tt.m.build(t)))
			if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%v, want %v that says %q", err, tt.want, tt.says)
			}
		})
	}
}

// TestLargeContent shows that opaque content may be as large as a message.
func TestLargeContent(t *testing.T) {
	large := make([]byte, 20<<20)
	raw := message{attach: content(large), content: large}.build(t)
	p, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Content) != len(large) {
		t.Errorf("content of %d octets", len(p.Content))
	}
	allocated := testing.AllocsPerRun(1, func() { _, err = Parse(raw) })
	if err != nil || allocated > 2000 {
		t.Errorf("%v allocations, %v", allocated, err)
	}
}

// TestReadingsAgree shows that each comparison with the other reading is made.
func TestReadingsAgree(t *testing.T) {
	edits := map[string]func(*reading){
		"content":             func(r *reading) { r.Content = []byte("x") },
		"number of signers":   func(r *reading) { r.Signers = r.Signers[:1] },
		"serial number":       func(r *reading) { r.Signers[1].Serial.SetInt64(5) },
		"issuer":              func(r *reading) { r.Signers[1].Issuer = seq() },
		"digest algorithm":    func(r *reading) { r.Signers[1].DigestOID = nil },
		"signature algorithm": func(r *reading) { r.Signers[1].signature.oid = oidRSAPSS },
		"signature value":     func(r *reading) { r.Signers[1].value = nil },
		"signed attributes":   func(r *reading) { r.Signers[1].attributes = r.Signers[1].attributes[1:] },
	}
	raw := message{signers: repeat(2, nil), attach: content(sample)}.build(t)
	for what, edit := range edits {
		t.Run(what, func(t *testing.T) {
			e, _, err := normalise(raw)
			if err != nil {
				t.Fatal(err)
			}
			r, err := read(&e, MaxCore)
			if err != nil {
				t.Fatal(err)
			}
			if err := r.agree(); err != nil {
				t.Fatal(err)
			}
			edit(r)
			if err := r.agree(); !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), what) {
				t.Errorf("%v, want one on the %s", err, what)
			}
		})
	}
}

// What would cost pkcs7 much is not shown to it: content, certificates and unsigned attributes never, signers only as far
// as providers' go.
func TestOtherReadingIsBounded(t *testing.T) {
	t.Cleanup(func() { otherReading = pkcs7.Parse })
	nested := octets([]byte("innermost"))
	for range 20 {
		nested = seq(nested)
	}
	shown := 0
	otherReading = func(b []byte) (*pkcs7.PKCS7, error) {
		shown = len(b)
		return pkcs7.Parse(b)
	}
	large := slices.Repeat([][]byte{nested}, 5000)
	for name, tt := range map[string]struct {
		m     message
		shown bool
	}{
		"usual":                      {message{}, true},
		"nested unsigned attributes": {message{unsigned: tlv(0xa1, signedAttribute("\x2a\x03", large...))}, true},
		"large certificates":         {message{certificates: [][]byte{seq(large...)}}, true},
		"large content":              {message{attach: content(make([]byte, 1<<20))}, true},
		"large signed attributes":    {message{attributes: with(signedAttribute("\x2a\x03", large...))}, false},
		"a large digest algorithm":   {message{digestAlgorithm: algorithm(oidSHA256, seq(large...))}, false},
		"signed attributes of 9 kB":  {message{attributes: with(signedAttribute("\x2a\x03", large[:170]...))}, true},
		"twice signed attributes so": {message{attributes: with(signedAttribute("\x2a\x03", large[:170]...)), signers: repeat(2, nil)}, false},
	} {
		shown = 0
		if _, err := Parse(tt.m.build(t)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if (shown > 0) != tt.shown || shown > maxShownSigners+maxShown {
			t.Errorf("%s: %d octets shown", name, shown)
		}
	}
}

func TestParseAsksBothReadings(t *testing.T) {
	t.Cleanup(func() { otherReading = pkcs7.Parse })
	raw := message{}.build(t)
	otherReading = func([]byte) (*pkcs7.PKCS7, error) {
		return pkcs7.Parse(message{by: p256()}.build(t))
	}
	if _, err := Parse(raw); !errors.Is(err, ErrMalformed) || !strings.Contains(err.Error(), "disagree") {
		t.Errorf("%v", err)
	}
	otherReading = func([]byte) (*pkcs7.PKCS7, error) { return nil, errors.New("not readable") }
	if _, err := Parse(raw); err != nil {
		t.Errorf("what pkcs7 cannot read is decided alone: %v", err)
	}
}

func TestBER(t *testing.T) {
	looseAttributes := func(sent []byte) []byte { // a length with a leading zero
		return slices.Concat([]byte{0x82}, []byte{byte(len(sent) >> 8), byte(len(sent))}, sent)
	}
	// Digest in pieces: DER joins them, as sent they stay.
	pieces := func(usual [][]byte) [][]byte {
		digest := sum(crypto.SHA256, sample)
		return slices.Replace(usual, 2, 3, signedAttribute(oidMessageDigest, ber(0x24, octets(digest[:9]), octets(digest[9:]))))
	}
	der := set(usualAttributes(oidData, sum(crypto.SHA256, sample))...)
	tests := []struct {
		name string
		m    message
		edit func([]byte) []byte
		want verdict
	}{
		{"all lengths indefinite, signed over DER", message{}, indefinitely, verdict{}},
		{"only the outer lengths indefinite, as openssl streams", message{whole: func(p ...[]byte) []byte {
			return ber(0x30, oid(oidSignedData), ber(0xa0, ber(0x30, p...)))
		}}, nil, verdict{}},
		{"attributes of indefinite length, signed over DER", message{wire: func(sent []byte) []byte { return ber(0xa0, sent) }}, nil, verdict{}},
		{"attributes of a long length", message{wire: func(sent []byte) []byte { return append([]byte{0xa0}, looseAttributes(sent)...) }}, nil, verdict{}},
		{"message-digest in pieces, signed as sent", message{attributes: pieces}, nil, verdict{}},
		{"message-digest in pieces, signed as sent, attributes of indefinite length", message{attributes: pieces, wire: func(sent []byte) []byte { return ber(0xa0, sent) }}, nil, verdict{}},
		{"message-digest in pieces, signed over DER", message{attributes: pieces, over: func([]byte) []byte { return der }}, nil, verdict{}},
		{"message-digest in pieces, signed over neither", message{attributes: pieces, over: func(sent []byte) []byte { return ber(0x31, sent) }}, nil, verdict{value: ErrSignature}},
		{"in another order and in pieces, signed over DER", message{attributes: func(u [][]byte) [][]byte { return reversed(pieces(u)) }, over: func([]byte) []byte { return der }}, nil, verdict{reordered: true}},
		{"altered content", message{signs: []byte("x")}, indefinitely, verdict{digest: ErrDigest}},
		{"no attributes", message{bare: true}, indefinitely, verdict{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := tt.m.build(t)
			if tt.edit != nil {
				raw = tt.edit(raw)
			}
			p, r := judge(t, raw)
			tt.want.check(t, r)
			if len(p.Certificates) != 2 {
				t.Errorf("%d certificates", len(p.Certificates))
			}
		})
	}
	t.Run("as sent holds for each signer", func(t *testing.T) {
		p, err := Parse(message{attributes: pieces, signers: repeat(3, nil)}.build(t))
		if err != nil {
			t.Fatal(err)
		}
		for i := range p.Signers {
			verdict{}.check(t, p.Signers[i].Verify(digestOfContent(sample), rsa2048().cert))
		}
	})
}
