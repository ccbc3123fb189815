//go:build js && wasm

package main

import (
	"encoding/json"
	"syscall/js"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/dossier"
)

var dossierFunctions = map[string]func(js.Value, []js.Value) any{"dossier": joined, "sent": sent}

// packed are the reports of one file as verify hands them out to be given to dossier again.
func packed(reports []verifier.Report) []byte {
	inputs := make([]dossier.Input, 0, len(reports))
	for i := range reports {
		inputs = append(inputs, dossier.Input{Report: &reports[i]})
	}
	return dossier.Pack(inputs)
}

// dossier(pieces, profile) promises the transmissions, each as its own JSON, and the rest of the dossier as JSON.
func joined(_ js.Value, args []js.Value) any {
	return promise(func() (any, error) {
		if len(args) != 2 || !isBytes(args[0]) || args[1].Type() != js.TypeString {
			return nil, &failure{codeArguments, "dossier takes a Uint8Array and a profile"}
		}
		inputs, err := dossier.Unpack(bytesFromJS(args[0]))
		if err != nil {
			return nil, &failure{codeArguments, err.Error()}
		}
		d := dossier.Build(inputs, dossier.Options{Now: time.Now(), Profile: args[1].String()})
		transmissions := make([]any, 0, len(d.Transmissions))
		for i := range d.Transmissions {
			text, err := json.Marshal(&d.Transmissions[i])
			if err != nil {
				return nil, err
			}
			transmissions = append(transmissions, string(text))
		}
		d.Transmissions = []dossier.Transmission{}
		rest, err := json.Marshal(d)
		return map[string]any{"transmissions": transmissions, "rest": string(rest)}, err
	})
}

// sent(name, bytes, pieces, wanted) promises pieces for the mails of a file that may have been sent. wanted is a JSON
// array of the identifiers that evidence names.
func sent(_ js.Value, args []js.Value) any {
	return promise(func() (any, error) {
		if len(args) != 4 || args[0].Type() != js.TypeString || !isBytes(args[1]) || !isBytes(args[2]) || args[3].Type() != js.TypeString {
			return nil, &failure{codeArguments, "sent takes a name, two Uint8Arrays and a JSON array"}
		}
		inputs, err := dossier.Unpack(bytesFromJS(args[2]))
		if err != nil {
			return nil, &failure{codeArguments, err.Error()}
		}
		var ids []string
		if err := json.Unmarshal([]byte(args[3].String()), &ids); err != nil {
			return nil, &failure{codeArguments, err.Error()}
		}
		wanted := make(map[string]bool, len(ids))
		for _, id := range ids {
			wanted[dossier.BareID(id)] = true
		}
		mails, err := dossier.SentIn(args[0].String(), bytesFromJS(args[1]), inputs, func(id string) bool { return wanted[id] })
		if err != nil {
			return nil, &failure{codeChanged, err.Error()}
		}
		return bytesToJS(dossier.Pack(mails)), nil
	})
}
