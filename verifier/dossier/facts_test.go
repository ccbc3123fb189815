package dossier

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier"
)

const realCorpus = "../../../shared/corpus/real"

func realInputs(t *testing.T, names ...string) []Input {
	t.Helper()
	var out []Input
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(realCorpus, name))
		if err != nil {
			t.Skip("the real messages are not here: they name real people and are kept apart from the repository")
		}
		out = append(out, pieces(t, trustlist.Embedded(), name, data)...)
	}
	return out
}

func TestRealReceiptsOf2018(t *testing.T) {
	d := Build(realInputs(t, "aruba-2018-accettazione.eml", "aruba-2018-consegna.eml"), Options{Now: now})
	if len(d.Transmissions) != 1 || len(d.Leftover) != 0 {
		t.Fatalf("%d transmissions, %d leftovers", len(d.Transmissions), len(d.Leftover))
	}
	tr := d.Transmissions[0]
	if len(tr.Recipients) != 1 || tr.Recipients[0].State != Proved || !tr.Proved || !tr.Complete || len(tr.Contradictions) != 0 || len(tr.Missing) != 0 {
		t.Errorf("%+v", tr)
	}
	if tr.Recipients[0].Delivered.Time != "2018-11-13T16:39:27+01:00" || tr.Recipients[0].Delivered.Form != "full" {
		t.Errorf("delivered %+v", tr.Recipients[0].Delivered)
	}
}

func TestRealReceiptsOf2021(t *testing.T) {
	d := Build(realInputs(t, "aruba-2021-accettazione.eml", "aruba-2021-errore-consegna.eml"), Options{Now: now})
	if len(d.Transmissions) != 2 {
		t.Fatalf("%d transmissions", len(d.Transmissions))
	}
	accepted, failed := d.Transmissions[0], d.Transmissions[1]
	if accepted.Complete || failed.Complete {
		t.Error("an incomplete transmission is called complete")
	}
	for _, r := range accepted.Recipients {
		if r.State != Missing || r.LookFor == nil || r.LookFor.Mailbox != accepted.Sender || r.LookFor.LogUntil != "2024-06-14" || !r.LookFor.LogOver {
			t.Errorf("%s %+v", r.State, r.LookFor)
		}
	}
	if got := missing(accepted); got != "missing.delivery-late missing.delivery-late missing.original" {
		t.Error(got)
	}
	if failed.Recipients[0].State != Failed || !strings.Contains(failed.Recipients[0].Detail, "5.1.1") {
		t.Error(failed.Recipients[0].Detail)
	}
	if got := missing(failed); got != "missing.acceptance-late missing.original" {
		t.Error(got)
	}
}

