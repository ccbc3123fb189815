package trustlist

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// official is the folder of real certificates, public documents all.
const official = "../testdata/trust/official"

var (
	jan2018 = time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)
	mid2019 = time.Date(2019, 7, 1, 0, 0, 0, 0, time.UTC)
	jan2021 = time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC)
)

// keyed is a certificate and its key.
type keyed struct {
	*x509.Certificate
	key crypto.Signer
}

func newKey(t testing.TB) crypto.Signer {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

var lastSerial int64 = 1000

// issue makes a certificate; a nil parent makes it self-signed. edit changes the template.
func issue(t testing.TB, parent *keyed, edit func(*x509.Certificate)) *keyed {
	t.Helper()
	return issueKey(t, parent, newKey(t), edit)
}

func issueKey(t testing.TB, parent *keyed, key crypto.Signer, edit func(*x509.Certificate)) *keyed {
	t.Helper()
	lastSerial++
	c := &x509.Certificate{SerialNumber: big.NewInt(lastSerial), NotBefore: jan2018, NotAfter: jan2021}
	edit(c)
	signer, by := c, key
	if parent != nil {
		signer, by = parent.Certificate, parent.key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, signer, key.Public(), by)
	if err != nil {
		t.Fatal(err)
	}
	return &keyed{parseCert(t, der), key}
}

func parseCert(t testing.TB, der []byte) *x509.Certificate {
	t.Helper()
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ca is the template of a CA.
func ca(name string, edit ...func(*x509.Certificate)) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.Subject = pkix.Name{Country: []string{"IT"}, Organization: []string{"Autorità di prova"}, CommonName: name}
		c.NotBefore, c.NotAfter = jan2018.AddDate(-5, 0, 0), jan2018.AddDate(20, 0, 0)
		c.BasicConstraintsValid, c.IsCA, c.MaxPathLen = true, true, -1
		c.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageCRLSign
		for _, e := range edit {
			e(c)
		}
	}
}

// provider is the template of a provider's certificate, of the shape of the real ones.
func provider(organisation, domain string, edit ...func(*x509.Certificate)) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.Subject = pkix.Name{Country: []string{"IT"}, Organization: []string{organisation}, CommonName: "Posta Certificata"}
		c.EmailAddresses = []string{"posta-certificata@" + domain}
		c.KeyUsage = x509.KeyUsageDigitalSignature
		c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageEmailProtection}
		c.Policies = []x509.OID{oid("1.3.76.16.3.1.1")}
		for _, e := range edit {
			e(c)
		}
	}
}

func oid(s string) x509.OID {
	o, err := x509.ParseOID(s)
	if err != nil {
		panic(err)
	}
	return o
}

// authorityFacts is a list with one authority known by its facts, as a snapshot states it.
func authorityFacts(ca *keyed, domains, organisations []string) *List {
	a := authorityOf(ca.Certificate)
	a.Certificate, a.DER, a.LeafPolicy = nil, nil, "1.3.76.16.3.1.1"
	for _, d := range domains {
		a.Domains = append(a.Domains, Admission{Name: d, Since: jan2018})
	}
	for _, o := range organisations {
		a.Organisations = append(a.Organisations, Admission{Name: o, Since: jan2018})
	}
	return &List{Name: "facts", Kind: KindSnapshot, Authorities: []Authority{a}}
}

func pemOf(certs ...*keyed) []byte {
	var out []byte
	for _, c := range certs {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return out
}

func mustParse(t testing.TB, name string, data []byte) *List {
	t.Helper()
	l, err := Parse(name, data)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func slugs(a Answer) (out []string) {
	for _, r := range a.Reasons {
		out = append(out, r.Reason)
	}
	return out
}

func wantReason(t *testing.T, a Answer, slug string) {
	t.Helper()
	if !slices.Contains(slugs(a), slug) {
		t.Errorf("reasons %v, want %s among them", a.Reasons, slug)
	}
}

// officialCertificates reads the real certificates.
func officialCertificates(t testing.TB) []*x509.Certificate {
	t.Helper()
	files, _ := filepath.Glob(official + "/*.pem")
	if len(files) == 0 {
		t.Fatal("the real certificates (" + official + ") are not at hand")
	}
	var out []*x509.Certificate
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := pem.Decode(data)
		c := parseCert(t, b.Bytes)
		if !slices.ContainsFunc(out, c.Equal) {
			out = append(out, c)
		}
	}
	return out
}

// resignSHA1 replaces an RSA certificate's signature by a SHA-1 one, which x509.CreateCertificate no longer makes.
func resignSHA1(t testing.TB, c *x509.Certificate, by *rsa.PrivateKey) *x509.Certificate {
	t.Helper()
	return resign(t, c, by, crypto.SHA1, asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5})
}

func resign(t testing.TB, c *x509.Certificate, by *rsa.PrivateKey, hash crypto.Hash, alg asn1.ObjectIdentifier) *x509.Certificate {
	t.Helper()
	var tbs []asn1.RawValue
	if _, err := asn1.Unmarshal(c.RawTBSCertificate, &tbs); err != nil {
		t.Fatal(err)
	}
	id := pkix.AlgorithmIdentifier{Algorithm: alg, Parameters: asn1.NullRawValue}
	for i, f := range tbs { // version, serial, signature algorithm
		if f.Class == asn1.ClassUniversal && f.Tag == asn1.TagSequence {
			b, _ := asn1.Marshal(id)
			tbs[i] = asn1.RawValue{FullBytes: b}
			break
		}
	}
	body, err := asn1.Marshal(tbs)
	if err != nil {
		t.Fatal(err)
	}
	h := hash.New()
	h.Write(body)
	sig, err := rsa.SignPKCS1v15(rand.Reader, by, hash, h.Sum(nil))
	if err != nil {
		t.Fatal(err)
	}
	der, err := asn1.Marshal(struct {
		TBS asn1.RawValue
		Alg pkix.AlgorithmIdentifier
		Sig asn1.BitString
	}{asn1.RawValue{FullBytes: body}, id, asn1.BitString{Bytes: sig, BitLength: 8 * len(sig)}})
	if err != nil {
		t.Fatal(err)
	}
	return parseCert(t, der)
}
