package dossier

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/internal/attach"
)

// service is a complete service under L. 53/1994 to bruno and carla, that edits may spoil.
func service(edits ...func(*verifier.Report)) *scene {
	all := append([]func(*verifier.Report){certified(func(c *verifier.Certified) {
		c.Subject = "Notificazione ai sensi della legge n. 53 del 1994"
		c.Recipients = c.Recipients[:2]
	})}, edits...)
	return new(scene).say("accettazione", "", nine, all...).say("avvenuta-consegna", bruno, soon(2), all...).say("avvenuta-consegna", carla, soon(3), all...)
}

func onlyFor(kind verifier.Kind, edit func(*verifier.Report)) func(*verifier.Report) {
	return func(r *verifier.Report) {
		if r.Kind == kind {
			edit(r)
		}
	}
}

func subject(s string) func(*verifier.Report) {
	return certified(func(c *verifier.Certified) { c.Subject = s })
}

func attached(names ...string) func(*verifier.Report) {
	return func(r *verifier.Report) {
		if r.Content.Form == "none" {
			return
		}
		r.Content.Attachments = nil
		for _, n := range names {
			r.Content.Attachments = append(r.Content.Attachments, verifier.Attachment{Name: n, SHA256: hash(n), Hash: hash(n)[:40]})
		}
	}
}

func named(name, part string) func(*verifier.Report) {
	return func(r *verifier.Report) { r.File.Name, r.Part = name, part }
}

func delivery(edit func(*verifier.Report)) func(*verifier.Report) {
	return onlyFor("avvenuta-consegna", edit)
}

func moment(s string) func(*verifier.Report) {
	return certified(func(c *verifier.Certified) { c.Time = s })
}

