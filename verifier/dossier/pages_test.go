package dossier

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"pecverifier/verifier/pectest"
)

func TestPagesAreTheDossier(t *testing.T) {
	d := Build(inputs(pectest.Transmissions(11, 120, 40)), Options{Now: now, Profile: ProfileL53})
	p, err := d.Pages()
	if err != nil {
		t.Fatal(err)
	}
	whole, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var want, got Dossier
	if err := json.Unmarshal(whole, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(p.Rest, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(fmt.Appendf(nil, "[%s]", p.Texts), &got.Transmissions); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("the pages are another dossier")
	}
	if len(p.Index) != len(d.Transmissions)*PageWidth() {
		t.Fatalf("%d numbers", len(p.Index))
	}
	places := map[string][2]int{}
	if err := json.Unmarshal(p.Places, &places); err != nil {
		t.Fatal(err)
	}
	seen := map[uint32]bool{}
	for n := range d.Transmissions {
		line := p.Index[n*PageWidth():][:PageWidth()]
		var one Transmission
		if err := json.Unmarshal(p.Texts[line[pageStart]:line[pageEnd]], &one); err != nil || one.Identifier != d.Transmissions[n].Identifier {
			t.Errorf("%d: %s, %v", n, one.Identifier, err)
		}
		contradicted, unlike := false, false
		for _, c := range one.Contradictions {
			contradicted, unlike = contradicted || !c.Uncertified, unlike || c.Uncertified
		}
		for flag, is := range map[uint32]bool{PageProved: one.Proved, PageComplete: one.Complete, PageContradicted: contradicted, PageUnlike: unlike} {
			if (line[pageFlags]&flag != 0) != is {
				t.Errorf("%d: flags %b, want %d %v", n, line[pageFlags], flag, is)
			}
			seen[flag] = seen[flag] || is
		}
		counts := map[State]uint32{}
		for _, r := range one.Recipients {
			counts[r.State]++
		}
		for i, s := range States {
			if line[pageCounts+i] != counts[s] {
				t.Errorf("%d: %d are %s, want %d", n, line[pageCounts+i], s, counts[s])
			}
		}
		for i, e := range one.Evidence {
			for _, s := range append([]Source{e.Source}, e.Copies...) {
				if places[s.File.SHA256+" "+s.Part] != [2]int{n, i} {
					t.Errorf("%s is at %v", s.File.Name, places[s.File.SHA256+" "+s.Part])
				}
			}
		}
	}
	if !seen[PageProved] || !seen[PageComplete] || !seen[PageContradicted] || !seen[PageUnlike] {
		t.Errorf("no case of some flag: %v", seen)
	}
}

func TestPagesOfNothing(t *testing.T) {
	p, err := Build(nil, Options{Now: now}).Pages()
	if err != nil || len(p.Texts)+len(p.Index) != 0 || string(p.Places) != "{}" {
		t.Errorf("%+v, %v", p, err)
	}
}
