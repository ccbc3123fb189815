package rem

import (
	"crypto"
	"strings"
	"time"
)

// Evidence is what one evidence document states. Texts have no white space around them.
type Evidence struct {
	Version    string
	Identifier string // EvidenceIdentifier, of this evidence
	EventURI   string
	Event      string // its name; "" where the URI is none of the standard's form
	Reasons    []Reason
	Time       time.Time // EventTime: the certified time
	Policies   []string
	Provider   string // LegalName of who issued the evidence

	Sender     Party
	Recipients []Party
	Submitted  time.Time // SubmissionTime; zero = not stated
	Consigned  []int     // EvidenceRefersToRecipient, from 1; none or one
	Relayed    []int     // RelayEvidenceRefersTo; none = all recipients
	Untrusted  []int     // UntrustedPathToRecipient: whom REM does not reach

	MessageID  string // MessageIdentifier: joins all evidence of one sending
	ClientID   string // AppLayerIdentifier: the Message-ID that the sender's program gave
	Digest     Digest // of the original message
	Subject    string
	HasSubject bool

	External       string // LegalName of the other provider; "" = not stated
	HasExternal    bool
	ExternalSystem string // ForwardedToExternalSystem
	Assurance      Assurance
	Critical       []string // names of critical extensions that are not known here
}

// Reason is one EventReason.
type Reason struct{ URI, Code, Text string }

// Name is the reason without the standard's prefix; "" for a URI of another form.
func (r Reason) Name() string {
	name, ok := strings.CutPrefix(r.URI, reasonPrefix)
	if !ok {
		return ""
	}
	return name
}

// Party is the sender or a recipient.
type Party struct{ Address string }

// Digest is that of the whole original message, of its octets as they are transferred.
type Digest struct {
	Method string      // URI
	Hash   crypto.Hash // 0 = not one that is computed here
	Value  []byte
}

// Assurance says how the sender was authenticated. It is no signature of the sender.
type Assurance struct {
	Level, Method string
	Time          time.Time // zero = not stated
}

// Malformed says why a document is no evidence of the standard's shape.
type Malformed struct {
	Reason string // one of the Reason slugs
	Detail string // English, for a person; may quote the input, shortened and escaped
}

func (m *Malformed) Error() string { return m.Detail }

// Reasons why an evidence is malformed, as slugs for translation.
const (
	ReasonXML       = "xml"       // no XML that is read here
	ReasonRoot      = "root"      // another document
	ReasonVersion   = "version"   // an edition that is not known
	ReasonUnsigned  = "unsigned"  // no signature of its own
	ReasonSignature = "signature" // its signature is not of the shape that is read
	ReasonShape     = "shape"     // an element that is missing, there twice, unknown or at another place
	ReasonValue     = "value"     // a value that is none
	ReasonLimit     = "limit"     // too many of something, or a text too long
)
