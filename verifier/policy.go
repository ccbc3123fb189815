package verifier

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/sigalg"
	"pecverifier/verifier/internal/verified"
)

// judgement gathers the answers about one candidate. Its methods are the questions, in the order in which they are
// asked; each adds its Check, and fail also remembers what it means for the verdict.
type judgement struct {
	candidate *candidate
	options   Options
	content   *verified.Content // what the signatures hold; nil where they do not
	evidence  *evidence
	rem       *remEvidence // of registered mail; nil in PEC
	asked     *trustlist.Inquiry
	signer    *x509.Certificate // of the first signer
	answer    trustlist.Answer  // what the list says of it
	time      time.Time         // the certified time; zero where nothing states one
	keyBits   int
	checks    []Check
	failures  []Subindication
}

// usualChecks is how many a report has.
const usualChecks = 24

func judge(c *candidate, o Options) Report {
	j := &judgement{candidate: c, options: o, content: c.verify(o.Trust).Content, checks: make([]Check, 0, usualChecks)}
	if j.content != nil {
		j.evidence = readEvidence(j.content)
	} else {
		j.evidence = claimed(c.lying)
	}
	j.add("file.type", Passed, "file.message")
	j.checkWrapper()
	if j.checkPresent() {
		j.settleTime()
		j.checkSignature()
		j.checkSigningTime()
		j.checkTrust()
		if j.content != nil {
			j.checkForm()
			j.checkConsistency()
			j.checkProvider()
			j.checkContent()
		} else {
			j.skipEvidence()
		}
	}
	j.checkHeaders()
	return j.report()
}

// checkPresent: is there exactly one well-formed signature structure?
func (j *judgement) checkPresent() bool {
	const id = "signature.present"
	c := j.candidate
	reason, err := c.fault()
	switch {
	case reason != "" && err != nil:
		j.fail(id, FormatFailure, reason, "error", err.Error())
		return false
	case reason != "":
		j.fail(id, FormatFailure, reason)
		return false
	case !c.closed:
		j.add(id, Warning, "signature.unclosed")
	default:
		j.add(id, Passed, "signature.one")
	}
	// RFC 8551 §2.4.1 has id-data for mail. The attribute content-type says the same, so the signer meant something else than a mail:
	// none was met, and a warning is enough for what only a provider's key can make.
	if !c.signed.ContentType.Equal(idData) {
		j.add(id, Warning, "signature.contenttype", "type", c.signed.ContentType.String())
	}
	return true
}

// settleTime: the certified time is that of daticert.xml, else the provider's own signing time (REPORT.md). It is
// settled before trust, which is judged at that time and never at that of today.
func (j *judgement) settleTime() {
	if j.time = j.evidence.time; j.time.IsZero() {
		j.time = j.candidate.signed.Signers[0].SigningTime
	}
}

// minRSABits is what a key must have to be called strong today; real leaves had 1,024 up to 2017 (RULES.md §3.1).
const minRSABits = 2048

// idData is the content type of a mail (RFC 8551 §2.4.1).
var idData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}

// clockSlack is how far a certified time may lie after the moment of judging: zones set wrong, not months.
const clockSlack = 24 * time.Hour

