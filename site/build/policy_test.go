package main

import (
	"os"
	"strings"
	"testing"
)

// What HOSTING.md tells people to set is what the pages and the tests have.
func TestPoliciesAreSaidOnce(t *testing.T) {
	text, err := os.ReadFile("../HOSTING.md")
	if err != nil {
		t.Fatal(err)
	}
	if hosting(string(text)) != string(text) {
		t.Error("HOSTING.md has another policy: make generate")
	}
	for _, s := range said {
		if !strings.Contains(string(text), s.policy) {
			t.Errorf("HOSTING.md does not say %q", s.policy)
		}
		if other := s.policy[:len(s.policy)-1] + "x"; hosting(other) != s.policy {
			t.Errorf("%q is not set right", other)
		}
	}
}
