package content

import (
	"bytes"

	"pecverifier/verifier/smime"
)

// maxLooked bounds the text that is looked through for files in it, as transmitted: above what a mail system accepts (30 MB).
const maxLooked = 64 << 20

// dispute finds the first entity of which mail programs may show something else than is read here, in what the message has attached
// too. bodies are the texts of the message itself.
func dispute(e *smime.Entity, bodies []*smime.Entity) *Dispute {
	var found *Dispute
	e.Walk(func(part *smime.Entity) bool {
		if why := part.Disputed(); why != "" && found == nil {
			found = &Dispute{part.Path, why}
		}
		return found == nil
	})
	left := maxLooked
	for _, body := range bodies {
		if left -= len(body.Body); left < 0 || found != nil {
			break
		}
		if raw, err := body.Decoded(); err == nil && uuencoded(raw) {
			found = &Dispute{body.Path, "a file in uuencode between lines of text"}
		}
	}
	return found
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
