package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"slices"
	"sync"
	"testing"
	"time"
)

// tlv encodes one value in DER; ber the same with an indefinite length.
func tlv(tag byte, parts ...[]byte) []byte {
	content := bytes.Join(parts, nil)
	return append(appendLength([]byte{tag}, len(content)), content...)
}

func ber(tag byte, parts ...[]byte) []byte {
	return slices.Concat([]byte{tag, 0x80}, bytes.Join(parts, nil), []byte{0, 0})
}

func seq(parts ...[]byte) []byte { return tlv(0x30, parts...) }
func set(parts ...[]byte) []byte { return tlv(0x31, parts...) }
func oid(content string) []byte  { return tlv(0x06, []byte(content)) }
func octets(b []byte) []byte     { return tlv(0x04, b) }
func integer(n int64) []byte     { return tlv(0x02, big.NewInt(n).Bytes()) }

var null = []byte{5, 0}

func algorithm(id string, parameters ...[]byte) []byte {
	return seq(append([][]byte{oid(id)}, parameters...)...)
}

func signedAttribute(id string, values ...[]byte) []byte { return seq(oid(id), set(values...)) }

// identity is a key with its certificate.
type identity struct {
	key  crypto.Signer
	cert *x509.Certificate
}

var authority = sync.OnceValue(func() identity {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{Country: []string{"IT"}, CommonName: "Test PEC CA"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<32, 0), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return identity{key, cert}
})

