package dossier

import (
	"slices"
	"strings"

	"pecverifier/verifier"
	"pecverifier/verifier/internal/smime"
)

// The kinds of RFC 6109 §4.4 by the names that daticert.xml has for them.
const (
	accettazione     verifier.Kind = "accettazione"
	nonAccettazione  verifier.Kind = "non-accettazione"
	presaInCarico    verifier.Kind = "presa-in-carico"
	avvenutaConsegna verifier.Kind = "avvenuta-consegna"
	postaCertificata verifier.Kind = "posta-certificata"
	erroreConsegna   verifier.Kind = "errore-consegna"
	preavviso        verifier.Kind = "preavviso-errore-consegna"
	rilevazioneVirus verifier.Kind = "rilevazione-virus"
)

const (
	certificato = "certificato"
	esterno     = "esterno"
)

// work is one transmission in the making.
type work struct {
	*builder
	g          *group
	t          Transmission
	accepted   []*item // acceptances
	refused    []*item
	envelopes  []*item
	reference  *item // the piece that the others are held against: acceptance, refusal, envelope, else the earliest
	recipients map[string]int
	found      map[[2]string]int // contradictions by reason and recipient
	at         []happened        // by recipient
}

// happened is what pieces say of one recipient, in the order of time.
type happened struct {
	deliveries, failures []*item
	notices              []*item // of 12 hours, or of hours that nothing states
	unproved             *item   // a delivery receipt that does not count
	unheard              *item   // a failure or a notice that does not count
}

// transmission says everything about one identifier.
func (b *builder) transmission(g *group) Transmission {
	w := &work{builder: b, g: g, found: map[[2]string]int{}}
	w.t = Transmission{Schema: Schema, Identifier: string(g.id), Sides: []Side{}, Contradictions: []Contradiction{}, Doubts: []Doubt{}, Missing: []Answer{}}
	w.sortOut()
	likely := len(w.reference.report.Certified.Recipients)
	w.recipients, w.t.Recipients = make(map[string]int, likely), make([]Recipient, 0, likely+1)
	w.listEvidence()
	w.accept()
	w.compareStatements()
	w.nameRecipients()
	w.events()
	w.original()
	w.judge()
	w.doubt()
	w.settle()
	w.match()
	if !w.g.rem { // the list is that of service by PEC
		w.t.Checklist = w.checklist()
	}
	return w.t
}

func (w *work) sortOut() {
	var first *item
	for _, it := range w.g.items {
		if !it.counted {
			continue
		}
		if first == nil {
			first = it
		}
		switch it.role {
		case accettazione:
			w.accepted = append(w.accepted, it)
		case nonAccettazione:
			w.refused = append(w.refused, it)
		case postaCertificata:
			w.envelopes = append(w.envelopes, it)
		}
	}
	w.reference = slices.Concat(w.accepted, w.refused, w.envelopes, []*item{first})[0]
	c := w.reference.report.Certified
	if w.g.rem {
		w.t.System, w.t.Digest = verifier.SystemREM, c.Digest
	}
	w.t.MessageID, w.t.Sender, w.t.Subject = c.MessageID, c.Sender, c.Subject
	if len(w.accepted)+len(w.refused)+len(w.envelopes) > 0 { // all three are by the sender's provider
		w.t.Provider = c.Provider
	}
}

func side(k verifier.Kind) Side {
	switch k {
	case postaCertificata:
		return SideRecipient
	case presaInCarico, rilevazioneVirus:
		return SideProvider
	}
	return SideSender
}

func (w *work) listEvidence() {
	sides := map[Side]bool{}
	w.t.Evidence = make([]Evidence, 0, len(w.g.items))
	for _, it := range w.g.items {
		r := it.report
		e := Evidence{Source: it.source, Kind: shownKind(r.Kind), Side: side(it.role), Time: r.Certified.Time, Provider: r.Certified.Provider,
			Recipient: r.Certified.DeliveredTo, Form: form(it), Indication: r.Indication, Subindication: r.Subindication,
			Counted: it.counted, Copies: sources(it.copies)}
		if !it.counted {
			why := answer("uncounted", "indication", string(r.Indication), "subindication", string(r.Subindication))
			e.Why = &why
		} else {
			sides[e.Side] = true
		}
		w.t.Evidence = append(w.t.Evidence, e)
	}
	for _, s := range []Side{SideSender, SideRecipient, SideProvider} {
		if sides[s] {
			w.t.Sides = append(w.t.Sides, s)
		}
	}
}

func form(it *item) string {
	if it.report.Content == nil {
		return "none"
	}
	return it.report.Content.Form
}

// accept settles what the sender's provider did with the message.
func (w *work) accept() {
	w.t.Acceptance = Acceptance{State: Unknown, Evidence: []int{}}
	state, list := Accepted, w.accepted
	if len(list) == 0 {
		state, list = Refused, w.refused
	}
	if len(list) == 0 {
		return
	}
	c := list[0].report.Certified
	w.t.Acceptance = Acceptance{State: state, Time: c.Time, Provider: c.Provider, Evidence: positions(list)}
	if state == Refused {
		w.t.Acceptance.Error, w.t.Acceptance.ErrorDetail = c.Error, c.ErrorDetail
	}
	if len(w.accepted) > 1 {
		w.contradict("acceptances-differ", "", w.accepted)
	}
	if len(w.accepted) > 0 && len(w.refused) > 0 {
		w.contradict("accepted-and-refused", "", slices.Concat(w.accepted, w.refused),
			"accepted", c.Time, "refused", w.refused[0].report.Certified.Time)
	}
}

func positions(list []*item) []int {
	out := make([]int, 0, len(list))
	for _, it := range list {
		out = append(out, it.position)
	}
	return out
}

