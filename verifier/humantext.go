package verifier

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"pecverifier/verifier/internal/charset"
	"pecverifier/verifier/internal/smime"
)

// humanText is the provider's text for people, by lines. Programs must not take facts from it (RFC 6109 §3.1.2 and following); it
// is asked what the XML cannot say: is this an anomaly envelope, which of the two notices is it, does it bear out the XML.
//
// It repeats what a sender wrote, the subject in quotes above all. Words count only outside of that.
type humanText []string

// humanTextOf reads the first plain text inside of e, else its HTML without tags; nothing where e is nil.
func humanTextOf(e *smime.Entity) humanText {
	if e == nil {
		return nil
	}
	var plain, marked *smime.Entity
	e.Walk(func(e *smime.Entity) bool {
		switch {
		case e.HoldsMessage():
			return false
		case e.Type == "text/plain" && plain == nil:
			plain = e
		case e.Type == "text/html" && marked == nil:
			marked = e
		}
		return true
	})
	switch {
	case plain != nil:
		return linesOf(decodedText(plain))
	case marked != nil:
		return linesOf(html.UnescapeString(tag.ReplaceAllString(decodedText(marked), "\n")))
	}
	return nil
}

var tag = regexp.MustCompile(`<[^<>]*>`)

func decodedText(e *smime.Entity) string {
	part := *e
	part.Body = e.Body[:min(len(e.Body), maxHumanText)]
	decoded, err := part.Decoded()
	if err != nil {
		return ""
	}
	return charset.ReadOrGuess(e.Parameter("charset"), decoded)
}

// tornText reads a part as it lies, whatever it is labelled: it may be the other half of a text that a sender tore.
func tornText(e *smime.Entity) humanText {
	return linesOf(string(e.Raw[max(0, len(e.Raw)-maxHumanText):]))
}

func linesOf(s string) humanText {
	var out humanText
	for _, line := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// without cuts a value of the sender's out where it stands in quotes on one line. The provider's own words are not in quotes, or
// on several lines: a value that is these words cuts nothing.
func (t humanText) without(value string) humanText {
	bare := skeleton(smime.DecodeWords(value))
	if bare == "" {
		return t
	}
	out := make(humanText, len(t))
	for i, line := range t {
		out[i] = cut(line, bare, true)
	}
	return out
}

// withoutAcross is without for a text that breaks the value over lines, or holds a line break of the sender's. A provider's own words may
// stand so between the quotes of others, so that it is for texts into which nobody can have written that.
func (t humanText) withoutAcross(value string) humanText {
	return humanText{strings.Join(t, " ")}.without(value)
}

// cut takes what has that skeleton out of a line: wherever it stands in quotes, or wherever it stands. Where that costs too much the rest
// stays, and its words are the provider's.
func cut(line, bare string, quoted bool) string {
	found := skeleton(line)
	if !strings.Contains(found, bare) {
		return line
	}
	places := letters(line)
	var b strings.Builder
	kept := 0
	for i, left := 0, maxCut; i+len(bare) <= len(found) && left > 0; left -= len(bare) {
		at := strings.Index(found[i:], bare)
		if at < 0 {
			break
		}
		first, last := i+at, i+at+len(bare)-1
		before, after := line[:places[first]], line[places[last]+1:]
		if first > 0 {
			before = line[places[first-1]+1 : places[first]]
		}
		if last+1 < len(found) {
			after = line[places[last]+1 : places[last+1]]
		}
		if quoted && !(strings.ContainsAny(before, quotes) && strings.ContainsAny(after, quotes)) {
			i = first + 1
			continue
		}
		b.WriteString(line[kept:places[first]])
		kept, i = places[last]+1, last+1
	}
	return b.String() + line[kept:]
}

const quotes = `"“”„‟«»`

// skeleton is what two renderings of one text have in common, whatever the charset and the spelling of line ends: letters and
// digits of ASCII in lower case.
func skeleton(s string) string {
	bare := make([]byte, 0, len(s))
	for i := range len(s) {
		if c := letter(s[i]); c != 0 {
			bare = append(bare, c)
		}
	}
	return string(bare)
}

// letters are the places of what makes the skeleton.
func letters(s string) []int {
	places := make([]int, 0, len(s))
	for i := range len(s) {
		if letter(s[i]) != 0 {
			places = append(places, i)
		}
	}
	return places
}

// letter is what the skeleton has of a byte; 0 = nothing.
func letter(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
		return c
	}
	return 0
}

