package attach

import (
	"bytes"
	"errors"
	"strings"

	"pecverifier/trustlist/certificate"
	"pecverifier/verifier/internal/xmlsig"
)

// xml judges the signatures of an XML document; false where there is none.
func (c *container) xml() bool {
	start := bytes.TrimLeft(bytes.TrimPrefix(c.data, []byte("\xef\xbb\xbf")), " \t\r\n")
	wide := bytes.HasPrefix(c.data, []byte("\xff\xfe<")) || bytes.HasPrefix(c.data, []byte("\xfe\xff\x00<"))
	if !wide && (!bytes.HasPrefix(start, []byte("<")) || !bytes.Contains(c.data, []byte("SignatureValue"))) {
		return false
	}
	d, err := xmlsig.Parse(c.data, xmlsig.AttachmentLimits)
	if err != nil { // an invoice that somebody took the signature out of badly, or HTML that speaks of one
		if !bytes.Contains(c.data, []byte("http://www.w3.org/2000/09/xmldsig#")) {
			return false
		}
		c.out.Container = "xades"
		c.broken("XMLDSig", "attachment.format.broken", err)
		return true
	}
	all, err := d.Signatures()
	if len(all) == 0 {
		return false
	}
	if err != nil {
		c.limit("signatures")
	}
	c.out.Container = "xades"
	c.xmlSignatures(all, nil)
	return true
}

// xmlSignatures judges those that are over a document, or over other files that external gives.
func (c *container) xmlSignatures(all []*xmlsig.Signature, external func(string) ([]byte, error)) {
	for _, s := range all {
		if s.Within != nil { // a counter-signature
			continue
		}
		o := newOpinion("XMLDSig")
		c.xmlSignature(o, s, external)
		for _, inside := range all {
			if inside.Within == s {
				o.CounterSigners = append(o.CounterSigners, c.xmlCounter(inside))
			}
		}
		c.add(o)
	}
}

func (c *container) xmlCounter(s *xmlsig.Signature) CounterSigner {
	o := newOpinion("XMLDSig")
	c.xmlSignature(o, s, nil)
	out := CounterSigner{Indication: o.conclude().Indication}
	if o.Signer != nil {
		out.Name = o.Signer.Name
	}
	return out
}

func (c *container) xmlSignature(o *opinion, s *xmlsig.Signature, external func(string) ([]byte, error)) {
	p := xmlsig.Attachment(external)
	p.Spend = c.Work.Spend
	r := s.Verify(p)
	o.Algorithm, o.KeyBits = r.Algorithm.String(), r.KeyBits
	if r.Hash != 0 {
		o.Digest = r.Hash.String()
	}
	if r.Shape != nil {
		o.fail("attachment.format", formatFailure, "attachment.format.broken", "error", r.Shape.Error())
		return
	}
	o.say("attachment.format", "passed", "attachment.format")
	what, elements, files := r.Coverage(s)
	o.Covers = Coverage{What: what, Files: files[:min(len(files), maxListed)]}
	if what == "part" {
		o.Covers.Element = strings.Join(elements[:min(len(elements), maxListed)], ", ")
	}
	o.references(&r, what, files)
	switch {
	case r.Digest != nil:
		o.fail("attachment.digest", hashFailure, "attachment.digest.other")
	case !o.says(dataNotFound, cryptoFailure):
		o.say("attachment.digest", "passed", "attachment.digest")
	}
	if r.Value != nil {
		o.fail("attachment.value", valueFailure, "attachment.value.wrong")
	} else if r.Certificate == nil && r.Key == nil && r.Unread == nil {
		o.say("attachment.value", "passed", "attachment.value")
	}
	if errors.Is(r.Unread, xmlsig.ErrLimit) {
		c.limit("xml")
	}
	if errors.Is(r.Key, xmlsig.ErrWork) {
		c.limit("work")
	}
	refused := r.Unread
	if refused == nil {
		refused = r.Key
	}
	o.strength(refused, r.SHA1, r.Short, r.KeyBits)
	if r.Properties != nil {
		o.Format = "XAdES-B"
		o.Time.Claimed = stamp(r.Properties.SigningTime)
	}
	for i, t := range r.Timestamps {
		if i == maxStamps {
			c.limit("time-stamps")
			break
		}
		if t.Err != nil {
			o.say("attachment.timestamp", "warning", "attachment.timestamp.unread", "error", t.Err.Error())
			continue
		}
		stamp, proves, reason, err := c.stamp("signature", t.Token, sums(t.Stamped))
		o.stampSays(stamp, proves, reason, err)
		o.Format = strings.Replace(o.Format, "-B", "-T", 1)
	}
	switch {
	case errors.Is(r.Certificate, xmlsig.ErrNoCertificate) && len(r.Certificates) > 0:
		o.fail("attachment.certificate", noCertificate, "attachment.certificate.other")
	case r.Certificate != nil || r.Signer == nil:
		if r.Unread == nil {
			o.fail("attachment.certificate", noCertificate, "attachment.certificate.missing")
		}
	case !r.Named:
		o.say("attachment.certificate", "warning", "attachment.certificate.unbound")
	default:
		o.say("attachment.certificate", "passed", "attachment.certificate")
	}
	o.revocations = c.material(r.RevocationLists, r.RevocationResponses)
	der := r.Signer
	if der == nil && len(r.Certificates) > 0 {
		der = r.Certificates[0] // a claim, which the answer is not for
	}
	if leaf, err := certificate.Parse(der); err == nil {
		c.who(o, leaf)
	}
}

// references says whether everything that was signed is there, and whether that is the document.
func (o *opinion) references(r *xmlsig.Result, what string, files []string) {
	switch {
	case r.Missing != nil:
		o.fail("attachment.references", dataNotFound, "attachment.references.missing", "error", r.Missing.Error())
	case r.Unbound:
		o.fail("attachment.references", constraints, "attachment.references.unbound")
	case r.Digest == nil && r.Unread == nil && what == "none" && len(files) == 0:
		o.fail("attachment.references", dataNotFound, "attachment.references.none")
	case r.Unread == nil:
		o.say("attachment.references", "passed", "attachment.references")
	}
}
