package verifier

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/msgid"
	"pecverifier/verifier/internal/smime"
)

// checkConsistency holds the signed parts against each other (RULES.md §1.4, §2.2, §5.3). It says every contradiction: one
// that the sender of the message can bring about hides none that the provider would have to answer for.
func (j *judgement) checkConsistency() {
	const id = "evidence.consistency"
	ev := j.evidence
	if ev.contradiction != "" {
		j.fail(id, EvidenceInconsistent, ev.contradiction)
		return
	}
	if ev.data == nil {
		j.add(id, Skipped, "consistency.nothing")
		return
	}
	if missing := ev.data.Missing(); len(missing) > 0 {
		j.fail(id, EvidenceInconsistent, "consistency.missing", "elements", strings.Join(missing, ", "))
	}
	if ev.twoDiffer {
		j.fail(id, EvidenceInconsistent, "consistency.twice")
	}
	switch {
	case ev.blank && promisesMessage(ev.data):
		j.fail(id, EvidenceInconsistent, "consistency.blank")
	case ev.blank: // and nothing to compare
	case ev.message != nil:
		j.checkIdentifiers()
		j.checkSender()
		j.checkSubjectInside()
	case ev.unread:
		j.add(id, Warning, "consistency.unread")
	case ev.data.Kind == daticert.PostaCertificata:
		j.fail(id, EvidenceInconsistent, "consistency.empty")
	}
	if ev.data.DeliveredTo != "" && !isRecipient(ev.data, ev.data.DeliveredTo) {
		j.add(id, Warning, "consistency.recipient", "evidence", ev.data.DeliveredTo)
	}
	if !j.said(id) {
		j.add(id, Passed, "consistency.agrees")
	}
}

// promisesMessage says whether the kind, and the form of the receipt, carry the message (RFC 6109 §3.1.5, §3.3.2).
func promisesMessage(d *daticert.Data) bool {
	return d.Kind == daticert.PostaCertificata || d.Kind == daticert.AvvenutaConsegna && d.ReceiptType != "sintetica"
}

// checkIdentifiers: identificativo is the Message-ID that the provider gave the message inside, msgid that of the sender's
// program, which the message inside keeps as reference (RFC 6109 §2.2.1).
func (j *judgement) checkIdentifiers() {
	const id = "evidence.consistency"
	h := &j.evidence.original.Header
	switch written := firstID(h, "Message-ID"); {
	case written == "":
		j.add(id, Warning, "consistency.noid")
	default:
		j.checkID("Message-ID", written, j.evidence.data.Identifier, "consistency.identifier")
	}
	if written := firstID(h, "X-Riferimento-Message-ID"); written != "" {
		j.checkID("X-Riferimento-Message-ID", written, j.evidence.data.MessageID, "consistency.msgid")
	}
	if h.Conflicting("Message-ID") || h.Conflicting("X-Riferimento-Message-ID") {
		j.add(id, Warning, "consistency.ids")
	}
}

func (j *judgement) checkID(field, written, stated, reason string) {
	const id = "evidence.consistency"
	if stated == "" {
		return
	}
	switch anyID(&j.evidence.original.Header, field, stated) {
	case msgid.Different:
		j.fail(id, EvidenceInconsistent, reason, "message", written, "evidence", stated)
	case msgid.CaseDiffers:
		j.add(id, Warning, "consistency.idcase", "message", written, "evidence", stated)
	}
}

// firstID is the first field of that name that states an identifier, as written.
func firstID(h *smime.Header, name string) string {
	for _, v := range h.Values(name) {
		if msgid.Of(v) != "" {
			return v
		}
	}
	return ""
}

// checkSender: mittente is the From, of which there is one (RFC 6109 §3.1.1).
func (j *judgement) checkSender() {
	const id = "evidence.consistency"
	from := j.options.parties.addresses(&j.evidence.original.Header, "From")
	values := []string{"message", j.evidence.message.From, "evidence", j.evidence.data.Sender}
	switch {
	case len(missing(addressList(j.evidence.data.Sender), from)) > 0:
		j.add(id, Warning, "consistency.sender", values...)
	case len(from) > 1:
		j.add(id, Warning, "consistency.senders", "message", strings.Join(from, ", "), "evidence", j.evidence.data.Sender)
	}
}

