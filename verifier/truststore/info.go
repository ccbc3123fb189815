package truststore

import (
	"strings"
	"time"

	"pecverifier/trustlist"
	"pecverifier/trustlist/qualified"
)

// What the page is told of lists. wasm.d.ts mirrors these shapes; times are RFC 3339, "" where there is none.
type (
	Info struct {
		Date        string          `json:"date"` // of the newest fact of all
		Parts       []Part          `json:"parts"`
		Providers   []InfoProvider  `json:"providers"`
		Authorities []InfoAuthority `json:"authorities"`
		Services    []InfoService   `json:"services"` // that deliver registered mail, or by a platform, of all trusted lists in use
		Waiting     []Waiting       `json:"waiting"`  // kept, and not in use
		Dropped     []Dropped       `json:"dropped"`
		Storage     string          `json:"storage"` // "" = works; why nothing is remembered
	}

	Part struct {
		Name            string        `json:"name"`
		Kind            string        `json:"kind"`
		Date            string        `json:"date"`
		SHA256          string        `json:"sha256"`
		Size            int           `json:"size"`
		From            string        `json:"from"`
		Origin          PartOrigin    `json:"origin"`
		Accepted        string        `json:"accepted"`
		Remembered      bool          `json:"remembered"`
		Pending         string        `json:"pending"` // code: why it judges nothing yet; "" = it judges
		Providers       int           `json:"providers"`
		Certificates    int           `json:"certificates"`
		Authorities     int           `json:"authorities"`
		Services        int           `json:"services"` // of a trusted list
		RevocationLists []PartCRL     `json:"revocationLists"`
		Refused         []PartRefusal `json:"refused"`
	}
	Waiting struct {
		Part
		Confirmed bool `json:"confirmed"` // the record says that the person confirmed the signer's fingerprint
	}
	PartOrigin struct {
		Kind   string `json:"kind"`
		Signer string `json:"signer"`
		SHA256 string `json:"sha256"`
	}
	PartCRL struct {
		Issuer     string `json:"issuer"`
		ThisUpdate string `json:"thisUpdate"`
		Revoked    int    `json:"revoked"`
	}
	PartRefusal struct {
		Entry  string `json:"entry"`
		Reason string `json:"reason"`
	}

	InfoProvider struct {
		Name         string            `json:"name"`
		Unit         string            `json:"unit"`
		Spellings    []string          `json:"spellings"`
		Domains      []InfoAdmission   `json:"domains"`
		Managed      []string          `json:"managed"`
		Certificates []InfoCertificate `json:"certificates"`
		// Succession is what became of it; SecondHand: that there was such a provider is known at second hand alone.
		Succession []trustlist.Succession `json:"succession"`
		SecondHand bool                   `json:"secondHand"`
	}
	InfoService struct {
		Name     string       `json:"name"`
		Provider string       `json:"provider"`
		List     string       `json:"list"`
		States   []InfoState  `json:"states"` // the oldest first; each lasts until the next
		Valid    []InfoPeriod `json:"valid"`  // of its certificates
	}
	InfoState struct {
		Type   string `json:"type"`
		Status string `json:"status"`
		Since  string `json:"since"`
	}
	InfoAdmission struct {
		Name  string `json:"name"`
		Since string `json:"since"`
		Until string `json:"until"`
		// SecondHand: whose domain it is, is neither a certificate's nor the authority's word.
		SecondHand bool `json:"secondHand"`
	}
	InfoCertificate struct {
		Provider  string `json:"provider,omitempty"`
		SHA256    string `json:"sha256"`
		SHA1      string `json:"sha1"`
		NotBefore string `json:"notBefore"`
		NotAfter  string `json:"notAfter"`
	}
	InfoPeriod struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	InfoAuthority struct {
		Subject       string          `json:"subject"`
		Brought       bool            `json:"brought"`
		Certificates  []InfoPeriod    `json:"certificates"` // its own: the time that it vouches for
		Domains       []InfoAdmission `json:"domains"`
		Organisations []InfoAdmission `json:"organisations"`
	}

	Preview struct {
		Part
		Changes PreviewChanges `json:"changes"`
	}
	PreviewChanges struct {
		Added        []string          `json:"added"`
		Removed      []string          `json:"removed"`
		Certificates []InfoCertificate `json:"certificates"`
		Authorities  []string          `json:"authorities"`
		Domains      int               `json:"domains"`
		Revoked      []PreviewRevoked  `json:"revoked"`
		Revocations  int               `json:"revocations"`
		Stated       int               `json:"stated"`
	}
	PreviewRevoked struct {
		InfoCertificate
		Date   string `json:"date"`
		Reason string `json:"reason"`
	}
)

