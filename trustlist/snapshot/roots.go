package main

import (
	"bytes"
	"crypto"
	"crypto/md5"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"fmt"

	"pecverifier/trustlist"
)

// rootsOf gives the self-signed certificates of a file: context, by which the authorities' certificates are checked.
func rootsOf(l *trustlist.List) (roots []*x509.Certificate, err error) {
	var all []*x509.Certificate
	for i := range l.Authorities {
		all = append(all, l.Authorities[i].Certificate)
	}
	for i := range l.Entries {
		all = append(all, l.Entries[i].Certificate)
	}
	for _, c := range all {
		if c == nil || !bytes.Equal(c.RawSubject, c.RawIssuer) || !mayBeRoot(c) {
			continue
		}
		if err := signedItself(c); err != nil {
			return nil, fmt.Errorf("%s: root %s: %w", l.Name, c.Subject, err)
		}
		roots = append(roots, c)
	}
	return roots, nil
}

// mayBeRoot: version 1 has no extensions to say so (GTE CyberTrust Global Root, above the authorities of 2005 to 2014).
func mayBeRoot(c *x509.Certificate) bool {
	return c.Version == 1 || c.BasicConstraintsValid && c.IsCA
}

var errSelf = errors.New("its signature of itself does not verify")

// signedItself is a check of its own: x509 refuses SHA-1 and MD5, with which the roots of the time signed themselves. Such a
// signature proves nothing but that the file is whole; what a root is worth is in its key.
func signedItself(c *x509.Certificate) error {
	key, isRSA := c.PublicKey.(*rsa.PublicKey)
	hash := map[x509.SignatureAlgorithm]crypto.Hash{x509.MD5WithRSA: crypto.MD5, x509.SHA1WithRSA: crypto.SHA1, x509.SHA256WithRSA: crypto.SHA256,
		x509.SHA384WithRSA: crypto.SHA384, x509.SHA512WithRSA: crypto.SHA512}[c.SignatureAlgorithm]
	if !isRSA || hash == 0 {
		return c.CheckSignature(c.SignatureAlgorithm, c.RawTBSCertificate, c.Signature)
	}
	var sum []byte
	if hash == crypto.MD5 {
		s := md5.Sum(c.RawTBSCertificate)
		sum = s[:]
	} else {
		h := hash.New()
		h.Write(c.RawTBSCertificate)
		sum = h.Sum(nil)
	}
	if rsa.VerifyPKCS1v15(key, hash, sum, c.Signature) != nil {
		return errSelf
	}
	return nil
}
