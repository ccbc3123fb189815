package truststore

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
)

// signedList signs a list as SignedLDIF does, but for what edit changes.
func signedList(content []byte, signer *pectest.Certificate, edit func(*pectest.SignedData)) []byte {
	d := pectest.SignedData{Content: content, Embed: true, Signers: []pectest.Signer{{Certificate: signer}}}
	edit(&d)
	return d.DER()
}

// factsOf is a list that knows an authority by its facts alone, as an authority of PEC and nothing else.
func factsOf(t *testing.T, ca *pectest.Certificate) *trustlist.List {
	t.Helper()
	c := ca.X509()
	l, _, err := trustlist.Update(nil, trustlist.Sources{Accept: []string{fmt.Sprintf("%x", sha256.Sum256(c.RawSubjectPublicKeyInfo))},
		Roots: []*x509.Certificate{ca.Spec.Issuer.X509()}, Lists: []*trustlist.List{{Authorities: []trustlist.Authority{{Certificate: c}}}}})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestReadList(t *testing.T) {
	o := pectest.NewOffice()
	index := pectest.LDIF(pectest.IndexEntry{Provider: o.Uno}, pectest.IndexEntry{Provider: o.Due})
	uno, due := o.Uno.Certificate, o.Due.Certificate
	ca := o.Authority.CA
	person := o.Authority.Person(pectest.Place("RM", "Roma", "Privato"), "Anna Bianchi", "anna@mail.example", 77)
	ofAuthority := func(serial int64, edits ...func(*pectest.CertSpec)) *pectest.Certificate {
		return o.Authority.Leaf(o.Uno, serial, pectest.TestKey("uno"), append(edits, func(s *pectest.CertSpec) {
			s.Subject, s.Emails = pectest.Place("Roma", "Roma", "Autorità di Prova").With("Ufficio indice"), nil
		})...)
	}
	office := ofAuthority(80)
	expired := ofAuthority(78, func(s *pectest.CertSpec) { s.NotAfter = s.NotBefore.AddDate(0, 1, 0) })
	weak := o.Authority.Leaf(o.Uno, 79, pectest.TestKey("rsa768"))
	parse := func(name string, data []byte) *trustlist.List {
		l, err := trustlist.Parse(name, data)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	authority := parse("ca.pem", ca.PEM())
	facts := factsOf(t, o.Authority.CA)
	encoded, err := facts.Encode()
	if err != nil {
		t.Fatal(err)
	}
	crl := pectest.CRL{Issuer: ca, ThisUpdate: pectest.Now, NextUpdate: pectest.Now,
		Revoked: []pectest.Revocation{{Serial: office.Spec.Serial, At: pectest.LeafFrom, Reason: pectest.KeyCompromise}}}.DER()
	revoked := trustlist.Combine(facts, parse("crl", crl))
	published := pectest.SignedLDIF(index, uno)
	lines := bytes.ReplaceAll(index, []byte("managedDomains"), []byte("manageddomains"))

	for _, c := range []struct {
		name      string
		data      []byte
		inUse     *trustlist.List
		confirmed []string
		origin    trustlist.OriginKind
		signer    string
		err       error  // of a list that is refused
		says      string // in the error
	}{
		{"a plain file is signed by nobody", index, authority, nil, trustlist.OriginUnsigned, "", nil, ""},
		{"by a listed authority itself", pectest.SignedLDIF(index, ca), authority, nil, trustlist.OriginListed, "", nil, ""},
		{"by an office of a listed authority", pectest.SignedLDIF(index, office), facts, nil, trustlist.OriginListed, "Autorità di Prova", nil, ""},
		{"by an office of an authority that the person brought alone", pectest.SignedLDIF(index, office), authority, nil, trustlist.OriginUnknown, "Autorità di Prova", nil, ""},
		{"by a provider under a listed authority", published, authority, nil, trustlist.OriginUnknown, o.Uno.Place.Organisation(), nil, ""},
		{"by a provider under an authority of PEC alone", published, facts, nil, trustlist.OriginUnknown, o.Uno.Place.Organisation(), nil, ""},
		{"by a provider whose certificate is listed", published, parse("u.pem", uno.PEM()), nil, trustlist.OriginUnknown, o.Uno.Place.Organisation(), nil, ""},
		{"by a listed provider whose certificate is not in the file", signedList(index, uno, func(d *pectest.SignedData) { d.Certificates = [][]byte{} }), parse("u.pem", uno.PEM()), nil,
			trustlist.OriginUnknown, o.Uno.Place.Organisation(), nil, ""},
		{"by a certificate that the person confirmed", published, trustlist.Combine(), []string{uno.SHA256()}, trustlist.OriginConfirmed, "", nil, ""},
		{"by a listed provider that the person confirmed, in upper case", published, authority, []string{strings.ToUpper(uno.SHA256())}, trustlist.OriginConfirmed, o.Uno.Place.Organisation(), nil, ""},
		{"by nobody known", published, trustlist.Combine(), nil, trustlist.OriginUnknown, "", nil, ""},
		{"another certificate was confirmed", published, trustlist.Combine(), []string{due.SHA256()}, trustlist.OriginUnknown, "", nil, ""},
		{"by a person under a listed authority", pectest.SignedLDIF(index, person), facts, nil, trustlist.OriginUnknown, "", nil, ""},
		{"by an office whose certificate had expired", pectest.SignedLDIF(index, expired), facts, nil, trustlist.OriginUnknown, "", nil, ""},
		{"by the same while it was valid", signedList(index, expired, func(d *pectest.SignedData) { d.Signers[0].SigningTime = pectest.LeafFrom.AddDate(0, 0, 7) }), facts, nil,
			trustlist.OriginListed, "", nil, ""},
		{"by an office whose key was compromised", pectest.SignedLDIF(index, office), revoked, nil, trustlist.OriginUnknown, "", nil, ""},

		// What a provider signs of a mail, cut out and put into a container of its own, with the list that a customer wrote.
		{"certificates as the text of a mail", pectest.SignedLDIF(append([]byte("Content-Type: text/plain\r\n\r\n"), ca.PEM()...), uno), authority, nil, "", "", trustlist.ErrFormat, "part of a mail"},
		{"the same, the fingerprint confirmed", pectest.SignedLDIF(append([]byte("content-type: text/plain\n\n"), ca.PEM()...), uno), authority, []string{uno.SHA256()}, "", "", trustlist.ErrFormat, "part of a mail"},
		{"a mail that begins with its version", pectest.SignedLDIF(append([]byte("MIME-Version: 1.0\r\n\r\n"), index...), uno), authority, nil, "", "", trustlist.ErrFormat, "part of a mail"},
		{"an index as a part without header fields", pectest.SignedLDIF(append([]byte("\r\n"), index...), uno), authority, nil, "", "", trustlist.ErrFormat, "part of a mail"},
		{"certificates as a part without header fields", pectest.SignedLDIF(append([]byte(" \n"), ca.PEM()...), uno), authority, nil, "", "", trustlist.ErrFormat, "part of a mail"},
		{"a mail that begins with another field", pectest.SignedLDIF(append([]byte("X-Ricevuta: accettazione\r\n\r\n"), ca.PEM()...), uno), authority, nil, "", "", trustlist.ErrFormat, ""},
		{"certificates with a text before them", pectest.SignedLDIF(append([]byte("ciao\n"), ca.PEM()...), ca), authority, nil, "", "", trustlist.ErrFormat, ""},
		{"certificates with a text after them", pectest.SignedLDIF(append(ca.PEM(), "ciao\n"...), ca), authority, nil, "", "", nil, "ciao"},
		{"an index that goes on as a mail", pectest.SignedLDIF(append(slices.Clone(index), "--b\nContent-Type: text/plain\n\nciao\n"...), ca), authority, nil, "", "", nil, "no colon"},
		{"a snapshot with a text after it", pectest.SignedLDIF(append(encoded, "ciao"...), ca), authority, nil, "", "", nil, "after top-level value"},
		{"a certificate with bytes after it", pectest.SignedLDIF(append(slices.Clone(ca.DER), "ciao"...), ca), authority, nil, "", "", nil, "object 2"},
		{"a revocation list with bytes after it", pectest.SignedLDIF(append(slices.Clone(crl), "ciao"...), ca), authority, nil, "", "", nil, "object 2"},
		{"the signed file with bytes after it", append(slices.Clone(published), "ciao"...), authority, nil, "", "", nil, ""},
		{"the signed file in PEM with a text after it", append(pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: published}), "ciao"...), authority, nil, "", "", nil, "ciao"},
		{"the signed file in PEM with a certificate after it", append(pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: published}), ca.PEM()...), authority, nil, "", "", nil, "follows"},

		{"tampered content", bytes.Replace(published, []byte("managedDomains"), []byte("manageddomains"), 1), authority, nil, "", "", ErrListSignature, ""},
		{"tampered content, confirmed", bytes.Replace(published, []byte("managedDomains"), []byte("manageddomains"), 1), authority, []string{uno.SHA256()}, "", "", ErrListSignature, ""},
		{"a tampered signature value", signedList(index, uno, func(d *pectest.SignedData) { d.Signers[0].Value = pectest.FlipBit }), authority, nil, "", "", ErrListSignature, ""},
		{"a key that is too short", pectest.SignedLDIF(index, weak), authority, nil, "", "", ErrListSignature, ""},
		{"another's certificate put in", signedList(index, uno, func(d *pectest.SignedData) { d.Certificates = [][]byte{due.DER} }), trustlist.Combine(), nil, "", "", ErrListSignature, ""},
		{"no certificate anywhere", signedList(index, uno, func(d *pectest.SignedData) { d.Certificates = [][]byte{} }), authority, nil, "", "", ErrListSignature, ""},
		{"two signers", signedList(index, uno, func(d *pectest.SignedData) { d.Signers = append(d.Signers, pectest.Signer{Certificate: due}) }), authority, nil, "", "", ErrListSignature, "one signer"},
		{"no signer", signedList(index, uno, func(d *pectest.SignedData) { d.NoSigners = true }), authority, nil, "", "", ErrListSignature, "one signer"},
		{"the list is not inside", signedList(index, uno, func(d *pectest.SignedData) { d.Embed = false }), authority, nil, "", "", ErrListSignature, "the list inside"},
		{"another list inside than the signed one", signedList(index, uno, func(d *pectest.SignedData) { d.EContent = lines }), authority, nil, "", "", ErrListSignature, ""},
		{"a contradiction inside", pectest.SignedLDIF(append(slices.Clone(index), index[bytes.Index(index, []byte("dn: providerName")):]...), uno), authority, nil,
			"", "", trustlist.ErrTwice, "there twice"},
		{"a signed list inside a signed list", pectest.SignedLDIF(published, uno), authority, nil, "", "", trustlist.ErrSigned, ""},
		{"cut short", published[:len(published)/2], authority, nil, "", "", nil, "signed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := ReadList("x.ldif.p7m", c.data, c.inUse, pectest.Now, c.confirmed...)
			if c.origin == "" {
				if err == nil || l != nil || c.err != nil && !errors.Is(err, c.err) || !strings.Contains(err.Error(), c.says) {
					t.Fatalf("%v, %v", l, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if l.Signed.Kind != c.origin || c.signer != "" && l.Signed.Signer != c.signer {
				t.Errorf("%+v", l.Signed)
			}
			if sum := fmt.Sprintf("%x", sha256.Sum256(c.data)); l.SHA256 != sum {
				t.Errorf("SHA-256 %s is not the file's", l.SHA256)
			}
			if (l.Signed.SHA256 == "") != (c.origin == trustlist.OriginUnsigned) || len(l.Providers) != 2 {
				t.Errorf("%+v, %d providers", l.Signed, len(l.Providers))
			}
		})
	}
}

