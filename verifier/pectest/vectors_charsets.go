package pectest

import (
	"encoding/base64"
	"fmt"
	"mime"
	"strings"
)

// charsetVectors are genuine messages whose subject the sender's program wrote in some charset: the provider decoded it for
// daticert.xml and put its own words before it in the outer header.
func charsetVectors(c *catalogue) {
	agrees := checks{"evidence.consistency": "passed", "headers.subject": "passed", "content.complete": quiet}
	genuine := func(subject, written string) *Message {
		d := c.o.Dispatch()
		d.Subject = subject
		d.Original = d.NewOriginal()
		d.Original.Header.Set("Subject", written)
		m := d.Consegna()
		m.Header = m.header()
		m.Header.Set("Subject", "CONSEGNA: "+written)
		return m
	}
	read := func(name, shows, subject, written string) {
		c.pass("subject-"+name, shows, genuine(subject, written), agrees).Expect[0].Content = map[string]any{"subject": subject}
	}
	q := func(charset, raw string) string {
		var b strings.Builder
		for _, x := range []byte(raw) {
			if x > 0x7e || x < 0x20 || strings.IndexByte("=?_", x) >= 0 {
				fmt.Fprintf(&b, "=%02X", x)
			} else if x == ' ' {
				b.WriteByte('_')
			} else {
				b.WriteByte(x)
			}
		}
		return "=?" + charset + "?Q?" + b.String() + "?="
	}
	b := func(charset, raw string) string {
		return "=?" + charset + "?B?" + base64.StdEncoding.EncodeToString([]byte(raw)) + "?="
	}
	russian := "\xf0\xcf\xd7\xc5\xd3\xd4\xcb\xc1"
	read("latin1-windows", "windows-1252 under the label of ISO 8859-1.", "L’atto “x” – copia €", q("iso-8859-1", "L\x92atto \x93x\x94 \x96 copia \x80"))
	read("ascii-windows", "windows-1252 under the label of ASCII.", "L’atto “x” – città", q("us-ascii", "L\x92atto \x93x\x94 \x96 citt\xe0"))
	read("latin9-windows", "windows-1252 under the label of ISO 8859-15.", "L’atto – 100 €", q("ISO-8859-15", "L\x92atto \x96 100 \xa4"))
	read("latin2-windows", "windows-1250 under the label of ISO 8859-2.", "Šimić – część", q("iso-8859-2", "\x8aimi\xe6 \x96 cz\xea\x9c\xe6"))
	read("windows-1250", "windows-1250.", "Škoda – część", b("windows-1250", "\x8akoda \x96 cz\xea\x9c\xe6"))
	read("windows-1251", "windows-1251.", "Повестка", b("windows-1251", "\xcf\xee\xe2\xe5\xf1\xf2\xea\xe0"))
	read("koi8-r", "KOI8-R.", "Повестка", b("koi8-r", russian))
	read("koi8-u", "KOI8-U.", "Повістка", q("KOI8-U", "\xf0\xcf\xd7\xa6\xd3\xd4\xcb\xc1"))
	read("greek", "ISO 8859-7.", "Αθήνα", q("iso-8859-7", "\xc1\xe8\xde\xed\xe1"))
	read("cp850", "A code page of MS-DOS.", "Città – è così", mime.QEncoding.Encode("utf-8", "Città – ")+" "+q("cp850", "\x8a cos\x8d"))
	read("macintosh", "Mac Roman.", "L’attività è così", q("macintosh", "L\xd5attivit\x88 \x8f cos\x93"))
	read("gb2312", "GB 2312, a character cut in two by the end of a word.", "合同 2025", b("gb2312", "\xba\xcf\xcd")+" "+b("gb2312", "\xac 2025"))
	read("gb18030", "GB 18030.", "合同 ¥", b("gb18030", "\xba\xcf\xcd\xac \x81\x30\x84\x36"))
	read("big5", "Big5.", "合約", b("big5", "\xa6\x58\xac\xf9"))
	read("iso-2022-jp", "ISO-2022-JP, whose bytes are all ASCII.", "契約書", b("ISO-2022-JP", "\x1b$B7@Ls=q\x1b(B"))
	read("shift-jis", "Shift_JIS.", "契約書", b("Shift_JIS", "\x8c\x5f\x96\xf1\x8f\x91"))
	read("euc-kr", "EUC-KR.", "계약", b("ks_c_5601-1987", "\xb0\xe8\xbe\xe0"))
	read("utf-16", "UTF-16 with a byte order mark.", "Città", b("utf-16", "\xff\xfeC\x00i\x00t\x00t\x00\xe0\x00"))
	read("utf-7", "UTF-7.", "Città +", q("utf-7", "Citt+AOA- +-"))
	read("two-charsets", "Two charsets in one subject.", "Città Повестка", q("iso-8859-1", "Citt\xe0 ")+" "+b("koi8-r", russian))
	read("raw", "Bytes that no word encodes.", "Città", "Citt\xe0")

	unread := b("x-sconosciuto", "\xba\xcf\xcd\xac")
	m := genuine("合同", unread)
	c.pass("subject-not-read", "A charset that nobody knows: not read, so not compared, and shown as it is written.", m,
		checks{"evidence.consistency": "warning", "headers.subject": "warning", "content.complete": "warning"}).Expect[0].Content = map[string]any{"subject": unread}
	m = genuine("合同", unread)
	m.Data.Oggetto = unread
	c.pass("subject-not-read-equal", "The provider did not read it either: daticert.xml has what is written.", m,
		checks{"evidence.consistency": "passed", "headers.subject": "passed", "content.complete": "warning"})
	m = genuine("Contratto", b("x-sconosciuto", "Contratto"))
	c.pass("subject-ascii-under-unknown-name", "ASCII under the name of a charset that nobody knows.", m, agrees)
	other := genuine("Повестка", b("koi8-r", russian))
	other.Data.Oggetto = "Contratto"
	c.pass("subject-koi8-differs", "KOI8-R that is read, and is another subject than the certified one.", other,
		checks{"evidence.consistency": "warning", "headers.subject": "warning"})

	name := func(name, shows, want string, parameters string) {
		d := c.o.Dispatch()
		pdf := PDF(name)
		d.Original.Attachments = []Attachment{{Name: parameters, Form: "written", Type: "application/pdf", Content: pdf}}
		c.pass("name-"+name, shows, d.Consegna(), checks{"evidence.consistency": "passed", "content.complete": quiet}).Expect[0].Content =
			map[string]any{"attachments": []any{map[string]any{"name": want, "size": len(pdf), "sha256": sha(pdf)}}}
	}
	name("latin1", "A name in ISO 8859-1 by RFC 2231.", "città.pdf", "{key}*=iso-8859-1'it'citt%E0.pdf")
	name("latin1-windows", "A name in windows-1252 under the label of ISO 8859-1.", "l’atto.pdf", "{key}*=iso-8859-1''l%92atto.pdf")
	name("koi8-r", "A name in KOI8-R.", "Повестка.pdf", "{key}*=koi8-r''%F0%CF%D7%C5%D3%D4%CB%C1.pdf")
	name("gb2312-continued", "A name in GB 2312 in two sections, a character cut in two.", "合同.pdf", "{key}*0*=gb2312''%BA%CF%CD;"+crlf+" {key}*1*=%AC.pdf")
	name("sections", "Sections that are not encoded, and a section that is.", "contratto città.pdf", `{key}*0*=utf-8''contratto;`+crlf+` {key}*1=" citt"; {key}*2*=%C3%A0.pdf`)
	name("word", "A name as encoded word in KOI8-R.", "Повестка.pdf", `{key}="=?koi8-r?B?`+base64.StdEncoding.EncodeToString([]byte(russian))+`?=.pdf"`)
	name("shift-jis-word", "A name as encoded word in Shift_JIS.", "契約書.pdf", `{key}="`+b("shift_jis", "\x8c\x5f\x96\xf1\x8f\x91.pdf")+`"`)
	d := c.o.Dispatch()
	d.Original.Attachments = []Attachment{{Name: "{key}*=x-sconosciuto''%BA%CF.pdf", Form: "written", Type: "application/pdf", Content: PDF("x")}}
	c.pass("name-not-read", "A name in a charset that nobody knows is shown as it is written.", d.Consegna(), checks{"content.complete": "warning"}).Expect[0].Content =
		map[string]any{"attachments": []any{map[string]any{"name": "x-sconosciuto''%BA%CF.pdf"}}}
}
