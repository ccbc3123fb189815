package trustlist

import (
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// listed is a provider of an index, with its certificates.
func listed(name, domain string, certs ...*keyed) string {
	var b strings.Builder
	fmt.Fprintf(&b, "dn: providerName=%s,o=postacert\nobjectClass: provider\nproviderName: %s\nmailReceipt: r@%s\nmanagedDomains: %s\n", name, name, domain, domain)
	for _, c := range certs {
		fmt.Fprintf(&b, "providerCertificateHash: %s\nproviderCertificate;binary:: %s\n", sha1Hex(c.Raw), base64.StdEncoding.EncodeToString(c.Raw))
	}
	return b.String() + "\n"
}

func certificateNames(entries []Entry) (out []string) {
	for _, e := range entries {
		out = append(out, e.Provider+" "+e.Serial)
	}
	return out
}

func TestChanges(t *testing.T) {
	root := issue(t, nil, ca("Autorità"))
	other := issue(t, nil, ca("Altra"))
	uno := issue(t, root, provider("Uno S.p.A.", "uno.example"))
	unoNext := issue(t, root, provider("Uno S.p.A.", "uno.example", func(c *x509.Certificate) { c.NotBefore = mid2019 }))
	due := issue(t, root, provider("Due S.p.A.", "due.example"))
	serial := func(k *keyed) string { return serialOf(k.SerialNumber) }

	authority := mustParse(t, "ca.pem", pemOf(root))
	index := mustParse(t, "1.ldif", []byte(listed("Uno", "uno.example", uno)+listed("Due", "due.example", due)))
	inUse := Combine(authority, index)
	crl := func(revoke ...*big.Int) *List {
		var entries []x509.RevocationListEntry
		for _, serial := range revoke {
			entries = append(entries, x509.RevocationListEntry{SerialNumber: serial, RevocationTime: jan2018, ReasonCode: 1})
		}
		return mustParse(t, "crl", crlOf(t, root, mid2019, entries))
	}

	for _, c := range []struct {
		name    string
		inUse   *List
		brought *List
		want    string
	}{
		{"the same list changes nothing", inUse, mustParse(t, "2.ldif", []byte(listed("Uno", "uno.example", uno)+listed("Due", "due.example", due))), ""},
		{"a provider's name in another case is the same provider", inUse,
			mustParse(t, "2.ldif", []byte(listed("UNO", "uno.example", uno)+listed(" Due ", "due.example", due))), ""},
		{"a renewed certificate", inUse, mustParse(t, "2.ldif", []byte(listed("Uno", "uno.example", uno, unoNext)+listed("Due", "due.example", due))),
			"certificates: Uno " + serial(unoNext)},
		{"a new provider, and one that is gone", inUse, mustParse(t, "2.ldif", []byte(listed("Uno", "uno.example", uno)+listed("Tre", "tre.example", unoNext))),
			"added: Tre; missing: Due; certificates: Tre " + serial(unoNext) + "; domains: 2"},
		{"a provider only in a secondary environment", inUse,
			mustParse(t, "2.ldif", []byte(listed("Uno", "uno.example", uno)+strings.Replace(listed("Due", "due.example", unoNext), "mailReceipt", "providerUnit: Prova\nmailReceipt", 1))),
			"added: Due (Prova); missing: Due; certificates: Due " + serial(unoNext) + "; domains: 2"},
		{"a certificate alone names nobody who is missing", inUse, mustParse(t, "c.pem", pemOf(unoNext)),
			"added: Uno S.p.A.; certificates: Uno S.p.A. " + serial(unoNext)},
		{"a hash of a certificate that is known is nothing new", inUse,
			mustParse(t, "2.ldif", []byte("dn: providerName=Uno,o=postacert\nproviderName: Uno\nproviderCertificateHash: "+sha1Hex(uno.Raw)+"\n")), "missing: Due"},
		{"a hash of another certificate is", inUse,
			mustParse(t, "2.ldif", []byte("dn: providerName=Uno,o=postacert\nproviderName: Uno\nproviderCertificateHash: "+sha1Hex(unoNext.Raw)+"\n")),
			"missing: Due; certificates: Uno "},
		{"an authority that is not known", inUse, mustParse(t, "c.pem", pemOf(other, root)), "authorities: 1"},
		{"a revoked certificate of the list in use", inUse, crl(due.SerialNumber, big.NewInt(99999)),
			"revoked: Due " + serial(due) + "; revocations: 2"},
		{"what is revoked already is nothing new", Combine(inUse, crl(due.SerialNumber)), crl(due.SerialNumber), ""},
		{"an empty list in use", Combine(), index,
			"added: Due, Uno; certificates: Due " + serial(due) + ", Uno " + serial(uno) + "; domains: 2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.inUse.Changes(c.brought)
			var said []string
			say := func(what string, list ...string) {
				if len(list) > 0 {
					said = append(said, what+": "+strings.Join(list, ", "))
				}
			}
			count := func(what string, n int) {
				if n > 0 {
					say(what, fmt.Sprint(n))
				}
			}
			say("added", got.Added...)
			say("missing", got.Missing...)
			say("certificates", certificateNames(got.Certificates)...)
			count("authorities", len(got.Authorities))
			count("domains", got.Domains)
			for _, r := range got.Revoked {
				say("revoked", r.Entry.Provider+" "+r.Revocation.Serial)
			}
			count("revocations", got.Revocations)
			if s := strings.Join(said, "; "); s != c.want {
				t.Errorf("got  %q\nwant %q", s, c.want)
			}
		})
	}
}

