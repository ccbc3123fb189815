package pectest

import (
	"encoding/base64"
	"strings"
)

// IndexEntry is one provider of the index (RFC 6109 §4.5).
type IndexEntry struct {
	Provider *Provider
	Unit     string // secondary environment, usually ""
	// HashOnly leaves providerCertificate out; NoHash leaves providerCertificateHash out.
	HashOnly, NoHash bool
	Managed          []string
	Certificates     []*Certificate // nil: the provider's own
}

// LDIF is the index as text (RFC 2849), LF line ends, lines folded at 76 columns.
func LDIF(entries ...IndexEntry) []byte {
	var b strings.Builder
	b.WriteString("version: 1\n\ndn: o=postacert\nobjectClass: top\nobjectClass: organization\nobjectClass: LDIFLocationURLObject\n" +
		"o: postacert\nLDIFLocationURL: https://indice.example.it/indice.ldif.p7m\ndescription: radice dell'indice di prova\n")
	for _, e := range entries {
		p := e.Provider
		b.WriteString("\ndn: ")
		if e.Unit != "" {
			b.WriteString("providerUnit=" + e.Unit + ",")
		}
		b.WriteString("providerName=" + p.Name + ",o=postacert\nobjectClass: top\nobjectClass: provider\nproviderName: " + p.Name + "\n")
		if e.Unit != "" {
			b.WriteString("providerUnit: " + e.Unit + "\n")
		}
		list := e.Certificates
		if list == nil {
			list = []*Certificate{p.Certificate}
		}
		for _, c := range list {
			hash := c.SHA1()
			if e.HashOnly {
				hash = strings.ToLower(hash) // both cases are met
			}
			if !e.NoHash {
				b.WriteString("providerCertificateHash: " + hash + "\n")
			}
			if !e.HashOnly {
				b.WriteString(foldLDIF("providerCertificate;binary:: "+base64.StdEncoding.EncodeToString(c.DER)) + "\n")
			}
		}
		b.WriteString("mailReceipt: ricevute@" + p.Domain + "\n")
		if e.Unit == "" {
			b.WriteString("LDIFLocationURL: https://" + p.Domain + "/gestore.ldif.p7m\n")
		}
		for _, d := range append([]string{p.Domain}, e.Managed...) {
			b.WriteString("managedDomains: " + d + "\n")
		}
	}
	return []byte(b.String())
}

func foldLDIF(line string) string {
	var b strings.Builder
	for width := 76; len(line) > width; width = 75 {
		b.WriteString(line[:width] + "\n ")
		line = line[width:]
	}
	return b.String() + line
}

// SignedLDIF is the index as it is published: opaque SignedData in DER, `.ldif.p7m` (RFC 6109 §4.5).
func SignedLDIF(ldif []byte, signer *Certificate, extra ...*Certificate) []byte {
	certs := [][]byte{signer.DER}
	for _, c := range extra {
		certs = append(certs, c.DER)
	}
	return SignedData{Content: ldif, Embed: true, Certificates: certs, Signers: []Signer{{Certificate: signer, SigningTime: date(2025, 2, 1)}}}.DER()
}
