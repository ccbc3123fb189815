package verifier

import (
	"encoding/base64"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/internal/rem"
)

// certifiedREM is what the evidence states (REM.md §7).
func (j *judgement) certifiedREM() *Certified {
	if !j.certifies() || j.rem.reason != "" {
		return nil
	}
	e := j.rem.doc.Evidence
	c := &Certified{
		Provider: e.Provider, Time: stamp(e.Time), Sender: e.Sender.Address, Recipients: []Recipient{}, Subject: e.Subject, Identifier: e.MessageID, MessageID: e.ClientID,
		DeliveredTo: e.DeliveredTo(), ReceivedFor: e.ReceivedFor(), Event: e.Event, EvidenceIdentifier: e.Identifier, SubmissionTime: stamp(e.Submitted),
		Digest:           &MessageDigest{hashName(e.Digest), base64.StdEncoding.EncodeToString(e.Digest.Value)},
		ExternalProvider: e.External, ExternalSystem: e.ExternalSystem, Policies: e.Policies, Timestamp: j.rem.stamp,
	}
	if e.Event == "" {
		c.Event = e.EventURI
	}
	for i, p := range e.Recipients {
		kind := ""
		if e.IsUntrusted(i) {
			kind = "untrusted"
		}
		c.Recipients = append(c.Recipients, Recipient{p.Address, kind})
	}
	for _, r := range e.Reasons {
		c.Reasons = append(c.Reasons, EventReason{r.Code, r.URI, r.Text})
	}
	if e.Assurance != (rem.Assurance{}) {
		c.Assurance = &Assurance{e.Assurance.Level, stamp(e.Assurance.Time), e.Assurance.Method}
	}
	return c
}

// signatureREM is the XAdES of an evidence that stands alone.
func (j *judgement) signatureREM() *Signature {
	s := j.rem.doc.Signature
	out := &Signature{Digest: s.Hash.String(), Algorithm: s.Algorithm.String(), KeyBits: s.KeyBits, Signer: signerOf(j.signer)}
	if s.Properties != nil {
		out.SigningTime = stamp(s.Properties.SigningTime)
	}
	return out
}

// serviceOf is the entry of a trusted list that an answer rests on.
func serviceOf(a trustlist.Answer) *Service {
	f := a.Service
	if f == nil {
		return nil
	}
	p := f.Period
	if p == nil {
		p = &f.Service.Periods[0]
	}
	return &Service{Type: p.Type, Status: p.Status, Since: f.Since.UTC().Format(time.RFC3339), List: f.List.Name(), Territory: f.List.Territory, Sequence: f.List.Sequence}
}
