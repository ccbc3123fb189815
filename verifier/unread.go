package verifier

import (
	"cmp"
	"errors"
	"strings"

	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/smime"
)

// Whatever was given and is judged by nothing has one mark, made here: a report whose Unread says why. Of what could not be read it
// is an error without a verdict; of what was known for something that is not opened here it is NoEvidence, with the words for it.
// Given is judged and unread together.

// unread is the mark on a file, or on one part of it, that could not be read.
func unread(file File, part string, err error) Report {
	r := Report{Schema: Schema, File: file, Part: part, Error: err.Error(), Unread: "unreadable"}
	var problem *intake.Problem
	var limit *smime.LimitError
	switch {
	case errors.As(err, &problem):
		r.Error, r.Unread = problem.Detail, problem.Slug
	case errors.As(err, &limit):
		r.Unread = "limit"
	}
	r.Error = bound.Text(r.Error, maxValue)
	return r
}

// unopened are the things in which evidence may lie that nobody looked for there.
var unopened = map[string]bool{
	intake.Archive.Slug(): true, intake.Database.Slug(): true, intake.PST.Slug(): true, intake.OLM.Slug(): true, intake.DBX.Slug(): true, intake.TNEF.Slug(): true,
	intake.Encrypted.Slug(): true, intake.Stamped.Slug(): true, intake.Base64.Slug(): true,
	intake.SlugMsgDamaged: true, intake.SlugMsgTooLarge: true, "mail-encrypted": true,
}

// Limit names the bound that ended the search of the file, or of its entry (Entry): reports of what was found before it bear this check.
func (r *Report) Limit() (bound string, limited bool) {
	for _, c := range r.Checks {
		if c.ID == "search.limit" {
			return cmp.Or(c.Values["error"], c.Detail), true
		}
	}
	return "", false
}

// Judged says whether this was judged, and nothing beside it was left out.
func (r *Report) Judged() bool {
	_, limited := r.Limit()
	return r.Unread == "" && !limited
}

// Entry names the entry of a container that the report is about, "" where it is about the file itself. What stands behind the last
// sign # is a MIME path, or belongs to the name of the entry (REPORT.md); without one all may be either, and only a path has no letters.
func (r *Report) Entry() string {
	i := strings.LastIndexByte(r.Part, '#')
	switch {
	case strings.Trim(r.Part[i+1:], "0123456789.") != "":
		return r.Part
	case i < 0:
		return ""
	}
	return r.Part[:i]
}
