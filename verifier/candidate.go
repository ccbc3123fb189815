package verifier

import (
	"crypto/x509"
	"strings"

	"pecverifier/verifier/cms"
	"pecverifier/verifier/smime"
)

// candidate is one signed entity of the input: a multipart/signed, or an opaque pkcs7-mime.
type candidate struct {
	entity    *smime.Entity
	content   *smime.Entity // the signed entity; nil where there is none
	opaque    bool
	closed    bool            // the multipart has its closing delimiter
	structure error           // why the multipart/signed is none
	signed    *cms.SignedData // nil where the signature cannot be read
	unread    error           // why not
}

// find walks the tree for signed entities, also inside of signed and opaque ones, outermost first.
func find(root *smime.Entity) ([]*candidate, error) {
	var out []*candidate
	var opened error
	var walk func(*smime.Entity) error
	walk = func(from *smime.Entity) error {
		return from.Walk(func(e *smime.Entity) bool {
			if opened != nil {
				return false
			}
			var c *candidate
			switch {
			case e.IsSigned():
				c = detached(e)
			case opaqueEvidence(e):
				c = opaque(e)
			default:
				return true
			}
			if len(out) == maxCandidates {
				opened = &smime.LimitError{Limit: "signed messages in one file", Max: maxCandidates}
				return false
			}
			out = append(out, c)
			if c.opaque && c.content != nil {
				opened = walk(c.content)
			}
			return !c.opaque
		})
	}
	if err := walk(root); err != nil {
		return out, err
	}
	return out, opened
}

// opaqueEvidence keeps signed documents out: an attachment atto.pdf.p7m bears the same media type.
func opaqueEvidence(e *smime.Entity) bool {
	if !e.IsOpaque() {
		return false
	}
	name := strings.ToLower(strings.TrimSpace(e.Name()))
	return e.IsMessage() || name == "" || name == "smime.p7m" || strings.HasSuffix(name, ".eml.p7m")
}

func detached(e *smime.Entity) *candidate {
	c := &candidate{entity: e}
	s, err := smime.ReadSigned(e)
	c.content, c.structure, c.closed = s.Content, err, s.Closed
	if err != nil {
		return c
	}
	der, err := s.Signature.Decoded()
	if err != nil {
		c.unread = err
		return c
	}
	c.signed, c.unread = cms.Parse(der)
	return c
}

func opaque(e *smime.Entity) *candidate {
	c := &candidate{entity: e, opaque: true, closed: true}
	der, err := e.Decoded()
	if err != nil {
		c.unread = err
		return c
	}
	if c.signed, c.unread = cms.Parse(der); c.unread != nil {
		return c
	}
	c.content, c.structure = e.Inside(c.signed.Content)
	return c
}

// isPEC says whether the entity presents itself as PEC; the user's own signature inside a certified message does not.
func (c *candidate) isPEC() bool {
	if c.content != nil && len(daticertParts(c.content)) > 0 {
		return true
	}
	if c.entity.IsMessage() && presentsAsPEC(c.entity.OuterHeader()) {
		return true
	}
	if c.signed != nil {
		for _, signer := range c.signed.Signers {
			if cert := signer.Certificate(c.signed.Certificates); cert != nil && isServiceCertificate(cert) {
				return true
			}
		}
	}
	return false
}

const serviceMailbox = "posta-certificata@" // the service address of every provider, RFC 6109 §3.1.2 in its Italian form

func isServiceCertificate(cert *x509.Certificate) bool {
	for _, a := range cert.EmailAddresses {
		if len(a) > len(serviceMailbox) && strings.EqualFold(a[:len(serviceMailbox)], serviceMailbox) {
			return true
		}
	}
	return false
}

// presentsAsPEC looks at the claim of a header, which is nobody's word; a claim without a signature is a failure.
func presentsAsPEC(h *smime.Header) bool {
	if h.Has("X-Ricevuta") || h.Has("X-Trasporto") {
		return true
	}
	for _, a := range addresses(h.Get("From")) {
		if strings.HasPrefix(strings.ToLower(a), serviceMailbox) {
			return true
		}
	}
	return false
}
