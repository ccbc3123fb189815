package verifier

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
)

func rtOpts(t testing.TB) Options {
	o := pectest.NewOffice()
	l, err := trustlist.Parse("ca.pem", o.Authority.CA.PEM())
	if err != nil { t.Fatal(err) }
	return Options{Trust: l, Now: pectest.Now}
}
func show(t testing.TB, name string, data []byte, file ...string) []Report {
	f := "x.eml"
	if len(file) > 0 { f = file[0] }
	rs := Verify(f, data, rtOpts(t))
	fmt.Fprintf(os.Stdout, "=== %s\n", name)
	for i, r := range rs {
		if i > 4 { fmt.Println("   ... ", len(rs)); break }
		fmt.Printf("   %s\n", summary([]Report{r}))
		if r.Content != nil && len(r.Content.Attachments) < 5 { fmt.Printf("      content %+v\n", *r.Content) }
	}
	return rs
}

var _ = bytes.Contains
var _ = strings.Contains

func TestRT1(t *testing.T) {
	o := pectest.NewOffice()
	d := o.Dispatch()
	m := d.Consegna()
	show(t, "base", m.Bytes())
	whole := m.Bytes()
	// preamble padding
	m = d.Consegna()
	m.Envelope = func(e *pectest.Multipart) {
		e.Preamble = []byte("This is an S/MIME signed message\r\n" + strings.Repeat(" ", 200) + "\r\nPagate subito a IT99...\r\n")
	}
	show(t, "preamble padded", m.Bytes())
	// odd header lines
	show(t, "odd header line", pectest.Replace(whole, "\r\nSubject:", "\r\nGentile cliente pagare subito\r\nSubject:"))
	show(t, "odd header block", pectest.Replace(whole, "\r\nMIME-Version", "\r\n \r\nGentile cliente pagare subito\r\n\t\r\nMIME-Version"))
	show(t, "odd key", pectest.Replace(whole, "\r\nSubject:", "\r\nFoo(bar): x\r\nSubject:"))
	show(t, "odd key2", pectest.Replace(whole, "\r\nSubject:", "\r\nFoo,{}: x\r\nSubject:"))
	show(t, "key empty space", pectest.Replace(whole, "\r\nSubject:", "\r\nFoo : x\r\nSubject:"))
	show(t, "first space", append([]byte(" hello\r\n"), whole...))
	show(t, "bare CR body split", pectest.Replace(whole, "\r\nMIME-Version", "\r\n\r\r\nFake body\r\nMIME-Version"))
	show(t, "CR in header", pectest.Replace(whole, "\r\nSubject:", "\r\nX-A: b\r\rFake body text\rSubject:"))
	show(t, "NUL in header", pectest.Replace(whole, "\r\nSubject:", "\r\nX-A: b\x00\r\nSubject:"))
	show(t, "header-only whitespace line", pectest.Replace(whole, "\r\nSubject:", "\r\n \r\nSubject:"))
	// p7s header part with bare CR third part
	m = d.Consegna()
	m.P7SPart = func(p *pectest.Part) { p.Header.Add("X-Foo", "a\r\r<h1>fake</h1>") }
	show(t, "p7s header CR", m.Bytes())
	// trailing garbage after p7s DER
	m = d.Consegna()
	m.P7S = func(b []byte) []byte { return append(b, "\r\n"...) }
	show(t, "p7s trailing CRLF in DER", m.Bytes())
	m.P7S = func(b []byte) []byte { return append(b, "trailing text"...) }
	show(t, "p7s trailing text in DER", m.Bytes())
	m.P7S = func(b []byte) []byte { return append(b, 0,0,0,0) }
	show(t, "p7s trailing zeros", m.Bytes())
}
func TestRT2From(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	whole := d.PostaCertificata().Bytes()
	set := func(v string) []byte { return pectest.EditHeader(whole, func(h *pectest.Header) { h.Set("From", v) }) }
	a := "posta-certificata@" + d.Office.Uno.Domain
	for _, v := range []string{
		`"evil@victim.example Per conto di: ` + d.Sender + `" <` + a + `>`,
		`"Banca Evil Per conto di: ` + d.Sender + `" <` + a + `>`,
		`=?utf-8?q?Per_conto_di:_` + d.Sender + `<_evil@bank.example?= <` + a + `>`,
		`"Agenzia delle Entrate" <` + a + `>`,
		`"Per conto di: ` + d.Sender + `" <` + a + "\x00>",
		`"Per conto di: ` + d.Sender + `" <` + a + ">\r Evil <evil@x>",
		`"Per conto di: ` + d.Sender + `" (evil@x.example) <` + a + `>`,
		a + ` <evil@x.example>`,
		`Per conto di: ` + d.Sender + ` <` + a + `>`,
		`Per conto di: ` + d.Sender + `;<` + a + `>`,
		`group: ` + a + `;`,
		`"` + d.Sender + `" via "Per conto di: ` + d.Sender + `" <` + a + `>`,
	} {
		show(t, v, set(v))
	}
	rc := d.Consegna().Bytes()
	a = "posta-certificata@" + d.Office.Due.Domain
	for _, v := range []string{`"Per conto di: evil@x" <` + a + `>`, `"Banca" <` + a + `>`,} {
		show(t, "receipt "+v, pectest.EditHeader(rc, func(h *pectest.Header) { h.Set("From", v) }))
	}
}
func TestRT3Anomaly(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	m := d.Anomalia(d.Original.Bytes())
	show(t, "anomaly", m.Bytes())
	m = d.Anomalia(d.Original.Bytes())
	m.Reason = "Avviso"
	m.Parts = func(p []pectest.Part) []pectest.Part {
		p[0].Content = []byte("Testo qualunque.\r\n")
		p[1].Header = pectest.Header{{"Content-Type", "message/rfc822"}}
		return p
	}
	show(t, "ordinary signed mail w/ header errore", m.Bytes())
	show(t, "ordinary signed mail w/o header errore", pectest.EditHeader(m.Bytes(), func(h *pectest.Header) { h.Del("X-Trasporto") }))
	show(t, "ordinary signed mail w/ header ricevuta", pectest.EditHeader(m.Bytes(), func(h *pectest.Header) { h.Set("X-Trasporto", "posta-certificata") }))
}
