package pdfsig_test

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/internal/pdfsig"
	"pecverifier/verifier/pectest"
)

func person() *pectest.Certificate {
	o := pectest.NewOffice()
	return o.Authority.Person(pectest.Place("Roma", "Roma", "Prova"), "Anna Bianchi", "anna@example.it", 0x77)
}

func read(t *testing.T, data []byte) *pdfsig.Document {
	t.Helper()
	d, err := pdfsig.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// base is a form with a text field, an empty signature field and a note's page, signed once.
type made struct {
	*pectest.PDFile
	text, empty, look int
}

func base(streams bool, s pectest.PDFSignature) *made {
	m := &made{PDFile: pectest.DraftPDF("Canone annuo: 1.000 euro")}
	m.Streams = streams
	m.look = m.Add(pectest.Stream("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", "BT (vecchio) Tj ET"))
	m.text = m.Add(m.field("(vecchio)"))
	m.empty = m.Add(m.Widget("Vuota", "", false))
	for _, n := range []int{m.text, m.empty} {
		m.Fields, m.Annots = append(m.Fields, pectest.Ref(n)), append(m.Annots, pectest.Ref(n))
	}
	m.Commit()
	if s.Certificate == nil {
		s.Certificate = person()
	}
	m.Sign(s)
	return m
}

func (m *made) field(value string) string {
	return fmt.Sprintf("<< /Type /Annot /Subtype /Widget /FT /Tx /T (Importo) /Rect [10 10 110 30] /P 3 0 R /V %s /AP << /N %d 0 R >> >>", value, m.look)
}

func certified(p int) string {
	return fmt.Sprintf("/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P %d /V /1.2 >> >>]", p)
}

const freeText = "<< /Type /Annot /Subtype /FreeText /Rect [50 700 400 740] /Contents (9.000 euro) /AP << /N 4 0 R >> >>"

// What came after a signature.
func TestChanges(t *testing.T) {
	annotate := func(text string) func(*made) {
		return func(m *made) { m.Annots = append(m.Annots, pectest.Ref(m.Add(text))) }
	}
	fill := func(m *made) {
		m.Put(m.look, pectest.Stream("/Type /XObject /Subtype /Form /BBox [0 0 100 20]", "BT (nuovo) Tj ET"))
	}
	for name, tt := range map[string]struct {
		signature pectest.PDFSignature
		after     func(*made)
		raw       func(*made) // writes to the file itself; nothing is committed
		covers    pdfsig.Covers
		changes   string
	}{
		"nothing":                {covers: pdfsig.All},
		"white space":            {raw: func(m *made) { m.Data = append(m.Data, "\r\n\x00 "...) }, covers: pdfsig.All},
		"contents replaced":      {after: func(m *made) { m.Put(pectest.PDFContents, pectest.Stream("", pectest.PageText("9.000 euro"))) }, changes: "content"},
		"contents pointed aside": {after: func(m *made) { m.Page["Contents"] = pectest.Ref(m.Add(pectest.Stream("", "q Q"))) }, changes: "page"},
		"resources replaced":     {after: func(m *made) { m.Page["Resources"] = "<< >>" }, changes: "page"},
		"page turned":            {after: func(m *made) { m.Page["Rotate"] = "90" }, changes: "page"},
		"page added":             {after: func(m *made) { m.Put(pectest.PDFPages, "<< /Type /Pages /Kids [3 0 R 3 0 R] /Count 2 >>") }, changes: "content"},
		"other pages":            {after: func(m *made) { m.Catalog["Pages"] = pectest.Ref(m.Add("<< /Type /Pages /Kids [] /Count 0 >>")) }, changes: "catalog"},
		"other catalogue": {after: func(m *made) {
			m.Trailer["Root"] = pectest.Ref(m.Add("<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>"))
		}, changes: "catalog"},
		"script on opening": {after: func(m *made) { m.Catalog["OpenAction"] = "<< /S /JavaScript /JS (app.alert(1)) >>" }, changes: "catalog"},
		"layers":            {after: func(m *made) { m.Catalog["OCProperties"] = "<< >>" }, changes: "catalog"},
		"free text over it": {after: annotate(freeText), changes: "annotation"},
		"stamp over it":     {after: annotate("<< /Type /Annot /Subtype /Stamp /Rect [0 0 9 9] /AP << /N 4 0 R >> >>"), changes: "annotation"},
		"a note":            {after: annotate("<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] /Contents (visto) >>"), covers: pdfsig.Revision, changes: "note"},
		"a note, P 2": {signature: pectest.PDFSignature{More: certified(2)}, after: annotate("<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>"),
			changes: "annotation"},
		"a note, P 3": {signature: pectest.PDFSignature{More: certified(3)}, after: annotate("<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>"),
			covers: pdfsig.Revision, changes: "note"},
		"free text, P 3":      {signature: pectest.PDFSignature{More: certified(3)}, after: annotate(freeText), changes: "annotation"},
		"annotation gone":     {after: func(m *made) { m.Annots = m.Annots[1:] }, changes: "annotation"},
		"form filled in":      {after: fill, covers: pdfsig.Revision, changes: "form"},
		"form filled in, P 1": {signature: pectest.PDFSignature{More: certified(1)}, after: fill, changes: "content"},
		"form filled in, P 2": {signature: pectest.PDFSignature{More: certified(2)}, after: fill, covers: pdfsig.Revision, changes: "form"},
		"value filled in":     {after: func(m *made) { m.Put(m.text, m.field("(nuovo)")) }, covers: pdfsig.Revision, changes: "form"},
		"value, locked": {signature: pectest.PDFSignature{
			More: "/Reference [<< /TransformMethod /FieldMDP /TransformParams << /Action /Include /Fields [(Importo)] >> >>]"},
			after: func(m *made) { m.Put(m.text, m.field("(nuovo)")) }, changes: "form-change"},
		"value, another locked": {signature: pectest.PDFSignature{
			More: "/Reference [<< /TransformMethod /FieldMDP /TransformParams << /Action /Exclude /Fields [(Importo)] >> >>]"},
			after: func(m *made) { m.Put(m.text, m.field("(nuovo)")) }, covers: pdfsig.Revision, changes: "form"},
		"field moved over the text": {after: func(m *made) {
			m.Put(m.text, strings.Replace(m.field("(nuovo)"), "[10 10 110 30]", "[50 700 400 740]", 1))
		}, changes: "form-change"},
		"field added": {after: func(m *made) {
			m.Fields = append(m.Fields, pectest.Ref(m.Add("<< /FT /Tx /T (Altro) /Subtype /Widget /Rect [0 0 9 9] >>")))
		}, changes: "form-change"},
		"field taken out":     {after: func(m *made) { m.Fields = m.Fields[1:] }, changes: "form-change"},
		"XFA":                 {after: func(m *made) { m.Form["XFA"] = pectest.Ref(m.Add(pectest.Stream("", "<xdp/>"))) }, changes: "form-change"},
		"appearances wanted":  {after: func(m *made) { m.Form["NeedAppearances"] = "true" }, changes: "form-change"},
		"fonts for the form":  {after: func(m *made) { m.Form["DR"] = "<< /Font << /Helv 4 0 R >> >>" }, covers: pdfsig.Revision},
		"DSS":                 {after: func(m *made) { m.Catalog["DSS"] = pectest.Ref(m.Add("<< /Type /DSS /Certs [] >>")) }, covers: pdfsig.Revision, changes: "dss"},
		"DSS, P 1":            {signature: pectest.PDFSignature{More: certified(1)}, after: func(m *made) { m.Catalog["DSS"] = "<< >>" }, covers: pdfsig.Revision, changes: "dss"},
		"metadata":            {after: func(m *made) { m.Catalog["Metadata"] = pectest.Ref(m.Add(pectest.Stream("/Type /Metadata", "<x/>"))) }, covers: pdfsig.Revision, changes: "metadata"},
		"info":                {after: func(m *made) { m.Trailer["Info"] = pectest.Ref(m.Add("<< /Title (x) >>")) }, covers: pdfsig.Revision, changes: "metadata"},
		"unknown in the root": {after: func(m *made) { m.Catalog["Collection"] = "<< >>" }, changes: "catalog"},
		"unsigned stamp": {after: func(m *made) {
			f := pectest.Ref(m.Add(m.Widget("Firma2", "", true)))
			m.Fields, m.Annots = append(m.Fields, f), append(m.Annots, f)
		}, changes: "stamp"},
		"empty field added": {after: func(m *made) {
			f := pectest.Ref(m.Add(m.Widget("Firma2", "", false)))
			m.Fields, m.Annots = append(m.Fields, f), append(m.Annots, f)
		}, covers: pdfsig.Revision},
		"a page that says it is a field": {after: func(m *made) {
			m.Fields = append(m.Fields, pectest.Ref(m.Add("<< /Type /Page /FT /Sig /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 9 9] >>")))
		}, changes: "form-change"},
		"text after the end": {raw: func(m *made) { m.Data = append(m.Data, "<script>1</script>"...) }, changes: "unread"},
		"objects without a xref": {raw: func(m *made) {
			m.Data = append(m.Data, "4 0 obj\n<< /Length 3 >>\nstream\nq Q\nendstream\nendobj\n"...)
		}, changes: "unread"},
		"objects and a trailer, no xref": {raw: func(m *made) {
			m.Data = append(m.Data, "4 0 obj\n<< /Length 3 >>\nstream\nq Q\nendstream\nendobj\ntrailer\n<< /Root 1 0 R /Size 99 >>\n%%EOF\n"...)
		}, changes: "unread"},
		"an object beside the update's": {raw: func(m *made) {
			m.Data = append(m.Data, "4 0 obj\n<< /Length 3 >>\nstream\nq Q\nendstream\nendobj\n"...)
			m.Catalog["Metadata"] = pectest.Ref(m.Add(pectest.Stream("", "<x/>")))
			m.Commit()
		}, changes: "unaccounted"},
		"a comment beside the update's": {raw: func(m *made) {
			m.Data = append(m.Data, "%a comment\n"...)
			m.Catalog["Metadata"] = pectest.Ref(m.Add(pectest.Stream("", "<x/>")))
			m.Commit()
		}, covers: pdfsig.Revision, changes: "metadata"},
		"a startxref that names the line end before": {raw: func(m *made) {
			m.Catalog["Metadata"] = pectest.Ref(m.Add(pectest.Stream("", "<x/>")))
			m.Commit()
			i := bytes.LastIndex(m.Data, []byte("startxref\n")) + len("startxref\n")
			var at int
			fmt.Sscan(string(m.Data[i:]), &at)
			m.Data = fmt.Appendf(m.Data[:i:i], "%d\n%%%%EOF\n", at-1)
		}, covers: pdfsig.Revision, changes: "metadata"},
		"text behind a harmless update": {raw: func(m *made) {
			m.Catalog["Metadata"] = pectest.Ref(m.Add(pectest.Stream("", "<x/>")))
			m.Commit()
			m.Data = append(m.Data, "startxref 9"...)
		}, changes: "unread"},
	} {
		for _, streams := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/%t", name, streams), func(t *testing.T) {
				m := base(streams, tt.signature)
				signed := bytes.Clone(m.Data)
				if tt.after != nil {
					tt.after(m)
					m.Commit()
				}
				if tt.raw != nil {
					tt.raw(m)
				}
				d := read(t, m.Data)
				if len(d.Signatures) == 0 {
					t.Fatal("no signature found")
				}
				s := &d.Signatures[0]
				want := tt.covers
				if want == "" {
					want = pdfsig.Changed
				}
				if s.Err != nil || s.Covers != want {
					t.Errorf("covers %s %v, want %s (%v)", s.Covers, s.Changes, want, s.Err)
				}
				if got := strings.Join(s.Changes, " "); tt.changes != "unread" && got != tt.changes && !(want == pdfsig.Changed && strings.Contains(got, tt.changes)) {
					t.Errorf("changes %q, want %q", got, tt.changes)
				}
				if !bytes.Equal(d.Revision(s), signed[:len(d.Revision(s))]) || len(bytes.TrimSpace(signed[len(d.Revision(s)):])) > 0 {
					t.Error("the signed revision is another")
				}
				if holds(t, d, s) != "intact" {
					t.Error("not intact")
				}
			})
		}
	}
}

