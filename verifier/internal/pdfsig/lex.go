package pdfsig

import (
	"bytes"
	"errors"
	"strconv"
)

var errSyntax = errors.New("not the syntax of PDF")

// lexer reads values (ISO 32000-2 §7.3).
type lexer struct {
	data   []byte
	pos    int
	values *int // that may still be read
	inside bool // of an object stream: positions are not those of the file
}

const (
	white     = 1
	delimiter = 2
)

var class = func() (t [256]byte) {
	for _, c := range "\x00\t\n\f\r " {
		t[c] = white
	}
	for _, c := range "()<>[]{}/%" {
		t[c] = delimiter
	}
	return t
}()

// skip passes white space and comments.
func (l *lexer) skip() {
	for l.pos < len(l.data) {
		switch c := l.data[l.pos]; {
		case class[c] == white:
			l.pos++
		case c == '%':
			for l.pos < len(l.data) && l.data[l.pos] != '\n' && l.data[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// word gives what stands up to the next white space or delimiter.
func (l *lexer) word() []byte {
	start := l.pos
	for l.pos < len(l.data) && class[l.data[l.pos]] == 0 {
		l.pos++
	}
	return l.data[start:l.pos]
}

// keyword passes the word if it is there.
func (l *lexer) keyword(want string) bool {
	l.skip()
	start := l.pos
	if string(l.word()) == want {
		return true
	}
	l.pos = start
	return false
}

// number reads an integer that is not negative.
func (l *lexer) number() (int, bool) {
	l.skip()
	start := l.pos
	n, ok := natural(l.word())
	if !ok {
		l.pos = start
	}
	return n, ok
}

func natural(word []byte) (int, bool) {
	if len(word) == 0 || len(word) > 15 {
		return 0, false
	}
	n := 0
	for _, c := range word {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

func (l *lexer) value(depth int) (value, error) {
	l.skip()
	if *l.values--; depth > maxDepth || *l.values < 0 {
		return nil, ErrLimit
	}
	if l.pos >= len(l.data) {
		return nil, errSyntax
	}
	rest := l.data[l.pos:]
	switch c := rest[0]; {
	case c == '/':
		return l.name(), nil
	case c == '(':
		return l.literal()
	case bytes.HasPrefix(rest, []byte("<<")):
		return l.dict(depth)
	case c == '<':
		return l.hex()
	case c == '[':
		l.pos++
		out := array{}
		for {
			if l.skip(); l.pos < len(l.data) && l.data[l.pos] == ']' {
				l.pos++
				return out, nil
			}
			v, err := l.value(depth + 1)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
	case class[c] != 0:
		return nil, errSyntax
	}
	word := l.word()
	switch string(word) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	n, ok := natural(word)
	if !ok {
		if n, err := strconv.Atoi(string(word)); err == nil {
			return n, nil
		}
		if word[0] == '+' || word[0] == '-' || word[0] == '.' || word[0] >= '0' && word[0] <= '9' {
			return real(word), nil
		}
		return nil, errSyntax
	}
	start := l.pos
	if gen, ok := l.number(); ok && l.keyword("R") {
		return ref{n, gen}, nil
	}
	l.pos = start
	return n, nil
}

func (l *lexer) dict(depth int) (value, error) {
	l.pos += 2
	out := dict{}
	for {
		l.skip()
		switch {
		case bytes.HasPrefix(l.data[l.pos:], []byte(">>")):
			l.pos += 2
			return out, nil
		case l.pos >= len(l.data) || l.data[l.pos] != '/':
			return nil, errSyntax
		}
		key := string(l.name())
		v, err := l.value(depth + 1)
		if err != nil {
			return nil, err
		}
		if _, there := out[key]; there {
			out[twice] = true
		}
		if v != nil { // null is as if it were absent (§7.3.9)
			out[key] = v
		}
	}
}

// name undoes #xx (§7.3.5).
func (l *lexer) name() name {
	l.pos++
	word := l.word()
	if bytes.IndexByte(word, '#') < 0 {
		return name(word)
	}
	out := make([]byte, 0, len(word))
	for i := 0; i < len(word); i++ {
		if word[i] == '#' && i+2 < len(word) {
			hi, lo := digit(word[i+1]), digit(word[i+2])
			if hi >= 0 && lo >= 0 && hi+lo > 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, word[i])
	}
	return name(out)
}

func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

func (l *lexer) hex() (value, error) {
	start := l.pos
	n := bytes.IndexByte(l.data[l.pos:], '>')
	if n < 0 {
		l.pos = len(l.data)
		return nil, errSyntax
	}
	inside := l.data[l.pos+1 : l.pos+n]
	l.pos += n + 1
	out := make([]byte, 0, (len(inside)+1)/2)
	half := -1
	for _, c := range inside {
		d := digit(c)
		switch {
		case class[c] == white:
		case d < 0:
			return nil, errSyntax
		case half < 0:
			half = d
		default:
			out = append(out, byte(half<<4|d))
			half = -1
		}
	}
	if half >= 0 {
		out = append(out, byte(half<<4))
	}
	s := str{octets: string(out), at: start, end: l.pos, hex: true}
	if l.inside {
		s.at, s.end = -1, -1
	}
	return s, nil
}

func (l *lexer) literal() (value, error) {
	start := l.pos
	depth := 0
	var out []byte
	for ; l.pos < len(l.data); l.pos++ {
		c := l.data[l.pos]
		switch c {
		case '(':
			if depth++; depth == 1 {
				continue
			}
		case ')':
			if depth--; depth == 0 {
				l.pos++
				s := str{octets: string(out), at: start, end: l.pos}
				if l.inside {
					s.at, s.end = -1, -1
				}
				return s, nil
			}
		case '\\':
			out = l.escape(out)
			continue
		}
		out = append(out, c)
	}
	l.pos = len(l.data)
	return nil, errSyntax
}

// escape reads what stands behind a backslash (§7.3.4.2) and stays on its last octet.
func (l *lexer) escape(out []byte) []byte {
	if l.pos++; l.pos >= len(l.data) {
		return out
	}
	c := l.data[l.pos]
	switch {
	case c >= '0' && c <= '7':
		n := int(c - '0')
		for i := 0; i < 2 && l.pos+1 < len(l.data) && l.data[l.pos+1] >= '0' && l.data[l.pos+1] <= '7'; i++ {
			l.pos++
			n = n<<3 | int(l.data[l.pos]-'0')
		}
		return append(out, byte(n))
	case c == '\r':
		if l.pos+1 < len(l.data) && l.data[l.pos+1] == '\n' {
			l.pos++
		}
		return out
	case c == '\n':
		return out
	}
	if i := bytes.IndexByte([]byte("nrtbf"), c); i >= 0 {
		c = "\n\r\t\b\f"[i]
	}
	return append(out, c)
}
