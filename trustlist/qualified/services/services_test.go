package services

import (
	"testing"

	"pecverifier/trustlist/qualified"
)

// The file has authorities, time-stamps and delivery services of a list that the list of lists vouches for.
func TestData(t *testing.T) {
	d := Data()
	if len(d.Lists) == 0 {
		t.Fatal("no list")
	}
	types := map[string]int{}
	for _, l := range d.Lists {
		if l.Vouched == "" || l.Signer == "" || d.Names(l.Territory, l.Signer) == "" {
			t.Errorf("%s: signed by %q, vouched for by %q", l.Name(), l.Signer, l.Vouched)
		}
		for _, s := range l.Services {
			types[s.Periods[len(s.Periods)-1].Type]++
		}
	}
	for _, want := range []string{qualified.TypeCA, qualified.TypeTimestamps, qualified.TypeREMQualified} {
		if types[want] == 0 {
			t.Errorf("no service of %s: %v", want, types)
		}
	}
}
