package pectest

import (
	"crypto"
	"encoding/base64"
	"fmt"
	"time"
)

// kind says what the mail is, in the words of its unsigned header.
func (m *REMMessage) kind() (messageType, prefix string) {
	switch {
	case m.Original != nil && m.Outside:
		return "dispatch", "EXTERNAL: "
	case m.Original != nil:
		return "dispatch", "REM Dispatch: "
	}
	return "receipt", "REM " + m.Event + ": "
}

func (m *REMMessage) header() Header {
	s := m.Sending
	signer := m.signer()
	kind, prefix := m.kind()
	from := "<" + signer.Address() + ">"
	id := "66A0CF65." + token(8, m.Identifier(), "mail") + "." + signer.Address()
	if kind == "dispatch" {
		from, id = `"On behalf of: `+s.Sender+`" <`+signer.Address()+">", s.MessageID
	}
	h := Header{{"From", from}, {"To", m.To}, {"Subject", prefix + EncodedWord(s.Subject)}, {"Date", mailDate(m.Time.Add(time.Second))}, {"Message-ID", "<" + id + ">"},
		{"REM-MetadataVersion", remMetadataVersion}, {"REM-ApplicablePolicy", remBaseline}, {"REM-MessageType", REMTypePrefix + kind},
		{"REM-DigestAlgorithm", remDigestMethod}, {"REM-DigestValue", base64.StdEncoding.EncodeToString(sum(crypto.SHA256, s.OriginalBytes))},
		{"REM-UAMessageIdentifier", s.ClientID}, {"REM-EventIdentifier", REMEventPrefix + m.Event}, {"REM-Evidence-ID", "<" + m.Identifier() + ">"}}
	for _, r := range m.Reasons {
		h.Add("REM-ReasonIdentifier", REMReasonPrefix+r[0])
	}
	if m.Headers != nil {
		m.Headers(&h)
	}
	return h
}

func (m *REMMessage) signer() *REMProvider {
	if m.Signer != nil {
		return m.Signer
	}
	return m.Provider
}

// EvidencePart is the part that holds an evidence.
func EvidencePart(event string, xml []byte) Part {
	return Part{Header: Header{{"Content-Type", `application/xml; charset=UTF-8; name="` + event + `.xml"`}, {"Content-Disposition", `attachment; filename="` + event + `.xml"`},
		{"REM-Section-Type", "rem_message/xml_evidence"}}, Coding: "base64", Width: 64, Content: xml}
}

// REMOriginalPart is the part that holds the message itself.
func REMOriginalPart(original []byte) Part {
	return Part{Header: Header{{"REM-Section-Type", "rem_message/original"}, {"Content-Type", "message/rfc822; name=AttachedMimeMessage"}}, Coding: "binary", Content: original}
}

// SignedBytes is the first part of the multipart/signed.
func (m *REMMessage) SignedBytes() []byte {
	seed := token(8, m.Identifier())
	text := fmt.Sprintf("Evento %s\nMessaggio %q di %s.\nIdentificativo: %s\n", m.Event, m.Sending.Subject, m.Sending.Sender, m.Sending.MessageID)
	plain := Part{Header: Header{{"Content-Type", `text/plain; charset="UTF-8"`}}, Coding: "8bit", Content: CRLF([]byte(text))}
	html := Part{Header: Header{{"Content-Type", `text/html; charset="UTF-8"`}}, Coding: "8bit", Content: CRLF([]byte("<p>" + xmlEscape.Replace(text) + "</p>\n"))}
	introduction := Multipart{Header: Header{{"REM-Section-Type", "rem_message/introduction"}, {"Content-Type", `multipart/alternative; boundary="intro-` + seed + `"`}},
		Boundary: "intro-" + seed, Parts: [][]byte{plain.Bytes(), html.Bytes()}}
	parts := []Part{{Raw: introduction.Bytes()}}
	if m.Original != nil {
		parts = append(parts, REMOriginalPart(m.Original))
	}
	parts = append(parts, EvidencePart(m.Event, m.Evidence()))
	if m.Parts != nil {
		parts = m.Parts(parts)
	}
	mixed := Multipart{Header: Header{{"Content-Type", `multipart/mixed; boundary="misto-` + seed + `"`}}, Boundary: "misto-" + seed}
	for _, p := range parts {
		mixed.Parts = append(mixed.Parts, p.Bytes())
	}
	out := mixed.Bytes()
	if m.Signed != nil {
		out = m.Signed(out)
	}
	return out
}

// Bytes is the whole mail, CRLF throughout.
func (m *REMMessage) Bytes() []byte {
	signed := m.SignedBytes()
	certificate := m.signer().Certificate
	s := SignedData{Content: signed, Certificates: [][]byte{certificate.DER, m.Sending.Office.CA.DER}, Signers: []Signer{{Certificate: certificate,
		SigningTime: m.Time.Add(time.Second), Attributes: func(all [][]byte) [][]byte { return append(all, SigningCertificateV2(certificate)) }}}}
	if m.CMS != nil {
		m.CMS(&s)
	}
	der := s.DER()
	if m.Tamper != nil {
		signed = m.Tamper(signed)
	}
	p7s := Part{Header: Header{{"Content-Type", "application/pkcs7-signature; name=smime.p7s"}, {"Content-Disposition", "attachment; filename=smime.p7s"}}, Coding: "base64", Width: 64, Content: der}
	boundary := "firma-" + token(8, m.Identifier())
	header := m.header()
	header.Add("MIME-Version", "1.0")
	header.Add("Content-Type", `multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="`+boundary+`"`)
	return Multipart{Header: header, Preamble: []byte("This is a multi-part message in MIME format." + crlf), Boundary: boundary, Parts: [][]byte{signed, p7s.Bytes()}}.Bytes()
}
