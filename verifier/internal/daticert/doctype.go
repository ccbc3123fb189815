package daticert

import "strings"

// declaration steps over the DOCTYPE. It is never followed and nothing of it is used, so one that declares no entity is
// harmless; `<!ENTITY` anywhere in the internal subset is refused, in a comment too.
func (sc *scanner) declaration() *Malformed {
	if sc.root || sc.doctype[1] > 0 {
		return malformed(ReasonXML, "a DOCTYPE stands where none may be")
	}
	start := sc.pos
	sc.pos += len("<!DOCTYPE")
	if sc.pos == len(sc.s) || !isSpace(sc.s[sc.pos]) {
		return malformed(ReasonXML, "the DOCTYPE is not well formed")
	}
	subset := false
	for sc.pos < len(sc.s) {
		switch b := sc.s[sc.pos]; {
		case b == '>':
			sc.pos++
			sc.doctype = [2]int{start, sc.pos}
			return nil
		case b == '"' || b == '\'':
			quoteMark := sc.s[sc.pos : sc.pos+1]
			if bad := sc.skip(quoteMark, quoteMark); bad != nil {
				return bad
			}
		case b == '[' && !subset:
			subset = true
			from := sc.pos
			bad := sc.internalSubset()
			if strings.Contains(sc.s[from:sc.pos], "<!ENTITY") {
				return malformed(ReasonEntities, "its DOCTYPE declares entities")
			}
			if bad != nil {
				return bad
			}
		case b == '<' || b == '[' || b == ']':
			return malformed(ReasonXML, "the DOCTYPE is not well formed")
		default:
			sc.pos++
		}
	}
	return malformed(ReasonXML, "the DOCTYPE does not end")
}

// internalSubset goes from `[` to after `]` (XML 1.0 §2.8).
func (sc *scanner) internalSubset() *Malformed {
	sc.pos++
	for sc.pos < len(sc.s) {
		rest := sc.s[sc.pos:]
		var bad *Malformed
		switch {
		case rest[0] == ']':
			sc.pos++
			return nil
		case strings.HasPrefix(rest, "<!--"):
			bad = sc.skip("<!--", "-->")
		case strings.HasPrefix(rest, "<?"):
			bad = sc.skip("<?", "?>")
		case strings.HasPrefix(rest, "<!ENTITY"):
			sc.pos += len("<!ENTITY")
			return malformed(ReasonEntities, "its DOCTYPE declares entities")
		case strings.HasPrefix(rest, "<!ELEMENT"), strings.HasPrefix(rest, "<!ATTLIST"), strings.HasPrefix(rest, "<!NOTATION"):
			bad = sc.markupDeclaration()
		case rest[0] == '%': // a reference to a parameter entity that nobody here declares: nothing
			bad = sc.skip("%", ";")
		case isSpace(rest[0]):
			sc.pos++
		default:
			bad = malformed(ReasonXML, "the DOCTYPE is not well formed")
		}
		if bad != nil {
			return bad
		}
	}
	return malformed(ReasonXML, "the DOCTYPE does not end")
}

func (sc *scanner) markupDeclaration() *Malformed {
	sc.pos += len("<!")
	for sc.pos < len(sc.s) {
		switch b := sc.s[sc.pos]; b {
		case '>':
			sc.pos++
			return nil
		case '"', '\'':
			quoteMark := sc.s[sc.pos : sc.pos+1]
			if bad := sc.skip(quoteMark, quoteMark); bad != nil {
				return bad
			}
		case '<':
			return malformed(ReasonXML, "the DOCTYPE is not well formed")
		default:
			sc.pos++
		}
	}
	return malformed(ReasonXML, "the DOCTYPE does not end")
}
