package main

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
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
		"a damaged history": {"-in", bad}, "a register that is none": {"-register", bad}, "a flag that is not known": {"-x"},
	} {
		if err := run(append([]string{"-in", snapshot, "-out", out}, args...), io.Discard, io.Discard); err == nil {
			t.Errorf("%s was taken", name)
		}
		if _, err := os.Stat(out); err == nil {
			t.Fatalf("%s: something was written", name)
		}
	}
}

const official = "../../testdata/trust/official"

// TestTheProgramsOwnListIsMadeFromTheOfficialFiles, by the command as its documentation has it.
func TestTheProgramsOwnListIsMadeFromTheOfficialFiles(t *testing.T) {
	embedded, err := trustlist.Embedded().Encode()
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "snapshot.json")
	args := []string{"-in", "none", "-out", out, "-register", "register.json"}
	for _, a := range trustlist.Embedded().Authorities {
		args = append(args, "-authority", a.SPKISHA256)
	}
	for range 2 {
		if err := run(append(args, official), io.Discard, io.Discard); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(out); err != nil || !bytes.Equal(data, embedded) {
			t.Errorf("it is another: %v", err)
		}
	}
	if err := run([]string{"-in", out, "-out", out, official}, io.Discard, io.Discard); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(out); !bytes.Equal(data, embedded) {
		t.Error("made again upon itself, without the register, something is lost")
	}
}

func TestRootsAreChecked(t *testing.T) {
	read := func(name string) []byte {
		files, err := filepath.Glob(filepath.Join(official, name))
		if err != nil || len(files) != 1 {
			t.Fatal(name, files, err)
		}
		data, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		b, _ := pem.Decode(data)
		return b.Bytes
	}
	parse := func(der []byte) *trustlist.List {
		l, err := trustlist.Parse("x", der)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	for name, algorithm := range map[string]x509.SignatureAlgorithm{"GTE*": x509.MD5WithRSA, "Baltimore*": x509.SHA1WithRSA, "Actalis-Auth*": x509.SHA256WithRSA} {
		der := read(name)
		roots, err := rootsOf(parse(der))
		if err != nil || len(roots) != 1 || roots[0].SignatureAlgorithm != algorithm {
			t.Errorf("%s: %v, %v", name, roots, err)
		}
		for _, at := range []int{len(der) - 1, len(der) / 2} { // in the signature, and in what is signed
			forged := bytes.Clone(der)
			forged[at] ^= 1
			if l, err := trustlist.Parse("x", forged); err == nil {
				if roots, err := rootsOf(l); err == nil {
					t.Errorf("%s, byte %d altered: %v", name, at, roots)
				}
			}
		}
	}
	for _, name := range []string{"CNIPA-CA2*", "AgID-CA1_790E*", "Posta-Certificata-CNN*"} {
		if roots, err := rootsOf(parse(read(name))); err != nil || len(roots) != 0 {
			t.Errorf("%s is taken for a root: %v", name, err)
		}
	}
}
