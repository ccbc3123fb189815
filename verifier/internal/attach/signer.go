package attach

import (
	"crypto/x509"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/internal/cms"
)

const goodRSABits = 2048 // below, a warning

// signer judges one signer of a CMS structure over the content that digest speaks of. found is false where there is none.
func (c *container) signer(o *opinion, data *cms.SignedData, s *cms.SignerInfo, digest cms.Digester, found bool) {
	o.Digest, o.Algorithm = digestName(s), s.Algorithm.String()
	o.Time.Claimed = stamp(s.SigningTime)
	o.say("attachment.format", "passed", "attachment.format")
	if !found {
		o.fail("attachment.references", dataNotFound, "attachment.references.nofile")
	}
	all := readable(data)
	choice := s.Choose(all, func(cert *x509.Certificate) cms.Result { return s.Verify(digest, cert) }, nil)
	r := s.Verify(digest, choice.Certificate)
	o.KeyBits = r.KeyBits
	c.cryptography(o, r, found)
	if choice.Certificate == nil {
		o.fail("attachment.certificate", noCertificate, "attachment.certificate.missing")
		return
	}
	bound := o.binds(s, choice.Certificate.Raw)
	if bound && o.Format == "CMS" {
		o.Format = "CAdES-B"
	}
	c.tokens(o, "signature", s.Unsigned(cms.OIDSignatureTimeStamp), sums(s.Value()))
	if len(o.Timestamps) > 0 {
		o.Format = strings.Replace(o.Format, "-B", "-T", 1)
	}
	o.CounterSigners = append(o.CounterSigners, c.counters(s, all, data)...)
	leaf, err := certificate.Parse(choice.Certificate.Raw)
	if err != nil {
		o.fail("attachment.certificate", noCertificate, "attachment.certificate.missing")
		return
	}
	o.revocations.add(c.revocationsOf(data, s))
	c.who(o, leaf)
}

// cryptography says what the structure proves of the bytes.
func (c *container) cryptography(o *opinion, r cms.Result, found bool) {
	switch {
	case !found && r.Digest != nil:
	case r.Digest == nil && found:
		o.say("attachment.digest", "passed", "attachment.digest")
	case errors.Is(r.Digest, cms.ErrDigest), errors.Is(r.Digest, cms.ErrAttributes):
		o.fail("attachment.digest", hashFailure, "attachment.digest.other")
	case errors.Is(r.Digest, ErrContent):
		o.fail("attachment.format", formatFailure, "attachment.format.broken", "error", r.Digest.Error())
	default:
		o.say("attachment.digest", "skipped", "attachment.digest.unjudged", "error", text(r.Digest))
	}
	switch {
	case r.Value == nil:
		o.say("attachment.value", "passed", "attachment.value")
	case errors.Is(r.Value, cms.ErrSignature):
		o.fail("attachment.value", valueFailure, "attachment.value.wrong")
	case errors.Is(r.Value, cms.ErrWork):
		c.limit("work")
		o.fail("attachment.value", cryptoFailure, "attachment.value.unjudged", "error", text(r.Value))
	case errors.Is(r.Value, cms.ErrNoCertificate), errors.Is(r.Value, cms.ErrDigest) && o.says(hashFailure):
	default:
		o.fail("attachment.value", cryptoFailure, "attachment.value.unjudged", "error", text(r.Value))
	}
	o.strength(r.Weak, r.SHA1, o.Algorithm != "ECDSA" && r.KeyBits > 0 && r.KeyBits < goodRSABits, r.KeyBits)
}

func (o *opinion) strength(refused error, sha1, short bool, bits int) {
	switch {
	case refused != nil:
		o.fail("attachment.strength", cryptoFailure, "attachment.strength.refused", "error", refused.Error())
	case sha1:
		o.say("attachment.strength", "warning", "attachment.strength.sha1")
	case short:
		o.say("attachment.strength", "warning", "attachment.strength.short", "bits", number(bits))
	default:
		o.say("attachment.strength", "passed", "attachment.strength")
	}
}

// ErrContent says that a content beside the signed one does not belong to it.
var ErrContent = errors.New("the content is not that of the signature")

