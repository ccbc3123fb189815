package qualified

import (
	"strconv"
	"strings"
	"time"
)

// List is what one trusted list says. It must not be changed once it is used.
type List struct {
	Territory  string    `json:"territory"`
	Sequence   int       `json:"sequence"`
	Version    int       `json:"version"` // TSLVersionIdentifier
	Issued     time.Time `json:"issued"`
	NextUpdate time.Time `json:"nextUpdate,omitzero"` // zero: no further one is planned
	Operator   string    `json:"operator"`
	SHA256     string    `json:"sha256"`            // of the file, lower-case hexadecimal
	Signer     string    `json:"signer,omitempty"`  // SHA-256 of the certificate that signed it; "" = not signed
	Vouched    string    `json:"vouched,omitempty"` // who names that certificate for this territory; "" = nobody
	Source     string    `json:"source,omitempty"`  // where the file is from
	Services   []Service `json:"services"`
	Partial    bool      `json:"partial,omitempty"` // only some types of service were kept

	Pointers map[string][]string `json:"-"` // of a list of lists: territory → SHA-256 of the certificates that may sign its list
	LOTL     bool                `json:"-"` // it is a list of lists
	Refused  []string            `json:"-"` // what could not be read and was left out
}

// Name is how the list is spoken of.
func (l *List) Name() string { return "TSL-" + l.Territory + " " + strconv.Itoa(l.Sequence) }

// Service is one entry.
type Service struct {
	Provider   string     `json:"provider"`
	Name       string     `json:"name,omitempty"`
	Identities []Identity `json:"identities"`
	Periods    []Period   `json:"periods"` // the oldest first; each lasts until the next
}

// Identity is one certificate that is the service, by what is asked of it.
type Identity struct {
	SHA256    string    `json:"sha256,omitempty"`
	SPKI      []byte    `json:"spki,omitempty"`    // of an authority, which is known by its key
	Subject   string    `json:"subject,omitempty"` // of an authority, RFC 4514
	KeyID     string    `json:"keyID,omitempty"`   // lower-case hexadecimal
	CA        bool      `json:"ca,omitempty"`
	NotBefore time.Time `json:"notBefore,omitzero"`
	NotAfter  time.Time `json:"notAfter,omitzero"`
}

// Period is a status and since when.
type Period struct {
	From        time.Time   `json:"from"`
	Type        string      `json:"type"`   // without the prefix of ETSI: CA/QC, TSA/QTST, EDS/REM/Q
	Status      string      `json:"status"` // without the prefix of ETSI: granted, withdrawn
	For         []string    `json:"for,omitempty"`
	Qualifiers  []Qualifier `json:"qualifiers,omitempty"`
	TakenOverBy string      `json:"takenOverBy,omitempty"`
	Unread      bool        `json:"unread,omitempty"` // a critical extension that is not known here

	Only []string `json:"only,omitempty"` // SHA-256 of the certificates that this period names, where they are not all of the service's
}

// Types of service that are asked for.
const (
	TypeREM          = "EDS/REM"
	TypeREMQualified = "EDS/REM/Q"
	TypeEDS          = "EDS"
	TypeEDSQualified = "EDS/Q"
	TypeCA           = "CA/QC"
	TypeTimestamps   = "TSA/QTST"
)

func kept(serviceType string) bool {
	return serviceType == TypeCA || strings.HasPrefix(serviceType, "TSA") || serviceType == TypeEDS || strings.HasPrefix(serviceType, "EDS/")
}

var typePrefix = "http://uri.etsi.org/TrstSvc/Svctype/"

// statusPrefixes: the second was in use until the Regulation (EU) 910/2014 applied.
var statusPrefixes = []string{"http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/", "http://uri.etsi.org/TrstSvc/Svcstatus/eSigDir-1999-93-EC-TrustedList/"}

func shortStatus(uri string) string {
	for _, p := range statusPrefixes {
		if s, ok := strings.CutPrefix(uri, p); ok {
			return s
		}
	}
	return uri
}

// Regulation is when Regulation (EU) 910/2014 began to apply to trusted lists: before, statuses had other names.
var Regulation = time.Date(2016, 6, 30, 22, 0, 0, 0, time.UTC)

// Granted says whether the status means that the provider was entitled to the service: for a qualified one granted, before the
// Regulation the three of the Directive's supervision (TS 119 615 §4.4); for another one recognised by the state.
func (p Period) Granted() bool {
	switch p.Status {
	case "granted":
		return true
	case "undersupervision", "supervisionincessation", "accredited":
		return p.From.Before(Regulation)
	case "recognisedatnationallevel":
		return !strings.HasSuffix(p.Type, "/Q") && p.Type != TypeCA && p.Type != TypeTimestamps
	}
	return false
}

// At gives the period that covers a moment, and when the next begins (zero: it is the current one). It is nil before the first.
func (s *Service) At(t time.Time) (p *Period, until time.Time) {
	for i := range s.Periods {
		if s.Periods[i].From.After(t) {
			until = s.Periods[i].From
			break
		}
		p = &s.Periods[i]
	}
	if p == nil {
		return nil, time.Time{}
	}
	return p, until
}

// names says whether the period is about that certificate.
func (p *Period) names(sha256 string) bool {
	if len(p.Only) == 0 {
		return true
	}
	for _, s := range p.Only {
		if s == sha256 {
			return true
		}
	}
	return false
}

// Current gives the lists that count: of those of one territory that are vouched for only the newest, and all others.
func Current(lists []*List) []*List {
	newest := map[string]int{}
	for _, l := range lists {
		if l.Vouched != "" && l.Sequence > newest[l.Territory] {
			newest[l.Territory] = l.Sequence
		}
	}
	var out []*List
	for _, l := range lists {
		if l.Vouched == "" || l.Sequence == newest[l.Territory] {
			out = append(out, l)
		}
	}
	return out
}
