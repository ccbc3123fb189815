package qualified

import (
	"encoding/asn1"
	"math/big"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/xmltree"
	"pecverifier/verifier/pectest"
)

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

var limits = xmltree.Limits{Size: 1 << 20, Depth: 50, Nodes: 50_000}

// read reads a list that pectest writes.
func read(t testing.TB, l pectest.TrustedList) *List {
	t.Helper()
	d, err := xmltree.Parse(l.Bytes(), limits)
	if err != nil {
		t.Fatal(err)
	}
	out, err := Read(d.Root)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func of(services ...pectest.ListedService) pectest.TrustedList {
	return pectest.TrustedList{Territory: "XX", Sequence: 1, Issued: day(2025, 5, 1), Operator: "Autorità",
		Providers: []pectest.ListedProvider{{Name: "Fornitore", Services: services}}}
}

func service(periods ...pectest.ListedPeriod) pectest.ListedService {
	return pectest.ListedService{Name: "Servizio", Periods: periods}
}

func parsed(t testing.TB, c *pectest.Certificate) *certificate.Certificate {
	t.Helper()
	out, err := certificate.Parse(c.DER)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheStateThatHeldThen(t *testing.T) {
	o := pectest.NewOffice()
	due, uno := []*pectest.Certificate{o.Due.Certificate}, []*pectest.Certificate{o.Uno.Certificate}
	period := func(kind, status string, from time.Time, certificates []*pectest.Certificate) pectest.ListedPeriod {
		return pectest.ListedPeriod{Type: kind, Status: status, From: from, Certificates: certificates}
	}
	history := service(period("EDS/REM/Q", "withdrawn", day(2025, 3, 1), due), period("EDS/REM/Q", "granted", day(2025, 1, 1), due),
		period("EDS/Q", "granted", day(2024, 7, 1), due))
	for name, test := range map[string]struct {
		service    pectest.ListedService
		at         time.Time
		mail, bare Why
	}{
		"before the service":         {history, day(2024, 6, 1), OtherType, NotYet},
		"as another service":         {history, day(2024, 8, 1), OtherType, ""},
		"the first second":           {history, day(2025, 1, 1), "", ""},
		"granted":                    {history, day(2025, 2, 1), "", ""},
		"the last second":            {history, day(2025, 3, 1).Add(-time.Second), "", ""},
		"the second of withdrawal":   {history, day(2025, 3, 1), NotGranted, NotGranted},
		"withdrawn":                  {history, day(2025, 6, 1), NotGranted, NotGranted},
		"granted later only":         {service(period("EDS/REM/Q", "granted", day(2025, 4, 1), due)), day(2025, 3, 12), NotYet, NotYet},
		"recognised":                 {service(period("EDS/REM", "recognisedatnationallevel", day(2025, 1, 1), due)), day(2025, 3, 12), "", ""},
		"a qualified one recognised": {service(period("EDS/REM/Q", "recognisedatnationallevel", day(2025, 1, 1), due)), day(2025, 3, 12), NotGranted, NotGranted},
		"deprecated":                 {service(period("EDS/REM", "deprecatedatnationallevel", day(2025, 1, 1), due)), day(2025, 3, 12), NotGranted, NotGranted},
		"the Directive's words now":  {service(period("EDS/REM/Q", "accredited", day(2025, 1, 1), due)), day(2025, 3, 12), NotGranted, NotGranted},
		"an authority of signatures": {service(period("CA/QC", "granted", day(2025, 1, 1), due)), day(2025, 3, 12), OtherType, OtherType},
		"a platform":                 {service(period("EDS", "recognisedatnationallevel", day(2025, 1, 1), due)), day(2025, 3, 12), OtherType, ""},
		"history in another order": {service(period("EDS/REM/Q", "withdrawn", day(2025, 3, 1), due), period("EDS/Q", "granted", day(2024, 7, 1), due),
			period("EDS/REM/Q", "granted", day(2025, 1, 1), due)), day(2025, 2, 1), "", ""},
		"a history with the current start": {service(period("EDS/REM/Q", "granted", day(2025, 1, 1), due), period("EDS/REM/Q", "withdrawn", day(2025, 1, 1), due)), day(2025, 2, 1), "", ""},
		"a history in the future":          {service(period("EDS/REM/Q", "withdrawn", day(2025, 1, 1), due), period("EDS/REM/Q", "granted", day(2025, 2, 1), due)), day(2025, 3, 1), NotGranted, NotGranted},
		"before that history":              {service(period("EDS/REM/Q", "withdrawn", day(2025, 1, 1), due), period("EDS/REM/Q", "granted", day(2025, 2, 1), due)), day(2025, 1, 15), NotGranted, NotGranted},
		"a history by key identifier": {service(period("EDS/REM/Q", "withdrawn", day(2025, 3, 1), due),
			pectest.ListedPeriod{Type: "EDS/REM/Q", Status: "granted", From: day(2025, 1, 1), SKI: due}), day(2025, 2, 1), "", ""},
		"a history by another's key identifier": {service(period("EDS/REM/Q", "withdrawn", day(2025, 3, 1), due),
			pectest.ListedPeriod{Type: "EDS/REM/Q", Status: "granted", From: day(2025, 1, 1), SKI: uno}), day(2025, 2, 1), NotNamed, NotNamed},
		"a history of another certificate": {service(period("EDS/REM/Q", "withdrawn", day(2025, 3, 1), due), period("EDS/REM/Q", "granted", day(2025, 1, 1), uno)), day(2025, 2, 1), NotNamed, NotNamed},
		"now another certificate":          {service(period("EDS/REM/Q", "granted", day(2025, 3, 1), uno), period("EDS/REM/Q", "granted", day(2025, 1, 1), due)), day(2025, 4, 1), NotNamed, NotNamed},
		"a critical extension unknown":     {service(pectest.ListedPeriod{Type: "EDS/REM/Q", Status: "granted", From: day(2025, 1, 1), Certificates: due, Extensions: []*pectest.XML{pectest.Element("z", "urn:z", "Z")}, Critical: true}), day(2025, 3, 12), Unread, Unread},
		"an extension unknown":             {service(pectest.ListedPeriod{Type: "EDS/REM/Q", Status: "granted", From: day(2025, 1, 1), Certificates: due, Extensions: []*pectest.XML{pectest.Element("z", "urn:z", "Z")}}), day(2025, 3, 12), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := read(t, of(test.service))
			for mail, want := range map[bool]Why{true: test.mail, false: test.bare} {
				found := Delivery([]*List{l}, parsed(t, o.Due.Certificate), test.at, mail)
				if len(found) != 1 || found[0].Why != want || Vouches(found) != (want == "") {
					t.Errorf("mail %v: %+v, want %q", mail, found, want)
				}
			}
		})
	}
}

func TestWhoIsKnown(t *testing.T) {
	o := pectest.NewOffice()
	at := day(2025, 3, 12)
	granted := func(certificates ...*pectest.Certificate) *List {
		return read(t, of(service(pectest.ListedPeriod{Type: "EDS/REM/Q", Status: "granted", From: day(2025, 1, 1), Certificates: certificates})))
	}
	due := parsed(t, o.Due.Certificate)
	twin := o.Authority.Leaf(o.Due, 0x7777, pectest.TestKey("due")) // the same name and key, another certificate
	if found := Delivery([]*List{granted(twin)}, due, at, true); len(found) != 0 {
		t.Errorf("another certificate of the same name and key: %+v", found)
	}
	if found := Delivery([]*List{granted(o.Authority.CA)}, due, at, true); !Vouches(found) || !found[0].Issued {
		t.Errorf("an authority that issued it: %+v", found)
	}
	if found := Delivery([]*List{granted(o.Authority.Root)}, due, at, true); len(found) != 0 {
		t.Errorf("an authority two steps away: %+v", found)
	}
	other := o.Authority.CA.Spec
	other.Key = pectest.TestKey("attacker")
	if found := Delivery([]*List{granted(pectest.Issue(other))}, due, at, true); len(found) != 0 {
		t.Errorf("an authority of that name and another key: %+v", found)
	}
	renamed := o.Authority.CA.Spec
	renamed.Subject = renamed.Subject.With("Altra")
	if found := Delivery([]*List{granted(pectest.Issue(renamed))}, due, at, true); len(found) != 0 {
		t.Errorf("an authority of that key and another name: %+v", found)
	}
	if found := Delivery([]*List{granted(o.Uno.Certificate), granted(o.Due.Certificate)}, due, at, true); !Vouches(found) {
		t.Errorf("the second of two lists: %+v", found)
	}
	issued := read(t, of(service(pectest.ListedPeriod{Type: "CA/QC", Status: "granted", From: day(2025, 1, 1), Certificates: []*pectest.Certificate{o.Authority.CA}})))
	if found := Delivery([]*List{issued}, due, at, true); len(found) != 0 {
		t.Errorf("an authority of signatures that issued it: %+v", found)
	}
}

// TestNewestListCounts: an older list that somebody keeps at hand grants nothing that a newer one took away.
func TestNewestListCounts(t *testing.T) {
	o := pectest.NewOffice()
	make := func(sequence int, status, vouched string) *List {
		l := of(service(pectest.ListedPeriod{Type: "EDS/REM/Q", Status: status, From: day(2025, 1, 1), Certificates: []*pectest.Certificate{o.Due.Certificate}}))
		l.Sequence = sequence
		out := read(t, l)
		out.Vouched = vouched
		return out
	}
	due := parsed(t, o.Due.Certificate)
	for name, test := range map[string]struct {
		lists []*List
		want  bool
	}{
		"the newer withdraws":             {[]*List{make(1, "granted", "LOTL 1"), make(2, "withdrawn", "LOTL 1")}, false},
		"in the other order":              {[]*List{make(2, "withdrawn", "LOTL 1"), make(1, "granted", "LOTL 1")}, false},
		"the newer grants":                {[]*List{make(1, "withdrawn", "LOTL 1"), make(2, "granted", "LOTL 1")}, true},
		"a newer that nobody vouches for": {[]*List{make(1, "granted", "LOTL 1"), make(2, "withdrawn", "")}, true},
		"an older of one's own":           {[]*List{make(2, "withdrawn", "LOTL 1"), make(1, "granted", "")}, true},
		"the same twice":                  {[]*List{make(2, "granted", "LOTL 1"), make(2, "granted", "LOTL 1")}, true},
	} {
		if got := Vouches(Delivery(test.lists, due, day(2025, 3, 1), true)); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestTimestampUnits(t *testing.T) {
	o := pectest.NewOffice()
	c := []*pectest.Certificate{o.Due.Certificate}
	for kind, want := range map[string]struct{ vouches, qualified bool }{"TSA/QTST": {true, true}, "TSA/TSS-QC": {true, false}, "TSA": {true, false}, "EDS/Q": {}} {
		status := "granted"
		if !want.qualified {
			status = "recognisedatnationallevel"
		}
		found := Timestamps([]*List{read(t, of(service(pectest.ListedPeriod{Type: kind, Status: status, From: day(2025, 1, 1), Certificates: c})))}, parsed(t, o.Due.Certificate), day(2025, 3, 12))
		if Vouches(found) != want.vouches || want.vouches && (found[0].Period.Type == TypeTimestamps) != want.qualified {
			t.Errorf("%s: %+v", kind, found)
		}
	}
}

// statements are qcStatements as an extension: identifiers, and the types of QcType.
func statements(types []string, ids ...string) []byte {
	oid := func(s string) []byte {
		var id asn1.ObjectIdentifier
		for _, p := range strings.Split(s, ".") {
			n, _ := new(big.Int).SetString(p, 10)
			id = append(id, int(n.Int64()))
		}
		out, _ := asn1.Marshal(id)
		return out
	}
	var list [][]byte
	for _, id := range ids {
		list = append(list, pectest.TLV(0x30, oid(id)))
	}
	if len(types) > 0 {
		var all [][]byte
		for _, s := range types {
			all = append(all, oid(s))
		}
		list = append(list, pectest.TLV(0x30, oid("0.4.0.1862.1.6"), pectest.TLV(0x30, all...)))
	}
	return pectest.TLV(0x30, oid("1.3.6.1.5.5.7.1.3"), pectest.TLV(0x04, pectest.TLV(0x30, list...)))
}

func TestQualifications(t *testing.T) {
	o := pectest.NewOffice()
	policy := asn1.ObjectIdentifier{1, 3, 76, 1, 1}
	signer := func(edit func(*pectest.CertSpec)) *pectest.Certificate {
		return o.Authority.Leaf(o.Due, 0x42, pectest.TestKey("person"), func(s *pectest.CertSpec) {
			s.Emails, s.EKU, s.Policies, s.KeyUsage = nil, nil, []asn1.ObjectIdentifier{policy}, pectest.NonRepudiation
			s.NotBefore, s.NotAfter = day(2024, 6, 1), day(2027, 6, 1)
			s.Extensions = [][]byte{statements(nil, qcCompliance, qcSSCD)}
			edit(s)
		})
	}
	with := func(ext []byte) func(*pectest.CertSpec) {
		return func(s *pectest.CertSpec) { s.Extensions = [][]byte{ext} }
	}
	same := func(*pectest.CertSpec) {}
	period := func(status string, from time.Time, extensions ...*pectest.XML) pectest.ListedPeriod {
		return pectest.ListedPeriod{Type: "CA/QC", Status: status, From: from, Certificates: []*pectest.Certificate{o.Authority.CA},
			For: []string{"ForeSignatures", "ForeSeals"}, Extensions: extensions, Critical: true}
	}
	only := func(what ...string) pectest.ListedPeriod {
		p := period("granted", day(2020, 1, 1))
		p.For = what
		return p
	}
	sie := func(name string, nodes ...*pectest.XML) *pectest.XML {
		return pectest.Element("q", spaceQualifiers, name, nodes...)
	}
	qualifier := func(assert string, criteria []*pectest.XML, says ...string) *pectest.XML {
		all := sie("Qualifiers")
		for _, s := range says {
			all.Add(sie("Qualifier").With("uri", "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"+s))
		}
		return sie("Qualifications", sie("QualificationElement", all, sie("CriteriaList", criteria...).With("assert", assert)))
	}
	policySet := func(ids ...string) *pectest.XML {
		set := sie("PolicySet")
		for _, id := range ids {
			set.Add(sie("PolicyIdentifier", pectest.Element("x", "http://uri.etsi.org/01903/v1.3.2#", "Identifier", pectest.Text(id))))
		}
		return set
	}
	usage := func(name, value string) *pectest.XML {
		return sie("KeyUsage", sie("KeyUsageBit", pectest.Text(value)).With("name", name))
	}
	mine := []*pectest.XML{policySet("1.3.76.1.1")}
	granted := period("granted", day(2020, 1, 1))
	judged := day(2025, 3, 12)
	for name, test := range map[string]struct {
		c         *pectest.Certificate
		periods   []pectest.ListedPeriod
		qualified Tri
		kind      string
		device    Tri
	}{
		"a signature in a device":          {signer(same), []pectest.ListedPeriod{granted}, Yes, "signature", Yes},
		"without a device":                 {signer(with(statements(nil, qcCompliance))), []pectest.ListedPeriod{granted}, Yes, "signature", No},
		"a seal":                           {signer(with(statements([]string{qcTypeESeal}, qcCompliance))), []pectest.ListedPeriod{granted}, Yes, "seal", No},
		"for web sites":                    {signer(with(statements([]string{qcTypeWeb}, qcCompliance))), []pectest.ListedPeriod{granted}, No, "web", No},
		"two types":                        {signer(with(statements([]string{qcTypeESeal, qcTypeESign}, qcCompliance))), []pectest.ListedPeriod{granted}, No, "unknown", No},
		"no statement":                     {signer(func(s *pectest.CertSpec) { s.Extensions = nil }), []pectest.ListedPeriod{granted}, No, "signature", No},
		"a service for seals":              {signer(same), []pectest.ListedPeriod{only("ForeSeals")}, No, "signature", Yes},
		"a service for nothing stated":     {signer(same), []pectest.ListedPeriod{only()}, Unknown, "signature", Yes},
		"withdrawn by then":                {signer(same), []pectest.ListedPeriod{period("withdrawn", day(2025, 1, 1)), granted}, No, "signature", Yes},
		"withdrawn since":                  {signer(same), []pectest.ListedPeriod{period("withdrawn", day(2025, 4, 1)), granted}, Yes, "signature", Yes},
		"granted after the certificate":    {signer(same), []pectest.ListedPeriod{period("granted", day(2024, 7, 1))}, No, "signature", Yes},
		"says device":                      {signer(with(statements(nil, qcCompliance))), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", mine, "QCWithQSCD"))}, Yes, "signature", Yes},
		"says managed on behalf":           {signer(with(statements(nil, qcCompliance))), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("atLeastOne", mine, "QCQSCDManagedOnBehalf"))}, Yes, "signature", Yes},
		"says no device":                   {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", mine, "QCNoQSCD"))}, Yes, "signature", No},
		"says for legal persons":           {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", mine, "QCForLegalPerson"))}, Yes, "seal", Yes},
		"says not qualified":               {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", mine, "NotQualified"))}, No, "signature", Yes},
		"says qualified":                   {signer(func(s *pectest.CertSpec) { s.Extensions = nil }), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", mine, "QCStatement"))}, Yes, "signature", No},
		"contradicts itself":               {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", mine, "QCNoQSCD", "QCWithQSCD"))}, Unknown, "unknown", Unknown},
		"of another policy":                {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", []*pectest.XML{policySet("1.2.3")}, "NotQualified"))}, Yes, "signature", Yes},
		"of two policies at once":          {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", []*pectest.XML{policySet("1.3.76.1.1", "1.2.3")}, "NotQualified"))}, Yes, "signature", Yes},
		"of one of two policies":           {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("atLeastOne", []*pectest.XML{policySet("1.2.3"), policySet("1.3.76.1.1")}, "NotQualified"))}, No, "signature", Yes},
		"of none of the policies":          {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("none", []*pectest.XML{policySet("1.2.3")}, "NotQualified"))}, No, "signature", Yes},
		"of a key usage":                   {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", []*pectest.XML{usage("nonRepudiation", "true")}, "NotQualified"))}, No, "signature", Yes},
		"of a key usage that is not there": {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", []*pectest.XML{usage("nonRepudiation", "false")}, "NotQualified"))}, Yes, "signature", Yes},
		"of a key usage that is none":      {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", []*pectest.XML{usage("firma", "true")}, "NotQualified"))}, Unknown, "unknown", Unknown},
		"criteria that are not read":       {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", []*pectest.XML{sie("otherCriteriaList")}, "NotQualified"))}, Unknown, "unknown", Unknown},
		"not read, and decided without":    {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("all", []*pectest.XML{sie("otherCriteriaList"), policySet("1.2.3")}, "NotQualified"))}, Yes, "signature", Yes},
		"an assertion that is none":        {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), qualifier("some", mine, "NotQualified"))}, Unknown, "unknown", Unknown},
		"a critical extension unknown":     {signer(same), []pectest.ListedPeriod{period("granted", day(2020, 1, 1), pectest.Element("z", "urn:z", "Z"))}, Unknown, "unknown", Unknown},
		"before the Regulation, by policy": {signer(func(s *pectest.CertSpec) {
			s.NotBefore, s.Extensions, s.Policies = day(2015, 1, 1), nil, []asn1.ObjectIdentifier{{0, 4, 0, 1456, 1, 1}}
		}), []pectest.ListedPeriod{period("granted", Regulation), period("accredited", day(2010, 1, 1))}, Yes, "signature", Yes},
		"that policy since": {signer(func(s *pectest.CertSpec) {
			s.Extensions, s.Policies = nil, []asn1.ObjectIdentifier{{0, 4, 0, 1456, 1, 1}}
		}), []pectest.ListedPeriod{granted}, No, "signature", No},
	} {
		t.Run(name, func(t *testing.T) {
			q := Qualify([]*List{read(t, of(service(test.periods...)))}, parsed(t, test.c), judged)
			if q.Qualified != test.qualified || q.Kind != test.kind || q.Device != test.device {
				t.Errorf("%s %s %s, want %s %s %s", q.Qualified, q.Kind, q.Device, test.qualified, test.kind, test.device)
			}
			if q.Finding == nil || q.Finding.Service.Provider != "Fornitore" {
				t.Error("nobody is named")
			}
		})
	}
	stranger := pectest.Issue(pectest.CertSpec{Subject: o.Authority.CA.Spec.Subject, Serial: big.NewInt(1), NotBefore: day(2020, 1, 1), NotAfter: day(2030, 1, 1), Key: pectest.TestKey("attacker"), CA: true, KeyUsage: pectest.KeyCertSign})
	forged := signer(func(s *pectest.CertSpec) { s.Issuer = stranger })
	if q := Qualify([]*List{read(t, of(service(granted)))}, parsed(t, forged), judged); q.Qualified != Unknown || q.Finding != nil {
		t.Errorf("an authority of that name and another key: %+v", q)
	}
	differ := read(t, of(service(granted), service(period("granted", day(2020, 1, 1), qualifier("all", mine, "NotQualified")))))
	if q := Qualify([]*List{differ}, parsed(t, signer(same)), judged); q.Qualified != Unknown {
		t.Errorf("two services with one key that differ: %+v", q)
	}
}

func TestTwiceIsNeitherOfThem(t *testing.T) {
	l := of()
	l.Edit = func(x *pectest.XML) { s := x.Find("SchemeInformation"); s.Add(s.Find("SchemeTerritory")) }
	d, err := xmltree.Parse(l.Bytes(), limits)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Read(d.Root); err == nil {
		t.Error("a territory twice")
	}
}

func TestUnreadableParts(t *testing.T) {
	o := pectest.NewOffice()
	l := of(service(pectest.ListedPeriod{Type: "EDS/REM/Q", Status: "granted", From: day(2025, 1, 1), Certificates: []*pectest.Certificate{{DER: []byte("ABC123\n")}, o.Due.Certificate}}))
	l.Pointers = []pectest.Pointer{{Territory: "EU", Certificates: []*pectest.Certificate{{DER: []byte("ABC123\n")}}}}
	got := read(t, l)
	if len(got.Refused) != 2 || !Vouches(Delivery([]*List{got}, parsed(t, o.Due.Certificate), day(2025, 3, 1), true)) {
		t.Errorf("%v", got.Refused)
	}
	pdf := of()
	pdf.Pointers = []pectest.Pointer{{Territory: "IT", MimeType: "application/pdf", Certificates: []*pectest.Certificate{o.Due.Certificate}}, {Territory: "IT", Certificates: []*pectest.Certificate{o.Uno.Certificate}}}
	if got := read(t, pdf).Pointers["IT"]; len(got) != 1 || got[0] != o.Uno.Certificate.SHA256() {
		t.Errorf("who may sign the list in XML: %v", got)
	}
}

func TestEmbeddedData(t *testing.T) {
	d := Embedded()
	if len(d.Lists) != 1 || d.Lists[0].Name() != "TSL-IT 223" || d.Lists[0].Vouched != "LOTL 390" || len(d.Lists[0].Services) != 10 {
		t.Fatalf("%+v", d.Lists)
	}
	if d.Names("IT", "ddf02ac377a55fbda3709158a15fe1a10330743413ff1de72a91edb6ee285661") != "LOTL 390" || d.Names("DE", d.Lists[0].Signer) != "" || d.Names("IT", "") != "" {
		t.Error("who may sign")
	}
	text, err := d.Write()
	if err != nil || string(text) != string(delivery) {
		t.Error("the embedded file is not what Write gives", err)
	}
	for _, bad := range []string{"", "{}", `{"schema":"pec-qualified/2"}`, `{"schema":"pec-qualified/1","x":1}`, `{"schema":"pec-qualified/1","lists":[{"services":[{}]}]}`} {
		if _, err := ReadData([]byte(bad)); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
}

// FuzzRead: no document makes Read panic, and what it gives can be asked.
func FuzzRead(f *testing.F) {
	o := pectest.NewOffice()
	l := of(service(pectest.ListedPeriod{Type: "EDS/REM/Q", Status: "withdrawn", From: day(2025, 3, 1), Certificates: []*pectest.Certificate{o.Due.Certificate}},
		pectest.ListedPeriod{Type: "CA/QC", Status: "granted", From: day(2025, 1, 1), SKI: []*pectest.Certificate{o.Due.Certificate}, For: []string{"ForeSignatures"}}))
	f.Add(l.Bytes())
	due := parsed(f, o.Due.Certificate)
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := xmltree.Parse(data, limits)
		if err != nil {
			return
		}
		l, err := Read(d.Root)
		if err != nil {
			return
		}
		Delivery([]*List{l}, due, day(2025, 2, 1), true)
		Timestamps([]*List{l}, due, day(2025, 2, 1))
		Qualify([]*List{l}, due, day(2025, 2, 1))
		if _, err := (&Data{Schema: Schema, Lists: []*List{l}}).Write(); err != nil {
			t.Fatal(err)
		}
	})
}
