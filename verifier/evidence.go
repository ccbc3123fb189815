package verifier

import (
	"bytes"
	"errors"
	"strings"

	"pecverifier/verifier/content"
	"pecverifier/verifier/daticert"
	"pecverifier/verifier/smime"
)

// evidence is what the signed entity holds.
type evidence struct {
	kind      Kind
	data      *daticert.Data // nil where there is no readable one
	reason    string         // why the evidence is malformed; "" when it is of the rules' shape
	detail    string
	original  *smime.Entity    // the certified message
	message   *content.Message // the same, read
	unread    bool             // the certified message is there and exceeds a bound
	twoDiffer bool             // two postacert.eml that are not the same
	oldName   bool             // certdata.xml, as RFC 6109 §4.3.3 prints the name
	text      string           // the start of the signed human text
}

// daticertParts are the parts of a signed entity that are, or may be, daticert.xml: never inside an attached message.
func daticertParts(signed *smime.Entity) ([]*smime.Entity, error) {
	var named, unnamed []*smime.Entity
	err := signed.Walk(func(e *smime.Entity) bool {
		if e.HoldsMessage() {
			return false
		}
		switch {
		case e.IsMultipart():
			return e == signed || !e.IsSigned()
		case e.Named("daticert.xml") || e.Named("certdata.xml"):
			named = append(named, e)
		case e.Name() == "" && (e.Type == "application/xml" || e.Type == "text/xml"):
			unnamed = append(unnamed, e) // QUIRK: daticert.xml without a name (met in real mail)
		}
		return false
	})
	if len(named) > 0 {
		return named, err
	}
	return unnamed, err
}

// readEvidence reads the signed entity. It judges form only: nothing here says that it is authentic.
func readEvidence(c *candidate) *evidence {
	ev := &evidence{kind: KindUnknown}
	if c.content == nil {
		return ev.malformed("evidence.missing", "")
	}
	ev.text = humanText(c.content)
	ev.original, ev.unread, ev.twoDiffer = originalMessage(c.content)
	if ev.original != nil {
		ev.message = content.Read(ev.original)
	}
	if c.content.IsMultipart() && bytes.Contains(c.content.Epilogue(), []byte("--"+c.content.Boundary())) {
		// Whoever guesses the boundary closes the multipart from inside the certified message, before the real daticert.xml.
		return ev.malformed("evidence.ambiguous", "a delimiter follows the closing one")
	}
	parts, err := daticertParts(c.content)
	switch {
	case err != nil: // a bound hides what follows: the real daticert.xml may be there
		return ev.malformed("evidence.ambiguous", err.Error())
	case len(parts) == 0 && isAnomaly(c, ev):
		ev.kind = KindAnomaly
		return ev
	case len(parts) == 0:
		return ev.malformed("evidence.missing", "")
	case len(parts) > 1:
		return ev.malformed("evidence.twice", "")
	}
	part := parts[0]
	if part.Parent() != c.content || !c.content.IsMultipart() {
		return ev.malformed("evidence.misplaced", "")
	}
	if c.content.Ambiguous != "" || part.Ambiguous != "" {
		return ev.malformed("evidence.ambiguous", c.content.Ambiguous+part.Ambiguous)
	}
	raw, err := part.Decoded()
	if err != nil {
		return ev.malformed("evidence.encoding", err.Error())
	}
	ev.oldName = part.Named("certdata.xml") && !part.Named("daticert.xml")
	ev.data, err = daticert.Parse(raw)
	if err != nil {
		var bad *daticert.Malformed
		if errors.As(err, &bad) {
			return ev.malformed("daticert."+bad.Reason, bad.Detail)
		}
		return ev.malformed("daticert.xml", err.Error())
	}
	ev.kind = Kind(ev.data.Kind)
	return ev
}

func (ev *evidence) malformed(reason, detail string) *evidence {
	ev.reason, ev.detail = reason, detail
	return ev
}

// originalMessage finds postacert.eml among the direct children of the signed multipart.
func originalMessage(signed *smime.Entity) (original *smime.Entity, unread, differ bool) {
	children, _ := signed.Children()
	var named, other []*smime.Entity
	for _, c := range children {
		switch {
		case !c.HoldsMessage():
		case c.Named("postacert.eml"):
			named = append(named, c)
		case c.Type == "message/rfc822" && c.Name() == "": // named otherwise, it is a part that the provider added
			other = append(other, c)
		}
	}
	if len(named) == 0 {
		named = other
	}
	if len(named) == 0 {
		return nil, false, false
	}
	for _, n := range named[1:] {
		a, errA := named[0].Decoded()
		b, errB := n.Decoded()
		if errA != nil || errB != nil || !bytes.Equal(a, b) {
			differ = true
		}
	}
	inside, err := named[0].Children()
	if len(inside) == 0 {
		return nil, err != nil, differ
	}
	return inside[0], false, differ
}

// anomalyWords are those of the text that RFC 6109 §3.2.2 prescribes, in Italian and as the RFC prints it.
var anomalyWords = []string{"anomal", "non sono stati certificati", "not been certified"}

// isAnomaly knows an anomaly envelope (RFC 6109 §3.2.2): a text that says so and the received message, no daticert.xml.
// Without those words it is evidence whose daticert.xml is missing. The unsigned header is not asked.
func isAnomaly(c *candidate, ev *evidence) bool {
	children, err := c.content.Children()
	if err != nil || c.content.Type != "multipart/mixed" || len(children) != 2 || ev.original == nil && !ev.unread {
		return false
	}
	if t := children[0].Type; t != "text/plain" && t != "multipart/alternative" {
		return false
	}
	text := strings.Join(strings.Fields(strings.ToLower(ev.text)), " ")
	for _, word := range anomalyWords {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// humanText gives the start of the first signed text/plain, only to tell notices apart that the XML does not.
func humanText(signed *smime.Entity) string {
	var text string
	signed.Walk(func(e *smime.Entity) bool {
		if text != "" || e.HoldsMessage() {
			return false
		}
		if e.Type == "text/plain" && e.Name() == "" {
			part := *e
			part.Body = e.Body[:min(len(e.Body), maxNoticeText)]
			if decoded, err := part.Decoded(); err == nil {
				text = smime.DecodeCharset(e.Parameter("charset"), decoded)
			}
		}
		return true
	})
	return text
}

// notice tells the 12-hour and the 24-hour notice apart (RFC 6109 §3.1.6): by errore-esteso, else by the signed text,
// since the XML has the same tipo for both.
func (ev *evidence) notice() daticert.Notice {
	if ev.data == nil {
		return daticert.NoNotice
	}
	n := ev.data.Notice()
	if n != daticert.NoticeUnknown {
		return n
	}
	text := strings.ToLower(strings.Join(strings.Fields(ev.text), " "))
	switch {
	case strings.Contains(text, "ventiquattro ore"), strings.Contains(text, "24 ore") && !strings.Contains(text, "12 ore"):
		return daticert.Notice24h
	case strings.Contains(text, "dodici ore"), strings.Contains(text, "12 ore"):
		return daticert.Notice12h
	}
	return n
}
