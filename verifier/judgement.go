package verifier

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"strings"
	"time"

	"pecverifier/trustlist"
	"pecverifier/trustlist/certificate"
	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/content"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/msgid"
)

// report puts the answers together. What the bytes say is given as certified only where signature and bytes hold.
func (j *judgement) report() Report {
	r := Report{Schema: Schema, System: SystemPEC, Kind: j.evidence.kind, Checks: j.checks, authentic: j.content != nil}
	if j.rem != nil {
		r.System = SystemREM
	}
	if c := j.candidate; c != nil {
		r.Part, r.Claims = c.entity.Path, c.claims(j.options.Trust)
		if c.lying != nil && !c.opaque {
			r.signed = c.lying.Raw
			if from, _, to, ok := c.lying.Place(); ok {
				r.standing = intake.Span{From: from, To: to}
			}
		}
	}
	r.Indication, r.Subindication = j.verdict()
	sortChecks(r.Checks)
	if j.unsigned() {
		return r
	}
	r.Signature = j.signature()
	r.Trust = &Trust{Path: string(trustlist.PathNone), Revocation: trustlist.RevocationIsUnknown, Lists: []TrustList{}, Facts: []Fact{}}
	if j.signer != nil {
		r.Trust = &Trust{Path: string(j.answer.Path), Provider: j.answer.Provider, List: j.answer.List, ListDate: j.answer.ListDate,
			From: string(j.answer.From()), Lists: []TrustList{}, Revocation: j.answer.Revocation, Succession: j.answer.Succession, Facts: []Fact{}}
		r.Trust.Caution = j.caution()
		r.Trust.Service, r.Trust.Qualified = serviceOf(j.answer), j.answer.Qualified
		for _, l := range j.answer.Lists {
			r.Trust.Lists = append(r.Trust.Lists, TrustList{l.Name, l.Day(), string(l.From)})
		}
		for _, f := range j.answer.Reasons {
			r.Trust.Facts = append(r.Trust.Facts, Fact{f.Reason, f.Detail, f.Values, f.Warn})
		}
	}
	if j.rem != nil {
		if r.Certified = j.certifiedREM(); r.Certified != nil {
			r.Content = j.message()
		}
		if r.Certified != nil && j.options.Keep {
			r.kept, j.evidence.raw = j.evidence, j.rem.raw
		}
	} else if j.content != nil {
		r.Certified = j.certified()
		r.Content = j.message()
		if j.options.Keep {
			r.kept = j.evidence
		}
	}
	r.rewriteCertificate(func(s string) string { return bound.Text(s, maxValue) })
	return r
}

// unsigned says whether there is no signature of which there is something to say.
func (j *judgement) unsigned() bool {
	if j.candidate != nil {
		return j.candidate.signed == nil || len(j.candidate.signed.Signers) == 0
	}
	return j.rem.doc.Signature == nil
}

// caution: a signer who is vouched for, by a certificate or by an authority that admits its name, suffers from no list's age.
func (j *judgement) caution() string {
	lapsed := j.says(trustlist.DomainLapsed) || j.says(trustlist.OrganisationLapsed)
	if j.answer.Path != trustlist.PathNone && !lapsed {
		return ""
	}
	var newest time.Time
	for _, l := range j.answer.Lists {
		if l.Date.After(newest) {
			newest = l.Date
		}
	}
	switch {
	case newest.IsZero():
		return "undated"
	case j.time.UTC().Truncate(24 * time.Hour).After(newest):
		return "older"
	}
	return ""
}

func (j *judgement) certified() *Certified {
	d := j.evidence.data
	if d == nil {
		if j.evidence.kind != KindAnomaly {
			return nil
		}
		// It certifies nothing but that the provider received this message then (RFC 6109 §3.2.2).
		return &Certified{Provider: j.answer.Provider, Time: stamp(j.time), Recipients: []Recipient{}, ReceivedFor: []string{}}
	}
	c := &Certified{
		Provider: d.Provider, Time: stamp(d.Time), Sender: d.Sender, Recipients: []Recipient{}, ReplyTo: d.ReplyTo,
		Subject: d.Subject, Identifier: string(msgid.Of(d.Identifier)), MessageID: d.MessageID, ReceiptType: d.ReceiptType,
		DeliveredTo: d.DeliveredTo, ReceivedFor: append([]string{}, d.ReceivedFor...), Error: d.Error, ErrorDetail: d.ErrorDetail,
	}
	for _, r := range d.Recipients {
		c.Recipients = append(c.Recipients, Recipient{r.Address, r.Type})
	}
	c.Notice = j.evidence.notice()
	return c
}

func (j *judgement) message() *Content {
	m := j.evidence.message
	if m == nil {
		return &Content{Form: "none", To: []string{}, Attachments: []Attachment{}}
	}
	c := &Content{Form: "full", MessageID: m.MessageID, From: m.From, To: m.To, Subject: m.Subject, Date: m.Date,
		Attachments: []Attachment{}}
	if j.evidence.brief() {
		c.Form = "hashes"
	}
	for _, a := range m.Attachments {
		c.Attachments = append(c.Attachments, attachmentOf(a))
	}
	for _, t := range m.Texts {
		c.Texts = append(c.Texts, Text(t))
	}
	return c
}

func attachmentOf(a content.Attachment) Attachment {
	return Attachment{Name: a.Name, Type: a.Type, Size: a.Size, SHA256: a.SHA256, Hash: a.Hash}
}

func (j *judgement) signature() *Signature {
	if j.candidate == nil {
		return j.signatureREM()
	}
	s := j.candidate.signed.Signers[0]
	return &Signature{Digest: digestName(s), Algorithm: s.Algorithm.String(), KeyBits: j.keyBits, SigningTime: stamp(s.SigningTime), Signer: signerOf(j.signer)}
}

func signerOf(c *x509.Certificate) *Signer {
	if c == nil {
		return nil
	}
	sum := sha256.Sum256(c.Raw)
	return &Signer{
		Subject: certificate.WrittenName(c.Subject), Issuer: certificate.WrittenName(c.Issuer), Serial: strings.ToUpper(hex.EncodeToString(c.SerialNumber.Bytes())),
		Email: append([]string{}, c.EmailAddresses...), NotBefore: c.NotBefore.UTC().Format(time.RFC3339),
		NotAfter: c.NotAfter.UTC().Format(time.RFC3339), SHA256: hex.EncodeToString(sum[:]),
	}
}

// digestName is the usual name of the digest; an unknown one is given as its object identifier.
func digestName(s cms.SignerInfo) string {
	if s.Digest != 0 {
		return s.Digest.String()
	}
	return s.DigestOID.String()
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// joinPath joins the name of a container's entry and the MIME path inside it.
func joinPath(entry, path string) string {
	switch {
	case entry == "":
		return path
	case path == "":
		return entry
	}
	return entry + "#" + path
}
