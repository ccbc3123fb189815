// Command react bundles a small React application, in which tests put the element, into a file:
//
//	go run ./site/test/react FILE
package main

import (
	"fmt"
	"os"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: react FILE")
		os.Exit(2)
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{"site/test/react/harness.js"},
		Bundle:      true,
		Format:      api.FormatESModule,
		Outfile:     os.Args[1],
		Write:       true,
		LogLevel:    api.LogLevelWarning,
		Define:      map[string]string{"process.env.NODE_ENV": `"development"`},
	})
	if len(result.Errors) > 0 {
		os.Exit(1)
	}
}
