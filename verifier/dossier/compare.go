package dossier

import (
	"slices"
	"strings"

	"pecverifier/verifier"
	"pecverifier/verifier/internal/smime"
)

// fields of a message that are compared, in the order in which they are named.
var fields = []string{"messageID", "from", "to", "subject", "date", "text", "attachments", "hashes", "names"}

// sameness of copies in one field. Of several pairs of copies the greatest stands: what is said is said of all.
type sameness int

const (
	unasked sameness = iota
	theSame
	different
	notTold // it could not be compared: a part was not hashed, or may not be listed
)

// comparison is what was asked of all copies, by field.
type comparison map[string]sameness

// ask notes one answer, and gives the field if it differs.
func (c comparison) ask(field string, s sameness) []string {
	c[field] = max(c[field], s)
	if s == different {
		return []string{field}
	}
	return nil
}

func (c comparison) equal(field string, same bool) []string {
	if same {
		return c.ask(field, theSame)
	}
	return c.ask(field, different)
}

// copies gives the fields in which two certified copies differ: providers keep every field as it was sent.
func (c comparison) copies(a, b *verifier.Content) []string {
	return slices.Concat(c.brief(a, b), c.ask("attachments", compareAttachments(a, b)))
}

// brief does the same where a brief receipt has hashes in place of attachments.
func (c comparison) brief(a, b *verifier.Content) []string {
	return slices.Concat(c.equal("messageID", a.MessageID == b.MessageID), c.equal("from", a.From == b.From), c.equal("to", slices.Equal(a.To, b.To)),
		c.equal("subject", a.Subject == b.Subject), c.equal("date", a.Date == b.Date), c.ask("text", compareTexts(a, b)))
}

// sent compares with a sent mail. The provider puts its own Message-ID into it and may fold or encode the rest anew, so that
// only what people read is compared, and attachments by their bytes.
func (c comparison) sent(a, b *verifier.Content) []string {
	return slices.Concat(c.briefOfSent(a, b), c.ask("attachments", compareAttachments(a, b)))
}

func (c comparison) briefOfSent(a, b *verifier.Content) []string {
	return slices.Concat(c.equal("from", textKey(a.From) == textKey(b.From)), c.equal("subject", subjectKey(a.Subject) == subjectKey(b.Subject)),
		c.equal("date", textKey(a.Date) == textKey(b.Date)), c.ask("text", compareTexts(a, b)))
}

func textKey(s string) string { return strings.Join(strings.Fields(smime.DecodeWords(s)), " ") }

// compareTexts compares the parts to be read, one by one in their order: of an alternative, programs show the last.
func compareTexts(a, b *verifier.Content) sameness {
	out := theSame
	for i := range max(len(a.Texts), len(b.Texts)) {
		x, y := textAt(a, i), textAt(b, i)
		switch {
		case x != nil && x.Type == "" || y != nil && y.Type == "": // and more
			return notTold
		case x == nil || y == nil:
			return max(out, different)
		case x.SHA256 == "" || y.SHA256 == "":
			out = notTold
		case *x != *y:
			return different
		}
	}
	return out
}

func textAt(c *verifier.Content, i int) *verifier.Text {
	if i < len(c.Texts) {
		return &c.Texts[i]
	}
	return nil
}

// compareAttachments compares name, size and bytes. One that could not be decoded agrees with nothing.
func compareAttachments(a, b *verifier.Content) sameness {
	switch same := slices.EqualFunc(a.Attachments, b.Attachments, func(x, y verifier.Attachment) bool {
		return x.Name == y.Name && x.Size == y.Size && x.SHA256 == y.SHA256 && x.SHA256 != ""
	}); {
	case !same:
		return different
	case !listsAll(a) || !listsAll(b):
		return notTold
	}
	return theSame
}

// listsAll says whether no part of a message is left out of its lists.
func listsAll(c *verifier.Content) bool {
	n := len(c.Texts)
	return n == 0 || c.Texts[n-1].Type != ""
}

// compareHashes compares what two brief receipts state: the names of their parts, and where those are alike the hashes.
func compareHashes(a, b []verifier.Attachment) (names, hashes sameness) {
	if !slices.EqualFunc(a, b, func(x, y verifier.Attachment) bool { return x.Name == y.Name }) {
		return different, unasked
	}
	if !slices.EqualFunc(a, b, func(x, y verifier.Attachment) bool {
		return x.Hash == y.Hash && (x.Hash != "" || x.SHA256 == y.SHA256 && x.SHA256 != "")
	}) {
		return theSame, different
	}
	return theSame, theSame
}
