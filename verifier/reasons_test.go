package verifier

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// reasonsInCode are all literals of this package, and of what mends for it, that look like a reason and are no check's name.
func reasonsInCode(t *testing.T) map[string]bool {
	t.Helper()
	names, _ := filepath.Glob("*.go")
	mending, _ := filepath.Glob("internal/mend/*.go")
	out := map[string]bool{}
	for _, name := range append(names, mending...) {
		if strings.HasSuffix(name, "_test.go") || name == "reasons.go" {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"((?:[a-z]+(?:-[a-z]+)?)\.[a-z0-9-]+)"`).FindAllSubmatch(source, -1) {
			out[string(m[1])] = true
		}
	}
	for _, id := range checkOrder {
		if sentences[id] == "" {
			delete(out, id)
		}
	}
	return out
}

func TestEveryReasonHasASentence(t *testing.T) {
	used := reasonsInCode(t)
	if len(used) < 80 {
		t.Fatalf("only %d reasons found: the test no longer reads the code", len(used))
	}
	for reason := range used {
		if strings.HasSuffix(reason, ".eml") || strings.HasSuffix(reason, ".xml") || strings.HasPrefix(reason, "smime.") {
			continue
		}
		if sentenceOf(reason) == "" {
			t.Errorf("%s has no sentence; if it is the id of a check, it belongs into checkOrder (check.go)", reason)
		}
	}
}

func TestEverySentenceIsUsed(t *testing.T) {
	used := reasonsInCode(t)
	for reason := range sentences {
		switch {
		case used[reason], reason == "daticert", strings.HasPrefix(reason, "file."), strings.HasPrefix(reason, "certificate."),
			strings.HasPrefix(reason, "provider."), strings.HasPrefix(reason, "rem-rule."): // put together from a slug of another package
		default:
			t.Errorf("%s is said nowhere", reason)
		}
	}
}
