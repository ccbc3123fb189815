package smime

import (
	"cmp"
	"slices"
	"strings"
)

// Names gives every file name that the entity states: filename of Content-Disposition, name of Content-Type, each with
// and without what may be a comment. A part is what any of them says.
func (e *Entity) Names() []string {
	var out []string
	for _, name := range []string{e.disposition.written["filename"], e.disposition.parameters["filename"], e.written["name"], e.parameters["name"]} {
		if name != "" && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// UnreadCharset is the charset of a name that is not read here and stands in Names as it is written; "" where there is none.
func (e *Entity) UnreadCharset() string { return cmp.Or(e.disposition.unread, e.unread) }

// Filename is that of Content-Disposition alone, or "".
func (e *Entity) Filename() string {
	if name := e.disposition.written["filename"]; name != "" {
		return name
	}
	return e.disposition.parameters["filename"]
}

// Name is the first of Names, or "".
func (e *Entity) Name() string {
	if names := e.Names(); len(names) > 0 {
		return names[0]
	}
	return ""
}

// Named says whether any of the entity's names is name, without regard to case.
func (e *Entity) Named(name string) bool {
	for _, n := range e.Names() {
		if strings.EqualFold(strings.TrimSpace(n), name) {
			return true
		}
	}
	return false
}
