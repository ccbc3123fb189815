package verifier

import (
	"bytes"
	"strings"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier/internal/content"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/pectest"
)

// hostile is one input made to deceive, and what the first of its reports must be. The public vectors hold the plain
// forms of these attacks; here are the variants.
type hostile struct {
	name    string
	data    []byte
	verdict string // indication and subindication
	check   string // one that must warn; "" = none asked
	reports int    // 0 = one
}

func (h hostile) verify(t *testing.T) {
	t.Helper()
	reports := Verify(h.name+".eml", h.data, trusting(t))
	if len(reports) != max(h.reports, 1) {
		t.Fatalf("%d reports: %s", len(reports), summary(reports[:1]))
	}
	r := reports[0]
	if got := strings.TrimSpace(string(r.Indication) + " " + string(r.Subindication)); got != h.verdict {
		t.Errorf("got %s, want %s: %s", got, h.verdict, summary(reports[:1]))
	}
	if h.check != "" && status(r, h.check) != Warning {
		t.Errorf("%s is %q and should warn", h.check, status(r, h.check))
	}
	if r.Indication != TotalPassed && h.verdict != "INDETERMINATE EVIDENCE_MALFORMED" && r.Certified != nil {
		t.Error("it certifies something")
	}
}

// trusting are options with the CA that signed the providers of the tests.
func trusting(t testing.TB) Options {
	t.Helper()
	list, err := trustlist.Parse("ca.pem", pectest.NewOffice().Authority.CA.PEM())
	if err != nil {
		t.Fatal(err)
	}
	return Options{Trust: list, Now: pectest.Now}
}

const (
	passes    = "TOTAL-PASSED"
	noForm    = "TOTAL-FAILED FORMAT_FAILURE"
	malformed = "INDETERMINATE EVIDENCE_MALFORMED"
)

// receipt is a delivery receipt with one thing about it changed.
func receipt(change func(*pectest.Message)) []byte {
	m := pectest.NewOffice().Dispatch().Consegna()
	change(m)
	return m.Bytes()
}

// carrying is a genuine envelope around what its sender wrote.
func carrying(original string) []byte {
	m := pectest.NewOffice().Dispatch().PostaCertificata()
	m.Original = []byte(original)
	return m.Bytes()
}

