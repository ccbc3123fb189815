package trustlist

import (
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
)

// Kind says what a list was read from.
type Kind string

// The kinds of list.
const (
	KindSnapshot     Kind = "snapshot"     // this package's own format
	KindCertificates Kind = "certificates" // PEM or DER, possibly with revocation lists beside
	KindLDIF         Kind = "ldif"         // the index of providers, RFC 6109 §4.5
	KindCRL          Kind = "crl"          // revocation lists only
	KindServices     Kind = "services"     // a trusted list of a state (package qualified); it says nothing of PEC
	KindCombined     Kind = "combined"     // several of these
)

// OriginKind says whose word a list is.
type OriginKind string

// The origins of a list, as different for the reader as for the program.
const (
	OriginEmbedded  OriginKind = "embedded"  // comes with the program
	OriginUnsigned  OriginKind = "unsigned"  // a plain file
	OriginListed    OriginKind = "listed"    // signed by an authority of a list already in use
	OriginConfirmed OriginKind = "confirmed" // signed by a certificate whose fingerprint the person confirmed
	OriginUnknown   OriginKind = "unknown"   // signed, the signature is intact, by nobody known
)

// From says by which way a list came in. A list is told from another by it, never by its name, which is whatever the file
// was called.
type From string

// The ways in.
const (
	FromEmbedded From = "embedded" // comes with the program
	FromHost     From = "host"     // lies beside the page, on the server of whoever hosts it
	FromPerson   From = "person"   // imported on the page by the person
	FromFile     From = "file"     // given to the command, or to a program that uses this package
	FromSeveral  From = "several"  // a combined list: its parts say more
)

// Origin says by whom a list was signed. Parse sets OriginUnsigned; who unwraps a signed list sets the rest.
type Origin struct {
	Kind   OriginKind
	Signer string // name of the signer, "" when unsigned
	SHA256 string // fingerprint of the signer's certificate, lower-case hexadecimal
}

// List is what somebody states about who may sign. It must not be changed once it has answered, except for Name, From, Date
// and Signed before it is combined with others.
type List struct {
	Name   string    // as given to Parse
	Kind   Kind      //
	Date   time.Time // date of its newest fact; zero = the list states none
	SHA256 string    // of the file, lower-case hexadecimal; "" for a combined list
	Signed Origin    // by whom
	From   From      // by which way it came in; Parse says FromFile

	Authorities []Authority
	Providers   []Provider
	Entries     []Entry
	Revocations []Revocation
	CRLs        []CRL
	Roots       []Root    // above the authorities; they vouch for nothing
	Refused     []Refusal // entries that contradict themselves and were left out

	Services *qualified.List   // of KindServices; the program's own stand in package qualified
	Trusted  []*qualified.List // of a snapshot: the trusted lists that stand in it

	parts []*List
	once  sync.Once
	index index
}

// Authority is a CA whose word makes a provider. Certificate is set for a CA certificate that the person brought; then
// the rule for brought authorities holds, and the facts below only describe it.
type Authority struct {
	Subject    string `json:"subject"`              // RFC 4514
	SPKI       []byte `json:"spki"`                 // DER SubjectPublicKeyInfo: the authority's identity
	SPKISHA256 string `json:"spkiSHA256"`           // lower-case hexadecimal
	LeafPolicy string `json:"leafPolicy,omitempty"` // policy that its provider certificates carry; "" = none is asked
	// AddressInSubject accepts the e-mail address in the subject's emailAddress, as the oldest certificates have it.
	AddressInSubject bool            `json:"addressInSubject,omitempty"`
	Certificates     []CACertificate `json:"certificates,omitempty"`
	Domains          []Admission     `json:"domains,omitempty"`       // none = e-mail domains are not constrained
	Organisations    []Admission     `json:"organisations,omitempty"` // none = organisations are not constrained
	DER              []byte          `json:"der,omitempty"`           // the brought certificate

	Certificate *x509.Certificate `json:"-"`
}

