package certificate

import (
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"
)

// Certificate is what was read. All octets are slices of Raw.
type Certificate struct {
	Raw, TBS        []byte
	Serial          []byte // content octets, as they stand
	Issuer, Subject []byte // Name, encoded
	NotBefore       time.Time
	NotAfter        time.Time
	SPKI            []byte // SubjectPublicKeyInfo, encoded
	Algorithm       string // object identifier of the signature algorithm, from outside of what is signed
	Parameters      []byte // its parameters, encoded; nil where absent
	Signature       []byte

	CA          bool
	KeyID       []byte // subjectKeyIdentifier; nil = none stated
	IssuerKeyID []byte // authorityKeyIdentifier's keyIdentifier
	HasKeyUsage bool
	KeyUsage    uint16   // bit 0 of the extension is 1<<0: KeyUsageDigitalSignature …
	Policies    []string // object identifiers
	Statements  []Statement
	Points      []string // addresses of the revocation lists that it may be on
}

// Statement is one of the qcStatements (RFC 3739 §3.2.6); Types has those of QcType (EN 319 412-5 §4.2.3).
type Statement struct {
	ID    string
	Types []string
}

// Bits of KeyUsage.
const (
	DigitalSignature = 1 << 0
	NonRepudiation   = 1 << 1
	CertSign         = 1 << 5
)

// ErrFormat says that the octets are no certificate.
var ErrFormat = errors.New("not a certificate")

// Parse reads one certificate and nothing behind it.
func Parse(der []byte) (*Certificate, error) {
	if len(der) > MaxSize {
		return nil, ErrFormat
	}
	in := &reader{rest: der}
	outer := in.take(tagSequence)
	if in.bad || len(in.rest) > 0 {
		return nil, ErrFormat
	}
	body := outer.inside()
	tbs := body.take(tagSequence)
	c := &Certificate{Raw: der, TBS: tbs.whole}
	c.Algorithm, c.Parameters = algorithm(body)
	c.Signature = bits(body)
	fields := tbs.inside()
	fields.optional(tagVersion)
	c.Serial = fields.take(tagInteger).content
	fields.take(tagSequence) // the algorithm again, at times written differently
	c.Issuer = fields.take(tagSequence).whole
	validity := fields.take(tagSequence).inside()
	c.Subject = fields.take(tagSequence).whole
	c.SPKI = fields.take(tagSequence).whole
	from, _ := validity.next()
	to, _ := validity.next()
	var fromOK, toOK bool
	c.NotBefore, fromOK = moment(from)
	c.NotAfter, toOK = moment(to)
	fields.optional(tagIssuerID)
	fields.optional(tagSubjectID)
	if body.bad || len(body.rest) > 0 || fields.bad || validity.bad || !fromOK || !toOK {
		return nil, ErrFormat
	}
	if extensions, ok := fields.optional(tagExtensions); ok {
		c.extensions(extensions)
	}
	if fields.bad || len(fields.rest) > 0 {
		return nil, ErrFormat
	}
	return c, nil
}

func algorithm(r *reader) (id string, parameters []byte) {
	a := r.take(tagSequence).inside()
	if r.bad {
		return "", nil
	}
	id = dotted(a.take(tagOID).content)
	if len(a.rest) > 0 {
		parameters = a.rest
	}
	if a.bad || id == "" {
		r.bad = true
	}
	return id, parameters
}

// bits gives the octets of a BIT STRING that holds octets. QUIRK: AgID's certificates for signing lists, of 2016 and 2020, state the
// zero bits at the end of the signature as unused, as only a list of named bits may (X.690 §11.2.2); the octets are right.
func bits(r *reader) []byte {
	v := r.take(tagBits).content
	if r.bad || len(v) == 0 || v[0] > 7 {
		r.bad = true
		return nil
	}
	return v[1:]
}

