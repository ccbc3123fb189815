package dossier

import (
	"slices"
	"strings"

	"pecverifier/verifier"
)

const briefDiffers = "brief-differs"

// part is an attachment of a whole copy of the message, with the hashes that a brief receipt may state of it. Of a certified copy
// there are none: a report has no SHA-1.
type part struct {
	verifier.Attachment
	hashes []BriefHash
}

func certifiedParts(c *verifier.Content) []part {
	out := make([]part, 0, len(c.Attachments))
	for _, a := range c.Attachments {
		out = append(out, part{Attachment: a})
	}
	return out
}

// parts pairs the attachments with their hashes: of one name, both are in the order of the message.
func (s *Sent) parts() []part {
	groups := map[string][][]BriefHash{}
	for i := 0; i < len(s.Hashes); {
		start, form := i, -2
		for ; i < len(s.Hashes) && s.Hashes[i].Name == s.Hashes[start].Name; i++ { // the forms of one part, in their order
			next := slices.Index(hashForms, s.Hashes[i].Over)
			if next <= form {
				break
			}
			form = next
		}
		groups[s.Hashes[start].Name] = append(groups[s.Hashes[start].Name], s.Hashes[start:i])
	}
	out := certifiedParts(&s.Content)
	for i := range out {
		if g := groups[out[i].Name]; len(g) > 0 {
			out[i].hashes, groups[out[i].Name] = g[0], g[1:]
		}
	}
	return out
}

// label names a part for a person.
func (p *part) label() string {
	if p.Name == "" {
		return "(" + p.Type + ")"
	}
	return p.Name
}

// held is what came of holding a brief receipt against a whole copy of the message.
type held struct {
	wrong []string // parts that are on one side only, or whose bytes are others
	blind []string // parts whose hash does not tell a file from a text that holds it
	over  string   // one of hashForms; "" = no hash was found again
}

// stated are the parts of a brief receipt: those of which it has a hash, and those that the rules leave in place (an inner
// signature, an encrypted message). Each stands for one part of the message.
type stated struct {
	names  []string // by position
	left   []bool   // no part of the message was found for it yet
	hashed []bool
	exact  map[[2]string][]int // name and SHA-1, or name and SHA-256 of what is in place
	sums   map[string][]int    // SHA-1, whatever the name
	named  map[string][]int    // name of what has a hash
}

func statedBy(brief []verifier.Attachment) *stated {
	s := &stated{exact: map[[2]string][]int{}, sums: map[string][]int{}, named: map[string][]int{}}
	for i, a := range brief {
		name, hashed := strings.CutSuffix(a.Name, hashSuffix)
		if hashed = hashed && a.Hash != ""; hashed {
			s.exact[[2]string{name, a.Hash}] = append(s.exact[[2]string{name, a.Hash}], i)
			s.sums[a.Hash] = append(s.sums[a.Hash], i)
			s.named[name] = append(s.named[name], i)
		} else {
			name = a.Name
			s.exact[[2]string{name, a.SHA256}] = append(s.exact[[2]string{name, a.SHA256}], i)
		}
		s.names, s.left, s.hashed = append(s.names, (&part{Attachment: verifier.Attachment{Name: name, Type: a.Type}}).label()), append(s.left, true), append(s.hashed, hashed)
	}
	return s
}

// take gives the first of positions that is left, and takes it.
func (s *stated) take(positions []int) bool {
	for _, i := range positions {
		if s.left[i] {
			s.left[i] = false
			return true
		}
	}
	return false
}

// find takes what the receipt holds of a part, by its bytes. With decoding no hash over an encoded text counts: the provider is
// known to take others.
func (s *stated) find(p *part, decoding bool) (over string, found bool) {
	if p.SHA256 != "" && s.take(s.exact[[2]string{p.Name, p.SHA256}]) {
		return "", true
	}
	for _, h := range p.hashes {
		if decoding && h.Over != overDecoded && h.Over != overText {
			continue
		}
		if s.take(s.exact[[2]string{p.Name, h.SHA1}]) || p.Name == "" && s.take(s.sums[h.SHA1]) {
			return h.Over, true
		}
	}
	return "", false
}

