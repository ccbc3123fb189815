package cms

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"

	"pecverifier/verifier/internal/sigalg"
)

// Digester gives the digest of the signed content, already in its canonical form. One Verify asks it at
// most once.
type Digester func(crypto.Hash) ([]byte, error)

// Result is what one signature proves. It is good only if Digest, Value and Weak are all nil.
//
// Errors wrap one sentinel each. Digest is ErrDigest or ErrAttributes where the bytes were shown not to be
// those that were signed; with any other error that could not be judged (no signed attributes and no
// certificate, an algorithm that is refused, a Digester that failed), and Value or Weak says why.
type Result struct {
	Digest    error // nil = the bytes are those that the signer states
	Value     error // nil = the signature value verifies with the certificate's key
	Weak      error // nil, ErrWeak (MD2, MD5, RSA under 1024 bits) or ErrUnsupported
	SHA1      bool  // digest or signature uses SHA-1
	Reordered bool  // verified only over the DER order of the attributes, not as sent
	KeyBits   int   // of RSA modulus or curve; 0 without certificate
}

// Verify judges the signature against content and certificate. Without a certificate only the digest of a
// signature with signed attributes can be judged. A nil Digester leaves Digest unjudged.
func (s *SignerInfo) Verify(content Digester, cert *x509.Certificate) Result {
	r := Result{SHA1: s.Digest == crypto.SHA1 || s.scheme.hash == crypto.SHA1, Weak: s.refused()}
	var digest []byte
	if s.HasAttributes {
		r.Digest = s.checkDigest(content)
	} else {
		digest, r.Digest = s.directDigest(content)
	}
	if cert == nil {
		r.Value = ErrNoCertificate
		if r.Digest == nil && !s.HasAttributes {
			r.Digest = r.Value
		}
		return r
	}
	key, err := keyOf(cert)
	r.KeyBits = key.bits
	if err != nil && r.Weak == nil {
		r.Weak = err
	}
	if key.rsa != nil && key.bits < MinRSABits && !errors.Is(r.Weak, ErrWeak) {
		r.Weak = fmt.Errorf("%w: RSA key of %d bits", ErrWeak, key.bits)
	}
	if err == nil {
		err = s.usable(key)
	}
	switch {
	case err != nil:
		r.Value = err
	case s.HasAttributes:
		r.Value, r.Reordered = s.checkAttributes(key)
		return r
	case r.Digest != nil:
		r.Value = r.Digest
	default:
		r.Value = s.checkDirect(key, digest)
	}
	if r.Digest == nil && !s.HasAttributes {
		r.Digest = r.Value
	}
	return r
}

// refused says why the algorithms stated are not accepted.
func (s *SignerInfo) refused() error {
	switch {
	case s.Digest == crypto.MD5 || s.scheme.hash == crypto.MD5:
		return fmt.Errorf("%w: MD5", ErrWeak)
	case errors.Is(s.digestRefused, ErrWeak) || s.schemeRefused == nil:
		return s.digestRefused
	case errors.Is(s.schemeRefused, ErrWeak) || s.digestRefused == nil:
		return s.schemeRefused
	}
	return s.digestRefused
}

// checkDigest holds the content against the message-digest attribute, RFC 5652 §5.4.
func (s *SignerInfo) checkDigest(content Digester) error {
	stated, err := s.messageDigest()
	if err != nil {
		return err
	}
	computed, err := s.contentDigest(content)
	if err != nil {
		return err
	}
	if !bytes.Equal(stated, computed) {
		return fmt.Errorf("%w: %s is %x, signed was %x", ErrDigest, s.Digest, computed, stated)
	}
	return nil
}

// directDigest is what a signature without signed attributes is over.
func (s *SignerInfo) directDigest(content Digester) ([]byte, error) {
	// RFC 5652 §5.3: signedAttrs must be present if the content is not id-data.
	if s.contentType != oidData {
		return nil, fmt.Errorf("%w: none, and the content is not plain data", ErrAttributes)
	}
	return s.contentDigest(content)
}

func (s *SignerInfo) contentDigest(content Digester) ([]byte, error) {
	if s.digestRefused != nil {
		return nil, s.digestRefused
	}
	if content == nil {
		return nil, errNoContent
	}
	digest, err := content(s.Digest)
	if err != nil {
		return nil, fmt.Errorf("digest of the content: %w", err)
	}
	if len(digest) != s.Digest.Size() {
		return nil, errDigestLength
	}
	return digest, nil
}

