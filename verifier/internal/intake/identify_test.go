package intake

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

const mail = "Return-Path: <a@pec.example>\r\nFrom: a@pec.example\r\nTo: b@pec.example\r\nSubject: Prova\r\n" +
	"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nciao\r\n"

// signed is the start of a clear-signed entity, as Outlook keeps it.
const signed = "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n boundary=\"x\"\r\n\r\n--x\r\nA: b\r\n\r\n--x--\r\n"

var (
	cmsDER = append([]byte{0x30, 0x82, 0x10, 0x00, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02}, make([]byte, 100)...)
	cmsBER = append([]byte{0x30, 0x80, 0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02}, make([]byte, 100)...)
)

func wrapped(raw []byte) string {
	s := base64.StdEncoding.EncodeToString(raw)
	var lines strings.Builder
	for len(s) > 64 {
		lines.WriteString(s[:64] + "\r\n")
		s = s[64:]
	}
	return lines.String() + s + "\r\n"
}

type file struct{ name, data string }

func zipped(t testing.TB, files ...file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		method := zip.Deflate
		if f.name == "mimetype" {
			method = zip.Store
		}
		e, err := w.CreateHeader(&zip.FileHeader{Name: f.name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write([]byte(f.data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const fromLine = "From a@pec.example Tue Nov 13 16:39:27 2018\n"

func TestIdentify(t *testing.T) {
	tests := []struct {
		name, file, data string
		want             Format
	}{
		{"nothing", "x.eml", "", Empty},
		{"one byte", "x.eml", "F", OneByte},

		{"a message", "", mail, Message},
		{"a message with LF", "", strings.ReplaceAll(mail, "\r\n", "\n"), Message},
		{"a message after a byte order mark", "", "\xEF\xBB\xBF" + mail, Message},
		{"a message after blank lines", "", "\r\n \r\n\n" + mail, Message},
		{"a message after a From line", "", fromLine + mail, Message},
		{"a message after a From line without date", "", "From \n" + mail, Message},
		{"a message after a byte order mark, blank lines and a From line", "", "\xEF\xBB\xBF\n\n" + fromLine + mail, Message},
		{"a message called something else", "x.pdf", mail, Message},
		{"a MIME entity", "", signed, Message},
		{"a message with one broken line in its header", "", strings.Replace(mail, "Subject", "oops\r\nSubject", 1), Message},
		{"a header without body", "", "From: a\r\nSubject: b\r\n", Message},
		{"a message with a postal address in its body", "", mail + "\r\nFrom Monday on we are closed\r\n", Message},
		{"a message with a quoted mailbox in its body", "", mail + "\r\n" + fromLine + "Subject: x\r\n", Message},
		{"one usual field in a file called a message", "x.eml", "Subject: b\r\nX-A: c\r\n\r\n", Message},
		{"one usual field", "", "Subject: b\r\nX-A: c\r\n\r\n", Text},
		{"fields that no mail has", "x.eml", "name: a\r\nversion: b\r\n\r\n", Text},
		{"a text called a message", "x.eml", "ciao\r\nFrom: a\r\nTo: b\r\n", Text},
		{"a first line that is folded", "", " From: a\r\nTo: b\r\n\r\n", Text},
		{"mostly lines that are no fields", "", "From: a\r\nx\r\nTo: b\r\nx\r\n\r\n", Text},
		{"a From line before no header", "", "From Monday on\nwe are closed\n", Text},

		{"a mailbox", "", fromLine + mail + "\n" + fromLine + mail, Mbox},
		{"a mailbox of Thunderbird", "", "From - Tue Nov 13 16:39:27 2018\r\n" + mail + "\r\nFrom - Tue Nov 13 16:39:28 2018\r\n" + mail, Mbox},
		{"a mailbox of Gmail", "", "From 16172@xxx Tue Nov 13 16:39:27 +0000 2018\n" + mail + "\nFrom 16173@xxx Tue Nov 13 16:39:27 +0000 2018\n" + mail, Mbox},

		{"CMS in DER", "", string(cmsDER), CMS},
		{"CMS in BER", "", string(cmsBER), CMS},
		{"CMS in PEM", "", "-----BEGIN PKCS7-----\n" + wrapped(cmsDER) + "-----END PKCS7-----\n", CMS},
		{"CMS in PEM by its newer name", "", "-----BEGIN CMS-----\r\n" + wrapped(cmsDER) + "-----END CMS-----\r\n", CMS},
		{"CMS in bare base64", "x.p7m", wrapped(cmsDER), CMS},
		{"CMS in BER in bare base64", "x.p7m", "\n" + wrapped(cmsBER), CMS},
		{"an encrypted p7m", "", strings.Replace(string(cmsDER), "\x07\x02", "\x07\x03", 1), Encrypted},
		{"another content type of CMS", "", strings.Replace(string(cmsDER), "\x07\x02", "\x07\x05", 1), Binary},
		{"a certificate in PEM", "", "-----BEGIN CERTIFICATE-----\nMIIB\n", ProviderList},
		{"a certificate in DER", "", "\x30\x82\x04\x00\x30\x82\x03\x00\xA0\x03\x02\x01\x02", ProviderList},
		{"a revocation list in DER", "", "\x30\x82\x04\x00\x30\x82\x03\x00\x02\x01\x01", ProviderList},
		{"the index of providers", "igpec.ldif", "version: 1\n\n# x\ndn: o=postacert\nobjectclass: top\n", ProviderList},
		{"a key in PEM", "", "-----BEGIN PRIVATE KEY-----\nMIIB\n", Text},
		{"noughts in text", "", "000000000000\n", Text},

		{"PDF", "x.eml", "%PDF-1.7\n", PDF},
		{"PNG", "", "\x89PNG\r\n\x1a\n\x00", PNG},
		{"JPEG", "", "\xFF\xD8\xFF\xE0\x00", JPEG},
		{"GIF", "", "GIF89a\x01", GIF},
		{"TIFF, little end first", "", "II*\x00\x08", TIFF},
		{"TIFF, big end first", "", "MM\x00*\x00", TIFF},
		{"RTF", "", `{\rtf1\ansi`, RTF},
		{"winmail.dat", "", "\x78\x9F\x3E\x22\x01", TNEF},
		{"an Outlook data file", "", "!BDN\x00", PST},
		{"7z", "", "7z\xBC\xAF\x27\x1C\x00", Archive},
		{"gzip", "", "\x1F\x8B\x08", Gzip},
		{"bzip2", "", "BZh91AY&SY\x00", Bzip2},
		{"a text of bzip2", "", "BZh9 e altre sigle\n", Text},

		{"zip", "", string(zipped(t, file{"a.eml", mail})), Zip},
		{"an empty zip", "", string(zipped(t)), Zip},
		{"a zip cut short", "", "PK\x03\x04\x14", Zip},
		{"docx", "", string(zipped(t, file{"[Content_Types].xml", "<x/>"}, file{"word/document.xml", "<x/>"})), Office},
		{"odt", "", string(zipped(t, file{"mimetype", "application/vnd.oasis.opendocument.text"})), Office},
		{"a zip of a file that is called mimetype", "", string(zipped(t, file{"mimetype", "ciao"})), Zip},
		{"msg", "", string((&pectest.OutlookMessage{Class: "IPM.Note"}).Bytes()), Msg},
		{"another compound file", "", oleStart + strings.Repeat("\x00", 600), OLE},

		{"HTML", "", "<!DOCTYPE html><html>", HTML},
		{"HTML in capitals without doctype", "", "\r\n<HTML><body>", HTML},
		{"HTML after a comment", "", "<!-- saved from url --><html>", HTML},
		{"XHTML", "", "<?xml version=\"1.0\"?>\n<html xmlns=\"x\">", HTML},
		{"daticert.xml", "", "<?xml version=\"1.0\"?>\n<postacert tipo=\"accettazione\">", Daticert},
		{"daticert.xml after a byte order mark", "", "\xEF\xBB\xBF<postacert>", Daticert},
		{"daticert.xml after a comment and a DOCTYPE", "", "<?xml version=\"1.0\"?><!-- <x> --><!DOCTYPE postacert [<!ELEMENT a ANY>]>\n<postacert\ttipo='x'>", Daticert},
		{"daticert.xml with a DOCTYPE alone", "", "<!DOCTYPE postacert SYSTEM 'x'>\n<postacert/>", Daticert},
		{"another XML", "", "<?xml version=\"1.0\"?>\n<FatturaElettronica>", XML},
		{"another XML without declaration", "", "<ns:FatturaElettronica xmlns:ns='x'>", XML},
		{"XML with nothing in it", "", "<?xml version=\"1.0\"?>\n", XML},
		{"an address in angle brackets", "", "<a@b.it> ha scritto\n", Text},

		{"text", "", "Ricevuta di accettazione\nIl giorno 13/11/2018\n", Text},
		{"text in Latin-1", "", "Il messaggio \xE8 stato accettato dal sistema\n", Text},
		{"text in UTF-16", "", "\xFF\xFEc\x00i\x00", Text},
		{"text of few Latin letters", "", strings.Repeat("я", 40_000), Text},
		{"text of few Latin letters in another encoding", "", strings.Repeat("\xD1", 100), Binary},
		{"text with colours", "", "\x1B[31mciao\x1B[0m\a e altro testo ancora\n", Text},
		{"only blanks", "", " \r\n\r\n", Text},
		{"bytes", "x.eml", "\x00\x01\x02\x03", Binary},
		{"bytes without NUL", "", "\x01\x02\x03\x04\xFF\xFE\xFD", Binary},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := []byte(tt.data)
			if got := Identify(tt.file, data); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if string(data) != tt.data {
				t.Error("the input was changed")
			}
		})
	}
}

func TestEachFormatHasASlugAndAnAdvice(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Formats() {
		if f.Slug() == "" || seen[f.Slug()] || strings.ToLower(f.Slug()) != f.Slug() || strings.ContainsAny(f.Slug(), " _") {
			t.Errorf("slug %q of format %d", f.Slug(), f)
		}
		seen[f.Slug()] = true
		if a := f.Advice(); !strings.HasPrefix(a, "This") || !strings.HasSuffix(a, ".") {
			t.Errorf("%s: %q", f, a)
		}
	}
	if Formats()[len(Formats())-1] != Binary {
		t.Error("a format is not in the table")
	}
}

func TestSignedDataComesOutOfPEMAndBase64(t *testing.T) {
	for name, tt := range map[string]struct {
		data string
		ok   bool
	}{
		"DER":                  {string(cmsDER), true},
		"PEM":                  {"\xEF\xBB\xBF-----BEGIN PKCS7-----\r\n" + wrapped(cmsDER) + "-----END PKCS7-----\r\n", true},
		"base64":               {" \n" + wrapped(cmsDER), true},
		"PEM without end":      {"-----BEGIN PKCS7-----\n" + wrapped(cmsDER), false},
		"PEM without anything": {"-----BEGIN PKCS7-----", false},
		"base64 cut short":     {wrapped(cmsDER)[:69], false},
		"encrypted":            {strings.Replace(string(cmsDER), "\x07\x02", "\x07\x03", 1), false},
		"text":                 {"ciao", false},
		"nothing":              {"", false},
	} {
		raw, ok := SignedData([]byte(tt.data))
		if ok != tt.ok || ok && !bytes.Equal(raw, cmsDER) {
			t.Errorf("%s: %v, %x", name, ok, raw)
		}
	}
}
