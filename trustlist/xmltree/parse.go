package xmltree

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SpaceXML is what the prefix xml stands for.
const SpaceXML = "http://www.w3.org/XML/1998/namespace"

const spaceXMLNS = "http://www.w3.org/2000/xmlns/"

// Parse reads a document (XML 1.0 fifth edition, Namespaces in XML 1.0). The error is a *Malformed.
func Parse(data []byte, l Limits) (*Document, error) {
	if len(data) > l.Size {
		return nil, malformed(ReasonSize, 0, "more than %d bytes", l.Size)
	}
	text, bad := decode(data)
	if bad != nil {
		return nil, bad
	}
	p := &parser{s: text, limits: l, scope: map[string][]string{}, doc: &Document{IDs: map[string]*Node{}, Size: len(text)},
		joins: joinedTimes*len(text) + joinedMin}
	if bad := p.document(); bad != nil {
		return nil, bad
	}
	return p.doc, nil
}

type parser struct {
	s      string
	pos    int
	limits Limits
	doc    *Document
	open   []*Node
	names  []string // of the open elements, as written
	nodes  int
	slab   []Node
	scope  map[string][]string // prefix → namespaces, the innermost last
	inUse  int                 // declarations in scope
	joins  int                 // bytes of texts that may still be copied to be joined
}

func (p *parser) bad(reason, format string, args ...any) *Malformed {
	return malformed(reason, p.pos, format, args...)
}

func (p *parser) document() *Malformed {
	if bad := p.declaration(); bad != nil {
		return bad
	}
	for p.pos < len(p.s) {
		var bad *Malformed
		rest := p.s[p.pos:]
		switch {
		case rest[0] != '<':
			bad = p.text()
		case strings.HasPrefix(rest, "<!--"):
			bad = p.comment()
		case strings.HasPrefix(rest, "<?"):
			bad = p.instruction()
		case strings.HasPrefix(rest, "<![CDATA["):
			bad = p.section()
		case strings.HasPrefix(rest, "<!"):
			bad = p.bad(ReasonDoctype, "a declaration")
		case strings.HasPrefix(rest, "</"):
			bad = p.end()
		default:
			bad = p.start()
		}
		if bad != nil {
			return bad
		}
	}
	switch {
	case len(p.open) > 0:
		return p.bad(ReasonXML, "%s does not end", Quote(p.names[len(p.names)-1]))
	case p.doc.Root == nil:
		return p.bad(ReasonXML, "no element")
	}
	return nil
}

// declaration reads `<?xml …?>`; decode has looked at the encoding.
func (p *parser) declaration() *Malformed {
	if !strings.HasPrefix(p.s, "<?xml") || len(p.s) > 5 && !isSpace(p.s[5]) && p.s[5] != '?' {
		return nil
	}
	end := strings.Index(p.s, "?>")
	if end < 0 {
		return p.bad(ReasonXML, "the declaration does not end")
	}
	order, versioned := []string{"version", "encoding", "standalone"}, false
	for rest := strings.TrimLeft(p.s[5:end], " \t\n"); rest != ""; rest = strings.TrimLeft(rest, " \t\n") {
		name, value, found := strings.Cut(rest, "=")
		name, value = strings.TrimRight(name, " \t\n"), strings.TrimLeft(value, " \t\n")
		i := slices.Index(order, name)
		if !found || i < 0 || value == "" || value[0] != '"' && value[0] != '\'' {
			return p.bad(ReasonXML, "the declaration is not well formed")
		}
		order = order[i+1:]
		value, rest, found = strings.Cut(value[1:], value[:1])
		switch {
		case !found, name == "standalone" && value != "yes" && value != "no":
			return p.bad(ReasonXML, "the declaration is not well formed")
		case name == "version" && value != "1.0":
			return p.bad(ReasonXML, "XML version %s", Quote(value))
		}
		versioned = versioned || name == "version"
	}
	if !versioned {
		return p.bad(ReasonXML, "the declaration states no version")
	}
	p.pos = end + 2
	return nil
}

func (p *parser) add(n Node) (*Node, *Malformed) {
	if p.nodes++; p.nodes > p.limits.Nodes {
		return nil, p.bad(ReasonLimit, "more than %d nodes", p.limits.Nodes)
	}
	if len(p.slab) == cap(p.slab) {
		p.slab = make([]Node, 0, min(512, max(16, p.nodes)))
	}
	p.slab = append(p.slab, n)
	node := &p.slab[len(p.slab)-1]
	switch {
	case len(p.open) > 0:
		node.Parent = p.open[len(p.open)-1]
		node.Parent.Nodes = append(node.Parent.Nodes, node)
	case n.Kind == Element:
		if p.doc.Root != nil {
			return nil, p.bad(ReasonXML, "two root elements")
		}
		p.doc.Root = node
	case p.doc.Root == nil:
		p.doc.Before = append(p.doc.Before, node)
	default:
		p.doc.After = append(p.doc.After, node)
	}
	return node, nil
}

