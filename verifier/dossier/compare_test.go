package dossier

import (
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier"
)

func texts(edit func(t []verifier.Text) []verifier.Text) func(*verifier.Report) {
	return func(r *verifier.Report) { r.Content.Texts = edit(r.Content.Texts) }
}

func brief(sum string) func(*verifier.Report) {
	return func(r *verifier.Report) {
		r.Content.Form, r.Certified.ReceiptType = "hashes", "breve"
		r.Content.Attachments = []verifier.Attachment{{Name: "atto.pdf.p7m.hash", Type: "text/plain", Size: 40, SHA256: hash(sum), Hash: hash(sum)[:40]}}
	}
}

// bruno's receipt is as it should be, carla's is edited.
func TestCopiesOfTheMessage(t *testing.T) {
	other := verifier.Text{Type: "text/plain", SHA256: hash("altro")}
	unhashed := func(t []verifier.Text) []verifier.Text { t[0].SHA256 = ""; return t }
	provider := certified(func(c *verifier.Certified) { c.Provider = "GESTORE DUE" })
	for _, test := range []struct {
		name                  string
		first, second         []func(*verifier.Report)
		agreement             string
		compared, notCompared string
		contradictions        string
	}{
		{"the same", nil, nil, "agree", "messageID from to subject date text attachments", "rest", ""},
		{"another text", nil, []func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { t[0] = other; return t })}, "differ",
			"messageID from to subject date text attachments", "rest", "originals-differ"},
		{"the HTML alone differs", nil, []func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { t[1].SHA256 = hash("<p>altro"); return t })}, "differ",
			"messageID from to subject date text attachments", "rest", "originals-differ"},
		{"the charset alone differs", nil, []func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { t[0].Charset = "koi8-r"; return t })}, "differ",
			"messageID from to subject date text attachments", "rest", "originals-differ"},
		{"a text more", nil, []func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { return append(t, other) })}, "differ",
			"messageID from to subject date text attachments", "rest", "originals-differ"},
		{"a text less", nil, []func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { return t[:1] })}, "differ",
			"messageID from to subject date text attachments", "rest", "originals-differ"},
		{"no text at all on either side", []func(*verifier.Report){texts(func([]verifier.Text) []verifier.Text { return nil })}, []func(*verifier.Report){texts(func([]verifier.Text) []verifier.Text { return nil })},
			"agree", "messageID from to subject date text attachments", "rest", ""},
		{"the other order", nil, []func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { slices.Reverse(t); return t })}, "differ",
			"messageID from to subject date text attachments", "rest", "originals-differ"},
		{"a text that was not hashed is not said to be the same", []func(*verifier.Report){texts(unhashed)}, []func(*verifier.Report){texts(unhashed)}, "agree",
			"messageID from to subject date attachments", "text rest", ""},
		{"nor is one beside it that was, but a difference is told", []func(*verifier.Report){texts(unhashed)},
			[]func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { t[1].SHA256 = hash("<p>altro"); return unhashed(t) })}, "differ",
			"messageID from to subject date text attachments", "rest", "originals-differ"},
		{"parts that may not be listed", []func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { return append(t, verifier.Text{}) })},
			[]func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { return append(t, verifier.Text{}) })}, "agree",
			"messageID from to subject date", "text attachments rest", ""},
		{"parts that may not be listed, beside a longer list", []func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { return append(t[:1], verifier.Text{}) })},
			[]func(*verifier.Report){texts(func(t []verifier.Text) []verifier.Text { return append(t, other) })}, "agree",
			"messageID from to subject date", "text attachments rest", ""},
		{"parts that may not be listed, beside none", []func(*verifier.Report){texts(func([]verifier.Text) []verifier.Text { return []verifier.Text{{}} })},
			[]func(*verifier.Report){texts(func([]verifier.Text) []verifier.Text { return nil })}, "agree", "messageID from to subject date", "text attachments rest", ""},
		{"a brief receipt leaves the text as it was", nil, []func(*verifier.Report){brief("atto")}, "agree", "messageID from to subject date text names", "rest", ""},
		{"a brief receipt of another text", nil, []func(*verifier.Report){brief("atto"), texts(func(t []verifier.Text) []verifier.Text { t[0] = other; return t })}, "differ",
			"messageID from to subject date text names", "rest", "originals-differ"},
		{"two brief receipts", []func(*verifier.Report){brief("atto")}, []func(*verifier.Report){brief("atto")}, "agree", "messageID from to subject date text hashes names", "rest", ""},
		{"two brief receipts of other texts", []func(*verifier.Report){brief("atto")}, []func(*verifier.Report){brief("atto"), texts(func(t []verifier.Text) []verifier.Text { t[0] = other; return t })},
			"differ", "messageID from to subject date text hashes names", "rest", "originals-differ"},
		{"two brief receipts of other hashes, by one provider", []func(*verifier.Report){brief("atto")}, []func(*verifier.Report){brief("bozza")}, "differ",
			"messageID from to subject date text hashes names", "rest", "originals-differ"},
		{"two brief receipts of other hashes, by two providers, who may hash other bytes", []func(*verifier.Report){brief("atto")}, []func(*verifier.Report){brief("bozza"), provider}, "agree",
			"messageID from to subject date text names", "hashes rest", ""},
		{"two brief receipts of other names", []func(*verifier.Report){brief("atto")}, []func(*verifier.Report){brief("atto"), func(r *verifier.Report) { r.Content.Attachments[0].Name = "b.hash" }}, "differ",
			"messageID from to subject date text names", "rest", "originals-differ"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := accepted().say("avvenuta-consegna", bruno, soon(2), test.first...).say("avvenuta-consegna", carla, soon(3), test.second...).build().Transmissions[0]
			o := tr.Original
			if o.Agreement != test.agreement || strings.Join(o.Compared, " ") != test.compared || strings.Join(o.NotCompared, " ") != test.notCompared {
				t.Errorf("%s, compared %v, not compared %v", o.Agreement, o.Compared, o.NotCompared)
			}
			if got := contradictions(tr); got != test.contradictions {
				t.Errorf("contradictions %q", got)
			}
			for _, c := range tr.Contradictions {
				if c.Uncertified {
					t.Errorf("%s rests on evidence", c.Reason)
				}
			}
		})
	}
}

