package main

import (
	"fmt"
	"html"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// page is a document beside this folder and the script that goes with it.
type page struct{ file, script string }

var pages = []page{{"index.html", "page/page.ts"}, {"embed.html", "page/embed.ts"}, {"embedding.html", "page/embedding.ts"}}

// slots are the places {{name}} of a page and what goes there, as markup.
type slots map[string]string

// textSlot is an empty element that names its text: <p data-text="key"></p>.
var textSlot = regexp.MustCompile(`(data-text="([^"]+)"[^>]*>)(</)`)

// filled puts tags, version and the Italian texts into a page, so that it reads before any script runs.
func (p page) filled(spoken []language, version string, tags slots) ([]byte, error) {
	tags, texts := maps.Clone(tags), spoken[0].Texts
	tags["languages"] = markup(spoken, `<button type="button" data-language="%[1]s" lang="%[1]s" aria-pressed="%[2]t">%[3]s</button>`)
	tags["sources"] = html.EscapeString(siteSources)
	tags["version"], tags["description"] = html.EscapeString(version), html.EscapeString(texts["page.description"])
	return document{filepath.Join(source, p.file), texts}.filled(tags)
}

// document is a file with places for texts and for markup.
type document struct {
	path  string
	texts map[string]string
}

func (d document) filled(tags slots) ([]byte, error) {
	text, err := os.ReadFile(d.path)
	if err != nil {
		return nil, err
	}
	var missing []string
	filled := textSlot.ReplaceAllStringFunc(string(text), func(slot string) string {
		match := textSlot.FindStringSubmatch(slot)
		value, ok := d.texts[match[2]]
		if !ok {
			missing = append(missing, match[2])
		}
		return match[1] + html.EscapeString(value) + match[3]
	})
	if len(missing) > 0 {
		return nil, fmt.Errorf("%s: no text for %s", d.path, strings.Join(missing, ", "))
	}
	var places []string
	for name, markup := range tags {
		places = append(places, "{{"+name+"}}", markup)
	}
	return []byte(strings.NewReplacer(places...).Replace(filled)), nil
}

func policyMeta(policy string) string {
	return `<meta http-equiv="Content-Security-Policy" content="` + policy + `">`
}

// manifestTag makes the page one that a browser can install.
const manifestTag = `<link rel="manifest" href="manifest.webmanifest">`

func styleTag(name string, content []byte) string {
	return fmt.Sprintf(`<link rel="stylesheet" href="%s" integrity="%s">`, name, integrity(content))
}

func scriptTag(name string, content []byte) string {
	return fmt.Sprintf(`<script type="module" src="%s" integrity="%s"></script>`, name, integrity(content))
}
