package verified

import (
	"bytes"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"testing"

	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/pectest"
)

// signed takes a receipt apart.
func signed(t *testing.T, message []byte) (*cms.SignedData, []*x509.Certificate, *smime.Entity) {
	t.Helper()
	root, err := smime.Parse(message)
	if err != nil {
		t.Fatal(err)
	}
	s, err := smime.ReadSigned(root)
	if err != nil {
		t.Fatal(err)
	}
	der, err := s.Signature.Decoded()
	if err != nil {
		t.Fatal(err)
	}
	data, err := cms.Parse(der)
	if err != nil {
		t.Fatal(err)
	}
	var certificates []*x509.Certificate
	for i := range data.Signers {
		certificates = append(certificates, data.Signers[i].Choose(data.Certificates, nil, nil).Certificate)
	}
	return data, certificates, s.Content
}

func receipt(change func(*pectest.Message)) *pectest.Message {
	m := pectest.NewOffice().Dispatch().Consegna()
	if change != nil {
		change(m)
	}
	return m
}

func TestContentIsReadFromTheBytesThatVerified(t *testing.T) {
	m := receipt(nil)
	bare := bytes.ReplaceAll(m.SignedBytes(), []byte("\r\nContent-"), []byte("\nContent-"))
	for _, test := range []struct {
		name    string
		message []byte
		holds   []byte // nil: nothing does
		mended  bool
	}{
		{"as it was sent", m.Bytes(), m.SignedBytes(), false},
		{"line feeds throughout", pectest.LF(m.Bytes()), m.SignedBytes(), false},
		{"mixed line ends", pectest.MixedLineEnds(m.Bytes()), m.SignedBytes(), true},
		{"bare line feeds that were signed", receipt(func(m *pectest.Message) { m.Signed = func([]byte) []byte { return bare } }).Bytes(), bare, false},
		{"those, made CRLF", pectest.CRLF(receipt(func(m *pectest.Message) { m.Signed = func([]byte) []byte { return bare } }).Bytes()), nil, false},
		{"a letter changed", bytes.Replace(m.Bytes(), []byte("Cordiali"), []byte("cordiali"), 1), nil, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			data, certificates, lying := signed(t, test.message)
			r := From(lying, false).Check(data.Signers, certificates)
			if (r.Content != nil) != (test.holds != nil) || r.Mended != test.mended || r.Err != nil {
				t.Fatalf("%+v", r)
			}
			if r.Content == nil {
				return
			}
			e := r.Content.Entity()
			if !bytes.Equal(e.Raw, test.holds) || e.Path != lying.Path || e.Parent() != lying.Parent() {
				t.Errorf("read from other bytes, or elsewhere: %q", e.Path)
			}
			if bytes.Equal(lying.Raw, test.holds) && &e.Raw[0] != &lying.Raw[0] {
				t.Error("bytes that are as they were signed were copied")
			}
		})
	}
}

func TestOneFormForAllSigners(t *testing.T) {
	// The first signs CRLF, the second LF: each signature holds over a form, and no bytes are under both.
	m := receipt(func(m *pectest.Message) {
		m.CMS = func(s *pectest.SignedData) {
			second, sum := s.Signers[0], sha256.Sum256(pectest.LF(s.Content))
			second.MessageDigest = sum[:]
			s.Signers = append(s.Signers, second)
		}
	})
	for name, message := range map[string][]byte{"CRLF": m.Bytes(), "LF": pectest.LF(m.Bytes())} {
		data, certificates, lying := signed(t, message)
		if r := From(lying, false).Check(data.Signers, certificates); r.Content != nil {
			t.Errorf("%s: content that no two signers hold", name)
		}
	}
}

func TestWhatDoesNotHoldGivesNothing(t *testing.T) {
	for name, change := range map[string]func(data *cms.SignedData, certificates []*x509.Certificate) []*x509.Certificate{
		"no signer":      func(d *cms.SignedData, c []*x509.Certificate) []*x509.Certificate { d.Signers = nil; return c },
		"no certificate": func(_ *cms.SignedData, c []*x509.Certificate) []*x509.Certificate { return []*x509.Certificate{nil} },
	} {
		data, certificates, lying := signed(t, receipt(nil).Bytes())
		if r := From(lying, false).Check(data.Signers, change(data, certificates)); r.Content != nil {
			t.Errorf("%s: content all the same", name)
		}
	}
	data, certificates, lying := signed(t, receipt(func(m *pectest.Message) {
		m.CMS = func(s *pectest.SignedData) { s.Signers[0].Value = pectest.FlipBit }
	}).Bytes())
	if r := From(lying, false).Check(data.Signers, certificates); r.Content != nil {
		t.Error("a broken signature value: content all the same")
	}
}

func TestDigestIsComputedOnceForAllSigners(t *testing.T) {
	for _, canonical := range []bool{false, true} {
		digest := once([]byte("uno\r\ndue\n"), canonical)
		first, err := digest(crypto.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		second, err := digest(crypto.SHA256)
		if err != nil || &first[0] != &second[0] {
			t.Errorf("canonical %v: the second signer had the bytes hashed again", canonical)
		}
	}
}

// Where the digest agrees the signature value is verified over that reading alone, whether it holds or not.
func TestASignatureValueIsVerifiedOverOneReading(t *testing.T) {
	data, certificates, lying := signed(t, receipt(func(m *pectest.Message) {
		m.CMS = func(s *pectest.SignedData) { s.Signers[0].Value = pectest.FlipBit }
	}).Bytes())
	first := formsOf(lying, false)[0]
	asked := false
	other := form{digest: func(h crypto.Hash) ([]byte, error) { asked = true; return first.digest(h) }, mended: true}
	if r := (&Source{lying, []form{first, other}}).Check(data.Signers, certificates); r.Content != nil || r.Mended || asked {
		t.Errorf("another reading was tried: %v; %+v", asked, r)
	}
}
