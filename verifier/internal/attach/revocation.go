package attach

import (
	"math/big"
	"slices"
	"time"

	"pecverifier/trustlist"
	"pecverifier/trustlist/certificate"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/ocsp"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// material is data on revocation that a file brings, as sent: anybody can add some and leave some out. What counts of it is what the
// authority signed that issued the certificate.
type material struct {
	lists     []broughtList
	responses []broughtResponse
	unread    bool // some of it
}

// A list and a response, each under a name that no other has.
type (
	broughtList struct {
		*trustlist.CRL
		sum string
	}
	broughtResponse struct {
		*ocsp.Response
		sum string
	}
)

func (m *material) add(other material) {
	m.lists, m.responses, m.unread = append(m.lists, other.lists...), append(m.responses, other.responses...), m.unread || other.unread
}

// material reads what a file brings. Of a list, which may be large, that is done once, however many signatures bring it.
func (c *container) material(lists, responses [][]byte) (m material) {
	for i, der := range lists {
		sum := sha(der)
		l, known := c.lists[sum]
		if !known {
			if i >= maxRevocations || len(c.lists) >= maxRevocations {
				c.limit("revocation")
				break
			}
			l, _ = trustlist.ReadCRL(der)
			c.lists[sum] = l
		}
		if l == nil {
			m.unread = true
			continue
		}
		m.lists = append(m.lists, broughtList{l, sum})
	}
	for i, der := range responses {
		if i >= maxRevocations {
			c.limit("revocation")
			break
		}
		r, err := ocsp.Parse(der)
		if err != nil {
			m.unread = true
			continue
		}
		m.responses = append(m.responses, broughtResponse{r, sha(der)})
	}
	return m
}

// proved says whether one of the authority's keys signed something. It is asked once: a file may have many signatures of one authority.
func (c *container) proved(sum string, leaf *certificate.Certificate, keys [][]byte, by func(issuer, spki []byte) bool) bool {
	return slices.ContainsFunc(keys, func(spki []byte) bool {
		key := sum + sha(spki) + sha(leaf.Issuer)
		good, known := c.proofs[key]
		if !known {
			if len(c.proofs) >= maxAsked {
				c.limit("revocation")
				return false
			}
			good = by(leaf.Issuer, spki)
			c.proofs[key] = good
		}
		return good
	})
}

// assertion is what an authority says of one certificate.
type assertion struct {
	from, next time.Time // of the list or the response; next zero = not stated
	kept       time.Time // certificates that expired since then are still on it
	revoked    bool
	at         time.Time
	reason     string
}

// revocation says what is known of it at the moment at which the signature is judged. A certificate was good where a statement that was
// in force then, or made later, does not revoke it (EN 319 102-1 §5.2.5); one that was revoked later was good (ATTACHMENTS, table of
// section 2). A certificate on hold counts as revoked, until a later statement does not have it.
func (c *container) revocation(o *opinion, leaf *certificate.Certificate, a authority, at time.Time) {
	var keys [][]byte
	if a.Finding != nil {
		for _, i := range a.Finding.Service.Identities {
			if leaf.IssuedBy(i.SPKI) == nil {
				keys = append(keys, i.SPKI)
			}
		}
	}
	all, why := c.statements(o, leaf, keys)
	good := assertion{}
	for _, s := range all {
		if !s.revoked && s.from.After(good.from) {
			good = s
		}
	}
	var later, revoked *assertion
	for i := range all {
		switch s := &all[i]; {
		case !s.revoked || s.reason == "removeFromCRL":
		case s.reason == "certificateHold" && good.from.After(s.from) && at.After(s.from):
		case !s.at.After(at):
			if revoked == nil || s.at.Before(revoked.at) {
				revoked = s
			}
		case later == nil || s.at.Before(later.at):
			later = s
		}
	}
	switch {
	case revoked != nil:
		o.Trust.Revocation, o.Trust.RevokedAt = "revoked", stamp(revoked.at)
		o.fail("attachment.revocation", revokedNoPOE, "attachment.revocation.revoked", "date", stamp(revoked.at), "reason", revoked.reason)
		return
	case later != nil:
		o.Trust.Revocation, o.Trust.RevokedAt = "good", stamp(later.at)
		o.say("attachment.revocation", "passed", "attachment.revocation.later", "date", stamp(later.at), "reason", later.reason)
		return
	}
	for _, s := range all {
		if s.revoked {
			continue
		}
		switch {
		case s.from.Before(at) && !at.Before(s.next):
			why = append(why, "attachment.revocation.older")
		case s.from.After(leaf.NotAfter) && (s.kept.IsZero() || s.kept.After(leaf.NotAfter)):
			why = append(why, "attachment.revocation.dropped")
		default:
			o.Trust.Revocation = "good"
			o.say("attachment.revocation", "passed", "attachment.revocation", "date", stamp(s.from))
			return
		}
	}
	reason := "attachment.revocation.unknown"
	for _, worst := range []string{"attachment.revocation.older", "attachment.revocation.dropped", "attachment.revocation.scope", "attachment.revocation.unproved",
		"attachment.revocation.inside"} {
		if slices.Contains(why, worst) {
			reason = worst
			break
		}
	}
	o.say("attachment.revocation", "skipped", reason)
}

// statements are those about the certificate that one of the authority's keys signed; why says what keeps the others from counting.
func (c *container) statements(o *opinion, leaf *certificate.Certificate, keys [][]byte) (all []assertion, why []string) {
	serial := serialOf(leaf)
	lists := slices.Clone(o.revocations.lists)
	for _, l := range c.CRLs {
		if l.IssuedUnder(leaf.Issuer) { // else it was brought for others' certificates
			lists = append(lists, broughtList{l, l.Source})
		}
	}
	if o.revocations.unread {
		why = append(why, "attachment.revocation.inside")
	}
	for _, l := range lists {
		if !c.proved(l.sum, leaf, keys, l.SignedBy) {
			why = append(why, "attachment.revocation.unproved")
			continue
		}
		s := assertion{from: l.ThisUpdate, next: l.NextUpdate, kept: l.ExpiredFrom}
		if r, listed := l.Entry(serial); listed {
			s.revoked, s.at, s.reason = true, r.Date, r.Reason
		} else if !l.Speaks(leaf.Points) {
			why = append(why, "attachment.revocation.scope")
			continue
		}
		all = append(all, s)
	}
	for _, r := range o.revocations.responses {
		if !c.proved(r.sum, leaf, keys, r.SignedFor) {
			why = append(why, "attachment.revocation.unproved")
			continue
		}
		for i := range r.Answers {
			a := &r.Answers[i]
			if !slices.ContainsFunc(keys, func(spki []byte) bool { return a.About(leaf.Issuer, spki, serial) }) {
				why = append(why, "attachment.revocation.scope")
			} else if a.Status != ocsp.Unknown {
				all = append(all, assertion{from: a.ThisUpdate, next: a.NextUpdate, revoked: a.Status == ocsp.Revoked, at: a.RevokedAt, reason: trustlist.RevocationReason(a.Reason)})
			}
		}
	}
	return all, why
}

var (
	oidRevocationValues  = []int{1, 2, 840, 113549, 1, 9, 16, 2, 24} // EN 319 122-1 §A.1.2.2
	oidRevocationArchive = []int{1, 2, 840, 113583, 1, 1, 8}         // ISO 32000-2 §12.8.3.3.2
	oidInfoOCSP          = "1.3.6.1.5.5.7.16.2"                      // RFC 5940
)

// revocationsOf finds the data on revocation in a CMS structure, wherever signers put them.
func (c *container) revocationsOf(data *cms.SignedData, s *cms.SignerInfo) material {
	var lists, responses [][]byte
	for _, der := range data.Revocations { // RFC 5652 §10.2.1
		in := cryptobyte.String(der)
		var one cryptobyte.String
		if in.PeekASN1Tag(asn1.SEQUENCE) {
			lists = append(lists, der)
		} else if in.ReadASN1(&one, asn1.Tag(1).Constructed().ContextSpecific()) {
			if id := readOID(&one); id == oidInfoOCSP {
				responses = append(responses, one)
			}
		}
	}
	for _, values := range append(s.Unsigned(oidRevocationValues), s.Signed(oidRevocationArchive)...) {
		in := cryptobyte.String(values)
		var fields cryptobyte.String
		if !in.ReadASN1(&fields, asn1.SEQUENCE) {
			continue
		}
		for n, into := range []*[][]byte{&lists, &responses} {
			var wrapped, all cryptobyte.String
			there := false
			if !fields.ReadOptionalASN1(&wrapped, &there, asn1.Tag(n).Constructed().ContextSpecific()) || !there || !wrapped.ReadASN1(&all, asn1.SEQUENCE) {
				continue
			}
			for !all.Empty() && len(*into) < maxRevocations {
				var one cryptobyte.String
				if !all.ReadASN1Element(&one, asn1.SEQUENCE) {
					break
				}
				*into = append(*into, one)
			}
		}
	}
	return c.material(lists, responses)
}

func readOID(in *cryptobyte.String) string {
	var id cryptobyte.String
	if !in.ReadASN1Element(&id, asn1.OBJECT_IDENTIFIER) {
		return ""
	}
	return certificate.Dotted(id[2:])
}

// serialOf reads a serial number. QUIRK: there are negative ones.
func serialOf(c *certificate.Certificate) *big.Int {
	serial := new(big.Int).SetBytes(c.Serial)
	if len(c.Serial) > 0 && c.Serial[0]&0x80 != 0 {
		serial.Sub(serial, new(big.Int).Lsh(big.NewInt(1), uint(8*len(c.Serial))))
	}
	return serial
}
