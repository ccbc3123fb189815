package verifier

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"testing"
)

func TestSameOrganisation(t *testing.T) {
	cert := func(o ...string) *x509.Certificate { return &x509.Certificate{Subject: pkix.Name{Organization: o}} }
	for _, test := range []struct {
		name string
		a, b *x509.Certificate
		same bool
	}{
		{"one organisation", cert("Gestore Uno"), cert("Gestore Uno"), true},
		{"two organisations", cert("Gestore Uno"), cert("Gestore Due"), false},
		{"none is no organisation in common", cert(), cert(), false},
	} {
		if sameOrganisation(test.a, test.b) != test.same {
			t.Error(test.name)
		}
	}
}
