package verifier

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/pectest"
)

// aList knows the authority of the test office.
func aList(t *testing.T, o *pectest.Office) []*qualified.List {
	t.Helper()
	leaf, err := certificate.Parse(o.Authority.CA.DER)
	if err != nil {
		t.Fatal(err)
	}
	return []*qualified.List{{Territory: "IT", Sequence: 9, Issued: time.Date(2026, 7, 27, 0, 0, 0, 0, time.UTC), Services: []qualified.Service{{
		Provider: "Certificatore di Prova", Name: "CA", Identities: []qualified.Identity{{SHA256: leaf.SHA256(), SPKI: leaf.SPKI, Subject: certificate.Name(leaf.Subject), CA: true}},
		Periods: []qualified.Period{{From: time.Date(2017, 1, 1, 0, 0, 0, 0, time.UTC), Type: qualified.TypeCA, Status: "granted", For: []string{"ForeSignatures"}}}}}}}
}

// The attachments of a delivery receipt are judged at its certified time; its verdict is the same with and without.
func TestSignaturesOfAttachments(t *testing.T) {
	o := pectest.NewOffice()
	d := o.Dispatch()
	anna := o.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person"))
	act := []byte("Atto di citazione\n")
	apart := pectest.SignedFile([]byte("Procura\n"), d.Sent, anna)
	apart.Embed = false
	d.Original.Attachments = []pectest.Attachment{
		{Name: "atto.txt.p7m", Type: "application/pkcs7-mime", Content: pectest.SignedFile(act, d.Sent, anna).DER()},
		{Name: "procura.txt", Type: "text/plain", Content: []byte("Procura\n")},
		{Name: "firma.p7s", Type: "application/pkcs7-signature", Content: apart.DER()},
	}
	options := Options{Trust: trusting(t).Trust, Now: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC)}
	asked := options
	asked.Attachments, asked.Services = true, aList(t, o)
	brief := o.Dispatch()
	brief.Original, brief.ReceiptType = d.Original, "breve"
	for name, tt := range map[string]struct {
		mail  []byte
		basis string
	}{
		"delivery":         {d.Consegna().Bytes(), "certified"},
		"envelope":         {d.PostaCertificata().Bytes(), "certified"},
		"anomaly":          {d.Anomalia(d.Original.Bytes()).Bytes(), "none"},
		"unknown provider": {d.Consegna().Bytes(), "none"},
		"a brief one":      {brief.Consegna().Bytes(), ""},
	} {
		options, asked := options, asked
		if name == "unknown provider" {
			options.Trust, asked.Trust = trustlist.Combine(), trustlist.Combine()
		}
		plain, with := Verify("a.eml", tt.mail, options), Verify("a.eml", tt.mail, asked)
		if len(plain) != len(with) {
			t.Fatalf("%s: %d reports, with signatures %d", name, len(plain), len(with))
		}
		r := &with[0]
		if tt.basis != "" {
			if r.Content == nil || len(r.Content.Attachments) != 3 {
				t.Fatalf("%s: %+v", name, r)
			}
			for i, want := range []int{1, 0, 1} {
				s := r.Content.Attachments[i].Signed
				if s == nil || len(s.Signatures) != want {
					t.Fatalf("%s: attachment %d: %+v", name, i, s)
				}
				for _, one := range s.Signatures {
					if one.Time.Basis != tt.basis || !one.Intact || one.Signer.Name != "Anna Bianchi" {
						t.Errorf("%s: attachment %d: %+v", name, i, one)
					}
					if want := map[string]string{"certified": "TOTAL-PASSED", "none": "INDETERMINATE"}[tt.basis]; one.Indication != want {
						t.Errorf("%s: attachment %d: %s %s", name, i, one.Indication, one.Subindication)
					}
				}
				r.Content.Attachments[i].Signed = nil
			}
		}
		before, _ := json.Marshal(plain)
		after, _ := json.Marshal(with)
		if !bytes.Equal(before, after) {
			t.Errorf("%s: the report is another:\n%s\n%s", name, before, after)
		}
	}
}

// Files that are no evidence are judged as of now, and stay no evidence.
func TestSignaturesAlone(t *testing.T) {
	o := pectest.NewOffice()
	anna := o.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person"))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	options := Options{Trust: trusting(t).Trust, Now: now, Attachments: true, Services: aList(t, o)}
	act := []byte("Atto\n")
	pdf := pectest.NewPDF("Atto")
	pdf.Sign(pectest.PDFSignature{Certificate: anna})
	apart := pectest.SignedFile(act, now, anna)
	apart.Embed = false
	for name, tt := range map[string]struct {
		data       []byte
		container  string
		signatures int
	}{
		"atto.txt.p7m": {pectest.SignedFile(act, now, anna).DER(), "cades", 1},
		"atto.pdf":     {pdf.Data, "pades", 1},
		"vuoto.pdf":    {pectest.NewPDF("Atto").Data, "", 0},
		"firma.p7s":    {apart.DER(), "cades", 1},
		"archivio.zip": {zipped(t, entry{"atto.txt", act}, entry{"firma.p7s", apart.DER()}), "", 0},
	} {
		reports := Verify(name, tt.data, options)
		signatures := 0
		for _, r := range reports {
			if r.Indication != NoEvidence {
				t.Errorf("%s: %s", name, r.Indication)
			}
			if r.Signed == nil {
				continue
			}
			for _, s := range r.Signed.Signatures {
				signatures++
				if s.Time.Basis != "none" || s.Indication == "TOTAL-PASSED" != s.Intact {
					t.Errorf("%s: %+v", name, s)
				}
			}
		}
		switch {
		case strings.HasSuffix(name, ".zip"):
			if signatures != 1 {
				t.Errorf("%s: %d signatures", name, signatures)
			}
		case len(reports) != 1 || reports[0].Signed == nil || reports[0].Signed.Container != tt.container || signatures != tt.signatures:
			t.Errorf("%s: %d reports: %+v", name, len(reports), reports[0].Signed)
		}
	}
	options.Beside = []AttachedFile{{Name: "atto.txt", Bytes: func() ([]byte, error) { return act, nil }}}
	if r := Verify("atto.txt.p7s", apart.DER(), options)[0]; r.Signed.Signatures[0].Indication != "TOTAL-PASSED" {
		t.Errorf("beside its file: %+v", r.Signed.Signatures[0])
	}
	options.Attachments = false
	if r := Verify("atto.txt.p7m", pectest.SignedFile(act, now, anna).DER(), options)[0]; r.Signed != nil {
		t.Error("judged without having been asked")
	}
}

