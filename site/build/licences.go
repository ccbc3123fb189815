package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// licencesFile has the licences of all that others made and that is in the release.
const licencesFile = "licences.txt"

type component struct{ name, folder string }

// licences are of the Go modules that are linked, of Go itself, and of the npm packages that the page consists of.
func licences() ([]byte, error) {
	goModules, err := linkedModules()
	if err != nil {
		return nil, err
	}
	packages, err := pagePackages()
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("Verifica PEC is under the EUPL-1.2. It contains these works of others, under licences of their own.\n")
	for _, c := range append(goModules, packages...) {
		text, err := licenceOf(c.folder)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		fmt.Fprintf(&b, "\n%s\n%s\n\n%s\n", strings.Repeat("=", 80), c.name, strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
	}
	return b.Bytes(), nil
}

var licenceName = regexp.MustCompile(`(?i)^(licen[cs]e|copying|notice)(\.|-|$)`)

// licenceOf joins all texts that a folder has of them; a package may state its licence in its manifest alone.
func licenceOf(folder string) (string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "", err
	}
	var texts []string
	for _, e := range entries {
		if e.Type().IsRegular() && licenceName.MatchString(e.Name()) {
			text, err := os.ReadFile(filepath.Join(folder, e.Name()))
			if err != nil {
				return "", err
			}
			texts = append(texts, string(text))
		}
	}
	if len(texts) > 0 {
		return strings.Join(texts, "\n\n"), nil
	}
	var manifest struct{ License string }
	if text, err := os.ReadFile(filepath.Join(folder, "package.json")); err == nil && json.Unmarshal(text, &manifest) == nil && manifest.License != "" {
		return "Licence: " + manifest.License, nil
	}
	return "", errors.New("no licence found")
}

// linkedModules are those of the core and of the command, in the order of their names.
func linkedModules() ([]component, error) {
	found := map[string]string{}
	for _, build := range []struct{ os, arch, main string }{{"js", "wasm", "./wasm"}, {"linux", "amd64", "./verifier/pecverify"}} {
		list := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", build.main)
		list.Env = append(os.Environ(), "GOOS="+build.os, "GOARCH="+build.arch, "CGO_ENABLED=0")
		list.Stderr = os.Stderr
		printed, err := list.Output()
		if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		for _, line := range strings.Split(string(printed), "\n") {
			if name, folder, ok := strings.Cut(line, "\t"); ok {
				found[name] = folder
			}
		}
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	all := []component{{"The Go programming language", strings.TrimSpace(string(root))}}
	for _, name := range slices.Sorted(maps.Keys(found)) {
		all = append(all, component{name, found[name]})
	}
	return all, nil
}

// pagePackages are those of the lock file that are not for development alone.
func pagePackages() ([]component, error) {
	text, err := os.ReadFile(filepath.Join(source, "package-lock.json"))
	if err != nil {
		return nil, err
	}
	var lock struct {
		Packages map[string]struct {
			Version                    string
			Dev, Optional, DevOptional bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		return nil, fmt.Errorf("package-lock.json: %w", err)
	}
	var all []component
	for _, name := range slices.Sorted(maps.Keys(lock.Packages)) {
		if p := lock.Packages[name]; name != "" && !p.Dev && !p.Optional && !p.DevOptional {
			all = append(all, component{strings.TrimPrefix(name, "node_modules/") + " " + p.Version, filepath.Join(source, filepath.FromSlash(name))})
		}
	}
	return all, nil
}
