package verifier

import (
	"crypto/sha256"
	"slices"
	"strings"

	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/mend"
	"pecverifier/verifier/internal/rem"
)

// input is one call of Verify: what was given, and the reports so far.
type input struct {
	file    File
	options Options
	walk    intake.Walk
	reports []Report
	within  surroundings
}

// surroundings say what an entry of the walk stands in: a file of its own, or something that a mail has attached.
type surroundings struct {
	mail      bool    // attached to a mail: only evidence is reported, and what could not be read
	certified bool    // attached to what is authentic: a sender's attachments are his, and need not be readable
	around    *Report // the nearest evidence in whose message it is
	wrapper   string  // how to say so in wrapper.unsigned
	taken     bool    // an evidence of registered mail here is no piece of its own: it belongs to the mail around it, or to its sender
}

// verifyInput opens containers and judges each message in them.
func verifyInput(file File, data []byte, o Options) []Report {
	in := &input{file: file, options: o}
	in.walk = intake.Walk{Visit: in.visit, Content: in.content, Covered: in.covered}
	in.walk.File(file.Name, data)
	if len(in.reports) == 0 {
		return []Report{nothing(file, "", intake.Identify(file.Name, data).Slug())}
	}
	return distinct(withoutRepeated(in.reports))
}

// distinct gives each judged report a part of its own, by which it is opened and told from others: a file may be called what something
// without a name is called by its number.
func distinct(reports []Report) []Report {
	names := intake.Names{}
	for i := range reports {
		if r := &reports[i]; r.Error == "" {
			r.Part = names.Unique(r.Part)
		}
	}
	return reports
}

// Mails gives the mails of a file under the parts that their reports have, but for those that mails have attached. It judges only what it
// needs to tell a mail's text from the next mail, with o, which is that of Verify.
func Mails(name string, data []byte, o Options, visit func(part string, mail []byte)) {
	o = o.whole(len(data))
	in := &input{file: File{Name: name}, options: o}
	in.walk = intake.Walk{Content: in.content, Covered: in.covered, Visit: func(e intake.Entry) error {
		if e.Problem == nil && e.Format == intake.Message {
			visit(e.Name, e.Data)
		}
		return nil
	}}
	in.walk.File(name, data)
}

// withoutRepeated leaves out what the second reading of a mail found that is reported as a mail of its own.
func withoutRepeated(reports []Report) []Report {
	if !slices.ContainsFunc(reports, func(r Report) bool { return r.second }) {
		return reports
	}
	alone := map[[sha256.Size]byte]bool{}
	for _, r := range reports {
		if !r.second && r.signed != nil {
			alone[mend.CanonicalSum(r.signed)] = true
		}
	}
	return slices.DeleteFunc(reports, func(r Report) bool { return r.second && r.signed != nil && alone[mend.CanonicalSum(r.signed)] })
}

// visit judges one file, or one entry of a container, by what it is.
func (in *input) visit(e intake.Entry) error {
	if !strings.HasPrefix(in.options.Only, e.Name) && in.options.Only != "" {
		return nil
	}
	if in.within.mail {
		in.options.work.Allot(allotted(len(e.Data)))
	} else {
		in.options.allot(len(e.Data))
	}
	reports := in.options.fit(in.entry(e))
	for i := range reports {
		reports[i].note(e.Notes)
	}
	for _, r := range reports {
		if in.within.mail && (r.Unread != "" && in.within.certified || r.Unread == "" && r.Indication == NoEvidence) {
			continue
		}
		in.reports = append(in.reports, r)
	}
	return nil
}

func (in *input) entry(e intake.Entry) []Report {
	if e.Problem != nil {
		return []Report{unread(in.file, e.Name, e.Problem)}
	}
	switch e.Format {
	case intake.Message:
		message, _ := intake.Unwrap(e.Data)
		reports := in.mail(e.Name, in.source(e, message))
		if e.Whole != nil {
			whole, _ := intake.Unwrap(e.Whole)
			reports = bothReadings(reports, in.mail(e.Name, in.source(e, whole)))
		}
		return reports
	case intake.Msg:
		return in.outlook(e.Name, e.Data)
	case intake.Evidence:
		if !in.within.taken && rem.Is(e.Data) {
			return in.bareEvidence(e.Name, e.Data)
		}
		return []Report{nothing(in.file, e.Name, intake.XML.Slug())}
	case intake.CMS:
		if der, ok := intake.SignedData(e.Data); ok && holdsMail(der) {
			m := in.source(e, der)
			m.opaque = true
			if reports := bearing(in.mail(e.Name, m)); reports != nil {
				return reports
			}
		}
	}
	return in.unknown(e)
}

