package trustlist

import (
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"testing"
	"time"
)

// constrained adds name constraints made by hand: x509 cannot write directoryName ones.
func constrained(critical bool, permitted, excluded []asn1.RawValue) func(*x509.Certificate) {
	return func(c *x509.Certificate) {
		c.ExtraExtensions = append(c.ExtraExtensions, pkix.Extension{Id: oidNameConstraints, Critical: critical, Value: constraintsDER(permitted, excluded)})
	}
}

func constraintsDER(permitted, excluded []asn1.RawValue) []byte {
	type tree struct{ Base asn1.RawValue }
	wrap := func(list []asn1.RawValue) (out []tree) {
		for _, b := range list {
			out = append(out, tree{b})
		}
		return out
	}
	der, err := asn1.Marshal(struct {
		Permitted []tree `asn1:"optional,omitempty,tag:0"`
		Excluded  []tree `asn1:"optional,omitempty,tag:1"`
	}{wrap(permitted), wrap(excluded)})
	if err != nil {
		panic(err)
	}
	return der
}

func name(form int, value string) asn1.RawValue {
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: form, Bytes: []byte(value)}
}

// directory is a directoryName of the given attributes, one RDN each: C, O, OU or CN.
func directory(attributes ...string) asn1.RawValue {
	oids := map[string]asn1.ObjectIdentifier{"C": {2, 5, 4, 6}, "O": {2, 5, 4, 10}, "OU": {2, 5, 4, 11}, "CN": {2, 5, 4, 3}}
	var n pkix.RDNSequence
	for i := 0; i < len(attributes); i += 2 {
		n = append(n, pkix.RelativeDistinguishedNameSET{{Type: oids[attributes[i]], Value: attributes[i+1]}})
	}
	der, err := asn1.Marshal(n)
	if err != nil {
		panic(err)
	}
	return asn1.RawValue{Class: asn1.ClassContextSpecific, Tag: formDirectory, IsCompound: true, Bytes: der}
}

type names = []asn1.RawValue

