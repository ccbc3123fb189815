package trustlist

import "slices"

// Changes is what one list would change of another, in the order of names.
type Changes struct {
	Added        []string         // providers that are not in use yet
	Missing      []string         // providers in use that a whole directory (an index, a snapshot) does not name
	Certificates []Entry          // certificates not in use yet, also of providers that are
	Authorities  []Authority      // authorities whose key is not in use yet
	Domains      int              // domains of providers not in use yet
	Revoked      []RevokedListing // provider certificates, of either list, that it says are revoked
	Revocations  int              // revocations not in use yet, whoever's certificates they are of
	Stated       int              // revocations that it states without a revocation list: they only warn
}

// RevokedListing is a listed certificate and its revocation.
type RevokedListing struct {
	Entry      Entry
	Revocation Revocation
}

// Changes says what brought would change if it were combined with l. Nothing that l states is lost by that: a provider
// that is missing in a new index stays known for the messages of its time.
func (l *List) Changes(brought *List) Changes {
	var c Changes
	before, after := l.Directory(), Combine(l, brought).Directory()
	known := keysOf(before)
	entries := map[string]bool{}
	domains := map[string]bool{}
	for i := range before {
		for _, e := range before[i].Certificates {
			entries[entryKey(&e)] = true
			entries["sha1:"+e.SHA1] = true
		}
		for _, d := range before[i].allDomains() {
			domains[before[i].key()+"\x00"+d] = true
		}
	}
	for i := range after {
		g := &after[i]
		if !known[g.key()] {
			c.Added = append(c.Added, g.label())
		}
		for _, e := range g.Certificates {
			if !entries[entryKey(&e)] && !(e.SHA256 == "" && entries["sha1:"+e.SHA1]) {
				e.Provider = g.Name
				c.Certificates = append(c.Certificates, e)
			}
		}
		for _, d := range g.allDomains() {
			if !domains[g.key()+"\x00"+d] {
				c.Domains++
			}
		}
	}
	if brought.Kind == KindLDIF || brought.Kind == KindSnapshot {
		named := keysOf(brought.Directory())
		for i := range before {
			if !named[before[i].key()] {
				c.Missing = append(c.Missing, before[i].label())
			}
		}
	}
	for _, a := range brought.Authorities {
		same := func(k Authority) bool { return k.SPKISHA256 == a.SPKISHA256 }
		if !slices.ContainsFunc(l.Authorities, same) && !slices.ContainsFunc(c.Authorities, same) {
			c.Authorities = append(c.Authorities, a)
		}
	}
	if brought.Signed.Kind != OriginEmbedded {
		c.Stated = len(brought.Revocations)
	}
	c.revocations(l, brought, after)
	return c
}

func (c *Changes) revocations(l, brought *List, after []Listing) {
	type stated struct {
		key, reason string
		unix        int64
	}
	had := map[stated]bool{}
	for r := range l.revoked {
		had[stated{r.key(), r.Reason, r.Date.Unix()}] = true
	}
	fresh := map[string]Revocation{}
	for r := range brought.revoked {
		if have, twice := fresh[r.key()]; !had[stated{r.key(), r.Reason, r.Date.Unix()}] && (!twice || worse(r, have)) {
			fresh[r.key()] = r
		}
	}
	c.Revocations = len(fresh)
	for i := range after {
		for _, e := range after[i].Certificates {
			if r, ok := fresh[fold(e.Issuer)+"\x00"+e.Serial]; ok && e.Serial != "" {
				e.Provider = after[i].Name
				c.Revoked = append(c.Revoked, RevokedListing{e, r})
			}
		}
	}
}

func (r *Revocation) key() string { return fold(r.Issuer) + "\x00" + r.Serial }

// revoked yields every revocation that a list says in a revocation list, and those of the program's own.
func (l *List) revoked(yield func(Revocation) bool) {
	for _, p := range l.Parts() {
		if p.Signed.Kind != OriginEmbedded {
			continue
		}
		for _, r := range p.Revocations {
			if !yield(r) {
				return
			}
		}
	}
	for i := range l.CRLs {
		c := &l.CRLs[i]
		if c.data == nil {
			continue
		}
		for _, r := range c.data.entries {
			r.Issuer, r.Source, r.Until = c.Issuer, c.Source, c.ThisUpdate
			if !yield(r) {
				return
			}
		}
	}
}

func keysOf(all []Listing) map[string]bool {
	keys := make(map[string]bool, len(all))
	for i := range all {
		keys[all[i].key()] = true
	}
	return keys
}

func (g *Listing) key() string { return providerKey(g.Name, g.Unit) }

func (g *Listing) label() string {
	if g.Unit == "" {
		return g.Name
	}
	return g.Name + " (" + g.Unit + ")"
}

// allDomains returns each domain once.
func (g *Listing) allDomains() []string {
	out := slices.Clone(g.Managed)
	for _, d := range g.Domains {
		out = append(out, d.Name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
