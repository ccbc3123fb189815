package verifier

import (
	"bytes"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// Containers that a mail or an Outlook message has attached are opened as they are alone.
func TestContainersAttachedToMails(t *testing.T) {
	pectest.Native(t, "a long table")
	o := pectest.NewOffice()
	p := newPieces()
	zip := pectest.Zip(pectest.File{Name: "accettazione.eml", Data: p.accettazione}, pectest.File{Name: "consegna.eml", Data: p.consegna})
	locked := packed(t, "chiuso.eml*", string(p.consegna), "aperto.eml", string(p.accettazione))
	mail := func(parts ...[]byte) []byte {
		return pectest.Mixed("Ricevute", append([][]byte{pectest.TextPart("Ecco.\n")}, parts...)...)
	}
	as := func(mediaType, coding, name string, data []byte) []byte {
		return pectest.Attached(data, mediaType, coding, name)
	}
	octets := func(name string, data []byte) []byte { return as("application/octet-stream", "base64", name, data) }
	envelope := func(a ...pectest.Attachment) []byte {
		d := o.Dispatch()
		d.Identifier, d.ClientID, d.Sent = "opec210.20250313090000.05000.900.1.10@"+o.Uno.Domain, "<6A000001.1@studio-bianchi.example>", d.Sent.AddDate(0, 0, 1)
		d.Original = d.NewOriginal()
		d.Original.Attachments = a
		return d.PostaCertificata().Bytes()
	}
	outlook := func(a ...pectest.OutlookAttachment) []byte {
		return (&pectest.OutlookMessage{Class: "IPM.Note", Subject: "Ricevute", Attachments: a}).Bytes()
	}
	file := func(name string, data []byte) pectest.OutlookAttachment {
		return pectest.OutlookAttachment{Name: name, Data: data}
	}
	clear := pectest.ClearSigned("", pectest.Entity(p.consegna)).Bytes()
	box := pectest.Mailbox(pectest.Separator("From - Tue Jul 05 18:44:15 2022\n"), "\n", pectest.LF(p.accettazione), pectest.LF(p.consegna))
	pdf := pectest.PDF("Atto")
	const (
		sevenZip = "7z\xBC\xAF\x27\x1C\x00 and more"
		winmail  = "\x78\x9F\x3E\x22\x01\x00 and more"
	)
	const two = `"2#/accettazione.eml" accettazione +wrapper.attached; "2#/consegna.eml" avvenuta-consegna +wrapper.attached`
	both := envelope(pectest.Attachment{Name: "ricevute.zip", Type: "application/zip", Content: zip})
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"a zip", mail(as("application/x-zip-compressed", "base64", "ricevute.zip", zip)), two},
		{"a zip that nothing calls so", mail(as("application/octet-stream", "base64", "ricevute.dat", zip)), two},
		{"a zip without a name", mail(pectest.Part{Header: pectest.Header{{"Content-Type", "application/zip"}}, Coding: "base64", Content: zip}.Bytes()), two},
		{"a zip in binary", mail(as("application/zip", "binary", "ricevute.zip", zip)), two},
		{"a zip alone in the mail", append(append(pectest.Ordinary("Zip").Bytes(), "Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"...), pectest.Base64(zip, 76)...),
			`"#/accettazione.eml" accettazione +wrapper.attached; "#/consegna.eml" avvenuta-consegna +wrapper.attached`},
		{"a zip in a forwarded mail", pectest.Forward(mail(octets("ricevute.zip", zip))), strings.ReplaceAll(two, `"2#`, `"2.1.2#`)},
		{"a signed zip", mail(as("application/pkcs7-mime", "base64", "ricevute.zip.p7m", o.Cover(zip))),
			`"2#/accettazione.eml" accettazione +wrapper.attached (cover.signed); "2#/consegna.eml" avvenuta-consegna +wrapper.attached (cover.signed)`},
		{"a signed receipt", mail(as("application/pkcs7-mime", "base64", "ricevuta.eml.p7m", o.Cover(p.consegna))), `"2" avvenuta-consegna +wrapper.attached (cover.signed)`},
		{"a tar archive", mail(octets("ricevute.tgz", pectest.Gzip(pectest.Tar(pectest.File{Name: "a.eml", Data: p.consegna})))), `"2#/a.eml" avvenuta-consegna +wrapper.attached`},
		{"an Outlook message", mail(octets("ricevuta.msg", clear)), `"2" avvenuta-consegna +wrapper.attached`},
		{"a mailbox", mail(as("text/plain", "quoted-printable", "posta.mbox", pectest.CRLF(box))), ""},
		{"a mailbox in base64", mail(as("text/plain", "base64", "posta", box)), `"2#/1" accettazione +wrapper.attached; "2#/2" avvenuta-consegna +wrapper.attached`},
		{"a mail that nothing calls so", mail(octets("ricevuta.dat", p.consegna)), `"2" avvenuta-consegna +wrapper.attached`},
		{"a mail of Apple Mail", mail(octets("1.emlx", pectest.EMLX(pectest.LF(p.consegna)))), `"2" avvenuta-consegna +wrapper.attached`},
		{"evidence beside it", mail(as("message/rfc822", "7bit", "busta.eml", p.busta), octets("ricevute.zip", zip)),
			`"2.1" posta-certificata +wrapper.forwarded; ` + strings.ReplaceAll(two, `"2#`, `"3#`)},
		{"an altered one in a zip", mail(octets("a.zip", pectest.Zip(pectest.File{Name: "a.eml", Data: pectest.Replace(p.consegna, "correttamente", "erroneamente ")}))),
			`"2#/a.eml" avvenuta-consegna HASH_FAILURE +wrapper.attached`},

		{"7z", mail(octets("ricevute.7z", []byte(sevenZip))), `"" file.mail-unopened; "2" file.archive`},
		{"7z beside evidence", mail(as("message/rfc822", "7bit", "busta.eml", p.busta), octets("ricevute.7z", []byte(sevenZip))), `"2.1" posta-certificata +wrapper.forwarded; "3" file.archive`},
		{"winmail.dat", mail(as("application/ms-tnef", "base64", "winmail.dat", []byte(winmail))), `"" file.mail-unopened; "2" file.tnef`},
		{"a zip with a password", mail(octets("a.zip", locked)), `"2#/chiuso.eml" unread zip-encrypted; "2#/aperto.eml" accettazione +wrapper.attached`},
		{"a damaged zip", mail(octets("a.zip", zip[:len(zip)/2])), `"" file.mail-unopened; "2" unread zip-damaged`},
		{"a part that cannot be decoded", mail(pectest.Part{Header: pectest.Header{{"Content-Type", "application/zip; name=a.zip"}, {"Content-Transfer-Encoding", "base64"}},
			Content: append(pectest.Base64(zip, 76), "!!!!"...)}.Bytes()), `"" file.mail-unopened; "2" unread unreadable`},

		{"an office document", mail(octets("atto.docx", pectest.Zip(pectest.File{Name: "[Content_Types].xml", Data: []byte("<x/>")}))), `"" file.mail`},
		{"a PDF", mail(octets("atto.pdf", pdf)), `"" file.mail`},
		{"a signed PDF", mail(as("application/pkcs7-mime", "base64", "atto.pdf.p7m", o.Cover(pdf))), `"" file.mail`},
		{"a zip of documents", mail(octets("atti.zip", pectest.Zip(pectest.File{Name: "atto.pdf", Data: pdf}, pectest.File{Name: "nota.txt", Data: []byte("ciao")}))), `"" file.mail`},
		{"a text that begins like a mail", mail(pectest.TextPart("From: anna@x.example\nTo: b@x.example\nSubject: c\n\nciao\n")), `"" file.mail`},
		{"a zip of ordinary mails", mail(octets("posta.zip", pectest.Zip(pectest.File{Name: "a.eml", Data: p.mail}))), `"" file.mail`},

		{"a zip of receipts that travelled as PEC", both, `"" posta-certificata; "1.3.1.2#/accettazione.eml" accettazione; "1.3.1.2#/consegna.eml" avvenuta-consegna`},
		{"the same, forwarded: what surrounds the outer one is not certified", pectest.Forward(both),
			`"2.1" posta-certificata +wrapper.forwarded; "2.1.1.3.1.2#/accettazione.eml" accettazione +wrapper.inside-authentic; "2.1.1.3.1.2#/consegna.eml" avvenuta-consegna +wrapper.inside-authentic`},
		{"what a sender attached and nobody can open", envelope(pectest.Attachment{Name: "a.7z", Type: "application/octet-stream", Content: []byte(sevenZip)},
			pectest.Attachment{Name: "b.zip", Type: "application/zip", Content: zip[:len(zip)/2]}, pectest.Attachment{Name: "c.zip", Type: "application/zip", Content: packed(t, "c*", "x")}), `"" posta-certificata`},
		{"the same, forwarded", pectest.Forward(envelope(pectest.Attachment{Name: "a.7z", Type: "application/octet-stream", Content: []byte(sevenZip)})), `"2.1" posta-certificata +wrapper.forwarded`},

		{"Outlook, a zip", outlook(file("ricevute.zip", zip)), `"ricevute.zip/accettazione.eml" accettazione +wrapper.outlook; "ricevute.zip/consegna.eml" avvenuta-consegna +wrapper.outlook`},
		{"Outlook, a .msg", outlook(file("CONSEGNA.msg", clear)), `"CONSEGNA.msg" avvenuta-consegna +wrapper.outlook`},
		{"Outlook, two of them", outlook(file("a.msg", clear), file("a.msg", clear)), `"a.msg" avvenuta-consegna +wrapper.outlook; "a.msg (2)" avvenuta-consegna +wrapper.outlook`},
		{"Outlook, a mail that forwards", outlook(file("fwd.eml", pectest.Forward(p.consegna))), `"fwd.eml#2.1" avvenuta-consegna +wrapper.forwarded`},
		{"Outlook, a mailbox", outlook(file("posta.mbox", box)), `"posta.mbox/1" accettazione +wrapper.outlook; "posta.mbox/2" avvenuta-consegna +wrapper.outlook`},
		{"Outlook, a zip beside the signed one", (&pectest.OutlookMessage{Class: "IPM.Note.SMIME.MultipartSigned", Attachments: []pectest.OutlookAttachment{
			file("smime.p7m", pectest.Entity(p.consegna)), file("1.2", zip)}}).Bytes(),
			`"" avvenuta-consegna +wrapper.outlook; "#/1.2/accettazione.eml" accettazione +wrapper.outlook; "#/1.2/consegna.eml" avvenuta-consegna +wrapper.outlook`},
		{"Outlook, 7z", outlook(file("a.7z", []byte(sevenZip))), `"" file.msg-without-signed-blob; "a.7z" file.archive`},
		{"Outlook, an ordinary mail and a document", outlook(file("a.eml", p.mail), file("b.pdf", pdf)), `"" file.msg-without-signed-blob`},
		{"a .msg in a zip", pectest.Zip(pectest.File{Name: "x.msg", Data: outlook(file("ricevute.zip", zip))}),
			`"x.msg#/ricevute.zip/accettazione.eml" accettazione +wrapper.outlook; "x.msg#/ricevute.zip/consegna.eml" avvenuta-consegna +wrapper.outlook`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.want == "" { // quoted-printable changes the long lines of nothing here, but the test's own text
				tt.want = `"2#/1" accettazione +wrapper.attached; "2#/2" avvenuta-consegna +wrapper.attached`
			}
			reports := Verify("x.eml", tt.data, trusting(t))
			if got := outcome(reports); got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
			for _, r := range reports {
				if r.Indication != TotalPassed || r.Content == nil || r.Content.Form == "none" {
					continue
				}
				if _, err := original("x.eml", tt.data, r.Part, trusting(t)); err != nil {
					t.Errorf("part %q: %v", r.Part, err)
				}
			}
		})
	}
	if bytes.Equal(both, p.busta) {
		t.Error("the two envelopes are one")
	}
}

