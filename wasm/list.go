//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"strings"
	"syscall/js"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier"
)

// inUse is the list that judges.
var inUse = newLists(nil, time.Now)

// Where lists come from, as the worker says in pecLists before the program starts. Anything else: no list is kept or read.
const (
	listsKept  = "kept"  // from what the browser keeps
	listsGiven = "given" // from the page, which has them from another worker; they are kept there too
)

// from decides where lists come from, before anybody asks.
func (l *lists) from(where string) {
	if where == listsKept || where == listsGiven {
		l.keeper = database{}
	}
	if where == listsGiven {
		l.given()
	}
}

// The functions of the provider list; wasm.d.ts says what each takes and promises.
var listFunctions = map[string]func(js.Value, []js.Value) any{
	"listInfo":    onLists("", func(a []js.Value) error { inUse.current(); return nil }),
	"reloadLists": onLists("", func(a []js.Value) error { inUse.again(); return nil }),
	"acceptList": onLists("sbss", func(a []js.Value) error {
		return inUse.accept(a[0].String(), bytesOf(a[1]), a[2].String(), a[3].String())
	}),
	"restoreList": onLists("sbss", func(a []js.Value) error {
		accepted, err := time.Parse(time.RFC3339Nano, a[3].String())
		if err != nil {
			return &failure{codeArguments, err.Error()}
		}
		return inUse.restore(a[0].String(), bytesOf(a[1]), a[2].String(), accepted)
	}),
	"agreeLists":  onLists("s", func(a []js.Value) error { return inUse.agree(strings.Fields(a[0].String())...) }),
	"forgetLists": onLists("s", func(a []js.Value) error { return inUse.forget(a[0].String()) }),
	"previewList": listFunction("sbs", func(a []js.Value) (any, error) {
		b, err := inUse.preview(a[0].String(), bytesOf(a[1]), a[2].String())
		if err != nil {
			return nil, err
		}
		return written(previewOf(b))
	}),
	"broughtLists": listFunction("", func([]js.Value) (any, error) {
		return each(inUse.mine(), func(r record) any {
			return map[string]any{"name": r.Name, "bytes": bytesToJS(r.Data), "confirmed": r.Confirmed, "accepted": r.Accepted.Format(time.RFC3339Nano)}
		}), nil
	}),
	"exportList": listFunction("", func([]js.Value) (any, error) {
		text, err := inUse.current().Encode()
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
		return written(inUse.info())
	})
}

// listFunction holds the arguments against a shape: s is a string, b a Uint8Array.
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
		if kind == 's' && args[i].Type() != js.TypeString || kind == 'b' && !args[i].InstanceOf(js.Global().Get("Uint8Array")) {
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

// Codes of what can be wrong with a list; the page has a sentence for each.
const (
	codeTooLarge  = "too-large"
	codeFormat    = "format"    // nothing that can be a list
	codeVersion   = "version"   // a snapshot of another version of the program
	codeSignature = "signature" // of a signed list
	codeTwice     = "twice"     // a provider in an index
	codeCRLIssuer = "crl-issuer"
	codeCRLSigned = "crl-signature"
	codeList      = "list" // something else in it
	codeInUse     = "in-use"
	codeTooMany   = "too-many"
	codeChanged   = "changed" // not the file that was shown, or verified
	codeStorage   = "storage"
)

func coded(err error) error {
	var known *failure
	if err == nil || errors.As(err, &known) {
		return err
	}
	for _, c := range []struct {
		cause error
		code  string
	}{
		{trustlist.ErrTooLarge, codeTooLarge}, {trustlist.ErrFormat, codeFormat}, {trustlist.ErrVersion, codeVersion},
		{verifier.ErrListSignature, codeSignature}, {trustlist.ErrSigned, codeSignature}, {trustlist.ErrTwice, codeTwice},
		{trustlist.ErrIssuer, codeCRLIssuer}, {trustlist.ErrCRLSignature, codeCRLSigned},
	} {
		if errors.Is(err, c.cause) {
			return &failure{c.code, err.Error()}
		}
	}
	return &failure{codeList, err.Error()}
}
