package dossier

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"pecverifier/verifier"
	"pecverifier/verifier/internal/law"
	"pecverifier/verifier/internal/smime"
)

// ProfileL53 asks for the check list for a lawyer's own service under L. 53/1994 art. 3-bis.
const ProfileL53 = "l53-1994"

// l53Subject is the subject that art. 3-bis c. 4 prescribes (RULES.md §8.2).
const l53Subject = "notificazione ai sensi della legge n. 53 del 1994"

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
	Status string `json:"status" one:"yes no uncertain"` // yes, no, uncertain
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

// ChecklistLines are the identifiers of the lines of the check list, in their order.
var ChecklistLines = []string{"l53.subject", "l53.acceptance", "l53.recipients", "l53.registers", "l53.deliveries", "l53.originals",
	"l53.attachments", "l53.hours"}

func (w *work) checklist() *Checklist {
	if w.profile != ProfileL53 {
		return nil
	}
	c := &Checklist{Profile: ProfileL53, Help: answer("l53.help"), Times: []Effect{}}
	c.Lines = []Line{w.l53Subject(), w.l53Acceptance(), w.l53Recipients(), w.l53Registers(), w.l53Deliveries(), w.l53Originals(),
		w.l53Attachments(), w.l53Hours(c)}
	return c
}

// asksOf are the contradictions that are about what a line asks: beside one of them its answer is uncertain.
var asksOf = map[string][]string{
	"l53.subject":     {"subject-differs", "identifier-case"},
	"l53.acceptance":  {"acceptances-differ", "accepted-and-refused", "before-acceptance", "identifier-case"},
	"l53.recipients":  {"recipients-differ", "identifier-case"}, // of one that is not named no type is known
	"l53.attachments": {"originals-differ", briefDiffers, "copies-differ", "identifier-case", "sent-differs"},
}

// disputed says whether evidence contradicts itself in what a line asks. What only a sent mail says otherwise counts where nothing
// better is asked, and against a brief receipt: which files it stands for is for the sent mail to show.
func (w *work) disputed(id string, uncertified bool) bool {
	return slices.ContainsFunc(w.t.Contradictions, func(c Contradiction) bool {
		reason := strings.TrimPrefix(c.Reason, "contradiction.")
		return (uncertified || !c.Uncertified || reason == briefDiffers) && slices.Contains(asksOf[id], reason)
	})
}

// lacking are the certified recipients of whom no delivery receipt is there.
func (w *work) lacking() (addresses []string) {
	for _, r := range w.t.Recipients {
		if r.Type != esterno && r.Delivered == nil {
			addresses = append(addresses, r.Address)
		}
	}
	return addresses
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
	case w.disputed(id, false):
		return line(id, uncertain, field, evidence, answer("l53.subject.contradicted", "subject", w.t.Subject), doubt)
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
	case w.disputed(id, false):
		return line(id, uncertain, field, a.Evidence, answer("l53.acceptance.contradicted"), "")
	}
	return line(id, yes, field, a.Evidence, answer("l53.acceptance.there", "time", law.Rome(w.accepted[0].at).Format(time.RFC3339)), "")
}

func (w *work) l53Recipients() Line {
	const id, field = "l53.recipients", "destinatari/@tipo"
	var ordinary, unknown []string
	types := false // the pieces disagree on one's type
	for _, r := range w.t.Recipients {
		types = types || w.contradicted("type-differs", r.Address)
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
	case types:
		return line(id, uncertain, field, evidence, answer("l53.recipients.contradicted"), "")
	case len(ordinary) > 0:
		return line(id, no, field, evidence, answer("l53.recipients.ordinary", "addresses", some(ordinary)), "")
	case len(unknown) > 0:
		return line(id, uncertain, field, evidence, answer("l53.recipients.unknown", "addresses", some(unknown)), "")
	}
	if w.disputed(id, false) {
		return line(id, uncertain, field, evidence, answer("l53.recipients.contradicted"), "")
	}
	if w.t.Provider == "" { // what others repeat of the list is not the word of who looked the mailboxes up
		return line(id, uncertain, field, evidence, answer("l53.recipients.repeated", "count", strconv.Itoa(len(w.t.Recipients))), "")
	}
	return line(id, yes, field, evidence, answer("l53.recipients.certified", "count", strconv.Itoa(len(w.t.Recipients))), "")
}

// l53Registers is never answered: it is on the list so that nobody takes the list for complete.
func (w *work) l53Registers() Line {
	return line("l53.registers", uncertain, "mittente, destinatari", []int{w.reference.position}, answer("l53.registers.unseen"), "")
}

