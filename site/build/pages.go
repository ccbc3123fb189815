package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// pagePolicy is that of every page of dist/. Pages need no inline script; 'unsafe-inline' styles are those of a mail's own HTML, in its frame.
const pagePolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"

// page is a document beside this folder and the script that goes with it.
type page struct{ file, script string }

var pages = []page{{"index.html", "page/page.ts"}, {"embed.html", "page/embed.ts"}, {"embedding.html", "page/embedding.ts"}}

// slots are the places {{name}} of a page and what goes there, as markup.
type slots map[string]string

// textSlot is an empty element that names its text: <p data-text="key"></p>.
var textSlot = regexp.MustCompile(`(data-text="([^"]+)"[^>]*>)(</)`)

// filled puts tags, version and the Italian texts into a page, so that it reads before any script runs.
func (p page) filled(texts map[string]string, version string, tags slots) ([]byte, error) {
	tags = maps.Clone(tags)
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

// italian runs the language table through node.
// addTexts adds the tables of the languages beside Italian, which the element carries itself.
func (d dist) addTexts() (map[string]part, error) {
	added := map[string]part{}
	for _, language := range []string{"en", "de"} {
		var texts map[string]string
		if err := evaluate(language, "./"+language, &texts); err != nil {
			return nil, err
		}
		added[language] = d.addPart("pec-texts-"+language, ".json", []byte(inJSON(texts)))
	}
	return added, nil
}

func italian() (map[string]string, error) {
	var texts map[string]string
	return texts, evaluate("it", "./it", &texts)
}

// evaluate runs a table of texts through node, the one place that can.
func evaluate(name, module string, into any) error {
	o := options()
	o.Stdin = &api.StdinOptions{
		Contents:   fmt.Sprintf(`import { %s } from "%s"; console.log(JSON.stringify(%[1]s));`, name, module),
		ResolveDir: filepath.Join(source, "src", "texts"),
		Loader:     api.LoaderTS,
	}
	script, err := bundleOne(o)
	if err != nil {
		return err
	}
	node := exec.Command("node", "--input-type=module", "-")
	node.Stdin, node.Stderr = bytes.NewReader(script), os.Stderr
	printed, err := node.Output()
	if err != nil {
		return fmt.Errorf("read the texts: %w", err)
	}
	return json.Unmarshal(printed, into)
}
