package xmltree

import (
	"slices"
	"strings"
)

func (p *parser) skipSpace() {
	for p.pos < len(p.s) && isSpace(p.s[p.pos]) {
		p.pos++
	}
}

// name reads a QName.
func (p *parser) name() (prefix, local string, bad *Malformed) {
	n := NameLength(p.s[p.pos:])
	if n == 0 || n > maxName {
		return "", "", p.bad(ReasonXML, "a name is expected")
	}
	local = p.s[p.pos : p.pos+n]
	p.pos += n
	if p.pos < len(p.s) && p.s[p.pos] == ':' {
		prefix = local
		n = NameLength(p.s[p.pos+1:])
		if n == 0 || n > maxName {
			return "", "", p.bad(ReasonNamespace, "a name is expected after the prefix")
		}
		local = p.s[p.pos+1 : p.pos+1+n]
		p.pos += 1 + n
	}
	return prefix, local, nil
}

func (p *parser) start() *Malformed {
	if len(p.open) == p.limits.Depth {
		return p.bad(ReasonDepth, "more than %d elements inside each other", p.limits.Depth)
	}
	p.pos++
	from := p.pos
	n, bad := p.add(Node{Kind: Element})
	if bad != nil {
		return bad
	}
	if n.Prefix, n.Local, bad = p.name(); bad != nil {
		return bad
	}
	written := p.s[from:p.pos]
	empty, bad := p.attributes(n)
	if bad != nil {
		return bad
	}
	if bad := p.namespaces(n); bad != nil {
		return bad
	}
	p.identify(n)
	if empty {
		p.leave(n)
		return nil
	}
	p.open, p.names = append(p.open, n), append(p.names, written)
	return nil
}

// attributes reads to the end of the start tag.
func (p *parser) attributes(n *Node) (empty bool, bad *Malformed) {
	for {
		before := p.pos
		p.skipSpace()
		if p.pos == len(p.s) {
			return false, p.bad(ReasonXML, "a tag does not end")
		}
		switch {
		case p.s[p.pos] == '>':
			p.pos++
			return false, nil
		case strings.HasPrefix(p.s[p.pos:], "/>"):
			p.pos += 2
			return true, nil
		case p.pos == before:
			return false, p.bad(ReasonXML, "a tag is not well formed")
		}
		prefix, local, bad := p.name()
		if bad != nil {
			return false, bad
		}
		value, bad := p.attributeValue()
		if bad != nil {
			return false, bad
		}
		switch {
		case prefix == "xmlns" || prefix == "" && local == "xmlns":
			if prefix == "" {
				local = ""
			}
			if bad := p.declare(n, local, value); bad != nil {
				return false, bad
			}
		case len(n.Attrs) == maxAttributes:
			return false, p.bad(ReasonLimit, "more than %d attributes", maxAttributes)
		default:
			n.Attrs = append(n.Attrs, Attr{Prefix: prefix, Local: local, Value: value})
		}
	}
}

func (p *parser) attributeValue() (string, *Malformed) {
	p.skipSpace()
	if p.pos == len(p.s) || p.s[p.pos] != '=' {
		return "", p.bad(ReasonXML, "an attribute without a value")
	}
	p.pos++
	p.skipSpace()
	if p.pos == len(p.s) || p.s[p.pos] != '"' && p.s[p.pos] != '\'' {
		return "", p.bad(ReasonXML, "a value without quotation marks")
	}
	end := strings.IndexByte(p.s[p.pos+1:], p.s[p.pos])
	if end < 0 {
		return "", p.bad(ReasonXML, "a value does not end")
	}
	raw := p.s[p.pos+1 : p.pos+1+end]
	if strings.IndexByte(raw, '<') >= 0 {
		return "", p.bad(ReasonXML, "< in a value")
	}
	value, bad := p.resolve(raw, true)
	p.pos += end + 2
	return value, bad
}

