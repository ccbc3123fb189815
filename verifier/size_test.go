package verifier

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
)

// manyUnderOneHeader is a mail with that many signed parts, under a header each of whose compared fields is long.
func manyUnderOneHeader(parts, long int, part []byte) []byte {
	var list [][]byte
	for range parts {
		list = append(list, part)
	}
	h := pectest.Header{{"From", strings.Repeat("a", min(long, 60<<10)) + "@pec.example"}, {"Sender", strings.Repeat("s", min(long, 12<<10)) + "@pec.example"}, {"Subject", strings.Repeat("Oggetto ", long/8)},
		{"X-Ricevuta", strings.Repeat("b", min(long, 8<<10))}, {"X-Riferimento-Message-ID", "<" + strings.Repeat("c", min(long, 8<<10)) + "@d>"}}
	h.Add("Content-Type", "multipart/mixed; boundary=molti")
	return pectest.Multipart{Header: h, Boundary: "molti", Parts: list}.Bytes()
}

func jsonSize(t *testing.T, reports []Report) int {
	t.Helper()
	out, err := AppendJSON(nil, reports, "\n")
	if err != nil {
		t.Fatal(err)
	}
	return len(out)
}

// longTexts gives the texts of a report that have more bytes, as whoever is given it reads them.
func longTexts(t *testing.T, most int, reports ...Report) (long []string) {
	t.Helper()
	raw, err := json.Marshal(reports)
	if err != nil {
		t.Fatal(err)
	}
	var all any
	if err := json.Unmarshal(raw, &all); err != nil {
		t.Fatal(err)
	}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			if len(v) > most {
				long = append(long, v)
			}
		case []any:
			for _, one := range v {
				walk(one)
			}
		case map[string]any:
			for _, one := range v {
				walk(one)
			}
		}
	}
	walk(all)
	return long
}

func TestALongHeaderIsNotCopiedIntoEveryReport(t *testing.T) {
	const parts = 249
	d := pectest.NewOffice().Dispatch()
	part := bytes.TrimSuffix(pectest.Entity(d.Accettazione().Bytes()), []byte("\r\n"))
	data := manyUnderOneHeader(parts, 4_000_000, part)
	reports := Verify("molti.eml", data, trusting(t))
	if len(reports) != parts {
		t.Fatalf("%d reports of %d: %s", len(reports), parts, summary(reports[:1]))
	}
	for _, r := range reports {
		if r.Indication != TotalPassed || r.Certified == nil || r.Certified.Subject != d.Subject {
			t.Fatalf("part %s: %s", r.Part, summary([]Report{r}))
		}
		if status(r, "headers.subject") != Warning || status(r, "headers.from") != Warning {
			t.Errorf("part %s: a check was lost", r.Part)
		}
	}
	if size, most := jsonSize(t, reports), 2*maxLongValues; size > most {
		t.Errorf("%d bytes of reports on an input of %d, at most %d", size, len(data), most)
	}
}

// A few hundred kilobytes of zip hold many mails whose headers are as long as values may be.
func TestLongHeadersOfManyMailsDoNotMultiply(t *testing.T) {
	const mails, parts = 6, 240
	part := bytes.TrimSuffix(pectest.Entity(pectest.NewOffice().Dispatch().Accettazione().Bytes()), []byte("\r\n"))
	mail := manyUnderOneHeader(parts, maxValue-100, part)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := range mails {
		w, _ := z.Create(fmt.Sprintf("%d.eml", i))
		w.Write(mail)
	}
	z.Close()
	reports := Verify("molti.zip", b.Bytes(), trusting(t))
	if len(reports) != mails*parts {
		t.Fatalf("%d reports of %d: %s", len(reports), mails*parts, summary(reports[:1]))
	}
	long := 0
	for _, s := range longTexts(t, shortValue, reports...) {
		long += len(s) - shortValue
	}
	if most := maxLongValues + 100*maxValue; long > most || long < maxLongValues/2 {
		t.Errorf("%d bytes of long values in the reports on %d bytes, at most %d, and at least half of what there may be", long, b.Len(), most)
	}
	if last := reports[len(reports)-1]; status(last, "headers.subject") != Warning || last.Part != fmt.Sprintf("%d.eml#%d", mails-1, parts) {
		t.Errorf("the last report lost something: %s", summary(reports[len(reports)-1:]))
	}
}

