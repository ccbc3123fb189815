package verifier

import (
	"bytes"
	"cmp"
	"errors"
	"strconv"
	"strings"

	"pecverifier/verifier/cms"
	"pecverifier/verifier/intake"
	"pecverifier/verifier/smime"
)

// verifyInput opens containers and judges each message in them.
func verifyInput(file File, data []byte, o Options) []Report {
	format := intake.Identify(file.Name, data)
	if !format.Container() || format == intake.Msg {
		return verifyEntry(file, "", format, data, o)
	}
	var reports []Report
	intake.Entries(file.Name, data, func(e intake.Entry) error {
		switch {
		case o.only != nil && !strings.HasPrefix(*o.only, e.Name):
		case e.Problem != nil:
			reports = append(reports, unread(file, e.Name, e.Problem))
		default:
			reports = append(reports, verifyEntry(file, e.Name, intake.Identify(e.Name, e.Data), e.Data, o)...)
		}
		return nil
	})
	if len(reports) == 0 {
		reports = []Report{nothing(file, "", format.Slug())}
	}
	return reports
}

// verifyEntry judges one file, or one entry of a container, by what it is.
func verifyEntry(file File, entry string, format intake.Format, data []byte, o Options) []Report {
	o.work.Allot(allotted(len(data)))
	switch format {
	case intake.Message:
		message, _ := intake.Unwrap(data)
		return verifyMail(file, entry, source{raw: message}, o)
	case intake.Msg:
		return verifyOutlook(file, entry, data, o)
	case intake.CMS:
		if der, ok := intake.SignedData(data); ok && holdsMail(der) {
			return verifyMail(file, entry, source{raw: der, opaque: true}, o)
		}
	}
	// What is labelled nothing else may still be mail that begins with something odd.
	if mentionsSignature(data) {
		if reports := verifyMail(file, entry, source{raw: data}, o); reports[0].Error == "" && reports[0].Indication != NoEvidence {
			return reports
		}
	}
	return []Report{nothing(file, entry, format.Slug())}
}

func mentionsSignature(data []byte) bool {
	head := bytes.ToLower(data[:min(len(data), 256<<10)])
	return bytes.Contains(head, []byte("multipart/signed")) || bytes.Contains(head, []byte("pkcs7-mime"))
}

// verifyOutlook judges the signed messages that a .msg keeps whole as attachments ([MS-OXOSMIME] §2.1.3.1). The header
// that Outlook keeps beside them is not original bytes; it is compared like any outer header.
func verifyOutlook(file File, entry string, data []byte, o Options) []Report {
	m, err := intake.OpenMsg(data)
	var problem *intake.Problem
	switch {
	case errors.As(err, &problem):
		return []Report{nothing(file, entry, problem.Slug)}
	case err != nil:
		return []Report{unread(file, entry, err)}
	}
	var reports []Report
	names := intake.Names{}
	whole := len(m.Blobs) == 1 && strings.HasPrefix(strings.ToUpper(m.Class), "IPM.NOTE.SMIME")
	for i, blob := range m.Blobs {
		signed := source{raw: blob.Data, outer: m.Headers, attached: !whole || m.Others > 0}
		name := entry
		if !whole { // a mail of another kind to which signed ones are attached: its header is not theirs
			signed.outer = nil
			name = intake.Inside(entry, names.Unique(cmp.Or(blob.Name, strconv.Itoa(i+1))))
		}
		if der, ok := intake.SignedData(blob.Data); ok {
			signed.raw, signed.opaque = der, true
		}
		reports = append(reports, verifyMail(file, name, signed, o)...)
	}
	return reports
}

// source is one message to be judged.
type source struct {
	raw      []byte
	opaque   bool   // raw is a SignedData without any header
	outer    []byte // header fields kept apart from the message
	attached bool   // it was attached to another mail, which is not part of raw
}

func (m source) of(raw []byte) source { m.raw = raw; return m }

// verifyMail judges the mail as it is; where bytes are not those that were signed, it undoes what storage may have
// done to the whole file, and takes over what then verifies.
func verifyMail(file File, entry string, m source, o Options) []Report {
	reports := verifyMessage(file, m, o)
	if !anyDamaged(reports) {
		return located(reports, entry)
	}
	for _, chosen := range combinations(m.raw) {
		if !anyDamaged(reports) {
			break
		}
		undone, ok := undoAll(chosen, m.raw)
		if !ok {
			continue
		}
		for _, mended := range verifyMessage(file, m.of(undone), o) {
			takeOver(reports, mended, chosen)
		}
	}
	return located(reports, entry)
}

// located puts the name of a container's entry before the MIME path.
func located(reports []Report, entry string) []Report {
	for i := range reports {
		reports[i].Part = joinPath(entry, reports[i].Part)
	}
	return reports
}

