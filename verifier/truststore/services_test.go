package truststore

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
)

func TestTrustedListsAreBrought(t *testing.T) {
	o := pectest.NewREMOffice()
	day := time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)
	list := pectest.TrustedList{Territory: "IT", Sequence: 7, Issued: day, Operator: "Autorità", Signer: o.ListSigner,
		Providers: []pectest.ListedProvider{{Name: o.Due.Name, Services: []pectest.ListedService{{Name: "REM",
			Periods: []pectest.ListedPeriod{{Type: "EDS/REM/Q", Status: "granted", From: day, Certificates: []*pectest.Certificate{o.Due.Certificate}}}}}}}}
	unsigned := list
	unsigned.Signer = nil
	lotl := list
	lotl.LOTL = true
	signed := list.Bytes()
	for name, test := range map[string]struct {
		data      []byte
		confirmed string
		origin    trustlist.OriginKind
		err       error
	}{
		"unsigned":               {unsigned.Bytes(), "", trustlist.OriginUnsigned, nil},
		"by nobody known":        {signed, "", trustlist.OriginUnknown, nil},
		"confirmed":              {signed, o.ListSigner.SHA256(), trustlist.OriginConfirmed, nil},
		"another is confirmed":   {signed, o.Due.Certificate.SHA256(), trustlist.OriginUnknown, nil},
		"altered":                {bytes.Replace(signed, []byte("granted"), []byte("withdrawn"), 1), "", "", ErrListSignature},
		"a list of lists":        {lotl.Bytes(), "", "", trustlist.ErrFormat},
		"of the name alone":      {[]byte("<TrustServiceStatusList/>"), "", "", trustlist.ErrFormat},
		"longer than is read":    {append(bytes.Clone(unsigned.Bytes()), make([]byte, MaxBytes)...), "", "", trustlist.ErrTooLarge},
		"signed by the attacker": {forgedList(list), "", "", ErrListSignature},
	} {
		s := New(Options{Base: trustlist.Combine(), From: trustlist.FromPerson})
		err := s.Accept("TSL-IT.xml", test.data, test.confirmed, "")
		if !errors.Is(err, test.err) {
			t.Errorf("%s: %v, want %v", name, err, test.err)
			continue
		}
		if err != nil {
			continue
		}
		parts := s.Info().Parts
		p := parts[len(parts)-1]
		if p.Origin.Kind != string(test.origin) || p.Kind != "services" || p.Services != 1 || p.From != "person" || len(s.Current().ServiceLists()) != 1 {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func forgedList(l pectest.TrustedList) []byte {
	l.XAdES = func(x *pectest.XAdES) { x.Key = pectest.TestKey("attacker") }
	return l.Bytes()
}

// TestAConfirmedListIsUnconfirmedElsewhere: what one settling says of a list's signer does not stay with the file.
func TestAConfirmedListIsUnconfirmedElsewhere(t *testing.T) {
	o := pectest.NewREMOffice()
	data := pectest.TrustedList{Territory: "IT", Sequence: 7, Issued: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC), Signer: o.ListSigner, Providers: []pectest.ListedProvider{}}.Bytes()
	s := New(Options{Base: trustlist.Combine()})
	if _, err := s.Preview("TSL.xml", data, o.ListSigner.SHA256()); err != nil {
		t.Fatal(err)
	}
	if b, err := s.Preview("TSL.xml", data, ""); err != nil || b.Preview().Origin.Kind != string(trustlist.OriginUnknown) {
		t.Errorf("%v, %+v", err, b.Preview().Origin)
	}
}
