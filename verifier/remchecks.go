package verifier

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/digest"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/msgid"
	"pecverifier/verifier/internal/rem"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/internal/tst"
	"pecverifier/verifier/internal/verified"
	"pecverifier/verifier/internal/xmlsig"
)

// checkREMForm: is there one evidence of the standard's shape, and nothing of PEC beside it?
func (j *judgement) checkREMForm() {
	const id = "evidence.form"
	switch r := j.rem; {
	case j.content == nil && !r.bare:
		j.add(id, Skipped, j.unheld())
	case r.reason == "rem.work": // not read is not malformed
		j.fail(id, CryptoConstraintsFailure, r.reason)
	case r.reason != "":
		j.fail(id, EvidenceMalformed, r.reason, "error", r.detail)
	default:
		j.add(id, Passed, "rem.good")
	}
}

// checkREMSignature: is the evidence intact, and by whom (steps 4 and 5)? It is asked of the evidence of an altered mail too: a person can
// take the file out and have it judged alone.
func (j *judgement) checkREMSignature() {
	const id = "evidence.signature"
	d := j.rem.doc
	if d == nil {
		j.add(id, Skipped, "evidence.unverified")
		return
	}
	if d.Malformed != nil {
		switch {
		case d.Malformed.Reason == rem.ReasonUnsigned:
			j.fail(id, EvidenceMalformed, "xades.unsigned")
		case d.Malformed.Reason == rem.ReasonSignature:
			j.fail(id, EvidenceMalformed, "xades.shape", "error", d.Malformed.Detail)
		case d.Signature == nil:
			j.add(id, Skipped, "evidence.unverified")
		}
	}
	if d.Signature == nil || j.said(id) {
		return
	}
	switch err := d.Signature.Err(); {
	case err == nil:
	case errors.Is(err, xmlsig.ErrDigest):
		j.fail(id, HashFailure, "xades.digest")
		return
	case errors.Is(err, xmlsig.ErrValue):
		j.fail(id, SigCryptoFailure, "xades.value")
		return
	case errors.Is(err, xmlsig.ErrWork):
		j.add(id, Skipped, "evidence.unverified")
		return
	case errors.Is(err, xmlsig.ErrUnsupported), errors.Is(err, xmlsig.ErrWeak): // a key: methods are asked for before
		j.fail(id, CryptoConstraintsFailure, "xades.weak", "error", err.Error())
		return
	default:
		j.fail(id, EvidenceMalformed, "xades.shape", "error", err.Error())
		return
	}
	if !j.rem.bare && j.signer != nil {
		j.checkSameSigner()
	}
	if d.Signature.Short {
		j.add(id, Warning, "xades.short")
	}
	if !j.said(id) {
		j.add(id, Passed, "xades.agrees")
	}
}

// checkSameSigner: the signer of the evidence is that of the mail (532-4 table C.4), or both are certificates of one listed service.
func (j *judgement) checkSameSigner() {
	const id = "evidence.signature"
	other := j.rem.doc.Signature.Signer
	if string(other) == string(j.signer.Raw) {
		return
	}
	names := []string{"evidence", subjectOf(other), "signed", certificate.WrittenName(j.signer.Subject)}
	if a, ok := j.askOther(other); ok && a.Service != nil && j.answer.Service != nil && a.Service.Service == j.answer.Service.Service && a.Service.Why == "" && j.answer.Service.Why == "" {
		j.add(id, Warning, "xades.service", names...)
		return
	}
	j.fail(id, EvidenceInconsistent, "xades.other", names...)
}

// unheld says why what no signature holds is not asked.
func (j *judgement) unheld() string {
	for _, sub := range []Subindication{FormatFailure, HashFailure, SigCryptoFailure} {
		for _, f := range j.failures {
			if f == sub {
				return "evidence.altered"
			}
		}
	}
	return "evidence.unverified"
}

// checkREMTimes: do the signers' own times agree with the certified one (step 10)?
func (j *judgement) checkREMTimes() {
	const id = "signature.time"
	if !j.rem.bare {
		j.checkSigningTime()
	}
	if !j.certifies() || j.rem.doc.Signature.Properties == nil {
		return
	}
	at := j.rem.doc.Signature.Properties.SigningTime
	switch {
	case at.IsZero():
		j.add(id, Skipped, "signingtime.none")
	case at.Sub(j.time).Abs() > clockTolerance:
		j.add(id, Warning, "signingtime.differs", "signing", at.UTC().Format(time.RFC3339), "certified", j.time.Format(time.RFC3339))
	default:
		j.add(id, Passed, "signingtime.agrees")
	}
	if j.rem.bare && j.time.Sub(j.options.Now) > clockSlack {
		j.add(id, Warning, "signingtime.future", "certified", j.time.Format(time.RFC3339), "now", j.options.Now.Format(time.RFC3339))
	}
}

