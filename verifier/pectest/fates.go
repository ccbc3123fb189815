package pectest

import (
	"fmt"
	"strings"
	"time"
)

// What can happen to a message on its way to one recipient, and what a pile shows of it.

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
