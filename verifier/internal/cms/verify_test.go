package cms

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"slices"
	"testing"
	"time"
)

// verdict is what a case expects; nil means passed.
type verdict struct {
	digest, value, weak error
	sha1, reordered     bool
}

func (v verdict) check(t *testing.T, r Result) {
	t.Helper()
	same := func(name string, got, want error) {
		t.Helper()
		if want == nil && got != nil || want != nil && !errors.Is(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	same("digest", r.Digest, v.digest)
	same("value", r.Value, v.value)
	same("weak", r.Weak, v.weak)
	if r.SHA1 != v.sha1 || r.Reordered != v.reordered {
		t.Errorf("SHA1 %v, reordered %v, want %v, %v", r.SHA1, r.Reordered, v.sha1, v.reordered)
	}
}

func reversed(usual [][]byte) [][]byte {
	slices.Reverse(usual)
	return usual
}

func with(more ...[]byte) func([][]byte) [][]byte {
	return func(usual [][]byte) [][]byte { return append(usual, more...) }
}

// replaced puts other attributes in the place of contentType (0), signingTime (1) or messageDigest (2).
func replaced(index int, by ...[]byte) func([][]byte) [][]byte {
	return func(usual [][]byte) [][]byte { return slices.Replace(usual, index, index+1, by...) }
}

func pssParameters(hash, mask crypto.Hash, salt int64) []byte {
	return seq(tlv(0xa0, digestIdentifier(hash)), tlv(0xa1, algorithm(oidMGF1, digestIdentifier(mask))), tlv(0xa2, tlv(2, []byte{byte(salt)})))
}

// signPSS signs with the key of rsa2048.
func signPSS(t testing.TB, by identity, hash crypto.Hash, salt int) func([]byte) []byte {
	return func(digest []byte) []byte {
		k := by.key.(*rawRSA)
		key := &rsa.PrivateKey{PublicKey: k.public, D: k.d, Primes: k.primes}
		value, err := rsa.SignPSS(rand.Reader, key, hash, digest, &rsa.PSSOptions{SaltLength: salt})
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// block signs an encoded message block of one's own making.
func block(by identity, make func(digest []byte) []byte) func([]byte) []byte {
	return func(digest []byte) []byte { return by.key.(*rawRSA).power(make(digest)) }
}

func TestAlgorithms(t *testing.T) {
	ed := identity{}
	{
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		ed = issue(40, nil, key)
	}
	pss := func(hash, mask crypto.Hash, salt int64) message {
		return message{hash: hash, signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(hash, mask, salt)), sign: signPSS(t, rsa2048(), hash, max(int(salt), rsa.PSSSaltLengthEqualsHash))}
	}
	onlyPSS := restricted(t, rsa2048(), algorithm(oidRSAPSS))
	onlySHA256 := restricted(t, rsa2048(), algorithm(oidRSAPSS, pssParameters(crypto.SHA256, crypto.SHA256, 32)))
	short := issue(43, nil, rsaKey(480))
	by := func(id identity, m message) message { m.by = id; return m }

	tests := []struct {
		name string
		m    message
		want verdict
	}{
		{"SHA-1 with rsaEncryption, as most PEC mail, passes and says so", message{hash: crypto.SHA1}, verdict{sha1: true}},
		{"SHA-224", message{hash: crypto.SHA224}, verdict{}},
		{"SHA-256", message{}, verdict{}},
		{"SHA-384", message{hash: crypto.SHA384}, verdict{}},
		{"SHA-512", message{hash: crypto.SHA512}, verdict{}},
		{"digest algorithm without NULL", message{digestAlgorithm: algorithm(oidSHA256)}, verdict{}},
		{"digest algorithm with parameters", message{digestAlgorithm: algorithm(oidSHA256, integer(1))}, verdict{digest: ErrUnsupported, value: ErrUnsupported, weak: ErrUnsupported}},
		{"sha1WithRSAEncryption", message{hash: crypto.SHA1, signatureAlgorithm: algorithm(oidSHA1WithRSA, null)}, verdict{sha1: true}},
		{"sha1WithRSA by its OIW name", message{hash: crypto.SHA1, signatureAlgorithm: algorithm(oidOIWSHA1WithRSA, null)}, verdict{sha1: true}},
		{"sha224WithRSAEncryption", message{hash: crypto.SHA224, signatureAlgorithm: algorithm(oidSHA224WithRSA, null)}, verdict{}},
		{"sha256WithRSAEncryption", message{signatureAlgorithm: algorithm(oidSHA256WithRSA, null)}, verdict{}},
		{"sha384WithRSAEncryption", message{hash: crypto.SHA384, signatureAlgorithm: algorithm(oidSHA384WithRSA, null)}, verdict{}},
		{"sha512WithRSAEncryption without NULL", message{hash: crypto.SHA512, signatureAlgorithm: algorithm(oidSHA512WithRSA)}, verdict{}},
		{"rsaEncryption with parameters", message{signatureAlgorithm: algorithm(oidRSA, integer(1))}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"sha256WithRSAEncryption as digest algorithm", message{digestAlgorithm: algorithm(oidSHA256WithRSA, null)}, verdict{}},
		{"rsaEncryption as digest algorithm", message{digestAlgorithm: algorithm(oidRSA, null)}, verdict{digest: ErrUnsupported, value: ErrUnsupported, weak: ErrUnsupported}},
		{"signature algorithm of another digest, value over the digest algorithm's", message{signatureAlgorithm: algorithm(oidSHA1WithRSA, null)}, verdict{value: ErrSignature, sha1: true}},
		{"signature algorithm of another digest, value over that one", message{signatureAlgorithm: algorithm(oidSHA512WithRSA, null), signDigest: crypto.SHA512}, verdict{value: ErrSignature}},
		{"value over another digest than stated", message{signDigest: crypto.SHA512}, verdict{value: ErrSignature}},

		{"RSA-1024", message{by: rsa1024()}, verdict{}},
		{"RSA-1023 is weak, and intact", message{by: rsa1023()}, verdict{weak: ErrWeak}},
		{"RSA-768 is weak, and intact", message{by: rsa768()}, verdict{weak: ErrWeak}},
		{"RSA-768 over altered content", message{by: rsa768(), signs: []byte("x")}, verdict{digest: ErrDigest, weak: ErrWeak}},
		{"RSA-768 with a value of another", message{by: rsa768(), over: func(b []byte) []byte { return b }}, verdict{value: ErrSignature, weak: ErrWeak}},
		{"RSA-768 with a value one too short", message{by: rsa768(), sign: func([]byte) []byte { return make([]byte, 95) }}, verdict{value: ErrSignature, weak: ErrWeak}},
		{"RSA-768 with a value not below the modulus", message{by: rsa768(), sign: func([]byte) []byte { return bytes.Repeat([]byte{0xff}, 96) }}, verdict{value: ErrSignature, weak: ErrWeak}},
		{"RSA-768 with a leading zero too many", message{by: rsa768(), sign: func(d []byte) []byte { return append([]byte{0}, signed(rsa768(), d)...) }}, verdict{value: ErrSignature, weak: ErrWeak}},
		{"RSA-1023 with the modulus added to the value", message{by: rsa1023(), sign: func(d []byte) []byte {
			v := new(big.Int).SetBytes(signed(rsa1023(), d))
			return v.Add(v, rsa1023().key.(*rawRSA).public.N).FillBytes(make([]byte, 128))
		}}, verdict{value: ErrSignature, weak: ErrWeak}},
		{"RSA with exponent 1, where the block signs itself", message{by: weakest(768, 1)}, verdict{value: ErrSignature, weak: ErrWeak}},
		{"RSA-2048 with exponent 1", message{by: weakest(2048, 1)}, verdict{value: ErrSignature}},
		{"RSA-480, too short for the digest and its padding", message{by: short, sign: block(short, func(digest []byte) []byte {
			info := seq(algorithm(oidSHA256, null), octets(digest))
			return slices.Concat([]byte{0, 1}, bytes.Repeat([]byte{0xff}, 60-3-len(info)), []byte{0}, info)
		})}, verdict{value: ErrSignature, weak: ErrWeak}},
		{"RSA-128, shorter than the digest", message{by: weakest(128, 65537), sign: func([]byte) []byte { return make([]byte, 16) }}, verdict{value: ErrSignature, weak: ErrWeak}},
		{"RSA-1023 and RSA-PSS is weak, not judged", message{by: rsa1023(), signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(crypto.SHA256, crypto.SHA256, 32))}, verdict{value: ErrWeak, weak: ErrWeak}},
		{"MD5 is weak, and intact", message{hash: crypto.MD5}, verdict{weak: ErrWeak}},
		{"md5WithRSAEncryption is weak, and intact", message{hash: crypto.MD5, signatureAlgorithm: algorithm(oidMD5WithRSA, null)}, verdict{weak: ErrWeak}},
		{"MD5 over altered content", message{hash: crypto.MD5, signs: []byte("x")}, verdict{digest: ErrDigest, weak: ErrWeak}},
		{"MD2 is weak, not judged", message{digestAlgorithm: algorithm(oidMD2, null)}, verdict{digest: ErrWeak, value: ErrWeak, weak: ErrWeak}},
		{"md2WithRSAEncryption is weak, not judged", message{signatureAlgorithm: algorithm(oidMD2WithRSA, null)}, verdict{value: ErrWeak, weak: ErrWeak}},
		{"a digest nobody knows", message{digestAlgorithm: algorithm("\x2a\x03\x04", null)}, verdict{digest: ErrUnsupported, value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA of more than 4096 bits is not tried", message{by: huge(t)}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA of more than 4096 bits is not tried, without attributes", message{by: huge(t), bare: true}, verdict{digest: ErrUnsupported, value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA of 4096 bits is tried", message{by: weakest(4096, 65537)}, verdict{value: ErrSignature}},
		{"RSA with the exponents of real providers, 42573", message{by: weakest(2048, 42573)}, verdict{value: ErrSignature}},
		{"RSA with the exponents of real providers, 48491", message{by: weakest(2048, 48491)}, verdict{value: ErrSignature}},
		{"RSA with exponent 131071, the largest supported", message{by: exponent(131071)}, verdict{}},
		{"RSA with exponent 131101 is not tried", message{by: exponent(131101)}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA with exponent 2147483647 is not tried", message{by: exponent(2147483647)}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},

		{"RSA-PSS SHA-256", pss(crypto.SHA256, crypto.SHA256, 32), verdict{}},
		{"RSA-PSS SHA-512, salt 20", pss(crypto.SHA512, crypto.SHA512, 20), verdict{}},
		{"RSA-PSS SHA-1 by default parameters", message{hash: crypto.SHA1, signatureAlgorithm: algorithm(oidRSAPSS, seq()), sign: signPSS(t, rsa2048(), crypto.SHA1, 20)}, verdict{sha1: true}},
		{"RSA-PSS with another salt length than stated", message{signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(crypto.SHA256, crypto.SHA256, 20)), sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{value: ErrSignature}},
		{"RSA-PSS without parameters", message{signatureAlgorithm: algorithm(oidRSAPSS), sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA-PSS of another digest", message{signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(crypto.SHA512, crypto.SHA512, 32)), sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{value: ErrSignature}},
		{"RSA-PSS with another mask digest", message{signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(crypto.SHA256, crypto.SHA1, 32)), sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA-PSS with another mask generator", message{signatureAlgorithm: algorithm(oidRSAPSS, seq(tlv(0xa0, digestIdentifier(crypto.SHA256)), tlv(0xa1, algorithm(oidRSA, digestIdentifier(crypto.SHA256))), tlv(0xa2, integer(32)))), sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA-PSS with parameters of the digest", message{signatureAlgorithm: algorithm(oidRSAPSS, seq(tlv(0xa0, algorithm(oidSHA256, integer(1))), tlv(0xa1, algorithm(oidMGF1, digestIdentifier(crypto.SHA256))), tlv(0xa2, integer(32)))), sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA-PSS with another trailer", message{hash: crypto.SHA1, signatureAlgorithm: algorithm(oidRSAPSS, seq(tlv(0xa3, integer(2)))), sign: signPSS(t, rsa2048(), crypto.SHA1, 20)}, verdict{value: ErrUnsupported, weak: ErrUnsupported, sha1: true}},
		{"RSA-PSS with a negative salt length", message{signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(crypto.SHA256, crypto.SHA256, 0xff)), sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA-PSS with a salt length beyond any key", message{signatureAlgorithm: algorithm(oidRSAPSS, seq(tlv(0xa0, digestIdentifier(crypto.SHA256)), tlv(0xa1, algorithm(oidMGF1, digestIdentifier(crypto.SHA256))), tlv(0xa2, tlv(2, bytes.Repeat([]byte{0x7f}, 8))))), sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"PKCS #1 v1.5 value called RSA-PSS", message{signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(crypto.SHA256, crypto.SHA256, 32))}, verdict{value: ErrSignature}},
		{"RSA-PSS value called PKCS #1 v1.5", message{sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{value: ErrSignature}},
		{"key for RSA-PSS only", by(onlyPSS, pss(crypto.SHA256, crypto.SHA256, 32)), verdict{}},
		{"key for RSA-PSS only used with PKCS #1 v1.5", message{by: onlyPSS}, verdict{value: ErrSignature}},
		{"RSA key under an algorithm nobody knows", by(restricted(t, rsa2048(), algorithm("\x2a\x03\x04", null)), pss(crypto.SHA256, crypto.SHA256, 32)), verdict{value: ErrSignature}},
		{"key for RSA-PSS with SHA-256 only", by(onlySHA256, pss(crypto.SHA256, crypto.SHA256, 32)), verdict{}},
		{"key for RSA-PSS with SHA-256 only used with SHA-512", by(onlySHA256, pss(crypto.SHA512, crypto.SHA512, 64)), verdict{value: ErrSignature}},
		{"key for RSA-PSS with a salt of 32 used with 20", by(onlySHA256, pss(crypto.SHA256, crypto.SHA256, 20)), verdict{value: ErrSignature}},

		{"ECDSA P-256", message{by: p256()}, verdict{}},
		{"ECDSA P-384 with SHA-384", message{by: p384(), hash: crypto.SHA384, signatureAlgorithm: algorithm(oidECDSAWithSHA384)}, verdict{}},
		{"ECDSA P-521 with SHA-512", message{by: p521(), hash: crypto.SHA512, signatureAlgorithm: algorithm(oidECDSAWithSHA512)}, verdict{}},
		{"ECDSA P-256 with SHA-1", message{by: p256(), hash: crypto.SHA1, signatureAlgorithm: algorithm(oidECDSAWithSHA1)}, verdict{sha1: true}},
		{"ECDSA P-256 with SHA-224", message{by: p256(), hash: crypto.SHA224, signatureAlgorithm: algorithm(oidECDSAWithSHA224)}, verdict{}},
		{"ECDSA named by the key's algorithm", message{by: p256(), signatureAlgorithm: algorithm(oidECPublicKey)}, verdict{}},
		{"ECDSA named by the key's algorithm and curve", message{by: p256(), signatureAlgorithm: algorithm(oidECPublicKey, oid("\x2a\x86\x48\xce\x3d\x03\x01\x07"))}, verdict{}},
		{"ecdsa-with-SHA512 on a SHA-256 digest", message{by: p256(), signatureAlgorithm: algorithm(oidECDSAWithSHA512)}, verdict{value: ErrSignature}},
		{"ECDSA with a value of another", message{by: p256(), over: func(b []byte) []byte { return b }}, verdict{value: ErrSignature}},
		{"ECDSA on P-224 is not supported", message{by: p224()}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"ECDSA with an RSA key", message{signatureAlgorithm: algorithm(oidECDSAWithSHA256)}, verdict{value: ErrSignature}},
		{"RSA with an EC key", message{by: p256(), signatureAlgorithm: algorithm(oidRSA, null)}, verdict{value: ErrSignature}},
		{"RSA-PSS with an EC key", message{by: p256(), signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(crypto.SHA256, crypto.SHA256, 32))}, verdict{value: ErrSignature}},
		{"RSA with an Ed25519 key", message{by: ed, sign: func([]byte) []byte { return make([]byte, 64) }}, verdict{value: ErrSignature}},
		{"Ed25519 is not supported", message{by: ed, signatureAlgorithm: algorithm("\x2b\x65\x70"), sign: func([]byte) []byte { return make([]byte, 64) }}, verdict{value: ErrUnsupported, weak: ErrUnsupported}},
		{"RSA value with a leading zero too many, which openssl refuses too", message{sign: func(d []byte) []byte {
			v, _ := rsa2048().key.Sign(nil, d, crypto.SHA256)
			return append([]byte{0}, v...)
		}}, verdict{value: ErrSignature}},
		{"RSA value with nothing in it", message{sign: func([]byte) []byte { return nil }}, verdict{value: ErrSignature}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, r := judge(t, tt.m.build(t))
			tt.want.check(t, r)
		})
	}
}

// restricted gives the same key under a certificate with another algorithm in SubjectPublicKeyInfo.
func restricted(t *testing.T, id identity, algorithm []byte) identity {
	t.Helper()
	_, bits, err := subjectPublicKey(id.cert)
	if err != nil {
		t.Fatal(err)
	}
	spki := seq(algorithm, tlv(3, []byte{0}, bits))
	tbs := bytes.Replace(id.cert.RawTBSCertificate, id.cert.RawSubjectPublicKeyInfo, spki, 1)
	h, err := readHeader(append(tbs, make([]byte, 64)...))
	if err != nil {
		t.Fatal(err)
	}
	signature := id.cert.Raw[4+len(id.cert.RawTBSCertificate):]
	cert, err := x509.ParseCertificate(seq(seq(tbs[h.size:]), signature))
	if err != nil {
		t.Fatal(err)
	}
	return identity{id.key, cert}
}

// signed is the ordinary value over a SHA-256 digest.
func signed(id identity, digest []byte) []byte {
	v, err := id.key.Sign(nil, digest, crypto.SHA256)
	if err != nil {
		panic(err)
	}
	return v
}

// weakest has a key whose exponents are both e.
func weakest(bits, e int) identity {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits)-1)
	n.Add(n, big.NewInt(1))
	return issue(42, nil, &rawRSA{public: rsa.PublicKey{N: n, E: e}, d: big.NewInt(int64(e))})
}

// exponent has a key of 2048 bits with that public exponent.
func exponent(e int) identity {
	k := *rsa2048().key.(*rawRSA)
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(k.primes[0], one), new(big.Int).Sub(k.primes[1], one))
	k.public.E, k.d = e, new(big.Int).ModInverse(big.NewInt(int64(e)), phi)
	return issue(44, nil, &k)
}

// huge has a modulus that is none, of 4097 bits.
func huge(t *testing.T) identity {
	t.Helper()
	n := new(big.Int).Lsh(big.NewInt(1), 4096)
	n.Add(n, big.NewInt(1))
	return issue(41, nil, &rawRSA{public: rsa.PublicKey{N: n, E: 65537}, d: big.NewInt(3)})
}

func TestAttributes(t *testing.T) {
	digest := sum(crypto.SHA256, sample)
	kind := signedAttribute(oidContentType, oid(oidData))
	at := signedAttribute(oidSigningTime, tlv(0x17, []byte("181113153927Z")))
	stated := signedAttribute(oidMessageDigest, octets(digest))
	other := octets(sum(crypto.SHA256, []byte("other")))
	tests := []struct {
		name string
		m    message
		want verdict
	}{
		{"in DER order", message{}, verdict{}},
		{"altered content", message{signs: []byte("other")}, verdict{digest: ErrDigest}},
		{"signed in the order sent, which is not DER", message{attributes: reversed}, verdict{}},
		{"signed in DER order, sent in another", message{attributes: reversed, over: func([]byte) []byte { return set(usualAttributes(oidData, digest)...) }}, verdict{reordered: true}},
		{"values of one attribute signed in DER order, sent in another", message{
			attributes: with(signedAttribute("\x2a\x03", integer(2), integer(1))),
			over: func([]byte) []byte {
				return set(append([][]byte{signedAttribute("\x2a\x03", integer(1), integer(2))}, usualAttributes(oidData, digest)...)...)
			}}, verdict{reordered: true}},
		{"signed over [0] instead of SET", message{over: func(sent []byte) []byte { return tlv(0xa0, sent) }}, verdict{value: ErrSignature}},
		{"signed over the bare attributes", message{over: func(sent []byte) []byte { return sent }}, verdict{value: ErrSignature}},
		{"attributes of another message", message{wire: func(sent []byte) []byte {
			return tlv(0xa0, usualAttributes(oidData, sum(crypto.SHA256, []byte("other")))...)
		}}, verdict{digest: ErrDigest, value: ErrSignature}},
		{"attribute added after signing", message{wire: func(sent []byte) []byte { return tlv(0xa0, sent, signedAttribute("\x2a\x03", null)) }}, verdict{value: ErrSignature}},

		{"content-type missing", message{attributes: replaced(0)}, verdict{digest: ErrAttributes}},
		{"content-type twice", message{attributes: with(kind)}, verdict{digest: ErrAttributes}},
		{"content-type with two values", message{attributes: replaced(0, signedAttribute(oidContentType, oid(oidData), oid(oidData)))}, verdict{digest: ErrAttributes}},
		{"content-type without value", message{attributes: replaced(0, signedAttribute(oidContentType))}, verdict{digest: ErrAttributes}},
		{"content-type that is no identifier", message{attributes: replaced(0, signedAttribute(oidContentType, octets([]byte(oidData))))}, verdict{digest: ErrAttributes}},
		{"content-type of another content", message{attributes: replaced(0, signedAttribute(oidContentType, oid(oidEnvelopedData)))}, verdict{digest: ErrAttributes}},
		{"content of another type than the attribute", message{contentType: oidEnvelopedData, attributes: replaced(0, kind)}, verdict{digest: ErrAttributes}},
		{"another content type, which the attribute names", message{contentType: pkcs9 + "\x10\x01\x04"}, verdict{}},
		{"message-digest missing", message{attributes: replaced(2)}, verdict{digest: ErrAttributes}},
		{"message-digest twice, the same", message{attributes: with(stated)}, verdict{digest: ErrAttributes}},
		{"message-digest twice, the second of other content", message{attributes: with(signedAttribute(oidMessageDigest, other))}, verdict{digest: ErrAttributes}},
		{"message-digest twice, the first of other content", message{attributes: func(usual [][]byte) [][]byte {
			return append([][]byte{signedAttribute(oidMessageDigest, other)}, usual...)
		}}, verdict{digest: ErrAttributes}},
		{"message-digest with two values", message{attributes: replaced(2, signedAttribute(oidMessageDigest, octets(digest), other))}, verdict{digest: ErrAttributes}},
		{"message-digest without value", message{attributes: replaced(2, signedAttribute(oidMessageDigest))}, verdict{digest: ErrAttributes}},
		{"message-digest cut to a prefix", message{attributes: replaced(2, signedAttribute(oidMessageDigest, octets(digest[:20])))}, verdict{digest: ErrAttributes}},
		{"message-digest of no octets", message{attributes: replaced(2, signedAttribute(oidMessageDigest, octets(nil)))}, verdict{digest: ErrAttributes}},
		{"message-digest that is no octet string", message{attributes: replaced(2, signedAttribute(oidMessageDigest, tlv(0x0c, digest)))}, verdict{digest: ErrAttributes}},
		{"signing-time twice", message{attributes: with(at)}, verdict{digest: ErrAttributes}},
		{"signing-time with two values", message{attributes: replaced(1, signedAttribute(oidSigningTime, tlv(0x17, []byte("181113153927Z")), tlv(0x17, []byte("181113153928Z"))))}, verdict{digest: ErrAttributes}},
		{"signing-time not readable changes nothing", message{attributes: replaced(1, signedAttribute(oidSigningTime, integer(1)))}, verdict{}},
		{"signing-time missing", message{attributes: replaced(1)}, verdict{}},
		{"an unknown attribute, twice, with a large identifier", message{attributes: with(
			signedAttribute("\x69\x83\xff\xff\xff\xff\xff\xff\xff\x7f", null), signedAttribute("\x69\x83\xff\xff\xff\xff\xff\xff\xff\x7f", []byte{0x1f, 0x81, 1, 0}))}, verdict{}},

		{"none, signed directly", message{bare: true}, verdict{}},
		{"none, ECDSA", message{bare: true, by: p256()}, verdict{}},
		{"none, RSA-PSS", message{bare: true, signatureAlgorithm: algorithm(oidRSAPSS, pssParameters(crypto.SHA256, crypto.SHA256, 32)), sign: signPSS(t, rsa2048(), crypto.SHA256, 32)}, verdict{}},
		{"none, altered content reads as such with RSA", message{bare: true, signs: []byte("other")}, verdict{digest: ErrDigest, value: ErrDigest}},
		{"none, altered content, RSA-768", message{bare: true, by: rsa768(), signs: []byte("other")}, verdict{digest: ErrDigest, value: ErrDigest, weak: ErrWeak}},
		{"none, altered content cannot be told apart with ECDSA", message{bare: true, by: p256(), signs: []byte("other")}, verdict{digest: ErrSignature, value: ErrSignature}},
		{"none, value over another digest algorithm", message{bare: true, signDigest: crypto.SHA512}, verdict{digest: ErrSignature, value: ErrSignature}},
		{"none, content is not plain data", message{bare: true, contentType: pkcs9 + "\x10\x01\x04"}, verdict{digest: ErrAttributes, value: ErrAttributes}},
		{"none, unknown digest", message{bare: true, digestAlgorithm: algorithm("\x2a\x03\x04", null)}, verdict{digest: ErrUnsupported, value: ErrUnsupported, weak: ErrUnsupported}},
		{"stripped after signing", message{wire: func([]byte) []byte { return nil }}, verdict{digest: ErrDigest, value: ErrDigest}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, r := judge(t, tt.m.build(t))
			tt.want.check(t, r)
		})
	}
}

// TestPadding holds the recovered PKCS #1 v1.5 block to its one encoding, where crypto/rsa does not see it.
func TestPadding(t *testing.T) {
	blocks := []struct {
		name   string
		change func(block []byte) []byte
		good   bool
	}{
		{"untouched", func(b []byte) []byte { return b }, true},
		{"block type 2", func(b []byte) []byte { b[1] = 2; return b }, false},
		{"a padding octet changed", func(b []byte) []byte { b[9] = 0xfe; return b }, false},
		{"padding ends early", func(b []byte) []byte { b[10] = 0; return b }, false},
		{"NULL left out of the digest algorithm", func(b []byte) []byte {
			digest := b[len(b)-32:]
			info := seq(algorithm(oidSHA256), octets(digest))
			return slices.Concat([]byte{0, 1}, bytes.Repeat([]byte{0xff}, len(b)-3-len(info)), []byte{0}, info)
		}, false},
		{"octets after the digest (e = 3 forgery)", func(b []byte) []byte {
			info := seq(algorithm(oidSHA256, null), octets(b[len(b)-32:]))
			return slices.Concat([]byte{0, 1}, bytes.Repeat([]byte{0xff}, 8), []byte{0}, info, make([]byte, len(b)-11-len(info)))
		}, false},
	}
	for _, id := range []identity{rsa2048(), rsa768()} {
		for _, tt := range blocks {
			t.Run(tt.name, func(t *testing.T) {
				sign := block(id, func(digest []byte) []byte {
					return tt.change(paddedDigest(crypto.SHA256, digest, id.key.(*rawRSA).public.Size()))
				})
				_, r := judge(t, message{by: id, bare: true, sign: sign}.build(t))
				if good := r.Digest == nil && r.Value == nil; good != tt.good {
					t.Errorf("%+v", r)
				}
				_, r = judge(t, message{by: id, bare: true, sign: sign, signs: []byte("other")}.build(t))
				want := ErrSignature
				if tt.good {
					want = ErrDigest
				}
				if !errors.Is(r.Digest, want) || !errors.Is(r.Value, want) {
					t.Errorf("other content: %+v, want %v", r, want)
				}
			})
		}
	}
}

func TestSigningTime(t *testing.T) {
	utc := func(s string) []byte { return tlv(0x17, []byte(s)) }
	general := func(s string) []byte { return tlv(0x18, []byte(s)) }
	tests := []struct {
		name  string
		value []byte
		want  string
	}{
		{"UTCTime", utc("181113153927Z"), "2018-11-13T15:39:27Z"},
		{"UTCTime before 2000", utc("991231235959Z"), "1999-12-31T23:59:59Z"},
		{"UTCTime with a zone", utc("181113163927+0100"), "2018-11-13T15:39:27Z"},
		{"UTCTime without seconds", utc("1811131539Z"), "2018-11-13T15:39:00Z"},
		{"GeneralizedTime", general("20181113153927Z"), "2018-11-13T15:39:27Z"},
		{"GeneralizedTime without zone is not readable", general("20181113153927"), ""},
		{"a thirteenth month is not readable", utc("181313153927Z"), ""},
		{"text after it is not readable", append(utc("181113153927Z"), null...), ""},
		{"an integer is not readable", integer(5), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, r := judge(t, message{attributes: replaced(1, signedAttribute(oidSigningTime, tt.value))}.build(t))
			got := ""
			if at := p.Signers[0].SigningTime; !at.IsZero() {
				got = at.Format(time.RFC3339)
			}
			if got != tt.want || r.Value != nil {
				t.Errorf("%q, value %v; want %q", got, r.Value, tt.want)
			}
		})
	}
}

func TestWhatCannotBeJudged(t *testing.T) {
	failing := errors.New("no bytes")
	parsed := func(m message) *SignerInfo {
		p, err := Parse(m.build(t))
		if err != nil {
			t.Fatal(err)
		}
		return &p.Signers[0]
	}
	good := digestOfContent(sample)
	cert := rsa2048().cert
	tests := []struct {
		name    string
		m       message
		content Digester
		cert    *x509.Certificate
		want    verdict
	}{
		{"without certificate the digest still passes", message{}, good, nil, verdict{value: ErrNoCertificate}},
		{"without certificate altered content is told", message{signs: []byte("x")}, good, nil, verdict{digest: ErrDigest, value: ErrNoCertificate}},
		{"without certificate and attributes nothing is", message{bare: true}, good, nil, verdict{digest: ErrNoCertificate, value: ErrNoCertificate}},
		{"content not readable", message{}, func(crypto.Hash) ([]byte, error) { return nil, failing }, cert, verdict{digest: failing}},
		{"content not readable, no attributes", message{bare: true}, func(crypto.Hash) ([]byte, error) { return nil, failing }, cert, verdict{digest: failing, value: failing}},
		{"no content", message{bare: true}, nil, cert, verdict{digest: errNoContent, value: errNoContent}},
		{"digest of another length", message{}, func(crypto.Hash) ([]byte, error) { return make([]byte, 20), nil }, cert, verdict{digest: errDigestLength}},
		{"certificate with another key", message{}, good, rsa1024().cert, verdict{value: ErrSignature}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { tt.want.check(t, parsed(tt.m).Verify(tt.content, tt.cert)) })
	}
}

func TestDigesterIsAskedOnce(t *testing.T) {
	for _, m := range []message{{}, {bare: true}, {bare: true, signs: []byte("x")}, {attributes: reversed}} {
		p, err := Parse(m.build(t))
		if err != nil {
			t.Fatal(err)
		}
		asked := 0
		p.Signers[0].Verify(func(h crypto.Hash) ([]byte, error) {
			asked++
			return digestOfContent(sample)(h)
		}, rsa2048().cert)
		if asked != 1 {
			t.Errorf("asked %d times", asked)
		}
	}
}

func TestKeyBits(t *testing.T) {
	for bits, id := range map[int]identity{2048: rsa2048(), 1024: rsa1024(), 768: rsa768(), 256: p256(), 384: p384(), 521: p521()} {
		if _, r := judge(t, message{by: id}.build(t)); r.KeyBits != bits {
			t.Errorf("%d, want %d", r.KeyBits, bits)
		}
	}
}