// checkSignature: are the bytes those that were signed, and does the value verify with the signer's key? With several
// signers each must hold.
func (j *judgement) checkSignature() {
	certificates := j.candidate.certificates(j.options.Trust)
	var digest, value, weak error
	var sha1, reordered, missing bool
	short := minRSABits
	for i, r := range j.candidate.result.Signers {
		if a := j.candidate.signed.Signers[i].Algorithm; (a == sigalg.RSA || a == sigalg.RSAPSS) && r.KeyBits > 0 {
			short = min(short, r.KeyBits)
		}
		if i == 0 {
			j.signer, j.keyBits = certificates[i], r.KeyBits
		}
		digest, value, weak = firstError(digest, r.Digest), firstError(value, r.Value), firstError(weak, r.Weak)
		sha1, reordered = sha1 || r.SHA1, reordered || r.Reordered
		missing = missing || certificates[i] == nil
	}
	if j.candidate.result.Mended {
		j.add("repair.lineends", Warning, "repair.lineends")
	}
	switch {
	case digest == nil:
		j.add("signature.digest", Passed, "digest.agrees")
	case errors.Is(digest, cms.ErrAttributes):
		j.fail("signature.digest", FormatFailure, "digest.attributes", "error", digest.Error())
	case errors.Is(digest, cms.ErrDigest):
		j.fail("signature.digest", HashFailure, "digest.differs")
	case missing || weak != nil || value != nil: // said by signature.value or signature.strength
		j.add("signature.digest", Skipped, "digest.notjudged")
	default:
		j.fail("signature.digest", CryptoConstraintsFailure, "digest.unknown", "error", digest.Error())
	}
	switch {
	case missing:
		j.add("signature.value", Skipped, "value.nokey")
		j.fail("signer.certificate", NoSigningCertificate, "certificate.missing")
	case errors.Is(value, cms.ErrWork):
		j.signer = nil // whose key it was is not known
		j.fail("signature.value", CryptoConstraintsFailure, "value.work")
	case errors.Is(value, cms.ErrSignature) && j.candidate.untried:
		j.signer = nil
		j.add("signature.value", Skipped, "value.nokey")
		j.fail("signer.certificate", NoSigningCertificate, "certificate.untried")
	case weak != nil:
		j.add("signature.value", Skipped, "value.weak")
	case value != nil && errors.Is(value, cms.ErrDigest): // without signed attributes the two are one question
		j.add("signature.value", Skipped, "value.otherbytes")
	case value != nil:
		j.fail("signature.value", SigCryptoFailure, "value.differs", "error", value.Error())
	case digest != nil:
		j.add("signature.value", Skipped, "value.otherbytes")
	case reordered:
		j.add("signature.value", Passed, "value.reordered")
	default:
		j.add("signature.value", Passed, "value.agrees")
	}
	switch {
	case weak != nil:
		j.fail("signature.strength", CryptoConstraintsFailure, "strength.weak", "error", weak.Error())
	case sha1:
		j.add("signature.strength", Warning, "strength.sha1")
	case short == minRSABits:
		j.add("signature.strength", Passed, "strength.good")
	}
	if weak == nil && short < minRSABits {
		j.add("signature.strength", Warning, "strength.short", "bits", strconv.Itoa(short))
	}
}

// skipEvidence: what bytes that no signature holds say of themselves is not asked.
func (j *judgement) skipEvidence() {
	reason := "evidence.unverified"
	for _, sub := range []Subindication{FormatFailure, HashFailure, SigCryptoFailure} {
		if slices.Contains(j.failures, sub) {
			reason = "evidence.altered"
		}
	}
	for _, id := range []string{"evidence.form", "evidence.consistency", "evidence.provider", "content.absent"} {
		j.add(id, Skipped, reason)
	}
}

// checkSigningTime: does the provider's signing time agree with the certified time?
func (j *judgement) checkSigningTime() {
	const id = "signature.time"
	signing := j.candidate.signed.Signers[0].SigningTime
	switch {
	case signing.IsZero() || j.evidence.data == nil && (j.rem == nil || j.rem.stated() == nil):
		j.add(id, Skipped, "signingtime.none")
	case signing.Sub(j.time).Abs() > clockTolerance:
		j.add(id, Warning, "signingtime.differs", "signing", signing.Format(time.RFC3339), "certified", j.time.Format(time.RFC3339))
	default:
		j.add(id, Passed, "signingtime.agrees")
	}
	if j.time.Sub(j.options.Now) > clockSlack {
		j.add(id, Warning, "signingtime.future", "certified", j.time.Format(time.RFC3339), "now", j.options.Now.Format(time.RFC3339))
	}
}

