package dossier

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"pecverifier/statement"
	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

// dispatch is one sending and the mail as its sender kept it.
func dispatch(receipt string) (*pectest.Dispatch, []byte) {
	d := pectest.NewOffice().Dispatch()
	d.ReceiptType = receipt
	attachments := d.Original.Attachments
	d.Original = d.NewOriginal()
	d.Original.Attachments = attachments
	kept := *d.Original
	kept.Header = kept.Header.Clone()
	kept.Header.Del("Received")
	kept.Header.Del("X-Riferimento-Message-ID")
	kept.Header.Set("Message-ID", d.ClientID)
	return d, kept.Bytes()
}

func TestReadSent(t *testing.T) {
	d, mail := dispatch("completa")
	s, err := ReadSent("inviata.eml", mail)
	if err != nil {
		t.Fatal(err)
	}
	if s.MessageID != d.ClientID || s.Content.From != "Anna Bianchi <"+d.Sender+">" || s.Content.Subject != d.Subject || len(s.Content.Attachments) != 1 ||
		s.Content.Form != "full" || s.Source.File.SHA256 == "" {
		t.Errorf("%+v", s)
	}
	for _, data := range []string{"", "%PDF-1.7\n", strings.Repeat("\x00", 100)} {
		if _, err := ReadSent("x", []byte(data)); err == nil {
			t.Errorf("%q is taken for a mail", data)
		}
	}
}

func TestSentMailAndCertifiedMessage(t *testing.T) {
	for _, test := range []struct {
		name, receipt string
		encoded       bool
		edit          func(*pectest.Original)
		agreement     string
		over          string
	}{
		{"a complete receipt and the mail that was sent", "completa", false, nil, "agree", ""},
		{"a complete receipt and another attachment", "completa", false, func(o *pectest.Original) { o.Attachments[0].Content = pectest.PDF("altro") }, "differ", ""},
		{"a complete receipt and an attachment less", "completa", false, func(o *pectest.Original) { o.Attachments = nil }, "differ", ""},
		{"a complete receipt and another text", "completa", false, func(o *pectest.Original) { o.Text += " Anzi no." }, "differ", ""},
		{"a complete receipt and a text sent in another coding, with lines at its end", "completa", false, func(o *pectest.Original) { o.Text += "\n\n"; o.TextCoding = "base64" }, "agree", ""},
		{"a complete receipt and the text as HTML too", "completa", false, func(o *pectest.Original) { o.HTML = "<p>altro</p>" }, "differ", ""},
		{"a brief receipt and another text", "breve", false, func(o *pectest.Original) { o.Text += " Anzi no." }, "differ", "decoded"},
		{"a brief receipt, hashes of decoded bytes", "breve", false, nil, "agree", "decoded"},
		{"a brief receipt, hashes of encoded bytes", "breve", true, nil, "agree", "encoded"},
		{"a brief receipt and another attachment", "breve", false, func(o *pectest.Original) { o.Attachments[0].Content = pectest.PDF("altro") }, "differ", ""},
		{"a brief receipt and one attachment more", "breve", false, func(o *pectest.Original) {
			o.Attachments = append(o.Attachments[:1:1], pectest.Attachment{Name: "b.pdf", Type: "application/pdf", Content: pectest.PDF("b")})
		}, "differ", "decoded"},
		{"a brief receipt and one attachment more of the same name", "breve", false, func(o *pectest.Original) {
			o.Attachments = append([]pectest.Attachment{{Name: o.Attachments[0].Name, Type: "application/pdf", Content: pectest.PDF("altro")}}, o.Attachments...)
		}, "differ", "decoded"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, mail := dispatch(test.receipt)
			receipt := d.Consegna()
			if test.receipt == "breve" {
				receipt.Original = d.Original.Brief(test.encoded)
			}
			if test.edit != nil {
				other := *d.Original
				other.Header = other.Header.Clone()
				other.Header.Set("Message-ID", d.ClientID)
				other.Header.Del("X-Riferimento-Message-ID")
				other.Attachments = append([]pectest.Attachment{}, other.Attachments...)
				test.edit(&other)
				mail = other.Bytes()
			}
			list := officeList(t, d.Office)
			in := append(pieces(t, list, "consegna.eml", receipt.Bytes()), pieces(t, list, "inviata.eml", mail)...)
			in = append(in, pieces(t, list, "accettazione.eml", d.Accettazione().Bytes())...)
			out := Build(in, Options{Now: now})
			if len(out.Transmissions) != 1 || len(out.Leftover) != 0 {
				t.Fatalf("%+v", out.Leftover)
			}
			tr := out.Transmissions[0]
			if tr.Original.Agreement != test.agreement {
				t.Errorf("%s, %+v", tr.Original.Agreement, tr.Original.Differences)
			}
			if got := tr.Original.Copies[0].Hash; got != test.over {
				t.Errorf("hash over %q, want %q", got, test.over)
			}
			if (test.agreement == "differ") != (contradictions(tr) != "") || !tr.Complete {
				t.Errorf("contradictions %s, complete %v", contradictions(tr), tr.Complete)
			}
		})
	}
}

