package xmlsig

import (
	"crypto"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"pecverifier/verifier/internal/sigalg"
	"pecverifier/verifier/pectest"
)

// office has the certificates that the tests sign with.
var office = pectest.NewOffice()

// draft is a document to be signed: %SIGNATURE% in Text is where its ds:Signature goes.
type draft struct {
	Text       string
	References []string // whole ds:Reference elements, digest left out: refDocument, refProperties, or others
	C14N       string   // CanonicalizationMethod; "" = exclusive
	Method     string   // SignatureMethod; "" = rsa-sha256
	Key        string   // name of a test key; "" = due
	Properties string   // SignedProperties' content; "" = a SigningCertificateV2 and a time; "-" = no properties at all
	KeyInfo    string   // "" = the certificate
	Objects    string   // more ds:Object elements
	Unsigned   string   // UnsignedProperties
	Infix      string   // inside SignedInfo, before the references
}

const (
	refDocument   = `<ds:Reference Id="r1" URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>` + digestElements
	refFilter2    = `<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2002/06/xmldsig-filter2"><f:XPath xmlns:f="http://www.w3.org/2002/06/xmldsig-filter2" Filter="subtract">/descendant::ds:Signature</f:XPath></ds:Transform><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>` + digestElements
	refProperties = `<ds:Reference Type="http://uri.etsi.org/01903#SignedProperties" URI="#xades-1"><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>` + digestElements

	digestElements = `<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>%DIGEST%</ds:DigestValue></ds:Reference>`
)

func (d draft) certificate() *pectest.Certificate {
	if d.Key == "" {
		return office.Due.Certificate
	}
	return office.Authority.Leaf(office.Due, 0x5000, pectest.TestKey(d.Key))
}

func certDigest(der []byte) string {
	sum := sha512.Sum512(der)
	return `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Algorithm="http://www.w3.org/2001/04/xmlenc#sha512"/><ds:DigestValue xmlns:ds="http://www.w3.org/2000/09/xmldsig#">` +
		base64.StdEncoding.EncodeToString(sum[:]) + `</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>`
}

// sign writes the document with its signature. Digests are of what the reader here takes for covered: whether that is right is
// asked of xmlsec1 and xmllint, in the tests of agreement.
func (d draft) sign(t testing.TB) string {
	t.Helper()
	cert := d.certificate()
	if d.References == nil {
		d.References = []string{refDocument, refProperties}
	}
	or := func(s *string, v string) {
		if *s == "" {
			*s = v
		}
	}
	or(&d.C14N, ExclusiveC14N)
	or(&d.Method, spaceMore+"rsa-sha256")
	or(&d.KeyInfo, `<ds:X509Data><ds:X509Certificate>`+base64.StdEncoding.EncodeToString(cert.DER)+`</ds:X509Certificate></ds:X509Data>`)
	or(&d.Properties, `<xades:SignedSignatureProperties><xades:SigningTime>2025-03-12T09:15:30Z</xades:SigningTime>`+certDigest(cert.DER)+`</xades:SignedSignatureProperties>`)
	object := ""
	if d.Properties != "-" {
		object = `<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#sig-1"><xades:SignedProperties Id="xades-1">` +
			d.Properties + `</xades:SignedProperties>` + d.Unsigned + `</xades:QualifyingProperties></ds:Object>`
	}
	signature := `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="sig-1"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="` + d.C14N +
		`"/><ds:SignatureMethod Algorithm="` + d.Method + `"/>` + d.Infix + strings.Join(d.References, "") +
		`</ds:SignedInfo><ds:SignatureValue>%VALUE%</ds:SignatureValue><ds:KeyInfo>` + d.KeyInfo + `</ds:KeyInfo>` + object + d.Objects + `</ds:Signature>`
	text := strings.Replace(d.Text, "%SIGNATURE%", signature, 1)

	read := func(text string) *Signature {
		t.Helper()
		doc, err := Parse([]byte(strings.ReplaceAll(strings.ReplaceAll(text, "%DIGEST%", "AAAA"), "%VALUE%", "AAAA")), AttachmentLimits)
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		all, err := doc.Signatures()
		if err != nil || len(all) == 0 {
			t.Fatalf("no signature: %v", err)
		}
		for _, s := range all {
			if s.ID == "sig-1" {
				return s
			}
		}
		t.Fatal("no signature of that name")
		return nil
	}
	s := read(text)
	for _, r := range s.references {
		octets := []byte("not there")
		if steps, err := s.steps(r); err == nil {
			c := Covered{}
			if r.hasURI && r.uri != "" && r.uri[0] != '#' {
				octets = []byte("another file")
			} else if got, err := s.inside(r, steps, &c); err == nil {
				octets = got
			}
		}
		hash, err := digestOf(r.method)
		if err != nil {
			hash = crypto.SHA256
		}
		text = strings.Replace(text, "%DIGEST%", base64.StdEncoding.EncodeToString(sum(hash, octets)), 1)
	}
	s = read(text)
	info, err := nodes{doc: s.doc, apex: s.info, comments: true}.canonical(s.method)
	if err != nil {
		t.Fatal(err)
	}
	m := schemes[d.Method]
	if m.hash == 0 {
		m.hash = crypto.SHA256
	}
	key, digest := cert.Key, sum(m.hash, info)
	var value []byte
	switch {
	case m.algorithm == sigalg.RSAPSS:
		value = key.SignPSS(m.hash, digest)
	case key.IsRSA():
		value = key.SignPKCS1(m.hash, digest)
	default:
		value = rawECDSA(key, m.hash, digest)
	}
	return strings.Replace(text, "%VALUE%", base64.StdEncoding.EncodeToString(value), 1)
}

// rawECDSA is r and s side by side, as XMLDSig has them.
func rawECDSA(key *pectest.Key, h crypto.Hash, digest []byte) []byte {
	der := key.SignECDSA(h, digest)
	size := (key.EC.Curve.Params().BitSize + 7) / 8
	var out []byte
	at := 2 // SEQUENCE header
	if der[1] >= 0x80 {
		at = 3
	}
	for range 2 {
		n := int(der[at+1])
		part := der[at+2 : at+2+n]
		for len(part) > size {
			part = part[1:]
		}
		out = append(append(out, make([]byte, size-len(part))...), part...)
		at += 2 + n
	}
	return out
}

// verified judges the signature named sig-1, else the first.
func verified(t testing.TB, text string, p Policy) (*Signature, Result) {
	t.Helper()
	doc, err := Parse([]byte(text), AttachmentLimits)
	if err != nil {
		return nil, Result{Shape: err}
	}
	all, err := doc.Signatures()
	if err != nil || len(all) == 0 {
		return nil, Result{Shape: fmt.Errorf("no signature: %v", err)}
	}
	s := all[0]
	for _, one := range all {
		if one.ID == "sig-1" {
			s = one
		}
	}
	return s, s.Verify(p)
}