// CACertificate is one known certificate of an authority.
type CACertificate struct {
	Issuer    string    `json:"issuer"`
	Serial    string    `json:"serial"` // lower-case hexadecimal
	NotBefore time.Time `json:"notBefore"`
	NotAfter  time.Time `json:"notAfter"`
	SHA256    string    `json:"sha256"`
	Source    string    `json:"source"`
	Date      string    `json:"date"` // 2006-01-02
}

// Admission is a name that an authority admits, or a domain that a provider signs for. Since is the start of the first
// known certificate that states it, Until the start of the next one that no longer does. A name that left and came back
// has two.
type Admission struct {
	Name   string    `json:"name"`
	Since  time.Time `json:"since,omitzero"`
	Until  time.Time `json:"until,omitzero"`
	Source string    `json:"source,omitempty"`
	Date   string    `json:"date,omitempty"` // 2006-01-02
	// SecondHand: of a provider's domain, that it is this provider's is neither a certificate's nor the authority's word.
	SecondHand bool `json:"secondHand,omitempty"`
}

// Covers reports whether t lies between the two dates; a missing date does not bound.
func (a Admission) Covers(t time.Time) bool {
	return !(a.Since.After(t)) && (a.Until.IsZero() || t.Before(a.Until))
}

// Provider is one provider, or one of its secondary environments (Unit).
type Provider struct {
	Name         string      `json:"name"`
	Unit         string      `json:"unit,omitempty"`         // providerUnit, RFC 6109 §4.5
	Spellings    []string    `json:"spellings,omitempty"`    // other ways its name is written
	Organisation string      `json:"organisation,omitempty"` // as in its newest known certificate
	Domains      []Admission `json:"domains,omitempty"`      // of the addresses that it signs with
	Managed      []string    `json:"managed,omitempty"`      // managedDomains: its customers' domains
	MailReceipt  string      `json:"mailReceipt,omitempty"`
	Source       string      `json:"source,omitempty"`
	Date         string      `json:"date,omitempty"`       // 2006-01-02
	SecondHand   bool        `json:"secondHand,omitempty"` // that there was such a provider is neither a certificate's nor the authority's word
	// Succession is what became of it, the oldest first.
	Succession []Succession `json:"succession,omitempty"`
}

// Entry is one listed provider certificate. An index may state its SHA-1 alone. Hashes and serial are lower-case
// hexadecimal.
type Entry struct {
	Provider  string    `json:"provider,omitempty"`
	Unit      string    `json:"unit,omitempty"`
	SHA256    string    `json:"sha256,omitempty"`
	SHA1      string    `json:"sha1,omitempty"`
	Subject   string    `json:"subject,omitempty"`
	Issuer    string    `json:"issuer,omitempty"`
	Serial    string    `json:"serial,omitempty"`
	Email     []string  `json:"email,omitempty"`
	NotBefore time.Time `json:"notBefore,omitzero"`
	NotAfter  time.Time `json:"notAfter,omitzero"`
	Source    string    `json:"source,omitempty"`
	Date      string    `json:"date,omitempty"` // 2006-01-02
	DER       []byte    `json:"der,omitempty"`

	Certificate *x509.Certificate `json:"-"` // nil where only facts are known
}

// Revocation is one revoked certificate. Reason is a name of RFC 5280 §5.3.1, such as keyCompromise.
type Revocation struct {
	Issuer string    `json:"issuer"`
	Serial string    `json:"serial"` // lower-case hexadecimal
	Date   time.Time `json:"date"`
	Reason string    `json:"reason,omitempty"`
	Source string    `json:"source,omitempty"`
	// Until is the thisUpdate of the last revocation list known to have it; it bounds a certificateHold.
	Until time.Time `json:"until,omitzero"`
}

// Refusal is an entry that was left out of a list, and why.
type Refusal struct {
	Entry  string // the provider's name, or where the entry stands
	Reason string
}

func (r Refusal) String() string { return r.Entry + ": " + r.Reason }

