package verifier

import (
	"testing"
	"time"

	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/pectest"
)

// sound are checks by which every answer is yes.
func sound(edits map[string]Status) *Report {
	r := &Report{System: SystemPEC, Kind: daticert.AvvenutaConsegna, Indication: TotalPassed}
	for _, id := range []string{"signature.present", "signature.digest", "signature.value", "signer.certificate", "trust.provider", "trust.validity", "trust.revocation",
		"evidence.form", "evidence.signature", "evidence.consistency", "evidence.content", "evidence.timestamp", "headers.from"} {
		c := Check{ID: id, Status: Passed}
		if s, ok := edits[id]; ok {
			c.Status = s
		}
		r.Checks = append(r.Checks, c)
	}
	return r
}

func TestThreeAnswers(t *testing.T) {
	altered := map[string]Status{"signature.digest": Failed, "signature.value": Skipped}
	for name, test := range map[string]struct {
		checks map[string]Status
		i      Indication
		sub    Subindication
		want   Answers
	}{
		"all holds":         {nil, TotalPassed, "", Answers{"yes", "yes", "yes"}},
		"nothing was asked": {map[string]Status{"signature.present": Skipped}, NoEvidence, "", Answers{"open", "open", "open"}},
		"a warning about the signature takes nothing":    {map[string]Status{"signature.present": Warning, "trust.validity": Warning}, TotalPassed, "", Answers{"yes", "yes", "yes"}},
		"a warning about the form":                       {map[string]Status{"evidence.form": Warning}, TotalPassed, "", Answers{"yes", "yes", "partly"}},
		"a warning about the provider's name":            {map[string]Status{"evidence.timestamp": Warning}, TotalPassed, "", Answers{"yes", "yes", "partly"}},
		"a warning about the header is none of the data": {map[string]Status{"headers.from": Warning}, TotalPassed, "", Answers{"yes", "yes", "yes"}},
		"not in the list is no no":                       {map[string]Status{"trust.provider": Failed}, Indeterminate, NoCertificateChain, Answers{"yes", "open", "yes"}},
		"whose signer was not looked at":                 {map[string]Status{"trust.validity": Skipped}, Indeterminate, NoCertificateChain, Answers{"yes", "open", "yes"}},
		"revoked, although listed":                       {map[string]Status{"trust.revocation": Failed}, TotalFailed, Revoked, Answers{"yes", "no", "yes"}},
		"altered bytes leave all else open":              {altered, TotalFailed, HashFailure, Answers{"no", "open", "open"}},
		"altered, and warned of":                         {map[string]Status{"signature.digest": Failed, "evidence.consistency": Warning}, TotalFailed, HashFailure, Answers{"no", "open", "open"}},
		"no signature that is read":                      {map[string]Status{"signature.present": Failed}, TotalFailed, FormatFailure, Answers{"open", "open", "open"}},
		"nobody's certificate":                           {map[string]Status{"signature.value": Failed}, Indeterminate, NoSigningCertificate, Answers{"open", "open", "open"}},
		"data that contradict themselves":                {map[string]Status{"evidence.consistency": Failed}, Indeterminate, EvidenceInconsistent, Answers{"yes", "yes", "no"}},
		"and are warned of":                              {map[string]Status{"evidence.consistency": Failed, "evidence.form": Warning}, Indeterminate, EvidenceInconsistent, Answers{"yes", "yes", "no"}},
		"evidence whose own signature is none":           {map[string]Status{"evidence.signature": Failed}, Indeterminate, EvidenceMalformed, Answers{"yes", "yes", "no"}},
		"evidence of another message":                    {map[string]Status{"evidence.content": Failed}, Indeterminate, EvidenceInconsistent, Answers{"yes", "yes", "no"}},
		"a time-stamp over something else":               {map[string]Status{"evidence.timestamp": Failed}, Indeterminate, EvidenceInconsistent, Answers{"yes", "yes", "no"}},
	} {
		r := sound(test.checks)
		r.Indication, r.Subindication = test.i, test.sub
		if r.conclude(time.Time{}); r.Answers != test.want {
			t.Errorf("%s: %v", name, r.Answers)
		}
	}
}

