package cms

import (
	"bytes"
	"crypto/sha1"
	"crypto/x509"
	"errors"
	"slices"
	"strings"
	"testing"
)

// name encodes a Name of country and common name, each with its string tag.
func name(countryTag byte, country string, commonTag byte, common string) []byte {
	return seq(
		set(seq(oid("\x55\x04\x06"), tlv(countryTag, []byte(country)))),
		set(seq(oid("\x55\x04\x03"), tlv(commonTag, []byte(common)))))
}

func TestCertificate(t *testing.T) {
	const printable, utf8, bmp, t61 = 0x13, 0x0c, 0x1e, 0x14
	good := rsa2048().cert
	twin := issue(20, good.SubjectKeyId, rsa1024().key).cert // same issuer, serial and key identifier
	other := issue(20, good.SubjectKeyId, rsa1024().key).cert
	renewed := issue(20, good.SubjectKeyId, rsa2048().key).cert
	plain := issue(50, nil, rsa2048().key).cert
	_, bits, err := subjectPublicKey(plain)
	if err != nil {
		t.Fatal(err)
	}
	hash := sha1.Sum(bits)
	all := []*x509.Certificate{nil, authority().cert, p256().cert, good}
	named := func(issuer []byte) message { return message{sid: seq(issuer, integer(20))} }
	id := func(id []byte) message { return message{version: 3, sid: tlv(0x80, id)} }

	tests := []struct {
		name string
		m    message
		from []*x509.Certificate
		want *x509.Certificate
	}{
		{"by issuer and serial number", message{}, all, good},
		{"none given", message{}, nil, nil},
		{"serial number of another", message{sid: seq(good.RawIssuer, integer(99))}, all, nil},
		{"issuer of another", named(name(printable, "IT", printable, "Other CA")), all, nil},
		{"issuer in UTF8String", named(name(printable, "IT", utf8, "Test PEC CA")), all, good},
		{"issuer in BMPString", named(name(printable, "IT", bmp, "\x00T\x00e\x00s\x00t\x00 \x00P\x00E\x00C\x00 \x00C\x00A")), all, good},
		{"issuer in TeletexString", named(name(printable, "IT", t61, "Test PEC CA")), all, good},
		{"issuer in other case and blanks", named(name(printable, "it", utf8, " test  Pec CA ")), all, good},
		{"issuer in BMPString cut in half", named(name(printable, "IT", bmp, "\x00T\x00")), all, nil},
		{"issuer in no valid UTF-8", named(name(printable, "IT", utf8, "Test PEC CA\xff")), all, nil},
		{"issuer in octets", named(name(printable, "IT", 0x04, "Test PEC CA")), all, nil},
		{"issuer with its parts in another order", named(seq(
			set(seq(oid("\x55\x04\x03"), tlv(printable, []byte("Test PEC CA")))),
			set(seq(oid("\x55\x04\x06"), tlv(printable, []byte("IT")))))), all, nil},
		{"issuer in one part instead of two", named(seq(set(
			seq(oid("\x55\x04\x03"), tlv(printable, []byte("Test PEC CA"))),
			seq(oid("\x55\x04\x06"), tlv(printable, []byte("IT")))))), all, nil},
		{"an issuer that is no name", named(seq(integer(1))), all, nil},
		{"equal octets go before an equal name", message{}, []*x509.Certificate{otherSpelling(t, good), good}, good},

		{"by key identifier", id(good.SubjectKeyId), all, good},
		{"by another key identifier", id([]byte{9}), all, nil},
		{"by the hash of a key without identifier", id(hash[:]), []*x509.Certificate{good, plain}, plain},
		{"by the hash of a key whose certificate states another identifier", id(hash[:]), all, nil},

		{"a twin with another key before it", message{}, []*x509.Certificate{twin, good}, good},
		{"a twin with another key after it", message{}, []*x509.Certificate{good, twin}, good},
		{"behind two twins it is not looked for", message{}, []*x509.Certificate{twin, other, good}, twin},
		{"a twin alone", message{}, []*x509.Certificate{twin}, twin},
		{"a twin of the key identifier", id(good.SubjectKeyId), []*x509.Certificate{twin, good}, good},
		{"two of the same key: the first", message{}, []*x509.Certificate{renewed, good}, renewed},
		{"without attributes the first", message{bare: true}, []*x509.Certificate{twin, good}, twin},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Parse(tt.m.build(t))
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Signers[0].Certificate(tt.from); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
	t.Run("a twin does not verify", func(t *testing.T) {
		p, err := Parse(message{certificates: [][]byte{twin.Raw}}.build(t))
		if err != nil {
			t.Fatal(err)
		}
		s := &p.Signers[0]
		if r := s.Verify(digestOfContent(sample), s.Certificate(p.Certificates)); !errors.Is(r.Value, ErrSignature) {
			t.Errorf("%+v", r)
		}
	})
	t.Run("candidates are all that fit, once each", func(t *testing.T) {
		p, err := Parse(message{}.build(t))
		if err != nil {
			t.Fatal(err)
		}
		copied, err := x509.ParseCertificate(bytes.Clone(good.Raw))
		if err != nil {
			t.Fatal(err)
		}
		got := p.Signers[0].Candidates([]*x509.Certificate{twin, nil, good, copied, p256().cert, renewed})
		if !slices.Equal(got, []*x509.Certificate{twin, good, renewed}) {
			t.Errorf("%d candidates", len(got))
		}
	})
	t.Run("a crowd of twins is not tried to the end", func(t *testing.T) {
		p, err := Parse(message{}.build(t))
		if err != nil {
			t.Fatal(err)
		}
		var crowd []*x509.Certificate
		for range maxTwins {
			crowd = append(crowd, issue(20, nil, rsa1024().key).cert)
		}
		if got := p.Signers[0].Certificate(append(crowd, good)); got != crowd[0] {
			t.Error("tried more than the limit")
		}
		if got := p.Signers[0].Certificate(append(crowd[1:], good)); got != good {
			t.Error("tried less than the limit")
		}
	})
}

func TestCanonicalName(t *testing.T) {
	part := func(id string, tag byte, text string) []byte { return seq(oid(id), tlv(tag, []byte(text))) }
	a, b := part("\x55\x04\x03", 0x0c, "a"), part("\x55\x04\x06", 0x0c, "b")
	tests := []struct {
		name  string
		x, y  []byte
		equal bool
	}{
		{"order within one part does not matter", seq(set(a, b)), seq(set(b, a)), true},
		{"order of parts does", seq(set(a), set(b)), seq(set(b), set(a)), false},
		{"one part is not two", seq(set(a, b)), seq(set(a), set(b)), false},
		{"accents are kept", seq(set(part("\x55", 0x0c, "Città"))), seq(set(part("\x55", 0x0c, "Citta"))), false},
		{"accents are the same in every string type", seq(set(part("\x55", 0x0c, "Città"))), seq(set(part("\x55", 0x14, "Citt\xe0"))), true},
		{"other types are compared octet by octet", seq(set(part("\x55", 0x04, "A"))), seq(set(part("\x55", 0x04, "a"))), false},
		{"another type is another value", seq(set(part("\x55", 0x04, "a"))), seq(set(part("\x55", 0x0c, "a"))), false},
		{"BMPString cut in half is none", seq(set(part("\x55", 0x1e, "\x00a\x00"))), seq(set(part("\x55", 0x0c, "a"))), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x, okX := canonicalName(tt.x)
			y, okY := canonicalName(tt.y)
			if equal := okX && okY && x == y; equal != tt.equal {
				t.Errorf("%q and %q", x, y)
			}
		})
	}
	for name, raw := range map[string][]byte{
		"an empty part": seq(set()), "an attribute without value": seq(set(seq(oid("\x55")))), "more in an attribute": seq(set(seq(oid("\x55"), null, null))),
		"BMPString cut in half": seq(set(part("\x55", 0x1e, "\x00a\x00"))), "more after it": append(seq(), null...), "no UTF-8": seq(set(part("\x55", 0x0c, "\xff"))),
	} {
		if _, ok := canonicalName(raw); ok {
			t.Errorf("%s is taken", name)
		}
	}
}

// otherSpelling gives the same certificate with its issuer in UTF8String and capitals.
func otherSpelling(t *testing.T, cert *x509.Certificate) *x509.Certificate {
	t.Helper()
	spelled := name(0x13, "IT", 0x0c, strings.ToUpper("Test PEC CA"))
	raw := bytes.Replace(cert.Raw, cert.RawIssuer, spelled, 1) // of the same length
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
