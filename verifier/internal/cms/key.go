package cms

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"fmt"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// publicKey is the key of a certificate; neither rsa nor ecdsa is set for a key of another kind.
type publicKey struct {
	rsa         *rsa.PublicKey
	ecdsa       *ecdsa.PublicKey
	pssOnly     bool // id-RSASSA-PSS
	restriction *pss // parameters that the key prescribes, or nil
	bits        int
	info        []byte // SubjectPublicKeyInfo, encoded
}

func keyOf(cert *x509.Certificate) (publicKey, error) {
	k := publicKey{info: cert.RawSubjectPublicKeyInfo}
	switch key := cert.PublicKey.(type) {
	case *rsa.PublicKey:
		k.rsa = key
	case *ecdsa.PublicKey:
		k.ecdsa = key
		k.bits = key.Curve.Params().BitSize
		switch key.Curve {
		case elliptic.P256(), elliptic.P384(), elliptic.P521():
			return k, nil
		}
		return k, fmt.Errorf("%w: curve %s", ErrUnsupported, key.Curve.Params().Name)
	case nil:
		// x509 leaves id-RSASSA-PSS keys (RFC 4055 §1.2) out.
		algorithm, bits, err := subjectPublicKey(cert)
		if err != nil {
			return k, err
		}
		if algorithm.oid != oidRSAPSS {
			return k, nil
		}
		k.pssOnly = true
		if algorithm.parameters != nil {
			p, err := readPSS(algorithm.parameters)
			if err != nil {
				return k, err
			}
			k.restriction = &p
		}
		if k.rsa, err = readRSAKey(bits); err != nil {
			return k, err
		}
	default:
		return k, nil
	}
	k.bits = k.rsa.N.BitLen()
	switch {
	case k.bits > MaxRSABits:
		return k, fmt.Errorf("%w: RSA key of %d bits", ErrUnsupported, k.bits)
	case k.rsa.E > MaxExponent:
		return k, fmt.Errorf("%w: RSA exponent %d", ErrUnsupported, k.rsa.E)
	}
	return k, nil
}

// subjectPublicKey gives algorithm and key bits of SubjectPublicKeyInfo.
func subjectPublicKey(cert *x509.Certificate) (algorithmIdentifier, []byte, error) {
	input := cryptobyte.String(cert.RawSubjectPublicKeyInfo)
	var info cryptobyte.String
	var bits []byte
	if !input.ReadASN1(&info, asn1.SEQUENCE) {
		return algorithmIdentifier{}, nil, fmt.Errorf("%w: public key info", ErrUnsupported)
	}
	algorithm, ok := readAlgorithm(&info)
	if !ok || !info.ReadASN1BitStringAsBytes(&bits) || !info.Empty() {
		return algorithmIdentifier{}, nil, fmt.Errorf("%w: public key info", ErrUnsupported)
	}
	return algorithm, bits, nil
}

// readRSAKey reads RSAPublicKey, RFC 8017 A.1.1.
func readRSAKey(bits []byte) (*rsa.PublicKey, error) {
	input := cryptobyte.String(bits)
	var fields cryptobyte.String
	key := &rsa.PublicKey{N: new(big.Int)}
	if !input.ReadASN1(&fields, asn1.SEQUENCE) || !input.Empty() ||
		!fields.ReadASN1Integer(key.N) || !fields.ReadASN1Integer(&key.E) || !fields.Empty() ||
		key.N.Sign() <= 0 || key.E <= 0 {
		return nil, fmt.Errorf("%w: RSA key", ErrUnsupported)
	}
	return key, nil
}

// keyIdentifier is the subjectKeyIdentifier extension or, where a certificate has none, the SHA-1 of its
// key (RFC 5280 §4.2.1.2, method 1).
func keyIdentifier(cert *x509.Certificate) []byte {
	for _, e := range cert.Extensions {
		if e.Id.Equal(identifier([]byte(oidSubjectKeyID))) {
			return cert.SubjectKeyId
		}
	}
	_, bits, err := subjectPublicKey(cert)
	if err != nil {
		return nil
	}
	sum := sha1.Sum(bits)
	return sum[:]
}
