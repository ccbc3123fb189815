// Package mend undoes what storage does to whole mails: charsets, line ends, doubled dots, quoted From lines, alone and together.
package mend

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"

	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/smime"
)

// What is undone counts only when the signature then verifies: the undone bytes are the signed bytes.

// Repair undoes one kind of damage to a whole file; ok is false where the file does not have it.
type Repair struct {
	Check, Reason string // as a report names it

	undo func([]byte) (undone []byte, ok bool)
}

// repairs are the kinds of damage, in the order in which they are undone: what a line is must be known before its start is looked at. Of
// each kind a file can have one; the likelier one stands first.
var repairs = [][]Repair{
	{
		{"repair.charset", "repair.charset", fromUTF8(Windows1252)},
		{"repair.charset", "repair.charset", toUTF8(Windows1252)},
		{"repair.charset", "repair.charset", twice(fromUTF8(Windows1252))},
		{"repair.charset", "repair.charset", ifAny("€ŠšŽžŒœŸ", fromUTF8(Latin9))},
		{"repair.charset", "repair.charset", fromUTF8(MacRoman)},
	},
	{
		{"repair.lineends", "repair.lineends", undoDoubledCR},
		{"repair.lineends", "repair.lineends", intake.CRLFForCR},
		{"repair.lineends", "repair.lineends", UndoDoubledLines},
	},
	{
		{"repair.dots", "repair.dots", undoDots},
	},
	{
		{"repair.fromlines", "repair.fromlines", intake.UnquoteFrom},
		{"repair.fromlines", "repair.fromblanks", undoFromBlank},
		{"repair.fromlines", "repair.fromlines", undoFromOnce},
		{"repair.fromlines", "repair.fromlines", undoFromBoth},
		{"repair.fromlines", "repair.fromlines", twice(intake.UnquoteFrom)}, // from mailbox to mailbox
	},
}

// ErrTooLong says that not all repairs were tried: it would cost too much.
var ErrTooLong = errors.New("the file seems to be damaged, and undoing that would take too long")

// Mending undoes damage to one mail, in every choice of at most one repair of each kind that the mail, its lines ended in any way, may
// need, the smaller choices first: storage does more than one harm at a time.
type Mending struct {
	Pool *bound.Pool // what it may cost, in bytes that are read
	Try  func(chosen []Repair, undone []byte) (more bool)
}

// done is a choice of repairs, the last of them of that kind.
type done struct {
	kind   int
	chosen []Repair
}

// Run hands what was undone to try until that has enough.
func (m Mending) Run(data []byte) error {
	lines := data
	if !m.Pool.Take(len(data)) {
		return ErrTooLong
	}
	if undone, ok := intake.CRLFForCR(data); ok {
		lines = undone
	}
	fit := make([][]Repair, len(repairs))
	var smaller []done // that many
	for i, kind := range repairs {
		for _, r := range kind {
			on := lines
			if i < 2 { // bytes and line ends as they are
				on = data
			}
			undone, ok, err := m.undo(r, on)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
			fit[i] = append(fit[i], r)
			if i >= 2 && len(lines) != len(data) {
				undone, ok, err = m.undo(r, data)
			}
			if err != nil || ok && !m.Try([]Repair{r}, undone) {
				return err
			}
			smaller = append(smaller, done{i, []Repair{r}})
		}
	}
	for range repairs[1:] {
		var larger []done
		for i := range repairs {
			for _, d := range smaller {
				if d.kind >= i || len(fit[i]) == 0 {
					continue
				}
				before, ok, err := m.UndoAll(d.chosen, data)
				if err != nil {
					return err
				}
				for _, r := range fit[i] {
					if !ok {
						break
					}
					undone, fits, err := m.undo(r, before)
					if err != nil {
						return err
					}
					if !fits {
						continue
					}
					next := done{i, append(slices.Clone(d.chosen), r)}
					if !m.Try(next.chosen, undone) {
						return nil
					}
					larger = append(larger, next)
				}
			}
		}
		smaller = larger
	}
	return nil
}

func (m Mending) undo(r Repair, data []byte) (undone []byte, ok bool, err error) {
	if !m.Pool.Take(len(data)) {
		return nil, false, ErrTooLong
	}
	undone, ok = r.undo(data)
	return undone, ok, nil
}

// UndoAll carries out all of them; ok is false where the mail does not have every one of the damages.
func (m Mending) UndoAll(chosen []Repair, data []byte) (undone []byte, ok bool, err error) {
	for _, r := range chosen {
		if data, ok, err = m.undo(r, data); !ok {
			return nil, false, err
		}
	}
	return data, true, nil
}

// SameAfter says whether mending one signed part gives the other: a repair of the whole file may move a delimiter, and
// then another part would answer for this one. Line ends are not compared: each part stands in what verified around it.
func SameAfter(chosen []Repair, damaged, mended []byte) bool {
	for _, r := range chosen {
		if undone, ok := r.undo(damaged); ok {
			damaged = undone
		}
	}
	return CanonicalSum(damaged) == CanonicalSum(mended)
}

// CanonicalSum is the digest of bytes whatever their line ends.
func CanonicalSum(b []byte) [sha256.Size]byte {
	h := sha256.New()
	smime.WriteCanonical(h, bytes.TrimRight(b, "\r"))
	return [sha256.Size]byte(h.Sum(nil))
}