// checkAttributes: what CAdES adds to the signature of the mail (step 2, 532-4 §C.4.2): one signer, whose certificate and algorithms are
// signed too.
func (j *judgement) checkAttributes() {
	signers := j.candidate.signed.Signers
	if len(signers) > 1 {
		j.fail("signature.present", FormatFailure, "signature.several")
		j.content = nil
	}
	s := &signers[0]
	if err := s.AlgorithmProtection(); err != nil {
		j.fail("signature.value", SigCryptoFailure, "value.differs", "error", err.Error())
		j.content = nil
	}
	if j.signer == nil {
		return
	}
	id, err := s.SigningCertificate()
	if err != nil || id != nil && !id.Matches(j.signer.Raw) {
		j.fail("signer.certificate", NoSigningCertificate, "certificate.unnamed")
		j.content = nil
	}
}

// checkREMConsistency holds the evidence against the rules of its event, and against the parts beside it (step 7).
func (j *judgement) checkREMConsistency() {
	const id = "evidence.consistency"
	e := j.rem.doc.Evidence
	for _, c := range e.Contradictions() {
		if c.Warns {
			j.add(id, Warning, "rem-rule."+c.Reason, "value", c.Value)
		} else {
			j.fail(id, EvidenceInconsistent, "rem-rule."+c.Reason, "value", c.Value)
		}
	}
	switch n := len(j.rem.parts.Originals); {
	case n > 1:
		j.fail(id, EvidenceInconsistent, "rem-rule.originals")
	case n == 1 && !e.MayHoldOriginal():
		j.fail(id, EvidenceInconsistent, "rem-rule.original", "value", e.Event)
	case n == 0 && !j.rem.bare && e.Event == rem.ReceivedFromNonERDS:
		j.add(id, Warning, "rem-rule.message", "value", e.Event)
	}
	if j.rem.unread {
		j.add(id, Warning, "consistency.unread")
	}
	if j.evidence.original != nil && e.HasSubject {
		inside, unread := smime.ReadWords(j.evidence.original.Header.Get("Subject"))
		signed, unreadToo := smime.ReadWords(e.Subject)
		switch {
		case compareTexts(inside, signed) == msgid.Same:
		case unread+unreadToo != "":
			j.add(id, Warning, "consistency.charset", "charset", unread+unreadToo)
		default:
			j.add(id, Warning, "rem-rule.subject", "message", inside, "evidence", e.Subject)
		}
	}
	if !j.said(id) {
		j.add(id, Passed, "rem-rule.agrees")
	}
}

// checkREMContent: is the message that stands there the one that the evidence is about (step 8)? Its digest is over its octets as they
// are, with the line end that closes it; nothing is tried with and without (REM.md §5.1).
func (j *judgement) checkREMContent() {
	const id = "evidence.content"
	e, part := j.rem.doc.Evidence, j.rem.original
	switch {
	case part == nil:
		j.add(id, Skipped, "rem-content.receipt")
		return
	case e.Digest.Hash == 0:
		j.fail(id, CryptoConstraintsFailure, "rem-content.unknown", "method", e.Digest.Method)
		return
	case !bytes.Equal(digest.Sum(e.Digest.Hash, part.Body), e.Digest.Value):
		j.fail(id, EvidenceInconsistent, "rem-content.differs")
	}
	if j.evidence.original != nil {
		all := j.evidence.original.Header.Values("Message-ID")
		if len(all) != 1 || string(msgid.Of(all[0])) != e.MessageID {
			j.fail(id, EvidenceInconsistent, "rem-content.identifier", "message", strings.Join(all, ", "), "evidence", e.MessageID)
		}
	} else if !j.rem.unread {
		j.fail(id, EvidenceInconsistent, "rem-content.identifier", "evidence", e.MessageID)
	}
	if !j.said(id) {
		j.add(id, Passed, "rem-content.agrees")
	}
}

// How far the time of a time-stamp may lie before and behind the certified time without a word (REM.md §4.4).
const (
	stampEarly = clockTolerance
	stampLate  = 24 * time.Hour
)

// checkTimestamp: is the evidence's signature time-stamped (step 9)? The stamp stands outside of that signature, so that anybody can take
// it away; one that is there must be over that value, and intact.
func (j *judgement) checkTimestamp() {
	const id = "evidence.timestamp"
	stamps := j.rem.doc.Signature.Timestamps
	if len(stamps) == 0 {
		j.add(id, Warning, "stamp.none")
		return
	}
	for _, s := range stamps {
		j.judgeStamp(s)
	}
	if !j.said(id) {
		j.add(id, Passed, "stamp.trusted")
	}
}

