package verifier

import (
	"strings"

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

// unsignedMail tells apart the mails without evidence that people take for PEC.
func unsignedMail(root *smime.Entity) string {
	loose, encrypted := false, false
	root.Walk(func(e *smime.Entity) bool {
		loose = loose || e.Named("daticert.xml") || e.Named("postacert.eml") || e.Named("smime.p7s")
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
