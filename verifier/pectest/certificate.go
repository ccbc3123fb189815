package pectest

import (
	"crypto"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"encoding/hex"
	"encoding/pem"
	"math/big"
	"strings"
	"time"
)

// Key usage bits as they stand in the first octet of the extension (RFC 5280 §4.2.1.3).
const (
	DigitalSignature = 0x80
	NonRepudiation   = 0x40
	KeyEncipherment  = 0x20
	KeyCertSign      = 0x04
	CRLSign          = 0x02
)

// Name is a distinguished name, most general attribute first.
type Name []NameAttribute

// NameAttribute is one relative distinguished name, written as UTF8String (country: PrintableString, address: IA5String).
type NameAttribute struct {
	OID   asn1.ObjectIdentifier
	Value string
}

// Place is the name C=IT, ST, L, O that provider certificates and name constraints share.
func Place(state, locality, organisation string) Name {
	return Name{{oidCountry, "IT"}, {oidState, state}, {oidLocality, locality}, {oidOrg, organisation}}
}

// With returns the name with a common name at its end.
func (n Name) With(commonName string) Name {
	return append(append(Name{}, n...), NameAttribute{oidCommonName, commonName})
}

// WithAddress returns the name with an e-mail address at its end, as certificates of 2003 had it.
func (n Name) WithAddress(address string) Name {
	return append(append(Name{}, n...), NameAttribute{oidEmailDN, address})
}

// Organisation is the value of the O attribute.
func (n Name) Organisation() string {
	for _, a := range n {
		if a.OID.Equal(oidOrg) {
			return a.Value
		}
	}
	return ""
}

// DER is the name as it stands in a certificate.
func (n Name) DER() []byte {
	var out [][]byte
	for _, a := range n {
		value := utf8String(a.Value)
		switch {
		case a.OID.Equal(oidCountry):
			value = TLV(tagPrintable, []byte(a.Value))
		case a.OID.Equal(oidEmailDN):
			value = TLV(tagIA5, []byte(a.Value))
		}
		out = append(out, TLV(tagSet, seq(oid(a.OID), value)))
	}
	return seq(out...)
}

// CertSpec says what a certificate states. The zero value of a field leaves the extension out.
type CertSpec struct {
	Subject             Name
	Serial              *big.Int
	NotBefore, NotAfter time.Time
	Key                 *Key
	Issuer              *Certificate // nil: self-signed
	IssuerKey           *Key         // nil: the issuer's own key
	Hash                crypto.Hash  // of the certificate's signature; 0 = SHA-256
	Emails              []string
	Policies            []asn1.ObjectIdentifier
	EKU                 []asn1.ObjectIdentifier
	KeyUsage            byte // first octet of the bit string
	CA                  bool
	PathLen             int // with CA; below 0 = none stated
	PermittedEmails     []string
	PermittedNames      []Name
	NoSKI, NoAKI        bool
	Extensions          [][]byte // further Extension elements, DER
}

// Certificate is an issued certificate with the key that belongs to it.
type Certificate struct {
	Spec CertSpec
	DER  []byte
	Key  *Key
}

// Issue writes and signs a certificate. The same specification always gives the same bytes.
func Issue(spec CertSpec) *Certificate {
	issuerName, issuerKey := spec.Subject, spec.Key
	if spec.Issuer != nil {
		issuerName, issuerKey = spec.Issuer.Spec.Subject, spec.Issuer.Key
	}
	if spec.IssuerKey != nil {
		issuerKey = spec.IssuerKey
	}
	hash := spec.Hash
	if hash == 0 {
		hash = crypto.SHA256
	}
	algorithm := signatureAlgorithm(issuerKey, hash, false, true)
	tbs := seq(
		explicit(0, integer(2)),
		bigInteger(spec.Serial),
		algorithm,
		issuerName.DER(),
		seq(derTime(spec.NotBefore), derTime(spec.NotAfter)),
		spec.Subject.DER(),
		spec.Key.SPKI(),
		explicit(3, seq(spec.extensions(issuerKey)...)),
	)
	signature := sign(issuerKey, hash, false, sum(hash, tbs))
	return &Certificate{Spec: spec, Key: spec.Key, DER: seq(tbs, algorithm, bitString(signature))}
}

