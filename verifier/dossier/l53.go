package dossier

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"pecverifier/verifier"
	"pecverifier/verifier/smime"
)

// ProfileL53 asks for the check list for a lawyer's own service under L. 53/1994 art. 3-bis.
const ProfileL53 = "l53-1994"

// l53Subject is the subject that art. 3-bis c. 4 prescribes (RULES.md §8.2).
const l53Subject = "notificazione ai sensi della legge n. 53 del 1994"

// art147From is when art. 147 c.p.c. got its present form; it is judged by Rome's date.
var art147From = time.Date(2023, 1, 1, 0, 0, 0, 0, time.FixedZone("CET", 60*60))

// Checklist is a named list of questions about one transmission. It is a help and no advice; Help says so, and every
// page that shows the list must show it.
type Checklist struct {
	Profile string   `json:"profile"`
	Help    Answer   `json:"help"`
	Lines   []Line   `json:"lines"`
	Times   []Effect `json:"times"` // of each delivery to a certified recipient
}

// Line is one question. The ids are l53.subject, l53.acceptance, l53.recipients, l53.registers, l53.deliveries,
// l53.originals, l53.attachments, l53.hours.
type Line struct {
	ID     string `json:"id"`
	Status string `json:"status"` // yes, no, uncertain
	Answer
	Field    string  `json:"field"`           // the signed field that shows it, or what else was looked at
	Evidence []int   `json:"evidence"`        // where
	Doubt    *Answer `json:"doubt,omitempty"` // what is uncertain about the answer
}

// Effect says from when a delivery counts under art. 147 c.p.c. Times are RFC 3339 in Rome time.
type Effect struct {
	Recipient string `json:"recipient"`
	Delivered string `json:"delivered"`
	Effective string `json:"effective"`
	Moved     bool   `json:"moved"` // delivered between 21:00 and 07:00, so it counts at 07:00
}

const (
	yes       = "yes"
	no        = "no"
	uncertain = "uncertain"
)

func (w *work) checklist() *Checklist {
	if w.profile != ProfileL53 {
		return nil
	}
	c := &Checklist{Profile: ProfileL53, Help: answer("l53.help"), Times: []Effect{}}
	c.Lines = []Line{w.l53Subject(), w.l53Acceptance(), w.l53Recipients(), w.l53Registers(), w.l53Deliveries(), w.l53Originals(),
		w.l53Attachments(), w.l53Hours(c)}
	return c
}

// line puts one line together; doubt is a reason or "".
func line(id, status, field string, evidence []int, a Answer, doubt string) Line {
	l := Line{ID: id, Status: status, Field: field, Evidence: append([]int{}, evidence...), Answer: a}
	if doubt != "" {
		d := answer(doubt)
		l.Doubt = &d
	}
	return l
}

func (w *work) l53Subject() Line {
	const id, field, doubt = "l53.subject", "oggetto", "l53.subject.doubt"
	evidence := []int{w.reference.position}
	got, want := letters(smime.DecodeWords(w.t.Subject)), letters(l53Subject)
	switch {
	case got == want:
		return line(id, yes, field, evidence, answer("l53.subject.exact"), doubt)
	case strings.Contains(got, want):
		return line(id, uncertain, field, evidence, answer("l53.subject.contained", "subject", w.t.Subject), doubt)
	}
	return line(id, no, field, evidence, answer("l53.subject.other", "subject", w.t.Subject), doubt)
}

// letters drops blanks and case.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

func (w *work) l53Acceptance() Line {
	const id, field = "l53.acceptance", "accettazione/data"
	a := w.t.Acceptance
	switch {
	case a.State == Refused:
		return line(id, no, field, a.Evidence, answer("l53.acceptance.refused"), "")
	case a.State == Unknown:
		return line(id, no, field, nil, answer("l53.acceptance.missing"), "")
	case w.contradicted("acceptances-differ", "") || w.contradicted("accepted-and-refused", ""):
		return line(id, uncertain, field, a.Evidence, answer("l53.acceptance.contradicted"), "")
	}
	return line(id, yes, field, a.Evidence, answer("l53.acceptance.there", "time", Rome(w.accepted[0].at).Format(time.RFC3339)), "")
}

