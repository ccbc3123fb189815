package trustlist

import (
	"cmp"
	"crypto/x509"
	"slices"
	"strings"
	"time"

	"pecverifier/trustlist/qualified"
)

// Path says how a signer is vouched for.
type Path string

// The three answers of the trust rule (doc.go).
const (
	PathCertificate Path = "certificate" // its certificate is in a list
	PathAuthority   Path = "authority"   // a listed authority signed its certificate
	PathNone        Path = "none"        // neither: not in the list, which is not the same as forged
)

// What is known of a revocation.
const (
	RevocationIsGood    = "good"
	RevocationIsRevoked = "revoked"
	RevocationIsUnknown = "unknown"
)

// Why a certificate may not sign provider mail (Answer.Unfit).
const (
	UnfitCA              = "ca"
	UnfitDigitalSign     = "no-digital-signature"
	UnfitEmailProtection = "no-email-protection"
)

// Where the asked time lies beside the certificate's validity (Answer.Validity).
const (
	ValidityNotYet  = "not-yet"
	ValidityExpired = "expired"
)

// Answer says whether a certificate was a listed provider's, and what that rests on.
//
// Path alone is not enough for a verdict: Unfit, Validity and Revocation are judged beside it, not within it.
type Answer struct {
	Path     Path
	Provider string  // as the list states it
	List     string  // the list it rests on; when PathNone, the lists searched
	ListDate string  // its date, 2006-01-02; "" when the list states none
	Lists    []*List // the same, one by one: by their From they are told apart

	Revocation       string    // good, revoked or unknown, at the asked time
	RevokedAt        time.Time // when revoked, or revoked later; else zero
	RevocationReason string    // RFC 5280 §5.3.1, such as keyCompromise

	Unfit    string // "" = fit, else ca, no-digital-signature or no-email-protection
	Validity string // "" = within, else not-yet or expired

	Service   *qualified.Finding // of RegisteredMail: the service that vouches, or that comes nearest; nil = none
	Qualified *bool              // of RegisteredMail: whether that service was a qualified one then; nil = not known

	Succession []Succession // what became of the provider since, as far as that is known

	Reasons []Reason // in the order in which they were found
}

// From is the way by which the list of the answer came in.
func (a Answer) From() From {
	switch len(a.Lists) {
	case 0:
		return ""
	case 1:
		return a.Lists[0].From
	}
	return FromSeveral
}

// Signer answers whether cert was a listed provider's at time at.
func (q *Inquiry) Signer(cert *x509.Certificate, at time.Time) Answer {
	a, open := q.begin(cert, at)
	if q.list != nil {
		a.searched(q.list.directories())
	}
	if !open {
		return a
	}
	var v verdict
	if f := q.list.lookup().entry(cert); f != nil {
		v = q.judgeEntry(cert, f)
	} else {
		v = q.judgeAuthorities(cert, clamp(at, cert))
	}
	q.conclude(&a, cert, at, v)
	if v.vouched {
		a.Succession = q.list.succession(v, at)
	}
	return a
}

// begin is an answer before any list is asked; open: there is something to ask.
func (q *Inquiry) begin(cert *x509.Certificate, at time.Time) (a Answer, open bool) {
	a = Answer{Path: PathNone, Revocation: RevocationIsUnknown}
	if cert == nil {
		a.say(reason(NoCertificate, "there is no certificate to judge"))
		return a, false
	}
	a.Validity = validityOf(cert, at)
	if q.list == nil {
		a.say(reason(EmptyList, "no list was given", "list", ""))
		return a, false
	}
	return a, true
}

