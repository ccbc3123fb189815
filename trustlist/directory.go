package trustlist

import (
	"cmp"
	"slices"
	"time"
)

// Listing is one provider as all parts of a list state it together.
type Listing struct {
	Name         string
	Unit         string // secondary environment
	Organisation string
	Spellings    []string     // other ways its name is written
	Domains      []Admission  // of the addresses that it signs with
	Managed      []string     // its customers' domains
	Succession   []Succession // what became of it
	SecondHand   bool         // that there was such a provider is known at second hand alone
	Certificates []Entry      // the newest last; those known by their hash alone first
}

// Directory returns the providers of a list, each once, in the order of their names. A certificate that came without a
// provider's name stands under its own organisation.
func (l *List) Directory() []Listing {
	d := gathering{at: map[string]int{}}
	for _, p := range l.Parts() {
		for i := range p.Providers {
			d.provider(&p.Providers[i])
		}
		for i := range p.Entries {
			d.entry(&p.Entries[i])
		}
	}
	for i := range d.all {
		d.all[i].finish()
	}
	slices.SortStableFunc(d.all, func(a, b Listing) int {
		return cmp.Or(cmp.Compare(fold(a.Name), fold(b.Name)), cmp.Compare(fold(a.Unit), fold(b.Unit)))
	})
	return d.all
}

type gathering struct {
	at  map[string]int // by name and unit
	all []Listing
}

func (d *gathering) listing(name, unit string) *Listing {
	key := providerKey(name, unit)
	i, ok := d.at[key]
	if !ok {
		i = len(d.all)
		d.at[key] = i
		d.all = append(d.all, Listing{Name: name, Unit: unit})
	}
	return &d.all[i]
}

func (d *gathering) provider(p *Provider) {
	g := d.listing(p.Name, p.Unit)
	g.Organisation = cmp.Or(g.Organisation, p.Organisation)
	g.Spellings = append(append(g.Spellings, p.Name), p.Spellings...)
	g.Domains = append(g.Domains, p.Domains...)
	for _, s := range p.Succession {
		if !slices.Contains(g.Succession, s) {
			g.Succession = append(g.Succession, s)
		}
	}
	g.SecondHand = p.SecondHand
	g.Managed = append(g.Managed, p.Managed...)
}

func (d *gathering) entry(e *Entry) {
	g := d.listing(e.name(), e.Unit)
	g.Certificates = append(g.Certificates, *e)
}

// name is the provider's, or what the certificate says of its holder.
func (e *Entry) name() string {
	name := e.Provider
	if name == "" && e.Certificate != nil {
		name = organisationOf(e.Certificate)
	}
	return cmp.Or(name, e.Subject, e.SHA256, e.SHA1)
}

func (g *Listing) finish() {
	slices.Sort(g.Spellings)
	g.Spellings = slices.DeleteFunc(slices.Compact(g.Spellings), func(s string) bool { return s == g.Name })
	slices.Sort(g.Managed)
	g.Managed = slices.Compact(g.Managed)
	g.Domains = mergeAdmissions(g.Domains)

	have, full := map[string]bool{}, map[string]bool{} // certificates, and SHA-1 of those known by more than it
	for _, e := range g.Certificates {
		full[e.SHA1] = full[e.SHA1] || e.SHA256 != ""
	}
	g.Certificates = slices.DeleteFunc(g.Certificates, func(e Entry) bool {
		twice := have[entryKey(&e)]
		have[entryKey(&e)] = true
		return twice || e.SHA256 == "" && full[e.SHA1]
	})
	slices.SortStableFunc(g.Certificates, func(a, b Entry) int { return a.NotBefore.Compare(b.NotBefore) })
}

// mergeAdmissions joins what several lists say of one name where the times touch.
func mergeAdmissions(list []Admission) []Admission {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b Admission) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), a.Since.Compare(b.Since))
	})
	var out []Admission
	for _, a := range list {
		last := len(out) - 1
		if last < 0 || out[last].Name != a.Name || !out[last].Until.IsZero() && a.Since.After(out[last].Until) {
			out = append(out, a)
			continue
		}
		out[last].Until = later(out[last].Until, a.Until)
	}
	return out
}

// later of two ends; none is the latest.
func later(a, b time.Time) time.Time {
	if a.IsZero() || b.IsZero() {
		return time.Time{}
	}
	if a.After(b) {
		return a
	}
	return b
}
