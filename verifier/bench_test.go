package verifier

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
)

// receiptOf is a complete delivery receipt whose message has an attachment of so many bytes.
func receiptOf(style pectest.Style, attached int) []byte {
	d := pectest.NewOffice().Dispatch()
	d.Original.Attachments = []pectest.Attachment{{Name: "atto.pdf", Type: "application/pdf", Content: pectest.Noise(attached)}}
	m := d.Consegna()
	m.Style = style
	return m.Bytes()
}

// small is as large as the real delivery receipts that were measured first, 18 KB.
const small = 6 << 10

func benchmarkVerify(b *testing.B, data []byte, o Options) {
	b.Helper()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	runtime.GC()
	for b.Loop() {
		if r := Verify("x.eml", data, o); r[0].Indication != TotalPassed {
			b.Fatalf("%s %s %s", r[0].Indication, r[0].Subindication, r[0].Error)
		}
	}
}

func office(b *testing.B) Options {
	b.Helper()
	list, err := trustlist.Parse("ca.pem", pectest.NewOffice().Authority.CA.PEM())
	if err != nil {
		b.Fatal(err)
	}
	return Options{Trust: trustlist.Combine(trustlist.Embedded(), list)}
}

// BenchmarkReceipt is one small receipt, over and over: time per receipt on one core.
func BenchmarkReceipt(b *testing.B) {
	o := office(b)
	for name, style := range map[string]pectest.Style{"DER": pectest.StyleAruba, "BER": pectest.StyleInfoCert} {
		b.Run(name, func(b *testing.B) { benchmarkVerify(b, receiptOf(style, small), o) })
	}
	b.Run("real", func(b *testing.B) {
		data, err := os.ReadFile(filepath.Join(realCorpus, "aruba-2018-consegna.eml"))
		if err != nil {
			b.Skip("the real receipts are not here: ", err)
		}
		benchmarkVerify(b, data, Options{})
	})
}

// BenchmarkReceiptSize must be flat: nanoseconds per byte of receipts of 1, 10 and 100 MB.
func BenchmarkReceiptSize(b *testing.B) {
	o := office(b)
	for _, mb := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("%dMB", mb), func(b *testing.B) {
			data := receiptOf(pectest.StyleAruba, mb*1e6/4*3)
			benchmarkVerify(b, data, o)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(data)), "ns/byte")
		})
	}
}

// BenchmarkParts must be flat once the receipt itself no longer counts: nanoseconds per attachment of one receipt.
func BenchmarkParts(b *testing.B) {
	o := office(b)
	for _, n := range []int{10, 100, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := pectest.NewOffice().Dispatch()
			d.Original.Attachments = nil
			for i := range n {
				d.Original.Attachments = append(d.Original.Attachments, pectest.Attachment{Name: fmt.Sprintf("%d.pdf", i), Type: "application/pdf", Content: pectest.Noise(1000)})
			}
			benchmarkVerify(b, d.Consegna().Bytes(), o)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/item")
		})
	}
}

// BenchmarkMailbox must be flat: nanoseconds per receipt of mailboxes of 10, 1,000 and as many as are read of one, 20,000.
// How 100,000 fare in an archive, BenchmarkArchive of pecverify says.
func BenchmarkMailbox(b *testing.B) {
	o := office(b)
	o.MaxInput = 1 << 31
	receipt := bytes.ReplaceAll(receiptOf(pectest.StyleAruba, 100), []byte("\r\n"), []byte("\n"))
	for _, n := range []int{10, 1000, 20_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			one := append(append([]byte("From x@y Thu Mar 13 10:00:00 2025\n"), receipt...), '\n')
			data := bytes.Repeat(one, n)
			b.ReportAllocs()
			for b.Loop() {
				if r := Verify("x.mbox", data, o); len(r) != n {
					b.Fatalf("%d reports", len(r))
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/item")
		})
	}
}