func TestListDate(t *testing.T) {
	o := pectest.NewOffice()
	index := pectest.LDIF(pectest.IndexEntry{Provider: o.Uno})
	signed := time.Date(2025, 5, 6, 7, 8, 9, 0, time.UTC)
	timed := signedList(index, o.Uno.Certificate, func(d *pectest.SignedData) { d.Signers[0].SigningTime = signed })
	for name, c := range map[string]struct {
		data []byte
		want time.Time
	}{
		"an index states no date":                       {index, time.Time{}},
		"a signed one is of when it says it was signed": {timed, signed},
	} {
		l, err := ReadList("x", c.data, trustlist.Combine(), pectest.Now)
		if err != nil || !l.Date.Equal(c.want) {
			t.Errorf("%s: %v, %v", name, l.Date, err)
		}
	}
}

// FuzzReadList asks of any file: an error or a list; and of content that a provider and an authority signed, whatever it is,
// that it is a list by itself or none, and the provider's never an authority's word.
func FuzzReadList(f *testing.F) {
	o := pectest.NewOffice()
	authority, err := trustlist.Parse("ca", o.Authority.CA.PEM())
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range []string{"index.ldif", "ca.pem", "list-revoked.json", "before.crl", "index.ldif.p7m"} {
		data, err := os.ReadFile(filepath.Join("../../testdata/trust", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
		f.Add(append([]byte("Content-Type: text/plain\r\n\r\n"), data...))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if l, err := ReadList("fuzz", data, authority, pectest.Now); (l == nil) == (err == nil) {
			t.Fatal(l, err)
		}
		plain, plainErr := trustlist.Parse("fuzz", data)
		l, err := ReadList("fuzz", pectest.SignedLDIF(data, o.Uno.Certificate), authority, pectest.Now)
		switch {
		case err != nil:
			if plainErr == nil && !isEntity(data) {
				t.Errorf("a list is refused once it is signed: %v", err)
			}
		case l.Signed.Kind != trustlist.OriginUnknown:
			t.Errorf("%+v", l.Signed)
		case plainErr != nil || len(l.Entries) != len(plain.Entries) || len(l.Authorities) != len(plain.Authorities):
			t.Errorf("signed it is another list: %v", plainErr)
		}
	})
}