func TestDirectory(t *testing.T) {
	root := issue(t, nil, ca("Autorità"))
	old := issue(t, root, provider("Uno S.p.A.", "uno.example"))
	next := issue(t, root, provider("Uno S.p.A.", "uno.example", func(c *x509.Certificate) { c.NotBefore = mid2019 }))
	hash := "dn: providerName=uno,o=postacert\nproviderName: uno\nmanagedDomains: b.example\nmanagedDomains: a.example\nproviderCertificateHash: " + sha1Hex(old.Raw) + "\n"
	list := Combine(
		mustParse(t, "3.ldif", []byte(listed("Zeta", "zeta.example", next))),
		mustParse(t, "1.ldif", []byte(listed("Uno", "a.example", next))),
		mustParse(t, "2.ldif", []byte(hash)),
		mustParse(t, "4.ldif", []byte(listed("UNO", "a.example", old))),
	)
	all := list.Directory()
	if len(all) != 2 || all[0].Name != "Uno" || all[1].Name != "Zeta" {
		t.Fatalf("got %d listings, in the wrong order or not joined", len(all))
	}
	uno := all[0]
	if got := fmt.Sprint(uno.Spellings, uno.Managed, uno.Organisation); got != "[UNO uno] [a.example b.example]Uno S.p.A." {
		t.Error(got)
	}
	if got := fmt.Sprint(certificateNames(uno.Certificates)); got != fmt.Sprint([]string{"UNO " + serialOf(old.SerialNumber), "Uno " + serialOf(next.SerialNumber)}) {
		t.Errorf("certificates %s: each once, a hash gives way to its certificate, the newest last", got)
	}
	if len(uno.Domains) != 1 || !uno.Domains[0].Since.Equal(jan2018) {
		t.Errorf("domains %v", uno.Domains)
	}
	bare := mustParse(t, "c.pem", pemOf(old)).Directory()
	if len(bare) != 1 || bare[0].Name != "Uno S.p.A." {
		t.Errorf("a certificate alone stands under %v", bare)
	}
}

func TestMergeAdmissions(t *testing.T) {
	for _, c := range []struct {
		name string
		in   []Admission
		want int
	}{
		{"times that touch are one", []Admission{{Name: "a", Since: mid2019, Until: jan2021}, {Name: "a", Since: jan2018, Until: mid2019}}, 1},
		{"left and came back are two", []Admission{{Name: "a", Since: jan2021}, {Name: "a", Since: jan2018, Until: mid2019}}, 2},
		{"without an end nothing follows", []Admission{{Name: "a", Since: jan2018}, {Name: "a", Since: mid2019, Until: jan2021}}, 1},
		{"two names", []Admission{{Name: "b"}, {Name: "a"}}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := slices.Clone(c.in)
			got := mergeAdmissions(c.in)
			if len(got) != c.want {
				t.Errorf("got %v", got)
			}
			if !slices.Equal(before, c.in) {
				t.Error("the list itself was changed")
			}
			if c.want == 1 && !c.in[0].Until.IsZero() && !got[0].Until.Equal(jan2021) {
				t.Errorf("ends %v", got[0].Until)
			}
		})
	}
}
