package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// inlined are the packages whose functions the compiler may put into their callers, and into which it may put others.
// Everywhere else a call is shorter than a copy, by 0.2 MB compressed; with copies everywhere a small receipt takes nine
// tenths of the time. The runtime is what pays most: 40 KB for an eighth of the time.
var inlined = []string{
	"crypto/internal/fips140/bigmod", "crypto/internal/fips140/sha256", "crypto/internal/fips140deps/byteorder", "crypto/sha1",
	"encoding/base64", "internal/byteorder", "math/bits",
	"bytes", "internal/abi", "internal/bytealg", "internal/stringslite", "slices", "strings", "sync", "sync/atomic", "unicode/utf8",
	"runtime", "internal/runtime/atomic", "internal/runtime/maps", "internal/runtime/sys",
}

// takeCore reads a core that is compiled already, or compiles it.
func takeCore(tags, compiled string) ([]byte, error) {
	if compiled != "" {
		return os.ReadFile(compiled)
	}
	return compileCore(tags)
}

// compileCore builds the verifier for the browser. Nothing of the machine or the day gets into it.
func compileCore(tags string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "pec-core")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	target := filepath.Join(folder, "core.wasm")
	arguments := []string{"build", "-trimpath", "-buildvcs=false", "-tags=" + tags, "-ldflags=-s -w -buildid=", "-o", target, "-gcflags=all=-l"}
	for _, p := range inlined {
		arguments = append(arguments, "-gcflags="+p+"=")
	}
	command := exec.Command("go", append(arguments, "./wasm")...)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("compile the core: %w", err)
	}
	module, err := os.ReadFile(target)
	if err != nil {
		return nil, err
	}
	return mergeSegments(module, func(image []byte) {
		if err := withoutNames(image); err != nil {
			fmt.Fprintln(os.Stderr, "the core keeps names and lines that nobody reads:", err)
		}
	})
}

// loader is the path of wasm_exec.js, which must be of the toolchain that compiled the core.
func loader() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"), nil
}
