package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// dist maps the name of each built file, with slashes, to its content.
type dist map[string][]byte

// addPart names a file after its content, so that parts of two versions never mix in a cache.
func (d dist) addPart(name, extension string, content []byte) part {
	sum := sha256.Sum256(content)
	full := path.Join(assets, name+"-"+hex.EncodeToString(sum[:5])+extension)
	d[full] = content
	return part{Path: full, Integrity: integrity(content)}
}

// integrity is written as in the attribute of that name.
func integrity(content []byte) string {
	sum := sha256.Sum256(content)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// integrities of all files so far, by name.
func (d dist) integrities() map[string]string {
	all := map[string]string{}
	for name, content := range d {
		all[name] = integrity(content)
	}
	return all
}

// sums lists every file as sha256sum does.
func (d dist) sums() []byte {
	var list bytes.Buffer
	for _, name := range slices.Sorted(maps.Keys(d)) {
		fmt.Fprintf(&list, "%x  %s\n", sha256.Sum256(d[name]), name)
	}
	return list.Bytes()
}

// version is the one that package.json states.
func version() (string, error) {
	text, err := os.ReadFile(filepath.Join(source, "package.json"))
	if err != nil {
		return "", err
	}
	var manifest struct{ Version string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		return "", fmt.Errorf("package.json: %w", err)
	}
	return manifest.Version, nil
}
