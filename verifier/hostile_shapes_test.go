//go:build unix

package verifier

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"strings"

	"pecverifier/verifier/pectest"
)

// full is the size of a mail that every provider takes, with what its base64 adds.
const full = 28e6

// filled repeats text up to full behind head.
func filled(head, text string) []byte {
	return append([]byte(head), strings.Repeat(text, int(full)/len(text))...)
}

// marked are lines that have every damage that is undone, but for a charset.
const marked = "..x\r\r\n>From a\r\r\n From b\r\r\n>>From c\r\r\n"

// wrapped puts levels of something around data.
func wrapped(levels int, data []byte, around func([]byte) []byte) []byte {
	for range levels {
		data = around(data)
	}
	return data
}

// named is a mail with one attachment that is no mail by its name, and one by what is in it.
func named(coding string) func([]byte) []byte {
	return func(data []byte) []byte {
		return pectest.Mixed("x", pectest.TextPart("x"), pectest.Attached(data, "application/octet-stream", coding, "x.bin"))
	}
}

// shapesOfStorage are inputs whose cost lies in what is looked for, undone, unpacked and read again.
func shapesOfStorage() map[string]func() []byte {
	const signed = "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\r\n"
	const head = "Received: a\r\nFrom: a@b.it\r\nSubject: x\r\n"
	mail := pectest.NewOffice().Dispatch().Consegna().Bytes()
	zipped := func(name string) func([]byte) []byte {
		return func(data []byte) []byte { return pectest.Zip(pectest.File{Name: name, Data: data}) }
	}
	gzipped := func(line string, n int) []byte {
		var b bytes.Buffer
		w, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
		for range n / len(line) {
			w.Write([]byte(line))
		}
		w.Close()
		return b.Bytes()
	}
	encoded := func(data []byte) []byte { return pectest.Base64(data, 76) }
	return map[string]func() []byte{
		"header blocks":               func() []byte { return filled("", head+signed+"\r\n") },
		"header blocks, Content-Type": func() []byte { return filled("", signed+"\r\n") },
		"header blocks, damaged":      func() []byte { return filled("", head+signed+"\r\n"+marked+"perch\u00c3\u00a9\r\n") },
		"header blocks, attached": func() []byte {
			return wrapped(10, filled("", head+signed+"\r\n")[:8e6], named("7bit"))
		},
		"header blocks, attached, blocks between": func() []byte {
			return wrapped(14, filled("", head+signed+"\r\n"), func(b []byte) []byte {
				return append([]byte(strings.Repeat(head+signed+"\r\n", 4)), named("7bit")(b)...)
			})
		},
		"header blocks, base64 in base64": func() []byte {
			return wrapped(8, filled("", head+signed+"\r\n")[:2.5e6], named("base64"))
		},
		"every damage": func() []byte {
			return filled(head+"X-Ricevuta: accettazione\r\n"+signed+"\r\n--b\r\n\r\n", marked+"perch\u00c3\u00a9 \u20ac\r\r\n")
		},
		"every damage, signed": func() []byte {
			d := pectest.NewOffice().Dispatch()
			d.Original.Text, d.Original.TextCoding = strings.Repeat("Città\n..x\nFrom a\n From b\n>From c\n", 500_000), "8bit"
			whole := pectest.Replace(d.PostaCertificata().Bytes(), "From a", "From q")
			whole = bytes.ReplaceAll(pectest.Latin1ToUTF8(whole), []byte("\nFrom "), []byte("\n>From "))
			return bytes.ReplaceAll(whole, []byte("\r\n"), []byte("\r\r\n"))
		},
		"every damage, attached many times": func() []byte {
			one := pectest.Replace(bytes.ReplaceAll(pectest.Latin1ToUTF8(mail), []byte("\r\n"), []byte("\r\r\n")), "correttamente", "erroneamente ")
			var parts [][]byte
			for n := 0; n < full; n += len(one) + 300 {
				parts = append(parts, pectest.Attached(one, "application/octet-stream", "7bit", "x.bin"))
			}
			return pectest.Mixed("x", parts...)
		},
		"doubled line ends": func() []byte {
			return bytes.ReplaceAll(filled(head+signed+"\r\n--b\r\n\r\n", "perch\u00c3\u00a9 ..x\r\n>From a\r\n"), []byte("\r\n"), []byte("\r\n\r\n"))
		},
		"carriage returns alone": func() []byte {
			return bytes.ReplaceAll(filled(head+"X-Ricevuta: accettazione\r\n"+signed+"\r\n--b\r\n\r\n", "perch\u00c3\u00a9 ..x\r\n>From a\r\n"), []byte("\r\n"), []byte("\r"))
		},
		"From lines":                func() []byte { return filled(head+"\r\n", "From a@b.it Tue Jul  5 18:44:15 2022\n") },
		"From lines, bare":          func() []byte { return filled(head+"\r\n", "From \n") },
		"From lines, header behind": func() []byte { return filled("", "From a@b.it Tue Jul  5 18:44:15 2022\nSubject: x\n\n") },
		"From lines, all unclosed": func() []byte {
			return append(filled("", "From a@b.it Tue Jul  5 18:44:15 2022\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"), "\n--b--\n"...)
		},
		"From lines, other boundaries": func() []byte {
			var b, close bytes.Buffer
			for i := 0; b.Len()+close.Len() < full; i++ {
				fmt.Fprintf(&b, "From a@b.it Tue Jul  5 18:44:15 2022\nContent-Type: multipart/signed; boundary=b%d\n\n--b%d\n\nx\n", i, i)
				fmt.Fprintf(&close, "--b%d--\n", i)
			}
			return append(b.Bytes(), close.Bytes()...)
		},
		"From lines, receipts unclosed": func() []byte {
			open := bytes.ReplaceAll(pectest.LF(mail), []byte("--\n"), []byte("-\n"))
			return filled("", "From a@b.it Tue Jul  5 18:44:15 2022\n"+string(open)+"\n")
		},
		"mails joined": func() []byte { return filled("", string(mail)) },
		"signed, none found": func() []byte {
			return append([]byte("Ecco:\r\n\r\n"), filled(strings.Repeat("Content-Type: application/pkcs7-mime\r\n", 5000), strings.Repeat("a", 998)+"\r\n")...)
		},
		"signed, long fields before": func() []byte {
			return append([]byte("Ecco:\r\n\r\n"), filled("", "X-A: "+strings.Repeat("a", 5600)+"\r\nContent-Type: multipart/signed; boundary=b\r\n")...)
		},
		"signed, long type": func() []byte {
			return append([]byte("Ecco:\r\n\r\n"), filled("", "Content-Type: multipart/signed;\r\n"+strings.Repeat(" b="+strings.Repeat("b", 990)+";\r\n", 5))...)
		},
		"signed, one in the other": func() []byte {
			var b bytes.Buffer
			b.WriteString("Ecco:\r\n\r\n")
			for i := range 5000 {
				fmt.Fprintf(&b, "Content-Type: multipart/signed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
			}
			b.Write(filled("", strings.Repeat("a", 998)+"\r\n"))
			for i := range 5000 {
				fmt.Fprintf(&b, "--b%d--\r\n", i)
			}
			return b.Bytes()
		},
		"signed, own signature over each": func() []byte { return append([]byte("Ecco:\r\n\r\n"), signedByNobody(120, 200_000)...) },
		"signed, own signature, many":     func() []byte { return pectest.Forward(bytes.Split(signedByNobody(240, 100_000), []byte("\x00"))...) },
		"small parts": func() []byte {
			return append(filled(head+"Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\n\r\nx\r\n"), "--b--\r\n"...)
		},
		"small parts, files": func() []byte {
			return append(filled(head+"Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\nContent-Type: a/b; name=x.bin\r\n\r\nReceived: a\r\nFrom: a@b.it\r\nTo: b\r\n\r\nx\r\n"), "--b--\r\n"...)
		},
		"small parts, mails": func() []byte {
			return append(filled(head+"Content-Type: multipart/mixed; boundary=b\r\n\r\n", "--b\r\nContent-Type: message/rfc822\r\n\r\nX-Ricevuta: a\r\n"+signed+"\r\n--b\r\n\r\nx\r\n"), "--b--\r\n"...)
		},
		"levels of messages":   func() []byte { return filled("", "Content-Type: message/rfc822\r\n\r\n") },
		"levels of multiparts": func() []byte { return append(pectest.DeepMIME(5000), filled("", strings.Repeat("a", 76)+"\r\n")...) },
		"5,000 levels":         func() []byte { return append(pectest.DeepMessages(5000), filled("", "..x\r\n>From a\r\n")...) },
		"levels of base64":     func() []byte { return wrapped(12, mail, named("base64")) },
		"levels of base64, large": func() []byte {
			return wrapped(4, pectest.BigMessage(6e6), named("base64"))
		},
		"base64 in base64":           func() []byte { return wrapped(4, pectest.BigMessage(6e6), encoded) },
		"quoted-printable in itself": func() []byte { return wrapped(3, pectest.BigMessage(15e6), named("quoted-printable")) },
		"quoted-printable of nothing": func() []byte {
			return filled(head+"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", "=\r\n")
		},
		"a header line":         func() []byte { return filled(head+"X-A: ", "a") },
		"a header line, folded": func() []byte { return filled(head+"X-A: ", "a\r\n ") },
		"a header of fields":    func() []byte { return filled(head, "X-A: a\r\n") },
		"UTF-16":                func() []byte { return pectest.UTF16(filled(head+"\r\n", "a\r\n")[:14e6], binary.LittleEndian, true) },
		"UTF-16 of a mailbox": func() []byte {
			return pectest.UTF16(filled("", "From a@b.it Tue Jul  5 18:44:15 2022\nSubject: x\n\n")[:14e6], binary.LittleEndian, true)
		},
		"covers":                      func() []byte { return wrapped(12, pectest.BigMessage(20e6), pectest.NewOffice().Cover) },
		"covers, BER":                 func() []byte { return wrapped(12, pectest.BigMessage(20e6), pectest.NewOffice().CoverBER) },
		"a large opaque signature":    func() []byte { return pectest.NewOffice().CoverBER(filled("Content-Type: text/plain\r\n\r\n", "a\n")) },
		"a large set of certificates": func() []byte { return pectest.ManyCertificates(12_000) },
		"gzip of nothing":             func() []byte { return gzipped(strings.Repeat("\x00", 1000), 1.1e9) },
		"gzip of header blocks":       func() []byte { return gzipped(head+signed+"\r\n", 1.1e9) },
		"gzip of a mailbox":           func() []byte { return gzipped("From a@b.it Tue Jul  5 18:44:15 2022\nSubject: x\n\n", 1.1e9) },
		"gzip, large": func() []byte {
			return gzipped(string(pectest.Noise(20e6))+strings.Repeat(head+signed+"\r\n", 1e6), 200e6)
		},
		"zip of gzip of zip": func() []byte {
			return wrapped(5, filled("", head+signed+"\r\n"), func(b []byte) []byte { return zipped("x.gz")(pectest.Gzip(b)) })
		},
		"zip in zip": func() []byte { return wrapped(14, pectest.BigMessage(20e6), zipped("x.zip")) },
		"zip of many": func() []byte {
			var files []pectest.File
			for i := range 60_000 {
				files = append(files, pectest.File{Name: fmt.Sprintf("%d.eml", i), Data: []byte(head + signed + "\r\n" + fmt.Sprint(i))})
			}
			return pectest.Zip(files...)
		},
		"tar of many": func() []byte {
			var files []pectest.File
			for i := range 25_000 {
				files = append(files, pectest.File{Name: fmt.Sprintf("%d.eml", i), Data: []byte(head + signed + "\r\n" + fmt.Sprint(i))})
			}
			return pectest.Tar(files...)
		},
		"a text for people": func() []byte { return receiptWithText(strings.Repeat("Il messaggio \"", 1.9e6)) },
		"a text for people, marks": func() []byte {
			return receiptWithText(strings.Repeat("identificativo: identificativo messaggio: ", 6e5))
		},
		"a subject in the text": func() []byte {
			d := pectest.NewOffice().Dispatch()
			d.Subject = strings.Repeat("a \" ", 15_000)
			return d.Consegna().Bytes()
		},
		"certification data, errors": func() []byte {
			return receiptWithData(strings.Repeat("<errore-esteso>4.4.7 ventiquattro ore</errore-esteso>", 50_000))
		},
		"certification data, references": func() []byte { return receiptWithData("<oggetto>" + strings.Repeat("&#65;", 1.5e6) + "</oggetto>") },
		"certification data, deep":       func() []byte { return receiptWithData(strings.Repeat("<a>", 1e6)) },
		"certification data, attributes": func() []byte { return receiptWithData("<a" + strings.Repeat(" b=\"\"", 1e6) + "/>") },
		"HTML inside": func() []byte {
			return sent("Content-Type: text/html\r\n\r\n" + string(filled("", "<p style='a'>&amp;</p>")))
		},
		"uuencoded inside": func() []byte {
			return sent("Content-Type: text/plain\r\n\r\n" + string(filled("", "begin 644 a\r\n`\r\nend\r\n")))
		},
		"files inside": func() []byte {
			return sent("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string(filled("", "--b\r\nContent-Disposition: attachment; filename=a.zip\r\n\r\nPK\x03\x04\r\n")))
		},
		"words inside": func() []byte {
			return sent("Content-Type: multipart/mixed; boundary=b\r\n\r\n" + string(filled("", "--b\r\nContent-Disposition: attachment; filename=\"=?iso-8859-15?q?=E0=E8?=\"\r\n\r\nx\r\n")))
		},
	}
}

// sent is a delivery receipt for what a sender wrote.
func sent(message string) []byte {
	d := pectest.NewOffice().Dispatch()
	m := d.Consegna()
	m.Original = []byte("From: " + d.Sender + "\r\nMessage-ID: <" + d.Identifier + ">\r\n" + message)
	return m.Bytes()
}

func receiptWithText(text string) []byte {
	m := pectest.NewOffice().Dispatch().Consegna()
	m.Text, m.TextOnly = text, true
	return m.Bytes()
}

func receiptWithData(more string) []byte {
	m := pectest.NewOffice().Dispatch().Consegna()
	m.XML = func(b []byte) []byte { return pectest.Replace(b, "</dati>", more+"</dati>") }
	return m.Bytes()
}

// signedByNobody are mails that are signed with a key of the attacker's own, and certify something.
func signedByNobody(n, size int) []byte {
	o := pectest.NewOffice()
	unlisted := pectest.Unlisted(o.Due)
	var out [][]byte
	for i := range n {
		d := o.Dispatch()
		d.Original.Text = strings.Repeat(fmt.Sprintf("%d tanto va la gatta al lardo\n", i), size/32)
		m := d.Consegna()
		m.Provider = unlisted
		out = append(out, m.Bytes())
	}
	return bytes.Join(out, []byte("\x00"))
}
