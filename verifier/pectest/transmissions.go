package pectest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// Pile is what lies in somebody's folders: pieces of many transmissions, some lost, some twice, some altered.
type Pile struct {
	Plans []*Plan
	Loose []Piece // pieces of no transmission: anomaly envelopes, files without evidence
}

// Plan is one transmission as it truly was, the pieces of it that the pile holds, and what they show.
type Plan struct {
	Identifier, ClientID, Sender, Subject, ReceiptType string
	Sent                                               time.Time
	Recipients                                         []Planned
	Pieces                                             []Piece
	Truth                                              Truth
}

// Planned is one recipient of a plan.
type Planned struct {
	Address, Tipo string
	Copy          bool // in Cc, so that its receipt carries no message
}

// Truth is what the pieces in the pile show about a plan; the generator knows it because it made them so.
type Truth struct {
	Acceptance     string            // accepted, refused, missing
	States         map[string]string // address → proved, contradicted, failed, open, not-provable, missing
	Proved         bool              // all PEC mailboxes are
	Complete       bool              // and the acceptance is there, and no evidence speaks against other evidence
	Delivered      map[string]time.Time
	Unnamed        []string // delivered to, and not named by any piece's recipients
	Contradictions []string // "slug" or "slug address", sorted
	Doubts         []string // the same, of what may be news of a failure
	Counted        int      // distinct statements that count; 0 = there is no such transmission
	Uncounted      int      // of listed nobody: authentic, and worth nothing
	Altered        int      // pieces whose bytes are not those that were signed
	Repeated       int      // the same file or statement again
	SentMails      int
	SentJoined     bool // the sent mail is known to be of this transmission, else it is of none or of several
	Sides          []string
}

// Piece is one file of a pile.
type Piece struct {
	Number    int    // unique, but for the same file met twice
	Name      string // of the file
	Kind      string // tipo of daticert.xml, anomalia, sent, nothing
	Recipient string // consegna
	Covers    []string
	Time      time.Time
	Form      string // of the message inside: full, hashes, none
	Error     string
	Detail    string
	Notice    string // 12h, 24h; of a notice "" does not say which it is
	Flaw      string // "" genuine, altered, unlisted
	Again     bool   // a resent copy: the same statement in another file
	LF        bool   // kept with bare line feeds: the same statement in another file
	Other     bool   // a sent mail with another attachment
	Sender    string // that this piece states, where it is not the plan's
	ClientID  string // the same
	Gestore   string // gestore-emittente that is not the name of who signs
	Written   string // identificativo, where it is not written as the plan has it
}

// subjects are few, so that many transmissions bear the same one.
var subjects = []string{"Notificazione ai sensi della legge n. 53 del 1994", "Trasmissione atti", "Deposito ricorso", "Diffida", "Invio fattura"}

type planner struct {
	*rand.Rand
	pile   *Pile
	number int
}

// Transmissions makes a pile of n transmissions with 1 to most recipients each. The same seed gives the same pile. A
// fiftieth of them shares subject and msgid with the one before.
func Transmissions(seed uint64, n, most int) *Pile {
	p := &planner{Rand: rand.New(rand.NewPCG(seed, 53)), pile: &Pile{}}
	for i := range n {
		count := most
		if i > 0 {
			r := p.Float64()
			count = 1 + int(float64(most-1)*r*r*r)
		}
		p.plan(i, count)
	}
	for i, plan := range p.pile.Plans {
		t := &plan.Truth
		slices.Sort(t.Contradictions)
		slices.Sort(t.Doubts)
		t.Proved, t.Complete = plan.proved()
		if t.SentMails == 0 {
			continue
		}
		shared := slices.ContainsFunc(p.pile.Plans[max(0, i-1):min(n, i+2)], func(near *Plan) bool { return near != plan && near.ClientID == plan.ClientID })
		t.SentJoined = !shared && t.Counted > 0
		if !t.SentJoined {
			t.Contradictions = slices.DeleteFunc(t.Contradictions, ofSentMail)
		}
	}
	for range n / 20 {
		p.pile.Loose = append(p.pile.Loose, p.piece("anomalia", Now.Add(-48*time.Hour)), p.piece("nothing", Now))
	}
	return p.pile
}

