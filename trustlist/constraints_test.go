package trustlist

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"testing"
)

func TestConstraintForms(t *testing.T) {
	uri, ip := formURI, formIP
	for _, tc := range []struct {
		form             int
		constraint, name string
		want             bool
	}{
		{formEmail, "pec.example.it", "a@pec.example.it", true},
		{formEmail, "pec.example.it", "a@PEC.example.IT", true},
		{formEmail, "PEC.Example.it", "a@pec.example.it", true},
		{formEmail, "pec.example.it", "a@b.pec.example.it", false},
		{formEmail, "pec.example.it", "a@xpec.example.it", false},
		{formEmail, ".example.it", "a@pec.example.it", true},
		{formEmail, ".example.it", "a@example.it", false},
		{formEmail, ".example.it", "a@.example.it", false},
		{formEmail, "a@example.it", "a@example.it", true},
		{formEmail, "a@example.it", "A@example.it", false},
		{formEmail, "a@example.it", "b@example.it", false},
		{formEmail, "example.it", "example.it", false},
		{formEmail, "example.it", "a@b@example.it", true},
		{formEmail, "", "a@example.it", true},
		{formEmail, "kmailer.it", "a@\u212Amailer.it", false},
		{formDNS, "example.it", "www.example.it", true},
		{formDNS, "example.it", "example.it", true},
		{formDNS, "example.it", "anexample.it", false},
		{formDNS, ".example.it", "www.example.it", true},
		{formDNS, "", "example.it", true},
		{uri, "example.it", "https://example.it/x", true},
		{uri, "example.it", "https://www.example.it/x", false},
		{uri, ".example.it", "https://www.example.it:8443/x", true},
		{uri, "example.it", "urn:x", false},
		{ip, "\x0a\x00\x00\x00\xff\x00\x00\x00", "\x0a\x01\x02\x03", true},
		{ip, "\x0a\x00\x00\x00\xff\x00\x00\x00", "\x0b\x01\x02\x03", false},
		{ip, "\x0a\x00\x00\x00\xff\x00\x00\x00", "0123456789abcdef", false},
		{ip, "\x0a\x00\x00", "\x0a", false},
		{8, "x", "x", false},
	} {
		if got := newName(tc.form, []byte(tc.constraint)).admits(newName(tc.form, []byte(tc.name))); got != tc.want {
			t.Errorf("form %d: %q admits %q: %v", tc.form, tc.constraint, tc.name, got)
		}
	}
}

func TestUnreadableNamesAreExcluded(t *testing.T) {
	for _, tc := range []struct {
		name                 string
		constraint, excluded generalName
	}{
		{"a URI without a host", newName(formURI, []byte("example.it")), newName(formURI, []byte("urn:x"))},
		{"an address without a domain", newName(formEmail, []byte("example.it")), newName(formEmail, []byte("x"))},
		{"a form that is not known", newName(0, []byte("x")), newName(0, []byte("y"))},
		{"a directory name that is none", newName(formDirectory, directory("C", "IT").Bytes), newName(formDirectory, []byte{1})},
		{"a constraint that is none", newName(formDirectory, []byte{1}), newName(formDirectory, directory("C", "IT").Bytes)},
	} {
		n := nameConstraints{excluded: []generalName{tc.constraint}}
		if _, bad := n.refuses([]generalName{tc.excluded}); !bad {
			t.Error(tc.name)
		}
	}
}

func TestMalformedConstraintsAreRefused(t *testing.T) {
	many := make([]asn1.RawValue, maxSubtrees+1)
	for i := range many {
		many[i] = name(formEmail, "a.b")
	}
	for what, der := range map[string][]byte{
		"not a sequence": {5, 0}, "trailing bytes": append(constraintsDER(names{name(formEmail, "a.b")}, nil), 0),
		"a base that is no general name": {0x30, 0x06, 0xa0, 0x04, 0x30, 0x02, 0x05, 0x00},
		"too many":                       constraintsDER(many, nil),
	} {
		if _, err := constraintsOf(&x509.Certificate{Extensions: []pkix.Extension{{Id: oidNameConstraints, Value: der}}}); err == nil {
			t.Error(what)
		}
	}
}

// TestAddressInSubjectIsConstrained: without an alternative address the one in the subject counts (RFC 5280 §4.2.1.10).
func TestAddressInSubjectIsConstrained(t *testing.T) {
	c := issue(t, nil, func(c *x509.Certificate) {
		c.Subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: oidEmailAddress, Value: "a@altra.example"}}
	})
	list, err := namesOf(c.Certificate)
	if err != nil {
		t.Fatal(err)
	}
	n := nameConstraints{permitted: []generalName{newName(formEmail, []byte("pec.example.it"))}}
	if got, bad := n.refuses(list); !bad || got != "a@altra.example" {
		t.Errorf("%q, %v", got, bad)
	}
}
