package verifier

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/smime"
)

// mail judges a mail with what is attached to it: its own signed entities, then those in files and containers, then those to which no
// structure leads.
func (in *input) mail(entry string, m source) []Report {
	read := verifyMail(in.file, m, in.options)
	own := located(nested(read.reports, in.within.around), entry)
	if read.root == nil {
		return own
	}
	if bearing(own) == nil && !m.opaque {
		if reports := in.foreign(entry, read.root.Body, m.blocks); reports != nil {
			return reports
		}
	}
	claims := presents(read.root.OuterHeader()) && !read.root.IsSigned() && !isRenamed(read.root)
	evidence := claims || slices.ContainsFunc(read.reports, func(r Report) bool { return r.System == SystemREM })
	return withAttached(own, in.inside(func() {
		in.within.taken = in.within.taken || evidence
		for _, e := range read.leaves() {
			in.attached(entry, e, authentic(own, entry, e), claims)
		}
		if m.blocks < maxForeign && !m.opaque && !read.limited {
			found := in.reports
			loose, claimed := in.loose(entry, m.raw, own, read.knows())
			for i := range own {
				if claimed && own[i].Indication == NoEvidence && own[i].Unread == "" {
					own[i].Unread = UnreadLost // an altered mail behind a boundary that another left open is no text of that one
				}
			}
			for _, r := range loose {
				if !sameBytes(r, found) {
					in.reports = append(in.reports, r)
				}
			}
		}
	}))
}

// knows says whether the header at a place of the mail is that of a signed entity that was judged.
func (r reading) knows() func(at int) bool {
	var headers []intake.Span
	for _, c := range r.standing {
		if from, body, _, ok := c.entity.Place(); ok {
			headers = append(headers, intake.Span{From: from, To: body})
		}
	}
	return func(at int) bool { return within(headers, at) }
}

// inside runs the walk over parts of a mail, and gives the reports that came of it apart.
func (in *input) inside(walk func()) []Report {
	saved, place := in.reports, in.within
	in.reports = nil
	walk()
	found := in.reports
	for i := range found {
		found[i].standing = intake.Span{} // in something that was decoded, or begins elsewhere
	}
	in.reports, in.within = saved, place
	return found
}

// attached opens one part of a mail, if what it begins with is worth it.
func (in *input) attached(entry string, e *smime.Entity, around *Report, claims bool) {
	if !worthOpening(e) {
		return
	}
	label := joinPath(entry, e.Path)
	content, err := e.Decoded()
	if err != nil {
		if around == nil {
			in.reports = append(in.reports, unread(in.file, label, errors.New("the attachment is damaged")))
		}
		return
	}
	if !in.options.effort.Take(againCost * len(content)) {
		if around == nil {
			in.reports = append(in.reports, unread(in.file, label, errAttached))
		}
		return
	}
	place := in.within
	in.within = surroundings{mail: true, certified: around != nil, around: cmp.Or(around, place.around), wrapper: "wrapper.attached", taken: place.taken || around != nil}
	defer func() { in.within = place }()
	if claims {
		in.within.wrapper = "wrapper.claims"
	}
	in.walk.Part(label, label+"#/", e.Name(), content)
}

var errAttached = &intake.Problem{Slug: intake.SlugTooLarge, Detail: "the attachment was not opened: the attachments of the file are too large together"}

// leaves are the parts of a mail that are no mails and no multiparts: those whose content only a decoding shows. What a signature carries
// inside itself is among them by its own parts.
func (r reading) leaves() []*smime.Entity {
	signed := map[*smime.Entity]*candidate{}
	for _, c := range r.candidates {
		signed[c.entity] = c
	}
	var out []*smime.Entity
	var add func(*smime.Entity)
	add = func(e *smime.Entity) {
		children, err := below(e, signed[e])
		if len(children) == 0 && err == nil && (signed[e] == nil || !signed[e].opaque) {
			out = append(out, e)
		}
		for _, c := range children {
			add(c)
		}
	}
	add(r.root)
	return out
}

// headOfPart is how many bytes of a part are decoded to see what it is, as transferred: enough for the first header of a tar archive.
const headOfPart = 4 << 10

// worthOpening looks at the start of a part. A text that is shown as the mail's own is no file, whatever it begins with.
func worthOpening(e *smime.Entity) bool {
	if strings.HasPrefix(e.Type, "text/") && e.Name() == "" && e.Disposition() != "attachment" || len(e.Body) == 0 || isSignature(e) {
		return false
	}
	start, ok := startOf(e)
	return ok && intake.WorthOpening(start)
}

// startOf decodes as much of a part as shows what it is.
func startOf(e *smime.Entity) (start []byte, ok bool) {
	head := *e
	if len(head.Body) > headOfPart {
		head.Body = head.Body[:headOfPart]
		if i := bytes.LastIndexByte(head.Body, '\n'); i > 0 {
			head.Body = head.Body[:i+1]
		}
	}
	start, err := head.Decoded()
	if err != nil {
		start, err = e.Decoded()
	}
	return start, err == nil
}

