package verifier

import (
	"pecverifier/verifier/smime"
)

// verifyInput judges the mail as it is; where bytes are not those that were signed, it undoes what storage may have
// done to the whole file, and takes over what then verifies.
func verifyInput(file File, data []byte, o Options) []Report {
	reports := verifyMessage(file, data, o)
	for _, r := range repairs {
		if !anyAltered(reports) {
			break
		}
		undone, ok := r.undo(data)
		if !ok {
			continue
		}
		for _, mended := range verifyMessage(file, undone, o) {
			takeOver(reports, mended, r.check)
		}
	}
	return reports
}

func altered(r *Report) bool {
	return r.Subindication == HashFailure || r.Subindication == SigCryptoFailure
}

func anyAltered(reports []Report) bool {
	for i := range reports {
		if altered(&reports[i]) {
			return true
		}
	}
	return false
}

// takeOver replaces the report of the same part, if there the bytes are now those that were signed.
func takeOver(reports []Report, mended Report, check string) {
	if mended.Certified == nil {
		return
	}
	for i := range reports {
		if reports[i].Part == mended.Part && altered(&reports[i]) {
			mended.Checks = append(mended.Checks, newCheck(check, Warning, check))
			sortChecks(mended.Checks)
			reports[i] = mended
		}
	}
}

// verifyMessage finds the signed entities of a mail and judges those that present themselves as PEC.
func verifyMessage(file File, data []byte, o Options) []Report {
	root, err := smime.Parse(data)
	if err != nil {
		return []Report{failure(file, err)}
	}
	candidates, limit := find(root)
	var reports []Report
	for _, c := range candidates {
		if c.isPEC() {
			reports = append(reports, judge(c, o))
		}
	}
	switch {
	case len(reports) > 0:
	case limit != nil:
		return []Report{failure(file, limit)}
	case presentsAsPEC(&root.Header):
		reports = []Report{unsigned(candidates, o)}
	case len(candidates) > 0 && readable(candidates[0]):
		reports = []Report{judge(candidates[0], o)} // S/MIME by somebody: judged like evidence, and found to be none
	default:
		reports = []Report{nothing(root)}
	}
	for i := range reports {
		reports[i].File = file
		if limit != nil {
			reports[i].Checks = append(reports[i].Checks, newCheck("search.limit", Warning, "search.limit", "error", limit.Error()))
		}
	}
	return reports
}

func readable(c *candidate) bool {
	return c.structure == nil && c.unread == nil && len(c.signed.Signers) > 0
}

// unsigned is the verdict on a mail that presents itself as PEC and has no signature.
func unsigned(candidates []*candidate, o Options) Report {
	if len(candidates) > 0 {
		return judge(candidates[0], o)
	}
	r := Report{Schema: Schema, System: "pec", Kind: KindUnknown, Indication: TotalFailed, Subindication: FormatFailure}
	r.Checks = []Check{
		newCheck("file.type", Passed, "file.message"),
		newCheck("signature.present", Failed, "signature.none"),
	}
	return r
}

// nothing says what a mail without any evidence is.
func nothing(root *smime.Entity) Report {
	return Report{Schema: Schema, System: "pec", Kind: KindNone, Indication: NoEvidence,
		Checks: []Check{newCheck("file.type", Passed, "file.mail")}}
}
