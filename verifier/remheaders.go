package verifier

import (
	"encoding/base64"
	"slices"
	"strings"

	"pecverifier/verifier/internal/msgid"
	"pecverifier/verifier/internal/rem"
	"pecverifier/verifier/internal/smime"
)

// The outer headers of a registered mail are not under the signature: they are compared (step 12), and none changes what is certified.

const messageTypes = "http://uri.etsi.org/19522/v1#/ERDMessageType/"

// compared, of registered mail; each up to maxOuter.
var comparedREM = []string{"REM-MessageType", "REM-EventIdentifier", "REM-ReasonIdentifier", "REM-Evidence-ID", "REM-DigestAlgorithm", "REM-DigestValue", "REM-UAMessageIdentifier", "Message-ID"}

func init() {
	for _, name := range comparedREM {
		compared[name] = maxOuter
	}
}

// checkREMKind compares what the header says that the mail is. Words of PEC have no place there.
func (j *judgement) checkREMKind(h *smime.Header) {
	const id = "headers.kind"
	if !j.clear(id, h, "REM-MessageType", "REM-EventIdentifier", "X-Ricevuta", "X-Trasporto") {
		return
	}
	if j.rem.stated() == nil {
		j.add(id, Skipped, "headers.nothing")
		return
	}
	e := j.rem.doc.Evidence
	kind := "receipt"
	if j.rem.original != nil {
		kind = "dispatch"
	}
	differs := func(header, signed string) {
		j.add(id, Warning, "rem-kind.differs", "header", header, "signed", signed)
	}
	for _, name := range []string{"X-Ricevuta", "X-Trasporto"} {
		if v := h.Get(name); v != "" {
			j.add(id, Warning, "rem-kind.pec", "header", name+": "+v)
		}
	}
	there := false
	if v := strings.TrimSpace(h.Get("REM-MessageType")); v != "" {
		if there = true; v != messageTypes+kind {
			differs(v, kind)
		}
	}
	if v := strings.TrimSpace(h.Get("REM-EventIdentifier")); v != "" {
		if there = true; v != e.EventURI {
			differs(v, e.EventURI)
		}
	}
	for _, v := range h.Values("REM-ReasonIdentifier") {
		v = strings.TrimSpace(v)
		if there = true; !slices.ContainsFunc(e.Reasons, func(r rem.Reason) bool { return r.URI == v }) {
			var signed []string
			for _, r := range e.Reasons {
				signed = append(signed, r.URI)
			}
			differs(v, strings.Join(signed, ", "))
		}
	}
	switch {
	case j.said(id):
	case !there:
		j.add(id, Skipped, "headers.absent", "header", "REM-MessageType, REM-EventIdentifier")
	default:
		j.add(id, Passed, "rem-kind.agrees", "signed", string(j.evidence.kind))
	}
}

// checkREMReference compares what the header says that the mail is about. Four genuine examples of AgID carry the digest of another message.
func (j *judgement) checkREMReference(h *smime.Header) {
	const id = "headers.reference"
	if !j.clear(id, h, "REM-Evidence-ID", "REM-DigestAlgorithm", "REM-DigestValue", "REM-UAMessageIdentifier") {
		return
	}
	if j.rem.stated() == nil {
		j.add(id, Skipped, "headers.nothing")
		return
	}
	e := j.rem.doc.Evidence
	there := false
	compare := func(name, signed string, same func(header string) bool) {
		if !h.Has(name) {
			return
		}
		there = true
		if v := strings.TrimSpace(h.Get(name)); !same(v) {
			j.add(id, Warning, "rem-reference.differs", "name", name, "header", v, "signed", signed)
		}
	}
	identifier := func(signed string) func(string) bool {
		return func(v string) bool { return msgid.Of(v) == msgid.Of(signed) }
	}
	digest := base64.StdEncoding.EncodeToString(e.Digest.Value)
	compare("REM-Evidence-ID", e.Identifier, identifier(e.Identifier))
	compare("REM-DigestAlgorithm", e.Digest.Method, func(v string) bool { return v == e.Digest.Method })
	compare("REM-DigestValue", digest, func(v string) bool { return strings.Join(strings.Fields(v), "") == digest })
	compare("REM-UAMessageIdentifier", e.ClientID, identifier(e.ClientID))
	if j.rem.original != nil {
		compare("Message-ID", e.MessageID, identifier(e.MessageID))
	}
	switch {
	case j.said(id):
	case !there:
		j.add(id, Skipped, "headers.absent", "header", "REM-Evidence-ID, REM-DigestValue")
	default:
		j.add(id, Passed, "rem-reference.agrees")
	}
}
