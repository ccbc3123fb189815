package trustlist

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// The forms of a GeneralName, by tag (RFC 5280 §4.2.1.6).
const (
	formEmail     = 1
	formDNS       = 2
	formDirectory = 4
	formURI       = 6
	formIP        = 7
)

type generalName struct {
	form  int
	value []byte   // of a directoryName: the DER Name
	rdns  []string // of a directoryName: its RDNs, folded; read once, it is compared often
	host  string   // of a URI, in lower case
	ok    bool     // it can be held against others of its form
}

func newName(form int, value []byte) generalName {
	g := generalName{form: form, value: value}
	switch form {
	case formEmail, formDNS:
		g.ok = true
	case formURI:
		if u, err := url.Parse(string(value)); err == nil {
			g.host = asciiLower(u.Hostname())
		}
		g.ok = true
	case formIP:
		g.ok = len(value) == 4 || len(value) == 16 || len(value) == 8 || len(value) == 32
	case formDirectory:
		var d directoryName
		if len(value) > maxCachedBytes {
			d = readDirectoryName(value)
		} else {
			d = knownDirectoryNames.of(string(value), func() directoryName { return readDirectoryName(value) })
		}
		g.rdns, g.ok = d.rdns, d.ok
	}
	return g
}

// directoryName is a Name made comparable; shared, never changed.
type directoryName struct {
	rdns []string
	ok   bool
}

func readDirectoryName(value []byte) (d directoryName) {
	var n pkix.RDNSequence
	n, d.ok = rdnsOf(value)
	for _, rdn := range n {
		var parts []string
		for _, a := range rdn {
			parts = append(parts, a.Type.String()+"="+fold(fmt.Sprint(a.Value)))
		}
		slices.Sort(parts)
		d.rdns = append(d.rdns, strings.Join(parts, "\x00"))
	}
	return d
}

type nameConstraints struct {
	permitted, excluded []generalName
}

var errConstraints = errors.New("name constraints are malformed")

// constraintsOf reads all forms of name constraint: x509 leaves out directoryName and so reports a critical extension
// with one as unhandled.
func constraintsOf(c *x509.Certificate) (*nameConstraints, error) {
	der := extension(c, oidNameConstraints)
	if der == nil {
		return nil, nil
	}
	if len(der) > maxCachedBytes {
		return readConstraints(der)
	}
	known := knownConstraints.of(string(der), func() constraintsRead {
		n, err := readConstraints(bytes.Clone(der)) // what is read holds on to its bytes
		return constraintsRead{n, err}
	})
	return known.constraints, known.err
}

type constraintsRead struct {
	constraints *nameConstraints // shared: never changed
	err         error
}

func readConstraints(der []byte) (*nameConstraints, error) {
	var raw struct {
		Permitted []subtree `asn1:"optional,tag:0"`
		Excluded  []subtree `asn1:"optional,tag:1"`
	}
	if rest, err := asn1.Unmarshal(der, &raw); err != nil || len(rest) > 0 {
		return nil, errConstraints
	}
	if len(raw.Permitted)+len(raw.Excluded) > maxSubtrees {
		return nil, fmt.Errorf("more than %d name constraints", maxSubtrees)
	}
	n := &nameConstraints{}
	for _, side := range []struct {
		from []subtree
		to   *[]generalName
	}{{raw.Permitted, &n.permitted}, {raw.Excluded, &n.excluded}} {
		for _, s := range side.from {
			g, err := generalNameOf(s.Base)
			if err != nil || s.Minimum != 0 || len(s.Maximum.FullBytes) > 0 { // RFC 5280 §4.2.1.10: 0 and absent
				return nil, errConstraints
			}
			*side.to = append(*side.to, g)
		}
	}
	return n, nil
}

type subtree struct {
	Base    asn1.RawValue
	Minimum int           `asn1:"optional,tag:0"`
	Maximum asn1.RawValue `asn1:"optional,tag:1"`
}

func generalNameOf(v asn1.RawValue) (generalName, error) {
	if v.Class != asn1.ClassContextSpecific {
		return generalName{}, errConstraints
	}
	return newName(v.Tag, v.Bytes), nil // directoryName is tagged explicitly: its content is the Name
}

