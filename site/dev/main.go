// Command dev shows the page and builds it anew whenever a source changes; open pages load again by themselves.
//
// Run it at the root of the repository: go run ./site/dev. PORT changes the port. The core is compiled only when Go changed.
package main

import (
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	dist  = "dist"
	pause = 300 * time.Millisecond // between two looks at the sources
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "dev:", err)
		os.Exit(1)
	}
}

func run() error {
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return fmt.Errorf("%w (PORT=number chooses another port)", err)
	}
	seen := look()
	build(true)
	reload := &signal{}
	go func() {
		for ; ; time.Sleep(pause) {
			now := look()
			if now == seen {
				continue
			}
			build(now.core != seen.core)
			seen = now
			reload.send()
		}
	}()
	fmt.Printf("http://%s\n", listener.Addr())
	server := &http.Server{Handler: handler(reload), ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}

// build tells of a fault and leaves dist/ as it is: the next change may mend it.
func build(core bool) {
	arguments := []string{"run", "./site/build"}
	if kept, _ := filepath.Glob(filepath.Join(dist, "assets", "pec-core-*.wasm")); !core && len(kept) == 1 {
		arguments = append(arguments, "-core", kept[0])
	}
	command := exec.Command("go", arguments...)
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	start := time.Now()
	if command.Run() == nil {
		fmt.Printf("built in %s\n", time.Since(start).Round(time.Millisecond))
	}
}

// state is when the sources last changed; two that are equal need no build.
type state struct{ core, page time.Time }

func look() (s state) {
	newer := func(t *time.Time, entry fs.DirEntry) {
		if info, err := entry.Info(); err == nil && info.ModTime().After(*t) {
			*t = info.ModTime()
		}
	}
	for _, root := range []string{"site", "wasm", "verifier", "trustlist"} {
		filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
			case entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == ".cache" || entry.Name() == "test-results" || entry.Name() == "testdata"):
				return filepath.SkipDir
			case entry.IsDir():
				newer(&s.page, entry) // a file came or went
			case strings.HasSuffix(path, "_test.go"):
			case root != "site":
				newer(&s.core, entry)
			default:
				newer(&s.page, entry)
			}
			return nil
		})
	}
	return s
}

// signal reaches every page that is open.
type signal struct {
	sync.Mutex
	waiting []chan struct{}
}

func (s *signal) send() {
	s.Lock()
	defer s.Unlock()
	for _, w := range s.waiting {
		close(w)
	}
	s.waiting = nil
}

func (s *signal) wait() chan struct{} {
	s.Lock()
	defer s.Unlock()
	w := make(chan struct{})
	s.waiting = append(s.waiting, w)
	return w
}

const script = `new EventSource("/dev/events").onmessage = () => location.reload();`

// handler serves dist/ with a script in index.html that waits for the next build. There is no service worker: it would
// go on showing what it keeps.
func handler(reload *signal) http.Handler {
	files := http.FileServer(http.Dir(dist))
	mux := http.NewServeMux()
	mux.HandleFunc("/dev/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush()
		select {
		case <-reload.wait():
			fmt.Fprint(w, "data: built\n\n")
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("/dev/reload.js", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/javascript; charset=utf-8")
		fmt.Fprint(w, script)
	})
	mux.HandleFunc("/sw.js", http.NotFound)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		if r.URL.Path != "/" {
			files.ServeHTTP(w, r)
			return
		}
		page, err := os.ReadFile(filepath.Join(dist, "index.html"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, strings.Replace(string(page), "</head>", `<script src="/dev/reload.js" defer></script></head>`, 1))
	})
	return mux
}
