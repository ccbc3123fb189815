package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// French is what a language costs: its table, and its lines in languages.ts. Every page then offers it, without a change to any other file.
func TestALanguageIsTwoFiles(t *testing.T) {
	root := t.TempDir()
	for _, folder := range []string{"site/src/texts", "site"} {
		from := filepath.Join("..", "..", filepath.FromSlash(folder))
		if err := os.MkdirAll(filepath.Join(root, filepath.FromSlash(folder)), 0o755); err != nil {
			t.Fatal(err)
		}
		names, err := filepath.Glob(filepath.Join(from, "*.[th]*"))
		if err != nil || len(names) == 0 {
			t.Fatalf("nothing in %s: %v", folder, err)
		}
		for _, name := range names {
			copied(t, name, filepath.Join(root, filepath.FromSlash(folder), filepath.Base(name)), func(s string) string { return s })
		}
	}
	t.Chdir(root)
	const texts = "site/src/texts/"
	copied(t, texts+"en.ts", texts+"fr.ts", func(s string) string {
		return strings.Replace(strings.Replace(s, "const en:", "const fr:", 1), `"access.title": "`, `"access.title": "Ébauche. `, 1)
	})
	copied(t, texts+"languages.ts", texts+"languages.ts", func(s string) string {
		return strings.NewReplacer(
			"import { access as accessIt", "import { access as accessFr, fr } from \"./fr\";\nimport { access as accessIt",
			"\n} as const;", "\n  fr: { name: \"Français\", locale: \"fr-FR\" },\n} as const;",
			"en, de }", "en, de, fr }", "de: accessDe }", "de: accessDe, fr: accessFr }",
		).Replace(s)
	})

	spoken, err := languages()
	if err != nil {
		t.Fatal(err)
	}
	if last := spoken[len(spoken)-1]; last.Code != "fr" || len(last.Texts) != len(spoken[0].Texts) || len(last.Access) != len(spoken[0].Access) {
		t.Errorf("%s has %d texts, Italian has %d", last.Code, len(last.Texts), len(spoken[0].Texts))
	}
	d := dist{}
	if added := d.addTexts(spoken); len(added) != 3 || d[added["fr"].Path] == nil {
		t.Errorf("the page cannot fetch it: %v", added)
	}
	for file, want := range map[string]string{
		"index.html":     `<button type="button" data-language="fr" lang="fr" aria-pressed="false">Français</button>`,
		"embedding.html": `<button type="button" data-language="it" lang="it" aria-pressed="true">Italiano</button>`,
	} {
		if page, err := (page{file: file}).filled(spoken, "1", slots{}); err != nil || !strings.Contains(string(page), want) {
			t.Errorf("%s: no %s, %v", file, want, err)
		}
	}
	page, err := statement(spoken, "", "1")
	for _, want := range []string{`<a href="#fr" lang="fr" hreflang="fr">Français</a>`, `<article id="fr" lang="fr">`, "<h1 data-text=\"access.title\">Ébauche. "} {
		if !strings.Contains(string(page), want) || err != nil {
			t.Errorf("%s: no %s, %v", statementFile, want, err)
		}
	}

	copied(t, texts+"fr.ts", texts+"fr.ts", func(s string) string { return strings.Replace(s, `"page.lead"`, `"page.laid"`, 1) })
	if _, err := languages(); err == nil || !strings.Contains(err.Error(), "Français") || !strings.Contains(err.Error(), "page.laid, page.lead") {
		t.Errorf("a key that is missing and one too many: %v", err)
	}
}

func copied(t *testing.T, from, to string, change func(string) string) {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(from))
	if err != nil {
		t.Fatal(err)
	}
	after := change(string(text))
	if from == to && after == string(text) {
		t.Fatalf("nothing to change in %s", from)
	}
	if err := os.WriteFile(filepath.FromSlash(to), []byte(after), 0o644); err != nil {
		t.Fatal(err)
	}
}