func TestBroughtAuthority(t *testing.T) {
	plain := provider(organisation, domain, func(c *x509.Certificate) { c.Policies = nil })
	with := func(edit func(*x509.Certificate)) func(*x509.Certificate) {
		return provider(organisation, domain, func(c *x509.Certificate) { c.Policies = nil; edit(c) })
	}
	mail := func(a ...string) func(*x509.Certificate) {
		return with(func(c *x509.Certificate) { c.EmailAddresses = a })
	}
	expired := func(c *x509.Certificate) { c.NotAfter = mid2019.Add(-day24) }
	future := func(c *x509.Certificate) { c.NotBefore = mid2019.Add(day24) }
	noSign := func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageCRLSign }
	noUsage := func(c *x509.Certificate) { c.KeyUsage = 0 }
	pathLen := func(n int) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.MaxPathLen, c.MaxPathLenZero = n, n == 0 }
	}
	usage := func(u x509.ExtKeyUsage) func(*x509.Certificate) {
		return func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{u} }
	}
	strange := func(c *x509.Certificate) {
		c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Critical: true, Value: []byte{5, 0}}}
	}
	type edits = []func(*x509.Certificate)
	one := func(e ...func(*x509.Certificate)) []edits { return []edits{e} }

	cases := []struct {
		name   string
		cas    []edits // root first; the root is brought, the rest come with the message
		leaf   func(*x509.Certificate)
		path   Path
		unfit  string
		reason string
	}{
		{"straight under it, no policy asked", one(), plain, PathAuthority, "", BroughtAuthority},
		{"through one intermediate", []edits{{}, {}}, plain, PathAuthority, "", BroughtAuthority},
		{"through four", []edits{{}, {}, {}, {}, {}}, plain, PathAuthority, "", BroughtAuthority},
		{"through five: deeper than is looked", []edits{{}, {}, {}, {}, {}, {}}, plain, PathNone, "", IssuerUnknown},
		{"a person's certificate", one(), mail("mario@" + domain), PathNone, "", PersonCertificate},
		{"no address", one(), mail(), PathNone, "", NoAddress},
		{"local part in capitals", one(), mail("POSTA-certificata@" + domain), PathAuthority, "", BroughtAuthority},
		{"a critical extension that is not understood", one(), with(strange), PathNone, "", CriticalExtension},

		{"a CA without keyCertSign", one(noSign), plain, PathNone, "", NotAnAuthority},
		{"a CA that states no key usage", one(noUsage), plain, PathAuthority, "", BroughtAuthority},
		{"an intermediate without keyCertSign", []edits{{}, {noSign}}, plain, PathNone, "", NotAnAuthority},
		{"a CA that had expired then", one(expired), plain, PathNone, "", AuthorityNotValid},
		{"a CA that began later", one(future), plain, PathNone, "", AuthorityNotValid},
		{"an intermediate that had expired then", []edits{{}, {expired}}, plain, PathNone, "", AuthorityNotValid},
		{"a critical extension of a CA that is not understood", one(strange), plain, PathNone, "", CriticalExtension},
		{"pathlen 0, none between", one(pathLen(0)), plain, PathAuthority, "", BroughtAuthority},
		{"pathlen 0, one between", []edits{{pathLen(0)}, {}}, plain, PathNone, "", PathTooLong},
		{"pathlen 1, one between", []edits{{pathLen(1)}, {pathLen(0)}}, plain, PathAuthority, "", BroughtAuthority},
		{"pathlen 1, two between", []edits{{pathLen(1)}, {}, {}}, plain, PathNone, "", PathTooLong},

		{"an intermediate for web servers only", []edits{{}, {usage(x509.ExtKeyUsageServerAuth)}}, plain, PathAuthority, UnfitEmailProtection, Unfit},
		{"an intermediate for e-mail", []edits{{}, {usage(x509.ExtKeyUsageEmailProtection)}}, plain, PathAuthority, "", BroughtAuthority},
		{"an intermediate for anything", []edits{{}, {usage(x509.ExtKeyUsageAny)}}, plain, PathAuthority, "", BroughtAuthority},
		{"a leaf that may only repudiate nothing", one(), with(func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageContentCommitment }), PathAuthority, UnfitDigitalSign, Unfit},
		{"a leaf for web servers only", one(), with(usage(x509.ExtKeyUsageServerAuth)), PathAuthority, UnfitEmailProtection, Unfit},
		{"a CA as the signer", one(), ca("Sub CA"), PathAuthority, UnfitCA, Unfit},
		{"a CA as the signer, under constraints that it breaks and a pathlen of 0", one(pathLen(0), constrained(true, names{name(formEmail, "x.example")}, nil)), ca("Sub CA"), PathAuthority, UnfitCA, Unfit},

		{"a CA as the signer, deeper than the pathlen", []edits{{pathLen(0)}, {}}, ca("Sub CA"), PathAuthority, UnfitCA, Unfit},
		{"an intermediate too large to be looked at", []edits{{}, {func(c *x509.Certificate) {
			c.ExtraExtensions = []pkix.Extension{{Id: asn1.ObjectIdentifier{1, 2, 3}, Value: make([]byte, maxCertificate)}}
		}}}, plain, PathNone, "", IssuerUnknown},

		{"an admitted host, critical", one(constrained(true, names{name(formEmail, domain)}, nil)), plain, PathAuthority, "", BroughtAuthority},
		{"another host", one(constrained(true, names{name(formEmail, "altra.example.it")}, nil)), plain, PathNone, "", NameConstraint},
		{"another host, constraints not critical", one(constrained(false, names{name(formEmail, "altra.example.it")}, nil)), plain, PathNone, "", NameConstraint},
		{"a host under the admitted one", one(constrained(true, names{name(formEmail, "example.it")}, nil)), plain, PathNone, "", NameConstraint},
		{"a host under an admitted dotted domain", one(constrained(true, names{name(formEmail, ".example.it")}, nil)), plain, PathAuthority, "", BroughtAuthority},
		{"an admitted mailbox", one(constrained(true, names{name(formEmail, "posta-certificata@"+domain)}, nil)), plain, PathAuthority, "", BroughtAuthority},
		{"another mailbox admitted", one(constrained(true, names{name(formEmail, "info@"+domain)}, nil)), plain, PathNone, "", NameConstraint},
		{"a second address that is not admitted", one(constrained(true, names{name(formEmail, domain)}, nil)), mail("posta-certificata@"+domain, "posta-certificata@altra.example"), PathNone, "", NameConstraint},
		{"an excluded host", one(constrained(true, nil, names{name(formEmail, domain)})), plain, PathNone, "", NameConstraint},
		{"another host excluded", one(constrained(true, nil, names{name(formEmail, "altra.example.it")})), plain, PathAuthority, "", BroughtAuthority},
		{"constraints of the root bind under an intermediate", []edits{{constrained(true, names{name(formEmail, "altra.example.it")}, nil)}, {}}, plain, PathNone, "", NameConstraint},
		{"constraints of the intermediate bind", []edits{{}, {constrained(true, names{name(formEmail, "altra.example.it")}, nil)}}, plain, PathNone, "", NameConstraint},

		{"an admitted organisation, critical", one(constrained(true, names{directory("C", "IT", "O", organisation)}, nil)), plain, PathAuthority, "", BroughtAuthority},
		{"an admitted country", one(constrained(true, names{directory("C", "IT")}, nil)), plain, PathAuthority, "", BroughtAuthority},
		{"the empty directory name admits all", one(constrained(true, names{directory()}, nil)), plain, PathAuthority, "", BroughtAuthority},
		{"an organisation in other case and spacing", one(constrained(true, names{directory("C", "it", "O", "GESTORE  esempio s.p.a.")}, nil)), plain, PathAuthority, "", BroughtAuthority},
		{"another organisation", one(constrained(true, names{directory("C", "IT", "O", "Altri S.p.A.")}, nil)), plain, PathNone, "", NameConstraint},
		{"another organisation, constraints not critical: x509 leaves them out", one(constrained(false, names{directory("C", "IT", "O", "Altri S.p.A.")}, nil)), plain, PathNone, "", NameConstraint},
		{"the organisation without its country is no initial part of the name", one(constrained(true, names{directory("O", organisation)}, nil)), plain, PathNone, "", NameConstraint},
		{"a name longer than the subject", one(constrained(true, names{directory("C", "IT", "O", organisation, "CN", "Posta Certificata", "OU", "x")}, nil)), plain, PathNone, "", NameConstraint},
		{"an excluded organisation", one(constrained(true, nil, names{directory("C", "IT", "O", organisation)})), plain, PathNone, "", NameConstraint},
		{"another organisation excluded", one(constrained(true, nil, names{directory("C", "IT", "O", "Altri S.p.A.")})), plain, PathAuthority, "", BroughtAuthority},
		{"directory names and hosts of the root bind under an intermediate", []edits{{constrained(true, names{name(formEmail, domain), directory("C", "IT")}, nil)}, {}}, plain, PathAuthority, "", BroughtAuthority},
		{"an intermediate outside the root's directory names", []edits{{constrained(true, names{directory("C", "IT", "O", organisation)}, nil)}, {}}, plain, PathNone, "", NameConstraint},

		{"a host name where all are excluded", one(constrained(true, nil, names{name(formDNS, "")})), with(func(c *x509.Certificate) { c.DNSNames = []string{"www.example.it"} }), PathNone, "", NameConstraint},
		{"no host name where all are excluded", one(constrained(true, nil, names{name(formDNS, ""), name(formIP, "\x00\x00\x00\x00\x00\x00\x00\x00")})), plain, PathAuthority, "", BroughtAuthority},
		{"a constraint of a form that the certificate has no name of", one(constrained(true, names{name(8, "\x2a\x03")}, nil)), plain, PathAuthority, "", BroughtAuthority},
		{"constraints that state a minimum", one(func(c *x509.Certificate) {
			der, err := asn1.Marshal(struct {
				P []struct {
					Base    asn1.RawValue
					Minimum int `asn1:"tag:0"`
				} `asn1:"tag:0"`
			}{[]struct {
				Base    asn1.RawValue
				Minimum int `asn1:"tag:0"`
			}{{name(formEmail, domain), 1}}})
			if err != nil {
				panic(err)
			}
			c.ExtraExtensions = []pkix.Extension{{Id: oidNameConstraints, Value: der}}
		}), plain, PathNone, "", NameConstraint},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			var chain []*keyed
			for i, e := range tc.cas {
				var by *keyed
				if i > 0 {
					by = chain[i-1]
				}
				chain = append(chain, issue(t, by, ca(fmt.Sprintf("CA %d", i), e...)))
			}
			leaf := issue(t, chain[len(chain)-1], tc.leaf)
			var others []*x509.Certificate
			for _, c := range chain[1:] {
				others = append(others, c.Certificate)
			}
			slices.Reverse(others)
			list := mustParse(t, "ca.pem", pemOf(chain[0]))
			a := list.Signer(leaf.Certificate, append(others, leaf.Certificate), mid2019)
			if a.Path != tc.path || a.Unfit != tc.unfit {
				t.Errorf("path %s, unfit %q: %v; want %s, %q", a.Path, a.Unfit, a.Reasons, tc.path, tc.unfit)
			}
			wantReason(t, a, tc.reason)
			if a.Path == PathAuthority && (a.Provider != organisationOf(leaf.Certificate) || a.List != "ca.pem") {
				t.Errorf("provider %q of list %q", a.Provider, a.List)
			}
			inList := mustParse(t, "all.pem", pemOf(chain...))
			if a := inList.Signer(leaf.Certificate, nil, mid2019); tc.path == PathAuthority && tc.unfit == "" && a.Path != PathAuthority {
				t.Errorf("intermediates in the list instead: path %s: %v", a.Path, a.Reasons)
			}
		})
	}
}

