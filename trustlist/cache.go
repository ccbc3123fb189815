package trustlist

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"sync"
)

// What thousands of messages have in common is worked out once: the names of the same few authorities, and whose key
// signed the same few certificates. The answers depend on nothing but the key of the map, so that they may be kept.
var (
	knownNames          = cache[string, string]{most: 1024}
	knownDirectoryNames = cache[string, directoryName]{most: 256}
	knownConstraints    = cache[string, constraintsRead]{most: 32}
	knownSignatures     = cache[signedCertificate, error]{most: 1024}
)

// maxCachedBytes is the length of one question.
const maxCachedBytes = 16 << 10

// signedCertificate is all that the answer to "did this key sign that certificate" depends on.
type signedCertificate struct {
	signed    [sha256.Size]byte // SHA-256 of what is signed
	signature string
	algorithm x509.SignatureAlgorithm
	key       any // *rsa.PublicKey or *ecdsa.PublicKey, which nothing changes once it is read
}

// cache keeps answers. Full, it begins anew: nobody can fill it for good.
type cache[K comparable, V any] struct {
	most   int
	mu     sync.RWMutex
	values map[K]V
}

// of gives the answer to a question, asking only where it is not known. It is safe for concurrent use.
func (c *cache[K, V]) of(question K, ask func() V) V {
	c.mu.RLock()
	v, known := c.values[question]
	c.mu.RUnlock()
	if known {
		return v
	}
	v = ask()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.values == nil || len(c.values) >= c.most {
		c.values = map[K]V{}
	}
	c.values[question] = v
	return v
}

// signedBy says whether a key signed a certificate.
func signedBy(c *x509.Certificate, key any) error {
	check := func() error { return checkSignature(key, c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature) }
	_, isRSA := key.(*rsa.PublicKey)
	_, isECDSA := key.(*ecdsa.PublicKey)
	if !isRSA && !isECDSA || len(c.Signature) > maxRSABits/8 {
		return check()
	}
	return knownSignatures.of(signedCertificate{sha256.Sum256(c.RawTBSCertificate), string(c.Signature), c.SignatureAlgorithm, key}, check)
}