func TestOuterStructureTricks(t *testing.T) {
	contentType := func(value string) []byte {
		return receipt(func(m *pectest.Message) {
			m.Envelope = func(e *pectest.Multipart) { e.Boundary = "BB"; e.Header.Set("Content-Type", value) }
		})
	}
	field := func(name, value string) []byte {
		return receipt(func(m *pectest.Message) {
			m.Envelope = func(e *pectest.Multipart) { e.Header.Add(name, value) }
		})
	}
	signature := func(name, value string) []byte {
		return receipt(func(m *pectest.Message) {
			m.P7SPart = func(p *pectest.Part) { p.Header.Set(name, value) }
		})
	}
	whole := receipt(func(*pectest.Message) {})
	for _, test := range []hostile{
		{name: "the boundary's last quote is escaped", data: contentType(`multipart/signed; boundary="BB\"`), verdict: noForm},
		{name: "the boundary has an equals sign more", data: contentType(`multipart/signed; boundary==BB`), verdict: noForm},
		{name: "single quotes belong to the boundary", data: contentType(`multipart/signed; boundary='BB'`), verdict: noForm},
		{name: "a second media type after a comma", data: contentType(`multipart/signed; boundary=BB, text/plain`), verdict: noForm},
		{name: "a quoted media type is none", data: contentType(`"multipart/signed"; boundary=BB`), verdict: noForm},
		{name: "a comma in place of the semicolon", data: contentType(`multipart/signed, boundary=BB`), verdict: noForm},
		{name: "a boundary with a piece missing", data: contentType(`multipart/signed; boundary*0=B; boundary*2=B`), verdict: noForm},
		{name: "an empty charset in RFC 2231 beside the plain boundary", data: contentType(`multipart/signed; boundary*=''BB; boundary=CC`), verdict: noForm},
		{name: "a boundary hidden in another value is none", data: contentType(`multipart/signed; x="a;boundary=CC"; boundary=BB`), verdict: passes},
		{name: "a second Content-Type with a blank before its colon", data: field("Content-Type ", "text/html"), verdict: noForm},
		{name: "a second Content-Type in another case", data: field("CONTENT-TYPE", "text/html"), verdict: noForm},
		{name: "a line of carriage returns ends the header, and what follows is not the mail's own", data: pectest.Replace(whole, "\r\nMIME-Version", "\r\n\r\r\nTesto\r\nMIME-Version"),
			verdict: passes, check: "wrapper.unsigned"},
		{name: "a line of blanks does not end the header", data: pectest.Replace(whole, "\r\nMIME-Version", "\r\n \r\nMIME-Version"), verdict: passes},
		{name: "octets after the signature structure", verdict: noForm,
			data: receipt(func(m *pectest.Message) {
				m.P7S = func(der []byte) []byte { return append(bytes.Clone(der), "testo"...) }
			})},
		{name: "the signature part is labelled a text", data: signature("Content-Type", "text/plain; name=smime.p7s"), verdict: noForm},
		{name: "the signature part has two types", data: pectest.Replace(whole, "\r\nContent-Type: application/x-pkcs7-signature",
			"\r\nContent-Type: text/plain\r\nContent-Type: application/x-pkcs7-signature"), verdict: noForm},
		{name: "an unknown transfer encoding of the signature", data: signature("Content-Transfer-Encoding", "x-base64"), verdict: noForm},
	} {
		t.Run(test.name, test.verify)
	}
}

func TestTwoEvidencesUnderOneSignature(t *testing.T) {
	second := func(header pectest.Header) []byte {
		return receipt(func(m *pectest.Message) {
			m.Parts = func(parts []pectest.Part) []pectest.Part {
				other := parts[1]
				other.Header = header
				return append(parts, other)
			}
		})
	}
	relabelled := func(header pectest.Header) []byte {
		return receipt(func(m *pectest.Message) {
			m.Parts = func(parts []pectest.Part) []pectest.Part {
				parts[1].Header = header
				return parts
			}
		})
	}
	xml := func(parameters string) pectest.Header {
		return pectest.Header{{"Content-Type", "application/xml; " + parameters}}
	}
	for _, test := range []hostile{
		{name: "blanks after the name", data: second(xml(`name="daticert.xml "`)), verdict: malformed},
		{name: "the name in upper case", data: second(xml(`name="DATICERT.XML"`)), verdict: malformed},
		{name: "the name as an encoded word", data: second(xml(`name="=?utf-8?q?daticert.xml?="`)), verdict: malformed},
		{name: "a comment after the name", data: second(xml(`name=daticert.xml (uno)`)), verdict: malformed},
		{name: "the name in RFC 2231 pieces", data: second(xml(`name*0=dati; name*1=cert.xml`)), verdict: malformed},
		{name: "the name of the RFC beside the real one", data: second(xml(`name=certdata.xml`)), verdict: malformed},
		{name: "two names, one of them the real one", verdict: malformed,
			data: second(append(xml(`name=altro.xml`), [2]string{"Content-Disposition", "attachment; filename=daticert.xml"}))},
		{name: "an XML part of no name beside one that has it", data: second(pectest.Header{{"Content-Type", "application/xml"}}), verdict: malformed},
		{name: "certification data under another name", data: second(pectest.Header{{"Content-Type", "application/xml; name=dati.xml"}}), verdict: malformed},
		{name: "evidence labelled a message", data: relabelled(pectest.Header{{"Content-Type", "message/rfc822; name=daticert.xml"}}), verdict: malformed},
		{name: "evidence that is named a message too", verdict: malformed,
			data: relabelled(append(xml(`name=daticert.xml`), [2]string{"Content-Disposition", "attachment; filename=x.eml"}))},
		{name: "evidence with two types", data: relabelled(append(xml(`name=daticert.xml`), [2]string{"Content-Type", "text/html"})), verdict: malformed},
		{name: "evidence with two transfer encodings", data: relabelled(append(xml(`name=daticert.xml`),
			[2]string{"Content-Transfer-Encoding", "base64"}, [2]string{"Content-Transfer-Encoding", "7bit"})), verdict: malformed},
		{name: "evidence in an unknown encoding", data: relabelled(append(xml(`name=daticert.xml`), [2]string{"Content-Transfer-Encoding", "x-base64"})), verdict: malformed},
	} {
		t.Run(test.name, test.verify)
	}
}

