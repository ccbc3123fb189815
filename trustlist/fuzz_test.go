package trustlist

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"testing"
)

// fuzzParse asks of any input: an error or a list that answers, is within its limits, and comes out as it went in.
func fuzzParse(t *testing.T, data []byte) {
	l, err := Parse("fuzz", data)
	if err != nil {
		if l != nil {
			t.Error("both a list and an error")
		}
		return
	}
	if len(l.Entries) > maxCertificates || len(l.Authorities) > maxAuthorities || len(l.Providers) > maxProviders || len(l.CRLs) > maxCRLs {
		t.Error("beyond its limits")
	}
	_ = l.CheckCRLs(Embedded())
	both := Combine(l, Embedded())
	for _, c := range both.Certificates() {
		both.Signer(c, both.Certificates(), mid2019)
	}
	out, err := l.Encode()
	if err != nil || len(out) > MaxBytes {
		return // a year that JSON cannot write
	}
	again, err := Parse("fuzz", out)
	if err != nil {
		if l.Kind == KindSnapshot {
			t.Errorf("a snapshot that was read does not read again: %v", err)
		}
		return // an index may hold texts longer than a snapshot takes
	}
	if out2, err := again.Encode(); err != nil || !bytes.Equal(out, out2) {
		t.Errorf("written twice, not the same: %v", err)
	}
}

func FuzzLDIF(f *testing.F) {
	c := issue(f, nil, provider(organisation, domain))
	f.Add([]byte("version: 1\n\n" + record("Gestore", hashLine(c.Raw), folded("providerCertificate;binary", c.Raw), "managedDomains: a\n")))
	f.Add([]byte("dn: providerUnits=U,providerName=G\\, S.p.A.,\n  o=postacert\r\nOBJECTCLASS: provider\r\nproviderCertificateHash:\r\n  0123456789abcdef0123456789abcdef01234567\r\n"))
	f.Add([]byte("# x\n y\n\ndn:: YQ==\nproviderName:: YQ==\nproviderCertificateHash: 0123\n"))
	f.Add([]byte("dn: a\nchangetype: add\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		fuzzParse(t, append([]byte("version: 1\n"), data...))
		fuzzParse(t, data)
	})
}

func FuzzSnapshot(f *testing.F) {
	f.Add(snapshot)
	f.Add([]byte(`{"format":"pec-trustlist/1","name":"n","date":"2020-01-01","authorities":[],"providers":[{"name":"p","domains":[{"name":"a"}]}],"certificates":[{"sha1":"0123456789abcdef0123456789abcdef01234567"}],"revocations":[{"issuer":"i","serial":"1","date":"2020-01-01T00:00:00Z"}],"revocationLists":[{"issuer":"i","thisUpdate":"2020-01-01T00:00:00Z","source":"s"}]}`))
	root := issue(f, nil, ca("Radice"))
	l := Combine(mustParse(f, "ca", root.Raw), mustParse(f, "crl", crlOf(f, root, mid2019, revoked(root, jan2018, 1))))
	data, err := l.Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(fuzzParse)
}

func FuzzCRL(f *testing.F) {
	root := issue(f, nil, ca("Radice"))
	f.Add(crlOf(f, root, mid2019, revoked(root, jan2018, 6)))
	f.Add(crlOf(f, root, mid2019, nil, issuingPoint(f, "http://ca.example/CRL")))
	f.Fuzz(func(t *testing.T, data []byte) {
		if c, err := readCRL(data); err == nil {
			c.covers(root.Certificate)
			_ = c.data.signedBy(root.PublicKey)
		}
		fuzzParse(t, data)
	})
}

func FuzzPEM(f *testing.F) {
	root := issue(f, nil, ca("Radice", constrained(true, names{name(formEmail, domain), directory("C", "IT")}, nil)))
	leaf := issue(f, root, provider(organisation, domain))
	f.Add(pemOf(root, leaf))
	f.Add(pem.EncodeToMemory(&pem.Block{Type: "X509 CRL", Bytes: crlOf(f, root, mid2019, nil)}))
	f.Fuzz(fuzzParse)
}

// FuzzCertificate holds any certificate against lists of both kinds, and any one as a brought authority.
func FuzzCertificate(f *testing.F) {
	root := issue(f, nil, ca("Radice", constrained(true, names{name(formEmail, domain), directory("C", "IT")}, nil)))
	leaf := issue(f, root, provider(organisation, domain))
	lists := Combine(mustParse(f, "ca", root.Raw), authorityFacts(root, []string{domain}, []string{organisation}))
	f.Add(root.Raw)
	f.Add(leaf.Raw)
	f.Add(constraintsDER(names{name(formEmail, domain)}, names{directory("C", "IT"), name(formIP, "\x00\x00\x00\x00\x00\x00\x00\x00")}))
	f.Fuzz(func(t *testing.T, der []byte) {
		if l, err := Parse("fuzz", der); err == nil {
			for _, c := range l.Certificates() {
				lists.Signer(c, l.Certificates(), mid2019)
				l.Signer(leaf.Certificate, []*x509.Certificate{c}, mid2019)
				if list, err := namesOf(c); err == nil {
					if n, err := constraintsOf(c); err == nil && n != nil {
						n.refuses(list)
					}
				}
			}
		}
		withConstraints(der)
	})
}

// withConstraints reads any bytes as name constraints.
func withConstraints(der []byte) {
	c := &x509.Certificate{Extensions: []pkix.Extension{{Id: oidNameConstraints, Value: der}, {Id: oidSubjectAltName, Value: der}}}
	n, err := constraintsOf(c)
	if err != nil || n == nil {
		return
	}
	n.refuses(append(n.permitted, n.excluded...))
}
