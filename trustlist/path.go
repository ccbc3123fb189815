package trustlist

import (
	"bytes"
	"cmp"
	"crypto/x509"
	"slices"
	"strconv"
	"strings"
	"time"
)

// office is what a provider's certificate must be like in one of the two systems, where an authority vouches for it.
type office struct {
	address func(addresses []string, authority string) (Reason, bool)
	known   func(x *index, c *x509.Certificate, anchor *authority) *Reason // what lists know of the authority that was brought
}

var pecOffice = office{mailSigner, (*index).policy}

// judgeBrought looks for a path from the certificate to a CA certificate that the person brought. x509.Verify is not
// used: it refuses SHA-1, which old material is signed with, and leaves directoryName constraints out.
func (q *Inquiry) judgeBrought(c *x509.Certificate, t time.Time, o office) verdict {
	x := q.list.lookup()
	s := &search{Inquiry: q, anchors: x.brought}
	for i := range s.anchors {
		if k := &s.anchors[i]; k.is(c) {
			return verdict{vouched: true, path: PathAuthority, unfit: UnfitCA, provider: organisationOf(c), list: k.list}
		}
	}
	judged := 0
	s.find(c, func(path []*x509.Certificate, anchor *authority) bool {
		if judged++; judged > maxPaths {
			s.against(reason(PathLimit, "the search for a path was cut off after "+strconv.Itoa(maxPaths)+" paths"))
			return true
		}
		if r := cmp.Or(refusal(path, t, o.address), o.known(x, c, anchor)); r != nil {
			s.against(*r)
			return false
		}
		// A path of CAs that may vouch for e-mail is looked for still where this one may not.
		if s.path == nil || protect(path[1:]) {
			s.path, s.anchor = path, anchor
		}
		return protect(path[1:])
	})
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

// policy asks for what an authority's certificates carry, where a list knows that: also under a new certificate of its key.
func (x *index) policy(c *x509.Certificate, anchor *authority) *Reason {
	for i := range x.facts {
		k := &x.facts[i]
		if k.LeafPolicy != "" && bytes.Equal(k.SPKI, anchor.SPKI) && k.name == anchor.name && !states(c, k.LeafPolicy) && !isCA(c) {
			r := reason(PolicyMissing, "the certificate does not state the policy "+k.LeafPolicy+" of "+k.Subject, "policy", k.LeafPolicy, "authority", k.Subject)
			return &r
		}
	}
	return nil
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

// search looks for paths from the anchors down to a certificate. It begins above: what anybody can add to a message is
// signed by nobody above, and leads to nothing further; from below each would have to be tried.
type search struct {
	*Inquiry
	anchors []authority
	nodes   int
	path    []*x509.Certificate // found: the certificate first, the anchor last
	anchor  *authority
	reasons []Reason
}

// against says each thing once, and always that the search was cut off.
func (s *search) against(r Reason) {
	same := func(have Reason) bool { return have.Reason == r.Reason && have.Detail == r.Detail }
	switch {
	case slices.ContainsFunc(s.reasons, same):
	case r.Reason == PathLimit:
		s.reasons = slices.Insert(s.reasons, 0, r)
	case len(s.reasons) < maxReasons:
		s.reasons = append(s.reasons, r)
	}
}

// node is a CA certificate that a chain of signatures, each verified, joins to an anchor.
type node struct {
	cert   *x509.Certificate
	above  *node
	anchor *authority
	depth  int // CA certificates from the anchor to this one
}

// find gives whole paths to take, the shortest first, until it says that it is enough.
func (s *search) find(c *x509.Certificate, take func(path []*x509.Certificate, anchor *authority) bool) {
	pool := s.leadingTo(c)
	var level []*node
	for i := range s.anchors {
		k := &s.anchors[i]
		level = append(level, &node{cert: k.Certificate, anchor: k, depth: 1})
	}
	for len(level) > 0 {
		var next []*node
		for _, n := range level {
			if s.issuer(c) == s.subject(n.cert) && s.proved(c, n, true) && take(n.path(c), n.anchor) {
				return
			}
		}
		for _, n := range level {
			if n.depth == maxDepth {
				continue
			}
			for _, ca := range pool[s.subject(n.cert)] {
				if s.repeats(n, ca) || !s.proved(ca, n, n.depth == 1) {
					continue
				}
				if s.nodes++; s.nodes > maxNodes {
					s.against(reason(PathLimit, "the search for a path was cut off after "+strconv.Itoa(maxNodes)+" authorities"))
					return
				}
				next = append(next, &node{cert: ca, above: n, anchor: n.anchor, depth: n.depth + 1})
			}
		}
		level = next
	}
}

// path is c and what stands above it.
func (n *node) path(c *x509.Certificate) []*x509.Certificate {
	path := []*x509.Certificate{c}
	for ; n != nil; n = n.above {
		path = append(path, n.cert)
	}
	return path
}

// leadingTo gives the intermediates, by their issuer, that could stand above c by their names.
func (s *search) leadingTo(c *x509.Certificate) map[string][]*x509.Certificate {
	brought := map[string][]*x509.Certificate{}
	for _, ca := range s.others {
		brought[s.subject(ca)] = append(brought[s.subject(ca)], ca)
	}
	have := map[string]bool{string(c.Raw): true}
	byIssuer := map[string][]*x509.Certificate{}
	wanted, seen := []string{s.issuer(c)}, map[string]bool{s.issuer(c): true}
	for len(wanted) > 0 {
		name := wanted[0]
		wanted = wanted[1:]
		for _, ca := range slices.Concat(brought[name], s.list.lookup().cas[name]) {
			if have[string(ca.Raw)] {
				continue
			}
			have[string(ca.Raw)] = true
			above := s.issuer(ca)
			byIssuer[above] = append(byIssuer[above], ca)
			if !seen[above] {
				seen[above] = true
				wanted = append(wanted, above)
			}
		}
	}
	return byIssuer
}

// mayStandBetween says whether a certificate is looked at as one of a path.
func mayStandBetween(c *x509.Certificate) bool { return isCA(c) && len(c.Raw) <= maxCertificate }

// repeats keeps a path from passing the same CA twice, under whatever certificate of it.
func (s *search) repeats(n *node, ca *x509.Certificate) bool {
	for ; n != nil; n = n.above {
		if bytes.Equal(n.cert.RawSubjectPublicKeyInfo, ca.RawSubjectPublicKeyInfo) && s.subject(n.cert) == s.subject(ca) {
			return true
		}
	}
	return false
}

// proved says whether the CA of a node signed c; why not is said of an anchor, and wherever it is not because of the key.
func (s *search) proved(c *x509.Certificate, n *node, say bool) bool {
	err := s.signedBy(c, n.cert)
	if err != nil && (say || err != errSignature) {
		s.against(notSigned(c, err))
	}
	return err == nil
}

// refusal holds a whole path, the signatures of which verify, against RFC 5280 §6.1 at time t. Of a CA certificate in
// the signer's place only the CAs are judged: that it may not sign mail is said before what it may be called.
func refusal(path []*x509.Certificate, t time.Time, address func([]string, string) (Reason, bool)) *Reason {
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
	if r, ok := address(leaf.EmailAddresses, anchor); !ok {
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