func (j *judgement) checkSubjectInside() {
	const id = "evidence.consistency"
	d := j.evidence.data
	inside, unread := smime.ReadWords(j.evidence.original.Header.Get("Subject"))
	signed, unreadToo := smime.ReadWords(d.Subject)
	switch {
	case !d.HasSubject || compareTexts(inside, signed) == msgid.Same:
	case unread+unreadToo != "":
		j.add(id, Warning, "consistency.charset", "charset", cmp.Or(unread, unreadToo))
	default:
		j.add(id, Warning, "consistency.subject", "message", inside, "evidence", d.Subject)
	}
}

func isRecipient(d *daticert.Data, address string) bool {
	for _, r := range d.Recipients {
		if addressKey(r.Address) == addressKey(address) {
			return true
		}
	}
	return false
}

// checkProvider asks whether gestore-emittente is the signer. Real names differ in spelling ("Sogei SpA", "Sogei
// S.p.A."), so this is a hint and never more than a warning. A name that fits another listed provider better is not the
// signer's, although one may be part of the other.
func (j *judgement) checkProvider() {
	const id = "evidence.provider"
	if j.evidence.data == nil || j.signer == nil {
		j.add(id, Skipped, "provider.nothing")
		return
	}
	stated := j.evidence.data.Provider
	names := append([]string{j.answer.Provider, j.signer.Subject.CommonName}, j.signer.Subject.Organization...)
	if fit(stated, names) == exactly {
		j.add(id, Passed, "provider.agrees", "provider", stated)
		return
	}
	own, others := append([]string{}, names...), []string{}
	for _, list := range j.options.Trust.Parts() {
		for _, p := range list.Providers {
			called := append([]string{p.Name, p.Organisation}, p.Spellings...)
			if slices.ContainsFunc(called, func(s string) bool { return fit(s, names) == exactly }) {
				own = append(own, called...)
			} else {
				others = append(others, called...)
			}
		}
	}
	if best := fit(stated, own); best > 0 && best >= fit(stated, others) {
		j.add(id, Passed, "provider.agrees", "provider", stated)
		return
	}
	j.add(id, Warning, "provider.differs", "evidence", stated, "signed", strings.Join(names[1:], ", "))
}

const exactly = 1 << 20

// fit says how well a name is one of the others, without case, punctuation and legal form: exactly, or by as many words as the
// one that is part of the other has; 0 = not at all.
func fit(name string, others []string) (best int) {
	x := nameWords(name)
	for _, other := range others {
		y := nameWords(other)
		switch {
		case x == "" || y == "":
		case x == y:
			return exactly
		case strings.Contains(" "+x+" ", " "+y+" "), strings.Contains(" "+y+" ", " "+x+" "):
			best = max(best, min(strings.Count(x, " "), strings.Count(y, " "))+1)
		}
	}
	return best
}

func nameWords(s string) string {
	s = strings.ToLower(s)
	for _, form := range []string{"s.p.a.", "s.p.a", "s.r.l.", "s.r.l", "s.c.p.a.", "s.c. a r.l."} {
		s = strings.ReplaceAll(s, form, " ")
	}
	var words []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		switch w {
		case "spa", "srl", "scpa", "scarl":
		default:
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// checkComplete asks whether all of the message is listed, and whether it is what mail programs show of it.
func (j *judgement) checkComplete() {
	const id = "content.complete"
	if m := j.evidence.message; m != nil {
		if m.Dispute != nil {
			j.add(id, Warning, "content.ambiguous", "part", m.Dispute.Part, "error", m.Dispute.Why)
		}
		if m.Cut {
			j.add(id, Warning, "content.cut")
		}
		if m.Unread != "" {
			j.add(id, Warning, "content.charset", "charset", m.Unread)
		}
	}
	if j.evidence.cutShort {
		j.add(id, Warning, "content.behind")
	}
}

// checkContent asks whether the message is there that the kind and the receipt's form promise (RFC 6109 §3.3.2).
func (j *judgement) checkContent() {
	const id = "content.absent"
	j.checkComplete()
	d := j.evidence.data
	if d == nil || d.Kind != daticert.AvvenutaConsegna || d.ReceiptType == "sintetica" {
		j.add(id, Skipped, "content.notpromised")
		return
	}
	if j.evidence.message == nil && !j.evidence.unread {
		j.add(id, Warning, "content.absent", "form", d.ReceiptType)
		return
	}
	j.add(id, Passed, "content.present")
}

// anyID says how the nearest of the fields of that name is to the identifier: the provider adds its own beside what the
// sender may have written.
func anyID(h *smime.Header, name, id string) msgid.Sameness {
	wanted, nearest := msgid.Of(id), msgid.Different
	for _, v := range h.Values(name) {
		nearest = max(nearest, msgid.Of(daticert.MarkForbidden(v)).Compare(wanted))
	}
	return nearest
}