func TestBroughtCertificates(t *testing.T) {
	root := issue(t, nil, ca("Radice"))
	twin := issue(t, nil, ca("Radice"))
	sub := issue(t, root, ca("Intermedia"))
	leaf := issue(t, sub, provider(organisation, domain))
	v1 := v1Certificate(t)
	cases := []struct {
		name        string
		brought     []byte
		cert        *x509.Certificate
		others      []*x509.Certificate
		path        Path
		unfit, slug string
	}{
		{"a leaf alone is an entry", pemOf(leaf), leaf.Certificate, nil, PathCertificate, "", CertificateListed},
		{"a leaf in DER", leaf.Raw, leaf.Certificate, nil, PathCertificate, "", CertificateListed},
		{"a self-signed version 1 certificate is an entry", v1.Raw, v1, nil, PathCertificate, "", CertificateListed},
		{"a leaf vouches for nobody else", pemOf(leaf), issue(t, leaf, provider(organisation, domain)).Certificate, nil, PathNone, "", IssuerUnknown},
		{"the brought CA as the signer", pemOf(root), root.Certificate, nil, PathAuthority, UnfitCA, Unfit},
		{"an intermediate as the signer", pemOf(root), sub.Certificate, nil, PathAuthority, UnfitCA, Unfit},
		{"the intermediate is missing", pemOf(root), leaf.Certificate, nil, PathNone, "", IssuerUnknown},
		{"an intermediate that is brought is an authority", pemOf(sub), leaf.Certificate, nil, PathAuthority, "", BroughtAuthority},
		{"a twin of the CA", pemOf(twin), issue(t, root, provider(organisation, domain)).Certificate, nil, PathNone, "", IssuerKey},
		{"a twin of the CA with the message", pemOf(root), issue(t, twin, provider(organisation, domain)).Certificate, []*x509.Certificate{twin.Certificate}, PathNone, "", IssuerKey},
		{"a leaf in an intermediate's place", pemOf(root), issue(t, leaf, provider("Altri", "altri.example")).Certificate, []*x509.Certificate{leaf.Certificate, sub.Certificate}, PathNone, "", IssuerUnknown},
		{"both a twin and the real intermediate with the message", pemOf(root), leaf.Certificate,
			[]*x509.Certificate{issue(t, twin, ca("Intermedia")).Certificate, sub.Certificate}, PathAuthority, "", BroughtAuthority},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			a := mustParse(t, "brought.pem", tc.brought).Signer(tc.cert, tc.others, mid2019)
			if a.Path != tc.path || a.Unfit != tc.unfit {
				t.Errorf("path %s, unfit %q: %v", a.Path, a.Unfit, a.Reasons)
			}
			wantReason(t, a, tc.slug)
			if a.Path != PathNone {
				wantReason(t, a, ListOrigin)
			}
		})
	}
}

