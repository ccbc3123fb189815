package verifier

import (
	"slices"
	"strconv"

	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/mend"
)

// foreign judges a mail whose own header lies in what seems to be its body: a program put a header block before it. Only evidence counts;
// without any it is an ordinary mail like others.
func (in *input) foreign(entry string, body []byte, blocks int) []Report {
	message, ok := intake.BeginsMail(body)
	if !ok || blocks == maxForeign {
		return nil
	}
	wrapper := in.within.wrapper
	if wrapper == "" {
		wrapper = "wrapper.foreign"
	}
	if !in.options.effort.Take(againCost * len(message)) {
		return []Report{unread(in.file, entry, errLoose)}
	}
	return bearing(in.mail(entry, source{raw: message, attached: wrapper, part: entry, blocks: blocks + 1}))
}

// bearing leaves out reports that say that there is nothing.
func bearing(reports []Report) []Report {
	for _, r := range reports {
		if !r.hollow && r.Error == "" {
			return reports
		}
	}
	return nil
}

// loose judges signed entities to which no structure leads: in a text that quotes a mail whole, behind a boundary that a stranger did not
// close, in a file of a format that is not known. They count where a signature holds: what merely looks so is text. own are the reports
// of the mail that data is: what they say a listed provider signed is not searched. claimed: something looks like PEC and is none, or not as it was.
func (in *input) loose(entry string, data []byte, own []Report, known func(at int) bool) (out []Report, claimed bool) {
	found, cut := intake.FindSigned(data)
	covered := coveredBy(own)
	found = slices.DeleteFunc(found, func(s intake.Signed) bool { return known(s.Field) || within(covered, s.Field) })
	// The short ones first: what claims to span much may be there to use the bound up.
	bySize := slices.Clone(found)
	slices.SortStableFunc(bySize, func(a, b intake.Signed) int { return (a.To - a.From) - (b.To - b.From) })
	judged := map[int][]Report{} // by where they stand
	labels := map[int]string{}
	for i, s := range found {
		labels[s.From] = entry + "#/" + strconv.Itoa(i+1)
	}
	left := looseTimes*len(data) + looseMin
	for _, s := range bySize {
		if within(covered, s.Field) {
			continue
		}
		if left -= s.To - s.From; left < 0 || len(judged) == maxCandidates || !in.options.effort.Take(againCost*(s.To-s.From)) {
			cut = true
			break
		}
		label := labels[s.From]
		for _, r := range in.mail(label, source{raw: data[s.From:s.To], attached: "wrapper.loose", part: label, blocks: maxForeign}) {
			evidence := r.authentic && (r.Kind != KindUnknown || r.providers()) // not just somebody's signature
			claimed = claimed || !evidence && (r.Claims || r.hollow && r.Indication == TotalFailed)
			if evidence && !sameBytes(r, own) {
				if r.standing != (intake.Span{}) {
					r.standing = intake.Span{From: s.From + r.standing.From, To: s.From + r.standing.To}
				}
				judged[s.From] = append(judged[s.From], r)
			}
		}
		covered = append(covered, coveredBy(judged[s.From])...)
	}
	for _, s := range found {
		for _, r := range judged[s.From] {
			if within(covered, s.Field) {
				continue // in the text of another that a provider signed
			}
			out = append(out, r)
		}
	}
	if cut {
		out = append(out, unread(in.file, entry, errLoose))
	}
	return out, claimed
}

// sameBytes says whether the signed bytes are those of a report that there is, whatever their line ends.
func sameBytes(r Report, reports []Report) bool {
	if len(r.signed) == 0 {
		return false
	}
	sum := mend.CanonicalSum(r.signed)
	return slices.ContainsFunc(reports, func(o Report) bool { return o.authentic && o.signed != nil && mend.CanonicalSum(o.signed) == sum })
}

var errLoose = &intake.Problem{Slug: "limit", Detail: "the rest of the file was not searched for signed mails: too much in it looks like one"}

func within(spans []intake.Span, at int) bool {
	return slices.ContainsFunc(spans, func(s intake.Span) bool { return at >= s.From && at < s.To })
}

// coveredBy are the ranges of a mail that stand under the signature of a listed provider.
func coveredBy(reports []Report) []intake.Span {
	var spans []intake.Span
	for _, r := range reports {
		if r.providers() && r.standing != (intake.Span{}) {
			spans = append(spans, r.standing)
		}
	}
	return spans
}

// providers says whether a listed provider's signature holds over the bytes, whatever is the matter with what they say.
func (r *Report) providers() bool {
	return r.authentic && (r.Indication == TotalPassed || r.Subindication == EvidenceMalformed || r.Subindication == EvidenceInconsistent)
}
