//go:build !(js && wasm)

package main

import (
	"fmt"
	"os"
)

// main of any other machine: this program is made for the browser, and the one for a terminal is verifier/pecverify.
func main() {
	fmt.Fprintln(os.Stderr, "wasm: build it with GOOS=js GOARCH=wasm, or with go run ./site/build; on the command line, run ./verifier/pecverify")
	os.Exit(2)
}