// contradict records one contradiction. The same again, about the same recipient, only adds its evidence.
func (w *work) contradict(reason, recipient string, evidence []*item, values ...string) {
	key := [2]string{reason, addressKey(recipient)}
	i, ok := w.found[key]
	if !ok {
		i = len(w.t.Contradictions)
		w.found[key] = i
		w.t.Contradictions = append(w.t.Contradictions, Contradiction{Recipient: recipient, Answer: answer("contradiction."+reason, values...), Evidence: []int{}})
	}
	c := &w.t.Contradictions[i]
	c.Uncertified = false
	for _, it := range evidence {
		if n := len(c.Evidence); n == 0 || c.Evidence[0] != it.position && c.Evidence[n-1] != it.position {
			c.Evidence = append(c.Evidence, it.position)
		}
	}
}

// uncertified notes that a contradiction rests on a sent mail alone.
func (w *work) uncertified(reason, recipient string) {
	w.t.Contradictions[w.found[[2]string{reason, addressKey(recipient)}]].Uncertified = true
}

func (w *work) contradicted(reason, recipient string) bool {
	_, ok := w.found[[2]string{reason, addressKey(recipient)}]
	return ok
}

// compareStatements holds each piece against the reference: all of them repeat the same intestazione (RFC 6109 §4.4).
func (w *work) compareStatements() {
	for _, pair := range w.g.differ {
		w.contradict("copies-differ", pair[0].report.Certified.DeliveredTo, pair[:])
	}
	want := w.reference.report.Certified
	for _, it := range w.g.items {
		c := it.report.Certified
		if it == w.reference {
			it.sameList = true
		}
		if !it.counted || it == w.reference {
			continue
		}
		if c.Sender != want.Sender && addressKey(c.Sender) != addressKey(want.Sender) {
			w.contradict("sender-differs", "", []*item{w.reference, it}, "first", want.Sender, "second", c.Sender)
		}
		if c.Subject != want.Subject && subjectKey(c.Subject) != subjectKey(want.Subject) {
			w.contradict("subject-differs", "", []*item{w.reference, it}, "first", want.Subject, "second", c.Subject)
		}
		if a, b := it.client, w.reference.client; a != b && a != "" && b != "" && !w.g.rem {
			w.contradict("msgid-differs", "", []*item{w.reference, it}, "first", string(b), "second", string(a))
		}
		if it.id != w.reference.id && !w.g.rem { // but for the case of its letters it is the same
			w.contradict("identifier-case", "", []*item{w.reference, it}, "first", string(w.reference.id), "second", string(it.id))
		}
		it.sameList = equalLists(c.Recipients, want.Recipients)
		if !it.sameList && !sameRecipients(c.Recipients, want.Recipients) {
			w.contradict("recipients-differ", "", []*item{w.reference, it})
		}
	}
}

// subjectKey makes subjects comparable that providers fold, or leave encoded, in their own ways.
func subjectKey(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(smime.DecodeWords(s)), " "))
}

// equalLists is quick where both are one list, as those of unpacked reports are.
func equalLists(a, b []verifier.Recipient) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || slices.Equal(a, b))
}

func sameRecipients(a, b []verifier.Recipient) bool {
	set := make(map[string]bool, len(b))
	for _, r := range b {
		set[addressKey(r.Address)] = true
	}
	seen := make(map[string]bool, len(a))
	for _, r := range a {
		key := addressKey(r.Address)
		if !set[key] {
			return false
		}
		seen[key] = true
	}
	return len(seen) == len(set)
}

// nameRecipients lists whom the acceptance names, then those that only other pieces name, in the order of addresses.
func (w *work) nameRecipients() {
	named := slices.Concat(w.accepted, w.refused)
	authority := len(named) > 0
	if !authority {
		for _, it := range w.g.items {
			if it.counted {
				named = append(named, it)
			}
		}
	}
	w.addRecipients(w.reference, true)
	for _, it := range named {
		if !it.sameList {
			w.addRecipients(it, true)
		}
	}
	known := len(w.t.Recipients)
	for _, it := range w.g.items {
		if !it.counted {
			continue
		}
		c := it.report.Certified
		if !it.sameList {
			w.addRecipients(it, !authority)
		}
		for _, address := range about(c) {
			w.recipient(address, "")
		}
	}
	others := w.t.Recipients[known:]
	slices.SortFunc(others, func(a, b Recipient) int { return strings.Compare(addressKey(a.Address), addressKey(b.Address)) })
	for i := range others {
		w.recipients[addressKey(others[i].Address)] = known + i
	}
	w.at = make([]happened, len(w.t.Recipients))
}

// about lists whom a piece is about: the consegna of one, the ricezione of several.
func about(c *verifier.Certified) []string {
	if c.DeliveredTo == "" {
		return c.ReceivedFor
	}
	return append([]string{c.DeliveredTo}, c.ReceivedFor...)
}

func (w *work) addRecipients(from *item, named bool) {
	for _, r := range from.report.Certified.Recipients {
		i := w.recipient(r.Address, r.Type)
		to := &w.t.Recipients[i]
		to.Named = to.Named || named
		if to.Type == "" {
			to.Type = r.Type
		} else if to.Type != r.Type && !w.g.rem {
			w.contradict("type-differs", to.Address, []*item{w.reference, from}, "first", to.Type, "second", r.Type)
		}
	}
}

// recipient gives the position of an address in the list, where it is put if it is new.
func (w *work) recipient(address, kind string) int {
	key := addressKey(address)
	if i, ok := w.recipients[key]; ok {
		return i
	}
	i := len(w.t.Recipients)
	w.recipients[key] = i
	w.t.Recipients = append(w.t.Recipients, Recipient{Address: address, Type: kind, Evidence: []int{}})
	return i
}
