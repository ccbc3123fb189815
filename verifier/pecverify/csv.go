package main

import (
	"cmp"
	"regexp"
	"strings"

	"pecverifier/verifier"
	"pecverifier/verifier/pecverify/words"
)

// columns are those of the page's table, and what a table of many files needs besides: where the file is, and why.
var columns = []string{"file", "part", "indication", "subindication", "kind", "certified_time", "provider", "listed_provider", "sender", "recipients",
	"delivered_to", "subject", "identifier", "list", "list_date", "file_sha256", "path", "error", "why"}

// head begins the table: UTF-8 with its mark, semicolons as spreadsheets in Italy expect them.
func head() string { return "\uFEFF" + strings.Join(columns, ";") + "\r\n" }

// row is one report. Of one that failed nothing is believed, and so nothing is repeated.
func (p people) row(r verifier.Report) string {
	cells := make([]string, len(columns))
	set := func(column, text string) {
		for i, c := range columns {
			if c == column {
				cells[i] = text
			}
		}
	}
	set("file", r.File.Name)
	set("part", r.Part)
	set("file_sha256", r.File.SHA256)
	set("path", r.File.Path)
	set("why", p.why(r))
	if r.Error != "" {
		set("indication", "ERROR")
		return joined(cells)
	}
	set("indication", string(r.Indication))
	set("subindication", string(r.Subindication))
	if r.Indication != verifier.TotalFailed {
		set("kind", string(r.Kind))
	}
	if t := r.Trust; t != nil && r.Indication != verifier.TotalFailed {
		set("listed_provider", t.Provider)
	}
	if t := r.Trust; t != nil {
		set("list", t.List)
		set("list_date", t.ListDate)
	}
	if c := r.Certified; c != nil {
		set("certified_time", c.Time)
		set("provider", c.Provider)
		set("sender", c.Sender)
		var to []string
		for _, one := range c.Recipients {
			to = append(to, one.Address)
		}
		set("recipients", strings.Join(to, " "))
		set("delivered_to", c.DeliveredTo)
		set("subject", c.Subject)
		set("identifier", c.Identifier)
		set("error", strings.TrimSpace(c.Error+" "+c.ErrorDetail))
	}
	return joined(cells)
}

// why is the sentence of the verdict, and of what warns or failed.
func (p people) why(r verifier.Report) string {
	if r.Error != "" {
		return cmp.Or(p.Text("unread."+r.Unread), r.Error)
	}
	why := p.headline(r)
	for _, c := range r.Checks {
		if p.tells(r, c) {
			why += " " + cmp.Or(p.Text("check."+c.ID), c.ID) + ": " + p.explained(r, c)
		}
	}
	return why
}

// A spreadsheet takes what begins like this for a formula and runs it; an apostrophe makes it text. Where a person's program splits lines
// at another separator, a cell begins behind each of those.
var (
	formula = `[\s\p{C}'"]*[=+\-@` + "\uFF1D\uFF0B\uFF0D\uFF20" + `|%]`
	begins  = regexp.MustCompile(`^` + formula)
	within  = regexp.MustCompile(`([,;\t])(` + formula + `)`)
)

func joined(cells []string) string {
	for i, c := range cells {
		shown := words.Visible(c, 4000)
		if begins.MatchString(c) || begins.MatchString(shown) {
			shown = "'" + shown
		}
		cells[i] = `"` + strings.ReplaceAll(within.ReplaceAllString(shown, "$1'$2"), `"`, `""`) + `"`
	}
	return strings.Join(cells, ";") + "\r\n"
}
