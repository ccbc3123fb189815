package pectest

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// PDFile is a document under construction, revision by revision: Put changes objects, Commit writes them as an incremental update.
type PDFile struct {
	Data    []byte
	Catalog map[string]string // values of the catalogue, of the form, of the one page
	Form    map[string]string
	Page    map[string]string
	Trailer map[string]string
	Streams bool // cross-reference streams in place of tables
	Fields  []string
	Annots  []string

	objects map[int]string
	changed map[int]bool
	next    int
	prev    int
}

// Numbers of the objects that every PDF here has.
const (
	PDFCatalog = iota + 1
	PDFPages
	PDFPage
	PDFContents
	PDFForm
	pdfFirst
)

// NewPDF is a page with a line of text, in one revision.
func NewPDF(text string) *PDFile {
	p := DraftPDF(text)
	p.Commit()
	return p
}

// DraftPDF is the same before it is written.
func DraftPDF(text string) *PDFile {
	p := &PDFile{
		Data: []byte("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), prev: -1, next: pdfFirst, objects: map[int]string{}, changed: map[int]bool{},
		Catalog: map[string]string{"Type": "/Catalog", "Pages": "2 0 R", "AcroForm": "5 0 R"},
		Form:    map[string]string{"SigFlags": "3"}, Trailer: map[string]string{"Root": "1 0 R"},
		Page: map[string]string{"Type": "/Page", "Parent": "2 0 R", "MediaBox": "[0 0 595 842]", "Contents": "4 0 R",
			"Resources": "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"},
	}
	p.Put(PDFPages, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	p.Put(PDFContents, Stream("", PageText(text)))
	return p
}

// PageText is a content stream that shows a line.
func PageText(text string) string { return "BT /F1 24 Tf 72 720 Td (" + text + ") Tj ET" }

// Stream is the text of a stream object.
func Stream(dictionary, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dictionary, len(data), data)
}

// Put sets an object in the revision that is next committed.
func (p *PDFile) Put(num int, text string) {
	if p.objects[num] != text {
		p.objects[num], p.changed[num] = text, true
	}
	p.next = max(p.next, num+1)
}

// Add is Put under a new number.
func (p *PDFile) Add(text string) int {
	p.Put(p.next, text)
	return p.next - 1
}

// Ref refers to an object.
func Ref(num int) string { return fmt.Sprintf("%d 0 R", num) }

func dictionary(values map[string]string) string {
	var b strings.Builder
	b.WriteString("<<")
	for _, key := range slices.Sorted(maps.Keys(values)) {
		b.WriteString(" /" + key + " " + values[key])
	}
	return b.String() + " >>"
}

// settle writes catalogue, form and page anew where they have changed.
func (p *PDFile) settle() {
	p.Put(PDFCatalog, dictionary(p.Catalog))
	form := maps.Clone(p.Form)
	form["Fields"] = "[" + strings.Join(p.Fields, " ") + "]"
	p.Put(PDFForm, dictionary(form))
	page := maps.Clone(p.Page)
	if len(p.Annots) > 0 {
		page["Annots"] = "[" + strings.Join(p.Annots, " ") + "]"
	}
	p.Put(PDFPage, dictionary(page))
}

// Commit writes what has changed, with its cross-reference.
func (p *PDFile) Commit() {
	p.settle()
	at := map[int]int{}
	for _, num := range slices.Sorted(maps.Keys(p.changed)) {
		at[num] = len(p.Data)
		p.Data = fmt.Appendf(p.Data, "%d 0 obj\n%s\nendobj\n", num, p.objects[num])
	}
	p.changed = map[int]bool{}
	p.Reference(at)
}

// Reference writes a cross-reference for objects at these offsets.
func (p *PDFile) Reference(at map[int]int) {
	trailer := maps.Clone(p.Trailer)
	trailer["Size"] = fmt.Sprint(p.next)
	if p.prev >= 0 {
		trailer["Prev"] = fmt.Sprint(p.prev)
	}
	start := len(p.Data)
	if p.Streams {
		own := p.next
		p.next++
		at[own] = start
		var index, rows strings.Builder
		for _, num := range slices.Sorted(maps.Keys(at)) {
			fmt.Fprintf(&index, "%d 1 ", num)
			rows.Write([]byte{1, byte(at[num] >> 24), byte(at[num] >> 16), byte(at[num] >> 8), byte(at[num]), 0})
		}
		trailer["Type"], trailer["W"], trailer["Index"], trailer["Size"] = "/XRef", "[1 4 1]", "["+index.String()+"]", fmt.Sprint(p.next)
		trailer["Length"] = fmt.Sprint(rows.Len())
		p.Data = fmt.Appendf(p.Data, "%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n", own, dictionary(trailer), rows.String())
	} else {
		p.Data = append(p.Data, "xref\n0 1\n0000000000 65535 f \n"...)
		for _, num := range slices.Sorted(maps.Keys(at)) {
			p.Data = fmt.Appendf(p.Data, "%d 1\n%010d 00000 n \n", num, at[num])
		}
		p.Data = fmt.Appendf(p.Data, "trailer\n%s\n", dictionary(trailer))
	}
	p.Data = fmt.Appendf(p.Data, "startxref\n%d\n%%%%EOF\n", start)
	p.prev = start
}

// PDFSignature is a signature to be written as a revision of its own.
type PDFSignature struct {
	Certificate *Certificate
	Field       string // its name; "" = Firma1
	Existing    int    // number of an empty field that is signed; 0 = a new one
	Filter      string // SubFilter; "" = ETSI.CAdES.detached
	More        string // further entries of the dictionary
	Visible     bool
	CMS         func(*SignedData)
	Token       *TimeStamp                          // a document time-stamp in place of a signature
	Contents    func([]byte) []byte                 // edits what goes into /Contents
	Ranges      func(start, resume, end int) string // another /ByteRange
	Room        int                                 // octets for the structure; 0 = 8192
}

// Widget is the dictionary of a signature field. value is "" where it is empty.
func (p *PDFile) Widget(name, value string, visible bool) string {
	d := map[string]string{"Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "T": "(" + name + ")", "F": "132", "Rect": "[0 0 0 0]", "P": "3 0 R"}
	if value != "" {
		d["V"] = value
	}
	if visible {
		d["Rect"] = "[100 100 300 160]"
		d["AP"] = "<< /N " + Ref(p.Add(Stream("/Type /XObject /Subtype /Form /BBox [0 0 200 60]", "0 0 200 60 re S"))) + " >>"
	}
	return dictionary(d)
}

// Sign adds a revision with a signature.
func (p *PDFile) Sign(s PDFSignature) {
	if s.Field == "" {
		s.Field = "Firma1"
	}
	if s.Filter == "" {
		s.Filter = "ETSI.CAdES.detached"
	}
	if s.Room == 0 {
		s.Room = 8192
	}
	kind := "/Sig"
	if s.Token != nil {
		kind, s.Filter = "/DocTimeStamp", "ETSI.RFC3161"
	}
	const hole = 60
	value := p.Add(fmt.Sprintf("<< /Type %s /Filter /Adobe.PPKLite /SubFilter /%s %s /ByteRange %s\n/Contents <%s> >>",
		kind, s.Filter, s.More, strings.Repeat("~", hole), strings.Repeat("0", 2*s.Room)))
	if s.Existing != 0 {
		p.Put(s.Existing, p.Widget(s.Field, Ref(value), s.Visible))
	} else {
		field := Ref(p.Add(p.Widget(s.Field, Ref(value), s.Visible)))
		p.Fields, p.Annots = append(p.Fields, field), append(p.Annots, field)
	}
	begin := len(p.Data)
	p.Commit()
	at := bytes.LastIndex(p.Data, []byte(strings.Repeat("~", hole)))
	start := at + bytes.IndexByte(p.Data[at:], '<')
	resume := start + 2*s.Room + 2
	ranges := fmt.Sprintf("[0 %d %d %d]", start, resume, len(p.Data)-resume)
	if s.Ranges != nil {
		ranges = s.Ranges(start, resume, len(p.Data))
	}
	copy(p.Data[at:at+hole], ranges+strings.Repeat(" ", hole))
	signed := append(bytes.Clone(p.Data[:start]), p.Data[resume:]...)
	var der []byte
	if s.Token != nil {
		t := *s.Token
		t.Data = signed
		der = t.DER()
	} else {
		c := SignedData{Content: signed, Signers: []Signer{{Certificate: s.Certificate,
			Attributes: func(all [][]byte) [][]byte { return append(all, SigningCertificateV2(s.Certificate)) }}}}
		if s.CMS != nil {
			s.CMS(&c)
		}
		der = c.DER()
	}
	if s.Contents != nil {
		der = s.Contents(der)
	}
	if len(der) > s.Room {
		panic("pectest: the structure has no room in /Contents")
	}
	hex.Encode(p.Data[start+1:], der)
	p.objects[value] = string(p.Data[begin:]) // as it is: it is not to be written again
	p.changed = map[int]bool{}
}
