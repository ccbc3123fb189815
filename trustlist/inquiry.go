package trustlist

import (
	"crypto/x509"
	"time"
)

// Inquiry asks a list about the certificates that came with one message. It remembers whose key signed which of them, and
// is not for concurrent use.
type Inquiry struct {
	list   *List
	others []*x509.Certificate // those that may stand in a path
	spend  func(cert *x509.Certificate, issuer any) bool
	checks int
	signed map[signature]error
	names  map[*x509.Certificate][2]string // folded subject and issuer
}

// signature asks whether a key, by its SubjectPublicKeyInfo, signed a certificate.
type signature struct {
	cert *x509.Certificate
	key  string
}

// Ask begins an inquiry. others are the certificates that came with the message, which nobody has signed: they can only
// lead to a CA certificate that the person brought. spend is asked before each check of a certificate's signature, with the
// key that is said to have made it; where it says no, the check is left out and no list vouches. nil allows all.
func (l *List) Ask(others []*x509.Certificate, spend func(cert *x509.Certificate, issuer any) bool) *Inquiry {
	q := &Inquiry{list: l, spend: spend, signed: map[signature]error{}, names: map[*x509.Certificate][2]string{}}
	for _, c := range others {
		if c != nil && mayStandBetween(c) && len(q.others) < maxOthers {
			q.others = append(q.others, c)
		}
	}
	return q
}

// Signer is a whole inquiry about one certificate.
func (l *List) Signer(cert *x509.Certificate, others []*x509.Certificate, at time.Time) Answer {
	return l.Ask(others, nil).Signer(cert, at)
}

// Vouches says whether the certificate is in the list, or signed by somebody of it, whatever else may speak against it. It
// tells a signer's certificate from the copies that anybody can make of it: same name, same number, same key.
func (q *Inquiry) Vouches(cert *x509.Certificate) bool {
	if q.list == nil || cert == nil {
		return false
	}
	x := q.list.lookup()
	if x.entry(cert) != nil {
		return true
	}
	for i := range x.facts {
		if k := &x.facts[i]; k.name == q.issuer(cert) && q.signedByFacts(cert, k) == nil {
			return true
		}
	}
	led := false
	s := &search{Inquiry: q, anchors: x.brought}
	s.find(cert, func([]*x509.Certificate, *authority) bool { led = true; return true })
	return led
}

func (q *Inquiry) signedBy(cert, by *x509.Certificate) error {
	return q.check(signature{cert, string(by.RawSubjectPublicKeyInfo)}, by.PublicKey)
}

func (q *Inquiry) signedByFacts(cert *x509.Certificate, k *authority) error {
	return q.check(signature{cert, string(k.SPKI)}, k.key)
}

func (q *Inquiry) check(asked signature, key any) error {
	err, known := q.signed[asked]
	if known {
		return err
	}
	if q.checks == maxSignatures || q.spend != nil && !q.spend(asked.cert, key) {
		return errUnasked
	}
	q.checks++
	err = signedBy(asked.cert, key)
	q.signed[asked] = err
	return err
}

func (q *Inquiry) subject(c *x509.Certificate) string { return q.named(c)[0] }
func (q *Inquiry) issuer(c *x509.Certificate) string  { return q.named(c)[1] }

// named reads a certificate's names once, however often they are compared.
func (q *Inquiry) named(c *x509.Certificate) [2]string {
	n, have := q.names[c]
	if !have {
		n = [2]string{fold(nameOf(c.RawSubject)), fold(nameOf(c.RawIssuer))}
		q.names[c] = n
	}
	return n
}
