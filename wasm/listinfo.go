//go:build js && wasm

package main

import (
	"time"

	"pecverifier/trustlist"
)

// What the page is told of lists. wasm.d.ts mirrors these shapes; times are RFC 3339, "" where there is none.
type (
	infoJSON struct {
		Date        string          `json:"date"` // of the newest fact of all
		Parts       []partJSON      `json:"parts"`
		Providers   []providerJSON  `json:"providers"`
		Authorities []authorityJSON `json:"authorities"`
		Waiting     []waitingJSON   `json:"waiting"` // kept, and not in use
		Dropped     []dropped       `json:"dropped"`
		Storage     string          `json:"storage"` // "" = works; why nothing is remembered
	}

	partJSON struct {
		Name            string        `json:"name"`
		Kind            string        `json:"kind"`
		Date            string        `json:"date"`
		SHA256          string        `json:"sha256"`
		Size            int           `json:"size"`
		From            string        `json:"from"`
		Origin          originJSON    `json:"origin"`
		Accepted        string        `json:"accepted"`
		Remembered      bool          `json:"remembered"`
		Providers       int           `json:"providers"`
		Certificates    int           `json:"certificates"`
		Authorities     int           `json:"authorities"`
		RevocationLists []crlJSON     `json:"revocationLists"`
		Refused         []refusalJSON `json:"refused"`
	}
	waitingJSON struct {
		partJSON
		Confirmed bool `json:"confirmed"` // the record says that the person confirmed the signer's fingerprint
	}
	originJSON struct {
		Kind   string `json:"kind"`
		Signer string `json:"signer"`
		SHA256 string `json:"sha256"`
	}
	crlJSON struct {
		Issuer     string `json:"issuer"`
		ThisUpdate string `json:"thisUpdate"`
		Revoked    int    `json:"revoked"`
	}
	refusalJSON struct {
		Entry  string `json:"entry"`
		Reason string `json:"reason"`
	}

	providerJSON struct {
		Name         string            `json:"name"`
		Unit         string            `json:"unit"`
		Spellings    []string          `json:"spellings"`
		Domains      []admissionJSON   `json:"domains"`
		Managed      []string          `json:"managed"`
		Certificates []certificateJSON `json:"certificates"`
	}
	admissionJSON struct {
		Name  string `json:"name"`
		Since string `json:"since"`
		Until string `json:"until"`
	}
	certificateJSON struct {
		Provider  string `json:"provider,omitempty"`
		SHA256    string `json:"sha256"`
		SHA1      string `json:"sha1"`
		NotBefore string `json:"notBefore"`
		NotAfter  string `json:"notAfter"`
	}
	authorityJSON struct {
		Subject       string          `json:"subject"`
		Brought       bool            `json:"brought"`
		Domains       []admissionJSON `json:"domains"`
		Organisations []admissionJSON `json:"organisations"`
	}

	previewJSON struct {
		partJSON
		Changes changesJSON `json:"changes"`
	}
	changesJSON struct {
		Added        []string          `json:"added"`
		Removed      []string          `json:"removed"`
		Certificates []certificateJSON `json:"certificates"`
		Authorities  []string          `json:"authorities"`
		Domains      int               `json:"domains"`
		Revoked      []revokedJSON     `json:"revoked"`
		Revocations  int               `json:"revocations"`
	}
	revokedJSON struct {
		certificateJSON
		Date   string `json:"date"`
		Reason string `json:"reason"`
	}
)

func (l *lists) info() infoJSON {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := infoJSON{Date: stamp(l.inUse.Date), Dropped: append([]dropped{}, l.dropped...), Parts: []partJSON{partOf(trustlist.Embedded())}}
	if l.storage != nil {
		i.Storage = l.storage.Error()
	}
	for _, h := range l.held {
		p := partOf(h.list)
		p.Size, p.Accepted, p.Remembered = len(h.Data), stamp(h.Accepted), h.kept
		i.Parts = append(i.Parts, p)
	}
	i.Waiting = each(l.waiting, func(h held) waitingJSON {
		p := partOf(h.list)
		p.SHA256, p.Size, p.Remembered = h.SHA256, len(h.Data), true
		return waitingJSON{p, h.Confirmed != "" && h.Confirmed == p.Origin.SHA256}
	})
	i.Providers = each(l.inUse.Directory(), func(g trustlist.Listing) providerJSON {
		return providerJSON{Name: g.Name, Unit: g.Unit, Spellings: texts(g.Spellings), Domains: each(g.Domains, admission), Managed: texts(g.Managed),
			Certificates: each(g.Certificates, certificate)}
	})
	i.Authorities = each(l.inUse.Authorities, func(a trustlist.Authority) authorityJSON {
		return authorityJSON{Subject: a.Subject, Brought: a.Certificate != nil, Domains: each(a.Domains, admission), Organisations: each(a.Organisations, admission)}
	})
	return i
}

// again looks once more at what is kept. It changes nothing of what is in use.
func (l *lists) again() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	l.look(false)
}

// mine gives the person's lists in use, for another run of the program to restore.
func (l *lists) mine() []record {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	return each(l.held, func(h held) record { return h.record })
}

func previewOf(b *brought) previewJSON {
	p := previewJSON{partJSON: partOf(b.list)}
	p.SHA256, p.Size, p.Accepted = b.SHA256, len(b.Data), stamp(b.Accepted)
	p.Changes = changesJSON{Added: texts(b.changes.Added), Removed: texts(b.changes.Missing), Domains: b.changes.Domains, Revocations: b.changes.Revocations,
		Certificates: each(b.changes.Certificates, certificate),
		Authorities:  each(b.changes.Authorities, func(a trustlist.Authority) string { return a.Subject }),
		Revoked: each(b.changes.Revoked, func(r trustlist.RevokedListing) revokedJSON {
			return revokedJSON{certificate(r.Entry), stamp(r.Revocation.Date), r.Revocation.Reason}
		})}
	return p
}

func partOf(l *trustlist.List) partJSON {
	return partJSON{Name: l.Name, Kind: string(l.Kind), Date: stamp(l.Date), SHA256: l.SHA256, From: string(l.From),
		Origin:    originJSON{string(l.Signed.Kind), l.Signed.Signer, l.Signed.SHA256},
		Providers: len(l.Directory()), Certificates: len(l.Entries), Authorities: len(l.Authorities),
		RevocationLists: each(l.CRLs, func(c trustlist.CRL) crlJSON { return crlJSON{c.Issuer, stamp(c.ThisUpdate), c.Len()} }),
		Refused:         each(l.Refused, func(r trustlist.Refusal) refusalJSON { return refusalJSON{r.Entry, r.Reason} })}
}

func admission(a trustlist.Admission) admissionJSON {
	return admissionJSON{a.Name, stamp(a.Since), stamp(a.Until)}
}

func certificate(e trustlist.Entry) certificateJSON {
	return certificateJSON{e.Provider, e.SHA256, e.SHA1, stamp(e.NotBefore), stamp(e.NotAfter)}
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
