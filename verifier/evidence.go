package verifier

import (
	"errors"
	"time"

	"pecverifier/verifier/internal/content"
	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/internal/verified"
)

// evidence is what the signed entity holds.
type evidence struct {
	kind          Kind
	data          *daticert.Data // nil where there is no readable one, or none that the provider's text bears out
	raw           []byte         // the same, as decoded
	time          time.Time      // the certified time; zero where there is none
	reason        string         // why the evidence is malformed; "" when it is of the rules' shape
	detail        string
	contradiction string           // why the provider's text speaks against daticert.xml
	original      *smime.Entity    // the certified message
	message       *content.Message // the same, read
	blank         bool             // postacert.eml is there and holds no message: empty, or not readable as one
	unread        bool             // the certified message is there and exceeds a bound
	twoDiffer     bool             // two postacert.eml that are not the same
	cutShort      bool             // its sender may have cut it short
	oldName       bool             // certdata.xml, as RFC 6109 §4.3.3 prints the name
	text          humanText
}

// readEvidence reads what a signature holds. It judges form only: whose signature that is, others ask.
func readEvidence(c *verified.Content) *evidence {
	p := takeApart(c.Entity())
	ev := &evidence{kind: KindUnknown, text: humanTextOf(p.text), cutShort: p.cutShort()}
	ev.original, ev.unread, ev.twoDiffer = p.original()
	ev.settle(p)
	if ev.original != nil {
		ev.message = content.Read(ev.original, ev.brief())
	}
	ev.blank = len(p.messages) > 0 && !ev.unread && (ev.original == nil || ev.original.Header.Len() == 0)
	return ev
}

// settle finds out of what kind the evidence is, and what daticert.xml states.
func (ev *evidence) settle(p parts) {
	if len(p.data) == 0 && p.ambiguous() == "" && ev.isAnomaly(p) {
		ev.kind = KindAnomaly
		return
	}
	ev.readData(p)
	if ev.data == nil {
		return
	}
	if ev.contradiction = p.contradiction(ev.data, ev.text); ev.contradiction != "" {
		// What speaks against it is the provider's for certain; who wrote the data is not.
		ev.data, ev.raw, ev.time, ev.kind = nil, nil, time.Time{}, KindUnknown
		if ev.contradiction == "consistency.anomaly" {
			ev.kind = KindAnomaly
		}
	}
}

// brief says whether hashes stand in for the files of the message (RFC 6109 §3.3.2.2).
func (ev *evidence) brief() bool {
	return ev.data != nil && ev.data.Kind == daticert.AvvenutaConsegna && ev.data.ReceiptType == "breve"
}

// claimed is what bytes that no signature holds say of themselves: their kind, and when to judge the certificate. Nothing
// else of them is given to anybody.
func claimed(lying *smime.Entity) *evidence {
	ev := &evidence{kind: KindUnknown}
	if lying == nil {
		return ev.malformed("evidence.missing", "")
	}
	p := takeApart(lying)
	claims := &evidence{kind: KindUnknown, text: humanTextOf(p.text)}
	if claims.original, claims.unread, _ = p.original(); len(p.data) == 0 && claims.isAnomaly(p) {
		ev.kind = KindAnomaly
		return ev
	}
	claims.readData(p)
	ev.kind, ev.time, ev.reason = claims.kind, claims.time, claims.reason
	return ev
}

// readData reads daticert.xml, if there is one and programs cannot disagree on which it is.
func (ev *evidence) readData(p parts) *evidence {
	if why := p.ambiguous(); why != "" {
		return ev.malformed("evidence.ambiguous", why)
	}
	switch {
	case len(p.data) == 0:
		return ev.malformed("evidence.missing", "")
	case p.twice():
		return ev.malformed("evidence.twice", "")
	case p.data[0].Parent() != p.signed:
		return ev.malformed("evidence.misplaced", "")
	}
	raw, err := p.data[0].Decoded()
	if err != nil {
		return ev.malformed("evidence.encoding", err.Error())
	}
	data, err := daticert.Parse(raw)
	if err != nil {
		var bad *daticert.Malformed
		if errors.As(err, &bad) {
			return ev.malformed("daticert."+bad.Reason, bad.Detail)
		}
		return ev.malformed("daticert.xml", err.Error())
	}
	switch {
	case p.guessed(data):
		return ev.malformed("evidence.ambiguous", "the boundary stands in what daticert.xml repeats of the sender")
	case p.torn(data, ev.text):
		return ev.malformed("evidence.ambiguous", "a part holds the other half of the provider's text")
	}
	ev.oldName = p.data[0].Named("certdata.xml") && !p.data[0].Named("daticert.xml")
	ev.data, ev.raw, ev.time, ev.kind = data, raw, data.Time, Kind(data.Kind)
	return ev
}

func (ev *evidence) malformed(reason, detail string) *evidence {
	ev.reason, ev.detail = reason, detail
	return ev
}

// isAnomaly knows an anomaly envelope (RFC 6109 §3.2.2): a text that says so and the received message, no daticert.xml.
// Without those words it is evidence whose daticert.xml is missing. The unsigned header is not asked.
func (ev *evidence) isAnomaly(p parts) bool {
	if p.signed.Type != "multipart/mixed" || len(p.children) != 2 || p.text != p.children[0] || ev.original == nil && !ev.unread {
		return false
	}
	if t := p.text.Type; t != "text/plain" && t != "multipart/alternative" {
		return false
	}
	subject := ""
	if ev.original != nil {
		subject = ev.original.Header.Get("Subject")
	}
	return ev.text.without(subject).mentionsAnomaly()
}

// open gives the certified message to somebody who wants to see it; nil where there is neither message nor daticert.xml.
func (ev *evidence) open() *content.Opened {
	opened := &content.Opened{}
	if ev.message != nil {
		opened = ev.message.Open()
	}
	opened.Daticert = ev.raw
	if opened.Message == nil && opened.Daticert == nil {
		return nil
	}
	return opened
}
