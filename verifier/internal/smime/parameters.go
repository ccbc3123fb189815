package smime

import (
	"cmp"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"pecverifier/verifier/internal/charset"
)

// mediaType is a Content-Type or Content-Disposition value, taken apart.
type mediaType struct {
	value      string            // lower case
	parameters map[string]string // names in lower case, RFC 2231 and RFC 2047 decoded
	written    map[string]string // name and filename with their parentheses, where there are any
	unread     string            // charset of a parameter that is not read here and stays as it is written
	duplicate  string            // boundary or protocol, stated twice with different values, or in two notations
	twice      string            // name, filename or charset, stated twice so that programs take different ones
}

// parseMediaType reads `value; name=value …` with comments, quoted strings and RFC 2231, as real and hostile mail has it.
func parseMediaType(s string) mediaType {
	if s == "" {
		return mediaType{}
	}
	uncut := s
	s = stripComments(s)
	value, rest, _ := strings.Cut(s, ";")
	m := mediaType{value: strings.ToLower(strings.TrimSpace(value)), parameters: map[string]string{}}
	plain := map[string]string{}
	for i := 0; rest != "" && i < maxParameters; i++ {
		var name, v string
		name, v, rest = nextParameter(rest)
		if name == "" {
			continue
		}
		if old, twice := plain[name]; twice && old != v {
			m.statedTwice(name)
		}
		if _, twice := plain[name]; !twice {
			plain[name] = v
		}
	}
	if uncut != s {
		m.written = writtenNames(uncut)
	}
	for name, v := range plain {
		base, _, extended := strings.Cut(name, "*")
		if !extended {
			if name != "name" && name != "filename" {
				m.parameters[name] = v
				continue
			}
			text, unread := ReadWords(v) // QUIRK: mail programs write file names as RFC 2047 words
			m.parameters[name], m.unread = text, cmp.Or(m.unread, unread)
			continue
		}
		if _, both := plain[base]; both {
			// QUIRK: mail programs write filename and filename* side by side for old readers; for a boundary it is an attack.
			if base == "boundary" || base == "protocol" {
				m.duplicate = base
			}
		}
	}
	for base, v := range extendedParameters(plain) {
		text, unread := v.read()
		if old, both := m.parameters[base]; both && otherFile(old, text) {
			m.statedTwice(base)
		}
		m.parameters[base], m.unread = text, cmp.Or(m.unread, unread)
	}
	return m
}

func (m *mediaType) statedTwice(name string) {
	switch base, _, _ := strings.Cut(name, "*"); base {
	case "boundary", "protocol":
		m.duplicate = base
	case "name", "filename", "charset":
		m.twice = base
	}
}

// otherFile says whether two notations of one file name are two names: old mail programs are given the name without its accents, and
// mean the same file.
func otherFile(plain, extended string) bool {
	if plain == extended {
		return false
	}
	ascii := !strings.ContainsFunc(extended, func(r rune) bool { return r >= utf8.RuneSelf })
	return ascii || !strings.EqualFold(path.Ext(plain), path.Ext(extended))
}

// writtenNames takes file names as they stand, with what by the rules is a comment.
// QUIRK: mail programs write `name=act (1).pdf` without quotes.
func writtenNames(s string) map[string]string {
	written := map[string]string{}
	_, rest, _ := strings.Cut(s, ";")
	for i := 0; rest != "" && i < maxParameters; i++ {
		var name, v string
		name, v, rest = nextParameter(rest)
		if name == "name" || name == "filename" {
			written[name] = DecodeWords(v)
		}
	}
	return written
}

// extended is a parameter in RFC 2231 notation: its sections in their order, and which of them are percent-encoded.
type extended struct {
	sections []string
	encoded  []bool
}

// extendedParameters joins the notations of RFC 2231: name*, or name*0, name*1* and so on without a gap.
func extendedParameters(plain map[string]string) map[string]extended {
	out := map[string]extended{}
	for name := range plain {
		base, _, isExtended := strings.Cut(name, "*")
		if _, done := out[base]; done || !isExtended || base == "" {
			continue
		}
		if v, whole := plain[base+"*"]; whole {
			out[base] = extended{[]string{v}, []bool{true}}
			continue
		}
		var e extended
		for {
			section := base + "*" + strconv.Itoa(len(e.sections))
			v, encoded := plain[section+"*"]
			if !encoded {
				var there bool
				if v, there = plain[section]; !there {
					break
				}
			}
			e.sections, e.encoded = append(e.sections, v), append(e.encoded, encoded)
		}
		if len(e.sections) > 0 {
			out[base] = e
		}
	}
	return out
}

// read undoes charset'language'text of the first section and the encoding of each (RFC 2231 §3, §4). They are joined before the
// charset is undone: characters may be cut in two.
//
// QUIRK: a value without charset and language, percent-encoded or not.
func (e extended) read() (text, unread string) {
	label, first := "", e.sections[0]
	if parts := strings.SplitN(first, "'", 3); e.encoded[0] && len(parts) == 3 {
		label, first = parts[0], parts[2]
	}
	var raw []byte
	for i, s := range e.sections {
		if i == 0 {
			s = first
		}
		if e.encoded[i] {
			raw = append(raw, unpercent(s)...)
		} else {
			raw = append(raw, s...)
		}
	}
	if text, ok := charset.Read(label, raw); ok {
		return text, ""
	}
	return charset.Guess(strings.Join(e.sections, "")), strings.ToLower(charset.Guess(label))
}

// unpercent undoes percent-encoding; a % that no two hexadecimal digits follow is a character.
func unpercent(s string) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]) {
			out = append(out, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		} else {
			out = append(out, s[i])
		}
	}
	return out
}

// nextParameter takes one `name=value` off the front of s.
func nextParameter(s string) (name, value, rest string) {
	s = strings.TrimLeft(s, " \t\r\n;")
	eq := strings.IndexAny(s, "=;")
	if eq < 0 {
		return "", "", ""
	}
	if s[eq] == ';' {
		return "", "", s[eq+1:]
	}
	name = strings.ToLower(strings.TrimSpace(s[:eq]))
	s = strings.TrimLeft(s[eq+1:], " \t\r\n")
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ = strings.Cut(s, ";")
		return name, strings.TrimSpace(value), rest
	}
	if inside, after, closed := strings.Cut(s[1:], `"`); closed && !strings.Contains(inside, `\`) {
		_, rest, _ = strings.Cut(after, ";")
		return name, inside, rest
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s):
			i++
			b.WriteByte(s[i])
		case s[i] == '"':
			_, rest, _ = strings.Cut(s[i+1:], ";")
			return name, b.String(), rest
		default:
			b.WriteByte(s[i])
		}
	}
	return name, b.String(), "" // an unclosed quote ends with the field
}

// stripComments removes RFC 5322 §3.2.2 comments, which nest, outside of quoted strings.
func stripComments(s string) string {
	if !strings.Contains(s, "(") {
		return s
	}
	var b strings.Builder
	depth, quoted := 0, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '\\' && (quoted || depth > 0) && i+1 < len(s):
			if depth == 0 {
				b.WriteString(s[i : i+2])
			}
			i++
		case quoted:
			b.WriteByte(c)
			quoted = c != '"'
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
			if depth == 0 {
				b.WriteByte(' ')
			}
		case depth > 0:
		default:
			b.WriteByte(c)
			quoted = c == '"'
		}
	}
	return b.String()
}
