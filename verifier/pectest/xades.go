package pectest

import (
	"crypto"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"time"
)

// Namespaces of XML signatures.
const (
	SpaceDSig    = "http://www.w3.org/2000/09/xmldsig#"
	SpaceXAdES   = "http://uri.etsi.org/01903/v1.3.2#"
	ExclusiveXML = "http://www.w3.org/2001/10/xml-exc-c14n#"

	spaceFilter2 = "http://www.w3.org/2002/06/xmldsig-filter2"
	spaceEnc     = "http://www.w3.org/2001/04/xmlenc#"
	spaceMore    = "http://www.w3.org/2001/04/xmldsig-more#"
	enveloped    = SpaceDSig + "enveloped-signature"
)

// XAdES is a signature to be put at the end of a document, as EN 319 532-4 §C.4.3 and TS 119 612 §5.7 have it.
type XAdES struct {
	Certificate *Certificate
	Key         *Key // nil: the certificate's own
	Chain       [][]byte
	ID          string
	SigningTime time.Time
	Hash        crypto.Hash  // of references and value; 0 = SHA-256
	PSS         bool         // RSASSA-PSS
	Enveloped   bool         // the transform enveloped-signature in place of the filter that takes every signature out
	Bound       *Certificate // named in SigningCertificate; nil: Certificate
	BindSHA1    bool         // SigningCertificate of before 2025, with SHA-1
	NoBinding   bool

	Signature func(*XML)                // edits the element before digests and value are computed
	Info      func(*XML)                // edits SignedInfo before the value is computed
	Value     func([]byte) []byte       // edits the value
	Stamp     func(value []byte) []byte // gives the time-stamp token over the canonical SignatureValue
	Lists     [][]byte                  // revocation lists, and responses of OCSP, among the unsigned properties
	Responses [][]byte
}

func ds(name string, nodes ...*XML) *XML    { return Element("ds", SpaceDSig, name, nodes...) }
func xades(name string, nodes ...*XML) *XML { return Element("xades", SpaceXAdES, name, nodes...) }

func b64(b []byte) *XML { return Text(base64.StdEncoding.EncodeToString(b)) }

func digestMethod(h crypto.Hash) *XML {
	return ds("DigestMethod").With("Algorithm", map[crypto.Hash]string{crypto.SHA1: SpaceDSig + "sha1", crypto.SHA256: spaceEnc + "sha256",
		crypto.SHA384: spaceMore + "sha384", crypto.SHA512: spaceEnc + "sha512"}[h])
}

func transform(algorithm string, nodes ...*XML) *XML {
	return ds("Transform", nodes...).With("Algorithm", algorithm)
}

