package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// language is one that the page speaks, as src/texts/languages.ts has it: the first is Italian, which the element carries itself.
type language struct {
	Code   string            `json:"code"`
	Name   string            `json:"name"` // in that language
	Texts  map[string]string `json:"texts"`
	Access map[string]string `json:"access"` // of the accessibility statement
}

// languages runs the tables of texts through node, the one place that can.
func languages() ([]language, error) {
	o := options()
	o.Stdin = &api.StdinOptions{
		Contents: `import { access, LANGUAGES, nameOf, texts } from "./languages";
			console.log(JSON.stringify(LANGUAGES.map(code => ({ code, name: nameOf(code), texts: texts[code], access: access[code] }))));`,
		ResolveDir: filepath.Join(source, "src", "texts"),
		Loader:     api.LoaderTS,
	}
	script, err := bundleOne(o)
	if err != nil {
		return nil, err
	}
	node := exec.Command("node", "--input-type=module", "-")
	node.Stdin, node.Stderr = bytes.NewReader(script), os.Stderr
	printed, err := node.Output()
	if err != nil {
		return nil, fmt.Errorf("read the texts: %w", err)
	}
	var all []language
	if err := json.Unmarshal(printed, &all); err != nil {
		return nil, fmt.Errorf("read the texts: %w", err)
	}
	if len(all) == 0 || all[0].Code != "it" {
		return nil, errors.New("read the texts: Italian is not the first language")
	}
	for _, l := range all[1:] {
		for _, table := range []struct{ it, other map[string]string }{{all[0].Texts, l.Texts}, {all[0].Access, l.Access}} {
			if odd := differing(table.it, table.other); len(odd) > 0 {
				return nil, fmt.Errorf("read the texts: Italian and %s do not have the same keys: %s", l.Name, strings.Join(odd, ", "))
			}
		}
	}
	return all, nil
}

// differing are the keys that only one of two tables has.
func differing(a, b map[string]string) []string {
	var odd []string
	for _, pair := range [][2]map[string]string{{a, b}, {b, a}} {
		for key := range pair[0] {
			if _, ok := pair[1][key]; !ok {
				odd = append(odd, key)
			}
		}
	}
	slices.Sort(odd)
	return odd
}

// addTexts adds the tables of the languages beside Italian.
func (d dist) addTexts(spoken []language) map[string]part {
	added := map[string]part{}
	for _, l := range spoken[1:] {
		added[l.Code] = d.addPart("pec-texts-"+l.Code, ".json", []byte(inJSON(l.Texts)))
	}
	return added
}

// markup is one element for each language, from its code, whether it is the one that is spoken at first, and its name.
func markup(spoken []language, element string) string {
	var all []string
	for i, l := range spoken {
		all = append(all, fmt.Sprintf(element, l.Code, i == 0, html.EscapeString(l.Name)))
	}
	return strings.Join(all, " ")
}
