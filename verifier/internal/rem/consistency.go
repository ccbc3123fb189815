package rem

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Contradiction is something in an evidence that is against the standard or against itself.
type Contradiction struct {
	Reason string // one of the slugs
	Value  string
	Warns  bool // it is to be noticed, and does not keep the evidence from being consistent
}

// The slugs.
const (
	EventUnknown     = "event"      // the event is none of the standard's: its meaning is not known
	ReasonForeign    = "reason"     // the reason belongs to another event
	RecipientNone    = "recipient"  // it refers to a recipient that is not listed
	RecipientMissing = "refers"     // it must say which recipient it is about, and does not
	RecipientForeign = "refersnot"  // it refers to one recipient, and the event is about all
	RecipientTwice   = "twice"      // an address is listed twice
	SubmissionAbsent = "submission" // it must say when the message was submitted
	SubmissionLater  = "submitted"  // it says that the message was submitted after the event
	ExternalAbsent   = "external"   // it must name the other provider
	CriticalUnknown  = "critical"   // a critical extension that is not known here
	RelayForeign     = "relay"      // it refers to recipients of a relay, and is none
)

// Contradictions holds the evidence against the rules of its event (532-4 tables C.22 to C.28).
func (e *Evidence) Contradictions() []Contradiction {
	var out []Contradiction
	add := func(warns bool, reason, value string) { out = append(out, Contradiction{reason, value, warns}) }
	kind := eventOf(e.Event)
	if kind == nil {
		add(true, EventUnknown, e.EventURI)
	}
	for _, r := range e.Reasons {
		if known, ok := reasons[r.Name()]; ok && kind != nil && !slices.Contains(known.events, e.Event) {
			add(false, ReasonForeign, r.Name())
		}
	}
	for _, list := range [][]int{e.Consigned, e.Relayed, e.Untrusted} {
		for _, i := range list {
			if i < 1 || i > len(e.Recipients) {
				add(false, RecipientNone, strconv.Itoa(i))
			}
		}
	}
	if kind != nil && !kind.other {
		switch {
		case kind.consigned && len(e.Consigned) == 0:
			add(false, RecipientMissing, e.Event)
		case !kind.consigned && len(e.Consigned) > 0:
			add(false, RecipientForeign, e.Event)
		}
		if len(e.Relayed) > 0 && !kind.relay && !kind.outside {
			add(false, RelayForeign, e.Event)
		}
		if kind.submission && e.Submitted.IsZero() {
			add(false, SubmissionAbsent, e.Event)
		}
		if kind.relay && !e.HasExternal && !e.because("R_ERDS_NotIdentified") {
			add(false, ExternalAbsent, e.Event)
		}
	}
	if e.Submitted.After(e.Time) { // ETSI's printed example has it so
		add(true, SubmissionLater, e.Submitted.Format(time.RFC3339))
	}
	if twice := e.twice(); twice != "" {
		add(true, RecipientTwice, twice)
	}
	if len(e.Critical) > 0 {
		add(true, CriticalUnknown, strings.Join(e.Critical[:min(len(e.Critical), 4)], ", "))
	}
	return out
}

func (e *Evidence) because(name string) bool {
	return slices.ContainsFunc(e.Reasons, func(r Reason) bool { return r.Name() == name })
}

// twice finds an address that is listed twice, in lower case: an index then says less than it seems to.
func (e *Evidence) twice() string {
	seen := map[string]bool{}
	for _, p := range e.Recipients {
		address := strings.ToLower(p.Address)
		if seen[address] {
			return p.Address
		}
		seen[address] = true
	}
	return ""
}

// DeliveredTo is the address that the evidence refers to; "" where it refers to none or to one that is not listed.
func (e *Evidence) DeliveredTo() string {
	if len(e.Consigned) == 1 {
		if i := e.Consigned[0]; i >= 1 && i <= len(e.Recipients) {
			return e.Recipients[i-1].Address
		}
	}
	return ""
}

// ReceivedFor are the addresses that an event of relay is about: those referred to, or all where none is (532-4 table C.27 b).
func (e *Evidence) ReceivedFor() []string {
	out := []string{}
	if kind := eventOf(e.Event); kind == nil || !kind.relay && !kind.outside {
		return out
	}
	if len(e.Relayed) == 0 {
		for _, p := range e.Recipients {
			out = append(out, p.Address)
		}
		return out
	}
	seen := map[int]bool{}
	for _, i := range e.Relayed {
		if i >= 1 && i <= len(e.Recipients) && !seen[i] {
			seen[i] = true
			out = append(out, e.Recipients[i-1].Address)
		}
	}
	return out
}

// IsUntrusted says whether REM does not reach the recipient of that place, from 0.
func (e *Evidence) IsUntrusted(i int) bool { return slices.Contains(e.Untrusted, i+1) }

// MayHoldOriginal says whether the message itself may stand beside evidence of this event; of one that is not known it may.
func (e *Evidence) MayHoldOriginal() bool {
	kind := eventOf(e.Event)
	return kind == nil || kind.original || kind.other
}

// IsKnown says whether the event is one of the standard's.
func (e *Evidence) IsKnown() bool { return eventOf(e.Event) != nil }
