// Package words has the sentences of the page for the command. The files are written by make generate.
package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // a machine may have no table of time zones
	"unicode"

	"pecverifier/verifier"
)

//go:embed *.json
var files embed.FS

// Language is one in which the command speaks.
type Language struct {
	Code  string // it, en, de
	texts map[string]string
}

// Codes are the languages that there are.
func Codes() []string {
	entries, _ := files.ReadDir(".")
	var codes []string
	for _, e := range entries {
		codes = append(codes, strings.TrimSuffix(e.Name(), ".json"))
	}
	return codes
}

// In gives the language of a code or of a POSIX locale (it_IT.UTF-8); English where there is none, as for C.
func In(locale string) Language {
	code := strings.ToLower(locale[:min(2, len(locale))])
	if !slices.Contains(Codes(), code) {
		code = "en"
	}
	text, _ := files.ReadFile(code + ".json")
	l := Language{Code: code}
	if json.Unmarshal(text, &l.texts) != nil {
		panic("words of " + code)
	}
	return l
}

// Text gives the text of a key; "" where there is none.
func (l Language) Text(key string) string { return l.texts[key] }

// Of gives a text that registered mail may have in a form of its own.
func (l Language) Of(r verifier.Report, key string) string {
	if r.System == verifier.SystemREM {
		if text := l.texts["rem."+key]; text != "" {
			return text
		}
	}
	return l.texts[key]
}

// slot takes the quotation marks with it that some sentences have of their own.
var slot = regexp.MustCompile(`[«„"]?\{(\w+)\}[»“"]?`)

// Fill puts values into a sentence. They are a stranger's text: made visible, short, and in quotation marks of which they have none
// themselves, but where own says that the words are ours.
func (l Language) Fill(text string, value func(name string) (text string, own bool)) string {
	return slot.ReplaceAllStringFunc(text, func(s string) string {
		v, own := value(slot.FindStringSubmatch(s)[1])
		switch {
		case v == "":
			return l.texts["value.none"]
		case own:
			return v
		}
		return "«" + strings.Map(func(r rune) rune {
			if strings.ContainsRune(`«»“”„‟"`, r) {
				return '\''
			}
			return r
		}, Visible(v, 200)) + "»"
	})
}

// Visible writes what cannot be seen, or would change what stands around it, as ⟨U+202E⟩, and cuts what is longer.
func Visible(text string, longest int) string {
	var b strings.Builder
	n := 0
	for _, r := range text {
		if n++; n > longest {
			return b.String() + "…"
		}
		if unicode.IsPrint(r) && r != '\u115F' && r != '\u1160' && r != '\u3164' && r != '\uFFA0' && r != '\u2800' && r != '\u034F' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "⟨U+%04X⟩", r)
		}
	}
	return b.String()
}

var rome, _ = time.LoadLocation("Europe/Rome")

var months = map[string][]string{
	"it": {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"},
	"en": {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	"de": {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"},
}

// Moment writes a time of RFC 3339 as Rome's clocks had it, with the zone; a date as a day. ok is false for what is neither.
func (l Language) Moment(text string) (moment string, ok bool) {
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return l.day(day), true
	}
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return "", false
	}
	at = at.In(rome)
	between := map[string]string{"it": "alle ore ", "en": "at ", "de": "um "}[l.Code]
	return l.day(at) + " " + between + at.Format("15:04:05"), true
}

// Zone says which of Rome's times a time of RFC 3339 is in.
func (l Language) Zone(text string) string {
	at, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return ""
	}
	zone := "zone.winter"
	if at.In(rome).IsDST() {
		zone = "zone.summer"
	}
	return strings.ReplaceAll(l.texts["fact.rome"], "{zone}", l.texts[zone])
}

// day has the name of the month in the languages that are known here, and figures in others.
func (l Language) day(t time.Time) string {
	names, ok := months[l.Code]
	if !ok {
		return t.Format(time.DateOnly)
	}
	first := "2 "
	if l.Code == "de" {
		first = "2. "
	}
	return t.Format(first) + names[t.Month()-1] + t.Format(" 2006")
}
