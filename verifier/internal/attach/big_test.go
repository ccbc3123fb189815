package attach_test

import (
	"bytes"
	"fmt"
	"testing"

	"pecverifier/verifier/internal/attach"
	"pecverifier/verifier/pectest"
)

// A PDF of 30 MB with 50 signatures, each over all that was there before.
func BenchmarkFiftySignatures(b *testing.B) {
	p := pectest.DraftPDF("1.000 euro")
	p.Put(p.Add(""), pectest.Stream("", string(bytes.Repeat([]byte{0x5a, 0xa5, 0x3c}, 10<<20))))
	p.Commit()
	for i := range 50 {
		p.Sign(pectest.PDFSignature{Certificate: anna, Field: fmt.Sprint("Firma", i), Visible: true})
	}
	for b.Loop() {
		s := attach.New(attach.Options{Lists: lists(), Certified: certified, Now: today}).File("atto.pdf", p.Data)
		if len(s.Signatures) != 50 || s.Signatures[0].Indication != "TOTAL-PASSED" || s.Signatures[0].Covers.What != "revision" {
			b.Fatal(len(s.Signatures), s.Signatures[0].Covers)
		}
	}
}
