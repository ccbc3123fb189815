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
	"pecverifier/verifier/cms"
	"pecverifier/verifier/digest"
	"pecverifier/verifier/msgid"
	"pecverifier/verifier/rem"
	"pecverifier/verifier/smime"
	"pecverifier/verifier/tst"
	"pecverifier/verifier/verified"
	"pecverifier/verifier/xmlsig"
)

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
