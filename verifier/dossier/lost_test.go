package dossier

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

// Whatever may have been a notice of failure, and has lost the signature that would tell, leaves nothing complete; what hides nothing
// takes nothing away.
func TestNothingIsCompleteBesideWhatLostItsSignature(t *testing.T) {
	o := pectest.NewOffice()
	list := officeList(t, o)
	d := o.Dispatch()
	errore := d.ErroreConsegna("no-dest", "5.1.1 - indirizzo non valido")
	notice, mail := errore.Bytes(), string(pectest.Ordinary("Fwd: AVVISO DI MANCATA CONSEGNA: atti").Bytes())
	head, _ := pectest.Split(notice)
	text := "Content-Type: text/plain; charset=utf-8\r\n\r\nciao\r\n"
	ordinary := string(pectest.Ordinary("Saluti").Bytes())
	loose := func(name string) string {
		return ordinary + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nciao\r\n--b\r\nContent-Type: application/octet-stream; name=\"" +
			name + "\"\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\nx\r\n--b--\r\n"
	}
	daticert := `<?xml version="1.0" encoding="UTF-8"?><postacert tipo="errore-consegna" errore="no-dest"><intestazione/></postacert>`
	msg := func(class, headers string) []byte {
		return (&pectest.OutlookMessage{Class: class, Subject: "atti", Headers: headers}).Bytes()
	}
	page := "<!DOCTYPE html><html><body><p>Oggetto: <b>AVVISO DI MANCATA</b>&nbsp;CONSEGNA: atti</p></body></html>"
	stranger := o.Authority.Person(pectest.Place("Roma", "Roma", "Altri"), "Un Altro", "altro@altri.example", 0x7002)
	_, entity, _ := bytes.Cut(d.Accettazione().Bytes(), []byte("MIME-Version: 1.0\r\n"))
	plain := d.ErroreConsegna("no-dest", "5.1.1")
	plain.DaticertCoding = "7bit"
	damaged := pectest.Replace(plain.Bytes(), "<postacert", "<postcert!") // altered, and nothing says what it was
	for _, test := range []struct {
		name, file string
		data       []byte
		lost       bool
	}{
		{"an Outlook message without its signed part", "a.msg", msg("IPM.Note.SMIME.MultipartSigned", ""), true},
		{"the same of an ordinary class", "a.msg", msg("IPM.Note", ""), true},
		{"the same with a header", "a.msg", msg("IPM.Note", string(head)), true},
		{"the same in an Outlook message", "a.msg", (&pectest.OutlookMessage{Class: "IPM.Note", Attachments: []pectest.OutlookAttachment{
			{Name: "a", Message: &pectest.OutlookMessage{Class: "IPM.Note.SMIME.MultipartSigned"}},
			{Name: "b", Message: pectest.ClearSigned("", entity)}}}).Bytes(), true},
		{"the same attached to a mail", "a.eml", attaching("avviso.msg", msg("IPM.Note", "")), true},
		{"a mail without its signature", "a.eml", []byte(string(head[:bytes.Index(head, []byte("Content-Type"))]) + text), true},
		{"daticert.xml alone", "daticert.xml", []byte(daticert), true},
		{"the same under another name", "dati.bin", []byte(daticert), true},
		{"a mail with daticert.xml loose", "a.eml", []byte(loose("daticert.xml")), true},
		{"a mail with smime.p7s loose", "a.eml", []byte(loose("smime.p7s")), true},
		{"smime.p7s alone", "smime.p7s", pectest.SignedData{Content: []byte("x"), Signers: []pectest.Signer{{Certificate: stranger}}}.DER(), true},
		{"a smime.p7s with its content", "smime.p7s", pectest.SignedData{Embed: true, Content: []byte("x"), Signers: []pectest.Signer{{Certificate: stranger}}}.DER(), true},
		{"a text copied out of it", "appunti.txt", []byte("Oggetto: AVVISO DI MANCATA CONSEGNA: atti\n"), true},
		{"the words in quoted-printable", "appunti.txt", []byte("Oggetto: AVVISO DI MANCATA=\n CONSEGNA: atti\n"), true},
		{"a page of the webmail", "posta.html", []byte(page), true},
		{"the same in UTF-16", "posta.html", pectest.UTF16([]byte(page), binary.LittleEndian, true), true},
		{"a print", "AVVISO DI MANCATA CONSEGNA_ atti.pdf", []byte("%PDF-1.7\n"), true},
		{"a picture", "Mancata_consegna.png", []byte("\x89PNG\r\n\x1a\n"), true},
		{"a refusal printed", "AVVISO DI NON ACCETTAZIONE.pdf", []byte("%PDF-1.7\n"), true},
		{"a mail that forwards its text", "a.eml", []byte(mail + text), true},
		{"a mail with a print of it", "a.eml", []byte(loose("AVVISO DI MANCATA CONSEGNA.pdf")), true},
		{"a mail of which nothing was downloaded", "errore.eml", nil, true},
		{"a mail in whose place a page came", "errore.eml", []byte("<html><body>Sessione scaduta</body></html>"), true},
		{"the end of a mail", "errore.eml", []byte("MIIF0wYJKoZIhvcNAQcCoIIFxDCC\n--x--\n"), true},
		{"an archive that is none", "posta.zip", bytes.Repeat([]byte{0, 1, 2, 3}, 20), true},
		{"winmail.dat", "winmail.dat", []byte("\x78\x9F\x3E\x22\x01\x00"), true},
		{"a data file of Outlook", "archivio.pst", []byte("!BDN\x00\x00\x00\x00"), true},
		{"a folder of Outlook Express", "posta.dbx", []byte("\xCF\xAD\x12\xFE\xC5\xFD\x74\x6F"), true},
		{"altered, and nothing says what it was", "a.eml", damaged, true},

		{"a PDF", "atto.pdf", []byte("%PDF-1.7\n"), false},
		{"a print of a delivery", "Avvenuta consegna.pdf", []byte("%PDF-1.7\n"), false},
		{"a page", "sito.html", []byte("<html><body>Ciao</body></html>"), false},
		{"a text", "nota.txt", []byte("ricevuta di avvenuta consegna\n"), false},
		{"an empty file", "nota.txt", nil, false},
		{"an ordinary mail", "a.eml", []byte(ordinary + text), false},
		{"a mail that speaks of it", "a.eml", []byte(ordinary + "Content-Type: text/plain\r\n\r\nHo avuto un avviso di mancata consegna.\r\n"), false},
		{"the message alone", "postacert.eml", []byte("X-Riferimento-Message-ID: <x@y>\r\n" + ordinary + text), false},
		{"a signed document", "atto.pdf.p7m", pectest.SignedData{Content: []byte("%PDF-1.7\n"), Embed: true, Signers: []pectest.Signer{{Certificate: stranger}}}.DER(), false},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := append(pieces(t, list, "a.eml", d.Accettazione().Bytes()), pieces(t, list, "c.eml", d.Consegna().Bytes())...)
			in = append(in, pieces(t, list, test.file, test.data)...)
			packed, err := Unpack(Pack(in))
			if err != nil {
				t.Fatal(err)
			}
			for how, in := range map[string][]Input{"given": in, "packed": packed} {
				out := Build(in, Options{Now: now})
				if len(out.Transmissions) != 1 {
					t.Fatalf("%s: %d transmissions", how, len(out.Transmissions))
				}
				tr := out.Transmissions[0]
				if !tr.Proved || tr.Complete == test.lost || (out.Unjudged > 0) != test.lost {
					t.Errorf("%s: proved %v, complete %v, %d not judged: %+v", how, tr.Proved, tr.Complete, out.Unjudged, out.Leftover)
				}
				if said := slices.ContainsFunc(out.Leftover, func(l Leftover) bool {
					return l.Unjudged > 0 && l.File.Name == test.file && !strings.Contains(l.Detail, "{")
				}); said != test.lost {
					t.Errorf("%s: %+v", how, out.Leftover)
				}
			}
		})
	}
}

