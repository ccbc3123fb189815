package trustlist

import (
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// policyCA is what AgID's certification authorities for PEC carry in their own certificates; their leaves carry the
// policy under it (trustlist/doc.go).
const policyCA = "1.3.76.16.3.1"

// Update makes a snapshot: history, with the facts of official lists added. Nothing of the history is lost; the same
// input gives the same list. accept names new authorities by the SHA-256 of their SubjectPublicKeyInfo: without that no
// CA certificate becomes one. A certificate is taken over when an authority vouches for it or an index lists it, a
// revocation list when an authority signed it. The notes say what was left out, and why.
func Update(history *List, accept []string, official ...*List) (updated *List, notes []string, err error) {
	u := &update{authorities: map[string]*growing{}, entries: map[string]*Entry{}, providers: map[string]*Provider{}}
	if history != nil {
		u.name = history.Name
		u.start(history)
	}
	var cas []*x509.Certificate
	for _, l := range official {
		for i := range l.Authorities {
			if c := l.Authorities[i].Certificate; c != nil {
				cas = append(cas, c)
			}
		}
	}
	for _, c := range cas {
		if err := u.addAuthority(c, accept, cas); err != nil {
			return nil, nil, err
		}
	}
	for _, l := range official {
		for i := range l.Providers {
			u.addProvider(&l.Providers[i], sourceOf(l))
		}
		for i := range l.Entries {
			u.addEntry(&l.Entries[i], l)
		}
		for i := range l.CRLs {
			if err := u.addCRL(&l.CRLs[i]); err != nil {
				return nil, nil, err
			}
		}
		for _, r := range l.Refused {
			u.note(r.String())
		}
	}
	updated = u.finish()
	if err := updated.validate(); err != nil {
		return nil, nil, err
	}
	slices.Sort(u.notes)
	return updated, slices.Compact(u.notes), nil
}

type update struct {
	name        string
	authorities map[string]*growing // by SPKI
	entries     map[string]*Entry   // by SHA-256, or sha1: and the hash
	providers   map[string]*Provider
	revocations []Revocation
	crls        []CRL
	notes       []string
}

// growing is an authority with what each of its certificates admits, by the certificate's SHA-256.
type growing struct {
	Authority
	domains, organisations map[string][]string
}

func (u *update) note(s string) { u.notes = append(u.notes, s) }

func (u *update) start(h *List) {
	for _, a := range h.Authorities {
		g := &growing{a, map[string][]string{}, map[string][]string{}}
		g.Certificates = slices.Clone(a.Certificates)
		for _, c := range a.Certificates {
			g.domains[c.SHA256] = covering(a.Domains, c.NotBefore)
			g.organisations[c.SHA256] = covering(a.Organisations, c.NotBefore)
		}
		u.authorities[string(a.SPKI)] = g
	}
	for _, p := range h.Providers {
		p.Domains, p.Managed, p.Spellings = slices.Clone(p.Domains), slices.Clone(p.Managed), slices.Clone(p.Spellings)
		u.providers[providerKey(p.Name, p.Unit)] = &p
	}
	for _, e := range h.Entries {
		u.entries[entryKey(&e)] = &e
	}
	u.revocations = slices.Clone(h.Revocations)
	u.crls = slices.Clone(h.CRLs)
}

func covering(list []Admission, t time.Time) (names []string) {
	for _, a := range list {
		if a.Covers(t) {
			names = append(names, a.Name)
		}
	}
	return names
}

func (u *update) addAuthority(c *x509.Certificate, accept []string, cas []*x509.Certificate) error {
	subject := nameOf(c.RawSubject)
	g := u.authorities[string(c.RawSubjectPublicKeyInfo)]
	if g == nil {
		if !slices.Contains(accept, sha256Hex(c.RawSubjectPublicKeyInfo)) {
			u.note("authority left out, not accepted: " + subject)
			return nil
		}
		if !states(c, policyCA) {
			return fmt.Errorf("authority %s: its certificate does not state the policy %s", subject, policyCA)
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
	f.Source = "certificate issued by " + commonName(c.Issuer.CommonName, f.Issuer) + ", whose own was not at hand to check it with"
	for _, ca := range cas {
		if sameName(ca.RawSubject, c.RawIssuer) && signedBy(c, ca.PublicKey) == nil {
			f.Source = "certificate issued by " + commonName(c.Issuer.CommonName, f.Issuer) + ", signature checked"
		}
	}
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

func (u *update) addEntry(e *Entry, l *List) {
	f := *e
	f.DER, f.Certificate = nil, nil
	if f.Source == "" {
		f.Source = sourceOf(l)
	}
	if c := e.Certificate; c != nil {
		f.Date = day(c.NotBefore)
		if l.Kind != KindLDIF {
			v := u.vouch(c)
			if !v.vouched || v.unfit != "" {
				why := v.unfit
				if len(v.reasons) > 0 {
					why = v.reasons[len(v.reasons)-1].Detail
				}
				u.note("certificate left out: " + f.Subject + ": " + why)
				return
			}
			f.Source = "certificate signed by " + commonName(c.Issuer.CommonName, f.Issuer) + ", signature checked"
			f.Provider = organisationOf(c)
		}
		u.addProvider(&Provider{Name: f.Provider, Unit: f.Unit, Organisation: organisationOf(c), Domains: signingDomains(c, f.Source),
			Source: f.Source, Date: f.Date}, f.Source)
	}
	if old := u.entries[entryKey(&f)]; old == nil || (old.Subject == "" && f.Subject != "") {
		u.entries[entryKey(&f)] = &f
	}
	if f.SHA256 != "" {
		delete(u.entries, entryKey(&Entry{SHA1: f.SHA1})) // known in full now
	}
}

func (u *update) vouch(c *x509.Certificate) verdict {
	v := verdict{reasons: []Reason{{Detail: "no accepted authority signed it"}}}
	for _, g := range u.authorities {
		a := g.finish()
		key, err := x509.ParsePKIXPublicKey(a.SPKI)
		if err != nil {
			continue
		}
		k := authority{&a, &List{}, fold(a.Subject), key, a.times()}
		if w := k.judge(c, c.NotBefore); w.vouched || len(w.reasons) > 0 {
			v = w
		}
	}
	return v
}

func signingDomains(c *x509.Certificate, source string) (out []Admission) {
	for _, a := range c.EmailAddresses {
		if _, domain := splitAddress(a); domain != "" {
			out = append(out, Admission{Name: domain, Since: c.NotBefore.UTC(), Source: source, Date: day(c.NotBefore)})
		}
	}
	return out
}

func (u *update) addProvider(n *Provider, source string) {
	p := u.providers[providerKey(n.Name, n.Unit)]
	if p == nil {
		p = &Provider{Name: n.Name, Unit: n.Unit, Organisation: n.Organisation, Date: n.Date}
		u.providers[providerKey(n.Name, n.Unit)] = p
	}
	p.Source = cmp.Or(p.Source, n.Source, source)
	for _, s := range append([]string{p.Name, n.Name, n.Organisation}, n.Spellings...) {
		if s != "" && !slices.Contains(p.Spellings, s) {
			p.Spellings = append(p.Spellings, s)
		}
	}
	if n.Date >= p.Date { // the newest certificate names the provider
		p.Name, p.Date = n.Name, n.Date
		p.Organisation = cmp.Or(n.Organisation, p.Organisation)
		p.Source = cmp.Or(n.Source, source)
	}
	p.MailReceipt = cmp.Or(n.MailReceipt, p.MailReceipt)
	for _, d := range n.Domains {
		i := slices.IndexFunc(p.Domains, func(h Admission) bool { return h.Name == d.Name })
		switch {
		case i < 0:
			p.Domains = append(p.Domains, d)
		case d.Since.Before(p.Domains[i].Since):
			p.Domains[i] = d
		}
	}
	for _, d := range n.Managed {
		p.Managed = append(p.Managed, d)
	}
}

func (u *update) addCRL(c *CRL) error {
	if c.data == nil {
		return errors.New("revocation list without its bytes")
	}
	for _, g := range u.authorities {
		key, err := x509.ParsePKIXPublicKey(g.SPKI)
		if err != nil || fold(g.Subject) != fold(c.Issuer) || c.data.signedBy(key) != nil {
			continue
		}
		f := *c
		f.DER, f.data = nil, nil
		if !slices.ContainsFunc(u.crls, func(k CRL) bool { return k.Source == f.Source }) {
			u.crls = append(u.crls, f)
		}
		for _, r := range c.data.entries {
			r.Issuer, r.Source, r.Until = c.Issuer, c.Source, c.ThisUpdate
			i := slices.IndexFunc(u.revocations, func(k Revocation) bool {
				return k.Serial == r.Serial && k.Issuer == r.Issuer && k.Reason == r.Reason && k.Date.Equal(r.Date)
			})
			if i < 0 {
				u.revocations = append(u.revocations, r)
			} else if r.Until.After(u.revocations[i].Until) {
				u.revocations[i].Until = r.Until
			}
		}
		return nil
	}
	return fmt.Errorf("revocation list of %s: signed by no accepted authority", c.Issuer)
}

func (u *update) finish() *List {
	l := &List{Name: u.name, Kind: KindSnapshot, Revocations: u.revocations, CRLs: u.crls}
	newest := func(t time.Time) {
		if t.After(l.Date) {
			l.Date = t.UTC().Truncate(24 * time.Hour)
		}
	}
	for _, g := range u.authorities {
		a := g.finish()
		for _, c := range a.Certificates {
			newest(c.NotBefore)
		}
		l.Authorities = append(l.Authorities, a)
	}
	for _, p := range u.providers {
		p.Spellings = slices.DeleteFunc(p.Spellings, func(s string) bool { return s == p.Name })
		slices.Sort(p.Spellings)
		slices.Sort(p.Managed)
		p.Managed = slices.Compact(p.Managed)
		slices.SortFunc(p.Domains, func(a, b Admission) int { return cmp.Compare(a.Name, b.Name) })
		l.Providers = append(l.Providers, *p)
	}
	for _, e := range u.entries {
		if p := u.providers[providerKey(e.Provider, e.Unit)]; p != nil {
			e.Provider = p.Name
		}
		newest(e.NotBefore)
		l.Entries = append(l.Entries, *e)
	}
	for _, c := range u.crls {
		newest(c.ThisUpdate)
	}
	slices.SortFunc(l.Authorities, func(a, b Authority) int {
		return cmp.Or(earliest(a).Compare(earliest(b)), cmp.Compare(a.SPKISHA256, b.SPKISHA256))
	})
	slices.SortFunc(l.Providers, func(a, b Provider) int {
		return cmp.Or(cmp.Compare(fold(a.Name), fold(b.Name)), cmp.Compare(a.Unit, b.Unit))
	})
	slices.SortFunc(l.Entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(fold(a.Provider), fold(b.Provider)), a.NotBefore.Compare(b.NotBefore),
			cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.SHA1, b.SHA1))
	})
	slices.SortFunc(l.Revocations, func(a, b Revocation) int {
		return cmp.Or(cmp.Compare(a.Issuer, b.Issuer), cmp.Compare(a.Serial, b.Serial), a.Date.Compare(b.Date), cmp.Compare(a.Reason, b.Reason))
	})
	slices.SortFunc(l.CRLs, func(a, b CRL) int {
		return cmp.Or(cmp.Compare(a.Issuer, b.Issuer), a.ThisUpdate.Compare(b.ThisUpdate), cmp.Compare(a.Source, b.Source))
	})
	return l
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

func earliest(a Authority) time.Time {
	if len(a.Certificates) == 0 {
		return time.Time{}
	}
	return a.Certificates[0].NotBefore
}

func entryKey(e *Entry) string {
	if e.SHA256 != "" {
		return e.SHA256
	}
	return "sha1:" + e.SHA1
}

func providerKey(name, unit string) string { return fold(name) + "\x00" + fold(unit) }

func sourceOf(l *List) string {
	if l.Kind == KindLDIF {
		return "index of providers, sha256:" + l.SHA256
	}
	return "file sha256:" + l.SHA256
}

func commonName(cn, subject string) string {
	if cn == "" {
		cn, _, _ = strings.Cut(strings.TrimPrefix(subject, "CN="), ",")
	}
	return cn
}
