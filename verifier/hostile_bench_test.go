//go:build unix

package verifier

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"maps"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/pectest"
)

// shapes are inputs that were made to cost much, each as large as it was when it did.
func shapes() map[string]func() []byte {
	fields := func(name, value string, n int) string { return strings.Repeat(name+": "+value+"\r\n", n) }
	words := func(name string, n int) string {
		return name + ":" + strings.Repeat(" =?iso-8859-1?q?=E0=E8=EC?=\r\n", n/30)
	}
	const most = smime.MaxHeaderBytes - 50_000
	receipt := func() *pectest.Message { return pectest.NewOffice().Dispatch().Consegna() }
	before := func(head string) []byte { return append([]byte(head), receipt().Bytes()...) }
	inside := func(head string) []byte {
		m := receipt()
		m.Original = append([]byte(head), m.Original...)
		return m.Bytes()
	}
	// The signed parts of one mail, of which each is compared with the one header.
	parts := func(head string, n int) []byte {
		entity := pectest.EditHeader(pectest.NewOffice().Dispatch().Accettazione().Bytes(), func(h *pectest.Header) {
			*h = pectest.Header{{"Content-Type", h.Get("Content-Type")}}
		})
		return append([]byte(head+"X-Ricevuta: accettazione\r\n"), pectest.Mixed("Inoltro", slicesOf(entity, n)...)...)
	}
	forwarded := func(head string, n int) []byte {
		return append([]byte(head+"X-Ricevuta: accettazione\r\n"), pectest.Forward(slicesOf(pectest.NewOffice().Dispatch().Accettazione().Bytes(), n)...)...)
	}
	return map[string]func() []byte{
		"signers, 4096 bits, one message": func() []byte { return pectest.Forward(crowds(18, 4096)...) },
		"signers, 8192 bits, one message": func() []byte { return pectest.Forward(crowds(18, 8192)...) },
		"signers, 4096 bits, mailbox":     signersInMailbox,
		"Content-Type fields, parts":      func() []byte { return parts(fields("Content-Type", "text/plain; a=b", 92_000), 249) },
		"Content-Type fields, forwarded":  func() []byte { return forwarded(fields("Content-Type", "text/plain; a=b", 92_000), 249) },
		"From fields":                     func() []byte { return before(fields("From", "posta-certificata@a.it", 95_000)) },
		"From fields, parts":              func() []byte { return parts(fields("From", "posta-certificata@a.it", 92_000), 249) },
		"From fields inside":              func() []byte { return inside(fields("From", "posta-certificata@a.it", 95_000)) },
		"From of encoded words":           func() []byte { return before(words("From", most)) },
		"From of encoded words, parts":    func() []byte { return parts(words("From", most), 249) },
		"From of encoded words inside":    func() []byte { return inside(words("From", most)) },
		"To of encoded words inside":      func() []byte { return inside(words("To", most)) },
		"To of addresses inside":          func() []byte { return inside("To: a@b.it" + strings.Repeat(",\r\n a@b.it", most/10) + "\r\n") },
		"From of addresses, parts":        func() []byte { return parts("From: a@b.it"+strings.Repeat(",\r\n a@b.it", most/10)+"\r\n", 249) },
		"Subject of encoded words":        func() []byte { return before(words("Subject", most)) },
		"Subject of encoded words, parts": func() []byte { return parts(words("Subject", most), 249) },
		"Subject of encoded words inside": func() []byte { return inside(words("Subject", most)) },
		"Subject, parts":                  func() []byte { return parts("Subject: "+strings.Repeat("a", most)+"\r\n", 249) },
		"Date, parts":                     func() []byte { return parts("Date: "+strings.Repeat("(a) ", most/4)+"\r\n", 249) },
		"X-Riferimento-Message-ID, parts": func() []byte { return parts(words("X-Riferimento-Message-ID", most), 249) },
		"Message-ID fields inside":        func() []byte { return inside(fields("Message-ID", "<a@b>", 80_000)) },
		"Message-ID fields, long":         longIdentifier,
		"Content-Type parameters": func() []byte {
			return inside("Content-Type: text/plain" + strings.Repeat("; a=\"b\"", most/7) + "\r\n")
		},
		"Content-Type comments": func() []byte {
			return inside("Content-Type: text/plain " + strings.Repeat("(", most/2) + strings.Repeat(")", most/2) + "\r\n")
		},
		"file names of encoded words": func() []byte {
			return inside("Content-Disposition: attachment; filename=\"" + strings.Repeat("=?iso-8859-1?q?=E0?= ", most/21) + "\"\r\n")
		},
		"nested unsigned attributes":     nestedAttributes,
		"near delimiters, three repairs": nearDelimiters,
		"certificates":                   stuffedStructures,
		"zip of large entries":           zipOfLargeEntries,
		"acceptances, mailbox":           acceptances,
		"one message of 30 MB":           func() []byte { return pectest.BigMessage(30e6 / 4 * 3) },
		"30 MB, three repairs":           damagedThrice,
		"parts of nothing": func() []byte {
			return inside("Content-Type: multipart/mixed; boundary=q\r\n\r\n" + strings.Repeat("--q\r\n\r\n", 3_000_000))
		},
		"recipients": func() []byte { return pectest.BigDaticert(20e6) },
	}
}

// signersInMailbox has another signature value in each of its messages, or it would be remembered.
func signersInMailbox() []byte {
	var box []byte
	keys := []*pectest.Key{pectest.PublicKey(4096, 65537, "a"), pectest.PublicKey(4096, 65537, "b"), pectest.PublicKey(4096, 65537, "c")}
	for i := 0; len(box) < 30e6; i++ {
		box = append(append(box, pectest.MboxLine(pectest.Crowd(16, fmt.Sprint(i), keys...))...), "\r\n\r\n"...)
	}
	return box
}

