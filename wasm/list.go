//go:build js && wasm

package main

import (
	"errors"
	"strings"
	"syscall/js"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/truststore"
)

// inUse is the list that judges.
var inUse = newStore(nil)

func newStore(keeper truststore.Keeper) *truststore.Store {
	return truststore.New(truststore.Options{From: trustlist.FromPerson, Keeper: keeper, Most: truststore.MaxLists})
}

// Where lists come from, as the worker says in pecLists before the program starts. Anything else: no list is kept or read.
const (
	listsKept  = "kept"  // from what the browser keeps
	listsGiven = "given" // from the page, which has them from another worker; they are kept there too
)

// keeperOf decides where lists come from, before anybody asks; given: from the page alone.
func keeperOf(where string) (keeper truststore.Keeper, given bool) {
	if where == listsKept || where == listsGiven {
		return database{}, where == listsGiven
	}
	return nil, false
}

// info promises the list in use, after what was done to it.
func info(err error) (any, error) {
	if err != nil {
		return nil, coded(err)
	}
	return written(inUse.Info())
}

func listInfo([]js.Value) (any, error) {
	inUse.Current()
	return info(nil)
}

func reloadLists([]js.Value) (any, error) {
	inUse.Again()
	return info(nil)
}

func previewList(a []js.Value) (any, error) {
	b, err := inUse.Preview(a[0].String(), bytesFromJS(a[1]), a[2].String())
	if err != nil {
		return nil, coded(err)
	}
	return written(b.Preview())
}

func acceptList(a []js.Value) (any, error) {
	return info(inUse.Accept(a[0].String(), bytesFromJS(a[1]), a[2].String(), a[3].String()))
}

func acceptPreviewed(a []js.Value) (any, error) {
	known, err := inUse.AcceptPreviewed(a[0].String(), a[1].String())
	if err == nil && !known {
		return "", nil
	}
	return info(err)
}

func restoreList(a []js.Value) (any, error) {
	accepted, err := time.Parse(time.RFC3339Nano, a[3].String())
	if err != nil {
		return nil, &failure{codeArguments, err.Error()}
	}
	return info(inUse.Restore(a[0].String(), bytesFromJS(a[1]), a[2].String(), accepted))
}

func hostList(a []js.Value) (any, error) {
	return info(inUse.Host(a[0].String(), bytesFromJS(a[1]), a[2].Bool()))
}

// onlyList is for examples: from then on the list judges alone, without the program's own and without any that is kept.
func onlyList(a []js.Value) (any, error) {
	list, err := trustlist.Parse(a[0].String(), bytesFromJS(a[1]))
	if err != nil {
		return nil, coded(err)
	}
	inUse = truststore.New(truststore.Options{Base: list.With(trustlist.Origin{Kind: trustlist.OriginUnsigned}, trustlist.FromPerson)})
	return info(nil)
}

func agreeLists(a []js.Value) (any, error) {
	return info(inUse.Agree(strings.Fields(a[0].String())...))
}

func forgetLists(a []js.Value) (any, error) { return info(inUse.Forget(a[0].String())) }

func broughtLists([]js.Value) (any, error) {
	mine := inUse.Mine()
	lists := make([]any, len(mine))
	for i, r := range mine {
		lists[i] = map[string]any{"name": r.Name, "bytes": bytesToJS(r.Data), "confirmed": r.Confirmed, "accepted": r.Accepted.Format(time.RFC3339Nano)}
	}
	return lists, nil
}

func exportList([]js.Value) (any, error) {
	text, err := inUse.Current().Export()
	if err != nil {
		return nil, coded(err)
	}
	return bytesToJS(text), nil
}

// coded gives an error of a list the word that the page has a sentence for.
func coded(err error) error {
	var known *failure
	if err == nil || errors.As(err, &known) {
		return err
	}
	return &failure{truststore.Code(err), err.Error()}
}