// checkTrust: was the signer a listed provider at the certified time (trustlist/doc.go)?
func (j *judgement) checkTrust() {
	if j.signer == nil {
		for _, id := range []string{"trust.provider", "trust.validity", "trust.revocation"} {
			j.add(id, Skipped, "trust.nosigner")
		}
		return
	}
	at := j.time
	if at.IsZero() {
		at = j.signer.NotBefore // only to find out whose certificate it is; trust.validity fails below
	}
	if j.rem != nil {
		j.answer = j.askREM(j.signer, at)
	} else {
		j.answer = j.candidate.ask(j.options.Trust).Signer(j.signer, at)
		j.checkOtherSigners(at)
	}
	list := []string{"provider", j.answer.Provider, "list", j.answer.List, "date", j.answer.ListDate, "from", string(j.answer.From())}

	switch {
	case j.answer.Unfit != "":
		j.fail("signer.certificate", ChainConstraintsFailure, "certificate."+j.answer.Unfit)
	default:
		j.add("signer.certificate", Passed, "certificate.fit")
	}

	switch {
	case j.answer.Path == trustlist.PathNone:
		j.fail("trust.provider", NoCertificateChain, "provider.notlisted", append(list, "facts", j.facts())...)
	case j.says(trustlist.DomainLapsed) || j.says(trustlist.OrganisationLapsed):
		j.add("trust.provider", Warning, "provider.lapsed", append(list, "facts", j.facts())...)
	default:
		j.add("trust.provider", Passed, "provider."+string(j.answer.Path), append(list, "facts", j.facts())...)
	}

	validity := []string{"from", j.signer.NotBefore.UTC().Format(time.RFC3339), "to", j.signer.NotAfter.UTC().Format(time.RFC3339)}
	switch {
	case j.time.IsZero() && j.evidence.reason == "":
		j.fail("trust.validity", OutOfBoundsNoPOE, "validity.notime", validity...)
	case j.time.IsZero():
		j.add("trust.validity", Skipped, "validity.notime", validity...)
	case at.Before(j.signer.NotBefore):
		j.fail("trust.validity", OutOfBoundsNoPOE, "validity.notyet", validity...)
	case at.After(j.signer.NotAfter):
		j.fail("trust.validity", OutOfBoundsNoPOE, "validity.expired", validity...)
	case j.options.Now.After(j.signer.NotAfter):
		j.add("trust.validity", Passed, "validity.since", validity...)
	default:
		j.add("trust.validity", Passed, "validity.good", validity...)
	}

	stated := j.fact(trustlist.RevocationStated)
	switch {
	case j.answer.Revocation == trustlist.RevocationIsRevoked:
		j.fail("trust.revocation", Revoked, "revocation.revoked",
			"date", j.answer.RevokedAt.UTC().Format(time.RFC3339), "reason", j.answer.RevocationReason)
	case stated != nil: // the word of whoever wrote that list, without the authority's own
		reason := "revocation.stated"
		if stated.Values["origin"] == string(trustlist.OriginUnsigned) {
			reason = "revocation.unsigned"
		}
		j.add("trust.revocation", Warning, reason, "date", stated.Values["date"], "reason", stated.Values["reason"],
			"list", stated.Values["list"], "from", stated.Values["from"], "signer", stated.Values["signer"])
	case j.says(trustlist.RevocationUnchecked): // bad is not unknown: whoever leaves the authority out makes nothing good
		unchecked := j.fact(trustlist.RevocationUnchecked)
		j.add("trust.revocation", Warning, "revocation.unchecked", "date", unchecked.Values["date"], "reason", unchecked.Values["reason"], "list", unchecked.Values["list"])
	case j.says(trustlist.RevokedLater):
		j.add("trust.revocation", Passed, "revocation.later",
			"date", j.answer.RevokedAt.UTC().Format(time.RFC3339), "reason", j.answer.RevocationReason)
	case j.answer.Revocation == trustlist.RevocationIsGood:
		j.add("trust.revocation", Passed, "revocation.good")
	case j.says(trustlist.RevocationOlder):
		j.add("trust.revocation", Skipped, "revocation.older")
	default:
		j.add("trust.revocation", Skipped, "revocation.unknown")
	}
}

