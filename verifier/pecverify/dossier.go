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

// printDossier prints one transmission a line, and on standard error what belongs to none or was not judged. The exit status says
// the same as the lines: 0 is for what is complete.
func (c *command) printDossier() {
	defer c.memory.need(largeFile)()
	transmissions, complete := 0, true
	lines := json.NewEncoder(c.out)
	lines.SetEscapeHTML(false)
	d, err := dossier.Walk(c.pile.inputs, dossier.Options{Now: c.options.Now, Profile: c.pile.profile}, func(t dossier.Transmission) error {
		transmissions++
		complete = complete && t.Complete
		return lines.Encode(&t)
	})
	if err != nil {
		c.unreadable(err)
		return
	}
	for _, l := range d.Leftover {
		name := fmt.Sprintf("%q", l.File.Name)
		if l.Part != "" {
			name += fmt.Sprintf(" part %q", l.Part)
		}
		what := "in no transmission"
		if l.Unjudged > 0 {
			what = "not judged"
		}
		fmt.Fprintf(c.stderr, "pecverify: %s: %s: %q\n", name, what, l.Detail)
	}
	switch {
	case d.Unjudged > 0:
		fmt.Fprintf(c.stderr, "pecverify: not judged: %d files or parts at least, so that nothing is complete\n", d.Unjudged)
		c.status = 2
	case (transmissions == 0 || !complete) && c.status == 0:
		c.status = 1
	}
}
