package cms

import (
	"bytes"
	"crypto"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// openssl runs a command in a folder and gives what it writes.
func openssl(t *testing.T, folder string, arguments ...string) (string, error) {
	t.Helper()
	c := exec.Command("openssl", arguments...)
	c.Dir = folder
	out, err := c.CombinedOutput()
	return string(out), err
}

func mustOpenssl(t *testing.T, folder string, arguments ...string) {
	t.Helper()
	if out, err := openssl(t, folder, arguments...); err != nil {
		t.Fatalf("openssl %s: %v\n%s", strings.Join(arguments, " "), err, out)
	}
}

// TestOpenSSL verifies what `openssl cms` signs, so that builder and verifier of this package do not only agree
// with each other.
func TestOpenSSL(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "content"), sample, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string][]string{
		"rsa":    {"rsa:2048"},
		"small":  {"rsa:1024"},
		"p256":   {"ec", "-pkeyopt", "ec_paramgen_curve:P-256"},
		"p384":   {"ec", "-pkeyopt", "ec_paramgen_curve:P-384"},
		"p521":   {"ec", "-pkeyopt", "ec_paramgen_curve:P-521"},
		"rsapss": {"rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"},
	} {
		arguments := append([]string{"req", "-x509", "-nodes", "-newkey"}, key...)
		mustOpenssl(t, folder, append(arguments, "-subj", "/CN="+name, "-keyout", name+".key", "-out", name+".pem")...)
	}

	tests := []struct {
		name    string
		options string // blank-separated
		signer  string
		want    verdict
	}{
		{"SHA-256", "-md sha256", "rsa", verdict{}},
		{"SHA-1", "-md sha1", "rsa", verdict{sha1: true}},
		{"SHA-224", "-md sha224", "rsa", verdict{}},
		{"SHA-384", "-md sha384", "rsa", verdict{}},
		{"SHA-512", "-md sha512", "rsa", verdict{}},
		{"MD5", "-md md5", "rsa", verdict{weak: ErrWeak}},
		{"RSA-1024", "-md sha1", "small", verdict{sha1: true}},
		{"no attributes", "-noattr", "rsa", verdict{}},
		{"no capabilities", "-nosmimecap", "rsa", verdict{}},
		{"key identifier", "-keyid", "rsa", verdict{}},
		{"RSA-PSS", "-keyopt rsa_padding_mode:pss", "rsa", verdict{}},
		{"RSA-PSS, SHA-512, key identifier", "-md sha512 -keyid -keyopt rsa_padding_mode:pss", "rsa", verdict{}},
		{"RSA-PSS, salt as long as the digest", "-md sha384 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:-1", "rsa", verdict{}},
		{"RSA-PSS, longest salt", "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:-3", "rsa", verdict{}},
		{"RSA-PSS, no salt", "-keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:0", "rsa", verdict{}},
		{"RSA-PSS, SHA-1", "-md sha1 -keyopt rsa_padding_mode:pss", "rsa", verdict{sha1: true}},
		{"RSA-PSS, no attributes", "-noattr -keyopt rsa_padding_mode:pss", "rsa", verdict{}},
		{"RSA-PSS, another mask digest", "-md sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_mgf1_md:sha1", "rsa", verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"key for RSA-PSS only", "-md sha256 -keyopt rsa_padding_mode:pss", "rsapss", verdict{}},
		{"ECDSA P-256", "-md sha256", "p256", verdict{}},
		{"ECDSA P-256, SHA-1, no attributes", "-md sha1 -noattr", "p256", verdict{sha1: true}},
		{"ECDSA P-384", "-md sha384", "p384", verdict{}},
		{"ECDSA P-521", "-md sha512 -keyid", "p521", verdict{}},
		{"BER", "-stream", "rsa", verdict{}},
		{"BER, key identifier, no attributes", "-stream -keyid -noattr", "rsa", verdict{}},
		{"without certificate", "-nocerts", "rsa", verdict{value: ErrNoCertificate}},
		{"RSA-PSS by parameters, without certificate", "-nocerts -noattr -keyopt rsa_padding_mode:pss", "rsa", verdict{digest: ErrNoCertificate, value: ErrNoCertificate}},
	}
	for _, tt := range tests {
		for _, opaque := range []bool{false, true} {
			form := " detached"
			options := strings.Fields(tt.options)
			if opaque {
				form, options = " opaque", append(options, "-nodetach")
			}
			t.Run(tt.name+form, func(t *testing.T) {
				mustOpenssl(t, folder, append([]string{"cms", "-sign", "-binary", "-in", "content", "-outform", "DER", "-out", "p7s",
					"-signer", tt.signer + ".pem", "-inkey", tt.signer + ".key"}, options...)...)
				raw, err := os.ReadFile(filepath.Join(folder, "p7s"))
				if err != nil {
					t.Fatal(err)
				}
				p, r := judge(t, raw)
				tt.want.check(t, r)
				opaque := opaque || strings.Contains(tt.options, "-stream") // it streams the content along
				if p.HasContent != opaque || opaque && !bytes.Equal(p.Content, sample) {
					t.Errorf("content %q", p.Content)
				}
				if strings.Contains(tt.options, "-stream") && opaque && raw[1] != 0x80 {
					t.Error("openssl did not write an indefinite length")
				}
				if tt.want.value != nil {
					return
				}
				// The same signature over other content.
				other := p.Signers[0].Verify(digestOfContent([]byte("other")), p.Signers[0].Certificate(p.Certificates))
				if !errors.Is(other.Digest, ErrDigest) && !errors.Is(other.Digest, ErrSignature) {
					t.Errorf("other content: %+v", other)
				}
			})
		}
	}
}

