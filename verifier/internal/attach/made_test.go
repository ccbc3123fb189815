package attach_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/internal/attach"
	"pecverifier/verifier/pectest"
)

var (
	certified = time.Date(2025, 10, 2, 7, 14, 3, 0, time.UTC)
	today     = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)
	office    = pectest.NewOffice()
	stamps    = pectest.NewREMOffice()
	anna      = office.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person"))
	bruno     = office.Authority.Signatory("Bruno Verdi", 0x502, pectest.TestKey("uno"))
	document  = []byte("Delibera n. 12\n")
)

func authority(c *pectest.Certificate) qualified.Identity {
	leaf, err := certificate.Parse(c.DER)
	if err != nil {
		panic(err)
	}
	return qualified.Identity{SHA256: leaf.SHA256(), SPKI: leaf.SPKI, Subject: certificate.Name(leaf.Subject), CA: true}
}

// lists have the authority since 2017, and a qualified time-stamp service.
func lists(edit ...func(*qualified.List)) []*qualified.List {
	from := time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC)
	l := &qualified.List{Territory: "IT", Sequence: 7, Issued: time.Date(2026, 7, 27, 0, 0, 0, 0, time.UTC), Vouched: "test", Services: []qualified.Service{
		{Provider: "Certificatore di Prova S.p.A.", Name: "CA di prova", Identities: []qualified.Identity{authority(office.Authority.CA)},
			Periods: []qualified.Period{{From: from, Type: qualified.TypeCA, Status: "granted", For: []string{"ForeSignatures", "ForeSeals"}}}},
		{Provider: "Marche di Prova S.p.A.", Name: "TSA", Identities: []qualified.Identity{authority(stamps.CA)},
			Periods: []qualified.Period{{From: from, Type: qualified.TypeTimestamps, Status: "granted"}}},
	}}
	for _, e := range edit {
		e(l)
	}
	return []*qualified.List{l}
}

func judge(t *testing.T, name string, data []byte, edit ...func(*attach.Options)) *attach.Signed {
	t.Helper()
	o := attach.Options{Lists: lists(), Certified: certified, Now: today}
	for _, e := range edit {
		e(&o)
	}
	return attach.New(o).File(name, data)
}

// one gives the only signature.
func one(t *testing.T, s *attach.Signed) attach.FileSignature {
	t.Helper()
	if len(s.Signatures) != 1 {
		t.Fatalf("%d signatures: %+v", len(s.Signatures), s)
	}
	return s.Signatures[0]
}

func verdict(s attach.FileSignature) string {
	return strings.TrimSuffix(s.Indication+"/"+s.Subindication, "/")
}

func has(checks []attach.FileCheck, id, status, reason string) bool {
	return slices.ContainsFunc(checks, func(c attach.FileCheck) bool { return c.ID == id && c.Status == status && c.Reason == reason })
}

func p7m(content []byte, who ...*pectest.Certificate) []byte {
	return pectest.SignedFile(content, certified.Add(-time.Hour), who...).DER()
}

