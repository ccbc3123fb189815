//go:build js && wasm

// Command wasm is the bridge between the verifier and the page.
//
// It runs in a dedicated worker, puts one object, pecCore, on the worker's global scope and then waits.
// wasm.d.ts beside this file says what the worker may call. Nothing is decided here: bytes go to package
// verifier, its reports come back as JSON.
package main

import (
	"runtime"
	"runtime/debug"
	"syscall/js"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier"
)

func main() {
	keeper, given := keeperOf(js.Global().Get("pecLists").String())
	if inUse = newStore(keeper); given {
		inUse.Given()
	}
	core := map[string]any{"verify": js.FuncOf(verify), "maxFileBytes": verifier.DefaultMaxInput, "maxListBytes": trustlist.MaxBytes}
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

func verified(name string, of js.Value) ([]verifier.Report, error) {
	if isBlob(of) {
		if size := of.Get("size").Float(); size > verifier.DefaultMaxInput {
			return []verifier.Report{verifier.TooLarge(name, int(size), verifier.DefaultMaxInput)}, nil
		}
	}
	letGo()
	data, err := input(of)
	if err != nil {
		return nil, err
	}
	trust := inUse.Current()
	reports := check(name, data, verifier.Options{Trust: trust, Now: time.Now(), Keep: true})
	if len(reports) > 0 {
		keep(reports[0].File.SHA256, "", trust, reports)
	}
	return reports, nil
}

// input gives the bytes of a Uint8Array, or of a Blob piece by piece, up to the bound of what is verified.
func input(v js.Value) ([]byte, error) {
	switch {
	case isBytes(v):
		tune(v.Get("length").Int())
		return bytesFromJS(v), nil
	case !isBlob(v):
		return nil, &failure{codeArguments, "a Uint8Array or a Blob holds what to verify"}
	}
	if most := float64(verifier.DefaultMaxInput); v.Get("size").Float() > most {
		return nil, &failure{codeContent, "the file is too large"}
	}
	size := v.Get("size").Int()
	tune(size)
	data := make([]byte, size)
	if err := readBlob(data, v); err != nil {
		return nil, &failure{codeRead, err.Error()}
	}
	return data, nil
}

func isBlob(v js.Value) bool {
	return v.Type() == js.TypeObject && v.InstanceOf(js.Global().Get("Blob"))
}

// The collector's cost is the time between its runs: small files leave little behind, so that it need not run often;
// beside a large one it must, or there are several in memory.
const (
	largeInput = 4 << 20
	oftenGC    = 30
	seldomGC   = 800 // of a heap of some 4 MB
)

func tune(size int) {
	if size < largeInput {
		debug.SetGCPercent(seldomGC)
		return
	}
	debug.SetGCPercent(oftenGC)
	runtime.GC() // what the file before left
}

// check is what the bridge leads to; the faulty build wraps it.
var check = verifier.Verify

// verify(name, bytes) promises the JSON array of the reports of one file, and the same as pieces of a dossier.
func verify(_ js.Value, args []js.Value) any {
	return promise(func() (any, error) {
		if len(args) != 2 || args[0].Type() != js.TypeString {
			return nil, &failure{codeArguments, "verify takes a name and what to verify"}
		}
		reports, err := verified(args[0].String(), args[1])
		if err != nil {
			return nil, err
		}
		if reports == nil {
			reports = []verifier.Report{}
		}
		text, err := verifier.AppendJSON([]byte("["), reports, ",")
		own, blocks := packed(reports)
		return map[string]any{"reports": string(append(text, ']')), "pieces": own, "blocks": blocks}, err
	})
}
