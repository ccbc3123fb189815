package verifier

import (
	"bytes"
	"strings"

	"pecverifier/verifier/smime"
)

// checkWrapper says what unsigned material surrounds the signed part. None of it is certified (RULES.md §9.1, M1 to M4).
func (j *judgement) checkWrapper() {
	const id = "wrapper.unsigned"
	e := j.candidate.entity
	switch {
	case forwarded(e) && presentsAsPEC(e.Root().OuterHeader()) && !e.Root().IsSigned() && !e.Root().IsRenamed():
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
	default:
		j.add(id, Passed, "wrapper.none")
	}
}

// forwarded says whether the evidence is a message of its own inside another one.
func forwarded(e *smime.Entity) bool {
	return e.IsMessage() && e.Parent() != nil && e.Parent().HoldsMessage()
}

// usualPreamble is what OpenSSL writes there, in every Aruba, Sogei and Namirial message.
func usualPreamble(p []byte) bool {
	p = bytes.TrimSpace(p)
	if len(p) > 200 {
		return false
	}
	text := strings.TrimRight(string(p), ".!")
	return text == "" || text == "This is an S/MIME signed message" ||
		text == "This is a multi-part message in MIME format" || text == "This is a cryptographically signed message in MIME format"
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
