//go:build js && wasm

package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"sync"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier"
)

const maxLists = 16 // that a person may have in use beside the embedded one

// held is a list of the person's, in use.
type held struct {
	record
	list *trustlist.List
	kept bool // in the browser's storage
}

// lists is what judges: the embedded list and those that the person brought, each read from the view of those before it.
type lists struct {
	keeper keeper
	now    func() time.Time

	mu      sync.Mutex
	read    bool
	held    []held
	inUse   *trustlist.List // nil until the first question: the program is ready before it has read any list
	dropped []dropped
	storage error // why nothing can be remembered
}

func newLists(k keeper, now func() time.Time) *lists {
	return &lists{keeper: k, now: now}
}

// current is the list in use. The first call reads what was kept.
func (l *lists) current() *trustlist.List {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	return l.inUse
}

func (l *lists) start() {
	if !l.read {
		l.inUse = trustlist.Embedded()
		l.reload()
	}
}

// reload takes over what another page of the same origin kept or forgot. Lists that only this page has stay.
func (l *lists) reload() {
	l.read = true
	records, lost, err := l.keeper.all()
	l.storage = err
	if err != nil {
		return
	}
	l.dropped = append(l.dropped, lost...)
	var mine []held
	for _, r := range records {
		mine = append(mine, held{record: r, kept: true})
	}
	for _, h := range l.held {
		if !h.kept && !contains(mine, h.SHA256) {
			mine = append(mine, h)
		}
	}
	l.use(mine)
}

// use reads lists again, the oldest first, and puts them in use. One that is not accepted any more is dropped: what it
// rests on may have been forgotten.
func (l *lists) use(all []held) {
	slices.SortStableFunc(all, func(a, b held) int { return a.Accepted.Compare(b.Accepted) })
	var good []held
	var gone []string
	parts := []*trustlist.List{trustlist.Embedded()}
	for _, h := range all {
		if len(good) == maxLists {
			break
		}
		list, err := readList(h.record, trustlist.Combine(parts...))
		if err != nil {
			l.dropped = append(l.dropped, dropped{h.Name, droppedRefused, err.Error()})
			if h.kept {
				gone = append(gone, h.SHA256)
			}
			continue
		}
		h.list = list
		good, parts = append(good, h), append(parts, list)
	}
	if len(gone) > 0 {
		l.storage = l.keeper.remove(gone...)
	}
	l.held, l.inUse = good, trustlist.Combine(parts...)
}

// readList reads one list from the view of the list in use, as of the moment when the person accepted it. Revocation
// lists in it must bear a listed authority's signature.
func readList(r record, inUse *trustlist.List) (*trustlist.List, error) {
	var confirmed []string
	if r.Confirmed != "" {
		confirmed = append(confirmed, r.Confirmed)
	}
	list, err := verifier.ReadList(r.Name, r.Data, inUse, r.Accepted, confirmed...)
	if err != nil {
		return nil, err
	}
	return list, list.CheckCRLs(inUse)
}

// brought is a list that the person gives, with what there is to say about it before it is accepted.
type brought struct {
	record
	list    *trustlist.List
	changes trustlist.Changes
}

// preview reads a list and says what it would change. Nothing is kept.
func (l *lists) preview(name string, data []byte, confirmed string) (*brought, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	b, err := l.bring(record{Name: name, Data: data, Confirmed: confirmed, Accepted: l.now()})
	if err != nil {
		return nil, err
	}
	b.changes = l.inUse.Changes(b.list)
	return b, nil
}

func (l *lists) bring(r record) (*brought, error) {
	sum := sha256.Sum256(r.Data)
	r.SHA256 = hex.EncodeToString(sum[:])
	list, err := readList(r, l.inUse)
	if err != nil {
		return nil, err
	}
	switch {
	case contains(l.held, r.SHA256):
		return nil, &failure{codeInUse, r.Name + ": it is in use already"}
	case len(l.held) >= maxLists:
		return nil, &failure{codeTooMany, fmt.Sprintf("%d lists are in use, and there can be no more", maxLists)}
	}
	return &brought{record: r, list: list}, nil
}

// accept puts a list in use and keeps it. expected is the SHA-256 of what the person saw, "" = nothing was shown.
// Where the browser keeps nothing, the list is in use until the page is left.
func (l *lists) accept(name string, data []byte, confirmed, expected string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	b, err := l.bring(record{Name: name, Data: data, Confirmed: confirmed, Accepted: l.now()})
	if err != nil {
		return err
	}
	if expected != "" && b.SHA256 != expected {
		return &failure{codeChanged, name + ": the file is not the one that was shown"}
	}
	l.storage = l.keeper.put(b.record)
	l.add(held{b.record, b.list, l.storage == nil})
	return nil
}

// restore puts a list in use again that an earlier run of the program had in use and could not keep.
func (l *lists) restore(name string, data []byte, confirmed string, accepted time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	b, err := l.bring(record{Name: name, Data: data, Confirmed: confirmed, Accepted: accepted})
	if err != nil {
		return err
	}
	l.add(held{record: b.record, list: b.list})
	return nil
}

func (l *lists) add(h held) {
	l.held = append(l.held, h)
	l.inUse = trustlist.Combine(l.inUse, h.list)
}

// forget takes one list away, or all of them; the embedded one stays.
func (l *lists) forget(sha256 string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	var rest []held
	var gone []string
	for _, h := range l.held {
		switch {
		case sha256 != "" && h.SHA256 != sha256:
			rest = append(rest, h)
		case h.kept:
			gone = append(gone, h.SHA256)
		}
	}
	if err := l.keeper.remove(gone...); err != nil {
		return &failure{codeStorage, "what the browser keeps could not be deleted: " + err.Error()}
	}
	l.dropped = nil
	l.use(rest)
	return nil
}

func contains(all []held, sha256 string) bool {
	return slices.ContainsFunc(all, func(h held) bool { return h.SHA256 == sha256 })
}