// A signed revision may point at what is not there yet, for an update to bring it.
func TestPrepared(t *testing.T) {
	for name, prepare := range map[string]func(*pectest.PDFile) int{
		"a number that is not there": func(p *pectest.PDFile) int { p.Page["Contents"] = "[4 0 R 90 0 R]"; return 90 },
		"far below":                  func(p *pectest.PDFile) int { return p.Add("[ [ 91 0 R ] ]") - p.Add("null") + 92 },
	} {
		p := pectest.DraftPDF("1.000 euro")
		num := prepare(p)
		p.Commit()
		p.Sign(pectest.PDFSignature{Certificate: person()})
		p.Put(num, pectest.Stream("", pectest.PageText("9.000 euro")))
		p.Commit()
		s := read(t, p.Data).Signatures[0]
		if s.Covers != pdfsig.Changed || !slices.Contains(s.Changes, pdfsig.ChangedReference) {
			t.Errorf("%s: %s %v", name, s.Covers, s.Changes)
		}
	}
}

// Metadata and the like may be replaced: not where the same object is something else too.
func TestTwoUses(t *testing.T) {
	for _, key := range []string{"Metadata", "DSS", "Extensions"} {
		p := pectest.DraftPDF("1.000 euro")
		p.Catalog[key] = "4 0 R"
		p.Commit()
		p.Sign(pectest.PDFSignature{Certificate: person()})
		p.Put(pectest.PDFContents, pectest.Stream("", pectest.PageText("9.000 euro")))
		p.Commit()
		if s := read(t, p.Data).Signatures[0]; s.Covers != pdfsig.Changed {
			t.Errorf("%s that is a page's contents: %s %v", key, s.Covers, s.Changes)
		}
		q := pectest.DraftPDF("1.000 euro")
		q.Catalog[key] = "2 0 R"
		q.Commit()
		q.Sign(pectest.PDFSignature{Certificate: person()})
		q.Put(pectest.PDFPages, "<< /Type /Pages /Kids [] /Count 0 >>")
		q.Commit()
		if s := read(t, q.Data).Signatures[0]; s.Covers != pdfsig.Changed {
			t.Errorf("%s that is the pages: %s %v", key, s.Covers, s.Changes)
		}
	}
}

