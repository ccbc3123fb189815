package tst

import (
	"crypto"
	_ "crypto/sha256"
	"errors"
	"os"
	"testing"

	"pecverifier/verifier/internal/cms"
)

const corpus = "../../../../shared/corpus/attachments/"

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(corpus + name)
	if err != nil {
		t.Skip("the attachments are not beside the repository: ", err)
	}
	return data
}

func digestOf(b []byte) cms.Digester {
	return func(h crypto.Hash) ([]byte, error) {
		w := h.New()
		w.Write(b)
		return w.Sum(nil), nil
	}
}

// stampOf gives the signature time-stamp of the first signer of a document, and that signer.
func stampOf(t testing.TB, name string) (*Token, *cms.SignerInfo) {
	t.Helper()
	d, err := cms.ParseDocument(read(t, name))
	if err != nil {
		t.Fatal(err)
	}
	s := &d.Signers[0]
	found := s.Unsigned(cms.OIDSignatureTimeStamp)
	if len(found) == 0 {
		t.Fatal("no signature time-stamp")
	}
	token, err := Parse(found[0])
	if err != nil {
		t.Fatal(err)
	}
	return token, s
}

func TestTokensOfSignatures(t *testing.T) {
	for name, want := range map[string]struct {
		stamps, intact bool
	}{
		"cades-t.p7m":                                       {true, true},
		"cades-t-timestamp-copied.p7m":                      {false, true},
		"cades-t-timestamp-of-other-value.p7m":              {false, false}, // nor is its own content what was signed
		"cades-t-timestamp-certificate-attribute-wrong.p7m": {true, false},
	} {
		token, s := stampOf(t, name)
		if err := token.Stamps(digestOf(s.Value())); (err == nil) != want.stamps || err != nil && !errors.Is(err, ErrImprint) {
			t.Errorf("%s: stamps: %v", name, err)
		}
		cert := token.Signer.Choose(token.Data.Certificates, nil, nil).Certificate
		if err := token.Verify(cert); (err == nil) != want.intact {
			t.Errorf("%s: intact: %v", name, err)
		}
		if token.Time.IsZero() {
			t.Errorf("%s: no time", name)
		}
	}
}

func TestBareToken(t *testing.T) {
	raw := read(t, "timestamp-token-pss.tsr")
	token, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if err := token.Verify(token.Signer.Choose(token.Data.Certificates, nil, nil).Certificate); err != nil {
		t.Error(err)
	}
	if err := token.Stamps(digestOf([]byte("other"))); !errors.Is(err, ErrImprint) {
		t.Errorf("%v", err)
	}
	for i := range token.Data.Content { // an alias of raw
		token.Data.Content[i] ^= 1
		again := *token
		if err := again.Verify(token.Signer.Choose(token.Data.Certificates, nil, nil).Certificate); err == nil {
			t.Fatalf("octet %d changed, and it verifies", i)
		}
		token.Data.Content[i] ^= 1
	}
	response := append([]byte{0x30, 0x82, byte((len(raw) + 5) >> 8), byte(len(raw) + 5), 0x30, 3, 2, 1, 0}, raw...)
	if _, err := Parse(response); err != nil {
		t.Errorf("in a response: %v", err)
	}
	response[8] = 2
	if _, err := Parse(response); !errors.Is(err, ErrRefused) {
		t.Errorf("in a rejection: %v", err)
	}
}

func FuzzInfo(f *testing.F) {
	if data, err := os.ReadFile(corpus + "timestamp-token-pss.tsr"); err == nil {
		if token, err := Parse(data); err == nil {
			f.Add(token.Data.Content)
		}
	}
	f.Add([]byte{0x30, 3, 2, 1, 1})
	f.Fuzz(func(t *testing.T, der []byte) {
		i, err := readInfo(der)
		if err == nil && (len(i.Imprint) != i.Hash.Size() || i.Time.IsZero() && i.Serial == nil) {
			t.Errorf("%+v", i)
		}
	})
}
