package bound

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCutTexts(t *testing.T) {
	for _, s := range []string{strings.Repeat("a", 5000), strings.Repeat("è", 5000), strings.Repeat("€", 5000), strings.Repeat("😀", 5000), strings.Repeat("\x80", 5000)} {
		for _, most := range []int{64, 65, 66, 67, 4096} {
			for _, cut := range []func(string, int) string{Text, Distinct} {
				got := cut(s, most)
				if len(got) > most || len(got) < most-4-4 && utf8.ValidString(s) {
					t.Errorf("%d bytes of at most %d", len(got), most)
				}
				kept, mark, found := strings.Cut(got, "…[+")
				if !found || !strings.HasPrefix(Shown(s), kept) || !strings.Contains(mark, " B") {
					t.Errorf("%q is not the start of the text and a mark", got)
				}
				if utf8.ValidString(s) && !utf8.ValidString(got) {
					t.Errorf("%q was cut inside a character", got)
				}
			}
		}
	}
}

func TestShown(t *testing.T) {
	for s, want := range map[string]string{
		"Città\t\r\n": "Città\t\r\n", "a\x00b": "a\uFFFDb", "a\x1b[0m": "a\uFFFD[0m", "a\x7f": "a\uFFFD", "a\u0085": "a\uFFFD", "a\xe8": "a\uFFFD",
		"\xed\xa0\x80": "\uFFFD\uFFFD\uFFFD", "": "",
	} {
		if got := Shown(s); got != want || Text(s, 100) != want || Distinct(s, 100) != want {
			t.Errorf("%q is shown as %q", s, got)
		}
	}
}

func TestWhatFitsIsLeftAlone(t *testing.T) {
	for _, s := range []string{"", "a", strings.Repeat("a", 64)} {
		if Text(s, 64) != s || Distinct(s, 64) != s {
			t.Errorf("%d bytes were cut", len(s))
		}
	}
}

func TestDistinctStaysDifferent(t *testing.T) {
	a := strings.Repeat("a", 5000)
	b := a[:4999] + "b"
	if Distinct(a, 128) == Distinct(b, 128) {
		t.Error("two texts that differ at their end are equal once they are cut")
	}
	if again := strings.Clone(a); Distinct(a, 128) != Distinct(again, 128) {
		t.Error("one text is not equal to itself")
	}
}