// The sender guessed the boundary, closes nothing, and has a bound met before the real daticert.xml is reached.
func TestABoundHidesNoEvidence(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	guessed := func(m *pectest.Message, after func(boundary string) string) []byte {
		m.DaticertLast = true
		fake := pectest.Replace(m.Data.XML(), "<destinatari tipo=\"certificato\">protocollo@", "<destinatari tipo=\"certificato\">sindaco@")
		_, b, _ := strings.Cut(string(m.SignedBytes()), `boundary="`)
		b, _, _ = strings.Cut(b, `"`)
		next := "\r\n--" + b + "\r\n"
		m.Original = append(bytes.Clone(m.Original), next+string(pectest.DaticertPart(fake, "base64").Bytes())+next+after(b)...)
		return m.Bytes()
	}
	for name, after := range map[string]func(b string) string{
		"more header fields than are read": func(string) string { return strings.Repeat("A: b\r\n", smime.MaxFields+1) + "\r\nx" },
		"a header longer than is read":     func(string) string { return "A: " + strings.Repeat("b", smime.MaxHeaderBytes+1) + "\r\n\r\nx" },
		"more parts in a part than are read": func(string) string {
			return "Content-Type: multipart/mixed; boundary=q\r\n\r\n" + strings.Repeat("--q\r\n\r\nx\r\n", smime.MaxParts) + "--q--\r\n"
		},
		"more parts beside it than are read": func(b string) string { return "\r\nx" + strings.Repeat("\r\n--"+b+"\r\n\r\nx", smime.MaxParts) },
	} {
		for kind, m := range map[string]*pectest.Message{"receipt": d.Consegna(), "envelope": d.PostaCertificata()} {
			t.Run(name+", "+kind, hostile{name: name, data: guessed(m, after), verdict: malformed}.verify)
		}
	}
}

func TestUnsignedSender(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	service := d.Office.Uno.Address()
	from := func(value string) []byte {
		return pectest.EditHeader(d.PostaCertificata().Bytes(), func(h *pectest.Header) { h.Set("From", value) })
	}
	onBehalf := `"Per conto di: ` + d.Sender + `" `
	for _, test := range []hostile{
		{name: "NUL after the address", data: from(onBehalf + "<" + service + "\x00>"), check: "headers.from", verdict: passes},
		{name: "a second address after a bare carriage return", data: from(onBehalf + "<" + service + ">\r Altri <altri@altrove.example>"), check: "headers.from", verdict: passes},
		{name: "an address in a comment", data: from(onBehalf + "(altri@altrove.example) <" + service + ">"), check: "headers.from", verdict: passes},
		{name: "the service address as the name of another", data: from(service + " <altri@altrove.example>"), check: "headers.from", verdict: passes},
		{name: "a bracket in an encoded word", check: "headers.from", verdict: passes,
			data: from("=?utf-8?q?Per_conto_di:_" + d.Sender + "<_altri@altrove.example?= <" + service + ">")},
		{name: "a bracket in the name before whom it is sent for", data: from(`"Posta < Per conto di: altri@altrove.example" <` + service + ">"), check: "headers.from", verdict: passes},
		{name: "an empty address in the name", data: from(`"Posta < > Per conto di: ` + d.Sender + `" <` + service + ">"), check: "headers.from", verdict: passes},
		{name: "whom it is sent for in a comment at the end", data: from("<" + service + "> (Per conto di: altri@altrove.example)"), check: "headers.from", verdict: passes},
		{name: "another in a comment behind the real one", data: from(onBehalf + "<" + service + "> (altri@altrove.example)"), check: "headers.from", verdict: passes},
		{name: "a bracket in a comment at the end", data: from(onBehalf + "<" + service + "> (< altri@altrove.example)"), check: "headers.from", verdict: passes},
		{name: "a group", data: from("Per conto di: altri@altrove.example;"), check: "headers.from", verdict: passes},
	} {
		t.Run(test.name, test.verify)
	}
}

