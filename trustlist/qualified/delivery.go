package qualified

import (
	"slices"
	"strings"
	"time"

	"pecverifier/trustlist/certificate"
)

// Finding is what one service says of a certificate.
type Finding struct {
	List    *List
	Service *Service
	Period  *Period   // the period that covers the moment; nil where the service began later
	Since   time.Time // the start of that period, or of the first one
	Until   time.Time // the start of the next; zero = it is the current one
	Why     Why       // "" = this service vouches for the certificate
	Issued  bool      // its key issued the certificate; else the certificate is the service
}

// Why a service does not vouch for a certificate at a moment.
type Why string

// The reasons, from the nearest to the farthest.
const (
	NotYet     Why = "not-yet"     // the service began later
	NotGranted Why = "not-granted" // its status then was another: withdrawn
	OtherType  Why = "other-type"  // the service is of another kind: a certificate of PEC, an authority, a platform
	NotNamed   Why = "not-named"   // the service's period names other certificates
	Unread     Why = "unread"      // a critical extension that is not known here
)

// Delivery asks for a service of registered delivery that vouches for the certificate at a moment: one for mail (EDS/REM, EDS/REM/Q)
// whose certificate it is, or whose authority issued it; where mail is false also one of any kind (EDS, EDS/Q), as a web platform
// has. The first finding that vouches is returned alone; else all that know the certificate and do not.
func Delivery(lists []*List, c *certificate.Certificate, at time.Time, mail bool) []Finding {
	return ask(lists, c, at, func(p *Period) bool {
		switch p.Type {
		case TypeREM, TypeREMQualified:
			return true
		case TypeEDS, TypeEDSQualified:
			return !mail
		}
		return false
	})
}

// Timestamps asks for a service of time-stamps that vouches for the certificate of a time-stamp unit at a moment: a qualified one
// (TSA/QTST), else one that the list knows at all (TSA/TSS-QC, TSA).
func Timestamps(lists []*List, c *certificate.Certificate, at time.Time) []Finding {
	found := ask(lists, c, at, func(p *Period) bool { return p.Type == TypeTimestamps })
	if Vouches(found) {
		return found
	}
	if other := ask(lists, c, at, func(p *Period) bool { return strings.HasPrefix(p.Type, "TSA") }); Vouches(other) {
		return other
	}
	return found
}

// Vouches says whether a service of the findings vouches for the certificate.
func Vouches(found []Finding) bool { return len(found) == 1 && found[0].Why == "" }

// Qualified says whether the service is a qualified one.
func (f *Finding) Qualified() bool { return f.Period != nil && strings.HasSuffix(f.Period.Type, "/Q") }

func ask(lists []*List, c *certificate.Certificate, at time.Time, wanted func(*Period) bool) []Finding {
	sum := c.SHA256()
	issuer := certificate.Fold(certificate.Name(c.Issuer))
	var others []Finding
	tried := 0
	for _, l := range Current(lists) {
		for i := range l.Services {
			s := &l.Services[i]
			identity, issued := s.knows(c, sum, issuer, wanted, &tried)
			if identity == nil {
				continue
			}
			f := Finding{List: l, Service: s, Issued: issued}
			f.judge(at, identity.SHA256, wanted)
			if f.Why == "" {
				return []Finding{f}
			}
			others = append(others, f)
		}
	}
	slices.SortStableFunc(others, func(a, b Finding) int { return a.Why.rank() - b.Why.rank() })
	return others
}

func (w Why) rank() int {
	return slices.Index([]Why{NotYet, NotGranted, NotNamed, Unread, OtherType}, w)
}

// knows finds the certificate among the service's, or the authority among them whose key issued it. Whose key it is costs a
// signature check, so that it is asked of services of the wanted type alone, and not without end.
func (s *Service) knows(c *certificate.Certificate, sum, issuer string, wanted func(*Period) bool, tried *int) (*Identity, bool) {
	for i := range s.Identities {
		if s.Identities[i].SHA256 == sum {
			return &s.Identities[i], false
		}
	}
	if !slices.ContainsFunc(s.Periods, func(p Period) bool { return wanted(&p) }) {
		return nil, false
	}
	for i := range s.Identities {
		id := &s.Identities[i]
		if !id.CA || certificate.Fold(id.Subject) != issuer || *tried == maxTried {
			continue
		}
		*tried++
		if c.IssuedBy(id.SPKI) == nil {
			return id, true
		}
	}
	return nil, false
}

func (f *Finding) judge(at time.Time, sum string, wanted func(*Period) bool) {
	f.Period, f.Until = f.Service.At(at)
	if f.Period == nil {
		first := &f.Service.Periods[0]
		f.Since = first.From
		if f.Why = NotYet; !wanted(first) {
			f.Why = OtherType
		}
		return
	}
	f.Since = f.Period.From
	switch {
	case !wanted(f.Period):
		f.Why = OtherType
	case !f.Period.names(sum):
		f.Why = NotNamed
	case f.Period.Unread:
		f.Why = Unread
	case !f.Period.Granted():
		f.Why = NotGranted
	}
}
