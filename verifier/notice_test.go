package verifier

import (
	"strings"
	"testing"

	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/pectest"
)

func TestWhichNoticeItIs(t *testing.T) {
	const (
		words12  = "il messaggio con Oggetto\n\"%s\" inviato da \"a@pec.example\"\nnon è stato consegnato nelle prime dodici ore dal suo invio.\nSi attenda."
		digits12 = "il messaggio con Oggetto\n\"%s\" inviato da \"a@pec.example\"\nnon è stato consegnato nelle prime 12 ore dal suo invio.\nSi attenda."
		words24  = "il messaggio con Oggetto\n\"%s\" inviato da \"a@pec.example\"\nnon è stato consegnato nelle ventiquattro ore successive al suo invio."
		digits24 = "il messaggio con Oggetto\n\"%s\" inviato da \"a@pec.example\"\nnon è stato consegnato nelle 24 ore successive al suo invio."
		neither  = "il messaggio con Oggetto\n\"%s\" inviato da \"a@pec.example\"\nnon è stato consegnato in tempo."
		unquoted = "il messaggio con oggetto %s non è stato consegnato in tempo."
	)
	for _, test := range []struct{ name, text, subject, detail, want string }{
		{"words, after twelve hours", words12, "Atti", "", "12h"},
		{"digits, after twelve hours", digits12, "Atti", "", "12h"},
		{"words, after twenty-four", words24, "Atti", "", "24h"},
		{"digits, after twenty-four", digits24, "Atti", "", "24h"},
		{"with an apostrophe", strings.Replace(words24, "ventiquattro ore", "ventiquattr'ore", 1), "Atti", "", "24h"},
		{"in digits and words", strings.Replace(words12, "dodici ore", "dodici (12) ore", 1), "Atti", "", "12h"},
		{"nothing says", neither, "Atti", "4.4.7 - GESTORE - tempo massimo superato", ""},

		{"the subject names the other hours", words12, "Promozione valida 24 ore", "", "12h"},
		{"in words", digits12, "Entro ventiquattro ore", "", "12h"},
		{"the subject names twelve in the second notice", digits24, "Consegna in 12 ore", "", "24h"},
		{"the subject alone names any", neither, "Promozione valida 24 ore", "", ""},
		{"the subject alone, not in quotes", unquoted, "Promozione valida 24 ore", "", ""},
		{"the subject alone, printed otherwise", strings.Replace(neither, "%s", "Promozione: valida … 24\nore", 1), "Promozione valida 24 ore", "", ""},
		{"the subject is the provider's word", strings.Replace(words12, "%s", "x", 1), "dodici ore", "", ""},
		{"a quote in the subject", words12, `24" ore 24 ore "x`, "", "12h"},

		{"5.4.1 where nothing else says", neither, "Atti", "5.4.1 - GESTORE S.p.A. - tempo massimo superato", "24h"},
		{"5.4.1 alone", neither, "Atti", "5.4.1", "24h"},
		{"5.4.1 in the first notice, whose words say so", words12, "Atti", "5.4.1 - GESTORE S.p.A. - non consegnato nelle prime dodici ore", "12h"},
		{"5.4.1 and a text of twelve hours", words12, "Atti", "5.4.1 - GESTORE S.p.A. - tempo massimo superato", "12h"},
		{"5.4.10 is another code", neither, "Atti", "5.4.10 - x", ""},
		{"5.4.1.1 too", neither, "Atti", "5.4.1.1 - x", ""},
		{"the code stands first or is none", neither, "Atti", "x 5.4.1", ""},

		{"errore-esteso alone, in the provider's words", neither, "Atti", "4.4.1 - GESTORE - non consegnato nelle prime dodici ore", "12h"},
		{"errore-esteso of the second notice", neither, "Atti", "4.4.7 - GESTORE - non consegnato entro 24 ore", "24h"},
		{"text and errore-esteso disagree", words12, "Atti", "4.4.7 - GESTORE - non consegnato entro 24 ore", ""},
		{"another server's hours after twelve", words12, "Atti", "4.4.1 - GESTORE - non consegnato nelle prime dodici ore: 450 4.7.1 riprovare tra 24 ore", ""},
		{"another server's hours after twenty-four", words24, "Atti", "4.4.7 - GESTORE - ventiquattro ore (server remoto: retry ogni 12 ore)", ""},
		{"another server's hours alone: a reply code", neither, "Atti", "4.4.1 - GESTORE - 450 riprovare tra 24 ore", ""},
		{"in brackets", neither, "Atti", "4.4.1 - GESTORE - rifiutato (riprovare tra 24 ore)", ""},
		{"in quotes", neither, "Atti", "4.4.1 - GESTORE - rifiutato \"try in 24 hours\"", ""},
		{"after a colon", neither, "Atti", "4.4.1 - GESTORE - risposta: riprovare tra 24 ore", ""},
		{"5.4.1, and another server names twelve", neither, "Atti", "5.4.1 - GESTORE - tempo massimo superato: retry in 12 hours", ""},

		{"both in the text", words12 + "\nSe non sarà consegnato entro 24 ore seguirà un avviso.", "Atti", "", ""},
		{"a time of day is none", neither + "\nInviato il 24 ore 10:12 e alle 16:12 ore locali, 12/03/24 ore 7.", "Atti", "", ""},
		{"nor a longer number", neither + "\n1012 ore, 224 ore, x12 ore", "Atti", "", ""},
		{"nor a longer word", neither + "\nnoventaventiquattro ore, 12 oreficerie", "Atti", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			ev := &evidence{text: linesOf(strings.Replace(test.text, "%s", test.subject, 1)),
				data: &daticert.Data{Kind: daticert.PreavvisoErroreConsegna, Subject: test.subject, ErrorDetail: test.detail}}
			if got := ev.notice(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if ev.data.Kind = daticert.ErroreConsegna; ev.notice() != "" {
				t.Error("a notice of another kind")
			}
		})
	}
}