var (
	errNoContent    = errors.New("no content to judge")
	errDigestLength = errors.New("digest of the content has another length than its algorithm's")
)

// usable says whether algorithms and key go together.
func (s *SignerInfo) usable(key publicKey) error {
	mismatch := func(format string, values ...any) error {
		return fmt.Errorf("%w: "+format, append([]any{ErrSignature}, values...)...)
	}
	switch {
	case s.digestRefused != nil:
		return s.digestRefused
	case s.schemeRefused != nil:
		return s.schemeRefused
	// RFC 8933 §3.1: one digest for attributes, content and signature.
	case s.scheme.hash != 0 && s.scheme.hash != s.Digest:
		return mismatch("signature with %s, digest with %s", s.scheme.hash, s.Digest)
	}
	switch s.scheme.algorithm {
	case sigalg.ECDSA:
		if key.ecdsa == nil {
			return mismatch("%s, and the key is none", s.Algorithm)
		}
	case sigalg.RSA, sigalg.RSAPSS:
		if key.rsa == nil {
			return mismatch("%s, and the key is none", s.Algorithm)
		}
		if key.pssOnly && s.scheme.algorithm != sigalg.RSAPSS {
			return mismatch("%s, and the key is for RSA-PSS only", s.Algorithm)
		}
		// RFC 4055 §3.3: same digest, at least the same salt.
		if p := key.restriction; p != nil && (p.hash != s.scheme.hash || p.salt > s.scheme.salt) {
			return mismatch("RSA-PSS parameters that the key does not allow")
		}
	}
	return nil
}

// checkAttributes verifies over the attributes as sent and, failing that, in DER order.
func (s *SignerInfo) checkAttributes(key publicKey) (failed error, reordered bool) {
	sent := 1
	if s.sent != nil {
		sent = 2
	}
	for i, digest := range s.attributeDigests() {
		err := s.check(key, digest)
		switch {
		case err == nil:
			return nil, i >= sent
		case failed == nil || errors.Is(err, ErrWork):
			failed = err
		}
	}
	return failed, false
}

// attributeDigests are those of the encodings that the attributes may have been signed in, the DER order last. They are
// the same for every certificate that is tried.
func (s *SignerInfo) attributeDigests() [][]byte {
	if s.over == nil {
		all := s.signedEncodings()
		if der := s.sortedEncoding(); der != nil {
			all = append(all, der)
		}
		for _, signed := range all {
			h := s.Digest.New()
			h.Write(signed)
			s.over = append(s.over, h.Sum(nil))
		}
	}
	return s.over
}

// checkDirect verifies a signature without attributes; where the value shows that other content was signed,
// it says so.
func (s *SignerInfo) checkDirect(key publicKey, digest []byte) error {
	err := s.check(key, digest)
	if err == nil || s.scheme.algorithm != sigalg.RSA || errors.Is(err, ErrWork) {
		return err
	}
	if signed := s.work.recover(s, key); signed != nil && !bytes.Equal(signed, digest) {
		return fmt.Errorf("%w: %s is %x, signed was %x", ErrDigest, s.Digest, digest, signed)
	}
	return err
}

// check verifies the value over one digest.
func (s *SignerInfo) check(key publicKey, digest []byte) error {
	if s.scheme.algorithm == sigalg.RSAPSS && key.bits < MinRSABits {
		return fmt.Errorf("%w: RSA-PSS with a key of %d bits is not judged", ErrWeak, key.bits)
	}
	good, err := s.work.verified(s, key, digest, func() bool { return s.verifies(key, digest) })
	if err == nil && !good {
		err = fmt.Errorf("%w: %s", ErrSignature, s.Algorithm)
	}
	return err
}

func (s *SignerInfo) verifies(key publicKey, digest []byte) bool {
	switch s.scheme.algorithm {
	case sigalg.ECDSA:
		return ecdsa.VerifyASN1(key.ecdsa, digest, s.value)
	case sigalg.RSA:
		if key.bits < MinRSABits {
			// crypto/rsa refuses such keys before it looks.
			return bytes.Equal(recoverDigest(key.rsa, s.Digest, s.value), digest)
		}
		return rsa.VerifyPKCS1v15(key.rsa, s.Digest, digest, s.value) == nil
	case sigalg.RSAPSS:
		// A salt of 0 is "any length" to crypto/rsa; a longer one is no forgery.
		return rsa.VerifyPSS(key.rsa, s.Digest, digest, s.value, &rsa.PSSOptions{SaltLength: s.scheme.salt}) == nil
	}
	return false
}
