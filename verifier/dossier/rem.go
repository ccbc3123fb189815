package dossier

import (
	"cmp"
	"slices"
	"strings"

	"pecverifier/verifier"
)

// Registered mail of the Union (REM) is joined by its identifier and the digest of the message together (REM.md §5.2), and never with
// PEC. What its events say of a recipient is said in the words that there are for PEC: each has a role.

// remRoles are the roles of the events that say something of a recipient, or nothing that matters here (KindUnknown).
var remRoles = map[verifier.Kind]verifier.Kind{
	"SubmissionAcceptance": accettazione, "SubmissionRejection": nonAccettazione, verifier.KindDispatch: postaCertificata, "ReceivedFromNonERDS": postaCertificata,
	"RelayAcceptance": presaInCarico, "RelayRejection": rilevazioneVirus, "RelayFailure": erroreConsegna, "ContentConsignment": avvenutaConsegna,
	"ContentConsignmentFailure": erroreConsegna, "RelayToNonERDSFailure": erroreConsegna,
	"RelayToNonERDS": verifier.KindUnknown, "ContentHandover": verifier.KindUnknown, "NotificationForAcceptance": verifier.KindUnknown,
	"ConsignmentAcceptance": verifier.KindUnknown, "ConsignmentNotification": verifier.KindUnknown, "ContentAccessTracking": verifier.KindUnknown,
	"NotificationDelivered": verifier.KindUnknown, "NotificationAccessTracking": verifier.KindUnknown,
}

// otherEvent is the role of every other event: a failure of what the baseline leaves out (a handing over, the asking of the recipient),
// or one that nobody here knows. It takes nothing from a delivery, and may be news of a failure.
const otherEvent verifier.Kind = "other"

// roleOf gives the role of a kind, in PEC the kind itself.
func roleOf(k verifier.Kind) verifier.Kind {
	if role, ok := remRoles[k]; ok {
		return role
	}
	if _, ok := kindOrder[k]; ok || k == verifier.KindAnomaly || k == verifier.KindUnknown || k == verifier.KindNone || k == "" {
		return k
	}
	return otherEvent
}

// noNews are the reasons of a failure that only say that no answer came within the period.
var noNews = []string{"S_ERDSP_ReceivedNoDeliveryInfoFromR_ERDSP", "S_ERDSP_ReceivedNoRelayAcceptanceInfoFromR_ERDSP"}

const reasonPrefix = "http://uri.etsi.org/19522/EventReason/"

// readREM gives the report of a piece the fields by which PEC says why something failed.
func (it *item) readREM() {
	report, c := *it.report, *it.report.Certified
	if report.Kind == verifier.KindUnknown { // an event of another form than the standard's
		it.role = otherEvent
	}
	if len(c.Reasons) > 0 && adverse(it.role) && it.role != otherEvent {
		first := c.Reasons[0]
		c.Error, c.ErrorDetail = cmp.Or(first.Code, strings.TrimPrefix(first.URI, reasonPrefix)), first.Text
		if slices.ContainsFunc(c.Reasons, func(r verifier.EventReason) bool {
			return slices.Contains(noNews, r.URI[min(len(r.URI), len(reasonPrefix)):])
		}) {
			it.role, c.Notice = preavviso, notice24h
		}
	}
	report.Certified, it.report = &c, &report
}

// key is what joins a piece with others.
func (it *item) key() string {
	if !it.rem {
		return it.id.Folded()
	}
	digest := ""
	if d := it.report.Certified.Digest; d != nil {
		digest = d.Algorithm + " " + d.Value
	}
	return "rem\x00" + string(it.id) + "\x00" + digest + "\x00" + addressKey(it.report.Certified.Sender)
}

// outside says whether a recipient gets no delivery receipt: an ordinary mailbox, in PEC and in REM.
func outside(kind string) bool { return kind == esterno || kind == "untrusted" }

// inREM are the kinds of REM that fill the gap of those of PEC.
func inREM(kinds []verifier.Kind) []verifier.Kind {
	var out []verifier.Kind
	for _, k := range kinds {
		switch k {
		case accettazione:
			out = append(out, "SubmissionAcceptance")
		case avvenutaConsegna:
			out = append(out, "ContentConsignment")
		case erroreConsegna:
			out = append(out, "ContentConsignmentFailure", "RelayFailure")
		}
	}
	return out
}

// word is the reason for a transmission of REM, where that of PEC would not be true of it.
func (w *work) word(reason string) string {
	if w.g.rem {
		if _, own := sentences[reason+".rem"]; own {
			return reason + ".rem"
		}
	}
	return reason
}

// shownKind is a kind that there are words for.
func shownKind(k verifier.Kind) verifier.Kind {
	if k.Known() {
		return k
	}
	return verifier.KindUnknown
}

// registered packs what only registered mail has.
func (w *packer) registered(r *verifier.Report) {
	c := r.Certified
	if r.System != verifier.SystemREM {
		w.count(0)
		return
	}
	w.count(1)
	digest := verifier.MessageDigest{}
	if c.Digest != nil {
		digest = *c.Digest
	}
	w.texts(c.Event, c.EvidenceIdentifier, digest.Algorithm, digest.Value)
	w.count(len(c.Reasons))
	for _, e := range c.Reasons {
		w.texts(e.Code, e.URI, e.Text)
	}
}

func (r *unpacker) registered(report *verifier.Report, c *verifier.Certified) {
	if r.count() == 0 {
		return
	}
	report.System = verifier.SystemREM
	c.Event, c.EvidenceIdentifier = r.text(), r.text()
	c.Digest = &verifier.MessageDigest{Algorithm: r.text(), Value: r.text()}
	for n := r.count(); n > 0 && !r.damaged; n-- {
		c.Reasons = append(c.Reasons, verifier.EventReason{Code: r.text(), URI: r.text(), Text: r.text()})
	}
}
