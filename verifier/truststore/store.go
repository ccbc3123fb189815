// Package truststore decides which provider lists judge: the program's own, those that a person brings, and the one that
// lies beside the page. The command and the page have the same store, so that a list is accepted, refused or made to wait
// alike in both, and the order in which lists come makes no difference.
package truststore

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
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

// Record is one provider list that the person brought: the file itself, under its SHA-256.
type Record struct {
	Name      string
	SHA256    string
	Confirmed string    // SHA-256 of the signer's certificate that the person confirmed, "" = none
	Accepted  time.Time // when the person accepted it
	Data      []byte
}

// Options of a Store. The zero value has the program's own list, and keeps nothing.
type Options struct {
	Base   *trustlist.List  // what judges before any list comes; nil = the program's own list
	From   trustlist.From   // by which way the lists of a person come in; "" = FromFile
	Keeper Keeper           // nil: what is kept would be anybody's, so nothing is
	Now    func() time.Time // nil = the clock
	Most   int              // lists beside the base; 0 = any number
}

// Store is what judges: the base, and lists that a person brought in this visit or agreed to. A list of which the authority
// is not there yet waits for it (pending) and judges nothing meanwhile.
//
// What is kept may be anybody's who writes on the page's origin: it waits until the person says so (Agree), but for what a
// listed authority signed.
type Store struct {
	o Options

	mu      sync.Mutex
	read    bool // what is kept was looked at
	held    []*held
	host    *held           // the list beside the page
	waiting []*held         // kept, and not agreed to
	offered *held           // read last for a preview: accepting it reads nothing again
	inUse   *trustlist.List // nil until the first question: the program is ready before it has read any list
	dropped []Dropped
	storage error // why nothing can be remembered
}

// New makes a store.
func New(o Options) *Store {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.From == "" {
		o.From = trustlist.FromFile
	}
	return &Store{o: o}
}

// Current is the list in use. The first call reads what was kept.
func (s *Store) Current() *trustlist.List {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	return s.inUse
}

func (s *Store) start() {
	if s.inUse == nil {
		if s.o.Base == nil {
			s.o.Base = trustlist.Embedded()
		}
		s.inUse = s.o.Base
	}
	if !s.read {
		s.look(true)
	}
}

// all are the lists beside the base, that beside the page first.
func (s *Store) all() []*held {
	if s.host == nil {
		return slices.Clone(s.held)
	}
	return append([]*held{s.host}, s.held...)
}

func (s *Store) settle() { s.inUse = settle(s.o.Base, s.all()) }

// Brought is a list that the person gives, with what there is to say about it before it is accepted.
type Brought struct {
	held    *held
	changes trustlist.Changes
}

// Preview reads a list and says what it would change. Nothing is kept but the file that was read, for Accept: its SHA-256
// is the handle.
func (s *Store) Preview(name string, data []byte, confirmed string) (*Brought, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	h, err := s.bring(Record{Name: name, Data: data, Confirmed: confirmed, Accepted: s.o.Now()})
	if err != nil {
		return nil, err
	}
	return &Brought{h, s.inUse.Changes(h.list)}, nil
}

// bring reads a list, unless it was read for a preview, and sees it from those in use.
func (s *Store) bring(r Record) (*held, error) {
	sum := sha256.Sum256(r.Data)
	r.SHA256 = hex.EncodeToString(sum[:])
	h := &held{Record: r, from: s.o.From}
	switch {
	case contains(s.held, r.SHA256):
		return nil, fmt.Errorf("%s: %w", r.Name, ErrInUse)
	case s.offered != nil && s.offered.SHA256 == r.SHA256 && s.offered.Name == r.Name:
		h.opened = s.offered.opened
	default:
		var err error
		if h.opened, err = open(r.Name, r.Data, s.inUse, r.Accepted); err != nil {
			return nil, err
		}
	}
	if err := s.admit(h); err != nil {
		return nil, err
	}
	s.offered = h
	return h, nil
}

// admit sees a list from those in use: an authority that it lacks may come, a signature that does not hold will not.
func (s *Store) admit(h *held) error {
	s.seen(h)
	if h.pending != nil && !errors.Is(h.pending, trustlist.ErrIssuer) {
		return h.pending
	}
	if s.o.Most > 0 && len(s.held) >= s.o.Most {
		return ErrTooMany
	}
	return nil
}

// seen settles lists as if they were in use; nothing changes for those that are.
func (s *Store) seen(lists ...*held) {
	all := s.all()
	for i, h := range all {
		c := *h
		all[i] = &c
	}
	settle(s.o.Base, append(all, lists...))
}

// Accept puts a list in use and keeps it. expected is the SHA-256 of what the person saw, "" = nothing was shown.
// Where nothing is kept, the list is in use as long as the store is.
func (s *Store) Accept(name string, data []byte, confirmed, expected string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	h, err := s.bring(Record{Name: name, Data: data, Confirmed: confirmed, Accepted: s.o.Now()})
	if err != nil {
		return err
	}
	if expected != "" && h.SHA256 != expected {
		return fmt.Errorf("%s: %w", name, ErrChanged)
	}
	s.keep(h)
	return nil
}

