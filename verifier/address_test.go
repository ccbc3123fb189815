package verifier

import (
	"fmt"
	"strings"
	"testing"
)

func TestMailboxes(t *testing.T) {
	for _, test := range []struct{ value, want string }{
		{"a@b", "|a@b"},
		{"<a@b>", "|a@b"},
		{"Anna Bianchi <a@b>", "Anna Bianchi|a@b"},
		{`"Bianchi, Anna" <a@b>, c@d`, "Bianchi, Anna|a@b; |c@d"},
		{`"Anna \"capo\" Bianchi" <a@b>`, `Anna "capo" Bianchi|a@b`},
		{`\"Anna\" <a@b>`, `\ Anna\|a@b`},
		{"a@b (Anna (capo) Bianchi)", "Anna (capo) Bianchi|a@b"},
		{"(uno) Anna (due) <a@b> (tre)", "Anna uno due tre|a@b"},
		{`"x@y" <a@b>`, "x@y|a@b"},
		{"x@y <a@b>", "x@y|a@b"},
		{"x@y a@b", "|x@y; |a@b"},
		{"<x@y> <a@b>", "|x@y; |a@b"},
		{"Gruppo: a@b, Anna <c@d>;, e@f", "Gruppo|a@b; Gruppo Anna|c@d; |e@f"},
		{"undisclosed-recipients:;", "undisclosed-recipients|"},
		{"a@b; c@d", "|a@b; |c@d"},
		{`"a b"@c`, `|"ab"@c`},
		{"Anna <a@b", "Anna|a@b"},
		{"Anna <a@b, <c@d>", "Anna|a@b,<c@d"},
		{`"Anna <a@b>, c@d`, "Anna|a@b; |c@d"},
		{"a@b>", "|a@b"},
		{"'a@b'", "|a@b"},
		{"=?utf-8?q?Anna_=3Cx=40y=3E?= <a@b>", "Anna <x@y>|a@b"},
		{"=?utf-8?q?x@y,z@w?= <a@b>", "x@y,z@w|a@b"},
		{"=?utf-8?q?x=40y?=", "x@y|"},
		{"=?utf-8?q? <a@b>", "=?utf-8?q?|a@b"},
		{"=?utf-8", "=?utf-8|"},
		{"Anna", "Anna|"},
		{"", ""},
		{" , ;", ""},
		{"Anna <>", "Anna|"},
		{strings.Repeat("g", 300) + ": a@b", strings.Repeat("g", 200) + cutName + "|a@b"},
	} {
		var got []string
		for _, m := range mailboxes(test.value) {
			got = append(got, m.name+"|"+m.address)
		}
		if s := strings.Join(got, "; "); s != test.want {
			t.Errorf("%q gives %q, want %q", test.value, s, test.want)
		}
	}
}

// Each of these would take hours if what is opened and not closed were looked for again and again, or the name of a group
// stood before each of its addresses in full.
func TestAddressesOfHostileHeaders(t *testing.T) {
	for _, s := range []string{`"\`, `"\"`, "(", "<", "<,", "=?a?q? ", "=?a?b", "a:", "()", `""`, "a@b,", "a@b ", "\\", "<a>", "=?a?q??="} {
		value := strings.Repeat(s, maxOuterTo/len(s))
		if got := len(mailboxes(value)); got > len(value) {
			t.Errorf("%q: %d mailboxes", s, got)
		}
	}
	group := strings.Repeat("g", maxOuterTo/2) + ":" + strings.Repeat("a@b,", maxOuterTo/8)
	size := 0
	for _, m := range mailboxes(group) {
		size += len(m.name)
	}
	if most := (maxOuterTo/8 + 1) * (maxGroup + len(cutName)); size > most {
		t.Errorf("the names of a group take %d bytes, at most %d", size, most)
	}
	var many []string
	for i := range 50_000 {
		many = append(many, fmt.Sprintf("a%d@b", i))
	}
	if got := missing(many, many[1:]); len(got) != 1 || got[0] != "a0@b" {
		t.Errorf("missing are %v", got)
	}
}

func TestNamesThatLookAlike(t *testing.T) {
	for _, s := range []string{"Per  conto\tdi: a@b", "PER CONTO DI: A@B", "Per\u00a0conto\u3000di:\u2003a＠b", "Per\u2800conto\u3164di:\uffa0a@b", "Ｐｅｒ conto di: a﹫b", "𝐏𝐞𝐫 𝘤𝘰𝘯𝘵𝘰 𝚍𝚒: ⓐ@b"} {
		if got := foldName(s); got != "per conto di: a@b" {
			t.Errorf("%q is folded to %q", s, got)
		}
	}
}
