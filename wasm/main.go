//go:build js && wasm

// Command wasm is the bridge between the verifier and the page.
//
// It runs in a dedicated worker, puts one object, pecCore, on the worker's global scope and then waits.
// wasm.d.ts beside this file says what the worker may call. Nothing is decided here: bytes go to package
// verifier, its reports come back as JSON.
package main

import (
	"encoding/json"
	"syscall/js"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier"
)

func main() {
	core := map[string]any{"verify": js.FuncOf(verify), "maxListBytes": trustlist.MaxBytes}
	for name, f := range listFunctions {
		core[name] = js.FuncOf(f)
	}
	for name, f := range contentFunctions {
		core[name] = js.FuncOf(f)
	}
	for name, f := range dossierFunctions {
		core[name] = js.FuncOf(f)
	}
	js.Global().Set("pecCore", js.ValueOf(core))
	select {}
}

// check is what the bridge leads to; the faulty build wraps it.
var check = verifier.Verify

// verify(name, bytes) promises the JSON array of the reports of one file, and the same as pieces of a dossier.
func verify(_ js.Value, args []js.Value) any {
	return promise(func() (any, error) {
		if len(args) != 2 || args[0].Type() != js.TypeString || !args[1].InstanceOf(js.Global().Get("Uint8Array")) {
			return nil, &failure{codeArguments, "verify takes a name and a Uint8Array"}
		}
		data := make([]byte, args[1].Get("length").Int())
		js.CopyBytesToGo(data, args[1])
		reports := check(args[0].String(), data, verifier.Options{Trust: inUse.current(), Now: time.Now()})
		if reports == nil {
			reports = []verifier.Report{}
		}
		text, err := json.Marshal(reports)
		return map[string]any{"reports": string(text), "pieces": bytesToJS(packed(reports))}, err
	})
}
