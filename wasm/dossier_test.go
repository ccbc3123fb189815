//go:build js && wasm

package main

import (
	"os"
	"strings"
	"syscall/js"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/dossier"
	"pecverifier/verifier/pectest"
)

// The way of the page: files are verified one by one, their pieces are joined, and mails that may have been sent are
// read where evidence names them.
func TestDossier(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	ca, err := trustlist.Parse("ca.pem", d.Office.Authority.CA.PEM())
	if err != nil {
		t.Fatal(err)
	}
	real := check
	defer func() { check = real }()
	check = func(name string, data []byte, o verifier.Options) []verifier.Report {
		o.Trust, o.Now = ca, pectest.Now
		return real(name, data, o)
	}
	mail := *d.NewOriginal()
	mail.Header = mail.Header.Clone()
	mail.Header.Set("Message-ID", d.ClientID)
	mail.Header.Del("X-Riferimento-Message-ID")
	verified := func(name string, data []byte) js.Value {
		value, reason := settle(table["verify"].call(js.Undefined(), []js.Value{js.ValueOf(name), bytesToJS(data)}).(js.Value))
		if !reason.IsUndefined() {
			t.Fatal(reason.Get("message"))
		}
		own := bytesFromJS(value.Get("pieces"))
		for i := range value.Get("blocks").Length() {
			own = append(bytesFromJS(value.Get("blocks").Index(i)), own...)
		}
		return bytesToJS(own)
	}
	call := func(f string, args ...js.Value) (js.Value, js.Value) {
		return settle(table[f].call(js.Undefined(), args).(js.Value))
	}
	unread := "[]"
	join := func(all ...js.Value) (transmissions []js.Value, rest js.Value) {
		var pieces []byte
		for _, one := range all {
			pieces = append(pieces, bytesFromJS(one)...)
		}
		value, reason := call("dossier", bytesToJS(pieces), js.ValueOf("l53-1994"), js.ValueOf(unread))
		if !reason.IsUndefined() {
			t.Fatal(reason.Get("message"))
		}
		if n := value.Get("index").Length(); n%(4*dossier.PageWidth()) != 0 || value.Get("states").Length() != len(dossier.States) {
			t.Errorf("an index of %d bytes for %d states", n, value.Get("states").Length())
		}
		parse := func(text string) js.Value { return js.Global().Get("JSON").Call("parse", text) }
		list := parse("[" + string(bytesFromJS(value.Get("texts"))) + "]")
		for i := range list.Length() {
			transmissions = append(transmissions, list.Index(i))
		}
		return transmissions, parse(string(bytesFromJS(value.Get("rest"))))
	}

	accepted, delivered, sentMail := verified("a.eml", d.Accettazione().Bytes()), verified("b.eml", d.Consegna().Bytes()), verified("c.eml", mail.Bytes())
	all, rest := join(delivered, sentMail, accepted)
	if len(all) != 1 || !all[0].Get("complete").Bool() || all[0].Get("checklist").IsUndefined() {
		t.Fatalf("%d transmissions", len(all))
	}
	if rest.Get("leftover").Length() != 1 || rest.Get("files").Length() != 3 || rest.Get("transmissions").Length() != 0 {
		t.Errorf("%s", js.Global().Get("JSON").Call("stringify", rest))
	}

	unread = `[{"name":"z.eml","size":5,"sha256":"","reason":"many","error":"","count":3},{"name":"y","reason":"folder","count":0}]`
	all, rest = join(delivered, accepted)
	if all[0].Get("complete").Bool() || all[0].Get("doubts").Index(0).Get("reason").String() != "doubt.unjudged" || rest.Get("unjudged").Int() != 4 ||
		rest.Get("leftover").Index(1).Get("reason").String() != "leftover.many" {
		t.Errorf("%s", js.Global().Get("JSON").Call("stringify", rest))
	}
	unread = "[]"

	read := func(wanted string) js.Value {
		value, reason := call("sent", js.ValueOf("c.eml"), bytesToJS(mail.Bytes()), sentMail, js.ValueOf(wanted))
		if !reason.IsUndefined() {
			t.Fatal(reason.Get("message"))
		}
		return value
	}
	all, rest = join(delivered, sentMail, accepted, read(`["`+d.ClientID+`"]`))
	if copies := all[0].Get("original").Get("copies"); copies.Length() != 2 || rest.Get("leftover").Length() != 0 {
		t.Errorf("%d copies, %d leftovers", copies.Length(), rest.Get("leftover").Length())
	}
	_, rest = join(sentMail, read(`[]`))
	if l := rest.Get("leftover").Index(0); l.Get("reason").String() != "leftover.sent-unmatched" || !strings.Contains(d.ClientID, l.Get("values").Get("messageID").String()) {
		t.Errorf("%s", js.Global().Get("JSON").Call("stringify", rest))
	}

	receipt, err := os.ReadFile("../testdata/kinds/accettazione.eml")
	if err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string][]js.Value{"no profile": {accepted}, "a mail": {bytesToJS(receipt), js.ValueOf(""), js.ValueOf("[]")},
		"text": {js.ValueOf("r"), js.ValueOf(""), js.ValueOf("[]")}, "no JSON": {accepted, js.ValueOf(""), js.ValueOf("x")}} {
		if _, reason := call("dossier", args...); reason.IsUndefined() || reason.Get("code").String() != codeArguments {
			t.Errorf("%s is not refused", name)
		}
	}
	for name, args := range map[string][]js.Value{"nothing": {}, "no JSON": {js.ValueOf("x"), accepted, accepted, js.ValueOf("x")}} {
		if _, reason := call("sent", args...); reason.IsUndefined() || reason.Get("code").String() != codeArguments {
			t.Errorf("sent: %s is not refused", name)
		}
	}
}
