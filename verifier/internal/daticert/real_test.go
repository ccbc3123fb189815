package daticert

import (
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// real is where samples lie that may not be published; tests that use them are skipped without them.
const real = "../../../../shared/corpus/real"

// extract decodes the base64 part named daticert.xml. It serves these files and no others.
func extract(t *testing.T, message string) []byte {
	t.Helper()
	message = strings.ReplaceAll(message, "\r\n", "\n")
	_, part, found := strings.Cut(message, `filename="daticert.xml"`)
	if !found {
		t.Fatal("no part is named daticert.xml")
	}
	_, body, _ := strings.Cut(part, "\n\n")
	body, _, _ = strings.Cut(body, "\n--")
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(body))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestRealMessages(t *testing.T) {
	if _, err := os.Stat(real); err != nil {
		t.Skip("the real samples are not here")
	}
	tests := []struct {
		file, kind, error, time, receipt, provider string
		recipients                                 int
	}{
		{"aruba-2018-accettazione.eml", Accettazione, Nessuno, "2018-11-13T16:39:26+01:00", "", "ARUBA PEC S.p.A.", 1},
		{"aruba-2018-consegna.eml", AvvenutaConsegna, Nessuno, "2018-11-13T16:39:27+01:00", "completa", "ARUBA PEC S.p.A.", 1},
		{"aruba-2021-accettazione.eml", Accettazione, Nessuno, "2021-12-14T14:36:08+01:00", "", "ARUBA PEC S.p.A.", 2},
		{"aruba-2021-errore-consegna.eml", ErroreConsegna, NoDest, "2021-12-14T14:54:32+01:00", "", "ARUBA PEC S.p.A.", 1},
		{"aruba-posta-certificata-subject-edited.eml", PostaCertificata, Nessuno, "2018-12-19T13:10:59+01:00", "completa", "ARUBA PEC S.p.A.", 1},
		{"sogei-2018-posta-certificata.eml", PostaCertificata, Nessuno, "2018-12-08T12:26:18+01:00", "breve", "Sogei SpA", 1},
		{"sogei-2018-posta-certificata-blanks-stripped.eml", PostaCertificata, Nessuno, "2018-12-08T12:26:18+01:00", "breve", "Sogei SpA", 1},
	}
	parsed := map[string]*Data{}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			message, err := os.ReadFile(filepath.Join(real, tt.file))
			if err != nil {
				t.Fatal(err)
			}
			d, err := Parse(extract(t, string(message)))
			if err != nil {
				t.Fatal(err)
			}
			parsed[tt.file] = d
			checkSane(t, d)
			if d.Kind != tt.kind || d.Error != tt.error || d.ReceiptType != tt.receipt || d.Provider != tt.provider ||
				len(d.Recipients) != tt.recipients || d.Time.Format(time.RFC3339) != tt.time || len(d.Missing()) != 0 || d.Doctype {
				t.Errorf("%+v, missing %v", d, d.Missing())
			}
			if strings.ContainsAny(d.Identifier, "<>") || !strings.HasPrefix(d.MessageID, "<") || !strings.HasSuffix(d.MessageID, ">") {
				t.Errorf("identifiers %q and %q", d.Identifier, d.MessageID)
			}
		})
	}
	a, b := parsed["aruba-2018-accettazione.eml"], parsed["aruba-2018-consegna.eml"]
	if a == nil || b == nil || a.Identifier != b.Identifier || b.DeliveredTo != b.Recipients[0].Address {
		t.Error("the two receipts of one dispatch do not show it")
	}
	if e := parsed["aruba-2021-errore-consegna.eml"]; e == nil || !strings.HasPrefix(e.ErrorDetail, "5.1.1 - ") || e.DeliveredTo == "" {
		t.Error("errore-esteso is not read")
	}
	if e := parsed["aruba-posta-certificata-subject-edited.eml"]; e == nil || e.Subject != "test con segnatura (solo testo)" {
		t.Error("oggetto is not read")
	}
}