// What only a certificate states stands in the report of each mail that it signed.
func TestALongCertificateIsNotCopiedIntoTheReport(t *testing.T) {
	o := pectest.NewOffice()
	m := o.Dispatch().Consegna()
	long := strings.Repeat("Gestore ", 3_000)
	m.Provider = o.Due.With(o.Authority.Leaf(o.Due, 99, pectest.TestKey("due"), func(s *pectest.CertSpec) {
		s.Subject = s.Subject.With(long)
		s.Emails = append(s.Emails, long+"@pec.example")
	}))
	r := only(t, Verify("x.eml", m.Bytes(), trusting(t)))
	if r.Signature == nil || r.Signature.Signer == nil || len(r.Signature.Signer.Email) != 2 {
		t.Fatal(summary([]Report{r}))
	}
	for _, s := range longTexts(t, maxValue, r) {
		t.Errorf("a text of %d bytes: %.60q", len(s), s)
	}
	if s := r.Signature.Signer.Subject; !strings.HasSuffix(s, " B]") {
		t.Errorf("a name of %d bytes is not marked as cut", len(s))
	}

	// Of an authority without constraints the provider is called as its certificate says.
	any := pectest.NewAuthority()
	m.Provider = o.Due.With(any.Leaf(o.Due, 99, pectest.TestKey("due"), func(s *pectest.CertSpec) {
		s.Subject = pectest.Place("Roma", "Roma", long).With("Gestore")
	}))
	list, err := trustlist.Parse("any.pem", any.CA.PEM())
	if err != nil {
		t.Fatal(err)
	}
	r = only(t, Verify("x.eml", m.Bytes(), Options{Trust: list, Now: pectest.Now}))
	if r.Indication != TotalPassed || !strings.HasSuffix(r.Trust.Provider, " B]") {
		t.Errorf("%s: a provider of %d bytes", summary([]Report{r}), len(r.Trust.Provider))
	}
	for _, s := range longTexts(t, maxValue, r) {
		t.Errorf("a text of %d bytes: %.60q", len(s), s)
	}
}

func TestALongValueIsCutAndMarked(t *testing.T) {
	data := pectest.EditHeader(pectest.NewOffice().Dispatch().Consegna().Bytes(), func(h *pectest.Header) {
		h.Set("Subject", strings.Repeat("Oggetto ", 10_000))
	})
	for _, c := range only(t, Verify("x.eml", data, trusting(t))).Checks {
		if c.ID != "headers.subject" {
			continue
		}
		value := c.Values["header"]
		if !strings.HasPrefix(value, "Oggetto Oggetto") || !strings.HasSuffix(value, " B]") || len(value) > maxValue || len(c.Detail) > maxValue {
			t.Errorf("the value has %d bytes and ends %q, the detail has %d", len(value), value[max(0, len(value)-40):], len(c.Detail))
		}
		if both := c.with(c); len(both.Detail) > maxValue {
			t.Errorf("with a second answer the detail has %d", len(both.Detail))
		}
		return
	}
	t.Error("there is no such check")
}

// What the certified message says of itself is cut too, and what differs stays different.
func TestLongValuesOfTheCertifiedMessage(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	of := func(end string) *Content {
		m := pectest.NewOffice().Dispatch().Consegna()
		m.Original = pectest.EditHeader(m.Original, func(h *pectest.Header) {
			h.Set("Subject", long+end)
			h.Set("To", `"`+long+end+`" <a@pec.example>`)
		})
		return only(t, Verify("x.eml", m.Bytes(), trusting(t))).Content
	}
	a, b := of("uno"), of("due")
	if len(a.Subject) > maxValue || len(a.To[0]) > maxValue {
		t.Errorf("a subject of %d bytes, a recipient of %d", len(a.Subject), len(a.To[0]))
	}
	if a.Subject == b.Subject || a.To[0] == b.To[0] || a.Subject != of("uno").Subject {
		t.Error("cut values do not tell two messages apart")
	}
}

func TestSecondAnswerToACheck(t *testing.T) {
	j := &judgement{}
	j.add("evidence.consistency", Passed, "consistency.agrees")
	j.add("evidence.consistency", Warning, "consistency.sender", "message", "a@b", "evidence", "c@d")
	j.add("evidence.consistency", Warning, "consistency.noid")
	j.add("evidence.consistency", Failed, "consistency.twice")
	j.add("evidence.consistency", Failed, "consistency.empty")
	j.add("evidence.consistency", Passed, "consistency.agrees")
	c := j.checks[0]
	if len(j.checks) != 1 || c.Status != Failed || c.Reason != "consistency.twice" || c.Values != nil {
		t.Fatalf("%+v", j.checks)
	}
	var also []string
	for _, a := range c.Also {
		also = append(also, string(a.Status)+" "+a.Reason)
	}
	if got := strings.Join(also, ", "); got != "warning consistency.sender, warning consistency.noid, failed consistency.empty" {
		t.Errorf("also %s", got)
	}
	if c.Also[0].Values["message"] != "a@b" {
		t.Error("a further answer lost its values")
	}
	for _, reason := range []string{"consistency.twice", "consistency.noid", "consistency.empty"} {
		if !strings.Contains(c.Detail, sentences[reason]) {
			t.Errorf("detail does not say %s: %s", reason, c.Detail)
		}
	}
}

// TestALongFaultIsCut: what could not be read is said in as few bytes as any other text.
func TestALongFaultIsCut(t *testing.T) {
	if r := unread(File{}, "", errors.New(strings.Repeat("x", 1<<20))); len(r.Error) > maxValue || !strings.HasSuffix(r.Error, " B]") {
		t.Errorf("%d bytes", len(r.Error))
	}
}
