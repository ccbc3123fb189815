package trustlist

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"time"

	"pecverifier/trustlist/qualified"
)

// CRL is one revocation list (RFC 5280 §5). Whether an authority signed it is asked when it is used, and by CheckCRLs;
// the CRLs of a snapshot are facts about lists that were checked when it was made.
type CRL struct {
	Issuer      string    `json:"issuer"`
	ThisUpdate  time.Time `json:"thisUpdate"`
	NextUpdate  time.Time `json:"nextUpdate,omitzero"`
	ExpiredFrom time.Time `json:"expiredFrom,omitzero"` // certificates that expired since then are still on it (X.509 §9.5.2.8)
	Points      []string  `json:"points,omitempty"`     // distribution points that it is limited to; none = no limit
	Source      string    `json:"source"`
	DER         []byte    `json:"der,omitempty"`

	data *crlData
}

// Len returns the number of certificates on a list that was read from a file.
func (c *CRL) Len() int {
	if c.data == nil {
		return 0
	}
	return len(c.data.entries)
}

type crlData struct {
	entries           map[string]Revocation // by serial
	algorithm         x509.SignatureAlgorithm
	signed, signature []byte
}

func (d *crlData) signedBy(key any) error {
	return checkSignature(key, d.algorithm, d.signed, d.signature)
}

var (
	oidCRLReason         = asn1.ObjectIdentifier{2, 5, 29, 21}
	oidInvalidityDate    = asn1.ObjectIdentifier{2, 5, 29, 24}
	oidIssuingPoint      = asn1.ObjectIdentifier{2, 5, 29, 28}
	oidDeltaCRL          = asn1.ObjectIdentifier{2, 5, 29, 27}
	oidCertificateIssuer = asn1.ObjectIdentifier{2, 5, 29, 29}
	oidExpiredCertsOnCRL = asn1.ObjectIdentifier{2, 5, 29, 60}
)

// crlReasons are the names of RFC 5280 §5.3.1, by number; 7 is not used.
var crlReasons = []string{"unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded",
	"cessationOfOperation", "certificateHold", "", "removeFromCRL", "privilegeWithdrawn", "aACompromise"}

// RevocationReason is the name of a reason by its number; "" = none.
func RevocationReason(n int) string {
	if n < 0 || n >= len(crlReasons) {
		return ""
	}
	return crlReasons[n]
}

// RevocationReasons are the names of why a certificate can be revoked (RFC 5280 §5.3.1).
func RevocationReasons() []string {
	return slices.DeleteFunc(slices.Clone(crlReasons), func(name string) bool { return name == "" })
}

// readCRL reads one revocation list in DER. Delta and indirect lists, and lists limited to some reasons or to other than
// user certificates, are refused: what they leave out would read as good.
func readCRL(der []byte) (CRL, error) {
	l, err := x509.ParseRevocationList(der)
	if err != nil {
		return CRL{}, err
	}
	c := CRL{
		Issuer: nameOf(l.RawIssuer), ThisUpdate: l.ThisUpdate.UTC(), NextUpdate: l.NextUpdate.UTC(), DER: l.Raw,
		Source: "sha256:" + sha256Hex(l.Raw),
		data: &crlData{entries: make(map[string]Revocation, min(len(l.RevokedCertificateEntries), maxRevocations)),
			algorithm: l.SignatureAlgorithm, signed: l.RawTBSRevocationList, signature: l.Signature},
	}
	if l.NextUpdate.IsZero() {
		c.NextUpdate = time.Time{}
	}
	for _, e := range l.Extensions {
		switch {
		case e.Id.Equal(oidIssuingPoint):
			if c.Points, err = issuingPoints(e.Value); err != nil {
				return CRL{}, fmt.Errorf("revocation list of %s: %w", c.Issuer, err)
			}
		case e.Id.Equal(oidExpiredCertsOnCRL):
			if _, err := asn1.UnmarshalWithParams(e.Value, &c.ExpiredFrom, "generalized"); err != nil {
				return CRL{}, fmt.Errorf("revocation list of %s: expiredCertsOnCRL: %w", c.Issuer, err)
			}
		case e.Critical || e.Id.Equal(oidDeltaCRL): // RFC 5280 §5.2.4 wants it critical; what it means does not change where it is not
			return CRL{}, fmt.Errorf("revocation list of %s: extension %s is not understood", c.Issuer, e.Id)
		}
	}
	if len(l.RevokedCertificateEntries) > maxRevocations {
		return CRL{}, fmt.Errorf("revocation list of %s: more than %d certificates", c.Issuer, maxRevocations)
	}
	for _, e := range l.RevokedCertificateEntries {
		serial := serialOf(e.SerialNumber)
		for _, x := range e.Extensions {
			if x.Id.Equal(oidCertificateIssuer) || x.Critical && !x.Id.Equal(oidCRLReason) && !x.Id.Equal(oidInvalidityDate) {
				return CRL{}, fmt.Errorf("revocation list of %s: serial %s: extension %s is not understood", c.Issuer, serial, x.Id) // certificateIssuer: an indirect list
			}
		}
		r := Revocation{Serial: serial, Date: e.RevocationTime.UTC()}
		if 0 <= e.ReasonCode && e.ReasonCode < len(crlReasons) {
			r.Reason = crlReasons[e.ReasonCode]
		}
		if have, twice := c.data.entries[serial]; twice && !worse(r, have) {
			continue
		}
		c.data.entries[serial] = r
	}
	return c, nil
}

