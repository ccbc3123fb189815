package intake

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Label makes a name of a stranger fit to be shown as that of an entry.
func Label(name string) string {
	if name == "" {
		return ""
	}
	return own(name)
}

// label makes the name that a container gives an entry fit to be shown: no way out of a folder, no controls, no
// invisible or bidirectional characters, bounded. It is never used as a path.
func label(name string) string {
	var parts []string
	for _, part := range strings.FieldsFunc(name, func(r rune) bool { return r == '/' || r == '\\' }) {
		part = strings.TrimSpace(strings.Map(func(r rune) rune {
			if r == utf8.RuneError || !unicode.IsPrint(r) {
				return '_'
			}
			return r
		}, part))
		drive := len(parts) == 0 && len(part) == 2 && part[1] == ':'
		if part != "" && part != "." && part != ".." && !drive {
			parts = append(parts, part)
		}
	}
	joined := strings.Join(parts, "/")
	if cut := len(joined) - maxLabel; cut > 0 { // the end says more: it has the extension
		for cut < len(joined) && !utf8.RuneStart(joined[cut]) {
			cut++
		}
		joined = "…" + joined[cut:]
	}
	return joined
}
