package verifier

import (
	"slices"
	"strings"
	"testing"

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
		{"a From that is too long", "headers.from", func(h *pectest.Header) {
			h.Set("From", `"`+strings.Repeat("a", maxOuterFrom)+`" <`+h.Get("From")+`>`)
		}, []string{"headers.long"}},
		{"a To that is too long", "headers.to", func(h *pectest.Header) {
			h.Set("To", strings.Repeat(h.Get("To")+", ", maxOuterTo/20)+"giudice@giustiziacert.example")
		}, []string{"headers.long"}},
	} {
		data := pectest.EditHeader(pectest.NewOffice().Dispatch().Consegna().Bytes(), test.change)
		r := only(t, Verify("x.eml", data, trusting(t)))
		if got := answers(r, test.id); !slices.Equal(got, test.want) || status(r, test.id) != Warning {
			t.Errorf("%s: %v, want %v", test.shows, got, test.want)
		}
	}
}