// ofSentMail knows the contradictions that rest on a sent mail, which is no evidence.
func ofSentMail(contradiction string) bool {
	return contradiction == "sent-differs" || strings.HasPrefix(contradiction, "brief-differs ")
}

// proved says what the pieces show of the plan as a whole. Any two that were made to disagree leave something to clear up.
func (t *Plan) proved() (proved, complete bool) {
	certified, agree := 0, true
	proved = true
	for _, r := range t.Recipients {
		if r.Tipo == "certificato" {
			certified++
			proved = proved && t.Truth.States[r.Address] == "proved"
		}
	}
	for _, c := range t.Truth.Contradictions {
		agree = agree && ofSentMail(c)
	}
	certified += len(t.Truth.Unnamed) // whoever got it without being named was delivered to
	proved = proved && certified > 0
	return proved, proved && agree && t.Truth.Acceptance == "accepted" && len(t.Truth.Doubts) == 0
}

func (p *planner) piece(kind string, at time.Time) Piece {
	p.number++
	return Piece{Number: p.number, Name: fmt.Sprintf("%06d.eml", p.number), Kind: kind, Time: at, Form: "none"}
}

func (p *planner) chance(percent int) bool { return p.IntN(100) < percent }

func (p *planner) plan(i, count int) {
	t := &Plan{
		Identifier: fmt.Sprintf("opec210.%06d.%d.1.63@pec.gestore-uno.example.it", i, p.IntN(1e6)),
		ClientID:   fmt.Sprintf("<%06d.%d@studio-bianchi.example>", i, p.IntN(1e6)),
		Sender:     "anna.bianchi@pec.studio-bianchi.example", Subject: subjects[p.IntN(len(subjects))], ReceiptType: "completa",
		Sent: Now.AddDate(0, 0, -3-p.IntN(350)).Add(-time.Duration(p.IntN(86400)) * time.Second).In(Rome),
	}
	t.Truth = Truth{Acceptance: "missing", States: map[string]string{}, Delivered: map[string]time.Time{}}
	twin := i%50 >= 48 // shares its msgid with a neighbour, and both have evidence
	recent := p.chance(10)
	if recent { // of less than a day ago, and more than the twelve hours of a first notice
		t.Sent = Now.Add(-13*time.Hour - time.Duration(p.IntN(7*3600))*time.Second).In(Rome)
	}
	if i%50 == 49 {
		before := p.pile.Plans[i-1]
		t.ClientID, t.Subject = before.ClientID, before.Subject
	}
	if p.chance(10) {
		t.ReceiptType = "breve"
	}
	for k := range count {
		r := Planned{Address: fmt.Sprintf("destinatario%03d@pec.comune-%d.example", k, p.IntN(1000)), Tipo: "certificato", Copy: p.chance(10) && k > 0}
		if p.chance(10) {
			r.Tipo = "esterno"
		}
		t.Recipients = append(t.Recipients, r)
	}
	p.pile.Plans = append(p.pile.Plans, t)
	switch {
	case p.chance(4):
		p.refuse(t)
	case !twin && p.chance(5): // what a recipient holds, and nothing else
		p.envelope(t)
		for _, r := range t.Recipients {
			t.Truth.States[r.Address] = map[string]string{"certificato": "missing", "esterno": "not-provable"}[r.Tipo]
		}
	default:
		p.send(t, recent, twin)
	}
	if twin || p.chance(20) {
		p.sentMail(t)
	}
}

// keep puts a piece that counts into the pile, now and then twice.
func (p *planner) keep(t *Plan, piece Piece) {
	t.Pieces = append(t.Pieces, piece)
	t.Truth.Counted++
	if side := map[string]string{"posta-certificata": "recipient", "presa-in-carico": "provider", "rilevazione-virus": "provider"}[piece.Kind]; side != "" {
		t.side(side)
	} else {
		t.side("sender")
	}
	switch p.IntN(20) {
	case 0: // the same file under another name
		piece.Name = "copia " + piece.Name
		t.Pieces = append(t.Pieces, piece)
		t.Truth.Repeated++
	case 1: // the provider sent it again
		again := p.piece(piece.Kind, piece.Time)
		piece.Number, piece.Name, piece.Again = again.Number, again.Name, true
		t.Pieces = append(t.Pieces, piece)
		t.Truth.Repeated++
	case 2: // a program kept it with other line ends
		again := p.piece(piece.Kind, piece.Time)
		piece.Number, piece.Name, piece.LF = again.Number, "lf "+again.Name, true
		t.Pieces = append(t.Pieces, piece)
		t.Truth.Repeated++
	}
}