// hold goes through the message part by part: each must be one of the receipt's, and none may be left there.
func hold(brief []verifier.Attachment, whole []part, decoding bool) (h held) {
	s := statedBy(brief)
	var rest []*part
	for i := range whole {
		p := &whole[i]
		over, found := s.find(p, decoding)
		switch {
		case !found:
			rest = append(rest, p)
		case over != "":
			if h.over == "" || tells(over) {
				h.over = over
			}
			if !tells(over) {
				h.blind = append(h.blind, p.label())
			}
		}
	}
	wrong := func(name string) {
		if !slices.Contains(h.wrong, name) {
			h.wrong = append(h.wrong, name)
		}
	}
	spare := 0 // of what bears another name, or none, only the number can be told
	for _, p := range rest {
		switch {
		case len(p.hashes) > 0 || p.Name != "" && !s.take(s.named[p.Name]):
			wrong(p.label())
		case p.Name == "":
			spare++
		}
	}
	for i, left := range s.left {
		switch {
		case !left:
		case s.hashed[i] && spare > 0:
			spare--
		default:
			wrong(s.names[i])
		}
	}
	if spare > 0 {
		for _, p := range rest {
			if p.Name == "" && len(p.hashes) == 0 {
				wrong(p.label())
			}
		}
	}
	return h
}

// learnForms finds the providers that are seen to take hashes over the decoded bytes: one is that of a part which is another file in
// every encoded form. It then takes the others of that provider so too.
func (b *builder) learnForms() {
	b.decoding = map[string]bool{}
	for _, g := range b.groups {
		if len(g.sent) == 0 {
			continue
		}
		for _, it := range g.items {
			if !it.counted || it.role != avvenutaConsegna || form(it) != "hashes" || b.decoding[it.report.Certified.Provider] {
				continue
			}
			s := statedBy(it.report.Content.Attachments)
			for _, mail := range g.sent {
				for _, p := range mail.sent.parts() {
					if s.overDecoded(&p) {
						b.decoding[it.report.Certified.Provider] = true
					}
				}
			}
		}
	}
}

func (s *stated) overDecoded(p *part) bool {
	if len(p.hashes) == 0 || p.hashes[0].Over != overDecoded {
		return false
	}
	sum := p.hashes[0].SHA1
	for _, h := range p.hashes[1:] {
		if h.SHA1 == sum {
			return false
		}
	}
	return len(s.exact[[2]string{p.Name, sum}]) > 0
}

// compareBrief holds brief receipts against the message: what they leave as it was like any copy, their hashes against the sent
// mails, whose bytes are at hand, their names and number against a certified copy.
func (w *work) compareBrief(c comparison, reference *item, brief []*item) {
	if reference == nil {
		return
	}
	o := &w.t.Original
	copies := map[int]*Copy{}
	for i := range o.Copies {
		copies[o.Copies[i].Evidence] = &o.Copies[i]
	}
	sent := make([][]part, 0, len(w.g.sent))
	for _, s := range w.g.sent {
		sent = append(sent, s.sent.parts())
	}
	var blind []string
	for _, it := range brief {
		content, recipient := it.report.Content, it.report.Certified.DeliveredTo
		differ := func(h held, from *item) bool {
			if len(h.wrong) > 0 {
				o.Differences = append(o.Differences, answer("difference.hashes", "name", it.source.File.Name, "reference", from.source.File.Name, "names", some(h.wrong)))
			}
			return len(h.wrong) > 0
		}
		c.ask("names", theSame)
		if o.Certified {
			w.differ("originals-differ", it, reference, c.brief(reference.content(), content))
			if h := hold(content.Attachments, certifiedParts(reference.content()), false); differ(h, reference) {
				w.contradict(briefDiffers, recipient, []*item{reference, it}, "names", some(h.wrong))
			}
		} else {
			w.differ("sent-differs", it, reference, c.briefOfSent(reference.content(), content))
		}
		for i, parts := range sent {
			h := hold(content.Attachments, parts, w.decoding[it.report.Certified.Provider])
			if hashed(parts) {
				c.ask("hashes", theSame)
			}
			if len(h.blind) > 0 {
				c.ask("hashes", notTold)
			}
			for _, one := range h.blind {
				if !slices.Contains(blind, one) {
					blind = append(blind, one)
				}
			}
			if to := copies[it.position]; to.Hash == "" {
				to.Hash = h.over
			}
			if differ(h, w.g.sent[i]) && !w.contradicted(briefDiffers, recipient) {
				w.contradict(briefDiffers, recipient, []*item{it}, "names", some(h.wrong))
				w.uncertified(briefDiffers, recipient)
			}
		}
	}
	if len(blind) > 0 {
		o.Notes = append(o.Notes, answer("original.encoded", "names", some(blind)))
	}
}

func hashed(parts []part) bool {
	return slices.ContainsFunc(parts, func(p part) bool { return len(p.hashes) > 0 })
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
		w.differ("originals-differ", brief[i], brief[0], differing)
	}
}