// TestFactsAboutRecipients: bruno and carla are certified, diego is not; each case says the states of the three.
func TestFactsAboutRecipients(t *testing.T) {
	for _, test := range []struct {
		name           string
		s              *scene
		now            time.Time
		states         string // of bruno, carla, diego and any others
		reasons        string // of bruno
		contradictions string
		proved         bool
	}{
		{"a delivery receipt proves delivery to the one it names", accepted().say("avvenuta-consegna", bruno, soon(2)), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"each certified recipient has its own receipt", accepted().say("avvenuta-consegna", bruno, soon(2)).say("avvenuta-consegna", carla, soon(3)), time.Time{},
			"proved proved not-provable", "proved.full", "", true},
		{"an altered delivery receipt proves nothing, and belongs to nothing", accepted().say("avvenuta-consegna", bruno, soon(2), altered), time.Time{},
			"missing missing not-provable", "missing.delivery", "", false},
		{"a receipt by nobody listed proves nothing", accepted().say("avvenuta-consegna", bruno, soon(2), verdict(verifier.Indeterminate, verifier.NoCertificateChain)), time.Time{},
			"missing missing not-provable", "missing.uncounted", "", false},
		{"a receipt by a revoked certificate proves nothing", accepted().say("avvenuta-consegna", bruno, soon(2), verdict(verifier.TotalFailed, verifier.Revoked)), time.Time{},
			"missing missing not-provable", "missing.uncounted", "", false},
		{"a failure that does not count fails nobody", accepted().say("avvenuta-consegna", bruno, soon(2)).
			say("errore-consegna", bruno, soon(3), failing("no-dest"), verdict(verifier.Indeterminate, verifier.NoCertificateChain)), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"an envelope is no proof of delivery to the sender", new(scene).say("posta-certificata", "", nine), time.Time{},
			"missing missing not-provable", "missing.envelope", "", false},
		{"an envelope beside the acceptance proves nothing either", accepted().say("posta-certificata", "", nine), time.Time{},
			"missing missing not-provable", "missing.delivery", "", false},
		{"an envelope names the recipients and certifies no delivery within a day", new(scene).say("posta-certificata", "", nine), soon(60),
			"missing missing not-provable", "missing.envelope", "", false},
		{"a recipient without news is open for a day", accepted(), nine.Add(24*time.Hour - time.Second),
			"open open not-provable", "open.waiting", "", false},
		{"after a day the news is missing", accepted(), nine.Add(24 * time.Hour),
			"missing missing not-provable", "missing.delivery", "", false},
		{"the first notice keeps its recipient open, and no other", accepted().say("preavviso-errore-consegna", bruno, nine.Add(12*time.Hour), notice("12h")), nine.Add(25 * time.Hour),
			"open missing not-provable", "open.notice12h", "", false},
		{"a delivery to one does not keep another open", accepted().say("avvenuta-consegna", carla, nine.Add(20*time.Hour)), nine.Add(30 * time.Hour),
			"missing proved not-provable", "missing.delivery", "", false},
		{"being taken in charge is not delivery", accepted().say("presa-in-carico", "", soon(1), certified(func(c *verifier.Certified) { c.ReceivedFor = []string{bruno} })), time.Time{},
			"missing missing not-provable", "missing.delivery", "", false},
		{"the first notice is no failure", accepted().say("preavviso-errore-consegna", bruno, nine.Add(12*time.Hour), notice("12h")), time.Time{},
			"missing missing not-provable", "missing.notice12h", "", false},
		{"a notice of which nothing says which it is is no failure", accepted().say("preavviso-errore-consegna", bruno, nine.Add(23*time.Hour), notice("")), time.Time{},
			"missing missing not-provable", "missing.notice", "", false},
		{"nor does it keep more than its day open", accepted().say("preavviso-errore-consegna", bruno, nine.Add(12*time.Hour), notice("")), nine.Add(36*time.Hour - time.Second),
			"open missing not-provable", "open.notice", "", false},
		{"what may be the second notice hides behind no first one", accepted().say("preavviso-errore-consegna", bruno, nine.Add(12*time.Hour), notice("12h")).
			say("preavviso-errore-consegna", bruno, nine.Add(23*time.Hour), notice("")), time.Time{}, "missing missing not-provable", "missing.notice", "", false},
		{"a first notice after the delivery contradicts it", accepted().say("avvenuta-consegna", bruno, soon(2)).
			say("preavviso-errore-consegna", bruno, nine.Add(12*time.Hour), notice("12h")), time.Time{}, "proved missing not-provable", "proved.full", "delivered-and-late", false},
		{"two clocks may be two seconds apart there too", accepted().say("avvenuta-consegna", bruno, nine.Add(12*time.Hour)).
			say("preavviso-errore-consegna", bruno, nine.Add(12*time.Hour+2*time.Second), notice("12h")), time.Time{}, "proved missing not-provable", "proved.full", "", false},
		{"a second first notice, after the delivery", accepted().say("preavviso-errore-consegna", bruno, nine.Add(11*time.Hour), notice("12h")).
			say("avvenuta-consegna", bruno, nine.Add(11*time.Hour+time.Minute)).say("preavviso-errore-consegna", bruno, nine.Add(13*time.Hour), notice("12h")), time.Time{},
			"proved missing not-provable", "proved.full", "delivered-and-late", false},
		{"a failure of which nobody knows whether it is true", accepted().say("errore-consegna", bruno, soon(2), failing("altro"), verdict(verifier.Indeterminate, verifier.NoCertificateChain)),
			time.Time{}, "missing missing not-provable", "missing.unheard", "", false},
		{"nor is anything said to be on its way then", accepted().say("errore-consegna", bruno, soon(2), failing("altro"), verdict(verifier.Indeterminate, verifier.NoCertificateChain)),
			soon(60), "missing open not-provable", "missing.unheard", "", false},
		{"the second notice is a failure", accepted().say("preavviso-errore-consegna", bruno, nine.Add(23*time.Hour), notice("24h")), time.Time{},
			"failed missing not-provable", "failed.notice24h", "", false},
		{"non-delivery is a failure", accepted().say("errore-consegna", bruno, soon(2), failing("no-dest")), time.Time{},
			"failed missing not-provable", "failed.error", "", false},
		{"a virus found by the recipient's provider is a failure", accepted().say("rilevazione-virus", bruno, soon(2), failing("virus")), time.Time{},
			"failed missing not-provable", "failed.virus", "", false},
		{"a refusal fails all, ordinary ones too", new(scene).say("non-accettazione", "", nine, failing("virus")), time.Time{},
			"failed failed failed", "failed.refused", "", false},
		{"a delivery and a failure contradict each other", accepted().say("avvenuta-consegna", bruno, soon(2)).say("avvenuta-consegna", carla, soon(2)).
			say("errore-consegna", bruno, soon(60), failing("altro")), time.Time{},
			"contradicted proved not-provable", "contradicted.failed", "delivered-and-failed", false},
		{"a delivery after the second notice is contradicted by it", accepted().say("preavviso-errore-consegna", bruno, nine.Add(23*time.Hour), notice("24h")).
			say("avvenuta-consegna", bruno, nine.Add(25*time.Hour)).say("avvenuta-consegna", carla, soon(2)), time.Time{},
			"contradicted proved not-provable", "contradicted.given-up", "delivered-and-given-up", false},
		{"a delivery before the acceptance is a contradiction by instant", accepted().say("avvenuta-consegna", bruno, soon(-3)), time.Time{},
			"proved missing not-provable", "proved.full", "before-acceptance", false},
		{"two clocks may be two seconds apart", accepted().say("avvenuta-consegna", bruno, soon(-2)), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"an earlier wall clock in another zone is none", accepted().say("avvenuta-consegna", bruno, soon(2).UTC()), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"a later wall clock in another zone is one", accepted().say("avvenuta-consegna", bruno, soon(-600).In(time.FixedZone("", 7200))), time.Time{},
			"proved missing not-provable", "proved.full", "before-acceptance", false},
		{"a recipient whom the acceptance does not name", accepted().say("avvenuta-consegna", "x@pec.example", soon(2)), time.Time{},
			"missing missing not-provable proved", "missing.delivery", "recipient-not-named", false},
		{"addresses are told apart without case", accepted().say("avvenuta-consegna", strings.ToUpper(bruno), soon(2)), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"a receipt in the concise form proves delivery, not what", accepted().say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) { r.Content.Form = "none" }), time.Time{},
			"proved missing not-provable", "proved.none", "", false},
		{"a brief receipt carries hashes", accepted().say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) { r.Content.Form = "hashes" }), time.Time{},
			"proved missing not-provable", "proved.hashes", "", false},
		{"an ordinary mailbox with a delivery receipt is strange", accepted().say("avvenuta-consegna", diego, soon(2)), time.Time{},
			"missing missing proved", "missing.delivery", "ordinary-delivered", false},
		{"accepted and refused", accepted().say("non-accettazione", "", soon(1)).say("avvenuta-consegna", bruno, soon(2)), time.Time{},
			"contradicted missing not-provable", "contradicted.refused", "accepted-and-refused", false},
		{"refused and delivered", new(scene).say("non-accettazione", "", nine).say("avvenuta-consegna", bruno, soon(2)), time.Time{},
			"contradicted failed failed", "contradicted.refused", "refused-and-handled", false},
		{"two acceptances that differ", accepted().say("accettazione", "", soon(1)), time.Time{},
			"missing missing not-provable", "missing.delivery", "acceptances-differ", false},
		{"two acceptances at the same time with other recipients", accepted().say("accettazione", "", nine, certified(func(c *verifier.Certified) { c.Recipients = c.Recipients[:2] })), time.Time{},
			"missing missing not-provable", "missing.delivery", "acceptances-differ copies-differ recipients-differ", false},
		{"a receipt of another sender", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.Sender = "x@pec.example" })), time.Time{},
			"contradicted missing not-provable", "contradicted.sender", "sender-differs", false},
		{"a receipt of another subject", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.Subject = "Altro" })), time.Time{},
			"proved missing not-provable", "proved.full", "subject-differs", false},
		{"a subject in another encoding is the same", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.Subject = "=?utf-8?Q?ATTO?= " })), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"a receipt of another msgid", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.MessageID = "<c2@anna.example>" })), time.Time{},
			"proved missing not-provable", "proved.full", "msgid-differs", false},
		{"a msgid that was folded is the same", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.MessageID = "<c1@\n anna.example>" })), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"a second receipt that names another sender", accepted().say("avvenuta-consegna", bruno, soon(2)).
			say("avvenuta-consegna", bruno, soon(9), certified(func(c *verifier.Certified) { c.Sender = "x@pec.example" })), time.Time{},
			"contradicted missing not-provable", "contradicted.sender", "deliveries-differ sender-differs", false},
		{"a sender in capitals is the same", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.Sender = strings.ToUpper(c.Sender) })), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"a virus found in what was delivered", accepted().say("avvenuta-consegna", bruno, soon(2)).say("rilevazione-virus", bruno, soon(3), failing("virus")), time.Time{},
			"contradicted missing not-provable", "contradicted.failed", "delivered-and-failed", false},
		{"a first notice does not contradict a delivery", accepted().say("preavviso-errore-consegna", bruno, nine.Add(12*time.Hour), notice("12h")).
			say("avvenuta-consegna", bruno, nine.Add(13*time.Hour)), time.Time{}, "proved missing not-provable", "proved.full", "", false},
		{"nor does a notice that does not say which it is", accepted().say("preavviso-errore-consegna", bruno, nine.Add(12*time.Hour), notice("")).
			say("avvenuta-consegna", bruno, nine.Add(13*time.Hour)), time.Time{}, "proved missing not-provable", "proved.full", "", false},
		{"a receipt without msgid is none of another", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.MessageID = "" })), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"recipients in another order are the same", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { slices.Reverse(c.Recipients) })), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"a receipt that lists fewer recipients", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.Recipients = c.Recipients[:1] })), time.Time{},
			"proved missing not-provable", "proved.full", "recipients-differ", false},
		{"two recipients whom the acceptance does not name, by address", accepted().say("avvenuta-consegna", "z@pec.example", soon(2)).say("errore-consegna", "y@pec.example", soon(3), failing("altro")),
			time.Time{}, "missing missing not-provable failed proved", "missing.delivery", "recipient-not-named recipient-not-named", false},
		{"what does not count keeps nobody open", accepted().say("preavviso-errore-consegna", bruno, nine.Add(20*time.Hour), notice("12h"), verdict(verifier.Indeterminate, verifier.NoCertificateChain)),
			nine.Add(30 * time.Hour), "missing missing not-provable", "missing.unheard", "", false},
		{"a message in a receipt that does not count is not compared", accepted().say("avvenuta-consegna", bruno, soon(2)).
			say("avvenuta-consegna", carla, soon(2), func(r *verifier.Report) { r.Content.Subject = "Altro" }, verdict(verifier.TotalFailed, verifier.Revoked)), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"two receipts of one time whose messages differ are not one", accepted().say("avvenuta-consegna", bruno, soon(2)).
			say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) { r.Content.Attachments[0].SHA256 = hash("other") }), time.Time{},
			"proved missing not-provable", "proved.full", "copies-differ originals-differ", false},
		{"two receipts of one time whose texts differ are not one", accepted().say("avvenuta-consegna", bruno, soon(2)).
			say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) { r.Content.Texts[0].SHA256 = hash("other") }), time.Time{},
			"proved missing not-provable", "proved.full", "copies-differ originals-differ", false},
		{"a brief receipt of other attachments than the envelope's", accepted().say("posta-certificata", "", nine).say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) {
			r.Content.Form, r.Content.Attachments = "hashes", []verifier.Attachment{{Name: "altro.pdf.hash", Hash: hash("x")[:40]}}
		}), time.Time{}, "proved missing not-provable", "proved.hashes", "brief-differs", false},
		{"a brief receipt of the envelope's attachments and one more", accepted().say("posta-certificata", "", nine).say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) {
			r.Content.Form, r.Content.Attachments = "hashes", []verifier.Attachment{{Name: "atto.pdf.p7m.hash", Hash: hash("x")[:40]}, {Name: "altro.pdf.hash", Hash: hash("x")[:40]}}
		}), time.Time{}, "proved missing not-provable", "proved.hashes", "brief-differs", false},
		{"a brief receipt whose hash is none", accepted().say("posta-certificata", "", nine).say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) {
			r.Content.Form, r.Content.Attachments = "hashes", []verifier.Attachment{{Name: "atto.pdf.p7m.hash"}}
		}), time.Time{}, "proved missing not-provable", "proved.hashes", "brief-differs", false},
		{"a brief receipt that leaves an inner signature in place", accepted().say("posta-certificata", "", nine).say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) {
			r.Content.Form = "hashes"
		}), time.Time{}, "proved missing not-provable", "proved.hashes", "", false},
		{"a recipient of another type", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.Recipients[2].Type = certificato })), time.Time{},
			"proved missing not-provable", "proved.full", "type-differs", false},
		{"a recipient that only a list elsewhere names", accepted().say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) {
			c.Recipients = append(c.Recipients, verifier.Recipient{Address: "x@pec.example", Type: certificato})
		})), time.Time{}, "proved missing not-provable missing", "proved.full", "recipient-not-named recipients-differ", false},
		{"a receipt sent twice is one", accepted().say("avvenuta-consegna", bruno, soon(2)).say("avvenuta-consegna", bruno, soon(2)), time.Time{},
			"proved missing not-provable", "proved.full", "", false},
		{"two receipts of different times are not", accepted().say("avvenuta-consegna", bruno, soon(2)).say("avvenuta-consegna", bruno, soon(9)), time.Time{},
			"proved missing not-provable", "proved.full", "deliveries-differ", false},
		{"two receipts of one time that say different things are not", accepted().say("avvenuta-consegna", bruno, soon(2)).
			say("avvenuta-consegna", bruno, soon(2), certified(func(c *verifier.Certified) { c.Provider = "Altro" })), time.Time{},
			"proved missing not-provable", "proved.full", "copies-differ", false},
		{"a delivery without the acceptance is proved all the same", new(scene).say("avvenuta-consegna", bruno, soon(2)).say("avvenuta-consegna", carla, soon(2)), time.Time{},
			"proved proved not-provable", "proved.full", "", true},
		{"certified copies of the message that differ", accepted().say("avvenuta-consegna", bruno, soon(2)).
			say("avvenuta-consegna", carla, soon(2), func(r *verifier.Report) { r.Content.Attachments[0].SHA256 = hash("other") }), time.Time{},
			"proved proved not-provable", "proved.full", "originals-differ", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := test.s.build(func(o *Options) {
				if !test.now.IsZero() {
					o.Now = test.now
				}
			})
			if len(d.Transmissions) != 1 {
				t.Fatalf("%d transmissions", len(d.Transmissions))
			}
			tr := d.Transmissions[0]
			var states []string
			for _, r := range tr.Recipients {
				states = append(states, string(r.State))
			}
			if got := strings.Join(states, " "); got != test.states {
				t.Errorf("states %s, want %s", got, test.states)
			}
			if got := tr.Recipients[0].Reason; got != test.reasons {
				t.Errorf("reason %s, want %s", got, test.reasons)
			}
			if got := contradictions(tr); got != test.contradictions {
				t.Errorf("contradictions %q, want %q", got, test.contradictions)
			}
			if complete := test.proved && tr.Acceptance.State == Accepted && test.contradictions == ""; tr.Proved != test.proved || tr.Complete != complete {
				t.Errorf("proved %v, complete %v", tr.Proved, tr.Complete)
			}
		})
	}
}

