package smime

import (
	"bytes"
	"path"
	"strings"
)

// Disputed says why mail programs may show something else of this entity than is read here; "" where no reason is known. It is about the
// entity's own header and its delimiters, not about what is inside. What makes it impossible to say which reading is meant is Ambiguous;
// here a reading is taken, and another exists.
func (e *Entity) Disputed() string {
	if !e.asked {
		e.asked, e.disputed = true, e.dispute()
	}
	return e.disputed
}

func (e *Entity) dispute() string {
	if e.Header.Odd > 0 {
		return "lines in the header that are no fields"
	}
	return e.DisputedFields()
}

// DisputedFields is Disputed without lines that are no fields.
func (e *Entity) DisputedFields() string {
	h := &e.Header
	switch {
	case e.Ambiguous != "":
		return e.Ambiguous
	case h.Spaced > 0:
		return "a blank before the colon of a header field"
	case h.Blank > 0:
		return "a line of blanks in the header, before what says what this is"
	case h.Conflicting("Content-Disposition"):
		return "two Content-Disposition fields that differ"
	}
	for _, name := range []string{"Content-Type", "Content-Disposition", "Content-Transfer-Encoding"} {
		if hasControl(h.Get(name)) {
			return "a control character in " + name
		}
	}
	name, filename := e.parameters["name"], e.disposition.parameters["filename"]
	if e.twice == "charset" {
		return "a charset that is stated twice"
	}
	if e.twice != "" || e.disposition.twice != "" || name != "" && filename != "" && !strings.EqualFold(path.Ext(name), path.Ext(filename)) {
		return "a file name that is stated twice"
	}
	if why := e.disputedType(); why != "" {
		return why
	}
	return e.disputedEncoding()
}