// A second signature does no harm to the first, unless it brings what is no signature or what was not allowed.
func TestSecondSignature(t *testing.T) {
	second := func(first, s pectest.PDFSignature, before func(*made)) []pdfsig.Signature {
		m := base(false, first)
		if before != nil {
			before(m)
		}
		if s.Existing == -1 {
			s.Existing, s.Field = m.empty, "Vuota"
		}
		s.Certificate = person()
		if s.Field == "" {
			s.Field = "Firma2"
		}
		m.Sign(s)
		return read(t, m.Data).Signatures
	}
	for name, tt := range map[string]struct {
		first, second pectest.PDFSignature
		covers        pdfsig.Covers
		changes       string
		stamped       int
	}{
		"unseen":                    {covers: pdfsig.Revision, changes: "signature"},
		"with a stamp":              {second: pectest.PDFSignature{Visible: true}, covers: pdfsig.Revision, changes: "signature", stamped: 1},
		"in the empty field":        {second: pectest.PDFSignature{Existing: -1}, covers: pdfsig.Revision, changes: "signature"},
		"P 1":                       {first: pectest.PDFSignature{More: certified(1)}, covers: pdfsig.Changed, changes: "signature-change"},
		"P 2":                       {first: pectest.PDFSignature{More: certified(2)}, covers: pdfsig.Revision, changes: "signature"},
		"P 2, with a stamp":         {first: pectest.PDFSignature{More: certified(2)}, second: pectest.PDFSignature{Visible: true}, covers: pdfsig.Changed, changes: "stamp"},
		"P 2, stamp, empty field":   {first: pectest.PDFSignature{More: certified(2)}, second: pectest.PDFSignature{Existing: -1}, covers: pdfsig.Revision, changes: "signature"},
		"with ranges that are none": {second: pectest.PDFSignature{Ranges: func(int, int, int) string { return "[0 10 20 30]" }}, covers: pdfsig.Changed, changes: "signature-change"},
		"a document time-stamp":     {second: pectest.PDFSignature{Token: &pectest.TimeStamp{Unit: pectest.NewREMOffice().Stamps}}, covers: pdfsig.Revision, changes: "timestamp"},
		"a time-stamp, P 1":         {first: pectest.PDFSignature{More: certified(1)}, second: pectest.PDFSignature{Token: &pectest.TimeStamp{Unit: pectest.NewREMOffice().Stamps}}, covers: pdfsig.Revision, changes: "timestamp"},
	} {
		all := second(tt.first, tt.second, nil)
		if len(all) != 2 {
			t.Fatalf("%s: %d signatures", name, len(all))
		}
		if s := all[0]; s.Covers != tt.covers || strings.Join(s.Changes, " ") != tt.changes || len(s.Stamped) != tt.stamped {
			t.Errorf("%s: the first covers %s %v %v", name, s.Covers, s.Changes, s.Stamped)
		}
		if s := all[1]; s.Err == nil && s.Covers != pdfsig.All {
			t.Errorf("%s: the second covers %s", name, s.Covers)
		}
	}
	// what stands between two signatures is under the second alone
	all := second(pectest.PDFSignature{}, pectest.PDFSignature{}, func(m *made) {
		m.Put(pectest.PDFContents, pectest.Stream("", pectest.PageText("9.000 euro")))
		m.Commit()
	})
	if all[0].Covers != pdfsig.Changed || all[1].Covers != pdfsig.All {
		t.Errorf("a change before the second: %s, %s", all[0].Covers, all[1].Covers)
	}
}

