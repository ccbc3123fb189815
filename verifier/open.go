package verifier

import (
	"errors"

	"pecverifier/verifier/internal/content"
)

// Errors of Open.
var (
	ErrNoPart       = errors.New("the file has no evidence at that part")
	ErrNotAuthentic = errors.New("the bytes are not those that were signed")
	ErrNoContent    = errors.New("the evidence holds no message")
)

// Opened is a message with the bytes of its parts. Nothing in it has been made harmless: HTML is as the sender wrote it.
type Opened = content.Opened

// Field is one header field, decoded for reading.
type Field = content.Field

// ErrNoSuchPart says that an opened message has no attachment of that number, or none that is a message.
var ErrNoSuchPart = content.ErrNoSuchPart

// BriefHashes gives the hashes that a brief receipt may state for a file. That of the file itself comes first.
func BriefHashes(file []byte) []content.BriefHash { return content.Brief(file) }

// Open opens what the report of a part certifies: the message, and the daticert.xml or the evidence of REM beside it. The reports are those of Verify with
// Options.Keep. Nothing is judged again, and nothing is given of what is not authentic; whether its signer was a provider is for the
// report to say. Where there is no message, Opened has only Daticert, or the error is ErrNoContent.
func Open(reports []Report, part string) (*Opened, error) {
	for i := range reports {
		r := &reports[i]
		if r.Part != part || r.Error != "" {
			continue
		}
		alone := r.System == SystemREM && r.Certified != nil // an evidence file, whose signature is its own
		if !r.authentic && !alone || r.kept == nil {
			return nil, ErrNotAuthentic
		}
		if o := r.kept.open(); o != nil {
			return o, nil
		}
		return nil, ErrNoContent
	}
	return nil, ErrNoPart
}
