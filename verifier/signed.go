package verifier

import (
	"path"
	"slices"
	"strings"
	"time"

	"pecverifier/verifier/internal/attach"
	"pecverifier/verifier/internal/content"
	"pecverifier/verifier/internal/intake"
)

// AttachedFile is a file that lies beside the one that is judged: a detached signature may be over it.
type AttachedFile = attach.File

// signatures judges the signatures of what the reports are about: the attachments of what is authentic, and files that are no
// evidence themselves. No verdict changes by it.
func (o Options) signatures(file File, data []byte, reports []Report) []Report {
	lists := append(o.Trust.ServiceLists(), o.Services...)
	crls := slices.Clone(o.CRLs)
	for _, l := range o.Trust.Parts() {
		for i := range l.CRLs {
			if len(l.CRLs[i].DER) > 0 { // of others there are facts alone
				crls = append(crls, &l.CRLs[i])
			}
		}
	}
	j := attach.New(attach.Options{Lists: lists, CRLs: crls, Now: o.Now, Work: newWork(len(data))})
	for i := range reports {
		o.attachments(j, &reports[i])
	}
	return o.alone(j, file, data, reports)
}

// attachments judges those of one report. A brief receipt has hashes in their place.
func (o Options) attachments(j *attach.Judge, r *Report) {
	if r.Content == nil || r.Content.Form != "full" || r.kept == nil {
		return
	}
	opened := r.kept.open()
	if opened == nil || opened.Message == nil {
		return
	}
	files := filesOf(opened)
	for i, signed := range j.Message(files, r.proves()) {
		if i < len(r.Content.Attachments) {
			r.Content.Attachments[i].Signed = signed
		}
	}
}

func filesOf(opened *content.Opened) []attach.File {
	var files []attach.File
	for i, a := range opened.Message.Attachments {
		var once []byte
		var failed error
		files = append(files, attach.File{Name: a.Name, Bytes: func() ([]byte, error) {
			if once == nil && failed == nil {
				once, failed = opened.Bytes(i)
			}
			return once, failed
		}})
	}
	return files
}

// proves gives the moment at which the report proves that the attachments existed: the certified time of evidence in whose signed bytes
// they stand, and in which nothing is wrong. An anomaly envelope certifies nothing of what is in it (RFC 6109 §3.2.2); evidence of registered
// mail states the digest of the message that stands beside it.
func (r *Report) proves() time.Time {
	bound := r.Kind == "avvenuta-consegna" || r.Kind == "posta-certificata"
	if r.System == SystemREM {
		bound = slices.ContainsFunc(r.Checks, func(c Check) bool { return c.ID == "evidence.content" && c.Status == Passed })
	}
	if r.Indication != TotalPassed || r.Certified == nil || !bound {
		return time.Time{}
	}
	at, err := time.Parse(time.RFC3339, r.Certified.Time)
	if err != nil {
		return time.Time{}
	}
	return at
}

// alone judges files that are no evidence, as of the moment of the verification: the whole file where it is a signed one, else those
// in it.
func (o Options) alone(j *attach.Judge, file File, data []byte, reports []Report) []Report {
	var given []int
	for i := range reports {
		if reports[i].Indication != NoEvidence && reports[i].Error == "" {
			return o.entries(j, reports)
		}
		if reports[i].given != nil {
			given = append(given, i)
		}
	}
	whole := attach.File{Name: file.Name, Bytes: func() ([]byte, error) { return data, nil }}
	signed := j.One(whole, o.Beside)
	switch {
	case signed == nil || signed.Container == "" && (len(given) != 1 || reports[given[0]].Part != ""):
		return o.entries(j, reports)
	case signed.Container == "":
		reports[given[0]].Signed = signed
		return reports
	}
	out := []Report{nothing(file, "", whatItIs(intake.Identify(file.Name, data), data))}
	out[0].Signed = signed
	for _, r := range reports {
		if r.Unread != "" && r.Part != "" {
			out = append(out, r)
		}
	}
	return out
}

// entries judges the files of a container that are no evidence, which may be signatures of each other.
func (o Options) entries(j *attach.Judge, reports []Report) []Report {
	var files []attach.File
	var of []int
	for i := range reports {
		if data := reports[i].given; data != nil {
			name := reports[i].Part
			name = path.Base(name[strings.LastIndexByte(name, '#')+1:])
			files, of = append(files, attach.File{Name: name, Bytes: func() ([]byte, error) { return data, nil }}), append(of, i)
		}
	}
	for n, signed := range j.Message(files, time.Time{}) {
		reports[of[n]].Signed = signed
	}
	return reports
}

// Revision gives the signed revision of a PDF, for somebody who wants to see what was signed; index is that of the signature.
func Revision(data []byte, index int) ([]byte, bool) { return attach.Revision(data, index) }
