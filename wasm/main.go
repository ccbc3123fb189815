//go:build js && wasm

// Command wasm is the bridge between the verifier and the page.
//
// It runs in a dedicated worker, puts one object, pecCore, on the worker's global scope and then waits.
// wasm.d.ts beside this file says what the worker may call. Nothing is decided here: bytes go to package
// verifier, its reports come back as JSON.
package main

import (
	"syscall/js"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/truststore"
)

// table is all that the worker may call: the shape of the arguments (shaped) and what is promised. Bytes cross as Uint8Array, structures as
// the text of their JSON.
var table = map[string]function{
	"verify": {"sf", verify},

	"openContent": {"sfsss", openContent},
	"attachment":  {"sfsssn", attachment},
	"daticert":    {"sfss", daticertBytes},
	"brief":       {"f", brief},

	"signatures": {"sfssba", signatures},
	"signedFile": {"ssnnn", signedFile},

	"dossier": {"bss", joined},
	"sent":    {"sbbs", sent},

	"listInfo":        {"", listInfo},
	"reloadLists":     {"", reloadLists},
	"previewList":     {"sbs", previewList},
	"acceptList":      {"sbss", acceptList},
	"acceptPreviewed": {"ss", acceptPreviewed},
	"restoreList":     {"sbss", restoreList},
	"hostList":        {"sbo", hostList},
	"onlyList":        {"sb", onlyList},
	"agreeLists":      {"s", agreeLists},
	"forgetLists":     {"s", forgetLists},
	"broughtLists":    {"", broughtLists},
	"exportList":      {"", exportList},
}

func main() {
	keeper, given := keeperOf(js.Global().Get("pecLists").String())
	if inUse = newStore(keeper); given {
		inUse.Given()
	}
	core := map[string]any{"maxFileBytes": verifier.DefaultMaxInput, "maxListBytes": truststore.MaxBytes}
	for name, f := range table {
		core[name] = js.FuncOf(f.call)
	}
	js.Global().Set("pecCore", js.ValueOf(core))
	select {}
}

// check is what the bridge leads to; the faulty build wraps it.
var check = verifier.Verify

// verify(name, bytes) promises the JSON array of the reports of one file, and the same as pieces of a dossier.
func verify(args []js.Value) (any, error) {
	reports, err := verified(args[0].String(), args[1])
	if err != nil {
		return nil, err
	}
	text, err := verifier.AppendJSON([]byte("["), reports, ",")
	own, blocks := packed(reports)
	return map[string]any{"reports": string(append(text, ']')), "pieces": own, "blocks": blocks}, err
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
