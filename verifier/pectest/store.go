package pectest

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/asn1"
	"encoding/binary"
	"fmt"
	"unicode/utf16"
)

// Ways in which people's programs keep mails, each as it is written. All give the same bytes for the same input.

// Mailbox puts a line before each mail; what comes between two mails is after.
func Mailbox(line func(i int) string, after string, mails ...[]byte) []byte {
	var b bytes.Buffer
	for i, m := range mails {
		b.WriteString(line(i))
		b.Write(m)
		if i < len(mails)-1 {
			b.WriteString(after)
		}
	}
	return b.Bytes()
}

// Separator gives every mail of a mailbox the same line.
func Separator(line string) func(int) string { return func(int) string { return line } }

// MMDF is a mailbox of that program: four control-A before and after each mail.
func MMDF(mails ...[]byte) []byte {
	const mark = "\x01\x01\x01\x01\n"
	var b bytes.Buffer
	for _, m := range mails {
		b.WriteString(mark)
		b.Write(m)
		b.WriteString(mark)
	}
	return b.Bytes()
}

// EMLX is a mail as Apple Mail keeps it: with the count of its bytes before it, and a property list after it.
func EMLX(mail []byte) []byte {
	return append(append(fmt.Appendf(nil, "%-10d\n", len(mail)), mail...), PropertyList...)
}

// PropertyList is what Apple Mail keeps beside a mail.
const PropertyList = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
	<key>date-received</key>
	<integer>1741770932</integer>
	<key>flags</key>
	<integer>8590195713</integer>
</dict>
</plist>
`

// File is one entry of an archive.
type File struct {
	Name string
	Data []byte
}

// Zip is an archive, not compressed.
func Zip(files ...File) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, f := range files {
		entry, err := w.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Store})
		if err == nil {
			_, err = entry.Write(f.Data)
		}
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

// Tar is an archive.
func Tar(files ...File) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		must(w.WriteHeader(&tar.Header{Name: f.Name, Mode: 0o644, Size: int64(len(f.Data)), Typeflag: tar.TypeReg}))
		_, err := w.Write(f.Data)
		must(err)
	}
	must(w.Close())
	return b.Bytes()
}

// Gzip compresses a file.
func Gzip(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	must(err)
	must(w.Close())
	return b.Bytes()
}

func must(err error) {
	if err != nil {
		panic("pectest: " + err.Error())
	}
}

// Cover is a file that a person signed, with the file inside (CAdES, .p7m).
func (o *Office) Cover(content []byte) []byte { return o.cover(content, false) }

// CoverBER is the same in BER, the content in pieces.
func (o *Office) CoverBER(content []byte) []byte { return o.cover(content, true) }

func (o *Office) cover(content []byte, indefinite bool) []byte {
	person := o.Authority.Person(Place("Roma", "Roma", "Studio Bianchi"), "Anna Bianchi", "anna@studio-bianchi.example", 0x7001)
	return SignedData{Content: content, Embed: true, Indefinite: indefinite,
		Signers: []Signer{{Certificate: person, SigningTime: date(2025, 3, 20)}}}.DER()
}

// Stamped is a file with a time stamp, in a container of RFC 5544 (.tsd); the token is a SignedData that stamps nothing.
func (o *Office) Stamped(content []byte) []byte {
	token := o.cover([]byte("TSTInfo"), false)
	evidence := explicit(0, seq(token))
	return seq(oid(oidTimeStampedData), explicit(0, seq(integer(1), TLV(tagIA5, []byte("file:ricevuta.eml")),
		seq(TLV(0x01, []byte{0}), utf8String("ricevuta.eml")), octets(content), evidence)))
}

var oidTimeStampedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 31}

// UTF16 is the text as a program saves it that calls that "Unicode".
func UTF16(text []byte, order binary.AppendByteOrder, mark bool) []byte {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(string(text))) {
		b = order.AppendUint16(b, u)
	}
	return b
}

// CR has carriage returns alone for line ends.
func CR(b []byte) []byte {
	return bytes.ReplaceAll(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\r")), []byte("\n"), []byte("\r"))
}