func (t *Plan) side(name string) {
	if !slices.Contains(t.Truth.Sides, name) {
		t.Truth.Sides = append(t.Truth.Sides, name)
	}
}

func (p *planner) spoil(t *Plan, piece Piece, flaw string) {
	piece.Flaw = flaw
	t.Pieces = append(t.Pieces, piece)
	if flaw == "altered" {
		t.Truth.Altered++
	} else {
		t.Truth.Uncounted++
	}
}

func (t *Plan) contradicts(reason string, address ...string) {
	if c := strings.Join(append([]string{reason}, address...), " "); !slices.Contains(t.Truth.Contradictions, c) {
		t.Truth.Contradictions = append(t.Truth.Contradictions, c)
	}
}

func (t *Plan) doubts(reason string, address ...string) {
	t.Truth.Doubts = append(t.Truth.Doubts, strings.Join(append([]string{reason}, address...), " "))
}

func (p *planner) refuse(t *Plan) {
	piece := p.piece("non-accettazione", t.Sent)
	piece.Error, piece.Detail = "altro", "Errori formali: destinatario in copia nascosta non ammesso"
	p.keep(t, piece)
	t.Truth.Acceptance = "refused"
	for _, r := range t.Recipients {
		t.Truth.States[r.Address] = "failed"
	}
	if r := t.Recipients[0]; p.chance(20) && r.Tipo == "certificato" {
		p.deliver(t, r, t.Sent.Add(5*time.Second))
		t.Truth.States[r.Address] = "contradicted"
		t.contradicts("refused-and-handled", r.Address)
	}
}

func (p *planner) envelope(t *Plan) {
	piece := p.piece("posta-certificata", t.Sent)
	piece.Form = "full"
	p.keep(t, piece)
}

// send accepts the message and gives each recipient a fate.
func (p *planner) send(t *Plan, recent, sure bool) {
	acceptance := p.piece("accettazione", t.Sent)
	switch {
	case !sure && p.chance(6): // lost
	case !sure && p.chance(3):
		p.spoil(t, acceptance, "altered")
	default:
		p.keep(t, acceptance)
		t.Truth.Acceptance = "accepted"
		if p.chance(2) {
			other := p.piece("accettazione", t.Sent.Add(time.Second))
			p.keep(t, other)
			t.contradicts("acceptances-differ")
		}
	}
	if p.chance(15) {
		p.envelope(t)
	}
	if p.chance(2) { // somebody who is no listed provider says that it was refused
		piece := p.piece("non-accettazione", t.Sent.Add(time.Second))
		piece.Error, piece.Detail = "altro", "rifiutato"
		p.spoil(t, piece, "unlisted")
		t.doubts("unheard")
	}
	for _, r := range t.Recipients {
		p.fate(t, r, recent)
	}
	if p.chance(3) {
		stranger := "nessuno-lo-nomina@pec.altrove.example"
		p.deliver(t, Planned{Address: stranger, Tipo: "certificato"}, t.Sent.Add(5*time.Second))
		t.Truth.Unnamed = append(t.Truth.Unnamed, stranger)
		if t.Truth.Acceptance == "accepted" {
			t.contradicts("recipient-not-named", stranger)
		}
	}
}

func (p *planner) sentMail(t *Plan) {
	piece := p.piece("sent", t.Sent)
	piece.Form, piece.Other = "full", p.chance(10)
	t.Pieces = append(t.Pieces, piece)
	t.Truth.SentMails++
	whole := func(x Piece) bool { return x.Form != "none" && x.Kind != "sent" && x.Flaw == "" }
	if piece.Other {
		if slices.ContainsFunc(t.Pieces, func(x Piece) bool { return whole(x) && x.Form == "full" }) {
			t.contradicts("sent-differs")
		}
		for _, x := range t.Pieces {
			if whole(x) && x.Form == "hashes" && !x.Again && !x.LF && !strings.HasPrefix(x.Name, "copia") {
				t.contradicts("brief-differs", x.Recipient)
			}
		}
	}
}
