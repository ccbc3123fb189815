package verifier

import (
	"html"
	"regexp"
	"slices"
	"strings"

	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/smime"
)

// UnreadLost is the mark on what may have been evidence and cannot be judged any more, because the provider's signature is lost. Nobody
// stands for what is left. It proves nothing, and may yet be a notice of failure, so that it is not passed over either. The rule, for
// files and for what is in them:
//
//   - What a PEC message is taken apart into has the mark: daticert.xml or smime.p7s alone, a mail with loose pieces, an Outlook message
//     that has lost its signed part.
//   - What says by its text, its subject or its name that it is a notice of failure has it: a page, a text, a print. A copy of any other
//     evidence hides nothing. Of a PDF or a picture only the name is read.
//   - What holds a signed mail to which no structure leads, and whose signature does not hold, has it.
//   - What bears the name of a mail, a mailbox or an archive and is no known file, or a page, has it: a download that broke off, or brought
//     something else.
//
// The message alone (postacert.eml) has no mark: no notice of failure carries one, and it may be the sender's own copy.
const UnreadLost = "lost"

// takenApart are the reasons of what a PEC message is taken apart into.
var takenApart = map[string]bool{"msg-without-signed-blob": true, "mail-loose-parts": true, "mail-partial": true, intake.Daticert.Slug(): true}

// lost says whether a file without evidence, of that name, has the mark by what it is and by its name.
func lost(name, what string) bool {
	switch {
	case what == intake.System.Slug():
		return false // no mail, whatever it is called
	case takenApart[what], (what == intake.CMS.Slug() || what == slugSigned) && strings.EqualFold(name, "smime.p7s"):
		return true
	case strings.HasPrefix(what, "mail"), what == intake.Message.Slug(), what == intake.Mbox.Slug():
		return false // by its subject
	}
	return instead[what] && slices.Contains(storeEnds, lastEnd(name)) || notice.MatchString(name)
}

// instead is what is left of a mail, or comes in its place, where a download fails.
var instead = map[string]bool{intake.Empty.Slug(): true, intake.OneByte.Slug(): true, intake.Text.Slug(): true, intake.Binary.Slug(): true,
	intake.HTML.Slug(): true, intake.XML.Slug(): true}

// storeEnds are the ends of names that programs give to mails, and to what holds several.
var storeEnds = []string{"eml", "emlx", "msg", "mbox", "mbx", "mbs", "zip", "tar", "tgz", "gz", "bz2", "7z", "rar", "xz", "zst", "pst", "ost", "olm", "dbx", "nsf", "tsd"}

func lastEnd(name string) string {
	return strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
}

// notice knows the names that the rules give to notices of failure, in daticert.xml, in X-Ricevuta and in subjects (RFC 6109 §3.1.3 to
// §3.3), also as the name of a file has them.
var notice = regexp.MustCompile(`(?i)(mancata|errore)[\W_]{1,12}(di[\W_]{1,3})?consegna|(non|mancata)[\W_]{1,12}accettazione|rilevazione[\W_]{1,12}virus|problema[\W_]{1,12}di[\W_]{1,12}sicurezza`)

// noticeText says whether a text, or the source of a page, has such a name.
func noticeText(data []byte) bool {
	s := string(data[:min(len(data), maxHumanText)])
	if notice.MatchString(s) {
		return true
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "=\r\n", ""), "=\n", "") // quoted-printable
	return notice.MatchString(html.UnescapeString(tag.ReplaceAllString(s, " ")))
}

// noticeMail says whether a mail without evidence is a notice by its subject, or has one attached by its name.
func noticeMail(root *smime.Entity) bool {
	found := notice.MatchString(smime.DecodeWords(bounded(root.OuterHeader().Get("Subject"))))
	root.Walk(func(e *smime.Entity) bool {
		found = found || e.Parent() != nil && notice.MatchString(bounded(e.Name()))
		return !found
	})
	return found
}

func bounded(s string) string { return s[:min(len(s), maxValue)] }