// Ranges and /Contents that are not those of a signature over a revision.
func TestRanges(t *testing.T) {
	ranges := func(form string) func(a, b, e int) string {
		return func(a, b, e int) string {
			return strings.NewReplacer("A", fmt.Sprint(a), "B", fmt.Sprint(b), "L", fmt.Sprint(e-b), "W", fmt.Sprint(e-b+20), "S", fmt.Sprint(e-b-5),
				"D", fmt.Sprint(a-1), "U", fmt.Sprint(b+1)).Replace(form)
		}
	}
	for name, form := range map[string]string{
		"nonsense": "[0 10 20 30]", "three": "[0 A B]", "five": "[0 A B L 0]", "empty": "[]", "null": "null", "not the begin": "[1 A B L]",
		"a wider gap": "[0 D B L]", "a gap to behind it": "[0 A U L]", "before the end": "[0 A B S]", "behind the file": "[0 A B W]", "negative": "[0 A B -1]",
		"overlapping": "[0 B A L]", "huge": "[0 A B 9223372036854775807]", "real": "[0 A B L.0]", "names": "[/a /b /c /d]", "no second": "[0 A B 0]",
	} {
		p := pectest.NewPDF("1.000 euro")
		p.Sign(pectest.PDFSignature{Certificate: person(), Ranges: ranges(form)})
		s := read(t, p.Data).Signatures[0]
		if !errors.Is(s.Err, pdfsig.ErrRanges) || s.Covers != pdfsig.Nothing {
			t.Errorf("%s: %v, covers %s", name, s.Err, s.Covers)
		}
	}
	edit := func(name string, edit func([]byte) []byte, good bool) {
		p := pectest.NewPDF("1.000 euro")
		p.Sign(pectest.PDFSignature{Certificate: person()})
		d := read(t, edit(p.Data))
		if len(d.Signatures) != 1 || (d.Signatures[0].Err == nil) != good {
			t.Errorf("%s: %d signatures, the last %v", name, len(d.Signatures), d.Signatures[0].Err)
		}
	}
	replace := func(old, new string) func([]byte) []byte {
		return func(data []byte) []byte {
			if !bytes.Contains(data, []byte(old)) || len(old) != len(new) {
				t.Fatalf("%q is not there, or %q not as long", old, new)
			}
			i := bytes.LastIndex(data, []byte(old))
			return append(append(bytes.Clone(data[:i]), new...), data[i+len(old):]...)
		}
	}
	hexed := func(octet string) func([]byte) []byte {
		return func(data []byte) []byte {
			i := bytes.LastIndex(data, []byte("00> >>"))
			return append(append(bytes.Clone(data[:i]), octet...), data[i+2:]...)
		}
	}
	edit("as it is", bytes.Clone, true)
	edit("no /Contents", replace("/Contents", "/Kontents"), false)
	edit("no /ByteRange", replace("/ByteRange", "/BiteRange"), false)
	edit("/Contents twice", replace("/Filter /Adobe.PPKLite", "/Contents <00>        "), false)
	edit("/ByteRange twice", replace("/Filter /Adobe.PPKLite", "/ByteRange [0 1 2 3]  "), false)
	edit("/Contents of zeros", func(data []byte) []byte {
		i := bytes.LastIndex(data, []byte("/Contents <")) + len("/Contents <")
		out := bytes.Clone(data)
		for ; out[i] != '>'; i++ {
			out[i] = '0'
		}
		return out
	}, false)
	edit("white space in the string", hexed(" \n"), true)
	edit("octets behind the structure", hexed("4f"), true)

	p := pectest.NewPDF("1.000 euro")
	p.Sign(pectest.PDFSignature{Certificate: person()})
	if d := read(t, hexed("4f")(p.Data)); !d.Signatures[0].Padded || read(t, p.Data).Signatures[0].Padded {
		t.Error("octets behind the structure are not seen")
	}
}

