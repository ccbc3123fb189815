package dossier

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"testing"
	"time"

	"pecverifier/statement"
	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

// one builds the pieces of a single plan, and gives its transmission.
func one(in []Input) *Transmission {
	d := Build(in, Options{Now: now, Profile: ProfileL53})
	if len(d.Transmissions) != 1 {
		return nil
	}
	return &d.Transmissions[0]
}

func plansOf(t *testing.T, seed uint64) []*pectest.Plan {
	n := 300
	if runtime.GOOS == "js" {
		n = 60
	}
	return pectest.Transmissions(seed, n, 6).Plans
}

func ofPlan(plan *pectest.Plan) []Input {
	return inputs(&pectest.Pile{Plans: []*pectest.Plan{plan}})
}

// word says whether anything is said of what keeps a transmission from being complete.
func word(tr *Transmission) bool {
	unsettled := slices.ContainsFunc(tr.Contradictions, func(c Contradiction) bool { return !c.Uncertified }) || len(tr.Doubts) > 0
	return unsettled || !tr.Proved || tr.Acceptance.State != Accepted
}

// Whoever takes a file away must not get the word "complete" for it, unless that file was what had to be cleared up.
func TestTakingAFileAwayCompletesNothing(t *testing.T) {
	resolved := 0
	for _, plan := range plansOf(t, 11) {
		in := ofPlan(plan)
		before := one(in)
		if before == nil {
			continue
		}
		if before.Complete == word(before) {
			t.Errorf("%s: complete %v, and something is said against it: %v", plan.Identifier, before.Complete, word(before))
		}
		if before.Complete {
			continue
		}
		parties := map[string]bool{} // files that a contradiction or a doubt is about
		for _, list := range [][]int{evidenceOf(before.Contradictions), doubtsOf(before.Doubts)} {
			for _, position := range list {
				parties[before.Evidence[position].File.SHA256] = true
			}
		}
		for i := range in {
			if in[i].Report == nil {
				continue
			}
			rest := slices.Concat(in[:i:i], in[i+1:])
			after := one(rest)
			if after == nil || !after.Complete {
				continue
			}
			if resolved++; !parties[in[i].Report.File.SHA256] {
				t.Errorf("%s: without %s it is complete, and nothing was said about that file", plan.Identifier, in[i].Report.File.Name)
			}
		}
	}
	if resolved == 0 {
		t.Error("no case in which a file was what had to be cleared up")
	}
}

func evidenceOf(list []Contradiction) (out []int) {
	for _, c := range list {
		out = append(out, c.Evidence...)
	}
	return out
}

func doubtsOf(list []Doubt) (out []int) {
	for _, d := range list {
		out = append(out, d.Evidence...)
	}
	return out
}

// Whatever tells of a failure, whoever signed it and whomever it is about, leaves nothing complete without a word about it.
func TestNoFailureIsOverlooked(t *testing.T) {
	verdicts := []struct {
		i   verifier.Indication
		sub verifier.Subindication
	}{{verifier.TotalPassed, ""}, {verifier.Indeterminate, verifier.NoCertificateChain}, {verifier.Indeterminate, verifier.OutOfBoundsNoPOE},
		{verifier.Indeterminate, verifier.ChainConstraintsFailure}, {verifier.Indeterminate, verifier.EvidenceInconsistent}, {verifier.TotalFailed, verifier.Revoked}}
	complete, added := 0, 0
	for _, plan := range plansOf(t, 12) {
		in := ofPlan(plan)
		before := one(in)
		if before == nil || !before.Complete {
			continue
		}
		if complete++; complete > 40 {
			break
		}
		template := in[slices.IndexFunc(in, func(i Input) bool { return i.Report != nil && i.Report.Kind == accettazione })].Report
		whom := []string{"", "nessuno@pec.altrove.example"}
		for _, r := range before.Recipients {
			whom = append(whom, r.Address)
		}
		for _, k := range []verifier.Kind{nonAccettazione, erroreConsegna, preavviso, rilevazioneVirus} {
			for _, v := range verdicts {
				for _, address := range whom {
					for _, hours := range []string{"", "12h", "24h"} {
						for _, id := range []string{plan.Identifier, "<" + plan.Identifier[:9] + "\r\n " + plan.Identifier[9:] + ">"} {
							for _, after := range []time.Duration{-time.Hour, time.Second, 48 * time.Hour} {
								if k != preavviso && hours != "" {
									continue
								}
								failure, c := *template, *template.Certified
								c.Identifier, c.DeliveredTo, c.Notice, c.Error, c.Time = id, address, hours, "altro", plan.Sent.Add(after).Format(time.RFC3339)
								failure.Kind, failure.Indication, failure.Subindication, failure.Certified = k, v.i, v.sub, &c
								failure.File = verifier.File{Name: "errore.eml", SHA256: hash(fmt.Sprint(k, v, address, hours, id, after))}
								tr := one(append(slices.Clone(in), Input{Report: &failure}))
								added++
								switch {
								case tr == nil:
									t.Errorf("%s: a %s by %v of %q is another transmission", plan.Identifier, k, v, id)
								case tr.Complete && !usual(tr, &failure):
									t.Errorf("%s: complete beside a %s (%s) for %q by %v, %s after the sending", plan.Identifier, k, hours, address, v, after)
								case !tr.Complete && !word(tr):
									t.Errorf("%s: not complete, without a word", plan.Identifier)
								}
							}
						}
					}
				}
			}
		}
	}
	if complete < 10 || added < 1000 {
		t.Errorf("%d complete, %d added", complete, added)
	}
}

