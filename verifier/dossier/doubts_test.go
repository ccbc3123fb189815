package dossier

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/verifier"
)

// Bruno and carla have their delivery receipts, and something else lies beside them: proved stays, complete does not.
func TestDoubts(t *testing.T) {
	unlisted := verdict(verifier.Indeterminate, verifier.NoCertificateChain)
	twelve := nine.Add(12 * time.Hour)
	for _, test := range []struct {
		name           string
		s              *scene
		doubts         string // reasons with recipients
		contradictions string
		match          string // of bruno's receipt
	}{
		{"nothing beside them", settled(), "", "", yes},
		{"a notice of which nobody knows the hours, after the delivery", settled().say("preavviso-errore-consegna", bruno, twelve, notice("")), "notice-after " + bruno, "", undecided},
		{"the same before a late delivery", accepted().say("preavviso-errore-consegna", bruno, twelve, notice("")).say("avvenuta-consegna", bruno, nine.Add(13*time.Hour)).
			say("avvenuta-consegna", carla, soon(3)), "notice " + bruno, "", undecided},
		{"two of them", settled().say("preavviso-errore-consegna", bruno, twelve, notice("")).say("preavviso-errore-consegna", bruno, nine.Add(23*time.Hour), notice("")),
			"notice-after " + bruno + ", notice-after " + bruno, "", undecided},
		{"one about another recipient", settled().say("preavviso-errore-consegna", carla, twelve, notice("")), "notice-after " + carla, "", yes},
		{"a first notice before a late delivery is no news", accepted().say("preavviso-errore-consegna", bruno, twelve, notice("12h")).
			say("avvenuta-consegna", bruno, nine.Add(13*time.Hour)).say("avvenuta-consegna", carla, soon(3)), "", "", yes},
		{"a first notice hours after the delivery", settled().say("preavviso-errore-consegna", bruno, twelve, notice("12h")), "", "delivered-and-late", no},
		{"a failure by nobody listed", settled().say("errore-consegna", bruno, soon(9), failing("altro"), unlisted), "unheard " + bruno, "", undecided},
		{"a failure by who was revoked", settled().say("errore-consegna", bruno, soon(9), failing("altro"), verdict(verifier.TotalFailed, verifier.Revoked)), "unheard " + bruno, "", undecided},
		{"a failure outside of the certificate's time", settled().say("errore-consegna", bruno, soon(9), failing("altro"), verdict(verifier.Indeterminate, verifier.OutOfBoundsNoPOE)), "unheard " + bruno, "", undecided},
		{"a failure that contradicts itself", settled().say("errore-consegna", bruno, soon(9), failing("altro"), verdict(verifier.Indeterminate, verifier.EvidenceInconsistent)), "unheard " + bruno, "", undecided},
		{"a notice by nobody listed", settled().say("preavviso-errore-consegna", bruno, twelve, notice("24h"), unlisted), "unheard " + bruno, "", undecided},
		{"a first notice by nobody listed", settled().say("preavviso-errore-consegna", bruno, twelve, notice("12h"), unlisted), "unheard " + bruno, "", undecided},
		{"a virus by nobody listed", settled().say("rilevazione-virus", bruno, soon(9), failing("virus"), unlisted), "unheard " + bruno, "", undecided},
		{"a refusal by nobody listed", settled().say("non-accettazione", "", soon(1), failing("virus"), unlisted), "unheard", "", yes},
		{"a failure by nobody listed for whom nobody names", settled().say("errore-consegna", "x@pec.example", soon(9), failing("altro"), unlisted), "unheard", "", yes},
		{"a failure that says no recipient", settled().say("errore-consegna", "", soon(9), failing("altro")), "nobody", "", yes},
		{"a failure of an ordinary mailbox", settled().say("errore-consegna", diego, soon(9), failing("altro")), "ordinary " + diego, "", yes},
		{"a first notice about an ordinary mailbox", settled().say("preavviso-errore-consegna", diego, twelve, notice("12h")), "ordinary " + diego, "", yes},
		{"a second notice about an ordinary mailbox", settled().say("preavviso-errore-consegna", diego, twelve, notice("24h")), "ordinary " + diego, "", yes},
		{"a notice of unknown hours about an ordinary mailbox", settled().say("preavviso-errore-consegna", diego, twelve, notice("")), "ordinary " + diego, "", yes},
		{"a delivery by nobody listed is no news", settled().say("avvenuta-consegna", bruno, soon(9), unlisted), "", "", yes},
		{"nor is an envelope by nobody listed", settled().say("posta-certificata", "", soon(1), unlisted), "", "", yes},
		{"nor is being taken in charge", settled().say("presa-in-carico", "", soon(1), certified(func(c *verifier.Certified) { c.ReceivedFor = []string{bruno} })), "", "", yes},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := test.s.build(func(o *Options) { o.Profile = ProfileL53 }).Transmissions[0]
			var got []string
			for _, d := range tr.Doubts {
				got = append(got, strings.TrimSpace(strings.TrimPrefix(d.Reason, "doubt.")+" "+d.Recipient))
				if d.Detail == "" || strings.ContainsAny(d.Detail, "{}") || len(d.Evidence) == 0 {
					t.Errorf("a poor doubt: %+v", d)
				}
			}
			if strings.Join(got, ", ") != test.doubts || contradictions(tr) != test.contradictions {
				t.Errorf("doubts %q, contradictions %q", got, contradictions(tr))
			}
			if settled := test.doubts == "" && test.contradictions == ""; !tr.Proved || tr.Complete != settled || (tr.Checklist.Lines[4].Status == yes) != settled {
				t.Errorf("proved %v, complete %v, deliveries %s", tr.Proved, tr.Complete, tr.Checklist.Lines[4].Status)
			}
			i := slices.IndexFunc(tr.Evidence, func(e Evidence) bool { return e.Kind == avvenutaConsegna && e.Recipient == bruno && e.Counted })
			if e := tr.Evidence[i]; e.Match.Status != test.match || (test.match == undecided) != (e.Match.Reason == "match.doubted") {
				t.Errorf("bruno's receipt agrees: %s %s", e.Match.Status, e.Match.Reason)
			}
		})
	}
}

// What a piece that nobody could judge says of itself is not said as if it were so.
func TestADoubtNamesNobodyWhomEvidenceDoesNotName(t *testing.T) {
	tr := settled().say("errore-consegna", "x@pec.example", soon(9), failing("altro"), verdict(verifier.Indeterminate, verifier.NoCertificateChain)).build().Transmissions[0]
	if d := tr.Doubts[0]; d.Recipient != "" || strings.Contains(d.Detail, "x@pec.example") || len(tr.Recipients) != 3 {
		t.Errorf("%+v", d)
	}
}
