package pectest

import (
	"bytes"
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

func (p *planner) receipt(t *Plan, r Planned, at time.Time) Piece {
	piece := p.piece("avvenuta-consegna", at)
	piece.Recipient = r.Address
	switch {
	case r.Copy:
	case t.ReceiptType == "breve":
		piece.Form = "hashes"
	default:
		piece.Form = "full"
	}
	return piece
}

func (p *planner) deliver(t *Plan, r Planned, at time.Time) {
	p.keep(t, p.receipt(t, r, at))
	t.Truth.States[r.Address], t.Truth.Delivered[r.Address] = "proved", at
}

func (p *planner) failure(t *Plan, r Planned, kind, reason, detail string, at time.Time) {
	piece := p.piece(kind, at)
	piece.Recipient, piece.Error, piece.Detail = r.Address, reason, detail
	p.keep(t, piece)
	t.Truth.States[r.Address] = "failed"
}

// notices are the words of the two notices, and of one that says neither which it is nor what follows.
var notices = map[string]struct{ detail, text string }{
	"12h": {"4.4.1 - GESTORE UNO S.p.A. - non consegnato nelle prime dodici ore", "il messaggio non è stato consegnato nelle prime dodici ore dal suo invio."},
	"24h": {"5.4.1 - GESTORE UNO S.p.A. - non consegnato nelle ventiquattro ore", "il messaggio non è stato consegnato nelle ventiquattro ore successive al suo invio."},
	"":    {"4.4.7 - GESTORE UNO S.p.A. - superato il tempo massimo", "è stato superato il tempo massimo di consegna."},
}

func (p *planner) notice(t *Plan, r Planned, hours int) {
	p.noticeAt(t, r, fmt.Sprintf("%dh", hours), t.Sent.Add(time.Duration(hours)*time.Hour-10*time.Minute))
}

func (p *planner) noticeAt(t *Plan, r Planned, which string, at time.Time) {
	piece := p.piece("preavviso-errore-consegna", at)
	piece.Recipient, piece.Error, piece.Notice, piece.Detail = r.Address, "altro", which, notices[which].detail
	p.keep(t, piece)
}

// fate is what happened to the message on its way to one recipient, and what the pile still shows of it.
func (p *planner) fate(t *Plan, r Planned, recent bool) {
	nothing := "missing"
	if recent {
		nothing = "open"
	}
	soon := t.Sent.Add(2 * time.Second).Add(time.Duration(p.IntN(600)) * time.Second)
	if r.Tipo == "esterno" {
		t.Truth.States[r.Address] = "not-provable"
		if p.chance(3) {
			p.failure(t, r, "errore-consegna", "no-dest", "5.1.1 - Gestore Due SpA - indirizzo non valido", soon)
			t.doubts("ordinary", r.Address)
		}
		return
	}
	if p.chance(3) {
		piece := p.piece("presa-in-carico", t.Sent.Add(time.Second))
		piece.Covers = []string{r.Address}
		p.keep(t, piece)
	}
	switch fate := p.IntN(120); {
	case fate < 60:
		p.deliver(t, r, soon)
	case fate < 64: // late, after the first notice
		p.notice(t, r, 12)
		p.deliver(t, r, t.Sent.Add(12*time.Hour+30*time.Minute))
	case fate < 68: // delivered, and the receipt lost
		t.Truth.States[r.Address] = nothing
	case fate < 72: // delivered, and the receipt altered since
		p.spoil(t, p.receipt(t, r, soon), "altered")
		t.Truth.States[r.Address] = nothing
	case fate < 75: // a receipt by somebody who is no listed provider
		p.spoil(t, p.receipt(t, r, soon), "unlisted")
		t.Truth.States[r.Address] = "missing"
	case fate < 82:
		p.failure(t, r, "errore-consegna", "no-dest", "5.1.1 - Gestore Due SpA - indirizzo non valido", soon)
	case fate < 84:
		p.failure(t, r, "rilevazione-virus", "virus", "Rilevato virus: EICAR-Test", soon)
		p.failure(t, r, "errore-consegna", "virus", "5.6.0 - Gestore Due SpA - rilevato virus: EICAR-Test", soon.Add(time.Minute))
	case fate < 88:
		p.notice(t, r, 12)
		t.Truth.States[r.Address] = nothing
	case fate < 91 && !recent:
		p.notice(t, r, 12)
		p.notice(t, r, 24)
		t.Truth.States[r.Address] = "failed"
	case fate < 93:
		p.deliver(t, r, soon)
		p.failure(t, r, "errore-consegna", "altro", "5.2.2 - Gestore Due SpA - casella piena", soon.Add(time.Minute))
		t.Truth.States[r.Address] = "contradicted"
		t.contradicts("delivered-and-failed", r.Address)
	case fate < 94 && !recent:
		p.notice(t, r, 24)
		p.deliver(t, r, t.Sent.Add(26*time.Hour))
		t.Truth.States[r.Address] = "contradicted"
		t.contradicts("delivered-and-given-up", r.Address)
	case fate < 95:
		p.deliver(t, r, t.Sent.Add(-30*time.Second))
		if t.Truth.Acceptance == "accepted" {
			t.contradicts("before-acceptance", r.Address)
		}
	case fate < 96 && t.Truth.Acceptance == "accepted":
		p.odd(t, r, soon)
	case fate < 98:
		t.Truth.States[r.Address] = nothing
	case fate < 107:
		p.unclear(t, r, soon, nothing)
	case fate < 113:
		p.unheard(t, r, soon)
	default:
		p.written(t, r, soon, nothing)
	}
}

// unclear is a notice that does not say which it is, or one that comes too late to be the usual one before a late delivery.
func (p *planner) unclear(t *Plan, r Planned, soon time.Time, nothing string) {
	eleven := t.Sent.Add(11*time.Hour + 50*time.Minute)
	switch p.IntN(5) {
	case 0, 1:
		p.noticeAt(t, r, "", eleven)
		t.Truth.States[r.Address] = nothing
	case 2:
		p.noticeAt(t, r, "", eleven)
		p.deliver(t, r, t.Sent.Add(12*time.Hour+30*time.Minute))
		t.doubts("notice", r.Address)
	case 3:
		p.deliver(t, r, soon)
		p.noticeAt(t, r, "", eleven)
		t.doubts("notice-after", r.Address)
	case 4:
		p.deliver(t, r, soon)
		p.noticeAt(t, r, "12h", eleven)
		t.contradicts("delivered-and-late", r.Address)
	}
}

// unheard is a failure by somebody who is no listed provider, beside a delivery or alone.
func (p *planner) unheard(t *Plan, r Planned, soon time.Time) {
	t.Truth.States[r.Address] = "missing"
	if p.chance(60) {
		p.deliver(t, r, soon)
	}
	piece := p.piece("errore-consegna", soon.Add(time.Minute))
	piece.Recipient, piece.Error, piece.Detail = r.Address, "altro", "5.2.2 - Gestore Ignoto - casella piena"
	p.spoil(t, piece, "unlisted")
	t.doubts("unheard", r.Address)
}

// written is a piece that writes the identifier in its own way: folded it is the same, in other letters nearly so.
func (p *planner) written(t *Plan, r Planned, soon time.Time, nothing string) {
	if t.Truth.Acceptance != "accepted" { // alone it would name the transmission
		t.Truth.States[r.Address] = nothing
		return
	}
	fold := t.Identifier[:20] + "\r\n\t" + t.Identifier[20:]
	piece := p.piece("avvenuta-consegna", soon)
	piece.Recipient, piece.Written = r.Address, fold
	t.Truth.States[r.Address], t.Truth.Delivered[r.Address] = "proved", soon
	switch p.IntN(3) {
	case 0:
		p.keep(t, piece)
	case 1:
		p.deliver(t, r, soon)
		failure := p.piece("errore-consegna", soon.Add(time.Minute))
		failure.Recipient, failure.Error, failure.Detail, failure.Written = r.Address, "altro", "5.2.2 - Gestore Due SpA - casella piena", fold
		p.keep(t, failure)
		t.Truth.States[r.Address] = "contradicted"
		t.contradicts("delivered-and-failed", r.Address)
	case 2:
		piece.Written = strings.ToUpper(t.Identifier)
		p.keep(t, piece)
		t.contradicts("identifier-case")
	}
}

// odd delivers with a receipt that states something else than the other pieces do.
func (p *planner) odd(t *Plan, r Planned, at time.Time) {
	piece := p.receipt(t, r, at)
	t.Truth.States[r.Address], t.Truth.Delivered[r.Address] = "proved", at
	switch p.IntN(3) {
	case 0:
		piece.Sender = "altri@pec.studio-verdi.example"
		t.Truth.States[r.Address] = "contradicted"
		t.contradicts("sender-differs")
	case 1:
		piece.ClientID, piece.Form = "<altro@studio-verdi.example>", "none" // the message inside would state the other
		t.contradicts("msgid-differs")
	case 2:
		other := p.receipt(t, r, at)
		other.Gestore = "Un altro nome"
		p.keep(t, other)
		t.contradicts("copies-differ", r.Address)
	}
	p.keep(t, piece)
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

// Dispatch is the plan as a sending of that office, with a PDF attached.
func (t *Plan) Dispatch(o *Office) *Dispatch {
	d := o.Dispatch()
	d.Sender, d.Subject, d.Identifier, d.ClientID, d.ReceiptType, d.Sent = t.Sender, t.Subject, t.Identifier, t.ClientID, t.ReceiptType, t.Sent
	d.To, d.Cc = nil, nil
	for _, r := range t.Recipients {
		to := Destinatario{r.Address, r.Tipo}
		if r.Copy {
			d.Cc = append(d.Cc, to)
		} else {
			d.To = append(d.To, to)
		}
	}
	d.Original = d.NewOriginal()
	d.Original.Attachments = []Attachment{{Name: "atto.pdf", Type: "application/pdf", Content: PDF(t.Identifier)}}
	return d
}

// Mail writes a piece as a real message: signed, altered afterwards, or signed by a stranger, as its flaw says.
func (t *Plan) Mail(o *Office, piece Piece) []byte {
	d := t.Dispatch(o)
	m := d.message(piece.Kind, o.Uno, piece.Time.Sub(t.Sent))
	m.Data.Consegna, m.Data.Ricezione, m.Data.ErroreEsteso = piece.Recipient, piece.Covers, piece.Detail
	if piece.Error != "" {
		m.Data.Errore = piece.Error
	}
	if piece.Kind == "preavviso-errore-consegna" {
		m.Reason = notices[piece.Notice].text
	}
	if piece.Written != "" {
		m.Data.Identifier = piece.Written
	}
	if piece.Sender != "" {
		m.Data.Mittente = piece.Sender
	}
	if piece.ClientID != "" {
		m.Data.MessageID = piece.ClientID
	}
	switch piece.Kind {
	case "sent":
		return t.sent(d, piece.Other)
	case "posta-certificata":
		m = d.PostaCertificata()
	case "avvenuta-consegna":
		m.Provider, m.Data.Gestore, m.Data.Ricevuta = o.Due, o.Due.Name, t.ReceiptType
		switch piece.Form {
		case "full":
			m.Original = d.Original.Bytes()
		case "hashes":
			m.Original = d.Original.Brief(true)
		}
	case "presa-in-carico", "rilevazione-virus":
		m.Provider, m.Data.Gestore = o.Due, o.Due.Name
	}
	if piece.Gestore != "" {
		m.Data.Gestore = piece.Gestore
	}
	switch piece.Flaw {
	case "altered":
		m.Tamper = func(b []byte) []byte { return Replace(b, "Il giorno", "Il Giorno") }
	case "unlisted":
		m.Provider = m.Provider.With(strangerAuthority().Leaf(m.Provider, 5, TestKey("attacker")))
	}
	mail := m.Bytes()
	if piece.Again {
		mail = EditHeader(mail, func(h *Header) { h.Set("Message-ID", fmt.Sprintf("<opec.%d@%s>", piece.Number, m.Provider.Domain)) })
	}
	if piece.LF {
		mail = bytes.ReplaceAll(mail, []byte("\r\n"), []byte("\n"))
	}
	return mail
}

// sent is the message as the sender's program kept it: with its own Message-ID, before the provider put another.
func (t *Plan) sent(d *Dispatch, other bool) []byte {
	original := *d.Original
	original.Header = original.Header.Clone()
	for _, name := range []string{"Received", "X-Riferimento-Message-ID"} {
		original.Header.Del(name)
	}
	original.Header.Set("Message-ID", t.ClientID)
	if other {
		original.Attachments = []Attachment{{Name: "atto.pdf", Type: "application/pdf", Content: PDF("bozza")}}
	}
	return original.Bytes()
}