// Bruno and carla are proved in all of these; whatever else the pieces disagree on leaves something to clear up, and what only
// a sent mail says does not.
func TestWhatIsComplete(t *testing.T) {
	edit := func(f func(*verifier.Certified)) *scene {
		return accepted().say("avvenuta-consegna", bruno, soon(2)).say("avvenuta-consegna", carla, soon(3), certified(f))
	}
	both := func() *scene { return edit(func(*verifier.Certified) {}) }
	for _, test := range []struct {
		contradictions string
		s              *scene
		complete       bool
	}{
		{"", both(), true},
		{"sent-differs", both().sent("<c1@anna.example>", func(m *Sent) { m.Content.Subject = "Bozza" }), true},
		{"acceptances-differ", both().say("accettazione", "", soon(1)), false},
		{"deliveries-differ", both().say("avvenuta-consegna", carla, soon(9)), false},
		{"before-acceptance", edit(func(c *verifier.Certified) { c.Time = soon(-3).Format(time.RFC3339) }), false},
		{"", edit(func(c *verifier.Certified) { c.Time = soon(-2).Format(time.RFC3339) }), true},
		{"copies-differ", both().say("avvenuta-consegna", carla, soon(3), certified(func(c *verifier.Certified) { c.Provider = "Altro" })), false},
		{"msgid-differs", edit(func(c *verifier.Certified) { c.MessageID = "<c2@anna.example>" }), false},
		{"subject-differs", edit(func(c *verifier.Certified) { c.Subject = "Altro" }), false},
		{"recipients-differ", edit(func(c *verifier.Certified) { c.Recipients = c.Recipients[1:] }), false},
		{"type-differs", edit(func(c *verifier.Certified) { c.Recipients[2].Type = certificato; c.Recipients = c.Recipients[:3] }), false},
		{"recipient-not-named", both().say("avvenuta-consegna", "x@pec.example", soon(5)), false},
		{"ordinary-delivered", both().say("avvenuta-consegna", diego, soon(5)), false},
		{"originals-differ", accepted().say("avvenuta-consegna", bruno, soon(2)).say("avvenuta-consegna", carla, soon(3), func(r *verifier.Report) { r.Content.Texts = nil }), false},
		{"brief-differs", accepted().say("avvenuta-consegna", bruno, soon(2)).say("avvenuta-consegna", carla, soon(3), brief("atto"),
			func(r *verifier.Report) { r.Content.Attachments[0].Name = "b.hash" }), false},
	} {
		tr := test.s.build().Transmissions[0]
		if got := contradictions(tr); got != test.contradictions {
			t.Errorf("%s, want %s", got, test.contradictions)
		}
		if tr.Recipients[0].State != Proved || tr.Recipients[1].State != Proved || tr.Complete != test.complete {
			t.Errorf("%s: complete %v, %s, %s", test.contradictions, tr.Complete, tr.Recipients[0].State, tr.Recipients[1].State)
		}
	}
}

