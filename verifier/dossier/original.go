package dossier

import (
	"slices"
	"strings"

	"pecverifier/verifier"
)

// original gathers the copies of the message and holds them against each other: first the certified ones, which must
// be alike in every field, then brief receipts by their hashes, then the sent mail, whose header the provider changed.
func (w *work) original() {
	o := &w.t.Original
	*o = Original{Copies: []Copy{}, Agreement: "none", Compared: []string{}, NotCompared: []string{}, Differences: []Answer{}}
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

// compareBrief holds brief receipts against the reference: what they leave as it was like any copy; the names of their
// hashed parts; and their hashes against a sent mail, whose bytes are at hand, because a report has no SHA-1.
func (w *work) compareBrief(c comparison, reference *verifier.Content, name string, brief []*item) {
	if reference == nil {
		return
	}
	hashes := map[BriefHash]bool{}
	for _, s := range w.g.sent {
		for _, h := range s.sent.Hashes {
			hashes[h] = true
		}
	}
	copies := map[int]*Copy{}
	for i := range w.t.Original.Copies {
		copies[w.t.Original.Copies[i].Evidence] = &w.t.Original.Copies[i]
	}
	for _, it := range brief {
		content, recipient := it.report.Content, it.report.Certified.DeliveredTo
		if w.t.Original.Certified {
			w.differ("originals-differ", it, name, c.brief(reference, content))
			// Of two certified copies the names alone can be compared.
			if wrong, _ := holdAgainst(content.Attachments, reference.Attachments, nil); len(wrong) > 0 {
				w.contradict("brief-differs", recipient, []*item{it}, "names", some(wrong))
			}
		} else {
			w.differ("sent-differs", it, name, c.briefOfSent(reference, content))
		}
		wrong, over := holdAgainst(content.Attachments, reference.Attachments, hashes)
		for _, s := range w.g.sent {
			for _, name := range unstated(s.sent.Hashes, content.Attachments) {
				if !slices.Contains(wrong, name) {
					wrong = append(wrong, name)
				}
			}
		}
		c.ask("names", theSame)
		if len(hashes) > 0 {
			c.ask("hashes", theSame)
		}
		copies[it.position].Hash = over
		if len(wrong) > 0 {
			w.t.Original.Differences = append(w.t.Original.Differences,
				answer("difference.hashes", "name", it.source.File.Name, "reference", name, "names", some(wrong)))
			if !w.contradicted("brief-differs", recipient) {
				w.contradict("brief-differs", recipient, []*item{it}, "names", some(wrong))
				w.uncertified("brief-differs", recipient)
			}
		}
	}
}

// compareBriefs holds brief receipts against each other. Where no other certified copy is there, that is all that shows
// whether one message was delivered to all.
func (w *work) compareBriefs(c comparison, brief []*item) {
	for i := 1; i < len(brief); i++ {
		a, b := brief[0].report, brief[i].report
		var differing []string
		if !w.t.Original.Certified {
			differing = c.brief(a.Content, b.Content)
		}
		names, hashes := compareHashes(a.Content.Attachments, b.Content.Attachments)
		if hashes == different && a.Certified.Provider != b.Certified.Provider {
			hashes = notTold // two providers may take the hash of different bytes (RFC 6109 §3.3.2.2)
			if len(w.g.sent) > 0 {
				hashes = unasked // each was held against the sent mail, in every form
			}
		}
		differing = append(differing, c.ask("names", names)...)
		differing = append(differing, c.ask("hashes", hashes)...)
		w.differ("originals-differ", brief[i], brief[0].source.File.Name, differing)
	}
}

// holdAgainst gives the names that are on one side only, or whose hash is another, and over which bytes the hashes are.
func holdAgainst(brief, whole []verifier.Attachment, hashes map[BriefHash]bool) (wrong []string, over string) {
	have, stated := map[string]bool{}, map[string]bool{}
	for _, a := range whole {
		have[a.Name] = true
	}
	for _, a := range brief {
		original, hashed := strings.CutSuffix(a.Name, hashSuffix)
		if !hashed || a.Hash == "" {
			stated[a.Name] = true // what the rules leave in place: an inner signature, an encrypted message
			continue
		}
		stated[original] = true
		form := hashedOver(hashes, original, a.Hash)
		if !have[original] || len(hashes) > 0 && form == "" {
			wrong = append(wrong, original)
		} else {
			over = form
		}
	}
	for _, a := range whole {
		if a.Name != "" && !stated[a.Name] {
			wrong = append(wrong, a.Name)
		}
	}
	return wrong, over
}

// unstated gives the names of parts of a sent mail whose hash a brief receipt states, but not for these bytes: beside the
// part that was sent there may be another of its name.
func unstated(hashes []BriefHash, brief []verifier.Attachment) (names []string) {
	stated := map[[2]string]bool{}
	named := map[string]bool{}
	for _, a := range brief {
		if name, hashed := strings.CutSuffix(a.Name, hashSuffix); hashed && a.Hash != "" {
			stated[[2]string{name, a.Hash}], named[name] = true, true
		}
	}
	for i := 0; i < len(hashes); {
		part, found := hashes[i].Name, false
		for form := -2; i < len(hashes) && hashes[i].Name == part; i++ { // the forms of one part, in their order
			next := slices.Index(hashForms, hashes[i].Over)
			if next <= form {
				break
			}
			form, found = next, found || stated[[2]string{part, hashes[i].SHA1}]
		}
		if named[part] && !found {
			names = append(names, part)
		}
	}
	return names
}

func hashedOver(hashes map[BriefHash]bool, name, sum string) string {
	for _, over := range hashForms {
		if hashes[BriefHash{name, over, sum}] {
			return over
		}
	}
	return ""
}
