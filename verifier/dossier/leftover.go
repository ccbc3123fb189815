package dossier

import (
	"slices"
	"strconv"

	"pecverifier/verifier"
)

// Unread is something that was given and never reached the verifier, as whoever reads files or folders tells it.
type Unread struct {
	Source        // as far as it is known
	Reason string // one of Unread*
	Error  string // what a system or library said, in English
	Count  int    // how many files it stands for; 0 = not known how many
}

// Why something was not read.
const (
	UnreadFile      = "unreadable" // a file that does not open
	UnreadFolder    = "folder"     // a folder that cannot be listed
	UnreadDeep      = "deep"       // a folder below too many others
	UnreadMany      = "many"       // files beyond those that are looked at in one go
	UnreadLink      = "link"       // a link to a folder
	UnreadSpecial   = "special"    // neither a file nor a folder
	UnreadCancelled = "cancelled"  // the person stopped the work
)

func (u *Unread) leftover() Leftover {
	l := Leftover{Source: u.Source, Kind: verifier.KindNone, Unjudged: min(max(u.Count, 1), mostCounted), Copies: []Source{}}
	reason := u.Reason
	if !slices.Contains([]string{UnreadFolder, UnreadDeep, UnreadMany, UnreadLink, UnreadSpecial, UnreadCancelled}, reason) {
		reason = UnreadFile
	}
	count := ""
	if u.Count > 0 {
		count = strconv.Itoa(u.Count)
	}
	l.Answer = answer("leftover."+reason, "error", u.Error, "count", count)
	return l
}

// adverse are the kinds that tell of a failure, or may: whoever overlooks one takes for delivered what was not.
func adverse(k verifier.Kind) bool {
	switch k {
	case nonAccettazione, erroreConsegna, preavviso, rilevazioneVirus, otherEvent:
		return true
	}
	return false
}

// leave lists a report that belongs to no transmission. Here alone it is decided that nobody knows what it says. Where its identifier is
// borne by a transmission that it is not of (of another system, or by another digest or sender), it may be about that one all the same.
func (b *builder) leave(it *item, borne bool) {
	r := it.report
	l := Leftover{Source: it.source, Kind: r.Kind, Indication: r.Indication, Subindication: r.Subindication, Identifier: string(it.id), Copies: sources(it.copies)}
	unjudged := false
	verdict := []string{"indication", string(r.Indication), "subindication", string(r.Subindication), "kind", string(r.Kind)}
	switch {
	case r.Error != "":
		l.Answer, unjudged = answer("leftover.unreadable", "error", r.Error), true
	case r.Unread == verifier.UnreadLost:
		l.Answer, unjudged = answer("leftover.lost", "type", fileType(r)), true
	case r.Unread != "":
		l.Answer, unjudged = answer("leftover.unopened", "type", fileType(r)), true
	case r.Indication == verifier.NoEvidence:
		l.Answer = answer("leftover.none", "type", fileType(r))
	case it.counted && r.Kind == verifier.KindAnomaly:
		l.Answer = answer("leftover.anomaly")
	case it.counted:
		l.Answer, unjudged = answer("leftover.no-identifier"), adverse(it.role)
	case it.id != "" && adverse(it.role) && (borne || r.Subindication == verifier.EvidenceInconsistent):
		// The identifier that it states need not be the one that it is about.
		l.Answer, unjudged = answer("leftover.undecided", verdict...), true
	case it.id != "":
		l.Answer = answer("leftover.uncounted", verdict...)
	case r.Indication == verifier.Indeterminate && (adverse(it.role) || r.Subindication == verifier.EvidenceMalformed || r.Subindication == verifier.EvidenceInconsistent),
		r.Certified != nil && adverse(it.role):
		l.Answer, unjudged = answer("leftover.undecided", verdict...), true
	case r.Indication == verifier.TotalFailed && adverse(it.role):
		// Nothing in it can be believed. Yet a notice that storage has damaged is likelier than one that somebody damaged.
		l.Answer, unjudged = answer("leftover.altered-notice", verdict...), true
	case r.Claims && r.Kind == verifier.KindUnknown && r.Subindication != verifier.FormatFailure:
		// It presents itself as PEC, and what it is cannot be read.
		reason := "leftover.undecided"
		if r.Subindication == verifier.HashFailure {
			reason = "leftover.altered-unknown"
		}
		l.Answer, unjudged = answer(reason, verdict...), true
	case r.Subindication == verifier.FormatFailure:
		// Without its signature nobody knows what it was: a notice of failure, as well as anything else.
		reason := "leftover.format"
		if it.rem {
			reason += ".rem"
		}
		l.Answer, unjudged = answer(reason), r.Kind == verifier.KindUnknown
	case r.Indication == verifier.TotalFailed:
		l.Answer = answer("leftover.altered")
	default:
		l.Answer = answer("leftover.uncounted", verdict...)
	}
	if unjudged {
		l.Unjudged = 1 + len(it.copies)
	}
	b.leftover = append(b.leftover, l)
}

// markUnsearched lists the files and entries whose search a bound ended: what was found in them is among the pieces, what comes
// after is not.
func (b *builder) markUnsearched() {
	type entry struct{ name, sha256, entry string }
	var seen map[entry]bool
	for _, it := range b.items {
		bound, limited := it.report.Limit()
		if !limited {
			continue
		}
		for _, s := range append([]Source{it.source}, sources(it.copies)...) {
			e := entry{s.File.Name, s.File.SHA256, it.report.Entry()}
			if seen[e] {
				continue
			}
			if seen == nil {
				seen = map[entry]bool{}
			}
			seen[e] = true
			b.leftover = append(b.leftover, Leftover{Source: Source{s.File, e.entry}, Kind: verifier.KindNone, Answer: answer("leftover.limit", "error", bound),
				Unjudged: 1, Copies: []Source{}})
		}
	}
}