func TestTheEarliestDeliveryStands(t *testing.T) {
	tr := accepted().say("avvenuta-consegna", bruno, soon(9)).say("avvenuta-consegna", bruno, soon(2)).build().Transmissions[0]
	if r := tr.Recipients[0]; r.Delivered.Time != soon(2).Format(time.RFC3339) || tr.Evidence[r.Delivered.Evidence].Time != r.Delivered.Time || len(r.Evidence) != 2 {
		t.Errorf("%+v", r)
	}
}

func TestNoticesAreKeptApart(t *testing.T) {
	for _, test := range []struct {
		notice string
		event  func(Recipient) *Event
	}{
		{"12h", func(r Recipient) *Event { return r.Notice12h }},
		{"24h", func(r Recipient) *Event { return r.Notice24h }},
		{"", func(r Recipient) *Event { return r.Notice }},
	} {
		r := accepted().say("preavviso-errore-consegna", bruno, nine.Add(12*time.Hour), notice(test.notice)).build().Transmissions[0].Recipients[0]
		n := 0
		for _, e := range []*Event{r.Notice12h, r.Notice24h, r.Notice, r.Delivered, r.Failed, r.TakenInCharge} {
			if e != nil {
				n++
			}
		}
		if test.event(r) == nil || n != 1 {
			t.Errorf("%q: %+v", test.notice, r)
		}
	}
}

