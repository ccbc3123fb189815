//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"
)

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