func TestChecklistL53(t *testing.T) {
	without := func(s *scene, i int) *scene { s.in = append(s.in[:i:i], s.in[i+1:]...); return s }
	for _, test := range []struct {
		name   string
		s      *scene
		id     string
		status string
		reason string
	}{
		{"the prescribed subject", service(), "subject", yes, "exact"},
		{"case and blanks do not matter", service(subject("NOTIFICAZIONE  ai sensi della legge n.53  del 1994 ")), "subject", yes, "exact"},
		{"an encoded subject", service(subject("=?utf-8?Q?Notificazione_ai_sensi_della_legge_n=2E_53_del_1994?=")), "subject", yes, "exact"},
		{"the prescribed subject and more", service(subject("Notificazione ai sensi della legge n. 53 del 1994 - Rossi")), "subject", uncertain, "contained"},
		{"another subject", service(subject("Notifica atto")), "subject", no, "other"},
		{"another law", service(subject("Notificazione ai sensi della legge n. 53 del 1995")), "subject", no, "other"},

		{"the acceptance is there", service(), "acceptance", yes, "there"},
		{"the acceptance is missing", without(service(), 0), "acceptance", no, "missing"},
		{"the acceptance does not count", service(onlyFor("accettazione", verdict(verifier.Indeterminate, verifier.NoCertificateChain))), "acceptance", no, "missing"},
		{"refused", service(onlyFor("accettazione", func(r *verifier.Report) { r.Kind = "non-accettazione" })), "acceptance", no, "refused"},
		{"accepted twice", service().say("accettazione", "", soon(1)), "acceptance", uncertain, "contradicted"},

		{"certified recipients only", service(), "recipients", yes, "certified"},
		{"an ordinary recipient", service(certified(func(c *verifier.Certified) { c.Recipients[1].Type = esterno })), "recipients", no, "ordinary"},
		{"a recipient of no stated type", service().say("avvenuta-consegna", "x@pec.example", soon(5), certified(func(c *verifier.Certified) { c.Recipients = c.Recipients[:2] })),
			"recipients", uncertain, "unknown"},

		{"registers are never seen", service(), "registers", uncertain, "unseen"},

		{"complete receipts for all", service(), "deliveries", yes, "complete"},
		{"one receipt is lacking", without(service(), 2), "deliveries", no, "lacking"},
		{"one receipt is altered", service().say("avvenuta-consegna", "", nine, altered), "deliveries", yes, "complete"},
		{"an envelope is no receipt", without(without(service(), 2), 1).say("posta-certificata", "", nine), "deliveries", no, "lacking"},
		{"the concise form", service(delivery(func(r *verifier.Report) { r.Content.Form = "none" })), "deliveries", no, "short"},
		{"a brief receipt", service(delivery(func(r *verifier.Report) { r.Certified.ReceiptType, r.Content.Form = "breve", "hashes" })), "deliveries", no, "short"},
		{"given up as well", service().say("preavviso-errore-consegna", bruno, nine.Add(23*time.Hour), notice("24h")), "deliveries", uncertain, "contested"},
		{"copies of the message that differ", service(func(r *verifier.Report) {
			if r.Certified.DeliveredTo == carla {
				r.Content.Texts = nil
			}
		}), "deliveries", uncertain, "differ"},
		{"a delivery that is contradicted counts from no hour", without(service().say("errore-consegna", bruno, soon(9), failing("altro")), 2), "hours", uncertain, "none"},
		{"failed as well", service().say("errore-consegna", bruno, soon(9), failing("altro")), "deliveries", uncertain, "contested"},
		{"nobody certified", service(certified(func(c *verifier.Certified) {
			c.Recipients = []verifier.Recipient{{Address: diego, Type: esterno}}
			c.DeliveredTo = ""
		})),
			"deliveries", no, "none"},

		{"files as .eml", service(), "originals", yes, "mail"},
		{"files as .msg", service(named("a.MSG", "")), "originals", yes, "mail"},
		{"a file of another name", service(delivery(named("ricevuta.txt", ""))), "originals", no, "other"},
		{"in an archive", service(named("tutto.zip", "a.eml")), "originals", uncertain, "inside"},
		{"inside a forward", service(delivery(named("inoltro.eml", "2"))), "originals", uncertain, "inside"},
		{"mended", service(func(r *verifier.Report) {
			r.Checks = []verifier.Check{{ID: "repair.lineends", Status: verifier.Warning}}
		}), "originals", uncertain, "inside"},

		{"a signed attachment", service(), "attachments", yes, "p7m"},
		{"only PDF", service(attached("atto.pdf", "relata.PDF")), "attachments", uncertain, "pdf"},
		{"neither", service(attached("atto.doc")), "attachments", no, "other"},
		{"none", service(attached()), "attachments", no, "none"},
		{"in a brief receipt", service(attached("atto.pdf.p7m.hash"), delivery(func(r *verifier.Report) { r.Content.Form = "hashes" })), "attachments", yes, "p7m"},
		{"no copy", service(delivery(func(r *verifier.Report) { r.Content.Form = "none" })), "attachments", uncertain, "unknown"},

		{"by day", service(), "hours", yes, "inside"},
		{"by night", service(delivery(moment("2025-03-12T21:00:00+01:00"))), "hours", no, "outside"},
		{"by night in Rome only", service(onlyFor("accettazione", moment("2025-07-01T18:00:00Z")), delivery(moment("2025-07-01T19:00:00Z"))), "hours", no, "outside"},
		{"by night, under the earlier law", service(onlyFor("accettazione", moment("2022-12-30T10:00:00+01:00")), delivery(moment("2022-12-30T22:00:00+01:00"))),
			"hours", uncertain, "outside"},
		{"nothing delivered", without(without(service(), 2), 1), "hours", uncertain, "none"},
	} {
		t.Run(test.id+"/"+test.name, func(t *testing.T) {
			d := test.s.build(func(o *Options) { o.Profile = ProfileL53 })
			c := d.Transmissions[0].Checklist
			if c == nil || c.Profile != ProfileL53 || c.Help.Detail == "" || d.Profile != ProfileL53 {
				t.Fatal("no check list, or one without its warning")
			}
			for _, l := range c.Lines {
				if l.Field == "" || l.Detail == "" {
					t.Errorf("%s says nothing or does not say where", l.ID)
				}
				if l.ID != "l53."+test.id {
					continue
				}
				if l.Status != test.status || l.Reason != "l53."+test.id+"."+test.reason {
					t.Errorf("%s %s: %s", l.Status, l.Reason, l.Detail)
				}
				return
			}
			t.Error("no such line")
		})
	}
}

func TestChecklistIsOffByDefault(t *testing.T) {
	for _, profile := range []string{"", "other"} {
		if c := service().build(func(o *Options) { o.Profile = profile }).Transmissions[0].Checklist; c != nil {
			t.Errorf("%q: %+v", profile, c)
		}
	}
}