// says whether the list's answer rests on that fact.
func (j *judgement) says(slug string) bool { return j.fact(slug) != nil }

func (j *judgement) fact(slug string) *trustlist.Reason {
	for i := range j.answer.Reasons {
		if j.answer.Reasons[i].Reason == slug {
			return &j.answer.Reasons[i]
		}
	}
	return nil
}

func (j *judgement) facts() string {
	var out []string
	for _, r := range j.answer.Reasons {
		out = append(out, r.Detail)
	}
	return strings.Join(out, "; ")
}

// checkOtherSigners: with several signers all must be the same provider (RULES.md §9.1, C2). The worst answer
// stands for all.
func (j *judgement) checkOtherSigners(at time.Time) {
	for _, cert := range j.candidate.certificates(j.options.Trust)[1:] {
		if cert == nil || cert.Equal(j.signer) {
			continue
		}
		other := j.candidate.ask(j.options.Trust).Signer(cert, at)
		switch {
		case other.Path == trustlist.PathNone || other.Unfit != "" || other.Revocation == trustlist.RevocationIsRevoked ||
			at.Before(cert.NotBefore) || at.After(cert.NotAfter):
			j.fail("trust.provider", NoCertificateChain, "provider.othersigner")
			return
		case other.Provider != j.answer.Provider && !sameOrganisation(cert, j.signer):
			j.fail("trust.provider", NoCertificateChain, "provider.otherprovider", "provider", other.Provider)
			return
		}
	}
}

// sameOrganisation is for a provider that two lists name differently.
func sameOrganisation(a, b *x509.Certificate) bool {
	return len(a.Subject.Organization) > 0 && slices.Equal(a.Subject.Organization, b.Subject.Organization)
}

// checkForm: is there one daticert.xml of the rules' shape (RULES.md §2)?
func (j *judgement) checkForm() {
	const id = "evidence.form"
	switch {
	case j.evidence.reason != "":
		j.fail(id, EvidenceMalformed, j.evidence.reason, "error", j.evidence.detail)
	case j.evidence.kind == KindAnomaly:
		j.add(id, Passed, "evidence.anomaly")
	default:
		j.checkOddities()
	}
}

// checkOddities: daticert.xml is of the rules' shape, and something about it is not as it should be.
func (j *judgement) checkOddities() {
	const id = "evidence.form"
	if j.evidence.oldName {
		j.add(id, Warning, "evidence.oldname")
	}
	if d := j.evidence.data; d != nil {
		if d.Marked {
			j.add(id, Warning, "evidence.marked")
		}
		if len(d.Cut) > 0 {
			j.add(id, Warning, "evidence.cut", "elements", strings.Join(d.Cut, ", "))
		}
	}
	if !j.said(id) {
		j.add(id, Passed, "evidence.good")
	}
}

// precedence is REPORT.md's table: where several failures apply, the first named here is the verdict.
var precedence = []struct {
	sub        Subindication
	indication Indication
}{
	{FormatFailure, TotalFailed},
	{HashFailure, TotalFailed},
	{SigCryptoFailure, TotalFailed},
	{Revoked, TotalFailed},
	{NoSigningCertificate, Indeterminate},
	{NoCertificateChain, Indeterminate},
	{ChainConstraintsFailure, Indeterminate},
	{OutOfBoundsNoPOE, Indeterminate},
	{CryptoConstraintsFailure, Indeterminate},
	{EvidenceMalformed, Indeterminate},
	{EvidenceInconsistent, Indeterminate},
}

// verdict passes only what was authentic and failed nothing.
func (j *judgement) verdict() (Indication, Subindication) {
	for _, p := range precedence {
		if slices.Contains(j.failures, p.sub) {
			return p.indication, p.sub
		}
	}
	if j.content == nil && (j.rem == nil || !j.rem.bare) {
		return TotalFailed, SigCryptoFailure
	}
	return TotalPassed, ""
}

func firstError(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

func (j *judgement) signerAddresses() []string {
	if j.signer == nil {
		return nil
	}
	return j.signer.EmailAddresses
}
