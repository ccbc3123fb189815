package trustlist

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/pem"
	"errors"
	"fmt"
)

var oidSignedData = []byte{0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02} // 1.2.840.113549.1.7.2

// readPEM reads certificates and revocation lists. Between the blocks only blank lines and comments (#) may stand: what is
// not read could be a whole other document, which is then what somebody signed. A block of another kind is refused.
func readPEM(data []byte) (*List, error) {
	l := &List{}
	signed := false
	for n := 1; ; n++ {
		if data = skipComments(data); len(data) == 0 {
			break
		}
		b, rest := pem.Decode(data)
		switch {
		case !bytes.HasPrefix(data, pemBegin):
			line, _, _ := bytes.Cut(data, []byte("\n"))
			return nil, fmt.Errorf("block %d: before it stands %.40q, which is neither a comment nor part of a list", n, line)
		case b == nil || bytes.Count(data[:len(data)-len(rest)], pemBegin) != 1: // Decode passes over what it cannot read
			return nil, fmt.Errorf("block %d: cannot be read", n)
		case len(b.Headers) > 0:
			return nil, fmt.Errorf("block %d: it has a header of its own", n)
		case signed:
			return nil, fmt.Errorf("block %d: it follows a signed container", n)
		}
		data = rest
		var err error
		switch b.Type {
		case "CERTIFICATE", "X509 CERTIFICATE":
			err = l.addCertificate(b.Bytes)
		case "X509 CRL":
			err = l.addCRL(b.Bytes)
		case "PKCS7", "CMS":
			if signed = true; n > 1 {
				err = errors.New("a signed container stands alone")
			}
		default:
			err = fmt.Errorf("%.40q is neither a certificate nor a revocation list", b.Type)
		}
		if err != nil {
			return nil, fmt.Errorf("block %d: %w", n, err)
		}
	}
	if signed {
		return nil, ErrSigned
	}
	return l.ofFiles()
}

var pemBegin = []byte("-----BEGIN ")

// skipComments steps over blank lines and those that begin with #.
func skipComments(data []byte) []byte {
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
			break
		}
		data = rest
	}
	return data
}

// readDER reads one certificate or revocation list, or several one after the other.
func readDER(data []byte) (*List, error) {
	l := &List{}
	for n := 1; len(data) > 0; n++ {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(data, &v)
		if err != nil {
			if bytes.Contains(data[:min(len(data), 20)], oidSignedData) { // BER with indefinite length
				return nil, ErrSigned
			}
			return nil, fmt.Errorf("object %d: %w", n, err)
		}
		if bytes.HasPrefix(v.Bytes, oidSignedData) {
			return nil, ErrSigned
		}
		if certErr := l.addCertificate(v.FullBytes); certErr != nil {
			if errors.Is(certErr, errTooMany) {
				return nil, certErr
			}
			if crlErr := l.addCRL(v.FullBytes); crlErr != nil {
				if looksLikeCRL(v.FullBytes) {
					certErr = crlErr
				}
				return nil, fmt.Errorf("object %d: %w", n, certErr)
			}
		}
		data = rest
	}
	return l.ofFiles()
}

// looksLikeCRL: a certificate has its names before its validity, a revocation list a time right after its issuer.
func looksLikeCRL(der []byte) bool {
	var outer struct{ TBS, Alg, Sig asn1.RawValue }
	if _, err := asn1.Unmarshal(der, &outer); err != nil {
		return false
	}
	var fields []asn1.RawValue
	if _, err := asn1.Unmarshal(outer.TBS.FullBytes, &fields); err != nil {
		return false
	}
	for _, f := range fields[:min(len(fields), 4)] {
		if f.Class == asn1.ClassUniversal && (f.Tag == asn1.TagUTCTime || f.Tag == asn1.TagGeneralizedTime) {
			return true
		}
	}
	return false
}

var errTooMany = errors.New("too many entries")

func (l *List) addCertificate(der []byte) error {
	c, err := x509.ParseCertificate(der)
	if err != nil {
		return err
	}
	if len(l.Entries)+len(l.Authorities) >= maxCertificates {
		return fmt.Errorf("%w: more than %d certificates", errTooMany, maxCertificates)
	}
	if isCA(c) {
		if len(l.Authorities) >= maxAuthorities {
			return fmt.Errorf("%w: more than %d authorities", errTooMany, maxAuthorities)
		}
		for _, a := range l.Authorities {
			if a.Certificate.Equal(c) {
				return nil
			}
		}
		l.Authorities = append(l.Authorities, authorityOf(c))
		return nil
	}
	e := entryOf(c)
	for _, h := range l.Entries {
		if h.SHA256 == e.SHA256 {
			return nil
		}
	}
	l.Entries = append(l.Entries, e)
	return nil
}

func (l *List) addCRL(der []byte) error {
	if len(l.CRLs) >= maxCRLs {
		return fmt.Errorf("%w: more than %d revocation lists", errTooMany, maxCRLs)
	}
	c, err := readCRL(der)
	if err != nil {
		return err
	}
	l.CRLs = append(l.CRLs, c)
	return nil
}

// ofFiles closes a list of certificates and revocation lists. Only the latter have a date of their own.
func (l *List) ofFiles() (*List, error) {
	l.Kind = KindCertificates
	if len(l.Entries)+len(l.Authorities) == 0 {
		if len(l.CRLs) == 0 {
			return nil, ErrFormat
		}
		l.Kind = KindCRL
	}
	for _, c := range l.CRLs {
		if c.ThisUpdate.After(l.Date) {
			l.Date = c.ThisUpdate
		}
	}
	return l, nil
}