// usual is the first notice before a late delivery: the only piece of these kinds that is no news.
func usual(tr *Transmission, r *verifier.Report) bool {
	i := slices.IndexFunc(tr.Recipients, func(to Recipient) bool { return to.Address == r.Certified.DeliveredTo })
	return i >= 0 && r.Kind == preavviso && r.Indication == verifier.TotalPassed && r.Certified.Notice == notice12h && tr.Recipients[i].Notice12h != nil &&
		tr.Recipients[i].Delivered != nil && r.Certified.Time <= tr.Recipients[i].Delivered.Time
}

// The whole pile beside something that nobody read: nothing is complete, all else is as it was, and each says so.
func TestAPileBesideWhatNobodyRead(t *testing.T) {
	n := 400
	if runtime.GOOS == "js" {
		n = 60
	}
	pile := pectest.Transmissions(21, n, 12)
	in := inputs(pile)
	without := Build(in, Options{Now: now})
	for _, mark := range []Input{unread(UnreadMany, 3), unread(UnreadFolder, 0),
		{Report: &verifier.Report{File: verifier.File{Name: "x.zip"}, Part: "e.eml", Error: "protected by a password", Unread: "zip-encrypted"}},
		{Report: &verifier.Report{File: verifier.File{Name: "x.7z", SHA256: hash("7z")}, Indication: verifier.NoEvidence, Unread: "archive", Checks: []verifier.Check{{ID: "file.type", Statement: statement.Statement{Reason: "file.archive"}}}}},
		{Report: &verifier.Report{File: verifier.File{Name: "x.eml", SHA256: hash("x")}, Kind: verifier.KindUnknown, Indication: verifier.Indeterminate, Subindication: verifier.EvidenceMalformed}},
	} {
		d := Build(append(slices.Clone(in), mark), Options{Now: now})
		if d.Unjudged == 0 || len(d.Transmissions) != len(without.Transmissions) {
			t.Fatalf("%d not judged, %d transmissions", d.Unjudged, len(d.Transmissions))
		}
		complete := 0
		for i, tr := range d.Transmissions {
			before := without.Transmissions[i]
			if before.Complete {
				complete++
			}
			if tr.Complete || len(tr.Doubts) != len(before.Doubts)+1 || tr.Doubts[len(tr.Doubts)-1].Reason != "doubt.unjudged" {
				t.Fatalf("%s: complete %v, %s", tr.Identifier, tr.Complete, reasons(tr.Doubts))
			}
			before.Complete, tr.Complete, before.Doubts, tr.Doubts = false, false, nil, nil
			if !reflect.DeepEqual(before, tr) {
				t.Fatalf("%s is another transmission beside it", tr.Identifier)
			}
		}
		if complete == 0 {
			t.Error("nothing was complete without it")
		}
	}
}
