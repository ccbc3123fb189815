package dossier

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/smime"
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
	deliveries [][]*item         // by recipient
	failures   [][]*item
	uncounted  []*item // by recipient: a delivery receipt that does not count
}

// transmission says everything about one identifier.
func (b *builder) transmission(g *group) Transmission {
	w := &work{builder: b, g: g, found: map[[2]string]int{}}
	w.t = Transmission{Schema: Schema, Identifier: g.id, Sides: []Side{}, Contradictions: []Contradiction{}, Missing: []Answer{}}
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
	w.match()
	w.t.Checklist = w.checklist()
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
		switch it.report.Kind {
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
		e := Evidence{Source: it.source, Kind: r.Kind, Side: side(r.Kind), Time: r.Certified.Time, Provider: r.Certified.Provider,
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
			w.contradict("sender-differs", "", []*item{it}, "first", want.Sender, "second", c.Sender)
		}
		if c.Subject != want.Subject && subjectKey(c.Subject) != subjectKey(want.Subject) {
			w.contradict("subject-differs", "", []*item{it}, "first", want.Subject, "second", c.Subject)
		}
		if a, b := unfolded(c.MessageID), unfolded(want.MessageID); a != b && a != "" && b != "" {
			w.contradict("msgid-differs", "", []*item{it}, "first", b, "second", a)
		}
		it.sameList = equalLists(c.Recipients, want.Recipients)
		if !it.sameList && !sameRecipients(c.Recipients, want.Recipients) {
			w.contradict("recipients-differ", "", []*item{it})
		}
	}
}

// unfolded is an identifier without blanks: a long one may have been folded on its way.
func unfolded(id string) string { return strings.Join(strings.Fields(BareID(id)), "") }

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
	n := len(w.t.Recipients)
	w.deliveries, w.failures, w.uncounted = make([][]*item, n), make([][]*item, n), make([]*item, n)
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
		} else if to.Type != r.Type {
			w.contradict("type-differs", to.Address, []*item{from}, "first", to.Type, "second", r.Type)
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

// events notes what each piece says of the recipient it is about. The earliest of a kind stands.
func (w *work) events() {
	for _, it := range w.g.items {
		c := it.report.Certified
		if !it.counted {
			w.noteUncounted(it)
			continue
		}
		for _, address := range about(c) {
			w.event(it, w.recipients[addressKey(address)])
		}
	}
	for i := range w.t.Recipients {
		if r := &w.t.Recipients[i]; !r.Named && len(w.accepted)+len(w.refused) > 0 && !w.contradicted("recipient-not-named", r.Address) {
			w.contradict("recipient-not-named", r.Address, nil)
		}
		w.compareEvents(i)
	}
}

func (w *work) noteUncounted(it *item) {
	if i, ok := w.recipients[it.recipient]; ok {
		w.t.Recipients[i].Evidence = append(w.t.Recipients[i].Evidence, it.position)
		if it.report.Kind == avvenutaConsegna && w.uncounted[i] == nil {
			w.uncounted[i] = it
		}
	}
}

func (w *work) event(it *item, i int) {
	r, c := &w.t.Recipients[i], it.report.Certified
	r.Evidence = append(r.Evidence, it.position)
	if len(w.accepted)+len(w.refused) > 0 && !r.Named {
		w.contradict("recipient-not-named", r.Address, []*item{it})
	}
	e := &Event{Time: c.Time, Provider: c.Provider, Error: c.Error, ErrorDetail: c.ErrorDetail, Evidence: it.position}
	if e.Error == "nessuno" {
		e.Error = ""
	}
	var slot **Event
	switch it.report.Kind {
	case presaInCarico:
		slot = &r.TakenInCharge
	case avvenutaConsegna:
		slot = &r.Delivered
		e.ReceiptType, e.Form = c.ReceiptType, form(it)
		w.deliveries[i] = append(w.deliveries[i], it)
	case erroreConsegna, rilevazioneVirus:
		slot = &r.Failed
		w.failures[i] = append(w.failures[i], it)
	case preavviso:
		switch c.Notice {
		case "12h":
			slot = &r.Notice12h
		case "24h":
			slot = &r.Notice24h
		default:
			slot = &r.Notice
		}
	default:
		return
	}
	if *slot == nil {
		*slot = e
	}
	w.compareWithAcceptance(it, r)
}

// compareWithAcceptance: nothing can happen to a message before it was accepted, by instant and not by wall clock.
func (w *work) compareWithAcceptance(it *item, r *Recipient) {
	c := it.report.Certified
	switch {
	case len(w.accepted) == 0 && len(w.refused) > 0:
		w.contradict("refused-and-handled", r.Address, []*item{w.refused[0], it}, "kind", string(it.report.Kind), "time", c.Time,
			"refused", w.refused[0].report.Certified.Time)
	case len(w.accepted) > 0 && it.at.Before(w.accepted[0].at.Add(-clockDifference)):
		w.contradict("before-acceptance", r.Address, []*item{w.accepted[0], it}, "kind", string(it.report.Kind), "time", c.Time,
			"accepted", w.accepted[0].report.Certified.Time, "seconds", strconv.Itoa(int(w.accepted[0].at.Sub(it.at)/time.Second)))
	}
}

func (w *work) compareEvents(i int) {
	r, delivered, failed := &w.t.Recipients[i], w.deliveries[i], w.failures[i]
	if len(delivered) == 0 {
		return
	}
	if len(failed) > 0 {
		w.contradict("delivered-and-failed", r.Address, slices.Concat(delivered, failed), "delivered", r.Delivered.Time, "failed", r.Failed.Time)
	}
	if r.Notice24h != nil {
		w.contradict("delivered-and-given-up", r.Address, append(slices.Clone(delivered), w.g.items[r.Notice24h.Evidence]),
			"delivered", r.Delivered.Time, "failed", r.Notice24h.Time)
	}
	if last := delivered[len(delivered)-1]; !last.at.Equal(delivered[0].at) {
		w.contradict("deliveries-differ", r.Address, delivered, "first", r.Delivered.Time, "second", last.report.Certified.Time)
	}
	if r.Type == esterno {
		w.contradict("ordinary-delivered", r.Address, delivered)
	}
}
