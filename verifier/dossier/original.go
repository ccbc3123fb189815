package dossier

import (
	"strings"

	"pecverifier/verifier"
	"pecverifier/verifier/msgid"
)

// original gathers the copies of the message and holds them against each other: first the certified ones, which must
// be alike in every field, then brief receipts by their hashes, then the sent mail, whose header the provider changed.
func (w *work) original() {
	o := &w.t.Original
	*o = Original{Copies: []Copy{}, Agreement: "none", Compared: []string{}, NotCompared: []string{}, Differences: []Answer{}, Notes: []Answer{}}
	whole, brief := w.certifiedCopies()
	var reference *verifier.Content
	name := ""
	if len(whole) > 0 {
		reference, name, o.Certified = whole[0].report.Content, whole[0].source.File.Name, true
	} else if len(w.g.sent) > 0 {
		reference, name = &w.g.sent[0].sent.Content, w.g.sent[0].source.File.Name
	}
	c := comparison{}
	if reference != nil {
		o.Message = message(reference)
		for i := 1; i < len(whole); i++ {
			w.differ("originals-differ", whole[i], name, c.copies(reference, whole[i].report.Content))
		}
		for _, s := range w.g.sent {
			if &s.sent.Content != reference {
				w.differ("sent-differs", s, name, c.sent(reference, &s.sent.Content))
			}
			if w.respelled(s.client) {
				w.differ("sent-differs", s, name, []string{"messageID"})
			}
		}
	}
	w.compareBrief(c, reference, name, brief)
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
		case it.report.Kind == postaCertificata:
			from = "envelope"
		case it.report.Kind != avvenutaConsegna:
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

// differ notes that a copy is not like the reference. What differs from a sent mail differs from what is no evidence.
func (w *work) differ(reason string, it *item, reference string, differing []string) {
	if len(differing) == 0 {
		return
	}
	list := strings.Join(differing, ", ")
	w.t.Original.Differences = append(w.t.Original.Differences,
		answer("difference.fields", "name", it.source.File.Name, "reference", reference, "fields", list))
	evidence := []*item{it}
	if it.sent != nil { // no evidence, so no position
		evidence = nil
	}
	w.contradict(reason, "", evidence, "fields", list)
	if reason == "sent-differs" {
		w.uncertified(reason, "")
	}
}
