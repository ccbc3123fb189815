package verifier

import (
	"bytes"
	"strings"

	"pecverifier/verifier/smime"
)

// checkWrapper says what unsigned material surrounds the signed part. None of it is certified (PEC.md §9.1, M1 to M4).
func (j *judgement) checkWrapper() {
	const id = "wrapper.unsigned"
	e := j.candidate.entity
	switch {
	case forwarded(e):
		j.add(id, Warning, "wrapper.forwarded", "part", e.Path)
	case e.Parent() != nil && !e.IsMessage():
		j.add(id, Warning, "wrapper.parts", "part", e.Path)
	case e.Parent() != nil:
		j.add(id, Warning, "wrapper.inside", "part", e.Path)
	case !j.candidate.opaque && hasText(e.Epilogue()):
		j.add(id, Warning, "wrapper.epilogue")
	case !j.candidate.opaque && !usualPreamble(e.Preamble()):
		j.add(id, Warning, "wrapper.preamble")
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
	text := strings.TrimRight(strings.TrimSpace(string(p[:min(len(p), 200)])), ".!")
	return !hasText(p) || text == "This is an S/MIME signed message" ||
		text == "This is a multi-part message in MIME format" || text == "This is a cryptographically signed message in MIME format"
}

func hasText(b []byte) bool { return len(bytes.TrimSpace(b)) > 0 }