// TestOutsideItsValidity: the path is still found, and the validity says the rest.
func TestOutsideItsValidity(t *testing.T) {
	root := issue(t, nil, ca("Radice", func(c *x509.Certificate) { c.NotBefore, c.NotAfter = jan2018, jan2021 }))
	leaf := issue(t, root, provider(organisation, domain))
	list := mustParse(t, "ca.pem", pemOf(root))
	for _, tc := range []struct {
		at   time.Time
		want string
	}{{jan2018.Add(-time.Second), ValidityNotYet}, {jan2018, ""}, {jan2021, ""}, {jan2021.Add(time.Second), ValidityExpired}, {jan2021.AddDate(9, 0, 0), ValidityExpired}} {
		if a := list.Signer(leaf.Certificate, nil, tc.at); a.Path != PathAuthority || a.Validity != tc.want {
			t.Errorf("%s: path %s, validity %q, want %q: %v", tc.at, a.Path, a.Validity, tc.want, a.Reasons)
		}
	}
}

// TestSearchIsBounded: CAs of one name that all sign each other cost no more than the limits.
func TestSearchIsBounded(t *testing.T) {
	root := issue(t, nil, ca("Radice", func(c *x509.Certificate) { c.NotAfter = mid2019.Add(-day24) })) // so that every path is refused
	var nodes []*keyed
	for range 6 {
		nodes = append(nodes, issue(t, root, ca("Nodo")))
	}
	var tangle, reach []*x509.Certificate
	for _, a := range nodes {
		for _, b := range nodes {
			if a != b {
				tangle = append(tangle, issueKey(t, b, a.key, ca("Nodo")).Certificate)
			}
		}
		reach = append(reach, a.Certificate)
	}
	reach = append(reach, tangle...)
	leaf := issue(t, nodes[0], provider(organisation, domain)).Certificate
	list := mustParse(t, "ca.pem", root.Raw)
	t.Run("no way from the anchor", func(t *testing.T) {
		q := list.Ask(tangle, nil)
		if a := q.Signer(leaf, mid2019); a.Path != PathNone || q.checks > 0 {
			t.Errorf("path %s, %d signature checks", a.Path, q.checks)
		}
	})
	t.Run("many ways from the anchor, all refused", func(t *testing.T) {
		q := list.Ask(reach, nil)
		a := q.Signer(leaf, mid2019)
		if a.Path != PathNone || len(a.Reasons) > maxReasons || q.checks > (len(reach)+1)*(len(nodes)+1) {
			t.Errorf("path %s, %d reasons, %d signature checks", a.Path, len(a.Reasons), q.checks)
		}
		s := &search{Inquiry: q, anchors: list.lookup().brought}
		paths := 0
		s.find(leaf, func([]*x509.Certificate, *authority) bool { paths++; return false })
		if paths == 0 || s.nodes > maxNodes+1 {
			t.Errorf("%d paths through %d authorities", paths, s.nodes)
		}
		wantReason(t, a, PathLimit)
	})
	t.Run("many anchors", func(t *testing.T) {
		var all []byte
		for range maxAuthorities - 1 {
			all = append(all, pemOf(issueKey(t, nil, root.key, ca("Radice", func(c *x509.Certificate) { c.NotAfter = mid2019.Add(-day24) })))...)
		}
		var mids []*x509.Certificate
		for range 3 {
			mids = append(mids, issueKey(t, root, nodes[0].key, ca("Nodo")).Certificate)
		}
		a := mustParse(t, "all.pem", all).Signer(leaf, mids, mid2019)
		if a.Path != PathNone {
			t.Errorf("path %s", a.Path)
		}
		wantReason(t, a, PathLimit)
	})
}