// A sent message that speaks of a notice in its subject is known by its Message-ID.
func TestASentMessageAboutANoticeIsNone(t *testing.T) {
	s := settled().sent("<c1@anna.example>")
	s.in[len(s.in)-1].Sent.Lost = true
	if d := s.build(); d.Unjudged != 0 || !d.Transmissions[0].Complete {
		t.Errorf("%d not judged: %+v", d.Unjudged, d.Leftover)
	}
	s = settled().sent("<altro@anna.example>")
	s.in[len(s.in)-1].Sent.Lost = true
	if d := s.build(); d.Unjudged != 1 || d.Transmissions[0].Complete || d.Leftover[0].Reason != "leftover.lost" {
		t.Errorf("%d not judged: %+v", d.Unjudged, d.Leftover)
	}
	for _, one := range []*verifier.Report{{Indication: verifier.NoEvidence, Unread: verifier.UnreadLost}} {
		if one.Judged() {
			t.Error("what lost its signature counts as judged")
		}
	}
}

func attaching(name string, data []byte) []byte {
	return []byte(string(pectest.Ordinary("Inoltro").Bytes()) + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nciao\r\n" +
		"--b\r\nContent-Type: application/octet-stream; name=\"" + name + "\"\r\nContent-Disposition: attachment; filename=\"" + name +
		"\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + string(pectest.Base64(data, 76)) + "\r\n--b--\r\n")
}
