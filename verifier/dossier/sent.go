package dossier

import (
	"bytes"
	"cmp"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"pecverifier/verifier"
	"pecverifier/verifier/digest"
	"pecverifier/verifier/internal/content"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/msgid"
	"pecverifier/verifier/internal/smime"
)

// Sent is a message as it lies in the sender's folder. Nobody signed it as PEC, so it proves nothing: it can show that
// it is the message which evidence certifies.
type Sent struct {
	Source
	MessageID string           // as written; the msgid that receipts repeat
	Content   verifier.Content // always of form full
	Hashes    []BriefHash      // what a brief receipt may state of its named parts
	Lost      bool             // it says that it is a notice of failure (verifier.UnreadLost); no matter where evidence names its Message-ID
}

// BriefHash is one SHA-1 that a brief receipt may state of a part (RFC 6109 §3.3.2.2). Those of one part follow each other, in the
// order of hashForms.
type BriefHash struct {
	Name string // of the part, "" = it has none
	Over string // one of hashForms
	SHA1 string // lower-case hexadecimal
}

const hashSuffix = ".hash"

// The bytes that a brief receipt's hash may be taken over: the rules say both "base64 encoded parts" and "the entire content of the
// part" (RULES.md §1.7). A hash over an encoded text is that of a part, or of a file that is this text: which of the two was sent it
// does not tell. The same is true of a file that is such a text.
const (
	overDecoded = "decoded"
	overText    = "text" // decoded, and a base64 text by itself
	overEncoded = "encoded"
)

var hashForms = []string{overDecoded, overText, overEncoded, "encoded-lf", "encoded-closed"}

// tells says whether a hash over that form is of one file and no other, as far as SHA-1 can tell files apart.
func tells(over string) bool { return over == overDecoded }

// ErrChanged says that a file is not the one that was verified.
var ErrChanged = errors.New("these are not the bytes that were verified")

var errNotMail = errors.New("not a mail")

// ReadSent reads a sent message from a file that is one mail. It asks neither whether it was sent nor by whom.
func ReadSent(name string, data []byte) (*Sent, error) {
	if len(data) > verifier.DefaultMaxInput {
		return nil, fmt.Errorf("more than %d bytes in one file", verifier.DefaultMaxInput)
	}
	sum := sha256.Sum256(data)
	return readSent(Source{File: verifier.File{Name: name, Size: len(data), SHA256: hex.EncodeToString(sum[:])}}, name, data, every)
}

// every wants each mail to be read whole.
func every(string) bool { return true }

// IDKey is the same for identifiers that are joined: what SentIn asks about.
func IDKey(id string) string { return msgid.Of(id).Folded() }

// readSent reads a mail whole if it is wanted by the IDKey of its Message-ID, else only that.
func readSent(source Source, name string, data []byte, wanted func(id string) bool) (*Sent, error) {
	if intake.Identify(name, data) != intake.Message {
		return nil, errNotMail
	}
	raw, _ := intake.Unwrap(data)
	root, err := smime.Parse(raw)
	if err != nil {
		return nil, err
	}
	if id := strings.TrimSpace(root.Header.Get("Message-ID")); !wanted(IDKey(id)) {
		return &Sent{Source: source, MessageID: id, Content: verifier.Content{Form: "none"}}, nil
	}
	// On its way a mail has CRLF (RFC 5321 §2.3.8), and that is what was certified; a program may keep it otherwise.
	if root, err = root.Canonical(); err != nil {
		return nil, err
	}
	m := content.Read(root, false)
	s := &Sent{Source: source, MessageID: m.MessageID, Content: verifier.Content{Form: "full", MessageID: m.MessageID, From: m.From,
		To: m.To, Subject: m.Subject, Date: m.Date, Attachments: []verifier.Attachment{}}}
	for _, a := range m.Attachments {
		s.Content.Attachments = append(s.Content.Attachments, verifier.Attachment{Name: a.Name, Type: a.Type, Size: a.Size, SHA256: a.SHA256, Hash: a.Hash})
	}
	for _, t := range m.Texts {
		s.Content.Texts = append(s.Content.Texts, verifier.Text(t))
	}
	root.Walk(func(e *smime.Entity) bool {
		if e.IsMultipart() {
			return true
		}
		if content.IsAttachment(e) && len(s.Hashes) < content.MaxAttachments*len(hashForms) {
			s.Hashes = append(s.Hashes, briefHashes(e)...)
		}
		return false
	})
	return s, nil
}

