package certificate

import (
	"bytes"
	"compress/gzip"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"pecverifier/verifier/pectest"
)

func TestReadsWhatCryptoX509Reads(t *testing.T) {
	o := pectest.NewOffice()
	for _, c := range []*pectest.Certificate{o.Authority.Root, o.Authority.CA, o.Due.Certificate, o.Uno.Certificate} {
		compare(t, c.DER)
	}
	c, err := Parse(o.Due.Certificate.DER)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.IssuedBy(o.Authority.CA.X509().RawSubjectPublicKeyInfo); err != nil {
		t.Error(err)
	}
	if err := c.IssuedBy(o.Authority.Root.X509().RawSubjectPublicKeyInfo); !errors.Is(err, ErrSignature) {
		t.Errorf("another key: %v", err)
	}
	if got := Attribute(c.Subject, "2.5.4.10"); got != o.Due.Place.Organisation() {
		t.Errorf("organisation %q", got)
	}
	for _, key := range []string{"p256", "p384", "p521"} {
		leaf := o.Authority.Leaf(o.Due, 5, pectest.TestKey(key))
		compare(t, leaf.DER)
		own := leaf.Spec
		own.Issuer = nil
		self, err := Parse(pectest.Issue(own).DER)
		if err != nil {
			t.Fatal(err)
		}
		if err := self.IssuedBy(self.SPKI); err != nil && key != "p521" {
			t.Errorf("%s: %v", key, err)
		}
	}
}

// compare holds a certificate against crypto/x509, and reports whether that reads it.
func compare(t *testing.T, der []byte) bool {
	t.Helper()
	c, err := Parse(der)
	if err != nil {
		t.Errorf("%v in %s", err, base64.StdEncoding.EncodeToString(der))
		return false
	}
	want, err := x509.ParseCertificate(der)
	if err != nil {
		return false
	}
	if !bytes.Equal(c.Issuer, want.RawIssuer) || !bytes.Equal(c.Subject, want.RawSubject) || !bytes.Equal(c.SPKI, want.RawSubjectPublicKeyInfo) ||
		!bytes.Equal(c.TBS, want.RawTBSCertificate) || !bytes.Equal(c.Signature, want.Signature) || !c.NotBefore.Equal(want.NotBefore) ||
		!c.NotAfter.Equal(want.NotAfter) || !bytes.Equal(c.KeyID, want.SubjectKeyId) || !bytes.Equal(c.IssuerKeyID, want.AuthorityKeyId) ||
		c.CA != (want.BasicConstraintsValid && want.IsCA) || c.KeyUsage != uint16(want.KeyUsage) {
		t.Errorf("%s is read differently: %+v", want.Subject, c)
	}
	for i, p := range want.PolicyIdentifiers {
		if i >= len(c.Policies) || c.Policies[i] != p.String() {
			t.Errorf("%s: policies %v, want %v", want.Subject, c.Policies, want.PolicyIdentifiers)
			break
		}
	}
	return true
}

// TestCertificatesOfTheItalianList: all are read, those too that crypto/x509 refuses.
func TestCertificatesOfTheItalianList(t *testing.T) {
	f, err := os.Open("../../../shared/trust/TSL-IT-223.xml.gz")
	if err != nil {
		t.Skip("the list is not beside the repository: ", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	all, refused := 0, 0
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`<X509Certificate>([^<]+)<`).FindAllSubmatch(text, -1) {
		der, err := base64.StdEncoding.DecodeString(string(m[1]))
		if err != nil || seen[string(der)] {
			continue
		}
		seen[string(der)] = true
		all++
		if !compare(t, der) {
			refused++
		}
		c, err := Parse(der)
		if err == nil && bytes.Equal(c.Issuer, c.Subject) && c.CA {
			if err := c.IssuedBy(c.SPKI); err != nil && !errors.Is(err, ErrUnsupported) {
				t.Errorf("%s: %v", Name(c.Subject), err)
			}
		}
	}
	if all < 400 || refused == 0 {
		t.Errorf("%d certificates, %d refused by crypto/x509", all, refused)
	}
}

// TestLenient: what real certificates have and crypto/x509 refuses.
func TestLenient(t *testing.T) {
	der := bytes.ReplaceAll(pectest.NewOffice().Authority.CA.DER, []byte{1, 1, 0xff}, []byte{1, 1, 1})
	if _, err := x509.ParseCertificate(der); err == nil {
		t.Error("crypto/x509 reads a TRUE of 01: this test shows nothing")
	}
	if c, err := Parse(der); err != nil || !c.CA {
		t.Errorf("a TRUE of 01: %v", err)
	}
	for _, v := range [][]byte{{0x30, 0x02, 5, 0}, {0x30, 0x81, 0x02, 5, 0}, {0x30, 0x83, 0, 0, 0x02, 5, 0}} {
		if got, ok := (&reader{rest: v}).next(); !ok || !bytes.Equal(got.content, []byte{5, 0}) {
			t.Errorf("%x", v)
		}
	}
}

func TestNoCertificates(t *testing.T) {
	der := pectest.NewOffice().Due.Certificate.DER
	for name, data := range map[string][]byte{
		"nothing": nil, "cut": der[:len(der)-1], "something behind": append(bytes.Clone(der), 0), "a sequence": {0x30, 0},
		"indefinite": append(append([]byte{0x30, 0x80}, der[4:]...), 0, 0), "text": []byte("certificato"),
		"long": bytes.Repeat([]byte{0x30}, MaxSize+1), "length beyond": {0x30, 0x84, 0xff, 0xff, 0xff, 0xff, 0},
	} {
		if c, err := Parse(data); err == nil {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

func TestNames(t *testing.T) {
	a := pectest.Place("Roma", "Roma", "Uno, Due").With("C")
	b := pectest.Place("Roma", "Roma", "Uno").With("C")
	if Name(a.DER()) != `CN=C,O=Uno\, Due,L=Roma,ST=Roma,C=IT` || Name(b.DER()) == Name(a.DER()) {
		t.Error(Name(a.DER()))
	}
	if Name([]byte{0x30, 1}) != "" || Name(nil) != "" {
		t.Error("no name")
	}
	if Fold("A  b ") != "a b" {
		t.Error("Fold")
	}
}

func FuzzParse(f *testing.F) {
	o := pectest.NewOffice()
	f.Add(o.Due.Certificate.DER)
	f.Add(o.Authority.CA.DER)
	names, _ := filepath.Glob("../../../shared/trust/certs*/*.pem")
	for _, name := range names {
		data, _ := os.ReadFile(name)
		if b, _ := pem.Decode(data); b != nil {
			f.Add(b.Bytes)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse(data)
		want, strict := x509.ParseCertificate(data)
		if strict == nil && err != nil && len(data) <= MaxSize {
			t.Fatalf("crypto/x509 reads it: %v", err)
		}
		if err != nil {
			return
		}
		Name(c.Subject)
		Attribute(c.Issuer, "2.5.4.3")
		c.KeyIdentifier()
		if strict == nil && (!bytes.Equal(c.Subject, want.RawSubject) || !bytes.Equal(c.SPKI, want.RawSubjectPublicKeyInfo) || !c.NotAfter.Equal(want.NotAfter)) {
			t.Fatal("read differently")
		}
	})
}