// binds holds the signed attribute that names the certificate against it (EN 319 122-1 §5.2.2).
func (o *opinion) binds(s *cms.SignerInfo, der []byte) bool {
	id, err := s.SigningCertificate()
	switch {
	case errors.Is(err, cms.ErrSigningCertificate):
		o.fail("attachment.certificate", formatFailure, "attachment.certificate.malformed")
	case err != nil:
		o.fail("attachment.certificate", cryptoFailure, "attachment.strength.refused", "error", err.Error())
	case id == nil:
		o.say("attachment.certificate", "warning", "attachment.certificate.unbound")
	case !id.Matches(der):
		o.fail("attachment.certificate", noCertificate, "attachment.certificate.other")
	default:
		o.say("attachment.certificate", "passed", "attachment.certificate")
	}
	return id != nil
}

// readable gives the certificates of a structure, those that crypto/x509 refuses as package certificate reads them.
func readable(data *cms.SignedData) []*x509.Certificate {
	all := append([]*x509.Certificate{}, data.Certificates...)
	for _, der := range data.Odd {
		if c := leniently(der); c != nil {
			all = append(all, c)
		}
	}
	return all
}

func leniently(der []byte) *x509.Certificate {
	c, err := certificate.Parse(der)
	if err != nil {
		return nil
	}
	key, err := x509.ParsePKIXPublicKey(c.SPKI)
	if err != nil { // of a kind that is not known there; what it gives then may be a pointer to nothing
		key = nil
	}
	return &x509.Certificate{Raw: c.Raw, RawTBSCertificate: c.TBS, RawSubject: c.Subject, RawIssuer: c.Issuer, RawSubjectPublicKeyInfo: c.SPKI,
		SerialNumber: serialOf(c), NotBefore: c.NotBefore, NotAfter: c.NotAfter, PublicKey: key, SubjectKeyId: c.KeyID}
}

// counters are those who signed the signature.
func (c *container) counters(s *cms.SignerInfo, all []*x509.Certificate, data *cms.SignedData) []CounterSigner {
	found, err := s.CounterSignatures()
	if err != nil {
		return nil
	}
	var out []CounterSigner
	for i := range found {
		over := sums(s.Value())
		choice := found[i].Choose(all, func(cert *x509.Certificate) cms.Result { return found[i].Verify(over, cert) }, nil)
		o := newOpinion("CMS")
		c.cryptography(o, found[i].Verify(over, choice.Certificate), true)
		name := ""
		if choice.Certificate == nil {
			o.fail("attachment.certificate", noCertificate, "attachment.certificate.missing")
		} else if leaf, err := certificate.Parse(choice.Certificate.Raw); err == nil {
			c.bestTime(o)
			c.who(o, leaf)
			name = o.Signer.Name
		}
		out = append(out, CounterSigner{Name: name, Indication: o.conclude().Indication})
	}
	return out
}

// question is what lists are asked: each is asked once.
type question struct {
	sha256, at string
}

type authority struct {
	qualified.Qualification
	refused bool // there were too many questions
}

func (j *judge) ask(leaf *certificate.Certificate, at time.Time) authority {
	q := question{leaf.SHA256(), stamp(at)}
	a, known := j.asked[q]
	if !known {
		if a.refused = len(j.asked) >= maxAsked; a.refused {
			a.Qualification = qualified.Qualification{Qualified: qualified.Unknown, Kind: "unknown", Device: qualified.Unknown}
			return a
		}
		a.Qualification = qualified.Qualify(j.Lists, leaf, at)
		j.asked[q] = a
	}
	return a
}

