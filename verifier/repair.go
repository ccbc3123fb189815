package verifier

import (
	"bytes"
	"crypto/sha256"
	"slices"

	"pecverifier/verifier/intake"
	"pecverifier/verifier/smime"
)

// Storage damages mail in ways that can be undone. What is undone counts only when the signature then verifies: the
// undone bytes are the signed bytes.

// repair undoes one kind of damage to a whole file; ok is false where the file does not have it.
type repair struct {
	check, reason string
	undo          func([]byte) (undone []byte, ok bool)
}

// repairs are the kinds of damage, in the order in which they are undone: what a line is must be known before its start is looked at. Of
// each kind a file can have one; the likelier one stands first.
var repairs = [][]repair{
	{
		{"repair.charset", "repair.charset", fromUTF8(windows1252)},
		{"repair.charset", "repair.charset", toUTF8(windows1252)},
		{"repair.charset", "repair.charset", twice(fromUTF8(windows1252))},
		{"repair.charset", "repair.charset", ifAny("€ŠšŽžŒœŸ", fromUTF8(latin9))},
		{"repair.charset", "repair.charset", fromUTF8(macRoman)},
	},
	{
		{"repair.lineends", "repair.lineends", undoDoubledCR},
		{"repair.lineends", "repair.lineends", intake.CRLFForCR},
		{"repair.lineends", "repair.lineends", undoDoubledLines},
	},
	{
		{"repair.dots", "repair.dots", undoDots},
	},
	{
		{"repair.fromlines", "repair.fromlines", intake.UnquoteFrom},
		{"repair.fromlines", "repair.fromblanks", undoFromBlank},
		{"repair.fromlines", "repair.fromlines", undoFromOnce},
		{"repair.fromlines", "repair.fromlines", undoFromBoth},
	},
}

// combinations gives every choice of at most one of each kind that data, lines ended in any way, may have suffered, the smaller ones first:
// storage does more than one harm at a time.
func combinations(data []byte) [][]repair {
	lines := data
	if undone, ok := intake.CRLFForCR(data); ok {
		lines = undone
	}
	out := [][]repair{nil}
	for i, kind := range repairs {
		var fit []repair
		for _, r := range kind {
			on := lines
			if i < 2 { // bytes and line ends as they are
				on = data
			}
			if _, ok := r.undo(on); ok {
				fit = append(fit, r)
			}
		}
		for _, chosen := range out[:len(out):len(out)] {
			for _, r := range fit {
				out = append(out, append(slices.Clone(chosen), r))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b []repair) int { return len(a) - len(b) })
	return out[1:]
}

// undoAll carries out all of them; ok is false where the file does not have every one of the damages.
func undoAll(chosen []repair, data []byte) (undone []byte, ok bool) {
	for _, r := range chosen {
		if data, ok = r.undo(data); !ok {
			return nil, false
		}
	}
	return data, true
}

// sameAfter says whether mending one signed part gives the other: a repair of the whole file may move a delimiter, and
// then another part would answer for this one. Line ends are not compared: each part stands in what verified around it.
func sameAfter(chosen []repair, damaged, mended []byte) bool {
	for _, r := range chosen {
		if undone, ok := r.undo(damaged); ok {
			damaged = undone
		}
	}
	return canonicalSum(damaged) == canonicalSum(mended)
}

func canonicalSum(b []byte) [sha256.Size]byte {
	h := sha256.New()
	smime.WriteCanonical(h, bytes.TrimRight(b, "\r"))
	return [sha256.Size]byte(h.Sum(nil))
}

// mending is what undoing damage to the mails of one input may cost, in bytes read: each mail has a share by its size, and what is
// left of the pool.
type mending struct{ pool int }

func newMending(size int) *mending { return &mending{repairTimes*size + repairMin} }

// allow says whether n more bytes may be read for a mail, of whose own share so much is left.
func (m *mending) allow(share *int, n int) bool {
	switch {
	case *share >= n:
		*share -= n
	case m != nil && m.pool >= n:
		m.pool -= n
	default:
		return false
	}
	return true
}