func TestEffectiveTimesAreListed(t *testing.T) {
	c := service(delivery(moment("2025-03-12T22:15:00+01:00"))).build(func(o *Options) { o.Profile = ProfileL53 }).Transmissions[0].Checklist
	want := Effect{Recipient: bruno, Delivered: "2025-03-12T22:15:00+01:00", Effective: "2025-03-13T07:00:00+01:00", Moved: true}
	if len(c.Times) != 2 || c.Times[0] != want {
		t.Errorf("%+v", c.Times)
	}
}

func TestDoubtsOfTheEarlierLaw(t *testing.T) {
	for at, doubt := range map[string]string{
		"2023-01-01T00:00:00+01:00": "l53.hours.doubt",
		"2022-12-31T23:59:59+01:00": "l53.hours.earlier",
		"2022-12-31T23:30:00Z":      "l53.hours.doubt",
	} {
		s := service(moment(at))
		lines := s.build(func(o *Options) { o.Profile = ProfileL53 }).Transmissions[0].Checklist.Lines
		last := lines[len(lines)-1]
		if last.Doubt == nil || last.Doubt.Reason != doubt {
			t.Errorf("%s: %+v", at, last)
		}
	}
}

func TestNoValueGrowsWithTheInput(t *testing.T) {
	s := accepted()
	for range 100 {
		s.say("accettazione", "", nine.Add(time.Hour), certified(func(c *verifier.Certified) {
			for i := range 100 {
				c.Recipients = append(c.Recipients, verifier.Recipient{Address: strings.Repeat("x", i) + "@pec.example", Type: esterno})
			}
		}))
	}
	for _, l := range s.build(func(o *Options) { o.Profile = ProfileL53 }).Transmissions[0].Checklist.Lines {
		if len(l.Detail) > 1000 {
			t.Errorf("%s: %d bytes", l.ID, len(l.Detail))
		}
	}
}