// TestPathThatProtectsEmailIsPreferred: of two certificates of one intermediate the one for e-mail is taken.
func TestPathThatProtectsEmailIsPreferred(t *testing.T) {
	root := issue(t, nil, ca("Radice"))
	web := issue(t, root, ca("Intermedia", func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} }))
	mail := issueKey(t, root, web.key, ca("Intermedia"))
	leaf := issue(t, web, provider(organisation, domain))
	list := mustParse(t, "ca.pem", root.Raw)
	for _, others := range [][]*x509.Certificate{{web.Certificate, mail.Certificate}, {mail.Certificate, web.Certificate}} {
		if a := list.Signer(leaf.Certificate, others, mid2019); a.Path != PathAuthority || a.Unfit != "" {
			t.Errorf("path %s, unfit %q", a.Path, a.Unfit)
		}
	}
}

func TestLeafIsNoAuthorityInAPath(t *testing.T) {
	by := issue(t, nil, provider(organisation, domain, func(c *x509.Certificate) { c.KeyUsage = 0 }))
	leaf := issue(t, by, provider(organisation, domain))
	if r := refusal([]*x509.Certificate{leaf.Certificate, by.Certificate}, mid2019, mailSigner); r == nil || r.Reason != NotAnAuthority {
		t.Errorf("%v", r)
	}
}

