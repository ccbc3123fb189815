package trustlist

import (
	"bytes"
	"crypto/x509"
	"slices"
	"strconv"
	"strings"
	"time"
)

// judgeBrought looks for a path from the certificate to a CA certificate that the person brought. x509.Verify is not
// used: it refuses SHA-1, which old material is signed with, and leaves directoryName constraints out.
func (x *index) judgeBrought(c *x509.Certificate, others []*x509.Certificate, t time.Time) verdict {
	s := &search{anchors: x.brought, t: t}
	for _, pool := range [][]*x509.Certificate{others, x.full} {
		for _, o := range pool {
			if o == nil || !isCA(o) || len(o.Raw) > maxCertificate || bytes.Equal(o.Raw, c.Raw) {
				continue
			}
			if len(s.pool) == maxCandidates {
				s.against(reason(PathLimit, "the message brings too many certificates: not all were tried"))
				break
			}
			s.pool = append(s.pool, o)
		}
	}
	for i := range x.brought {
		if k := &x.brought[i]; k.is(c) {
			return verdict{vouched: true, path: PathAuthority, unfit: UnfitCA, provider: organisationOf(c), list: k.list}
		}
	}
	s.extend([]*x509.Certificate{c})
	if s.path == nil {
		return verdict{reasons: s.reasons}
	}
	anchor := s.anchor
	v := verdict{vouched: true, path: PathAuthority, list: anchor.list, provider: organisationOf(c), unfit: unfitOf(c),
		issuers: []issuerKey{{s.path[1].PublicKey, x.timesOf(s.path[1])}}}
	names := make([]string, 0, len(s.path)-1)
	for _, ca := range s.path[1:] {
		names = append(names, nameOf(ca.RawSubject))
	}
	if v.unfit == "" && !protect(s.path[1:]) {
		v.unfit = UnfitEmailProtection
	}
	v.reasons = append(v.reasons, reason(BroughtAuthority, "the certificate leads to the authority that was brought: "+anchor.Subject,
		"authority", anchor.Subject, "path", strings.Join(names, " < "), "list", anchor.list.Name, "from", string(anchor.list.From)))
	return v
}

// timesOf gives when an authority had a certificate, by this one and others of the same key that the person brought.
func (x *index) timesOf(ca *x509.Certificate) times {
	known := []CACertificate{{NotBefore: ca.NotBefore, NotAfter: ca.NotAfter}}
	for _, k := range x.brought {
		if bytes.Equal(k.SPKI, ca.RawSubjectPublicKeyInfo) {
			known = append(known, k.Certificates...)
		}
	}
	return timesOf(known)
}

// protect reports whether every CA of a path may vouch for e-mail.
func protect(cas []*x509.Certificate) bool {
	return !slices.ContainsFunc(cas, func(c *x509.Certificate) bool { return !protectsEmail(c) })
}

// search is a bounded depth-first walk from a certificate to an anchor.
type search struct {
	anchors []authority
	pool    []*x509.Certificate
	t       time.Time
	checks  int
	judged  int
	names   map[*x509.Certificate][2]string // folded subject and issuer
	path    []*x509.Certificate             // found: the certificate first, the anchor last
	anchor  *authority
	reasons []Reason
}

func (s *search) against(r Reason) {
	if len(s.reasons) < maxReasons {
		s.reasons = append(s.reasons, r)
	}
}

func (s *search) extend(chain []*x509.Certificate) bool {
	last := chain[len(chain)-1]
	for i := range s.anchors {
		k := &s.anchors[i]
		if !s.signed(last, k.Certificate, true) {
			continue
		}
		if s.judged == maxPaths {
			s.against(reason(PathLimit, "the search for a path was cut off after "+strconv.Itoa(maxPaths)+" paths"))
			return false
		}
		s.judged++
		full := append(append([]*x509.Certificate{}, chain...), k.Certificate)
		if r := refusal(full, s.t); r != nil {
			s.against(*r)
			continue
		}
		if s.path == nil || protect(full[1:]) {
			s.path, s.anchor = full, k
		}
		if protect(full[1:]) {
			return true
		} // else a path of CAs that may vouch for e-mail is looked for still
	}
	if len(chain) >= maxDepth {
		return false
	}
	for _, ca := range s.pool {
		if s.repeats(chain, ca) || !s.signed(last, ca, false) {
			continue
		}
		if s.extend(append(append([]*x509.Certificate{}, chain...), ca)) {
			return true
		}
	}
	return false
}