// conclude says what the lists answered and, where one vouches, on what that rests and what else speaks of the certificate.
func (q *Inquiry) conclude(a *Answer, cert *x509.Certificate, at time.Time, v verdict) {
	a.say(v.reasons...)
	if !v.vouched {
		return
	}
	a.Path, a.Provider, a.Unfit = v.path, v.provider, v.unfit
	a.List, a.ListDate, a.Lists = v.list.Name, v.list.Day(), []*List{v.list}
	if v.list.Signed.Kind != OriginEmbedded {
		o := v.list.Signed
		a.say(reason(ListOrigin, "the list "+v.list.Name+" is "+originWords(o),
			"list", v.list.Name, "from", string(v.list.From), "origin", string(o.Kind), "signer", o.Signer))
	}
	if a.Unfit != "" {
		a.say(reason(Unfit, "the certificate may not sign provider mail: "+a.Unfit, "why", a.Unfit))
	}
	switch a.Validity {
	case ValidityNotYet:
		a.say(reason(NotYetValid, "the certificate is valid only from "+stamp(cert.NotBefore), "from", stamp(cert.NotBefore)))
	case ValidityExpired:
		a.say(reason(Expired, "the certificate was valid only to "+stamp(cert.NotAfter), "to", stamp(cert.NotAfter)))
	}
	q.list.lookup().revocation(a, cert, at, v.issuers)
}

// issuerKey is a key that is known to have signed the certificate, and when it could.
type issuerKey struct {
	key any
	times
}

// succession is the word of the list that vouches, else of the program's own.
func (l *List) succession(v verdict, at time.Time) []Succession {
	if s := v.list.SuccessionOf(v.provider, at); len(s) > 0 {
		return s
	}
	for _, p := range l.Parts() {
		if p.Signed.Kind == OriginEmbedded {
			return p.SuccessionOf(v.provider, at)
		}
	}
	return nil
}

// verdict is one path's outcome.
type verdict struct {
	vouched  bool
	path     Path
	provider string
	list     *List
	unfit    string
	issuers  []issuerKey
	reasons  []Reason
}

// entry finds the certificate itself. Where a list knows its SHA-256, its SHA-1 decides nothing (RFC 6109 §2.2.2: the
// hash is an index, then the certificates are compared).
func (x *index) entry(c *x509.Certificate) *found {
	if f := x.bySHA256[sha256Hex(c.Raw)]; f != nil {
		return f
	}
	if len(x.bySHA1) == 0 {
		return nil
	}
	return x.bySHA1[sha1Hex(c.Raw)]
}

func (q *Inquiry) judgeEntry(c *x509.Certificate, f *found) verdict {
	v := verdict{vouched: true, path: PathCertificate, list: f.list, provider: f.list.nameThen(f.entry.Provider, c), unfit: unfitOf(c)}
	if f.entry.SHA256 != "" {
		v.reasons = append(v.reasons, reason(CertificateListed, "the certificate is in the list "+f.list.Name,
			"sha256", f.entry.SHA256, "list", f.list.Name, "from", string(f.list.From)))
	} else {
		v.reasons = append(v.reasons, reason(HashListed, "the SHA-1 of the certificate is in the list "+f.list.Name,
			"sha1", f.entry.SHA1, "list", f.list.Name, "from", string(f.list.From)))
	}
	if v.provider == "" {
		v.provider = providerOf(f.list, c, c.EmailAddresses)
	}
	v.issuers = q.issuersOf(c)
	return v
}

// judgeAuthorities asks the authorities known by facts first, then those that the person brought.
func (q *Inquiry) judgeAuthorities(c *x509.Certificate, t time.Time) verdict {
	x := q.list.lookup()
	var against []Reason
	for i := range x.facts {
		v := x.facts[i].judge(c, t, q)
		if v.vouched {
			return v
		}
		against = append(against, v.reasons...)
	}
	if len(x.brought) > 0 {
		v := q.judgeBrought(c, t, pecOffice)
		if v.vouched {
			return v
		}
		against = append(against, v.reasons...)
	}
	if len(against) == 0 {
		issuer := nameOf(c.RawIssuer)
		against = append(against, reason(IssuerUnknown, "neither the certificate nor its issuer is in the list: "+issuer, "issuer", issuer))
	}
	return verdict{reasons: against}
}

