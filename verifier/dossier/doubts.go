package dossier

import "strconv"

// doubt gathers what may be news of a failure and is no contradiction. Every piece that tells of a failure ends in one of three
// places: the state of its recipient, a contradiction, or here. Only the first notice before a late delivery is no news.
func (w *work) doubt() {
	for i := range w.t.Recipients {
		w.doubtRecipient(i, &w.t.Recipients[i])
	}
	for _, it := range w.g.items {
		c := it.report.Certified
		switch {
		case !adverse(it.role):
		case !it.counted:
			recipient := ""
			if _, ok := w.recipients[addressKey(c.DeliveredTo)]; ok { // of others it only says so itself
				recipient = c.DeliveredTo
			}
			w.doubtful("unheard", recipient, []*item{it}, append(whyUncounted(it), "time", c.Time)...)
		case it.role == otherEvent:
			w.doubtful("event", c.DeliveredTo, []*item{it}, "kind", string(shownKind(it.report.Kind)), "time", c.Time)
		case it.role != nonAccettazione && len(about(c)) == 0:
			w.doubtful("nobody", "", []*item{it}, "kind", string(it.report.Kind), "time", c.Time)
		}
	}
	if w.g.twin {
		w.doubtful("same-identifier", "", nil, "identifier", string(w.g.id))
	}
	if w.unjudged > 0 {
		w.doubtful("unjudged", "", nil, "count", strconv.Itoa(w.unjudged))
	}
}

func (w *work) doubtRecipient(i int, r *Recipient) {
	at := &w.at[i]
	if e := r.Notice24h; w.g.rem && e != nil && r.Delivered != nil { // no news within the period, and yet delivered: no contradiction (REM.md §5.2)
		it, reason := w.g.items[e.Evidence], "notice"
		if afterDelivery(it, at.deliveries[0]) {
			reason = "notice-after"
		}
		w.doubtful(reason, r.Address, []*item{at.deliveries[0], it}, "time", e.Time, "delivered", r.Delivered.Time)
	}
	for _, it := range at.notices {
		if len(at.deliveries) == 0 || it.report.Certified.Notice != "" {
			continue
		}
		reason := "notice"
		if afterDelivery(it, at.deliveries[0]) {
			reason = "notice-after"
		}
		w.doubtful(reason, r.Address, []*item{at.deliveries[0], it}, "time", it.report.Certified.Time, "delivered", r.Delivered.Time)
	}
	if !outside(r.Type) || len(at.deliveries) > 0 { // with a delivery receipt there is a contradiction already
		return
	}
	// The delivery to an ordinary mailbox is nothing that could be proved, but a failure is one all the same.
	for _, e := range []*Event{r.Failed, r.Notice24h, r.Notice, r.Notice12h} {
		if e != nil {
			it := w.g.items[e.Evidence]
			w.doubtful("ordinary", r.Address, []*item{it}, "kind", string(it.report.Kind), "time", e.Time)
		}
	}
}

func (w *work) doubtful(reason, recipient string, evidence []*item, values ...string) {
	w.t.Doubts = append(w.t.Doubts, Doubt{Recipient: recipient, Answer: answer(w.word("doubt."+reason), values...), Evidence: positions(evidence)})
}
