//go:build js && wasm && faulty

package main

import (
	"os"

	"pecverifier/verifier"
)

// Only in the build that the page's tests serve in place of the real one (tag faulty): files that make the core fail.
func init() {
	real := check
	check = func(name string, data []byte, o verifier.Options) []verifier.Report {
		switch name {
		case "panic.eml":
			panic("a planted fault")
		case "exit.eml":
			os.Exit(2)
		case "memory.eml":
			hold := [][]byte{}
			for {
				block := make([]byte, 256<<20)
				for i := 0; i < len(block); i += 4096 {
					block[i] = 1
				}
				hold = append(hold, block)
			}
		}
		return real(name, data, o)
	}
}
