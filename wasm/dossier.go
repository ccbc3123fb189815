//go:build js && wasm

package main

import (
	"encoding/binary"
	"encoding/json"
	"runtime/debug"
	"syscall/js"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/dossier"
)

// packed are the reports of one file as verify hands them out to be given to dossier again, and apart from them the blocks
// that other files may repeat.
func packed(reports []verifier.Report) (own js.Value, blocks []any) {
	inputs := make([]dossier.Input, 0, len(reports))
	for i := range reports {
		inputs = append(inputs, dossier.Input{Report: &reports[i]})
	}
	shared, rest := dossier.PackApart(inputs)
	blocks = make([]any, 0, len(shared))
	for _, b := range shared {
		blocks = append(blocks, bytesToJS(b))
	}
	return bytesToJS(rest), blocks
}

// unread is a file that the page was given and that never reached the verifier, or several of them.
type unread struct {
	Name   string `json:"name"`
	Size   int    `json:"size"`
	SHA256 string `json:"sha256"`
	Reason string `json:"reason"` // one of dossier.Unread*
	Error  string `json:"error"`
	Count  int    `json:"count"` // 0 = not known how many
}

// dossier(pieces, profile, unread) promises the dossier as dossier.Pages, and how long its parts took. unread is a JSON array of what
// was given and is in no piece.
func joined(args []js.Value) (any, error) {
	var marks []unread
	if err := json.Unmarshal([]byte(args[2].String()), &marks); err != nil {
		return nil, &failure{codeArguments, err.Error()}
	}
	// A large file may have left the collector running often, which many small values would pay for.
	debug.SetGCPercent(seldomGC)
	start := time.Now()
	inputs, err := dossier.Unpack(bytesFromJS(args[0]))
	if err != nil {
		return nil, &failure{codeArguments, err.Error()}
	}
	for _, m := range marks {
		inputs = append(inputs, dossier.Input{Unread: &dossier.Unread{Reason: m.Reason, Error: m.Error, Count: m.Count,
			Source: dossier.Source{File: verifier.File{Name: m.Name, Size: m.Size, SHA256: m.SHA256}}}})
	}
	read := time.Now()
	d := dossier.Build(inputs, dossier.Options{Now: read, Profile: args[1].String()})
	built := time.Now()
	p, err := d.Pages()
	if err != nil {
		return nil, err
	}
	index := make([]byte, 0, 4*len(p.Index))
	for _, n := range p.Index {
		index = binary.LittleEndian.AppendUint32(index, n)
	}
	states := make([]any, 0, len(dossier.States))
	for _, s := range dossier.States {
		states = append(states, string(s))
	}
	took := map[string]any{"read": milliseconds(read.Sub(start)), "build": milliseconds(built.Sub(read)), "write": milliseconds(time.Since(built))}
	return map[string]any{"texts": bytesToJS(p.Texts), "index": bytesToJS(index), "places": bytesToJS(p.Places), "rest": bytesToJS(p.Rest), "states": states, "took": took}, nil
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// sent(name, bytes, pieces, wanted) promises pieces for the mails of a file that may have been sent. wanted is a JSON
// array of the identifiers that evidence names.
func sent(args []js.Value) (any, error) {
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
		wanted[dossier.IDKey(id)] = true
	}
	mails, err := dossier.SentIn(args[0].String(), bytesFromJS(args[1]), inputs, verifier.Options{Trust: inUse.Current()}, func(id string) bool { return wanted[id] })
	if err != nil {
		return nil, &failure{codeChanged, err.Error()}
	}
	return bytesToJS(dossier.Pack(mails)), nil
}