// Info is what is in use.
func (s *Store) Info() Info {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	i := Info{Date: stamp(s.inUse.Date), Dropped: append([]Dropped{}, s.dropped...), Parts: []Part{partOf(s.o.Base)}}
	if s.storage != nil {
		i.Storage = s.storage.Error()
	}
	for _, h := range s.all() {
		i.Parts = append(i.Parts, h.part())
	}
	i.Waiting = each(s.waiting, func(h *held) Waiting {
		p := h.part()
		p.Accepted, p.Remembered = "", true
		return Waiting{p, h.Confirmed != "" && strings.EqualFold(h.Confirmed, p.Origin.SHA256)}
	})
	i.Providers = each(s.inUse.Directory(), func(g trustlist.Listing) InfoProvider {
		return InfoProvider{Name: g.Name, Unit: g.Unit, Spellings: texts(g.Spellings), Domains: each(g.Domains, admission), Managed: texts(g.Managed),
			Certificates: each(g.Certificates, certificate), Succession: append([]trustlist.Succession{}, g.Succession...), SecondHand: g.SecondHand}
	})
	i.Authorities = each(s.inUse.Authorities, func(a trustlist.Authority) InfoAuthority {
		return InfoAuthority{Subject: a.Subject, Brought: a.Certificate != nil, Certificates: each(a.Certificates, period), Domains: each(a.Domains, admission), Organisations: each(a.Organisations, admission)}
	})
	i.Services = each(s.inUse.Deliverers(), func(d trustlist.Deliverer) InfoService {
		return InfoService{Name: d.Service.Name, Provider: d.Service.Provider, List: d.List.Name(),
			States: each(d.Service.Periods, func(p qualified.Period) InfoState { return InfoState{p.Type, p.Status, stamp(p.From)} }),
			Valid:  each(d.Service.Identities, func(c qualified.Identity) InfoPeriod { return InfoPeriod{stamp(c.NotBefore), stamp(c.NotAfter)} })}
	})
	return i
}

// Preview is what there is to say of a list before it is accepted.
func (b *Brought) Preview() Preview {
	p := Preview{Part: b.held.part()}
	p.Changes = PreviewChanges{Added: texts(b.changes.Added), Removed: texts(b.changes.Missing), Domains: b.changes.Domains, Revocations: b.changes.Revocations, Stated: b.changes.Stated,
		Certificates: each(b.changes.Certificates, certificate),
		Authorities:  each(b.changes.Authorities, func(a trustlist.Authority) string { return a.Subject }),
		Revoked: each(b.changes.Revoked, func(r trustlist.RevokedListing) PreviewRevoked {
			return PreviewRevoked{certificate(r.Entry), stamp(r.Revocation.Date), r.Revocation.Reason}
		})}
	return p
}

func (h *held) part() Part {
	p := partOf(h.list)
	p.SHA256, p.Size, p.Accepted, p.Remembered = h.SHA256, len(h.Data), stamp(h.Accepted), h.kept
	if h.pending != nil {
		p.Pending = Code(h.pending)
	}
	return p
}

func partOf(l *trustlist.List) Part {
	services := 0
	if l.Services != nil {
		services = len(l.Services.Services)
	}
	return Part{Services: services, Name: l.Name, Kind: string(l.Kind), Date: stamp(l.Date), SHA256: l.SHA256, From: string(l.From),
		Origin:    PartOrigin{string(l.Signed.Kind), l.Signed.Signer, l.Signed.SHA256},
		Providers: len(l.Directory()), Certificates: len(l.Entries), Authorities: len(l.Authorities),
		RevocationLists: each(l.CRLs, func(c trustlist.CRL) PartCRL { return PartCRL{c.Issuer, stamp(c.ThisUpdate), c.Len()} }),
		Refused:         each(l.Refused, func(r trustlist.Refusal) PartRefusal { return PartRefusal{r.Entry, r.Reason} })}
}

func admission(a trustlist.Admission) InfoAdmission {
	return InfoAdmission{a.Name, stamp(a.Since), stamp(a.Until), a.SecondHand}
}

func period(c trustlist.CACertificate) InfoPeriod {
	return InfoPeriod{stamp(c.NotBefore), stamp(c.NotAfter)}
}

func certificate(e trustlist.Entry) InfoCertificate {
	return InfoCertificate{e.Provider, e.SHA256, e.SHA1, stamp(e.NotBefore), stamp(e.NotAfter)}
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// each never gives null.
func each[From, To any](list []From, to func(From) To) []To {
	out := make([]To, len(list))
	for i, v := range list {
		out[i] = to(v)
	}
	return out
}

func texts(list []string) []string { return append([]string{}, list...) }
