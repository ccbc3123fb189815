package eulist

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/pectest"
)

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

func list() pectest.TrustedList {
	o := pectest.NewOffice()
	return pectest.TrustedList{Territory: "XX", Sequence: 7, Issued: day(2025, 5, 1), NextUpdate: day(2025, 11, 1), Operator: "Autorità di prova",
		Signer: o.Tre.Certificate, Providers: []pectest.ListedProvider{{Name: "Due", Services: []pectest.ListedService{{Name: "REM di Due",
			Periods: []pectest.ListedPeriod{{Type: "EDS/REM/Q", Status: "granted", From: day(2024, 7, 1), Certificates: []*pectest.Certificate{o.Due.Certificate}}}}}}}}
}

func TestSignedList(t *testing.T) {
	signed, err := Read(list().Bytes())
	if err != nil {
		t.Fatal(err)
	}
	l := signed.List
	if l.Name() != "TSL-XX 7" || l.Operator != "Autorità di prova" || len(l.Services) != 1 || l.Signer != pectest.NewOffice().Tre.Certificate.SHA256() {
		t.Errorf("%+v", l)
	}
	known := &qualified.Data{LOTL: qualified.LOTL{Sequence: 3, Signers: map[string][]string{"XX": {l.Signer}, "YY": {"00"}}}}
	if !signed.Vouch(known) || l.Vouched != "LOTL 3" {
		t.Errorf("vouched by %q", l.Vouched)
	}
	for name, edit := range map[string]func(*pectest.TrustedList){
		"another territory's signer":      func(l *pectest.TrustedList) { l.Territory = "YY" },
		"another signer":                  func(l *pectest.TrustedList) { l.Signer = pectest.NewOffice().Uno.Certificate },
		"issued before the signer's time": func(l *pectest.TrustedList) { l.Issued = day(2023, 1, 1) },
		"issued after the signer's time":  func(l *pectest.TrustedList) { l.Issued = day(2030, 1, 1) },
		"nobody's":                        func(l *pectest.TrustedList) { l.Signer = nil },
		"another certificate of that name": func(l *pectest.TrustedList) {
			o := pectest.NewOffice()
			l.Signer = o.Authority.Leaf(o.Tre, 99, pectest.TestKey("tre"))
		},
	} {
		other := list()
		edit(&other)
		signed, err := Read(other.Bytes())
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if signed.Vouch(known) || signed.List.Vouched != "" {
			t.Errorf("%s is vouched for", name)
		}
	}
}