// TestSelfIssuedIntermediateIsNotCounted: RFC 5280 §6.1.4 (l) leaves a renewed key out of the path length.
func TestSelfIssuedIntermediateIsNotCounted(t *testing.T) {
	zero := func(c *x509.Certificate) { c.MaxPathLen, c.MaxPathLenZero = 0, true }
	old := issue(t, nil, ca("Radice", zero))
	renewed := issue(t, old, ca("Radice"))
	leaf := issue(t, renewed, provider(organisation, domain))
	a := mustParse(t, "ca.pem", old.Raw).Signer(leaf.Certificate, []*x509.Certificate{renewed.Certificate}, mid2019)
	if a.Path != PathAuthority {
		t.Errorf("path %s: %v", a.Path, a.Reasons)
	}
}

// TestACrowdHidesNoIssuer: certificates of the issuer's name and other keys, which anybody can add to a message.
func TestACrowdHidesNoIssuer(t *testing.T) {
	root, stranger := issue(t, nil, ca("Radice")), issue(t, nil, ca("Radice"))
	own := issue(t, root, ca("Nodo"))
	leaf := issue(t, own, provider(organisation, domain)).Certificate
	var crowd []*x509.Certificate
	for i := range maxOthers - 1 {
		by := stranger
		if i%2 == 0 {
			by = nil // self-signed
		}
		crowd = append(crowd, issueKey(t, by, stranger.key, ca("Nodo")).Certificate)
	}
	list := mustParse(t, "ca.pem", root.Raw)
	bare := list.Signer(leaf, []*x509.Certificate{own.Certificate}, mid2019)
	for name, others := range map[string][]*x509.Certificate{
		"before": append(slices.Clone(crowd), own.Certificate), "behind": append([]*x509.Certificate{own.Certificate}, crowd...),
	} {
		q := list.Ask(others, nil)
		if !q.Vouches(leaf) {
			t.Errorf("%s: not vouched for", name)
		}
		if a := q.Signer(leaf, mid2019); !reflect.DeepEqual(a, bare) || a.Path != PathAuthority {
			t.Errorf("%s: path %s: %v", name, a.Path, a.Reasons)
		}
		// The root is asked about each once, and whom it did not sign is not asked about the leaf.
		if q.checks > len(others)+1 {
			t.Errorf("%s: %d signature checks", name, q.checks)
		}
	}
	if a := list.Signer(leaf, append(append(slices.Clone(crowd), crowd...), own.Certificate), mid2019); a.Path != PathNone {
		t.Error("there is no bound of certificates")
	}
}

