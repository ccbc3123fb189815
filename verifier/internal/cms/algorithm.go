package cms

import (
	"crypto"
	_ "crypto/md5"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"fmt"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"

	"pecverifier/verifier/internal/sigalg"
)

// Object identifiers, as the content octets of their DER encoding.
const (
	pkcs1  = "\x2a\x86\x48\x86\xf7\x0d\x01\x01"
	pkcs7s = "\x2a\x86\x48\x86\xf7\x0d\x01\x07"
	pkcs9  = "\x2a\x86\x48\x86\xf7\x0d\x01\x09"
	nistH  = "\x60\x86\x48\x01\x65\x03\x04\x02"
	x962   = "\x2a\x86\x48\xce\x3d"

	oidData            = pkcs7s + "\x01"
	oidSignedData      = pkcs7s + "\x02"
	oidEnvelopedData   = pkcs7s + "\x03"
	oidSignedEnveloped = pkcs7s + "\x04"
	oidEncryptedData   = pkcs7s + "\x06"
	oidAuthEnveloped   = pkcs9 + "\x10\x01\x17"
	oidContentType     = pkcs9 + "\x03"
	oidMessageDigest   = pkcs9 + "\x04"
	oidSigningTime     = pkcs9 + "\x05"
	oidRSA             = pkcs1 + "\x01"
	oidMD2WithRSA      = pkcs1 + "\x02"
	oidMD5WithRSA      = pkcs1 + "\x04"
	oidSHA1WithRSA     = pkcs1 + "\x05"
	oidMGF1            = pkcs1 + "\x08"
	oidRSAPSS          = pkcs1 + "\x0a"
	oidSHA256WithRSA   = pkcs1 + "\x0b"
	oidSHA384WithRSA   = pkcs1 + "\x0c"
	oidSHA512WithRSA   = pkcs1 + "\x0d"
	oidSHA224WithRSA   = pkcs1 + "\x0e"
	oidOIWSHA1WithRSA  = "\x2b\x0e\x03\x02\x1d" // the same by its older name
	oidMD2             = "\x2a\x86\x48\x86\xf7\x0d\x02\x02"
	oidMD5             = "\x2a\x86\x48\x86\xf7\x0d\x02\x05"
	oidSHA1            = "\x2b\x0e\x03\x02\x1a"
	oidSHA256          = nistH + "\x01"
	oidSHA384          = nistH + "\x02"
	oidSHA512          = nistH + "\x03"
	oidSHA224          = nistH + "\x04"
	oidECPublicKey     = x962 + "\x02\x01"
	oidECDSAWithSHA1   = x962 + "\x04\x01"
	oidECDSAWithSHA224 = x962 + "\x04\x03\x01"
	oidECDSAWithSHA256 = x962 + "\x04\x03\x02"
	oidECDSAWithSHA384 = x962 + "\x04\x03\x03"
	oidECDSAWithSHA512 = x962 + "\x04\x03\x04"
	oidSubjectKeyID    = "\x55\x1d\x0e"
)

var digests = map[string]crypto.Hash{
	oidMD5:    crypto.MD5,
	oidSHA1:   crypto.SHA1,
	oidSHA224: crypto.SHA224,
	oidSHA256: crypto.SHA256,
	oidSHA384: crypto.SHA384,
	oidSHA512: crypto.SHA512,
}

// signatures names family and digest of a signature algorithm; digest 0 means the digestAlgorithm's.
var signatures = map[string]struct {
	algorithm sigalg.Algorithm
	hash      crypto.Hash
}{
	oidRSA:             {sigalg.RSA, 0},
	oidMD5WithRSA:      {sigalg.RSA, crypto.MD5},
	oidSHA1WithRSA:     {sigalg.RSA, crypto.SHA1},
	oidOIWSHA1WithRSA:  {sigalg.RSA, crypto.SHA1},
	oidSHA224WithRSA:   {sigalg.RSA, crypto.SHA224},
	oidSHA256WithRSA:   {sigalg.RSA, crypto.SHA256},
	oidSHA384WithRSA:   {sigalg.RSA, crypto.SHA384},
	oidSHA512WithRSA:   {sigalg.RSA, crypto.SHA512},
	oidECPublicKey:     {sigalg.ECDSA, 0}, // QUIRK: RFC 5753 §2.1.1 wants ecdsa-with-*, some write the key's algorithm
	oidECDSAWithSHA1:   {sigalg.ECDSA, crypto.SHA1},
	oidECDSAWithSHA224: {sigalg.ECDSA, crypto.SHA224},
	oidECDSAWithSHA256: {sigalg.ECDSA, crypto.SHA256},
	oidECDSAWithSHA384: {sigalg.ECDSA, crypto.SHA384},
	oidECDSAWithSHA512: {sigalg.ECDSA, crypto.SHA512},
}

