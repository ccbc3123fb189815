// Command schema writes the shapes of what this program hands out, as JSON Schema (2020-12) and as TypeScript, from the Go
// types that are written as JSON: each shape is stated once.
//
//	go run ./verifier/schema
//
// Run it at the root of the repository. A comment of a field becomes its description; what a string may be is said by its
// type (words.go), or by the tag `one:"a b"` of the field.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
)

func main() {
	files, err := written(".")
	if err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.FromSlash(name), content, 0o644); err != nil {
			fmt.Fprintln(os.Stderr, "schema:", err)
			os.Exit(1)
		}
	}
}

// written gives every generated file by its path below the root of the repository.
func written(root string) (map[string][]byte, error) {
	texts, err := readComments(root, "statement", "verifier", "verifier/internal/attach", "verifier/dossier", "trustlist")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	elsewhere := map[reflect.Type]string{}
	for _, d := range documents {
		shapes := read(texts, d.roots...)
		files["verifier/schema/"+d.name+".json"] = jsonSchema(d, shapes)
		if d.typescript != "" {
			files[d.typescript] = typescript(d, shapes, elsewhere)
		}
	}
	files[saidFile] = said()
	return files, nil
}