func (w *work) l53Recipients() Line {
	const id, field = "l53.recipients", "destinatari/@tipo"
	var ordinary, unknown []string
	for _, r := range w.t.Recipients {
		switch r.Type {
		case esterno:
			ordinary = append(ordinary, r.Address)
		case certificato:
		default:
			unknown = append(unknown, r.Address)
		}
	}
	evidence := []int{w.reference.position}
	switch {
	case len(w.t.Recipients) == 0:
		return line(id, no, field, nil, answer("l53.recipients.none"), "")
	case len(ordinary) > 0:
		return line(id, no, field, evidence, answer("l53.recipients.ordinary", "addresses", some(ordinary)), "")
	case len(unknown) > 0:
		return line(id, uncertain, field, evidence, answer("l53.recipients.unknown", "addresses", some(unknown)), "")
	}
	return line(id, yes, field, evidence, answer("l53.recipients.certified", "count", strconv.Itoa(len(w.t.Recipients))), "")
}

// l53Registers is never answered: it is on the list so that nobody takes the list for complete.
func (w *work) l53Registers() Line {
	return line("l53.registers", uncertain, "mittente, destinatari", []int{w.reference.position}, answer("l53.registers.unseen"), "")
}

func (w *work) l53Deliveries() Line {
	const id, field, doubt = "l53.deliveries", "avvenuta-consegna/ricevuta/@tipo, postacert.eml", "l53.deliveries.doubt"
	var lacking, short, contested []string
	var evidence []int
	count := 0
	for i, r := range w.t.Recipients {
		if r.Type == esterno {
			continue
		}
		count++
		complete := slices.ContainsFunc(w.deliveries[i], isComplete)
		for _, it := range w.deliveries[i] {
			evidence = append(evidence, it.position)
		}
		switch {
		case r.Delivered == nil:
			lacking = append(lacking, r.Address)
		case !complete:
			short = append(short, r.Address)
		case r.State == Contradicted:
			contested = append(contested, r.Address)
		}
	}
	switch {
	case count == 0:
		return line(id, no, field, nil, answer("l53.deliveries.none"), "")
	case len(lacking) > 0:
		return line(id, no, field, evidence, answer("l53.deliveries.lacking", "addresses", some(lacking)), "")
	case len(short) > 0:
		return line(id, no, field, evidence, answer("l53.deliveries.short", "addresses", some(short)), doubt)
	case len(contested) > 0:
		return line(id, uncertain, field, evidence, answer("l53.deliveries.contested", "addresses", some(contested)), "")
	case w.contested():
		return line(id, uncertain, field, evidence, answer("l53.deliveries.differ", "count", strconv.Itoa(count)), "")
	}
	return line(id, yes, field, evidence, answer("l53.deliveries.complete", "count", strconv.Itoa(count)), "")
}

// isComplete asks for the message, not for the word: ricevuta/@tipo only repeats what the sender asked for.
func isComplete(it *item) bool {
	return it.report.Certified.ReceiptType == "completa" && form(it) == "full"
}

// l53Originals asks whether the receipts are there as files that can be filed: .eml or .msg, as they were received.
func (w *work) l53Originals() Line {
	const id, field, doubt = "l53.originals", "file", "l53.originals.doubt"
	var other, inside []string
	var evidence []int
	for _, it := range w.g.items {
		if !it.counted || it.report.Kind != accettazione && it.report.Kind != avvenutaConsegna {
			continue
		}
		evidence = append(evidence, it.position)
		best, name := 3, "" // the best place where the piece was found: 0 a mail file, 1 inside of something, 2 no mail file
		for _, s := range append([]Source{it.source}, it.copies...) {
			rank := 2
			switch {
			case s.Part != "" || isMailFile(s.File.Name) && isMended(it.report):
				rank = 1
			case isMailFile(s.File.Name):
				rank = 0
			}
			if rank < best {
				best, name = rank, s.File.Name
			}
		}
		switch best {
		case 1:
			inside = append(inside, name)
		case 2:
			other = append(other, name)
		}
	}
	switch {
	case len(evidence) == 0:
		return line(id, no, field, nil, answer("l53.originals.none"), "")
	case len(other) > 0:
		return line(id, no, field, evidence, answer("l53.originals.other", "names", some(other)), doubt)
	case len(inside) > 0:
		return line(id, uncertain, field, evidence, answer("l53.originals.inside", "names", some(inside)), doubt)
	}
	return line(id, yes, field, evidence, answer("l53.originals.mail"), doubt)
}

