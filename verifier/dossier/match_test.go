package dossier

import "testing"

func TestMatch(t *testing.T) {
	const other = "anna@pec.example"
	for _, test := range []struct {
		name string
		in   func() *scene
		want []string // by evidence: status reason
	}{
		{"a receipt alone is held against nothing", func() *scene { return accepted() }, []string{"open match.alone"}},
		{"acceptance and delivery agree", func() *scene { return accepted().say("avvenuta-consegna", bruno, soon(2)) },
			[]string{"yes match.agrees", "yes match.agrees"}},
		{"a delivery before the acceptance contradicts it", func() *scene { return accepted().say("avvenuta-consegna", bruno, soon(-90)) },
			[]string{"no match.contradicted", "no match.contradicted"}},
		{"what is contradicted about one recipient is not about another",
			func() *scene {
				return accepted().say("avvenuta-consegna", bruno, soon(2)).say("errore-consegna", bruno, soon(3)).say("avvenuta-consegna", carla, soon(4))
			},
			[]string{"yes match.agrees", "no match.contradicted", "no match.contradicted", "yes match.agrees"}},
		{"a recipient that the acceptance does not name contradicts the acceptance",
			func() *scene { return accepted().say("avvenuta-consegna", other, soon(2)) },
			[]string{"no match.contradicted", "no match.contradicted"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := test.in().build().Transmissions[0]
			var got []string
			for _, e := range tr.Evidence {
				got = append(got, e.Match.Status+" "+e.Match.Reason)
				if (e.Match.Status == no) != (len(e.Match.Contradictions) > 0) {
					t.Errorf("%s with contradictions %v", e.Match.Status, e.Match.Contradictions)
				}
			}
			if len(got) != len(test.want) {
				t.Fatalf("got %q, want %q", got, test.want)
			}
			for i := range got {
				if got[i] != test.want[i] {
					t.Errorf("got %q, want %q", got, test.want)
				}
			}
		})
	}
}

// A sent mail that is another message contradicts no receipt.
func TestMatchLeavesSentMailsOut(t *testing.T) {
	s := accepted().say("avvenuta-consegna", bruno, soon(2)).sent("<c1@anna.example>", func(m *Sent) { m.Content.Subject = "Altro" })
	tr := s.build().Transmissions[0]
	if len(tr.Contradictions) != 1 || tr.Evidence[0].Match.Status != yes || tr.Evidence[1].Match.Status != yes {
		t.Errorf("%+v", tr.Evidence)
	}
}

func TestMatchOfWhatDoesNotCount(t *testing.T) {
	s := accepted().say("avvenuta-consegna", bruno, soon(2), verdict("INDETERMINATE", "NO_CERTIFICATE_CHAIN_FOUND"))
	e := s.build().Transmissions[0].Evidence
	if e[0].Match.Reason != "match.alone" || e[1].Match.Status != undecided || e[1].Match.Reason != "match.uncounted" {
		t.Errorf("%+v", e)
	}
}
