package certificate

import (
	"crypto/x509/pkix"
	"slices"
	"strings"
)

// Written is n.String() in time that grows with the name: that of package pkix grows with its square, and whoever makes a certificate
// makes its names as long as he likes.
func Written(n pkix.RDNSequence) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		for j, a := range n[len(n)-1-i] {
			if j > 0 {
				b.WriteByte('+')
			}
			b.WriteString(pkix.RDNSequence{{a}}.String())
		}
	}
	return b.String()
}

// WrittenName is the same for a name that crypto/x509 has read: what it has no field for comes last.
func WrittenName(n pkix.Name) string {
	var rest pkix.RDNSequence
	for _, a := range n.Names {
		if t := a.Type; len(t) != 4 || t[0] != 2 || t[1] != 5 || t[2] != 4 || !slices.Contains(fields, t[3]) {
			rest = append(rest, pkix.RelativeDistinguishedNameSET{a})
		}
	}
	return Written(append(rest, n.ToRDNSequence()...))
}

// fields are the attributes 2.5.4.x for which pkix.Name has a field.
var fields = []int{3, 5, 6, 7, 8, 9, 10, 11, 17}
