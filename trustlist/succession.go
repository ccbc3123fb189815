package trustlist

import (
	"crypto/x509"
	"errors"
	"slices"
	"time"
)

// Succession is what became of a provider: who answers for its logs, as far as that is known.
type Succession struct {
	Kind       string `json:"kind" one:"renamed merged taken-over ended left"`
	From       string `json:"from,omitempty"`      // renamed: the old name
	To         string `json:"to,omitempty"`        // the new name, or who took it over; "" = nobody is known
	Date       string `json:"date"`                // 2006-01-02: then, or known by then
	LogsUntil  string `json:"logsUntil,omitempty"` // it kept its logs until then
	Source     string `json:"source"`
	SecondHand bool   `json:"secondHand,omitempty"` // neither a certificate's word nor the authority's
}

// What became of a provider.
const (
	SuccessionRenamed   = "renamed"    // the same under another name
	SuccessionMerged    = "merged"     // it became part of another
	SuccessionTakenOver = "taken-over" // it ended, and another has its customers
	SuccessionEnded     = "ended"
	SuccessionLeft      = "left" // the authority does not admit its name any more
)

func (s *Succession) validate() error {
	kinds := []string{SuccessionRenamed, SuccessionMerged, SuccessionTakenOver, SuccessionEnded, SuccessionLeft}
	if !slices.Contains(kinds, s.Kind) || s.Date == "" || s.Source == "" {
		return errors.New("kind, date and source are needed")
	}
	return errors.Join(texts(s.From, s.To, s.Source), dates(s.Date), dates(s.LogsUntil))
}

// maxSuccessions bounds the way from a provider to whoever answers for it today.
const maxSuccessions = 8

// SuccessionOf says what became of a provider after a time, by the list: a new name only where it was taken later, all else
// whenever it was. It goes on with what became of the successor.
func (l *List) SuccessionOf(provider string, at time.Time) (out []Succession) {
	seen := map[*Provider]bool{}
	for p, since := l.named(provider), day(at); p != nil && !seen[p] && len(out) < maxSuccessions; {
		seen[p] = true
		var next *Provider
		for _, s := range p.Succession {
			if s.Kind == SuccessionRenamed && s.Date <= since || len(out) == maxSuccessions {
				continue
			}
			out = append(out, s)
			if s.To != "" {
				next, since = l.named(s.To), max(since, s.Date)
			}
		}
		p = next
	}
	return out
}

// nameThen gives the name of a provider that its certificate has, where that is an old one, else the list's.
func (l *List) nameThen(provider string, c *x509.Certificate) string {
	if p := l.named(provider); p != nil {
		own := fold(organisationOf(c))
		for _, s := range p.Succession {
			if s.Kind == SuccessionRenamed && fold(s.From) == own {
				return s.From
			}
		}
	}
	return provider
}

// named finds a provider by any of its names.
func (l *List) named(name string) *Provider {
	folded := fold(name)
	is := func(s string) bool { return foldsTo(s, folded) }
	var spelled *Provider
	for i := range l.Providers {
		p := &l.Providers[i]
		if is(p.Name) {
			return p
		}
		if spelled == nil && (is(p.Organisation) || slices.ContainsFunc(p.Spellings, is)) {
			spelled = p
		}
	}
	if folded == "" {
		return nil
	}
	return spelled
}