// beginsMail says whether what calls itself a signature is the mail that was signed: Outlook and Exchange keep a clear-signed mail whole as
// smime.p7m, and what converts their files hands it on under that type.
func beginsMail(e *smime.Entity) bool {
	start, ok := startOf(e)
	return ok && intake.Identify("", start) == intake.Message
}

// isSignature knows the signature of another part by its name or type: it carries nothing, unless it is the mail that was signed.
func isSignature(e *smime.Entity) bool {
	called := (e.Type == "application/pkcs7-signature" || e.Type == "application/x-pkcs7-signature") && !e.Named("smime.p7m") || e.Named("smime.p7s")
	return called && (bytes.HasPrefix(e.Body, []byte("MII")) || !beginsMail(e)) // so DER begins in base64, and no header does
}

// authentic gives the nearest report on what a signature holds, and the part stands in; nil where it stands in none.
func authentic(reports []Report, entry string, e *smime.Entity) *Report {
	for p := e; p != nil; p = p.Parent() {
		part := joinPath(entry, p.Path)
		if i := slices.IndexFunc(reports, func(r Report) bool { return r.authentic && r.Part == part }); i >= 0 {
			return &reports[i]
		}
	}
	return nil
}

// withAttached joins what is said of a mail itself and what was found in its attachments. A mail that bears nothing itself is not
// reported beside evidence that it carries; where it carries something that could not be opened, it is not called an ordinary one.
func withAttached(own, found []Report) []Report {
	if len(found) == 0 {
		return own
	}
	evidence := slices.ContainsFunc(found, func(r Report) bool { return r.Unread == "" })
	own = slices.DeleteFunc(own, func(r Report) bool {
		again := slices.ContainsFunc(found, func(f Report) bool { return f.Unread == "" && f.Part == r.Part })
		return !r.authentic && again || evidence && r.hollow && r.Unread == ""
	})
	for i := range own {
		if own[i].Indication == NoEvidence && own[i].Unread == "" {
			own[i].Checks = []Check{newCheck("file.type", Passed, "file.mail-unopened")}
		}
	}
	return append(own, found...)
}

// outlook judges the signed messages that a .msg keeps whole as attachments ([MS-OXOSMIME] §2.1.3.1), and opens its other attachments.
// The header that Outlook keeps beside them is not original bytes; it is compared like any outer header.
func (in *input) outlook(entry string, data []byte) []Report {
	m, err := intake.OpenMsg(data)
	if err != nil {
		var problem *intake.Problem
		if errors.As(err, &problem) {
			return []Report{nothing(in.file, entry, problem.Slug)}
		}
		return []Report{unread(in.file, entry, err)}
	}
	var reports []Report
	names := intake.Names{}
	whole := len(m.Blobs) == 1 && strings.HasPrefix(strings.ToUpper(m.Class), "IPM.NOTE.SMIME")
	label := func(b intake.Blob, i int) string {
		name := names.Unique(cmp.Or(intake.Label(b.Name), strconv.Itoa(i+1)))
		if whole && entry == "" {
			return "#/" + name // not to be taken for a part of the signed one
		}
		return intake.Inside(entry, name)
	}
	for i, blob := range m.Blobs {
		signed := source{raw: blob.Data, attached: in.within.wrapper, part: entry}
		name := entry
		if whole {
			signed.outer = m.Headers
		} else { // a mail of another kind to which signed ones are attached: its header is not theirs
			name = label(blob, i)
		}
		if !whole || m.Others > 0 {
			signed.attached = "wrapper.outlook"
		}
		if der, ok := intake.SignedData(blob.Data); ok {
			signed.raw, signed.opaque = der, true
		}
		reports = append(reports, in.mail(name, signed)...)
	}
	found := in.inside(func() {
		in.within = surroundings{mail: true, certified: in.within.certified, around: in.within.around, wrapper: "wrapper.outlook"}
		for i, f := range m.Files {
			at := label(f, len(m.Blobs)+i)
			in.walk.Part(at, at+"/", f.Name, f.Data)
		}
	})
	reports = append(reports, found...)
	if m.Unread != nil {
		reports = append(reports, unread(in.file, entry, m.Unread))
	}
	if !slices.ContainsFunc(reports, func(r Report) bool { return r.Unread == "" }) {
		return append([]Report{nothing(in.file, entry, "msg-without-signed-blob")}, reports...)
	}
	for i := range m.Lost {
		reports = append(reports, nothing(in.file, label(intake.Blob{}, len(m.Blobs)+len(m.Files)+i), "msg-without-signed-blob"))
	}
	return reports
}
