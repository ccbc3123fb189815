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
