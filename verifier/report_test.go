package verifier

import (
	"encoding/json"
	"os"
	"testing"
)

// AppendJSON is a shorter way to the same bytes.
func TestAppendJSON(t *testing.T) {
	receipt, err := os.ReadFile("../testdata/kinds/accettazione-destinatari.eml")
	if err != nil {
		t.Fatal(err)
	}
	reports := append(Verify("<a>&.eml", receipt, Options{}), Verify("b.eml", nil, Options{})...)
	reports = append(reports, Verify("large.eml", receipt, Options{MaxInput: 1})...)
	want, err := json.Marshal(reports)
	if err != nil {
		t.Fatal(err)
	}
	got, err := AppendJSON([]byte("["), reports, ",")
	if err != nil || string(got)+"]" != string(want) {
		t.Errorf("%v\n%s]\nwant\n%s", err, got, want)
	}
}