func (j *judgement) judgeStamp(s xmlsig.Timestamp) {
	const id = "evidence.timestamp"
	switch {
	case errors.Is(s.Err, xmlsig.ErrUnsupported):
		j.add(id, Warning, "stamp.unread", "error", s.Err.Error())
		return
	case s.Err != nil:
		j.fail(id, EvidenceInconsistent, "stamp.broken", "error", s.Err.Error())
		return
	}
	token, err := tst.Parse(s.Token)
	if errors.Is(err, cms.ErrUnsupported) {
		j.add(id, Warning, "stamp.unread", "error", err.Error())
		return
	}
	if err == nil {
		token.Data.Charge(j.options.work)
		err = token.Stamps(verified.Digests(s.Stamped))
	}
	if errors.Is(err, tst.ErrImprint) {
		j.fail(id, EvidenceInconsistent, "stamp.imprint")
		return
	}
	if err != nil {
		j.fail(id, EvidenceInconsistent, "stamp.broken", "error", err.Error())
		return
	}
	content := verified.Digests(token.Data.Content)
	cert := token.Signer.Choose(token.Data.Certificates, func(c *x509.Certificate) cms.Result { return token.Signer.Verify(content, c) }, nil).Certificate
	if cert == nil {
		j.add(id, Warning, "stamp.nosigner")
		return
	}
	switch err := token.Verify(cert); {
	case errors.Is(err, cms.ErrWork):
		j.add(id, Warning, "stamp.unread", "error", err.Error())
		return
	case err != nil:
		j.fail(id, EvidenceInconsistent, "stamp.broken", "error", err.Error())
		return
	}
	authority := cert.Subject.CommonName
	if authority == "" {
		authority = strings.Join(cert.Subject.Organization, ", ")
	}
	trusted := false
	if c, err := certificate.Parse(cert.Raw); err == nil && !token.Time.Before(cert.NotBefore) && !token.Time.After(cert.NotAfter) {
		trusted = qualified.Vouches(qualified.Timestamps(j.options.Trust.ServiceLists(), c, token.Time))
	}
	if j.rem.stamp == nil || trusted && !j.rem.stamp.Trusted {
		j.rem.stamp = &EvidenceStamp{Time: stamp(token.Time.UTC()), Authority: authority, Trusted: trusted}
	}
	at := token.Time.UTC().Format(time.RFC3339)
	switch {
	case token.Time.Before(j.time.Add(-stampEarly)):
		j.add(id, Warning, "stamp.early", "time", at, "certified", j.time.Format(time.RFC3339))
	case token.Time.After(j.time.Add(stampLate)):
		j.add(id, Warning, "stamp.late", "time", at, "certified", j.time.Format(time.RFC3339))
	}
	if !trusted {
		j.add(id, Warning, "stamp.unknown", "authority", authority)
	}
}

// checkREMProvider: is the provider that the evidence names recognisable in the signer's certificate, or in the list (step 11)? Names are
// spelled differently everywhere, in lists and certificates too: a hint.
func (j *judgement) checkREMProvider() {
	const id = "evidence.provider"
	if j.signer == nil {
		j.add(id, Skipped, "provider.nothing")
		return
	}
	stated := j.rem.doc.Evidence.Provider
	names := append([]string{j.signer.Subject.CommonName}, j.signer.Subject.Organization...)
	all := append([]string{j.answer.Provider}, names...)
	if s := j.answer.Service; s != nil {
		all = append(all, s.Service.Provider, s.Service.Name)
	}
	if fit(stated, all) > 0 || slices.ContainsFunc(all, func(s string) bool { return sameLetters(s, stated) }) {
		j.add(id, Passed, "provider.agrees", "provider", stated)
		return
	}
	j.add(id, Warning, "provider.unlike", "evidence", stated, "signed", strings.Join(names, ", "))
}

// sameLetters says whether two names have the same letters and figures in whatever order: `S-REMS-A provider` is `SA-REMS provider` in
// its own certificate.
func sameLetters(a, b string) bool {
	letters := func(s string) string {
		out := []rune(strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, s))
		slices.Sort(out)
		return string(out)
	}
	return letters(a) != "" && letters(a) == letters(b)
}

// hashName is the usual name of a digest that an evidence states; else its URI.
func hashName(d rem.Digest) string {
	if d.Hash != crypto.Hash(0) {
		return d.Hash.String()
	}
	return d.Method
}