// extensions reads those that are asked for. One that cannot be read is as if it were absent: it grants nothing.
func (c *Certificate) extensions(outer value) {
	list := outer.inside().take(tagSequence).inside()
	for range maxExtensions {
		if len(list.rest) == 0 {
			return
		}
		e := list.take(tagSequence).inside()
		if list.bad {
			return
		}
		id := dotted(e.take(tagOID).content)
		e.optional(tagBoolean)
		inside := e.take(tagOctets).inside()
		if e.bad {
			continue
		}
		switch id {
		case "2.5.29.14":
			if v := inside.take(tagOctets); !inside.bad {
				c.KeyID = v.content
			}
		case "2.5.29.35":
			if v, ok := inside.take(tagSequence).inside().optional(0x80); ok {
				c.IssuerKeyID = v.content
			}
		case "2.5.29.19": // QUIRK: a BOOLEAN TRUE of 01, met in a certificate of Enel of 2001
			if v, ok := inside.take(tagSequence).inside().optional(tagBoolean); ok && len(v.content) == 1 {
				c.CA = v.content[0] != 0
			}
		case "2.5.29.15":
			c.HasKeyUsage = true
			c.KeyUsage = usage(inside.take(tagBits).content)
		case "2.5.29.32":
			c.policies(inside.take(tagSequence).inside())
		case "2.5.29.31":
			c.points(inside.take(tagSequence).inside())
		case "1.3.6.1.5.5.7.1.3":
			c.statements(inside.take(tagSequence).inside())
		}
	}
}

// usage turns the bits round: in a BIT STRING the first is the highest.
func usage(content []byte) (out uint16) {
	for i := range min(len(content)-1, 2) {
		for bit := range 8 {
			if content[1+i]&(0x80>>bit) != 0 {
				out |= 1 << (8*i + bit)
			}
		}
	}
	return out
}

func (c *Certificate) policies(list *reader) {
	for len(list.rest) > 0 && len(c.Policies) < maxPolicies {
		id := list.take(tagSequence).inside().take(tagOID)
		if list.bad {
			return
		}
		c.Policies = append(c.Policies, dotted(id.content))
	}
}

// points reads CRLDistributionPoints (RFC 5280 §4.2.1.13), of which addresses alone.
func (c *Certificate) points(list *reader) {
	for len(list.rest) > 0 && !list.bad {
		point, _ := list.take(tagSequence).inside().optional(0xa0)
		full, _ := point.inside().optional(0xa0)
		for names := full.inside(); len(names.rest) > 0 && len(c.Points) < maxPolicies; {
			n, ok := names.next()
			if !ok {
				break
			}
			if n.tag == 0x86 {
				c.Points = append(c.Points, string(n.content))
			}
		}
	}
}

const qcType = "0.4.0.1862.1.6"

func (c *Certificate) statements(list *reader) {
	for len(list.rest) > 0 && len(c.Statements) < maxStatements {
		s := list.take(tagSequence).inside()
		if list.bad {
			return
		}
		out := Statement{ID: dotted(s.take(tagOID).content)}
		if out.ID == qcType {
			types := s.take(tagSequence).inside()
			for len(types.rest) > 0 && !types.bad && len(out.Types) < maxStatements {
				out.Types = append(out.Types, dotted(types.take(tagOID).content))
			}
		}
		c.Statements = append(c.Statements, out)
	}
}

// States says whether there is a statement of that object identifier.
func (c *Certificate) States(id string) bool {
	for _, s := range c.Statements {
		if s.ID == id {
			return true
		}
	}
	return false
}

// SHA256 is over the whole certificate, lower-case hexadecimal.
func (c *Certificate) SHA256() string {
	sum := sha256.Sum256(c.Raw)
	return hex.EncodeToString(sum[:])
}

// KeyIdentifier is the one stated, else the SHA-1 of the key (RFC 5280 §4.2.1.2, method 1).
func (c *Certificate) KeyIdentifier() []byte {
	if c.KeyID != nil {
		return c.KeyID
	}
	info := (&reader{rest: c.SPKI}).take(tagSequence).inside()
	info.take(tagSequence)
	key := bits(info)
	if info.bad {
		return nil
	}
	sum := sha1.Sum(key)
	return sum[:]
}
