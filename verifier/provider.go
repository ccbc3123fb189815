package verifier

import (
	"bytes"
	"slices"
	"strconv"
	"strings"

	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/smime"
)

// Which parts of a signed message did the provider write, and which did a sender bring?
//
// The provider writes a multipart: its text, daticert.xml, postacert.eml with what the sender wrote, and parts of its own if it
// likes (RFC 6109 §4.3; daticert.xml and postacert.eml in either order). The signature covers all of it alike. In postacert.eml the
// sender's bytes lie as they came (7bit), so a sender who guesses the multipart's boundary writes delimiter lines there: the
// program then sees parts that the provider never made. What such a sender can do, and why it is of no use:
//
//   - Hide a part of the provider's. Its delimiter lines stand at the start of lines of their own, whatever the sender wrote
//     before them, so each begins a part. To have them passed over the sender must close the multipart himself, and then the
//     provider's own delimiters follow in the epilogue: ambiguous. To keep the program from reaching them he must exceed a
//     bound: ambiguous too. To hide them from readers that take a lone carriage return for a line end: ambiguous.
//   - Add or replace certification data where the provider wrote some: there are then two, whatever their names: malformed.
//     Many guesses at once leave lines that are no fields in the header of the part that hits: ambiguous.
//   - Add certification data where the provider wrote none, in an anomaly envelope: the provider's text, which comes first and
//     before anything that the sender could close, says that nothing was certified. daticert.xml beside it contradicts itself.
//     Should that text be of a form that this program does not know: certification data that stand behind anything that a
//     sender wrote count only if the text bears them out, by its title or by naming the same identifier in words of its own.
//   - Write into the provider's text, by a subject with line breaks in it: words count only on the lines and outside of the
//     quotes that the text puts around the subject, over several lines only where daticert.xml stands before all that the sender
//     wrote; a text that is torn leaves its other half in a part before postacert.eml,
//     where the words of an anomaly are looked for as well, and its delimiter in the subject that daticert.xml states. (In
//     quoted-printable, as providers send it, a boundary with an equals sign cannot come out of a subject at all.)
//   - Add a second postacert.eml, named or not: they differ, and the evidence is inconsistent.
//   - Cut his own message short, and hide its rest in a part behind it: the list of its parts is said not to be complete
//     (content.complete), unless the message had closed its own multipart before.
//   - Guess the outer boundary: the bytes before it are not those that were signed.

// parts is a signed entity taken apart.
type parts struct {
	signed   *smime.Entity
	children []*smime.Entity
	text     *smime.Entity   // the provider's text; nil where none comes before what a sender wrote
	data     []*smime.Entity // what is, or may be, daticert.xml: in any multipart, never inside an attached message
	messages []*smime.Entity // what is, or may be, postacert.eml; direct children only
	likeData bool            // another part holds certification data under another name
	err      error           // a bound that hides what follows
}

func takeApart(signed *smime.Entity) parts {
	p := parts{signed: signed}
	p.err = signed.Walk(func(e *smime.Entity) bool {
		switch {
		case e.HoldsMessage():
			return false
		case e.IsMultipart():
			return e == signed || !e.IsSigned()
		case mayBeData(e):
			p.data = append(p.data, e)
		default:
			p.likeData = p.likeData || looksLikeData(e)
		}
		return false
	})
	if !signed.IsMultipart() {
		return p
	}
	p.children, _ = signed.Children()
	for _, c := range p.children {
		switch {
		case slices.Contains(p.data, c):
		case mayBeMessage(c):
			p.messages = append(p.messages, c)
		case p.text == nil && len(p.messages) == 0 && (strings.HasPrefix(c.Type, "text/") || c.IsMultipart() && !c.IsSigned()):
			p.text = c
		}
	}
	return p
}

func mayBeData(e *smime.Entity) bool {
	return e.Named("daticert.xml") || e.Named("certdata.xml") ||
		e.Name() == "" && (e.Type == "application/xml" || e.Type == "text/xml") // QUIRK: daticert.xml without a name (met in real mail)
}

// looksLikeData: a provider that names its certification data otherwise is not understood here, and a sender's daticert.xml
// must not pass for what it wrote.
func looksLikeData(e *smime.Entity) bool {
	if !strings.Contains(e.Type, "xml") && !strings.HasSuffix(strings.ToLower(e.Name()), ".xml") || len(e.Body) > maxLikeData {
		return false
	}
	raw, err := e.Decoded()
	return err == nil && bytes.Contains(raw, []byte("<postacert"))
}

func mayBeMessage(e *smime.Entity) bool {
	return e.HoldsMessage() && (e.Named("postacert.eml") ||
		e.Name() == "" && (e.Type == "message/rfc822" || e.Type == "message/global")) // named otherwise, it is a part that the provider added
}

