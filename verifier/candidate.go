package verifier

import (
	"cmp"
	"crypto/x509"
	"slices"
	"strings"

	"pecverifier/trustlist"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/rem"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/internal/verified"
)

// candidate is one signed entity of the input: a multipart/signed, or an opaque pkcs7-mime.
type candidate struct {
	entity    *smime.Entity
	lying     *smime.Entity // the signed entity as it lies in the file, to be verified; nil where there is none
	opaque    bool
	renamed   bool                // the multipart does not call itself signed
	closed    bool                // the multipart has its closing delimiter
	unmarked  bool                // the signature is some file by its type and name
	structure error               // why the multipart/signed is none
	signed    *cms.SignedData     // nil where the signature cannot be read
	unread    error               // why not
	source    *verified.Source    // the signed bytes, in the forms in which they may have been signed
	signers   []*x509.Certificate // of each SignerInfo; nil where none is found
	untried   bool                // a signer's certificate may be one that was not tried
	work      *cms.Work           // what judging it may cost
	inquiry   *trustlist.Inquiry  // what the list says of its certificates
	result    *verified.Result    // what the signatures prove; nil until asked

	found    *rem.Parts // evidence of registered mail, once it was looked for in foundIn
	foundIn  *smime.Entity
	foundErr error
}

// find looks for signed entities, also inside of signed and opaque ones. It goes level by level, so that a part full of
// parts hides nothing that stands beside it, and gives them in the order of the file. The error names the first bound
// that was met; what it kept out was not searched. Below a signature that holds it searches the bytes that verified.
func find(root *smime.Entity, o Options) ([]*candidate, error) {
	var out []*candidate
	var limit error
	covered, most := 0, coveredTimes*len(root.Raw)+coveredMin
	signers := 0
	level := []*smime.Entity{root}
	for len(level) > 0 {
		var next []*smime.Entity
		for _, e := range level {
			c := newCandidate(e)
			if c != nil && c.renamed && !c.stands(o) {
				c = nil
			}
			if c != nil {
				if c.lying != nil {
					covered += len(c.lying.Raw)
				}
				if c.signed != nil {
					signers += len(c.signed.Signers)
					c.signed.Charge(o.work)
					c.work = o.work
				}
				switch {
				case signers > maxSigners:
					return inOrder(out), &smime.LimitError{Limit: "signers in one file", Max: maxSigners}
				case len(out) == maxCandidates:
					return inOrder(out), &smime.LimitError{Limit: "signed messages in one file", Max: maxCandidates}
				case covered > most || c.lying != nil && !o.effort.Take(len(c.lying.Raw)):
					return inOrder(out), &smime.LimitError{Limit: "bytes under the signatures of one file", Max: most}
				}
				out = append(out, c)
				if !inCertifiedMessage(e) || c.claims(o.Trust) {
					c.verify(o.Trust)
				}
			}
			children, err := below(e, c)
			if err != nil && limit == nil {
				limit = err
			}
			next = append(next, children...)
		}
		level = next
	}
	return inOrder(out), limit
}

// stands says whether what does not call itself signed is so: its signature holds, or a mail that presents itself as PEC consists of it.
// Otherwise a signature part beside another is a loose file.
func (c *candidate) stands(o Options) bool {
	if c.entity.IsMessage() && presents(c.entity.OuterHeader()) {
		return true
	}
	if c.signed == nil {
		return false
	}
	c.signed.Charge(o.work)
	c.work = o.work
	return c.verify(o.Trust).Content != nil
}

// below gives the entities directly inside of e, of which c is the signature; nil for none.
func below(e *smime.Entity, c *candidate) ([]*smime.Entity, error) {
	if c != nil && c.opaque {
		if c.lying == nil {
			return nil, nil
		}
		return []*smime.Entity{c.content()}, nil
	}
	children, err := e.Children()
	if c != nil && c.lying != nil && len(children) > 0 {
		children = slices.Clone(children)
		children[0] = c.content()
	}
	return children, err
}

