package attach_test

import (
	"bytes"
	"encoding/asn1"
	"fmt"
	"math/big"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/internal/attach"
	"pecverifier/verifier/pectest"
)

// What the authority of a certificate says of its revocation, brought by the file or by the person.
func TestRevocation(t *testing.T) {
	ca := office.Authority.CA
	hour := func(n int) time.Time { return certified.Add(time.Duration(n) * time.Hour) }
	impostor := pectest.Issue(pectest.CertSpec{Subject: ca.Spec.Subject, Serial: ca.Spec.Serial, NotBefore: pectest.CAFrom, NotAfter: pectest.CATo,
		Key: pectest.TestKey("attacker"), CA: true, PathLen: 0, KeyUsage: pectest.KeyCertSign})
	responder := func(edit func(*pectest.CertSpec)) *pectest.Certificate {
		return office.Authority.Signatory("Risponditore", 0x600, pectest.TestKey("tre"), func(s *pectest.CertSpec) {
			s.KeyUsage, s.Extensions, s.EKU = pectest.DigitalSignature, nil, []asn1.ObjectIdentifier{pectest.OIDOCSPSigning}
			if edit != nil {
				edit(s)
			}
		})
	}
	crl := func(edit func(*pectest.CRL), revoked ...pectest.Revocation) [][]byte {
		c := pectest.CRL{Issuer: ca, ThisUpdate: hour(-2), NextUpdate: hour(10), Number: 1, Revoked: revoked}
		if edit != nil {
			edit(&c)
		}
		return [][]byte{c.DER()}
	}
	ocsp := func(edit func(*pectest.OCSP)) [][]byte {
		o := pectest.OCSP{Issuer: ca, Serial: anna.Spec.Serial, ThisUpdate: hour(-2), NextUpdate: hour(10), Reason: -1}
		if edit != nil {
			edit(&o)
		}
		return [][]byte{o.DER()}
	}
	entry := func(at time.Time, reason int) pectest.Revocation {
		return pectest.Revocation{Serial: anna.Spec.Serial, At: at, Reason: reason}
	}
	const revoked, passed = "INDETERMINATE/REVOKED_NO_POE", "TOTAL-PASSED"
	for name, tt := range map[string]struct {
		lists, responses     [][]byte
		verdict, known, says string
	}{
		"nothing":                         {nil, nil, passed, "unknown", "skipped .unknown"},
		"not on the list":                 {crl(nil), nil, passed, "good", "passed "},
		"another on the list":             {crl(nil, pectest.Revocation{Serial: big.NewInt(9), At: hour(-9), Reason: 1}), nil, passed, "good", "passed "},
		"revoked before":                  {crl(nil, entry(hour(-3), 1)), nil, revoked, "revoked", "failed .revoked"},
		"revoked at that very moment":     {crl(nil, entry(certified, -1)), nil, revoked, "revoked", "failed .revoked"},
		"revoked later":                   {crl(func(c *pectest.CRL) { c.ThisUpdate, c.NextUpdate = hour(5), hour(9) }, entry(hour(3), 1)), nil, passed, "good", "passed .later"},
		"a later list has nothing":        {crl(func(c *pectest.CRL) { c.ThisUpdate, c.NextUpdate = hour(5), hour(9) }), nil, passed, "good", "passed "},
		"no longer in force":              {crl(func(c *pectest.CRL) { c.NextUpdate = hour(-1) }), nil, passed, "unknown", "skipped .older"},
		"no longer in force, but revoked": {crl(func(c *pectest.CRL) { c.NextUpdate = hour(-1) }, entry(hour(-3), -1)), nil, revoked, "revoked", "failed .revoked"},
		"of after the certificate expired": {crl(func(c *pectest.CRL) {
			c.ThisUpdate, c.NextUpdate = pectest.LeafTo.AddDate(1, 0, 0), pectest.LeafTo.AddDate(2, 0, 0)
		}), nil, passed, "unknown", "skipped .dropped"},
		"of another part":                   {crl(func(c *pectest.CRL) { c.Point = "http://crl.example/2" }), nil, passed, "unknown", "skipped .scope"},
		"signed by another key":             {crl(func(c *pectest.CRL) { c.Key = pectest.TestKey("attacker") }, entry(hour(-3), 1)), nil, passed, "unknown", "skipped .unproved"},
		"of another authority":              {crl(func(c *pectest.CRL) { c.Issuer = stamps.CA }, entry(hour(-3), 1)), nil, passed, "unknown", "skipped .unproved"},
		"of an impostor":                    {crl(func(c *pectest.CRL) { c.Issuer = impostor }), nil, passed, "unknown", "skipped .unproved"},
		"no list":                           {[][]byte{{0x30, 0}}, nil, passed, "unknown", "skipped .inside"},
		"on hold":                           {crl(nil, entry(hour(-3), 6)), nil, revoked, "revoked", "failed .revoked"},
		"on hold before, and not any more":  {append(crl(func(c *pectest.CRL) { c.ThisUpdate, c.NextUpdate = hour(-9), hour(-5) }, entry(hour(-10), 6)), crl(nil)...), nil, passed, "good", "passed "},
		"revoked before, and not any more":  {append(crl(func(c *pectest.CRL) { c.ThisUpdate, c.NextUpdate = hour(-9), hour(-5) }, entry(hour(-10), 1)), crl(nil)...), nil, revoked, "revoked", "failed .revoked"},
		"a good response":                   {nil, ocsp(nil), passed, "good", "passed "},
		"a response, revoked before":        {nil, ocsp(func(o *pectest.OCSP) { o.RevokedAt, o.Reason = hour(-3), 1 }), revoked, "revoked", "failed .revoked"},
		"a response, revoked later":         {nil, ocsp(func(o *pectest.OCSP) { o.ThisUpdate, o.RevokedAt = hour(5), hour(3) }), passed, "good", "passed .later"},
		"a response on another certificate": {nil, ocsp(func(o *pectest.OCSP) { o.Serial = big.NewInt(9) }), passed, "unknown", "skipped .scope"},
		"a response of another authority":   {nil, ocsp(func(o *pectest.OCSP) { o.Issuer = stamps.CA }), passed, "unknown", "skipped .scope"}, // whose key is the same here
		"a response of an impostor":         {nil, ocsp(func(o *pectest.OCSP) { o.Issuer = impostor }), passed, "unknown", "skipped .unproved"},
		"a response that is old":            {nil, ocsp(func(o *pectest.OCSP) { o.NextUpdate = hour(-1) }), passed, "unknown", "skipped .older"},
		"a response without an end":         {nil, ocsp(func(o *pectest.OCSP) { o.NextUpdate = time.Time{} }), passed, "unknown", "skipped .older"},
		"by a responder":                    {nil, ocsp(func(o *pectest.OCSP) { o.Responder = responder(nil) }), passed, "good", "passed "},
		"by a responder of nobody":          {nil, ocsp(func(o *pectest.OCSP) { o.Responder = responder(func(s *pectest.CertSpec) { s.Issuer = impostor }) }), passed, "unknown", "skipped .unproved"},
		"by a responder of another": {nil, ocsp(func(o *pectest.OCSP) { o.Responder = responder(func(s *pectest.CertSpec) { s.Issuer = stamps.CA }) }), passed, "unknown",
			"skipped .unproved"},
		"by anybody that the authority certified": {nil, ocsp(func(o *pectest.OCSP) { o.Responder = responder(func(s *pectest.CertSpec) { s.EKU = nil }) }), passed, "unknown", "skipped .unproved"},
		"by a responder whose time is over":       {nil, ocsp(func(o *pectest.OCSP) { o.Responder = responder(func(s *pectest.CertSpec) { s.NotAfter = hour(-9) }) }), passed, "unknown", "skipped .unproved"},
		"good here, and revoked there":            {crl(nil, entry(hour(-3), 1)), ocsp(nil), revoked, "revoked", "failed .revoked"},
	} {
		for place, data := range placed(t, tt.lists, tt.responses) {
			s := one(t, judge(t, "a", data))
			got := ""
			for _, c := range s.Checks {
				if c.ID == "attachment.revocation" {
					got += c.Status + " " + c.Reason[len(c.ID):]
				}
			}
			if verdict(s) != tt.verdict || s.Trust.Revocation != tt.known || got != tt.says || !s.Intact {
				t.Errorf("%s, %s: %s, %s, %q", name, place, verdict(s), s.Trust.Revocation, got)
			}
		}
	}
	// what the person brings
	for name, tt := range map[string]struct {
		lists        [][]byte
		verdict, why string
	}{
		"revoked":              {crl(nil, entry(hour(-3), 1)), revoked, "failed .revoked"},
		"good":                 {crl(nil), passed, "passed "},
		"of another authority": {crl(func(c *pectest.CRL) { c.Issuer = stamps.CA }, entry(hour(-3), 1)), passed, "skipped .unknown"},
		"of an impostor":       {crl(func(c *pectest.CRL) { c.Issuer = impostor }, entry(hour(-3), 1)), passed, "skipped .unproved"},
	} {
		read, err := trustlist.ReadCRL(tt.lists[0])
		if err != nil {
			t.Fatal(err)
		}
		s := one(t, judge(t, "a.p7m", p7m(document, anna), func(o *attach.Options) { o.CRLs = []*trustlist.CRL{read} }))
		status, reason, _ := bytes.Cut([]byte(tt.why), []byte(" "))
		if verdict(s) != tt.verdict || !has(s.Checks, "attachment.revocation", string(status), "attachment.revocation"+string(reason)) {
			t.Errorf("brought, %s: %s %+v", name, verdict(s), s.Checks)
		}
	}
	// an authority that no list has proves nothing of its certificates
	s := one(t, judge(t, "a.p7m", placed(t, crl(nil, entry(hour(-3), 1)), nil)["attribute"], func(o *attach.Options) {
		o.Lists = lists(func(l *qualified.List) { l.Services = l.Services[1:] })
	}))
	if verdict(s) != "INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND" || s.Trust.Revocation != "unknown" {
		t.Errorf("an unlisted authority: %s, %s", verdict(s), s.Trust.Revocation)
	}
	// a part of the authority's lists is about those that name it
	part := office.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person"), func(s *pectest.CertSpec) {
		s.Extensions = append(s.Extensions, pectest.DistributionPoint("http://crl.example/2"))
	})
	signed := pectest.SignedFile(document, certified, part)
	signed.CRLs = crl(func(c *pectest.CRL) { c.Point = "http://crl.example/2" })
	if s := one(t, judge(t, "a.p7m", signed.DER())); s.Trust.Revocation != "good" {
		t.Errorf("of its own part: %+v", s.Checks)
	}
}

