//go:build js && wasm

package main

import (
	"errors"
	"fmt"
	"syscall/js"
)

// Codes of a rejected promise; wasm.d.ts mirrors them.
const (
	codeChanged   = "changed"   // not the bytes that were verified
	codeArguments = "arguments" // the caller gave something else than what the function takes
	codeRead      = "read"      // the browser could not read the file
	codePanic     = "panic"     // a fault in the program, met while working on this input
	codeInternal  = "internal"  // any other error
)

type failure struct{ code, message string }

func (f *failure) Error() string { return f.message }

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
