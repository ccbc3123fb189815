package verifier

import (
	"errors"
	"strings"

	"pecverifier/verifier/internal/content"
	"pecverifier/verifier/internal/rem"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/internal/xmlsig"
)

// Registered mail of the Union (REM, ETSI EN 319 532): another system than PEC, told from it by the evidence in what is signed and never
// by a header. Two signatures must hold, that of the mail and that of the evidence, by the same signer. The order of the questions is that
// of REM.md §7.

// SystemPEC and SystemREM are what Report.System says.
const (
	SystemPEC = "pec"
	SystemREM = "rem"
)

// remEvidence is what a registered mail holds, or an evidence on its own.
type remEvidence struct {
	parts    *rem.Parts
	raw      []byte
	doc      *rem.Document // nil where there is no one evidence to be read
	reason   string        // why not, or why the parts around it are of no use
	detail   string
	original *smime.Entity  // the part that holds the message; nil in a receipt
	unread   bool           // that message is there and exceeds a bound
	stamp    *EvidenceStamp // of the evidence's signature, where it is intact
	bare     bool           // no mail around it
}

// presentsAsREM looks at the claim of a header, which is nobody's word. What a sender's program may write for its provider is none, and
// stands in the original too (EN 319 532-3 §6.2.1).
func presentsAsREM(h *smime.Header) bool {
	for _, name := range []string{"REM-MessageType", "REM-EventIdentifier", "REM-Evidence-ID", "REM-ReasonIdentifier", "REM-MetadataVersion", "REM-DigestValue"} {
		if h.Has(name) {
			return true
		}
	}
	return false
}

// presents says whether a header claims that the mail is evidence, of whichever system.
func presents(h *smime.Header) bool { return presentsAsPEC(h) || presentsAsREM(h) }

// isREM says whether what is signed holds evidence of registered mail. What the user signed inside a certified message is the user's own,
// whatever is attached there, unless it says of itself that it is a registered mail.
func (c *candidate) isREM() bool {
	p := c.remParts()
	return p.Claimed && (p.Labelled || !inCertifiedMessage(c.entity) || presentsAsREM(c.entity.OuterHeader()))
}

// remParts looks at the parts of what is signed: at those that verified, where the signature holds.
func (c *candidate) remParts() *rem.Parts {
	e := c.content()
	if e == nil {
		return &rem.Parts{}
	}
	if c.found == nil || c.foundIn != e {
		c.found, c.foundErr = rem.Find(e)
		c.foundIn = e
	}
	return c.found
}

// judgeREM judges a registered mail: one report, or one for each of several evidences that stand each on its own. None of them is shown
// while another is hidden.
func judgeREM(c *candidate, o Options) []Report {
	authentic := c.verify(o.Trust).Content != nil
	p := c.remParts()
	if n := len(p.Evidence); authentic && n > 1 && n <= maxEvidence {
		var out []Report
		for _, part := range p.Evidence {
			one := *p
			one.Evidence = []*smime.Entity{part}
			j := newREM(c, o, &one)
			r := j.judgeMail()
			if !j.standsAlone() {
				return []Report{newREM(c, o, p).judgeMail()}
			}
			r.Part = part.Path
			out = append(out, r)
		}
		return out
	}
	return []Report{newREM(c, o, p).judgeMail()}
}

func newREM(c *candidate, o Options, p *rem.Parts) *judgement {
	j := &judgement{candidate: c, options: o, content: c.verify(o.Trust).Content, evidence: &evidence{kind: KindUnknown}, rem: &remEvidence{parts: p}}
	j.readREM()
	return j
}

// standsAlone says whether nothing but trust is to be objected (REM.md §7, steps 3 to 9).
func (j *judgement) standsAlone() bool {
	for _, id := range []string{"evidence.form", "evidence.signature", "evidence.consistency", "evidence.content", "evidence.timestamp"} {
		for _, c := range j.checks {
			if c.ID == id && c.Status == Failed {
				return false
			}
		}
	}
	return true
}

func (j *judgement) judgeMail() Report {
	j.add("file.type", Passed, "file.message")
	j.checkWrapper()
	if j.checkPresent() {
		j.settleTime()
		j.checkSignature()
		j.checkAttributes()
		j.checkREMTimes()
		j.checkTrust()
		j.checkREM()
	}
	j.checkHeaders()
	return j.report()
}

