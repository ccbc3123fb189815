// Package sigalg names the signature algorithms that are verified, in CMS and in XML alike.
package sigalg

// Algorithm is the family of a signature algorithm.
type Algorithm int

// Unknown stands for what cannot be verified here.
const (
	Unknown Algorithm = iota
	RSA
	RSAPSS
	ECDSA
)

// String gives the name that a report shows.
func (a Algorithm) String() string {
	switch a {
	case RSA:
		return "RSA"
	case RSAPSS:
		return "RSA-PSS"
	case ECDSA:
		return "ECDSA"
	}
	return "unknown"
}