// AcceptPreviewed does the same with the list that Preview read last. false = it is another one, or none.
func (s *Store) AcceptPreviewed(sha256, confirmed string) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	if s.offered == nil || s.offered.SHA256 != sha256 {
		return false, nil
	}
	r := s.offered.Record
	r.Confirmed, r.Accepted = confirmed, s.o.Now()
	h, err := s.bring(r)
	if err == nil {
		s.keep(h)
	}
	return true, err
}

func (s *Store) keep(h *held) {
	if s.o.Keeper != nil {
		s.storage = s.o.Keeper.Put(h.Record)
		h.kept = s.storage == nil
	}
	s.add(h)
}

// add takes a list into use; it does not wait any more, whoever kept it.
func (s *Store) add(h *held) {
	s.offered = nil
	s.waiting = slices.DeleteFunc(s.waiting, func(w *held) bool { return w.SHA256 == h.SHA256 })
	s.held = append(s.held, h)
	s.settle()
}

// Take puts several files in use, whichever of them needs another; one that is there twice counts once. The error is of the
// first that is refused; then none is in use.
func (s *Store) Take(files ...Record) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	found, failed := s.openAll(files)
	for _, f := range failed {
		return f.err
	}
	var fresh []*held
	for _, h := range found {
		if !contains(s.held, h.SHA256) && !contains(fresh, h.SHA256) {
			fresh = append(fresh, h)
		}
	}
	s.seen(fresh...)
	for _, h := range fresh {
		if h.pending != nil && !errors.Is(h.pending, trustlist.ErrIssuer) {
			return fmt.Errorf("%s: %w", h.Name, h.pending)
		}
	}
	s.held = append(s.held, fresh...)
	s.settle()
	return nil
}

// failure is a file that cannot be read as a list.
type failure struct {
	Record
	err error
}

// openAll reads files in their order. The certificate of who signed one may be in another.
func (s *Store) openAll(files []Record) (found []*held, failed []failure) {
	for rest := files; ; {
		view := combined(s.inUse, found)
		var later []failure
		for _, r := range rest {
			sum := sha256.Sum256(r.Data)
			r.SHA256, r.Accepted = hex.EncodeToString(sum[:]), s.o.Now()
			o, err := open(r.Name, r.Data, view, r.Accepted)
			switch {
			case err == nil:
				found = append(found, &held{Record: r, opened: o, from: s.o.From})
			case errors.Is(err, errNoSigner):
				later = append(later, failure{r, err})
			default:
				failed = append(failed, failure{r, err})
			}
		}
		if len(later) == 0 || len(later) == len(rest) {
			return found, append(failed, later...)
		}
		rest = rest[:0:0]
		for _, f := range later {
			rest = append(rest, f.Record)
		}
	}
}

// Pending yields the lists that judge nothing yet, by their names, and why.
func (s *Store) Pending() iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for _, h := range s.held {
			if h.pending != nil && !yield(h.Name, h.pending) {
				return
			}
		}
	}
}

// WaitingCRL is a revocation list that waits, and the name of its file.
type WaitingCRL struct {
	Name string
	CRL  *trustlist.CRL
}

// WaitingCRLs are those of files of revocation lists alone, in the order in which they came: of an authority that is none of a provider's, but
// perhaps of those who sign documents.
func (s *Store) WaitingCRLs() []WaitingCRL {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []WaitingCRL
	for _, h := range s.held {
		if h.pending == nil || h.list.Kind != trustlist.KindCRL {
			continue
		}
		for i := range h.list.CRLs {
			out = append(out, WaitingCRL{h.Name, &h.list.CRLs[i]})
		}
	}
	return out
}

// Restore puts a list in use again that another run of the program in this visit has in use.
func (s *Store) Restore(name string, data []byte, confirmed string, accepted time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	h, err := s.bring(Record{Name: name, Data: data, Confirmed: confirmed, Accepted: accepted})
	if err == nil {
		s.add(h)
	}
	return err
}

// Mine gives the person's lists in use, for another run of the program to restore.
func (s *Store) Mine() (mine []Record) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	for _, h := range s.held {
		mine = append(mine, h.Record)
	}
	return mine
}

// Forget takes one list away, in use or waiting, or all of those in use; the base stays. What rested on it waits.
func (s *Store) Forget(sha256 string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	var rest []*held
	var gone []string
	for _, h := range s.held {
		switch {
		case sha256 != "" && h.SHA256 != sha256:
			rest = append(rest, h)
		case h.kept:
			gone = append(gone, h.SHA256)
		}
	}
	if sha256 != "" && contains(s.waiting, sha256) {
		gone = append(gone, sha256)
	}
	if len(gone) > 0 {
		if err := s.o.Keeper.Remove(gone...); err != nil {
			return fmt.Errorf("%w: %w", ErrStorage, err)
		}
	}
	s.waiting = slices.DeleteFunc(s.waiting, func(h *held) bool { return h.SHA256 == sha256 })
	s.dropped = nil
	if len(rest) < len(s.held) {
		s.held = rest
		s.settle()
	}
	return nil
}

func contains(all []*held, sha256 string) bool {
	return slices.ContainsFunc(all, func(h *held) bool { return h.SHA256 == sha256 })
}