// Each line asks only what is there, and a contradiction about what it asks leaves it open.
func TestChecklistSaysYesToWhatIsThereAlone(t *testing.T) {
	without := func(s *scene, i int) *scene { s.in = append(s.in[:i:i], s.in[i+1:]...); return s }
	toCarla := func(edits ...func(*verifier.Report)) func(*verifier.Report) {
		return func(r *verifier.Report) {
			if r.Certified.DeliveredTo == carla {
				for _, edit := range edits {
					edit(r)
				}
			}
		}
	}
	for _, test := range []struct {
		name     string
		s        *scene
		statuses map[string]string // id: status reason
	}{
		{"the acceptance alone", without(without(service(), 2), 1),
			map[string]string{"originals": "uncertain some", "deliveries": "no lacking", "hours": "uncertain none", "acceptance": "yes there", "recipients": "yes certified"}},
		{"one delivery alone", without(without(service(), 2), 0),
			map[string]string{"originals": "uncertain some", "recipients": "uncertain repeated", "hours": "uncertain some", "acceptance": "no missing"}},
		{"both deliveries without the acceptance", without(service(), 0),
			map[string]string{"originals": "uncertain some", "recipients": "uncertain repeated", "deliveries": "yes complete", "hours": "yes inside"}},
		{"one of two deliveries", without(service(), 2), map[string]string{"originals": "uncertain some", "hours": "uncertain some", "recipients": "yes certified"}},
		{"all", service(), map[string]string{"originals": "yes mail", "hours": "yes inside", "recipients": "yes certified", "deliveries": "yes complete", "attachments": "yes p7m"}},
		{"deliveries of 20:59 and 21:01", service(delivery(moment("2025-03-12T20:59:00+01:00"))).say("avvenuta-consegna", bruno, nine, func(r *verifier.Report) {
			*r.Certified = *serviceData(r)
			r.Certified.Time = "2025-03-12T21:01:00+01:00"
		}), map[string]string{"hours": "uncertain contradicted", "deliveries": "uncertain differ"}},
		{"a delivery half an hour before the acceptance", service(onlyFor("accettazione", moment("2025-03-12T09:30:00+01:00"))),
			map[string]string{"acceptance": "uncertain contradicted", "hours": "uncertain contradicted"}},
		{"certified copies of which one has no attachment", service(toCarla(func(r *verifier.Report) { r.Content.Attachments = nil })), map[string]string{"attachments": "uncertain contradicted"}},
		{"a mailbox that is certified and ordinary", service(toCarla(certified(func(c *verifier.Certified) { c.Recipients[0].Type = esterno }))),
			map[string]string{"recipients": "uncertain contradicted"}},
		{"recipients that differ", service(toCarla(certified(func(c *verifier.Certified) { c.Recipients = c.Recipients[:1] }))), map[string]string{"recipients": "uncertain contradicted"}},
		{"a subject that differs", service(toCarla(subject("Altro"))), map[string]string{"subject": "uncertain contradicted"}},
		{"another subject that differs", service(onlyFor("accettazione", subject("Altro"))), map[string]string{"subject": "uncertain contradicted"}},
		{"an identifier in other letters", service(toCarla(certified(func(c *verifier.Certified) { c.Identifier = strings.ToUpper(c.Identifier) }))),
			map[string]string{"subject": "uncertain contradicted", "acceptance": "uncertain contradicted", "recipients": "uncertain contradicted",
				"deliveries": "uncertain differ", "attachments": "uncertain contradicted", "hours": "uncertain contradicted"}},
		{"a contradiction about something else leaves the others alone", service(toCarla(subject("Altro"))),
			map[string]string{"acceptance": "yes there", "recipients": "yes certified", "originals": "yes mail", "attachments": "yes p7m", "hours": "yes inside"}},
		{"a receipt that was asked for as a brief one, and has the message", service(delivery(func(r *verifier.Report) { r.Certified.ReceiptType = "breve" })),
			map[string]string{"deliveries": "no short"}},
		{"a failure alone", new(scene).say("errore-consegna", bruno, soon(2), failing("no-dest")), map[string]string{"originals": "no none"}},
		{"accepted, and refused", service().say("non-accettazione", "", nine, func(r *verifier.Report) { *r.Certified = *serviceData(r) }),
			map[string]string{"acceptance": "uncertain contradicted"}},
		{"two receipts of one moment that state other providers", service().say("avvenuta-consegna", bruno, soon(2), func(r *verifier.Report) {
			*r.Certified = *serviceData(r)
			r.Certified.Provider = "Un altro"
		}), map[string]string{"attachments": "uncertain contradicted"}},
		{"a sent mail of another sender beside a certified copy", service().sent("<c1@anna.example>", func(m *Sent) { m.Content.From = "Altri" }),
			map[string]string{"attachments": "yes p7m", "subject": "yes exact"}},
		{"two sent mails that differ, and nothing certified", without(without(service(), 2), 1).sent("<c1@anna.example>").
			sent("<c1@anna.example>", func(m *Sent) { m.Content.Attachments = nil }), map[string]string{"attachments": "uncertain contradicted"}},
		{"an attachment whose name only looks like a hash", service(attached("atto.pdf.p7m.hash"), func(r *verifier.Report) {
			for i := range r.Content.Attachments {
				r.Content.Attachments[i].Hash = ""
			}
		}), map[string]string{"attachments": "no other"}},
		{"more parts than are listed", service(attached("atto.doc"), texts(func(t []verifier.Text) []verifier.Text { return append(t, verifier.Text{}) })),
			map[string]string{"attachments": "uncertain unlisted"}},
		{"a sent mail alone, with neither", without(without(service(), 2), 1).sent("<c1@anna.example>", func(m *Sent) { m.Content.Attachments[0].Name = "atto.doc" }),
			map[string]string{"attachments": "uncertain other"}},
		{"a sent mail alone, with nothing attached", without(without(service(), 2), 1).sent("<c1@anna.example>", func(m *Sent) { m.Content.Attachments = nil }),
			map[string]string{"attachments": "uncertain none"}},
		{"attachments that were judged, and bear no signature", service(attached("atto.pdf"), judgedUnsigned), map[string]string{"attachments": "no unsigned"}},
		{"such attachments, and more parts than are listed", service(attached("atto.pdf"), judgedUnsigned,
			texts(func(t []verifier.Text) []verifier.Text { return append(t, verifier.Text{}) })), map[string]string{"attachments": "uncertain unsigned"}},
		{"the names of a sent mail alone", without(without(service(), 2), 1).sent("<c1@anna.example>"), map[string]string{"attachments": "uncertain p7m"}},
		{"a brief receipt, which is certified, before a sent mail, which is not", service(delivery(brief("atto"))).sent("<c1@anna.example>", func(m *Sent) {
			m.Hashes = []BriefHash{{"atto.pdf.p7m", "decoded", hash("atto")[:40]}}
		}), map[string]string{"attachments": "yes p7m"}},
		{"a brief receipt and a sent mail of other bytes", service(delivery(brief("atto"))).sent("<c1@anna.example>", func(m *Sent) {
			m.Hashes = []BriefHash{{"atto.pdf.p7m", "decoded", hash("bozza")[:40]}}
		}), map[string]string{"attachments": "uncertain contradicted"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := test.s.build(func(o *Options) { o.Profile = ProfileL53 }).Transmissions[0]
			for _, l := range tr.Checklist.Lines {
				if want, ok := test.statuses[strings.TrimPrefix(l.ID, "l53.")]; ok && l.Status+" "+strings.TrimPrefix(l.Reason, l.ID+".") != want {
					t.Errorf("%s is %s %s, want %s", l.ID, l.Status, l.Reason, want)
				}
			}
			for _, e := range tr.Checklist.Times {
				if tr.Checklist.Lines[7].Reason == "l53.hours.contradicted" && strings.Contains(tr.Checklist.Lines[7].Values["addresses"], e.Recipient) {
					t.Errorf("it is said when the delivery to %s counts", e.Recipient)
				}
			}
		})
	}
}