// unknown judges what is no mail and no container. A text may quote a mail whole; a file of unknown format may hold mails as they are.
func (in *input) unknown(e intake.Entry) []Report {
	none := nothing(in.file, e.Name, whatItIs(e.Format, e.Data))
	if in.options.Attachments && !in.within.mail {
		none.given = e.Data
	}
	switch e.Format {
	case intake.HTML, intake.XML, intake.RTF, intake.Text, intake.Calendar:
		if none.Unread == "" && noticeText(e.Data) {
			none.Unread = UnreadLost
		}
	}
	switch e.Format {
	case intake.Text, intake.Calendar, intake.Binary, intake.Database, intake.System:
	default:
		return []Report{none}
	}
	reports, claimed := in.loose(e.Name, e.Data, nil, func(int) bool { return false })
	if claimed && none.Unread == "" {
		none.Unread = UnreadLost
	}
	switch {
	case len(reports) == 0:
		return []Report{none}
	case e.Format == intake.Binary, e.Format == intake.Database, e.Format == intake.System:
		return append(reports, unread(in.file, e.Name, &intake.Problem{Slug: "unknown-format",
			Detail: "signed mails were found in a file of unknown format; what else is in it was not looked at"}))
	}
	return reports
}

const slugSigned = "signed"

// whatItIs tells a signed file, which has its content with it, from a signature that was taken from its own.
func whatItIs(f intake.Format, data []byte) string {
	if f == intake.CMS {
		if der, ok := intake.SignedData(data); ok {
			if content, err := cms.Enclosed(der); err == nil && content != nil {
				return slugSigned
			}
		}
	}
	return f.Slug()
}

func (in *input) source(e intake.Entry, raw []byte) source {
	return source{raw: raw, attached: in.within.wrapper, part: e.Name}
}

// bothReadings joins what is said of a mail up to a line that seems to begin the next one, and up to its own end. What is authentic in
// either is reported; that the mail would swallow those that follow is said.
func bothReadings(cut, whole []Report) []Report {
	for i := range cut {
		cut[i].addCheck(newCheck("search.mailbox", Warning, "search.mailbox"))
	}
	for _, w := range whole {
		if w.Indication == NoEvidence || w.Error != "" {
			continue
		}
		w.addCheck(newCheck("search.mailbox", Warning, "search.mailbox"))
		same := -1
		for i := range cut {
			if cut[i].Part == w.Part {
				same = i
			}
		}
		switch {
		case same < 0:
			w.second = true
			cut = append(cut, w)
		case w.authentic && !cut[same].authentic:
			cut[same] = w
		}
	}
	return cut
}

// covered says which bytes of a mail stand under the signature of a listed provider.
func (in *input) covered(mail []byte) []intake.Span {
	message, _ := intake.Unwrap(mail)
	in.options.allot(len(mail))
	spans := coveredBy(verifyMail(in.file, source{raw: message}, in.options).reports)
	for i := range spans {
		spans[i].From += len(mail) - len(message)
		spans[i].To += len(mail) - len(message)
	}
	return spans
}

// content takes a cover off: a signature, or a time stamp, that somebody put around a whole file. A signature around the one entity
// that makes a mail, which has no sender and no date, is no cover: it is what is to be judged.
func (in *input) content(der []byte) ([]byte, bool) {
	content, err := cms.Enclosed(der)
	return content, err == nil && intake.IsFile(content)
}

// holdsMail keeps a smime.p7s out that stands without the part that it signs, and a signed document. What cannot be read
// is left to the judgement.
func holdsMail(der []byte) bool {
	s, err := cms.Parse(der)
	return err != nil || s.HasContent && intake.Identify("", s.Content) == intake.Message
}