// algorithmIdentifier is an AlgorithmIdentifier as read.
type algorithmIdentifier struct {
	oid        string // content octets
	parameters []byte // one encoded value, or nil where absent
}

// plain says that the parameters are absent or NULL.
func (a algorithmIdentifier) plain() bool {
	return a.parameters == nil || string(a.parameters) == "\x05\x00"
}

// digestOf gives the digest of a digestAlgorithm; 0 and an error for one that cannot be computed.
func digestOf(a algorithmIdentifier) (crypto.Hash, error) {
	if a.oid == oidMD2 || a.oid == oidMD2WithRSA {
		return 0, fmt.Errorf("%w: MD2", ErrWeak)
	}
	hash, known := digests[a.oid]
	if !known {
		// QUIRK: a signature algorithm as digestAlgorithm; OpenSSL works around the same ("broken
		// implementations that use signature algorithm OID instead of digest", cms_lib.c).
		if s := signatures[a.oid]; s.algorithm == sigalg.RSA {
			hash = s.hash
		}
	}
	if hash == 0 || !a.plain() {
		return 0, fmt.Errorf("%w: digest algorithm", ErrUnsupported)
	}
	return hash, nil
}

// scheme is a signature algorithm that can be verified.
type scheme struct {
	algorithm sigalg.Algorithm
	hash      crypto.Hash // 0 = that of digestAlgorithm
	salt      int         // octets; RSA-PSS only
}

func schemeOf(a algorithmIdentifier) (scheme, error) {
	if a.oid == oidRSAPSS {
		p, err := readPSS(a.parameters)
		return scheme{algorithm: sigalg.RSAPSS, hash: p.hash, salt: p.salt}, err
	}
	if a.oid == oidMD2WithRSA {
		return scheme{algorithm: sigalg.RSA}, fmt.Errorf("%w: MD2", ErrWeak)
	}
	s, known := signatures[a.oid]
	if !known {
		return scheme{}, fmt.Errorf("%w: signature algorithm", ErrUnsupported)
	}
	// The key's algorithm brings the name of its curve.
	curve := a.oid == oidECPublicKey && len(a.parameters) > 0 && a.parameters[0] == byte(asn1.OBJECT_IDENTIFIER)
	if !a.plain() && !curve {
		return scheme{algorithm: s.algorithm}, fmt.Errorf("%w: parameters of the signature algorithm", ErrUnsupported)
	}
	return scheme{algorithm: s.algorithm, hash: s.hash}, nil
}

// pss holds RSASSA-PSS-params.
type pss struct {
	hash crypto.Hash
	salt int
}

var errPSS = fmt.Errorf("%w: RSASSA-PSS parameters", ErrUnsupported)

// readPSS reads RSASSA-PSS-params with their defaults (RFC 4055 §3.1, where they must be present). A
// mask generator with another digest than the signature's is not supported.
func readPSS(parameters []byte) (pss, error) {
	p := pss{hash: crypto.SHA1, salt: 20}
	mask := crypto.SHA1
	input := cryptobyte.String(parameters)
	var fields cryptobyte.String
	if !input.ReadASN1(&fields, asn1.SEQUENCE) || !input.Empty() {
		return pss{}, errPSS
	}
	var field cryptobyte.String
	var present bool
	var err error
	if !fields.ReadOptionalASN1(&field, &present, explicit(0)) {
		return pss{}, errPSS
	}
	if present {
		if p.hash, err = readDigest(&field); err != nil || !field.Empty() {
			return pss{}, errPSS
		}
	}
	if !fields.ReadOptionalASN1(&field, &present, explicit(1)) {
		return pss{}, errPSS
	}
	if present {
		generator, ok := readAlgorithm(&field)
		if !ok || !field.Empty() || generator.oid != oidMGF1 {
			return pss{}, errPSS
		}
		of := cryptobyte.String(generator.parameters)
		if mask, err = readDigest(&of); err != nil || !of.Empty() {
			return pss{}, errPSS
		}
	}
	if !fields.ReadOptionalASN1Integer(&p.salt, explicit(2), 20) || p.salt < 0 || p.salt > maxSalt {
		return pss{}, errPSS
	}
	trailer := 1
	if !fields.ReadOptionalASN1Integer(&trailer, explicit(3), 1) || trailer != 1 || !fields.Empty() {
		return pss{}, errPSS
	}
	if mask != p.hash {
		return pss{}, fmt.Errorf("%w: mask generator with another digest", errPSS)
	}
	return p, nil
}

func readDigest(s *cryptobyte.String) (crypto.Hash, error) {
	a, ok := readAlgorithm(s)
	if !ok {
		return 0, errPSS
	}
	hash, known := digests[a.oid]
	if !known || !a.plain() {
		return 0, errPSS
	}
	return hash, nil
}

func explicit(number uint8) asn1.Tag { return asn1.Tag(number).ContextSpecific().Constructed() }