func isMailFile(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".eml") || strings.HasSuffix(name, ".msg")
}

// repairPrefix begins the ids of the checks that say so.
const repairPrefix = "repair."

// isMended says whether storage had damaged the file, reversibly.
func isMended(r *verifier.Report) bool {
	return slices.ContainsFunc(r.Checks, func(c verifier.Check) bool { return strings.HasPrefix(c.ID, repairPrefix) })
}

func (w *work) l53Attachments() Line {
	const id, field = "l53.attachments", "postacert.eml"
	doubt := "l53.attachments.doubt"
	var evidence []int
	var attachments []verifier.Attachment
	switch o := w.t.Original; {
	case o.Message != nil:
		attachments = o.Message.Attachments
		for _, c := range o.Copies {
			if c.Form == "full" && c.Evidence >= 0 {
				evidence = append(evidence, c.Evidence)
			}
		}
		if !o.Certified {
			doubt = "l53.attachments.uncertified"
		}
	case len(o.Copies) > 0: // brief receipts only
		evidence = []int{o.Copies[0].Evidence}
		attachments = w.g.items[o.Copies[0].Evidence].report.Content.Attachments
	default:
		return line(id, uncertain, field, nil, answer("l53.attachments.unknown"), "")
	}
	var p7m, pdf []string
	for _, a := range attachments {
		name := strings.TrimSuffix(a.Name, hashSuffix)
		switch lower := strings.ToLower(name); {
		case strings.HasSuffix(lower, ".p7m"):
			p7m = append(p7m, name)
		case strings.HasSuffix(lower, ".pdf"):
			pdf = append(pdf, name)
		}
	}
	switch {
	case len(p7m) > 0:
		return line(id, yes, field, evidence, answer("l53.attachments.p7m", "names", some(p7m)), doubt)
	case len(pdf) > 0:
		return line(id, uncertain, field, evidence, answer("l53.attachments.pdf", "names", some(pdf)), doubt)
	case len(attachments) == 0:
		return line(id, no, field, evidence, answer("l53.attachments.none"), "")
	}
	return line(id, no, field, evidence, answer("l53.attachments.other"), doubt)
}

// l53Hours says from when each delivery counts. No is no fault: service at night is good, and counts from seven.
func (w *work) l53Hours(c *Checklist) Line {
	const id, field = "l53.hours", "avvenuta-consegna/data"
	doubt := "l53.hours.doubt"
	var moved []string
	var evidence []int
	status := yes
	for i, r := range w.t.Recipients {
		if r.Type == esterno || r.Delivered == nil || r.State == Contradicted { // of what is in doubt it is not said when it counts
			continue
		}
		delivered := w.deliveries[i][0].at
		at, late := effective(delivered)
		c.Times = append(c.Times, Effect{Recipient: r.Address, Delivered: Rome(delivered).Format(time.RFC3339), Effective: at.Format(time.RFC3339), Moved: late})
		evidence = append(evidence, r.Delivered.Evidence)
		if late {
			moved = append(moved, r.Address)
		}
		if delivered.Before(art147From) {
			doubt = "l53.hours.earlier"
		}
	}
	switch {
	case len(evidence) == 0:
		return line(id, uncertain, field, nil, answer("l53.hours.none"), "")
	case doubt == "l53.hours.earlier" && len(moved) > 0:
		status = uncertain
	case len(moved) > 0:
		status = no
	}
	if len(moved) > 0 {
		return line(id, status, field, evidence, answer("l53.hours.outside", "addresses", some(moved)), doubt)
	}
	return line(id, status, field, evidence, answer("l53.hours.inside"), doubt)
}