// damaged says whether a repair may help: the bytes are not those that were signed, or the signature is unreadable.
func damaged(r *Report) bool {
	switch r.Subindication {
	case HashFailure, SigCryptoFailure, FormatFailure:
		return r.signed != nil
	}
	return false
}

func anyDamaged(reports []Report) bool {
	for i := range reports {
		if damaged(&reports[i]) {
			return true
		}
	}
	return false
}

// takeOver replaces the report of the same part, if there the bytes are now those that were signed.
func takeOver(reports []Report, mended Report, chosen []repair) {
	if !mended.authentic {
		return
	}
	for i := range reports {
		if reports[i].Part == mended.Part && damaged(&reports[i]) && sameAfter(chosen, reports[i].signed, mended.signed) {
			for _, r := range chosen {
				mended.Checks = append(mended.Checks, newCheck(r.check, Warning, r.check))
			}
			sortChecks(mended.Checks)
			reports[i] = mended
		}
	}
}

// verifyMessage finds the signed entities of a mail and judges those that present themselves as PEC.
func verifyMessage(file File, m source, o Options) []Report {
	root, err := m.root()
	if err != nil {
		return []Report{unread(file, "", err)}
	}
	candidates, limit := find(root, o.work)
	var reports []Report
	for _, c := range candidates {
		if c.isPEC(o.Trust) {
			reports = append(reports, judge(c, o))
		}
	}
	switch {
	case len(reports) > 0:
	case limit != nil:
		return []Report{unread(file, "", limit)}
	case presentsAsPEC(root.OuterHeader()):
		reports = []Report{unsigned(root, candidates, o)}
	case len(candidates) > 0 && readable(candidates[0]):
		reports = []Report{judge(candidates[0], o)} // S/MIME by somebody: judged like evidence, and found to be none
	default:
		reports = []Report{nothing(file, "", unsignedMail(root))}
	}
	for i := range reports {
		reports[i].File = file
		if m.attached && reports[i].Part == "" {
			reports[i].warn("wrapper.unsigned", "wrapper.outlook")
		}
		if limit != nil {
			reports[i].Checks = append(reports[i].Checks, newCheck("search.limit", Warning, "search.limit", "error", limit.Error()))
		} else if o.work.Refused() {
			reports[i].Checks = append(reports[i].Checks, newCheck("search.limit", Warning, "search.work"))
		}
	}
	return reports
}

func (m source) root() (*smime.Entity, error) {
	if m.opaque {
		return smime.Bare("application/pkcs7-mime", m.raw), nil
	}
	root, err := smime.Parse(m.raw)
	if err == nil && len(m.outer) > 0 {
		err = root.SetOuterHeader(m.outer)
	}
	return root, err
}

func readable(c *candidate) bool {
	return c.structure == nil && c.unread == nil && len(c.signed.Signers) > 0
}

// unsigned is the verdict on a mail that presents itself as PEC and has no signature that could be PEC's. A signature
// in a message that is attached to it is not its own.
func unsigned(root *smime.Entity, candidates []*candidate, o Options) Report {
	for _, c := range candidates {
		if c.entity.Message() == root {
			return judge(c, o)
		}
	}
	return Report{Schema: Schema, System: "pec", Kind: KindUnknown, Indication: TotalFailed, Subindication: FormatFailure,
		Checks: []Check{
			newCheck("file.type", Passed, "file.message"),
			newCheck("signature.present", Failed, "signature.none"),
		}}
}

// nothing says what a file without any evidence is, and what to give instead.
func nothing(file File, entry, what string) Report {
	r := Report{Schema: Schema, File: file, System: "pec", Part: entry, Kind: KindNone, Indication: NoEvidence,
		Checks: []Check{newCheck("file.type", Passed, "file."+what)}}
	if unopened[what] {
		r.Unread = what
	}
	return r
}

// unsignedMail tells apart the mails without evidence that people take for PEC.
func unsignedMail(root *smime.Entity) string {
	loose, encrypted := false, false
	root.Walk(func(e *smime.Entity) bool {
		loose = loose || e.Named("daticert.xml") || e.Named("postacert.eml") || e.Named("smime.p7s")
		encrypted = encrypted || e.Type == "application/pkcs7-mime" && strings.EqualFold(e.Parameter("smime-type"), "enveloped-data")
		return true
	})
	switch {
	case encrypted:
		return "mail-encrypted"
	case loose:
		return "mail-loose-parts"
	case root.Header.Has("X-Riferimento-Message-ID"), root.Header.Has("X-TipoRicevuta"):
		return "mail-postacert"
	}
	return "mail"
}

// holdsMail keeps a smime.p7s out that stands without the part that it signs, and a signed document. What cannot be read
// is left to the judgement.
func holdsMail(der []byte) bool {
	s, err := cms.Parse(der)
	return err != nil || s.HasContent && intake.Identify("", s.Content) == intake.Message
}