// A signed file in every form in which it is met.
func TestForms(t *testing.T) {
	der := p7m(document, anna)
	indefinite := pectest.SignedFile(document, certified, anna)
	indefinite.Indefinite = true
	line := base64.StdEncoding.EncodeToString(der)
	for name, tt := range map[string]struct {
		data     []byte
		encoding string
	}{
		"DER":             {der, "der"},
		"BER":             {indefinite.DER(), "ber"},
		"one line":        {[]byte(line), "base64"},
		"lines and a BOM": {[]byte("\xef\xbb\xbf" + wrap(line) + "\r\n"), "base64"},
		"PEM":             {pem.EncodeToMemory(&pem.Block{Type: "PKCS7", Bytes: der}), "pem"},
		"padded":          {append(bytes.Clone(der), 0, 0, '\n'), "der"},
	} {
		s := judge(t, "atto.txt.p7m", tt.data)
		one := one(t, s)
		if s.Container != "cades" || s.Encoding != tt.encoding || !s.NameFits || verdict(one) != "TOTAL-PASSED" || !one.Intact {
			t.Errorf("%s: %s %s %t %s", name, s.Container, s.Encoding, s.NameFits, verdict(one))
		}
		if one.Qualified != "yes" || one.Type != "signature" || one.Device != "qscd" || one.Format != "CAdES-B" || one.Time.Basis != "certified" ||
			one.Covers.What != "all" || one.Trust.Provider != "Certificatore di Prova S.p.A." || one.Trust.Revocation != "unknown" ||
			one.Signer.Name != "Anna Bianchi" || one.Signer.Identifier != "TINIT-PRVXXX80A01H501X" {
			t.Errorf("%s: %+v", name, one)
		}
		if s.Content == nil || s.Content.Name != "atto.txt" || s.Content.Size != len(document) || s.Content.Type != "text/plain" {
			t.Errorf("%s: content %+v", name, s.Content)
		}
	}
	for name, data := range map[string][]byte{
		"junk before it":  append([]byte("GIF89a"), der...),
		"junk behind it":  append(bytes.Clone(der), "x"...),
		"base64 and more": []byte(line + "\n!!"),
		"cut short":       der[:len(der)-3],
		"edited as text":  bytes.ReplaceAll(der, []byte("\n"), []byte("\r\n")),
	} {
		s := judge(t, "atto.txt.p7m", data)
		for _, one := range s.Signatures {
			if one.Indication == "TOTAL-PASSED" || one.Intact {
				t.Errorf("%s: %s", name, verdict(one))
			}
		}
	}
}

func wrap(line string) string {
	var b strings.Builder
	for ; len(line) > 64; line = line[64:] {
		b.WriteString(line[:64] + "\r\n")
	}
	return b.String() + line
}

// What the certificate and the lists were at the time at which the signature is judged.
func TestTime(t *testing.T) {
	since := func(from, to time.Time) *pectest.Certificate {
		return office.Authority.Signatory("Carla Neri", 0x510, pectest.TestKey("due"), func(s *pectest.CertSpec) { s.NotBefore, s.NotAfter = from, to })
	}
	year := func(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }
	none := func(o *attach.Options) { o.Certified = time.Time{} }
	withdrawn := func(at time.Time) func(*attach.Options) {
		return func(o *attach.Options) {
			o.Lists = lists(func(l *qualified.List) {
				l.Services[0].Periods = append(l.Services[0].Periods, qualified.Period{From: at, Type: qualified.TypeCA, Status: "withdrawn"})
			})
		}
	}
	for name, tt := range map[string]struct {
		certificate *pectest.Certificate
		edit        func(*attach.Options)
		verdict     string
		qualified   string
		basis       string
	}{
		"in its validity":                    {since(year(2024), year(2027)), nil, "TOTAL-PASSED", "yes", "certified"},
		"expired since":                      {since(year(2024), year(2026)), nil, "TOTAL-PASSED", "yes", "certified"},
		"expired since, and no receipt":      {since(year(2024), year(2026)), none, "INDETERMINATE/OUT_OF_BOUNDS_NO_POE", "yes", "none"},
		"expired before":                     {since(year(2023), year(2025)), nil, "INDETERMINATE/OUT_OF_BOUNDS_NO_POE", "yes", "certified"},
		"not yet valid":                      {since(year(2026), year(2027)), nil, "TOTAL-FAILED/NOT_YET_VALID", "yes", "certified"},
		"authority withdrawn since":          {since(year(2024), year(2027)), withdrawn(year(2026)), "TOTAL-PASSED", "yes", "certified"},
		"authority withdrawn before":         {since(year(2024), year(2027)), withdrawn(year(2025)), "TOTAL-PASSED", "no", "certified"},
		"authority withdrawn when it issued": {since(year(2024), year(2027)), withdrawn(year(2023)), "TOTAL-PASSED", "no", "certified"},
		"no list":                            {since(year(2024), year(2027)), func(o *attach.Options) { o.Lists = nil }, "INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND", "unknown", "certified"},
		"a list that does not know it": {since(year(2024), year(2027)), func(o *attach.Options) {
			o.Lists = lists(func(l *qualified.List) { l.Services = l.Services[1:] })
		}, "INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND", "unknown", "certified"},
	} {
		edits := []func(*attach.Options){}
		if tt.edit != nil {
			edits = append(edits, tt.edit)
		}
		s := one(t, judge(t, "a.p7m", p7m(document, tt.certificate), edits...))
		if verdict(s) != tt.verdict || s.Qualified != tt.qualified || s.Time.Basis != tt.basis || !s.Intact {
			t.Errorf("%s: %s, qualified %s, basis %s", name, verdict(s), s.Qualified, s.Time.Basis)
		}
	}
	later := pectest.SignedFile(document, certified.Add(time.Hour), anna)
	if s := one(t, judge(t, "a.p7m", later.DER())); verdict(s) != "TOTAL-PASSED" || !has(s.Checks, "attachment.time", "warning", "attachment.time.later") {
		t.Errorf("signed after the certified time by its own word: %s %v", verdict(s), s.Checks)
	}
}

