package trustlist

import (
	"cmp"
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
)

// Who may sign registered mail of the Union (REM) is said by trusted lists, and by an authority that a person brought. What lists
// know of PEC vouches for none of it, and no service of REM for PEC, although one certificate may stand in both (REM.md §6.3).

// ServiceLists are the trusted lists in use: those of the program, where its own list is in use, and those that were brought.
func (l *List) ServiceLists() []*qualified.List {
	var out []*qualified.List
	for _, p := range l.serviceParts() {
		out = append(out, p.Services)
	}
	return out
}

// Deliverer is a delivery service, and the list that names it.
type Deliverer struct {
	List    *qualified.List
	Service *qualified.Service
}

// Deliverers are the delivery services of the trusted lists in use: those of registered mail (EDS/REM), and platforms (EDS).
func (l *List) Deliverers() []Deliverer {
	var out []Deliverer
	for _, t := range l.ServiceLists() {
		for i := range t.Services {
			s := &t.Services[i]
			if slices.ContainsFunc(s.Periods, func(p qualified.Period) bool { return strings.HasPrefix(p.Type, qualified.TypeEDS) }) {
				out = append(out, Deliverer{t, s})
			}
		}
	}
	return out
}

// serviceParts are the parts that hold a trusted list. Those of the program, and those in a snapshot, are made lists of their own, by
// their own names.
func (l *List) serviceParts() []*List {
	if l == nil {
		return nil
	}
	var out []*List
	for _, p := range l.Parts() {
		switch {
		case p.Kind == KindServices:
			out = append(out, p)
		default:
			inside := p.Trusted
			if p.Signed.Kind == OriginEmbedded {
				inside = qualified.Embedded().Lists
			}
			for _, s := range inside {
				out = append(out, &List{Name: s.Name(), Kind: KindServices, Date: s.Issued, SHA256: s.SHA256, Signed: p.Signed, From: p.From, Services: s})
			}
		}
	}
	return out
}

// directories are the parts that say something of PEC.
func (l *List) directories() []*List {
	return slices.DeleteFunc(slices.Clone(l.Parts()), func(p *List) bool { return p.Kind == KindServices })
}

// searched says which lists did not know the signer.
func (a *Answer) searched(parts []*List) {
	var all []*List
	var names []string
	var newest time.Time
	for _, p := range parts {
		all = append(all, p.Parts()...)
		if p.Name != "" {
			names = append(names, p.Name)
		}
		if p.Date.After(newest) {
			newest = p.Date
		}
	}
	a.List, a.ListDate, a.Lists = strings.Join(names, "; "), day(newest), all
}

var remOffice = office{oneAddress, (*index).foreign}

// RegisteredMail answers whether cert signed for a service of registered mail at time at: as the certificate of a service that was
// granted then, or issued by an authority that is one, or by one that a person brought. mail asks for a service that signs mail (EDS/REM,
// EDS/REM/Q); a bare evidence may be of any delivery service.
func (q *Inquiry) RegisteredMail(cert *x509.Certificate, at time.Time, mail bool) Answer {
	a, open := q.begin(cert, at)
	if !open {
		return a
	}
	services := q.list.serviceParts()
	a.searched(append(slices.Clone(services), q.list.bringing()...))
	v := q.judgeServices(&a, services, cert, at, mail)
	if !v.vouched && len(q.list.lookup().brought) > 0 {
		against := v.reasons
		if v = q.judgeBrought(cert, clamp(at, cert), remOffice); v.vouched {
			a.Service = nil
		} else {
			v.reasons = append(against, v.reasons...)
		}
	}
	switch {
	case v.vouched:
		v.issuers = append(v.issuers, q.issuersOf(cert)...)
	case q.ofPEC(cert):
		v.reasons = append(v.reasons, reason(OtherSystem, "the signer is known for PEC, which vouches for no registered mail"))
	case len(v.reasons) == 0:
		issuer := nameOf(cert.RawIssuer)
		v.reasons = []Reason{reason(IssuerUnknown, "neither the certificate nor its issuer is in the list: "+issuer, "issuer", issuer)}
	}
	q.conclude(&a, cert, at, v)
	return a
}

// bringing are the parts with an authority that a person brought.
func (l *List) bringing() []*List {
	return slices.DeleteFunc(l.directories(), func(p *List) bool {
		return !slices.ContainsFunc(p.Authorities, func(a Authority) bool { return a.Certificate != nil })
	})
}

