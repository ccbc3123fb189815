package verifier

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// What programs leave beside mails, or in their place, is named for what it is; a mail in it is judged; nothing of it is called altered.
func TestWhatProgramsLeave(t *testing.T) {
	p := newPieces()
	mht := func(head string) []byte {
		return []byte(head + "MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"----M\"\r\n\r\n" +
			"------M\r\nContent-Type: text/html\r\nContent-Location: https://webmail.example/\r\n\r\n<p>Avvenuta consegna</p>\r\n------M--\r\n")
	}
	carrying := func(head string, receipt []byte) []byte {
		return bytes.Replace(mht(head), []byte("------M--"), append([]byte("------M\r\nContent-Type: message/rfc822\r\n\r\n"), append(receipt, "\r\n------M--"...)...), 1)
	}
	const blink = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://webmail.example/\r\nSubject: Posta\r\nDate: Tue, 5 Jul 2022 18:44:15 +0200\r\n"
	// Apple Mail empties the parts that it keeps elsewhere, and says in each how long it was.
	partial := func(mail []byte, part string) []byte {
		i := bytes.Index(mail, []byte(part))
		if i < 0 {
			t.Fatalf("no %s", part)
		}
		body := i + bytes.Index(mail[i:], []byte("\r\n\r\n"))
		end := body + bytes.Index(mail[body:], []byte("\r\n--"))
		return append(append(bytes.Clone(mail[:body]), "\r\nX-Apple-Content-Length: 2345\r\n\r\n"...), mail[end:]...)
	}
	nws := append([]byte("Path: news.example!not-for-mail\r\nNewsgroups: it.test\r\n"), p.consegna...)
	oft := (&pectest.OutlookMessage{Class: "IPM.Note", Subject: "Modello"}).Bytes()
	ole := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...)
	double := append([]byte("\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "), make([]byte, 100)...)
	const no = ""
	for _, tt := range []struct {
		file string
		data []byte
		want string
		mark string // what Unread says
	}{
		{"pagina.mht", mht(blink), `"" file.html`, no},
		{"pagina.mhtml", mht("From: \"Saved by Windows Internet Explorer 8\"\r\nSubject: Posta\r\n"), `"" file.html`, no},
		{"ie.mht", mht("From: =?utf-8?Q?=3CSalvato_da_Internet_Explorer_11=3E?=\r\nSubject: Posta\r\n"), `"" file.html`, no},
		{"word.mht", bytes.Replace(mht(""), []byte("\r\n\r\n------M\r\n"), []byte("\r\n\r\nThis document is a Single File Web Page, also known as a Web Archive file.\r\n\r\n------M\r\n"), 1), `"" file.html`, no},
		{"notifica.mht", mht(strings.Replace(blink, "Posta", "AVVISO DI MANCATA CONSEGNA: x", 1)), `"" file.html`, UnreadLost},
		{"con-ricevuta.mht", carrying(blink, p.consegna), `"2.1" avvenuta-consegna +wrapper.forwarded`, no},
		{"outlook.mht", carrying("From: Anna <anna@x.example>\r\nTo: b@x.example\r\nSubject: Posta\r\n", p.accettazione), `"2.1" accettazione +wrapper.forwarded`, no},

		{"invito.ics", []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"), `"" file.calendar`, no},
		{"contatto.vcf", []byte("\xEF\xBB\xBFBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nEND:VCARD\r\n"), `"" file.calendar`, no},
		{"posta.nsf", append([]byte("\x1A\x00\x00\x04\x00\x00"), make([]byte, 600)...), `"" file.database`, "database"},
		{"posta.edb", append([]byte("\x01\x02\x03\x04\xEF\xCD\xAB\x89"), make([]byte, 600)...), `"" file.database`, "database"},
		{"WindowsMail.MSMessageStore", append([]byte("\x01\x02\x03\x04\xEF\xCD\xAB\x89"), make([]byte, 600)...), `"" file.database`, "database"},
		{"mail_data.dat", append([]byte("SQLite format 3\x00"), make([]byte, 600)...), `"" file.database`, "database"},
		{"posta.7z", []byte("7z\xBC\xAF\x27\x1C\x00\x04"), `"" file.archive`, "archive"},
		{"posta.rar", []byte("Rar!\x1A\x07\x01\x00"), `"" file.archive`, "archive"},
		{"vecchia.rar", []byte("Rar!\x1A\x07\x00\xCF"), `"" file.archive`, "archive"},
		{"posta.pst", []byte("!BDN\x00\x00\x00\x00SM"), `"" file.pst`, "pst"},
		{"Inbox.dbx", []byte("\xCF\xAD\x12\xFE\xC5\xFD\x74\x6F"), `"" file.dbx`, "dbx"},
		{"Inbox.mbx", []byte("JMF6\x03\x00\x01\x00"), `"" file.dbx`, "dbx"},
		{"winmail.dat", []byte("\x78\x9F\x3E\x22\x01\x00"), `"" file.tnef`, "tnef"},
		{"modello.oft", oft, `"" file.msg-without-signed-blob`, UnreadLost},

		{"articolo.nws", nws, one, no},
		{"ricevuta.eml.gz", pectest.Gzip(p.consegna), one, no},
		{"1.partial.emlx", pectest.EMLX(partial(p.consegna, "Content-Type: application/pdf")), `"" file.mail-partial`, UnreadLost},
		{"2.partial.emlx", pectest.EMLX(partial(p.consegna, `name="daticert.xml"`)), `"" file.mail-partial`, UnreadLost},
		{"4.partial.emlx", pectest.EMLX(partial(p.accettazione, `name="smime.p7s"`)), `"" file.mail-partial`, UnreadLost},
		{"3.partial.emlx", pectest.EMLX(p.consegna), one, no},
		{"mbox", pectest.Mailbox(pectest.Separator("From anna@x.example Tue Jul  5 18:44:15 2022\n"), "\n", p.three()...), threeInAMailbox, no},
		{"1657039455.M20046P2137.host,S=9641,W=9820:2,S", p.consegna, one, no},
		{"1657039455.M20046P2137.host;2,FS", pectest.LF(p.consegna), one, no},

		{"._ricevuta.eml", double, `"" file.system`, no},
		{"._Avviso di mancata consegna.eml", double, `"" file.system`, no},
		{".DS_Store", append([]byte("\x00\x00\x00\x01Bud1\x00\x00"), make([]byte, 600)...), `"" file.system`, no},
		{"desktop.ini", []byte("\r\n[.ShellClassInfo]\r\nIconIndex=0\r\n"), `"" file.system`, no},
		{"desktop.ini", pectest.UTF16([]byte("[.ShellClassInfo]\r\nIconIndex=0\r\n"), binary.LittleEndian, true), `"" file.system`, no},
		{"Thumbs.db", ole, `"" file.system`, no},
		{"Icon\r", nil, `"" file.system`, no},
		{"Inbox.msf", []byte("// <!-- <mdb:mork:z v=\"1.4\"/> -->\n< <(a=c)> // (f=iso-8859-1)\n"), `"" file.system`, no},
		// A name is nothing: what is a mail is judged, and what is none is not the system's.
		{"._ricevuta.eml", p.consegna, one, no},
		{"Thumbs.db", p.consegna, one, no},
		{"._ricevuta.eml", []byte("\x00\x01\x02\x03\x04\x05\x06\x07\x08"), `"" file.binary`, UnreadLost},
		{"altro.db", ole, `"" file.ole`, no},
	} {
		reports := Verify(tt.file, tt.data, trusting(t))
		got := outcome(reports)
		if got != tt.want || reports[0].Unread != tt.mark {
			t.Errorf("%s: %s, marked %q, want %s, %q", tt.file, got, reports[0].Unread, tt.want, tt.mark)
		}
		if strings.Contains(got, string(HashFailure)) {
			t.Errorf("%s is called altered", tt.file)
		}
	}
}