func TestEnvelopeReceiptAndSentMailAgree(t *testing.T) {
	d, mail := dispatch("completa")
	list := officeList(t, d.Office)
	in := append(pieces(t, list, "consegna.eml", d.Consegna().Bytes()), pieces(t, list, "busta.eml", d.PostaCertificata().Bytes())...)
	o := Build(append(in, pieces(t, list, "inviata.eml", mail)...), Options{Now: now}).Transmissions[0].Original
	if o.Agreement != "agree" || len(o.Copies) != 3 || strings.Join(o.Compared, " ") != "messageID from to subject date text attachments" || strings.Join(o.NotCompared, " ") != "rest" {
		t.Errorf("%+v", o)
	}
}

func TestInputsOfContainers(t *testing.T) {
	d, mail := dispatch("completa")
	list := officeList(t, d.Office)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, data := range map[string][]byte{"ricevute/a.eml": d.Accettazione().Bytes(), "ricevute/c.eml": d.Consegna().Bytes(), "inviata.eml": mail, "nota.txt": []byte("nota")} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		w.Write(data)
	}
	z.Close()
	mbox := append([]byte("From anna Wed Mar 12 10:15:30 2025\r\n"), append(mail, "\r\nFrom due Wed Mar 12 10:15:32 2025\r\n"...)...)
	mbox = append(mbox, d.Consegna().Bytes()...)
	for name, data := range map[string][]byte{"tutto.zip": b.Bytes(), "posta.mbox": mbox} {
		out := Build(pieces(t, list, name, data), Options{Now: now})
		if len(out.Files) != 1 {
			t.Errorf("%s: %d files", name, len(out.Files))
		}
		if len(out.Transmissions) != 1 || out.Transmissions[0].Original.Agreement != "agree" || !out.Transmissions[0].Proved {
			t.Errorf("%s: %+v", name, out)
		}
		for _, l := range out.Leftover {
			if l.Part != "nota.txt" {
				t.Errorf("%s: %s is left over: %s", name, l.Part, l.Detail)
			}
		}
	}
}

// A file may have been written to between its verification and this.
func TestSentInAFileThatChanged(t *testing.T) {
	_, mail := dispatch("completa")
	in := pieces(t, nil, "inviata.eml", mail)
	var reports []Input
	for _, i := range in {
		if i.Report == nil {
			i = Input{Report: &verifier.Report{File: i.Sent.File, Checks: []verifier.Check{{ID: "file.type", Statement: statement.Statement{Reason: "file.mail"}}}}}
		}
		reports = append(reports, i)
	}
	if out, err := SentIn("inviata.eml", mail, reports, verifier.Options{}, every); err != nil || len(out) != 1 {
		t.Errorf("%v, %v", out, err)
	}
	if out, err := SentIn("inviata.eml", append(mail, '\n'), reports, verifier.Options{}, every); err != ErrChanged || len(out) != 0 {
		t.Errorf("%v, %v", out, err)
	}
}

// A mail that a bound kept from being read to its end is no sent mail; and whoever takes it for one takes no mark away.
func TestAMailNotReadToItsEndIsNoSentMail(t *testing.T) {
	_, mail := dispatch("completa")
	in := pieces(t, nil, "inviata.eml", mail)
	report := verifier.Report{File: in[0].Sent.File, Indication: verifier.NoEvidence, Checks: []verifier.Check{
		{ID: "file.type", Statement: statement.Statement{Reason: "file.mail"}}, {ID: "search.limit"}}}
	if out := Inputs("inviata.eml", mail, []verifier.Report{report}, verifier.Options{}); len(out) != 1 || out[0].Report == nil {
		t.Errorf("%d inputs", len(out))
	}
	if d := Build([]Input{in[0], {Report: &report}}, Options{Now: now}); d.Unjudged != 1 {
		t.Errorf("%d not judged", d.Unjudged)
	}
}

// A mail that bears evidence, or loose pieces of any, is no sent mail, whatever its Message-ID.
func TestWhatIsNoSentMail(t *testing.T) {
	d, _ := dispatch("completa")
	list := officeList(t, d.Office)
	loose := pectest.Mixed("pezzi", pectest.DaticertPart([]byte("<postacert/>"), "base64").Bytes())
	for name, data := range map[string][]byte{"ricevuta": d.Consegna().Bytes(), "pezzi": loose, "inoltro": pectest.Forward(d.Consegna().Bytes())} {
		for _, in := range pieces(t, list, name+".eml", data) {
			if in.Sent != nil {
				t.Errorf("%s is taken for a sent mail", name)
			}
		}
	}
}

func FuzzReadSent(f *testing.F) {
	_, mail := dispatch("completa")
	f.Add(mail)
	f.Add([]byte("Message-ID: <a@b>\n\ntext"))
	f.Add([]byte("Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: a/b; name=\"x\"\n\ny\n--b--\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ReadSent("x.eml", data)
		if err != nil {
			return
		}
		s.MessageID = "<c1@anna.example>"
		d := Build(append(accepted().say("avvenuta-consegna", bruno, soon(2)).in, Input{Sent: s}), Options{Now: now, Profile: ProfileL53})
		if len(d.Transmissions) != 1 || len(d.Transmissions[0].Original.Copies) != 2 || d.Transmissions[0].Proved {
			t.Errorf("%+v", d)
		}
	})
}
