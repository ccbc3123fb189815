package verifier

import (
	"slices"
	"strings"

	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/smime"
)

// nothing says what a file without any evidence is, and what to give instead.
func nothing(file File, entry, what string) Report {
	r := Report{Schema: Schema, File: file, System: SystemPEC, Part: entry, Kind: KindNone, Indication: NoEvidence, hollow: true,
		Checks: []Check{newCheck("file.type", Passed, "file."+what)}}
	name := entry
	if name == "" {
		name = file.Name
	}
	switch {
	case unopened[what]:
		r.Unread = what
	case lost(name[strings.LastIndexByte(name, '/')+1:], what):
		r.Unread = UnreadLost
	}
	return r
}

// KeptBySystem says whether the file is one that an operating system or a mail program puts beside others by itself, by what is in it and by
// its name: a folder with such files is not less than all mails of it.
func (r *Report) KeptBySystem() bool {
	return r.Part == "" && r.Indication == NoEvidence && r.Unread == "" && intake.KeptBySystem(r.File.Name, intake.System) &&
		slices.ContainsFunc(r.Checks, func(c Check) bool { return c.Reason == "file."+intake.System.Slug() })
}

// unsignedMail tells apart the mails without evidence that people take for PEC.
func unsignedMail(root *smime.Entity) string {
	if isPage(root) {
		return intake.HTML.Slug()
	}
	loose, encrypted := false, false
	root.Walk(func(e *smime.Entity) bool {
		loose = loose || e.Named("daticert.xml") || e.Named("postacert.eml") || e.Named("smime.p7s") && isSignature(e)
		encrypted = encrypted || e.Type == "application/pkcs7-mime" && strings.EqualFold(e.Parameter("smime-type"), "enveloped-data")
		return true
	})
	switch {
	case encrypted:
		return "mail-encrypted"
	case loose:
		return "mail-loose-parts"
	case root.Header.Has("X-Riferimento-Message-ID"), root.Header.Has("X-TipoRicevuta"):
		return "mail-postacert"
	}
	return "mail"
}

// isPage knows a page that a browser, or Word, saved with its pictures (.mht): a mail by its form, which nobody sent.
func isPage(root *smime.Entity) bool {
	if root.Type != "multipart/related" && root.Type != "text/html" && root.Type != "multipart/alternative" {
		return false
	}
	h := &root.Header
	from := strings.ToLower(smime.DecodeWords(bounded(h.Get("From"))))
	return h.Has("Snapshot-Content-Location") || strings.HasPrefix(strings.Trim(from, "<\" "), "saved by ") || strings.Contains(from, "internet explorer") ||
		!h.Has("From") && !h.Has("Received") && strings.Contains(string(root.Preamble()), "Web Archive")
}

// isPartial says whether a program keeps parts of the mail in files of their own, and so none of the bytes that were signed (Apple Mail,
// .partial.emlx: the field stands in what was signed, with nothing after it).
func isPartial(root *smime.Entity) bool {
	found := false
	root.Walk(func(e *smime.Entity) bool {
		found = found || e.Header.Has("X-Apple-Content-Length") && len(strings.TrimSpace(string(e.Body))) == 0
		return !found
	})
	return found
}
