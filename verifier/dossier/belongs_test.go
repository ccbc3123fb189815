package dossier

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/statement"
	"pecverifier/verifier"
	"pecverifier/verifier/internal/law"
	"pecverifier/verifier/pectest"
)

func TestTransmissionsAreJoinedByIdentifierOnly(t *testing.T) {
	other := certified(func(c *verifier.Certified) { c.Identifier = "2@uno.example" })
	d := accepted().say("avvenuta-consegna", bruno, soon(2), other).build()
	if len(d.Transmissions) != 2 || d.Transmissions[0].Recipients[0].State != Missing || d.Transmissions[1].Acceptance.State != Unknown {
		t.Error("the same subject and msgid joined two transmissions")
	}
	brackets := certified(func(c *verifier.Certified) { c.Identifier = " <1@uno.example> " })
	if d := accepted().say("avvenuta-consegna", bruno, soon(2), brackets).build(); len(d.Transmissions) != 1 {
		t.Error("angle brackets tell two identifiers apart")
	}
}

func TestSides(t *testing.T) {
	for _, test := range []struct {
		name string
		s    *scene
		want []Side
	}{
		{"receipts are the sender's", accepted(), []Side{SideSender}},
		{"envelopes are the recipient's", new(scene).say("posta-certificata", "", nine), []Side{SideRecipient}},
		{"mail to oneself has both", accepted().say("posta-certificata", "", nine), []Side{SideSender, SideRecipient}},
		{"what does not count is on no side", accepted().say("posta-certificata", "", nine, verdict(verifier.Indeterminate, verifier.NoCertificateChain)), []Side{SideSender}},
	} {
		if got := test.s.build().Transmissions[0].Sides; !slices.Equal(got, test.want) {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

func TestSentMail(t *testing.T) {
	second := certified(func(c *verifier.Certified) { c.Identifier = "2@uno.example" })
	unlisted := verdict(verifier.Indeterminate, verifier.NoCertificateChain)
	delivered := func() *scene { return accepted().say("avvenuta-consegna", bruno, soon(2)) }
	for _, test := range []struct {
		name      string
		s         *scene
		agreement string
		leftover  string
	}{
		{"one msgid, one transmission", delivered().sent("<c1@anna.example>"), "agree", ""},
		{"angle brackets do not matter", delivered().sent("c1@anna.example"), "agree", ""},
		{"two transmissions with the same msgid: not guessed", delivered().say("accettazione", "", soon(5), second).sent("<c1@anna.example>"), "one", "leftover.sent-ambiguous"},
		{"a msgid that only what does not count bears", delivered().say("accettazione", "", soon(5), second, unlisted, certified(func(c *verifier.Certified) { c.MessageID = "<c2@x>" })).
			sent("<c2@x>"), "one", "leftover.uncounted leftover.sent-unmatched"},
		{"what does not count makes no msgid ambiguous", delivered().say("accettazione", "", soon(5), second, unlisted).sent("<c1@anna.example>"), "agree", "leftover.uncounted"},
		{"what does not count lends its transmission no msgid", delivered().say("accettazione", "", soon(5), second, certified(func(c *verifier.Certified) { c.MessageID = "<c2@x>" })).
			say("avvenuta-consegna", bruno, soon(6), second, unlisted).sent("<c1@anna.example>"), "agree", ""},
		{"a message taken out of its envelope bears the identifier", delivered().say("accettazione", "", soon(5), second).sent("<1@uno.example>"), "agree", ""},
		{"the same subject joins nothing", delivered().sent("<other@anna.example>"), "one", "leftover.sent-unmatched"},
		{"a message without Message-ID", delivered().sent(""), "one", "leftover.sent-no-id"},
		{"another attachment", delivered().sent("<c1@anna.example>", func(s *Sent) { s.Content.Attachments[0].SHA256 = hash("draft") }), "differ", ""},
		{"an attachment that cannot be decoded agrees with nothing", delivered().sent("<c1@anna.example>", func(s *Sent) { s.Content.Attachments[0].SHA256 = "" }), "differ", ""},
		{"two attachments that cannot be decoded do not agree either", accepted().say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) { r.Content.Attachments[0].SHA256 = "" }).
			sent("<c1@anna.example>", func(s *Sent) { s.Content.Attachments[0].SHA256 = "" }), "differ", ""},
		{"another subject", delivered().sent("<c1@anna.example>", func(s *Sent) { s.Content.Subject = "Bozza" }), "differ", ""},
		{"only the sent mail", accepted().sent("<c1@anna.example>"), "one", ""},
		{"no copy at all", accepted(), "none", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := test.s.build()
			if got := d.Transmissions[0].Original.Agreement; got != test.agreement {
				t.Errorf("agreement %s, want %s", got, test.agreement)
			}
			var left []string
			for _, l := range d.Leftover {
				left = append(left, l.Reason)
			}
			if got := strings.Join(left, " "); got != test.leftover {
				t.Errorf("leftover %q, want %q", got, test.leftover)
			}
			o := d.Transmissions[0].Original
			if (o.Agreement == "agree" || o.Agreement == "differ") != (len(o.Compared) > 0) || slices.Contains(o.Compared, "text") != (len(o.Compared) > 0) {
				t.Errorf("compared %v", o.Compared)
			}
			if o.Certified != (len(o.Copies) > 0 && o.Copies[0].From != "sent") {
				t.Errorf("certified %v", o.Certified)
			}
		})
	}
}

