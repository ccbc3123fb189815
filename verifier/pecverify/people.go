package main

import (
	"cmp"
	"fmt"
	"strings"

	"pecverifier/statement"
	"pecverifier/verifier"
	"pecverifier/verifier/pecverify/words"
)

// people writes reports as the page says them: in few lines, or with every check.
type people struct {
	words.Language
	colours bool // on a terminal
	all     bool // every check
}

// tones are the page's, by indication, with the colour that reads on dark and on light ground alike.
var tones = map[verifier.Indication]struct{ key, colour string }{
	verifier.TotalPassed:   {"tone.good", "\x1b[1;32m"},
	verifier.Indeterminate: {"tone.unknown", "\x1b[1;33m"},
	verifier.TotalFailed:   {"tone.bad", "\x1b[1;31m"},
	verifier.NoEvidence:    {"tone.none", "\x1b[1m"},
}

const longestValue = 300

func (p people) text(r verifier.Report) string {
	var b strings.Builder
	b.WriteString(p.bold(named(r)) + "\n")
	if r.Error != "" {
		p.line(&b, p.Text("tone.error"), words.Visible(cmp.Or(p.Text("unread."+r.Unread), r.Error), longestValue), "\x1b[1;31m")
		return b.String()
	}
	tone := tones[r.Indication]
	code := string(r.Indication)
	if r.Subindication != "" {
		code += ", " + string(r.Subindication)
	}
	p.line(&b, p.Text(tone.key), p.headline(r)+" ("+code+")", tone.colour)
	p.facts(&b, r)
	for _, c := range r.Checks {
		if p.all || p.tells(r, c) {
			title := cmp.Or(p.Text("check."+c.ID), c.ID)
			if p.all {
				title = p.Text("status."+string(c.Status)) + ". " + title
			}
			p.line(&b, p.label(c.Status), title+": "+p.explained(r, c), "")
		}
	}
	if p.all {
		p.concluded(&b, r)
	}
	b.WriteString(signatures(r))
	return b.String()
}

// tells says whether a check has something to say to a person in few lines: what warns, what failed, and why a file is no PEC.
func (p people) tells(r verifier.Report, c verifier.Check) bool {
	counts := r.Answers.Bytes == "yes" || !strings.HasPrefix(c.ID, "evidence.") && !strings.HasPrefix(c.ID, "content.") && !strings.HasPrefix(c.ID, "headers.")
	quiet := c.Reason == "strength.sha1" || c.Reason == "validity.since" // true of every receipt of its years
	return counts && !quiet && (c.Status == verifier.Warning || c.Status == verifier.Failed) || r.Indication == verifier.NoEvidence && c.ID == "file.type"
}

func (p people) label(s verifier.Status) string {
	switch s {
	case verifier.Warning:
		return p.Text("status.warning")
	case verifier.Failed:
		return p.Text("status.failed")
	}
	return ""
}

func (p people) headline(r verifier.Report) string {
	if r.Indication == verifier.NoEvidence {
		return p.Text("verdict.NO-EVIDENCE")
	}
	if r.Indication == verifier.TotalPassed && r.Meaning != nil {
		if text := cmp.Or(p.Of(r, "passed."+string(r.Meaning.Of)), p.Of(r, "passed.rem-other")); text != "" { // events that nobody has seen yet share one
			return text
		}
	}
	text := cmp.Or(p.Of(r, "verdict."+string(r.Subindication)), p.Text("verdict."+string(r.Indication)), p.Text("verdict.INDETERMINATE"))
	return p.Fill(text, func(name string) (string, bool) {
		switch {
		case r.Trust == nil:
		case name == "list":
			return p.listName(r.Trust.List, r.Trust.From)
		case name == "date":
			day, ok := p.Moment(r.Trust.ListDate)
			return cmp.Or(day, p.Text("value.undated")), ok || day == ""
		}
		return "", true
	})
}

