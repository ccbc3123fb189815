package verifier

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/internal/mend"
	"pecverifier/verifier/pectest"
)

// Whatever storage does to a whole mail and can be undone is undone, alone and together, each with its check; and altered stays altered.
func TestReversibleDamage(t *testing.T) {
	pectest.Native(t, "a long table")
	d := pectest.NewOffice().Dispatch()
	d.Original.Text = "Perché no? Così è, in città: “100 €” – d’accordo\u2026\n..\n.riga con punto\n\nFrom qui in poi la firma.\n>From altri\nFrom john.doe@example.com 2025-06-15\nfine\n"
	d.Original.TextCoding = "8bit"
	d.Original.Attachments = nil
	in := func(charset string) []byte { // the message in raw 8-bit text of that charset
		o := d.Original.Bytes()
		text := pectest.CRLF([]byte(d.Original.Text))
		i := bytes.Index(o, text)
		if i < 0 {
			t.Fatal("the text is not in the message as it is")
		}
		out := bytes.Clone(o[:i])
		if charset == "windows-1252" {
			for _, r := range string(text) {
				b, ok := encode(mend.Windows1252, r)
				if !ok {
					t.Fatalf("%q", r)
				}
				out = append(out, b)
			}
		} else {
			out = append(out, text...)
		}
		return bytes.Replace(append(out, o[i+len(text):]...), []byte(`charset="utf-8"`), []byte(`charset="`+charset+`"`), 1)
	}
	message := func(charset string, altered bool) []byte {
		m := d.PostaCertificata()
		m.Original, m.OriginalCoding = in(charset), "8bit"
		if altered {
			m.Tamper = func(b []byte) []byte { return pectest.Replace(b, "con punto", "con punta") }
		}
		return m.Bytes()
	}
	lines := func(change func(line string) string) func([]byte) []byte {
		return func(b []byte) []byte {
			var out []string
			for _, l := range strings.SplitAfter(string(b), "\n") {
				out = append(out, change(l))
			}
			return []byte(strings.Join(out, ""))
		}
	}
	prefix := func(with string, has ...string) func([]byte) []byte {
		return lines(func(l string) string {
			if slices.ContainsFunc(has, func(h string) bool { return strings.HasPrefix(l, h) }) {
				return with + l
			}
			return l
		})
	}
	type damage struct {
		name, charset string // of the ways with a name that ends in ! all are tried with all
		do            func([]byte) []byte
		warns         string
	}
	cp1252, utf8 := "windows-1252", "utf-8"
	convert := func(from string) func([]byte) []byte { return func(b []byte) []byte { return pectest.AsText(from, b) } }
	chars := []damage{
		{"nothing", cp1252, func(b []byte) []byte { return b }, ""},
		{"nothing!", utf8, func(b []byte) []byte { return b }, ""},
		{"windows-1252 saved as UTF-8!", cp1252, convert(mend.Windows1252), "repair.charset"},
		{"the same bytes as Latin-1", cp1252, pectest.Latin1ToUTF8, "repair.charset"},
		{"UTF-8 taken for windows-1252", utf8, convert(mend.Windows1252), "repair.charset"},
		{"twice", utf8, func(b []byte) []byte { return pectest.AsText(mend.Windows1252, pectest.AsText(mend.Windows1252, b)) }, "repair.charset"},
		{"UTF-8 saved as windows-1252!", utf8, func(b []byte) []byte {
			var out []byte
			for _, r := range string(b) {
				c, _ := encode(mend.Windows1252, r)
				out = append(out, c)
			}
			return out
		}, "repair.charset"},
		{"taken for Latin-9", cp1252, convert(mend.Latin9), "repair.charset"},
		{"taken for Mac Roman", cp1252, convert(mend.MacRoman), "repair.charset"},
		{"UTF-16, little end first", utf8, func(b []byte) []byte { return pectest.UTF16(b, binary.LittleEndian, true) }, "repair.charset"},
		{"UTF-16, big end first, no mark", utf8, func(b []byte) []byte { return pectest.UTF16(b, binary.BigEndian, false) }, "repair.charset"},
		{"UTF-16 of windows-1252!", cp1252, func(b []byte) []byte {
			return pectest.UTF16(pectest.AsText(mend.Windows1252, b), binary.LittleEndian, true)
		}, "repair.charset"},
	}
	ends := []damage{
		{"", "", func(b []byte) []byte { return b }, ""},
		{"LF", "", pectest.LF, ""},
		{"CR alone", "", pectest.CR, "repair.lineends"},
		{"CR alone in the body", "", func(b []byte) []byte {
			i := bytes.Index(b, []byte("\r\n\r\n"))
			return append(bytes.Clone(b[:i+4]), pectest.CR(b[i+4:])...)
		}, "repair.lineends"},
		{"CR CR LF", "", func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\r\r\n")) }, "repair.lineends"},
		{"two LF for each", "", func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n\n")) }, "repair.lineends"},
		{"two CRLF for each", "", func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\r\n\r\n")) }, "repair.lineends"},
		{"mixed", "", pectest.MixedLineEnds, "repair.lineends"},
	}
	marks := []damage{
		{"", "", func(b []byte) []byte { return b }, ""},
		{"dots doubled", "", prefix(".", "."), "repair.dots"},
		{"what POP3 leaves", "", func(b []byte) []byte {
			return append(append([]byte("+OK 9999 octets\r\n"), prefix(".", ".")(b)...), ".\r\n"...)
		}, "repair.dots"},
		{"mboxrd", "", prefix(">", "From ", ">From "), "repair.fromlines"},
		{"mboxrd, twice", "", func(b []byte) []byte { return prefix(">", ">From ", ">>From ")(prefix(">", "From ", ">From ")(b)) }, "repair.fromlines"},
		{"a blank before From", "", prefix(" ", "From "), "repair.fromlines"},
		{"dots and mboxrd", "", func(b []byte) []byte { return prefix(".", ".")(prefix(">", "From ", ">From ")(b)) }, "repair.dots repair.fromlines"},
		{"dots and blanks", "", func(b []byte) []byte { return prefix(".", ".")(prefix(" ", "From ")(b)) }, "repair.dots repair.fromlines"},
	}
	trust := trusting(t)
	for _, c := range chars {
		for _, e := range ends {
			for i, m := range marks {
				if i > 0 && e.name != "" && !strings.HasSuffix(c.name, "!") {
					continue
				}
				name := fmt.Sprint(c.name, ", ", e.name, ", ", m.name)
				for _, altered := range []bool{false, true} {
					data := c.do(e.do(m.do(message(c.charset, altered))))
					reports := Verify("x.eml", data, trust)
					if len(reports) != 1 {
						t.Fatalf("%s: %s", name, outcome(reports))
					}
					r := reports[0]
					var warns []string
					for _, check := range r.Checks {
						if check.Status == Warning && strings.HasPrefix(check.ID, "repair.") {
							warns = append(warns, check.ID)
						}
					}
					slices.Sort(warns)
					want := strings.Fields(c.warns + " " + e.warns + " " + m.warns)
					slices.Sort(want)
					switch {
					case altered && (r.authentic || r.Indication == TotalPassed || r.Certified != nil || len(warns) > 0):
						t.Errorf("%s: an altered one: %s", name, outcome(reports))
					case !altered && (r.Indication != TotalPassed || !slices.Equal(warns, want)):
						t.Errorf("%s: %s, want %q", name, outcome(reports), want)
					}
				}
			}
		}
	}
}

func encode(charset string, r rune) (byte, bool) {
	if r < 0x80 {
		return byte(r), true
	}
	i := slices.Index([]rune(charset), r)
	return byte(0x80 + i), i >= 0
}

// A mail service that renames multipart/signed leaves both parts whole.
func TestRenamedContainers(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	renamed := func(m *pectest.Message, to string, change func(*pectest.Multipart)) []byte {
		m.Envelope = func(e *pectest.Multipart) {
			e.Header.Set("Content-Type", to+`; boundary="`+e.Boundary+`"`)
			if change != nil {
				change(e)
			}
		}
		return m.Bytes()
	}
	plain := func(e *pectest.Multipart) {
		for _, name := range []string{"X-Ricevuta", "From", "Subject"} {
			e.Header.Del(name)
		}
	}
	altered := d.Consegna()
	altered.Tamper = func(b []byte) []byte { return pectest.Replace(b, "correttamente", "erroneamente ") }
	alteredToo := d.Consegna()
	alteredToo.Tamper = altered.Tamper
	third := func(e *pectest.Multipart) { e.Parts = append(e.Parts, pectest.TextPart("Piè di pagina\n")) }
	const found = `"" avvenuta-consegna +wrapper.renamed`
	loose := pectest.Mixed("Pezzi", pectest.TextPart("Ecco la firma.\n"), pectest.Part{Header: pectest.Header{{"Content-Type", `application/pkcs7-signature; name="smime.p7s"`}},
		Coding: "base64", Content: d.Consegna().SignatureDER(d.Consegna().SignedBytes())}.Bytes())
	twoPieces := pectest.Multipart{Header: append(pectest.Ordinary("Pezzi"), [2]string{"Content-Type", "multipart/mixed; boundary=q"}), Boundary: "q", Parts: [][]byte{
		pectest.TextPart("Ecco la firma.\n"), pectest.Part{Header: pectest.Header{{"Content-Type", `application/pkcs7-signature; name="smime.p7s"`}},
			Coding: "base64", Content: d.Consegna().SignatureDER(d.Consegna().SignedBytes())}.Bytes()}}.Bytes()
	for name, tt := range map[string]struct {
		data []byte
		want string
	}{
		"multipart/mixed":                 {renamed(d.Consegna(), "multipart/mixed", nil), found},
		"multipart/related":               {renamed(d.Consegna(), "multipart/related", nil), found},
		"multipart/alternative":           {renamed(d.Consegna(), "multipart/alternative", nil), found},
		"with LF":                         {pectest.LF(renamed(d.Consegna(), "multipart/mixed", nil)), found},
		"with damage":                     {bytes.ReplaceAll(renamed(d.Consegna(), "multipart/mixed", nil), []byte("\r\n"), []byte("\r\r\n")), `"" avvenuta-consegna +wrapper.renamed +repair.lineends`},
		"under another header":            {renamed(d.Consegna(), "multipart/mixed", plain), found + " +from.missing"},
		"in a mailbox":                    {pectest.Mailbox(pectest.Separator("From - Tue Jul 05 18:44:15 2022\r\n"), "\r\n", renamed(d.Consegna(), "multipart/mixed", nil), d.PostaCertificata().Bytes()), `"1" avvenuta-consegna +wrapper.renamed; "2" posta-certificata`},
		"forwarded":                       {pectest.Forward(renamed(d.Consegna(), "multipart/mixed", nil)), `"2.1" avvenuta-consegna +wrapper.forwarded`},
		"altered":                         {renamed(altered, "multipart/mixed", nil), `"" avvenuta-consegna HASH_FAILURE +wrapper.renamed`},
		"altered, under another header":   {renamed(alteredToo, "multipart/mixed", plain), `"" file.mail-loose-parts`},
		"with a third part":               {renamed(d.Consegna(), "multipart/mixed", third), `"" unknown FORMAT_FAILURE`},
		"a text and a loose signature":    {twoPieces, `"" file.mail-loose-parts`},
		"the same beside a covering text": {loose, `"" file.mail-loose-parts`},
	} {
		t.Run(name, func(t *testing.T) {
			if got := outcome(Verify("x.eml", tt.data, trusting(t))); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}
