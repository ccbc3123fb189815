package truststore

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"pecverifier/trustlist"
)

// Errors that a caller may branch on.
var (
	ErrInUse   = errors.New("it is in use already")
	ErrTooMany = fmt.Errorf("%d lists are in use, and there can be no more", MaxLists)
	ErrChanged = errors.New("the file is not the one that was shown")
	ErrStorage = errors.New("what is kept could not be deleted")
)

// Record is one provider list that the person brought, as the browser keeps it under its SHA-256: the file itself, read
// and checked again every time.
type Record struct {
	Name      string
	SHA256    string
	Confirmed string    // SHA-256 of the signer's certificate that the person confirmed, "" = none
	Accepted  time.Time // when the person accepted it
	Data      []byte
}

// Dropped is a kept list that cannot be used any more, and why.
type Dropped struct {
	Name   string `json:"name"`
	Reason string `json:"reason"` // damaged, version, refused
	Detail string `json:"detail"`
}

// The reasons of a dropped list.
const (
	DroppedDamaged = "damaged" // not the bytes that were kept
	DroppedVersion = "version" // kept by another version of the program
	DroppedRefused = "refused" // whole, but not accepted any more
)

// Keeper remembers lists from one visit to the next.
type Keeper interface {
	All() ([]Record, []Dropped, error)
	Put(Record) error
	Remove(sha256 ...string) error
}

// held is a list of the person's.
type held struct {
	Record
	list *trustlist.List
	kept bool // in the browser's storage
}

// lists is what judges: the embedded list and those that the person brought in this visit or agreed to, each read from the
// view of those before it. What the browser keeps may be anybody's who writes on the page's origin: it waits until the
// person says so, but for what a listed authority signed.
type Store struct {
	keeper Keeper // nil: what is kept here would be anybody's, so nothing is
	now    func() time.Time

	mu      sync.Mutex
	read    bool // what is kept was looked at
	held    []held
	waiting []held          // kept, and not agreed to
	inUse   *trustlist.List // nil until the first question: the program is ready before it has read any list
	dropped []Dropped
	storage error // why nothing can be remembered
}

func New(k Keeper, now func() time.Time) *Store {
	return &Store{keeper: k, now: now}
}

// current is the list in use. The first call reads what was kept.
func (l *Store) Current() *trustlist.List {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	return l.inUse
}

func (l *Store) start() {
	if l.inUse == nil {
		l.inUse = trustlist.Embedded()
	}
	if !l.read {
		l.look(true)
	}
}

// look reads what is kept. A list in use stays in use, whatever was kept or forgotten elsewhere; others wait. vouched:
// those that a listed authority signed are in use at once.
func (l *Store) look(vouched bool) {
	l.read = true
	if l.keeper == nil {
		return
	}
	records, lost, err := l.keeper.All()
	l.storage = err
	if err != nil {
		return
	}
	l.dropped = append(l.dropped, lost...)
	slices.SortStableFunc(records, func(a, b Record) int { return a.Accepted.Compare(b.Accepted) })
	for i, h := range l.held {
		l.held[i].kept = slices.ContainsFunc(records, func(r Record) bool { return r.SHA256 == h.SHA256 })
	}
	l.waiting = nil
	var gone []string
	for _, r := range records {
		if contains(l.held, r.SHA256) {
			continue
		}
		r.Accepted = l.now() // in this visit, not when the record says
		h := held{Record: r, kept: true}
		if list := l.vouched(r); vouched && list != nil && len(l.held) < MaxLists {
			h.list = list
			l.add(h)
			continue
		}
		if h.list, err = l.unagreed(r); err != nil {
			l.dropped = append(l.dropped, Dropped{r.Name, DroppedRefused, err.Error()})
			gone = append(gone, r.SHA256)
		} else if len(l.waiting) < MaxLists {
			l.waiting = append(l.waiting, h)
		}
	}
	if len(gone) > 0 {
		l.storage = l.keeper.Remove(gone...)
	}
}

// vouched reads a list for which signatures stand that verify again: a listed authority's around it, or on every
// revocation list, which is all that it holds. No fingerprint that was kept confirms anything. nil = there are none.
func (l *Store) vouched(r Record) *trustlist.List {
	r.Confirmed = ""
	list, err := readList(r, l.inUse)
	if err != nil || list.Kind != trustlist.KindCRL && list.Signed.Kind != trustlist.OriginListed {
		return nil
	}
	return list
}

// unagreed reads a list that waits, as the person is told of it: by whom it is signed is seen from what is in use alone,
// though it may rest on one that waits before it.
func (l *Store) unagreed(r Record) (*trustlist.List, error) {
	r.Confirmed = ""
	if list, err := readList(r, l.inUse); err == nil {
		return list, nil
	}
	parts := []*trustlist.List{l.inUse}
	for _, w := range l.waiting {
		parts = append(parts, w.list)
	}
	list, err := readList(r, trustlist.Combine(parts...))
	if err == nil {
		list.Signed = trustlist.Origin{Kind: trustlist.OriginUnknown}
	}
	return list, err
}

