package verifier

import (
	"slices"

	"pecverifier/verifier/internal/bound"
)

// checkOrder is the order of REPORT.md's table, which names each of them; a check that is not named here comes last.
var checkOrder = []string{
	"file.type", "wrapper.unsigned", "wrapper.cover", "repair.lineends", "repair.charset", "repair.dots", "repair.fromlines",
	"signature.present", "signature.digest", "signature.value", "signature.strength", "signature.time",
	"signer.certificate", "trust.provider", "trust.validity", "trust.revocation",
	"evidence.form", "evidence.signature", "evidence.consistency", "evidence.content", "evidence.timestamp", "evidence.provider", "content.absent", "content.complete",
	"headers.from", "headers.reply", "headers.to", "headers.subject", "headers.kind", "headers.date", "headers.reference",
	"search.mailbox",
}

// CheckIDs are the identifiers of all checks, in the order in which a report has them.
func CheckIDs() []string { return slices.Clone(checkOrder) }

var severity = map[Status]int{Skipped: 0, Passed: 1, Warning: 2, Failed: 3}

// add records one answer; values are name and value in turn. A check is given once: of several answers the worst leads, the
// first among equals, and what else warns or fails is said beside it.
func (j *judgement) add(id string, status Status, reason string, values ...string) {
	c := newCheck(id, status, reason, values...)
	if i := slices.IndexFunc(j.checks, func(c Check) bool { return c.ID == id }); i >= 0 {
		j.checks[i] = j.checks[i].with(c)
		return
	}
	j.checks = append(j.checks, c)
}

// fail records an answer that forbids a pass.
func (j *judgement) fail(id string, sub Subindication, reason string, values ...string) {
	j.failures = append(j.failures, sub)
	j.add(id, Failed, reason, values...)
}

// said says whether the check has an answer that warns or fails.
func (j *judgement) said(id string) bool {
	return slices.ContainsFunc(j.checks, func(c Check) bool { return c.ID == id && severity[c.Status] >= severity[Warning] })
}

func newCheck(id string, status Status, reason string, values ...string) Check {
	return Check{ID: id, Status: status, Statement: bound.Statement(maxValue, reason, sentenceOf(reason), values...)}
}

// with joins a second answer to the same question.
func (c Check) with(other Check) Check {
	if severity[other.Status] > severity[c.Status] {
		c, other = other, c
	}
	if severity[other.Status] < severity[Warning] {
		return c
	}
	c.Also = append(c.Also, Also{other.Status, other.Statement})
	c.Also = append(c.Also, other.Also...)
	c.Detail = bound.Text(c.Detail+"; also: "+other.Detail, maxValue)
	return c
}

// warn sets a check that passed to a warning.
func (r *Report) warn(id, reason string, values ...string) {
	for i, c := range r.Checks {
		if c.ID == id && c.Status == Passed {
			r.Checks[i] = newCheck(id, Warning, reason, values...)
		}
	}
}

// addCheck puts one more check in its place.
func (r *Report) addCheck(c Check) {
	r.Checks = append(r.Checks, c)
	sortChecks(r.Checks)
}

func sortChecks(checks []Check) {
	rank := func(c Check) int {
		if i := slices.Index(checkOrder, c.ID); i >= 0 {
			return i
		}
		return len(checkOrder)
	}
	slices.SortStableFunc(checks, func(a, b Check) int { return rank(a) - rank(b) })
}
