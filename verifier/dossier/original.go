package dossier

import (
	"strings"

	"pecverifier/verifier"
	"pecverifier/verifier/internal/msgid"
)

// original gathers the copies of the message and holds them against each other: first the certified ones, which must
// be alike in every field, then brief receipts by their hashes, then the sent mail, whose header the provider changed.
func (w *work) original() {
	o := &w.t.Original
	*o = Original{Copies: []Copy{}, Agreement: "none", Compared: []string{}, NotCompared: []string{}, Differences: []Answer{}, Notes: []Answer{}}
	whole, brief := w.certifiedCopies()
	var reference *item
	if len(whole) > 0 {
		reference, o.Certified = whole[0], true
	} else if len(w.g.sent) > 0 {
		reference = w.g.sent[0]
	}
	c := comparison{}
	if reference != nil {
		o.Message = message(reference.content())
		for i := 1; i < len(whole); i++ {
			w.differ("originals-differ", whole[i], reference, c.copies(reference.content(), whole[i].content()))
		}
		for _, s := range w.g.sent {
			if s != reference {
				w.differ("sent-differs", s, reference, c.sent(reference.content(), s.content()))
			}
			if w.respelled(s.client) {
				w.differ("sent-differs", s, reference, []string{"messageID"})
			}
		}
	}
	w.compareBrief(c, reference, brief)
	w.compareBriefs(c, brief)
	for _, s := range w.g.sent {
		source := s.source
		o.Copies = append(o.Copies, Copy{From: "sent", Form: "full", Evidence: -1, Source: &source})
	}
	for _, f := range fields {
		switch {
		case c[f] == theSame || c[f] == different:
			o.Compared = append(o.Compared, f)
		case c[f] == notTold:
			o.NotCompared = append(o.NotCompared, f)
		}
	}
	switch {
	case len(o.Copies) == 0:
	case len(o.Differences) > 0:
		o.Agreement = "differ"
	case len(o.Compared) == 0:
		o.Agreement = "one"
	default:
		o.Agreement = "agree"
	}
	if len(o.Compared) > 0 {
		o.NotCompared = append(o.NotCompared, "rest")
	}
	if c["hashes"] == theSame {
		o.Notes = append(o.Notes, answer("original.sha1"))
	}
}

// respelled says whether the evidence states the identifier by which a sent mail was joined in other letters only.
func (w *work) respelled(id msgid.ID) bool {
	respelled := false
	for _, it := range w.g.items {
		if !it.counted {
			continue
		}
		if id == it.client || id == it.id {
			return false
		}
		respelled = respelled || id.Compare(it.client) == msgid.CaseDiffers || id.Compare(it.id) == msgid.CaseDiffers
	}
	return respelled
}

func message(c *verifier.Content) *Message {
	return &Message{MessageID: c.MessageID, From: c.From, To: append([]string{}, c.To...), Subject: c.Subject, Date: c.Date,
		Attachments: append([]verifier.Attachment{}, c.Attachments...)}
}

func (w *work) certifiedCopies() (whole, brief []*item) {
	for _, it := range w.g.items {
		from := "delivery"
		switch {
		case !it.counted || form(it) == "none":
			continue
		case it.role == postaCertificata:
			from = "envelope"
		case it.role != avvenutaConsegna:
			continue
		}
		w.t.Original.Copies = append(w.t.Original.Copies, Copy{From: from, Form: form(it), Evidence: it.position})
		if form(it) == "full" {
			whole = append(whole, it)
		} else {
			brief = append(brief, it)
		}
	}
	return whole, brief
}

// content is the message that a piece holds.
func (it *item) content() *verifier.Content {
	if it.sent != nil {
		return &it.sent.Content
	}
	return it.report.Content
}

// differ notes that a copy is not like the reference. What differs from a sent mail differs from what is no evidence.
func (w *work) differ(reason string, it, reference *item, differing []string) {
	if len(differing) == 0 {
		return
	}
	list := strings.Join(differing, ", ")
	w.t.Original.Differences = append(w.t.Original.Differences,
		answer("difference.fields", "name", it.source.File.Name, "reference", reference.source.File.Name, "fields", list))
	var evidence []*item // a sent mail is none, and has no position
	for _, one := range []*item{reference, it} {
		if one.report != nil && it.sent == nil {
			evidence = append(evidence, one)
		}
	}
	w.contradict(reason, "", evidence, "fields", list)
	if reason == "sent-differs" {
		w.uncertified(reason, "")
	}
}