// agree puts kept lists in use, which the person has seen; with them what the record says that the person confirmed. One
// that rests on another which is not agreed to goes on waiting; the error is that of the first, where none could be taken.
func (l *Store) Agree(sha256 ...string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	var first error
	taken := false
	for _, w := range slices.Clone(l.waiting) {
		if !slices.Contains(sha256, w.SHA256) {
			continue
		}
		list, err := readList(w.Record, l.inUse)
		if err == nil && len(l.held) >= MaxLists {
			err = ErrTooMany
		}
		if err != nil {
			first = cmp.Or(first, err)
			continue
		}
		w.list, taken = list, true
		l.add(w)
	}
	if taken {
		return nil
	}
	return first
}

// use reads lists again and puts them in use. One that is not accepted any more is dropped: what it rests on may have
// been forgotten.
func (l *Store) use(all []held) {
	var good []held
	var gone []string
	parts := []*trustlist.List{trustlist.Embedded()}
	for _, h := range all {
		list, err := readList(h.Record, trustlist.Combine(parts...))
		if err != nil {
			l.dropped = append(l.dropped, Dropped{h.Name, DroppedRefused, err.Error()})
			if h.kept {
				gone = append(gone, h.SHA256)
			}
			continue
		}
		h.list = list
		good, parts = append(good, h), append(parts, list)
	}
	if len(gone) > 0 {
		l.storage = l.keeper.Remove(gone...)
	}
	l.held, l.inUse = good, trustlist.Combine(parts...)
}

// readList reads one list from the view of the list in use, as of the moment when the person accepted it. Revocation
// lists in it must bear a listed authority's signature.
func readList(r Record, inUse *trustlist.List) (*trustlist.List, error) {
	var confirmed []string
	if r.Confirmed != "" {
		confirmed = append(confirmed, r.Confirmed)
	}
	list, err := ReadList(r.Name, r.Data, inUse, r.Accepted, confirmed...)
	if err != nil {
		return nil, err
	}
	list.From = trustlist.FromPerson
	return list, list.CheckCRLs(inUse)
}

// brought is a list that the person gives, with what there is to say about it before it is accepted.
type Brought struct {
	Record
	list    *trustlist.List
	changes trustlist.Changes
}

// preview reads a list and says what it would change. Nothing is kept.
func (l *Store) Preview(name string, data []byte, confirmed string) (*Brought, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	b, err := l.bring(Record{Name: name, Data: data, Confirmed: confirmed, Accepted: l.now()})
	if err != nil {
		return nil, err
	}
	b.changes = l.inUse.Changes(b.list)
	return b, nil
}

func (l *Store) bring(r Record) (*Brought, error) {
	sum := sha256.Sum256(r.Data)
	r.SHA256 = hex.EncodeToString(sum[:])
	list, err := readList(r, l.inUse)
	if err != nil {
		return nil, err
	}
	switch {
	case contains(l.held, r.SHA256):
		return nil, fmt.Errorf("%s: %w", r.Name, ErrInUse)
	case len(l.held) >= MaxLists:
		return nil, ErrTooMany
	}
	return &Brought{Record: r, list: list}, nil
}

// accept puts a list in use and keeps it. expected is the SHA-256 of what the person saw, "" = nothing was shown.
// Where the browser keeps nothing, the list is in use until the page is left.
func (l *Store) Accept(name string, data []byte, confirmed, expected string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	b, err := l.bring(Record{Name: name, Data: data, Confirmed: confirmed, Accepted: l.now()})
	if err != nil {
		return err
	}
	if expected != "" && b.SHA256 != expected {
		return fmt.Errorf("%s: %w", name, ErrChanged)
	}
	kept := l.keeper != nil
	if kept {
		l.storage = l.keeper.Put(b.Record)
		kept = l.storage == nil
	}
	l.add(held{b.Record, b.list, kept})
	return nil
}

// given starts with what restore will hand over and nothing else: a program that takes the place of one that ended, or
// works beside it, judges with the same lists.
func (l *Store) Given() {
	l.read = true
}

// restore puts a list in use again that another run of the program in this visit has in use.
func (l *Store) Restore(name string, data []byte, confirmed string, accepted time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.start()
	b, err := l.bring(Record{Name: name, Data: data, Confirmed: confirmed, Accepted: accepted})
	if err != nil {
		return err
	}
	l.add(held{Record: b.Record, list: b.list})
	return nil
}

// add takes a list into use; it does not wait any more, whoever kept it.
func (l *Store) add(h held) {
	l.waiting = slices.DeleteFunc(l.waiting, func(w held) bool { return w.SHA256 == h.SHA256 })
	l.held = append(l.held, h)
	l.inUse = trustlist.Combine(l.inUse, h.list)
}

// forget takes one list away, in use or waiting, or all of those in use; the embedded one stays.
func (l *Store) Forget(sha256 string) error {
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
	if sha256 != "" && contains(l.waiting, sha256) {
		gone = append(gone, sha256)
	}
	if len(gone) > 0 {
		if err := l.keeper.Remove(gone...); err != nil {
			return fmt.Errorf("%w: %w", ErrStorage, err)
		}
	}
	l.waiting = slices.DeleteFunc(l.waiting, func(h held) bool { return h.SHA256 == sha256 })
	l.dropped = nil
	if len(rest) < len(l.held) {
		l.use(rest)
	}
	return nil
}

func contains(all []held, sha256 string) bool {
	return slices.ContainsFunc(all, func(h held) bool { return h.SHA256 == sha256 })
}
