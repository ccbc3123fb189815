package trustlist

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"
)

// folded writes a base64 value as an index does, its lines folded.
func folded(attribute string, der []byte) string {
	text := attribute + ":: " + base64.StdEncoding.EncodeToString(der)
	var b strings.Builder
	for len(text) > 76 {
		b.WriteString(text[:76] + "\n ")
		text = text[76:]
	}
	return b.String() + text + "\n"
}

func record(name string, lines ...string) string {
	return "dn: providerName=" + name + ",o=postacert\nobjectClass: top\nobjectClass: provider\nproviderName: " + name + "\n" + strings.Join(lines, "")
}

func hashLine(der []byte) string { return "providerCertificateHash: " + sha1Hex(der) + "\n" }

func TestIndex(t *testing.T) {
	a := issue(t, nil, provider("Gestore Esempio S.p.A.", "pec.gestore-esempio.it"))
	b := issue(t, nil, provider("Gestore Esempio S.p.A.", "pec.gestore-esempio.it"))
	inner := issue(t, nil, provider("Gestore Esempio S.p.A.", "interno.gestore-esempio.it"))
	hashOnly := issue(t, nil, provider("Solo Impronta", "impronta.example"))
	text := "version: 1\n\n" +
		"dn: o=postacert\nobjectClass: top\nobjectClass: organization\nobjectClass: LDIFLocationURLObject\no: postacert\n" +
		"LDIFLocationURL: https://indice.example.it/indice.ldif.p7m\ndescription: radice dell'indice\n\n" +
		record("Gestore Esempio S.p.A.", hashLine(a.Raw), strings.ToUpper("providercertificatehash: "+sha1Hex(hashOnly.Raw))+"\n", hashLine(b.Raw),
			folded("providerCertificate;binary", a.Raw), folded("providerCertificate;binary", b.Raw),
			"mailReceipt: ricevute@pec.gestore-esempio.it\n", "LDIFLocationURL: https://x/\n",
			"managedDomains: pec.gestore-esempio.it\nmanagedDomains: PEC.studiorossi.example\n") +
		"\n# a comment\n#  and one that is\n  folded\n\n" +
		"dn: providerUnit=Ambiente Interno,providerName=Gestore Esempio S.p.A.,o=postacert\nobjectClass: provider\n" +
		"providerName: Gestore Esempio S.p.A.\nproviderUnit: Ambiente Interno\n" + hashLine(inner.Raw) +
		folded("providerCertificate;binary", inner.Raw) + "managedDomains: interno.gestore-esempio.it\n"

	for form, data := range map[string]string{
		"LF": text, "CRLF": strings.ReplaceAll(text, "\n", "\r\n"), "no last line end": strings.TrimRight(text, "\n"),
		"comments first": "# indice\n\n" + text, "no version": strings.TrimPrefix(text, "version: 1\n\n"), "byte order mark": "\xef\xbb\xbf" + text,
	} {
		t.Run(form, func(t *testing.T) {
			l := mustParse(t, "indice.ldif", []byte(data))
			if l.Kind != KindLDIF || len(l.Providers) != 2 || len(l.Entries) != 4 || len(l.Refused) != 0 {
				t.Fatalf("%s: %d providers, %d entries, refused %v", l.Kind, len(l.Providers), len(l.Entries), l.Refused)
			}
			p, u := l.Providers[0], l.Providers[1]
			if p.Name != "Gestore Esempio S.p.A." || p.Unit != "" || p.MailReceipt != "ricevute@pec.gestore-esempio.it" ||
				fmt.Sprint(p.Managed) != "[pec.gestore-esempio.it pec.studiorossi.example]" || u.Unit != "Ambiente Interno" {
				t.Errorf("%+v\n%+v", p, u)
			}
			for _, c := range []*keyed{a, b, inner, hashOnly} {
				if got := l.Signer(c.Certificate, nil, mid2019); got.Path != PathCertificate || got.Provider != "Gestore Esempio S.p.A." {
					t.Errorf("%s: path %s, provider %q", nameOf(c.RawSubject), got.Path, got.Provider)
				}
			}
			wantReason(t, l.Signer(hashOnly.Certificate, nil, mid2019), HashListed)
			wantReason(t, l.Signer(a.Certificate, nil, mid2019), CertificateListed)
			if n := len(l.Certificates()); n != 3 {
				t.Errorf("%d full certificates", n)
			}
		})
	}
}