// Who signed is a matter of keys, not of names.
func TestSigner(t *testing.T) {
	impostor := pectest.Issue(pectest.CertSpec{Subject: office.Authority.CA.Spec.Subject, Serial: office.Authority.CA.Spec.Serial, NotBefore: pectest.CAFrom,
		NotAfter: pectest.CATo, Key: pectest.TestKey("attacker"), CA: true, PathLen: 0, KeyUsage: pectest.KeyCertSign})
	minister := func(s *pectest.CertSpec) { s.Issuer = impostor }
	twin := office.Authority.Signatory("Il Ministro", 0x501, pectest.TestKey("attacker"), minister)
	signed := pectest.SignedFile(document, certified, anna)
	for name, tt := range map[string]struct {
		data    []byte
		verdict string
		check   string
	}{
		"an own authority with a known name": {p7m(document, twin), "INDETERMINATE/NO_CERTIFICATE_CHAIN_FOUND", "attachment.authority"},
		"a twin beside the certificate": {func() []byte {
			s := signed
			s.Certificates = [][]byte{twin.DER, anna.DER}
			return s.DER()
		}(), "TOTAL-PASSED", ""},
		"the twin alone": {func() []byte {
			s := signed
			s.Certificates = [][]byte{twin.DER}
			return s.DER()
		}(), "TOTAL-FAILED/SIG_CRYPTO_FAILURE", "attachment.value"},
		"no certificate": {func() []byte {
			s := signed
			s.Certificates = [][]byte{}
			return s.DER()
		}(), "INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND", "attachment.certificate"},
		"signed for another certificate": {func() []byte {
			s := pectest.SignedFile(document, certified, anna)
			s.Signers[0].Attributes = func(all [][]byte) [][]byte { return append(all, pectest.SigningCertificateV2(bruno)) }
			return s.DER()
		}(), "INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND", "attachment.certificate"},
		"the binding twice": {func() []byte {
			s := pectest.SignedFile(document, certified, anna)
			s.Signers[0].Attributes = func(all [][]byte) [][]byte {
				return append(all, pectest.SigningCertificateV2(anna), pectest.SigningCertificateV2(bruno))
			}
			return s.DER()
		}(), "TOTAL-FAILED/FORMAT_FAILURE", "attachment.certificate"},
		"an authority's certificate": {p7m(document, office.Authority.Signatory("CA", 0x520, pectest.TestKey("due"), func(s *pectest.CertSpec) { s.CA = true })),
			"INDETERMINATE/CHAIN_CONSTRAINTS_FAILURE", "attachment.authority"},
		"a key for encryption": {p7m(document, office.Authority.Signatory("CA", 0x521, pectest.TestKey("due"), func(s *pectest.CertSpec) { s.KeyUsage = pectest.KeyEncipherment })),
			"INDETERMINATE/CHAIN_CONSTRAINTS_FAILURE", "attachment.authority"},
		"other bytes": {func() []byte {
			s := signed
			s.EContent = []byte("Delibera n. 13\n")
			return s.DER()
		}(), "TOTAL-FAILED/HASH_FAILURE", "attachment.digest"},
		"a broken value": {func() []byte {
			s := pectest.SignedFile(document, certified, anna)
			s.Signers[0].Value = pectest.FlipBit
			return s.DER()
		}(), "TOTAL-FAILED/SIG_CRYPTO_FAILURE", "attachment.value"},
	} {
		s := one(t, judge(t, "a.p7m", tt.data))
		if verdict(s) != tt.verdict {
			t.Errorf("%s: %s %+v", name, verdict(s), s.Checks)
		}
		if tt.check != "" && !slices.ContainsFunc(s.Checks, func(c attach.FileCheck) bool { return c.ID == tt.check && c.Status == "failed" }) {
			t.Errorf("%s: %+v", name, s.Checks)
		}
	}
	plain := pectest.SignedFile(document, certified, anna)
	plain.Signers[0].Attributes = nil
	if s := one(t, judge(t, "a.p7m", plain.DER())); verdict(s) != "TOTAL-PASSED" || s.Format != "CMS" ||
		!has(s.Checks, "attachment.certificate", "warning", "attachment.certificate.unbound") {
		t.Errorf("without binding: %s %s", verdict(s), s.Format)
	}
	seal := office.Authority.Signatory("Comune di Prova", 0x530, pectest.TestKey("due"), func(s *pectest.CertSpec) {
		s.Extensions = [][]byte{pectest.Qualified(pectest.QcTypeSeal)}
	})
	if s := one(t, judge(t, "a.p7m", p7m(document, seal))); s.Type != "seal" || s.Qualified != "yes" {
		t.Errorf("a seal: %s, qualified %s", s.Type, s.Qualified)
	}
	simple := office.Authority.Signatory("Dario Rossi", 0x531, pectest.TestKey("due"), func(s *pectest.CertSpec) { s.Extensions = nil })
	if s := one(t, judge(t, "a.p7m", p7m(document, simple))); verdict(s) != "TOTAL-PASSED" || s.Qualified != "no" || s.Device != "no" {
		t.Errorf("not qualified: %s, %s", verdict(s), s.Qualified)
	}
}

