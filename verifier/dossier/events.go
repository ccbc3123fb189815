package dossier

import (
	"slices"
	"strconv"
	"time"
)

// events notes what each piece says of the recipient it is about. The earliest of a kind stands.
func (w *work) events() {
	for _, it := range w.g.items {
		c := it.report.Certified
		if !it.counted {
			w.noteUncounted(it)
			continue
		}
		for _, address := range about(c) {
			w.event(it, w.recipients[addressKey(address)])
		}
	}
	for i := range w.t.Recipients {
		if r := &w.t.Recipients[i]; !r.Named && len(w.accepted)+len(w.refused) > 0 && !w.contradicted("recipient-not-named", r.Address) {
			w.contradict("recipient-not-named", r.Address, nil)
		}
		w.compareEvents(i)
	}
}

func (w *work) noteUncounted(it *item) {
	for _, address := range about(it.report.Certified) {
		i, ok := w.recipients[addressKey(address)]
		if !ok {
			continue
		}
		w.t.Recipients[i].Evidence = append(w.t.Recipients[i].Evidence, it.position)
		switch at := &w.at[i]; {
		case it.role == avvenutaConsegna && at.unproved == nil:
			at.unproved = it
		case adverse(it.role) && at.unheard == nil:
			at.unheard = it
		}
	}
}

func (w *work) event(it *item, i int) {
	r, at, c := &w.t.Recipients[i], &w.at[i], it.report.Certified
	r.Evidence = append(r.Evidence, it.position)
	if len(w.accepted)+len(w.refused) > 0 && !r.Named {
		w.contradict("recipient-not-named", r.Address, []*item{it})
	}
	e := &Event{Time: c.Time, Provider: c.Provider, Error: c.Error, ErrorDetail: c.ErrorDetail, Evidence: it.position}
	if e.Error == "nessuno" {
		e.Error = ""
	}
	var slot **Event
	switch it.role {
	case presaInCarico:
		slot = &r.TakenInCharge
	case avvenutaConsegna:
		slot = &r.Delivered
		e.ReceiptType, e.Form = c.ReceiptType, form(it)
		at.deliveries = append(at.deliveries, it)
	case erroreConsegna, rilevazioneVirus:
		slot = &r.Failed
		at.failures = append(at.failures, it)
	case preavviso:
		switch c.Notice {
		case notice12h:
			slot = &r.Notice12h
		case notice24h:
			slot = &r.Notice24h
		default:
			slot = &r.Notice
		}
		if slot != &r.Notice24h {
			at.notices = append(at.notices, it)
		}
	default:
		return
	}
	if *slot == nil {
		*slot = e
	}
	w.compareWithAcceptance(it, r)
}

// The two notices of RFC 6109 §3.1.6, as a report names them. Of a third it is not known which of the two it is.
const (
	notice12h = "12h"
	notice24h = "24h"
)

// afterDelivery says whether a notice came when the message had been delivered: it cannot be the usual one before a late delivery.
func afterDelivery(notice, delivery *item) bool {
	return notice.at.After(delivery.at.Add(clockDifference))
}

// compareWithAcceptance: nothing can happen to a message before it was accepted, by instant and not by wall clock.
func (w *work) compareWithAcceptance(it *item, r *Recipient) {
	c := it.report.Certified
	switch {
	case len(w.accepted) == 0 && len(w.refused) > 0:
		w.contradict("refused-and-handled", r.Address, []*item{w.refused[0], it}, "kind", string(it.report.Kind), "time", c.Time,
			"refused", w.refused[0].report.Certified.Time)
	case len(w.accepted) > 0 && it.at.Before(w.accepted[0].at.Add(-clockDifference)):
		w.contradict("before-acceptance", r.Address, []*item{w.accepted[0], it}, "kind", string(it.report.Kind), "time", c.Time,
			"accepted", w.accepted[0].report.Certified.Time, "seconds", strconv.Itoa(int(w.accepted[0].at.Sub(it.at)/time.Second)))
	}
}

func (w *work) compareEvents(i int) {
	r, delivered, failed := &w.t.Recipients[i], w.at[i].deliveries, w.at[i].failures
	if len(delivered) == 0 {
		return
	}
	if len(failed) > 0 {
		w.contradict("delivered-and-failed", r.Address, slices.Concat(delivered, failed), "delivered", r.Delivered.Time, "failed", r.Failed.Time)
	}
	if r.Notice24h != nil && !w.g.rem {
		w.contradict("delivered-and-given-up", r.Address, append(slices.Clone(delivered), w.g.items[r.Notice24h.Evidence]),
			"delivered", r.Delivered.Time, "failed", r.Notice24h.Time)
	}
	for _, it := range w.at[i].notices {
		if it.report.Certified.Notice == notice12h && afterDelivery(it, delivered[0]) {
			w.contradict("delivered-and-late", r.Address, []*item{delivered[0], it}, "delivered", r.Delivered.Time, "time", it.report.Certified.Time)
		}
	}
	if last := delivered[len(delivered)-1]; !last.at.Equal(delivered[0].at) {
		w.contradict("deliveries-differ", r.Address, delivered, "first", r.Delivered.Time, "second", last.report.Certified.Time)
	}
	if outside(r.Type) {
		w.contradict("ordinary-delivered", r.Address, delivered)
	}
}
