package smime

import (
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
