package main

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"

	"github.com/evanw/esbuild/pkg/api"
)

// rem in the element is a token: its size is the element's business, whatever the page around made of the root's font size.
var rem = regexp.MustCompile(`(-?(?:\d*\.)?\d+)rem\b`)

// styles compiles SCSS: a stylesheet where it is an entry point, a string where a script imports it.
func styles() api.Plugin {
	return api.Plugin{
		Name: "scss",
		Setup: func(build api.PluginBuild) {
			build.OnResolve(api.OnResolveOptions{Filter: `\.scss$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
				path, err := filepath.Abs(filepath.Join(args.ResolveDir, args.Path))
				return api.OnResolveResult{Path: path, PluginData: args.Kind}, err
			})
			build.OnLoad(api.OnLoadOptions{Filter: `\.scss$`}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
				text, err := sass(args.Path)
				loader := api.LoaderCSS
				if args.PluginData != api.ResolveEntryPoint {
					loader, text = api.LoaderText, rem.ReplaceAllString(text, "calc($1*var(--pec-rem,1rem))")
				}
				return api.OnLoadResult{Contents: &text, Loader: loader, ResolveDir: filepath.Dir(args.Path)}, err
			})
		},
	}
}

var sheets sync.Map // by path: what sass wrote

// sass compiles a stylesheet, once for all that it is bundled into.
func sass(path string) (string, error) {
	once, _ := sheets.LoadOrStore(path, sync.OnceValues(func() (string, error) { return compileSheet(path) }))
	return once.(func() (string, error))()
}

func compileSheet(path string) (string, error) {
	var out, complaint bytes.Buffer
	command := exec.Command("node", filepath.Join(modules, "sass", "sass.js"),
		"--style=compressed", "--no-source-map", "--no-charset", "--load-path="+modules,
		"--quiet-deps", "--silence-deprecation=import", path)
	command.Stdout, command.Stderr = &out, &complaint
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("sass %s: %w\n%s", path, err, complaint.String())
	}
	return out.String(), nil
}
