package main

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

const framed = `<meta http-equiv="Content-Security-Policy" content="default-src 'self'">`

const page = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'">`

func TestHandler(t *testing.T) {
	h, err := handler(folder(t, map[string]string{"index.html": page, "core.wasm": "\x00asm", "page.js": "", "font.woff2": "", "embed.html": framed}))
	if err != nil {
		t.Fatal(err)
	}
	for path, kind := range map[string]string{
		"/":           "text/html; charset=utf-8",
		"/core.wasm":  "application/wasm",
		"/page.js":    "text/javascript; charset=utf-8",
		"/font.woff2": "font/woff2",
	} {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		if got := answer.Header().Get("Content-Type"); got != kind {
			t.Errorf("%s is sent as %q", path, got)
		}
		if got := answer.Header().Get("Content-Security-Policy"); !strings.HasPrefix(got, "default-src 'none'; script-src 'self'") {
			t.Errorf("%s is sent with the policy %q", path, got)
		}
	}
}

func TestHandlerOfPagesWithTheirOwnPolicy(t *testing.T) {
	h, err := handler(folder(t, map[string]string{"index.html": page, "embed.html": framed}))
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/":           "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
		"/sw.js":      "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
		"/embed.html": "default-src 'self'",
	} {
		answer := httptest.NewRecorder()
		h.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		if got := answer.Header().Get("Content-Security-Policy"); got != want {
			t.Errorf("%s is sent with the policy %q, want %q", path, got, want)
		}
	}
}

func TestHandlerRefusesPageWithoutPolicy(t *testing.T) {
	if _, err := handler(folder(t, map[string]string{"index.html": "<p>"})); err == nil {
		t.Error("a page without a policy is served")
	}
	if _, err := handler(t.TempDir()); err == nil {
		t.Error("a folder without a page is served")
	}
}