// A cover that somebody put around a file is named, and is no unsigned text.
func TestCovers(t *testing.T) {
	o := pectest.NewOffice()
	p := newPieces()
	zip := pectest.Zip(pectest.File{Name: "a.eml", Data: p.accettazione}, pectest.File{Name: "b.eml", Data: p.consegna})
	pem := func(der []byte) []byte {
		return append(append([]byte("-----BEGIN PKCS7-----\n"), pectest.Base64(der, 64)...), "-----END PKCS7-----\n"...)
	}
	d := o.Dispatch()
	opaque := d.Consegna()
	opaque.Opaque = true
	for name, tt := range map[string]struct {
		file string
		data []byte
		want string
	}{
		"a signed receipt":                  {"r.eml.p7m", o.Cover(p.consegna), `"" avvenuta-consegna (cover.signed)`},
		"in BER":                            {"r.eml.p7m", o.CoverBER(p.consegna), `"" avvenuta-consegna (cover.signed)`},
		"in PEM":                            {"r.eml.p7m", pem(o.Cover(p.consegna)), `"" avvenuta-consegna (cover.signed)`},
		"in bare base64":                    {"r.eml.p7m", pectest.Base64(o.Cover(p.consegna), 64), `"" avvenuta-consegna (cover.signed)`},
		"twice":                             {"r.eml.p7m.p7m", o.Cover(o.Cover(p.consegna)), `"" avvenuta-consegna (cover.signed)`},
		"five times":                        {"r", o.Cover(o.Cover(o.CoverBER(o.Cover(o.Cover(p.consegna))))), `"" avvenuta-consegna (cover.signed)`},
		"a time stamp":                      {"r.eml.tsd", o.Stamped(p.consegna), `"" avvenuta-consegna (cover.timestamped)`},
		"a time stamp on a signed one":      {"r.eml.p7m.tsd", o.Stamped(o.Cover(p.consegna)), `"" avvenuta-consegna (cover.both)`},
		"a signature on a stamped one":      {"r.eml.tsd.p7m", o.Cover(o.Stamped(p.consegna)), `"" avvenuta-consegna (cover.both)`},
		"a signed archive":                  {"r.zip.p7m", o.Cover(zip), `"a.eml" accettazione (cover.signed); "b.eml" avvenuta-consegna (cover.signed)`},
		"a stamped archive":                 {"r.zip.tsd", o.Stamped(zip), `"a.eml" accettazione (cover.timestamped); "b.eml" avvenuta-consegna (cover.timestamped)`},
		"a signed mailbox":                  {"r.mbox.p7m", o.Cover(pectest.Mailbox(pectest.Separator("From - Tue Jul 05 18:44:15 2022\r\n"), "\r\n", p.accettazione, p.consegna)), `"1" accettazione (cover.signed); "2" avvenuta-consegna (cover.signed)`},
		"a signed Outlook message":          {"r.msg.p7m", o.Cover(pectest.ClearSigned("", pectest.Entity(p.consegna)).Bytes()), `"" avvenuta-consegna (cover.signed)`},
		"a signed archive of another kind":  {"r.7z.p7m", o.Cover([]byte("7z\xBC\xAF\x27\x1C\x00 and more")), `"" file.archive`},
		"ASiC-E":                            {"r.asice", pectest.Zip(pectest.File{Name: "mimetype", Data: []byte("application/vnd.etsi.asic-e+zip")}, pectest.File{Name: "a.eml", Data: p.consegna}), `"mimetype" file.text; "a.eml" avvenuta-consegna`},
		"an altered receipt":                {"r.eml.p7m", o.Cover(pectest.Replace(p.consegna, "correttamente", "erroneamente ")), `"" avvenuta-consegna HASH_FAILURE (cover.signed)`},
		"a signed ordinary mail":            {"r.eml.p7m", o.Cover(p.mail), `"" file.mail`},
		"a signed document":                 {"r.pdf.p7m", o.Cover(pectest.PDF("x")), `"" file.signed`},
		"a provider's own opaque signature": {"r.eml.p7m", opaque.SignatureDER(opaque.SignedBytes()), `"" avvenuta-consegna`},
		"a stamp without the file":          {"r.tsd", o.Stamped(nil), `"" file.time-stamped`},
		"a cover cut short":                 {"r.eml.p7m", o.Cover(p.consegna)[:9000], `"" file.cms`},
	} {
		t.Run(name, func(t *testing.T) {
			got := outcome(Verify(tt.file, tt.data, trusting(t)))
			if got != tt.want {
				t.Errorf("%s\nwant %s", got, tt.want)
			}
		})
	}
}
