package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"pecverifier/verifier"
)

// tally counts what was judged, and on a terminal says so while it goes on.
type tally struct {
	reports, passed, failed, open, none, unread int

	files    int
	terminal io.Writer // nil: nothing is said before the end
	begun    time.Time
	said     time.Time
	now      func() time.Time
}

// isTerminal says whether people read what is written there.
func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	nowhere, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, nowhere)
}

// newTally says nothing on a terminal on which the reports appear too: they are the progress.
func newTally(stdout, stderr io.Writer) *tally {
	t := &tally{now: time.Now}
	if isTerminal(stderr) && !isTerminal(stdout) {
		t.terminal = stderr
	}
	t.begun = t.now()
	t.said = t.begun
	return t
}

func (t *tally) report(r verifier.Report) {
	t.reports++
	switch {
	case r.Error != "" || !r.Judged():
		t.unread++
	case r.Indication == verifier.TotalPassed:
		t.passed++
	case r.Indication == verifier.TotalFailed:
		t.failed++
	case r.Indication == verifier.NoEvidence:
		t.none++
	default:
		t.open++
	}
}

func (t *tally) add(o tally) {
	t.reports, t.passed, t.failed = t.reports+o.reports, t.passed+o.passed, t.failed+o.failed
	t.open, t.none, t.unread = t.open+o.open, t.none+o.none, t.unread+o.unread
}

// file is one more that is done; of known is how many there are, where that is known.
func (t *tally) file(known int) {
	t.files++
	now := t.now()
	if t.terminal == nil || now.Sub(t.said) < time.Second {
		return
	}
	t.said = now
	rate := float64(t.files) / now.Sub(t.begun).Seconds()
	left := ""
	if known > t.files {
		left = ", " + (time.Duration(float64(known-t.files)/rate) * time.Second).String() + " left"
	}
	fmt.Fprintf(t.terminal, "\r\x1b[K%d files, %.0f a second%s", t.files, rate, left)
}

// end takes the line of progress away.
func (t *tally) end() {
	if t.terminal != nil && t.said != t.begun {
		fmt.Fprint(t.terminal, "\r\x1b[K")
	}
}

func (t *tally) String() string {
	return fmt.Sprintf("%d files, %d reports: %d authentic (TOTAL-PASSED), %d not valid, %d open (INDETERMINATE), %d no PEC, %d unreadable or not judged to the end",
		t.files, t.reports, t.passed, t.failed, t.open, t.none, t.unread)
}
