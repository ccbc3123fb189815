package dossier

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

func sum1(data []byte) string {
	sum := sha1.Sum(data)
	return hex.EncodeToString(sum[:])
}

// posted is a mail to anna's client, kept by her with these parts, and the brief receipt that a provider made of others.
func posted(t *testing.T, sent []pectest.Attachment, kept []pectest.Attachment, extra string, encoded bool, edits ...func(d *pectest.Dispatch)) Transmission {
	t.Helper()
	d, _ := dispatch("breve")
	for _, edit := range edits {
		edit(d)
	}
	d.Original.Attachments = sent
	receipt := d.Consegna()
	receipt.Original = d.Original.Brief(encoded)
	mail := *d.Original
	mail.Header = mail.Header.Clone()
	mail.Header.Del("X-Riferimento-Message-ID")
	mail.Header.Set("Message-ID", d.ClientID)
	mail.Attachments = kept
	raw := mail.Bytes()
	if extra != "" { // one part more, which pectest does not write
		end := []byte("--" + mail.Boundary + "--")
		raw = bytes.Replace(raw, end, []byte("--"+mail.Boundary+"\r\n"+extra+"\r\n"+string(end)), 1)
	}
	list := officeList(t, d.Office)
	in := append(pieces(t, list, "consegna.eml", receipt.Bytes()), pieces(t, list, "inviata.eml", raw)...)
	in = append(in, pieces(t, list, "accettazione.eml", d.Accettazione().Bytes())...)
	out := Build(in, Options{Now: now, Profile: ProfileL53})
	if len(out.Transmissions) != 1 || len(out.Leftover) != 0 {
		t.Fatalf("%+v", out.Leftover)
	}
	return out.Transmissions[0]
}

func answers(list []Answer) string {
	var out []string
	for _, a := range list {
		out = append(out, a.Reason+" "+a.Values["names"])
	}
	return strings.TrimSpace(strings.Join(out, ", "))
}

// A hash of an encoded text is that of a file, or of a text that holds it: nobody can tell which was sent.
func TestWhatAHashTells(t *testing.T) {
	pdf := pectest.PDF("Contratto")
	text := pectest.Base64(pdf, 76)
	file := func(name string, content []byte) pectest.Attachment {
		return pectest.Attachment{Name: name, Type: "application/pdf", Content: content}
	}
	other := file("altro.pdf", pectest.PDF("Altro"))
	plain := pectest.Attachment{Name: "nota.txt", Type: "text/plain", Content: []byte("una nota\r\n"), Coding: "7bit"}
	for _, test := range []struct {
		name       string
		sent, kept []pectest.Attachment
		encoded    bool
		agreement  string
		over       string
		notes      string
		hashes     bool // they are said to be compared
	}{
		{"the file, hashed as it is", []pectest.Attachment{file("contratto.pdf", pdf)}, []pectest.Attachment{file("contratto.pdf", pdf)}, false, "agree", "decoded", "original.sha1", true},
		{"the file, hashed encoded", []pectest.Attachment{file("contratto.pdf", pdf)}, []pectest.Attachment{file("contratto.pdf", pdf)}, true, "agree", "encoded", "original.encoded contratto.pdf", false},
		{"its base64 text was sent, and the file is shown", []pectest.Attachment{file("contratto.pdf", text)}, []pectest.Attachment{file("contratto.pdf", pdf)}, false,
			"agree", "encoded", "original.encoded contratto.pdf", false},
		{"the same beside another file, whose hash shows the form", []pectest.Attachment{file("contratto.pdf", text), other}, []pectest.Attachment{file("contratto.pdf", pdf), other}, false,
			"differ", "decoded", "original.sha1", true},
		{"the file was sent, and its base64 text is shown", []pectest.Attachment{file("contratto.pdf", pdf)}, []pectest.Attachment{file("contratto.pdf", text)}, true,
			"agree", "text", "original.encoded contratto.pdf", false},
		{"a file that is the same encoded shows no form", []pectest.Attachment{file("contratto.pdf", pdf), plain}, []pectest.Attachment{file("contratto.pdf", pdf), plain}, true,
			"agree", "decoded", "original.encoded contratto.pdf", false},
		{"all hashed encoded", []pectest.Attachment{file("contratto.pdf", pdf), other}, []pectest.Attachment{file("contratto.pdf", pdf), other}, true,
			"agree", "encoded", "original.encoded contratto.pdf, altro.pdf", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			tr := posted(t, test.sent, test.kept, "", test.encoded)
			o := tr.Original
			if o.Agreement != test.agreement || o.Copies[0].Hash != test.over || answers(o.Notes) != test.notes {
				t.Errorf("%s over %q, notes %q, differences %+v", o.Agreement, o.Copies[0].Hash, answers(o.Notes), o.Differences)
			}
			if slices.Contains(o.Compared, "hashes") != test.hashes || slices.Contains(o.NotCompared, "hashes") == test.hashes {
				t.Errorf("compared %v, not compared %v", o.Compared, o.NotCompared)
			}
			if (test.agreement == "differ") != (contradictions(tr) == "brief-differs") || !tr.Complete {
				t.Errorf("contradictions %s, complete %v", contradictions(tr), tr.Complete)
			}
		})
	}
}