func newCandidate(e *smime.Entity) *candidate {
	switch {
	case e.IsSigned():
		return detached(e)
	case isRenamed(e):
		c := detached(e)
		c.renamed = true
		return c
	case opaqueEvidence(e) && !beginsMail(e) && !isCover(e):
		return opaque(e)
	}
	return nil
}

// isRenamed leaves out a mail that was kept whole under the name of its signature.
func isRenamed(e *smime.Entity) bool {
	if !e.IsRenamed() {
		return false
	}
	children, _ := e.Children()
	return !beginsMail(children[1])
}

// inOrder sorts by MIME path, number by number.
func inOrder(found []*candidate) []*candidate {
	slices.SortStableFunc(found, func(a, b *candidate) int { return slices.Compare(a.entity.Position(), b.entity.Position()) })
	return found
}

// opaqueEvidence keeps signed documents out: an attachment atto.pdf.p7m bears the same media type.
func opaqueEvidence(e *smime.Entity) bool {
	if !e.IsOpaque() {
		return false
	}
	name := strings.ToLower(strings.TrimSpace(e.Name()))
	return e.IsMessage() || name == "" || name == "smime.p7m" || strings.HasSuffix(name, ".eml.p7m")
}

// isCover says whether the signature is one around a whole file, which is opened like other attachments.
func isCover(e *smime.Entity) bool {
	der, err := e.Decoded()
	if err != nil {
		return false
	}
	content, err := cms.Enclosed(der)
	return err == nil && intake.IsFile(content)
}

func detached(e *smime.Entity) *candidate {
	c := &candidate{entity: e}
	s, err := smime.ReadSigned(e)
	c.lying, c.structure, c.closed = s.Content, err, s.Closed
	if err != nil {
		return c
	}
	c.signed, c.unread = parseStructure(s.Signature)
	if c.unmarked = s.Unmarked; c.unmarked && c.unread != nil {
		c.structure, c.unread = smime.ErrNotSMIME, nil
	}
	return c
}

// parseStructure reads the structure in a signature part.
// QUIRK: some software puts its PEM form there, armour and all, and may call that base64; gateways lose or respell the transfer encoding.
func parseStructure(part *smime.Entity) (*cms.SignedData, error) {
	der, err := part.Decoded()
	var unread error
	if err == nil {
		if bare, ok := intake.Unarmoured(der); ok {
			der = bare
		}
		var signed *cms.SignedData
		if signed, unread = cms.Parse(der); unread == nil {
			return signed, nil
		}
	}
	if der, ok := intake.SignedData(part.Body); ok && (err == nil || strings.Trim(part.Encoding(), `"; `) == "base64") {
		if signed, err := cms.Parse(der); err == nil {
			return signed, nil
		}
	}
	return nil, cmp.Or(err, unread)
}

func opaque(e *smime.Entity) *candidate {
	c := &candidate{entity: e, opaque: true, closed: true}
	if c.signed, c.unread = parseStructure(e); c.unread != nil {
		return c
	}
	c.lying, c.structure = e.Inside(c.signed.Content)
	return c
}

// fault says why the signature is not one well-formed structure over one content; "" where it is.
func (c *candidate) fault() (reason string, err error) {
	switch {
	case c.structure != nil:
		return "signature.structure", c.structure
	case c.unread != nil:
		return "signature.unreadable", c.unread
	case len(c.signed.Signers) == 0:
		return "signature.nosigner", nil
	case !c.opaque && c.signed.HasContent:
		// USENIX Security 2019, "Johnny, you are fired", C1: which of the two contents is signed?
		return "signature.econtent", nil
	case c.opaque && !c.signed.HasContent:
		return "signature.nocontent", nil
	}
	return "", nil
}

