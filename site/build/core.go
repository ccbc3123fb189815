package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// compileCore builds the verifier for the browser. Nothing of the machine or the day gets into it.
func compileCore(tags string) ([]byte, error) {
	folder, err := os.MkdirTemp("", "pec-core")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	target := filepath.Join(folder, "core.wasm")
	command := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-tags="+tags, "-ldflags=-s -w -buildid=", "-o", target, "./wasm")
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return nil, fmt.Errorf("compile the core: %w", err)
	}
	return os.ReadFile(target)
}

// loader is the path of wasm_exec.js, which must be of the toolchain that compiled the core.
func loader() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"), nil
}
