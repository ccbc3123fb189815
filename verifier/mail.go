package verifier

import (
	"bytes"
	"slices"

	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/mend"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/internal/verified"
)

// source is one message to be judged.
type source struct {
	raw      []byte
	opaque   bool   // raw is a SignedData without any header
	outer    []byte // header fields kept apart from the message
	blocks   int    // header blocks that were taken off before it
	part     string // its label, where that says in which part of a mail it was
	attached string // it was attached to another mail, which is not part of raw: what wrapper.unsigned says of that
}

func (m source) of(raw []byte) source { m.raw = raw; return m }

// verifyMail judges the mail as it is; where bytes are not those that were signed, or damage may hide what was, it undoes what storage may
// have done to the whole file, and takes over what then verifies.
func verifyMail(file File, m source, o Options) reading {
	r := verifyMessage(file, m, o)
	r.standing = r.candidates
	if m.opaque || r.root == nil || !anyDamaged(r.reports) && !r.garbled(m.raw) {
		return r
	}
	o.effort, o.authentic = o.mending, true
	whole := func(chosen []mend.Repair, undone []byte) bool {
		again := verifyMessage(file, m.of(undone), o)
		if r.bare() {
			if again.holds() {
				o := o
				o.authentic = false
				r = verifyMessage(file, m.of(undone), o).undamaged(chosen, r.candidates)
			}
			return true
		}
		for _, mended := range again.reports {
			if takeOver(r.reports, mended, chosen) {
				r.root, r.candidates = again.root, again.candidates
			}
		}
		return anyDamaged(r.reports)
	}
	undo := mend.Mending{Pool: o.mending, Try: whole}
	data := m.raw
	if c := r.altered(); c != nil { // what is undone must give the digest that was signed
		data = c.lying.Raw
		undo.Try = func(chosen []mend.Repair, undone []byte) bool {
			if !o.mending.Take(digestCost*len(undone)) || !verified.Agree(c.signed.Signers, undone) {
				return true
			}
			undone, ok, err := undo.UndoAll(chosen, m.raw)
			return !ok || err != nil || whole(chosen, undone)
		}
	}
	err := undo.Run(data)
	if err != nil && r.bare() {
		r.reports = append(r.reports, unread(file, "", &intake.Problem{Slug: "limit", Detail: err.Error()}))
	}
	for i := range r.reports {
		if part := r.reports[i].Part; !r.reports[i].authentic && r.partial(part) {
			r.reports[i] = nothing(file, part, "mail-partial")
		}
		if err != nil && damaged(&r.reports[i]) {
			r.reports[i].addCheck(newCheck("search.limit", Warning, "search.repairs"))
		}
	}
	return r
}

// partial says whether of what the part signs a program keeps some elsewhere.
func (r reading) partial(part string) bool {
	at := slices.IndexFunc(r.candidates, func(c *candidate) bool { return c.entity.Path == part })
	return at >= 0 && isPartial(r.candidates[at].entity)
}

// altered gives the one signed entity whose bytes are not those that were signed, where nothing else is damaged and its signature can tell
// without being verified; nil otherwise.
func (r reading) altered() *candidate {
	var one *candidate
	for i := range r.reports {
		if !damaged(&r.reports[i]) {
			continue
		}
		at := slices.IndexFunc(r.candidates, func(c *candidate) bool { return c.entity.Path == r.reports[i].Part })
		if one != nil || at < 0 || r.reports[i].Subindication != HashFailure {
			return nil
		}
		one = r.candidates[at]
	}
	if one == nil || slices.ContainsFunc(one.signed.Signers, func(s cms.SignerInfo) bool { return !s.HasAttributes }) {
		return nil
	}
	return one
}

// undamaged is a reading of undone damage that takes the place of one with nothing in it.
func (r reading) undamaged(chosen []mend.Repair, standing []*candidate) reading {
	r.standing = standing
	for i := range r.reports {
		r.reports[i].standing = intake.Span{}
		if r.reports[i].authentic {
			r.reports[i].repaired(chosen)
		}
	}
	return r
}

// bare says whether there is nothing in the mail as it stands, or a claim without the parts that it speaks of.
func (r reading) bare() bool {
	return !slices.ContainsFunc(r.reports, func(r Report) bool {
		return !r.hollow && r.Error == "" && (r.Subindication != FormatFailure || r.signed != nil)
	})
}

// holds says whether some signature in it does.
func (r reading) holds() bool {
	return slices.ContainsFunc(r.reports, func(r Report) bool { return r.authentic && (r.Kind != KindUnknown || r.providers()) })
}