func (t humanText) skeleton() string {
	return skeleton(strings.Join(t, ""))
}

// anomalyWords are those of the text that RFC 6109 §3.2.2 prescribes, in Italian and as the RFC prints it.
var anomalyWords = []string{"nonsonostaticertificati", "notbeencertified"}

// ofAnomaly says whether these are the words of an anomaly envelope: its title, or what it says of the data.
func (t humanText) ofAnomaly() bool { return t.titleOfAnomaly() || t.saysAnomaly() }

func (t humanText) titleOfAnomaly() bool { return strings.Contains(t.title(), "anomal") }

func (t humanText) saysAnomaly() bool {
	all := t.skeleton()
	return slices.ContainsFunc(anomalyWords, func(w string) bool { return strings.Contains(all, w) })
}

// mentionsAnomaly is for a message without certification data, which is an anomaly envelope or not evidence at all.
func (t humanText) mentionsAnomaly() bool {
	bare := skeleton(withoutAddresses(strings.Join(t, " ")))
	return t.ofAnomaly() || strings.Contains(bare, "anomal")
}

// title is the skeleton of the first line up to the first quote or colon, without addresses.
func (t humanText) title() string {
	if len(t) == 0 {
		return ""
	}
	own, _, _ := strings.Cut(strings.Map(func(r rune) rune {
		if r == ':' || strings.ContainsRune(quotes, r) {
			return '"'
		}
		return r
	}, t[0]), `"`)
	return skeleton(withoutAddresses(own))
}

func withoutAddresses(s string) string {
	words := strings.Fields(s)
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return strings.Contains(w, "@") }), " ")
}

// titles are what the text of a kind that has a daticert.xml begins with (RFC 6109 §3).
var titles = []string{"postacertificata", "consegna", "accettazione", "presaincarico", "virus"}

// ordinary are words that no text of a message with certification data has, and that of an envelope around ordinary mail may.
var ordinary = regexp.MustCompile(`anomal|non(?:e|sono)?(?:un)?(?:messaggio)?(?:di)?(?:posta)?certificat|nonproviene|postaordinaria`)

var ordinaryRecipient = regexp.MustCompile(`(?i)\("?posta ordinaria"?\)`)

// bearOut says whether the text is that of a message with certification data: by its title, or by naming the identifier in words of
// its own, as the text of each such kind does and that of an anomaly envelope does not.
func (t humanText) bearOut(identifier string) bool {
	all := skeleton(withoutAddresses(ordinaryRecipient.ReplaceAllString(strings.Join(t, " "), "")))
	if ordinary.MatchString(all) {
		return false
	}
	title := t.title()
	return slices.ContainsFunc(titles, func(w string) bool { return strings.Contains(title, w) }) || t.names(identifier)
}

// names says whether a line, with the one before it, calls this the identifier before anything that it quotes.
func (t humanText) names(identifier string) bool {
	id := skeleton(identifier)
	if id == "" {
		return false
	}
	for i, line := range t {
		words, _, _ := strings.Cut(line, `"`)
		if i > 0 {
			words = t[i-1] + " " + words
		}
		bare := skeleton(words)
		for _, label := range []string{"identifi", "kennung"} { // identificativo, identifier; some providers write in German too
			if _, after, found := strings.Cut(bare, label); found && strings.Contains(after, id) {
				return true
			}
		}
	}
	return false
}
