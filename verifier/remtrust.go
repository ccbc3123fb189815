package verifier

import (
	"crypto/x509"
	"time"

	"pecverifier/statement"
	"pecverifier/trustlist"
	"pecverifier/trustlist/certificate"
)

// inquiry asks the lists about the certificates that came with what is judged.
func (j *judgement) inquiry() *trustlist.Inquiry {
	if j.candidate != nil {
		return j.candidate.ask(j.options.Trust)
	}
	if j.asked == nil {
		var others []*x509.Certificate
		for _, der := range j.rem.doc.Signature.Certificates {
			if c, err := x509.ParseCertificate(der); err == nil {
				others = append(others, c)
			}
		}
		j.asked = j.options.Trust.Ask(others, func(cert *x509.Certificate, issuer any) bool { return j.options.work.SpendOn(issuer, cert.Raw) })
	}
	return j.asked
}

// askREM asks whether a certificate signs registered mail (trustlist/rem.go), and says of each trusted list that a newer one is due.
func (j *judgement) askREM(cert *x509.Certificate, at time.Time) trustlist.Answer {
	a := j.inquiry().RegisteredMail(cert, at, !j.rem.bare)
	for _, l := range a.Lists {
		if s := l.Services; s != nil && !s.NextUpdate.IsZero() && s.NextUpdate.Before(j.options.Now) {
			due := s.NextUpdate.UTC().Format(time.RFC3339)
			detail := "a newer list than " + l.Name + " should have been published by " + due
			a.Reasons = append(a.Reasons, trustlist.Reason{Statement: statement.Statement{Reason: trustlist.ListDue, Detail: detail,
				Values: statement.Values("list", l.Name, "due", due)}, Warn: true})
		}
	}
	return a
}

// askOther asks the same of a certificate that is not the mail's, and whether it may sign at that time.
func (j *judgement) askOther(der []byte) (trustlist.Answer, bool) {
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return trustlist.Answer{}, false
	}
	a := j.askREM(cert, j.time)
	return a, a.Path != trustlist.PathNone && a.Unfit == "" && a.Validity == "" && a.Revocation != trustlist.RevocationIsRevoked
}

func subjectOf(der []byte) string {
	c, err := certificate.Parse(der)
	if err != nil {
		return ""
	}
	return certificate.Name(c.Subject)
}
