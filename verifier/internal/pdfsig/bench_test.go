package pdfsig_test

import (
	"bytes"
	"crypto"
	"fmt"
	"testing"

	"pecverifier/verifier/internal/pdfsig"
	"pecverifier/verifier/pectest"
)

// A file of 30 MB with 50 signatures, each over all that was there before.
func BenchmarkFiftySignatures(b *testing.B) {
	p := pectest.DraftPDF("1.000 euro")
	p.Put(p.Add(""), pectest.Stream("", string(bytes.Repeat([]byte{0x5a, 0xa5, 0x3c}, 10<<20))))
	p.Commit()
	cert := person()
	for i := range 50 {
		p.Sign(pectest.PDFSignature{Certificate: cert, Field: fmt.Sprint("Firma", i), Visible: true})
	}
	for b.Loop() {
		d, err := pdfsig.Read(p.Data)
		if err != nil || len(d.Signatures) != 50 || d.Signatures[0].Covers != pdfsig.Revision {
			b.Fatal(err, len(d.Signatures))
		}
		for i := range d.Signatures {
			if _, err := d.Digest(&d.Signatures[i], crypto.SHA256, nil); err != nil {
				b.Fatal(err)
			}
		}
	}
}