// declare holds a namespace declaration against Namespaces in XML 1.0 §2.2 and §3.
func (p *parser) declare(n *Node, prefix, uri string) *Malformed {
	switch {
	case prefix == "xmlns", uri == spaceXMLNS, (prefix == "xml") != (uri == SpaceXML), prefix != "" && uri == "":
		return p.bad(ReasonNamespace, "a declaration that is not allowed: %s", Quote(prefix))
	case p.inUse == maxNamespaces:
		return p.bad(ReasonLimit, "more than %d namespaces", maxNamespaces)
	}
	for _, d := range n.Declared {
		if d.Prefix == prefix {
			return p.bad(ReasonDuplicate, "the namespace %s is declared twice", Quote(prefix))
		}
	}
	n.Declared = append(n.Declared, Namespace{prefix, uri})
	p.scope[prefix] = append(p.scope[prefix], uri)
	p.inUse++
	return nil
}

// leave takes the declarations of an element out of scope.
func (p *parser) leave(n *Node) {
	for _, d := range n.Declared {
		stack := p.scope[d.Prefix]
		p.scope[d.Prefix] = stack[:len(stack)-1]
	}
	p.inUse -= len(n.Declared)
}

func (p *parser) namespaceOf(prefix string) (string, *Malformed) {
	if prefix == "xml" {
		return SpaceXML, nil
	}
	if stack := p.scope[prefix]; len(stack) > 0 {
		return stack[len(stack)-1], nil
	}
	if prefix == "" {
		return "", nil
	}
	return "", p.bad(ReasonNamespace, "the prefix %s is not declared", Quote(prefix))
}

func (p *parser) namespaces(n *Node) (bad *Malformed) {
	if n.Space, bad = p.namespaceOf(n.Prefix); bad != nil {
		return bad
	}
	for i := range n.Attrs {
		if a := &n.Attrs[i]; a.Prefix != "" {
			if a.Space, bad = p.namespaceOf(a.Prefix); bad != nil {
				return bad
			}
		}
	}
	slices.SortFunc(n.Attrs, func(a, b Attr) int {
		if c := strings.Compare(a.Space, b.Space); c != 0 {
			return c
		}
		return strings.Compare(a.Local, b.Local)
	})
	for i := 1; i < len(n.Attrs); i++ {
		if n.Attrs[i].Space == n.Attrs[i-1].Space && n.Attrs[i].Local == n.Attrs[i-1].Local {
			return p.bad(ReasonDuplicate, "the attribute %s is there twice", Quote(n.Attrs[i].Local))
		}
	}
	slices.SortFunc(n.Declared, func(a, b Namespace) int { return strings.Compare(a.Prefix, b.Prefix) })
	return nil
}

// identify keeps the identifiers of an element. Without a DTD nothing says which attribute is one; these are taken for it by
// one program or another, so each counts.
func (p *parser) identify(n *Node) {
	own := ""
	for _, a := range n.Attrs {
		switch {
		case a.Space == "" && (a.Local == "Id" || a.Local == "ID" || a.Local == "id"):
		case a.Space == SpaceXML && a.Local == "id":
		default:
			continue
		}
		if a.Value == "" || a.Value == own {
			continue
		}
		own = a.Value
		if _, there := p.doc.IDs[a.Value]; there {
			p.doc.Twice = a.Value
			continue
		}
		p.doc.IDs[a.Value] = n
	}
}

func (p *parser) end() *Malformed {
	if len(p.open) == 0 {
		return p.bad(ReasonXML, "an end tag without its start")
	}
	last := len(p.open) - 1
	rest, ok := strings.CutPrefix(p.s[p.pos+2:], p.names[last])
	if !ok {
		return p.bad(ReasonXML, "%s does not end", Quote(p.names[last]))
	}
	trimmed := strings.TrimLeft(rest, " \t\n")
	if !strings.HasPrefix(trimmed, ">") {
		return p.bad(ReasonXML, "an end tag is not well formed")
	}
	p.pos = len(p.s) - len(trimmed) + 1
	p.leave(p.open[last])
	p.open, p.names = p.open[:last], p.names[:last]
	return nil
}
