package attach_test

import (
	"archive/zip"
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/verifier/internal/attach"
	"pecverifier/verifier/pectest"
)

func invoice(t *testing.T, edit func(*pectest.XAdES)) []byte {
	t.Helper()
	root := pectest.Element("p", "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2", "FatturaElettronica",
		pectest.Element("", "", "FatturaElettronicaHeader", pectest.Element("", "", "Nazione", pectest.Text("IT"))),
		pectest.Element("", "", "FatturaElettronicaBody", pectest.Element("", "", "ImportoTotaleDocumento", pectest.Text("1000.00")))).With("versione", "FPR12")
	x := pectest.XAdES{Certificate: anna, ID: "firma", SigningTime: certified.Add(-time.Hour), Enveloped: true}
	if edit != nil {
		edit(&x)
	}
	return x.Sign(root).Bytes()
}

// A FatturaPA with a good signature, and what must fail it.
func TestInvoice(t *testing.T) {
	good := invoice(t, nil)
	s := judge(t, "IT01234567890_00001.xml", good)
	if got := one(t, s); s.Container != "xades" || verdict(got) != "TOTAL-PASSED" || got.Covers.What != "all" || got.Format != "XAdES-B" || got.Signer.Name != "Anna Bianchi" {
		t.Errorf("%s %+v", verdict(got), got)
	}
	stamped := invoice(t, func(x *pectest.XAdES) {
		x.Stamp = func(value []byte) []byte {
			return pectest.TimeStamp{Unit: stamps.Stamps, Data: value, Time: certified.Add(-time.Hour)}.DER()
		}
	})
	if got := one(t, judge(t, "f.xml", stamped)); verdict(got) != "TOTAL-PASSED" || got.Format != "XAdES-T" || got.Time.Basis != "timestamp" {
		t.Errorf("stamped: %s %+v", verdict(got), got.Timestamps)
	}
	for name, tt := range map[string]struct {
		data    []byte
		verdict string
	}{
		"another amount":   {bytes.Replace(good, []byte("1000.00"), []byte("9000.00"), 1), "TOTAL-FAILED/HASH_FAILURE"},
		"a broken value":   {invoice(t, func(x *pectest.XAdES) { x.Value = pectest.FlipBit }), "TOTAL-FAILED/SIG_CRYPTO_FAILURE"},
		"another's name":   {invoice(t, func(x *pectest.XAdES) { x.Bound = bruno }), "INDETERMINATE/NO_SIGNING_CERTIFICATE_FOUND"},
		"a DOCTYPE":        {append([]byte("<!DOCTYPE p [<!ENTITY a 'b'>]>"), good...), "TOTAL-FAILED/FORMAT_FAILURE"},
		"comment in a sum": {bytes.Replace(good, []byte("1000.00"), []byte("1000<!-- -->.00"), 1), "TOTAL-FAILED/FORMAT_FAILURE"},
	} {
		if got := one(t, judge(t, "f.xml", tt.data)); verdict(got) != tt.verdict {
			t.Errorf("%s: %s", name, verdict(got))
		}
	}
	for name, data := range map[string]string{"plain": "<a/>", "speaks of one": "<a>SignatureValue</a>", "HTML": "<html><p>SignatureValue</html>"} {
		if s := judge(t, "f.xml", []byte(data)); len(s.Signatures) > 0 || s.Container != "" {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func archive(t *testing.T, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i+1 < len(entries); i += 2 {
		f, err := w.Create(entries[i])
		if err != nil {
			t.Fatal(err)
		}
		f.Write([]byte(entries[i+1]))
	}
	w.Close()
	return b.Bytes()
}

func detached(content string) string {
	s := pectest.SignedFile([]byte(content), certified, anna)
	s.Embed = false
	return string(s.DER())
}

func asicManifest(files ...string) string {
	text := `<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><asic:SigReference URI="META-INF/signature001.p7s" MimeType="application/x-pkcs7-signature"/>`
	for _, f := range files {
		text += `<asic:DataObjectReference URI="` + f + `"><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>` +
			digestOf([]byte(f)) + `</ds:DigestValue></asic:DataObjectReference>`
	}
	return text + `</asic:ASiCManifest>`
}

func TestArchives(t *testing.T) {
	simple := archive(t, "mimetype", "application/vnd.etsi.asic-s+zip", "atto.txt", string(document), "META-INF/signature.p7s", detached(string(document)))
	s := judge(t, "a.asics", simple)
	if got := one(t, s); s.Container != "asic" || verdict(got) != "TOTAL-PASSED" || got.Covers.What != "all" || s.Content.Name != "atto.txt" || len(s.Unsigned) != 0 {
		t.Errorf("ASiC-S: %s %+v", verdict(got), s)
	}
	pair := func(m string, files ...string) []byte {
		entries := []string{"mimetype", "application/vnd.etsi.asic-e+zip"}
		for _, f := range files {
			entries = append(entries, f, f)
		}
		return archive(t, append(entries, "META-INF/ASiCManifest001.xml", m, "META-INF/signature001.p7s", detached(m))...)
	}
	for name, tt := range map[string]struct {
		data     []byte
		verdict  string
		what     string
		unsigned string
	}{
		"two files":               {pair(asicManifest("a.txt", "b.txt"), "a.txt", "b.txt"), "TOTAL-PASSED", "all", ""},
		"one of them not signed":  {pair(asicManifest("a.txt"), "a.txt", "b.txt"), "TOTAL-PASSED", "part", "b.txt"},
		"one of them not there":   {pair(asicManifest("a.txt", "b.txt"), "a.txt"), "INDETERMINATE/SIGNED_DATA_NOT_FOUND", "none", "a.txt"},
		"listed twice":            {pair(asicManifest("a.txt", "a.txt"), "a.txt"), "INDETERMINATE/SIGNED_DATA_NOT_FOUND", "none", "a.txt"},
		"nothing listed":          {pair(asicManifest(), "a.txt"), "INDETERMINATE/SIGNED_DATA_NOT_FOUND", "none", "a.txt"},
		"one file":                {pair(asicManifest("a.txt"), "a.txt"), "TOTAL-PASSED", "all", ""},
		"two of one name":         {pair(asicManifest("a.txt"), "a.txt", "a.txt"), "TOTAL-FAILED/FORMAT_FAILURE", "none", ""},
		"a name that leads out":   {pair(asicManifest("../a.txt"), "../a.txt"), "TOTAL-FAILED/FORMAT_FAILURE", "none", ""},
		"another file's contents": {archive(t, "a.txt", "other", "META-INF/ASiCManifest001.xml", asicManifest("a.txt"), "META-INF/signature001.p7s", detached(asicManifest("a.txt"))), "TOTAL-FAILED/HASH_FAILURE", "none", "a.txt"},
	} {
		s := judge(t, "a.asice", tt.data)
		if got := one(t, s); verdict(got) != tt.verdict || got.Covers.What != tt.what || strings.Join(s.Unsigned, " ") != tt.unsigned {
			t.Errorf("%s: %s covers %s, unsigned %v", name, verdict(got), got.Covers.What, s.Unsigned)
		}
	}
	if s := judge(t, "a.zip", archive(t, "a.txt", "x", "META-INF/MANIFEST.MF", "y")); s.Container != "" {
		t.Errorf("a jar: %+v", s)
	}
	if s := judge(t, "a.docm", archive(t, "[Content_Types].xml", "x", "word/vbaProject.bin", "y")); !slices.Equal(s.Active, []string{"macros"}) {
		t.Errorf("macros: %+v", s)
	}
}

func TestPDF(t *testing.T) {
	signed := func(s pectest.PDFSignature) *pectest.PDFile {
		p := pectest.NewPDF("1.000 euro")
		if s.Certificate == nil {
			s.Certificate = anna
		}
		p.Sign(s)
		return p
	}
	p := signed(pectest.PDFSignature{})
	s := judge(t, "atto.pdf", p.Data)
	if got := one(t, s); s.Container != "pades" || verdict(got) != "TOTAL-PASSED" || got.Format != "PAdES-B" || got.Covers.What != "all" || got.Covers.Size != len(p.Data) {
		t.Errorf("%s %+v", verdict(got), got)
	}
	before := bytes.Clone(p.Data)
	p.Put(pectest.PDFContents, pectest.Stream("", pectest.PageText("9.000 euro")))
	p.Commit()
	got := one(t, judge(t, "atto.pdf", p.Data))
	if verdict(got) != "TOTAL-PASSED" || got.Covers.What != "changed" || !has(got.Checks, "attachment.changes", "warning", "attachment.changes.changed") {
		t.Errorf("changed since: %s %+v", verdict(got), got.Covers)
	}
	if saved, ok := attach.Revision(p.Data, 1); !ok || !bytes.Equal(saved, before) {
		t.Error("the signed revision is not given")
	}
	for name, tt := range map[string]struct {
		data    []byte
		verdict string
	}{
		"a line end lost":          {bytes.TrimSuffix(before, []byte("\n")), "TOTAL-PASSED"},
		"a line end lost, altered": {bytes.Replace(bytes.TrimSuffix(before, []byte("\n")), []byte("1.000"), []byte("9.000"), 1), "TOTAL-FAILED/HASH_FAILURE"},
		"altered":                  {bytes.Replace(before, []byte("1.000"), []byte("9.000"), 1), "TOTAL-FAILED/HASH_FAILURE"},
		"a content of its own":     {signed(pectest.PDFSignature{CMS: func(d *pectest.SignedData) { d.Embed = true }, Room: 1 << 15}).Data, "TOTAL-FAILED/FORMAT_FAILURE"},
		"two signers": {signed(pectest.PDFSignature{CMS: func(d *pectest.SignedData) { d.Signers = append(d.Signers, d.Signers[0]) }}).Data,
			"TOTAL-FAILED/FORMAT_FAILURE"},
		"no structure":       {signed(pectest.PDFSignature{Contents: func([]byte) []byte { return []byte("0\x03abc") }}).Data, "TOTAL-FAILED/FORMAT_FAILURE"},
		"an unknown kind":    {signed(pectest.PDFSignature{Filter: "adbe.x509.rsa_sha1"}).Data, "INDETERMINATE/CRYPTO_CONSTRAINTS_FAILURE"},
		"nonsense ranges":    {signed(pectest.PDFSignature{Ranges: func(int, int, int) string { return "[0 10 20 30]" }}).Data, "TOTAL-FAILED/FORMAT_FAILURE"},
		"without attributes": {signed(pectest.PDFSignature{Filter: "adbe.pkcs7.detached", CMS: func(d *pectest.SignedData) { d.Signers[0].NoAttributes = true }}).Data, "TOTAL-PASSED"},
	} {
		if got := one(t, judge(t, "atto.pdf", tt.data)); verdict(got) != tt.verdict || got.Intact != (tt.verdict == "TOTAL-PASSED") {
			t.Errorf("%s: %s %+v", name, verdict(got), got.Checks)
		}
	}
	// a visible stamp after the signature is harmless only as part of one that holds
	for _, broken := range []bool{false, true} {
		p := signed(pectest.PDFSignature{})
		p.Sign(pectest.PDFSignature{Certificate: bruno, Field: "Firma2", Visible: true, CMS: func(d *pectest.SignedData) {
			if broken {
				d.Signers[0].Value = pectest.FlipBit
			}
		}})
		s := judge(t, "atto.pdf", p.Data)
		want := map[bool]string{false: "revision", true: "changed"}[broken]
		if len(s.Signatures) != 2 || s.Signatures[0].Covers.What != want || s.Signatures[1].Covers.What != "all" {
			t.Errorf("a second stamp, broken %t: %+v", broken, s.Signatures)
		}
	}
	// a document time-stamp is no signature, and proves that those before it existed
	gone := office.Authority.Signatory("Carla Neri", 0x510, pectest.TestKey("due"), func(s *pectest.CertSpec) {
		s.NotBefore, s.NotAfter = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	})
	q := signed(pectest.PDFSignature{Certificate: gone})
	q.Sign(pectest.PDFSignature{Field: "Marca", Token: &pectest.TimeStamp{Unit: stamps.Stamps, Time: time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC)}})
	s = judge(t, "atto.pdf", q.Data)
	if got := one(t, s); verdict(got) != "TOTAL-PASSED" || got.Time.Basis != "timestamp" || len(s.Timestamps) != 1 || s.Timestamps[0].Kind != "document" || got.Covers.What != "revision" {
		t.Errorf("a document time-stamp: %s %+v", verdict(got), s)
	}
	plain := judge(t, "a.pdf", pectest.NewPDF("1.000 euro").Data)
	if plain.Container != "" || len(plain.Signatures) != 0 || !has(plain.Checks, "attachment.type", "skipped", "attachment.type.unsigned") {
		t.Errorf("no signature: %+v", plain)
	}
}

func TestNames(t *testing.T) {
	der := p7m(document, anna)
	pdf := pectest.NewPDF("x").Data
	for name, tt := range map[string]struct {
		data []byte
		fits bool
	}{
		"atto.txt.p7m": {der, true}, "ATTO.P7M": {der, true}, "atto.pdf": {der, false}, "atto.pdf.exe.p7m": {der, false}, "atto.p7s": {der, true},
		"atto\u202efdp.p7m": {der, false}, "a\u200b.p7m": {der, false}, "": {der, true}, "x.pdf": {pdf, true}, "x.p7m": {pdf, false}, "x.xml.p7m": {pdf, false},
	} {
		if s := judge(t, name, tt.data); s.NameFits != tt.fits {
			t.Errorf("%q fits: %t", name, s.NameFits)
		}
	}
	for name, want := range map[string]string{"../../etc/passwd": "passwd", "C:\\a\\b.pdf": "b.pdf", "a\u202eb.pdf": "ab.pdf", "..": "documento", "a:b?.pdf": "a_b_.pdf",
		strings.Repeat("à", 300) + ".pdf": strings.Repeat("à", 98) + ".pdf"} {
		if got := attach.SafeName(name); got != want {
			t.Errorf("%q becomes %q", name, got)
		}
	}
}
