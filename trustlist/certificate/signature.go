package certificate

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"errors"
	"fmt"
)

// What IssuedBy reports.
var (
	ErrSignature   = errors.New("the key did not sign the certificate")
	ErrUnsupported = errors.New("the certificate is signed in a way that is not verified here")
)

// algorithms are those that certificates are signed with. SHA-1 is among them: half of the old Italian authorities' certificates
// are, and who vouched for whom is asked, not how strongly.
var algorithms = map[string]struct {
	hash crypto.Hash
	ec   bool
}{
	"1.2.840.113549.1.1.5":  {crypto.SHA1, false},
	"1.3.14.3.2.29":         {crypto.SHA1, false},
	"1.2.840.113549.1.1.11": {crypto.SHA256, false},
	"1.2.840.113549.1.1.12": {crypto.SHA384, false},
	"1.2.840.113549.1.1.13": {crypto.SHA512, false},
	"1.2.840.10045.4.3.2":   {crypto.SHA256, true},
	"1.2.840.10045.4.3.3":   {crypto.SHA384, true},
	"1.2.840.10045.4.3.4":   {crypto.SHA512, true},
}

const rsaPSS = "1.2.840.113549.1.1.10"

// IssuedBy says whether the key, an encoded SubjectPublicKeyInfo, signed the certificate. The error wraps ErrSignature or
// ErrUnsupported.
func (c *Certificate) IssuedBy(spki []byte) error {
	return Verify(spki, c.Algorithm, c.Parameters, c.TBS, c.Signature)
}

// Verify says the same of anything else that is signed as certificates are: lists and responses on revocation.
func Verify(spki []byte, algorithm string, parameters, signed, signature []byte) error {
	key, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return fmt.Errorf("%w: the key", ErrUnsupported)
	}
	a, known := algorithms[algorithm]
	if !known && algorithm != rsaPSS {
		return fmt.Errorf("%w: %s", ErrUnsupported, algorithm)
	}
	good := false
	switch key := key.(type) {
	case *rsa.PublicKey:
		switch {
		case key.N.BitLen() < 1024 || key.N.BitLen() > maxRSABits:
			return fmt.Errorf("%w: an RSA key of %d bits", ErrUnsupported, key.N.BitLen())
		case known && !a.ec:
			good = rsa.VerifyPKCS1v15(key, a.hash, sum(a.hash, signed), signature) == nil
		case !known:
			h, ok := pssHash(parameters)
			if !ok {
				return fmt.Errorf("%w: RSASSA-PSS parameters", ErrUnsupported)
			}
			good = rsa.VerifyPSS(key, h, sum(h, signed), signature, nil) == nil
		}
	case *ecdsa.PublicKey:
		good = known && a.ec && ecdsa.VerifyASN1(key, sum(a.hash, signed), signature)
	}
	if !good {
		return ErrSignature
	}
	return nil
}

func sum(h crypto.Hash, data []byte) []byte {
	w := h.New()
	w.Write(data)
	return w.Sum(nil)
}

// pssHash reads the hash of RSASSA-PSS-params; the mask generator of another hash fails in the verification.
func pssHash(parameters []byte) (crypto.Hash, bool) {
	in := &reader{rest: parameters}
	fields := in.take(tagSequence).inside()
	h, ok := fields.optional(0xa0)
	if in.bad || !ok {
		return 0, false
	}
	id, _ := algorithm(h.inside())
	hash, known := map[string]crypto.Hash{"2.16.840.1.101.3.4.2.1": crypto.SHA256, "2.16.840.1.101.3.4.2.2": crypto.SHA384,
		"2.16.840.1.101.3.4.2.3": crypto.SHA512}[id]
	return hash, known
}
