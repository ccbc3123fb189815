package verifier

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// What programs leave around a genuine receipt, or make of it: it is found, or what holds it is named; it is never called altered.
func TestWhatProgramsLeaveAroundAReceipt(t *testing.T) {
	pectest.Native(t, "a long table")
	p := newPieces()
	source := string(pectest.LF(p.consegna))
	escaped := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(source)
	export := func(mediaType, coding, name string) []byte {
		return pectest.Mixed("CONSEGNA: x", pectest.TextPart(""), pectest.Attached(pectest.Entity(p.consegna), mediaType, coding, name))
	}
	// The CR stands at the end of these header values, and of no other line.
	cr := func(mail []byte, names ...string) []byte {
		return pectest.EditHeader(mail, func(h *pectest.Header) {
			for _, name := range names {
				h.Set(name, h.Get(name)+"\r")
			}
		})
	}
	mozilla := func(fields string) []byte { return append([]byte(fields), p.consegna...) }
	presenting := func(mail []byte) []byte {
		return pectest.EditHeader(mail, func(h *pectest.Header) { h.Set("X-Ricevuta", "avvenuta-consegna") })
	}
	const claimed = `"2" avvenuta-consegna +wrapper.claims`
	const foreign = `"#/1" avvenuta-consegna +wrapper.loose +repair.lineends`
	const attached = `"2" avvenuta-consegna +wrapper.attached`
	for _, tt := range []struct {
		name, file string
		data       []byte
		want       string
	}{
		{"page: the source in pre", "x.html", []byte("<html><body><pre>" + escaped + "</pre></body></html>"), `"" file.html`},
		{"page: a doctype of HTML 4", "x.htm", []byte("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\">\n<html><pre>\n" + escaped + "\n</pre></html>"), `"" file.html`},
		{"page: XHTML", "x.xhtml", []byte("<?xml version=\"1.0\"?>\n<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\"><body><pre>\n" + escaped + "</pre></body></html>"), `"" file.html`},
		{"page: a comment first", "x.html", []byte("<!-- saved from url=(0014)about:internet -->\n<html><pre>\n" + escaped + "</pre></html>"), `"" file.html`},
		{"page: named as a mail", "x.eml", []byte("<html><body><pre>\n" + escaped + "</pre></body></html>"), `"" file.html`},

		{"entity: multipart/signed in base64", "x.eml", export("multipart/signed", "base64", "smime.p7m"), attached},
		{"entity: application/pkcs7-mime", "x.eml", export("application/pkcs7-mime", "base64", "smime.p7m"), attached},
		{"entity: application/x-pkcs7-mime", "x.eml", export("application/x-pkcs7-mime", "base64", "smime.p7m"), attached},
		{"entity: application/pkcs7-signature", "x.eml", export("application/pkcs7-signature", "base64", "smime.p7m"), attached},
		{"entity: octets of another name", "x.eml", export("application/octet-stream", "base64", "ATT00001.dat"), attached},
		{"entity: under the name of its signature", "x.eml", export("application/pkcs7-signature", "base64", "smime.p7s"), attached},
		{"entity: under the name of its signature, beneath its own header", "x.eml", presenting(export("application/pkcs7-signature", "base64", "smime.p7s")), claimed},
		{"entity: the same, octets", "x.eml", presenting(export("application/octet-stream", "base64", "smime.p7s")), claimed},
		{"entity: the same, multipart/signed", "x.eml", presenting(export("multipart/signed", "base64", "smime.p7s")), claimed},
		{"entity: the same, not encoded", "x.eml", presenting(export("application/x-pkcs7-signature", "8bit", "smime.p7s")), claimed},

		{"CR alone: a line of dashes before", "x.txt", pectest.CR(append([]byte("-----\r\n"), p.consegna...)), foreign},
		{"CR alone: a separator and an empty line before", "x.mbox", pectest.CR(append([]byte("From anna@example.com Tue Jul  5 18:44:15 2022\r\n\r\n"), p.consegna...)), foreign},
		{"CR alone: a quoted separator before", "x.mbox", pectest.CR(append([]byte(">From anna@example.com Tue Jul  5 18:44:15 2022\r\n"), p.consegna...)), one + " +repair.lineends"},
		{"CR alone: a form feed before", "x.txt", pectest.CR(append([]byte("\f\r\n"), p.consegna...)), foreign},
		{"CR alone: in UTF-16", "x.txt", pectest.UTF16(pectest.CR(append([]byte("#! rnews\r\n"), p.consegna...)), binary.LittleEndian, true), foreign + " +repair.utf16"},

		{"CR: From", "x.eml", cr(p.consegna, "From"), one},
		{"CR: Date", "x.eml", cr(p.consegna, "Date"), one},
		{"CR: Subject", "x.eml", cr(p.consegna, "Subject"), one},
		{"CR: all three", "x.eml", cr(p.consegna, "From", "Date", "Subject"), one},
		{"CR: an envelope's", "x.eml", cr(p.busta, "From", "Date", "Subject"), `"" posta-certificata`},

		{"program: Thunderbird's fields", "x.eml", mozilla("X-Mozilla-Status: 0001\r\nX-Mozilla-Status2: 00000000\r\nX-Mozilla-Keys: \r\n"), one},
		{"program: its separator, quoted, among its fields", "x.eml", mozilla("X-Mozilla-Status: 0001\r\n>From - Tue Jul 05 2022 18:44:15\r\n"), one},
		{"program: its separator", "x.eml", mozilla("From - Tue Jul 05 18:44:15 2022\r\nX-Mozilla-Status: 0001\r\n"), one},
		{"program: its separator, quoted, first of all", "x.eml", mozilla(">From - Tue Jul 05 2022 18:44:15\r\n"), one},
		{"program: Evolution's field", "x.eml", mozilla("X-Evolution-Source: 1234.5678@host\r\n"), one},
		{"program: Apple Mail, CRLF", "x.emlx", pectest.EMLX(p.consegna), one},

		{"wrapping: bare base64", "x.eml", pectest.Base64(p.consegna, 76), one},
		{"wrapping: base64 on one line", "x.txt", bytes.ReplaceAll(pectest.Base64(p.consegna, 76), []byte("\r\n"), nil), one},
		{"wrapping: base64, LF", "x.b64", pectest.LF(pectest.Base64(p.consegna, 64)), one},
		{"wrapping: winmail.dat as octets", "x.eml", pectest.Mixed("R", pectest.TextPart("Ecco.\n"), pectest.Attached([]byte("\x78\x9F\x3E\x22\x01\x00 and more"), "application/octet-stream", "base64", "winmail.dat")), `"" file.mail-unopened; "2" file.tnef`},
		{"wrapping: TNEF of another name", "x.eml", pectest.Mixed("R", pectest.TextPart("Ecco.\n"), pectest.Attached([]byte("\x78\x9F\x3E\x22\x01\x00 and more"), "application/ms-tnef", "base64", "ATT00001.dat")), `"" file.mail-unopened; "2" file.tnef`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := outcome(Verify(tt.file, tt.data, trusting(t))); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}
