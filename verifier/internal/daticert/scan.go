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
	marks   [][2]int // references to characters that XML forbids
}

// scan checks the decoded text. It gives it as it is to be parsed: without its DOCTYPE, and with Mark for each reference to a character
// that XML forbids.
func scan(s string) (clean string, doctype, marked bool, bad *Malformed) {
	sc := &scanner{s: s}
	for sc.pos < len(s) {
		if bad := sc.next(); bad != nil {
			return "", false, false, bad
		}
	}
	switch {
	case sc.depth > 0:
		return "", false, false, malformed(ReasonXML, "it ends inside an element")
	case !sc.root:
		return "", false, false, malformed(ReasonRoot, "it has no element")
	}
	var b strings.Builder
	// The tree is built without the DOCTYPE: encoding/xml finds its end by counting, and not always where it is.
	b.WriteString(s[:sc.doctype[0]])
	at := sc.doctype[1]
	for _, m := range sc.marks {
		b.WriteString(s[at:m[0]])
		b.WriteRune(Mark)
		at = m[1]
	}
	b.WriteString(s[at:])
	return b.String(), sc.doctype[1] > 0, len(sc.marks) > 0, nil
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
	} else {
		marks, bad := references(text, sc.pos-len(text))
		if bad != nil {
			return bad
		}
		sc.marks = append(sc.marks, marks...)
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
	_, end, marks, bad := attributes(sc.s, name)
	if bad != nil {
		return bad
	}
	sc.marks = append(sc.marks, marks...)
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
// not part of it, and the references to forbidden characters in the values. encoding/xml wants no space between attributes and lets the same one come twice.
func attributes(s string, pos int) (attrs []attribute, end int, marks [][2]int, bad *Malformed) {
	for {
		space := pos
		pos = spaceEnd(s, pos)
		name := s[pos:nameEnd(s, pos)]
		if name == "" {
			return attrs, pos, marks, nil
		}
		if space == pos {
			return nil, pos, nil, malformed(ReasonXML, "no space before the attribute %s", quote(name))
		}
		pos = spaceEnd(s, pos+len(name))
		if pos == len(s) || s[pos] != '=' {
			return nil, pos, nil, malformed(ReasonXML, "the attribute %s has no value", quote(name))
		}
		pos = spaceEnd(s, pos+1)
		if pos == len(s) || s[pos] != '"' && s[pos] != '\'' {
			return nil, pos, nil, malformed(ReasonXML, "the value of the attribute %s is not quoted", quote(name))
		}
		length := strings.IndexByte(s[pos+1:], s[pos])
		if length < 0 {
			return nil, pos, nil, malformed(ReasonXML, "the value of the attribute %s does not end", quote(name))
		}
		if length > maxAttribute {
			return nil, pos, nil, malformed(ReasonLimit, "the attribute %s is longer than %d bytes", quote(name), maxAttribute)
		}
		value := s[pos+1 : pos+1+length]
		if strings.Contains(value, "<") {
			return nil, pos, nil, malformed(ReasonXML, "the value of the attribute %s contains <", quote(name))
		}
		found, bad := references(value, pos+1)
		if bad != nil {
			return nil, pos, nil, bad
		}
		marks = append(marks, found...)
		for _, a := range attrs {
			if a.name == name {
				return nil, pos, nil, malformed(ReasonDuplicate, "the attribute %s is there twice", quote(name))
			}
		}
		if len(attrs) == maxAttributes {
			return nil, pos, nil, malformed(ReasonLimit, "an element has more than %d attributes", maxAttributes)
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

// references allows the five predefined entities and numbers of characters. It gives those that stand for characters which XML forbids
// (control characters, halves of surrogate pairs), by their places in a text that begins at offset.
func references(s string, offset int) (marks [][2]int, bad *Malformed) {
	for at := 0; ; {
		i := strings.IndexByte(s[at:], '&')
		if i < 0 {
			return marks, nil
		}
		start := at + i
		const longest = len("#1114111") + 8 // leading zeros are legal
		rest := s[start+1:]
		length := strings.IndexByte(rest[:min(len(rest), longest+1)], ';')
		if length < 0 {
			return nil, malformed(ReasonXML, "an & begins no reference")
		}
		name := rest[:length]
		at = start + len("&") + length + len(";")
		switch name {
		case "amp", "lt", "gt", "apos", "quot":
			continue
		}
		digits, numeric := strings.CutPrefix(name, "#")
		if !numeric {
			return nil, malformed(ReasonEntities, "the entity %s is not defined", quote(name))
		}
		base := 10
		if hex, ok := strings.CutPrefix(digits, "x"); ok {
			digits, base = hex, 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		switch {
		case err != nil || n > 0x10FFFF:
			return nil, malformed(ReasonCharacters, "the reference %s stands for no character", quote(name))
		case forbidden(rune(n)):
			marks = append(marks, [2]int{offset + start, offset + at})
		}
	}
}