func briefHashes(e *smime.Entity) []BriefHash {
	var out []BriefHash
	add := func(over string, data []byte) {
		sum := sha1.Sum(data)
		out = append(out, BriefHash{e.Name(), over, hex.EncodeToString(sum[:])})
	}
	if decoded, err := e.Decoded(); err == nil {
		if content.IsBase64(decoded) {
			add(overText, decoded)
		} else {
			add(overDecoded, decoded)
		}
	}
	lf := bytes.ReplaceAll(e.Body, []byte("\r\n"), []byte("\n"))
	crlf := bytes.ReplaceAll(lf, []byte("\n"), []byte("\r\n"))
	add(overEncoded, crlf)
	add("encoded-lf", lf)
	add("encoded-closed", append(bytes.TrimRight(crlf, "\r\n"), "\r\n"...))
	return out
}

// Inputs turns one dropped file and its reports into pieces of a dossier: a mail without any evidence is taken as a
// message that may have been sent, also from inside a mailbox or an archive. o is what the reports were made with.
func Inputs(name string, data []byte, reports []verifier.Report, o verifier.Options) []Input {
	mails := map[string]*verifier.Report{}
	var out []Input
	for i := range reports {
		if r := &reports[i]; mayBeSent(r) {
			mails[r.Part] = r
		} else {
			out = append(out, Input{Report: r})
		}
	}
	out = append(out, sentIn(name, data, mails, o, every)...)
	for i := range reports {
		if r := &reports[i]; mails[r.Part] == r {
			out = append(out, Input{Report: r})
		}
	}
	return out
}

// SentIn gives the mails of one dropped file that may have been sent; inputs are that file's. Those of which no evidence
// names the Message-ID are not worth reading whole: wanted is asked, by IDKey. The file may have been written
// to since: of other bytes than the reports are about the error is ErrChanged.
func SentIn(name string, data []byte, inputs []Input, o verifier.Options, wanted func(id string) bool) ([]Input, error) {
	mails := map[string]*verifier.Report{}
	for _, in := range inputs {
		if in.Report != nil && mayBeSent(in.Report) {
			mails[in.Report.Part] = in.Report
		}
	}
	sum := digest.SHA256(data)
	for _, r := range mails {
		if r.File.SHA256 != sum {
			return nil, ErrChanged
		}
	}
	return sentIn(name, data, mails, o, wanted), nil
}

// sentIn takes out of mails, which are reports by part, those that it gives.
func sentIn(name string, data []byte, mails map[string]*verifier.Report, o verifier.Options, wanted func(id string) bool) []Input {
	if len(mails) == 0 {
		return nil
	}
	var out []Input
	verifier.Mails(name, data, o, func(part string, mail []byte) {
		r := mails[part]
		if r == nil {
			return
		}
		if s, err := readSent(Source{r.File, part}, cmp.Or(part, name), mail, wanted); err == nil {
			s.Lost = r.Unread == verifier.UnreadLost
			out = append(out, Input{Sent: s})
			delete(mails, part)
		}
	})
	return out
}

// mayBeSent says whether a report is about a mail without evidence that was read to its end.
func mayBeSent(r *verifier.Report) bool { return isMail(r) && readWhole(r) }

// readWhole says whether nothing was left out, whatever is to be made of what was read.
func readWhole(r *verifier.Report) bool {
	_, limited := r.Limit()
	return !limited && (r.Unread == "" || r.Unread == verifier.UnreadLost)
}

// isMail says whether a report is about a mail without evidence and without pieces of any.
func isMail(r *verifier.Report) bool {
	switch fileType(r) {
	case "file.mail", "file.mail-postacert", "file.mail-unopened":
		return true
	}
	return false
}

// fileType is the reason of the check that says what was given.
func fileType(r *verifier.Report) string {
	for _, c := range r.Checks {
		if c.ID == "file.type" {
			return c.Reason
		}
	}
	return ""
}
