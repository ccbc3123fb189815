package tst

import (
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"testing"

	"pecverifier/verifier/pectest"
)

var (
	oidEKU          = asn1.ObjectIdentifier{2, 5, 29, 37}
	oidTimeStamping = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	oidMail         = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 4}
	oidNamed        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidSHA256       = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
)

func der(t testing.TB, v any) []byte {
	t.Helper()
	out, err := asn1.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// infoOf is a TSTInfo over some bytes.
func infoOf(t testing.TB, of []byte, time string, more ...[]byte) []byte {
	sum := sha256.Sum256(of)
	parts := [][]byte{der(t, 1), der(t, asn1.ObjectIdentifier{1, 2, 3}),
		pectest.TLV(0x30, pectest.TLV(0x30, der(t, oidSHA256)), der(t, sum[:])), der(t, 7), pectest.TLV(0x18, []byte(time))}
	return pectest.TLV(0x30, append(parts, more...)...)
}

func TestWhoMayStamp(t *testing.T) {
	o := pectest.NewOffice()
	usage := func(critical bool, ids ...asn1.ObjectIdentifier) *pectest.Certificate {
		return o.Authority.Leaf(o.Due, 0x4001, pectest.TestKey("due"), func(s *pectest.CertSpec) {
			s.EKU = nil
			var list [][]byte
			for _, id := range ids {
				list = append(list, der(t, id))
			}
			parts := [][]byte{der(t, oidEKU)}
			if critical {
				parts = append(parts, der(t, true))
			}
			s.Extensions = [][]byte{pectest.TLV(0x30, append(parts, der(t, pectest.TLV(0x30, list...)))...)}
		})
	}
	fit := usage(true, oidTimeStamping)
	for name, tt := range map[string]struct {
		cert  *pectest.Certificate
		named []byte // the certificate that the attribute names; nil = no attribute
		good  bool
	}{
		"fit":                              {fit, fit.DER, true},
		"no attribute":                     {fit, nil, false},
		"the attribute names another":      {fit, o.Uno.Certificate.DER, false},
		"extended key usage not critical":  {usage(false, oidTimeStamping), []byte("own"), false},
		"two extended key usages":          {usage(true, oidTimeStamping, oidMail), []byte("own"), false},
		"another extended key usage":       {usage(true, oidMail), []byte("own"), false},
		"a provider's certificate of mail": {o.Due.Certificate, o.Due.Certificate.DER, false},
	} {
		named := tt.named
		if string(named) == "own" {
			named = tt.cert.DER
		}
		signer := pectest.Signer{Certificate: tt.cert}
		if named != nil {
			sum := sha256.Sum256(named)
			signer.Attributes = func(a [][]byte) [][]byte {
				return append(a, pectest.Attribute(oidNamed, pectest.TLV(0x30, pectest.TLV(0x30, pectest.TLV(0x30, der(t, sum[:]))))))
			}
		}
		raw := pectest.SignedData{Content: infoOf(t, []byte("x"), "20250312101530.25Z"), Embed: true, ContentType: oidTSTInfo, Signers: []pectest.Signer{signer}}.DER()
		token, err := Parse(raw)
		if err != nil {
			t.Fatal(name, err)
		}
		if err := token.Verify(tt.cert.X509()); (err == nil) != tt.good || err != nil && !errors.Is(err, ErrCertificate) {
			t.Errorf("%s: %v", name, err)
		}
		if err := token.Stamps(digestOf([]byte("x"))); err != nil || token.Time.Nanosecond() != 250_000_000 {
			t.Errorf("%s: %v, %v", name, err, token.Time)
		}
	}
}

func TestInfo(t *testing.T) {
	for name, tt := range map[string]struct {
		der  []byte
		good bool
	}{
		"bare":                   {infoOf(t, nil, "20250312101530Z"), true},
		"accuracy, order, nonce": {infoOf(t, nil, "20250312101530Z", pectest.TLV(0x30, der(t, 1), pectest.TLV(0x80, []byte{5})), der(t, true), der(t, 9)), true},
		"a name":                 {infoOf(t, nil, "20250312101530Z", pectest.TLV(0xa0, pectest.TLV(0xa4))), true},
		"no zone":                {infoOf(t, nil, "20250312101530"), false},
		"another zone":           {infoOf(t, nil, "20250312101530+0100"), false},
		"a negative accuracy":    {infoOf(t, nil, "20250312101530Z", pectest.TLV(0x30, der(t, -1))), false},
		"1,000 milliseconds":     {infoOf(t, nil, "20250312101530Z", pectest.TLV(0x30, pectest.TLV(0x80, []byte{3, 0xe8}))), false},
		"more behind":            {infoOf(t, nil, "20250312101530Z", der(t, "x")), false},
		"nothing":                {nil, false},
	} {
		if _, err := readInfo(tt.der); (err == nil) != tt.good || err != nil && !errors.Is(err, ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