// A certificate that crypto/x509 refuses, as real ones are: a length that is not in its shortest form.
func TestOddCertificate(t *testing.T) {
	policy := pectest.TLV(0x30, pectest.TLV(0x30, pectest.TLV(0x06, []byte{0x2a, 3, 4})))
	policy = append([]byte{0x30, 0x81, policy[1]}, policy[2:]...)
	odd := office.Authority.Signatory("Elena Gialli", 0x540, pectest.TestKey("due"), func(s *pectest.CertSpec) {
		s.Extensions = [][]byte{pectest.Qualified(), pectest.TLV(0x30, pectest.TLV(0x06, []byte{0x55, 0x1d, 0x20}), pectest.TLV(0x04, policy))}
	})
	s := one(t, judge(t, "a.p7m", p7m(document, odd)))
	if verdict(s) != "TOTAL-PASSED" || s.Signer == nil || s.Signer.Name != "Elena Gialli" {
		t.Errorf("%s %+v", verdict(s), s.Checks)
	}
}

// A key that cannot be read verifies nothing.
func TestBrokenKey(t *testing.T) {
	odd := office.Authority.Signatory("Elena Gialli", 0x541, pectest.TestKey("p256"), func(s *pectest.CertSpec) { s.Serial.Neg(s.Serial) })
	point := append([]byte{0x04}, pectest.TestKey("p256").SPKI()[27:]...)
	for name, der := range map[string][]byte{
		"no point of the curve": bytes.Replace(odd.DER, point[1:9], make([]byte, 8), 1),
		"another curve":         bytes.Replace(odd.DER, []byte{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07}, []byte{0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x01}, 1),
	} {
		s := pectest.SignedFile(document, certified, odd)
		s.Certificates = [][]byte{der}
		if got := one(t, judge(t, "a.p7m", s.DER())); got.Indication == "TOTAL-PASSED" || got.Intact || bytes.Equal(der, odd.DER) {
			t.Errorf("%s: %s", name, verdict(got))
		}
	}
}