// verify asks the signatures, once.
func (c *candidate) verify(trust *trustlist.List) *verified.Result {
	if c.result == nil {
		c.result = &verified.Result{}
		if reason, _ := c.fault(); reason == "" {
			*c.result = c.bytes().Check(c.signed.Signers, c.certificates(trust))
			c.structure = c.result.Err
		}
	}
	return c.result
}

// content is the signed entity to be searched: from the bytes that verified where the signature holds, else as it lies.
func (c *candidate) content() *smime.Entity {
	if c.result != nil && c.result.Content != nil {
		return c.result.Content.Entity()
	}
	return c.lying
}

// isPEC says whether the entity presents itself as PEC; the user's own signature inside a certified message does not.
func (c *candidate) isPEC(trust *trustlist.List) bool {
	if c.claims(trust) {
		return true
	}
	return c.lying != nil && !inCertifiedMessage(c.entity) && len(takeApart(c.content()).data) > 0
}

// claims says whether header or certificate present the entity as PEC. Nobody asks whether the user's own signature inside a
// certified message holds.
func (c *candidate) claims(trust *trustlist.List) bool {
	return c.entity.IsMessage() && presents(c.entity.OuterHeader()) ||
		slices.ContainsFunc(c.certificates(trust), isServiceCertificate) ||
		c.untried && slices.ContainsFunc(c.signed.Certificates, isServiceCertificate)
}

// certificates gives the certificate of each signer, from the message or else from the list; nil where there is none.
// It is chosen once: of several that fit, the choice costs a verification of each key.
func (c *candidate) certificates(trust *trustlist.List) []*x509.Certificate {
	if c.signers == nil && c.signed != nil {
		known := append(slices.Clip(c.signed.Certificates), trust.Certificates()...)
		c.signers = []*x509.Certificate{}
		for i := range c.signed.Signers {
			s := &c.signed.Signers[i]
			choice := s.Choose(known, c.verifier(s), c.ask(trust).Vouches)
			c.signers = append(c.signers, choice.Certificate)
			c.untried = c.untried || choice.Untried || c.signed.Unread > 0
		}
	}
	return c.signers
}

// ask asks the list about the certificates that came with the candidate.
func (c *candidate) ask(trust *trustlist.List) *trustlist.Inquiry {
	if c.inquiry == nil {
		c.inquiry = trust.Ask(c.signed.Certificates, func(cert *x509.Certificate, issuer any) bool { return c.work.SpendOn(issuer, cert.Raw) })
	}
	return c.inquiry
}

// verifier judges a signature with one certificate. Signed attributes are the same over whatever bytes.
func (c *candidate) verifier(s *cms.SignerInfo) func(*x509.Certificate) cms.Result {
	return func(cert *x509.Certificate) cms.Result {
		if s.HasAttributes || c.lying == nil {
			return s.Verify(nil, cert)
		}
		return c.bytes().Signer(s, cert)
	}
}

func (c *candidate) bytes() *verified.Source {
	if c.source == nil {
		c.source = verified.From(c.lying, c.opaque)
	}
	return c.source
}

const serviceMailbox = "posta-certificata@" // the service address of every provider, RFC 6109 §3.1.2 in its Italian form

func isServiceCertificate(cert *x509.Certificate) bool {
	if cert == nil {
		return false
	}
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
	from := h.Get("From")
	for _, a := range addressList(from[:min(len(from), maxOuterFrom)]) {
		if strings.HasPrefix(strings.ToLower(a), serviceMailbox) {
			return true
		}
	}
	return false
}

// inCertifiedMessage says whether e belongs to the message that some signed entity certifies. What its sender signed
// there is content, whatever files it has; real evidence there has a header or a certificate that says so.
func inCertifiedMessage(e *smime.Entity) bool {
	for p := e.Parent(); p != nil; p = p.Parent() {
		if p.IsSigned() || p.IsOpaque() || p.IsRenamed() {
			return true
		}
	}
	return false
}
