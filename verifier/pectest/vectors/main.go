// Command vectors writes the public test vectors into a folder, testdata by default:
//
//	go run ./verifier/pectest/vectors [FOLDER]
//
// It takes away what the catalogue no longer has, in the folders of the catalogue's own groups only.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"pecverifier/verifier/pectest"
)

func main() {
	root := "testdata"
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	if err := write(root); err != nil {
		fmt.Fprintln(os.Stderr, "vectors:", err)
		os.Exit(1)
	}
}

func write(root string) error {
	files := pectest.Files()
	folders := map[string]bool{}
	for name := range files {
		folders[filepath.Dir(name)] = true
	}
	delete(folders, ".")
	for folder := range folders {
		if err := os.RemoveAll(filepath.Join(root, folder)); err != nil {
			return fmt.Errorf("clear: %w", err)
		}
	}
	for name, data := range files {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d files in %s\n", len(files), root)
	return nil
}