// Sign appends the signature to the document.
func (x XAdES) Sign(root *XML) *XML {
	if x.Hash == 0 {
		x.Hash = crypto.SHA256
	}
	bound := x.Bound
	if bound == nil {
		bound = x.Certificate
	}
	properties := xades("SignedProperties").With("Id", "xades-"+x.ID)
	own := xades("SignedSignatureProperties", xades("SigningTime", Text(x.SigningTime.UTC().Format(time.RFC3339))))
	if !x.NoBinding {
		hash, name := crypto.SHA512, "SigningCertificateV2"
		if x.BindSHA1 {
			hash, name = crypto.SHA1, "SigningCertificate"
		}
		own.Add(xades(name, xades("Cert", xades("CertDigest", digestMethod(hash), ds("DigestValue", b64(sum(hash, bound.DER)))))))
	}
	properties.Add(own, xades("SignedDataObjectProperties", xades("DataObjectFormat", xades("MimeType", Text("application/octet-stream"))).With("ObjectReference", "#r-"+x.ID)))

	removal := transform(spaceFilter2, Element("dsig-filter2", spaceFilter2, "XPath", Text("/descendant::ds:Signature")).With("Filter", "subtract"))
	if x.Enveloped {
		removal = transform(enveloped)
	}
	documentDigest, propertiesDigest, value := Text(""), Text(""), Text("")
	info := ds("SignedInfo",
		ds("CanonicalizationMethod").With("Algorithm", ExclusiveXML),
		ds("SignatureMethod").With("Algorithm", x.method()),
		ds("Reference", ds("Transforms", removal, transform(ExclusiveXML)), digestMethod(x.Hash), ds("DigestValue", documentDigest)).
			With("Id", "r-"+x.ID).With("URI", ""),
		ds("Reference", ds("Transforms", transform(ExclusiveXML)), digestMethod(x.Hash), ds("DigestValue", propertiesDigest)).
			With("Type", "http://uri.etsi.org/01903#SignedProperties").With("URI", "#xades-"+x.ID))
	certificates := ds("X509Data", ds("X509Certificate", b64(x.Certificate.DER)))
	for _, der := range x.Chain {
		certificates.Add(ds("X509Certificate", b64(der)))
	}
	qualifying := xades("QualifyingProperties", properties).With("Target", "#"+x.ID)
	signatureValue := ds("SignatureValue", value).With("Id", "value-"+x.ID)
	signature := ds("Signature", info, signatureValue, ds("KeyInfo", certificates), ds("Object", qualifying)).With("Id", x.ID)
	if x.Signature != nil {
		x.Signature(signature)
	}
	root.Add(signature)

	documentDigest.Text = base64.StdEncoding.EncodeToString(sum(x.Hash, root.Canonical(signature)))
	propertiesDigest.Text = base64.StdEncoding.EncodeToString(sum(x.Hash, properties.Canonical()))
	if x.Info != nil {
		x.Info(info)
	}
	key := x.Key
	if key == nil {
		key = x.Certificate.Key
	}
	signed := x.sign(key, info.Canonical())
	if x.Value != nil {
		signed = x.Value(signed)
	}
	value.Text = base64.StdEncoding.EncodeToString(signed)
	if len(x.Lists)+len(x.Responses) > 0 {
		lists, responses := xades("CRLValues"), xades("OCSPValues")
		for _, der := range x.Lists {
			lists.Add(xades("EncapsulatedCRLValue", b64(der)))
		}
		for _, der := range x.Responses {
			responses.Add(xades("EncapsulatedOCSPValue", b64(der)))
		}
		qualifying.Add(xades("UnsignedProperties", xades("UnsignedSignatureProperties", xades("RevocationValues", lists, responses))))
	}
	if x.Stamp != nil {
		if token := x.Stamp(signatureValue.Canonical()); token != nil {
			qualifying.Add(xades("UnsignedProperties", xades("UnsignedSignatureProperties", xades("SignatureTimeStamp",
				ds("CanonicalizationMethod").With("Algorithm", ExclusiveXML), xades("EncapsulatedTimeStamp", b64(token))))))
		}
	}
	return root
}

func (x XAdES) method() string {
	key := x.Key
	if key == nil {
		key = x.Certificate.Key
	}
	hash := map[crypto.Hash]string{crypto.SHA256: "sha256", crypto.SHA384: "sha384", crypto.SHA512: "sha512"}[x.Hash]
	switch {
	case x.PSS:
		return "http://www.w3.org/2007/05/xmldsig-more#" + hash + "-rsa-MGF1"
	case key.IsRSA():
		return spaceMore + "rsa-" + hash
	}
	return spaceMore + "ecdsa-" + hash
}

// sign gives the value as XMLDSig has it: of ECDSA the two numbers side by side.
func (x XAdES) sign(key *Key, info []byte) []byte {
	digest := sum(x.Hash, info)
	switch {
	case x.PSS:
		return key.SignPSS(x.Hash, digest)
	case key.IsRSA():
		return key.SignPKCS1(x.Hash, digest)
	}
	size := (key.EC.Curve.Params().BitSize + 7) / 8
	var numbers struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(key.SignECDSA(x.Hash, digest), &numbers); err != nil {
		panic("pectest: " + err.Error())
	}
	return append(numbers.R.FillBytes(make([]byte, size)), numbers.S.FillBytes(make([]byte, size))...)
}
