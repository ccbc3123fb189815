package dossier

import (
	"slices"
	"strings"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

func missing(t Transmission) string {
	var out []string
	for _, m := range t.Missing {
		out = append(out, m.Reason)
	}
	return strings.Join(out, " ")
}

func contradictions(t Transmission) string {
	var out []string
	for _, c := range t.Contradictions {
		out = append(out, strings.TrimPrefix(c.Reason, "contradiction."))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// scene builds transmissions by hand: what is said by whom, and when.
type scene struct {
	in []Input
}

const (
	anna  = "anna@pec.studio.example"
	bruno = "bruno@pec.comune.example"
	carla = "carla@pec.comune.example"
	diego = "diego@posta.example"
)

var nine = time.Date(2025, 3, 12, 9, 0, 0, 0, pectest.Rome)

// say adds a passing report that edits may change.
func (s *scene) say(kind, recipient string, at time.Time, edits ...func(*verifier.Report)) *scene {
	r := &verifier.Report{Schema: verifier.Schema, Kind: verifier.Kind(kind), Indication: verifier.TotalPassed}
	n := len(s.in)
	r.File = verifier.File{Name: kind + ".eml", Size: 10, SHA256: hash(string(rune('a' + n)))}
	r.Certified = &verifier.Certified{Provider: "GESTORE UNO S.p.A.", Time: at.Format(time.RFC3339), Sender: anna, Subject: "Atto", Identifier: "1@uno.example",
		MessageID: "<c1@anna.example>", Error: "nessuno", DeliveredTo: recipient,
		Recipients: []verifier.Recipient{{Address: bruno, Type: certificato}, {Address: carla, Type: certificato}, {Address: diego, Type: esterno}}}
	r.Content = &verifier.Content{Form: "none"}
	if kind == "avvenuta-consegna" || kind == "posta-certificata" {
		r.Certified.ReceiptType = "completa"
		r.Content = whole()
	}
	for _, edit := range edits {
		edit(r)
	}
	s.in = append(s.in, Input{Report: r})
	return s
}

func whole() *verifier.Content {
	return &verifier.Content{Form: "full", MessageID: "<1@uno.example>", From: "Anna <" + anna + ">", Subject: "Atto", Date: "Wed, 12 Mar 2025 08:59:57 +0100",
		To: []string{bruno, carla, diego}, Attachments: []verifier.Attachment{{Name: "atto.pdf.p7m", Type: "application/pkcs7-mime", Size: 5, SHA256: hash("atto")}},
		Texts: []verifier.Text{{Type: "text/plain", SHA256: hash("testo")}, {Type: "text/html", SHA256: hash("<p>testo")}}}
}

func (s *scene) sent(id string, edits ...func(*Sent)) *scene {
	m := &Sent{Source: Source{File: verifier.File{Name: "sent.eml", SHA256: hash("sent" + string(rune('a'+len(s.in))))}}, MessageID: id, Content: *whole()}
	m.Content.MessageID = id
	for _, edit := range edits {
		edit(m)
	}
	s.in = append(s.in, Input{Sent: m})
	return s
}

func (s *scene) build(edits ...func(*Options)) Dossier {
	o := Options{Now: nine.AddDate(0, 1, 0)}
	for _, edit := range edits {
		edit(&o)
	}
	return Build(s.in, o)
}

func at(t time.Time) func(*Options) { return func(o *Options) { o.Now = t } }

func verdict(i verifier.Indication, sub verifier.Subindication) func(*verifier.Report) {
	return func(r *verifier.Report) { r.Indication, r.Subindication = i, sub }
}

// altered is how Verify reports bytes that were changed: it certifies nothing.
func altered(r *verifier.Report) {
	r.Indication, r.Subindication, r.Certified, r.Content = verifier.TotalFailed, verifier.HashFailure, nil, nil
}

func certified(edit func(*verifier.Certified)) func(*verifier.Report) {
	return func(r *verifier.Report) { edit(r.Certified) }
}

func failing(reason string) func(*verifier.Report) {
	return certified(func(c *verifier.Certified) { c.Error, c.ErrorDetail = reason, "5.1.1 - Gestore - indirizzo non valido" })
}

func notice(n string) func(*verifier.Report) {
	return certified(func(c *verifier.Certified) { c.Notice, c.Error = n, "altro" })
}

func soon(seconds int) time.Time { return nine.Add(time.Duration(seconds) * time.Second) }

func accepted() *scene { return new(scene).say("accettazione", "", nine) }
