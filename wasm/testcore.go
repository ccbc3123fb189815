//go:build js && wasm && testcore

package main

import (
	"os"
	"strings"

	"pecverifier/trustlist"
	"pecverifier/verifier"
)

// Only in the build that the page's tests serve in place of the real one (tag testcore). A .pem file that is dropped
// joins the trust list, and files of certain names make the core fail.
func init() {
	real := check
	var extra *trustlist.List
	check = func(name string, data []byte, o verifier.Options) []verifier.Report {
		switch name {
		case "panic.eml":
			panic("a planted fault")
		case "exit.eml":
			os.Exit(2)
		case "memory.eml":
			exhaust()
		}
		if strings.HasSuffix(name, ".pem") {
			if brought, err := trustlist.Parse(name, data); err == nil {
				extra = trustlist.Combine(extra, brought)
			}
		}
		if extra != nil {
			o.Trust = trustlist.Combine(o.Trust, extra)
		}
		return real(name, data, o)
	}
}

// exhaust asks for memory until the browser gives no more.
func exhaust() {
	var held [][]byte
	for {
		held = append(held, make([]byte, 256<<20))
	}
}