// A line end that was lost on the way is known, and the digest can be asked with it.
func TestLostLineEnd(t *testing.T) {
	p := pectest.NewPDF("1.000 euro")
	p.Sign(pectest.PDFSignature{Certificate: person()})
	d := read(t, bytes.TrimSuffix(p.Data, []byte("\n")))
	s := &d.Signatures[0]
	if s.Err != nil || s.Lost != 1 || s.Covers != pdfsig.All {
		t.Fatalf("%v, lost %d, covers %s", s.Err, s.Lost, s.Covers)
	}
	whole := read(t, p.Data)
	want, _ := whole.Digest(&whole.Signatures[0], crypto.SHA256, nil)
	if got, _ := d.Digest(s, crypto.SHA256, []byte("\n")); !bytes.Equal(got, want) {
		t.Error("another digest")
	}
	if d := read(t, bytes.TrimSuffix(p.Data, []byte("F\n"))); d.Signatures[0].Err == nil {
		t.Error("more than a line end is lost")
	}
}

// Files that viewers read all the same.
func TestDamaged(t *testing.T) {
	p := pectest.NewPDF("1.000 euro")
	p.Sign(pectest.PDFSignature{Certificate: person()})
	i := bytes.LastIndex(p.Data, []byte("startxref\n"))
	broken := append(bytes.Clone(p.Data[:i]), "startxref\n99999\n%%EOF\n"...)
	if d := read(t, broken); !d.Rebuilt || len(d.Signatures) != 1 {
		t.Errorf("a wrong startxref: %+v", d)
	}
	junk := append([]byte("GIF89a;\n"), p.Data...)
	d := read(t, junk)
	if d.Junk == 0 || d.Rebuilt || len(d.Signatures) != 1 || d.Signatures[0].Err == nil {
		t.Errorf("junk before the header: %+v", d)
	}
	for _, data := range []string{"", "no PDF", "%PDF-1.7", "%PDF-1.7\nstartxref\n0\n%%EOF", "%PDF-1.7\ntrailer<</Root 1 0 R>>"} {
		if d, err := pdfsig.Read([]byte(data)); err == nil {
			t.Errorf("%q is read: %+v", data, d)
		}
	}
}

