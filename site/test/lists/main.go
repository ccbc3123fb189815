// Command lists writes provider lists that are too large to keep beside the tests into a folder:
//
//	go run ./site/test/lists FOLDER
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"pecverifier/verifier/pectest"
)

const (
	providers = 200
	domains   = 100 // of each provider
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: lists FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "lists:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "large.ldif"), large(), 0o644)
}

// large is an index as large as the real one may be: each provider has a certificate of its own.
func large() []byte {
	authority := pectest.NewOffice().Authority
	var entries []pectest.IndexEntry
	for i := range providers {
		p := &pectest.Provider{Name: fmt.Sprintf("Gestore %03d S.p.A.", i), CommonName: "Posta Certificata", Domain: fmt.Sprintf("pec%03d.example", i)}
		p.Place = pectest.Place("RM", "Roma", p.Name)
		p.Certificate = authority.Leaf(p, 1000+int64(i), pectest.TestKey("uno"))
		e := pectest.IndexEntry{Provider: p}
		for n := 1; n < domains; n++ {
			e.Managed = append(e.Managed, fmt.Sprintf("cliente%02d.pec%03d.example", n, i))
		}
		entries = append(entries, e)
	}
	return pectest.LDIF(entries...)
}
