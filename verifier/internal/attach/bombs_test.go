package attach_test

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/internal/attach"
	"pecverifier/verifier/pectest"
)

// What is made to cost ends at a bound, and the answer is no pass.
func TestBombs(t *testing.T) {
	zeros := strings.Repeat("\x00", 24<<20)
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	z.Write([]byte(zeros))
	z.Close()
	stream := "%PDF-1.5\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length " + fmt.Sprint(packed.Len()) + " >>\nstream\n" + packed.String() + "\nendstream\nendobj\n"
	at := len(stream)
	stream += "3 0 obj\n<< /Type /XRef /Size 4 /W [1 2 1] /Root 2 0 R /Length 16 >>\nstream\n" +
		string([]byte{0, 0, 0, 0, 1, 0, 9, 0, 2, 0, 1, 0, 1, byte(at >> 8), byte(at), 0}) + "\nendstream\nendobj\nstartxref\n" + fmt.Sprint(at) + "\n%%EOF\n"
	references := invoice(t, func(x *pectest.XAdES) {
		x.Signature = func(s *pectest.XML) {
			info := s.Nodes[0]
			for range 100_000 {
				info.Nodes = append(info.Nodes, info.Nodes[2])
			}
		}
	})
	namespaces := []byte("<a>")
	for i := range 5_000 {
		namespaces = fmt.Appendf(namespaces, "<a xmlns:n%d='u:%d'>", i, i)
	}
	namespaces = append(namespaces, "<SignatureValue xmlns='http://www.w3.org/2000/09/xmldsig#'/>"...)
	for name, tt := range map[string]struct {
		data  []byte
		limit string
	}{
		"a zip of zeros":         {archive(t, "a.txt", zeros, "META-INF/signature.p7s", detached(zeros[:1])), "zip"},
		"an object stream":       {[]byte(stream), "pdf"},
		"100,000 references":     {references, ""},
		"5,000 levels and names": {namespaces, ""},
	} {
		s := judge(t, "a", tt.data)
		if got := strings.Join(s.Limits, " "); got != tt.limit {
			t.Errorf("%s: limits %q", name, got)
		}
		if slices.ContainsFunc(s.Signatures, func(one attach.FileSignature) bool { return one.Indication == "TOTAL-PASSED" }) {
			t.Errorf("%s: passed", name)
		}
	}
}

// Two files in one: what stands before a signature makes it none, and before a PDF it is said.
func TestPolyglots(t *testing.T) {
	if s := judge(t, "a.p7m", append([]byte("PK\x03\x04"), p7m(document, anna)...)); len(s.Signatures) > 0 || s.Container != "" {
		t.Errorf("a zip's begin before a p7m: %+v", s)
	}
	p := pectest.NewPDF("1.000 euro")
	p.Sign(pectest.PDFSignature{Certificate: anna})
	for _, before := range []string{"<html><script>1</script>\n", "GIF89a\n", "PK\x03\x04"} {
		s := judge(t, "a.pdf", append([]byte(before), p.Data...))
		if !has(s.Checks, "attachment.type", "warning", "attachment.type.junk") {
			t.Errorf("%q before a PDF: %+v", before, s.Checks)
		}
		for _, one := range s.Signatures {
			if one.Indication == "TOTAL-PASSED" {
				t.Errorf("%q before a PDF: passed", before)
			}
		}
	}
}

// No name is given as if signed where a PDF only looks so (universal forgery).
func TestForgedByNothing(t *testing.T) {
	for name, s := range map[string]pectest.PDFSignature{
		"empty contents": {Contents: func([]byte) []byte { return nil }}, "a zero": {Contents: func([]byte) []byte { return []byte{0} }},
		"ranges of nothing": {Ranges: func(int, int, int) string { return "[]" }}, "null": {Ranges: func(int, int, int) string { return "null" }},
		"negative": {Ranges: func(a, b, e int) string { return fmt.Sprintf("[0 %d %d -1]", a, b) }},
	} {
		p := pectest.NewPDF("1.000 euro")
		s.Certificate = anna
		p.Sign(s)
		if got := one(t, judge(t, "a.pdf", p.Data)); verdict(got) != "TOTAL-FAILED/FORMAT_FAILURE" || got.Signer != nil || got.Intact || got.Covers.What != "none" {
			t.Errorf("%s: %s %+v", name, verdict(got), got.Signer)
		}
	}
}
