package verifier

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// outcome is what a test wants to hear of reports: part, kind or verdict, and the checks that warn.
func outcome(reports []Report) string {
	var out []string
	for _, r := range reports {
		line := fmt.Sprintf("%q %s", r.Part, r.Kind)
		switch {
		case r.Error != "":
			line = fmt.Sprintf("%q unread %s", r.Part, r.Unread)
		case r.Indication == NoEvidence:
			line = fmt.Sprintf("%q %s", r.Part, r.Checks[0].Reason)
		case r.Indication != TotalPassed:
			line += fmt.Sprintf(" %s", r.Subindication)
		}
		for _, c := range r.Checks {
			if c.Status == Warning {
				line += " +" + c.Reason
			}
			if c.ID == "wrapper.cover" {
				line += " (" + c.Reason + ")"
			}
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

// pieces are receipts of one dispatch, and an ordinary mail, for stores to hold.
type pieces struct {
	accettazione, consegna, busta, mail []byte
}

func newPieces() pieces {
	d := pectest.NewOffice().Dispatch()
	text := append(pectest.Ordinary("Saluti").Bytes(), "Content-Type: text/plain; charset=utf-8\r\n\r\nCiao.\r\n"...)
	return pieces{d.Accettazione().Bytes(), d.Consegna().Bytes(), d.PostaCertificata().Bytes(), text}
}

func (p pieces) three() [][]byte { return [][]byte{p.accettazione, p.consegna, p.busta} }

const (
	threeInAMailbox = `"1" accettazione; "2" avvenuta-consegna; "3" posta-certificata`
	one             = `"" avvenuta-consegna`
)

// Whatever people's programs write between the mails of a mailbox, each mail is judged, and none is called text of another.
func TestMailboxesOfManyPrograms(t *testing.T) {
	pectest.Native(t, "a long table")
	p := newPieces()
	lf := func(mails ...[]byte) [][]byte {
		var out [][]byte
		for _, m := range mails {
			out = append(out, pectest.LF(m))
		}
		return out
	}
	box := func(line, after string) []byte { return pectest.Mailbox(pectest.Separator(line), after, p.three()...) }
	unix := func(line, after string) []byte {
		return pectest.Mailbox(pectest.Separator(line), after, lf(p.three()...)...)
	}
	mozilla := "From - Tue Jul 05 18:44:15 2022\r\n"
	for name, data := range map[string][]byte{
		"as RFC 4155 has it":                       unix("From anna@x.example Tue Jul  5 18:44:15 2022\n", "\n"),
		"no blank line before the separator":       box(mozilla, ""),
		"no blank line, LF":                        unix("From - Tue Jul 05 18:44:15 2022\n", ""),
		"two blank lines":                          unix("From - Tue Jul 05 18:44:15 2022\n", "\n\n"),
		"an address and no date":                   unix("From posta-certificata@pec.example\n", "\n"),
		"an address, no date, no blank line":       box("From posta-certificata@pec.example\r\n", ""),
		"a dash alone":                             unix("From -\n", "\n"),
		"a dash and a blank":                       box("From - \r\n", "\r\n"),
		"nothing behind From":                      unix("From \n", "\n"),
		"a date of ISO 8601":                       unix("From anna@x.example 2022-07-05T18:44:15+02:00\n", "\n"),
		"a date alone":                             unix("From 2022-07-05 18:44:15\n", "\n"),
		"a date in Italian":                        unix("From - mar lug 05 18:44:15 2022\n", "\n"),
		"a date in German":                         unix("From anna@x.example Di Jul 5 18:44:15 2022\n", ""),
		"a date as Windows writes it":              box("From anna@x.example 05/07/2022 18:44\r\n", "\r\n"),
		"a date with dots":                         box("From anna@x.example 5.7.2022 18.44.15\r\n", ""),
		"a date as in a header":                    unix("From anna@x.example Tue, 5 Jul 2022 18:44:15 +0200\n", "\n"),
		"Gmail's archive":                          unix("From 1737552834619473018@xxx Tue Jul 05 16:44:15 +0000 2022\n", "\n"),
		"Eudora":                                   box("From ???@??? Tue Jul 05 18:44:15 2022\r\n", ""),
		"Gnus":                                     unix("From nobody Tue Jul  5 18:44:15 2022\n", "\n"),
		"Pipermail, the address in words":          unix("From anna at x.example  Tue Jul  5 18:44:15 2022\n", "\n"),
		"UUCP":                                     unix("From anna Tue Jul  5 18:44:15 2022 remote from x\n", "\n"),
		"Thunderbird on macOS":                     unix("From - Tue Jul 05 18:44:15 2022\n>From - Tue Jul 05 2022 18:44:15\nX-Mozilla-Status: 0001\nX-Mozilla-Status2: 00000000\n", "\n"),
		"a quoted line among Mozilla's own fields": unix("From - Tue Jul 05 18:44:15 2022\nX-Mozilla-Status: 0001\n>From - Tue Jul 05 2022 18:44:15\n", "\n"),
		"two separators, one behind the other":     box("From a@x.example Tue Jul 05 18:44:15 2022\r\n"+mozilla, "\r\n"),
		"mboxcl, with a length":                    unix("From anna@x.example Tue Jul  5 18:44:15 2022\nContent-Length: 100\n", "\n"),
		"mboxcl2, with a length that is a lie":     unix("From anna@x.example Tue Jul  5 18:44:15 2022\nContent-Length: 99999999\n", "\n"),
		"MMDF":                                     pectest.MMDF(lf(p.three()...)...),
		"MMDF with From lines":                     pectest.MMDF(bytes.SplitAfter(unix("From anna@x.example Tue Jul  5 18:44:15 2022\n", "\x00"), []byte("\x00"))[:1]...),
		"simply joined":                            bytes.Join(p.three(), nil),
		"joined, LF":                               bytes.Join(lf(p.three()...), nil),
		"joined, blank lines between":              bytes.Join(p.three(), []byte("\r\n\r\n\r\n")),
		"joined, without a line end":               bytes.Join([][]byte{bytes.TrimSpace(p.accettazione), bytes.TrimSpace(p.consegna), bytes.TrimSpace(p.busta)}, nil),
		"joined, with their names between":         bytes.Join(p.three(), []byte("==> 2.eml <==\r\n")),
		"joined, a byte order mark before each":    append([]byte("\xef\xbb\xbf"), bytes.Join(p.three(), []byte("\xef\xbb\xbf"))...),
		"what a POP3 session left":                 append(append([]byte("+OK 1 octets\r\n"), bytes.Join(p.three(), []byte(".\r\n+OK 2 octets\r\n"))...), ".\r\n"...),
		"the first mail of the mailbox joined":     append(bytes.Clone(p.accettazione), pectest.Mailbox(pectest.Separator(mozilla), "\r\n", p.consegna, p.busta)...),
		"a mailbox whose mails have no line end":   pectest.Mailbox(pectest.Separator(mozilla), "", bytes.TrimSpace(p.accettazione), bytes.TrimSpace(p.consegna), bytes.TrimSpace(p.busta)),
		"carriage returns alone":                   pectest.CR(box(mozilla, "\r\n")),
		"in UTF-16":                                pectest.UTF16(box(mozilla, "\r\n"), binary.LittleEndian, true),
		"after a byte order mark and a blank line": append([]byte("\xef\xbb\xbf\r\n"), box(mozilla, "\r\n")...),
	} {
		t.Run(name, func(t *testing.T) {
			if name == "MMDF with From lines" {
				data = pectest.MMDF(append([][]byte(nil), prefixed("From a@x.example Tue Jul  5 18:44:15 2022\n", lf(p.three()...))...)...)
			}
			got := strings.NewReplacer(" +repair.lineends", "", " +repair.utf16", "").Replace(outcome(Verify("x", data, trusting(t))))
			if got != threeInAMailbox {
				t.Error(got)
			}
		})
	}
}

func prefixed(prefix string, mails [][]byte) (out [][]byte) {
	for _, m := range mails {
		out = append(out, append([]byte(prefix), m...))
	}
	return out
}

// A mail that is one is not torn, whatever stands in its text.
func TestWhatStandsInAMailIsNoOtherMail(t *testing.T) {
	p := newPieces()
	quoting := func(text string) []byte {
		d := pectest.NewOffice().Dispatch()
		d.Sent = d.Sent.AddDate(0, 0, 1) // other boundaries than those of what is quoted
		d.Original.Text, d.Original.TextCoding = text, "7bit"
		return d.PostaCertificata().Bytes()
	}
	strong := "Inoltro:\n\nFrom anna@x.example Tue Nov 13 16:39:27 2018\nReturn-Path: <anna@x.example>\nFrom: anna@x.example\nTo: b@x.example\nSubject: prova\nMIME-Version: 1.0\n\nciao\n"
	source := "Ecco il sorgente:\n" + strings.ReplaceAll(string(p.accettazione), "\r\n", "\n")
	box := func(mails ...[]byte) []byte {
		return pectest.Mailbox(pectest.Separator("From - Tue Jul 05 18:44:15 2022\r\n"), "\r\n", mails...)
	}
	const busta = `"" posta-certificata`
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"a separator in the text", quoting(strong), busta},
		{"the same in a mailbox of one", box(quoting(strong)), busta},
		{"the same in a mailbox", box(p.accettazione, quoting(strong), p.consegna), `"1" accettazione; "2" posta-certificata; "3" avvenuta-consegna`},
		{"two of them", box(quoting(strong), quoting(strong+"\n"+strong)), `"1" posta-certificata; "2" posta-certificata`},
		{"a whole receipt quoted as text", quoting(source), busta},
		{"the same in a mailbox, with a separator before it", box(quoting("From a Tue Nov 13 16:39:27 2018\n"+source[len("Ecco il sorgente:\n"):]), p.consegna), `"1" posta-certificata; "2" avvenuta-consegna`},
		{"the same joined", append(quoting(source), p.consegna...), `"1" posta-certificata; "2" avvenuta-consegna`},
		{"a mailbox attached unencoded", func() []byte {
			d := pectest.NewOffice().Dispatch()
			d.Original.Attachments = []pectest.Attachment{{Name: "a.mbox", Type: "text/plain", Coding: "7bit", Content: pectest.CRLF([]byte(strong + strong))}}
			return box(d.PostaCertificata().Bytes(), p.consegna)
		}(), `"1" posta-certificata; "2" avvenuta-consegna`},
		{"a sentence", box(append(bytes.Clone(p.mail), "\r\nFrom Monday on we are closed\r\nPS: ciao\r\n"...), p.consegna), `"1" file.mail; "2" avvenuta-consegna`},
		{"a sentence with a year", box(append(bytes.Clone(p.mail), "\r\nFrom 2019 on we are closed\r\n\r\nTo: be\r\n"...), p.consegna), `"1" file.mail; "2" avvenuta-consegna`},
		{"a forwarded header in an ordinary mail", append(bytes.Clone(p.mail), "\r\n---- Messaggio originale ----\r\nFrom: a@x.example\r\nTo: b@x.example\r\nSubject: c\r\n\r\nciao\r\n"...), `"" file.mail`},
		{"a footer with a colon", append(bytes.Clone(p.consegna), "Nota: questo messaggio\r\nTo: unsubscribe\r\n"...), `"" avvenuta-consegna +wrapper.epilogue`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := outcome(Verify("x.eml", tt.data, trusting(t))); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// Whoever owns the first and the last mail of a mailbox cannot make what lies between vanish.
func TestAStrangersMailSwallowsNothing(t *testing.T) {
	pectest.Native(t, "a long table")
	o := pectest.NewOffice()
	errore := o.Dispatch().ErroreConsegna("no-dest", "5.1.1 - indirizzo non valido").Bytes()
	p := newPieces()
	const sep = "From - Tue Jul 05 18:44:15 2022\r\n"
	box := func(mails ...string) []byte {
		var all [][]byte
		for _, m := range mails {
			all = append(all, []byte(m))
		}
		return pectest.Mailbox(pectest.Separator(sep), "\r\n", all...)
	}
	head := func(contentType string) string {
		return string(pectest.Ordinary("Offerta").Bytes()) + contentType + "\r\n\r\n"
	}
	opened := head("Content-Type: multipart/mixed; boundary=B") + "--B\r\nContent-Type: text/plain\r\n\r\nciao\r\n"
	closing := head("Content-Type: text/plain") + "ciao\r\n--B--\r\n"
	// A stranger's own signature over all that lies between.
	swallowed := "Content-Type: text/plain\r\n\r\nciao\r\n\r\n" + sep + string(errore) + "\r\n" + sep + head("Content-Type: text/plain") + "ciao\r\n"
	person := o.Authority.Person(pectest.Place("Roma", "Roma", "Altri"), "Un Altro", "altro@altri.example", 0x7002)
	p7s := pectest.SignedData{Content: []byte(swallowed), Signers: []pectest.Signer{{Certificate: person}}}.DER()
	signed := head("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=B") + "--B\r\n" + swallowed +
		"\r\n--B\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\n" + string(pectest.Base64(p7s, 64)) + "\r\n--B--\r\n"
	for _, tt := range []struct {
		name string
		data []byte
		want string // must be among what is said
	}{
		{"a boundary that the last mail closes", box(opened, string(errore), closing), `"2" errore-consegna`},
		{"the same with more between", box(opened, string(p.accettazione), string(errore), string(p.consegna), closing), `"3" errore-consegna`},
		{"two strangers", box(opened, opened, string(errore), closing, closing), `"3" errore-consegna`},
		{"an encoded multipart", box(strings.Replace(opened, "boundary=B", "boundary=B\r\nContent-Transfer-Encoding: base64", 1), string(errore), closing), `"2" errore-consegna`},
		{"multipart/signed, and his own signature over it", append([]byte(sep), signed...), `"2" errore-consegna`},
		{"a length that spans all", box(head("Content-Length: 999999\r\nContent-Type: text/plain")+"ciao\r\n", string(errore), closing), `"2" errore-consegna`},
		{"simply joined", []byte(opened + string(errore) + closing), `errore-consegna`},
		{"joined, not multipart", []byte(head("Content-Type: text/plain") + "ciao\r\n" + string(errore) + closing), `errore-consegna`},
		{"joined, his own signature", []byte(strings.ReplaceAll(signed, sep, "")), `errore-consegna`},
		{"a thousand strangers", box(append(slices.Repeat([]string{opened}, 1000), string(errore), closing)...), `"1001" errore-consegna`},
		{"MMDF", pectest.MMDF([]byte(opened), errore, []byte(closing)), `"2" errore-consegna`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := outcome(Verify("x", tt.data, trusting(t)))
			if !strings.Contains(got, tt.want) {
				t.Errorf("%.600s, want %s", got, tt.want)
			}
			if strings.Contains(got, "errore-consegna HASH") {
				t.Errorf("a genuine one is called altered: %.600s", got)
			}
		})
	}
}

// An altered receipt that lies behind a boundary which a stranger left open, or in a text, is not passed over: what holds it has a mark.
func TestAnAlteredReceiptWithoutStructureIsMarked(t *testing.T) {
	p := newPieces()
	altered := pectest.Replace(pectest.NewOffice().Dispatch().ErroreConsegna("no-dest", "5.1.1").Bytes(), "\r\nIl ", "\r\nIL ")
	opened := string(pectest.Ordinary("Offerta").Bytes()) + "Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nciao\r\n"
	closing := string(pectest.Ordinary("Offerta").Bytes()) + "Content-Type: text/plain\r\n\r\nciao\r\n--B--\r\n"
	for _, tt := range []struct {
		name, data, unread string
	}{
		{"joined, behind an open boundary", opened + string(altered) + closing, UnreadLost},
		{"in the text of a mail", string(p.mail) + "Ecco:\r\n\r\n" + string(altered), UnreadLost},
		{"in a text", strings.Repeat("Ecco.\n", 50) + string(altered), UnreadLost},
		{"nothing of the kind", opened + closing, ""},
	} {
		reports := Verify("x", []byte(tt.data), trusting(t))
		marked := slices.ContainsFunc(reports, func(r Report) bool { return r.Unread == UnreadLost })
		if marked != (tt.unread != "") {
			t.Errorf("%s: marked %v: %s", tt.name, marked, outcome(reports))
		}
	}
}

// The true header of a mail lies in its body where a program put something before it.
func TestAForeignHeaderBeforeTheMail(t *testing.T) {
	p := newPieces()
	altered := pectest.Replace(p.consegna, "correttamente", "erroneamente ")
	const getmail = "Received: from outlook.example by host with IMAP getmail6 msgid:1; 13 May 2024 08:20:31 -0000\n\n"
	const found = `"" avvenuta-consegna +wrapper.foreign`
	before := func(text string, mail []byte) []byte { return append([]byte(text), mail...) }
	head, body := pectest.Split(p.consegna)
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"one field":                      {before(getmail, p.consegna), found},
		"and a byte order mark":          {before(getmail+"\xef\xbb\xbf", p.consegna), found},
		"and blank lines":                {before(getmail+"\n\n", p.consegna), found},
		"and the line of a mailbox":      {before(getmail+"From - Tue Jul 05 18:44:15 2022\n", p.consegna), found},
		"a whole header":                 {before(string(pectest.Ordinary("Fwd").Bytes())+"\r\n", p.consegna), found},
		"its own header, twice":          {before(string(head)+"\r\n", p.consegna), `"" avvenuta-consegna +wrapper.preamble`},
		"that claims to be a receipt":    {before("X-Ricevuta: accettazione\r\nFrom: posta-certificata@pec.example\r\n\r\n", p.consegna), found},
		"two blocks":                     {before(getmail+getmail, p.consegna), `"#/1" avvenuta-consegna +wrapper.loose`},
		"more blocks than are taken off": {before(strings.Repeat(getmail, 40), p.consegna), `"#/1" avvenuta-consegna +wrapper.loose`},
		"a blank line in the header":     {pectest.Replace(p.consegna, "\r\nMIME-Version", "\r\n\r\nMIME-Version"), found},
		"LF, in a mailbox":               {pectest.Mailbox(pectest.Separator("From - Tue Jul 05 18:44:15 2022\n"), "\n", before(getmail, pectest.LF(p.consegna)), pectest.LF(p.busta)), `"1" avvenuta-consegna +wrapper.foreign; "2" posta-certificata`},
		"an altered one":                 {before(getmail, altered), `"" avvenuta-consegna HASH_FAILURE +wrapper.foreign`},
		"an ordinary mail":               {before(getmail, p.mail), `"" file.mail`},
		"words":                          {before("Ecco la ricevuta:\n\n", p.consegna), `"#/1" avvenuta-consegna +wrapper.loose`},
		"words, and an altered one":      {before("Ecco la ricevuta:\n\n", altered), `"" file.text`},
		"many words":                     {before(strings.Repeat("Ecco la ricevuta.\n", 50), p.consegna), `"#/1" avvenuta-consegna +wrapper.loose`},
		"many words, and an altered one": {before(strings.Repeat("Ecco la ricevuta.\n", 50), altered), `"" file.text`},
		"a text in an ordinary mail":     {append(append(bytes.Clone(p.mail), "\r\nEcco il sorgente:\r\n\r\n"...), p.consegna...), `"#/1" avvenuta-consegna +wrapper.loose`},
		"two in a text":                  {append(append(bytes.Clone(p.mail), "\r\nEcco:\r\n\r\n"...), append(bytes.Clone(p.consegna), p.busta...)...), `"#/1" avvenuta-consegna +wrapper.loose; "#/2" posta-certificata +wrapper.loose`},
		"an altered one in a text":       {append(append(bytes.Clone(p.mail), "\r\nEcco:\r\n\r\n"...), altered...), `"" file.mail`},
		"a file of unknown format":       {before("\x00\x01\x02\x03\x04mail\n", p.consegna), `"#/1" avvenuta-consegna +wrapper.loose; "" unread unknown-format`},
		"the same with two":              {before("\x00\x01\x02\x03\x04mail\n\x00\n\x01\n\x02\n\x03\n\x04\n", append(append(bytes.Clone(p.consegna), "\x00\x01\n"...), p.busta...)), `"#/1" avvenuta-consegna +wrapper.loose; "#/2" posta-certificata +wrapper.loose; "" unread unknown-format`},
		"a body that is no header":       {append(bytes.Clone(head), append([]byte("\r\nciao\r\n"), body...)...), `"" avvenuta-consegna +wrapper.preamble`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outcome(Verify("x.eml", tt.data, trusting(t))); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}
