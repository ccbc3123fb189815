package intake

import (
	"bytes"
	"strings"
)

// telling are fields that hardly anything but a mail or MIME header has; usual are those that need company.
var (
	telling = map[string]bool{
		"content-type": true, "mime-version": true, "received": true, "return-path": true, "message-id": true,
		"x-ricevuta": true, "x-trasporto": true, "x-riferimento-message-id": true, "delivered-to": true,
	}
	usual = map[string]bool{
		"from": true, "to": true, "cc": true, "bcc": true, "subject": true, "date": true, "sender": true, "reply-to": true,
		"in-reply-to": true, "references": true, "content-transfer-encoding": true, "content-disposition": true,
		"user-agent": true, "x-mailer": true, "x-priority": true, "importance": true,
	}
)

// fieldName gives the name of a header field (RFC 5322 §2.2) in lower case, "" if the line is none.
func fieldName(line []byte) string {
	colon := bytes.IndexByte(line, ':')
	if colon < 1 || colon > 100 {
		return ""
	}
	name := strings.ToLower(strings.TrimRight(string(line[:colon]), " \t")) // RFC 5322 §4.5.8: blanks before the colon
	for i := range len(name) {
		if name[i] <= ' ' || name[i] > '~' {
			return ""
		}
	}
	return name
}

// looksLikeHeader says whether data starts with the header of a message or of a MIME entity: a field in the first line,
// fields that mail has, and few lines that are none. With trusted, something else says that it is a message.
func looksLikeHeader(data []byte, trusted bool) bool {
	data = data[:min(len(data), sniffed)]
	good, bad, strong, weak := 0, 0, 0, 0
	for n := 0; n < maxHeaderLines && len(data) > 0; n++ {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			break
		}
		name := fieldName(line)
		switch {
		case n == 0 && name == "":
			return false
		case telling[name]:
			strong++
		case usual[name]:
			weak++
		case name == "" && line[0] != ' ' && line[0] != '\t':
			bad++
			continue
		}
		good++
	}
	enough := strong > 0 || weak > 1 || trusted && strong+weak > 0
	return enough && bad*2 <= good
}