func longIdentifier() []byte {
	d := pectest.NewOffice().Dispatch()
	m := d.Consegna()
	m.Original = append([]byte(strings.Repeat("Message-ID: <a@b>\r\n", 80_000)), m.Original...)
	m.XML = func(b []byte) []byte {
		return bytes.ReplaceAll(b, []byte(d.Identifier), []byte(strings.Repeat("=?iso-8859-1?q?=E0=E8=EC?= ", 150)))
	}
	return m.Bytes()
}

// zipOfLargeEntries holds 960 MB in 7.5.
func zipOfLargeEntries() []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range 4 {
		f, _ := w.Create(fmt.Sprintf("%d.eml", i))
		f.Write([]byte("Subject: x\r\n\r\n"))
		for n := 0; n < 240<<20; {
			line := string(pectest.Noise(n%61+2)) + strings.Repeat("Tanto va la gatta al lardo che ci lascia lo zampino. ", 250)
			f.Write([]byte(line))
			n += len(line)
		}
	}
	w.Close()
	return b.Bytes()
}

func acceptances() []byte {
	var box []byte
	for one := pectest.MboxLine(pectest.NewOffice().Dispatch().Accettazione().Bytes()); len(box) < 30e6; {
		box = append(append(box, one...), "\r\n"...)
	}
	return box
}

func damagedThrice() []byte {
	d := pectest.NewOffice().Dispatch()
	d.Original.Text, d.Original.TextCoding = strings.Repeat("Città\nFrom qui è\n", 1_000_000), "8bit"
	whole := pectest.Replace(d.PostaCertificata().Bytes(), "From qui", "From qua")
	return bytes.ReplaceAll(pectest.Latin1ToUTF8(bytes.ReplaceAll(whole, []byte("\nFrom "), []byte("\n>From "))), []byte("\r\n"), []byte("\r\r\n"))
}

func slicesOf(one []byte, n int) (all [][]byte) {
	for range n {
		all = append(all, one)
	}
	return all
}

// nestedAttributes are 70 structures of 6,500 nested values each.
func nestedAttributes() []byte {
	value := []byte{4, 1, 0}
	for range 20 {
		value = pectest.TLV(0x30, value)
	}
	var all [][]byte
	for i := range 70 {
		m := pectest.NewOffice().Dispatch().Consegna()
		m.CMS = func(s *pectest.SignedData) {
			s.Signers[0].Unsigned = [][]byte{pectest.Attribute(pectest.OIDSMIMECapabilities, bytes.Repeat(value, 6500-i))}
		}
		all = append(all, m.Bytes())
	}
	return pectest.Forward(all...)
}

// nearDelimiters are multiparts in each other, whose delimiters begin like that of all the others, with three damages.
func nearDelimiters() []byte {
	var b bytes.Buffer
	b.WriteString("X-Ricevuta: accettazione\r\n")
	const levels = 94
	for i := range levels {
		boundary := strings.Repeat("b", 900-i)
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n", boundary, boundary)
	}
	b.WriteString("Content-Type: multipart/signed; boundary=s\r\n\r\n--s\r\n\r\nperch\u00c3\u00a9\r\r\n>From x\r\n--s\r\nContent-Type: application/pkcs7-signature\r\n\r\n")
	d := pectest.NewOffice().Dispatch()
	b.WriteString(base64.StdEncoding.EncodeToString(d.Consegna().SignatureDER([]byte("altro"))) + "\r\n--s--\r\n")
	line := "--" + strings.Repeat("b", 800) + "x\r\n"
	for b.Len() < 29e6 {
		b.WriteString(line)
	}
	return b.Bytes()
}

// stuffedStructures are 60 with 300 certificates each of the signer's name.
func stuffedStructures() []byte {
	const n = 60
	o := pectest.NewOffice()
	var all [][]byte
	for i := range n {
		m := o.Dispatch().Consegna()
		m.CMS = func(s *pectest.SignedData) {
			spec := o.Due.Certificate.Spec
			spec.IssuerKey = pectest.TestKey("rsa1024")
			s.Certificates = nil
			for j := range 300 {
				spec.Key = pectest.PublicKey(1024, 65537, fmt.Sprint(i, j))
				s.Certificates = append(s.Certificates, pectest.Issue(spec).DER)
			}
		}
		all = append(all, m.Bytes())
	}
	return pectest.Forward(all...)
}

// BenchmarkHostile says of each shape which time of a processor it takes, and how many times its size in memory.
func BenchmarkHostile(b *testing.B) {
	o := office(b)
	all := shapes()
	maps.Copy(all, shapesOfStorage())
	for _, name := range slices.Sorted(maps.Keys(all)) {
		b.Run(name, func(b *testing.B) {
			data := all[name]()
			debug.FreeOSMemory()
			stop, peak := peakMemory()
			before := processorTime()
			for b.Loop() {
				Verify("x.eml", data, o)
			}
			used := processorTime() - before
			stop()
			b.ReportMetric(float64(len(data))/1e6, "MB")
			b.ReportMetric(float64(used.Milliseconds())/float64(b.N), "cpu-ms")
			b.ReportMetric(float64(*peak)/1e6, "peak-MB")
			b.ReportMetric(float64(*peak)/float64(len(data)), "times-size")
		})
	}
}

func processorTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peakMemory watches what the heap holds, beside what it holds already.
func peakMemory() (stop func(), peak *uint64) {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	read := func() uint64 { metrics.Read(sample); return sample[0].Value.Uint64() }
	before := read()
	peak = new(uint64)
	done, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		for {
			if now := read(); now > before {
				*peak = max(*peak, now-before)
			}
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	return func() { close(done); <-stopped }, peak
}