// Combine puts lists together. A later list adds to an earlier one and takes nothing away, except through its
// revocations, which count for all. Nil lists are skipped; without any, the result is an empty list.
func Combine(lists ...*List) *List {
	c := &List{Kind: KindCombined, From: FromSeveral}
	var names []string
	for _, l := range lists {
		if l == nil {
			continue
		}
		for _, p := range l.Parts() {
			c.parts = append(c.parts, p)
			if p.Kind == KindServices {
				continue
			}
			if p.Name != "" {
				names = append(names, p.Name)
			}
			if p.Date.After(c.Date) {
				c.Date = p.Date
			}
			c.Authorities = append(c.Authorities, p.Authorities...)
			c.Providers = append(c.Providers, p.Providers...)
			c.Entries = append(c.Entries, p.Entries...)
			c.Revocations = append(c.Revocations, p.Revocations...)
			c.CRLs = append(c.CRLs, p.CRLs...)
			c.Roots = append(c.Roots, p.Roots...)
			c.Refused = append(c.Refused, p.Refused...)
		}
	}
	c.Name = strings.Join(names, "; ")
	if len(c.parts) == 1 {
		return c.parts[0]
	}
	return c
}

// With is the same list with another origin and another way in; l itself may have answered already.
func (l *List) With(signed Origin, from From) *List {
	return &List{Name: l.Name, Kind: l.Kind, Date: l.Date, SHA256: l.SHA256, Signed: signed, From: from, Authorities: l.Authorities,
		Providers: l.Providers, Entries: l.Entries, Revocations: l.Revocations, CRLs: l.CRLs, Roots: l.Roots, Refused: l.Refused, Services: l.Services, Trusted: l.Trusted, parts: l.parts}
}

// Parts returns the lists that l was combined from, or l alone.
func (l *List) Parts() []*List {
	if l.Kind == KindCombined {
		return l.parts
	}
	return []*List{l}
}

// Certificates returns the full certificates that the list carries, providers' and authorities', to find a signer that
// a message leaves out. An index of hashes and a snapshot of facts carry none.
func (l *List) Certificates() []*x509.Certificate {
	if l == nil {
		return nil
	}
	return l.lookup().full
}

// index is what Signer looks things up in; it is built once.
type index struct {
	bySHA256    map[string]*found
	bySHA1      map[string]*found
	facts       []authority // authorities known by facts
	brought     []authority // CA certificates that the person brought
	full        []*x509.Certificate
	cas         map[string][]*x509.Certificate // the CA certificates among them, by folded subject
	revocations map[string][]Revocation        // by issuer and serial: what revocation lists said that were verified
	stated      map[string][]claim             // by issuer and serial: what a list says without the revocation list
	crls        []broughtCRL
}

// claim is a revocation that a list states as a bare fact.
type claim struct {
	Revocation
	list *List
}

type found struct {
	entry *Entry
	list  *List
}

type authority struct {
	*Authority
	list *List
	name string // folded subject
	key  any
	times
}

func (l *List) lookup() *index {
	l.once.Do(l.build)
	return &l.index
}

func (l *List) build() {
	x := &l.index
	x.bySHA256, x.bySHA1 = map[string]*found{}, map[string]*found{}
	x.revocations, x.stated = map[string][]Revocation{}, map[string][]claim{}
	x.cas = map[string][]*x509.Certificate{}
	have := map[string]bool{}
	carry := func(c *x509.Certificate) {
		if c != nil && !have[string(c.Raw)] {
			have[string(c.Raw)] = true
			x.full = append(x.full, c)
			if mayStandBetween(c) {
				name := fold(nameOf(c.RawSubject))
				x.cas[name] = append(x.cas[name], c)
			}
		}
	}
	for _, p := range l.Parts() {
		for i := range p.Entries {
			e := &p.Entries[i]
			f := &found{e, p}
			switch {
			case e.SHA256 != "":
				if x.bySHA256[e.SHA256] == nil {
					x.bySHA256[e.SHA256] = f
				}
			case e.SHA1 != "":
				if x.bySHA1[e.SHA1] == nil {
					x.bySHA1[e.SHA1] = f
				}
			}
			carry(e.Certificate)
		}
		for i := range p.Authorities {
			a := &p.Authorities[i]
			key, err := x509.ParsePKIXPublicKey(a.SPKI)
			if err != nil {
				continue // refused by the readers
			}
			k := authority{a, p, fold(a.Subject), key, a.times()}
			if a.Certificate != nil {
				x.brought = append(x.brought, k)
				carry(a.Certificate)
			} else {
				x.facts = append(x.facts, k)
			}
		}
		// The facts of the embedded list were held against the authorities' signatures when it was made. Of any other list
		// they are whoever's wrote it, who may wish a good certificate revoked, or a revoked one good.
		verified := p.Signed.Kind == OriginEmbedded
		for _, r := range p.Revocations {
			if verified {
				x.revocations[r.key()] = append(x.revocations[r.key()], r)
			} else {
				x.stated[r.key()] = append(x.stated[r.key()], claim{r, p})
			}
		}
		for i := range p.CRLs {
			if verified || p.CRLs[i].data != nil {
				x.crls = append(x.crls, broughtCRL{&p.CRLs[i], p})
			}
		}
	}
}

