// Command serve shows dist/ on this machine only: go run ./site/serve. PORT changes the port, 0 takes a free one.
package main

import (
	"fmt"
	"html"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, "serve:", err)
		os.Exit(1)
	}
}

func serve() error {
	folder := "dist"
	if len(os.Args) > 1 {
		folder = os.Args[1]
	}
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	handler, err := handler(folder)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return fmt.Errorf("%w (PORT=number chooses another port)", err)
	}
	fmt.Printf("http://%s\n", listener.Addr())
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}

var metaPolicy = regexp.MustCompile(`http-equiv="Content-Security-Policy"\s+content="([^"]+)"`)

// handler sends the policy of each page as a header too, and with other files that of index.html: the service worker obeys
// the one that comes with its script. Only the page that is made for it may be framed.
func handler(folder string) (http.Handler, error) {
	pages, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil {
		return nil, err
	}
	policies := map[string]string{}
	for _, page := range pages {
		if policies["/"+filepath.Base(page)], err = policy(page); err != nil {
			return nil, err
		}
	}
	usual, ok := policies["/index.html"]
	if !ok {
		return nil, fmt.Errorf("no page to serve in %s, build it first", folder)
	}
	files := http.FileServer(http.Dir(folder))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		policy, ok := policies[r.URL.Path]
		if !ok {
			policy = usual
		}
		if r.URL.Path != "/embed.html" {
			policy += "; frame-ancestors 'none'"
		}
		header := w.Header()
		header.Set("Content-Security-Policy", policy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-cache")
		if kind, ok := types[filepath.Ext(r.URL.Path)]; ok {
			header.Set("Content-Type", kind)
		}
		files.ServeHTTP(w, r)
	}), nil
}

func policy(page string) (string, error) {
	text, err := os.ReadFile(page)
	if err != nil {
		return "", err
	}
	match := metaPolicy.FindSubmatch(text)
	if match == nil {
		return "", fmt.Errorf("%s states no Content-Security-Policy", page)
	}
	return html.UnescapeString(string(match[1])), nil
}

// types does not leave it to the machine: WASM streams only as application/wasm.
var types = map[string]string{
	".css":   "text/css; charset=utf-8",
	".html":  "text/html; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".json":  "application/json",
	".svg":   "image/svg+xml",
	".wasm":  "application/wasm",
	".woff2": "font/woff2",

	".webmanifest": "application/manifest+json",
}