// repeats keeps a path from passing the same CA twice, under whatever certificate of it.
func (s *search) repeats(chain []*x509.Certificate, ca *x509.Certificate) bool {
	for _, c := range chain {
		if bytes.Equal(c.RawSubjectPublicKeyInfo, ca.RawSubjectPublicKeyInfo) && s.subject(c) == s.subject(ca) {
			return true
		}
	}
	return false
}

func (s *search) subject(c *x509.Certificate) string { return s.named(c)[0] }
func (s *search) issuer(c *x509.Certificate) string  { return s.named(c)[1] }

// named reads a certificate's names once, however often they are compared.
func (s *search) named(c *x509.Certificate) [2]string {
	n, have := s.names[c]
	if !have {
		if s.names == nil {
			s.names = map[*x509.Certificate][2]string{}
		}
		n = [2]string{fold(nameOf(c.RawSubject)), fold(nameOf(c.RawIssuer))}
		s.names[c] = n
	}
	return n
}

func (s *search) signed(c, ca *x509.Certificate, anchor bool) bool {
	if s.issuer(c) != s.subject(ca) {
		return false
	}
	if s.checks == maxSignatures {
		s.against(reason(PathLimit, "the search for a path was cut off after "+strconv.Itoa(maxSignatures)+" signature checks"))
		return false
	}
	s.checks++
	err := signedBy(c, ca.PublicKey)
	if err != nil && (anchor || err != errSignature) {
		s.against(notSigned(c, err))
	}
	return err == nil
}

// refusal holds a whole path, the signatures of which verify, against RFC 5280 §6.1 at time t. Of a CA certificate in
// the signer's place only the CAs are judged: that it may not sign mail is said before what it may be called.
func refusal(path []*x509.Certificate, t time.Time) *Reason {
	leaf := path[0]
	refused := func(r Reason) *Reason { return &r }
	below := 0 // CA certificates under the one judged that are not self-issued
	for i := 1; i < len(path); i++ {
		ca := path[i]
		name := nameOf(ca.RawSubject)
		switch {
		case !isCA(ca) || (extension(ca, oidKeyUsage) != nil && ca.KeyUsage&x509.KeyUsageCertSign == 0):
			return refused(reason(NotAnAuthority, name+" may not sign certificates", "authority", name))
		case t.Before(ca.NotBefore) || t.After(ca.NotAfter):
			return refused(reason(AuthorityNotValid, "the certificate of "+name+" was not valid then: "+stamp(ca.NotBefore)+" to "+stamp(ca.NotAfter),
				"authority", name, "from", stamp(ca.NotBefore), "to", stamp(ca.NotAfter)))
		case !isCA(leaf) && (ca.MaxPathLen > 0 || ca.MaxPathLenZero) && below > ca.MaxPathLen:
			return refused(reason(PathTooLong, name+" admits "+strconv.Itoa(ca.MaxPathLen)+" CA certificates under it",
				"authority", name, "limit", strconv.Itoa(ca.MaxPathLen)))
		}
		for _, oid := range ca.UnhandledCriticalExtensions {
			if !oid.Equal(oidNameConstraints) { // judged below
				return refused(critical(ca, oid))
			}
		}
		if !sameName(ca.RawSubject, ca.RawIssuer) {
			below++
		}
	}
	if isCA(leaf) {
		return nil
	}
	if len(leaf.UnhandledCriticalExtensions) > 0 {
		return refused(critical(leaf, leaf.UnhandledCriticalExtensions[0]))
	}
	anchor := nameOf(path[len(path)-1].RawSubject)
	if r, ok := mailSigner(leaf.EmailAddresses, anchor); !ok {
		return refused(r)
	}
	names := make([][]generalName, len(path))
	for i, c := range path[:len(path)-1] {
		if i > 0 && sameName(c.RawSubject, c.RawIssuer) {
			continue // RFC 5280 §6.1.3 (b): self-issued, and not the last
		}
		var err error
		if names[i], err = namesOf(c); err != nil {
			return refused(reason(NameConstraint, err.Error(), "authority", anchor, "name", nameOf(c.RawSubject)))
		}
	}
	for i := 1; i < len(path); i++ {
		ca := nameOf(path[i].RawSubject)
		constraints, err := constraintsOf(path[i])
		if err != nil {
			return refused(reason(NameConstraint, "the certificate of "+ca+": "+err.Error(), "authority", ca, "name", ""))
		}
		if constraints == nil {
			continue
		}
		for _, n := range names[:i] {
			if name, bad := constraints.refuses(n); bad {
				return refused(reason(NameConstraint, ca+" does not admit the name "+name, "authority", ca, "name", name))
			}
		}
	}
	return nil
}