// judgedUnsigned says of each attachment that it was asked for signatures and has none.
func judgedUnsigned(r *verifier.Report) {
	for i := range r.Content.Attachments {
		r.Content.Attachments[i].Signed = &attach.Signed{}
	}
}

// serviceData is what the pieces of service state, with this one's own kind and recipient.
func serviceData(r *verifier.Report) *verifier.Certified {
	c := *service().in[1].Report.Certified
	c.DeliveredTo = r.Certified.DeliveredTo
	return &c
}

// A file that was mended lies beside a copy that was not: which of the two comes first is chance, and decides nothing.
func TestEachCopyIsAskedItsOwnReport(t *testing.T) {
	mended := func(r *verifier.Report) {
		r.Checks = []verifier.Check{{ID: "repair.charset", Status: verifier.Warning}}
	}
	for _, test := range []struct {
		name   string
		copies []func(*verifier.Report) // of the delivery to bruno
		status string
	}{
		{"a good file and a mended one", []func(*verifier.Report){named("a.eml", ""), func(r *verifier.Report) { named("b.eml", "")(r); mended(r) }}, yes},
		{"one in an archive and a mended one", []func(*verifier.Report){named("a.zip", "a.eml"), func(r *verifier.Report) { named("b.eml", "")(r); mended(r) }}, uncertain},
		{"a mended one in an archive and a good file", []func(*verifier.Report){func(r *verifier.Report) { named("a.zip", "a.eml")(r); mended(r) }, named("b.eml", "")}, yes},
		{"one in an archive and a file of another name", []func(*verifier.Report){named("a.zip", "a.eml"), named("b.txt", "")}, uncertain},
	} {
		for flip := range 2 {
			for turn := range 4 {
				s := service()
				original := *s.in[1].Report
				s.in = append(s.in[:1:1], s.in[2:]...)
				for i, edit := range test.copies {
					r := original
					r.File.SHA256 = hash(test.name + string(rune('a'+turn)) + string(rune('x'+(i+flip)%2)))
					edit(&r)
					s.in = append(s.in, Input{Report: &r})
				}
				packed, err := Unpack(Pack(s.in))
				if err != nil {
					t.Fatal(err)
				}
				for _, in := range [][]Input{s.in, packed} {
					tr := Build(in, Options{Now: nine.AddDate(0, 1, 0), Profile: ProfileL53}).Transmissions[0]
					if l := tr.Checklist.Lines[5]; l.Status != test.status || len(tr.Evidence) != 3 {
						t.Errorf("%s: %s %s, %d pieces", test.name, l.Status, l.Reason, len(tr.Evidence))
					}
				}
			}
		}
	}
}

func TestTheCheckListHasTheLinesThatAreNamed(t *testing.T) {
	var ids []string
	for _, l := range service().build(func(o *Options) { o.Profile = ProfileL53 }).Transmissions[0].Checklist.Lines {
		ids = append(ids, l.ID)
	}
	if !slices.Equal(ids, ChecklistLines) {
		t.Errorf("%q", ids)
	}
}