// TestIndexSlips has the slips of the examples in RFC 6109 §4.5.10, of which the text itself was not at hand.
func TestIndexSlips(t *testing.T) {
	c := issue(t, nil, provider("Anonimo 1", "anonimo.example"))
	hash := strings.ToUpper(sha1Hex(c.Raw))
	for _, tc := range []struct{ name, text string }{
		{"objectclass in any case", "dn: providerName=Anonimo 1,o=postacert\nOBJECTCLASS: Provider\nprovidername: Anonimo 1\nProviderCertificateHash: " + hash + "\n"},
		{"no empty line before the next record", "dn: o=postacert\nobjectclass: top\no: postacert\n" + record("Anonimo 1", "providerCertificateHash: "+hash+"\n")},
		{"the value on a folded line of its own", record("Anonimo 1", "providerCertificateHash:\n  "+hash+"\n")},
		{"the value folded in the middle", record("Anonimo 1", "providerCertificateHash: "+hash[:20]+"\n "+hash[20:]+"\n")},
		{"a folded name with a space after the comma", "dn: providerName=Anonimo 1,\n  o=postacert\nobjectclass: provider\nproviderCertificateHash: " + hash + "\n"},
		{"no space after the colon", record("Anonimo 1", "providerCertificateHash:"+hash+"\n")},
		{"a folded certificate with deeper indents", record("Anonimo 1", "providerCertificateHash: "+hash+"\n", strings.ReplaceAll(folded("providerCertificate;BINARY", c.Raw), "\n ", "\n   "))},
		{"providerUnits for providerUnit", "dn: providerUnits=Secondo,providerName=Anonimo 1,o=postacert\nobjectclass: provider\nproviderCertificateHash: " + hash + "\n"},
		{"the name in base64", "dn:: " + base64.StdEncoding.EncodeToString([]byte("providerName=Anonimo 1,o=postacert")) + "\nproviderName:: " + base64.StdEncoding.EncodeToString([]byte("Anonimo 1")) + "\nproviderCertificateHash: " + hash + "\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l := mustParse(t, "indice.ldif", []byte(tc.text))
			if strings.Contains(tc.text, "Secondo") != (l.Providers[0].Unit == "Secondo") {
				t.Errorf("unit %q", l.Providers[0].Unit)
			}
			if a := l.Signer(c.Certificate, nil, mid2019); a.Path != PathCertificate || a.Provider != "Anonimo 1" {
				t.Errorf("path %s, provider %q", a.Path, a.Provider)
			}
		})
	}
}

func TestIndexIsRefusedWhole(t *testing.T) {
	c := issue(t, nil, provider("Gestore", "gestore.example"))
	good := record("Gestore", hashLine(c.Raw), folded("providerCertificate;binary", c.Raw))
	for _, tc := range []struct{ name, text, want string }{
		{"a provider twice", good + "\n" + good, "line " + fmt.Sprint(strings.Count(good, "\n")+2) + ": the provider Gestore is there twice"},
		{"a provider twice, spelt otherwise", good + "\n" + strings.ReplaceAll(good, "providerName=Gestore,o", "providerName= GESTORE , O"), "is there twice"},
		{"a provider twice under two names in the tree", good + "\n" + strings.ReplaceAll(good, "dn: providerName=Gestore,", "dn: cn=altro,"), "is there twice"},
		{"no provider", "dn: o=postacert\no: postacert\n", "no provider"},
		{"nothing but a version", "version: 1\n", "no provider"},
		{"another version", "version: 2\n\n" + good, "line 1: version"},
		{"a line without a colon", good + "abc\n", "no colon"},
		{"an attribute that is none", good + "a b: c\n", "no attribute"},
		{"a value elsewhere", good + "providerCertificate;binary:< file:///etc/passwd\n", "never fetched"},
		{"base64 that is none", good + "managedDomains:: !!!\n", "manageddomains"},
		{"bytes that are no UTF-8", good + "managedDomains: \xff\xfe\n", "not UTF-8"},
		{"changes instead of entries", "dn: o=postacert\nchangetype: delete\n", "list of changes"},
		{"a line outside any record", "version: 1\nmanagedDomains: a\n\n" + good, "no record"},
		{"a line without end", good + "description: " + strings.Repeat("a", maxLine) + "\n", "longer than"},
		{"a line without end, folded", good + "description: " + strings.Repeat("\n aaaaaaaaa", maxLine/9+1) + "\n", "longer than"},
		{"a folded line without its beginning", "version: 1\n\n managedDomains: a\n" + good, "line 3: it goes on with nothing"},
		{"a folded line first", " dn: o=postacert\n\n" + good, "line 1: it goes on with nothing"},
		{"a line behind a tab", good + "\tmanagedDomains: a\n", "no attribute"},
		{"in a mail", "Content-Type: text/plain\n\n" + good, "neither"},
		{"in a mail after another index", good + "\n--b\nContent-Type: text/plain\n\n" + good, "no colon"},
		{"garbage after a good start", "version: 1\n\n" + strings.Repeat("\x00\x01garbage\n", 1000), "no colon"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, err := Parse("indice.ldif", []byte(tc.text))
			if err == nil || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("%v, %v; want %q", l, err, tc.want)
			}
		})
	}
}