// Loops end.
func TestLoops(t *testing.T) {
	p := pectest.DraftPDF("1.000 euro")
	p.Fields = []string{"20 0 R"}
	p.Put(20, "<< /T (a) /Kids [20 0 R 21 0 R] /Parent 21 0 R >>")
	p.Put(21, "<< /T (b) /Kids [20 0 R] /Parent 20 0 R >>")
	p.Put(22, "22 0 R")
	p.Put(23, "<< /Length 23 0 R >>\nstream\nq\nendstream")
	p.Catalog["DSS"] = "22 0 R"
	p.Commit()
	p.Sign(pectest.PDFSignature{Certificate: person()})
	p.Catalog["DSS"] = "<< >>"
	p.Put(20, "<< /T (c) /Kids [20 0 R 21 0 R] /Parent 21 0 R >>")
	p.Commit()
	if d := read(t, p.Data); len(d.Signatures) != 1 || d.Signatures[0].Covers != pdfsig.Changed {
		t.Errorf("%+v", d.Signatures)
	}
	at := bytes.LastIndex(p.Data, []byte("xref\n0 1"))
	loop := bytes.Replace(p.Data, []byte("/Prev "), fmt.Appendf(nil, "/Prev %d %%", at), -1)
	if _, err := pdfsig.Read(loop); err != nil && !errors.Is(err, pdfsig.ErrBroken) {
		t.Error(err)
	}
}