// namesOf lists the names of a certificate that constraints speak of: alternative names, the subject, and, without an
// alternative address, the address in the subject (RFC 5280 §4.2.1.10).
func namesOf(c *x509.Certificate) ([]generalName, error) {
	var out []generalName
	mail := false
	if der := extension(c, oidSubjectAltName); der != nil {
		var raw []asn1.RawValue
		if rest, err := asn1.Unmarshal(der, &raw); err != nil || len(rest) > 0 {
			return nil, errors.New("alternative names are malformed")
		}
		if len(raw) > maxNames {
			return nil, fmt.Errorf("more than %d alternative names", maxNames)
		}
		for _, v := range raw {
			g, err := generalNameOf(v)
			if err != nil {
				return nil, errors.New("alternative names are malformed")
			}
			mail = mail || g.form == formEmail
			out = append(out, g)
		}
	}
	if !mail {
		for _, a := range subjectAddresses(c) {
			out = append(out, newName(formEmail, []byte(a)))
		}
	}
	if subject := newName(formDirectory, c.RawSubject); !subject.ok || len(subject.rdns) > 0 {
		out = append(out, subject)
	}
	return out, nil
}

// refuses returns the first name that the constraints do not admit.
func (n *nameConstraints) refuses(names []generalName) (string, bool) {
	for _, name := range names {
		stated, admitted := false, false
		for _, p := range n.permitted {
			if p.form == name.form {
				stated = true
				if admitted = p.admits(name); admitted {
					break
				}
			}
		}
		if stated && !admitted {
			return name.String(), true
		}
		for _, e := range n.excluded {
			if e.form == name.form && (e.admits(name) || !e.ok || !name.readable()) {
				return name.String(), true
			}
		}
	}
	return "", false
}

// readable reports whether a name can be held against a constraint at all; one that cannot counts as excluded.
func (g generalName) readable() bool {
	switch g.form {
	case formEmail:
		_, domain := splitAddress(string(g.value))
		return domain != ""
	case formURI:
		return g.host != ""
	}
	return g.ok
}

// admits reports whether a constraint covers a name of its own form.
func (g generalName) admits(name generalName) bool {
	if !g.ok || !name.readable() {
		return false
	}
	switch g.form {
	case formEmail:
		return hostAdmits(string(g.value), string(name.value))
	case formDNS:
		host, base := asciiLower(string(name.value)), asciiLower(string(g.value))
		return base == "" || host == base || strings.HasSuffix(host, "."+strings.TrimPrefix(base, "."))
	case formURI:
		return hostMatches(asciiLower(string(g.value)), name.host)
	case formIP:
		half := len(g.value) / 2 // address and mask
		if len(name.value) != half || half < 4 {
			return false
		}
		for i, b := range name.value {
			if b&g.value[half+i] != g.value[i]&g.value[half+i] {
				return false
			}
		}
		return true
	case formDirectory: // the constraint is an initial part of the name, RDN by RDN
		return len(g.rdns) <= len(name.rdns) && slices.Equal(g.rdns, name.rdns[:len(g.rdns)])
	}
	return false
}

// hostAdmits holds an address against an e-mail constraint: a mailbox, a host, or with a leading dot all hosts under a
// domain (RFC 5280 §4.2.1.10). x509 lets a host stand for the hosts under it too; the RFC does not.
func hostAdmits(constraint, address string) bool {
	local, domain := splitAddress(address)
	if domain == "" {
		return false
	}
	if i := strings.LastIndexByte(constraint, '@'); i >= 0 {
		return constraint[:i] == local && asciiLower(constraint[i+1:]) == domain
	}
	return hostMatches(asciiLower(constraint), domain)
}

func hostMatches(constraint, host string) bool {
	switch {
	case constraint == "":
		return true
	case constraint[0] == '.':
		return len(host) > len(constraint) && strings.HasSuffix(host, constraint)
	}
	return host == constraint
}

func rdnsOf(der []byte) (pkix.RDNSequence, bool) {
	var n pkix.RDNSequence
	rest, err := asn1.Unmarshal(der, &n)
	return n, err == nil && len(rest) == 0
}

func (g generalName) String() string {
	switch g.form {
	case formEmail, formDNS, formURI:
		return strings.ToValidUTF8(string(g.value), "?")
	case formDirectory:
		return nameOf(g.value)
	}
	return fmt.Sprintf("name of form %d", g.form)
}

// sameName compares two DER names as paths are built by: equal bytes, or equal once folded.
func sameName(a, b []byte) bool { return bytes.Equal(a, b) || fold(nameOf(a)) == fold(nameOf(b)) }