// Several who sign one file, and signatures around signatures.
func TestSeveral(t *testing.T) {
	s := judge(t, "a.p7m", p7m(document, anna, bruno))
	if len(s.Signatures) != 2 || verdict(s.Signatures[0]) != "TOTAL-PASSED" || verdict(s.Signatures[1]) != "TOTAL-PASSED" ||
		s.Signatures[1].Signer.Name != "Bruno Verdi" || s.Signatures[1].Index != 2 {
		t.Errorf("two signers: %+v", s.Signatures)
	}
	nested := judge(t, "atto.txt.p7m.p7m", p7m(p7m(document, bruno), anna))
	inner := nested.Content.Signed
	if one(t, nested).Signer.Name != "Anna Bianchi" || inner == nil || one(t, inner).Signer.Name != "Bruno Verdi" || one(t, inner).Layer != "1" ||
		nested.Content.Name != "atto.txt.p7m" || inner.Content.Name != "atto.txt" || inner.Content.SHA256 != judge(t, "", p7m(document, anna)).Content.SHA256 {
		t.Errorf("nested: %+v", nested)
	}
	deep := document
	for range 20 {
		deep = p7m(deep, anna)
	}
	layers := 0
	limited := false
	for s := judge(t, "a.p7m", deep); s != nil; layers++ {
		limited = limited || slices.Contains(s.Limits, "layers")
		if s.Content == nil {
			break
		}
		s = s.Content.Signed
	}
	if layers > 9 || !limited {
		t.Errorf("%d layers, limited %t", layers, limited)
	}
	pdf := pectest.NewPDF("1.000 euro")
	pdf.Sign(pectest.PDFSignature{Certificate: bruno})
	both := judge(t, "atto.pdf.p7m", p7m(pdf.Data, anna))
	if c := both.Content; c.Type != "application/pdf" || c.Signed.Container != "pades" || verdict(one(t, c.Signed)) != "TOTAL-PASSED" || c.Signed.Signatures[0].Format != "PAdES-B" {
		t.Errorf("a signed PDF in a p7m: %+v", c)
	}
}

// A detached signature is of the file whose digest it states, whatever that is called.
func TestDetached(t *testing.T) {
	s := pectest.SignedFile(document, certified, anna)
	s.Embed = false
	der := s.DER()
	file := func(name string, data []byte) attach.File {
		return attach.File{Name: name, Bytes: func() ([]byte, error) { return data, nil }}
	}
	j := attach.New(attach.Options{Lists: lists(), Now: today})
	out := j.Message([]attach.File{file("altro.txt", []byte("x")), file("firma.p7s", der), file("b.txt", document)}, certified)
	if got := one(t, out[1]); verdict(got) != "TOTAL-PASSED" || out[1].Content == nil || out[1].Content.Name != "b.txt" || got.Time.Basis != "certified" {
		t.Errorf("%s %+v", verdict(got), out[1])
	}
	out = j.Message([]attach.File{file("firma.txt.p7s", der), file("firma.txt", []byte("y"))}, certified)
	if got := one(t, out[0]); verdict(got) != "INDETERMINATE/SIGNED_DATA_NOT_FOUND" || got.Intact {
		t.Errorf("the file is not there: %s", verdict(got))
	}
	token := pectest.TimeStamp{Unit: stamps.Stamps, Data: document, Time: certified.Add(-time.Hour)}.DER()
	out = j.Message([]attach.File{file("a.txt", document), file("a.tsr", pectest.TimeStampResponse(token))}, certified)
	if s := out[1]; s.Container != "tst" || len(s.Timestamps) != 1 || s.Timestamps[0].Indication != "TOTAL-PASSED" || s.Timestamps[0].Qualified != "yes" || len(s.Signatures) > 0 {
		t.Errorf("a token beside its file: %+v", s)
	}
	out = j.Message([]attach.File{file("a.txt", []byte("z")), file("a.tsr", token)}, certified)
	if s := out[1]; s.Timestamps[0].Subindication != "SIGNED_DATA_NOT_FOUND" {
		t.Errorf("a token beside another file: %+v", s)
	}
}