// TestNoList: a list whose signature does not hold is none, however little was changed and wherever.
func TestNoList(t *testing.T) {
	good := string(list().Bytes())
	o := pectest.NewOffice()
	replace := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the list", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	edited := func(edit func(*pectest.TrustedList)) string {
		l := list()
		edit(&l)
		return string(l.Bytes())
	}
	start := strings.Index(good, "<ds:Signature ")
	for name, test := range map[string]struct {
		text string
		want error
	}{
		"withdrawn becomes granted, here the other way": {replace("/granted", "/withdrawn"), ErrSignature},
		"a time changed":               {replace("2024-07-01T00:00:00Z", "2020-07-01T00:00:00Z"), ErrSignature},
		"a comment in a status":        {replace("/granted", "/<!-- -->granted"), ErrSignature},
		"a service in the signature":   {replace("</ds:Signature>", "<ds:Object><TSPService/></ds:Object></ds:Signature>"), ErrSignature},
		"a second signature":           {replace("</TrustServiceStatusList>", good[start:strings.Index(good, "</ds:Signature>")]+"</ds:Signature></TrustServiceStatusList>"), ErrSignature},
		"a signature that is none":     {good[:start] + `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/></TrustServiceStatusList>`, ErrSignature},
		"value of another":             {edited(func(l *pectest.TrustedList) { l.XAdES = func(x *pectest.XAdES) { x.Value = pectest.FlipBit } }), ErrSignature},
		"another certificate is named": {edited(func(l *pectest.TrustedList) { l.XAdES = func(x *pectest.XAdES) { x.Bound = o.Uno.Certificate } }), ErrSignature},
		"no certificate is named":      {edited(func(l *pectest.TrustedList) { l.XAdES = func(x *pectest.XAdES) { x.NoBinding = true } }), ErrSignature},
		"another root":                 {`<?xml version="1.0"?><Elenco/>`, qualified.ErrFormat},
		"a genuine list below a root":  {`<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" TSLTag="http://uri.etsi.org/19612/TSLTag">` + good[strings.Index(good, "<TrustS"):] + `</TrustServiceStatusList>`, ErrSignature},
		"no scheme":                    {`<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" TSLTag="http://uri.etsi.org/19612/TSLTag"/>`, qualified.ErrFormat},
		"no tag":                       {`<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#"/>`, qualified.ErrFormat},
		"scheme twice": {edited(func(l *pectest.TrustedList) {
			l.Edit = func(x *pectest.XML) { x.Nodes = append(x.Nodes[:1:1], x.Nodes...) }
		}), qualified.ErrFormat},
		"status twice": {edited(func(l *pectest.TrustedList) {
			l.Edit = func(x *pectest.XML) { i := x.Find("ServiceInformation"); i.Add(i.Find("ServiceStatus")) }
		}), qualified.ErrFormat},
		"a time that is none": {edited(func(l *pectest.TrustedList) {
			l.Edit = func(x *pectest.XML) { x.Find("StatusStartingTime").Nodes[0].Text = "ieri" }
		}), qualified.ErrFormat},
		"a doctype": {replace("<TrustServiceStatusList", "<!DOCTYPE x><TrustServiceStatusList"), nil},
	} {
		_, err := Read([]byte(test.text))
		if err == nil || test.want != nil && !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

// TestOldBinding: lists of before 2025 name their certificate by its SHA-1.
func TestOldBinding(t *testing.T) {
	l := list()
	l.XAdES = func(x *pectest.XAdES) { x.BindSHA1 = true }
	if _, err := Read(l.Bytes()); err != nil {
		t.Error(err)
	}
}

func official(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../../../shared/trust/" + name)
	if err != nil {
		t.Skip("the official lists are not here")
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestOfficialLists: the Italian list is signed by whom the list of lists names, and says of its delivery services what it says.
func TestOfficialLists(t *testing.T) {
	signed, err := Read(official(t, "TSL-IT-223.xml.gz"))
	if err != nil {
		t.Fatal(err)
	}
	l := signed.List
	if !signed.Vouch(qualified.Embedded()) || l.Name() != "TSL-IT 223" || l.Version != 6 || !l.NextUpdate.Equal(time.Date(2027, 1, 27, 10, 33, 49, 0, time.UTC)) || len(l.Refused) > 0 {
		t.Errorf("%s vouched by %q, %v", l.Name(), l.Vouched, l.Refused)
	}
	count := map[string]int{}
	for _, s := range l.Services {
		p := s.Periods[len(s.Periods)-1]
		count[p.Type+" "+p.Status]++
	}
	for what, want := range map[string]int{"CA/QC granted": 142, "CA/QC withdrawn": 61, "TSA/QTST granted": 29, "TSA/QTST withdrawn": 5,
		"EDS/Q granted": 8, "EDS/REM/Q granted": 1, "EDS/REM/Q withdrawn": 1} {
		if count[what] != want {
			t.Errorf("%d %s, want %d", count[what], what, want)
		}
	}
	lotl, err := Read(official(t, "eu-lotl-390.xml.gz"))
	if err != nil {
		t.Fatal(err)
	}
	if got := lotl.List.Pointers["IT"]; !lotl.List.LOTL || len(got) != 6 {
		t.Errorf("pointers to Italy: %v", got)
	}
}

// TestWithdrawnTheNextDay: the one delivery service of the Italian list with a history. What held at the moment counts.
func TestWithdrawnTheNextDay(t *testing.T) {
	var postel string
	for _, s := range qualified.Embedded().Lists[0].Services {
		if s.Provider == "Postel S.p.A." && len(s.Periods) == 2 {
			postel = s.Identities[0].SHA256
		}
	}
	text := official(t, "TSL-IT-223.xml.gz")
	signed, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	var c *certificate.Certificate
	for rest := text; c == nil; {
		_, after, found := bytes.Cut(rest, []byte("<X509Certificate>"))
		if !found {
			t.Fatal("Postel's certificate is not in the list")
		}
		encoded, tail, _ := bytes.Cut(after, []byte("<"))
		if one, err := certificate.Parse(decode(t, encoded)); err == nil && one.SHA256() == postel {
			c = one
		}
		rest = tail
	}
	for at, want := range map[string]struct {
		mail, bare qualified.Why
	}{
		"2025-10-13T08:59:59Z": {qualified.NotYet, qualified.NotYet},
		"2025-10-13T09:00:00Z": {"", ""},
		"2025-10-14T13:59:59Z": {"", ""},
		"2025-10-14T14:00:00Z": {qualified.NotGranted, qualified.NotYet},
		"2025-10-14T14:10:00Z": {qualified.NotGranted, ""},
		"2026-10-14T14:10:00Z": {qualified.NotGranted, ""},
	} {
		moment, _ := time.Parse(time.RFC3339, at)
		for _, lists := range [][]*qualified.List{{signed.List}, qualified.Embedded().Lists, {signed.List, qualified.Embedded().Lists[0]}} {
			if found := qualified.Delivery(lists, c, moment, true); len(found) == 0 || found[0].Why != want.mail {
				t.Errorf("%s, mail: %+v", at, found)
			}
			if found := qualified.Delivery(lists, c, moment, false); len(found) == 0 || found[0].Why != want.bare {
				t.Errorf("%s, bare evidence: %+v", at, found)
			}
		}
	}
}

func decode(t *testing.T, text []byte) []byte {
	t.Helper()
	out := make([]byte, base64.StdEncoding.DecodedLen(len(text)))
	n, err := base64.StdEncoding.Decode(out, bytes.TrimSpace(text))
	if err != nil {
		t.Fatal(err)
	}
	return out[:n]
}