func hasControl(value string) bool {
	return strings.ContainsFunc(value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

// disputedType is about Content-Type: its media type and, of a multipart, all that may hide its boundary.
func (e *Entity) disputedType() string {
	value := strings.TrimSpace(e.Header.Get("Content-Type"))
	if value == "" {
		return ""
	}
	mediaType, parameters, _ := strings.Cut(value, ";")
	if kind, subtype, found := strings.Cut(strings.TrimSpace(mediaType), "/"); !found || !isToken(kind, "") || !isToken(subtype, "") {
		return "a media type that is not plainly written"
	}
	switch e.Type {
	case "message/partial", "message/external-body": // RFC 2046 §5.2.2, §5.2.3: programs put it together, or fetch it
		return "a message that stands elsewhere, in whole or in part"
	}
	if !e.IsMultipart() {
		return ""
	}
	boundary := e.parameters["boundary"]
	switch {
	case !plainParameters(parameters), strings.Contains(boundary, "=?"), boundary != e.Boundary():
		return "a boundary that is not plainly written"
	case len(boundary) > longBoundary:
		return "a boundary that is longer than is allowed"
	case looseDelimiter(e.Body, boundary):
		return "a delimiter that a lone carriage return makes"
	case !e.opened():
		return "a multipart without its delimiter"
	case bytes.Contains(e.Epilogue(), []byte("\n--"+boundary)) || bytes.HasPrefix(e.Epilogue(), []byte("--"+boundary)):
		return "a delimiter behind the closing one"
	case e.longerDelimiter(boundary):
		return "a line that begins with the delimiter and goes on"
	}
	return ""
}

// longerDelimiter says whether a line begins with the delimiter and is none. RFC 2046 §5.1.1 calls it one, and few programs do; but for
// those of a multipart inside, whose boundary begins with this one.
func (e *Entity) longerDelimiter(boundary string) bool {
	dash := []byte("--" + boundary)
	var inside map[string]bool
	for at := 0; ; {
		i := bytes.Index(e.Body[at:], dash)
		if i < 0 {
			return false
		}
		start := at + i
		at = start + len(dash)
		if start > 0 && e.Body[start-1] != '\n' {
			continue
		}
		if _, ok := delimiterAt(e.Body, start, at); ok {
			continue
		}
		line, _, _ := bytes.Cut(e.Body[start:min(len(e.Body), start+2*maxBoundary)], []byte("\n"))
		own := strings.TrimRight(string(line), " \t\r")[len("--"):]
		if inside == nil {
			inside = map[string]bool{}
			e.Walk(func(c *Entity) bool {
				if c != e && c.IsMultipart() {
					inside[c.Boundary()], inside[c.Boundary()+"--"] = true, true
				}
				return true
			})
		}
		if !inside[own] {
			return true
		}
	}
}

func (e *Entity) opened() bool { e.Children(); return e.cut.opened }

// disputedEncoding: RFC 2046 §5 allows neither multipart nor message/rfc822 a transfer encoding that changes bytes. Some
// programs undo it, some do not.
func (e *Entity) disputedEncoding() string {
	if stated := strings.TrimSpace(e.Header.Get("Content-Transfer-Encoding")); stated != "" && !isToken(stated, "") {
		return "a transfer encoding that is not plainly written"
	}
	switch enc := e.Encoding(); enc {
	case "7bit", "8bit", "binary":
		return ""
	case "base64", "quoted-printable":
		if e.IsMultipart() {
			return "a transfer encoding of a multipart"
		}
		if e.Type == "message/rfc822" {
			return "a transfer encoding of a message"
		}
		return ""
	}
	return "a transfer encoding that is not known"
}

// plainParameters says whether these are `; name=value`, each value a token or a quoted string without backslashes, and the boundary
// once and in one piece: no two programs read them otherwise.
func plainParameters(s string) bool {
	boundaries := 0
	s = strings.Trim(s, blanks)
	for n := 0; s != ""; n++ {
		name, rest, found := strings.Cut(s, "=")
		name = strings.TrimRight(name, blanks)
		if !found || !isToken(name, "") || n == maxParameters || strings.HasPrefix(strings.ToLower(name), "boundary*") {
			return false
		}
		if strings.EqualFold(name, "boundary") {
			boundaries++
		}
		rest = strings.TrimLeft(rest, blanks)
		if quoted, isQuoted := strings.CutPrefix(rest, `"`); isQuoted {
			inside, after, closed := strings.Cut(quoted, `"`)
			if !closed || strings.Contains(inside, `\`) {
				return false
			}
			rest = strings.TrimLeft(after, blanks)
		} else {
			end := strings.IndexAny(rest, ";"+blanks)
			if end < 0 {
				end = len(rest)
			}
			if !isToken(rest[:end], unquoted) {
				return false
			}
			rest = strings.TrimLeft(rest[end:], blanks)
		}
		if rest != "" && rest[0] != ';' {
			return false
		}
		s = strings.Trim(rest, ";"+blanks)
	}
	return boundaries == 1
}

const (
	blanks   = " \t\r\n"
	unquoted = "=:/?@" // QUIRK: mail programs leave the quotes out around these, and all read them alike
)

// isToken is RFC 2045 §5.1, with some more characters.
func isToken(s, more string) bool {
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`()<>@,;:\"/[]?=`, c) >= 0 && strings.IndexByte(more, c) < 0 {
			return false
		}
	}
	return s != ""
}

// looseDelimiter says whether body has a delimiter line only for whoever takes a lone carriage return for a line end.
func looseDelimiter(body []byte, boundary string) bool {
	if boundary == "" {
		return false
	}
	dash := append([]byte("--"), boundary...)
	for at := 0; ; {
		i := bytes.Index(body[at:], dash)
		if i < 0 {
			return false
		}
		start := at + i
		at = start + len(dash)
		if start > 0 && body[start-1] != '\n' && body[start-1] != '\r' {
			continue
		}
		_, strict := delimiterAt(body, start, at)
		strict = strict && (start == 0 || body[start-1] == '\n')
		end := at
		if bytes.HasPrefix(body[end:], []byte("--")) {
			end += 2
		}
		for end < len(body) && (body[end] == ' ' || body[end] == '\t') {
			end++
		}
		if !strict && (end == len(body) || body[end] == '\r' || body[end] == '\n') {
			return true
		}
	}
}
