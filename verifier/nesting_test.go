package verifier

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// holder puts something into a container. What holds only mails as text has other things attached to one.
type holder struct {
	name string
	kind bool // one of those that are put three deep; of the others two are enough
	put  func(o *pectest.Office, name string, content []byte, mail bool) (string, []byte, bool)
}

func holders() []holder {
	other := append(pectest.Ordinary("Altro").Bytes(), "Content-Type: text/plain\r\n\r\nCiao.\r\n"...)
	attach := func(name string, content []byte) []byte {
		return pectest.Mixed("Inoltro", pectest.TextPart("In allegato.\n"), pectest.Attached(content, "application/octet-stream", "base64", name))
	}
	asMail := func(name string, content []byte, mail bool) []byte {
		if mail {
			return content
		}
		return attach(name, content)
	}
	const sep = "From - Tue Jul 05 18:44:15 2022\r\n"
	return []holder{
		{"zip", true, func(_ *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			return "a.zip", pectest.Zip(pectest.File{Name: "nota.txt", Data: []byte("ciao")}, pectest.File{Name: name, Data: content}), false
		}},
		{"tar", true, func(_ *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			return "a.tar", pectest.Tar(pectest.File{Name: "d/" + name, Data: content}), false
		}},
		{"tgz", true, func(_ *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			return "a.tgz", pectest.Gzip(pectest.Tar(pectest.File{Name: name, Data: content})), false
		}},
		{"gz", false, func(_ *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			return name + ".gz", pectest.Gzip(content), false
		}},
		{"p7m", true, func(o *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			return name + ".p7m", o.Cover(content), false
		}},
		{"p7m in BER", false, func(o *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			return name + ".p7m", o.CoverBER(content), false
		}},
		{"tsd", true, func(o *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			return name + ".tsd", o.Stamped(content), false
		}},
		{"base64", false, func(_ *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			return name + ".txt", pectest.Base64(content, 76), false
		}},
		{"mail", true, func(_ *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			return "inoltro.eml", attach(name, content), true
		}},
		{"mail, as message/rfc822", false, func(_ *pectest.Office, name string, content []byte, mail bool) (string, []byte, bool) {
			return "inoltro.eml", pectest.Forward(asMail(name, content, mail)), true
		}},
		{"mbox", true, func(_ *pectest.Office, name string, content []byte, mail bool) (string, []byte, bool) {
			return "posta.mbox", pectest.Mailbox(pectest.Separator(sep), "\r\n", other, asMail(name, content, mail)), false
		}},
		{"MMDF", true, func(_ *pectest.Office, name string, content []byte, mail bool) (string, []byte, bool) {
			return "posta", pectest.MMDF(other, pectest.LF(asMail(name, content, mail))), false
		}},
		{"emlx", true, func(_ *pectest.Office, name string, content []byte, mail bool) (string, []byte, bool) {
			return "1.emlx", pectest.EMLX(asMail(name, content, mail)), false
		}},
		{"msg, as a file", true, func(_ *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			m := pectest.OutlookMessage{Class: "IPM.Note", Subject: "Inoltro", Attachments: []pectest.OutlookAttachment{{Name: name, Data: content}}}
			return "inoltro.msg", m.Bytes(), false
		}},
		{"msg, in an attached message", false, func(_ *pectest.Office, name string, content []byte, _ bool) (string, []byte, bool) {
			inner := &pectest.OutlookMessage{Class: "IPM.Note", Subject: "Dentro", Attachments: []pectest.OutlookAttachment{{Name: name, Data: content}}}
			m := pectest.OutlookMessage{Class: "IPM.Note", Subject: "Inoltro", Attachments: []pectest.OutlookAttachment{{Name: "dentro.msg", Message: inner}}}
			return "inoltro.msg", m.Bytes(), false
		}},
	}
}

// Each container in each other, three deep: the one receipt at the bottom is found, or it is said that something was not opened.
func TestEachContainerInEachOther(t *testing.T) {
	pectest.Native(t, "a long table")
	o := pectest.NewOffice()
	receipt := o.Dispatch().Accettazione().Bytes()
	trust := trusting(t)
	all := holders()
	kinds := slices.DeleteFunc(slices.Clone(all), func(h holder) bool { return !h.kind })
	var ways [][]holder
	for _, a := range all {
		for _, b := range all {
			ways = append(ways, []holder{a, b})
		}
	}
	for _, a := range kinds {
		for _, b := range kinds {
			for _, c := range kinds {
				ways = append(ways, []holder{a, b, c})
			}
		}
	}
	parts := map[string]string{}
	for i, chosen := range ways {
		name, data, mail := "ricevuta.eml", receipt, true
		var how []string
		for _, h := range chosen {
			name, data, mail = h.put(o, name, data, mail)
			how = append(how, h.name)
		}
		reports := Verify(name, data, trust)
		found := slices.IndexFunc(reports, func(r Report) bool { return r.Indication == TotalPassed && r.Kind == "accettazione" })
		marked := slices.ContainsFunc(reports, func(r Report) bool { return r.Unread != "" })
		if found < 0 || marked {
			t.Errorf("%s: %s", strings.Join(how, " in "), outcome(reports))
			continue
		}
		seen := map[string]bool{}
		for _, r := range reports {
			if seen[r.Part] {
				t.Errorf("%s: two reports on %q", strings.Join(how, " in "), r.Part)
			}
			seen[r.Part] = true
		}
		// The part leads there again.
		part := reports[found].Part
		if i%7 == 0 {
			if _, err := original(name, data, part, trust); err != nil && err != ErrNoContent {
				t.Errorf("%s, part %q: %v", strings.Join(how, " in "), part, err)
			}
		}
		parts[fmt.Sprint(how)] = part
	}
	for how, want := range map[string]string{
		"[zip zip zip]":              "a.zip/a.zip/ricevuta.eml",
		"[zip tgz zip]":              "a.tgz/a.zip/ricevuta.eml",
		"[zip p7m tsd]":              "ricevuta.eml",
		"[zip mail zip]":             "inoltro.eml#2#/ricevuta.eml",
		"[mail mail mail]":           "2.1.2.1.2.1",
		"[zip mail mbox]":            "2#2#/ricevuta.eml",
		"[zip mbox mail]":            "2#/2#2#/ricevuta.eml",
		"[zip msg, as a file zip]":   "inoltro.msg#/a.zip/ricevuta.eml",
		"[mail msg, as a file mail]": "2#/inoltro.eml#2.1",
		"[gz mbox]":                  "2#2",
		"[MMDF msg, as a file zip]":  "inoltro.msg#/posta/2",
		"[tsd emlx]":                 "2",
	} {
		if got := parts[how]; got != want {
			t.Errorf("%s: part %q, want %q", how, got, want)
		}
	}
}
