package verifier

import (
	"slices"

	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/mend"
)

// note says what was taken off or undone on the way to what a report is about, where that matters to a reader: the cover that stood
// around it, and damage to the whole text, which counts only where the signature then holds.
func (r *Report) note(notes []intake.Note) {
	if r.Error != "" || r.Indication == NoEvidence {
		return
	}
	signed, stamped := slices.Contains(notes, intake.NoteSigned), slices.Contains(notes, intake.NoteStamped)
	switch {
	case signed && stamped:
		r.addCheck(newCheck("wrapper.cover", Skipped, "cover.both"))
	case signed:
		r.addCheck(newCheck("wrapper.cover", Skipped, "cover.signed"))
	case stamped:
		r.addCheck(newCheck("wrapper.cover", Skipped, "cover.timestamped"))
	}
	if !r.authentic {
		return
	}
	if slices.Contains(notes, intake.NoteUTF16) {
		r.mended("repair.charset", "repair.utf16")
	}
	if slices.Contains(notes, intake.NoteCR) {
		r.mended("repair.lineends", "repair.lineends")
	}
}

// repaired warns of each damage that was undone.
func (r *Report) repaired(chosen []mend.Repair) {
	for _, c := range chosen {
		r.mended(c.Check, c.Reason)
	}
}

// mended warns that damage was undone; once for each check.
func (r *Report) mended(id, reason string) {
	if !slices.ContainsFunc(r.Checks, func(c Check) bool { return c.ID == id }) {
		r.addCheck(newCheck(id, Warning, reason))
	}
}
