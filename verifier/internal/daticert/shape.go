package daticert

import (
	"strings"

	"github.com/beevik/etree"
)

// The grammar of RFC 6109 §4.4: where each name stands, and which hold elements, and which may repeat.
// The order of elements is not enforced.
var (
	parents = map[string]string{
		"postacert":    "",
		"intestazione": "postacert", "dati": "postacert",
		"mittente": "intestazione", "destinatari": "intestazione", "risposte": "intestazione", "oggetto": "intestazione",
		"gestore-emittente": "dati", "data": "dati", "identificativo": "dati", "msgid": "dati", "ricevuta": "dati",
		"consegna": "dati", "ricezione": "dati", "errore-esteso": "dati",
		"giorno": "data", "ora": "data",
	}
	containers = map[string]bool{"postacert": true, "intestazione": true, "dati": true, "data": true}
	repeated   = map[string]bool{"destinatari": true, "ricezione": true}
	knownAttrs = map[string]bool{"tipo": true, "errore": true, "zona": true}
)

// checkShape holds e and all below it against the grammar. Elements that the rules do not know are passed over, unless
// they hold, or look like, one that the rules know: another reader could take it for the real one.
func checkShape(e *etree.Element, parent string, foreign bool) *Malformed {
	for _, a := range e.Attr {
		if a.Space == "" && a.Key == "xmlns" {
			foreign = a.Value != ""
		}
	}
	place, known := parents[e.Tag]
	switch {
	case known && (foreign || e.Space != ""):
		return malformed(ReasonNamespace, "%s is in a namespace", e.Tag)
	case known && place != parent:
		return malformed(ReasonMisplaced, "%s does not stand in %s", e.Tag, place)
	case !known && isKnown(strings.ToLower(e.Tag)):
		return malformed(ReasonMisplaced, "%s is not a name of the rules, but looks like one", quote(e.Tag))
	case known:
		if bad := checkAttributes(e); bad != nil {
			return bad
		}
	}
	seen := map[string]int{}
	for _, child := range e.Child {
		switch child := child.(type) {
		case *etree.Element:
			if known && !containers[e.Tag] {
				return malformed(ReasonContent, "there is an element in %s", e.Tag)
			}
			if bad := checkShape(child, e.Tag, foreign); bad != nil {
				return bad
			}
			if isKnown(child.Tag) {
				seen[child.Tag]++
				switch n := seen[child.Tag]; {
				case n > 1 && !repeated[child.Tag]:
					return malformed(ReasonDuplicate, "%s is there twice", child.Tag)
				case n > maxRecipients:
					return malformed(ReasonLimit, "there are more than %d %s", maxRecipients, child.Tag)
				}
			}
		case *etree.CharData:
			if (containers[e.Tag] || e.Tag == "ricevuta") && strings.Trim(child.Data, whitespace) != "" {
				return malformed(ReasonContent, "there is text in %s", e.Tag)
			}
		}
	}
	return nil
}

func isKnown(name string) bool {
	_, known := parents[name]
	return known
}

func checkAttributes(e *etree.Element) *Malformed {
	for _, a := range e.Attr {
		key := strings.ToLower(a.Key)
		switch {
		case !knownAttrs[key]:
		case a.Space != "":
			return malformed(ReasonNamespace, "the attribute %s of %s is in a namespace", key, e.Tag)
		case a.Key != key:
			return malformed(ReasonMisplaced, "the attribute %s of %s is not one of the rules, but looks like one", quote(a.Key), e.Tag)
		}
	}
	return nil
}
