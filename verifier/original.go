package verifier

import (
	"errors"

	"pecverifier/verifier/content"
)

// Errors of Original.
var (
	ErrNoPart       = errors.New("the file has no evidence at that part")
	ErrNotAuthentic = errors.New("the bytes are not those that were signed")
	ErrNoContent    = errors.New("the evidence holds no message")
)

// Original opens what one piece of evidence certifies: the message, and the daticert.xml beside it. name and data are
// those that Verify was given, part is that of its report. It judges again, and gives nothing of what is not authentic;
// whether its signer was a provider is for the report to say. Where there is no message, Opened has only Daticert, or
// the error is ErrNoContent.
func Original(name string, data []byte, part string, o Options) (*content.Opened, error) {
	o.only = &part
	for _, r := range Verify(name, data, o) {
		if r.Part != part || r.Error != "" {
			continue
		}
		switch {
		case !r.authentic:
			return nil, ErrNotAuthentic
		case r.opened == nil:
			return nil, ErrNoContent
		}
		return r.opened, nil
	}
	return nil, ErrNoPart
}

// open reads the certified message for somebody who wants to see it; nil where there is neither message nor daticert.xml.
func (ev *evidence) open(c *candidate) *content.Opened {
	opened := &content.Opened{}
	if ev.original != nil {
		opened = content.Open(ev.original)
	}
	if parts, _ := daticertParts(c.content); ev.data != nil && len(parts) == 1 {
		opened.Daticert, _ = parts[0].Decoded()
	}
	if opened.Message == nil && opened.Daticert == nil {
		return nil
	}
	return opened
}