func TestContradictoryEntryIsRefusedAndNamed(t *testing.T) {
	good := issue(t, nil, provider("Buono", "buono.example"))
	bad := issue(t, nil, provider("Discorde", "discorde.example"))
	other := issue(t, nil, provider("Altro", "altro.example"))
	corrupt := bytes.Clone(bad.Raw)
	corrupt[1] ^= 1
	for _, tc := range []struct{ name, lines, want string }{
		{"a hash of another certificate", hashLine(other.Raw) + folded("providerCertificate;binary", bad.Raw), "contradicts providerCertificateHash"},
		{"two certificates, one hash", hashLine(bad.Raw) + folded("providerCertificate;binary", bad.Raw) + folded("providerCertificate;binary", other.Raw), "contradicts"},
		{"a certificate that cannot be read", hashLine(bad.Raw) + folded("providerCertificate;binary", corrupt), "providerCertificate 1"},
		{"a hash that is none", "providerCertificateHash: 0123\n", "no SHA-1"},
		{"a hash that is no hexadecimal", "providerCertificateHash: " + strings.Repeat("z", 40) + "\n", "no SHA-1"},
		{"neither hash nor certificate", "mailReceipt: a@b\n", "neither"},
		{"two names", "providerName: Altro\n" + hashLine(bad.Raw), "more than once"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			entry := record("Discorde", tc.lines)
			l := mustParse(t, "indice.ldif", []byte(entry+"\n"+record("Buono", hashLine(good.Raw))))
			if len(l.Refused) != 1 || l.Refused[0].Entry != "Discorde" || !strings.Contains(l.Refused[0].Reason, tc.want) {
				t.Errorf("refused %v, want %q", l.Refused, tc.want)
			}
			if a := l.Signer(good.Certificate, nil, mid2019); a.Path != PathCertificate {
				t.Errorf("the other provider: path %s", a.Path)
			}
			for _, c := range []*keyed{bad, other} {
				if a := l.Signer(c.Certificate, nil, mid2019); a.Path != PathNone {
					t.Errorf("the refused one: path %s", a.Path)
				}
			}
			if _, err := Parse("indice.ldif", []byte(entry)); err == nil || !strings.Contains(err.Error(), "Discorde") {
				t.Errorf("alone in its file: %v", err)
			}
		})
	}
}

func TestLargeIndex(t *testing.T) {
	var b strings.Builder
	b.WriteString("version: 1\n\n")
	for i := range 200 {
		fmt.Fprintf(&b, "%sproviderCertificateHash: %040x\n", record(fmt.Sprintf("Gestore %d", i)), i+1)
		for j := range 100 {
			fmt.Fprintf(&b, "managedDomains: pec%d.gestore%d.example\n", j, i)
		}
		b.WriteString("\n")
	}
	start := time.Now()
	l := mustParse(t, "indice.ldif", []byte(b.String()))
	if len(l.Providers) != 200 || len(l.Entries) != 200 {
		t.Errorf("%d providers, %d entries", len(l.Providers), len(l.Entries))
	}
	t.Logf("%d bytes in %s", b.Len(), time.Since(start))
}

func TestUnreadableCertificateStandsByItsHash(t *testing.T) {
	odd := []byte{0x30, 0x03, 0x02, 0x01, 0x01} // DER, and no certificate that x509 reads
	l := mustParse(t, "indice.ldif", []byte(record("Antico", hashLine(odd), folded("providerCertificate;binary", odd))))
	if len(l.Refused) != 0 || len(l.Entries) != 1 || l.Entries[0].SHA1 != sha1Hex(odd) || l.Entries[0].Certificate != nil {
		t.Errorf("refused %v, entries %+v", l.Refused, l.Entries)
	}
}
