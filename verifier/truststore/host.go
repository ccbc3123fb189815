package truststore

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pecverifier/trustlist"
)

// Why the list beside the page is not used; the lists in use stay as they are.
var (
	ErrHostForeign = errors.New("it knows none of the authorities in use: another list than this program's")
	ErrHostOlder   = errors.New("it is older than the list in use")
	ErrHostLacks   = errors.New("it lacks what the list in use has")
	ErrHostUnknown = errors.New("nobody vouches for it: neither a key of the list in use nor the page's own place")
)

// Host puts the list in use that lies beside the page, in place of the one before; name is its file's. It is used without
// a question, since nobody is there to ask, so that it must be vouched for: by a key that the program's own list knows, or
// by the page's own place (own), which the program comes from as well. What is older or lacks something is refused, and
// nothing changes: a list that is cut, put back or exchanged shall not take providers away.
func (s *Store) Host(name string, data []byte, own bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.start()
	sum := sha256.Sum256(data)
	h := &held{Record: Record{Name: name, SHA256: hex.EncodeToString(sum[:]), Accepted: s.o.Now(), Data: data}, from: trustlist.FromHost}
	if s.host != nil && s.host.SHA256 == h.SHA256 || contains(s.held, h.SHA256) {
		return nil
	}
	var err error
	if h.opened, err = open(name, data, s.o.Base, h.Accepted); err != nil {
		return err
	}
	settle(s.o.Base, []*held{h})
	if h.pending != nil {
		return fmt.Errorf("%s: %w", name, h.pending)
	}
	switch {
	case h.list.Date.After(s.o.Now().Add(24 * time.Hour)): // none would ever be newer
		err = errors.New("its date lies in the future")
	case h.list.Kind == trustlist.KindSnapshot:
		err = s.succeeds(h.list)
	case s.host != nil && !h.list.Date.IsZero() && h.list.Date.Before(s.host.list.Date):
		err = ErrHostOlder
	}
	if err == nil && !own && !vouchedByKey(s.o.Base, h) {
		err = ErrHostUnknown
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.host = h
	s.settle()
	return nil
}

// succeeds asks whether a snapshot can stand beside the program's own list as a newer one: it has all that is in it, as
// the command that makes snapshots never loses anything, and in the list of the host that it takes the place of.
func (s *Store) succeeds(l *trustlist.List) error {
	before := []*trustlist.List{s.o.Base}
	if s.host != nil && s.host.list.Kind == trustlist.KindSnapshot {
		before = append(before, s.host.list)
	}
	known := func(a trustlist.Authority) bool {
		return slices.ContainsFunc(l.Authorities, func(b trustlist.Authority) bool { return b.SPKISHA256 == a.SPKISHA256 })
	}
	if !slices.ContainsFunc(s.o.Base.Authorities, known) {
		return ErrHostForeign
	}
	for _, b := range before {
		if l.Date.Before(b.Date) {
			return fmt.Errorf("%w: %s, not %s", ErrHostOlder, l.Day(), b.Day())
		}
		var lacks []string
		for _, a := range b.Authorities {
			if !known(a) {
				lacks = append(lacks, a.Subject)
			}
		}
		lacks = append(lacks, b.Changes(l).Missing...)
		have := map[string]bool{}
		for _, e := range l.Entries {
			have[e.SHA256], have[e.SHA1] = true, true
		}
		for _, e := range b.Entries {
			if !have[e.SHA256] && !have[e.SHA1] {
				lacks = append(lacks, "a certificate of "+e.Provider)
			}
		}
		if len(lacks) > 0 {
			const shown = 3
			return fmt.Errorf("%w: %d, such as %s", ErrHostLacks, len(lacks), strings.Join(lacks[:min(len(lacks), shown)], ", "))
		}
	}
	return nil
}

// vouchedByKey says whether nothing is in a list but what a key of the base signed: revocation lists, certificates of known
// authorities under their roots, providers' certificates, or the whole.
func vouchedByKey(base *trustlist.List, h *held) bool {
	l := h.list
	if l.Kind == trustlist.KindServices {
		return l.Signed.Kind == trustlist.OriginListed
	}
	if l.Signed.Kind == trustlist.OriginListed {
		return base.OriginOf(h.signer, h.at).Kind == trustlist.OriginListed
	}
	if l.Kind != trustlist.KindCertificates && l.Kind != trustlist.KindCRL {
		return false
	}
	alone := &trustlist.List{CRLs: l.CRLs}
	if alone.CheckCRLs(base) != nil {
		return false
	}
	for _, a := range l.Authorities {
		sameKey := func(b trustlist.Authority) bool {
			return b.SPKISHA256 == a.SPKISHA256 && strings.EqualFold(b.Subject, a.Subject)
		}
		if !slices.ContainsFunc(base.Authorities, sameKey) || base.RootOf(a.Certificate) == nil {
			return false
		}
	}
	for _, e := range l.Entries {
		if a := base.Signer(e.Certificate, nil, middle(e.NotBefore, e.NotAfter)); a.Path == trustlist.PathNone || a.Unfit != "" {
			return false
		}
	}
	return true
}

func middle(from, to time.Time) time.Time { return from.Add(to.Sub(from) / 2) }
