package dossier

import (
	"testing"

	"pecverifier/verifier/pectest"
)

// Copies of one receipt that differ in their line ends are one piece of evidence, whatever is attached, and so is the sent mail.
func TestCopiesThatDifferInLineEndsAreOne(t *testing.T) {
	d, _ := dispatch("completa")
	d.Original.Attachments = []pectest.Attachment{
		{Name: "dati.csv", Type: "text/csv", Content: []byte("a,b\r\n1,2\r\n"), Coding: "7bit"},
		{Name: "note.txt", Type: "text/plain", Content: []byte("è\r\ntutto\r\n"), Coding: "8bit"}}
	kept := *d.Original
	kept.Header = kept.Header.Clone()
	kept.Header.Del("Received")
	kept.Header.Del("X-Riferimento-Message-ID")
	kept.Header.Set("Message-ID", d.ClientID)
	list := officeList(t, d.Office)
	receipt, acceptance, envelope := d.Consegna().Bytes(), d.Accettazione().Bytes(), d.PostaCertificata().Bytes()
	forms := map[string]func([]byte) []byte{"as sent": func(b []byte) []byte { return b }, "LF": pectest.LF, "mixed": pectest.MixedLineEnds}
	for first, one := range forms {
		for second, other := range forms {
			var in []Input
			for _, file := range []struct {
				name string
				data []byte
			}{{"a.eml", one(acceptance)}, {"c1.eml", one(receipt)}, {"c2.eml", other(receipt)}, {"p.eml", other(envelope)}, {"inviata.eml", one(kept.Bytes())}} {
				in = append(in, pieces(t, list, file.name, file.data)...)
			}
			out := Build(in, Options{Now: now})
			if len(out.Transmissions) != 1 {
				t.Fatalf("%s and %s: %d transmissions", first, second, len(out.Transmissions))
			}
			tr := out.Transmissions[0]
			if len(tr.Contradictions) > 0 || tr.Original.Agreement != "agree" {
				t.Errorf("%s and %s: %+v; %s", first, second, tr.Contradictions, tr.Original.Agreement)
			}
		}
	}
}