func TestUnsignedReceiptAroundSomebodysSignature(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	d.Original.Signer = d.Office.Authority.Person(pectest.Place("Roma", "Roma", "Studio Bianchi"), "Anna Bianchi", d.Sender, 0x77)
	fake := pectest.Mixed("CONSEGNA: x", pectest.TextPart("Ricevuta di avvenuta consegna\r\n"),
		pectest.DaticertPart(d.Consegna().Data.XML(), "base64").Bytes(), pectest.Attached(d.Original.Bytes(), "message/rfc822", "7bit", "m.eml"))
	fake = pectest.EditHeader(fake, func(h *pectest.Header) { h.Add("X-Ricevuta", "avvenuta-consegna") })
	hostile{name: "fake", data: fake, verdict: noForm}.verify(t)
}

// What the sender of the certified message writes must not keep the provider's evidence from being verified, nor pass
// for evidence of its own.
func TestSenderCannotSpoilTheEnvelope(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	plain := string(d.Original.Bytes())
	identifiers := "Message-ID: <" + d.Identifier + ">\r\nX-Riferimento-Message-ID: " + d.ClientID + "\r\nFrom: " + d.Sender + "\r\n"
	mixed := func(part string, n int) string {
		return identifiers + "Content-Type: multipart/mixed; boundary=q\r\n\r\n" + strings.Repeat("--q\r\n"+part+"\r\n", n) + "--q--\r\n"
	}
	signed := func(change func(*pectest.Dispatch)) []byte {
		d := pectest.NewOffice().Dispatch()
		change(d)
		return d.PostaCertificata().Bytes()
	}
	noSignature := "Content-Type: message/rfc822\r\n\r\nX-Ricevuta: avvenuta-consegna\r\n\r\ntesto"
	broken := "Content-Type: message/rfc822\r\n\r\nX-Ricevuta: x\r\nContent-Type: multipart/signed; boundary=z\r\n\r\n--z\r\n\r\na\r\n--z--"
	for _, test := range []hostile{
		{name: "10,000 levels", data: carrying(identifiers + strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 10_000) + "x"), check: "search.limit", verdict: passes},
		{name: "100,000 parts", data: carrying(mixed("\r\nx", 100_000)), check: "search.limit", verdict: passes},
		{name: "more broken signatures than are judged", data: carrying(mixed(broken, maxCandidates+500)), check: "search.limit", verdict: passes, reports: maxCandidates},
		{name: "a line of a mailbox first", data: carrying("From a@b.example Tue Nov 13 16:39:27 2018\r\n" + plain), verdict: passes},
		{name: "lines of a mailbox in the text", data: carrying(plain + "\r\n\r\nFrom a@b.example Tue Nov 13 16:39:27 2018\r\nSubject: x\r\n\r\n"), verdict: passes},
		{name: "bare line feeds", data: carrying(strings.ReplaceAll(plain, "\r\n", "\n")), verdict: passes},
		{name: "bare carriage returns and NUL", data: carrying(plain + "\r\x00\r\r\n"), verdict: passes},
		{name: "a header line over the bound", data: carrying("X-Nota: " + strings.Repeat("a", smime.MaxHeaderBytes+1) + "\r\n\r\nx"), check: "evidence.consistency", verdict: passes},
		{name: "a header line over the bound in an anomaly envelope", check: "search.limit", verdict: passes,
			data: pectest.NewOffice().Dispatch().Anomalia([]byte("X-Nota: " + strings.Repeat("a", smime.MaxHeaderBytes+1) + "\r\n\r\nx")).Bytes()},
		{name: "more attachments than are listed", check: "content.complete", verdict: passes, data: signed(func(d *pectest.Dispatch) {
			for range content.MaxAttachments + 1 {
				d.Original.Attachments = append(d.Original.Attachments, pectest.Attachment{Name: "a.txt", Type: "text/plain", Content: []byte("x")})
			}
		})},
		{name: "the header of a receipt", data: signed(func(d *pectest.Dispatch) { d.Original.Header.Add("X-Ricevuta", "avvenuta-consegna") }), verdict: passes},
		{name: "an unsigned receipt attached", data: carrying(mixed(noSignature, 3)), verdict: passes},
		{name: "daticert.xml attached", verdict: passes, data: signed(func(d *pectest.Dispatch) {
			d.Original.Attachments = append(d.Original.Attachments, pectest.Attachment{Name: "daticert.xml", Type: "application/xml", Content: d.Consegna().Data.XML()})
		})},
		{name: "a signature of the sender's own", verdict: passes, data: signed(func(d *pectest.Dispatch) {
			d.Original.Signer = d.Office.Authority.Person(pectest.Place("Roma", "Roma", "Studio Bianchi"), "Anna Bianchi", d.Sender, 0x77)
		})},
	} {
		t.Run(test.name, test.verify)
	}
}