// How a provider takes its hashes is shown by any of its receipts, of another transmission too.
func TestTheFormOfAProviderIsLearnt(t *testing.T) {
	pdf := pectest.PDF("Contratto")
	text := pectest.Base64(pdf, 76)
	office := pectest.NewOffice()
	list := officeList(t, office)
	make := func(n int, sent, kept []byte, provider string) []Input {
		d := office.Dispatch()
		d.ReceiptType, d.Identifier, d.ClientID = "breve", fmt.Sprint(n, ".", d.Identifier), fmt.Sprintf("<%d@client.example>", n)
		d.Original = d.NewOriginal()
		d.Original.Attachments = []pectest.Attachment{{Name: "contratto.pdf", Type: "application/pdf", Content: sent}}
		receipt := d.Consegna()
		receipt.Data.Gestore, receipt.Original = provider, d.Original.Brief(false)
		mail := *d.Original
		mail.Header = mail.Header.Clone()
		mail.Header.Del("X-Riferimento-Message-ID")
		mail.Header.Set("Message-ID", d.ClientID)
		mail.Attachments = []pectest.Attachment{{Name: "contratto.pdf", Type: "application/pdf", Content: kept}}
		return append(pieces(t, list, fmt.Sprint(n, "c.eml"), receipt.Bytes()), pieces(t, list, fmt.Sprint(n, "s.eml"), mail.Bytes())...)
	}
	for _, test := range []struct {
		name, first, second string
		agreement           string
	}{
		{"the same provider", "Gestore Due SpA", "Gestore Due SpA", "differ"},
		{"another one", "Gestore Due SpA", "Gestore Tre", "agree"},
	} {
		in := append(make(1, pectest.PDF("Altro"), pectest.PDF("Altro"), test.first), make(2, text, pdf, test.second)...)
		for range 2 {
			d := Build(in, Options{Now: now})
			if got := d.Transmissions[1].Original.Agreement; got != test.agreement {
				t.Errorf("%s: %s", test.name, got)
			}
			slices.Reverse(in)
		}
	}
}

// A part without a name is a part: what the receipt does not hold was not delivered so.
func TestPartsWithoutANameCount(t *testing.T) {
	pdf := []pectest.Attachment{{Name: "contratto.pdf", Type: "application/pdf", Content: pectest.PDF("Contratto")}}
	for name, extra := range map[string]string{
		"a PDF":              "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + string(pectest.Base64(pectest.PDF("Allegato"), 76)),
		"an attached mail":   "Content-Type: message/rfc822\r\n\r\nSubject: allegato\r\n\r\ntesto\r\n",
		"a text as attached": "Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\ntesto\r\n",
	} {
		tr := posted(t, pdf, pdf, extra, false)
		if tr.Original.Agreement != "differ" || contradictions(tr) == "" {
			t.Errorf("%s: %s, %+v", name, tr.Original.Agreement, tr.Original.Differences)
		}
	}
	// The receipt has a hash more, and it is that of another file.
	two := append(slices.Clone(pdf), pectest.Attachment{Name: "allegato.pdf", Type: "application/pdf", Content: pectest.PDF("Allegato")})
	other := "Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + string(pectest.Base64(pectest.PDF("Un altro"), 76))
	if tr := posted(t, two, pdf, other, false); tr.Original.Agreement != "differ" {
		t.Errorf("another file without a name: %s", tr.Original.Agreement)
	}
	whole := func(edit func(m *Sent)) *scene {
		return accepted().say("avvenuta-consegna", bruno, soon(2), brief("atto"), func(r *verifier.Report) {
			r.Content.Attachments = append(r.Content.Attachments, verifier.Attachment{Name: ".hash", Type: "text/plain", Hash: sum1([]byte("senza nome"))})
		}).sent("<c1@anna.example>", func(m *Sent) {
			m.Content.Attachments = append(m.Content.Attachments, verifier.Attachment{Type: "application/pdf", SHA256: hash("senza nome")})
			m.Hashes = []BriefHash{{"atto.pdf.p7m", "decoded", hash("atto")[:40]}, {"", "decoded", sum1([]byte("senza nome"))}}
			edit(m)
		})
	}
	if o := whole(func(*Sent) {}).build().Transmissions[0].Original; o.Agreement != "agree" {
		t.Errorf("a part without a name that the receipt holds: %+v", o.Differences)
	}
	if o := whole(func(m *Sent) { m.Hashes[1].SHA1 = sum1(nil) }).build().Transmissions[0].Original; o.Agreement != "differ" {
		t.Error("another part without a name")
	}
}

