package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// textSlot is an empty element that names its text: <p data-text="key"></p>.
var textSlot = regexp.MustCompile(`(data-text="([^"]+)"[^>]*>)(</)`)

// fillIndex puts names, version and the Italian texts into site/index.html, so that the page reads before any script runs.
func fillIndex(p page, version string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(source, "index.html"))
	if err != nil {
		return nil, err
	}
	texts, err := italian()
	if err != nil {
		return nil, err
	}
	var missing []string
	filled := textSlot.ReplaceAllStringFunc(string(text), func(slot string) string {
		match := textSlot.FindStringSubmatch(slot)
		value, ok := texts[match[2]]
		if !ok {
			missing = append(missing, match[2])
		}
		return match[1] + html.EscapeString(value) + match[3]
	})
	if len(missing) > 0 {
		return nil, fmt.Errorf("index.html: no text for %s", strings.Join(missing, ", "))
	}
	places := strings.NewReplacer(
		"{{script}}", p.script,
		"{{style}}", p.style,
		"{{version}}", html.EscapeString(version),
		"{{description}}", html.EscapeString(texts["page.description"]),
	)
	return []byte(places.Replace(filled)), nil
}

// italian runs the language table through node, the one place that can evaluate it.
func italian() (map[string]string, error) {
	o := options()
	o.Stdin = &api.StdinOptions{
		Contents:   `import { it } from "./it"; console.log(JSON.stringify(it));`,
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
	var texts map[string]string
	return texts, json.Unmarshal(printed, &texts)
}