// judge holds a certificate against an authority known by its facts.
func (k *authority) judge(c *x509.Certificate, t time.Time, q *Inquiry) (v verdict) {
	v = verdict{path: PathAuthority, list: k.list}
	if k.is(c) {
		v.vouched, v.unfit, v.provider = true, UnfitCA, organisationOf(c)
		return v
	}
	if k.name != q.issuer(c) {
		return v
	}
	if err := q.signedByFacts(c, k); err != nil {
		v.reasons = append(v.reasons, notSigned(c, err))
		return v
	}
	v.issuers = []issuerKey{{k.key, k.times}}
	v.reasons = append(v.reasons, reason(AuthoritySigned, "the certificate is signed with the key of "+k.Subject,
		"authority", k.Subject, "algorithm", c.SignatureAlgorithm.String(), "list", k.list.Name, "from", string(k.list.From)))
	v.unfit = unfitOf(c)
	if v.unfit == UnfitCA {
		v.vouched, v.provider = true, organisationOf(c)
		return v
	}
	good := true
	refuse := func(r Reason) { v.reasons, good = append(v.reasons, r), false }

	// A key outlives the authority. What is signed with it later, or for another time, is nobody's word.
	switch known := k.times.String(); {
	case !k.hold(c.NotBefore):
		refuse(reason(IssuedOutside, "the certificate begins on "+stamp(c.NotBefore)+", when "+k.Subject+" is known to have had no certificate: "+cmp.Or(known, "none is known"),
			"authority", k.Subject, "begins", stamp(c.NotBefore), "times", known))
	case k.over(t):
		end := stamp(k.times[len(k.times)-1].to)
		refuse(reason(AuthorityOver, "the last known certificate of "+k.Subject+" ended on "+end+", before the certified time", "authority", k.Subject, "end", end, "times", known))
	}
	if len(c.UnhandledCriticalExtensions) > 0 {
		refuse(critical(c, c.UnhandledCriticalExtensions[0]))
	}
	if k.LeafPolicy != "" {
		if states(c, k.LeafPolicy) {
			v.reasons = append(v.reasons, reason(PolicyStated, "the certificate states the policy "+k.LeafPolicy, "policy", k.LeafPolicy))
		} else {
			refuse(reason(PolicyMissing, "the certificate does not state the policy "+k.LeafPolicy+" of "+k.Subject,
				"policy", k.LeafPolicy, "authority", k.Subject))
		}
	}
	addresses := c.EmailAddresses
	if len(addresses) == 0 && k.AddressInSubject {
		addresses = subjectAddresses(c)
	}
	if r, ok := mailSigner(addresses, k.Subject); !ok {
		refuse(r)
	}
	if len(k.Domains) > 0 {
		seen := map[string]bool{}
		for _, a := range addresses {
			_, domain := splitAddress(a)
			if seen[domain] {
				continue
			}
			seen[domain] = true
			r, ok := admission(k.Domains, t, DomainAdmitted, DomainLapsed, "domain", domain, func(n string) bool { return hostAdmits(n, a) })
			if !ok {
				refuse(reason(DomainRefused, k.Subject+" never admitted the e-mail domain "+domain, "domain", domain, "authority", k.Subject))
				continue
			}
			v.reasons = append(v.reasons, r)
		}
	}
	if len(k.Organisations) > 0 {
		organisations := c.Subject.Organization
		if len(organisations) == 0 {
			organisations = []string{""}
		}
		for _, o := range organisations {
			folded := fold(o)
			r, ok := admission(k.Organisations, t, OrganisationAdmit, OrganisationLapsed, "organisation", o, func(n string) bool { return fold(n) == folded })
			if !ok {
				refuse(reason(OrganisationRefused, k.Subject+" never admitted the organisation "+quoted(o), "organisation", o, "authority", k.Subject))
				continue
			}
			v.reasons = append(v.reasons, r)
		}
	}
	v.vouched = good
	v.provider = providerOf(k.list, c, addresses)
	return v
}

