package trustlist

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// slack is for clocks: a certificate may state that it begins a little before the certificate that its authority signed it with.
const slack = 24 * time.Hour

// times are when an authority had a certificate: the validity of all that are known, joined where they touch, the oldest first.
type times []span

type span struct{ from, to time.Time }

func timesOf(certificates []CACertificate) times {
	var all, out times
	for _, c := range certificates {
		all = append(all, span{c.NotBefore, c.NotAfter})
	}
	slices.SortFunc(all, func(a, b span) int { return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to)) })
	for _, p := range all {
		last := len(out) - 1
		switch {
		case last < 0 || p.from.After(out[last].to):
			out = append(out, p)
		case p.to.After(out[last].to):
			out[last].to = p.to
		}
	}
	return out
}

func (a *Authority) times() times { return timesOf(a.Certificates) }

// hold reports whether the authority had a certificate then, give or take a day.
func (t times) hold(at time.Time) bool {
	return slices.ContainsFunc(t, func(p span) bool { return !at.Before(p.from.Add(-slack)) && !at.After(p.to.Add(slack)) })
}

// over reports whether the authority's last certificate had ended by then.
func (t times) over(at time.Time) bool { return len(t) == 0 || at.After(t[len(t)-1].to) }

// String writes the days, as in "2011-01-14 to 2018-01-14".
func (t times) String() string {
	var out []string
	for _, p := range t {
		out = append(out, day(p.from)+" to "+day(p.to))
	}
	return strings.Join(out, ", ")
}