// entryOf states a certificate as an entry of a list.
func entryOf(c *x509.Certificate) Entry {
	return Entry{
		SHA256: sha256Hex(c.Raw), SHA1: sha1Hex(c.Raw),
		Subject: nameOf(c.RawSubject), Issuer: nameOf(c.RawIssuer), Serial: serialOf(c.SerialNumber),
		Email: c.EmailAddresses, NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(),
		DER: c.Raw, Certificate: c,
	}
}

// authorityOf states a CA certificate as a brought authority.
func authorityOf(c *x509.Certificate) Authority {
	return Authority{
		Subject: nameOf(c.RawSubject), SPKI: c.RawSubjectPublicKeyInfo, SPKISHA256: sha256Hex(c.RawSubjectPublicKeyInfo),
		Certificates: []CACertificate{caCertificateOf(c)}, DER: c.Raw, Certificate: c,
	}
}

func caCertificateOf(c *x509.Certificate) CACertificate {
	return CACertificate{
		Issuer: nameOf(c.RawIssuer), Serial: serialOf(c.SerialNumber), NotBefore: c.NotBefore.UTC(), NotAfter: c.NotAfter.UTC(),
		SHA256: sha256Hex(c.Raw), Date: c.NotBefore.UTC().Format(time.DateOnly),
	}
}

// organisationOf is the certificate's own word on who it belongs to.
func organisationOf(c *x509.Certificate) string {
	for _, o := range c.Subject.Organization {
		if o = strings.TrimSpace(o); o != "" {
			return o
		}
	}
	return strings.TrimSpace(c.Subject.CommonName)
}

// nameOf writes a DER Name as RFC 4514 does; what cannot be read as a name comes out in hexadecimal.
func nameOf(raw []byte) string {
	if len(raw) > maxCachedBytes {
		return readName(raw)
	}
	return knownNames.of(string(raw), func() string { return readName(raw) })
}

func readName(raw []byte) string {
	var n pkix.RDNSequence
	if rest, err := asn1.Unmarshal(raw, &n); err != nil || len(rest) > 0 {
		return "#" + hex.EncodeToString(raw)
	}
	return certificate.Written(n)
}

// fold makes two spellings of a name equal: case, and white space within and around (RFC 5280 §7.1).
func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// foldsTo is fold(s) == folded; most names begin with another letter.
func foldsTo(s, folded string) bool {
	first := strings.TrimLeft(s, " \t")
	if first != "" && folded != "" && first[0] < utf8.RuneSelf && folded[0] < utf8.RuneSelf && first[0] > ' ' {
		c := first[0]
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		if c != folded[0] {
			return false
		}
	}
	return fold(s) == folded
}

func serialOf(n *big.Int) string {
	if n == nil {
		return ""
	}
	return fmt.Sprintf("%x", n)
}

func sha256Hex(b []byte) string { h := sha256.Sum256(b); return hex.EncodeToString(h[:]) }
func sha1Hex(b []byte) string   { h := sha1.Sum(b); return hex.EncodeToString(h[:]) }

// isCA: a version 1 certificate has no basicConstraints and is a leaf.
func isCA(c *x509.Certificate) bool { return c.BasicConstraintsValid && c.IsCA }