// garbled says whether a mail in which there is nothing may be one whose line ends were changed so that its parts are not found.
func (r reading) garbled(raw []byte) bool {
	if !r.bare() {
		return false
	}
	_, alone := intake.CRLFForCR(raw[:min(len(raw), garbledStart)])
	return alone || doubledLines(raw)
}

// doubledLines looks at the first lines only.
func doubledLines(raw []byte) bool {
	head := raw[:min(len(raw), garbledStart)]
	if i := bytes.LastIndexByte(head, '\n'); i >= 0 && len(head) < len(raw) {
		head = bytes.TrimRight(head[:i+1], "\r\n")
	}
	_, ok := mend.UndoDoubledLines(head)
	return ok
}

// garbledStart is how many bytes of a mail show whether its line ends were changed.
const garbledStart = 16 << 10

// reading is what a mail turned out to hold.
type reading struct {
	reports    []Report
	root       *smime.Entity // nil where it could not be read
	candidates []*candidate
	limited    bool         // not all of it was searched
	standing   []*candidate // those of the mail as it was given, before anything was undone
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
		return r.signed != nil && !r.authentic
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
func takeOver(reports []Report, mended Report, chosen []mend.Repair) (taken bool) {
	if !mended.authentic {
		return false
	}
	for i := range reports {
		if reports[i].Part == mended.Part && damaged(&reports[i]) && mend.SameAfter(chosen, reports[i].signed, mended.signed) {
			mended.repaired(chosen)
			mended.standing = reports[i].standing
			reports[i] = mended
			taken = true
		}
	}
	return taken
}

// verifyMessage finds the signed entities of a mail and judges those that present themselves as PEC; with o.authentic those alone of
// which a signature holds.
func verifyMessage(file File, m source, o Options) reading {
	root, err := m.root(o.effort)
	if err != nil {
		return reading{reports: []Report{unread(file, "", err)}}
	}
	candidates, limit := find(root, o)
	o.parties = parties{}
	var reports []Report
	for _, c := range candidates {
		held := c.result == nil || c.result.Content != nil
		switch {
		case !held && o.authentic:
		case c.isREM():
			reports = append(reports, judgeREM(c, o)...)
		case c.isPEC(o.Trust):
			reports = append(reports, judge(c, o))
		}
	}
	switch {
	case len(reports) == 0 && o.authentic:
		return reading{root: root, candidates: candidates}
	case len(reports) > 0:
	case limit != nil:
		return reading{reports: []Report{unread(file, "", limit)}, root: root, candidates: candidates, limited: true}
	case presents(root.OuterHeader()):
		reports = []Report{unsigned(root, candidates, o)}
	case len(candidates) > 0 && readable(candidates[0]):
		reports = []Report{judge(candidates[0], o)} // S/MIME by somebody: judged like evidence, and found to be none
	default:
		reports = []Report{nothing(file, "", unsignedMail(root))}
		if reports[0].Unread == "" && noticeMail(root) {
			reports[0].Unread = UnreadLost
		}
	}
	for i := range reports {
		reports[i].File = file
		if m.attached != "" && reports[i].Part == "" {
			reports[i].warn("wrapper.unsigned", m.attached, "part", m.part)
		}
		if limit != nil {
			reports[i].Checks = append(reports[i].Checks, newCheck("search.limit", Warning, "search.limit", "error", limit.Error()))
		} else if o.work.Refused() {
			reports[i].Checks = append(reports[i].Checks, newCheck("search.limit", Warning, "search.work"))
		}
	}
	// What a sender put into a certified message is his; what stands beside evidence in a mail may be more of it.
	certified := slices.ContainsFunc(reports, func(r Report) bool { return r.authentic && r.Part == "" })
	if limit != nil && !certified {
		reports = append(reports, unread(file, "", limit))
	}
	return reading{reports: reports, root: root, candidates: candidates, limited: limit != nil}
}

func (m source) root(effort *bound.Pool) (*smime.Entity, error) {
	if m.opaque {
		return smime.Bare("application/pkcs7-mime", m.raw, effort), nil
	}
	root, err := smime.ParseWithin(m.raw, effort)
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
	system := SystemPEC
	if h := root.OuterHeader(); presentsAsREM(h) && !presentsAsPEC(h) {
		system = SystemREM
	}
	return Report{Schema: Schema, System: system, Kind: KindUnknown, Indication: TotalFailed, Subindication: FormatFailure, hollow: true,
		Checks: []Check{
			newCheck("file.type", Passed, "file.message"),
			newCheck("signature.present", Failed, "signature.none"),
		}}
}
