package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// npmFiles are those of the folder site/package, which go into the package for npm beside the element and its parts.
var npmFiles = []string{"README.md", "index.d.ts", "custom-elements.json"}

// partsScript tells the element where its parts are before it starts: bundlers read these lines, and move what they name.
const partsScript = `globalThis[Symbol.for("pec-verifier.parts")] = {
%s};
`

// npm adds the package of the element, as npm pack writes it; the same content gives the same bytes.
func (d dist) npm(version string) error {
	files := map[string][]byte{}
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(d)) {
		if path.Dir(name) == assets && strings.HasPrefix(path.Base(name), "pec-") && slices.Contains([]string{".wasm", ".js", ".json"}, path.Ext(name)) {
			files[name] = d[name]
			fmt.Fprintf(&lines, "  %q: new URL(%q, import.meta.url).href,\n", name, "./"+name)
		}
	}
	files[elementFile], files[frameFile] = d[elementFile], d[frameFile]
	files["parts.js"] = fmt.Appendf(nil, partsScript, lines.String())
	files["index.js"] = []byte("import \"./parts.js\";\nexport * from \"./" + elementFile + "\";\n")
	for _, name := range npmFiles {
		text, err := os.ReadFile(filepath.Join(source, "package", name))
		if err != nil {
			return err
		}
		files[name] = []byte(strings.NewReplacer("{{version}}", version, "{{element}}", integrity(d[elementFile]), "{{frame}}", integrity(d[frameFile]),
			"{{sources}}", siteSources).Replace(string(text)))
	}
	files[licencesFile] = d[licencesFile]
	var err error
	if files["LICENSE"], err = os.ReadFile("LICENSE"); err != nil {
		return err
	}
	if files["package.json"], err = npmManifest(version); err != nil {
		return err
	}
	packed, err := tarball(files)
	if err != nil {
		return err
	}
	file := "pec-verifier-" + version + ".tgz"
	d[file] = packed
	d[file+".sha256"] = dist{file: packed}.sums()
	return nil
}

func npmManifest(version string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(struct {
		Name           string         `json:"name"`
		Version        string         `json:"version"`
		Description    string         `json:"description"`
		License        string         `json:"license"`
		Type           string         `json:"type"`
		Main           string         `json:"main"`
		Types          string         `json:"types"`
		Exports        map[string]any `json:"exports"`
		CustomElements string         `json:"customElements"`
		SideEffects    bool           `json:"sideEffects"`
		Keywords       []string       `json:"keywords"`
	}{"pec-verifier", version, "The element <pec-verifier>: checks receipts of Italian certified mail (PEC) in the browser, sending nothing.", "EUPL-1.2", "module", "./index.js",
		"./index.d.ts", map[string]any{
			".":                      map[string]string{"types": "./index.d.ts", "default": "./index.js"},
			"./" + elementFile:       map[string]string{"types": "./index.d.ts", "default": "./" + elementFile},
			"./" + frameFile:         "./" + frameFile,
			"./assets/*":             "./assets/*",
			"./custom-elements.json": "./custom-elements.json",
			"./package.json":         "./package.json",
		}, "custom-elements.json", true, []string{"pec", "certified-mail", "s-mime", "custom-element", "web-component"}})
	return b.Bytes(), err
}

// tarball has npm's layout: all in the folder package, with npm's own date.
func tarball(files map[string][]byte) ([]byte, error) {
	var b bytes.Buffer
	zipped, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	w := tar.NewWriter(zipped)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if err := w.WriteHeader(&tar.Header{Name: "package/" + name, Mode: 0o644, Size: int64(len(files[name])), ModTime: time.Date(1985, 10, 26, 8, 15, 0, 0, time.UTC), Format: tar.FormatUSTAR}); err != nil {
			return nil, err
		}
		if _, err := w.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if err := zipped.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