// An encrypted file whose form lies in an object stream cannot be read; one whose form is in plain objects can.
func TestEncrypted(t *testing.T) {
	p := pectest.DraftPDF("1.000 euro")
	p.Trailer["Encrypt"] = "<< /Filter /Standard /V 4 >>"
	p.Commit()
	p.Sign(pectest.PDFSignature{Certificate: person()})
	if d := read(t, p.Data); !d.Encrypted || len(d.Signatures) != 1 || d.Signatures[0].Covers != pdfsig.All {
		t.Errorf("%+v", d)
	}
	packed := "%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length 24 >>\nstream\n2 0 << /Type /Catalog >>\nendstream\nendobj\n"
	at := len(packed)
	packed += "3 0 obj\n<< /Type /XRef /Size 4 /W [1 2 1] /Root 2 0 R /Encrypt << /V 4 >> /Length 16 >>\nstream\n" +
		string([]byte{0, 0, 0, 0, 1, 0, 9, 0, 2, 0, 1, 0, 1, byte(at >> 8), byte(at), 0}) + "\nendstream\nendobj\nstartxref\n" + fmt.Sprint(at) + "\n%%EOF\n"
	if _, err := pdfsig.Read([]byte(packed)); !errors.Is(err, pdfsig.ErrEncrypted) {
		t.Errorf("an encrypted catalogue: %v", err)
	}
	if d, err := pdfsig.Read([]byte(strings.Replace(packed, "/Encrypt", "/Encrypd", 1))); err != nil || len(d.Signatures) != 0 {
		t.Errorf("the same in the clear: %v", err)
	}
}

// What can change what is shown is named.
func TestActive(t *testing.T) {
	p := pectest.DraftPDF("1.000 euro")
	p.Catalog["OpenAction"] = "<< /S /JavaScript /JS (\\)/Launch) >>"
	p.Catalog["Names"] = "<< /EmbeddedFiles << >> >>"
	p.Commit()
	p.Sign(pectest.PDFSignature{Certificate: person()})
	if got := strings.Join(read(t, p.Data).Active, " "); got != "embedded javascript" {
		t.Errorf("%q", got)
	}
}