// is reports whether c is the authority's own certificate, known or not.
func (k *authority) is(c *x509.Certificate) bool {
	return isCA(c) && string(c.RawSubjectPublicKeyInfo) == string(k.SPKI) && fold(nameOf(c.RawSubject)) == k.name
}

// admission says when a name was admitted: at t, or at least once.
func admission(list []Admission, t time.Time, admitted, lapsed, word, name string, match func(string) bool) (Reason, bool) {
	var last *Admission
	for i := range list {
		if !match(list[i].Name) {
			continue
		}
		last = &list[i]
		if last.Covers(t) {
			break
		}
	}
	if last == nil {
		return Reason{}, false
	}
	since, until := day(last.Since), day(last.Until)
	values := []string{word, name, "since", since, "until", until}
	if last.Covers(t) {
		return reason(admitted, "the "+word+" "+name+" is admitted"+period(since, until), values...), true
	}
	r := reason(lapsed, "the "+word+" "+name+" is known to be admitted only"+period(since, until), values...)
	r.Warn = true
	return r, true
}

func period(since, until string) string {
	s := ""
	if since != "" {
		s += " from " + since
	}
	if until != "" {
		s += " until " + until
	}
	return s
}

// mailSigner asks for the address that a provider signs with (RFC 6109 §5.5.1 and every real certificate): without it
// the certificate is a person's.
func mailSigner(addresses []string, authority string) (Reason, bool) {
	for _, a := range addresses {
		if local, domain := splitAddress(a); domain != "" && asciiLower(local) == "posta-certificata" {
			return Reason{}, true
		}
	}
	if len(addresses) == 0 {
		return reason(NoAddress, "the certificate states no e-mail address: no provider's", "authority", authority), false
	}
	return reason(PersonCertificate, "a person's certificate, not a provider's: it has no address posta-certificata@…",
		"email", strings.Join(addresses[:min(len(addresses), 4)], ", ")), false
}

// providerOf names a provider that an authority vouches for: by the list's record of the e-mail domain, else as the
// certificate does.
func providerOf(l *List, c *x509.Certificate, addresses []string) string {
	own := organisationOf(c)
	name := ""
	for i := range l.Providers {
		p := &l.Providers[i]
		for _, d := range p.Domains {
			for _, a := range addresses {
				_, domain := splitAddress(a)
				if domain == "" || asciiLower(d.Name) != domain {
					continue
				}
				if fold(p.Name) == fold(own) || fold(p.Organisation) == fold(own) || slices.ContainsFunc(p.Spellings, func(s string) bool { return fold(s) == fold(own) }) {
					return l.nameThen(p.Name, c)
				}
				if name == "" {
					name = p.Name
				}
			}
		}
	}
	if name == "" {
		return own
	}
	return name
}

func validityOf(c *x509.Certificate, at time.Time) string {
	switch {
	case at.Before(c.NotBefore):
		return ValidityNotYet
	case at.After(c.NotAfter):
		return ValidityExpired
	}
	return ""
}

// clamp moves a time into the certificate's validity, so that a path is still found for one asked about outside it.
func clamp(at time.Time, c *x509.Certificate) time.Time {
	switch validityOf(c, at) {
	case ValidityNotYet:
		return c.NotBefore
	case ValidityExpired:
		return c.NotAfter
	}
	return at
}

func originWords(o Origin) string {
	switch o.Kind {
	case OriginListed:
		return "signed by " + o.Signer + ", a listed authority"
	case OriginConfirmed:
		return "signed by " + o.Signer + ", whose fingerprint was confirmed"
	case OriginUnknown:
		return "signed by somebody who is no listed authority: " + o.Signer
	}
	return "not signed"
}

// Day is the date of a list, 2006-01-02; "" when it states none.
func (l *List) Day() string { return day(l.Date) }

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func quoted(s string) string { return "“" + s + "”" }
