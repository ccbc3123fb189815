package pectest

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// openssl runs the tool where it is installed and skips the test where it is not.
func openssl(t *testing.T, args ...string) ([]byte, error) {
	t.Helper()
	tool, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is not installed here")
	}
	cmd := exec.Command(tool, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("openssl %s: %w: %s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out, err
}

func write(t *testing.T, dir, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func acceptedByOpenSSL(t *testing.T, o *Office, message []byte) error {
	t.Helper()
	dir := t.TempDir()
	_, err := openssl(t, "cms", "-verify", "-in", write(t, dir, "m.eml", message), "-CAfile", write(t, dir, "root.pem", o.Authority.Root.PEM()),
		"-purpose", "smimesign", "-attime", fmt.Sprint(date(2025, 3, 12).Unix()), "-out", filepath.Join(dir, "out"))
	return err
}

func TestOpenSSLAcceptsEveryKind(t *testing.T) {
	o := NewOffice()
	for name, build := range everyKind {
		for _, style := range []Style{StyleAruba, StyleInfoCert, StyleTelecom} {
			m := build(o.Dispatch())
			m.Style = style
			if err := acceptedByOpenSSL(t, o, m.Bytes()); err != nil {
				t.Errorf("%s, style %d: %v", name, style, err)
			}
		}
	}
}

func TestOpenSSLAcceptsEveryShapeOfSignature(t *testing.T) {
	o := NewOffice()
	leaf := func(key string) *Certificate { return o.Authority.Leaf(o.Due, 0x2222, TestKey(key)) }
	for name, edit := range map[string]func(*SignedData){
		"sha1":                func(s *SignedData) { s.Signers[0].Digest = crypto.SHA1 },
		"sha384":              func(s *SignedData) { s.Signers[0].Digest = crypto.SHA384 },
		"sha512":              func(s *SignedData) { s.Signers[0].Digest = crypto.SHA512 },
		"combined identifier": func(s *SignedData) { s.Signers[0].Combined = true },
		"pss":                 func(s *SignedData) { s.Signers[0].PSS = true },
		"pss sha512":          func(s *SignedData) { s.Signers[0].PSS, s.Signers[0].Digest = true, crypto.SHA512 },
		"ski":                 func(s *SignedData) { s.Signers[0].SKI, s.Version = true, 3 },
		"no attributes":       func(s *SignedData) { s.Signers[0].NoAttributes = true },
		"indefinite":          func(s *SignedData) { s.Indefinite = true },
		"p256":                func(s *SignedData) { s.Signers[0].Certificate = leaf("p256") },
		"p384":                func(s *SignedData) { s.Signers[0].Certificate, s.Signers[0].Digest = leaf("p384"), crypto.SHA384 },
		"p521":                func(s *SignedData) { s.Signers[0].Certificate, s.Signers[0].Digest = leaf("p521"), crypto.SHA512 },
		"two signers":         func(s *SignedData) { s.Signers = append(s.Signers, s.Signers[0]) },
	} {
		m := o.Dispatch().Consegna()
		m.CMS = edit
		if err := acceptedByOpenSSL(t, o, m.Bytes()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, opaque := range []bool{false, true} {
		m := o.Dispatch().Consegna()
		m.Opaque, m.Style = true, StyleAruba
		if opaque {
			m.Style = StyleInfoCert
		}
		if err := acceptedByOpenSSL(t, o, m.Bytes()); err != nil {
			t.Errorf("opaque, BER %v: %v", opaque, err)
		}
	}
}

func TestOpenSSLRefusesWhatIsDamaged(t *testing.T) {
	o := NewOffice()
	altered := o.Dispatch().Consegna()
	altered.Tamper = func(b []byte) []byte { return Replace(b, "correttamente", "correttamentE") }
	flipped := o.Dispatch().Consegna()
	flipped.CMS = func(s *SignedData) { s.Signers[0].Value = FlipBit }
	other := o.Dispatch().Consegna()
	other.CMS = func(s *SignedData) { s.Signers[0].Key = TestKey("attacker") }
	for name, m := range map[string]*Message{"altered": altered, "flipped": flipped, "another key": other} {
		if acceptedByOpenSSL(t, o, m.Bytes()) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// opensslP7S has `openssl cms -sign` make the signature in place of our own builder.
func opensslP7S(t *testing.T, p *Provider, o *Office, extra ...string) func(signed []byte) []byte {
	return func(signed []byte) []byte {
		dir := t.TempDir()
		args := append([]string{"cms", "-sign", "-binary", "-outform", "DER", "-in", write(t, dir, "in", signed),
			"-signer", write(t, dir, "cert.pem", p.Certificate.PEM()), "-certfile", write(t, dir, "ca.pem", o.Authority.CA.PEM()),
			"-inkey", write(t, dir, "key.pem", p.Certificate.Key.PEM())}, extra...)
		out, err := openssl(t, args...)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
}

func TestMessagesSignedByOpenSSLAreReadByOpenSSL(t *testing.T) {
	o := NewOffice()
	for name, build := range everyKind {
		m := build(o.Dispatch())
		sign := opensslP7S(t, m.Provider, o)
		m.P7S = func([]byte) []byte { return sign(m.SignedBytes()) }
		if err := acceptedByOpenSSL(t, o, m.Bytes()); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Without signed attributes RSA PKCS#1 v1.5 leaves no freedom: both builders must give the same signature value.
func TestOurSignatureValueIsThatOfOpenSSL(t *testing.T) {
	o := NewOffice()
	m := o.Dispatch().Accettazione()
	signed := m.SignedBytes()
	theirs := opensslP7S(t, m.Provider, o, "-noattr")(signed)
	digest := sha256.Sum256(signed)
	if !bytes.Contains(theirs, m.Provider.Certificate.Key.SignPKCS1(crypto.SHA256, digest[:])) {
		t.Error("the values differ")
	}
}
