package content

import (
	"bytes"
	"cmp"
	"strings"

	"pecverifier/verifier/digest"
	"pecverifier/verifier/internal/charset"
	"pecverifier/verifier/internal/smime"
)

// Bounds of what is hashed as text. Beyond them nothing is hashed, and the text counts as not compared.
const (
	maxTexts     = 100     // parts
	maxTextBytes = 4 << 20 // of all parts of a message, as they are transmitted
)

// unknown8bit is the name of a charset that nobody stated (RFC 1428).
const unknown8bit = "unknown-8bit"

// Text stands for one part that is to be read and is no attachment: text/plain, text/html or another text without a
// name. It exists so that two copies of a message can be compared without their text.
//
// SHA256 is taken over what a person reads, so that two ways to transmit one text give one hash: the transfer encoding is
// undone, the charset turned into UTF-8, CRLF into LF, and the line ends at the very end left out, because a mail program
// that keeps what it sent writes all four in its own way. Nothing else is touched: a blank, a lone CR, the order of the
// parts and the source of HTML are as they were. How a program lays out lines (format=flowed) is not looked at.
//
// Where the bytes are not text of a charset that this program reads truly, they are hashed as they are but for line ends,
// and Charset is the name they were given: under another name they read as something else.
type Text struct {
	Type    string
	Charset string // lower case; "" = SHA256 is of UTF-8
	// SHA256 is lower-case hexadecimal; "" = not hashed: the transfer encoding is damaged, or a bound was met. An empty Type
	// beside it says that there may be more parts, attachments too, that are not listed.
	SHA256 string
}

// hashTexts gives a Text for each part, in the order of the message. A part in which there is nothing to read is left out.
func hashTexts(bodies []*smime.Entity, cut bool) []Text {
	var out []Text
	left := maxTextBytes
	for _, e := range bodies {
		if len(out) == maxTexts {
			cut = true
			break
		}
		left -= len(e.Body)
		if left < 0 {
			out = append(out, Text{Type: bounded(e.Type)})
			continue
		}
		if t, ok := hashText(e); ok {
			out = append(out, t)
		}
	}
	if cut {
		out = append(out, Text{})
	}
	return out
}

func hashText(e *smime.Entity) (Text, bool) {
	t := Text{Type: bounded(e.Type)}
	raw, err := e.Decoded()
	if err != nil {
		return t, true
	}
	label := strings.ToLower(strings.Trim(e.Parameter("charset"), ` "'`))
	text := raw
	if read, ok := charset.Read(label, raw); ok && !charset.Guessed(label, raw) {
		text = []byte(read)
	} else {
		t.Charset = bounded(cmp.Or(label, unknown8bit))
	}
	text = bytes.TrimRight(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")), "\n")
	if len(text) == 0 {
		return t, false
	}
	t.SHA256 = digest.SHA256(text)
	return t, true
}
