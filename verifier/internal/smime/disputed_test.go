package smime

import (
	"strings"
	"testing"
)

func TestDisputed(t *testing.T) {
	multipart := func(contentType string) string {
		return "Content-Type: " + contentType + "\r\n\r\n--abc\r\n\r\nuno\r\n--abc--\r\n"
	}
	for _, test := range []struct {
		name, entity string
		disputed     bool
	}{
		{"nothing stated", "\r\nuno", false},
		{"a plain text", "Content-Type: text/plain; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nuno", false},
		{"any type", "Content-Type: */*\r\n\r\nuno", false},
		{"an attachment", "Content-Type: application/pdf; name=\"atto (1).pdf\"\r\nContent-Disposition: attachment; filename=\"atto (1).pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==", false},
		{"a name without quotes", "Content-Type: application/pdf; name=atto (1).pdf\r\n\r\nuno", false},
		{"a name for old readers", "Content-Disposition: attachment; filename=\"perche.pdf\"; filename*=utf-8''perch%C3%A9.pdf\r\n\r\nuno", false},
		{"a name in words, and in its own notation", "Content-Disposition: attachment; filename=\"=?utf-8?q?perch=C3=A9.pdf?=\"; filename*=utf-8''perch%C3%A9.pdf\r\n\r\nuno", false},
		{"a plain boundary", multipart("multipart/mixed; boundary=abc"), false},
		{"a quoted one", multipart("multipart/mixed;\r\n\tboundary=\"abc\""), false},
		{"other parameters", multipart("multipart/report; report-type=delivery-status; boundary=\"abc\"; type=\"text/html\";"), false},
		{"an equals sign without quotes", strings.ReplaceAll(multipart("multipart/mixed; boundary=abc"), "abc", "----=_Part:1/2"), false},
		{"stated twice alike as a whole", "Content-Type: text/plain\r\nContent-Type: text/plain\r\n\r\nuno", false},
		{"a message", "Content-Type: message/rfc822\r\n\r\nSubject: a\r\n\r\nuno", false},

		{"two Content-Type", "Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\nuno", true},
		{"the boundary twice", multipart("multipart/mixed; boundary=abc; boundary=def"), true},
		{"the boundary twice alike", multipart("multipart/mixed; boundary=abc; boundary=abc"), true},
		{"an endless boundary", strings.ReplaceAll(multipart("multipart/mixed; boundary=abc"), "abc", strings.Repeat("a", 1100)), true},
		{"a long boundary", strings.ReplaceAll(multipart("multipart/mixed; boundary=abc"), "abc", strings.Repeat("a", 71)), true},
		{"the longest boundary", strings.ReplaceAll(multipart("multipart/mixed; boundary=abc"), "abc", strings.Repeat("a", 70)), false},
		{"an encoded word as boundary", strings.ReplaceAll(multipart(`multipart/mixed; boundary="abc"`), "abc", "=?us-ascii?q?abc?="), true},
		{"a comment behind the boundary", multipart("multipart/mixed; boundary=abc(x)"), true},
		{"a comment before it", multipart("multipart/mixed (boundary=x); boundary=abc"), true},
		{"a blank in the boundary", strings.ReplaceAll(multipart("multipart/mixed; boundary=abc"), "abc", "abc def"), true},
		{"a blank at its end", multipart(`multipart/mixed; boundary="abc "`), true},
		{"a backslash", multipart(`multipart/mixed; boundary="ab\c"`), true},
		{"RFC 2231", multipart(`multipart/mixed; boundary*=us-ascii''abc`), true},
		{"RFC 2231 in pieces", multipart(`multipart/mixed; boundary*0=a; boundary*1=bc`), true},
		{"an open quote before it", multipart(`multipart/mixed; x="; boundary=abc`), true},
		{"single quotes", strings.ReplaceAll(multipart(`multipart/mixed; boundary=abc`), "abc", "'abc'"), false},
		{"more parameters than are read", multipart("multipart/mixed; boundary=abc" + strings.Repeat("; a=b", maxParameters)), true},
		{"a line that is no field", "Testo\r\nContent-Type: text/html\r\n\r\nuno", true},
		{"a blank before the colon", "Content-Type : text/html\r\n\r\nuno", true},
		{"of another field", "X-Nota\t: a\r\nContent-Type: text/html\r\n\r\nuno", true},
		{"a lone carriage return in a field", "X-Nota: a\rContent-Type: text/html\r\n\r\nuno", true},
		{"a NUL in Content-Type", "Content-Type: text/html\x00\r\n\r\nuno", true},
		{"a NUL in a file name", "Content-Type: application/pdf; name=\"a.exe\x00.pdf\"\r\n\r\nuno", true},
		{"a vertical tab in the name of the disposition", "Content-Disposition: attachment; filename=\"a.exe\x0b.pdf\"\r\n\r\nuno", true},
		{"two dispositions", "Content-Disposition: attachment; filename=a.pdf\r\nContent-Disposition: attachment; filename=a.exe\r\n\r\nuno", true},
		{"two file names", "Content-Disposition: attachment; filename=a.pdf; filename=b.pdf\r\n\r\nuno", true},
		{"two file names in two notations", "Content-Disposition: attachment; filename=a.pdf; filename*=utf-8''b.pdf\r\n\r\nuno", true},
		{"two endings in two notations", "Content-Disposition: attachment; filename=\"perche.pdf\"; filename*=utf-8''perch%C3%A9.exe\r\n\r\nuno", true},
		{"two names", "Content-Type: application/pdf; name=a.pdf; name=b.pdf\r\n\r\nuno", true},
		{"two endings in two fields", "Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.exe\r\n\r\nuno", true},
		{"base64 of a multipart", strings.Replace(multipart("multipart/mixed; boundary=abc"), "\r\n\r\n", "\r\nContent-Transfer-Encoding: base64\r\n\r\n", 1), true},
		{"quoted-printable of a multipart", strings.Replace(multipart("multipart/mixed; boundary=abc"), "\r\n\r\n", "\r\nContent-Transfer-Encoding: Quoted-Printable\r\n\r\n", 1), true},
		{"a message in base64", "Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nYQ==", true},
		{"an encoding that is not known", "Content-Transfer-Encoding: x-uuencode\r\n\r\nuno", true},
		{"no media type", "Content-Type: text\r\n\r\nuno", true},
		{"two media types", "Content-Type: text/plain, text/html\r\n\r\nuno", true},
		{"a delimiter behind a lone carriage return", multipart("multipart/mixed; boundary=abc") + "x\r--abc\r\n", true},
		{"a delimiter before a lone carriage return", strings.Replace(multipart("multipart/mixed; boundary=abc"), "uno", "uno\r\n--abc\rdue", 1), true},
		{"a delimiter in the middle of a line", strings.Replace(multipart("multipart/mixed; boundary=abc"), "uno", "uno\r\ndue --abc\r\n", 1), false},
		{"a line that only begins so", strings.Replace(multipart("multipart/mixed; boundary=abc"), "uno", "uno\r\n--abcd\r\ndue", 1), true},
		{"a delimiter with a word behind it", strings.Replace(multipart("multipart/mixed; boundary=abc"), "uno", "uno\r\n--abc due\r\ntre", 1), true},
		{"a closing one with a word behind it", strings.Replace(multipart("multipart/mixed; boundary=abc"), "uno", "uno\r\n--abc--due\r\ntre", 1), true},
		{"a NUL behind a delimiter", strings.Replace(multipart("multipart/mixed; boundary=abc"), "uno", "uno\r\n--abc\x00\r\ntre", 1), true},
		{"the delimiters of a multipart inside", strings.Replace(multipart("multipart/mixed; boundary=abc"), "\r\n\r\nuno", "\r\nContent-Type: multipart/mixed; boundary=abcd\r\n\r\n--abcd\r\n\r\nuno\r\n--abcd--\r\n", 1), false},
		{"the same, and one that is nobody's", strings.Replace(multipart("multipart/mixed; boundary=abc"), "\r\n\r\nuno", "\r\nContent-Type: multipart/mixed; boundary=abcd\r\n\r\n--abcd\r\n\r\nuno\r\n--abcde\r\n--abcd--\r\n", 1), true},
		{"text behind the closing one", multipart("multipart/mixed; boundary=abc") + "lista di posta\r\n", false},
		{"a delimiter behind the closing one", multipart("multipart/mixed; boundary=abc") + "--abc\r\n\r\ndue\r\n", true},
		{"the same further on", multipart("multipart/mixed; boundary=abc") + "due\r\n--abc--\r\n", true},
		{"a line of blanks before Content-Type", "X-Nota: a\r\n \t\r\nContent-Type: text/html\r\n\r\nuno", true},
		{"a line of blanks in Content-Type", "Content-Type: multipart/mixed;\r\n \r\n boundary=abc\r\n\r\n--abc\r\n\r\nuno\r\n--abc--\r\n", true},
		{"a line of blanks behind it", "Content-Type: text/html\r\nX-Nota: a\r\n \r\n b\r\n\r\nuno", false},
		{"a charset stated twice", "Content-Type: text/plain; charset=utf-8; charset=utf-7\r\n\r\nuno", true},
		{"a charset stated twice alike", "Content-Type: text/plain; charset=utf-8; charset=utf-8\r\n\r\nuno", false},
		{"an encoding with a comment", "Content-Transfer-Encoding: base64 (x)\r\n\r\nYQ==", true},
		{"a part of a message", "Content-Type: message/partial; id=a; number=1; total=1\r\n\r\nContent-Type: text/html\r\n\r\nuno", true},
		{"a body elsewhere", "Content-Type: message/external-body; access-type=URL; URL=\"http://x.example/b.pdf\"\r\n\r\nContent-Type: application/pdf; name=b.pdf\r\n\r\n", true},
		{"no delimiter at all", "Content-Type: multipart/mixed; boundary=abc\r\n\r\nuno", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := parsed(t, test.entity).Disputed(); (got != "") != test.disputed {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestTheBoundaryIsTakenAsItIsWritten(t *testing.T) {
	e := parsed(t, "Content-Type: multipart/mixed; boundary=\"=?us-ascii?q?abc?=\"\r\n\r\n--=?us-ascii?q?abc?=\r\n\r\nA\r\n--=?us-ascii?q?abc?=--\r\n--abc\r\n\r\nB\r\n--abc--\r\n")
	children, err := e.Children()
	if err != nil || len(children) != 1 || string(children[0].Body) != "A" {
		t.Errorf("%d parts: %v", len(children), err)
	}
}
