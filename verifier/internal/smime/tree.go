package smime

import (
	"bytes"
	"strings"
)

// Children reads the entities directly inside: the parts of a multipart, the message of a message/rfc822 (or of a part
// whose name ends in .eml). On a LimitError the children read so far are given too.
func (e *Entity) Children() ([]*Entity, error) {
	if !e.read {
		e.read = true
		e.children, e.err = e.readChildren()
	}
	return e.children, e.err
}

func (e *Entity) readChildren() ([]*Entity, error) {
	switch {
	case e.IsMultipart() && usableBoundary(e.Boundary()):
		if err := e.budget.delimiters(len(e.Body)); err != nil {
			return nil, err
		}
		cut, err := split(e.Body, e.Boundary(), MaxParts-e.budget.parts)
		if err != nil {
			return nil, err
		}
		e.cut = cut
		out := make([]*Entity, 0, len(cut.parts))
		for i, raw := range cut.parts {
			c, err := e.child(raw, e.root, e.inBody(cut.starts[i]), i+1, false)
			if err != nil {
				return out, err
			}
			out = append(out, c)
		}
		return out, nil
	case e.HoldsMessage():
		return e.readMessage()
	}
	return nil, nil
}

// HoldsMessage says whether the body is, or claims to be, a whole mail.
// QUIRK: forwarded envelopes travel as application/octet-stream named postacert.eml (met in the wild).
func (e *Entity) HoldsMessage() bool {
	if e.Type == "message/rfc822" || e.Type == "message/global" {
		return true
	}
	if e.IsMultipart() {
		return false
	}
	for _, n := range e.Names() {
		if strings.HasSuffix(strings.ToLower(strings.TrimSpace(n)), ".eml") {
			return true
		}
	}
	return false
}

func (e *Entity) readMessage() ([]*Entity, error) {
	raw, root, at := e.Body, e.root, e.inBody(0)
	switch e.Encoding() {
	case "base64", "quoted-printable":
		if err := e.budget.decode(len(e.Body)); err != nil {
			return nil, err
		}
		decoded, err := e.Decoded()
		if err != nil {
			return nil, nil // not a readable message; the part itself is still there
		}
		raw, root, at = decoded, decoded, -1
	}
	message := trimStart(raw)
	if at >= 0 {
		at += len(raw) - len(message)
	}
	c, err := e.child(message, root, at, 1, true)
	if err != nil {
		return nil, err
	}
	return []*Entity{c}, nil
}

// trimStart drops a byte order mark and empty lines before a header.
func trimStart(raw []byte) []byte {
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	return bytes.TrimLeft(raw, "\r\n")
}

// Walk visits e and what is inside, in order. visit returns false to stay out of an entity.
// The error is the first bound that was met; what lies before it was visited.
func (e *Entity) Walk(visit func(*Entity) bool) error {
	if !visit(e) {
		return nil
	}
	children, err := e.Children()
	for _, c := range children {
		if err := c.Walk(visit); err != nil {
			return err
		}
	}
	return err
}
