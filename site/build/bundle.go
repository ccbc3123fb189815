package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	elementFile       = "pec-verifier.js"
	frameFile         = "pec-frame.js"
	serviceWorkerFile = "sw.js"
	singleFile        = "pec-verifier.html"
)

// part is a file that the element fetches: its path from there, and what the browser compares its bytes with.
type part struct {
	Path      string `json:"path"`
	Integrity string `json:"integrity"`
}

type parts struct {
	core, worker part
	texts        map[string]part // by language
	examples     part
	services     part
}

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
	if name := unfilled.Find(files[0].Contents); name != nil {
		return nil, fmt.Errorf("bundle %s: nothing fills in %s", strings.Join(o.EntryPoints, ", "), name)
	}
	return files[0].Contents, nil
}

// unfilled is a name of src/build.d.ts that was to be replaced and was not: the script would stop there.
var unfilled = regexp.MustCompile(`\bBUILD_[A-Z]+\b`)

// bundleWorker makes a classic script, which a worker can also run from a blob.
func bundleWorker() ([]byte, error) {
	wasmExec, err := loader()
	if err != nil {
		return nil, err
	}
	o := options("core/worker.ts")
	o.Format = api.FormatIIFE
	o.Plugins = []api.Plugin{instead(`^wasm_exec$`, wasmExec)}
	return bundleOne(o)
}

func bundleElement(p parts, version string) ([]byte, error) {
	o := options("pec-verifier.ts")
	o.Plugins = []api.Plugin{styles(), withoutGlobals()}
	o.Loader = map[string]api.Loader{".svg": api.LoaderText}
	o.Define = map[string]string{
		"BUILD_CORE":     inJSON(p.core),
		"BUILD_WORKER":   inJSON(p.worker),
		"BUILD_TEXTS":    inJSON(p.texts),
		"BUILD_EXAMPLES": inJSON(p.examples),
		"BUILD_SERVICES": inJSON(p.services),
		"BUILD_VERSION":  inJSON(version),
	}
	return bundleOne(o)
}

// bundleSingle is the script of the single file: page and element, and the worker as a text.
func bundleSingle(worker, examples []byte, version string, manifest map[string]string) ([]byte, error) {
	o := options("page/single.ts")
	o.Plugins = []api.Plugin{styles(), withoutFetching()}
	o.Loader = map[string]api.Loader{".svg": api.LoaderText}
	o.Define = map[string]string{
		"BUILD_WORKER_SCRIPT": inJSON(string(worker)),
		"BUILD_EXAMPLES":      string(examples),
		"BUILD_VERSION":       inJSON(version),
		"BUILD_MANIFEST":      inJSON(manifest),
	}
	return bundleOne(o)
}

// bundleServiceWorker knows every file of the page.
func bundleServiceWorker(manifest map[string]string) ([]byte, error) {
	o := options("page/sw.ts")
	o.Format = api.FormatIIFE
	id := sha256.Sum256([]byte(inJSON(manifest)))
	o.Define = map[string]string{"BUILD_MANIFEST": inJSON(manifest), "BUILD_ID": inJSON(hex.EncodeToString(id[:10]))}
	return bundleOne(o)
}

// instead resolves an import to a certain file.
func instead(imported, path string) api.Plugin {
	return api.Plugin{
		Name: "instead",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: imported}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
				return api.OnResolveResult{Path: path}, nil
			})
		},
	}
}

// withoutFetching takes for each module named fetched the one beside it that has the same without fetching.
func withoutFetching() api.Plugin {
	return api.Plugin{
		Name: "without-fetching",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: `^\.\.?/(.+/)?fetched$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
				path, err := filepath.Abs(filepath.Join(args.ResolveDir, filepath.Dir(args.Path), "inline.ts"))
				return api.OnResolveResult{Path: path}, err
			})
		},
	}
}

// litGlobals are the names by which copies of Lit on one page know of each other.
var litGlobals = regexp.MustCompile(`\b(?:\w+\.)?(litPropertyMetadata|reactiveElementVersions|litHtmlVersions|litElementVersions)\b`)

// withoutGlobals keeps Lit from putting names into the page that the element is embedded in.
func withoutGlobals() api.Plugin {
	return api.Plugin{
		Name: "without-globals",
		Setup: func(build api.PluginBuild) {
			build.OnLoad(api.OnLoadOptions{Filter: `/node_modules/(lit-html|lit-element|@lit/reactive-element)/[\w-]+\.js$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
				text, err := os.ReadFile(args.Path)
				contents := "const own={};" + litGlobals.ReplaceAllString(string(text), "own.$1")
				return api.OnLoadResult{Contents: &contents, Loader: api.LoaderJS}, err
			})
		},
	}
}

// addScript bundles the script of a page. It leaves the element out, which stands beside the page as a module of its own.
func (d dist) addScript(entry string, manifest map[string]string) (string, error) {
	o := options(entry)
	o.External = []string{"../pec-verifier.js"} // as seen from assets/, where the script will lie, too
	o.Define = map[string]string{"BUILD_MANIFEST": inJSON(manifest)}
	script, err := bundleOne(o)
	if err != nil {
		return "", err
	}
	return d.addPart(strings.TrimSuffix(path.Base(entry), ".ts"), ".js", script).Path, nil
}

// addStyles bundles the page's stylesheet with its fonts and returns its name.
func (d dist) addStyles() (string, error) {
	o := options("styles/page.scss")
	o.Plugins = []api.Plugin{styles()}
	o.EntryNames = assets + "/[name]-[hash]"
	o.AssetNames = assets + "/[name]-[hash]"
	o.Loader = map[string]api.Loader{".woff2": api.LoaderFile}
	files, err := bundle(o)
	if err != nil {
		return "", err
	}
	root, err := filepath.Abs(output)
	if err != nil {
		return "", err
	}
	style := ""
	for _, file := range files {
		name, err := filepath.Rel(root, file.Path)
		if err != nil {
			return "", err
		}
		name = filepath.ToSlash(name)
		if path.Ext(name) == ".css" {
			style = name
		}
		d[name] = file.Contents
	}
	if style == "" {
		return "", errors.New("bundle the styles: there are none")
	}
	return style, nil
}

// inlineStyles is the page's stylesheet with its fonts in it.
func inlineStyles() ([]byte, error) {
	o := options("styles/page.scss")
	o.Plugins = []api.Plugin{styles()}
	o.Loader = map[string]api.Loader{".woff2": api.LoaderDataURL}
	return bundleOne(o)
}

func inJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // strings, and structs and maps of strings
	}
	return string(text)
}
