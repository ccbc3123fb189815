package trustlist

import (
	"crypto/x509"
	"fmt"
	"slices"
	"time"
)

// revocation says what the lists know of a certificate's revocation at a time. A revocation list counts only when a key
// that signed the certificate signed it too, while its authority had a certificate; the revocations of the embedded list
// were held against that when it was made. Those of any other are said, and change nothing; as is what a revocation list has of which
// no list knows the authority. The certificates that a message brings prove none: whoever hands it on adds and removes them.
//
// A certificate is revoked when it was at or before the time, or for a compromised key at any time. certificateHold
// counts while it lasts; removeFromCRL, which belongs in delta lists, is ignored. It is good when a list made at or after
// the time, and before the certificate expired (lists drop what has expired), does not have it.
func (x *index) revocation(a *Answer, c *x509.Certificate, at time.Time, issuers []issuerKey) {
	issuer, serial := fold(nameOf(c.RawIssuer)), serialOf(c.SerialNumber)
	listed := slices.Clone(x.revocations[issuer+"\x00"+serial])
	var silent []*CRL // lists of this issuer that do not have the certificate
	var unchecked []claim
	for _, l := range x.crls {
		if fold(l.Issuer) != issuer {
			continue
		}
		if l.data == nil { // facts of a snapshot: its entries are among listed
			if !slices.ContainsFunc(listed, func(r Revocation) bool { return r.Source == l.Source }) {
				silent = append(silent, l.CRL)
			}
			continue
		}
		if !slices.ContainsFunc(issuers, func(k issuerKey) bool { return k.hold(l.ThisUpdate) && l.data.signedBy(k.key) == nil }) {
			a.say(reason(RevocationUnproved, "the revocation list "+l.Source+" is signed with no key that signed the certificate and was its authority's then", "source", l.Source))
			if r, ok := l.data.entries[serial]; ok && len(issuers) == 0 { // nobody can say that it is not the authority's
				unchecked = append(unchecked, claim{r, l.list})
			}
			continue
		}
		if r, ok := l.data.entries[serial]; ok {
			r.Issuer, r.Source, r.Until = l.Issuer, l.Source, l.ThisUpdate
			listed = append(listed, r)
		} else {
			silent = append(silent, l.CRL)
		}
	}

	var later *Revocation
	for i := range listed {
		r := &listed[i]
		switch {
		case r.Reason == "removeFromCRL":
		case compromised(r.Reason) || !r.Date.After(at):
			if r.Reason == "certificateHold" && released(r, at, silent) {
				a.say(reason(HoldReleased, "the certificate was on hold from "+stamp(r.Date)+" and is not any more", "date", stamp(r.Date), "source", r.Source))
				continue
			}
			a.Revocation, a.RevokedAt, a.RevocationReason = RevocationIsRevoked, r.Date, r.Reason
			a.say(reason(Revoked, "the certificate was revoked on "+stamp(r.Date)+because(r.Reason), "date", stamp(r.Date), "reason", r.Reason, "source", r.Source))
			return
		case later == nil || r.Date.Before(later.Date):
			later = r
		}
	}
	stated := a.claims(x.stated[issuer+"\x00"+serial], unchecked, at)
	if later != nil {
		a.Revocation, a.RevokedAt, a.RevocationReason = RevocationIsGood, later.Date, later.Reason
		r := reason(RevokedLater, "the certificate was revoked later, on "+stamp(later.Date)+because(later.Reason),
			"date", stamp(later.Date), "reason", later.Reason, "source", later.Source)
		r.Warn = true
		a.say(r)
		return
	}
	var weaker []Reason
	for _, l := range silent {
		date := stamp(l.ThisUpdate)
		values := []string{"date", date, "source", l.Source}
		switch {
		case !l.covers(c):
			weaker = append(weaker, reason(RevocationScope, "the revocation list "+l.Source+" covers other certificates", "source", l.Source))
		case l.ThisUpdate.Before(at):
			weaker = append(weaker, reason(RevocationOlder, "the revocation list of "+date+" is from before the certified time", values...))
		case l.ThisUpdate.After(c.NotAfter) && (l.ExpiredFrom.IsZero() || l.ExpiredFrom.After(c.NotAfter)):
			weaker = append(weaker, reason(RevocationExpired, "the revocation list of "+date+" is from after the certificate expired, and may have dropped it", values...))
		default:
			a.Revocation = RevocationIsGood
			a.say(reason(RevocationGood, "the revocation list of "+date+" does not have the certificate", values...))
			return
		}
	}
	a.say(weaker...)
	if len(weaker) == 0 && !stated {
		a.say(reason(RevocationNone, "no list says whether the certificate was revoked"))
	}
}

