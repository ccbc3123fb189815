package verifier

import (
	"crypto/x509"
	"encoding/asn1"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/pectest"
)

// answers are the reasons of a check, the leading one first.
func answers(r Report, id string) []string {
	for _, c := range r.Checks {
		if c.ID == id {
			out := []string{c.Reason}
			for _, a := range c.Also {
				out = append(out, a.Reason)
			}
			return out
		}
	}
	return nil
}

func TestEachContradictionIsSaid(t *testing.T) {
	for _, test := range []struct {
		shows  string
		change func(*pectest.Message, *pectest.Header)
		want   []string
	}{
		{"nothing", func(*pectest.Message, *pectest.Header) {}, []string{"consistency.agrees"}},
		{"a second reference beside another From", func(_ *pectest.Message, h *pectest.Header) {
			h.Add("X-Riferimento-Message-ID", "<altro@studio.example>")
			h.Set("From", "giudice@giustiziacert.example")
		}, []string{"consistency.ids", "consistency.sender"}},
		{"a second Message-ID beside another subject", func(_ *pectest.Message, h *pectest.Header) {
			h.Prepend("Message-ID", "<altro@studio.example>")
			h.Set("Subject", "Altro")
		}, []string{"consistency.ids", "consistency.subject"}},
		{"no Message-ID beside another From, subject and recipient", func(m *pectest.Message, h *pectest.Header) {
			h.Del("Message-ID")
			h.Set("From", "giudice@giustiziacert.example")
			h.Set("Subject", "Altro")
			m.Data.Consegna = "sindaco@pec.altrove.example"
		}, []string{"consistency.noid", "consistency.sender", "consistency.subject", "consistency.recipient"}},
		{"an empty Message-ID before the provider's", func(_ *pectest.Message, h *pectest.Header) { h.Prepend("Message-ID", "") }, []string{"consistency.ids"}},
		{"another identifier leads what only warns", func(m *pectest.Message, h *pectest.Header) {
			m.Data.Identifier = "opec1.altro@pec.example"
			m.Data.MessageID = "<altro@studio.example>"
			h.Set("From", "giudice@giustiziacert.example, "+m.Dispatch.Sender)
		}, []string{"consistency.identifier", "consistency.msgid", "consistency.senders"}},
		{"a missing element hides no other sender", func(m *pectest.Message, h *pectest.Header) {
			m.Data.Omit = []string{"consegna"}
			h.Set("From", "giudice@giustiziacert.example")
		}, []string{"consistency.missing", "consistency.sender"}},
	} {
		d := pectest.NewOffice().Dispatch()
		m := d.Consegna()
		m.Original = pectest.EditHeader(m.Original, func(h *pectest.Header) { test.change(m, h) })
		r := only(t, Verify("x.eml", m.Bytes(), trusting(t)))
		if got := answers(r, "evidence.consistency"); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.shows, got, test.want)
		}
	}
}

func TestEachContradictionOfTheHeaderIsSaid(t *testing.T) {
	for _, test := range []struct {
		shows, id string
		change    func(*pectest.Header)
		want      []string
	}{
		{"a second From does not hide that the first is another", "headers.from", func(h *pectest.Header) {
			h.Prepend("From", "direzione@pec.banca.example")
		}, []string{"headers.twice", "from.several"}},
		{"another Sender does not hide a name", "headers.from", func(h *pectest.Header) {
			h.Set("From", `"direzione@pec.banca.example" <`+h.Get("From")+`>`)
			h.Add("Sender", "altro@pec.example")
		}, []string{"from.sender", "from.behalf"}},
		{"a second Subject does not hide that the first differs", "headers.subject", func(h *pectest.Header) {
			h.Prepend("Subject", "CONSEGNA: Altro")
		}, []string{"headers.twice", "subject.differs"}},
		{"a Subject in other letters", "headers.subject", func(h *pectest.Header) {
			h.Set("Subject", "consegna: "+strings.ToUpper(strings.TrimPrefix(h.Get("Subject"), "CONSEGNA: ")))
		}, []string{"subject.case"}},
		{"a From that is too long", "headers.from", func(h *pectest.Header) {
			h.Set("From", `"`+strings.Repeat("a", maxOuterFrom)+`" <`+h.Get("From")+`>`)
		}, []string{"headers.long"}},
		{"a To that is too long", "headers.to", func(h *pectest.Header) {
			h.Set("To", strings.Repeat(h.Get("To")+", ", maxOuterTo/20)+"giudice@giustiziacert.example")
		}, []string{"headers.long"}},
		{"a stranger in To", "headers.to", func(h *pectest.Header) { h.Set("To", h.Get("To")+", giudice@giustiziacert.example") }, []string{"to.sender"}},
	} {
		data := pectest.EditHeader(pectest.NewOffice().Dispatch().Consegna().Bytes(), test.change)
		r := only(t, Verify("x.eml", data, trusting(t)))
		if got := answers(r, test.id); !slices.Equal(got, test.want) || status(r, test.id) != Warning {
			t.Errorf("%s: %v, want %v", test.shows, got, test.want)
		}
	}
}

