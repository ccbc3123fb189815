package verifier

import (
	"bytes"
	"encoding/base64"
	"html"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
)

const realCorpus = "../../shared/corpus/real"

// now is the day that tests judge on.
var now = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// realMessages reads the real messages where they are at hand; they name real people and are no part of the repository.
func realMessages(t testing.TB) map[string][]byte {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(realCorpus, "*.eml"))
	if len(names) == 0 {
		t.Skip("the real messages are not here: they name real people and are kept apart from the repository")
	}
	out := map[string][]byte{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(name)] = data
	}
	return out
}

func only(t testing.TB, reports []Report) Report {
	t.Helper()
	if len(reports) != 1 {
		t.Fatalf("%d reports, want one", len(reports))
	}
	if reports[0].Error != "" {
		t.Fatal(reports[0].Error)
	}
	return reports[0]
}

func status(r Report, id string) Status {
	for _, c := range r.Checks {
		if c.ID == id {
			return c.Status
		}
	}
	return ""
}

func TestRealMessages(t *testing.T) {
	messages := realMessages(t)
	for _, test := range []struct {
		file, kind, time string
		sub              Subindication
		warning          string
	}{
		{"aruba-2018-accettazione.eml", "accettazione", "2018-11-13T16:39:26+01:00", "", ""},
		{"aruba-2018-consegna.eml", "avvenuta-consegna", "2018-11-13T16:39:27+01:00", "", ""},
		{"aruba-2021-accettazione.eml", "accettazione", "2021-12-14T14:36:08+01:00", "", ""},
		{"aruba-2021-errore-consegna.eml", "errore-consegna", "2021-12-14T14:54:32+01:00", "", ""},
		{"aruba-posta-certificata-subject-edited.eml", "posta-certificata", "2018-12-19T13:10:59+01:00", "", "headers.subject"},
		{"sogei-2018-posta-certificata.eml", "posta-certificata", "2018-12-08T12:26:18+01:00", "", ""},
		{"sogei-2018-posta-certificata-blanks-stripped.eml", "posta-certificata", "", HashFailure, ""},
	} {
		t.Run(test.file, func(t *testing.T) {
			r := only(t, Verify(test.file, messages[test.file], Options{Now: now}))
			if string(r.Kind) != test.kind || r.Subindication != test.sub {
				t.Fatalf("%s %s %s", r.Kind, r.Indication, r.Subindication)
			}
			if test.sub != "" {
				if r.Indication != TotalFailed || r.Certified != nil || r.Content != nil {
					t.Error("an altered message certifies something")
				}
				return
			}
			if r.Indication != TotalPassed || r.Certified.Time != test.time {
				t.Errorf("%s, certified time %s", r.Indication, r.Certified.Time)
			}
			for _, c := range r.Checks {
				if c.Status == Warning && c.ID != test.warning && c.ID != "signature.strength" {
					t.Errorf("unexpected warning %s: %s", c.ID, c.Detail)
				}
			}
			if test.warning != "" && status(r, test.warning) != Warning {
				t.Errorf("%s does not warn", test.warning)
			}
			compareWithBytes(t, messages[test.file], r)
		})
	}
}

// compareWithBytes finds every certified value in the daticert.xml of the file, read with another tool.
func compareWithBytes(t *testing.T, file []byte, r Report) {
	t.Helper()
	part := regexp.MustCompile(`(?s)daticert\.xml"\r?\n[^\n]*\n?[^\n]*base64\r?\n\r?\n(.*?)\r?\n--`).FindSubmatch(file)
	if part == nil {
		part = regexp.MustCompile(`(?s)filename="daticert\.xml".*?\r?\n\r?\n([A-Za-z0-9+/=\r\n]+)\r?\n--`).FindSubmatch(file)
	}
	if part == nil {
		t.Fatal("the test finds no daticert.xml")
	}
	xml, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(part[1])), ""))
	if err != nil {
		t.Fatal(err)
	}
	element := func(name, value string) {
		t.Helper()
		for _, m := range regexp.MustCompile(`<`+name+`(?: [^>]*)?>([^<]*)<`).FindAllSubmatch(xml, -1) {
			if html.UnescapeString(string(m[1])) == value {
				return
			}
		}
		t.Errorf("certified %s is not in daticert.xml", name)
	}
	c := r.Certified
	element("mittente", c.Sender)
	element("oggetto", c.Subject)
	element("gestore-emittente", c.Provider)
	element("identificativo", c.Identifier)
	element("msgid", c.MessageID)
	if len(c.Recipients) != bytes.Count(xml, []byte("<destinatari")) {
		t.Error("the recipients are not all there")
	}
	for _, to := range c.Recipients {
		element("destinatari", to.Address)
	}
	for _, a := range r.Content.Attachments {
		if a.Name == "" || a.SHA256 == "" || !bytes.Contains(file, []byte(a.Name)) {
			t.Errorf("attachment %q is not named so in the file", a.Name)
		}
	}
}

// signedRange finds the signed part as its raw bytes in the file.
func signedRange(t testing.TB, data []byte) (from, to int) {
	t.Helper()
	s := signedOf(t, data)
	from = bytes.Index(data, s.Content.Raw)
	return from, from + len(s.Content.Raw)
}

func TestOneByteOfARealMessageChanged(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	messages := realMessages(t)
	var names []string
	for name := range messages {
		if !strings.Contains(name, "stripped") {
			names = append(names, name)
		}
	}
	for range 200 {
		name := names[random.IntN(len(names))]
		data := bytes.Clone(messages[name])
		from, to := signedRange(t, data)
		at := from + random.IntN(to-from)
		old := data[at]
		for data[at] == old {
			data[at] = byte(random.Uint32())
		}
		r := only(t, Verify(name, data, Options{Now: now}))
		if r.Indication != TotalFailed || r.Subindication != HashFailure || r.Certified != nil {
			t.Errorf("%s, byte %d from %02x to %02x: %s %s", name, at, old, data[at], r.Indication, r.Subindication)
		}
	}
}

func TestRealMessagesAndAnEmptyList(t *testing.T) {
	for name, data := range realMessages(t) {
		if strings.Contains(name, "stripped") {
			continue
		}
		r := only(t, Verify(name, data, Options{Now: now, Trust: trustlist.Combine()}))
		if r.Indication != Indeterminate || r.Subindication != NoCertificateChain || r.Certified == nil {
			t.Errorf("%s: %s %s", name, r.Indication, r.Subindication)
		}
	}
}