func (p *parser) text() *Malformed {
	end := strings.IndexByte(p.s[p.pos:], '<')
	if end < 0 {
		end = len(p.s) - p.pos
	}
	raw := p.s[p.pos : p.pos+end]
	if len(p.open) == 0 {
		if !IsBlank(raw) {
			return p.bad(ReasonXML, "text outside of the root")
		}
		p.pos += end
		return nil
	}
	if i := strings.Index(raw, "]]>"); i >= 0 {
		return p.bad(ReasonXML, "]]> in a text")
	}
	value, bad := p.resolve(raw, false)
	if bad != nil {
		return bad
	}
	p.pos += end
	return p.addText(value)
}

// addText joins what stands side by side, so that a value is one node however it was written.
func (p *parser) addText(value string) *Malformed {
	parent := p.open[len(p.open)-1]
	if n := len(parent.Nodes); n > 0 && parent.Nodes[n-1].Kind == Text {
		last := parent.Nodes[n-1]
		p.joins -= len(last.Value) // each section more costs a copy of what stands before it
		if last.Value += value; p.joins < 0 {
			return p.bad(ReasonLimit, "too many sections in one text")
		}
		return nil
	}
	_, bad := p.add(Node{Kind: Text, Value: value})
	return bad
}

func (p *parser) section() *Malformed {
	if len(p.open) == 0 {
		return p.bad(ReasonXML, "text outside of the root")
	}
	end := strings.Index(p.s[p.pos:], "]]>")
	if end < 0 {
		return p.bad(ReasonXML, "a CDATA section does not end")
	}
	value := p.s[p.pos+len("<![CDATA[") : p.pos+end]
	p.pos += end + 3
	if value == "" {
		return nil
	}
	return p.addText(value)
}

func (p *parser) comment() *Malformed {
	end := strings.Index(p.s[p.pos+4:], "--")
	if end < 0 || !strings.HasPrefix(p.s[p.pos+4+end:], "-->") {
		return p.bad(ReasonXML, "a comment is not well formed")
	}
	value := p.s[p.pos+4 : p.pos+4+end]
	p.pos += 4 + end + 3
	_, bad := p.add(Node{Kind: Comment, Value: value})
	return bad
}

func (p *parser) instruction() *Malformed {
	end := strings.Index(p.s[p.pos+2:], "?>")
	if end < 0 {
		return p.bad(ReasonXML, "an instruction does not end")
	}
	inside := p.s[p.pos+2 : p.pos+2+end]
	n := NameLength(inside)
	if n == 0 || n > maxName || n < len(inside) && !isSpace(inside[n]) || strings.EqualFold(inside[:n], "xml") {
		return p.bad(ReasonXML, "an instruction is not well formed")
	}
	p.pos += 2 + end + 2
	_, bad := p.add(Node{Kind: Instruction, Local: inside[:n], Value: strings.TrimLeft(inside[n:], " \t\n")})
	return bad
}

// resolve replaces references; in an attribute, white space that is written as such becomes blanks (XML 1.0 §3.3.3).
func (p *parser) resolve(raw string, attribute bool) (string, *Malformed) {
	if strings.IndexByte(raw, '&') < 0 && !(attribute && strings.ContainsAny(raw, "\t\n")) {
		return raw, nil
	}
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '&':
			end := strings.IndexByte(raw[i:], ';')
			if end < 0 || end > 16 {
				return "", p.bad(ReasonEntities, "a reference that does not end")
			}
			r, ok := reference(raw[i+1 : i+end])
			if !ok {
				return "", p.bad(ReasonEntities, "the reference %s", Quote(raw[i:i+end+1]))
			}
			b.WriteRune(r)
			i += end
		case attribute && (c == '\t' || c == '\n'):
			b.WriteByte(' ')
		default:
			b.WriteByte(c)
		}
	}
	return b.String(), nil
}

func reference(name string) (rune, bool) {
	switch name {
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "amp":
		return '&', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	digits, base := "", 10
	switch {
	case strings.HasPrefix(name, "#x"):
		digits, base = name[2:], 16
	case strings.HasPrefix(name, "#"):
		digits = name[1:]
	}
	if digits == "" || strings.Trim(digits, "0123456789abcdefABCDEF") != "" {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, base, 32)
	return rune(n), err == nil && n <= utf8.MaxRune && isChar(rune(n))
}

// RootIs says whether data looks like XML whose root element has that local name, without reading it. A document in another
// encoding than one of ASCII's kind does not look like it.
func RootIs(data []byte, local string) bool {
	text := string(data[:min(len(data), maxProlog)])
	text = strings.TrimPrefix(text, "\uFEFF")
	for {
		text = strings.TrimLeft(text, " \t\r\n")
		end := ""
		switch {
		case strings.HasPrefix(text, "<!--"):
			end = "-->"
		case strings.HasPrefix(text, "<?"):
			end = "?>"
		case strings.HasPrefix(text, "<"):
			name := text[1:]
			if i := strings.IndexAny(name, " \t\r\n/>"); i >= 0 {
				name = name[:i]
			}
			if i := strings.LastIndexByte(name, ':'); i >= 0 {
				name = name[i+1:]
			}
			return name == local
		default:
			return false
		}
		i := strings.Index(text, end)
		if i < 0 {
			return false
		}
		text = text[i+len(end):]
	}
}