// What a Mac or Windows puts into an archive beside the mails is no mail that could not be read.
func TestArchivesWithWhatSystemsPutThere(t *testing.T) {
	p := newPieces()
	double := append([]byte("\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "), make([]byte, 100)...)
	files := []pectest.File{
		{Name: "PEC.mbox/mbox", Data: p.consegna}, {Name: "__MACOSX/PEC.mbox/._mbox", Data: double}, {Name: "PEC.mbox/.DS_Store", Data: []byte("\x00\x00\x00\x01Bud1\x00")},
		{Name: "desktop.ini", Data: []byte("[.ShellClassInfo]\r\n")}, {Name: "Thumbs.db", Data: append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), make([]byte, 600)...)},
		{Name: "Inbox.msf", Data: []byte("// <!-- <mdb:mork:z v=\"1.4\"/> -->\n")}, {Name: "Icon\r", Data: nil},
	}
	for name, data := range map[string][]byte{"zip": pectest.Zip(files...), "tar": pectest.Tar(files...), "tgz": pectest.Gzip(pectest.Tar(files...))} {
		if got := outcome(Verify("x."+name, data, trusting(t))); got != `"PEC.mbox/mbox" avvenuta-consegna` {
			t.Errorf("%s: %s", name, got)
		}
	}
	for name, data := range map[string][]byte{"zip": pectest.Zip(files[1:]...), "tar": pectest.Tar(files[1:]...)} {
		if got := outcome(Verify("x."+name, data, trusting(t))); got != `"" unread archive-empty` {
			t.Errorf("%s without mails: %s", name, got)
		}
	}
	// What only bears such a name is told.
	hidden := pectest.Zip(pectest.File{Name: "__MACOSX/._x.eml", Data: p.accettazione}, pectest.File{Name: ".DS_Store", Data: []byte("ciao")})
	if got := outcome(Verify("x.zip", hidden, trusting(t))); got != `"__MACOSX/._x.eml" accettazione; ".DS_Store" file.text` {
		t.Error(got)
	}
}
