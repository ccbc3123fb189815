// Command vectors writes the public test vectors into a folder, testdata by default:
//
//	go run ./verifier/pectest/vectors [FOLDER]
//
// It takes away the files that the catalogue no longer has, in the folders of the catalogue's own groups only.
package main

import (
	"errors"
	"fmt"
	"io/fs"
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
		if err := clearFiles(filepath.Join(root, folder)); err != nil {
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

// clearFiles takes away the files of a folder; folders in it are not the catalogue's.
func clearFiles(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
			return err
		}
	}
	return nil
}
