// Command build makes dist/: the page, the element to embed, and the sums of all of it.
//
// Run it at the root of the repository: go run ./site/build. The same sources give the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

const (
	source  = "site"
	assets  = "assets" // inside output; names carry a hash of the content
	modules = "site/node_modules"
)

// output is the folder that is made anew.
var output string

func main() {
	flag.StringVar(&output, "out", "dist", "`folder` to make anew")
	tags := flag.String("tags", "", "build `tags` of the core; testcore plants faults for the page's tests")
	flag.Parse()
	if err := build(*tags); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

func build(tags string) error {
	if _, err := os.Stat("go.mod"); err != nil {
		return fmt.Errorf("run it at the root of the repository: %w", err)
	}
	version, err := version()
	if err != nil {
		return err
	}
	dist := dist{}
	core, err := compileCore(tags)
	if err != nil {
		return err
	}
	parts := parts{core: dist.addPart("pec-core", ".wasm", core)}
	worker, err := bundleWorker()
	if err != nil {
		return err
	}
	parts.worker = dist.addPart("pec-worker", ".js", worker)

	element, err := bundleElement(parts, version)
	if err != nil {
		return err
	}
	dist["pec-verifier.js"] = element

	page, err := bundlePage()
	if err != nil {
		return err
	}
	for name, content := range page.files {
		dist[name] = content
	}
	index, err := fillIndex(page, version)
	if err != nil {
		return err
	}
	dist["index.html"] = index
	dist["SHA256SUMS"] = dist.sums()
	return dist.write()
}

// write replaces the output folder.
func (d dist) write() error {
	if err := os.RemoveAll(output); err != nil {
		return err
	}
	for name, content := range d {
		path := filepath.Join(output, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
