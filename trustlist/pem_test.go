package trustlist

import (
	"bytes"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestFilesOfCertificates(t *testing.T) {
	root, leaf := issue(t, nil, ca("Radice")), issue(t, nil, provider(organisation, domain))
	both := pemOf(root, leaf)
	block := func(kind string, der []byte) []byte { return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}) }
	for _, tc := range []struct {
		name                 string
		data                 []byte
		entries, authorities int
		err                  string
	}{
		{"PEM", both, 1, 1, ""},
		{"PEM with CRLF", bytes.ReplaceAll(both, []byte("\n"), []byte("\r\n")), 1, 1, ""},
		{"PEM with comments and blank lines around", []byte("# Radice\n\n \t\n" + string(pemOf(root)) + "\r\n  # Gestore -----BEGIN CERTIFICATE-----\n" + string(pemOf(leaf)) + "\n# end"), 1, 1, ""},
		{"PEM with text before it", append([]byte("Certificate:\n"), both...), 0, 0, "neither"},
		{"PEM with text after it", append(slices.Clone(both), "the end\n"...), 0, 0, `"the end"`},
		{"PEM with text between its blocks", []byte(string(pemOf(root)) + "subject=CN = Gestore\n" + string(pemOf(leaf))), 0, 0, `"subject=CN = Gestore"`},
		{"PEM with text on the line of a block", append([]byte("x "), both...), 0, 0, "neither"},
		{"PEM after a comment that is cut off by a carriage return", append([]byte("# \rx\r"), both...), 0, 0, "neither"},
		{"PEM in a mail", append([]byte("Content-Type: text/plain\n\n"), both...), 0, 0, "neither"},
		{"PEM in a mail without header fields, with a text", append([]byte("\nciao\n"), both...), 0, 0, "neither"},
		{"PEM with a header of its own", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Headers: map[string]string{"Comment": "x"}, Bytes: root.Raw}), 0, 0, "header"},
		{"PEM with a block within a block", append([]byte("-----BEGIN CERTIFICATE-----\nMIIB\n"), both...), 0, 0, "block 1: cannot be read"},
		{"PEM with a block that is no base64", append([]byte("-----BEGIN CERTIFICATE-----\n(\n-----END CERTIFICATE-----\n"), both...), 0, 0, "block 1: cannot be read"},
		{"PEM with ends of another kind", append([]byte("-----BEGIN CERTIFICATE-----\nMIIB\n-----END X509 CRL-----\n"), both...), 0, 0, "block 1: cannot be read"},
		{"PEM with a byte order mark", append([]byte("\xef\xbb\xbf"), both...), 1, 1, ""},
		{"the same certificate twice", append(append([]byte{}, both...), both...), 1, 1, ""},
		{"DER", leaf.Raw, 1, 0, ""},
		{"DER, two in a row", append(append([]byte{}, root.Raw...), leaf.Raw...), 1, 1, ""},
		{"nothing", nil, 0, 0, "neither"},
		{"white space", []byte(" \r\n"), 0, 0, "neither"},
		{"a text", []byte("ciao"), 0, 0, "neither"},
		{"one byte", []byte{0x30}, 0, 0, "object 1"},
		{"DER with something after it", append(append([]byte{}, leaf.Raw...), 'x'), 0, 0, "object 2"},
		{"DER cut short", leaf.Raw[:100], 0, 0, "object 1"},
		{"DER that is no certificate", []byte{0x30, 0x03, 0x02, 0x01, 0x05}, 0, 0, "object 1"},
		{"a private key", append(append([]byte{}, both...), block("PRIVATE KEY", []byte("x"))...), 0, 0, `block 3: "PRIVATE KEY"`},
		{"PEM that is no certificate", block("CERTIFICATE", []byte("x")), 0, 0, "block 1"},
		{"PEM cut short", both[:len(both)-60], 0, 0, "block 2: cannot be read"},
		{"a signed container in PEM", block("PKCS7", []byte("x")), 0, 0, ErrSigned.Error()},
		{"a signed container in PEM with a comment", append([]byte("# signed\n"), block("CMS", []byte("x"))...), 0, 0, ErrSigned.Error()},
		{"a signed container before a certificate", append(block("PKCS7", []byte("x")), both...), 0, 0, "block 2: it follows"},
		{"a signed container after a certificate", append(slices.Clone(both), block("PKCS7", []byte("x"))...), 0, 0, "stands alone"},
		{"a signed container with text around", append([]byte("x\n"), block("PKCS7", []byte("x"))...), 0, 0, "neither"},
		{"a signed container in DER", []byte("\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x00"), 0, 0, ErrSigned.Error()},
		{"a signed container in BER", []byte("\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80"), 0, 0, ErrSigned.Error()},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, err := Parse("file.pem", tc.data)
			if tc.err != "" {
				if err == nil || !strings.Contains(err.Error(), tc.err) || !strings.HasPrefix(err.Error(), "file.pem: ") {
					t.Errorf("error %v, want %q in it", err, tc.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(l.Entries) != tc.entries || len(l.Authorities) != tc.authorities {
				t.Errorf("%d entries, %d authorities", len(l.Entries), len(l.Authorities))
			}
			if l.Name != "file.pem" || l.Kind != KindCertificates || l.Signed.Kind != OriginUnsigned || l.SHA256 != sha256Hex(tc.data) {
				t.Errorf("%q, %s, %s", l.Name, l.Kind, l.Signed.Kind)
			}
			if n := len(l.Certificates()); n != tc.entries+tc.authorities {
				t.Errorf("%d certificates", n)
			}
		})
	}
}

func TestTooLargeAFile(t *testing.T) {
	if _, err := Parse("garbage", make([]byte, MaxBytes+1)); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
}

func TestTooManyAuthorities(t *testing.T) {
	var data []byte
	key := newKey(t)
	for range maxAuthorities + 1 {
		data = append(data, issueKey(t, nil, key, ca("Radice")).Raw...)
	}
	if _, err := Parse("many", data); !errors.Is(err, errTooMany) {
		t.Error(err)
	}
}
