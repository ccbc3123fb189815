package xmlsig

import (
	"crypto"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"fmt"

	"pecverifier/trustlist/xmltree"
	"pecverifier/verifier/internal/sigalg"
)

const (
	spaceDSig    = "http://www.w3.org/2000/09/xmldsig#"
	spaceMore    = "http://www.w3.org/2001/04/xmldsig-more#"
	spaceMore07  = "http://www.w3.org/2007/05/xmldsig-more#"
	spaceEnc     = "http://www.w3.org/2001/04/xmlenc#"
	spaceFilter2 = "http://www.w3.org/2002/06/xmldsig-filter2"
	spaceXAdES   = "http://uri.etsi.org/01903/v1.3.2#"

	typeSignedProperties = "http://uri.etsi.org/01903#SignedProperties"
)

// digests are those of RFC 9231 §2.1 that are computed here.
var digests = map[string]crypto.Hash{
	spaceDSig + "sha1":   crypto.SHA1,
	spaceMore + "sha224": crypto.SHA224,
	spaceEnc + "sha256":  crypto.SHA256,
	spaceMore + "sha384": crypto.SHA384,
	spaceEnc + "sha512":  crypto.SHA512,
}

type scheme struct {
	algorithm sigalg.Algorithm
	hash      crypto.Hash
}

// schemes are the signature methods of RFC 9231 §2.3 that are verified here.
var schemes = map[string]scheme{
	spaceDSig + "rsa-sha1":          {sigalg.RSA, crypto.SHA1},
	spaceMore + "rsa-sha224":        {sigalg.RSA, crypto.SHA224},
	spaceMore + "rsa-sha256":        {sigalg.RSA, crypto.SHA256},
	spaceMore + "rsa-sha384":        {sigalg.RSA, crypto.SHA384},
	spaceMore + "rsa-sha512":        {sigalg.RSA, crypto.SHA512},
	spaceMore07 + "sha1-rsa-MGF1":   {sigalg.RSAPSS, crypto.SHA1},
	spaceMore07 + "sha224-rsa-MGF1": {sigalg.RSAPSS, crypto.SHA224},
	spaceMore07 + "sha256-rsa-MGF1": {sigalg.RSAPSS, crypto.SHA256},
	spaceMore07 + "sha384-rsa-MGF1": {sigalg.RSAPSS, crypto.SHA384},
	spaceMore07 + "sha512-rsa-MGF1": {sigalg.RSAPSS, crypto.SHA512},
	spaceMore + "ecdsa-sha1":        {sigalg.ECDSA, crypto.SHA1},
	spaceMore + "ecdsa-sha224":      {sigalg.ECDSA, crypto.SHA224},
	spaceMore + "ecdsa-sha256":      {sigalg.ECDSA, crypto.SHA256},
	spaceMore + "ecdsa-sha384":      {sigalg.ECDSA, crypto.SHA384},
	spaceMore + "ecdsa-sha512":      {sigalg.ECDSA, crypto.SHA512},
}

// weakMethods can be computed, and prove nothing: MD5, and keys that both sides know.
var weakMethods = map[string]string{
	spaceMore + "md5": "MD5", spaceMore + "rsa-md5": "MD5", spaceDSig + "dsa-sha1": "DSA",
	spaceDSig + "hmac-sha1": "a shared secret, no signature", spaceMore + "hmac-md5": "a shared secret, no signature",
	spaceMore + "hmac-sha224": "a shared secret, no signature", spaceMore + "hmac-sha256": "a shared secret, no signature",
	spaceMore + "hmac-sha384": "a shared secret, no signature", spaceMore + "hmac-sha512": "a shared secret, no signature",
}

func digestOf(method string) (crypto.Hash, error) {
	if h, known := digests[method]; known {
		return h, nil
	}
	return 0, notRead(method)
}

func notRead(method string) error {
	if why, weak := weakMethods[method]; weak {
		return fmt.Errorf("%w: %s", ErrWeak, why)
	}
	return fmt.Errorf("%w: %s", ErrUnsupported, xmltree.Quote(method))
}

func sum(h crypto.Hash, data []byte) []byte {
	w := h.New()
	w.Write(data)
	return w.Sum(nil)
}
