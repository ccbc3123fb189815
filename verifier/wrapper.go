package verifier

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"pecverifier/verifier/internal/smime"
)

// checkWrapper says what unsigned material surrounds the signed part. None of it is certified (RULES.md §9.1, M1 to M4).
func (j *judgement) checkWrapper() {
	const id = "wrapper.unsigned"
	e := j.candidate.entity
	switch {
	case forwarded(e) && presents(e.Root().OuterHeader()) && !e.Root().IsSigned() && !isRenamed(e.Root()):
		j.add(id, Warning, "wrapper.claims", "part", e.Path)
	case forwarded(e):
		j.add(id, Warning, "wrapper.forwarded", "part", e.Path)
	case e.Parent() != nil && !e.IsMessage():
		j.add(id, Warning, "wrapper.parts", "part", e.Path)
	case e.Parent() != nil:
		j.add(id, Warning, "wrapper.inside", "part", e.Path)
	case j.candidate.renamed:
		j.add(id, Warning, "wrapper.renamed", "type", e.Type)
	case !j.candidate.opaque && hasText(e.Epilogue()):
		j.add(id, Warning, "wrapper.epilogue")
	case !j.candidate.opaque && !usualPreamble(e.Preamble()):
		j.add(id, Warning, "wrapper.preamble")
	case j.candidate.oddHeader():
		j.add(id, Warning, "wrapper.header")
	case j.candidate.disputed() != "":
		j.add(id, Warning, "wrapper.ambiguous", "error", j.candidate.disputed())
	default:
		j.add(id, Passed, "wrapper.none")
	}
}

// forwarded says whether the evidence is a message of its own inside another one.
func forwarded(e *smime.Entity) bool {
	return e.IsMessage() && e.Parent() != nil && e.Parent().HoldsMessage()
}

// usualPreamble is what OpenSSL writes there, in every Aruba, Sogei and Namirial message; Aruba's platform since 2026 writes the
// same with "a" (RULES.md §1.5).
func usualPreamble(p []byte) bool {
	p = bytes.TrimSpace(p)
	if len(p) > 200 {
		return false
	}
	switch strings.TrimRight(string(p), ".!") {
	case "", "This is an S/MIME signed message", "This is a S/MIME signed message", "This is a multi-part message in MIME format",
		"This is a cryptographically signed message in MIME format":
		return true
	}
	return false
}

func hasText(b []byte) bool { return len(bytes.TrimSpace(b)) > 0 }

// oddHeader says whether an unsigned header around the evidence has lines that are no field: some mail programs end the
// header there and show the rest as text.
func (c *candidate) oddHeader() bool {
	if odd(c.entity) > 0 || odd(c.entity.Message()) > 0 {
		return true
	}
	children, _ := c.entity.Children()
	return !c.opaque && len(children) > 1 && children[1].Header.Odd > 0
}

// odd counts the lines of a header that are no field, but for those that belong to the mailbox that the mail is from.
// QUIRK: Thunderbird leaves a quoted separator, ">From - date", among the fields that it adds.
func odd(e *smime.Entity) int {
	if e.Header.Odd == 0 || e.Parent() != nil {
		return e.Header.Odd
	}
	header := e.Raw[:len(e.Raw)-len(e.Body)]
	return e.Header.Odd - bytes.Count(header, []byte("\n>From "))
}

// surrounded are the reasons that say of a whole mail around the evidence that it is not certified.
var surrounded = map[string]bool{"wrapper.forwarded": true, "wrapper.attached": true, "wrapper.outlook": true, "wrapper.claims": true,
	"wrapper.parts": true, "wrapper.inside": true}

// nested corrects that where the mail around a piece of evidence is itself evidence of the same input: a receipt that somebody
// attached to a message which travelled as PEC stands in what another signature holds. Parts are MIME paths; outermost is the
// evidence in whose message the whole mail is, nil where it is in none.
func nested(reports []Report, outermost *Report) []Report {
	signed := map[string]*Report{}
	for i, r := range reports {
		if r.authentic {
			signed[r.Part] = &reports[i]
		}
	}
	for i := range reports {
		outer := cmp.Or(around(reports[i].Part, signed), outermost)
		for n, c := range reports[i].Checks {
			if outer == nil || c.ID != "wrapper.unsigned" || !surrounded[c.Reason] {
				continue
			}
			switch {
			case outer.Indication != TotalPassed:
				reports[i].Checks[n] = newCheck(c.ID, Warning, "wrapper.inside-unproven")
			case outer.warns(c.ID):
				reports[i].Checks[n] = newCheck(c.ID, Warning, "wrapper.inside-authentic")
			default:
				reports[i].Checks[n] = newCheck(c.ID, Passed, "wrapper.inside-authentic")
			}
		}
	}
	return reports
}

// around finds the nearest signed entity that has the part in what it signs, its first child.
func around(part string, signed map[string]*Report) *Report {
	for end := len(part) - 1; end >= 0; end-- {
		rest := part
		if end > 0 {
			if part[end] != '.' {
				continue
			}
			rest = part[end+1:]
		}
		if outer := signed[part[:end]]; outer != nil && (rest == "1" || strings.HasPrefix(rest, "1.")) {
			return outer
		}
	}
	return nil
}

func (r *Report) warns(id string) bool {
	return slices.ContainsFunc(r.Checks, func(c Check) bool { return c.ID == id && c.Status == Warning })
}

// disputed says why mail programs may read the multipart/signed otherwise; "" where none is known to.
func (c *candidate) disputed() string {
	if why := c.entity.DisputedFields(); why != "" || c.opaque {
		return why
	}
	children, _ := c.entity.Children()
	for _, e := range children[min(1, len(children)):] {
		if why := e.DisputedFields(); why != "" {
			return why
		}
	}
	if c.unmarked { // a mail program shows it as whatever it says that it is
		return "a signature that is called something else"
	}
	return ""
}