// ambiguous says why programs may disagree on what the parts are; "" where they cannot.
func (p parts) ambiguous() string {
	if p.err != nil { // the real daticert.xml may be there
		return p.err.Error()
	}
	if p.signed.IsMultipart() {
		delimiter := "--" + p.signed.Boundary()
		switch {
		case bytes.Contains(p.signed.Epilogue(), []byte(delimiter)):
			return "a delimiter follows the closing one"
		case bytes.Contains(p.signed.Body, []byte("\r"+delimiter)):
			return "a delimiter follows a lone carriage return"
		}
	}
	for _, e := range append(append([]*smime.Entity{p.signed}, p.data...), p.messages...) {
		switch {
		case e.Ambiguous != "":
			return e.Ambiguous
		case e.Header.Odd > 0:
			return "lines that are no fields in the header of part " + strconv.Quote(e.Path)
		}
	}
	return ""
}

// twice says whether there may be two daticert.xml.
func (p parts) twice() bool { return len(p.data) > 1 || len(p.data) == 1 && p.likeData }

// original gives the certified message; unread where it is there and exceeds a bound, differ where there are two.
func (p parts) original() (message *smime.Entity, unread, differ bool) {
	if len(p.messages) == 0 {
		return nil, false, false
	}
	if len(p.messages) > 1 {
		first, err := p.messages[0].Decoded()
		differ = err != nil || slices.ContainsFunc(p.messages[1:], func(m *smime.Entity) bool {
			other, err := m.Decoded()
			return err != nil || !bytes.Equal(first, other)
		})
	}
	inside, err := p.messages[0].Children()
	if len(inside) == 0 {
		return nil, err != nil, differ
	}
	return inside[0], false, differ
}

// cutShort says whether a part stands behind the certified message that its sender may have cut off from it. A message that
// closed its own multipart before has nothing behind it that a mail program shows.
func (p parts) cutShort() bool {
	if len(p.messages) == 0 || p.messages[0].Encoding() == "base64" {
		return false
	}
	if inside, _ := p.messages[0].Children(); len(inside) > 0 && inside[0].IsMultipart() && inside[0].Closed() && !hasText(inside[0].Epilogue()) {
		return false
	}
	behind := p.children[slices.Index(p.children, p.messages[0])+1:]
	return slices.ContainsFunc(behind, func(e *smime.Entity) bool { return !slices.Contains(p.data, e) && !slices.Contains(p.messages, e) })
}

// contradiction says why the provider's text speaks against daticert.xml, as the slug of a reason; "" where it does not.
func (p parts) contradiction(d *daticert.Data, text humanText) string {
	words := text.without(d.Subject)
	all := words
	if p.firstHand() { // a text wraps a long subject, which may speak of anything
		all = text.withoutAcross(d.Subject)
	}
	switch {
	case words.titleOfAnomaly(), all.saysAnomaly(), slices.ContainsFunc(p.beside(), func(e *smime.Entity) bool { return tornText(e).ofAnomaly() }):
		return "consistency.anomaly"
	case !p.firstHand() && !words.bearOut(d.Identifier):
		return "consistency.text"
	}
	return ""
}

// beside are the parts before the message that are neither text nor certification data.
func (p parts) beside() []*smime.Entity {
	var out []*smime.Entity
	for _, e := range p.children {
		if slices.Contains(p.messages, e) {
			break
		}
		if e != p.text && !slices.Contains(p.data, e) {
			out = append(out, e)
		}
	}
	return out
}

// firstHand says whether daticert.xml stands before everything in which a sender's bytes lie as they came.
func (p parts) firstHand() bool {
	for _, e := range p.children {
		if e == p.data[0] {
			return true
		}
		if e != p.text && e.Encoding() != "base64" {
			return false
		}
	}
	return false
}

// torn says whether another part names the identifier, in the words of the provider's text, and that text does not: line breaks of a
// subject tore it. The sender does not know the identifier before the provider makes it, so he cannot put it back.
func (p parts) torn(d *daticert.Data, text humanText) bool {
	if text.names(d.Identifier) {
		return false
	}
	return slices.ContainsFunc(p.children, func(e *smime.Entity) bool {
		return e != p.text && !slices.Contains(p.data, e) && tornText(e).names(d.Identifier)
	})
}

// guessed says whether the boundary stands in what daticert.xml repeats of the sender's: nobody writes it there by chance.
func (p parts) guessed(d *daticert.Data) bool {
	values := []string{d.Subject, smime.DecodeWords(d.Subject), d.Sender, d.ReplyTo, d.MessageID, d.ErrorDetail}
	for _, r := range d.Recipients {
		values = append(values, r.Address)
	}
	return slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, "--"+p.signed.Boundary()) })
}
