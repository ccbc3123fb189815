package verifier

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"testing"

	"pecverifier/verifier/pectest"
)

// packed is a zip of names and contents; a name that ends in "*" is said to be encrypted.
func packed(t testing.TB, entries ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(entries); i += 2 {
		h := &zip.FileHeader{Name: entries[i], Method: zip.Deflate}
		if n := len(h.Name) - 1; h.Name[n] == '*' {
			h.Name, h.Flags = h.Name[:n], 1
		}
		f, err := w.CreateHeader(h)
		if err == nil {
			_, err = f.Write([]byte(entries[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is given is judged or marked, each by its own report with its own name.
func TestWhatIsNotJudgedIsMarked(t *testing.T) {
	receipt := string(pectest.NewOffice().Dispatch().Accettazione().Bytes())
	data := packed(t, "a.eml", receipt, "chiuso.eml*", receipt, "rotto.zip", "PK\x03\x04xxxx", "altro.7z", "7z\xBC\xAF\x27\x1C\x00", "nota.txt", "ciao")
	type mark struct{ Part, Indication, Error, Unread string }
	var got []mark
	for _, r := range Verify("x.zip", data, trusting(t)) {
		raw, err := AppendJSON(nil, []Report{r}, "")
		if err != nil {
			t.Fatal(err)
		}
		var m mark
		if err := json.Unmarshal(raw, &m); err != nil {
			t.Fatal(err)
		}
		got = append(got, m)
	}
	want := []mark{
		{"a.eml", "TOTAL-PASSED", "", ""},
		{"chiuso.eml", "", "it is protected by a password; unpack it and give what is in it", "zip-encrypted"},
		{"rotto.zip", "", "the archive cannot be read: it is damaged or incomplete", "zip-damaged"},
		{"altro.7z", "NO-EVIDENCE", "", "archive"},
		{"nota.txt", "NO-EVIDENCE", "", ""},
	}
	if len(got) != len(want) {
		t.Fatalf("%+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
	if r := Verify("x", data, Options{MaxInput: 10}); len(r) != 1 || r[0].Unread != "too-large" || r[0].Error == "" {
		t.Errorf("%+v", r)
	}
}
