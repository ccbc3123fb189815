package intake

import (
	"bytes"
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
	transport = map[string]bool{
		"received": true, "return-path": true, "delivered-to": true, "message-id": true, "x-ricevuta": true, "x-trasporto": true,
		"x-mozilla-status": true, "x-account-key": true, "x-uidl": true, "x-gm-thrid": true, "x-apple-auto-saved": true,
		"status": true, "x-status": true, "envelope-to": true, "x-original-to": true,
	}
)

// maxBadLines is after how many lines that are no field a header is given up.
const maxBadLines = 100

// maxFieldName is how long the name of a field is at most, with blanks behind it.
const maxFieldName = 100

// fieldName gives the name of a header field (RFC 5322 §2.2) in lower case, "" if the line is none.
func fieldName(line []byte) string {
	colon := bytes.IndexByte(line[:min(len(line), maxFieldName+1)], ':')
	if colon < 1 {
		return ""
	}
	var lower [maxFieldName]byte
	name := lower[:copy(lower[:], bytes.TrimRight(line[:colon], " \t"))] // RFC 5322 §4.5.8: blanks before the colon
	for i, c := range name {
		switch {
		case c <= ' ' || c > '~':
			return ""
		case 'A' <= c && c <= 'Z':
			name[i] = c | 0x20
		}
	}
	return string(name)
}

// IsField says whether a line, without its line end, is a header field's first.
func IsField(line []byte) bool { return fieldName(line) != "" }

// looksLikeHeader says whether data starts with the header of a message or of a MIME entity: a field in the first line,
// fields that mail has, and few lines that are none. With trusted, something else says that it is a message.
func looksLikeHeader(data []byte, trusted bool) bool {
	h := readHeader(data[:min(len(data), sniffed)])
	return h.convincing() || trusted && h.strong+h.weak > 0 && h.bad*2 <= h.good
}

// header counts what stands in the lines of what may be one.
type header struct {
	good, bad    int // fields with their continuations, and other lines
	strong, weak int // fields of the two lists
	transport    int // fields that only a mail server writes, or the program that stored the mail
	sent         int // fields that whoever sent it wrote
	signed       bool
}

func (h header) convincing() bool { return (h.strong > 0 || h.weak > 1) && h.bad*2 <= h.good }

// readHeader reads up to the blank line, or to where another mail begins.
func readHeader(data []byte) header {
	var h header
	for n := 0; n < maxHeaderLines && len(data) > 0; n++ {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		data = rest
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 || bytes.HasPrefix(line, fromStart) {
			break
		}
		name := fieldName(line)
		switch {
		case n == 0 && name == "":
			return header{}
		case telling[name]:
			h.strong++
		case usual[name]:
			h.weak++
		case name == "" && line[0] != ' ' && line[0] != '\t':
			if bytes.HasPrefix(line, quotedFrom) {
				continue // of the mailbox, as Thunderbird writes it
			}
			h.bad++
			if h.bad > maxBadLines {
				return h
			}
			continue
		}
		h.good++
		if transport[name] {
			h.transport++
		}
		switch name {
		case "from", "to", "date", "subject", "sender":
			h.sent++
		}
		if name == "content-type" {
			h.signed = h.signed || hasPrefixFold(bytes.TrimSpace(line[bytes.IndexByte(line, ':')+1:]), "multipart/signed")
		}
	}
	return h
}
