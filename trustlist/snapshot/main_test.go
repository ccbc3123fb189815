package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pecverifier/trustlist"
)

const index = "version: 1\n\ndn: providerName=Gestore,o=postacert\nproviderName: Gestore\nproviderCertificateHash: 0123456789abcdef0123456789abcdef01234567\n"

func TestTwiceTheSameBytes(t *testing.T) {
	dir := t.TempDir()
	file, out := filepath.Join(dir, "indice.ldif"), filepath.Join(dir, "snapshot.json")
	if err := os.WriteFile(file, []byte(index), 0o600); err != nil {
		t.Fatal(err)
	}
	var said bytes.Buffer
	if err := run([]string{"-in", out, "-out", out, file}, io.Discard, &said); err != nil {
		t.Fatal(err)
	}
	first, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if l, err := trustlist.Parse("", first); err != nil || len(l.Entries) != 1 || l.Name != defaultName {
		t.Errorf("%v, %+v", err, l)
	}
	said.Reset()
	if err := run([]string{"-in", out, "-out", out, file}, io.Discard, &said); err != nil {
		t.Fatal(err)
	}
	second, err := os.ReadFile(out)
	if err != nil || !bytes.Equal(first, second) || !strings.Contains(said.String(), "nothing new") {
		t.Errorf("%v, said %q", err, said.String())
	}
	var stdout bytes.Buffer
	if err := run([]string{"-in", filepath.Join(dir, "none"), "-out", "-", dir + "/indice.ldif"}, &stdout, io.Discard); err != nil || !bytes.Equal(stdout.Bytes(), first) {
		t.Errorf("%v, or other bytes on standard output", err)
	}
}

func TestWhatItRefuses(t *testing.T) {
	dir := t.TempDir()
	bad, snapshot := filepath.Join(dir, "bad.ldif"), filepath.Join(dir, "snapshot.json")
	if err := os.WriteFile(bad, []byte("ciao"), 0o600); err != nil {
		t.Fatal(err)
	}
	data, err := trustlist.Embedded().Encode()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(snapshot, data, 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out.json")
	for name, args := range map[string][]string{
		"a file that is no list": {bad}, "a missing file": {filepath.Join(dir, "none")}, "a snapshot as an official file": {snapshot},
		"a damaged history": {"-in", bad}, "a flag that is not known": {"-x"},
	} {
		if err := run(append([]string{"-in", snapshot, "-out", out}, args...), io.Discard, io.Discard); err == nil {
			t.Errorf("%s was taken", name)
		}
		if _, err := os.Stat(out); err == nil {
			t.Fatalf("%s: something was written", name)
		}
	}
}
