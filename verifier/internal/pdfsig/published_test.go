package pdfsig_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pecverifier/verifier/internal/pdfsig"
	"pecverifier/verifier/pectest"
)

// The published attacks on signed PDFs, a file made for each kind: shadow attacks (hide, replace, hide and replace; Mainka, Mladenov, Rohlmann
// 2021), incremental saving, signature wrapping and universal forgery (Mladenov and others 2019), attacks on certified documents (Rohlmann and
// others 2021). What is not harmless is called changed, and what is no signature has none.
func TestPublishedAttacks(t *testing.T) {
	tables := func(m *made, entries string, trailer string) {
		at := len(m.Data)
		prev := bytes.LastIndex(m.Data, []byte("startxref\n")) + len("startxref\n")
		number, _, _ := bytes.Cut(m.Data[prev:], []byte("\n"))
		m.Data = fmt.Appendf(m.Data, "xref\n%strailer\n<< /Root 1 0 R /Size 99 /Prev %s %s >>\nstartxref\n%d\n%%%%EOF\n", entries, number, trailer, at)
	}
	for name, tt := range map[string]struct {
		prepare   func(*made) // before the signature
		signature pectest.PDFSignature
		attack    func(*made)
		changes   string
	}{
		"shadow, hide: an overlay is set free": {
			func(m *made) {
				m.Page["Contents"] = fmt.Sprintf("[4 0 R %d 0 R]", m.Add(pectest.Stream("", "1 g 0 0 600 800 re f")))
			}, pectest.PDFSignature{},
			func(m *made) {
				num := strings.Fields(strings.Trim(m.Page["Contents"], "[]"))[3]
				tables(m, fmt.Sprintf("%s 1\n0000000000 00001 f \n", num), "")
			}, "content"},
		"shadow, hide: an overlay becomes another thing": {
			func(m *made) {
				m.Page["Contents"] = fmt.Sprintf("[4 0 R %d 0 R]", m.Add(pectest.Stream("", "1 g 0 0 600 800 re f")))
			}, pectest.PDFSignature{},
			func(m *made) {
				var num int
				fmt.Sscan(strings.Fields(strings.Trim(m.Page["Contents"], "[]"))[3], &num)
				m.Put(num, "<< /Type /Metadata >>")
				m.Commit()
			}, "content"},
		"shadow, replace: a font of the page": {
			func(m *made) {
				m.Page["Resources"] = fmt.Sprintf("<< /Font << /F1 %d 0 R >> >>", m.Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"))
			}, pectest.PDFSignature{},
			func(m *made) {
				var num int
				fmt.Sscan(strings.Fields(m.Page["Resources"])[4], &num)
				m.Put(num, "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding << /Differences [ 49 /nine ] >> >>")
				m.Commit()
			}, "content"},
		"shadow, replace: a field's appearance that a page shows": {
			func(m *made) { m.Page["Resources"] = fmt.Sprintf("<< /XObject << /X %d 0 R >> >>", m.look) }, pectest.PDFSignature{},
			func(m *made) {
				m.Put(m.look, pectest.Stream("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", "BT (nuovo) Tj ET"))
				m.Commit()
			}, "content"},
		"shadow, hide and replace: the number of what is shown points at what was hidden": {
			func(m *made) {
				m.Catalog["Hidden"] = pectest.Ref(m.Add(pectest.Stream("", pectest.PageText("9.000 euro"))))
			}, pectest.PDFSignature{},
			func(m *made) {
				var hidden int
				fmt.Sscan(m.Catalog["Hidden"], &hidden)
				at := bytes.Index(m.Data, fmt.Appendf(nil, "\n%d 0 obj", hidden)) + 1
				m.Data = bytes.Clone(m.Data)
				tables(m, fmt.Sprintf("4 1\n%010d 00000 n \n", at), "")
			}, ""},
		"shadow, hide and replace: another catalogue that was hidden": {
			func(m *made) {
				m.Catalog["Hidden"] = pectest.Ref(m.Add("<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>"))
			}, pectest.PDFSignature{},
			func(m *made) { m.Trailer["Root"] = m.Catalog["Hidden"]; m.Commit() }, "catalog"},
		"incremental saving: the signature is brought again": {nil, pectest.PDFSignature{}, func(m *made) {
			i := bytes.Index(m.Data, []byte("<< /Type /Sig"))
			end := bytes.Index(m.Data[i:], []byte("endobj"))
			m.Put(pectest.PDFContents, pectest.Stream("", pectest.PageText("9.000 euro")))
			copied := m.Add(string(bytes.TrimSpace(m.Data[i : i+end])))
			m.Fields = append(m.Fields, pectest.Ref(m.Add(m.Widget("Firma2", pectest.Ref(copied), false))))
			m.Commit()
		}, "content"},
		"incremental saving: an old cross-reference is named": {nil, pectest.PDFSignature{}, func(m *made) {
			i := bytes.Index(m.Data, []byte("startxref\n")) + len("startxref\n")
			number, _, _ := bytes.Cut(m.Data[i:], []byte("\n"))
			m.Data = fmt.Appendf(m.Data, "startxref\n%s\n%%%%EOF\n", number)
		}, ""},
		"certified, P 2: an empty field that is seen": {nil, pectest.PDFSignature{More: certified(2)}, func(m *made) {
			f := pectest.Ref(m.Add(m.Widget("Firma2", "", true)))
			m.Fields, m.Annots = append(m.Fields, f), append(m.Annots, f)
			m.Commit()
		}, "stamp"},
		"certified, P 3: a redaction": {nil, pectest.PDFSignature{More: certified(3)}, func(m *made) {
			m.Annots = append(m.Annots, pectest.Ref(m.Add("<< /Type /Annot /Subtype /Redact /Rect [50 700 400 740] /AP << /N 4 0 R >> >>")))
			m.Commit()
		}, "annotation"},
		"certified, P 3: an ink over the text": {nil, pectest.PDFSignature{More: certified(3)}, func(m *made) {
			m.Annots = append(m.Annots, pectest.Ref(m.Add("<< /Type /Annot /Subtype /Ink /Rect [50 700 400 740] /InkList [[0 0 9 9]] >>")))
			m.Commit()
		}, "annotation"},
		"certified, P 3: a script": {nil, pectest.PDFSignature{More: certified(3)}, func(m *made) {
			m.Catalog["AA"] = "<< /WC << /S /JavaScript /JS (x) >> >>"
			m.Commit()
		}, "catalog"},
	} {
		t.Run(name, func(t *testing.T) {
			m := base(false, pectest.PDFSignature{})
			if tt.prepare != nil || tt.signature.More != "" {
				m = &made{PDFile: pectest.DraftPDF("Canone annuo: 1.000 euro")}
				m.look = m.Add(pectest.Stream("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", "BT (vecchio) Tj ET"))
				m.text = m.Add(m.field("(vecchio)"))
				m.Fields, m.Annots = []string{pectest.Ref(m.text)}, []string{pectest.Ref(m.text)}
				if tt.prepare != nil {
					tt.prepare(m)
				}
				m.Commit()
				tt.signature.Certificate = person()
				m.Sign(tt.signature)
			}
			if s := read(t, m.Data).Signatures[0]; s.Covers != pdfsig.All || s.Err != nil {
				t.Fatalf("before: %s %v %v", s.Covers, s.Changes, s.Err)
			}
			tt.attack(m)
			d := read(t, m.Data)
			for i, s := range d.Signatures {
				if i == 0 && (s.Covers != pdfsig.Changed || !strings.Contains(strings.Join(s.Changes, " "), tt.changes) || holds(t, d, &d.Signatures[0]) != "intact") {
					t.Errorf("%s %v %v", s.Covers, s.Changes, s.Err)
				}
				if i > 0 && s.Err == nil {
					t.Errorf("a copy is a signature: %+v", s)
				}
			}
			if len(d.Signatures) == 0 && tt.changes != "" { // an earlier revision is shown, which had none
				t.Error("no signature is left to be spoken of")
			}
		})
	}
}

// What programs do when they sign a document that is signed already, and is harmless.
func TestSecondSignatureOfATaggedDocument(t *testing.T) {
	sign := func(element func(widget int) string, more func(*pectest.PDFile)) pdfsig.Signature {
		p := pectest.DraftPDF("1.000 euro")
		first := p.Add("<< /Type /StructElem /S /P /P 20 0 R /K 0 /Pg 3 0 R >>")
		p.Put(20, fmt.Sprintf("<< /Type /StructTreeRoot /K [%d 0 R] /ParentTree 21 0 R /ParentTreeNextKey 1 >>", first))
		p.Put(21, fmt.Sprintf("<< /Nums [0 [%d 0 R]] >>", first))
		p.Catalog["StructTreeRoot"], p.Catalog["MarkInfo"] = "20 0 R", "<< /Marked true >>"
		p.Commit()
		p.Sign(pectest.PDFSignature{Certificate: person()})
		// the element, which names the widget that comes after it
		elem := p.Add("null")
		p.Put(elem, element(elem+2))
		p.Put(20, fmt.Sprintf("<< /Type /StructTreeRoot /K [%d 0 R %d 0 R] /ParentTree 21 0 R /ParentTreeNextKey 2 >>", first, elem))
		p.Put(21, fmt.Sprintf("<< /Nums [0 [%d 0 R] 1 %d 0 R] >>", first, elem))
		if more != nil {
			more(p)
		}
		p.Sign(pectest.PDFSignature{Certificate: person(), Field: "Firma2"})
		return read(t, p.Data).Signatures[0]
	}
	element := func(form string) func(int) string {
		return func(widget int) string {
			return strings.Replace(form, "WIDGET", fmt.Sprintf("<< /Type /OBJR /Obj %d 0 R /Pg 3 0 R >>", widget), 1)
		}
	}
	const good = "<< /Type /StructElem /S /Form /P 20 0 R /K WIDGET >>"
	if s := sign(element(good), nil); s.Covers != pdfsig.Revision {
		t.Errorf("the field in the tree: %s %v", s.Covers, s.Changes)
	}
	for name, tt := range map[string]struct {
		element string
		more    func(*pectest.PDFile)
	}{
		"words of its own":       {"<< /Type /StructElem /S /Form /P 20 0 R /K WIDGET /ActualText (9.000 euro) >>", nil},
		"an element of the page": {"<< /Type /StructElem /S /P /P 20 0 R /K 0 /Pg 3 0 R >>", nil},
		"an old one is changed": {good, func(p *pectest.PDFile) {
			p.Put(6, "<< /Type /StructElem /S /P /P 20 0 R /K 0 /Pg 3 0 R /ActualText (9.000 euro) >>")
		}},
		"an old one is taken out": {good, func(p *pectest.PDFile) { p.Put(21, "<< /Nums [] >>") }},
		"another role": {good, func(p *pectest.PDFile) {
			p.Put(20, "<< /Type /StructTreeRoot /K [6 0 R] /ParentTree 21 0 R /RoleMap << /P /Artifact >> >>")
		}},
	} {
		if s := sign(element(tt.element), tt.more); s.Covers != pdfsig.Changed {
			t.Errorf("%s: %s %v", name, s.Covers, s.Changes)
		}
	}
}

// A number that was set free before the signature may be given anew; one that something still points at may not.
func TestNumbersGivenAnew(t *testing.T) {
	for _, dangling := range []bool{false, true} {
		p := pectest.DraftPDF("1.000 euro")
		note := p.Add("<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>")
		p.Annots = []string{pectest.Ref(note)}
		p.Commit()
		if !dangling {
			p.Annots = nil
		}
		p.Put(pectest.PDFContents, pectest.Stream("", pectest.PageText("1.000 euro.")))
		p.Commit()
		i := bytes.LastIndex(p.Data, []byte("xref\n0 1\n0000000000 65535 f \n"))
		free := fmt.Sprintf("xref\n0 1\n0000000000 65535 f \n%d 1\n0000000000 00001 f \n", note)
		p.Data = append(append(bytes.Clone(p.Data[:i]), free...), p.Data[i+len("xref\n0 1\n0000000000 65535 f \n"):]...)
		p.Sign(pectest.PDFSignature{Certificate: person()})
		p.Put(note, "<< /Type /Metadata /Anew true >>")
		p.Commit()
		want := map[bool]pdfsig.Covers{false: pdfsig.Revision, true: pdfsig.Changed}[dangling]
		if s := read(t, p.Data).Signatures[0]; s.Covers != want || s.Err != nil {
			t.Errorf("dangling %t: %s %v %v", dangling, s.Covers, s.Changes, s.Err)
		}
	}
}
