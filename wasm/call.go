//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"syscall/js"
)

// Codes of a rejected promise; wasm.d.ts mirrors them.
const (
	codeChanged   = "changed"   // not the bytes that were verified
	codeArguments = "arguments" // the caller gave something else than what the function takes
	codeRead      = "read"      // the browser could not read the file
	codeContent   = "content"   // there is no such content, or none that may be shown
	codePanic     = "panic"     // a fault in the program, met while working on this input
	codeInternal  = "internal"  // any other error
)

type failure struct{ code, message string }

func (f *failure) Error() string { return f.message }

// function is one row of the table: it is called with arguments of its shape alone.
type function struct {
	shape string
	do    func([]js.Value) (any, error)
}

func (f function) call(_ js.Value, args []js.Value) any {
	return promise(func() (any, error) {
		if !shaped(args, f.shape) {
			return nil, &failure{codeArguments, "wrong arguments"}
		}
		return f.do(args)
	})
}

// shaped holds arguments against a shape: s is a string, b a Uint8Array, f a file (a Uint8Array or a Blob), n a number, o a Boolean, a an array.
func shaped(args []js.Value, shape string) bool {
	if len(args) != len(shape) {
		return false
	}
	for i, kind := range shape {
		v, fits := args[i], false
		switch kind {
		case 's':
			fits = v.Type() == js.TypeString
		case 'b':
			fits = isBytes(v)
		case 'f':
			fits = isBytes(v) || isBlob(v)
		case 'n':
			fits = v.Type() == js.TypeNumber
		case 'a':
			fits = v.Type() == js.TypeObject && v.InstanceOf(js.Global().Get("Array"))
		case 'o':
			fits = v.Type() == js.TypeBoolean
		}
		if !fits {
			return false
		}
	}
	return true
}

func written(v any) (any, error) {
	text, err := json.Marshal(v)
	return string(text), err
}

// promise runs work on its own goroutine, so that work may wait for the browser, and settles a JavaScript
// promise with what it gives. A panic rejects the promise, and the next call works.
func promise(work func() (any, error)) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, settle []js.Value) any {
		resolve, reject := settle[0], settle[1]
		go func() {
			defer executor.Release()
			value, err := guarded(work)
			if err != nil {
				reject.Invoke(rejection(err))
				return
			}
			resolve.Invoke(value)
		}()
		return nil
	})
	return js.Global().Get("Promise").New(executor)
}

func guarded(work func() (any, error)) (value any, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			value, err = nil, &failure{codePanic, fmt.Sprint(cause)}
		}
	}()
	return work()
}

// rejection is an Error of JavaScript with a code beside the message.
func rejection(err error) js.Value {
	code := codeInternal
	var known *failure
	if errors.As(err, &known) {
		code = known.code
	}
	value := js.Global().Get("Error").New(err.Error())
	value.Set("code", code)
	return value
}
