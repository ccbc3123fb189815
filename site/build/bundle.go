package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// part is a file that the element fetches: its path from there, and what the browser compares its bytes with.
type part struct {
	Path      string `json:"path"`
	Integrity string `json:"integrity"`
}

type parts struct{ core, worker part }

func options(entries ...string) api.BuildOptions {
	for i, entry := range entries {
		entries[i] = filepath.Join(source, "src", entry)
	}
	return api.BuildOptions{
		EntryPoints:       entries,
		Bundle:            true,
		Format:            api.FormatESModule,
		Target:            api.ES2022,
		Charset:           api.CharsetUTF8,
		LegalComments:     api.LegalCommentsEndOfFile,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		MinifySyntax:      true,
		Outdir:            output,
		LogLevel:          api.LogLevelWarning,
		TsconfigRaw:       `{"compilerOptions":{"useDefineForClassFields":false}}`,
	}
}

func bundle(o api.BuildOptions) ([]api.OutputFile, error) {
	result := api.Build(o)
	if len(result.Errors) > 0 {
		return nil, fmt.Errorf("bundle %s: %s", strings.Join(o.EntryPoints, ", "), result.Errors[0].Text)
	}
	return result.OutputFiles, nil
}

func bundleOne(o api.BuildOptions) ([]byte, error) {
	files, err := bundle(o)
	if err != nil {
		return nil, err
	}
	if len(files) != 1 {
		return nil, fmt.Errorf("bundle %s: %d files instead of one", strings.Join(o.EntryPoints, ", "), len(files))
	}
	return files[0].Contents, nil
}

// bundleWorker makes a classic script, which a worker can also run from a blob.
func bundleWorker() ([]byte, error) {
	wasmExec, err := loader()
	if err != nil {
		return nil, err
	}
	o := options("core/worker.ts")
	o.Format = api.FormatIIFE
	o.Plugins = []api.Plugin{{
		Name: "go-loader",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: `^wasm_exec$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: wasmExec}, nil
			})
		},
	}}
	return bundleOne(o)
}

func bundleElement(p parts, version string) ([]byte, error) {
	o := options(elementEntry)
	o.Plugins = []api.Plugin{styles()}
	o.Loader = map[string]api.Loader{".svg": api.LoaderText}
	o.Define = map[string]string{
		"BUILD_CORE":    inJSON(p.core),
		"BUILD_WORKER":  inJSON(p.worker),
		"BUILD_VERSION": inJSON(version),
	}
	return bundleOne(o)
}

const elementEntry = "pec-verifier.ts"

// page is what index.html needs beside the element; script and style are names in files.
type page struct {
	files         map[string][]byte
	script, style string
}

// bundlePage leaves the element out of the page's script: it stands beside it as a module of its own.
func bundlePage() (page, error) {
	o := options("page.ts", "styles/page.scss")
	o.Plugins = []api.Plugin{styles()}
	o.External = []string{"./pec-verifier.js"}
	o.EntryNames = assets + "/[name]-[hash]"
	o.AssetNames = assets + "/[name]-[hash]"
	o.Loader = map[string]api.Loader{".woff2": api.LoaderFile, ".svg": api.LoaderFile}
	files, err := bundle(o)
	if err != nil {
		return page{}, err
	}
	root, err := filepath.Abs(output)
	if err != nil {
		return page{}, err
	}
	made := page{files: map[string][]byte{}}
	for _, file := range files {
		name, err := filepath.Rel(root, file.Path)
		if err != nil {
			return page{}, err
		}
		name = filepath.ToSlash(name)
		content := file.Contents
		switch filepath.Ext(name) {
		case ".js":
			made.script = name
			// The script lies one folder below the element.
			content = []byte(strings.ReplaceAll(string(content), `"./pec-verifier.js"`, `"../pec-verifier.js"`))
		case ".css":
			made.style = name
		}
		made.files[name] = content
	}
	if made.script == "" || made.style == "" {
		return page{}, errors.New("bundle the page: script or style is missing")
	}
	return made, nil
}

func inJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // strings and structs of strings
	}
	return string(text)
}