// What a sent mail says is no evidence, and takes nothing from what is.
func TestContradictionsOfASentMail(t *testing.T) {
	draft := func(m *Sent) {
		m.Content.Texts[0].SHA256 = hash("bozza")
		m.Hashes = []BriefHash{{"atto.pdf.p7m", "decoded", hash("bozza")[:40]}}
	}
	for _, test := range []struct {
		name string
		s    *scene
		want string
		sent bool
	}{
		{"another text", accepted().say("avvenuta-consegna", bruno, soon(2)).sent("<c1@anna.example>", draft), "sent-differs", true},
		{"other hashes, beside a brief receipt alone", accepted().say("avvenuta-consegna", bruno, soon(2), brief("atto")).sent("<c1@anna.example>", draft), "brief-differs", true},
		{"other names in a brief and in a complete receipt, and a sent mail", accepted().say("posta-certificata", "", soon(1)).
			say("avvenuta-consegna", bruno, soon(2), brief("atto"), func(r *verifier.Report) { r.Content.Attachments[0].Name = "b.hash" }).
			sent("<c1@anna.example>"), "brief-differs", false},
		{"hashes that only a sent mail contradicts, and then a receipt of other names", accepted().say("posta-certificata", "", soon(1)).
			say("avvenuta-consegna", bruno, soon(2), brief("atto")).
			say("avvenuta-consegna", bruno, soon(9), brief("atto"), func(r *verifier.Report) { r.Content.Attachments[0].Name = "b.hash" }).
			sent("<c1@anna.example>", draft), "brief-differs", false},
	} {
		tr := test.s.build().Transmissions[0]
		if got := contradictions(tr); !strings.Contains(got, test.want) {
			t.Errorf("%s: %s", test.name, got)
		}
		for _, c := range tr.Contradictions {
			if strings.HasSuffix(c.Reason, test.want) && c.Uncertified != test.sent {
				t.Errorf("%s: %s uncertified %v", test.name, c.Reason, c.Uncertified)
			}
		}
		if contested := slices.ContainsFunc(tr.Evidence, func(e Evidence) bool { return e.Match.Status == no }); contested == test.sent {
			t.Errorf("%s: a receipt is contradicted: %v", test.name, contested)
		}
	}
}