// Time-stamps prove that a signature existed: only those that are over it, intact and of a qualified service.
func TestTimestamps(t *testing.T) {
	early := time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)
	gone := office.Authority.Signatory("Carla Neri", 0x510, pectest.TestKey("due"), func(s *pectest.CertSpec) {
		s.NotBefore, s.NotAfter = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	})
	with := func(stamp func(value []byte) pectest.TimeStamp) []byte {
		s := pectest.SignedFile(document, early, gone)
		s.Signers[0].Unsigned = [][]byte{pectest.SignatureTimeStamp(stamp(pectest.ValueOf(s)).DER())}
		return s.DER()
	}
	good := func(value []byte) pectest.TimeStamp {
		return pectest.TimeStamp{Unit: stamps.Stamps, Data: value, Time: early}
	}
	for name, tt := range map[string]struct {
		data      []byte
		edit      func(*attach.Options)
		verdict   string
		basis     string
		qualified string
	}{
		"qualified":             {with(good), nil, "TOTAL-PASSED", "timestamp", "yes"},
		"qualified, no receipt": {with(good), func(o *attach.Options) { o.Certified = time.Time{} }, "TOTAL-PASSED", "timestamp", "yes"},
		"of another value":      {with(func(v []byte) pectest.TimeStamp { return good(append(v, 1)) }), nil, "INDETERMINATE/OUT_OF_BOUNDS_NO_POE", "certified", "unknown"},
		"of a service that is not listed": {with(good), func(o *attach.Options) {
			o.Lists = lists(func(l *qualified.List) { l.Services = l.Services[:1] })
		}, "INDETERMINATE/OUT_OF_BOUNDS_NO_POE", "certified", "unknown"},
		"of a service that is not qualified": {with(good), func(o *attach.Options) {
			o.Lists = lists(func(l *qualified.List) { l.Services[1].Periods[0].Type = "TSA" })
		}, "INDETERMINATE/OUT_OF_BOUNDS_NO_POE", "certified", "no"},
		"by a certificate that may not stamp": {with(func(v []byte) pectest.TimeStamp {
			return pectest.TimeStamp{Unit: stamps.StampUnit(0x105, pectest.TestKey("tre"), false), Data: v, Time: early}
		}), nil, "INDETERMINATE/OUT_OF_BOUNDS_NO_POE", "certified", "unknown"},
		"later than the receipt": {with(func(v []byte) pectest.TimeStamp {
			return pectest.TimeStamp{Unit: stamps.Stamps, Data: v, Time: certified.Add(time.Hour)}
		}), nil, "INDETERMINATE/OUT_OF_BOUNDS_NO_POE", "certified", "yes"},
	} {
		edits := []func(*attach.Options){}
		if tt.edit != nil {
			edits = append(edits, tt.edit)
		}
		s := one(t, judge(t, "a.p7m", tt.data, edits...))
		if verdict(s) != tt.verdict || s.Time.Basis != tt.basis || len(s.Timestamps) != 1 || s.Timestamps[0].Qualified != tt.qualified || s.Format != "CAdES-T" {
			t.Errorf("%s: %s, basis %s, %s %+v", name, verdict(s), s.Time.Basis, s.Format, s.Timestamps)
		}
	}
	stamp := pectest.TimeStamp{Unit: stamps.Stamps, Time: early}
	inner := pectest.SignedFile(document, early, gone).DER()
	for name, data := range map[string][]byte{
		"tsd": pectest.TimeStampedData(inner, nil, stamp), "tsd with metadata": pectest.TimeStampedData(inner, pectest.ProtectedMetaData("atto.txt.p7m"), stamp),
		"m7m": pectest.M7M(inner, stamp),
	} {
		kind, _, _ := strings.Cut(name, " ")
		s := judge(t, "atto.txt.p7m."+kind, data)
		if s.Container != kind || !s.NameFits || len(s.Timestamps) != 1 || s.Timestamps[0].Indication != "TOTAL-PASSED" || len(s.Signatures) != 0 {
			t.Fatalf("%s: %+v", name, s)
		}
		if got := one(t, s.Content.Signed); verdict(got) != "TOTAL-PASSED" || got.Time.Basis != "timestamp" ||
			s.Content.Signed.Content.Name != map[string]string{"tsd": "atto.txt", "m7m": "atto.pdf"}[kind] {
			t.Errorf("%s: %s by %s, inside of it %s", name, verdict(got), got.Time.Basis, s.Content.Signed.Content.Name)
		}
		altered := bytes.Replace(data, []byte("Delibera n. 12"), []byte("Delibera n. 13"), 1)
		if kind == "tsd" {
			s := judge(t, "x.tsd", altered)
			if s.Timestamps[0].Subindication != "HASH_FAILURE" || one(t, s.Content.Signed).Subindication != "HASH_FAILURE" {
				t.Errorf("%s, altered: %+v", name, s)
			}
		}
	}
	// metadata that are not under the imprint
	bare := pectest.TimeStampedData(document, pectest.ProtectedMetaData("a.txt"), stamp)
	if s := judge(t, "x.tsd", bytes.Replace(bare, []byte("a.txt"), []byte("b.txt"), 1)); s.Timestamps[0].Subindication != "HASH_FAILURE" {
		t.Errorf("other metadata: %+v", s.Timestamps)
	}
}

