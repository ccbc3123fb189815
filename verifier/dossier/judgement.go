package dossier

import (
	"slices"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/internal/law"
)

// judge gives each recipient a state, and the transmission what follows from them.
func (w *work) judge() {
	if w.t.Acceptance.State == Unknown {
		w.missing(w.late("missing.acceptance"), w.lookFor(accettazione), "")
	}
	certified, all := 0, true
	for i := range w.t.Recipients {
		r := &w.t.Recipients[i]
		w.judgeRecipient(i, r)
		if !outside(r.Type) {
			certified++
			all = all && r.State == Proved
		}
	}
	if w.t.Original.Message == nil {
		w.missing("missing.original", w.lookFor(avvenutaConsegna), "")
	}
	w.t.Proved = certified > 0 && all
}

// settle says whether anything is left for a person to clear up.
func (w *work) settle() {
	w.t.Complete = w.t.Proved && w.t.Acceptance.State == Accepted && !w.contested() && len(w.t.Doubts) == 0
}

// contested says whether evidence that counts contradicts other such evidence, in whatever it states.
//
// Such a contradiction takes a recipient's proof only where it is about the delivery itself (againstDelivery). Of all others
// the delivery receipt proves by itself that its own content lay in its own recipient's mailbox (DPR 68/2005 art. 6), so the
// recipient stays proved; but which content (originals-differ, brief-differs, copies-differ), when (deliveries-differ,
// before-acceptance, acceptances-differ), of which message of the sender's program (msgid-differs, subject-differs), or to whom
// (recipients-differ, recipient-not-named, type-differs, ordinary-delivered) is then for a person to find out: not complete.
func (w *work) contested() bool {
	return slices.ContainsFunc(w.t.Contradictions, func(c Contradiction) bool { return !c.Uncertified })
}

// againstDelivery gives what evidence says against a delivery receipt of a recipient, or no reason. A receipt is what the law
// asks for; yet whoever relies on one beside an authentic notice that the message was not delivered, or was never sent on, may
// lose a term that can be kept by asking or by serving anew. A late receipt can explain a notice after 24 hours (RFC 6109
// §3.1.6), but nothing in the pieces shows that it does. A receipt of another sender's message proves nothing for this one.
func (w *work) againstDelivery(i int, r *Recipient) (reason string, values []string) {
	switch {
	case r.Failed != nil:
		return "contradicted.failed", []string{"failed", r.Failed.Time}
	case r.Notice24h != nil && !w.g.rem:
		return "contradicted.given-up", []string{"failed", r.Notice24h.Time}
	case len(w.refused) > 0:
		return "contradicted.refused", []string{"failed", w.refused[0].report.Certified.Time}
	}
	for _, it := range w.at[i].deliveries {
		if sender := it.report.Certified.Sender; addressKey(sender) != addressKey(w.t.Sender) {
			return "contradicted.sender", []string{"first", w.t.Sender, "second", sender}
		}
	}
	return "", nil
}