// What a brief receipt leaves in place (an inner signature, an encrypted message) is compared by its bytes.
func TestPartsLeftInPlaceAreCompared(t *testing.T) {
	inPlace := func(name, content string) verifier.Attachment {
		return verifier.Attachment{Name: name, Type: "application/pkcs7-mime", Size: len(content), SHA256: hash(content)}
	}
	receipt := func(list ...verifier.Attachment) *scene {
		return accepted().say("avvenuta-consegna", bruno, soon(2), brief("atto"), func(r *verifier.Report) { r.Content.Attachments = list })
	}
	mail := func(list ...verifier.Attachment) func(*Sent) {
		return func(m *Sent) {
			m.Content.Attachments = list
			for _, a := range list {
				m.Hashes = append(m.Hashes, BriefHash{a.Name, "decoded", sum1([]byte(a.SHA256))})
			}
		}
	}
	for _, test := range []struct {
		name      string
		brief     []verifier.Attachment
		sent      []verifier.Attachment
		agreement string
	}{
		{"the same", []verifier.Attachment{inPlace("smime.p7m", "a")}, []verifier.Attachment{inPlace("smime.p7m", "a")}, "agree"},
		{"another of its name", []verifier.Attachment{inPlace("smime.p7m", "a")}, []verifier.Attachment{inPlace("smime.p7m", "b")}, "differ"},
		{"one that cannot be decoded", []verifier.Attachment{{Name: "smime.p7m"}}, []verifier.Attachment{{Name: "smime.p7m"}}, "differ"},
		{"twice in the mail", []verifier.Attachment{inPlace("smime.p7m", "a")}, []verifier.Attachment{inPlace("smime.p7m", "a"), inPlace("smime.p7m", "a")}, "differ"},
		{"twice in the receipt", []verifier.Attachment{inPlace("smime.p7m", "a"), inPlace("smime.p7m", "a")}, []verifier.Attachment{inPlace("smime.p7m", "a")}, "differ"},
		{"without a name", []verifier.Attachment{inPlace("", "a")}, []verifier.Attachment{inPlace("", "a")}, "agree"},
	} {
		tr := receipt(test.brief...).sent("<c1@anna.example>", mail(test.sent...)).build(func(o *Options) { o.Profile = ProfileL53 }).Transmissions[0]
		if tr.Original.Agreement != test.agreement {
			t.Errorf("%s, beside a sent mail: %s, %+v", test.name, tr.Original.Agreement, tr.Original.Differences)
		}
		if line := tr.Checklist.Lines[6]; test.agreement == "differ" && line.Status == yes {
			t.Errorf("%s: %s %s", test.name, line.Status, line.Reason)
		}
		s := receipt(test.brief...).say("posta-certificata", "", nine, func(r *verifier.Report) { r.Content.Attachments = test.sent })
		if tr := s.build().Transmissions[0]; tr.Original.Agreement != test.agreement || (test.agreement == "differ") != (contradictions(tr) == "brief-differs") {
			t.Errorf("%s, beside an envelope: %s, %s", test.name, tr.Original.Agreement, contradictions(tr))
		}
	}
}

// A certified copy has no SHA-1 to compare: names and numbers must fit, and a part without a name may bear any name as a hash.
func TestABriefReceiptBesideACertifiedCopy(t *testing.T) {
	hashed := func(names ...string) (out []verifier.Attachment) {
		for _, n := range names {
			out = append(out, verifier.Attachment{Name: n + ".hash", Hash: hash(n)[:40]})
		}
		return out
	}
	plain := func(names ...string) (out []verifier.Attachment) {
		for _, n := range names {
			out = append(out, verifier.Attachment{Name: n, Type: "application/pdf", SHA256: hash(n)})
		}
		return out
	}
	for _, test := range []struct {
		name         string
		brief, whole []verifier.Attachment
		differ       string
	}{
		{"the same names", hashed("a.pdf", "b.pdf"), plain("a.pdf", "b.pdf"), ""},
		{"one less", hashed("a.pdf"), plain("a.pdf", "b.pdf"), "b.pdf"},
		{"one of two of one name", hashed("a.pdf"), plain("a.pdf", "a.pdf"), "a.pdf"},
		{"a part without a name, which the receipt calls something", hashed("a.pdf", "allegato"), plain("a.pdf", ""), ""},
		{"a part without a name, which the receipt does not hold", hashed("a.pdf"), plain("a.pdf", ""), "(application/pdf)"},
		{"two of them, of which it holds one", hashed("a.pdf", "x"), plain("a.pdf", "", ""), "(application/pdf)"},
		{"one more in the receipt", hashed("a.pdf", "b.pdf"), plain("a.pdf"), "b.pdf"},
		{"no attachment at all", nil, nil, ""},
	} {
		s := accepted().say("posta-certificata", "", nine, func(r *verifier.Report) { r.Content.Attachments = test.whole }).
			say("avvenuta-consegna", bruno, soon(2), brief("atto"), func(r *verifier.Report) { r.Content.Attachments = test.brief })
		tr := s.build().Transmissions[0]
		got := ""
		for _, d := range tr.Original.Differences {
			got += d.Values["names"]
		}
		if got != test.differ || (got != "") != (contradictions(tr) == "brief-differs") {
			t.Errorf("%s: %q, %s", test.name, got, contradictions(tr))
		}
	}
}
