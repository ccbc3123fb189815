//go:build js && wasm

package main

import (
	"os"
	"strconv"
	"strings"
	"syscall/js"
	"testing"

	"pecverifier/verifier"
	"pecverifier/verifier/digest"
)

func TestContent(t *testing.T) {
	receipt, err := os.ReadFile("../testdata/kinds/posta-certificata-allegati.eml")
	if err != nil {
		t.Fatal(err)
	}
	name, data, sum, part := js.ValueOf("x.eml"), bytesToJS(receipt), js.ValueOf(digest.SHA256(receipt)), js.ValueOf("")
	parse := func(text js.Value) js.Value { return js.Global().Get("JSON").Call("parse", text) }
	call := func(f string, args ...js.Value) (js.Value, js.Value) {
		return settle(table[f].call(js.Undefined(), args).(js.Value))
	}

	text, reason := call("openContent", name, data, sum, part, js.ValueOf(""))
	if !reason.IsUndefined() {
		t.Fatal(reason.Get("message"))
	}
	message := parse(text)
	if message.Get("bodies").Length() == 0 || !message.Get("daticert").Bool() {
		t.Errorf("%s", text)
	}
	nested := -1
	for i := range message.Get("attachments").Length() {
		a := message.Get("attachments").Index(i)
		raw, _ := call("attachment", name, data, sum, part, js.ValueOf(""), js.ValueOf(i))
		if raw.IsUndefined() || raw.Length() != a.Get("size").Int() {
			t.Errorf("%s: no bytes, or not all", a.Get("name"))
		}
		if a.Get("message").Bool() {
			nested = i
		}
	}
	if nested < 0 {
		t.Fatal("no attached message")
	}
	text, _ = call("openContent", name, data, sum, part, js.ValueOf(strconv.Itoa(nested)))
	if s := parse(text).Get("subject").String(); s != "Messaggio allegato" {
		t.Errorf("the attached message has the subject %q", s)
	}
	if raw, _ := call("daticert", name, data, sum, part); raw.IsUndefined() || !strings.Contains(string(bytesFromJS(raw)), "<postacert") {
		t.Error("no daticert.xml")
	}
	if text, _ = call("brief", bytesToJS([]byte("x"))); parse(text).Index(0).Get("sha1").String() != "11f6ad8ec52a2984abaafd7c3b516503785c2072" {
		t.Errorf("%s", text)
	}

	// What was verified last is not judged again, nor is the file read, whatever it holds by now.
	real, judged := check, 0
	check = func(name string, data []byte, o verifier.Options) []verifier.Report {
		judged++
		return real(name, data, o)
	}
	defer func() { check = real }()
	if _, reason := settle(table["verify"].call(js.Undefined(), []js.Value{name, data}).(js.Value)); !reason.IsUndefined() {
		t.Fatal(reason.Get("message"))
	}
	empty := bytesToJS(nil)
	for range 2 {
		if text, _ := call("openContent", name, empty, sum, part, js.ValueOf("")); text.IsUndefined() || parse(text).Get("bodies").Length() == 0 {
			t.Error("what was judged is not kept")
		}
		if raw, _ := call("attachment", name, empty, sum, part, js.ValueOf(""), js.ValueOf(0)); raw.IsUndefined() || raw.Length() == 0 {
			t.Error("no attachment of what was judged")
		}
	}
	if judged != 1 {
		t.Errorf("judged %d times", judged)
	}
	// Another file takes its place, and so does another list.
	settle(table["verify"].call(js.Undefined(), []js.Value{name, bytesToJS([]byte("x"))}).(js.Value))
	if _, reason := call("openContent", name, empty, sum, part, js.ValueOf("")); reason.IsUndefined() || reason.Get("code").String() != codeChanged {
		t.Error("a file that is not kept any more is opened without its bytes")
	}

	altered := []byte(strings.Replace(string(receipt), "Messaggio di posta", "Massaggio di posta", 1))
	for what, c := range map[string]struct {
		f    string
		args []js.Value
		code string
	}{
		"altered bytes": {"openContent", []js.Value{name, bytesToJS(altered), js.ValueOf(digest.SHA256(altered)), part, js.ValueOf("")}, codeContent},
		"a message of other bytes than were verified": {"openContent", []js.Value{name, bytesToJS(append(receipt, '\n')), sum, part, js.ValueOf("")}, codeChanged},
		"an attachment of other bytes":                {"attachment", []js.Value{name, bytesToJS(append(receipt, '\n')), sum, part, js.ValueOf(""), js.ValueOf(0)}, codeChanged},
		"a daticert.xml of other bytes":               {"daticert", []js.Value{name, bytesToJS(append(receipt, '\n')), sum, part}, codeChanged},
		"a missing attachment":                        {"attachment", []js.Value{name, data, sum, part, js.ValueOf(""), js.ValueOf(99)}, codeContent},
		"a missing message":                           {"openContent", []js.Value{name, data, sum, part, js.ValueOf("99")}, codeContent},
		"a path that is none":                         {"openContent", []js.Value{name, data, sum, part, js.ValueOf("a")}, codeArguments},
		"no bytes":                                    {"openContent", []js.Value{name, name, sum, part, js.ValueOf("")}, codeArguments},
		"too little":                                  {"daticert", []js.Value{name, data, sum}, codeArguments},
		"nothing":                                     {"brief", nil, codeArguments},
		"a number that is not":                        {"attachment", []js.Value{name, data, sum, part, js.ValueOf(""), part}, codeArguments},
	} {
		letGo()
		_, reason := call(c.f, c.args...)
		if reason.IsUndefined() || reason.Get("code").String() != c.code {
			t.Errorf("%s: not refused as %s", what, c.code)
		}
	}
}
