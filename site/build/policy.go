package main

import (
	"os"
	"path/filepath"
	"regexp"
)

// The policies, said once: the build puts them into the pages, make generate into HOSTING.md.
const (
	// pagePolicy is that of every page of dist/. Pages need no inline script; 'unsafe-inline' styles are those of a mail's own HTML, in its frame.
	pagePolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"

	// servedPolicy is the same in a header, which alone can say who may frame the page; framedPolicy that of embed.html.
	servedPolicy = pagePolicy + "; frame-ancestors 'none'"
	framedPolicy = "frame-ancestors 'self' https://www.comune.example" // 'self' is for embedding.html, which shows the frame

	// siteSources are what a site that takes the element adds to its own policy.
	siteSources = "script-src https://verifica.example 'wasm-unsafe-eval'; connect-src https://verifica.example; worker-src blob:; img-src data:"
	// siteTypes is what it allows besides where it demands Trusted Types.
	siteTypes = "trusted-types lit-html pec-verifier"
)

// said are the places of HOSTING.md where a policy stands, and which.
var said = []struct {
	place  *regexp.Regexp
	policy string
}{
	{regexp.MustCompile(`default-src 'none'; script-src 'self'[^"\n]*`), servedPolicy},
	{regexp.MustCompile(`frame-ancestors 'self' https:[^"\n]*`), framedPolicy},
	{regexp.MustCompile(`script-src https://verifica\.example [^"\n]*`), siteSources},
	{regexp.MustCompile("trusted-types [^`\"\n]*"), siteTypes},
}

// hosting puts the policies into the text of HOSTING.md.
func hosting(text string) string {
	for _, s := range said {
		text = s.place.ReplaceAllLiteralString(text, s.policy)
	}
	return text
}

func writeHosting() error {
	path := filepath.Join(source, "HOSTING.md")
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, []byte(hosting(string(text))), 0o644)
}
