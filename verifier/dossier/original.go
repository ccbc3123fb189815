package dossier

import (
	"slices"
	"strings"

	"pecverifier/verifier"
	"pecverifier/verifier/smime"
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
	compared := map[string]bool{}
	if reference != nil {
		o.Message = message(reference)
		for i := 1; i < len(whole); i++ {
			w.differ(compared, "originals-differ", whole[i], name, fieldsThatDiffer(compared, reference, whole[i].report.Content, false))
		}
		for _, s := range w.g.sent {
			if &s.sent.Content != reference {
				w.differ(compared, "sent-differs", s, name, fieldsThatDiffer(compared, reference, &s.sent.Content, true))
			}
		}
	}
	w.compareBrief(compared, reference, name, brief)
	for _, s := range w.g.sent {
		source := s.source
		o.Copies = append(o.Copies, Copy{From: "sent", Form: "full", Evidence: -1, Source: &source})
	}
	for _, f := range append(slices.Clone(fields), "hashes", "names") {
		if compared[f] {
			o.Compared = append(o.Compared, f)
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
		o.NotCompared = append(o.NotCompared, "text")
	}
}

// fields of a message that are compared, in the order in which they are named.
var fields = []string{"messageID", "from", "to", "subject", "date", "attachments"}

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

// differ notes that a copy is not like the reference.
func (w *work) differ(compared map[string]bool, reason string, it *item, reference string, differing []string) {
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
}

// fieldsThatDiffer compares two whole copies. The provider puts its own Message-ID into a sent mail and may fold or
// encode the rest anew, so that of a sent one only what people read is compared, and attachments by their bytes.
func fieldsThatDiffer(compared map[string]bool, a, b *verifier.Content, sent bool) []string {
	var out []string
	check := func(field string, same bool) {
		compared[field] = true
		if !same {
			out = append(out, field)
		}
	}
	if sent {
		check("from", textKey(a.From) == textKey(b.From))
		check("subject", subjectKey(a.Subject) == subjectKey(b.Subject))
		check("date", textKey(a.Date) == textKey(b.Date))
	} else {
		check("messageID", a.MessageID == b.MessageID)
		check("from", a.From == b.From)
		check("to", slices.Equal(a.To, b.To))
		check("subject", a.Subject == b.Subject)
		check("date", a.Date == b.Date)
	}
	check("attachments", slices.EqualFunc(a.Attachments, b.Attachments, func(x, y verifier.Attachment) bool {
		return x.Name == y.Name && x.Size == y.Size && x.SHA256 == y.SHA256 && x.SHA256 != ""
	}))
	return out
}

func textKey(s string) string { return strings.Join(strings.Fields(smime.DecodeWords(s)), " ") }

// compareBrief holds the hashes of brief receipts against a sent mail, whose bytes are at hand; a report has no SHA-1,
// so against a certified copy only the names of the parts can be compared.
func (w *work) compareBrief(compared map[string]bool, reference *verifier.Content, name string, brief []*item) {
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
		wrong, over := w.holdAgainst(it.report.Content.Attachments, reference.Attachments, hashes)
		for _, s := range w.g.sent {
			for _, name := range unstated(s.sent.Hashes, it.report.Content.Attachments) {
				if !slices.Contains(wrong, name) {
					wrong = append(wrong, name)
				}
			}
		}
		compared["names"] = true
		compared["hashes"] = compared["hashes"] || len(hashes) > 0
		copies[it.position].Hash = over
		if len(wrong) > 0 {
			w.t.Original.Differences = append(w.t.Original.Differences,
				answer("difference.hashes", "name", it.source.File.Name, "reference", name, "names", some(wrong)))
			w.contradict("brief-differs", it.report.Certified.DeliveredTo, []*item{it}, "names", some(wrong))
		}
	}
}

// holdAgainst gives the names that are on one side only, or whose hash is another, and over which bytes the hashes are.
func (w *work) holdAgainst(brief, whole []verifier.Attachment, hashes map[BriefHash]bool) (wrong []string, over string) {
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
