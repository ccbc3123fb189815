package trustlist

import "pecverifier/statement"

// Reason is one fact that an Answer rests on, or one that stands against it. Warn marks what a reader should notice although it
// refuses nothing.
type Reason struct {
	statement.Statement
	Warn bool
}

// The slugs, with their values. list is a name, which anybody may choose; from is the list's From.
const (
	CertificateListed   = "certificate-listed"    // sha256, list, from
	HashListed          = "hash-listed"           // sha1, list, from
	AuthoritySigned     = "authority-signed"      // authority, algorithm, list, from
	BroughtAuthority    = "brought-authority"     // authority, path, list, from
	PolicyStated        = "policy-stated"         // policy
	PolicyMissing       = "policy-missing"        // policy, authority
	DomainAdmitted      = "domain-admitted"       // domain, since, until
	DomainLapsed        = "domain-lapsed"         // domain, since, until: admitted at another time (warns)
	DomainRefused       = "domain-refused"        // domain, authority
	OrganisationAdmit   = "organisation-admitted" // organisation, since, until
	OrganisationLapsed  = "organisation-lapsed"   // organisation, since, until: admitted at another time (warns)
	OrganisationRefused = "organisation-refused"  // organisation, authority
	NoAddress           = "no-address"            // authority: the certificate states no e-mail address
	PersonCertificate   = "person-certificate"    // email: no address posta-certificata@…
	IssuerUnknown       = "issuer-unknown"        // issuer
	IssuerKey           = "issuer-key"            // issuer: the name is known, the key did not sign it
	IssuerWeak          = "issuer-weak"           // issuer, algorithm: MD5 or weaker, or not known
	IssuedOutside       = "issued-outside"        // authority, begins, times: it had no certificate when this one begins
	AuthorityOver       = "authority-over"        // authority, end, times: its last certificate ended before the time
	AuthorityNotValid   = "authority-not-valid"   // authority, from, to: a CA of the path was not valid then
	NotAnAuthority      = "not-an-authority"      // authority: no CA certificate, or it may not sign certificates
	PathTooLong         = "path-too-long"         // authority, limit
	NameConstraint      = "name-constraint"       // authority, name
	CriticalExtension   = "critical-extension"    // certificate, oid
	PathLimit           = "path-limit"            // the search was cut off
	Unfit               = "unfit"                 // why: ca, no-digital-signature, no-email-protection
	NotYetValid         = "not-yet-valid"         // from
	Expired             = "expired"               // to
	Revoked             = "revoked"               // date, reason, source
	RevokedLater        = "revoked-later"         // date, reason, source
	RevocationStated    = "revocation-stated"     // date, reason, list, from, origin, signer: a list says so without the authority's revocation list (warns)
	RevocationGood      = "revocation-good"       // date, source
	RevocationOlder     = "revocation-older"      // date, source: the list is from before the certified time
	RevocationExpired   = "revocation-expired"    // date, source: lists drop certificates that have expired
	RevocationScope     = "revocation-scope"      // source: the list covers other certificates
	RevocationUnchecked = "revocation-unchecked"  // date, reason, list: a revocation list has it, and no list the authority (warns)
	RevocationUnproved  = "revocation-unproved"   // source: signed by no listed authority
	HoldReleased        = "hold-released"         // date, source
	RevocationNone      = "revocation-none"       // no list says anything
	ListOrigin          = "list-origin"           // list, from, origin, signer
	ServiceListed       = "service-listed"        // provider, type, status, since, list, territory: the certificate is that service of registered mail
	ServiceIssued       = "service-issued"        // the same: the certificate was issued by the authority that is that service
	ServiceNotYet       = "service-not-yet"       // the same: it began later
	ServiceNotGranted   = "service-not-granted"   // the same, until: its status then was another
	ServiceOther        = "service-other"         // the same: a service of another kind
	ServiceOpen         = "service-open"          // the same: the list says something of it that is not understood here
	OtherSystem         = "other-system"          // the signer is known for PEC alone
	OneAddress          = "one-address"           // addresses: the certificate states not one
	ListDue             = "list-due"              // list, due: a newer one should have been published by now (warns)
	NoCertificate       = "no-certificate"        //
	EmptyList           = "empty-list"            // list
)

// reason is a fact in words that are filled already; values are name and value in turn.
func reason(slug, detail string, values ...string) Reason {
	return Reason{Statement: statement.Statement{Reason: slug, Detail: detail, Values: statement.Values(values...)}}
}

func (a *Answer) say(rs ...Reason) {
next:
	for _, r := range rs {
		for _, h := range a.Reasons {
			if h.Reason == r.Reason && h.Detail == r.Detail {
				continue next
			}
		}
		if len(a.Reasons) < maxReasons {
			a.Reasons = append(a.Reasons, r)
		}
	}
}