func (spec *CertSpec) extensions(issuerKey *Key) [][]byte {
	var out [][]byte
	add := func(id asn1.ObjectIdentifier, critical bool, value []byte) {
		if critical {
			out = append(out, seq(oid(id), TLV(tagBoolean, []byte{0xff}), octets(value)))
			return
		}
		out = append(out, seq(oid(id), octets(value)))
	}
	if spec.CA {
		basic := [][]byte{TLV(tagBoolean, []byte{0xff})}
		if spec.PathLen >= 0 {
			basic = append(basic, integer(int64(spec.PathLen)))
		}
		add(oidBasic, true, seq(basic...))
	}
	if !spec.NoSKI {
		add(oidSKI, false, octets(spec.Key.ID()))
	}
	if !spec.NoAKI {
		add(oidAKI, false, seq(TLV(0x80, issuerKey.ID())))
	}
	if len(spec.Policies) > 0 {
		var list [][]byte
		for _, p := range spec.Policies {
			list = append(list, seq(oid(p)))
		}
		add(oidPolicies, false, seq(list...))
	}
	if len(spec.PermittedEmails)+len(spec.PermittedNames) > 0 {
		var permitted [][]byte
		for _, host := range spec.PermittedEmails {
			permitted = append(permitted, seq(TLV(0x81, []byte(host))))
		}
		for _, n := range spec.PermittedNames {
			permitted = append(permitted, seq(TLV(0xa4, n.DER())))
		}
		excluded := [][]byte{seq(TLV(0x87, make([]byte, 8))), seq(TLV(0x87, make([]byte, 32)))}
		add(oidNameLimits, false, seq(TLV(0xa0, permitted...), TLV(0xa1, excluded...)))
	}
	if spec.KeyUsage != 0 {
		unused := byte(0)
		for spec.KeyUsage>>unused&1 == 0 {
			unused++
		}
		add(oidKeyUsage, true, TLV(tagBits, []byte{unused, spec.KeyUsage}))
	}
	if len(spec.EKU) > 0 {
		var list [][]byte
		for _, e := range spec.EKU {
			list = append(list, oid(e))
		}
		add(oidEKU, false, seq(list...))
	}
	if len(spec.Emails) > 0 {
		var list [][]byte
		for _, e := range spec.Emails {
			list = append(list, TLV(0x81, []byte(e)))
		}
		add(oidSAN, false, seq(list...))
	}
	return append(out, spec.Extensions...)
}

// PEM is the certificate as a `-trust` file.
func (c *Certificate) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.DER})
}

// X509 parses the certificate; it panics when x509 cannot read it, which is a mistake of the test.
func (c *Certificate) X509() *x509.Certificate {
	out, err := x509.ParseCertificate(c.DER)
	if err != nil {
		panic("pectest: " + err.Error())
	}
	return out
}

// SHA256 is the fingerprint, lower-case hexadecimal.
func (c *Certificate) SHA256() string {
	s := sha256.Sum256(c.DER)
	return hex.EncodeToString(s[:])
}

// SHA1 is providerCertificateHash of the index (RFC 6109 §4.5), upper-case hexadecimal.
func (c *Certificate) SHA1() string {
	s := sha1.Sum(c.DER)
	return strings.ToUpper(hex.EncodeToString(s[:]))
}

// signatureAlgorithm is the AlgorithmIdentifier of a signature. Without combined an RSA key gives bare rsaEncryption.
func signatureAlgorithm(k *Key, h crypto.Hash, pss, combined bool) []byte {
	switch {
	case !k.IsRSA():
		return seq(oid(map[crypto.Hash]asn1.ObjectIdentifier{
			crypto.SHA1: oidECSHA1, crypto.SHA256: oidECSHA256, crypto.SHA384: oidECSHA384, crypto.SHA512: oidECSHA512,
		}[h]))
	case pss:
		digest := seq(oid(digestPrefix[h]), null())
		return seq(oid(oidPSS), seq(
			explicit(0, digest),
			explicit(1, seq(oid(oidMGF1), digest)),
			explicit(2, integer(int64(h.Size())))))
	case combined:
		return seq(oid(map[crypto.Hash]asn1.ObjectIdentifier{
			crypto.MD5: oidMD5RSA, crypto.SHA1: oidSHA1RSA, crypto.SHA256: oidSHA256RSA, crypto.SHA384: oidSHA384RSA, crypto.SHA512: oidSHA512RSA,
		}[h]), null())
	}
	return seq(oid(oidRSA), null())
}

func sign(k *Key, h crypto.Hash, pss bool, digest []byte) []byte {
	switch {
	case !k.IsRSA():
		return k.SignECDSA(h, digest)
	case pss:
		return k.SignPSS(h, digest)
	}
	return k.SignPKCS1(h, digest)
}