// issue certifies a key under the test authority; keyID nil leaves the subject key identifier out.
func issue(serial int64, keyID []byte, key crypto.Signer) identity {
	a := authority()
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: "Posta Certificata"}, SubjectKeyId: keyID,
		NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1<<32, 0), KeyUsage: x509.KeyUsageDigitalSignature,
	}, a.cert, key.Public(), a.key)
	if err != nil {
		panic(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return identity{key, cert}
}

func rsaIdentity(bits int, serial int64) func() identity {
	return sync.OnceValue(func() identity { return issue(serial, []byte{byte(serial), 1, 2, 3}, rsaKey(bits)) })
}

func ecIdentity(curve elliptic.Curve, serial int64) func() identity {
	return sync.OnceValue(func() identity {
		key, err := ecdsa.GenerateKey(curve, rand.Reader)
		if err != nil {
			panic(err)
		}
		return issue(serial, []byte{byte(serial), 1, 2, 3}, key)
	})
}

var (
	rsa2048 = rsaIdentity(2048, 20)
	rsa1024 = rsaIdentity(1024, 21)
	rsa1023 = rsaIdentity(1023, 22)
	rsa768  = rsaIdentity(768, 23)
	p224    = ecIdentity(elliptic.P224(), 30)
	p256    = ecIdentity(elliptic.P256(), 31)
	p384    = ecIdentity(elliptic.P384(), 32)
	p521    = ecIdentity(elliptic.P521(), 33)
)

// rawRSA signs with any modulus, also where crypto/rsa refuses.
type rawRSA struct {
	public rsa.PublicKey
	d      *big.Int
	primes []*big.Int
}

func (k *rawRSA) Public() crypto.PublicKey { return &k.public }

func (k *rawRSA) Sign(_ io.Reader, digest []byte, o crypto.SignerOpts) ([]byte, error) {
	return k.power(paddedDigest(o.HashFunc(), digest, k.public.Size())), nil
}

func (k *rawRSA) power(block []byte) []byte {
	return new(big.Int).Exp(new(big.Int).SetBytes(block), k.d, k.public.N).FillBytes(make([]byte, k.public.Size()))
}

// rsaKey is made of fixed primes: the search for such takes long under js/wasm.
func rsaKey(bits int) *rawRSA {
	var p, q, phi big.Int
	for i, factor := range []*big.Int{&p, &q} {
		if _, ok := factor.SetString(testPrimes[bits][i], 62); !ok {
			panic("no primes for this length")
		}
	}
	one, e := big.NewInt(1), big.NewInt(65537)
	phi.Mul(new(big.Int).Sub(&p, one), new(big.Int).Sub(&q, one))
	n := new(big.Int).Mul(&p, &q)
	return &rawRSA{rsa.PublicKey{N: n, E: 65537}, new(big.Int).ModInverse(e, &phi), []*big.Int{&p, &q}}
}

var testPrimes = map[int][2]string{
	480:  {"3oU3yDU0TwknZkJkcKYQx1HMwXJeueEReTwRJdfKt", "2Tbq4w2WjyiZNZispmGrBqGGRN5w3RvmQzss7bMVr"},
	768:  {"7dnXrsQk6sV3UZl3EpmJXhaKyumGIR8w3cZ8N3s2yKYm7VnJxwpjxyYfN71WLMbfX", "7hAwbkjn2NByJ7wRHAToUNg39b8ortexO4aFbbbsbnPQlSzI5kQEn59n5FrRboVbx"},
	1023: {"WbcFrcsu9GuSwgKjiZnkTwRC4iv95NE5GgWWBDLc6DNyr4np9YqJUREsRSXpvjVGunmD0SvvuMyQ91MWrXKGNF", "tIhCqBvwJXtdGOlqUHjUNFy39HXz5q77YgK7lb0GAhisYiodbVxNyOJQLaVwjeiDVtYg3tDJfodnoBgyo9xgsb"},
	1024: {"PuH80vDS1GUzNhdr104o0eszxWrqsj2DqIkTYJ9qY9O3A7WSnsj7sSCbWwvP0AvE7dOR7Pts0WMriUMY0lcsvN", "N8Qhpll8V7DNgODXawKJ7NQ6lVfn4BaLMlI3jgBLH0mZ2EjnQfH4Dn6d5TMEcNjW1VvcKEgFBMLihXY18Wd1SN"},
	2048: {"KxkXrtYLObHhfWn9HNjBFXHc87kM2v09Vsrdv9sdqNjmXPUXBp9BN7vYnJ0sMiNjCuM2Gj4H99ZkImMvcCjskZrKErZm5iK6ekJaGJj1rol0z5ESb9rBcqufn3fgT0ersRApGCjQ2XPaBPM3qJM7pYsQGJWGCRLI1GU3uhrmkNWX", "MPeD4hZLum8vSjeOQB1uqSsmD9jtYHKdbsZdoZoR9KX7AgkhkDSvL73X5VQaFaqNfwRuNyFH7KbGJnVBPpoAMgmbWdc9Rkj1y9BMETMh0pJqRcRDZ2Dm0lZ8iOMRSmLiw9kqSPWKw7moi8527CFnTzTwPPCLhcOvXGhDIiJd2wSj"},
}

// message is a SignedData to build; the zero value of a field means what ordinary PEC mail does.
type message struct {
	by          identity // rsa2048
	hash        crypto.Hash
	content     []byte // detached
	signs       []byte // content to sign, where it is not `content`
	contentType string // id-data

	digestAlgorithm, signatureAlgorithm []byte
	sign                                func(digest []byte) []byte // makes the value, from the digest to sign
	signDigest                          crypto.Hash                // of the signed attributes, where not hash

	bare       bool                           // no signed attributes
	attributes func(usual [][]byte) [][]byte  // changes them, in the order sent
	over       func(sent []byte) []byte       // what is signed instead of SET OF the attributes sent
	wire       func(attributes []byte) []byte // changes the encoded [0] after signing

	sid          []byte
	version      int64
	certificates [][]byte // encoded; nil = that of the signer
	crls         []byte
	unsigned     []byte
	attach       []byte // EncapsulatedContentInfo's content, encoded with its [0]
	signers      func(one []byte) [][]byte
	whole        func(signedData ...[]byte) []byte // the outermost values
}

var sample = []byte("Content-Type: text/plain\r\n\r\nciao\r\n")

func usualAttributes(contentType string, digest []byte) [][]byte {
	return [][]byte{
		signedAttribute(oidContentType, oid(contentType)),
		signedAttribute(oidSigningTime, tlv(0x17, []byte("181113153927Z"))),
		signedAttribute(oidMessageDigest, octets(digest)),
	}
}

func digestIdentifier(hash crypto.Hash) []byte {
	for o, h := range digests {
		if h == hash {
			return algorithm(o, null)
		}
	}
	panic("no identifier")
}

func sum(hash crypto.Hash, b []byte) []byte {
	h := hash.New()
	h.Write(b)
	return h.Sum(nil)
}

func (m message) build(t testing.TB) []byte {
	t.Helper()
	if m.by.cert == nil {
		m.by = rsa2048()
	}
	if m.hash == 0 {
		m.hash = crypto.SHA256
	}
	if m.content == nil {
		m.content = sample
	}
	if m.signs == nil {
		m.signs = m.content
	}
	if m.contentType == "" {
		m.contentType = oidData
	}
	if m.digestAlgorithm == nil {
		m.digestAlgorithm = digestIdentifier(m.hash)
	}
	if m.signDigest == 0 {
		m.signDigest = m.hash
	}
	if m.signatureAlgorithm == nil {
		m.signatureAlgorithm = algorithm(oidRSA, null)
		if _, ok := m.by.key.(*ecdsa.PrivateKey); ok {
			m.signatureAlgorithm = algorithm(oidECDSAWithSHA256)
		}
	}
	if m.sign == nil {
		m.sign = func(digest []byte) []byte {
			value, err := m.by.key.Sign(rand.Reader, digest, m.signDigest)
			if err != nil {
				t.Fatal(err)
			}
			return value
		}
	}
	if m.sid == nil {
		m.sid = seq(m.by.cert.RawIssuer, tlv(2, m.by.cert.SerialNumber.Bytes()))
	}
	if m.version == 0 {
		m.version = 1
	}
	if m.certificates == nil {
		m.certificates = [][]byte{m.by.cert.Raw, authority().cert.Raw}
	}

	var attributes, value []byte
	if m.bare {
		value = m.sign(sum(m.signDigest, m.signs))
	} else {
		all := usualAttributes(m.contentType, sum(m.hash, m.signs))
		if m.attributes != nil {
			all = m.attributes(all)
		}
		content := bytes.Join(all, nil)
		attributes = tlv(0xa0, content)
		signed := set(content)
		if m.over != nil {
			signed = m.over(content)
		}
		value = m.sign(sum(m.signDigest, signed))
		if m.wire != nil {
			attributes = m.wire(content)
		}
	}
	one := seq(integer(m.version), m.sid, m.digestAlgorithm, attributes, m.signatureAlgorithm, octets(value), m.unsigned)
	signers := [][]byte{one}
	if m.signers != nil {
		signers = m.signers(one)
	}
	var certificates []byte
	if len(m.certificates) > 0 {
		certificates = tlv(0xa0, m.certificates...)
	}
	if m.whole == nil {
		m.whole = func(parts ...[]byte) []byte { return seq(oid(oidSignedData), tlv(0xa0, seq(parts...))) }
	}
	return m.whole(integer(1), set(m.digestAlgorithm), seq(oid(m.contentType), m.attach), certificates, m.crls, set(signers...))
}

// judge parses, picks the certificate and verifies against `sample`.
func judge(t testing.TB, raw []byte) (*SignedData, Result) {
	t.Helper()
	p, err := Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Signers) != 1 {
		t.Fatalf("%d signers", len(p.Signers))
	}
	s := &p.Signers[0]
	return p, s.Verify(digestOfContent(sample), s.Certificate(p.Certificates))
}

// Certificate picks among candidates with `sample` as content, where nobody is vouched for.
func (s *SignerInfo) Certificate(candidates []*x509.Certificate) *x509.Certificate {
	return s.Choose(candidates, func(c *x509.Certificate) Result { return s.Verify(digestOfContent(sample), c) }, nil).Certificate
}
