package verifier

import (
	"fmt"
	"time"

	"pecverifier/trustlist"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/digest"
	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/intake"
)

// Options of Verify. The zero value judges with the embedded list, now, up to DefaultMaxInput.
type Options struct {
	Trust    *trustlist.List // who may sign; nil is the embedded list
	Now      time.Time       // only to say that a certificate has expired since; zero is the clock's time
	MaxInput int             // bytes; 0 is DefaultMaxInput
	Keep     bool            // the reports can be opened (Open); they hold on to the input's bytes then
	// Attachments asks for the signatures of the files that were sent, and of files that are no evidence. Services are the trusted lists
	// by which they are judged, beside those of Trust; Beside are files of which the input may be a detached signature.
	Attachments bool
	Services    []*qualified.List
	// CRLs are revocation lists that a person brought beside those in Trust. They count for the certificates of whoever signed them.
	CRLs   []*trustlist.CRL
	Beside []AttachedFile

	Only string // "" or the part of one report: entries of a container in which it cannot be are not judged

	parties parties     // of the mail that is judged
	room    *int        // bytes that are left for long texts in the reports of this call
	work    *cms.Work   // what verifying the signatures of this input may cost
	effort  *bound.Pool // what reading its mails may cost
	mending *bound.Pool // what undoing damage to them may cost

	authentic bool // only what a signature holds is asked for
}

// Verify judges one input: a mail, or one of the containers that package intake opens. name is the file's name, as it
// is to stand in the reports; it decides nothing.
//
// There is at least one report. An input that holds nothing of PEC gives NoEvidence and says what it is; one that
// exceeds a bound gives a report with Error. It never panics on any input.
func Verify(name string, data []byte, o Options) []Report {
	o = o.whole(len(data))
	file := File{Name: name, Size: len(data)}
	if len(data) > o.MaxInput {
		return []Report{TooLarge(name, len(data), o.MaxInput)}
	}
	file.SHA256 = digest.SHA256(data)
	keep := o.Keep
	o.Keep = keep || o.Attachments
	reports := verifyInput(file, data, o)
	if o.Attachments {
		reports = o.signatures(file, data, reports)
		for i := range reports {
			if reports[i].given = nil; !keep {
				reports[i].kept = nil
			}
		}
	}
	for i := range reports {
		reports[i].conclude(o.Now)
	}
	return reports
}

// whole fills in what is left out, for an input of so many bytes.
func (o Options) whole(size int) Options {
	if o.Trust == nil {
		o.Trust = trustlist.Embedded()
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	if o.MaxInput == 0 {
		o.MaxInput = DefaultMaxInput
	}
	o.work = newWork(size)
	o.effort = bound.NewPool(effortTimes*size+effortMin, effortTimes*size)
	o.mending = bound.NewPool(mendingTimes*size+mendingMin, mendingShare*size)
	o.room = new(int)
	*o.room = maxLongValues
	return o
}

// allot begins the next mail, of so many bytes.
func (o Options) allot(size int) {
	o.work.Allot(allotted(size))
	o.effort.Allot(effortShare * size)
	o.mending.Allot(mendingShare * size)
}

// TooLarge is the report of a file of size bytes where most are read.
func TooLarge(name string, size, most int) Report {
	r := unread(File{Name: name, Size: size}, "", fmt.Errorf("more than %d bytes in one file", most))
	r.Unread = intake.SlugTooLarge
	return r
}
