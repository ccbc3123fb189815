package smime

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func parsed(t *testing.T, s string) *Entity {
	t.Helper()
	e, err := Parse([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestParameters(t *testing.T) {
	for _, test := range []struct {
		name, value         string
		mediaType, boundary string
		duplicate           string
	}{
		{"quoted", `multipart/signed; boundary="----X"`, "multipart/signed", "----X", ""},
		{"bare", `multipart/signed; boundary=X; micalg=sha1`, "multipart/signed", "X", ""},
		{"any case", `Multipart/SIGNED; BOUNDARY=X`, "multipart/signed", "X", ""},
		{"comments", `multipart/signed (a comment (nested)) ; boundary (b=Y) = (c) "X" (d)`, "multipart/signed", "X", ""},
		{"a comment's look inside quotes", `multipart/signed; boundary="(X)"`, "multipart/signed", "(X)", ""},
		{"escapes", `multipart/signed; boundary="a\"b\\c"`, "multipart/signed", `a"b\c`, ""},
		{"a semicolon inside quotes", `multipart/signed; boundary="a;boundary=b"`, "multipart/signed", "a;boundary=b", ""},
		{"RFC 2231 continuation", `multipart/signed; boundary*0=ab; boundary*1="cd"`, "multipart/signed", "abcd", ""},
		{"RFC 2231 encoding", `multipart/signed; boundary*=us-ascii''a%62c`, "multipart/signed", "abc", ""},
		{"stated twice alike", `multipart/signed; boundary=X; boundary="X"`, "multipart/signed", "X", ""},
		{"stated twice", `multipart/signed; boundary=X; boundary=Y`, "multipart/signed", "X", "boundary"},
		{"stated in two notations", `multipart/signed; boundary=X; boundary*=us-ascii''Y`, "multipart/signed", "Y", "boundary"},
		{"two notations, continuation", `multipart/signed; boundary=X; boundary*0=Y`, "multipart/signed", "Y", "boundary"},
		{"an unclosed quote", `multipart/signed; boundary="X`, "multipart/signed", "X", ""},
		{"stray semicolons", `multipart/signed;; ;boundary=X;`, "multipart/signed", "X", ""},
		{"no parameters", `text/plain`, "text/plain", "", ""},
		{"blanks at the end of the boundary", `multipart/signed; boundary="X  "`, "multipart/signed", "X  ", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := parseMediaType(test.value)
			if m.value != test.mediaType || m.parameters["boundary"] != test.boundary || m.duplicate != test.duplicate {
				t.Errorf("got %q, boundary %q, duplicate %q", m.value, m.parameters["boundary"], m.duplicate)
			}
		})
	}
}

func TestNames(t *testing.T) {
	for _, test := range []struct{ name, header, want string }{
		{"disposition first", "Content-Type: application/xml; name=a.xml\nContent-Disposition: inline; filename=b.xml\n", "b.xml"},
		{"type alone", "Content-Type: application/xml; name=\"daticert.xml\"\n", "daticert.xml"},
		{"encoded word", "Content-Disposition: attachment; filename=\"=?iso-8859-1?Q?perch=E9.pdf?=\"\n", "perché.pdf"},
		{"RFC 2231", "Content-Disposition: attachment; filename*=UTF-8''perch%C3%A9.pdf\n", "perché.pdf"},
		{"RFC 2231 beside the plain name", "Content-Disposition: attachment; filename=perche.pdf; filename*=UTF-8''perch%C3%A9.pdf\n", "perché.pdf"},
		{"parentheses without quotes", "Content-Disposition: attachment; filename=act (1).pdf\n", "act (1).pdf"},
		{"folded", "Content-Disposition: attachment;\n\tfilename=\"a b.pdf\"\n", "a b.pdf"},
		{"raw Latin-1", "Content-Disposition: attachment; filename=\"perch\xe9.pdf\"\n", "perché.pdf"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := parsed(t, test.header+"\nx").Name(); got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestAmbiguous(t *testing.T) {
	for _, test := range []struct {
		name, header string
		ambiguous    bool
	}{
		{"one type", "Content-Type: multipart/signed; boundary=X\n", false},
		{"the same type twice", "Content-Type: multipart/signed; boundary=X\nContent-Type: multipart/signed; boundary=X\n", false},
		{"two types", "Content-Type: multipart/signed; boundary=X\nContent-Type: multipart/mixed; boundary=X\n", true},
		{"two boundaries", "Content-Type: multipart/signed; boundary=X; boundary=Y\n", true},
		{"no boundary", "Content-Type: multipart/signed\n", true},
		{"an empty boundary", "Content-Type: multipart/signed; boundary=\"\"\n", true},
		{"an endless boundary", "Content-Type: multipart/signed; boundary=" + strings.Repeat("x", maxBoundary+1) + "\n", true},
		{"two encodings", "Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64\n", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := parsed(t, test.header+"\nx").Ambiguous; (got != "") != test.ambiguous {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestHeader(t *testing.T) {
	e := parsed(t, "Subject: one\n two\nX-Ricevuta : accettazione\n--- spam filter said 5.0\n points\nFrom: a@b\nfrom: c@d\n\nbody")
	if got := e.Header.Get("subject"); got != "one two" {
		t.Errorf("folded subject: %q", got)
	}
	if got := e.Header.Get("X-Ricevuta"); got != "accettazione" {
		t.Errorf("a blank before the colon: %q", got)
	}
	if e.Header.Odd != 2 {
		t.Errorf("%d odd lines, want the stray line and its continuation", e.Header.Odd)
	}
	if !e.Header.Conflicting("From") || e.Header.Conflicting("Subject") {
		t.Error("two From fields that differ are not seen")
	}
	if string(e.Body) != "body" {
		t.Errorf("body %q", e.Body)
	}
}

func TestDecoded(t *testing.T) {
	for _, test := range []struct {
		name, encoding, body, want string
		bad                        bool
	}{
		{"none stated", "", "a\nb", "a\nb", false},
		{"binary", "binary", "a\x00", "a\x00", false},
		{"base64 of any line length", "base64", "YW\r\nJj\n ZGU=\n", "abcde", false},
		{"base64 without padding", "BASE64", "YWJjZGU", "abcde", false},
		{"base64 with a comment in the header", "base64 (as usual)", "YWJj", "abc", false},
		{"base64 with text after it", "base64", "YWJjZGU=\nThis is no base64.", "", true},
		{"base64 that is none", "base64", "!!!!", "", true},
		{"base64 cut short", "base64", "YWJjZ", "", true},
		{"quoted-printable", "quoted-printable", "=E8 =\r\nx", "\xe8 x", false},
		{"unknown", "x-uuencode", "abc", "", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			head := "\n"
			if test.encoding != "" {
				head = "Content-Transfer-Encoding: " + test.encoding + "\n\n"
			}
			got, err := parsed(t, head+test.body).Decoded()
			if (err != nil) != test.bad || string(got) != test.want && !test.bad {
				t.Errorf("got %q, %v", got, err)
			}
		})
	}
}

const forwarded = `Content-Type: multipart/mixed; boundary=A

--A

covering text
--A
Content-Type: message/rfc822

Content-Type: multipart/signed; boundary=B

--B

signed
--B
Content-Type: application/pkcs7-signature; name=smime.p7s

--B--
--A
Content-Type: application/octet-stream; name=postacert.eml
Content-Transfer-Encoding: base64

U3ViamVjdDogeAoKYm9keQ==
--A--
`

func TestPaths(t *testing.T) {
	var got []string
	err := parsed(t, forwarded).Walk(func(e *Entity) bool {
		got = append(got, fmt.Sprintf("%s=%s", e.Path, e.Type))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "=multipart/mixed 1=text/plain 2=message/rfc822 2.1=multipart/signed 2.1.1=text/plain 2.1.2=application/pkcs7-signature 3=application/octet-stream 3.1=text/plain"
	if s := strings.Join(got, " "); s != want {
		t.Errorf("got %s", s)
	}
}

func TestReadSigned(t *testing.T) {
	const part = "--B\n\nx\n"
	const signature = "--B\nContent-Type: application/pkcs7-signature\n\nMII=\n"
	for _, test := range []struct {
		name, body string
		want       error
	}{
		{"two parts", part + signature + "--B--\n", nil},
		{"no closing line", part + signature, nil},
		{"a third part", part + signature + part + "--B--", ErrThirdPart},
		{"a third part with nothing in it", part + signature + "--B\n\n--B--", ErrThirdPart},
		{"no signature", part + "--B--", ErrNoSignature},
		{"no part", "", ErrNoSignature},
		{"a PGP signature", part + "--B\nContent-Type: application/pgp-signature\n\nx\n--B--", ErrNotSMIME},
		{"relabelled, known by its name", part + "--B\nContent-Type: application/octet-stream; name=smime.p7s\n\nx\n--B--", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := ReadSigned(parsed(t, "Content-Type: multipart/signed; boundary=B\n\n"+test.body))
			if !errors.Is(err, test.want) {
				t.Fatalf("got %v", err)
			}
			if err == nil && string(s.Content.Raw) != "\nx" {
				t.Errorf("signed bytes %q", s.Content.Raw)
			}
		})
	}
}

func TestBounds(t *testing.T) {
	var nested strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for _, test := range []struct{ name, in string }{
		{"10,000 levels", nested.String()},
		{"100,000 parts", "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 100_000)},
		{"messages in messages", strings.Repeat("Content-Type: message/rfc822\n\n", 10_000)},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := parsed(t, test.in).Walk(func(*Entity) bool { return true })
			var limit *LimitError
			if !errors.As(err, &limit) {
				t.Errorf("got %v", err)
			}
		})
	}
	var limit *LimitError
	for name, in := range map[string]string{
		"a header line of 10 MB": "Subject: " + strings.Repeat("x", 10<<20),
		"600,000 header fields":  strings.Repeat("A: b\n", 600_000),
	} {
		if _, err := Parse([]byte(in)); !errors.As(err, &limit) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(forwarded))
	f.Add([]byte(crlf(forwarded)))
	f.Add([]byte("Content-Type: multipart/signed; boundary*0=\"a\"; boundary*1=b\n\n--ab\n\n--ab--"))
	f.Add([]byte(" x\n\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := Parse(data)
		if err != nil {
			return
		}
		root.Walk(func(e *Entity) bool {
			if len(e.Body) > len(e.Raw) || len(e.Raw) > len(e.root) {
				t.Fatal("a part is larger than what holds it")
			}
			e.Decoded()
			e.Names()
			e.Header.Text("Subject")
			if e.IsSigned() {
				ReadSigned(e)
			}
			return true
		})
	})
}

func TestDecodedMessagesAreBoundedByTheInput(t *testing.T) {
	nested := strings.Repeat("Tanto va la gatta al lardo.\n", 100_000)
	for range 40 {
		nested = "Content-Type: message/rfc822\nContent-Transfer-Encoding: quoted-printable\n\n" + nested
	}
	root := parsed(t, nested)
	decoded := 0
	err := root.Walk(func(e *Entity) bool {
		if e != root {
			decoded += len(e.Raw)
		}
		return true
	})
	var limit *LimitError
	if !errors.As(err, &limit) {
		t.Errorf("got %v", err)
	}
	if most := decodedTimes*len(nested) + decodedMin; decoded > most || decoded < most/2 {
		t.Errorf("%d bytes were decoded of an input of %d, at most %d", decoded, len(nested), most)
	}
	opaque := Bare("application/pkcs7-mime", nil, nil)
	if _, err := opaque.Inside(append([]byte("\n"), make([]byte, decodedMin)...)); !errors.As(err, &limit) {
		t.Errorf("what was decoded elsewhere is not counted: %v", err)
	}
}

func TestInputIsLookedAtOnceForAllItsParts(t *testing.T) {
	in := []byte("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\n\ny\n--b--\n")
	root, err := Parse(in)
	if err != nil {
		t.Fatal(err)
	}
	children, err := root.Children()
	if err != nil || len(children) != 2 {
		t.Fatal(children, err)
	}
	if got := children[0].InputLineEnds(); got != LF {
		t.Fatalf("got %d", got)
	}
	copy(in[len(in)-3:], "\r\n") // seen only by who looks again
	if got := children[1].InputLineEnds(); got != LF {
		t.Error("the input was looked at again")
	}
}

func TestCarriageReturnsAtTheEndOfHeaderLines(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r\r\n", "\r\r\r\n"} {
		e, err := Parse([]byte(strings.ReplaceAll("From: a@b\nSubject: uno\n due\n\ttre\nno field\nContent-Type: text/plain;\n charset=utf-8\nDate: x\n\n", "\n", end) + "testo\r\r\n"))
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]string{"From": "a@b", "Subject": "uno due tre", "Date": "x"} {
			if got := strings.ReplaceAll(e.Header.Get(name), "\t", " "); got != want {
				t.Errorf("line end %q: %s is %q, want %q", end, name, got, want)
			}
		}
		if e.Parameter("charset") != "utf-8" || e.Header.Odd != 1 || e.Header.Len() != 4 {
			t.Errorf("line end %q: charset %q, %d odd lines, %d fields", end, e.Parameter("charset"), e.Header.Odd, e.Header.Len())
		}
		if string(e.Body) != "testo\r\r\n" {
			t.Errorf("line end %q: the body became %q", end, e.Body)
		}
	}
}
