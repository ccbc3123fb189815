// Command build makes dist/: the page, the element to embed, the single file, and the sums of all of it.
//
// Run it at the root of the repository: go run ./site/build. The same sources give the same bytes. With -release each
// file is also there compressed, and all of it in one archive.
package main

import (
	"errors"
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
	core := flag.String("core", "", "compiled `file` to take in place of the sources, which have not changed since")
	release := flag.Bool("release", false, "compress every file and pack the archive too")
	copies := flag.Bool("copies", false, "only write what stands elsewhere too: the policies into site/HOSTING.md, the command's words")
	flag.Parse()
	if *copies {
		if err := errors.Join(writeHosting(), writeWords()); err != nil {
			fmt.Fprintln(os.Stderr, "build:", err)
			os.Exit(1)
		}
		return
	}
	if err := build(*tags, *core, *release); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		os.Exit(1)
	}
}

// build goes from what knows nothing of the rest to what holds the hashes of all of it.
func build(tags, compiled string, release bool) error {
	if _, err := os.Stat("go.mod"); err != nil {
		return fmt.Errorf("run it at the root of the repository: %w", err)
	}
	version, err := version()
	if err != nil {
		return err
	}
	spoken, err := languages()
	if err != nil {
		return err
	}
	core, err := takeCore(tags, compiled)
	if err != nil {
		return err
	}
	worker, err := bundleWorker()
	if err != nil {
		return err
	}

	dist := dist{}
	parts := parts{core: dist.addPart("pec-core", ".wasm", core), worker: dist.addPart("pec-worker", ".js", worker)}
	parts.texts = dist.addTexts(spoken)
	examples, err := examples()
	if err != nil {
		return err
	}
	parts.examples = dist.addPart("pec-examples", ".json", examples)
	services, err := os.ReadFile(filepath.FromSlash("trustlist/qualified/services/qualified.json"))
	if err != nil {
		return err
	}
	parts.services = dist.addPart("pec-services", ".json", services)
	if dist[elementFile], err = bundleElement(parts, version); err != nil {
		return err
	}
	if dist[frameFile], err = bundleOne(options("page/frame.ts")); err != nil {
		return err
	}
	style, err := dist.addStyles()
	if err != nil {
		return err
	}
	if dist[statementFile], err = statement(spoken, styleTag(style, dist[style]), version); err != nil {
		return err
	}
	for _, name := range []string{"icon.svg", "manifest.webmanifest"} {
		if dist[name], err = os.ReadFile(filepath.Join(source, name)); err != nil {
			return err
		}
	}
	manifest := dist.integrities()
	for _, p := range pages {
		script, err := dist.addScript(p.script, manifest)
		if err != nil {
			return err
		}
		if dist[p.file], err = p.filled(spoken, version, slots{
			"policy":  policyMeta(pagePolicy),
			"style":   styleTag(style, dist[style]),
			"app":     manifestTag,
			"scripts": scriptTag(elementFile, dist[elementFile]) + scriptTag(script, dist[script]),
			"parts":   "",
			"element": integrity(dist[elementFile]),
			"frame":   integrity(dist[frameFile]),
		}); err != nil {
			return err
		}
	}
	if dist[serviceWorkerFile], err = bundleServiceWorker(dist.integrities()); err != nil {
		return err
	}
	if dist[singleFile], err = single(core, worker, examples, services, spoken, version); err != nil {
		return err
	}
	if dist[licencesFile], err = licences(); err != nil {
		return err
	}
	if release {
		if err := dist.compress(); err != nil {
			return err
		}
	}
	dist["SHA256SUMS"] = dist.sums()
	if release {
		if err := dist.pack(version); err != nil {
			return err
		}
		if err := dist.npm(version); err != nil {
			return err
		}
	}
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
