//go:build js

package charset

import "syscall/js"

// decoders are the platform's, by their names here; Undefined where it does not have one. Their tables are not carried along:
// they would make the core a tenth larger.
var decoders = map[string]js.Value{}

func other(name string, raw []byte) (text string, ok bool) {
	decoder, made := decoders[name]
	if !made {
		decoder = newDecoder(name)
		decoders[name] = decoder
	}
	if decoder.IsUndefined() {
		return "", false
	}
	bytes := js.Global().Get("Uint8Array").New(len(raw))
	js.CopyBytesToJS(bytes, raw)
	return decoder.Call("decode", bytes).String(), true
}

func newDecoder(name string) (decoder js.Value) {
	defer func() {
		if recover() != nil { // it throws where it does not know the name
			decoder = js.Undefined()
		}
	}()
	return js.Global().Get("TextDecoder").New(name, map[string]any{"ignoreBOM": true})
}
