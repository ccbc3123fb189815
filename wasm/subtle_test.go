//go:build js && wasm

package main

import (
	"bytes"
	"crypto"
	_ "crypto/sha1"
	_ "crypto/sha256"
	_ "crypto/sha512"
	"syscall/js"
	"testing"

	"pecverifier/verifier/digest"
)

// The worker lends the digest of the browser; here it is that of Node, over the same memory.
func TestSubtle(t *testing.T) {
	data := bytes.Repeat([]byte("certificato"), 10_000)
	if _, ok := subtle(crypto.SHA256, data); ok {
		t.Error("a digest came from nowhere")
	}
	asked := 0
	lend := js.FuncOf(func(_ js.Value, args []js.Value) any {
		asked++
		view := js.Global().Get("Uint8Array").New(len(data)) // Node's runner keeps its memory to itself
		js.CopyBytesToJS(view, data)
		if args[1].Int() == 0 || args[2].Int() != len(data) {
			t.Errorf("asked for %s", args[2])
		}
		return js.Global().Get("crypto").Get("subtle").Call("digest", args[0], view)
	})
	defer lend.Release()
	js.Global().Set("pecDigest", lend)
	defer js.Global().Delete("pecDigest")
	for h := range subtleNames {
		state := h.New()
		state.Write(data)
		if sum, ok := subtle(h, data); !ok || !bytes.Equal(sum, state.Sum(nil)) {
			t.Errorf("%s: %x", h, sum)
		}
	}
	if digest.SHA256(data); asked != len(subtleNames)+1 {
		t.Errorf("asked %d times", asked)
	}
	if _, ok := subtle(crypto.MD5, data); ok {
		t.Error("MD5 is not WebCrypto's")
	}
	refuse := js.FuncOf(func(js.Value, []js.Value) any { return js.Global().Get("Promise").Call("reject", js.ValueOf("no")) })
	defer refuse.Release()
	js.Global().Set("pecDigest", refuse)
	if _, ok := subtle(crypto.SHA256, data); ok {
		t.Error("a refusal is taken for a digest")
	}
}