// facts are who, when, for whom and what about; nothing of a report that failed.
func (p people) facts(b *strings.Builder, r verifier.Report) {
	c := r.Certified
	if c == nil || r.Indication == verifier.TotalFailed {
		return
	}
	if r.Indication != verifier.TotalPassed {
		p.line(b, "", p.Text("unconfirmed"), "")
	}
	if at, ok := p.Moment(c.Time); ok {
		p.line(b, p.Text("fact.time"), at+" ("+p.Zone(c.Time)+")", "")
	}
	fact := func(key, value string) {
		if value != "" {
			p.line(b, p.Text(key), words.Visible(value, longestValue), "")
		}
	}
	provider := c.Provider
	if r.Trust != nil && r.Trust.Path != "none" && r.Trust.Provider != "" {
		provider = r.Trust.Provider
	}
	fact("fact.provider", provider)
	fact("fact.sender", c.Sender)
	var to []string
	for i, one := range c.Recipients {
		if i == 10 {
			to = append(to, fmt.Sprintf("… (+%d)", len(c.Recipients)-i))
			break
		}
		to = append(to, one.Address)
	}
	fact("fact.recipients", strings.Join(to, ", "))
	fact("fact.delivered", c.DeliveredTo)
	if r.Kind != "anomalia" {
		fact("fact.subject", cmp.Or(c.Subject, p.Text("value.no-subject")))
	}
	if c.Error != "" && c.Error != "nessuno" {
		fact("fact.error", cmp.Or(p.Text("error."+c.Error), c.Error))
	}
	fact("fact.errorDetail", c.ErrorDetail)
	if p.all {
		fact("fact.identifier", c.Identifier)
		fact("fact.messageID", c.MessageID)
	}
}

// concluded are the answers, and what the law makes of the certified time.
func (p people) concluded(b *strings.Builder, r verifier.Report) {
	if r.Meaning == nil {
		return
	}
	for _, one := range []struct {
		question string
		answer   string
	}{{"bytes", r.Answers.Bytes}, {"signer", r.Answers.Signer}, {"evidence", r.Answers.Evidence}} {
		p.line(b, "", p.Of(r, "question."+one.question)+" "+p.Text("answer."+one.answer), "")
	}
	if r.Law == nil {
		return
	}
	if day, ok := p.Moment(r.Law.CountsFrom); ok {
		p.line(b, p.Text("times.night"), strings.ReplaceAll(p.Text("times.night.hint"), "{day}", day)+" "+p.Text("times.hint"), "")
	}
	if day, ok := p.Moment(r.Law.LogUntil); ok {
		p.line(b, p.Text("times.log"), day, "")
	}
}

// explained is what a check says, and whatever else warns or fails beside it.
func (p people) explained(r verifier.Report, c verifier.Check) string {
	text := p.said(r, c.Statement)
	for _, also := range c.Also {
		text += " " + p.said(r, also.Statement)
	}
	return text
}

func (p people) said(r verifier.Report, s statement.Statement) string {
	first, _, _ := strings.Cut(s.Reason, ".")
	text := cmp.Or(p.Text("reason."+s.Reason), p.Text("reason."+first))
	if text == "" {
		return words.Visible(s.Detail, longestValue)
	}
	return p.Fill(text, func(name string) (string, bool) {
		value := s.Values[name]
		if at, ok := p.Moment(value); ok {
			return at, true
		}
		switch {
		case name == "list" && s.Values["from"] != "several":
			return p.listName(value, s.Values["from"])
		case name == "reason":
			if why := p.Text("revocation-reason." + value); why != "" {
				return why, true
			}
		case (name == "header" || name == "signed") && s.Reason == "kind.differs":
			if kind := p.Text("kind." + value); kind != "" {
				return kind, true
			}
		case name == "date" && value == "":
			return p.Text("value.undated"), true
		}
		return value, false
	})
}

// listName: only the program's own list has a name of ours.
func (p people) listName(name, from string) (text string, own bool) {
	if from == "embedded" {
		return p.Text("trustlist.embedded"), true
	}
	return name, false
}

// label and text in two columns; the text goes on below itself.
func (p people) line(b *strings.Builder, label, text, colour string) {
	const column = 28
	lines := strings.Split(strings.TrimSuffix(wrapped(text, "", 100-column), "\n"), "\n")
	for i, line := range lines {
		shown := ""
		if i == 0 {
			shown = label
		}
		pad := strings.Repeat(" ", max(column-2-len([]rune(shown)), 1))
		if p.colours && colour != "" && shown != "" {
			shown = colour + shown + "\x1b[0m"
		}
		b.WriteString(strings.TrimRight("  "+shown+pad+line, " ") + "\n")
	}
}

func (p people) bold(text string) string {
	if p.colours {
		return "\x1b[1m" + text + "\x1b[0m"
	}
	return text
}