// broughtCRL is a revocation list and the list that it came with.
type broughtCRL struct {
	*CRL
	list *List
}

// claims says what lists state of a revocation that would count, were it known that the authority said it.
func (a *Answer) claims(stated, unchecked []claim, at time.Time) (said bool) {
	for i, c := range slices.Concat(stated, unchecked) {
		if c.Reason == "removeFromCRL" || !compromised(c.Reason) && c.Date.After(at) {
			continue
		}
		o := c.list.Signed
		r := reason(RevocationStated, "the list "+c.list.Name+", "+originWords(o)+", says that the certificate was revoked on "+stamp(c.Date)+because(c.Reason)+
			"; the authority's own revocation list, which would prove it, is not there",
			"date", stamp(c.Date), "reason", c.Reason, "list", c.list.Name, "from", string(c.list.From), "origin", string(o.Kind), "signer", o.Signer)
		if i >= len(stated) {
			r = reason(RevocationUnchecked, "the revocation list in "+c.list.Name+" has the certificate, as revoked on "+stamp(c.Date)+because(c.Reason)+
				"; no list has the certificate of the authority with which to check it", "date", stamp(c.Date), "reason", c.Reason, "list", c.list.Name)
		}
		r.Warn = true
		a.say(r)
		said = true
	}
	return said
}

func compromised(reason string) bool { return reason == "keyCompromise" || reason == "cACompromise" }

// released: a hold is over for a time after the last list that had it, when a later one does not.
func released(r *Revocation, at time.Time, silent []*CRL) bool {
	return at.After(r.Until) && slices.ContainsFunc(silent, func(l *CRL) bool { return l.ThisUpdate.After(r.Until) })
}

func because(reason string) string {
	if reason == "" || reason == "unspecified" {
		return ""
	}
	return " (" + reason + ")"
}

// CheckCRLs verifies every revocation list of l with the authorities of l and of the list in use. The error names the
// first list that no authority signed; nothing of such a file should be taken over.
func (l *List) CheckCRLs(inUse *List) error {
	authorities := l.Authorities
	if inUse != nil {
		authorities = append(slices.Clone(authorities), inUse.Authorities...)
	}
	for i := range l.CRLs {
		if c := &l.CRLs[i]; c.data != nil {
			if err := c.signedByOne(authorities); err != nil {
				return fmt.Errorf("revocation list of %s: %w", c.Issuer, err)
			}
		}
	}
	return nil
}

// signedByOne asks whether one of the authorities signed a revocation list while it had a certificate.
func (c *CRL) signedByOne(authorities []Authority) error {
	why := ErrIssuer
	for _, a := range authorities {
		if fold(a.Subject) != fold(c.Issuer) {
			continue
		}
		key, err := x509.ParsePKIXPublicKey(a.SPKI)
		if err != nil {
			return fmt.Errorf("authority %s: key: %w", a.Subject, err)
		}
		if err = c.data.signedBy(key); err != nil {
			why = fmt.Errorf("%w: %w with the key of that authority", ErrCRLSignature, err)
			continue
		}
		if known := a.times(); !known.hold(c.ThisUpdate) {
			why = fmt.Errorf("%w on %s, only %s", ErrIssuer, day(c.ThisUpdate), known)
			continue
		}
		return nil
	}
	return why
}
