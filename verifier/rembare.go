package verifier

import (
	"crypto/x509"
	"errors"

	"pecverifier/verifier/internal/rem"
)

// bareEvidence judges an evidence file without a mail around it. With a signature of its own it is complete evidence of what it states, as
// a daticert.xml on its own never is (REM.md §4.3).
func (in *input) bareEvidence(entry string, data []byte) []Report {
	j := &judgement{options: in.options, evidence: &evidence{kind: KindUnknown}, rem: &remEvidence{parts: &rem.Parts{}, bare: true}}
	j.add("file.type", Passed, "file.rem-evidence")
	if !spendEvidence(j.options) {
		return []Report{unread(in.file, entry, errWork)}
	}
	if j.rem.read(data, in.options); j.rem.reason == "rem.work" {
		return []Report{unread(in.file, entry, errWork)}
	}
	if d := j.rem.doc; d.Evidence != nil {
		if j.evidence.time = d.Evidence.Time; d.Evidence.Event != "" {
			j.evidence.kind = Kind(d.Evidence.Event)
		}
	}
	j.time = j.evidence.time
	if s := j.rem.doc.Signature; s != nil && s.Signer != nil {
		j.signer, _ = x509.ParseCertificate(s.Signer)
		j.keyBits = s.KeyBits
		if j.time.IsZero() && s.Properties != nil { // the signer's own time, where the evidence states none that is read
			j.time = s.Properties.SigningTime
		}
		j.checkREMTimes()
		j.checkTrust()
	}
	j.checkREM()
	r := j.report()
	r.File, r.Part = in.file, entry
	return []Report{r}
}

var errWork = errors.New("the input asks for more signature checks than are made")

// spendEvidence asks whether one more evidence may be verified: its signature and canonical forms cost so much.
func spendEvidence(o Options) bool {
	for range evidenceChecks {
		if !o.work.Spend(nil) {
			return false
		}
	}
	return true
}
