package trustlist

import (
	"crypto/x509"
	"errors"
	"fmt"
	"time"
)

// Root is a CA above the authorities of a list. It is context and vouches for nobody: with its key the signatures of the
// authorities' own certificates are checked, when a list is made and when a new certificate of a known authority comes.
type Root struct {
	Subject    string    `json:"subject"`
	SPKI       []byte    `json:"spki"`
	SPKISHA256 string    `json:"spkiSHA256"` // lower-case hexadecimal
	NotBefore  time.Time `json:"notBefore"`
	NotAfter   time.Time `json:"notAfter"`
	SHA256     string    `json:"sha256"` // of its certificate
	Source     string    `json:"source,omitempty"`
	Date       string    `json:"date"` // 2006-01-02
}

func rootOf(c *x509.Certificate) Root {
	return Root{Subject: nameOf(c.RawSubject), SPKI: c.RawSubjectPublicKeyInfo, SPKISHA256: sha256Hex(c.RawSubjectPublicKeyInfo),
		NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(), SHA256: sha256Hex(c.Raw), Date: day(c.NotBefore),
		Source: "self-signed, signature checked"}
}

func (r *Root) validate() error {
	if _, err := x509.ParsePKIXPublicKey(r.SPKI); err != nil {
		return fmt.Errorf("spki: %w", err)
	}
	if r.Subject == "" || sha256Hex(r.SPKI) != r.SPKISHA256 || !isHex(r.SHA256, 64) || r.NotAfter.Before(r.NotBefore) {
		return errors.New("subject, spkiSHA256, sha256 or validity is not one")
	}
	return errors.Join(texts(r.Subject, r.Source), dates(r.Date))
}

// signed says whether the root signed a certificate, in the time of its own.
func (r *Root) signed(c *x509.Certificate) bool {
	if fold(r.Subject) != fold(nameOf(c.RawIssuer)) || c.NotBefore.Before(r.NotBefore.Add(-slack)) || c.NotBefore.After(r.NotAfter.Add(slack)) {
		return false
	}
	key, err := x509.ParsePKIXPublicKey(r.SPKI)
	return err == nil && signedBy(c, key) == nil
}

// RootOf returns the root of the list that signed the certificate of a CA; nil = none did.
func (l *List) RootOf(c *x509.Certificate) *Root {
	for i := range l.Roots {
		if l.Roots[i].signed(c) {
			return &l.Roots[i]
		}
	}
	return nil
}
