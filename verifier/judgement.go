package verifier

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/cms"
	"pecverifier/verifier/daticert"
)

// checkOrder is the order of REPORT.md; a check that is not named here comes last.
var checkOrder = []string{
	"file.type", "wrapper.unsigned", "wrapper.cover", "repair.lineends", "repair.charset", "repair.fromlines",
	"signature.present", "signature.digest", "signature.value", "signature.strength", "signature.time",
	"signer.certificate", "trust.provider", "trust.validity", "trust.revocation",
	"evidence.form", "evidence.consistency", "evidence.provider", "content.absent", "content.complete",
	"headers.from", "headers.subject", "headers.kind", "headers.date", "headers.reference",
	"search.mailbox",
}

var severity = map[Status]int{Skipped: 0, Passed: 1, Warning: 2, Failed: 3}

// add records one answer; values are name and value in turn. A second answer to the same check stands if it is worse.
func (j *judgement) add(id string, status Status, reason string, values ...string) {
	c := newCheck(id, status, reason, values...)
	if i := slices.IndexFunc(j.checks, func(c Check) bool { return c.ID == id }); i >= 0 {
		if severity[status] > severity[j.checks[i].Status] {
			j.checks[i] = c
		}
		return
	}
	j.checks = append(j.checks, c)
}

// fail records an answer that forbids a pass.
func (j *judgement) fail(id string, sub Subindication, reason string, values ...string) {
	j.failures = append(j.failures, sub)
	j.add(id, Failed, reason, values...)
}

func newCheck(id string, status Status, reason string, values ...string) Check {
	c := Check{ID: id, Status: status, Reason: reason}
	for i := 0; i+1 < len(values); i += 2 {
		if values[i+1] != "" {
			if c.Values == nil {
				c.Values = map[string]string{}
			}
			c.Values[values[i]] = values[i+1]
		}
	}
	c.Detail = detail(reason, c.Values)
	return c
}

// warn sets a check that passed to a warning.
func (r *Report) warn(id, reason string, values ...string) {
	for i, c := range r.Checks {
		if c.ID == id && c.Status == Passed {
			r.Checks[i] = newCheck(id, Warning, reason, values...)
		}
	}
}

// addCheck puts one more check in its place.
func (r *Report) addCheck(c Check) {
	r.Checks = append(r.Checks, c)
	sortChecks(r.Checks)
}

func sortChecks(checks []Check) {
	rank := func(c Check) int {
		if i := slices.Index(checkOrder, c.ID); i >= 0 {
			return i
		}
		return len(checkOrder)
	}
	slices.SortStableFunc(checks, func(a, b Check) int { return rank(a) - rank(b) })
}

// report puts the answers together. What the bytes say is given as certified only where signature and bytes hold.
func (j *judgement) report() Report {
	r := Report{Schema: Schema, System: "pec", Part: j.candidate.entity.Path, Kind: j.evidence.kind, Checks: j.checks, authentic: j.authentic}
	if c := j.candidate.content; c != nil && !j.candidate.opaque {
		r.signed = c.Raw
	}
	r.Indication, r.Subindication = j.verdict()
	sortChecks(r.Checks)
	if j.candidate.signed == nil || len(j.candidate.signed.Signers) == 0 {
		return r
	}
	r.Signature = j.signature()
	r.Trust = &Trust{Path: string(trustlist.PathNone), Revocation: trustlist.RevocationIsUnknown, Lists: []TrustList{}, Facts: []Fact{}}
	if j.signer != nil {
		r.Trust = &Trust{Path: string(j.answer.Path), Provider: j.answer.Provider, List: j.answer.List, ListDate: j.answer.ListDate,
			From: string(j.answer.From()), Lists: []TrustList{}, Revocation: j.answer.Revocation, Facts: []Fact{}}
		for _, l := range j.answer.Lists {
			r.Trust.Lists = append(r.Trust.Lists, TrustList{l.Name, l.Day(), string(l.From)})
		}
		for _, f := range j.answer.Reasons {
			r.Trust.Facts = append(r.Trust.Facts, Fact{f.Slug, f.Detail, f.Values, f.Warn})
		}
	}
	if j.authentic {
		r.Certified = j.certified()
		r.Content = j.content()
		if j.options.only != nil {
			r.opened = j.evidence.open(j.candidate)
		}
	}
	return r
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
		Subject: d.Subject, Identifier: bareID(d.Identifier), MessageID: d.MessageID, ReceiptType: d.ReceiptType,
		DeliveredTo: d.DeliveredTo, ReceivedFor: append([]string{}, d.ReceivedFor...), Error: d.Error, ErrorDetail: d.ErrorDetail,
	}
	for _, r := range d.Recipients {
		c.Recipients = append(c.Recipients, Recipient{r.Address, r.Type})
	}
	switch j.evidence.notice() {
	case daticert.Notice12h:
		c.Notice = "12h"
	case daticert.Notice24h:
		c.Notice = "24h"
	}
	return c
}

func (j *judgement) content() *Content {
	m := j.evidence.message
	if m == nil {
		return &Content{Form: "none", To: []string{}, Attachments: []Attachment{}}
	}
	c := &Content{Form: "full", MessageID: m.MessageID, From: m.From, To: m.To, Subject: m.Subject, Date: m.Date,
		Attachments: []Attachment{}}
	if d := j.evidence.data; d != nil && d.Kind == daticert.AvvenutaConsegna && d.ReceiptType == "breve" {
		c.Form = "hashes"
	}
	for _, a := range m.Attachments {
		c.Attachments = append(c.Attachments, Attachment(a))
	}
	for _, t := range m.Texts {
		c.Texts = append(c.Texts, Text(t))
	}
	return c
}

func (j *judgement) signature() *Signature {
	s := j.candidate.signed.Signers[0]
	out := &Signature{Digest: digestName(s), Algorithm: s.Algorithm.String(), KeyBits: j.keyBits, SigningTime: stamp(s.SigningTime)}
	if c := j.signer; c != nil {
		sum := sha256.Sum256(c.Raw)
		out.Signer = &Signer{
			Subject: c.Subject.String(), Issuer: c.Issuer.String(), Serial: strings.ToUpper(hex.EncodeToString(c.SerialNumber.Bytes())),
			Email: append([]string{}, c.EmailAddresses...), NotBefore: c.NotBefore.UTC().Format(time.RFC3339),
			NotAfter: c.NotAfter.UTC().Format(time.RFC3339), SHA256: hex.EncodeToString(sum[:]),
		}
	}
	return out
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