// A revocation list that a person brought counts for the certificates of whoever signed it.
func TestRevocationListsThatWereBrought(t *testing.T) {
	o := pectest.NewOffice()
	anna := o.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person"))
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	list := pectest.CRL{Issuer: o.Authority.CA, ThisUpdate: now.AddDate(0, 0, -1), NextUpdate: now.AddDate(0, 0, 1), Number: 1,
		Revoked: []pectest.Revocation{{Serial: anna.Spec.Serial, At: now.AddDate(0, -1, 0), Reason: pectest.KeyCompromise}}}
	read, err := trustlist.ReadCRL(list.DER())
	if err != nil {
		t.Fatal(err)
	}
	inTrust, err := trustlist.Parse("a.crl", list.DER())
	if err != nil {
		t.Fatal(err)
	}
	file := pectest.SignedFile([]byte("Atto\n"), now, anna).DER()
	for name, edit := range map[string]func(*Options){
		"":                         func(*Options) {},
		"beside the lists":         func(o *Options) { o.CRLs = []*trustlist.CRL{read} },
		"among those of providers": func(o *Options) { o.Trust = trustlist.Combine(o.Trust, inTrust) },
	} {
		options := Options{Trust: trusting(t).Trust, Now: now, Attachments: true, Services: aList(t, o)}
		edit(&options)
		one := Verify("atto.txt.p7m", file, options)[0].Signed.Signatures[0]
		if want := map[bool]string{true: "REVOKED_NO_POE"}[name != ""]; one.Subindication != want || !one.Intact {
			t.Errorf("%s: %s", name, one.Subindication)
		}
	}
}

// A signature that was taken from its file says so; a signed file, with its content, is not called one.
func TestWhatASignatureIsCalled(t *testing.T) {
	s := pectest.SignedFile([]byte("Atto\n"), pectest.Now, pectest.NewOffice().Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person")))
	enclosing := s.DER()
	s.Embed = false
	for want, data := range map[string][]byte{"file.signed": enclosing, "file.cms": s.DER()} {
		for _, asked := range []bool{false, true} {
			if got := Verify("atto.p7m", data, Options{Trust: trusting(t).Trust, Attachments: asked})[0].Checks[0].Reason; got != want {
				t.Errorf("%s, asked %t: %s", want, asked, got)
			}
		}
	}
}

// Evidence of registered mail proves when the attachments of the message beside it existed, as a receipt of PEC does.
func TestSignaturesInRegisteredMail(t *testing.T) {
	o := pectest.NewOffice()
	sending := pectest.NewREMOffice().Sending()
	anna := o.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person"), func(s *pectest.CertSpec) { s.NotAfter = sending.Sent.AddDate(0, 6, 0) })
	act := pectest.SignedFile([]byte("Atto\n"), sending.Sent, anna).DER()
	header, _, _ := bytes.Cut(sending.OriginalBytes, []byte("\r\nContent-Type:"))
	sending.OriginalBytes = bytes.Join([][]byte{header, []byte("Content-Type: multipart/mixed; boundary=b"), nil, []byte("--b"),
		[]byte("Content-Type: application/pkcs7-mime; name=atto.txt.p7m"), []byte("Content-Disposition: attachment; filename=atto.txt.p7m"), []byte("Content-Transfer-Encoding: base64"), nil,
		bytes.TrimSpace(pectest.Base64(act, 76)), []byte("--b--"), nil}, []byte("\r\n"))
	options := Options{Trust: remTrust(t, "rem-list.xml"), Now: time.Date(2031, 1, 1, 0, 0, 0, 0, time.UTC), Attachments: true, Services: aList(t, o)}
	other := sending.Dispatch()
	other.Digest = make([]byte, 32)
	for name, tt := range map[string]struct {
		mail          []byte
		basis, result string
	}{
		"dispatch":            {sending.Dispatch().Bytes(), "certified", "TOTAL-PASSED"},
		"evidence of another": {other.Bytes(), "none", "INDETERMINATE"},
	} {
		r := Verify("a.eml", tt.mail, options)[0]
		if r.Content == nil || len(r.Content.Attachments) != 1 || r.Content.Attachments[0].Signed == nil {
			t.Fatalf("%s: %s %s %+v", name, r.Indication, r.Subindication, r.Content)
		}
		if one := r.Content.Attachments[0].Signed.Signatures[0]; one.Time.Basis != tt.basis || one.Indication != tt.result || !one.Intact {
			t.Errorf("%s: %s, %s by %s", name, r.Indication, one.Indication, one.Time.Basis)
		}
	}
}
