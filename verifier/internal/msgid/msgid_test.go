package msgid

import (
	"strings"
	"testing"
)

func TestWhatIsOneIdentifier(t *testing.T) {
	for _, test := range []struct {
		shows, a, b string
		want        Sameness
	}{
		{"brackets and none", "<a@b>", "a@b", Same},
		{"blanks around", " \t<a@b>\r\n ", "a@b", Same},
		{"a comment behind", "<a@b> (comment)", "<a@b>", Same},
		{"a comment without a blank", "<a@b>(comment)", "<a@b>", Same},
		{"comments on both sides, one in another", `(one (two) \) ) <a@b> (three)`, "<a@b>", Same},
		{"a bracket in a comment", "(<x@y>) <a@b> (<c@d>)", "<a@b>", Same},
		{"a comment behind an identifier without brackets", "a@b (comment)", "a@b", Same},
		{"folded in the brackets", "<a.1\r\n\t2@b>", "<a.12@b>", Same},
		{"folded without brackets", "a.1\n 2@b", "a.12@b", Same},
		{"written as an encoded word", "=?utf-8?q?=3Ca=40b=3E?=", "<a@b>", Same},
		{"only the case", "<Ab@C>", "aB@c", CaseDiffers},
		{"a Kelvin sign is no k", "<\u212a@b>", "<k@b>", Different},
		{"a long s is no s", "<\u017f@b>", "<s@b>", Different},
		{"a non-breaking blank is none", "<a\u00a0b@c>", "<ab@c>", Different},
		{"one at the end, which daticert.xml leaves out", "\u00a0<a@b>\u00a0", "<a@b>", Same},
		{"one digit", "<a1@b>", "<a2@b>", Different},
		{"a second identifier", "<a@b> <c@d>", "<a@b>", Different},
		{"text behind", "<a@b> x", "<a@b>", Different},
		{"text before", "x <a@b>", "<a@b>", Different},
		{"a comment that does not end", "<a@b> (x", "<a@b>", Different},
		{"parentheses in the identifier", "<a(1)@b>", "<a@b>", Different},
		{"parentheses in the identifier, without brackets", "a(1)@b", "a@b", Different},
		{"a doubled bracket", "<<a@b>>", "<a@b>", Different},
		{"bytes that are no UTF-8", "<\xff@b>", "<\xfe@b>", Different},
		{"a charset that nobody reads", "=?x-none?q?a=80?=", "=?x-none?q?b=80?=", Different},
	} {
		if got := Of(test.a).Compare(Of(test.b)); got != test.want {
			t.Errorf("%s: %q and %q are %d, want %d (%q, %q)", test.shows, test.a, test.b, got, test.want, Of(test.a), Of(test.b))
		}
		if got := Of(test.b).Compare(Of(test.a)); got != test.want {
			t.Errorf("%s: not the same the other way round", test.shows)
		}
	}
}

func TestNoIdentifier(t *testing.T) {
	for _, value := range []string{"", " ", "<>", "< >", "(comment)", "<> (comment)"} {
		if id := Of(value); id != "" {
			t.Errorf("%q states %q", value, id)
		}
	}
}

// An identifier of a header that is full of parentheses costs one pass: a pass for each would be hours here.
func TestManyParentheses(t *testing.T) {
	for _, s := range []string{"a " + strings.Repeat("( ", 1<<21), strings.Repeat("() ", 1<<21), strings.Repeat("<", 1<<22)} {
		if Of(s).Compare(Of("a@b")) != Different {
			t.Errorf("%.8s… is a@b", s)
		}
	}
}
