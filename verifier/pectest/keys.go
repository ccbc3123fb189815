package pectest

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	_ "crypto/md5"
	"crypto/rsa"
	"crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"embed"
	"encoding/asn1"
	"encoding/binary"
	"encoding/pem"
	"math/big"
	"sync"
)

//go:embed keys/*.pem
var keyFiles embed.FS

// Key is a private test key: RSA of any size, or ECDSA.
type Key struct {
	Name string
	// RSA numbers; N is nil for an ECDSA key. They are used bare because crypto/rsa refuses keys under 1024 bits.
	N, E, D, p, q *big.Int
	EC            *ecdsa.PrivateKey
}

var keyCache sync.Map

// TestKey returns the fixed key of that name: root, ca, uno, due, tre, person, attacker (RSA-2048), rsa1024, rsa1024-old,
// rsa768, rsa512, p256, p384, p521. It panics on any other name.
func TestKey(name string) *Key {
	if k, ok := keyCache.Load(name); ok {
		return k.(*Key)
	}
	text, err := keyFiles.ReadFile("keys/" + name + ".pem")
	if err != nil {
		panic("pectest: no key " + name)
	}
	block, _ := pem.Decode(text)
	k := &Key{Name: name}
	if block.Type == "EC PRIVATE KEY" {
		if k.EC, err = x509.ParseECPrivateKey(block.Bytes); err != nil {
			panic("pectest: key " + name + ": " + err.Error())
		}
	} else {
		var numbers struct {
			Version                     int
			N, E, D, P, Q, DP, DQ, QInv *big.Int
		}
		if _, err := asn1.Unmarshal(block.Bytes, &numbers); err != nil {
			panic("pectest: key " + name + ": " + err.Error())
		}
		k.N, k.E, k.D, k.p, k.q = numbers.N, numbers.E, numbers.D, numbers.P, numbers.Q
	}
	keyCache.Store(name, k)
	return k
}

// IsRSA tells an RSA key from an ECDSA key.
func (k *Key) IsRSA() bool { return k.N != nil }

// Public is the public key as crypto/rsa and crypto/ecdsa have it.
func (k *Key) Public() crypto.PublicKey {
	if k.IsRSA() {
		return &rsa.PublicKey{N: k.N, E: int(k.E.Int64())}
	}
	return &k.EC.PublicKey
}

// publicBits is the subjectPublicKey of the key, without the BIT STRING around it.
func (k *Key) publicBits() []byte {
	if k.IsRSA() {
		return seq(bigInteger(k.N), bigInteger(k.E))
	}
	point, err := k.EC.PublicKey.Bytes()
	if err != nil {
		panic("pectest: " + err.Error())
	}
	return point
}

// SPKI is the SubjectPublicKeyInfo of the key, DER.
func (k *Key) SPKI() []byte {
	if k.IsRSA() {
		return seq(seq(oid(oidRSA), null()), bitString(k.publicBits()))
	}
	curve := map[elliptic.Curve]asn1.ObjectIdentifier{
		elliptic.P256(): {1, 2, 840, 10045, 3, 1, 7},
		elliptic.P384(): {1, 3, 132, 0, 34},
		elliptic.P521(): {1, 3, 132, 0, 35},
	}[k.EC.Curve]
	return seq(seq(oid(oidEC), oid(curve)), bitString(k.publicBits()))
}

// ID is the SHA-1 of the public key bits, the usual subjectKeyIdentifier (RFC 5280 §4.2.1.2).
func (k *Key) ID() []byte {
	sum := sha1.Sum(k.publicBits())
	return sum[:]
}

var digestPrefix = map[crypto.Hash]asn1.ObjectIdentifier{
	crypto.MD5: oidMD5, crypto.SHA1: oidSHA1, crypto.SHA256: oidSHA256, crypto.SHA384: oidSHA384, crypto.SHA512: oidSHA512,
}

// SignPKCS1 is RSASSA-PKCS1-v1_5 over a digest (RFC 8017 §8.2).
func (k *Key) SignPKCS1(h crypto.Hash, digest []byte) []byte {
	info := seq(seq(oid(digestPrefix[h]), null()), octets(digest))
	size := (k.N.BitLen() + 7) / 8
	if size < len(info)+11 {
		panic("pectest: key " + k.Name + " is too short for this digest")
	}
	block := append([]byte{0, 1}, bytes.Repeat([]byte{0xff}, size-len(info)-3)...)
	return k.raw(append(append(block, 0), info...))
}

// SignPSS is RSASSA-PSS over a digest, MGF1 with the same hash, a salt of the hash's length derived from the digest.
func (k *Key) SignPSS(h crypto.Hash, digest []byte) []byte {
	salt := sum(h, []byte("pectest salt"), digest)
	bits := k.N.BitLen() - 1
	size := (bits + 7) / 8
	hashed := sum(h, make([]byte, 8), digest, salt)
	db := make([]byte, size-len(hashed)-1)
	db[len(db)-len(salt)-1] = 1
	copy(db[len(db)-len(salt):], salt)
	for i, counter := 0, uint32(0); i < len(db); counter++ {
		for _, b := range sum(h, hashed, binary.BigEndian.AppendUint32(nil, counter)) {
			if i < len(db) {
				db[i] ^= b
				i++
			}
		}
	}
	db[0] &= 0xff >> (8*size - bits)
	return k.raw(append(append(db, hashed...), 0xbc))
}

// SignECDSA is ECDSA over a digest with the nonce of RFC 6979.
func (k *Key) SignECDSA(h crypto.Hash, digest []byte) []byte {
	out, err := k.EC.Sign(nil, digest, h)
	if err != nil {
		panic("pectest: " + err.Error())
	}
	return out
}

// raw is the RSA private operation, by the Chinese remainder theorem.
func (k *Key) raw(block []byte) []byte {
	m := new(big.Int).SetBytes(block)
	one := big.NewInt(1)
	half := func(prime *big.Int) *big.Int {
		return new(big.Int).Exp(m, new(big.Int).Mod(k.D, new(big.Int).Sub(prime, one)), prime)
	}
	mp, mq := half(k.p), half(k.q)
	h := new(big.Int).Sub(mp, mq)
	h.Mul(h, new(big.Int).ModInverse(k.q, k.p)).Mod(h, k.p)
	return h.Mul(h, k.q).Add(h, mq).FillBytes(make([]byte, (k.N.BitLen()+7)/8))
}

func sum(h crypto.Hash, parts ...[]byte) []byte {
	w := h.New()
	for _, p := range parts {
		w.Write(p)
	}
	return w.Sum(nil)
}

// PEM is the private key as a file, for tools such as openssl.
func (k *Key) PEM() []byte {
	text, err := keyFiles.ReadFile("keys/" + k.Name + ".pem")
	if err != nil {
		panic("pectest: " + err.Error())
	}
	return text
}

// mersenneKey is an RSA key of two Mersenne primes 2^p-1: of any length without the search for primes, and no secret.
func mersenneKey(p, q int) *Key {
	one := big.NewInt(1)
	prime := func(bits int) *big.Int {
		n := new(big.Int).Lsh(one, uint(bits))
		return n.Sub(n, one)
	}
	k := &Key{Name: "mersenne", E: big.NewInt(65537), p: prime(p), q: prime(q)}
	k.N = new(big.Int).Mul(k.p, k.q)
	k.D = new(big.Int).ModInverse(k.E, new(big.Int).Mul(new(big.Int).Sub(k.p, one), new(big.Int).Sub(k.q, one)))
	return k
}
