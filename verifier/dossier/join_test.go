package dossier

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

func identified(id string) func(*verifier.Report) {
	return certified(func(c *verifier.Certified) { c.Identifier = id })
}

// One rule joins: octets, without what folding left; in other letters it is one sending that has to be cleared up.
func TestHowIdentifiersJoin(t *testing.T) {
	for _, test := range []struct {
		name, id       string
		transmissions  int
		contradictions string
	}{
		{"as it is", "1@uno.example", 1, "delivered-and-failed"},
		{"in brackets", "<1@uno.example>", 1, "delivered-and-failed"},
		{"folded", "1@uno.\r\n\texample", 1, "delivered-and-failed"},
		{"folded with a blank", "1@ uno.example", 1, "delivered-and-failed"},
		{"in other letters", "1@UNO.example", 1, "delivered-and-failed identifier-case"},
		{"with a Kelvin sign", "1@uno.example\u212a", 2, ""},
		{"another one", "2@uno.example", 2, ""},
	} {
		s := settled().say("errore-consegna", bruno, soon(60), failing("altro"), identified(test.id))
		d := s.build()
		if len(d.Transmissions) != test.transmissions || contradictions(d.Transmissions[0]) != test.contradictions {
			t.Errorf("%s: %d transmissions, %s", test.name, len(d.Transmissions), contradictions(d.Transmissions[0]))
		}
		if tr := d.Transmissions[0]; test.transmissions == 1 && (tr.Complete || tr.Proved || tr.Recipients[0].State != Contradicted) {
			t.Errorf("%s: the failure is overlooked", test.name)
		}
	}
}

// In other letters alone it is one sending, with that said and the receipt counted, whichever piece comes first.
func TestTheLettersOfAnIdentifier(t *testing.T) {
	for _, edits := range [][2]string{{"1@uno.example", "1@UNO.EXAMPLE"}, {"1@UNO.EXAMPLE", "1@uno.example"}} {
		d := new(scene).say("accettazione", "", nine, identified(edits[0])).say("avvenuta-consegna", bruno, soon(2), identified(edits[1])).
			say("avvenuta-consegna", carla, soon(3), identified(edits[0])).build()
		if len(d.Transmissions) != 1 {
			t.Fatalf("%d transmissions", len(d.Transmissions))
		}
		tr := d.Transmissions[0]
		if tr.Identifier != edits[0] || contradictions(tr) != "identifier-case" || !tr.Proved || tr.Complete || tr.Recipients[0].State != Proved {
			t.Errorf("%s: %s, proved %v, complete %v", tr.Identifier, contradictions(tr), tr.Proved, tr.Complete)
		}
		if c := tr.Contradictions[0]; c.Values["first"] != edits[0] || c.Values["second"] != edits[1] {
			t.Errorf("%+v", c)
		}
	}
	// What does not count contradicts nothing by its letters.
	d := settled().say("avvenuta-consegna", bruno, soon(2), identified("1@UNO.example"), verdict(verifier.Indeterminate, verifier.NoCertificateChain)).build()
	if len(d.Transmissions) != 1 || len(d.Leftover) != 0 || contradictions(d.Transmissions[0]) != "" {
		t.Errorf("%+v", d.Leftover)
	}
}

func TestASentMailInOtherLetters(t *testing.T) {
	tr := settled().sent("<C1@anna.example>").build().Transmissions[0]
	if len(tr.Original.Copies) != 3 || tr.Original.Agreement != "differ" || contradictions(tr) != "sent-differs" || !tr.Complete {
		t.Errorf("%s, %s, complete %v", tr.Original.Agreement, contradictions(tr), tr.Complete)
	}
	if tr := settled().sent("<c1@ anna.example> (a comment)").build().Transmissions[0]; tr.Original.Agreement != "agree" {
		t.Errorf("folded: %+v", tr.Original.Differences)
	}
}

// Two copies of every piece, one as it came and one as a program kept it, are one each: their attachments are those that were signed.
func TestCopiesWithOtherLineEnds(t *testing.T) {
	d, _ := dispatch("completa")
	d.Original.Attachments = []pectest.Attachment{
		{Name: "atto.txt", Type: "text/plain", Content: []byte("prima riga\r\nseconda riga\r\n"), Coding: "7bit"},
		{Name: "atto.xml", Type: "application/xml", Content: []byte("<a>\r\n<b>\xc3\xa8</b>\r\n</a>\r\n"), Coding: "8bit"},
	}
	list := officeList(t, d.Office)
	var in []Input
	for name, mail := range map[string][]byte{"a": d.Accettazione().Bytes(), "b": d.PostaCertificata().Bytes(), "c": d.Consegna().Bytes()} {
		in = append(in, pieces(t, list, name+".eml", mail)...)
		in = append(in, pieces(t, list, name+"-lf.eml", bytes.ReplaceAll(mail, []byte("\r\n"), []byte("\n")))...)
	}
	out := Build(in, Options{Now: now})
	if len(out.Transmissions) != 1 {
		t.Fatalf("%d transmissions, %+v", len(out.Transmissions), out.Leftover)
	}
	tr := out.Transmissions[0]
	if contradictions(tr) != "" || !tr.Complete || len(tr.Evidence) != 3 || tr.Original.Agreement != "agree" {
		t.Errorf("%s, complete %v, %d pieces, %+v", contradictions(tr), tr.Complete, len(tr.Evidence), tr.Original.Differences)
	}
}

// A folded identificativo in a real mail: the report judges it, and the dossier joins it.
func TestAFoldedIdentifierInAMail(t *testing.T) {
	d, _ := dispatch("completa")
	failure := d.ErroreConsegna("no-dest", "5.1.1")
	failure.Data.Identifier = d.Identifier[:30] + "\r\n    " + d.Identifier[30:]
	delivery := d.Consegna()
	delivery.Data.Identifier = d.Identifier[:12] + "\n\t" + d.Identifier[12:]
	list := officeList(t, d.Office)
	in := append(pieces(t, list, "a.eml", d.Accettazione().Bytes()), pieces(t, list, "c.eml", delivery.Bytes())...)
	in = append(in, pieces(t, list, "e.eml", failure.Bytes())...)
	out := Build(in, Options{Now: now.Add(time.Hour)})
	if len(out.Transmissions) != 1 || out.Transmissions[0].Complete || !strings.Contains(contradictions(out.Transmissions[0]), "delivered-and-failed") {
		t.Errorf("%d transmissions, %+v", len(out.Transmissions), out.Leftover)
	}
}
