package trustlist

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"crypto/x509"
	"errors"
)

var (
	errAlgorithm = errors.New("its signature algorithm is not accepted") // MD5 and weaker, and what is not known
	errSignature = errors.New("signature does not verify")
	errUnasked   = errors.New("its signature was not verified: there are too many to verify")
)

type scheme struct {
	hash crypto.Hash
	kind x509.PublicKeyAlgorithm
	pss  bool
}

// schemes has SHA-1, which x509 refuses: DigitPA CA1 signed with it until 2017.
var schemes = map[x509.SignatureAlgorithm]scheme{
	x509.SHA1WithRSA:      {crypto.SHA1, x509.RSA, false},
	x509.SHA256WithRSA:    {crypto.SHA256, x509.RSA, false},
	x509.SHA384WithRSA:    {crypto.SHA384, x509.RSA, false},
	x509.SHA512WithRSA:    {crypto.SHA512, x509.RSA, false},
	x509.SHA256WithRSAPSS: {crypto.SHA256, x509.RSA, true},
	x509.SHA384WithRSAPSS: {crypto.SHA384, x509.RSA, true},
	x509.SHA512WithRSAPSS: {crypto.SHA512, x509.RSA, true},
	x509.ECDSAWithSHA1:    {crypto.SHA1, x509.ECDSA, false},
	x509.ECDSAWithSHA256:  {crypto.SHA256, x509.ECDSA, false},
	x509.ECDSAWithSHA384:  {crypto.SHA384, x509.ECDSA, false},
	x509.ECDSAWithSHA512:  {crypto.SHA512, x509.ECDSA, false},
	x509.PureEd25519:      {0, x509.Ed25519, false},
}

// checkSignature verifies the signature of a certificate or a revocation list with one key.
func checkSignature(key any, alg x509.SignatureAlgorithm, signed, signature []byte) error {
	s, ok := schemes[alg]
	if !ok {
		return errAlgorithm
	}
	digest := signed
	if s.hash != 0 {
		h := s.hash.New()
		h.Write(signed)
		digest = h.Sum(nil)
	}
	good := false
	switch k := key.(type) {
	case *rsa.PublicKey:
		switch {
		case k.N.BitLen() > maxRSABits || k.E > maxExponent:
			return errAlgorithm
		case s.kind != x509.RSA:
		case s.pss:
			good = rsa.VerifyPSS(k, s.hash, digest, signature, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
		default:
			good = rsa.VerifyPKCS1v15(k, s.hash, digest, signature) == nil
		}
	case *ecdsa.PublicKey:
		good = s.kind == x509.ECDSA && ecdsa.VerifyASN1(k, digest, signature)
	case ed25519.PublicKey:
		good = s.kind == x509.Ed25519 && ed25519.Verify(k, digest, signature)
	}
	if !good {
		return errSignature
	}
	return nil
}