// judgeRecipient asks in the order of what weighs most.
func (w *work) judgeRecipient(i int, r *Recipient) {
	until := w.newest(r).Add(openFor)
	against, values := "", []string(nil)
	if r.Delivered != nil {
		against, values = w.againstDelivery(i, r)
	}
	switch {
	case against != "":
		l := w.lookFor()
		values = append(values, "time", r.Delivered.Time, "provider", r.Delivered.Provider, "identifier", string(w.g.id), "logUntil", l.LogUntil)
		r.State, r.Answer = Contradicted, answer(w.word(against), values...)
	case r.Delivered != nil:
		r.State, r.Answer = Proved, answer(w.word("proved."+r.Delivered.Form), "time", r.Delivered.Time, "provider", r.Delivered.Provider)
	case r.Failed != nil:
		reason := "failed.error"
		if r.Failed.Error == "virus" && !w.g.rem {
			reason = "failed.virus"
		}
		r.State, r.Answer = Failed, answer(reason, "time", r.Failed.Time, "provider", r.Failed.Provider, "error", r.Failed.Error, "errorDetail", r.Failed.ErrorDetail)
	case r.Notice24h != nil: // RFC 6109 §3.1.6: the sender's provider gives up
		values = []string{"time", r.Notice24h.Time, "provider", r.Notice24h.Provider}
		if w.g.rem { // whose period it is, and why, its reason says
			values = append(values, "error", r.Notice24h.Error, "errorDetail", r.Notice24h.ErrorDetail)
		}
		r.State, r.Answer = Failed, answer(w.word("failed.notice24h"), values...)
	case w.t.Acceptance.State == Refused:
		a := w.t.Acceptance
		r.State, r.Answer = Failed, answer("failed.refused", "time", a.Time, "provider", a.Provider, "error", a.Error, "errorDetail", a.ErrorDetail)
	case outside(r.Type):
		r.State, r.Answer = NotProvable, answer("not-provable.ordinary")
	case w.at[i].unproved != nil:
		w.miss(r, "missing.uncounted", whyUncounted(w.at[i].unproved)...)
	case w.at[i].unheard != nil:
		w.miss(r, "missing.unheard", whyUncounted(w.at[i].unheard)...)
	case w.onlyEnvelopes():
		w.miss(r, "missing.envelope")
	case w.now.Before(until):
		reason := "open.waiting"
		switch {
		case r.Notice != nil:
			reason = "open.notice"
		case r.Notice12h != nil:
			reason = "open.notice12h"
		}
		r.State, r.Answer = Open, answer(w.word(reason), "until", until.Format(time.RFC3339))
	case r.Notice != nil: // it may be the second one, which is a failure: no second notice can be told from it
		w.miss(r, "missing.notice", "time", r.Notice.Time)
	case r.Notice12h != nil: // the second notice, or the receipt, must have come since
		w.miss(r, "missing.notice12h", "time", r.Notice12h.Time)
	default:
		w.miss(r, w.late("missing.delivery"))
	}
}

func whyUncounted(it *item) []string {
	r := it.report
	return []string{"file", r.File.Name, "kind", string(r.Kind), "why", string(r.Indication) + " " + string(r.Subindication)}
}

// newest is the time of the newest evidence about the recipient: the sending, or what happened to this recipient since.
// What happened to another says nothing of when this one's term ends.
func (w *work) newest(r *Recipient) time.Time {
	at := w.sentAt()
	for _, n := range r.Evidence {
		if it := w.g.items[n]; it.counted && it.at.After(at) {
			at = it.at
		}
	}
	return at
}

// sentAt is the time of the acceptance, or what comes nearest to it.
func (w *work) sentAt() time.Time { return w.reference.at }

// onlyEnvelopes: these are a recipient's pieces. Waiting brings no receipt to that mailbox.
func (w *work) onlyEnvelopes() bool {
	for _, s := range w.t.Sides {
		if s != SideRecipient {
			return false
		}
	}
	return true
}

func (w *work) lookFor(kinds ...verifier.Kind) *LookFor {
	if w.g.rem { // how long a provider keeps its log is a matter of its policy
		return &LookFor{Kinds: inREM(kinds), Mailbox: w.t.Sender, Provider: w.t.Provider}
	}
	until := law.LogUntil(w.sentAt())
	return &LookFor{Kinds: kinds, Mailbox: w.t.Sender, Provider: w.t.Provider, LogUntil: until, LogOver: law.Past(until, w.now)}
}

// late picks the reason for a log that may be gone.
func (w *work) late(reason string) string {
	if w.lookFor().LogOver {
		return reason + "-late"
	}
	return reason
}

func (w *work) miss(r *Recipient, reason string, values ...string) {
	r.State, r.LookFor = Missing, w.lookFor(avvenutaConsegna, erroreConsegna, preavviso)
	r.Answer = w.missing(reason, r.LookFor, r.Address, values...)
}

// missing adds to the list of what to look for.
func (w *work) missing(reason string, l *LookFor, recipient string, values ...string) Answer {
	values = append(values, "kind", string(l.Kinds[0]), "mailbox", l.Mailbox, "provider", l.Provider, "logUntil", l.LogUntil, "recipient", recipient)
	a := answer(w.word(reason), values...)
	w.t.Missing = append(w.t.Missing, a)
	return a
}
