//go:build js && wasm

package main

import (
	"errors"
	"runtime"
	"runtime/debug"
	"syscall/js"

	"pecverifier/verifier"
)

func isBytes(v js.Value) bool {
	return v.Type() == js.TypeObject && v.InstanceOf(js.Global().Get("Uint8Array"))
}

func isBlob(v js.Value) bool {
	return v.Type() == js.TypeObject && v.InstanceOf(js.Global().Get("Blob"))
}

func bytesFromJS(v js.Value) []byte {
	data := make([]byte, v.Get("length").Int())
	js.CopyBytesToGo(data, v)
	return data
}

func bytesToJS(data []byte) js.Value {
	v := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(v, data)
	return v
}

// input gives the bytes of a Uint8Array, or of a Blob piece by piece, up to the bound of what is verified.
func input(v js.Value) ([]byte, error) {
	if isBytes(v) {
		tune(v.Get("length").Int())
		return bytesFromJS(v), nil
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

// pieceBytes is how much of a large file is in the memory of the page at once.
const pieceBytes = 1 << 20

var errShort = errors.New("the file is shorter than it was")

// readBlob fills data, which is as large as the blob. Where the browser can, it fills one piece of memory over and over:
// memory that is new each time costs more than what is read into it.
func readBlob(data []byte, blob js.Value) error {
	reader, ok := byteReader(blob)
	if !ok {
		return readSlices(data, blob)
	}
	defer reader.Call("cancel")
	for piece := js.Global().Get("ArrayBuffer").New(pieceBytes); len(data) > 0; {
		read, err := settled(reader.Call("read", js.Global().Get("Uint8Array").New(piece)))
		if err != nil {
			return err
		}
		if read.Get("done").Bool() {
			return errShort
		}
		view := read.Get("value")
		data = data[js.CopyBytesToGo(data, view):]
		piece = view.Get("buffer") // the one that was given is gone
	}
	return nil
}

// byteReader is absent where the browser's blobs cannot be read into memory of the caller's.
func byteReader(blob js.Value) (reader js.Value, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	return blob.Call("stream").Call("getReader", map[string]any{"mode": "byob"}), true
}

func readSlices(data []byte, blob js.Value) error {
	for at := 0; at < len(data); at += pieceBytes {
		end := min(at+pieceBytes, len(data))
		piece, err := settled(blob.Call("slice", at, end).Call("arrayBuffer"))
		if err != nil {
			return err
		}
		if n := js.CopyBytesToGo(data[at:end], js.Global().Get("Uint8Array").New(piece)); n != end-at {
			return errShort
		}
	}
	return nil
}
