package xmlsig

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pecverifier/trustlist/xmltree"
	"pecverifier/verifier/internal/sigalg"
)

// keyOf reads the public key of a certificate. Only the way to it is read: crypto/x509 refuses real certificates for what
// stands elsewhere in them.
func keyOf(der []byte) (crypto.PublicKey, error) {
	fail := fmt.Errorf("%w: the certificate cannot be read", ErrNoCertificate)
	input := cryptobyte.String(der)
	var certificate, tbs, key cryptobyte.String
	if !input.ReadASN1(&certificate, asn1.SEQUENCE) || !input.Empty() || !certificate.ReadASN1(&tbs, asn1.SEQUENCE) ||
		!tbs.SkipOptionalASN1(asn1.Tag(0).ContextSpecific().Constructed()) || !tbs.SkipASN1(asn1.INTEGER) {
		return nil, fail
	}
	for range 4 { // signature, issuer, validity, subject
		if !tbs.SkipASN1(asn1.SEQUENCE) {
			return nil, fail
		}
	}
	if !tbs.ReadASN1Element(&key, asn1.SEQUENCE) {
		return nil, fail
	}
	public, err := x509.ParsePKIXPublicKey(key)
	if err != nil {
		return nil, fmt.Errorf("%w: the key of the certificate", ErrUnsupported)
	}
	return public, nil
}

// keyOfValue reads an RSAKeyValue (XMLDSig §4.5.2.2). A bare key is nobody's.
func keyOfValue(n *xmltree.Node) crypto.PublicKey {
	r := &structure{}
	children := r.children(n, spaceDSig, "Modulus", "Exponent")
	if r.err != nil {
		return nil
	}
	modulus, exponent := r.base64(children["Modulus"][0]), r.base64(children["Exponent"][0])
	e := new(big.Int).SetBytes(exponent)
	if r.err != nil || len(modulus) > maxRSABits/8+1 || !e.IsInt64() || e.Int64() > maxExponent || e.Int64() < 2 {
		return nil
	}
	return &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(e.Int64())}
}

// keyBits gives the size of a key that may sign, and why it may not.
func keyBits(key crypto.PublicKey) (int, error) {
	switch key := key.(type) {
	case *rsa.PublicKey:
		switch bits := key.N.BitLen(); {
		case bits < minRSABits:
			return bits, fmt.Errorf("%w: RSA key of %d bits", ErrWeak, bits)
		case bits > maxRSABits:
			return bits, fmt.Errorf("%w: RSA key of %d bits", ErrUnsupported, bits)
		case key.E > maxExponent:
			return bits, fmt.Errorf("%w: RSA exponent %d", ErrUnsupported, key.E)
		default:
			return bits, nil
		}
	case *ecdsa.PublicKey:
		switch key.Curve {
		case elliptic.P256(), elliptic.P384(), elliptic.P521():
			return key.Curve.Params().BitSize, nil
		}
	}
	return 0, fmt.Errorf("%w: a key of another kind", ErrUnsupported)
}

// check verifies the value over one digest.
func (m scheme) check(key crypto.PublicKey, digest, value []byte) error {
	good := false
	switch key := key.(type) {
	case *rsa.PublicKey:
		switch m.algorithm {
		case sigalg.RSA:
			good = rsa.VerifyPKCS1v15(key, m.hash, digest, value) == nil
		case sigalg.RSAPSS: // RFC 9231 §2.3.10: the salt is as long as the hash, the mask generator has the same hash
			good = rsa.VerifyPSS(key, m.hash, digest, value, &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash}) == nil
		}
	case *ecdsa.PublicKey: // XMLDSig §6.4.3: r and s one after the other, each as long as the field
		size := (key.Curve.Params().BitSize + 7) / 8
		if m.algorithm == sigalg.ECDSA && len(value) == 2*size {
			good = ecdsa.Verify(key, digest, new(big.Int).SetBytes(value[:size]), new(big.Int).SetBytes(value[size:]))
		}
	}
	if !good {
		return fmt.Errorf("%w: %s", ErrValue, m.algorithm)
	}
	return nil
}
