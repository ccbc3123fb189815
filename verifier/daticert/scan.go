package daticert

import (
	"strconv"
	"strings"
)

const whitespace = " \t\r\n"

func isSpace(b byte) bool {
	return b == ' ' || b == '\t' || b == '\r' || b == '\n'
}

// scanner goes once over the text and builds nothing, so that what would be dear to parse is refused before it is
// parsed. It also holds the rules of XML 1.0 that encoding/xml, and so etree, does not: no attribute twice, no text or
// second element beside the root, a DOCTYPE only before it, a declaration only at the start, references to characters.
type scanner struct {
	s       string
	pos     int
	markup  int
	depth   int
	root    bool // the root element has begun
	doctype [2]int
}

// scan checks the decoded text. It gives the place of the DOCTYPE, or zeros.
func scan(s string) (doctype [2]int, bad *Malformed) {
	sc := &scanner{s: s}
	for sc.pos < len(s) {
		if bad := sc.next(); bad != nil {
			return doctype, bad
		}
	}
	switch {
	case sc.depth > 0:
		return doctype, malformed(ReasonXML, "it ends inside an element")
	case !sc.root:
		return doctype, malformed(ReasonRoot, "it has no element")
	}
	return sc.doctype, nil
}

func (sc *scanner) next() *Malformed {
	text := sc.s[sc.pos:]
	if i := strings.IndexByte(text, '<'); i >= 0 {
		text = text[:i]
	}
	sc.pos += len(text)
	if sc.depth == 0 {
		if strings.Trim(text, whitespace) != "" {
			return malformed(ReasonRoot, "there is text outside the root element")
		}
	} else if bad := references(text); bad != nil {
		return bad
	}
	if sc.pos == len(sc.s) {
		return nil
	}
	if sc.markup++; sc.markup > maxMarkup {
		return malformed(ReasonLimit, "more than %d tags", maxMarkup)
	}
	rest := sc.s[sc.pos:]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		return sc.skip("<!--", "-->")
	case strings.HasPrefix(rest, "<![CDATA["):
		if sc.depth == 0 {
			return malformed(ReasonRoot, "there is text outside the root element")
		}
		return sc.skip("<![CDATA[", "]]>")
	case strings.HasPrefix(rest, "<!DOCTYPE"):
		return sc.declaration()
	case strings.HasPrefix(rest, "<!"):
		return malformed(ReasonXML, "a declaration stands outside the DOCTYPE")
	case strings.HasPrefix(rest, "<?"):
		target := rest[len("<?"):min(len(rest), len("<?xml?"))]
		if len(target) > 3 && strings.EqualFold(target[:3], "xml") && (isSpace(target[3]) || target[3] == '?') {
			return malformed(ReasonXML, "an XML declaration stands after the start")
		}
		return sc.skip("<?", "?>")
	case strings.HasPrefix(rest, "</"):
		if sc.depth == 0 {
			return malformed(ReasonXML, "an element ends that has not begun")
		}
		sc.depth--
		return sc.skip("</", ">")
	}
	return sc.element()
}

func (sc *scanner) skip(open, end string) *Malformed {
	i := strings.Index(sc.s[sc.pos+len(open):], end)
	if i < 0 {
		return malformed(ReasonXML, "%s is not closed", open)
	}
	sc.pos += len(open) + i + len(end)
	return nil
}

func (sc *scanner) element() *Malformed {
	if sc.depth == 0 && sc.root {
		return malformed(ReasonRoot, "there is a second root element")
	}
	sc.root = true
	if sc.depth++; sc.depth > maxDepth {
		return malformed(ReasonDepth, "elements are nested more than %d deep", maxDepth)
	}
	name := nameEnd(sc.s, sc.pos+1)
	if name == sc.pos+1 {
		return malformed(ReasonXML, "a < begins no element")
	}
	_, end, bad := attributes(sc.s, name)
	if bad != nil {
		return bad
	}
	switch rest := sc.s[end:]; {
	case strings.HasPrefix(rest, ">"):
		sc.pos = end + 1
	case strings.HasPrefix(rest, "/>"):
		sc.pos = end + 2
		sc.depth--
	default:
		return malformed(ReasonXML, "a start tag is not well formed")
	}
	return nil
}

