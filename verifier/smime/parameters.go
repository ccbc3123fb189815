package smime

import (
	"mime"
	"strings"
)

// mediaType is a Content-Type or Content-Disposition value, taken apart.
type mediaType struct {
	value      string            // lower case
	parameters map[string]string // names in lower case, RFC 2231 and RFC 2047 decoded
	written    map[string]string // name and filename with their parentheses, where there are any
	duplicate  string            // a parameter stated twice with different values, or in two notations
}

// parseMediaType reads `value; name=value …` with comments, quoted strings and RFC 2231, as real and hostile mail has it.
func parseMediaType(s string) mediaType {
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
			m.duplicate, _, _ = strings.Cut(name, "*")
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
			m.parameters[name] = DecodeWords(v)
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
		m.parameters[base] = v
	}
	return m
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

// extendedParameters joins and decodes the RFC 2231 notations (name*, name*0, name*1*).
func extendedParameters(plain map[string]string) map[string]string {
	var b strings.Builder
	for name, v := range plain {
		if strings.Contains(name, "*") {
			b.WriteString("; " + name + "=")
			if strings.HasSuffix(name, "*") {
				b.WriteString(v)
			} else {
				b.WriteString(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`)
			}
		}
	}
	if b.Len() == 0 {
		return nil
	}
	_, out, err := mime.ParseMediaType("x/x" + b.String())
	if err != nil {
		return nil
	}
	for name, v := range out {
		out[name] = repairUTF8(v)
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
