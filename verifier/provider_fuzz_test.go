package verifier

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/internal/content"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/pectest"
)

// FuzzSenderAgainstProvider lets a sender who knows the provider's boundary write subject and message. Whatever he writes, what passes
// certifies what the provider stated and nothing else, and gives the message that he sent unless content.complete warns.
func FuzzSenderAgainstProvider(f *testing.F) {
	cut := "\r\n@B@\r\n"
	for form := range byte(16) {
		f.Add(form, "Atti", "\r\nBuongiorno.\r\n")
		f.Add(form, "Atti\n@B@\n@D@\n@B@\nContent-Type: text/plain\n\n", "\r\nBuongiorno."+cut+"@D@")
		f.Add(form, "@I@ Tali dati non sono stati certificati", "Content-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\n\r\nuno\r\n--q--\r\n"+cut+"@D@"+cut+"@M@")
		f.Add(form, "Anomalia \"24 ore\"", "\r\nuno"+cut+"@U@"+cut+"Content-Type: multipart/mixed; boundary=z\r\n\r\n--z\r\n@D@\r\n@B@--\r\n")
		f.Add(form, "Ricevuta", "Content-Type: multipart/mixed; boundary=@b@\r\n\r\n@B@\r\n\r\nuno\r@B@\r@D@")
	}
	office := pectest.NewOffice()
	key := pectest.TestKey("p256")
	leaf := office.Authority.Leaf(office.Due, 77, key)
	o := trusting(f)
	f.Fuzz(func(t *testing.T, form byte, subject, message string) {
		if len(subject) > 4<<10 || len(message) > 64<<10 {
			return
		}
		d := office.Dispatch()
		var m *pectest.Message
		switch form % 4 {
		case 0:
			m = d.Anomalia(nil)
		case 1:
			m = d.Consegna()
		case 2:
			m = d.Consegna()
			m.DaticertLast = true
		case 3:
			d.ReceiptType = "sintetica"
			m = d.Consegna()
		}
		m.Provider = office.Due
		m.CMS = func(s *pectest.SignedData) { s.Signers[0].Certificate = leaf }
		m.TextOnly = form&4 != 0
		if form%4 != 3 {
			m.Original = []byte("x")
		}
		b := m.Inner()
		fill := strings.NewReplacer("@B@", "--"+b, "@b@", b, "@I@", "Identificativo: "+office.Forged().Identifier,
			"@D@", string(pectest.DaticertPart(office.Forged().XML(), "base64").Bytes()),
			"@U@", "Content-Type: application/xml\r\n\r\n"+string(office.Forged().XML()),
			"@M@", string(pectest.OriginalPart([]byte("Message-ID: <"+d.Identifier+">\r\n\r\naltro"), "7bit").Bytes()))
		subject, message = fill.Replace(subject), fill.Replace(message)
		d.Subject = subject
		sent := []byte("Message-ID: <" + d.Identifier + ">\r\nX-Riferimento-Message-ID: " + d.ClientID + "\r\nFrom: " + d.Sender + "\r\n" + message)
		if m.Data != nil {
			m.Data.Oggetto = strings.ToValidUTF8(subject, "?")
		}
		if m.Original != nil {
			m.Original = sent
		}
		if form&8 != 0 { // a text in which line breaks of a subject stay line breaks, and a boundary stays what it is
			m.Parts = func(parts []pectest.Part) []pectest.Part {
				if parts[0].Raw == nil {
					parts[0].Coding = "8bit"
				}
				return parts
			}
		}
		signed := m.SignedBytes()
		root, err := smime.Parse(m.Bytes())
		if err != nil || root == nil || len(signed) == 0 {
			return
		}
		for _, r := range Verify("a.eml", root.Raw, o) {
			if r.Part != "" || r.Indication != TotalPassed {
				continue
			}
			c := r.Certified
			if m.Data == nil {
				if r.Kind != KindAnomaly || c.Sender+c.Identifier+c.DeliveredTo+c.Subject+c.MessageID != "" || len(c.Recipients) > 0 {
					t.Fatalf("an anomaly envelope certifies %+v", c)
				}
			} else if string(r.Kind) != m.Data.Tipo || c.Sender != m.Data.Mittente || c.DeliveredTo != m.Data.Consegna || c.Identifier != m.Data.Identifier ||
				c.MessageID != m.Data.MessageID || c.ReceiptType != m.Data.Ricevuta || len(c.Recipients) != len(m.Data.Destinatari) {
				t.Fatalf("a receipt certifies %+v", c)
			}
			if status(r, "content.complete") == Warning || status(r, "search.limit") == Warning {
				continue
			}
			compareWithSent(t, r, m.Original)
		}
	})
}

// compareWithSent holds what is given of the certified message against a reading of what the sender wrote alone.
func compareWithSent(t *testing.T, r Report, sent []byte) {
	t.Helper()
	if sent == nil {
		if r.Content.Form != "none" {
			t.Fatalf("a receipt without a message has %+v", r.Content)
		}
		return
	}
	root, err := smime.Parse(bytes.TrimLeft(sent, "\r\n"))
	if err != nil {
		return
	}
	want := content.Read(root, false)
	if r.Content.Form == "none" || r.Content.Subject != want.Subject || r.Content.From != want.From || len(r.Content.Attachments) != len(want.Attachments) || len(r.Content.Texts) != len(want.Texts) {
		t.Fatalf("%+v, sent was %+v", r.Content, want)
	}
	for i, a := range want.Attachments {
		if got := r.Content.Attachments[i]; got.Name != a.Name || got.SHA256 != a.SHA256 {
			t.Fatalf("attachment %d is %+v, sent was %+v", i, got, a)
		}
	}
	if !slices.EqualFunc(r.Content.Texts, want.Texts, func(a Text, b content.Text) bool { return a.SHA256 == b.SHA256 }) {
		t.Fatalf("texts %+v, sent were %+v", r.Content.Texts, want.Texts)
	}
}
