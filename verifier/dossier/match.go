package dossier

import (
	"slices"
	"strconv"
)

// Match says whether a piece agrees with the others of its transmission. A sent mail is no evidence and is not asked.
type Match struct {
	Status         string `json:"status"` // yes; no: something contradicts it; open: there was nothing to compare
	Answer                // why
	Contradictions []int  `json:"contradictions"` // positions of the first that concern it
}

const open = "open"

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
	// One answer is all pieces' that have it.
	none := []int{}
	agrees := answer("match.agrees", "count", strconv.Itoa(counted-1))
	for i := range w.t.Evidence {
		e := &w.t.Evidence[i]
		switch {
		case !e.Counted:
			e.Match = Match{open, answer("match.uncounted"), none}
		case len(against[i]) > 0:
			e.Match = Match{no, answer("match.contradicted"), against[i]}
		case counted < 2:
			e.Match = Match{open, answer("match.alone"), none}
		default:
			e.Match = Match{yes, agrees, none}
		}
	}
}
