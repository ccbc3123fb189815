package pectest

import (
	"crypto"
	"encoding/asn1"
	"encoding/base64"
	"math/big"
	"time"
)

var (
	oidStatements   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 3}
	oidQcCompliance = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 1}
	oidQcSSCD       = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 4}
	oidQcType       = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6}
	oidSerialNumber = asn1.ObjectIdentifier{2, 5, 4, 5}
)

// QcTypeSeal says of a certificate that it is for seals (EN 319 412-5 §4.2.3).
var QcTypeSeal = asn1.ObjectIdentifier{0, 4, 0, 1862, 1, 6, 2}

// Qualified is the extension by which a certificate says that it is a qualified one, in a device. types are those of QcType; none says nothing.
func Qualified(types ...asn1.ObjectIdentifier) []byte {
	statements := [][]byte{seq(oid(oidQcCompliance)), seq(oid(oidQcSSCD))}
	if len(types) > 0 {
		var list [][]byte
		for _, t := range types {
			list = append(list, oid(t))
		}
		statements = append(statements, seq(oid(oidQcType), seq(list...)))
	}
	return seq(oid(oidStatements), octets(seq(statements...)))
}

// Signatory issues the certificate of a person who signs documents, as Italian authorities do: for nonRepudiation alone, qualified.
func (a *Authority) Signatory(name string, serial int64, key *Key, edits ...func(*CertSpec)) *Certificate {
	subject := append(Name{{oidCountry, "IT"}, {oidSerialNumber, "TINIT-PRVXXX80A01H501X"}}, NameAttribute{oidCommonName, name})
	spec := CertSpec{Subject: subject, Serial: big.NewInt(serial), NotBefore: LeafFrom, NotAfter: LeafTo, Key: key, Issuer: a.CA, KeyUsage: NonRepudiation,
		Extensions: [][]byte{Qualified()}}
	for _, edit := range edits {
		edit(&spec)
	}
	return Issue(spec)
}

// SignedFile is an enveloping CAdES signature of a file by one or more people.
func SignedFile(content []byte, at time.Time, signers ...*Certificate) SignedData {
	s := SignedData{Content: content, Embed: true}
	for _, c := range signers {
		s.Certificates = append(s.Certificates, c.DER)
		s.Signers = append(s.Signers, Signer{Certificate: c, SigningTime: at,
			Attributes: func(all [][]byte) [][]byte { return append(all, SigningCertificateV2(c)) }})
	}
	return s
}

// SignatureTimeStamp is the unsigned attribute that holds a time-stamp of a signature's value.
func SignatureTimeStamp(token []byte) []byte {
	return Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}, token)
}

// ValueOf gives the signature value that a signer would write: with it, a time-stamp can be made.
func ValueOf(s SignedData) []byte {
	var value []byte
	copied := append([]Signer{}, s.Signers...)
	before := copied[0].Value
	copied[0].Value = func(v []byte) []byte {
		if before != nil {
			v = before(v)
		}
		value = v
		return v
	}
	s.Signers = copied
	s.DER()
	return value
}

// TimeStampedData binds a file with its time-stamp (RFC 5544 §2). meta is a MetaData that the imprint covers too, or nil.
func TimeStampedData(content, meta []byte, stamp TimeStamp) []byte {
	stamp.Data = append(append([]byte{}, meta...), content...)
	fields := [][]byte{integer(1)}
	if meta != nil {
		fields = append(fields, meta)
	}
	fields = append(fields, octets(content), TLV(0xa0, seq(stamp.DER())))
	return seq(oid(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 31}), explicit(0, seq(fields...)))
}

// ProtectedMetaData is a MetaData with a file's name, under the imprint.
func ProtectedMetaData(name string) []byte {
	return seq(TLV(tagBoolean, []byte{0xff}), utf8String(name))
}

// M7M is a signed file with its time-stamp, as Italian programs wrote it before RFC 5544.
func M7M(p7m []byte, stamp TimeStamp) []byte {
	stamp.Data = p7m
	part := func(kind, name string, data []byte) string {
		return "--confine\r\nContent-Type: " + kind + "; name=\"" + name + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			base64.StdEncoding.EncodeToString(data) + "\r\n"
	}
	return []byte("MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"confine\"\r\n\r\n" +
		part("application/pkcs7-mime", "atto.pdf.p7m", p7m) + part("application/timestamp-reply", "atto.pdf.tsr", stamp.DER()) + "--confine--\r\n")
}

// TimeStampResponse wraps a token as an authority answers (RFC 3161 §2.4.2).
func TimeStampResponse(token []byte) []byte { return seq(seq(integer(0)), token) }

// CounterSignature is the unsigned attribute by which somebody signs a signature's value (RFC 5652 §11.4).
func CounterSignature(value []byte, by *Certificate) []byte {
	s := Signer{Certificate: by, MessageDigest: sum(crypto.SHA256, value), Attributes: func(all [][]byte) [][]byte {
		var out [][]byte
		for _, a := range all {
			if string(a) != string(ContentTypeAttribute(OIDData)) {
				out = append(out, a)
			}
		}
		return out
	}}
	return Attribute(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 6}, s.info(value, OIDData))
}
