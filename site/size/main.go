// Command size says what the core's bytes are: sections, and machine code by package.
//
//	go run ./site/size [-functions] [MODULE]
//
// Without MODULE the core is compiled first, with the names that dist/ leaves out.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	each := flag.Bool("functions", false, "list the largest functions too")
	flag.Parse()
	if err := run(flag.Arg(0), *each); err != nil {
		fmt.Fprintln(os.Stderr, "size:", err)
		os.Exit(1)
	}
}

func run(name string, each bool) error {
	if name == "" {
		folder, err := os.MkdirTemp("", "pec-size")
		if err != nil {
			return err
		}
		defer os.RemoveAll(folder)
		name = filepath.Join(folder, "core.wasm")
		command := exec.Command("go", "build", "-trimpath", "-o", name, "./wasm")
		command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
		command.Stderr = os.Stderr
		if err := command.Run(); err != nil {
			return err
		}
	}
	module, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	all, err := sections(module)
	if err != nil {
		return err
	}
	fmt.Printf("%9d bytes in all\n", len(module))
	for _, s := range all {
		if len(s.body) > 4096 {
			fmt.Printf("%9d section %d%s\n", len(s.body), s.id, map[byte]string{idCode: ", code", idData: ", data"}[s.id])
		}
	}
	found, err := functions(all)
	if err != nil {
		return err
	}
	byPackage := map[string]int{}
	for _, f := range found {
		byPackage[packageOf(f.name)] += f.size
	}
	fmt.Println("\nmachine code by package")
	order := slices.SortedFunc(maps.Keys(byPackage), func(a, b string) int { return cmp.Compare(byPackage[b], byPackage[a]) })
	for _, p := range order {
		fmt.Printf("%9d %s\n", byPackage[p], p)
	}
	if each {
		fmt.Println("\nlargest functions")
		slices.SortFunc(found, func(a, b function) int { return cmp.Compare(b.size, a.size) })
		for _, f := range found[:min(150, len(found))] {
			fmt.Printf("%9d %s\n", f.size, f.name)
		}
	}
	return nil
}

// packageOf is the import path in a symbol, in which the linker writes an underscore for what is no letter or digit.
// Generated equality and hash functions are "type:…".
func packageOf(symbol string) string {
	if strings.HasPrefix(symbol, "type:") || symbol == "" {
		return "(generated)"
	}
	from := 0
	if host := hosted.FindString(symbol); host != "" {
		from = len(host)
	}
	path, _, dotted := strings.Cut(symbol[from:], ".")
	if !dotted {
		return "(runtime)"
	}
	return symbol[:from] + path
}

// hosted is how a path begins that is none of the standard library.
var hosted = regexp.MustCompile(`^[a-z]+(\.[a-z]+)+_`)
