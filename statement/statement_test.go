package statement

import (
	"slices"
	"testing"
)

func TestFill(t *testing.T) {
	for _, test := range []struct {
		sentence string
		values   []string
		want     string
	}{
		{"nothing to fill", nil, "nothing to fill"},
		{"from {from} to {to}", []string{"from", "a", "to", "b"}, "from a to b"},
		{"{name} says {name}", []string{"name", "{to}", "to", "never"}, "{to} says {to}"},
		{"in {list}, of {date} only", []string{"date", ""}, "in –, of – only"},
		{"not delivered: {error} {explanation}", []string{"error", "altro"}, "not delivered: altro"},
		{"an end without its brace {name", []string{"name", "x"}, "an end without its brace x"},
	} {
		if got := Of("r", test.sentence, Values(test.values...)); got.Detail != test.want || got.Reason != "r" {
			t.Errorf("%q is %q, want %q", test.sentence, got.Detail, test.want)
		}
	}
	if Values("a", "") != nil {
		t.Error("an empty value is a value")
	}
	if got := Slots("{a} and {b}, {a}"); !slices.Equal(got, []string{"a", "b", "a"}) {
		t.Error(got)
	}
}
