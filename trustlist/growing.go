package trustlist

import (
	"cmp"
	"crypto/x509"
	"fmt"
	"slices"
	"time"
)

// policyCA is what AgID's certification authorities for PEC carry in their own certificates; their leaves carry the
// policy under it (trustlist/doc.go).
const policyCA = "1.3.76.16.3.1"

// growing is an authority with what each of its certificates admits, by the certificate's SHA-256.
type growing struct {
	Authority
	domains, organisations map[string][]string
}

func covering(list []Admission, t time.Time) (names []string) {
	for _, a := range list {
		if a.Covers(t) {
			names = append(names, a.Name)
		}
	}
	return names
}

func (u *update) addAuthority(c *x509.Certificate, from Sources) error {
	subject := nameOf(c.RawSubject)
	g := u.authorities[string(c.RawSubjectPublicKeyInfo)]
	if g == nil {
		if !slices.Contains(from.Accept, sha256Hex(c.RawSubjectPublicKeyInfo)) {
			if !slices.ContainsFunc(u.roots, func(r Root) bool { return r.SHA256 == sha256Hex(c.Raw) }) {
				u.note("authority left out, not accepted: " + subject)
			}
			return nil
		}
		if !states(c, policyCA) && !leafStates(c, from.Lists) {
			return fmt.Errorf("authority %s: neither its certificate states the policy %s, nor one that it issued %s.1", subject, policyCA, policyCA)
		}
		g = &growing{authorityOf(c), map[string][]string{}, map[string][]string{}}
		g.Certificates, g.DER, g.Certificate, g.LeafPolicy = nil, nil, nil, policyCA+".1"
		u.authorities[string(c.RawSubjectPublicKeyInfo)] = g
	}
	if fold(subject) != fold(g.Subject) {
		return fmt.Errorf("authority %s: the same key is known as %s", subject, g.Subject)
	}
	if slices.ContainsFunc(g.Certificates, func(k CACertificate) bool { return k.SHA256 == sha256Hex(c.Raw) }) {
		return nil
	}
	f := caCertificateOf(c)
	issuer := commonName(c.Issuer.CommonName, f.Issuer)
	if (&List{Roots: u.roots}).RootOf(c) == nil {
		return fmt.Errorf("authority %s: its certificate of %s: no root at hand signed it; its issuer is %s", subject, day(c.NotBefore), issuer)
	}
	f.Source = "certificate issued by " + issuer + ", signature checked"
	g.Certificates = append(g.Certificates, f)
	g.domains[f.SHA256] = c.PermittedEmailAddresses
	n, err := constraintsOf(c)
	if err != nil {
		return fmt.Errorf("authority %s: %w", subject, err)
	}
	if n != nil {
		for _, p := range n.permitted {
			if p.form == formDirectory {
				g.organisations[f.SHA256] = append(g.organisations[f.SHA256], organisationsIn(p.value)...)
			}
		}
	}
	return nil
}

// leafStates reports whether a CA issued a certificate at hand that states the policy of a provider's. The oldest
// authorities' own certificates name other policies than theirs.
func leafStates(ca *x509.Certificate, lists []*List) bool {
	for _, l := range lists {
		for i := range l.Entries {
			c := l.Entries[i].Certificate
			if c != nil && states(c, policyCA+".1") && sameName(c.RawIssuer, ca.RawSubject) && signedBy(c, ca.PublicKey) == nil {
				return true
			}
		}
	}
	return false
}

func organisationsIn(name []byte) (out []string) {
	rdns, _ := rdnsOf(name)
	for _, rdn := range rdns {
		for _, a := range rdn {
			if s, ok := a.Value.(string); ok && a.Type.String() == "2.5.4.10" {
				out = append(out, s)
			}
		}
	}
	return out
}

func (g *growing) finish() Authority {
	a := g.Authority
	slices.SortFunc(a.Certificates, func(a, b CACertificate) int {
		return cmp.Or(a.NotBefore.Compare(b.NotBefore), cmp.Compare(a.SHA256, b.SHA256))
	})
	name := commonName("", a.Subject)
	a.Domains = intervals(a.Certificates, g.domains, name)
	a.Organisations = intervals(a.Certificates, g.organisations, name)
	a.AddressInSubject = len(a.Domains) == 0 // the oldest authority states no constraints, and its oldest leaves no alternative name
	return a
}

// intervals turns what each certificate admits, oldest first, into the dates between which each name was admitted.
func intervals(certificates []CACertificate, admits map[string][]string, authority string) []Admission {
	var out []Admission
	open := map[string]int{}
	for i := 0; i < len(certificates); {
		start := certificates[i]
		names := map[string]string{}
		for ; i < len(certificates) && certificates[i].NotBefore.Equal(start.NotBefore); i++ {
			for _, n := range admits[certificates[i].SHA256] {
				names[n] = certificates[i].SHA256
			}
		}
		for name, at := range open {
			if _, still := names[name]; !still {
				out[at].Until = start.NotBefore
				delete(open, name)
			}
		}
		for name, sha := range names {
			if _, have := open[name]; !have {
				out = append(out, Admission{Name: name, Since: start.NotBefore, Date: day(start.NotBefore),
					Source: "name constraints of " + authority + ", certificate " + sha[:16]})
				open[name] = len(out) - 1
			}
		}
	}
	slices.SortFunc(out, func(a, b Admission) int {
		return cmp.Or(cmp.Compare(fold(a.Name), fold(b.Name)), a.Since.Compare(b.Since), cmp.Compare(a.Name, b.Name))
	})
	return out
}