func TestStorageOfStorage(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	d.Original.Text, d.Original.TextCoding = "Città\nFrom qui è\n", "8bit"
	whole := d.PostaCertificata().Bytes()
	doubled := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\r\r\n")) }
	quoted := func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\nFrom "), []byte("\n>From ")) }
	for _, test := range []hostile{
		{name: "converted to UTF-8 and given a byte order mark", data: pectest.BOM(pectest.Latin1ToUTF8(whole)), check: "repair.charset", verdict: passes},
		{name: "converted to UTF-8 and to mixed line ends", data: pectest.MixedLineEnds(pectest.Latin1ToUTF8(whole)), check: "repair.lineends", verdict: passes},
		{name: "carriage returns doubled", data: doubled(whole), check: "repair.lineends", verdict: passes},
		{name: "quoted for a mailbox and converted to line feeds", data: pectest.LF(pectest.MboxLine(quoted(whole))), check: "repair.fromlines", verdict: passes},
		{name: "a count of bytes before the header, as Apple Mail writes", data: append([]byte("12345\n"), whole...), verdict: passes},
		{name: "sectors of NUL at the end", data: append(bytes.Clone(whole), make([]byte, 512)...), check: "wrapper.unsigned", verdict: passes},
		{name: "a mailbox line before a base64 forward", check: "wrapper.unsigned", verdict: passes,
			data: pectest.Mixed("Inoltro", pectest.Attached(pectest.MboxLine(pectest.LF(whole)), "application/octet-stream", "base64", "postacert.eml"))},
		{name: "one letter changed and line ends mixed", data: pectest.MixedLineEnds(pectest.Replace(whole, "From qui", "From qua")), verdict: "TOTAL-FAILED HASH_FAILURE"},
		{name: "one letter changed and converted to UTF-8", data: pectest.Latin1ToUTF8(pectest.Replace(whole, "From qui", "From qua")), verdict: "TOTAL-FAILED HASH_FAILURE"},
	} {
		t.Run(test.name, test.verify)
	}
}
