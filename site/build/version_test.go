package main

import (
	"os"
	"strings"
	"testing"
)

// The version has one home, package.json of the page; what must repeat it says the same.
func TestVersionIsTheSameEverywhere(t *testing.T) {
	t.Chdir("../..")
	v, err := version()
	if err != nil {
		t.Fatal(err)
	}
	for file, line := range map[string]string{"publiccode.yml": "softwareVersion: " + v, "CHANGELOG.md": "## " + v, "site/package-lock.json": `  "version": "` + v + `",`} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains("\n"+string(text), "\n"+line+"\n") {
			t.Errorf("%s does not say %q", file, line)
		}
	}
}
