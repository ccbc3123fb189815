package dossier

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

func TestThousandTransmissions(t *testing.T) {
	pectest.Native(t, "a long table")
	pile := pectest.Transmissions(1994, 1000, 200) // fewer do not hold every case
	coverage(t, pile)
	checkPile(t, pile, inputs(pile), 3)
}

func TestSignedTransmissions(t *testing.T) {
	n := 60
	if runtime.GOOS == "js" {
		n = 12
	}
	pile := pectest.Transmissions(53, n, 12)
	checkPile(t, pile, signed(t, pile), 3)
}

// coverage makes sure that the pile holds every case, so that agreeing with it says something.
func coverage(t *testing.T, pile *pectest.Pile) {
	t.Helper()
	seen := map[string]int{}
	for _, p := range pile.Plans {
		for _, s := range p.Truth.States {
			seen[s]++
		}
		for _, c := range p.Truth.Contradictions {
			name, _, _ := strings.Cut(c, " ")
			seen[name]++
		}
		for _, d := range p.Truth.Doubts {
			name, address, _ := strings.Cut(d, " ")
			seen["doubt of "+name]++
			seen["doubt of a "+p.Truth.States[address]]++
		}
		for _, piece := range p.Pieces {
			if piece.LF {
				seen["lf"]++
			}
			if strings.Contains(piece.Written, "\n") {
				seen["folded"]++
			}
		}
		seen[p.Truth.Acceptance]++
		if p.Truth.Proved {
			seen["proved as a whole"]++
		}
		if p.Truth.Complete {
			seen["complete"]++
		} else if p.Truth.Proved && p.Truth.Acceptance == "accepted" {
			seen["proved, but contested"]++
		}
		seen["altered"] += p.Truth.Altered
		seen["unlisted"] += p.Truth.Uncounted
		seen["repeated"] += p.Truth.Repeated
		if p.Truth.SentMails > 0 && p.Truth.SentJoined {
			seen["sent"]++
		} else if p.Truth.SentMails > 0 {
			seen["sent-alone"]++
		}
		if slices.Equal(p.Truth.Sides, []string{"recipient"}) {
			seen["envelope-only"]++
		}
		if len(p.Recipients) == 200 {
			seen["200"]++
		}
	}
	for _, want := range []string{"proved", "failed", "open", "not-provable", "missing", "accepted", "refused", "altered", "unlisted", "repeated", "sent",
		"sent-alone", "envelope-only", "200", "acceptances-differ", "recipient-not-named", "delivered-and-failed", "delivered-and-given-up",
		"before-acceptance", "sent-differs", "brief-differs", "contradicted", "refused-and-handled", "sender-differs", "msgid-differs", "copies-differ",
		"proved as a whole", "complete", "proved, but contested", "delivered-and-late", "identifier-case", "lf", "folded", "doubt of notice",
		"doubt of notice-after", "doubt of unheard", "doubt of ordinary", "doubt of a proved", "doubt of a missing"} {
		if seen[want] == 0 {
			t.Errorf("the pile has no case of %s", want)
		}
	}
}

// checkPile holds the dossier against what the generator knows, in several orders of the input.
func checkPile(t *testing.T, pile *pectest.Pile, in []Input, orders int) {
	t.Helper()
	random := rand.New(rand.NewPCG(5, 3))
	first := Build(in, Options{Now: now, Profile: ProfileL53})
	comparePile(t, pile, first)
	for range orders {
		random.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
		if again := Build(in, Options{Now: now, Profile: ProfileL53}); !reflect.DeepEqual(first, again) {
			t.Fatal("another order of the same pieces gives another dossier")
		}
	}
}