// Nine thousand recipients who are all called after hours held a machine for minutes.
func TestRecipientsCalledAfterHours(t *testing.T) {
	text := linesOf("il messaggio non è stato consegnato nelle prime dodici ore dal suo invio.")
	for count, want := range map[int]string{maxRepeated: "12h", maxRepeated + 1: ""} {
		d := &daticert.Data{Kind: daticert.PreavvisoErroreConsegna, Subject: "Atti"}
		for range count {
			d.Recipients = append(d.Recipients, daticert.Recipient{Address: "u-24ore@pec.example"})
		}
		text := append(text, `"u-24ore@pec.example"`)
		if got := (&evidence{text: text, data: d}).notice(); got != want {
			t.Errorf("%d recipients: %q, want %q", count, got, want)
		}
	}
}

// So did a subject of sixty thousand letters that begins at every second one of a long line.
func TestAValueThatStandsEverywhereIsNotCut(t *testing.T) {
	for _, test := range []struct {
		value string
		cut   bool
	}{{"ab", true}, {strings.Repeat("ab", 30_000), false}} {
		line := strings.Repeat("ab", 60_000) + ` "` + test.value + `"`
		if got := cut(line, test.value, true); (got != line) != test.cut {
			t.Errorf("a value of %d letters, cut %t", len(test.value), got != line)
		}
	}
}

func TestNoticesOfProviders(t *testing.T) {
	for hours, want := range map[int]string{12: "12h", 24: "24h"} {
		for _, subject := range []string{"Trasmissione atti", "Promozione valida 24 ore", "Consegna in 12 ore", "dodici ore o ventiquattro ore"} {
			d := pectest.NewOffice().Dispatch()
			d.Subject = subject
			if r := only(t, Verify("a.eml", d.Preavviso(hours).Bytes(), trusting(t))); r.Indication != TotalPassed || r.Certified.Notice != want {
				t.Errorf("%d hours, %q: %s %q", hours, subject, r.Indication, r.Certified.Notice)
			}
		}
	}
}