func (w *work) l53Deliveries() Line {
	const id, field, doubt = "l53.deliveries", "avvenuta-consegna/ricevuta/@tipo, postacert.eml", "l53.deliveries.doubt"
	lacking := w.lacking()
	var short, contested []string
	var evidence []int
	count := 0
	for i, r := range w.t.Recipients {
		if r.Type == esterno {
			continue
		}
		count++
		complete := slices.ContainsFunc(w.at[i].deliveries, isComplete)
		for _, it := range w.at[i].deliveries {
			evidence = append(evidence, it.position)
		}
		switch {
		case r.Delivered == nil:
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
	case len(w.t.Doubts) > 0:
		return line(id, uncertain, field, evidence, answer("l53.deliveries.open", "count", strconv.Itoa(count)), "")
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
		for _, s := range append([]place{{it.source, it.mended}}, it.copies...) {
			rank := 2
			switch {
			case s.Part != "" || isMailFile(s.File.Name) && s.mended:
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
	case w.t.Acceptance.State != Accepted || len(w.lacking()) > 0:
		return line(id, uncertain, field, evidence, answer("l53.originals.some"), doubt)
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
	attachments, listed, evidence, certified := w.attached()
	if attachments == nil {
		return line(id, uncertain, field, nil, answer("l53.attachments.unknown"), "")
	}
	doubt := "l53.attachments.doubt"
	if !certified {
		doubt = "l53.attachments.uncertified"
	}
	var p7m, pdf []string
	for _, a := range attachments {
		name := a.Name
		if a.Hash != "" {
			name = strings.TrimSuffix(name, hashSuffix)
		}
		switch lower := strings.ToLower(name); {
		case strings.HasSuffix(lower, ".p7m"):
			p7m = append(p7m, name)
		case strings.HasSuffix(lower, ".pdf"):
			pdf = append(pdf, name)
		}
	}
	there := no
	if !listed || !certified { // there may be others
		there = uncertain
	}
	switch {
	case w.disputed(id, !certified):
		return line(id, uncertain, field, evidence, answer("l53.attachments.contradicted"), "")
	case asked(attachments):
		if signed := signedBy(attachments); len(signed) > 0 {
			return line(id, map[bool]string{true: yes, false: uncertain}[certified], field, evidence, answer("l53.attachments.signed", "names", some(signed)), "l53.attachments.which")
		}
		return line(id, there, field, evidence, answer("l53.attachments.unsigned"), "")
	case len(p7m) > 0 && !certified:
		return line(id, uncertain, field, evidence, answer("l53.attachments.p7m", "names", some(p7m)), doubt)
	case len(p7m) > 0:
		return line(id, yes, field, evidence, answer("l53.attachments.p7m", "names", some(p7m)), doubt)
	case len(pdf) > 0:
		return line(id, uncertain, field, evidence, answer("l53.attachments.pdf", "names", some(pdf)), doubt)
	case !listed:
		return line(id, uncertain, field, evidence, answer("l53.attachments.unlisted"), doubt)
	case len(attachments) == 0:
		return line(id, there, field, evidence, answer("l53.attachments.none"), "")
	}
	return line(id, there, field, evidence, answer("l53.attachments.other"), doubt)
}

// attached gives the attachments of the message as the best copy has them: a whole certified one, a brief receipt, a sent mail. They
// are nil where there is no copy; listed says that none is left out.
func (w *work) attached() (attachments []verifier.Attachment, listed bool, evidence []int, certified bool) {
	o := w.t.Original
	for _, form := range []string{"full", "hashes"} {
		for _, c := range o.Copies {
			if c.Form != form || c.Evidence < 0 {
				continue
			}
			if content := w.g.items[c.Evidence].report.Content; evidence == nil {
				attachments, listed = append([]verifier.Attachment{}, content.Attachments...), listsAll(content)
			}
			evidence = append(evidence, c.Evidence)
		}
		if evidence != nil {
			return attachments, listed, evidence, true
		}
	}
	if len(w.g.sent) == 0 {
		return nil, false, nil, false
	}
	sent := &w.g.sent[0].sent.Content
	return append([]verifier.Attachment{}, sent.Attachments...), listsAll(sent), nil, false
}

// l53Hours says from when each delivery counts. No is no fault: service at night is good, and counts from seven.
func (w *work) l53Hours(c *Checklist) Line {
	const id, field = "l53.hours", "avvenuta-consegna/data"
	doubt := "l53.hours.doubt"
	var moved, doubtful []string
	var evidence []int
	status := yes
	astray := w.contradicted("identifier-case", "") // the receipt may be another message's
	disputed := false                               // the pieces disagree on when it was delivered
	for i, r := range w.t.Recipients {
		if r.Type == esterno || r.Delivered == nil {
			continue
		}
		when := astray || w.contradicted("deliveries-differ", r.Address) || w.contradicted("before-acceptance", r.Address)
		if when || r.State == Contradicted { // of what is in doubt it is not said when it counts
			doubtful, disputed = append(doubtful, r.Address), disputed || when
			continue
		}
		delivered := w.at[i].deliveries[0].at
		at, late := law.Effective(delivered)
		c.Times = append(c.Times, Effect{Recipient: r.Address, Delivered: law.Rome(delivered).Format(time.RFC3339), Effective: at.Format(time.RFC3339), Moved: late})
		evidence = append(evidence, r.Delivered.Evidence)
		if late {
			moved = append(moved, r.Address)
		}
		if law.Earlier(delivered) {
			doubt = "l53.hours.earlier"
		}
	}
	switch {
	case len(evidence) == 0 && !disputed:
		return line(id, uncertain, field, nil, answer("l53.hours.none"), "")
	case len(doubtful) > 0:
		return line(id, uncertain, field, evidence, answer("l53.hours.contradicted", "addresses", some(doubtful)), doubt)
	case doubt == "l53.hours.earlier" && len(moved) > 0:
		status = uncertain
	case len(moved) > 0:
		status = no
	}
	if len(moved) > 0 {
		return line(id, status, field, evidence, answer("l53.hours.outside", "addresses", some(moved)), doubt)
	}
	if len(w.lacking()) > 0 {
		return line(id, uncertain, field, evidence, answer("l53.hours.some"), doubt)
	}
	return line(id, status, field, evidence, answer("l53.hours.inside"), doubt)
}
