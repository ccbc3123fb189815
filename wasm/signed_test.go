//go:build js && wasm

package main

import (
	"bytes"
	"os"
	"syscall/js"
	"testing"
	"time"

	"pecverifier/verifier/digest"
	"pecverifier/verifier/pectest"
)

// Signatures of attachments are judged when they are asked for, and what is saved is what was judged.
func TestSignatures(t *testing.T) {
	data, err := os.ReadFile("../trustlist/qualified/services/qualified.json")
	if err != nil {
		t.Fatal(err)
	}
	call := func(f string, args ...js.Value) (js.Value, js.Value) {
		return settle(table[f].call(js.Undefined(), args).(js.Value))
	}
	o := pectest.NewOffice()
	anna := o.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person"))
	pdf := pectest.NewPDF("Atto")
	pdf.Sign(pectest.PDFSignature{Certificate: anna})
	signed := bytes.Clone(pdf.Data)
	pdf.Put(pectest.PDFContents, pectest.Stream("", pectest.PageText("altro")))
	pdf.Commit()
	p7m := pectest.SignedFile(pdf.Data, time.Now(), anna).DER()
	sum := js.ValueOf(digest.SHA256(p7m))
	none := js.Global().Get("Array").New()
	text, reason := call("signatures", js.ValueOf("atto.pdf.p7m"), bytesToJS(p7m), sum, js.ValueOf(""), bytesToJS(data), none)
	if !reason.IsUndefined() {
		t.Fatal(reason.Get("message"))
	}
	report := js.Global().Get("JSON").Call("parse", text)
	if s := report.Get("signed").Get("content").Get("signed").Get("signatures").Index(0); s.Get("covers").Get("what").String() != "changed" || !s.Get("intact").Bool() {
		t.Errorf("%s", text)
	}
	apart := pectest.SignedFile([]byte("Atto"), time.Now(), anna)
	apart.Embed = false
	array := func(name, content string) js.Value {
		of := js.Global().Get("Array").New()
		of.Call("push", js.ValueOf(content))
		out := js.Global().Get("Array").New()
		out.Call("push", js.Global().Get("File").New(of, name))
		return out
	}
	for content, want := range map[string]string{"Atto": "NO_CERTIFICATE_CHAIN_FOUND", "Altro": "SIGNED_DATA_NOT_FOUND"} {
		text, _ := call("signatures", js.ValueOf("firma.p7s"), bytesToJS(apart.DER()), js.ValueOf(digest.SHA256(apart.DER())), js.ValueOf(""), bytesToJS(data), array("atto.txt", content))
		one := js.Global().Get("JSON").Call("parse", text).Get("signed").Get("signatures").Index(0)
		if got := one.Get("subindication").String(); got != want {
			t.Errorf("beside %s: %s", content, got)
		}
	}
	call("signatures", js.ValueOf("atto.pdf.p7m"), bytesToJS(p7m), sum, js.ValueOf(""), bytesToJS(data), none)
	for covers, want := range [][]byte{p7m, pdf.Data} {
		got, reason := call("signedFile", sum, js.ValueOf(""), js.ValueOf(-1), js.ValueOf(covers), js.ValueOf(0))
		if !reason.IsUndefined() || !bytes.Equal(bytesFromJS(got), want) {
			t.Errorf("behind %d covers: other bytes", covers)
		}
	}
	if got, _ := call("signedFile", sum, js.ValueOf(""), js.ValueOf(-1), js.ValueOf(1), js.ValueOf(1)); !bytes.Equal(bytesFromJS(got), signed) {
		t.Error("the signed revision is another")
	}
	if _, reason := call("signedFile", js.ValueOf("another"), js.ValueOf(""), js.ValueOf(-1), js.ValueOf(0), js.ValueOf(0)); reason.IsUndefined() {
		t.Error("bytes of another file")
	}
	if _, reason := call("signatures", js.ValueOf("x"), bytesToJS([]byte("x")), sum, js.ValueOf(""), bytesToJS(data), none); reason.Get("code").String() != codeChanged {
		t.Error("bytes that were not verified are judged")
	}
}