// TestVouches tells a certificate from copies that anybody can make.
func TestVouches(t *testing.T) {
	root, stranger := issue(t, nil, ca("Radice")), issue(t, nil, ca("Radice"))
	sub := issue(t, root, ca("Nodo"))
	leaf, straight := issue(t, sub, provider(organisation, domain)), issue(t, root, provider(organisation, domain))
	copied := func(c *keyed) *x509.Certificate {
		return issueKey(t, stranger, c.key, provider(organisation, domain)).Certificate
	}
	copyOfLeaf := issueKey(t, issueKey(t, nil, stranger.key, ca("Nodo")), leaf.key, provider(organisation, domain)).Certificate
	others := []*x509.Certificate{sub.Certificate}
	facts := authorityFacts(root, nil, nil)
	for name, tc := range map[string]struct {
		list   *List
		cert   *x509.Certificate
		others []*x509.Certificate
		want   bool
	}{
		"in the list":                              {mustParse(t, "leaf.pem", pemOf(leaf)), leaf.Certificate, nil, true},
		"a copy of one in the list":                {mustParse(t, "leaf.pem", pemOf(leaf)), copyOfLeaf, nil, false},
		"signed by a brought authority":            {mustParse(t, "ca.pem", pemOf(root)), straight.Certificate, nil, true},
		"a copy of it":                             {mustParse(t, "ca.pem", pemOf(root)), copied(straight), nil, false},
		"through an intermediate":                  {mustParse(t, "ca.pem", pemOf(root)), leaf.Certificate, others, true},
		"a copy of it that names the intermediate": {mustParse(t, "ca.pem", pemOf(root)), copyOfLeaf, others, false},
		"the intermediate is missing":              {mustParse(t, "ca.pem", pemOf(root)), leaf.Certificate, nil, false},
		"signed by an authority known by facts":    {facts, straight.Certificate, nil, true},
		"a copy of it, facts":                      {facts, copied(straight), nil, false},
		"no list":                                  {nil, leaf.Certificate, others, false},
	} {
		if got := tc.list.Ask(tc.others, nil).Vouches(tc.cert); got != tc.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestChecksThatAreRefusedVouchForNobody: what they may cost is said from outside.
func TestChecksThatAreRefusedVouchForNobody(t *testing.T) {
	root := issue(t, nil, ca("Radice"))
	leaf := issue(t, root, provider(organisation, domain)).Certificate
	facts := authorityFacts(root, nil, nil)
	for name, list := range map[string]*List{"brought": mustParse(t, "ca.pem", pemOf(root)), "facts": facts} {
		allowed := 0
		q := list.Ask(nil, func(cert *x509.Certificate, issuer any) bool {
			if cert != leaf || !root.Certificate.PublicKey.(interface{ Equal(crypto.PublicKey) bool }).Equal(issuer) {
				t.Errorf("%s: asked about other things", name)
			}
			allowed--
			return allowed >= 0
		})
		if a := q.Signer(leaf, mid2019); a.Path != PathNone || q.Vouches(leaf) {
			t.Errorf("%s: path %s", name, a.Path)
		} else {
			wantReason(t, a, PathLimit)
		}
		allowed = 1
		if a := q.Signer(leaf, mid2019); a.Path != PathAuthority || !q.Vouches(leaf) {
			t.Errorf("%s: path %s, or the same was asked twice: %v", name, a.Path, a.Reasons)
		}
	}
}

// TestAnRSAKeyOfAnyLengthIsNotVerifiedWith: one check with a key of 64 Kbit takes seconds, and the sender writes the key.
func TestAnRSAKeyOfAnyLengthIsNotVerifiedWith(t *testing.T) {
	for _, tc := range []struct {
		bits     uint
		exponent int
		want     error
	}{{2048, 65537, errSignature}, {8192, 131071, errSignature}, {8193, 65537, errAlgorithm}, {65536, 65537, errAlgorithm}, {2048, 131073, errAlgorithm}, {2048, 1<<31 - 1, errAlgorithm}} {
		n := new(big.Int).Lsh(big.NewInt(1), tc.bits-1)
		key := &rsa.PublicKey{N: n.SetBit(n, 0, 1), E: tc.exponent}
		for _, alg := range []x509.SignatureAlgorithm{x509.SHA1WithRSA, x509.SHA256WithRSA, x509.SHA256WithRSAPSS} {
			if err := checkSignature(key, alg, []byte("x"), make([]byte, tc.bits/8)); err != tc.want {
				t.Errorf("%d bits, %v: %v", tc.bits, alg, err)
			}
		}
	}
}

// TestANewCertificateOfAKnownAuthorityAsksWhatItAlwaysAsked: brought by itself it does not state the policy of its leaves.
func TestANewCertificateOfAKnownAuthorityAsksWhatItAlwaysAsked(t *testing.T) {
	root := issue(t, nil, ca("Radice"))
	old := issue(t, root, ca("PEC CA", func(c *x509.Certificate) { c.NotAfter = mid2019 }))
	renewed := issueKey(t, root, old.key, ca("PEC CA"))
	good := issue(t, renewed, provider(organisation, domain))
	without := issue(t, renewed, provider(organisation, domain, func(c *x509.Certificate) { c.Policies = nil }))
	facts, brought := authorityFacts(old, nil, nil), mustParse(t, "ca", renewed.Raw)
	at := mid2019.Add(48 * time.Hour)
	if a := Combine(facts, brought).Signer(good.Certificate, nil, at); a.Path != PathAuthority {
		t.Errorf("path %s: %v", a.Path, a.Reasons)
	}
	a := Combine(facts, brought).Signer(without.Certificate, nil, at)
	if a.Path != PathNone {
		t.Errorf("without the policy: path %s", a.Path)
	}
	wantReason(t, a, PolicyMissing)
	if a := brought.Signer(without.Certificate, nil, at); a.Path != PathAuthority {
		t.Errorf("where nobody knows of a policy: path %s: %v", a.Path, a.Reasons)
	}
}
