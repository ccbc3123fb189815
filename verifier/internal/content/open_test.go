package content

import (
	"errors"
	"strings"
	"testing"

	"pecverifier/verifier/internal/smime"
)

func opened(t *testing.T, lines ...string) *Opened {
	t.Helper()
	e, err := smime.Parse([]byte(strings.Join(lines, "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	return Read(e, false).Open()
}

func TestBodies(t *testing.T) {
	for _, c := range []struct {
		name, contentType, coding, body string
		text, raw                       string
	}{
		{"no charset is UTF-8 where it can be", "text/plain", "8bit", "perch\xc3\xa9", "perché", ""},
		{"no charset and no UTF-8 is windows-1252", "text/plain", "8bit", "\x80 1", "€ 1", ""},
		{"Latin-1", "text/plain; charset=iso-8859-1", "quoted-printable", "perch=E9", "perché", ""},
		{"Latin-9 in quotes and capitals", `text/plain; charset="ISO-8859-15"`, "8bit", "\xa4", "€", ""},
		{"koi8-r", "text/plain; charset=koi8-r", "8bit", "\xc1", "а", ""},
		{"a charset that is not read stays as it is", "text/plain; charset=x-none", "8bit", "\xc1", "", "\xc1"},
		{"bytes that are none of their charset stay as they are", "text/plain; charset=shift_jis", "8bit", "a\x81", "", "a\x81"},
		{"base64", "text/html; charset=utf-8", "base64", "PGI+Y2lhbzwvYj4=", "<b>ciao</b>", ""},
		{"damaged base64 is shown as it stands", "text/plain", "base64", "!!!", "!!!", ""},
		{"a subtype that nobody knows is text", "text/x-odd", "7bit", "x", "x", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := opened(t, "Content-Type: "+c.contentType, "Content-Transfer-Encoding: "+c.coding, "", c.body)
			if len(o.Bodies) != 1 || o.Bodies[0].Text != c.text || string(o.Bodies[0].Raw) != c.raw {
				t.Errorf("%+v", o.Bodies)
			}
		})
	}
}

func TestALongTextIsCutBetweenCharacters(t *testing.T) {
	o := opened(t, "Content-Type: text/plain; charset=utf-8", "", "x"+strings.Repeat("è", maxBody))
	b := o.Bodies[0]
	if !b.Cut || len(b.Text) > maxBody || len(b.Text) < maxBody-4 || !strings.HasSuffix(b.Text, "è") {
		t.Errorf("cut %v, %d bytes, ends in %q", b.Cut, len(b.Text), b.Text[len(b.Text)-4:])
	}
}

func TestParts(t *testing.T) {
	o := opened(t,
		"Subject: =?utf-8?q?perch=C3=A9?=", "X-Odd:  two", " lines",
		"Content-Type: multipart/mixed; boundary=a", "",
		"--a", "Content-Type: multipart/alternative; boundary=b", "",
		"--b", "Content-Type: text/plain", "", "testo",
		"--b", "Content-Type: text/html", "", "<p>testo</p>",
		"--b--",
		"--a", "Content-Type: image/png", "Content-ID: <logo@x>", "Content-Transfer-Encoding: base64", "", "iVBO",
		"--a", "Content-Type: message/rfc822", "", "Subject: dentro", "Content-Type: text/plain; name=nota.txt", "", "nota",
		"--a", "Content-Type: application/pdf; name=rotto.pdf", "Content-Transfer-Encoding: base64", "", "!",
		"--a--", "")
	if len(o.Bodies) != 2 || o.Bodies[0].Text != "testo" || o.Bodies[1].Type != "text/html" {
		t.Errorf("bodies: %+v", o.Bodies)
	}
	if o.Fields[0] != (Field{"Subject", "perché"}) || o.Fields[1] != (Field{"X-Odd", "two lines"}) {
		t.Errorf("fields: %q", o.Fields)
	}
	if n := len(o.Message.Attachments); n != 3 {
		t.Fatalf("%d attachments", n)
	}
	if raw, err := o.Bytes(0); err != nil || string(raw) != "\x89PN" || o.ContentID(0) != "logo@x" {
		t.Errorf("image: %q %v", raw, err)
	}
	if _, err := o.Bytes(2); err == nil {
		t.Error("damaged base64 gives bytes")
	}
	for _, i := range []int{-1, 3} {
		if _, err := o.Bytes(i); !errors.Is(err, ErrNoSuchPart) {
			t.Errorf("attachment %d: %v", i, err)
		}
	}
	if _, err := o.Nested(0); o.IsMessage(0) || !errors.Is(err, ErrNoSuchPart) {
		t.Errorf("an image opens as a message: %v", err)
	}
	inside, err := o.Nested(1)
	if err != nil || inside.Message.Subject != "dentro" || len(inside.Message.Attachments) != 1 || inside.Message.Attachments[0].Name != "nota.txt" {
		t.Fatalf("nested message: %+v %v", inside, err)
	}
}

func TestMessagesInMessagesEnd(t *testing.T) {
	text := "Content-Type: text/plain\r\n\r\nfine"
	for range 2 * maxNestings {
		text = "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nqui\r\n--x--\r\n" + "\r\n" + text
		text = "Content-Type: message/rfc822\r\n\r\n" + text
	}
	o := opened(t, "Content-Type: multipart/mixed; boundary=o", "", "--o", text, "--o--", "")
	depth := 0
	for len(o.Message.Attachments) > 0 && o.IsMessage(0) {
		next, err := o.Nested(0)
		if err != nil {
			break
		}
		o = next
		depth++
	}
	if depth == 0 || depth > maxNestings {
		t.Errorf("%d messages were opened", depth)
	}
}