// who says whose signature it is, and what the lists know of that at the best signature time.
func (c *container) who(o *opinion, leaf *certificate.Certificate) {
	at := c.bestTime(o)
	o.Signer = signerOf(leaf)
	a := c.ask(leaf, at)
	o.Qualified, o.Type, o.Device = string(a.Qualified), a.Kind, device(a.Device)
	c.authority(o, a, at)
	switch {
	case leaf.CA:
		o.fail("attachment.authority", chainConstraints, "attachment.authority.unfit", "why", "it is an authority's")
	case leaf.HasKeyUsage && leaf.KeyUsage&(certificate.NonRepudiation|certificate.DigitalSignature) == 0: // Italian ones have the first alone
		o.fail("attachment.authority", chainConstraints, "attachment.authority.unfit", "why", "its key is for other uses")
	}
	switch {
	case at.Before(leaf.NotBefore): // EN 319 102-1 §5.1.3
		o.fail("attachment.validity", notYetValid, "attachment.validity.early")
	case at.After(leaf.NotAfter):
		o.fail("attachment.validity", outOfBounds, "attachment.validity.expired")
	default:
		o.say("attachment.validity", "passed", "attachment.validity")
	}
	c.revocation(o, leaf, a, at)
	o.say("attachment.qualified", map[qualified.Tri]string{qualified.Yes: "passed", qualified.No: "warning"}[a.Qualified]+
		map[bool]string{true: "skipped"}[a.Qualified == qualified.Unknown],
		"attachment.qualified"+map[qualified.Tri]string{qualified.No: ".no", qualified.Unknown: ".unknown"}[a.Qualified])
	if claimed, err := time.Parse(time.RFC3339, o.Time.Claimed); err == nil && !c.Certified.IsZero() && claimed.After(c.Certified) {
		o.say("attachment.time", "warning", "attachment.time.later")
	}
}

// authority says on whose word the certificate bears its name.
func (c *container) authority(o *opinion, a authority, at time.Time) {
	f := a.Finding
	if f == nil {
		reason := "attachment.authority.unknown"
		var newest time.Time
		var names []string
		for _, l := range qualified.Current(c.Lists) {
			if l.Issued.After(newest) {
				newest = l.Issued
			}
			if l.Territory != "" && len(names) < maxListed && !contains(names, l.Name()) {
				names = append(names, l.Name())
			}
		}
		o.Trust.List, o.Trust.ListDate = strings.Join(names, "; "), day(newest)
		switch {
		case a.refused:
			reason = "attachment.authority.limit"
			c.limit("certificates")
		case len(c.Lists) == 0:
			reason = "attachment.authority.nolist"
		case newest.Before(at):
			reason = "attachment.authority.older"
		}
		o.fail("attachment.authority", noChain, reason)
		return
	}
	o.Trust.Path, o.Trust.Service, o.Trust.Provider = "list", bound.Text(f.Service.Name, maxValue), bound.Text(f.Service.Provider, maxValue)
	o.Trust.List, o.Trust.ListDate, o.Trust.NextUpdate = f.List.Name(), day(f.List.Issued), day(f.List.NextUpdate)
	if f.Period != nil {
		o.Trust.Status = f.Period.Status
	}
	o.say("attachment.authority", "passed", "attachment.authority", "service", f.Service.Name, "list", f.List.Name())
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

func device(t qualified.Tri) string {
	return map[qualified.Tri]string{qualified.Yes: "qscd", qualified.No: "no"}[t] + map[bool]string{true: "unknown"}[t == qualified.Unknown]
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func signerOf(leaf *certificate.Certificate) *Signatory {
	get := func(name []byte, id string) string {
		return visible(bound.Text(certificate.Attribute(name, id), maxValue))
	}
	s := &Signatory{
		Name: get(leaf.Subject, "2.5.4.3"), Organisation: get(leaf.Subject, "2.5.4.10"), Country: get(leaf.Subject, "2.5.4.6"),
		Identifier: get(leaf.Subject, "2.5.4.5"), Issuer: get(leaf.Issuer, "2.5.4.3"), Serial: strings.ToUpper(hex.EncodeToString(leaf.Serial)),
		NotBefore: stamp(leaf.NotBefore.UTC()), NotAfter: stamp(leaf.NotAfter.UTC()), SHA256: leaf.SHA256(),
	}
	if s.Name == "" {
		s.Name = visible(bound.Text(certificate.Name(leaf.Subject), maxValue))
	}
	if s.Issuer == "" { // some have no common name
		s.Issuer = get(leaf.Issuer, "2.5.4.11")
	}
	if s.Issuer == "" {
		s.Issuer = visible(bound.Text(certificate.Name(leaf.Issuer), maxValue))
	}
	return s
}

func digestName(s *cms.SignerInfo) string {
	if s.Digest != 0 {
		return s.Digest.String()
	}
	return s.DigestOID.String()
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
