package content

import (
	"bytes"
	"strings"

	"pecverifier/verifier/internal/smime"
)

// maxLooked bounds the text that is looked through for files in it, as transmitted: above what a mail system accepts (30 MB).
const maxLooked = 64 << 20

// dispute finds the first entity of which mail programs may show something else than is read here, in what the message has attached
// too. bodies are the texts of the message itself, damaged the first attachment of which the transfer encoding cannot be undone.
func dispute(e *smime.Entity, bodies []*smime.Entity, damaged *smime.Entity) *Dispute {
	var found *Dispute
	e.Walk(func(part *smime.Entity) bool {
		why := part.Disputed()
		if why == "" {
			why = holdsMore(part)
		}
		if why != "" && found == nil {
			found = &Dispute{part.Path, why}
		}
		return found == nil
	})
	if found == nil && damaged != nil { // what others pass over in it they show
		found = &Dispute{damaged.Path, "a transfer encoding that is damaged"}
	}
	left := maxLooked
	for _, body := range bodies {
		if left -= len(body.Body); left < 0 || found != nil {
			break
		}
		raw, err := body.Decoded()
		switch {
		case err != nil:
			found = &Dispute{body.Path, "a transfer encoding that is damaged"}
		case uuencoded(raw), hasLine(raw, "=ybegin "), hasLine(raw, "(This file must be converted with BinHex"):
			found = &Dispute{body.Path, "a file between lines of text"}
		case bytes.IndexByte(raw, 0) >= 0 && !isWide(body.Parameter("charset")):
			found = &Dispute{body.Path, "a NUL, at which some programs end the text"}
		}
	}
	return found
}

// holdsMore says whether a part stands for a message, or for files, that some programs show in its place.
func holdsMore(part *smime.Entity) string {
	name := strings.ToLower(strings.TrimSpace(part.Name()))
	switch {
	case part.Type == "application/ms-tnef", part.Type == "application/vnd.ms-tnef", name == "winmail.dat":
		return "winmail.dat, in which one program finds other files"
	case strings.HasSuffix(part.Type, "pkcs7-mime") && (part.IsMessage() || name == "" || name == "smime.p7m"):
		return "a signature, or a cipher, that holds the message in itself"
	}
	return ""
}

// isWide says whether a charset has zeros in its letters.
func isWide(charset string) bool {
	charset = strings.ToLower(charset)
	return strings.Contains(charset, "16") || strings.Contains(charset, "32") || strings.Contains(charset, "ucs")
}

// hasLine says whether a line begins so.
func hasLine(text []byte, start string) bool {
	return bytes.HasPrefix(text, []byte(start)) || bytes.Contains(text, []byte("\n"+start))
}

// uuencoded says whether a text has a line `begin 644 name`, from which on some mail programs show an attachment.
func uuencoded(text []byte) bool {
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte("begin"))
		if i < 0 {
			return false
		}
		at += i
		if (at == 0 || text[at-1] == '\n' || text[at-1] == '\r') && beginsFile(text[at+len("begin"):]) {
			return true
		}
		at += len("begin")
	}
}

func beginsFile(line []byte) bool {
	if end := bytes.IndexAny(line, "\r\n"); end >= 0 {
		line = line[:end]
	}
	line = bytes.TrimPrefix(line, []byte("-base64"))
	if !bytes.HasPrefix(line, []byte(" ")) {
		return false
	}
	words := bytes.Fields(line)
	return len(words) >= 2 && (len(words[0]) == 3 || len(words[0]) == 4) && len(bytes.Trim(words[0], "01234567")) == 0
}
