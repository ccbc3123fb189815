package main

import (
	"encoding/json"
	"fmt"

	"pecverifier/verifier/dossier"
)

// pile gathers what the paths hold, for -dossier. The zero value with on unset gathers nothing.
type pile struct {
	on      bool
	profile string
	inputs  []dossier.Input
}

// printDossier prints one transmission a line, and on standard error what belongs to none.
func (c *command) printDossier() {
	d := dossier.Build(c.pile.inputs, dossier.Options{Now: c.options.Now, Profile: c.pile.profile})
	proved := len(d.Transmissions) > 0
	for _, t := range d.Transmissions {
		proved = proved && t.Proved
		line, err := json.Marshal(t)
		if err == nil {
			_, err = c.out.Write(append(line, '\n'))
		}
		if err != nil {
			c.unreadable(err)
			return
		}
	}
	for _, l := range d.Leftover {
		name := fmt.Sprintf("%q", l.File.Name)
		if l.Part != "" {
			name += fmt.Sprintf(" part %q", l.Part)
		}
		fmt.Fprintf(c.stderr, "pecverify: %s: in no transmission: %q\n", name, l.Detail)
	}
	if !proved && c.status == 0 {
		c.status = 1
	}
}
