package attach

import (
	"crypto/x509"
	"errors"
	"time"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/tst"
)

// tokens judges the time-stamps of one signature. They never fail it; one that is intact and qualified proves that it existed.
func (c *container) tokens(o *opinion, kind string, tokens [][]byte, over cms.Digester) {
	for i, token := range tokens {
		if i == maxStamps {
			c.limit("time-stamps")
			return
		}
		t, proves, reason, err := c.stamp(kind, token, over)
		o.stampSays(t, proves, reason, err)
	}
}

func (o *opinion) stampSays(t Timestamp, proves time.Time, reason string, err error) {
	o.Timestamps = append(o.Timestamps, t)
	status := "warning"
	if !proves.IsZero() {
		o.poe = append(o.poe, proves)
		status = "passed"
	}
	o.say("attachment.timestamp", status, reason, "error", text(err))
}

// stamp judges one time-stamp. proves is the moment at which what it is over existed for certain; zero where it proves nothing.
func (c *container) stamp(kind string, token []byte, over cms.Digester) (t Timestamp, proves time.Time, reason string, err error) {
	t = Timestamp{Kind: kind, Qualified: "unknown", Indication: indeterminate}
	sub := func(s string) { t.Indication, t.Subindication = indicationOf(s), s }
	read, err := tst.Parse(token)
	if err != nil {
		sub(formatFailure)
		if errors.Is(err, cms.ErrUnsupported) {
			sub(cryptoFailure)
		}
		return t, proves, "attachment.timestamp.unread", err
	}
	read.Data.Charge(c.Work)
	t.At = stamp(read.Time)
	if over != nil {
		if err := read.Stamps(over); err != nil {
			sub(hashFailure)
			if !errors.Is(err, tst.ErrImprint) {
				sub(cryptoFailure)
			}
			return t, proves, "attachment.timestamp.other", err
		}
	}
	verify := func(cert *x509.Certificate) cms.Result { return read.Signer.Verify(sums(read.Data.Content), cert) }
	choice := read.Signer.Choose(readable(read.Data), verify, nil)
	if choice.Certificate == nil {
		sub(noCertificate)
		return t, proves, "attachment.timestamp.broken", cms.ErrNoCertificate
	}
	leaf, err := certificate.Parse(choice.Certificate.Raw)
	if err != nil {
		sub(noCertificate)
		return t, proves, "attachment.timestamp.broken", err
	}
	t.Authority = signerOf(leaf).Name
	if err := read.Verify(choice.Certificate); err != nil {
		switch {
		case errors.Is(err, cms.ErrDigest), errors.Is(err, cms.ErrAttributes):
			sub(hashFailure)
		case errors.Is(err, cms.ErrSignature):
			sub(valueFailure)
		case errors.Is(err, tst.ErrCertificate):
			sub(noCertificate)
		default:
			sub(cryptoFailure)
		}
		return t, proves, "attachment.timestamp.broken", err
	}
	if j := c.judge; len(j.asked) >= maxAsked {
		c.limit("certificates")
		sub(noChain)
		return t, proves, "attachment.timestamp.unknown", nil
	}
	c.asked[question{leaf.SHA256(), "stamp " + t.At}] = authority{}
	found := qualified.Timestamps(c.Lists, leaf, read.Time)
	switch {
	case !qualified.Vouches(found):
		sub(noChain)
		return t, proves, "attachment.timestamp.unknown", nil
	case read.Time.Before(leaf.NotBefore), read.Time.After(leaf.NotAfter):
		sub(outOfBounds)
		return t, proves, "attachment.timestamp.broken", errors.New("its certificate was not in its validity")
	case found[0].Period.Type != qualified.TypeTimestamps:
		sub("")
		t.Qualified = "no"
		return t, proves, "attachment.timestamp.recognised", nil
	}
	sub("")
	t.Qualified = "yes"
	return t, read.Time, "attachment.timestamp", nil
}

// token is a time-stamp by itself: it proves something only together with its file.
func (c *container) token() bool {
	data := c.data
	if der, ok := intake.SignedData(c.data); ok {
		data = der
	}
	if _, err := tst.Parse(data); err != nil && !errors.Is(err, cms.ErrUnsupported) && !errors.Is(err, tst.ErrRefused) {
		return false
	}
	c.out.Container = "tst"
	t, _, reason, err := c.stamp("file", data, nil)
	if c.beside != nil && c.layer == "" {
		for name, other := range c.beside {
			if with, _, why, e := c.stamp("file", data, sums(other)); why != "attachment.timestamp.other" {
				c.out.Content = &SignedContent{Name: SafeName(name), Type: typeOf(other), Size: len(other), SHA256: sha(other)}
				c.out.Timestamps = []Timestamp{with}
				c.say(status(with), why, "error", text(e))
				return true
			}
		}
	}
	if t.Indication == passed { // it is over something that is not here
		t.Indication, t.Subindication = indeterminate, dataNotFound
		c.say("warning", "attachment.type.token")
	} else {
		c.say("warning", reason, "error", text(err))
	}
	c.out.Timestamps = []Timestamp{t}
	return true
}

func status(t Timestamp) string {
	if t.Indication == passed {
		return "passed"
	}
	return "warning"
}

func isToken(data *cms.SignedData) bool {
	return data.ContentType.String() == "1.2.840.113549.1.9.16.1.4"
}

// stamped says whether it is a TimeStampedData.
func stamped(der []byte) bool { return intake.Identify("", der) == intake.Stamped }

// bound is a file with its time-stamps, RFC 5544. What is inside is judged with the first of them as proof.
func (c *container) bound(der []byte) {
	c.out.Container = "tsd"
	b, err := tst.ParseBound(der)
	if err != nil {
		c.say("failed", "attachment.format.container", "error", err.Error())
		return
	}
	c.enclosed(b.Content, b.Token, b.Digest)
}

// enclosed judges a file and the time-stamp over it.
func (c *container) enclosed(content, token []byte, over cms.Digester) {
	t, proves, reason, err := c.stamp("file", token, over)
	c.out.Timestamps = append(c.out.Timestamps, t)
	c.say(status(t), reason, "error", text(err))
	poe := c.poe
	if !proves.IsZero() {
		poe = append(poe[:len(poe):len(poe)], proves)
	}
	c.inside(content, poe)
}
