package dossier

import (
	"slices"
	"strconv"
)

// Match says whether a piece agrees with the others of its transmission. A sent mail is no evidence and is not asked.
type Match struct {
	Status         string `json:"status" one:"yes no open"` // yes; no: something contradicts it; open: there was nothing to compare
	Answer                // why
	Contradictions []int  `json:"contradictions"` // positions of the first that concern it
}

const undecided = "open"

// withAcceptance are the contradictions that say something against the acceptance or the refusal too.
var withAcceptance = map[string]bool{"contradiction.before-acceptance": true, "contradiction.recipient-not-named": true,
	"contradiction.type-differs": true, "contradiction.ordinary-delivered": true, "contradiction.refused-and-handled": true}

// match answers for each piece. What contradicts the transmission contradicts all of its pieces, what contradicts a
// recipient those about that recipient.
func (w *work) match() {
	counted := 0
	for _, it := range w.g.items {
		if it.counted {
			counted++
		}
	}
	against := make([][]int, len(w.g.items))
	add := func(position, contradiction int) {
		if list := against[position]; len(list) < maxNamed && !slices.Contains(list, contradiction) {
			against[position] = append(list, contradiction)
		}
	}
	for n, c := range w.t.Contradictions {
		switch {
		case c.Uncertified:
			continue
		case c.Recipient == "":
			for i := range against {
				add(i, n)
			}
			continue
		}
		if i, ok := w.recipients[addressKey(c.Recipient)]; ok {
			for _, position := range w.t.Recipients[i].Evidence {
				add(position, n)
			}
		}
		for _, position := range c.Evidence {
			add(position, n)
		}
		if withAcceptance[c.Reason] {
			for _, position := range w.t.Acceptance.Evidence {
				add(position, n)
			}
		}
	}
	open := w.inDoubt()
	// One answer is all pieces' that have it.
	none := []int{}
	agrees := answer("match.agrees", "count", strconv.Itoa(counted-1))
	for i := range w.t.Evidence {
		e := &w.t.Evidence[i]
		switch {
		case !e.Counted:
			e.Match = Match{undecided, answer("match.uncounted"), none}
		case len(against[i]) > 0:
			e.Match = Match{no, answer("match.contradicted"), against[i]}
		case open[i]:
			e.Match = Match{undecided, answer("match.doubted"), none}
		case counted < 2:
			e.Match = Match{undecided, answer("match.alone"), none}
		default:
			e.Match = Match{yes, agrees, none}
		}
	}
}

// inDoubt are the pieces about which a doubt is: that something else may be true is not for them to settle.
func (w *work) inDoubt() []bool {
	open := make([]bool, len(w.g.items))
	for _, d := range w.t.Doubts {
		if len(d.Evidence) == 0 { // about what was not read: of the pieces that are here it says nothing
			continue
		}
		about := d.Evidence
		if i, ok := w.recipients[addressKey(d.Recipient)]; ok {
			about = w.t.Recipients[i].Evidence
		} else {
			about = slices.Concat(about, w.t.Acceptance.Evidence)
		}
		for _, position := range about {
			open[position] = true
		}
	}
	return open
}
