package trustlist

import (
	"crypto/x509"
	"testing"
	"time"

	"pecverifier/verifier/eulist"
	"pecverifier/verifier/pectest"
)

// services reads a trusted list that pectest writes.
func services(t *testing.T, l pectest.TrustedList) *List {
	t.Helper()
	s, err := eulist.Read(l.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return &List{Name: "TSL.xml", Kind: KindServices, Date: s.List.Issued, Services: s.List, Signed: Origin{Kind: OriginUnsigned}, From: FromFile}
}

func TestWhoSignsRegisteredMail(t *testing.T) {
	o := pectest.NewREMOffice()
	at := time.Date(2025, 3, 12, 9, 15, 30, 0, time.UTC)
	listed := func(c *pectest.Certificate, kind, status string, from time.Time, before ...pectest.ListedPeriod) *List {
		periods := append([]pectest.ListedPeriod{{Type: kind, Status: status, From: from, Certificates: []*pectest.Certificate{c}}}, before...)
		return services(t, pectest.TrustedList{Territory: "IT", Sequence: 7, Issued: at.AddDate(0, 3, 0), Operator: "Autorità",
			Providers: []pectest.ListedProvider{{Name: "Recapito Due S.r.l.", Services: []pectest.ListedService{{Name: "REM", Periods: periods}}}}})
	}
	pem := func(c *pectest.Certificate) *List {
		l, err := Parse("ca.pem", c.PEM())
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	due := o.Due.Certificate
	long := at.AddDate(-1, 0, 0)
	leaf := func(edit func(*pectest.CertSpec)) *pectest.Certificate {
		return o.Leaf(o.Due, 0x77, pectest.TestKey("due"), edit)
	}
	two := leaf(func(s *pectest.CertSpec) { s.Emails = append(s.Emails, "altro@rem.recapito-due.example.it") })
	asPEC := leaf(func(s *pectest.CertSpec) { s.Emails = []string{"posta-certificata@rem.recapito-due.example.it"} })
	noMail := leaf(func(s *pectest.CertSpec) { s.EKU = append(s.EKU[:0:0], pectest.OIDClientAuth) })
	pec := pectest.NewOffice()
	for name, test := range map[string]struct {
		list      *List
		cert      *pectest.Certificate
		bare      bool
		path      Path
		qualified string
		reason    string
		unfit     string
	}{
		"granted":                         {listed(due, "EDS/REM/Q", "granted", long), due, false, PathCertificate, "yes", ServiceListed, ""},
		"granted, not qualified":          {listed(due, "EDS/REM", "recognisedatnationallevel", long), due, false, PathCertificate, "no", ServiceListed, ""},
		"granted since":                   {listed(due, "EDS/REM/Q", "granted", at.Add(time.Second)), due, false, PathNone, "", ServiceNotYet, ""},
		"withdrawn":                       {listed(due, "EDS/REM/Q", "withdrawn", long), due, false, PathNone, "", ServiceNotGranted, ""},
		"withdrawn later":                 {listed(due, "EDS/REM/Q", "withdrawn", at.AddDate(0, 1, 0), pectest.ListedPeriod{Type: "EDS/REM/Q", Status: "granted", From: long, Certificates: []*pectest.Certificate{due}}), due, false, PathCertificate, "yes", ServiceListed, ""},
		"another delivery service":        {listed(due, "EDS/Q", "granted", long), due, false, PathNone, "", ServiceOther, ""},
		"the same, a bare evidence":       {listed(due, "EDS/Q", "granted", long), due, true, PathCertificate, "yes", ServiceListed, ""},
		"an authority of certificates":    {listed(o.CA, "CA/QC", "granted", long), due, true, PathNone, "", IssuerUnknown, ""},
		"an authority of the service":     {listed(o.CA, "EDS/REM/Q", "granted", long), due, false, PathAuthority, "", ServiceIssued, ""},
		"the same, two addresses":         {listed(o.CA, "EDS/REM/Q", "granted", long), two, false, PathNone, "", OneAddress, ""},
		"the same, no mail":               {listed(o.CA, "EDS/REM/Q", "granted", long), noMail, false, PathAuthority, "", ServiceIssued, UnfitEmailProtection},
		"the authority itself":            {listed(o.CA, "EDS/REM/Q", "granted", long), o.CA, false, PathCertificate, "yes", ServiceListed, UnfitCA},
		"a root that was brought":         {pem(o.Root), due, false, PathAuthority, "", BroughtAuthority, ""},
		"the same, two addresses in it":   {pem(o.Root), two, false, PathNone, "", OneAddress, ""},
		"the same, as of PEC":             {pem(o.Root), asPEC, false, PathNone, "", OtherSystem, ""},
		"the same, no mail in it":         {pem(o.Root), noMail, false, PathAuthority, "", BroughtAuthority, UnfitEmailProtection},
		"a certificate that was brought":  {pem(due), due, false, PathNone, "", OtherSystem, ""},
		"an authority of PEC":             {pem(pec.Authority.CA), pec.Due.Certificate, false, PathNone, "", OtherSystem, ""},
		"nothing":                         {Combine(), due, false, PathNone, "", IssuerUnknown, ""},
		"granted in a list, of a PEC too": {listed(pec.Due.Certificate, "EDS/REM/Q", "granted", long), pec.Due.Certificate, false, PathCertificate, "yes", ServiceListed, ""},
	} {
		a := test.list.Ask([]*x509.Certificate{o.CA.X509()}, nil).RegisteredMail(test.cert.X509(), at, !test.bare)
		qualified := ""
		if a.Qualified != nil {
			qualified = map[bool]string{true: "yes", false: "no"}[*a.Qualified]
		}
		said := false
		for _, r := range a.Reasons {
			said = said || r.Reason == test.reason
		}
		if a.Path != test.path || qualified != test.qualified || !said || a.Unfit != test.unfit {
			t.Errorf("%s: %q, qualified %q, unfit %q, %v", name, a.Path, qualified, a.Unfit, a.Reasons)
		}
		if pecs := test.list.Signer(test.cert.X509(), nil, at); test.list.Kind == KindServices && (pecs.Path != PathNone || len(pecs.Lists) > 0 || pecs.List != "") {
			t.Errorf("%s: a service of registered mail is a provider of PEC: %+v", name, pecs)
		}
	}
}

func TestServicesBesideDirectories(t *testing.T) {
	l := Combine(Embedded(), &List{Name: "TSL.xml", Kind: KindServices, Date: time.Now(), Services: Embedded().ServiceLists()[0]})
	if l.Name != Embedded().Name || !l.Date.Equal(Embedded().Date) || len(l.Parts()) != 2 || len(l.ServiceLists()) != 2 {
		t.Errorf("%q, %v, %d parts, %d trusted lists", l.Name, l.Date, len(l.Parts()), len(l.ServiceLists()))
	}
	if only := Combine(); len(only.ServiceLists()) != 0 {
		t.Error("a list of nothing has the program's trusted lists")
	}
	a := l.Signer(pectest.NewREMOffice().Due.Certificate.X509(), nil, time.Now())
	if len(a.Lists) != 1 || a.List != Embedded().Name {
		t.Errorf("a trusted list was searched for a provider of PEC: %q", a.List)
	}
}
