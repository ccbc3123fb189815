package verifier

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/pectest"
)

// allowed judges an input with so much of what reading and mending may cost, each mail having that share of its own.
func allowed(t *testing.T, data []byte, effort, mending, share int) []Report {
	t.Helper()
	o := trusting(t).whole(len(data))
	o.effort = bound.NewPool(effort*len(data), share*len(data))
	o.mending = bound.NewPool(mending*len(data), 0)
	return verifyInput(File{Name: "x"}, data, o)
}

// Whatever leads to a mail that no structure leads to, it is charged, and where it is not judged that is said.
func TestWhatIsReadAgainIsCharged(t *testing.T) {
	p := newPieces()
	const foreign = "Received: from outlook.example by host with IMAP getmail6 msgid:1; 13 May 2024 08:20:31 -0000\n\n"
	d := pectest.NewOffice().Dispatch()
	d.Original.Text, d.Original.TextCoding = strings.Repeat("Città\r\n", 3000), "8bit"
	damaged := pectest.Latin1ToUTF8(d.PostaCertificata().Bytes())
	deep := []byte(strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 40) + "x")
	for name, tt := range map[string]struct {
		data            []byte
		effort, mending int // that much is needed
		refused         string
	}{
		"behind a foreign header":       {append([]byte(foreign), p.consegna...), 12, 0, "limit"},
		"attached under another name":   {pectest.Mixed("x", pectest.Attached(p.consegna, "application/octet-stream", "base64", "x.bin")), 12, 0, "too-large"},
		"in a text":                     {append([]byte("Ecco:\r\n\r\n"), p.consegna...), 12, 0, "limit"},
		"in a message that is encoded":  {pectest.Mixed("x", pectest.Attached(p.consegna, "message/rfc822", "base64", "x.eml")), 14, 0, "limit"},
		"with its charset damaged":      {damaged, 8, 80, "search.repairs"},
		"with its line ends damaged":    {bytes.ReplaceAll(p.consegna, []byte("\r\n"), []byte("\r\n\r\n")), 12, 80, "limit"},
		"with the delimiters searched":  {pectest.Forward(deep, p.consegna), 60, 0, "limit"},
		"with the signed bytes counted": {signedAgain(20, text(1<<20)), 60, 0, "limit"},
	} {
		t.Run(name, func(t *testing.T) {
			said := func(reports []Report) bool {
				return slices.ContainsFunc(reports, func(r Report) bool {
					return r.Unread == tt.refused || slices.ContainsFunc(r.Checks, func(c Check) bool { return c.Reason == tt.refused })
				})
			}
			if got := allowed(t, tt.data, tt.effort, tt.mending, 0); said(got) {
				t.Errorf("what is allowed does not suffice: %s", outcome(got))
			}
			if tt.mending == 0 {
				tt.effort = 1
			}
			if got := allowed(t, tt.data, tt.effort, 1, 0); !said(got) {
				t.Errorf("it is not said that not all was read: %s", outcome(got))
			}
		})
	}
}

// A mail that takes all that there is takes nothing from those that stand behind it.
func TestEachMailHasAShareOfTheReading(t *testing.T) {
	p := newPieces()
	deep := strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", 90)
	hostile := append([]byte("Received: a\r\n"+deep), strings.Repeat("--\r\n", 100_000)...)
	box := pectest.Mailbox(pectest.Separator("From - Tue Jul 05 18:44:15 2022\r\n"), "\r\n", hostile, p.accettazione, hostile, p.consegna, p.busta)
	got := outcome(allowed(t, box, 2, 0, effortTimes))
	for _, want := range []string{`"1" unread limit`, `"2" accettazione;`, `"4" avvenuta-consegna;`, `"5" posta-certificata`} {
		if !strings.Contains(got, want) {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// Bytes that cannot be those that were signed cost one digest for each choice of repairs, not another reading of the mail.
func TestAlteredBytesAreNotReadAgain(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	d.Original.Text, d.Original.TextCoding = strings.Repeat("Città\nFrom qui è\n", 10_000), "8bit"
	altered := pectest.Replace(d.PostaCertificata().Bytes(), "From qui", "From qua")
	damaged := bytes.ReplaceAll(pectest.Latin1ToUTF8(altered), []byte("\r\n"), []byte("\r\r\n"))
	o := trusting(t).whole(len(damaged))
	o.mending = bound.NewPool(40*len(damaged), 0)
	r := only(t, verifyInput(File{Name: "x"}, damaged, o))
	if r.Subindication != HashFailure || status(r, "search.limit") != "" {
		t.Errorf("%s", summary([]Report{r}))
	}
}