func TestLeftovers(t *testing.T) {
	for _, test := range []struct {
		name, reason string
		edit         func(*verifier.Report)
	}{
		{"altered bytes belong to nothing", "leftover.altered", altered},
		{"a mail without its signature", "leftover.format", func(r *verifier.Report) { altered(r); r.Subindication = verifier.FormatFailure }},
		{"evidence that does not count makes no transmission", "leftover.uncounted", verdict(verifier.Indeterminate, verifier.NoCertificateChain)},
		{"an anomaly envelope", "leftover.anomaly", func(r *verifier.Report) { r.Kind, r.Certified.Identifier = verifier.KindAnomaly, "" }},
		{"no evidence", "leftover.none", func(r *verifier.Report) { altered(r); r.Indication, r.Subindication = verifier.NoEvidence, "" }},
		{"an input that could not be read", "leftover.unreadable", func(r *verifier.Report) { *r = verifier.Report{File: r.File, Error: "too large"} }},
	} {
		d := new(scene).say("accettazione", "", nine, test.edit).build()
		if len(d.Transmissions) != 0 || len(d.Leftover) != 1 || d.Leftover[0].Reason != test.reason || len(d.Files) != 1 {
			t.Errorf("%s: %+v", test.name, d)
		}
	}
}

func TestSameFileIsFolded(t *testing.T) {
	s := accepted()
	twin := *s.in[0].Report
	twin.File.Name = "copia.eml"
	s.in = append(s.in, Input{Report: &twin})
	d := s.build()
	e := d.Transmissions[0].Evidence
	if len(e) != 1 || len(e[0].Copies) != 1 || len(d.Files) != 2 {
		t.Errorf("%+v", e)
	}
	judgedOtherwise := twin
	judgedOtherwise.Indication, judgedOtherwise.Subindication = verifier.Indeterminate, verifier.NoCertificateChain
	s.in = append(s.in, Input{Report: &judgedOtherwise})
	if e := s.build().Transmissions[0].Evidence; len(e) != 2 || e[0].Counted == e[1].Counted {
		t.Errorf("the same file, judged with another list, is taken for a copy: %+v", e)
	}
}

func TestLogIsKeptForThirtyMonths(t *testing.T) {
	for _, test := range []struct{ sent, until string }{
		{"2025-03-12T09:00:00+01:00", "2027-09-12"},
		{"2025-08-31T23:59:59+02:00", "2028-02-29"},
		{"2024-08-30T10:00:00+02:00", "2027-02-28"},
		{"2025-12-31T10:00:00+01:00", "2028-06-30"},
		{"2025-03-31T23:30:00Z", "2027-10-01"}, // in Rome it was April
	} {
		sent, err := time.Parse(time.RFC3339, test.sent)
		if err != nil {
			t.Fatal(err)
		}
		s := new(scene).say("accettazione", "", sent)
		until := s.build(at(sent.AddDate(0, 2, 0))).Transmissions[0].Recipients[0].LookFor
		if until.LogUntil != test.until || until.LogOver {
			t.Errorf("%s: until %s, over %v", test.sent, until.LogUntil, until.LogOver)
		}
		day, _ := time.Parse(time.DateOnly, test.until)
		_, offset := law.Rome(day).Zone()
		next := day.AddDate(0, 0, 1).Add(-time.Duration(offset) * time.Second)
		if s.build(at(next.Add(-time.Second))).Transmissions[0].Recipients[0].LookFor.LogOver {
			t.Errorf("%s: over on its last day", test.sent)
		}
		r := s.build(at(next)).Transmissions[0].Recipients[0]
		if !r.LookFor.LogOver || r.Reason != "missing.delivery-late" {
			t.Errorf("%s: not over after its last day", test.sent)
		}
	}
}

func TestEveryReasonHasASentence(t *testing.T) {
	for reason, sentence := range sentences {
		if strings.Count(sentence, "{") != strings.Count(sentence, "}") {
			t.Errorf("%s: %s", reason, sentence)
		}
		values := map[string]string{}
		for _, name := range statement.Slots(sentence) {
			values[name] = "x"
		}
		if got := statement.Fill(sentence, values); strings.ContainsAny(got, "{}") {
			t.Errorf("%s: %s", reason, got)
		}
	}
	pile := pectest.Transmissions(2, 200, 20)
	raw, err := json.Marshal(Build(inputs(pile), Options{Now: now, Profile: ProfileL53}))
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(raw), `"detail":""`) || strings.Contains(string(raw), "null") {
		t.Error("an answer has no sentence, or a list is null")
	}
}

func TestAddressesAreFoldedInASCIIAlone(t *testing.T) {
	if addressKey("<Karl@PEC.example>") != addressKey("karl@pec.example") || addressKey("\u212aarl@pec.example") == addressKey("karl@pec.example") {
		t.Error("a letter of another alphabet counts as one of an address")
	}
}
