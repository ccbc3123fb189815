package truststore

import (
	"slices"
	"strings"

	"pecverifier/trustlist"
)

// held is a list beside the program's own.
type held struct {
	Record
	*opened
	from    trustlist.From
	kept    bool  // in the browser's storage
	pending error // why it waits: its authority is not there, and it may come
}

// settle decides what each of several lists is, seen from all of them, in whatever order they came, and gives the list that
// judges: the base and those that wait for nothing.
func settle(base *trustlist.List, all []*held) *trustlist.List {
	origins(base, all)
	for active := all; ; {
		together := combined(base, active)
		var use []*held
		for _, h := range active {
			if h.pending = h.list.CheckCRLs(together); h.pending == nil {
				use = append(use, h)
			}
		}
		if len(use) == len(active) {
			return together
		}
		active = use // what the others brought may be missing now
	}
}

// origins says by whom each list is signed. A list speaks for another only where it is itself more than some stranger's: a
// plain file that the person gave, one whose signer the person confirmed, or one that a listed authority signed; never for
// itself, so that two strangers cannot vouch for each other.
func origins(base *trustlist.List, all []*held) {
	var known, open []*held
	for _, h := range all {
		if h.list.Kind == trustlist.KindServices {
			h.signedBy(h.originOfServices())
		} else if h.signer == nil {
			known = append(known, h.signedBy(h.list.Signed))
		} else {
			open = append(open, h)
		}
	}
	listed := func() {
		for more := true; more; {
			more = false
			view := combined(base, known)
			open = slices.DeleteFunc(open, func(h *held) bool {
				o := view.OriginOf(h.signer, h.at)
				if o.Kind != trustlist.OriginListed {
					return false
				}
				known, more = append(known, h.signedBy(o)), true
				return true
			})
		}
	}
	listed()
	open = slices.DeleteFunc(open, func(h *held) bool {
		o := base.OriginOf(h.signer, h.at, strings.ToLower(h.Confirmed))
		h.signedBy(o)
		if o.Kind != trustlist.OriginConfirmed {
			return false
		}
		known = append(known, h)
		return true
	})
	listed()
}

func (h *held) signedBy(o trustlist.Origin) *held {
	if h.list.Signed != o || h.list.From != h.from {
		h.opened = &opened{h.list.With(o, h.from), h.signer, h.at}
	}
	return h
}

func combined(base *trustlist.List, all []*held) *trustlist.List {
	parts := []*trustlist.List{base}
	for _, h := range all {
		parts = append(parts, h.list)
	}
	return trustlist.Combine(parts...)
}
