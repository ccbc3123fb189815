package truststore

import (
	"cmp"
	"slices"

	"pecverifier/trustlist"
)

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

// Given starts with what Restore will hand over and nothing else: a program that takes the place of one that ended, or
// works beside it, judges with the same lists.
func (s *Store) Given() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.read = true
}

// Again looks once more at what is kept. It changes nothing of what is in use.
func (s *Store) Again() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	s.look(false)
}

// look reads what is kept. A list in use stays in use, whatever was kept or forgotten elsewhere; others wait. vouched:
// those that a listed authority signed are in use at once.
func (s *Store) look(vouched bool) {
	s.read = true
	if s.o.Keeper == nil {
		return
	}
	records, lost, err := s.o.Keeper.All()
	s.storage = err
	if err != nil {
		return
	}
	s.dropped = append(s.dropped, lost...)
	slices.SortStableFunc(records, func(a, b Record) int { return a.Accepted.Compare(b.Accepted) })
	for _, h := range s.held {
		h.kept = slices.ContainsFunc(records, func(r Record) bool { return r.SHA256 == h.SHA256 })
	}
	s.waiting = nil
	found, failed := s.openAll(slices.DeleteFunc(records, func(r Record) bool { return contains(s.held, r.SHA256) }))
	var gone []string
	for _, f := range failed {
		s.dropped = append(s.dropped, Dropped{f.Name, DroppedRefused, f.err.Error()})
		gone = append(gone, f.SHA256)
	}
	for _, h := range found {
		h.kept = true
		switch {
		case vouched && s.vouched(h):
			s.add(h)
		case len(s.waiting) < MaxLists:
			s.waiting = append(s.waiting, h)
		}
	}
	for _, w := range s.waiting { // what there is to say of one, seen from what is in use alone
		u := w.unconfirmed()
		s.seen(u)
		w.opened, w.pending = u.opened, u.pending
	}
	if len(gone) > 0 {
		s.storage = s.o.Keeper.Remove(gone...)
	}
}

// vouched says whether signatures stand for a list that verify again: a listed authority's around it, or on every
// revocation list, which is all that it holds.
func (s *Store) vouched(h *held) bool {
	u := h.unconfirmed()
	s.seen(u)
	return u.pending == nil && (u.list.Kind == trustlist.KindCRL || u.list.Signed.Kind == trustlist.OriginListed) && (s.o.Most == 0 || len(s.held) < s.o.Most)
}

// unconfirmed is the same list as whoever kept it says nothing of it.
func (h *held) unconfirmed() *held {
	u := *h
	u.Confirmed = ""
	return &u
}

// Agree puts kept lists in use, which the person has seen; with them what the record says that the person confirmed. The
// error is that of the first, where none could be taken.
func (s *Store) Agree(sha256 ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	var first error
	taken := false
	for _, w := range slices.Clone(s.waiting) {
		if !slices.Contains(sha256, w.SHA256) {
			continue
		}
		if err := s.admit(w); err != nil {
			first = cmp.Or(first, err)
			continue
		}
		taken = true
		s.add(w)
	}
	if taken {
		return nil
	}
	return first
}