// worse: of two entries for one serial the one that revokes more counts.
func worse(a, b Revocation) bool {
	if x, y := compromised(a.Reason), compromised(b.Reason); x != y {
		return x
	}
	if x, y := a.Reason == "removeFromCRL", b.Reason == "removeFromCRL"; x != y {
		return y
	}
	return a.Date.Before(b.Date)
}

// issuingPoints reads an issuingDistributionPoint (RFC 5280 §5.2.5).
func issuingPoints(der []byte) ([]string, error) {
	var p struct {
		Point struct {
			Full     []asn1.RawValue `asn1:"optional,tag:0"`
			Relative asn1.RawValue   `asn1:"optional,tag:1"`
		} `asn1:"optional,tag:0"`
		OnlyUsers      bool           `asn1:"optional,tag:1"`
		OnlyCAs        bool           `asn1:"optional,tag:2"`
		SomeReasons    asn1.BitString `asn1:"optional,tag:3"`
		Indirect       bool           `asn1:"optional,tag:4"`
		OnlyAttributes bool           `asn1:"optional,tag:5"`
	}
	if rest, err := asn1.Unmarshal(der, &p); err != nil || len(rest) > 0 {
		return nil, errors.New("issuingDistributionPoint is malformed")
	}
	switch {
	case p.Indirect:
		return nil, errors.New("an indirect list")
	case p.OnlyCAs || p.OnlyAttributes:
		return nil, errors.New("a list of other than user certificates")
	case p.SomeReasons.BitLength > 0:
		return nil, errors.New("a list limited to some reasons")
	case len(p.Point.Relative.FullBytes) > 0:
		return nil, errors.New("a distribution point relative to the issuer")
	}
	var out []string
	for _, g := range p.Point.Full {
		if g.Class == asn1.ClassContextSpecific && g.Tag == formURI {
			out = append(out, string(g.Bytes))
		} else {
			out = append(out, fmt.Sprintf("name of form %d", g.Tag))
		}
	}
	return out, nil
}

// ReadCRL reads one revocation list in DER by itself, as strictly as one in a file.
func ReadCRL(der []byte) (*CRL, error) {
	c, err := readCRL(der)
	if err != nil {
		return nil, err
	}
	return &c, nil
}

// SignedBy says whether an issuer signed it: by its name and its key, both encoded.
func (c *CRL) SignedBy(issuer, spki []byte) bool {
	key, err := x509.ParsePKIXPublicKey(spki)
	return err == nil && c.data != nil && c.IssuedUnder(issuer) && c.data.signedBy(key) == nil
}

// IssuedUnder says whether it bears that name of an issuer, encoded.
func (c *CRL) IssuedUnder(issuer []byte) bool { return fold(c.Issuer) == fold(nameOf(issuer)) }

// OfService says whether an authority of a trusted list signed it.
func (c *CRL) OfService(lists []*qualified.List) bool {
	for _, l := range lists {
		for _, s := range l.Services {
			for _, i := range s.Identities {
				if fold(i.Subject) != fold(c.Issuer) || c.data == nil {
					continue
				}
				if key, err := x509.ParsePKIXPublicKey(i.SPKI); err == nil && c.data.signedBy(key) == nil {
					return true
				}
			}
		}
	}
	return false
}

// Entry is what it has on a certificate of its issuer.
func (c *CRL) Entry(serial *big.Int) (Revocation, bool) {
	r, listed := c.data.entries[serialOf(serial)]
	return r, listed
}

// Speaks says whether it speaks of certificates that name these distribution points: one that is limited to others does not.
func (c *CRL) Speaks(points []string) bool {
	return len(c.Points) == 0 || slices.ContainsFunc(c.Points, func(p string) bool { return slices.Contains(points, p) })
}

// covers: a list limited to distribution points speaks only of certificates that name one of them.
func (c *CRL) covers(cert *x509.Certificate) bool {
	return c.Speaks(cert.CRLDistributionPoints)
}