// judgeServices asks the trusted lists.
func (q *Inquiry) judgeServices(a *Answer, parts []*List, cert *x509.Certificate, at time.Time, mail bool) verdict {
	c, err := certificate.Parse(cert.Raw)
	if err != nil || len(parts) == 0 {
		return verdict{}
	}
	var lists []*qualified.List
	for _, p := range parts {
		lists = append(lists, p.Services)
	}
	found := qualified.Delivery(lists, c, at, mail)
	if len(found) == 0 {
		return verdict{}
	}
	f := &found[0]
	a.Service = f
	part := parts[slices.Index(lists, f.List)]
	if !qualified.Vouches(found) {
		var against []Reason
		for i := range found {
			against = append(against, serviceReason(&found[i]))
		}
		return verdict{reasons: against}
	}
	v := verdict{vouched: true, path: PathCertificate, provider: cmp.Or(f.Service.Provider, organisationOf(cert)), list: part, reasons: []Reason{serviceReason(f)}}
	if isCA(cert) {
		v.unfit = UnfitCA
	}
	if !f.Issued {
		yes := f.Qualified()
		a.Qualified = &yes
		return v
	}
	v.path, v.unfit = PathAuthority, unfitOf(cert)
	if r, ok := oneAddress(cert.EmailAddresses, nameOf(cert.RawIssuer)); !ok {
		return verdict{reasons: append(v.reasons, r)}
	}
	return v
}

// serviceReason says what a service is to the certificate.
func serviceReason(f *qualified.Finding) Reason {
	p := f.Period
	if p == nil {
		p = &f.Service.Periods[0]
	}
	values := []string{"provider", f.Service.Provider, "type", p.Type, "status", p.Status, "since", stamp(f.Since), "list", f.List.Name(), "territory", f.List.Territory}
	if !f.Until.IsZero() {
		values = append(values, "until", stamp(f.Until))
	}
	is := "the certificate is that of the service " + p.Type + " of " + f.Service.Provider + " in " + f.List.Name()
	if f.Issued {
		is = "the certificate was issued by the authority of the service " + p.Type + " of " + f.Service.Provider + " in " + f.List.Name()
	}
	switch f.Why {
	case qualified.NotYet:
		return reason(ServiceNotYet, is+", which is "+p.Status+" only since "+stamp(f.Since), values...)
	case qualified.NotGranted:
		return reason(ServiceNotGranted, is+", the status of which was then "+p.Status+", since "+stamp(f.Since), values...)
	case qualified.OtherType:
		return reason(ServiceOther, is+": no service of registered mail", values...)
	case qualified.NotNamed, qualified.Unread:
		return reason(ServiceOpen, is+", of which the list says something for that time that is not understood here", values...)
	}
	slug := ServiceListed
	if f.Issued {
		slug = ServiceIssued
	}
	return reason(slug, is+", "+p.Status+" since "+stamp(f.Since), values...)
}

// oneAddress asks for the one address that a provider of registered mail signs with (EN 319 532-4 §C.4.2). One of PEC is none.
func oneAddress(addresses []string, authority string) (Reason, bool) {
	if len(addresses) != 1 {
		return reason(OneAddress, "the certificate has not one e-mail address", "addresses", strings.Join(addresses[:min(len(addresses), 4)], ", ")), false
	}
	if _, pec := mailSigner(addresses, authority); pec {
		return reason(OtherSystem, "the signer is known for PEC, which vouches for no registered mail"), false
	}
	return Reason{}, true
}

// foreign keeps an authority that is known for PEC from vouching for registered mail, also where a person brings it.
func (x *index) foreign(_ *x509.Certificate, anchor *authority) *Reason {
	if slices.ContainsFunc(x.facts, func(k authority) bool { return string(k.SPKI) == string(anchor.SPKI) && k.name == anchor.name }) {
		r := reason(OtherSystem, "the signer is known for PEC, which vouches for no registered mail")
		return &r
	}
	return nil
}

// ofPEC says whether the lists know the certificate for PEC.
func (q *Inquiry) ofPEC(cert *x509.Certificate) bool {
	x := q.list.lookup()
	return x.entry(cert) != nil || slices.ContainsFunc(x.facts, func(k authority) bool { return k.name == q.issuer(cert) && q.signedByFacts(cert, &k) == nil })
}

// issuersOf are the keys of known authorities that signed the certificate: theirs is the word on its revocation.
func (q *Inquiry) issuersOf(c *x509.Certificate) []issuerKey {
	x := q.list.lookup()
	var out []issuerKey
	for _, known := range [][]authority{x.facts, x.brought} {
		for i := range known {
			if k := &known[i]; k.name == q.issuer(c) && q.signedByFacts(c, k) == nil {
				out = append(out, issuerKey{k.key, k.times})
			}
		}
	}
	return out
}
