//go:build js && wasm

package main

import (
	"crypto"
	"runtime"
	"syscall/js"
	"unsafe"

	"pecverifier/verifier/digest"
)

func init() { digest.Large = subtle }

// subtleNames are the digests that WebCrypto has.
var subtleNames = map[crypto.Hash]string{crypto.SHA1: "SHA-1", crypto.SHA256: "SHA-256", crypto.SHA384: "SHA-384", crypto.SHA512: "SHA-512"}

// subtle has the browser compute a digest, ten times faster than Go in WebAssembly. The worker's pecDigest reads the
// program's memory where it is: there is no copy but the browser's own. It is absent where the browser has no WebCrypto.
func subtle(h crypto.Hash, data []byte) ([]byte, bool) {
	name, known := subtleNames[h]
	compute := js.Global().Get("pecDigest")
	if !known || compute.Type() != js.TypeFunction || len(data) == 0 {
		return nil, false
	}
	sum, err := settled(compute.Invoke(name, uintptr(unsafe.Pointer(&data[0])), len(data)))
	runtime.KeepAlive(data)
	if err != nil {
		return nil, false
	}
	return bytesFromJS(js.Global().Get("Uint8Array").New(sum)), true
}

// settled waits for a promise. The goroutine that calls it must not be the one that JavaScript called.
func settled(promise js.Value) (value js.Value, err error) {
	type answer struct {
		value js.Value
		err   error
	}
	done := make(chan answer, 1)
	resolved := js.FuncOf(func(_ js.Value, args []js.Value) any { done <- answer{value: args[0]}; return nil })
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any { done <- answer{err: js.Error{Value: args[0]}}; return nil })
	defer resolved.Release()
	defer rejected.Release()
	promise.Call("then", resolved, rejected)
	a := <-done
	return a.value, a.err
}
