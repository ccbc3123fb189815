package verifier

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"pecverifier/verifier/intake"
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
// of the mail that data is: what they say a listed provider signed is not searched.
func (in *input) loose(entry string, data []byte, own []Report, known func(at int) bool) []Report {
	var out []Report
	covered := coveredBy(data, own)
	left := looseTimes*len(data) + looseMin
	for at := 0; at < len(data); {
		start, hit := nextSigned(data, at)
		if hit < 0 {
			break
		}
		at = hit + 1
		if span, inside := within(covered, hit); inside {
			at = span.To
			continue
		}
		if known(hit) {
			continue
		}
		end := intake.ClosingEnd(data[start:])
		if end < 0 {
			end = len(data) - start
		}
		if left -= end; left < 0 || len(out) == maxCandidates {
			return append(out, unread(in.file, entry, errLoose))
		}
		label := entry + "#/" + strconv.Itoa(len(out)+1)
		for _, r := range in.mail(label, source{raw: data[start : start+end], attached: "wrapper.loose", part: label, blocks: maxForeign}) {
			if r.authentic && !sameBytes(r, own) {
				out = append(out, r)
				at = max(at, start+end)
			}
		}
	}
	return out
}

// sameBytes says whether the signed bytes are those of a report that there is.
func sameBytes(r Report, reports []Report) bool {
	return len(r.signed) > 0 && slices.ContainsFunc(reports, func(o Report) bool { return o.authentic && bytes.Equal(o.signed, r.signed) })
}

var errLoose = &intake.Problem{Slug: "limit", Detail: "the rest of the file was not searched for signed mails: too much in it looks like one"}

func within(spans []intake.Span, at int) (intake.Span, bool) {
	for _, s := range spans {
		if at >= s.From && at < s.To {
			return s, true
		}
	}
	return intake.Span{}, false
}

// nextSigned finds the next Content-Type of a signed entity from at on: where its field begins, and where its header block does.
func nextSigned(data []byte, at int) (start, field int) {
	for at < len(data) {
		line := data[at:]
		end := bytes.IndexByte(line, '\n')
		if end < 0 {
			end = len(line) - 1
		}
		line = line[:end+1]
		if (line[0] == 'C' || line[0] == 'c') && len(line) > len(contentType) && strings.EqualFold(string(line[:len(contentType)]), contentType) {
			value := string(line[len(contentType):])
			if strings.TrimSpace(value) == "" { // folded at once
				value = string(data[at+end+1 : min(len(data), at+end+1+80)])
			}
			value = strings.ToLower(strings.TrimSpace(value))
			if strings.HasPrefix(value, "multipart/signed") || strings.HasPrefix(value, "application/pkcs7-mime") || strings.HasPrefix(value, "application/x-pkcs7-mime") {
				return headerStart(data, at), at
			}
		}
		at += end + 1
	}
	return 0, -1
}

const contentType = "Content-Type:"

// headerStart goes back over fields and their continuations.
func headerStart(data []byte, at int) int {
	for lines := 0; at > 0 && lines < maxHeaderBack; lines++ {
		from := bytes.LastIndexByte(data[:at-1], '\n') + 1
		line := data[from : at-1]
		continuation := len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
		if !continuation && !intake.IsField(line) {
			break
		}
		at = from
	}
	return at
}

// offset is where part begins in whole, of which it is a range; not ok where it is none.
func offset(whole, part []byte) (int, bool) {
	if len(part) == 0 {
		return 0, false
	}
	from := int(uintptr(unsafe.Pointer(unsafe.SliceData(part)))) - int(uintptr(unsafe.Pointer(unsafe.SliceData(whole))))
	return from, from >= 0 && from+len(part) <= len(whole)
}

// coveredBy are the ranges of raw that stand under the signature of a listed provider.
func coveredBy(raw []byte, reports []Report) []intake.Span {
	var spans []intake.Span
	for _, r := range reports {
		if !r.providers() {
			continue
		}
		if from, ok := offset(raw, r.standing); ok {
			spans = append(spans, intake.Span{From: from, To: from + len(r.standing)})
		}
	}
	return spans
}

// providers says whether a listed provider's signature holds over the bytes, whatever is the matter with what they say.
func (r *Report) providers() bool {
	return r.authentic && (r.Indication == TotalPassed || r.Subindication == EvidenceMalformed || r.Subindication == EvidenceInconsistent)
}
