package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// The command says what the page says.
func TestTheCommandHasThePagesWords(t *testing.T) {
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node reads the texts")
	}
	t.Chdir("../..")
	if _, err := os.Stat(modules); err != nil {
		t.Skip("the page's packages are not installed")
	}
	all, err := languages()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range all {
		want, err := wordsOf(l)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(filepath.Join(wordsFolder, l.Code+".json")); err != nil || string(got) != string(want) {
			t.Errorf("%s: the command has other words than the page: make generate (%v)", l.Code, err)
		}
	}
}
