package smime

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

func TestSplit(t *testing.T) {
	tests := []struct {
		name     string
		boundary string
		body     string
		parts    []string
		preamble string
		epilogue string
		closed   bool
	}{
		{"two parts", "b", "--b\none\n--b\ntwo\n--b--\n", []string{"one", "two"}, "", "", true},
		{"the line end before a delimiter belongs to it", "b", "--b\none\n\n--b--", []string{"one\n"}, "", "", true},
		{"a blank line kept is a byte of the part", "b", "--b\n\none\n--b--", []string{"\none"}, "", "", true},
		{"preamble and epilogue are no part", "b", "This is\n--b\none\n--b--\nafter\n--b\nnot a part\n", []string{"one"}, "This is\n", "after\n--b\nnot a part\n", true},
		{"blanks after the delimiter", "b", "--b \t\none\n--b-- \n", []string{"one"}, "", "", true},
		{"a longer line is another boundary", "b", "--b\none\n--bb\ntwo\n--b-\n--b--", []string{"one\n--bb\ntwo\n--b-"}, "", "", true},
		{"a boundary that begins with dashes", "----X", "------X\n------------=_1\none\n------X--", []string{"------------=_1\none"}, "", "", true},
		{"a delimiter in the middle of a line is text", "b", "--b\none --b\n--b--", []string{"one --b"}, "", "", true},
		{"empty parts", "b", "--b\n--b\n\n--b--", []string{"", ""}, "", "", true},
		{"without a closing line the part runs to the end", "b", "--b\none\n--b\ntwo\n", []string{"one", "two\n"}, "", "", false},
		{"a last delimiter with nothing after it opens no part", "b", "--b\none\n--b\n", []string{"one"}, "", "", false},
		{"no delimiter at all", "b", "text\n", nil, "text\n", "", false},
		{"an empty body", "b", "", nil, "", "", false},
		{"dashes only", "-", "---\nx\n-----\n", []string{"x"}, "", "", true},
	}
	for _, test := range tests {
		for _, ends := range []string{"LF", "CRLF"} {
			t.Run(test.name+"/"+ends, func(t *testing.T) {
				conv := func(s string) string {
					if ends == "CRLF" {
						return crlf(s)
					}
					return s
				}
				m, err := split([]byte(conv(test.body)), test.boundary, 100)
				if err != nil {
					t.Fatal(err)
				}
				var got []string
				for _, p := range m.parts {
					got = append(got, string(p))
				}
				var want []string
				for _, p := range test.parts {
					want = append(want, conv(p))
				}
				if strings.Join(got, "|") != strings.Join(want, "|") || len(got) != len(want) {
					t.Errorf("parts %q, want %q", got, want)
				}
				if string(m.preamble) != conv(test.preamble) || string(m.epilogue) != conv(test.epilogue) || m.closed != test.closed {
					t.Errorf("preamble %q, epilogue %q, closed %v", m.preamble, m.epilogue, m.closed)
				}
			})
		}
	}
}

func TestSplitKeepsEveryByte(t *testing.T) {
	// A bare CR, a NUL and bytes over 0x7f are content like any other.
	part := "a\rb\x00\xe8 \t"
	m, _ := split([]byte("--b\r\n"+part+"\r\n--b--"), "b", 10)
	if len(m.parts) != 1 || string(m.parts[0]) != part {
		t.Errorf("got %q", m.parts)
	}
}

func TestSplitStopsAtTheBound(t *testing.T) {
	if _, err := split([]byte(strings.Repeat("--b\nx\n", 11)), "b", 10); err == nil {
		t.Error("eleven parts of at most ten were read")
	}
}

// What is searched in jumps is what a reader of lines finds.
func TestDelimitersAgainstLines(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		body := make([]byte, random.IntN(90))
		for i := range body {
			body[i] = "\n\n--bb x\r"[random.IntN(9)]
		}
		if long := random.IntN(len(body) + 1); random.IntN(2) == 0 {
			body = slices.Insert(body, long, bytes.Repeat([]byte("x"), shortLine-2+random.IntN(5))...)
		}
		dash := []byte("--" + strings.Repeat("b", 1+random.IntN(3)))
		var want []int
		for at := 0; at < len(body); {
			end := len(body)
			if i := bytes.IndexByte(body[at:], '\n'); i >= 0 {
				end = at + i + 1
			}
			line := strings.TrimRight(string(body[at:end]), "\n")
			rest, ok := strings.CutPrefix(strings.TrimRight(line, "\r"), string(dash))
			if ok && (strings.Trim(rest, " \t") == "" || strings.HasPrefix(rest, "--") && strings.Trim(rest[2:], " \t") == "") {
				want = append(want, at)
			}
			at = end
		}
		var got []int
		for at := 0; ; {
			d := nextDelimiter(body, dash, at)
			if d.start < 0 {
				break
			}
			got = append(got, d.start)
			if at = d.end; at == len(body) {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%q in %q: at %v, want %v", dash, body, got, want)
		}
	}
}

// Multiparts in each other are each searched to the end: the whole of it is bounded, however deep.
func TestSearchOfNestedPartsIsBounded(t *testing.T) {
	var b strings.Builder
	const levels = 90
	for i := range levels {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	b.WriteString("\r\n" + strings.Repeat("Tanto va la gatta al lardo\r\n", 4<<20/28))
	data := []byte(b.String())
	for _, tt := range []struct {
		size  int
		whole bool
	}{{len(data), false}, {searchedMin / levels, true}} {
		root, err := Parse(data[:tt.size])
		if err != nil {
			t.Fatal(err)
		}
		searched, depth := 0, 0
		err = root.Walk(func(e *Entity) bool {
			depth++
			if e.IsMultipart() && !errors.As(e.err, new(*LimitError)) {
				if _, err := e.Children(); err == nil {
					searched += len(e.Body)
				}
			}
			return true
		})
		if limited := errors.As(err, new(*LimitError)); limited == tt.whole {
			t.Errorf("%d bytes: %v", tt.size, err)
		}
		if most := searchedTimes*tt.size + searchedMin; searched > most {
			t.Errorf("%d bytes were searched of %d, at most %d", searched, tt.size, most)
		}
		if tt.whole && depth != levels+1 || depth < 10 {
			t.Errorf("%d levels", depth)
		}
	}
}

func TestWriteCanonical(t *testing.T) {
	long := strings.Repeat("x", 70_000)
	for _, test := range []struct{ name, in, want string }{
		{"LF", "a\nb\n", "a\r\nb\r\n"},
		{"CRLF stays", "a\r\nb", "a\r\nb"},
		{"mixed", "a\nb\r\nc", "a\r\nb\r\nc"},
		{"a carriage return that ends no line stays", "a\rb\n", "a\rb\r\n"},
		{"one of two carriage returns belongs to the line end", "a\r\r\n", "a\r\r\n"},
		{"empty lines", "\n\n", "\r\n\r\n"},
		{"no line end is added", "a", "a"},
		{"a line longer than the block", long + "\n" + long, long + "\r\n" + long},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, want := sha256.New(), sha256.Sum256([]byte(test.want))
			WriteCanonical(got, []byte(test.in))
			if string(got.Sum(nil)) != string(want[:]) {
				t.Error("digest differs")
			}
		})
	}
}

func TestLineEndsOf(t *testing.T) {
	for in, want := range map[string]LineEnds{"": NoLines, "a": NoLines, "a\r": NoLines, "a\r\nb\r\n": CRLF, "a\nb\n": LF, "a\r\nb\n": Mixed} {
		if got := LineEndsOf([]byte(in)); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}