func TestCounterSignature(t *testing.T) {
	s := pectest.SignedFile(document, certified, anna)
	s.Signers[0].Unsigned = [][]byte{pectest.CounterSignature(pectest.ValueOf(s), bruno)}
	s.Certificates = append(s.Certificates, bruno.DER)
	got := one(t, judge(t, "a.p7m", s.DER()))
	if len(got.CounterSigners) != 1 || got.CounterSigners[0].Name != "Bruno Verdi" || got.CounterSigners[0].Indication != "TOTAL-PASSED" {
		t.Errorf("%+v", got.CounterSigners)
	}
	s.Signers[0].Unsigned = [][]byte{pectest.CounterSignature([]byte("another"), bruno)}
	if got := one(t, judge(t, "a.p7m", s.DER())); got.CounterSigners[0].Indication != "TOTAL-FAILED" || verdict(got) != "TOTAL-PASSED" {
		t.Errorf("of another value: %+v", got.CounterSigners)
	}
}

// What a signer put into a name, or a file into its own, is shown with its signs.
func TestNothingIsHidden(t *testing.T) {
	odd := office.Authority.Signatory("Anna\u202eihcnaiB", 0x550, pectest.TestKey("due"))
	if s := one(t, judge(t, "a.p7m", p7m(document, odd))); s.Signer.Name != "Anna\\u{202E}ihcnaiB" {
		t.Errorf("%q", s.Signer.Name)
	}
}

// A hundred signers, and a hundred files, end at the bounds.
func TestBounds(t *testing.T) {
	p := pectest.DraftPDF("x")
	p.Commit()
	for i := range 70 {
		p.Sign(pectest.PDFSignature{Certificate: anna, Field: fmt.Sprint("F", i), Room: 4096})
	}
	if s := judge(t, "a.pdf", p.Data); len(s.Signatures) != 64 || len(s.Limits) == 0 {
		t.Errorf("%d signatures, limits %v", len(s.Signatures), s.Limits)
	}
	var files []attach.File
	for range 250 {
		files = append(files, attach.File{Name: "a.p7m", Bytes: func() ([]byte, error) { return document, nil }})
	}
	out := attach.New(attach.Options{Now: today}).Message(files, time.Time{})
	if len(out) != 250 || out[199] == nil || out[200] != nil {
		t.Error("files are not bounded")
	}
	many := pectest.SignedFile(document, certified, slices.Repeat([]*pectest.Certificate{anna}, 17)...)
	if s := judge(t, "a.p7m", many.DER()); one(t, s).Subindication != "FORMAT_FAILURE" && len(s.Limits) == 0 {
		t.Errorf("17 signers: %+v", s)
	}
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return base64.StdEncoding.EncodeToString(sum[:])
}
