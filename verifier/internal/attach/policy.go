package attach

import (
	"slices"
	"time"

	"pecverifier/verifier/internal/bound"
)

// The words of ETSI EN 319 102-1.
const (
	passed        = "TOTAL-PASSED"
	failed        = "TOTAL-FAILED"
	indeterminate = "INDETERMINATE"
)

// Subindications that a signature may have, in their precedence: what was altered is said before what is unknown.
const (
	formatFailure    = "FORMAT_FAILURE"
	hashFailure      = "HASH_FAILURE"
	valueFailure     = "SIG_CRYPTO_FAILURE"
	dataNotFound     = "SIGNED_DATA_NOT_FOUND"
	constraints      = "SIG_CONSTRAINTS_FAILURE"
	noCertificate    = "NO_SIGNING_CERTIFICATE_FOUND"
	cryptoFailure    = "CRYPTO_CONSTRAINTS_FAILURE"
	noChain          = "NO_CERTIFICATE_CHAIN_FOUND"
	chainConstraints = "CHAIN_CONSTRAINTS_FAILURE"
	notYetValid      = "NOT_YET_VALID"
	revokedNoPOE     = "REVOKED_NO_POE"
	outOfBounds      = "OUT_OF_BOUNDS_NO_POE"
)

// Subindications are all of them.
var Subindications = []string{formatFailure, hashFailure, valueFailure, dataNotFound, constraints, noCertificate, cryptoFailure, noChain, chainConstraints,
	notYetValid, revokedNoPOE, outOfBounds}

// indicationOf: what shows that something is wrong fails, what could not be known does not.
func indicationOf(sub string) string {
	switch sub {
	case "":
		return passed
	case formatFailure, hashFailure, valueFailure, notYetValid:
		return failed
	}
	return indeterminate
}

// CheckIDs are the identifiers of all checks, in the order in which a signature has them.
var CheckIDs = []string{"attachment.type", "attachment.format", "attachment.ranges", "attachment.references", "attachment.certificate", "attachment.digest",
	"attachment.value", "attachment.strength", "attachment.authority", "attachment.validity", "attachment.revocation", "attachment.qualified",
	"attachment.time", "attachment.timestamp", "attachment.changes", "attachment.active"}

// opinion is a signature while it is judged.
type opinion struct {
	FileSignature
	subs []string
	poe  []time.Time // moments at which a qualified time-stamp proves that it existed
	end  int         // of a PDF: where its revision ends

	revocations material
}

func newOpinion(format string) *opinion {
	return &opinion{FileSignature: FileSignature{Format: format, Qualified: "unknown", Type: "unknown", Device: "unknown", Covers: Coverage{What: "none"},
		Trust: Authority{Path: "none", Revocation: "unknown"}}}
}

// say records an answer; values are name and value in turn.
func (o *opinion) say(id, status, reason string, values ...string) {
	o.Checks = append(o.Checks, newCheck(id, status, reason, values...))
}

// fail records an answer that forbids a pass.
func (o *opinion) fail(id, sub, reason string, values ...string) {
	o.subs = append(o.subs, sub)
	o.say(id, "failed", reason, values...)
}

func (o *opinion) says(sub ...string) bool {
	return slices.ContainsFunc(sub, func(s string) bool { return slices.Contains(o.subs, s) })
}

// conclude puts the checks in their order, and the first reason that counts in its place.
func (o *opinion) conclude() FileSignature {
	for _, sub := range Subindications {
		if o.says(sub) {
			o.Subindication = sub
			break
		}
	}
	o.Indication = indicationOf(o.Subindication)
	o.Intact = !o.says(formatFailure, hashFailure, valueFailure, dataNotFound, constraints, noCertificate, cryptoFailure)
	o.Checks = inOrder(o.Checks)
	return o.FileSignature
}

func inOrder(checks []FileCheck) []FileCheck {
	rank := func(i int) int { return slices.Index(CheckIDs, checks[i].ID) }
	for i := range checks { // a few: a general sort of them is ten thousand octets of the core
		for k := i; k > 0 && rank(k) < rank(k-1); k-- {
			checks[k], checks[k-1] = checks[k-1], checks[k]
		}
	}
	return checks
}

func newCheck(id, status, reason string, values ...string) FileCheck {
	return FileCheck{ID: id, Status: status, Statement: bound.Statement(maxValue, reason, sentences[reason], values...)}
}

// bestTime is the earliest moment at which something trustworthy proves that the signature existed (EN 319 102-1 §5.5, §5.6).
func (j *judge) bestTime(o *opinion) time.Time {
	best, basis := j.Certified, "certified"
	if best.IsZero() {
		best, basis = j.Now, "none"
	}
	for _, t := range o.poe {
		if basis == "none" || t.Before(best) {
			best, basis = t, "timestamp"
		}
	}
	o.Time.Basis, o.Time.At = basis, stamp(best)
	return best
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