// The sender writes Message-ID as often as he likes, and the provider an identifier as long as it may be, in encoded words.
func TestAnIdentifierIsDecodedOnce(t *testing.T) {
	id := strings.Repeat("=?utf-8?q?opec1.x?=\r\n ", 170) + "@pec.example"
	var mail strings.Builder
	for range 3000 {
		mail.WriteString("Message-ID: <a@b>\r\n")
	}
	e, err := smime.Parse([]byte(mail.String() + "\r\nx"))
	if err != nil {
		t.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	anyID(&e.Header, "Message-ID", id)
	runtime.ReadMemStats(&after)
	if took := after.TotalAlloc - before.TotalAlloc; took > 3<<20 {
		t.Errorf("an identifier of %d bytes beside 3000 fields took %d", len(id), took)
	}
}

// Whom an envelope's To names is a stranger, or somebody in the message who is not certified.
func TestWhomAnEnvelopeNames(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	for _, test := range []struct{ shows, inside, outside, want string }{
		{"a stranger", "", "giudice@giustiziacert.example", "to.differs"},
		{"a stranger beside somebody of the message", "ufficio@altrove.example", "ufficio@altrove.example, giudice@giustiziacert.example", "to.differs"},
		{"somebody of the message", "ufficio@altrove.example", "ufficio@altrove.example", "to.uncertified"},
		{"nobody else", "ufficio@altrove.example", "", "to.agrees"},
	} {
		m := d.PostaCertificata()
		m.Original = pectest.EditHeader(m.Original, func(h *pectest.Header) { h.Add("Cc", test.inside) })
		r := only(t, Verify("x.eml", pectest.EditHeader(m.Bytes(), func(h *pectest.Header) { h.Set("Cc", test.outside) }), trusting(t)))
		if got := answers(r, "headers.to"); !slices.Equal(got, []string{test.want}) {
			t.Errorf("%s: %v, want %s", test.shows, got, test.want)
		}
	}
}

func TestProviderThatFitsAnotherNameBetter(t *testing.T) {
	list := trustlist.Combine(&trustlist.List{Providers: []trustlist.Provider{
		{Name: "Gestore Due S.p.A.", Spellings: []string{"DUE PEC"}}, {Name: "Gestore Due Servizi S.r.l."}, {Name: "Due"}, {Name: "Postale", Organisation: "Poste Prova"},
	}})
	certificate, err := x509.ParseCertificate(pectest.NewOffice().Due.Certificate.DER)
	if err != nil {
		t.Fatal(err)
	}
	for stated, want := range map[string]Status{
		"Gestore Due SpA": Passed, "GESTORE  DUE": Passed, "Due PEC": Passed, "Gestore Due - sede di Roma": Passed,
		"Gestore Due Servizi": Warning, "Gestore Due Servizi srl, Roma": Warning, "Due": Warning, "Poste Prova": Warning, "Altro": Warning, "S.p.A.": Warning,
	} {
		j := &judgement{options: Options{Trust: list}, signer: certificate, answer: trustlist.Answer{Provider: "Gestore Due S.p.A."},
			evidence: &evidence{data: &daticert.Data{Provider: stated}}}
		j.checkProvider()
		if got := j.checks[0].Status; got != want {
			t.Errorf("%q: %s, want %s", stated, got, want)
		}
	}
}

func TestCarriageReturnsInsideTheCertifiedMessage(t *testing.T) {
	m := pectest.NewOffice().Dispatch().Consegna()
	m.Original = []byte(strings.Replace(string(m.Original), "\r\nMessage-ID", "\r\r\nMessage-ID", 1))
	r := only(t, Verify("x.eml", m.Bytes(), trusting(t)))
	if r.Indication != TotalPassed || status(r, "evidence.consistency") != Passed {
		t.Error(summary([]Report{r}))
	}
}

func TestStrengthOfTheKey(t *testing.T) {
	for key, want := range map[string]string{"due": "strength.good", "rsa1024": "strength.short", "p256": "strength.good"} {
		data := receipt(func(m *pectest.Message) {
			provider := *m.Provider
			provider.Certificate = m.Dispatch.Office.Authority.Leaf(m.Provider, 0x5001, pectest.TestKey(key))
			m.Provider = &provider
		})
		r := only(t, Verify("x.eml", data, trusting(t)))
		if got := answers(r, "signature.strength"); !slices.Equal(got, []string{want}) || r.Indication != TotalPassed {
			t.Errorf("%s: %v, %s", key, got, summary([]Report{r}))
		}
	}
}

func TestContentTypeOfTheSignature(t *testing.T) {
	timeStamp := asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4} // id-ct-TSTInfo
	r := only(t, Verify("x.eml", receipt(func(m *pectest.Message) {
		m.CMS = func(s *pectest.SignedData) { s.ContentType = timeStamp }
	}), trusting(t)))
	if got := answers(r, "signature.present"); !slices.Equal(got, []string{"signature.contenttype"}) || status(r, "signature.present") != Warning {
		t.Errorf("%v: %s", got, summary([]Report{r}))
	}
}
