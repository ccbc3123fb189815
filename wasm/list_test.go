//go:build js && wasm

package main

import (
	"encoding/json"
	"os"
	"strings"
	"syscall/js"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier/truststore"
)

func trustFile(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("../testdata/trust/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestRecord(t *testing.T) {
	data := js.Global().Get("Uint8Array").New(3)
	js.CopyBytesToJS(data, []byte("abc"))
	const sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	good := func() map[string]any {
		return map[string]any{"version": 1, "name": "x", "sha256": sum, "confirmed": "", "accepted": "2026-01-15T12:00:00Z", "data": data}
	}
	for _, c := range []struct {
		name   string
		key    any
		edit   func(map[string]any)
		reason string
	}{
		{"a record as it was kept", sum, func(map[string]any) {}, ""},
		{"another version", sum, func(r map[string]any) { r["version"] = 2 }, truststore.DroppedVersion},
		{"no version", sum, func(r map[string]any) { delete(r, "version") }, truststore.DroppedVersion},
		{"other bytes", sum, func(r map[string]any) { r["data"] = js.Global().Get("Uint8Array").New(3) }, truststore.DroppedDamaged},
		{"no bytes", sum, func(r map[string]any) { r["data"] = "abc" }, truststore.DroppedDamaged},
		{"too many bytes", sum, func(r map[string]any) { r["data"] = js.Global().Get("Uint8Array").New(truststore.MaxBytes + 1) }, truststore.DroppedDamaged},
		{"under another key", "x", func(map[string]any) {}, truststore.DroppedDamaged},
		{"under a key that is no text", 1, func(map[string]any) {}, truststore.DroppedDamaged},
		{"another sum", sum, func(r map[string]any) { r["sha256"] = strings.Repeat("0", 64) }, truststore.DroppedDamaged},
		{"no time", sum, func(r map[string]any) { r["accepted"] = "x" }, truststore.DroppedDamaged},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := good()
			c.edit(v)
			r, wrong := recordOf(js.ValueOf(c.key), js.ValueOf(v))
			switch {
			case c.reason == "" && (wrong != nil || string(r.Data) != "abc" || r.Name != "x"):
				t.Errorf("%v, %+v", wrong, r)
			case c.reason != "" && (wrong == nil || wrong.Reason != c.reason || wrong.Name != "x" || wrong.Detail == ""):
				t.Errorf("%+v", wrong)
			}
		})
	}
	for name, v := range map[string]js.Value{"text": js.ValueOf("x"), "nothing": js.Undefined(), "null": js.Null()} {
		if _, wrong := recordOf(js.ValueOf(sum), v); wrong == nil || wrong.Reason != truststore.DroppedDamaged {
			t.Errorf("%s is taken for a record", name)
		}
	}
}

// Where these tests run there is no IndexedDB: the functions work all the same and say so.
func TestListFunctions(t *testing.T) {
	t.Cleanup(func() { inUse = newStore(nil) })
	inUse = newStore(database{})
	call := func(name string, args ...any) (value, reason js.Value) {
		values := make([]js.Value, len(args))
		for i, a := range args {
			values[i] = js.ValueOf(a)
		}
		return settle(table[name].call(js.Undefined(), values).(js.Value))
	}
	bytesOf := func(data []byte) js.Value {
		v := js.Global().Get("Uint8Array").New(len(data))
		js.CopyBytesToJS(v, data)
		return v
	}
	ca := bytesOf(trustFile(t, "ca.pem"))
	value, _ := call("acceptList", "ca.pem", ca, "", "")
	var info truststore.Info
	if err := json.Unmarshal([]byte(value.String()), &info); err != nil || len(info.Parts) != 2 || info.Storage == "" {
		t.Fatalf("%v: %s", err, value)
	}
	value, _ = call("previewList", "i.ldif", bytesOf(trustFile(t, "index.ldif")), "")
	var p truststore.Preview
	if err := json.Unmarshal([]byte(value.String()), &p); err != nil || len(p.Changes.Added) != 3 || p.Kind != "ldif" {
		t.Fatalf("%v: %s", err, value)
	}
	value, _ = call("broughtLists")
	if one := value.Index(0); value.Length() != 1 || one.Get("name").String() != "ca.pem" || one.Get("bytes").Length() != ca.Length() {
		t.Errorf("brought: %s", js.Global().Get("JSON").Call("stringify", value))
	}
	value, _ = call("exportList")
	text := make([]byte, value.Length())
	js.CopyBytesToGo(text, value)
	if l, err := trustlist.Parse("", text); err != nil || len(l.Authorities) != 1+len(trustlist.Embedded().Authorities) {
		t.Errorf("what is exported cannot be read again: %v", err)
	}
	if value, _ = call("forgetLists", ""); !strings.Contains(value.String(), `"parts":[{`) || strings.Contains(value.String(), "ca.pem") {
		t.Errorf("forgotten: %s", value)
	}
	for name, args := range map[string][]any{
		"listInfo": {1}, "previewList": {"x", "y", ""}, "acceptList": {"x", ca, ""}, "restoreList": {"x", ca, "", "yesterday"}, "forgetLists": {1}, "agreeLists": {1}, "broughtLists": {1},
	} {
		if _, reason := call(name, args...); reason.IsUndefined() || reason.Get("code").String() != codeArguments {
			t.Errorf("%s takes anything", name)
		}
	}
}

func TestWhereListsComeFrom(t *testing.T) {
	for where, want := range map[string][2]bool{"kept": {true, false}, "given": {true, true}, "": {false, false}, "<undefined>": {false, false}} {
		if keeper, given := keeperOf(where); (keeper != nil) != want[0] || given != want[1] {
			t.Errorf("%q: %v, %t", where, keeper, given)
		}
	}
}
