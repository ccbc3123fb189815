package trustlist

import (
	"cmp"
	"crypto/x509"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Sources are what a snapshot is made from.
type Sources struct {
	// Accept names new authorities by the SHA-256 of their SubjectPublicKeyInfo: without that no CA certificate becomes one.
	Accept []string
	// Roots are CAs above the authorities. Whoever gives them has checked that each signed itself.
	Roots []*x509.Certificate
	// Lists are official files. A snapshot among them says who the providers are, and nothing else is taken from it.
	Lists []*List
}

// Update makes a snapshot: history, with the facts of the sources added. Nothing of the history is lost; the same input
// gives the same list, in whatever order it comes. An authority's certificate is taken over when a root signed it, a
// provider's when an authority vouches for it or an index lists it, a revocation list when an authority signed it. The
// notes say what was left out, and why.
func Update(history *List, from Sources) (updated *List, notes []string, err error) {
	u := &update{authorities: map[string]*growing{}, entries: map[string]*Entry{}, providers: map[string]*Provider{}}
	if history != nil {
		u.name = history.Name
		u.start(history)
	}
	for _, c := range from.Roots {
		u.addRoot(c)
	}
	for _, l := range from.Lists {
		for i := range l.Authorities {
			if c := l.Authorities[i].Certificate; c != nil && l.Kind != KindSnapshot {
				if err := u.addAuthority(c, from); err != nil {
					return nil, nil, err
				}
			}
		}
	}
	for _, l := range from.Lists { // first who they are, so that a certificate finds its provider by any name
		for i := range l.Providers {
			u.addProvider(&l.Providers[i], sourceOf(l))
		}
	}
	for _, l := range from.Lists {
		if l.Kind == KindSnapshot {
			continue
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
	roots       []Root
	notes       []string
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
	u.roots = slices.Clone(h.Roots)
}

func (u *update) addRoot(c *x509.Certificate) {
	if r := rootOf(c); !slices.ContainsFunc(u.roots, func(h Root) bool { return h.SHA256 == r.SHA256 }) {
		u.roots = append(u.roots, r)
	}
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
	v := verdict{reasons: []Reason{reason("", "no accepted authority signed it")}}
	for _, g := range u.authorities {
		a := g.finish()
		key, err := x509.ParsePKIXPublicKey(a.SPKI)
		if err != nil {
			continue
		}
		k := authority{&a, &List{}, fold(a.Subject), key, a.times()}
		if w := k.judge(c, c.NotBefore, (&List{}).Ask(nil, nil)); w.vouched || len(w.reasons) > 0 {
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
	p := u.provider(n.Name, n.Unit)
	if p == nil {
		p = &Provider{Name: n.Name, Unit: n.Unit, Organisation: n.Organisation, Date: n.Date, SecondHand: n.SecondHand}
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
	p.SecondHand = p.SecondHand && n.SecondHand
	p.Managed = append(p.Managed, n.Managed...)
	for _, s := range n.Succession {
		if !slices.Contains(p.Succession, s) {
			p.Succession = append(p.Succession, s)
		}
	}
}

// provider finds one by its name, or by another way to write it.
func (u *update) provider(name, unit string) *Provider {
	if p := u.providers[providerKey(name, unit)]; p != nil || unit != "" {
		return p
	}
	for _, key := range slices.Sorted(maps.Keys(u.providers)) {
		p := u.providers[key]
		if p.Unit == "" && slices.ContainsFunc(p.Spellings, func(s string) bool { return fold(s) == fold(name) }) {
			return p
		}
	}
	return nil
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
	l := &List{Name: u.name, Kind: KindSnapshot, Revocations: u.revocations, CRLs: u.crls, Roots: u.roots}
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
		slices.SortFunc(p.Succession, func(a, b Succession) int { return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Kind, b.Kind)) })
		slices.SortFunc(p.Domains, func(a, b Admission) int { return cmp.Compare(a.Name, b.Name) })
		l.Providers = append(l.Providers, *p)
	}
	for _, e := range u.entries {
		if p := u.provider(e.Provider, e.Unit); p != nil {
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
	slices.SortFunc(l.Roots, func(a, b Root) int { return cmp.Or(a.NotBefore.Compare(b.NotBefore), cmp.Compare(a.SHA256, b.SHA256)) })
	slices.SortFunc(l.Revocations, func(a, b Revocation) int {
		return cmp.Or(cmp.Compare(a.Issuer, b.Issuer), cmp.Compare(a.Serial, b.Serial), a.Date.Compare(b.Date), cmp.Compare(a.Reason, b.Reason))
	})
	slices.SortFunc(l.CRLs, func(a, b CRL) int {
		return cmp.Or(cmp.Compare(a.Issuer, b.Issuer), a.ThisUpdate.Compare(b.ThisUpdate), cmp.Compare(a.Source, b.Source))
	})
	return l
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