func TestWhatAKindMeans(t *testing.T) {
	for _, test := range []struct {
		kind          Kind
		notice, error string
		i             Indication
		want          Meaning
	}{
		{daticert.AvvenutaConsegna, "", "nessuno", TotalPassed, Meaning{"avvenuta-consegna", "avvenuta-consegna", true}},
		{daticert.PreavvisoErroreConsegna, "12h", "altro", TotalPassed, Meaning{"preavviso-errore-consegna-12h", "preavviso-errore-consegna", false}},
		{daticert.PreavvisoErroreConsegna, "24h", "altro", Indeterminate, Meaning{"preavviso-errore-consegna-24h", "preavviso-errore-consegna", false}},
		{daticert.PreavvisoErroreConsegna, "", "altro", TotalPassed, Meaning{"preavviso-errore-consegna", "preavviso-errore-consegna", false}},
		{daticert.ErroreConsegna, "24h", "virus", TotalPassed, Meaning{"errore-consegna", "errore-consegna-virus", false}},
		{daticert.ErroreConsegna, "", "no-dest", TotalPassed, Meaning{"errore-consegna", "errore-consegna-no-dest", false}},
		{daticert.ErroreConsegna, "", "altro", TotalPassed, Meaning{"errore-consegna", "errore-consegna", false}},
		{daticert.NonAccettazione, "", "virus", TotalPassed, Meaning{"non-accettazione", "non-accettazione-virus", false}},
		{daticert.NonAccettazione, "", "no-dest", TotalPassed, Meaning{"non-accettazione", "non-accettazione", false}},
		{daticert.RilevazioneVirus, "", "virus", TotalPassed, Meaning{"rilevazione-virus", "rilevazione-virus", false}},
		{daticert.AvvenutaConsegna, "", "nessuno", TotalFailed, Meaning{"avvenuta-consegna", "", true}},
		{KindAnomaly, "", "", TotalPassed, Meaning{"anomalia", "anomalia", false}},
		{KindDispatch, "", "", TotalPassed, Meaning{"dispatch", "dispatch", true}},
		{"ContentLost", "", "", TotalPassed, Meaning{"unknown", "unknown", false}},
	} {
		r := Report{Kind: test.kind, Indication: test.i, Certified: &Certified{Notice: test.notice, Error: test.error}}
		if r.conclude(time.Time{}); r.Meaning == nil || *r.Meaning != test.want {
			t.Errorf("%s: %+v", test.kind, r.Meaning)
		}
	}
	r := Report{Kind: KindNone, Indication: NoEvidence}
	if r.conclude(time.Time{}); r.Meaning != nil || r.Law != nil {
		t.Error("nothing means something")
	}
}

func TestTimesOfTheLaw(t *testing.T) {
	const night, day = "2025-03-12T21:00:00+01:00", "2025-03-12T20:59:59+01:00"
	for name, test := range map[string]struct {
		time, signing string
		edit          func(*Report)
		want          *Law
		later         int
	}{
		"by day":                    {day, "", nil, &Law{LogUntil: "2027-09-12"}, 0},
		"at night":                  {night, "", nil, &Law{LogUntil: "2027-09-12", CountsFrom: "2025-03-13"}, 0},
		"under another rule":        {"2022-12-31T23:59:59+01:00", "", nil, &Law{LogUntil: "2025-06-30", LogOver: true}, 0},
		"under the rule of today":   {"2023-01-01T00:00:00+01:00", "", nil, &Law{LogUntil: "2025-07-01", LogOver: true, CountsFrom: "2023-01-01"}, 0},
		"no delivery":               {night, "", func(r *Report) { r.Kind = daticert.Accettazione }, &Law{LogUntil: "2027-09-12"}, 0},
		"not certain":               {night, "", func(r *Report) { r.Indication = Indeterminate }, &Law{LogUntil: "2027-09-12"}, 0},
		"failed":                    {night, "", func(r *Report) { r.Indication = TotalFailed }, nil, 0},
		"registered mail":           {night, "2025-03-12T21:10:00+01:00", func(r *Report) { r.System = SystemREM }, nil, 10},
		"no time":                   {"garbled", "2025-03-12T21:10:00+01:00", nil, nil, 0},
		"long ago":                  {"2021-03-12T10:00:00+01:00", "", nil, &Law{LogUntil: "2023-09-12", LogOver: true}, 0},
		"signed two minutes later":  {day, "2025-03-12T20:01:59Z", nil, &Law{LogUntil: "2027-09-12"}, 0},
		"signed a second more":      {day, "2025-03-12T20:02:00Z", nil, &Law{LogUntil: "2027-09-12"}, 2},
		"signed ten minutes before": {day, "2025-03-12T19:49:59Z", nil, &Law{LogUntil: "2027-09-12"}, -10},
	} {
		r := sound(nil)
		r.Certified, r.Signature = &Certified{Time: test.time}, &Signature{SigningTime: test.signing}
		if test.edit != nil {
			test.edit(r)
		}
		r.conclude(pectest.Now)
		if r.Signature.Later != test.later || (r.Law == nil) != (test.want == nil) || r.Law != nil && *r.Law != *test.want {
			t.Errorf("%s: %+v, %d minutes later", name, r.Law, r.Signature.Later)
		}
	}
}

// Every report with a verdict has them, whatever way it took.
func TestEveryReportConcludes(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	for name, data := range map[string][]byte{"a.eml": d.Accettazione().Bytes(), "b.pdf": []byte("%PDF-1.7"), "c.zip": pectest.Zip(pectest.File{Name: "a.eml", Data: d.Consegna().Bytes()}),
		"d.eml": pectest.Forward(d.Accettazione().Bytes(), d.Consegna().Bytes()), "e.eml": pectest.Replace(d.Consegna().Bytes(), "Il giorno", "Il Giorno")} {
		for _, r := range Verify(name, data, trusting(t)) {
			if r.Answers.Bytes == "" || (r.Meaning == nil) != (r.Kind == KindNone) || (r.Law == nil) != (r.Certified == nil) {
				t.Errorf("%s: %+v %+v %+v", name, r.Answers, r.Meaning, r.Law)
			}
		}
	}
}