// placed are files with the data on revocation in every place where signatures have them.
func placed(t *testing.T, lists, responses [][]byte) map[string][]byte {
	t.Helper()
	with := func(edit func(*pectest.SignedData)) []byte {
		s := pectest.SignedFile(document, certified.Add(-time.Hour), anna)
		edit(&s)
		return s.DER()
	}
	pdf := pectest.NewPDF("1.000 euro")
	pdf.Sign(pectest.PDFSignature{Certificate: anna})
	refs := func(all [][]byte) (out string) {
		for _, der := range all {
			out += " " + pectest.Ref(pdf.Add(pectest.Stream("", string(der))))
		}
		return out
	}
	pdf.Catalog["DSS"] = fmt.Sprintf("<< /CRLs [%s ] /OCSPs [%s ] >>", refs(lists), refs(responses))
	pdf.Commit()
	return map[string][]byte{
		"attribute": with(func(s *pectest.SignedData) {
			s.Signers[0].Unsigned = [][]byte{pectest.RevocationValues(lists, responses)}
		}),
		"structure": with(func(s *pectest.SignedData) {
			s.CRLs = append(s.CRLs, lists...)
			for _, r := range responses {
				s.CRLs = append(s.CRLs, pectest.RevocationResponse(r))
			}
		}),
		"archive": with(func(s *pectest.SignedData) {
			before := s.Signers[0].Attributes
			s.Signers[0].Attributes = func(all [][]byte) [][]byte { return append(before(all), pectest.RevocationArchive(lists, responses)) }
		}),
		"DSS": pdf.Data,
		"XML": invoice(t, func(x *pectest.XAdES) { x.Lists, x.Responses = lists, responses }),
	}
}