// checkREM asks what is the evidence's own, of a mail or of a file alone.
func (j *judgement) checkREM() {
	j.checkREMForm()
	j.checkREMSignature()
	if !j.certifies() {
		for _, id := range []string{"evidence.consistency", "evidence.content", "evidence.timestamp", "evidence.provider"} {
			j.add(id, Skipped, "evidence.unverified")
		}
		return
	}
	j.checkREMConsistency()
	j.checkREMContent()
	j.checkTimestamp()
	j.checkREMProvider()
	j.checkComplete()
}

// certifies says whether bytes and evidence are those that were signed: of others nothing is shown.
func (j *judgement) certifies() bool {
	d := j.rem.doc
	return (j.content != nil || j.rem.bare) && d != nil && d.Evidence != nil && d.Holds()
}

// readREM reads the evidence and finds the message. Of bytes that no signature holds it gives the kind, and when to judge the certificate.
func (j *judgement) readREM() {
	r := j.rem
	r.find(j.candidate, j.options)
	if r.doc != nil && r.doc.Evidence != nil {
		e := r.doc.Evidence
		if j.evidence.time = e.Time; e.Event != "" && r.reason == "" {
			j.evidence.kind = Kind(e.Kind(r.original != nil))
		}
	}
	if j.content == nil || !j.certifies() || r.original == nil {
		return
	}
	inside, err := r.original.Children()
	if len(inside) == 0 {
		r.unread = err != nil
		return
	}
	j.evidence.original = inside[0]
	j.evidence.message = content.Read(inside[0], false)
}

// find takes the one evidence among the parts, if programs cannot disagree on what they are (step 3).
func (r *remEvidence) find(c *candidate, o Options) {
	p := r.parts
	if len(p.Originals) > 0 {
		r.original = p.Originals[0]
	}
	signed := c.content()
	if why := (parts{signed: signed, data: p.Evidence, messages: p.Originals, err: c.foundErr}).ambiguous(); why != "" {
		r.reason, r.detail = "evidence.ambiguous", why
		return
	}
	switch {
	case len(p.Evidence) == 0:
		r.reason = "rem.missing"
	case len(p.Evidence) > 1:
		r.reason = "rem.several"
	case p.Misplaced || signed.Type != "multipart/mixed":
		r.reason = "rem.misplaced"
	case len(p.Foreign) > 0:
		r.reason = "rem.mixed"
	case p.Odd != "":
		r.reason, r.detail = "rem.odd", p.Odd
	}
	if len(p.Evidence) != 1 {
		return
	}
	raw, err := p.Evidence[0].Decoded()
	if err != nil {
		r.reason, r.detail = "rem.encoding", err.Error()
		return
	}
	if !spendEvidence(o) {
		r.reason, r.detail = "rem.work", ""
		return
	}
	r.read(raw, o)
}

// read reads the document, and what its signature proves.
func (r *remEvidence) read(raw []byte, o Options) {
	r.raw, r.doc = raw, rem.Read(raw, o.work.Spend)
	switch m := r.doc.Malformed; {
	case r.reason != "":
	case m != nil:
		r.reason, r.detail = "rem.malformed", m.Detail
	case r.doc.Signature != nil && errors.Is(r.doc.Signature.Err(), xmlsig.ErrWork):
		r.reason = "rem.work"
	}
}

// stated is what the evidence says of people; nil where it certifies nothing.
func (r *remEvidence) stated() *stated {
	if r.doc == nil || !r.doc.Holds() || r.doc.Evidence == nil {
		return nil
	}
	e := r.doc.Evidence
	s := &stated{sender: e.Sender.Address, envelope: r.original != nil && e.MayHoldOriginal(), toSender: e.ToSender()}
	for _, p := range e.Recipients {
		if e.Event == rem.ReceivedFromNonERDS { // To is whatever the sender outside wrote
			break
		}
		s.recipients = append(s.recipients, p.Address)
	}
	return s
}

// subject is the certified one, and what a provider puts before it (532-3 §6.2.1).
func (r *remEvidence) subject() (string, []string) {
	if r.stated() == nil || !r.doc.Evidence.HasSubject || r.doc.Evidence.Event == "" {
		return "", nil
	}
	e := r.doc.Evidence
	switch {
	case r.original == nil:
		return smime.DecodeWords(e.Subject), []string{"REM " + strings.ToUpper(e.Event) + ":"}
	case e.Event == rem.ReceivedFromNonERDS:
		return smime.DecodeWords(e.Subject), []string{"EXTERNAL:"}
	}
	return smime.DecodeWords(e.Subject), []string{"REM DISPATCH:"}
}