func TestTheAcceptanceSpeaksForTheTransmission(t *testing.T) {
	other := func(word string) func(*verifier.Report) {
		return certified(func(c *verifier.Certified) { c.Subject, c.Provider = word, word })
	}
	tr := new(scene).say("avvenuta-consegna", bruno, soon(-9), other("third")).say("posta-certificata", "", soon(-5), other("second")).
		say("accettazione", "", nine, other("first")).build().Transmissions[0]
	if tr.Subject != "first" || tr.Provider != "first" || tr.Acceptance.Provider != "first" {
		t.Errorf("%s %s", tr.Subject, tr.Provider)
	}
	tr = new(scene).say("avvenuta-consegna", bruno, soon(2), other("second")).say("posta-certificata", "", soon(3), other("first")).build().Transmissions[0]
	if tr.Subject != "first" || tr.Provider != "first" || tr.Acceptance.State != Unknown {
		t.Errorf("%s %s", tr.Subject, tr.Provider)
	}
	// The recipient's provider is not the one to ask for the sender's log.
	if tr = new(scene).say("avvenuta-consegna", bruno, soon(2), other("second")).build().Transmissions[0]; tr.Provider != "" || tr.Subject != "second" {
		t.Errorf("%s %s", tr.Subject, tr.Provider)
	}
}

func TestContradictionsNameTheirEvidence(t *testing.T) {
	tr := accepted().say("avvenuta-consegna", "x@pec.example", soon(2)).build().Transmissions[0]
	if c := tr.Contradictions[0]; c.Recipient != "x@pec.example" || !slices.Equal(c.Evidence, []int{1}) {
		t.Errorf("%+v", c)
	}
	early := accepted().say("avvenuta-consegna", bruno, soon(-90)).build().Transmissions[0].Contradictions[0]
	if early.Values["seconds"] != "90" || !slices.Equal(early.Evidence, []int{1, 0}) {
		t.Errorf("%+v", early)
	}
}

// A mail that is given both as a report and as a sent message is listed once.
func TestASentMailIsNoLeftover(t *testing.T) {
	s := accepted().sent("<c1@anna.example>")
	m := s.in[1].Sent
	s.in = append(s.in, Input{Report: &verifier.Report{File: m.File, Kind: verifier.KindNone, Indication: verifier.NoEvidence}})
	if d := s.build(); len(d.Leftover) != 0 || len(d.Files) != 2 {
		t.Errorf("%+v", d.Leftover)
	}
}