func comparePile(t *testing.T, pile *pectest.Pile, d Dossier) {
	t.Helper()
	got := map[string]*Transmission{}
	for i := range d.Transmissions {
		got[d.Transmissions[i].Identifier] = &d.Transmissions[i]
	}
	if len(got) != len(d.Transmissions) {
		t.Error("an identifier has two transmissions")
	}
	leftover, live := len(pile.Loose), 0
	for _, plan := range pile.Plans {
		tr := got[plan.Identifier]
		leftover += plan.Truth.Altered
		if plan.Truth.SentMails > 0 && !plan.Truth.SentJoined {
			leftover++
		}
		if plan.Truth.Counted == 0 {
			leftover += plan.Truth.Uncounted
			if tr != nil {
				t.Errorf("%s: a transmission of which nothing counts", plan.Identifier)
			}
			continue
		}
		live++
		if tr == nil {
			t.Errorf("%s: not there", plan.Identifier)
			continue
		}
		for _, wrong := range comparePlan(plan, tr) {
			t.Errorf("%s: %s", plan.Identifier, wrong)
		}
	}
	if len(d.Transmissions) != live {
		t.Errorf("%d transmissions, want %d", len(d.Transmissions), live)
	}
	if n := len(d.Leftover); n != leftover-foldedAnomalies(d) {
		t.Errorf("%d leftovers, want %d", n, leftover)
	}
}

// foldedAnomalies are loose pieces that are the same file.
func foldedAnomalies(d Dossier) int {
	n := 0
	for _, l := range d.Leftover {
		n += len(l.Copies)
	}
	return n
}

func comparePlan(plan *pectest.Plan, tr *Transmission) (wrong []string) {
	check := func(what string, got, want any) {
		if !reflect.DeepEqual(got, want) {
			wrong = append(wrong, fmt.Sprintf("%s is %v, want %v", what, got, want))
		}
	}
	truth := plan.Truth
	check("acceptance", string(tr.Acceptance.State), truth.Acceptance)
	check("sender", tr.Sender, plan.Sender)
	check("subject", tr.Subject, plan.Subject)
	sides, want := []string{}, slices.Clone(truth.Sides)
	for _, s := range tr.Sides {
		sides = append(sides, string(s))
	}
	slices.Sort(sides)
	slices.Sort(want)
	check("sides", sides, want)

	named := recipientsOf(plan)
	check("recipients", len(tr.Recipients), len(named)+len(truth.Unnamed))
	for i, r := range tr.Recipients {
		check("state of "+r.Address, string(r.State), truth.States[r.Address])
		at, delivered := truth.Delivered[r.Address]
		check("delivery to "+r.Address, r.Delivered != nil, delivered)
		if delivered && r.Delivered != nil {
			check("time of delivery to "+r.Address, r.Delivered.Time, at.Format(time.RFC3339))
		}
		if i < len(named) {
			check("recipient", verifier.Recipient{Address: r.Address, Type: r.Type}, named[i])
			check("named", r.Named, true)
		} else {
			check("named", r.Named, false)
		}
		check("answer of "+r.Address, r.Detail != "" && !strings.Contains(r.Detail, "{"), true)
		check("what to look for, of "+r.Address, r.LookFor != nil, r.State == Missing)
	}
	check("proved", tr.Proved, truth.Proved)
	check("complete", tr.Complete, truth.Complete)

	contradictions := []string{}
	for _, c := range tr.Contradictions {
		contradictions = append(contradictions, strings.TrimSpace(strings.TrimPrefix(c.Reason, "contradiction.")+" "+c.Recipient))
	}
	slices.Sort(contradictions)
	check("contradictions", contradictions, append([]string{}, truth.Contradictions...))
	doubts := []string{}
	for _, d := range tr.Doubts {
		doubts = append(doubts, strings.TrimSpace(strings.TrimPrefix(d.Reason, "doubt.")+" "+d.Recipient))
		check("words of a doubt", d.Detail != "" && !strings.Contains(d.Detail, "{"), true)
	}
	slices.Sort(doubts)
	check("doubts", doubts, append([]string{}, truth.Doubts...))

	counted, uncounted, repeated := 0, 0, 0
	for _, e := range tr.Evidence {
		repeated += len(e.Copies)
		if e.Counted {
			counted++
		} else {
			uncounted++
		}
	}
	check("counted", counted, truth.Counted)
	check("uncounted", uncounted, truth.Uncounted)
	check("repeated", repeated, truth.Repeated)
	sent := 0
	for _, c := range tr.Original.Copies {
		if c.From == "sent" {
			sent++
		}
	}
	check("sent mail", sent == 1, truth.SentMails == 1 && truth.SentJoined)
	return wrong
}
