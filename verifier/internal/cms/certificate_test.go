package cms

import (
	"bytes"
	"crypto"
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
		{"behind two twins", message{}, []*x509.Certificate{twin, other, good}, good},
		{"a twin alone", message{}, []*x509.Certificate{twin}, twin},
		{"a twin of the key identifier", id(good.SubjectKeyId), []*x509.Certificate{twin, good}, good},
		{"two of the same key: the first", message{}, []*x509.Certificate{renewed, good}, renewed},
		{"without attributes the one whose key verifies", message{bare: true}, []*x509.Certificate{twin, good}, good},
		{"without attributes, over other bytes: the one that shows it", message{bare: true, signs: []byte("other")}, []*x509.Certificate{twin, good}, good},
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
}

// What nobody signed must decide nothing: not which certificate stands first, nor how many twins it has.
func TestChoice(t *testing.T) {
	good := rsa2048().cert
	twin := func(key crypto.Signer) *x509.Certificate { return issue(20, nil, key).cert }
	sameKey := twin(rsa2048().key)
	var crowd []*x509.Certificate
	for range 50 {
		crowd = append(crowd, twin(rsa1024().key), twin(rsa2048().key))
	}
	isGood := func(c *x509.Certificate) bool { return c == good }
	for _, tt := range []struct {
		name       string
		m          message
		candidates []*x509.Certificate
		vouched    func(*x509.Certificate) bool
		want       *x509.Certificate
		untried    bool
	}{
		{"none", message{}, nil, isGood, nil, false},
		{"one of the same key before it, not vouched for", message{}, []*x509.Certificate{sameKey, good}, isGood, good, false},
		{"nobody is vouched for: the first that verifies", message{}, []*x509.Certificate{twin(rsa1024().key), sameKey, good}, func(*x509.Certificate) bool { return false }, sameKey, false},
		{"vouched for, and its key does not verify", message{}, []*x509.Certificate{twin(rsa1024().key), sameKey}, func(c *x509.Certificate) bool { return c != sameKey }, sameKey, false},
		{"behind a hundred", message{}, append(slices.Clone(crowd), good), isGood, good, false},
		{"before a hundred", message{}, append([]*x509.Certificate{good}, crowd...), isGood, good, false},
		{"behind a hundred, without attributes", message{bare: true}, append(slices.Clone(crowd), good), isGood, good, false},
		{"no key verifies", message{}, []*x509.Certificate{twin(rsa1024().key), twin(p256().key)}, isGood, nil, false},
		{"no key verifies, and one is not supported", message{}, []*x509.Certificate{twin(rsa1024().key), twin(huge(t).key)}, isGood, nil, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Parse(tt.m.build(t))
			if err != nil {
				t.Fatal(err)
			}
			s := &p.Signers[0]
			asked := 0
			got := s.Choose(tt.candidates, func(c *x509.Certificate) Result {
				asked++
				return s.Verify(digestOfContent(sample), c)
			}, tt.vouched)
			if tt.want != nil && got.Certificate != tt.want || got.Untried != tt.untried || (got.Certificate == nil) != (len(tt.candidates) == 0) {
				t.Errorf("%v, untried %v", got.Certificate, got.Untried)
			}
			if asked > 2 {
				t.Errorf("%d verifications for two keys", asked)
			}
		})
	}
	t.Run("what could not be judged is given before what fails", func(t *testing.T) {
		p, err := Parse(message{}.build(t))
		if err != nil {
			t.Fatal(err)
		}
		unsupported := twin(huge(t).key)
		if got := p.Signers[0].Choose([]*x509.Certificate{twin(rsa1024().key), unsupported}, nil, nil); got.Certificate != unsupported {
			t.Errorf("%v", got.Certificate)
		}
	})
}

// A set of certificates larger than is read must not crowd out the signer's.
func TestCertificatesOfASignerAreReadFirst(t *testing.T) {
	good, ca := rsa2048().cert, authority().cert
	other := issue(77, nil, rsa1024().key).cert
	crowd := slices.Repeat([][]byte{other.Raw}, 5*MaxCertificates)
	for name, m := range map[string]message{
		"behind others, by serial number":  {certificates: append(slices.Clone(crowd), good.Raw)},
		"behind others, by key identifier": {version: 3, sid: tlv(0x80, good.SubjectKeyId), certificates: append(slices.Clone(crowd), good.Raw)},
		"between others":                   {certificates: slices.Concat(crowd, [][]byte{good.Raw}, crowd)},
	} {
		p, err := Parse(m.build(t))
		if err != nil {
			t.Fatal(err)
		}
		if len(p.Certificates) != MaxCertificates || p.Unread != len(m.certificates)-MaxCertificates {
			t.Errorf("%s: %d certificates read, %d not", name, len(p.Certificates), p.Unread)
		}
		if c := p.Signers[0].Certificate(p.Certificates); c == nil || !c.Equal(good) {
			t.Errorf("%s: %v", name, c)
		}
	}
	var twins [][]byte
	for range 2 * MaxCertificates {
		twins = append(twins, issue(20, nil, rsa1024().key).cert.Raw)
	}
	p, err := Parse(message{certificates: append(twins, ca.Raw)}.build(t))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(p.Certificates, ca.Equal) {
		t.Error("twins of the signer crowd the authority out")
	}
	if len(p.Certificates) > MaxCertificates || p.Unread == 0 {
		t.Errorf("%d certificates read, %d not", len(p.Certificates), p.Unread)
	}
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
