package verifier

import (
	"bytes"
	"slices"
	"testing"

	"pecverifier/verifier/pectest"
)

// What stands loose in a text is called by a number, and so may be what somebody attached. By its part a report is opened, and a
// dossier takes two of one part for one.
func TestNoTwoReportsHaveOnePart(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	receipt := d.Consegna().Bytes()
	entity := receipt[bytes.Index(receipt, []byte("Content-Type: multipart/signed")):]
	m := pectest.ClearSigned("", slices.Concat(entity, []byte("\r\ntesto\r\n"), d.Accettazione().Bytes()))
	m.Attachments = append(m.Attachments, pectest.OutlookAttachment{Name: "1", MIME: "text/plain",
		Data: pectest.Base64(d.ErroreConsegna("no-dest", "5.1.1 - indirizzo non valido").Bytes(), 76)})
	for name, data := range map[string][]byte{"a.msg": m.Bytes(), "a.zip": pectest.Zip(pectest.File{Name: "a.msg", Data: m.Bytes()})} {
		o := trusting(t)
		o.Keep = true
		reports := Verify(name, data, o)
		seen := map[string]bool{}
		for _, r := range reports {
			if seen[r.Part] {
				t.Errorf("%s: two reports of %q", name, r.Part)
			}
			seen[r.Part] = true
			opened, err := Open(reports, r.Part)
			if err != nil || !bytes.Contains(opened.Daticert, []byte(`tipo="`+string(r.Kind)+`"`)) {
				t.Errorf("%s: %q opens something else than %s: %v", name, r.Part, r.Kind, err)
			}
		}
		if len(reports) != 3 {
			t.Errorf("%s: %s", name, outcome(reports))
		}
	}
}
