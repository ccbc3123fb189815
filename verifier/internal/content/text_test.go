package content

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"pecverifier/verifier/internal/smime"
)

func textsOf(t *testing.T, mail string) []Text {
	t.Helper()
	e, err := smime.Parse([]byte(strings.ReplaceAll(mail, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	return Read(e, false).Texts
}

// part is a mail, or a part of one, with that Content-Type.
func part(contentType, body string, fields ...string) string {
	return "Content-Type: " + contentType + "\n" + strings.Join(append(fields, ""), "\n") + "\n" + body
}

func multi(subtype string, parts ...string) string {
	b := fmt.Sprintf("b%d", len(strings.Join(parts, "")))
	return part(`multipart/`+subtype+`; boundary="`+b+`"`, "--"+b+"\n"+strings.Join(parts, "\n--"+b+"\n")+"\n--"+b+"--\n")
}

func TestTextHash(t *testing.T) {
	sum := sha256.Sum256([]byte("Egregio,\nè scaduto.  \nAnna"))
	got := textsOf(t, part("text/plain; charset=UTF-8", "Egregio,\nè scaduto.  \nAnna\n\n"))
	if len(got) != 1 || got[0] != (Text{Type: "text/plain", SHA256: hex.EncodeToString(sum[:])}) {
		t.Errorf("%+v", got)
	}
}

func TestOneTextInTwoWays(t *testing.T) {
	const plain, utf8, latin = "text/plain", "text/plain; charset=utf-8", "text/plain; charset=iso-8859-1"
	base64, quoted := "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable"
	for _, test := range []struct {
		name, a, b string
		same       bool
	}{
		{"line ends", part(utf8, "a\nb"), part(utf8, "YQpi", base64), true}, // base64 keeps its LF
		{"an empty line at the end", part(utf8, "a\n"), part(utf8, "a\n\n\n"), true},
		{"an empty line within", part(utf8, "a\nb"), part(utf8, "a\n\nb"), false},
		{"a blank at the end of a line", part(utf8, "a\nb"), part(utf8, "a \nb"), false},
		{"a lone CR is no line end", part(utf8, "a\nb"), part(utf8, "YQ1i", base64), false},
		{"a doubled CR", part(utf8, "a\nb"), part(utf8, "YQ0NCmI=", base64), false},
		{"transfer encodings", part(utf8, "perché"), part(utf8, "perch=C3=A9", quoted), true},
		{"charsets of one text", part(utf8, "perché"), part(latin, "perch=E9", quoted), true},
		{"the name of the charset where nothing depends on it", part(plain, "a"), part(utf8, "a"), true},
		{"the name of the charset where all depends on it", part(latin, "=A4", quoted), part("text/plain; charset=iso-8859-15", "=A4", quoted), false},
		{"a charset that is not read here", part(latin, "=E9", quoted), part("text/plain; charset=x-none", "=E9", quoted), false},
		{"two charsets that are not read here", part("text/plain; charset=x-none", "=E9", quoted), part("text/plain; charset=x-other", "=E9", quoted), false},
		{"a charset that is read, and the same text in UTF-8", part("text/plain; charset=koi8-u", "=E9", quoted), part("text/plain; charset=utf-8", "=D0=98", quoted), true},
		{"an unknown charset that nobody states", part("text/plain; charset=unknown-8bit", "=E9", quoted), part(latin, "=E9", quoted), false},
		{"seven bits that are no ASCII", part(utf8, "+ADw-"), part("text/plain; charset=utf-7", "+ADw-"), false},
		{"bytes that are no UTF-8", part(utf8, "=E9", quoted), part(latin, "=E9", quoted), false},
		{"bytes of no stated charset", part(plain, "=C3=A9", quoted), part(utf8, "é"), false},
		{"a name for bytes of no stated charset", part(plain, "=C3=A9", quoted), part("text/plain; charset=us-ascii", "=C3=A9", quoted), false},
		{"format=flowed is a matter of layout", part(utf8, "a \nb"), part(utf8+"; format=flowed", "a \nb"), true},
		{"a line that was broken anew", part(utf8+"; format=flowed", "a \nb"), part(utf8, "a b"), false},
		{"plain text and HTML", part(utf8, "<p>a"), part("text/html; charset=utf-8", "<p>a"), false},
		{"HTML alone", part("text/html", "<p>non</p>"), part("text/html", "<p>noi</p>"), false},
		{"the second of two texts", multi("mixed", part(plain, "a"), part(plain, "b")), multi("mixed", part(plain, "a"), part(plain, "c")), false},
		{"two texts in another order", multi("mixed", part(plain, "a"), part(plain, "b")), multi("mixed", part(plain, "b"), part(plain, "a")), false},
		{"the two forms of an alternative in another order", multi("alternative", part(plain, "a"), part("text/html", "b")),
			multi("alternative", part("text/html", "b"), part(plain, "a")), false},
		{"one text in two parts", part(plain, "a\nb"), multi("mixed", part(plain, "a"), part(plain, "b")), false},
		{"a part in which there is nothing to read", part(plain, "a"), multi("mixed", part(plain, "a"), part("text/html", "\n")), true},
		{"an attachment is no text", part(plain, "a"), multi("mixed", part(plain, "a"), part(`text/plain; name="b.txt"`, "b")), true},
		{"nor is one without a name", part(plain, "a"), multi("mixed", part(plain, "a"), part(plain, "b", "Content-Disposition: attachment")), true},
		{"an attachment that passes itself off as text is text", part(plain, "a"), multi("mixed", part(plain, "a"), part("text/x-pdf", "JVBERi0=", base64)), false},
		{"the text of a message attached is the attachment's", part(plain, "a"), multi("mixed", part(plain, "a"), part("message/rfc822", "Subject: b\n\nb")), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := textsOf(t, test.a), textsOf(t, test.b)
			if same := fmt.Sprint(a) == fmt.Sprint(b); same != test.same {
				t.Errorf("%+v and %+v: same %v", a, b, same)
			}
			for _, x := range append(a, b...) {
				if x.SHA256 == "" {
					t.Errorf("%+v is not hashed", x)
				}
			}
		})
	}
}

func TestTextThatIsNotHashed(t *testing.T) {
	long := strings.Repeat("lungo\n", maxTextBytes/12) // 7 bytes a line when sent
	for _, test := range []struct {
		name, mail string
		want       []string // hashed yes or no, by part; "?" = and more that is not listed
	}{
		{"damaged base64", part("text/plain", "a*", "Content-Transfer-Encoding: base64"), []string{"no"}},
		{"an encoding that does not exist", part("text/plain", "a", "Content-Transfer-Encoding: uuencode"), []string{"no"}},
		{"longer than is hashed", part("text/plain", long+long), []string{"no"}},
		{"two that are longer together", multi("mixed", part("text/plain", long), part("text/plain", long), part("text/plain", "a")), []string{"yes", "no", "no"}},
		{"more parts than are hashed", multi("mixed", slicesOf(part("text/plain", "a"), maxTexts+1)...), append(slicesOf("yes", maxTexts), "?")},
		{"more attachments than are listed", multi("mixed", append(slicesOf(part("a/b; name=a", "a"), MaxAttachments+1), part("text/plain", "a"))...), []string{"yes", "?"}},
	} {
		var got []string
		for _, x := range textsOf(t, test.mail) {
			switch {
			case x.Type == "":
				got = append(got, "?")
			case x.SHA256 == "":
				got = append(got, "no")
			default:
				got = append(got, "yes")
			}
		}
		if strings.Join(got, " ") != strings.Join(test.want, " ") {
			t.Errorf("%s: %q", test.name, got)
		}
	}
}

func slicesOf(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}