// TestOpenSSLAgrees asks openssl about structures of our own making; where it is stricter or looser, the case
// says so.
func TestOpenSSLAgrees(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed")
	}
	digest := sum(crypto.SHA256, sample)
	signature := func(change func([]byte) []byte) func([]byte) []byte {
		return func(digest []byte) []byte {
			v, err := rsa2048().key.Sign(nil, digest, crypto.SHA256)
			if err != nil {
				t.Fatal(err)
			}
			return change(v)
		}
	}
	der := func([]byte) []byte { return set(usualAttributes(oidData, digest)...) }
	tests := []struct {
		name         string
		m            message
		theirs, ours bool
	}{
		{"ordinary", message{}, true, true},
		{"signed over the order sent, which is not DER", message{attributes: reversed}, true, true},
		{"signed over the DER order, sent in another: RFC 5652 §5.4 wants it, openssl refuses", message{attributes: reversed, over: der}, false, true},
		{"sha256WithRSAEncryption as digest algorithm", message{digestAlgorithm: algorithm(oidSHA256WithRSA, null)}, true, true},
		{"value with a leading zero too many", message{sign: signature(func(v []byte) []byte { return append([]byte{0}, v...) })}, false, false},
		{"value with its first octet missing", message{sign: signature(func(v []byte) []byte { return v[1:] })}, false, false},
		{"signature algorithm of another digest: RFC 8933 §3.1 refuses", message{signatureAlgorithm: algorithm(oidSHA512WithRSA, null)}, true, false},
		{"message-digest twice", message{attributes: with(signedAttribute(oidMessageDigest, octets(digest)))}, false, false},
		{"content-type missing", message{attributes: replaced(0)}, false, false},
		{"BER throughout", message{}, true, true},
	}
	folder := t.TempDir()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := tt.m.build(t)
			if strings.HasPrefix(tt.name, "BER") {
				raw = indefinitely(raw)
			}
			for file, b := range map[string][]byte{"p7s": raw, "content": sample} {
				if err := os.WriteFile(filepath.Join(folder, file), b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, err := openssl(t, folder, "cms", "-verify", "-noverify", "-binary", "-inform", "DER", "-in", "p7s", "-content", "content")
			// Where it differs from us, another version of openssl may not.
			if (err == nil) != tt.theirs && tt.theirs == tt.ours {
				t.Errorf("openssl: %v\n%s", err, out)
			}
			_, r := judge(t, raw)
			if good := r.Digest == nil && r.Value == nil && r.Weak == nil; good != tt.ours {
				t.Errorf("%+v", r)
			}
		})
	}
}
