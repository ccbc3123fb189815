//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"strings"
	"syscall/js"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/truststore"
)

// inUse is the list that judges.
var inUse = newStore(nil)

func newStore(keeper truststore.Keeper) *truststore.Store {
	return truststore.New(truststore.Options{From: trustlist.FromPerson, Keeper: keeper, Most: truststore.MaxLists})
}

// Where lists come from, as the worker says in pecLists before the program starts. Anything else: no list is kept or read.
const (
	listsKept  = "kept"  // from what the browser keeps
	listsGiven = "given" // from the page, which has them from another worker; they are kept there too
)

// keeperOf decides where lists come from, before anybody asks; given: from the page alone.
func keeperOf(where string) (keeper truststore.Keeper, given bool) {
	if where == listsKept || where == listsGiven {
		return database{}, where == listsGiven
	}
	return nil, false
}

// The functions of the provider list; wasm.d.ts says what each takes and promises.
var listFunctions = map[string]func(js.Value, []js.Value) any{
	"listInfo":    onLists("", func(a []js.Value) error { inUse.Current(); return nil }),
	"reloadLists": onLists("", func(a []js.Value) error { inUse.Again(); return nil }),
	"acceptList": onLists("sbss", func(a []js.Value) error {
		return inUse.Accept(a[0].String(), bytesOf(a[1]), a[2].String(), a[3].String())
	}),
	"acceptPreviewed": listFunction("ss", func(a []js.Value) (any, error) {
		known, err := inUse.AcceptPreviewed(a[0].String(), a[1].String())
		if err != nil || !known {
			return "", err
		}
		return written(inUse.Info())
	}),
	"restoreList": onLists("sbss", func(a []js.Value) error {
		accepted, err := time.Parse(time.RFC3339Nano, a[3].String())
		if err != nil {
			return &failure{codeArguments, err.Error()}
		}
		return inUse.Restore(a[0].String(), bytesOf(a[1]), a[2].String(), accepted)
	}),
	"hostList":    onLists("sbo", func(a []js.Value) error { return inUse.Host(a[0].String(), bytesOf(a[1]), a[2].Bool()) }),
	"agreeLists":  onLists("s", func(a []js.Value) error { return inUse.Agree(strings.Fields(a[0].String())...) }),
	"forgetLists": onLists("s", func(a []js.Value) error { return inUse.Forget(a[0].String()) }),
	"previewList": listFunction("sbs", func(a []js.Value) (any, error) {
		b, err := inUse.Preview(a[0].String(), bytesOf(a[1]), a[2].String())
		if err != nil {
			return nil, err
		}
		return written(b.Preview())
	}),
	"broughtLists": listFunction("", func([]js.Value) (any, error) {
		return each(inUse.Mine(), func(r truststore.Record) any {
			return map[string]any{"name": r.Name, "bytes": bytesToJS(r.Data), "confirmed": r.Confirmed, "accepted": r.Accepted.Format(time.RFC3339Nano)}
		}), nil
	}),
	"exportList": listFunction("", func([]js.Value) (any, error) {
		text, err := inUse.Current().Encode()
		if err != nil {
			return nil, err
		}
		return bytesToJS(text), nil
	}),
}

// onLists is a function after which the list in use is told.
func onLists(shape string, do func([]js.Value) error) func(js.Value, []js.Value) any {
	return listFunction(shape, func(args []js.Value) (any, error) {
		if err := do(args); err != nil {
			return nil, err
		}
		return written(inUse.Info())
	})
}

// listFunction holds the arguments against a shape: s is a string, b a Uint8Array, o a Boolean.
func listFunction(shape string, do func([]js.Value) (any, error)) func(js.Value, []js.Value) any {
	return func(_ js.Value, args []js.Value) any {
		return promise(func() (any, error) {
			if !shaped(args, shape) {
				return nil, &failure{codeArguments, "wrong arguments"}
			}
			value, err := do(args)
			return value, coded(err)
		})
	}
}

func shaped(args []js.Value, shape string) bool {
	if len(args) != len(shape) {
		return false
	}
	for i, kind := range shape {
		if kind == 's' && args[i].Type() != js.TypeString || kind == 'b' && !args[i].InstanceOf(js.Global().Get("Uint8Array")) ||
			kind == 'o' && args[i].Type() != js.TypeBoolean {
			return false
		}
	}
	return true
}

func bytesOf(v js.Value) []byte {
	data := make([]byte, v.Get("length").Int())
	js.CopyBytesToGo(data, v)
	return data
}

func written(v any) (any, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// coded gives an error of a list the word that the page has a sentence for.
func coded(err error) error {
	var known *failure
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &failure{truststore.Code(err), err.Error()}
}

func each[From, To any](list []From, to func(From) To) []To {
	out := make([]To, len(list))
	for i, v := range list {
		out[i] = to(v)
	}
	return out
}
