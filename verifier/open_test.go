package verifier

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pecverifier/verifier/internal/content"
	"pecverifier/verifier/pectest"
)

// original judges and opens in one go.
func original(name string, data []byte, part string, o Options) (*content.Opened, error) {
	o.Keep, o.Only = true, part
	return Open(Verify(name, data, o), part)
}

func TestOriginal(t *testing.T) {
	read := func(name string) []byte {
		data, err := os.ReadFile(filepath.Join(testdata, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	complete := read("kinds/consegna-completa.eml")
	mailbox := append(append([]byte("From x@y Thu Mar 13 10:00:00 2025\n"), pectest.LF(read("kinds/accettazione.eml"))...),
		append([]byte("\nFrom x@y Thu Mar 13 10:00:00 2025\n"), pectest.LF(complete)...)...)
	// Outlook gives every signed message that is attached the same name.
	twins := (&pectest.OutlookMessage{Class: "IPM.Note", Attachments: []pectest.OutlookAttachment{
		{Name: "smime.p7m", MIME: "multipart/signed", Data: pectest.Entity(read("kinds/accettazione.eml"))},
		{Name: "smime.p7m", MIME: "multipart/signed", Data: pectest.Entity(complete)}}}).Bytes()
	// An entry of an archive that bears the name of what stands inside another, in every way that a name can be written.
	inside := zipped(t, entry{"a.msg", twins}, entry{"a.msg/smime.p7m", complete}, entry{"a.msg#/smime.p7m", complete})
	parts := map[string]bool{}
	for _, r := range Verify("a.zip", inside, Options{}) {
		if parts[r.Part] {
			t.Errorf("two pieces are %s", r.Part)
		}
		parts[r.Part] = true
	}
	altered := bytes.Replace(complete, []byte("Il giorno"), []byte("Il Giorno"), 1)
	for _, c := range []struct {
		name, file string
		data       []byte
		part       string
		attachment string // name of the first
		daticert   bool
		err        error
	}{
		{"a complete receipt", "a.eml", complete, "", "atto.pdf", true, nil},
		{"an envelope", "a.eml", read("kinds/posta-certificata.eml"), "", "atto.pdf", true, nil},
		{"an anomaly envelope has no daticert.xml", "a.eml", read("kinds/anomalia.eml"), "", "", false, nil},
		{"an acceptance has no message", "a.eml", read("kinds/accettazione.eml"), "", "", true, nil},
		{"one entry of a mailbox", "a.mbox", mailbox, "2", "atto.pdf", true, nil},
		{"the other entry of a mailbox", "a.mbox", mailbox, "1", "", true, nil},
		{"a forwarded receipt", "a.eml", pectest.Forward(complete), "2.1", "atto.pdf", true, nil},
		{"an attachment of Outlook", "a.msg", twins, "smime.p7m", "", true, nil},
		{"another of the same name", "a.msg", twins, "smime.p7m (2)", "atto.pdf", true, nil},
		{"an attachment of Outlook in an archive", "a.zip", inside, "a.msg#/smime.p7m", "", true, nil},
		{"an entry of the name that it might have", "a.zip", inside, "a.msg/smime.p7m", "atto.pdf", true, nil},
		{"an entry of the name that it has", "a.zip", inside, "a.msg# /smime.p7m", "atto.pdf", true, nil},
		{"a receipt repaired of another charset", "a.eml", read("repair/latin1-to-utf8.eml"), "", "atto.pdf", true, nil},
		{"bytes that are altered", "a.eml", altered, "", "", false, ErrNotAuthentic},
		{"a part that is not there", "a.eml", complete, "7", "", false, ErrNoPart},
		{"what is no PEC", "a.pdf", read("none/ricevuta.pdf"), "", "", false, ErrNotAuthentic},
	} {
		t.Run(c.name, func(t *testing.T) {
			o, err := original(c.file, c.data, c.part, Options{})
			if !errors.Is(err, c.err) {
				t.Fatal(err)
			}
			if err != nil {
				return
			}
			if (o.Daticert != nil) != c.daticert || o.Daticert != nil && !bytes.Contains(o.Daticert, []byte("<postacert")) {
				t.Errorf("daticert.xml: %q", o.Daticert)
			}
			if c.attachment == "" {
				return
			}
			if o.Message == nil || len(o.Message.Attachments) == 0 || o.Message.Attachments[0].Name != c.attachment {
				t.Fatalf("message: %+v", o.Message)
			}
			if raw, err := o.Bytes(0); err != nil || !bytes.HasPrefix(raw, []byte("%PDF")) {
				t.Errorf("attachment: %q, %v", raw, err)
			}
		})
	}
}

// TestEvidenceIsGivenAsItVerified: what is saved of registered mail is the evidence with its own signature, and passes alone.
func TestEvidenceIsGivenAsItVerified(t *testing.T) {
	o := Options{Trust: remTrust(t, "rem-list.xml"), Now: pectest.Now}
	s := pectest.NewREMOffice().Sending()
	two := s.Consignment(1)
	two.Parts = func(all []pectest.Part) []pectest.Part {
		return append(all, pectest.EvidencePart("ContentConsignment", s.Consignment(2).Evidence()))
	}
	lines := s.Consignment(1)
	lines.XML = func(b []byte) []byte { return pectest.CRLF(b) }
	evidence := s.Consignment(1).Evidence()
	altered := bytes.Replace(s.Consignment(1).Bytes(), []byte("Evento"), []byte("evento"), 1)
	for name, c := range map[string]struct {
		file, part string
		data, want []byte
		err        error
	}{
		"a receipt":              {"a.eml", "", s.Consignment(1).Bytes(), evidence, nil},
		"one stored with LF":     {"a.eml", "", pectest.LF(s.Consignment(1).Bytes()), evidence, nil},
		"a dispatch":             {"a.eml", "", s.Dispatch().Bytes(), s.Dispatch().Evidence(), nil},
		"the second of two":      {"a.eml", "1.3", two.Bytes(), s.Consignment(2).Evidence(), nil},
		"its own line ends":      {"a.eml", "", lines.Bytes(), lines.Evidence(), nil},
		"an evidence alone":      {"a.xml", "", evidence, evidence, nil},
		"a mail that is altered": {"a.eml", "", altered, nil, ErrNotAuthentic},
		"an altered evidence":    {"a.xml", "", bytes.Replace(evidence, []byte("protocollo@"), []byte("anagrafe@"), 1), nil, ErrNotAuthentic},
	} {
		opened, err := original(c.file, c.data, c.part, o)
		if !errors.Is(err, c.err) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil || c.err != nil {
			continue
		}
		if !bytes.Equal(opened.Daticert, c.want) {
			t.Errorf("%s: other bytes than those that verified", name)
		}
		if r := only(t, Verify("b.xml", opened.Daticert, o)); r.Indication != TotalPassed {
			t.Errorf("%s: what was saved: %s", name, summary([]Report{r}))
		}
	}
}

type entry struct {
	name string
	data []byte
}

func zipped(t *testing.T, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		w, err := z.Create(e.name)
		if err == nil {
			_, err = w.Write(e.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// The hashes of the two brief receipts in testdata are found again from the files.
func TestBriefReceipts(t *testing.T) {
	for name, form := range map[string]content.BriefForm{"consegna-breve": content.BriefDecoded, "consegna-breve-codificata": content.BriefCRLFFinal} {
		data, err := os.ReadFile(filepath.Join(testdata, "kinds", name+".eml"))
		if err != nil {
			t.Fatal(err)
		}
		stated := Verify(name, data, Options{})[0].Content.Attachments[0].Hash
		hashes := content.Brief(pectest.PDF("Atto di prova"))
		i := slices.IndexFunc(hashes, func(h content.BriefHash) bool { return h.SHA1 == stated })
		if i < 0 || hashes[i].Form != form {
			t.Errorf("%s: %s matches no form, or another than %s", name, stated, form)
		}
		for _, h := range content.Brief(pectest.PDF("Altro atto")) {
			if h.SHA1 == stated {
				t.Errorf("%s: another file matches as %s", name, h.Form)
			}
		}
	}
}
