package verifier

import (
	"regexp"
	"slices"
	"strings"

	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/smime"
)

// The two notices of kind preavviso-errore-consegna have the same tipo (RFC 6109 §3.1.6): after twelve hours delivery is still
// possible, after twenty-four it has failed. Only the words tell them apart, and strangers have words there too: the sender in
// the subject that the text repeats, another mail server in its answer that errore-esteso repeats. So the rule is:
//
//   - Sources are the text, without what it repeats, and errore-esteso. Whatever either says in digits or in words counts against
//     the other hours, also in what errore-esteso may have from another server: if both are named, it is not known which.
//   - For it counts the provider's own words alone: the text's, and those of errore-esteso before anything that may be repeated.
//   - The code 5.4.1, with which errore-esteso of the second notice begins, is a general one of SMTP too (RFC 3463 §3.5): it says
//     twenty-four hours where nothing says twelve.

// hours are those that words name.
type hours struct{ twelve, twentyFour bool }

func (h hours) or(other hours) hours {
	return hours{h.twelve || other.twelve, h.twentyFour || other.twentyFour}
}

// within says whether all that h names is named by other.
func (h hours) within(other hours) bool { return h.or(other) == other }

// notice is "12h" or "24h"; "" where the data are no such notice, or nobody says which.
func (ev *evidence) notice() string {
	d := ev.data
	if d == nil || d.Kind != daticert.PreavvisoErroreConsegna {
		return ""
	}
	all, own := ev.text.ownHours(d)
	all = all.or(hoursIn(d.ErrorDetail))
	own = own.or(hoursIn(beforeRepeated(d.ErrorDetail)))
	own.twentyFour = own.twentyFour || secondCode.MatchString(d.ErrorDetail) && !all.twelve
	switch {
	case all.twelve && all.twentyFour:
		return ""
	case own.twelve:
		return "12h"
	case own.twentyFour:
		return "24h"
	}
	return ""
}

var (
	secondCode = regexp.MustCompile(`^5\.4\.1(?:[^.0-9]|$)`)
	// What another server answered stands behind a colon, in brackets or quotes, or begins with the code of an SMTP reply.
	repeated = regexp.MustCompile(`[:(\[<{"'“”„«»]|\b[245][0-9][0-9](?:[ -]|$)|\bserver\b|\bremot`)
	naming   = regexp.MustCompile(`(12|dodici|twelve|dodicesima|24|ventiquattro|ventiquattr|twenty[ -]?four|ventiquattresima)[ '’]*(?:\([0-9a-z]+\) ?)?-?(?:ore|ora|or[ae]\b|h|hours?)\b`)
)

func beforeRepeated(detail string) string {
	detail = strings.ToLower(detail)
	if at := repeated.FindStringIndex(detail); at != nil {
		return detail[:at[0]]
	}
	return detail
}

// ownHours gives the hours that the text names, all of them and those that it surely names in its own words.
func (t humanText) ownHours(d *daticert.Data) (all, own hours) {
	strangers := []string{d.Subject, d.ErrorDetail, d.Sender, d.DeliveredTo, d.Provider, d.Identifier, d.MessageID, d.ReplyTo}
	for _, r := range d.Recipients {
		strangers = append(strangers, r.Address)
	}
	var unseen []hours
	looked := 0
	for _, value := range strangers {
		named := hoursIn(smime.DecodeWords(value))
		if named == (hours{}) {
			continue
		}
		if looked++; looked > maxRepeated { // whose hours the text names is not known
			return hours{true, true}, hours{}
		}
		var found bool
		if t, found = t.withoutAny(value); !found {
			unseen = append(unseen, named)
		}
	}
	all = hoursIn(strings.Join(t, " "))
	own = all
	for _, named := range unseen { // it may stand there in another form
		if all.within(named) {
			own = hours{}
		}
	}
	return all, own
}

// withoutAny cuts a value out where it stands in quotes or, if it does so nowhere, where it stands first.
func (t humanText) withoutAny(value string) (humanText, bool) {
	if out := t.without(value); !slices.Equal(out, t) {
		return out, true
	}
	bare := skeleton(smime.DecodeWords(value))
	for i, line := range t {
		if rest := cut(line, bare, false); bare != "" && rest != line {
			out := slices.Clone(t)
			out[i] = rest
			return out, true
		}
	}
	return t, false
}

func hoursIn(s string) hours {
	s = strings.ToLower(strings.Join(strings.Fields(s), " "))
	var h hours
	for _, m := range naming.FindAllStringSubmatchIndex(s, -1) {
		before, after := s[:m[0]], strings.TrimLeft(s[m[1]:], " ")
		if partOfNumber(before) || after != "" && isDigit(after[0]) { // a time of day, a date, another number
			continue
		}
		switch s[m[2]] {
		case '1', 'd':
			h.twelve = true
		case '2', 'v':
			h.twentyFour = true
		default: // twelve, twenty-four
			h = h.or(hours{s[m[2]:m[3]] == "twelve", s[m[2]:m[3]] != "twelve"})
		}
	}
	return h
}

// partOfNumber says whether a word that follows s at once would be the end of a longer one.
func partOfNumber(s string) bool {
	if s == "" {
		return false
	}
	last := s[len(s)-1]
	if isDigit(last) || 'a' <= last && last <= 'z' {
		return true
	}
	return strings.IndexByte(":.,/", last) >= 0 && len(s) > 1 && isDigit(s[len(s)-2])
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
