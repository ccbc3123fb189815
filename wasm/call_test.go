//go:build js && wasm

package main

import (
	"errors"
	"fmt"
	"strings"
	"syscall/js"
	"testing"
)

// settle waits for a promise and says how it ended.
func settle(promise js.Value) (value, reason js.Value) {
	done := make(chan struct{})
	then := js.FuncOf(func(_ js.Value, args []js.Value) any { value = args[0]; close(done); return nil })
	catch := js.FuncOf(func(_ js.Value, args []js.Value) any { reason = args[0]; close(done); return nil })
	defer then.Release()
	defer catch.Release()
	promise.Call("then", then, catch)
	<-done
	return value, reason
}

func TestPromise(t *testing.T) {
	var nothing map[string]int
	for _, c := range []struct {
		name          string
		work          func() (any, error)
		code, message string
	}{
		{"a panic rejects with its cause", func() (any, error) { panic("cause") }, codePanic, "cause"},
		{"a runtime error rejects too", func() (any, error) { nothing["x"] = 1; return nil, nil }, codePanic, "assignment to entry in nil map"},
		{"an error keeps its code", func() (any, error) { return nil, &failure{codeArguments, "wrong"} }, codeArguments, "wrong"},
		{"any other error is internal", func() (any, error) { return nil, errors.New("other") }, codeInternal, "other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, reason := settle(promise(c.work))
			if !reason.InstanceOf(js.Global().Get("Error")) {
				t.Fatalf("rejected with %v, not with an Error", reason)
			}
			if code, message := reason.Get("code").String(), reason.Get("message").String(); code != c.code || message != c.message {
				t.Errorf("rejected with %q, %q", code, message)
			}
			if value, _ := settle(promise(func() (any, error) { return "next", nil })); value.String() != "next" {
				t.Error("the next call does not work")
			}
		})
	}
}

func TestVerify(t *testing.T) {
	bytes := js.Global().Get("Uint8Array").New(0)
	value, _ := settle(table["verify"].call(js.Undefined(), []js.Value{js.ValueOf("x.eml"), bytes}).(js.Value))
	reports := js.Global().Get("JSON").Call("parse", value.Get("reports"))
	if n := reports.Length(); n != 1 || reports.Index(0).Get("indication").String() != "NO-EVIDENCE" {
		t.Errorf("an empty file gives %d reports: %s", n, value.Get("reports"))
	}
	made := func(script string) js.Value { return js.Global().Get("Function").New("return " + script).Invoke() }
	of := func(content js.Value) (js.Value, js.Value) {
		return settle(table["verify"].call(js.Undefined(), []js.Value{js.ValueOf("x.eml"), content}).(js.Value))
	}
	large := `new Uint8Array(9 << 20).fill(65)`
	whole, _ := of(made(large))
	pieces, _ := of(made(`new Blob([` + large + `])`))
	if !whole.Get("reports").Equal(pieces.Get("reports")) {
		t.Errorf("in pieces %s, whole %s", pieces.Get("reports"), whole.Get("reports"))
	}
	// Streams of bytes in pieces of any size, as browsers give them for a file.
	streamed := func(content string, size int) js.Value {
		return made(fmt.Sprintf(`Object.create(Blob.prototype, {size: {value: %d}, stream: {value: () => {
			let rest = %s;
			return new ReadableStream({type: "bytes", pull(to) {
				if (rest.length === 0) { to.close(); to.byobRequest?.respond(0); return; }
				to.enqueue(rest.slice(0, 999999));
				rest = rest.subarray(999999);
			}});
		}}})`, size, content))
	}
	stream, _ := of(streamed(large, 9<<20))
	if !whole.Get("reports").Equal(stream.Get("reports")) {
		t.Errorf("streamed %s, whole %s", stream.Get("reports"), whole.Get("reports"))
	}
	if _, reason := of(streamed(large, 9<<20+1)); reason.IsUndefined() || reason.Get("code").String() != codeRead {
		t.Error("a stream that ends early is not refused")
	}
	huge, _ := of(made(`Object.create(Blob.prototype, {size: {value: 3e9}})`))
	if told := huge.Get("reports").String(); !strings.Contains(told, `"size":3000000000`) || !strings.Contains(told, `"error":"more than`) {
		t.Errorf("a huge file: %s", told)
	}
	for what, slice := range map[string]string{"gone": `Promise.reject(new Error("gone"))`, "shorter": `Promise.resolve(new ArrayBuffer(1))`} {
		_, reason := of(made(`Object.create(Blob.prototype, {size: {value: 9}, slice: {value: () => ({arrayBuffer: () => ` + slice + `})}})`))
		if reason.IsUndefined() || reason.Get("code").String() != codeRead {
			t.Errorf("a file that is %s is not refused", what)
		}
	}
	for name, args := range map[string][]js.Value{
		"nothing":      nil,
		"no bytes":     {js.ValueOf("x.eml")},
		"another type": {js.ValueOf("x.eml"), js.ValueOf("bytes")},
	} {
		_, reason := settle(table["verify"].call(js.Undefined(), args).(js.Value))
		if reason.IsUndefined() || reason.Get("code").String() != codeArguments {
			t.Errorf("%s is not refused", name)
		}
	}
}
