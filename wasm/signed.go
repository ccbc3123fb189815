//go:build js && wasm

package main

import (
	"syscall/js"
	"time"

	"pecverifier/trustlist/qualified"
	"pecverifier/verifier"
	"pecverifier/verifier/digest"
)

// services are the trusted lists of the data file, which the page fetches when signatures are first asked for.
var services []*qualified.List

// asked are the reports of the last file whose signatures were asked for: what is saved is what was judged.
var asked struct {
	sha256, part string
	reports      []verifier.Report
}

// signatures(name, bytes, sha256, part, data, beside) promises the JSON of the report of a part, with what the signatures of its attachments prove,
// or of the file itself. data is the file of qualified services; beside are files of which the
// file itself may be a detached signature.
func signatures(args []js.Value) (any, error) {
	sum, part := args[2].String(), args[3].String()
	if services == nil {
		d, err := qualified.ReadData(bytesFromJS(args[4]))
		if err != nil {
			return nil, &failure{codeArguments, err.Error()}
		}
		services = d.Lists
	}
	letGo()
	asked.reports = nil
	data, err := input(args[1])
	if err != nil {
		return nil, err
	}
	if digest.SHA256(data) != sum {
		return nil, &failure{codeChanged, "these are not the bytes that were verified"}
	}
	asked.sha256, asked.part = sum, part
	options := verifier.Options{Trust: inUse.Current(), Now: time.Now(), Only: part, Attachments: true, Services: services, Beside: files(args[5])}
	for _, waiting := range inUse.WaitingCRLs() {
		options.CRLs = append(options.CRLs, waiting.CRL)
	}
	asked.reports = check(args[0].String(), data, options)
	for i := range asked.reports {
		if asked.reports[i].Part == part {
			return written(asked.reports[i])
		}
	}
	return nil, &failure{codeContent, verifier.ErrNoPart.Error()}
}

// files gives an array of JavaScript's files, none of which is read before its bytes are asked for.
func files(array js.Value) []verifier.AttachedFile {
	var out []verifier.AttachedFile
	for i := range array.Length() {
		if f := array.Index(i); isBlob(f) && f.Get("name").Type() == js.TypeString {
			out = append(out, verifier.AttachedFile{Name: f.Get("name").String(), Bytes: func() ([]byte, error) { return input(f) }})
		}
	}
	return out
}

// signedFile(sha256, part, attachment, covers, revision) promises the bytes of a file whose signatures were asked for last.
func signedFile(args []js.Value) (any, error) {
	if asked.reports == nil || asked.sha256 != args[0].String() || asked.part != args[1].String() {
		return nil, &failure{codeContent, verifier.ErrNoPart.Error()}
	}
	data, err := verifier.SignedFile(asked.reports, args[1].String(), args[2].Int(), args[3].Int(), args[4].Int())
	if err != nil {
		return nil, &failure{codeContent, err.Error()}
	}
	return bytesToJS(data), nil
}
