// Snapshot makes the list that comes with the program: it adds the facts of official files to the snapshot there is,
// keeps its history, and writes it back. The same files give the same bytes.
//
//	go run ./trustlist/snapshot [-in FILE] [-out FILE] [-register FILE] [-authority SHA256]... FILE|FOLDER...
//
// The files are certificates (PEM, DER), revocation lists, and indexes of providers (LDIF, taken out of their .p7m); a
// folder's README.md is passed over. A CA certificate becomes an authority only when its key is one already or is named with
// -authority, by the SHA-256 of its SubjectPublicKeyInfo, and only when a root signed it: a self-signed certificate of the
// files, or one that the snapshot knows. The register says who the providers are and what became of them, in the format of
// a snapshot; nothing else is taken from it. What was left out is said on standard error.
//
// The whole of the program's own list, from the official files of the repository:
//
//	go run ./trustlist/snapshot -in none -register trustlist/snapshot/register.json -authority … testdata/trust/official
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"pecverifier/trustlist"
)

const defaultName = "PEC providers: embedded snapshot"

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "snapshot:", err)
		os.Exit(1)
	}
}

type names []string

func (n *names) String() string     { return strings.Join(*n, ",") }
func (n *names) Set(s string) error { *n = append(*n, strings.ToLower(s)); return nil }

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("snapshot", flag.ContinueOnError)
	flags.SetOutput(stderr)
	in := flags.String("in", "trustlist/snapshot.json", "snapshot to start from; a missing one is empty")
	out := flags.String("out", "trustlist/snapshot.json", "where to write, - for standard output")
	register := flags.String("register", "", "who the providers are and what became of them, in the format of a snapshot")
	var accept names
	flags.Var(&accept, "authority", "accept a new authority, by the SHA-256 of its public key")
	if err := flags.Parse(args); err != nil {
		return err
	}
	history := &trustlist.List{Name: defaultName}
	switch data, err := os.ReadFile(*in); {
	case err == nil:
		if history, err = trustlist.Parse("", data); err != nil {
			return fmt.Errorf("%s%w", *in, err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	from := trustlist.Sources{Accept: accept}
	if *register != "" {
		l, err := read(*register)
		if err != nil {
			return err
		}
		if l.Kind != trustlist.KindSnapshot {
			return fmt.Errorf("%s: no register", *register)
		}
		from.Lists = append(from.Lists, l)
	}
	for _, path := range flags.Args() {
		err := filepath.WalkDir(path, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Name() == "README.md" {
				return err
			}
			l, err := read(path)
			if err != nil {
				return err
			}
			if l.Kind == trustlist.KindSnapshot {
				return fmt.Errorf("%s: a snapshot is no official file", path)
			}
			from.Lists = append(from.Lists, l)
			roots, err := rootsOf(l)
			from.Roots = append(from.Roots, roots...)
			return err
		})
		if err != nil {
			return err
		}
	}
	l, notes, err := trustlist.Update(history, from)
	if err != nil {
		return err
	}
	for _, n := range notes {
		fmt.Fprintln(stderr, n)
	}
	data, err := l.Encode()
	if err != nil {
		return err
	}
	if old, err := os.ReadFile(*out); *out != "-" && err == nil && bytes.Equal(old, data) {
		fmt.Fprintln(stderr, "nothing new")
		return nil
	}
	fmt.Fprintf(stderr, "%d authorities, %d providers, %d certificates, %d revocation lists\n",
		len(l.Authorities), len(l.Providers), len(l.Entries), len(l.CRLs))
	if *out == "-" {
		_, err = stdout.Write(data)
		return err
	}
	return replace(*out, data)
}

// replace puts a file in place of another at once: a server may be sending it.
func replace(name string, data []byte) error {
	if err := os.WriteFile(name+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(name+".new", name)
}

func read(path string) (*trustlist.List, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return trustlist.Parse(filepath.Base(path), data)
}
