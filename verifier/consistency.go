package verifier

import (
	"strings"
	"unicode"

	"pecverifier/verifier/daticert"
	"pecverifier/verifier/smime"
)

// checkConsistency holds the signed parts against each other (RULES.md §1.4, §2.2, §5.3).
func (j *judgement) checkConsistency() {
	const id = "evidence.consistency"
	ev := j.evidence
	if ev.data == nil {
		j.add(id, Skipped, "consistency.nothing")
		return
	}
	if missing := ev.data.Missing(); len(missing) > 0 {
		j.fail(id, EvidenceInconsistent, "consistency.missing", "elements", strings.Join(missing, ", "))
		return
	}
	m := ev.message
	switch {
	case ev.twoDiffer:
		j.fail(id, EvidenceInconsistent, "consistency.twice")
	case ev.unread:
		j.add(id, Warning, "consistency.unread")
	case m == nil && ev.data.Kind == daticert.PostaCertificata:
		j.fail(id, EvidenceInconsistent, "consistency.empty")
	case m != nil && m.MessageID != "" && !anyID(ev.original, "Message-ID", ev.data.Identifier):
		j.fail(id, EvidenceInconsistent, "consistency.identifier", "message", m.MessageID, "evidence", ev.data.Identifier)
	case m != nil && m.Reference != "" && ev.data.MessageID != "" && !anyID(ev.original, "X-Riferimento-Message-ID", ev.data.MessageID):
		j.fail(id, EvidenceInconsistent, "consistency.msgid", "message", m.Reference, "evidence", ev.data.MessageID)
	case m != nil && (ev.original.Header.Conflicting("Message-ID") || ev.original.Header.Conflicting("X-Riferimento-Message-ID")):
		j.add(id, Warning, "consistency.ids")
	case m != nil && m.MessageID == "":
		j.add(id, Warning, "consistency.noid")
	case m != nil && !containsFold(addresses(m.From), ev.data.Sender):
		j.add(id, Warning, "consistency.sender", "message", m.From, "evidence", ev.data.Sender)
	case ev.data.DeliveredTo != "" && !isRecipient(ev.data, ev.data.DeliveredTo):
		j.add(id, Warning, "consistency.recipient", "evidence", ev.data.DeliveredTo)
	case m != nil && ev.data.HasSubject && foldSpace(m.Subject) != foldSpace(smime.DecodeWords(ev.data.Subject)):
		j.add(id, Warning, "consistency.subject", "message", m.Subject, "evidence", ev.data.Subject)
	default:
		j.add(id, Passed, "consistency.agrees")
	}
}

func isRecipient(d *daticert.Data, address string) bool {
	for _, r := range d.Recipients {
		if strings.EqualFold(r.Address, address) {
			return true
		}
	}
	return false
}

// checkProvider asks whether gestore-emittente is the signer. Real names differ in spelling ("Sogei SpA", "Sogei
// S.p.A."), so this is a hint and never more than a warning.
func (j *judgement) checkProvider() {
	const id = "evidence.provider"
	if j.evidence.data == nil || j.signer == nil {
		j.add(id, Skipped, "provider.nothing")
		return
	}
	stated := j.evidence.data.Provider
	names := append([]string{j.answer.Provider, j.signer.Subject.CommonName}, j.signer.Subject.Organization...)
	for _, name := range names {
		if sameProvider(stated, name) {
			j.add(id, Passed, "provider.agrees", "provider", stated)
			return
		}
	}
	j.add(id, Warning, "provider.differs", "evidence", stated, "signed", strings.Join(names[1:], ", "))
}

// sameProvider compares the words of two names, without case, punctuation and legal form; one may hold the other.
func sameProvider(a, b string) bool {
	x, y := nameWords(a), nameWords(b)
	return x != "" && y != "" && (strings.Contains(" "+x+" ", " "+y+" ") || strings.Contains(" "+y+" ", " "+x+" "))
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

// checkContent asks whether the message is there that the kind and the receipt's form promise (RFC 6109 §3.3.2).
func (j *judgement) checkContent() {
	const id = "content.absent"
	if j.evidence.message != nil && j.evidence.message.Cut {
		j.add("content.complete", Warning, "content.cut")
	}
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

// anyID says whether one of the fields of that name is the identifier: the provider adds its own beside what the sender
// may have written.
func anyID(message *smime.Entity, name, id string) bool {
	for _, v := range message.Header.Values(name) {
		if foldSpace(bareID(smime.DecodeWords(v))) == foldSpace(bareID(smime.DecodeWords(id))) {
			return true
		}
	}
	return false
}