type attribute struct{ name, value string }

// attributes reads `S Name Eq "value"` as often as it is there, and the space after. It gives the first place that is
// not part of it. encoding/xml wants no space between attributes and lets the same one come twice.
func attributes(s string, pos int) (attrs []attribute, end int, bad *Malformed) {
	for {
		space := pos
		pos = spaceEnd(s, pos)
		name := s[pos:nameEnd(s, pos)]
		if name == "" {
			return attrs, pos, nil
		}
		if space == pos {
			return nil, pos, malformed(ReasonXML, "no space before the attribute %s", quote(name))
		}
		pos = spaceEnd(s, pos+len(name))
		if pos == len(s) || s[pos] != '=' {
			return nil, pos, malformed(ReasonXML, "the attribute %s has no value", quote(name))
		}
		pos = spaceEnd(s, pos+1)
		if pos == len(s) || s[pos] != '"' && s[pos] != '\'' {
			return nil, pos, malformed(ReasonXML, "the value of the attribute %s is not quoted", quote(name))
		}
		length := strings.IndexByte(s[pos+1:], s[pos])
		if length < 0 {
			return nil, pos, malformed(ReasonXML, "the value of the attribute %s does not end", quote(name))
		}
		if length > maxAttribute {
			return nil, pos, malformed(ReasonLimit, "the attribute %s is longer than %d bytes", quote(name), maxAttribute)
		}
		value := s[pos+1 : pos+1+length]
		if strings.Contains(value, "<") {
			return nil, pos, malformed(ReasonXML, "the value of the attribute %s contains <", quote(name))
		}
		if bad := references(value); bad != nil {
			return nil, pos, bad
		}
		for _, a := range attrs {
			if a.name == name {
				return nil, pos, malformed(ReasonDuplicate, "the attribute %s is there twice", quote(name))
			}
		}
		if len(attrs) == maxAttributes {
			return nil, pos, malformed(ReasonLimit, "an element has more than %d attributes", maxAttributes)
		}
		attrs = append(attrs, attribute{name, value})
		pos += 1 + length + 1
	}
}

func spaceEnd(s string, pos int) int {
	for pos < len(s) && isSpace(s[pos]) {
		pos++
	}
	return pos
}

// nameEnd only finds where a name stops; whether it is one, the parser says.
func nameEnd(s string, pos int) int {
	for pos < len(s) && strings.IndexByte(whitespace+`=/><"'?&[]!;%`, s[pos]) < 0 {
		pos++
	}
	return pos
}

// references allows the five predefined entities and numbers of allowed characters. encoding/xml takes a number in the
// surrogate range for U+FFFD.
func references(s string) *Malformed {
	for {
		i := strings.IndexByte(s, '&')
		if i < 0 {
			return nil
		}
		s = s[i+1:]
		const longest = len("#1114111") + 8 // leading zeros are legal
		length := strings.IndexByte(s[:min(len(s), longest+1)], ';')
		if length < 0 {
			return malformed(ReasonXML, "an & begins no reference")
		}
		name := s[:length]
		s = s[length+1:]
		switch name {
		case "amp", "lt", "gt", "apos", "quot":
			continue
		}
		digits, numeric := strings.CutPrefix(name, "#")
		if !numeric {
			return malformed(ReasonEntities, "the entity %s is not defined", quote(name))
		}
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err != nil || n > 0x10FFFF || !allowed(rune(n)) {
			return malformed(ReasonCharacters, "the reference %s stands for no character of XML 1.0", quote(name))
		}
	}
}
