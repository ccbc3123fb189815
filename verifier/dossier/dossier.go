package dossier

import (
	"time"

	"pecverifier/statement"
	"pecverifier/verifier"
)

// Schema names the shape of a Dossier and of each of its transmissions; it changes when a field changes its meaning.
const Schema = "pec-dossier/1"

// Options of Build.
type Options struct {
	Now     time.Time // decides what is still open, and whether a log may be gone; zero is the clock's time
	Profile string    // "" or ProfileL53: adds a check list to each transmission
}

// Input is one piece: a report of package verifier, a sent message, or what was given and never reached the verifier. One of
// the three is set.
type Input struct {
	Report *verifier.Report
	Sent   *Sent
	Unread *Unread
}

// Dossier is everything that Build says. Lists are never nil, and their order does not depend on that of the input.
type Dossier struct {
	Schema        string         `json:"schema"`
	Now           string         `json:"now"`               // RFC 3339, UTC: the moment at which "open" was judged
	Profile       string         `json:"profile,omitempty"` // check list that was asked for
	Transmissions []Transmission `json:"transmissions"`     // by time, then by identifier
	Leftover      []Leftover     `json:"leftover"`          // pieces that belong to none, with the reason
	// Unjudged is how many things were given of which it is not known what they say, at the least: the sum of Leftover.Unjudged. They
	// may say something of any transmission, so that none is complete beside them.
	Unjudged int             `json:"unjudged"`
	Files    []verifier.File `json:"files"` // every file that a piece came from, by name, then by hash
}

// Answer is a statement that a page translates.
type Answer = statement.Statement

// Source is a place where a piece was found: a file, and the part inside as in a report.
type Source struct {
	File verifier.File `json:"file"`
	Part string        `json:"part"`
}

// Transmission is one sending of one message. All fields but Original.Sent come from evidence that counts.
type Transmission struct {
	Schema     string `json:"schema"`
	Identifier string `json:"identifier"` // identificativo, without angle brackets
	MessageID  string `json:"messageID"`  // msgid of the sender's client, as written; "" = not stated
	Sender     string `json:"sender"`
	Subject    string `json:"subject"`
	// System is rem for registered mail, of which no piece is ever joined with one of PEC; Digest is that of its message, which all its
	// evidence states. Both are absent in PEC.
	System     string                  `json:"system,omitempty"`
	Digest     *verifier.MessageDigest `json:"digest,omitempty"`
	Provider   string                  `json:"provider"` // the sender's, where a piece of its own is there; else ""
	Sides      []Side                  `json:"sides"`    // whose mailbox the pieces are from; both for mail to oneself
	Acceptance Acceptance              `json:"acceptance"`
	Original   Original                `json:"original"`
	// Recipients are those of the acceptance in its order, then those named only elsewhere, by address.
	Recipients     []Recipient     `json:"recipients"`
	Evidence       []Evidence      `json:"evidence"` // by time; positions in it are what Evidence fields elsewhere name
	Contradictions []Contradiction `json:"contradictions"`
	Doubts         []Doubt         `json:"doubts"`
	Missing        []Answer        `json:"missing"` // what to look for: acceptance, receipts, a copy of the message
	// Proved: there is a certified recipient, and each of them is proved to have got it.
	Proved bool `json:"proved"`
	// Complete: Proved, the acceptance is there, no evidence that counts says anything against other such evidence, and there is no
	// doubt. Nothing is left for a person to clear up. What only a sent mail contradicts (Contradiction.Uncertified) does not matter
	// here.
	Complete  bool       `json:"complete"`
	Checklist *Checklist `json:"checklist,omitempty"`
}

// Side says whose mailbox a piece is from.
type Side string

// The sides: receipts and notices go to the sender, envelopes to the recipient, what providers send each other to neither.
const (
	SideSender    Side = "sender"
	SideRecipient Side = "recipient"
	SideProvider  Side = "provider"
)

// Sides are all of them.
var Sides = []Side{SideSender, SideRecipient, SideProvider}

// AcceptanceState says what the sender's provider did with the message.
type AcceptanceState string

// A message that was both accepted and refused counts as accepted, and the contradiction is listed.
const (
	Accepted AcceptanceState = "accepted"
	Refused  AcceptanceState = "refused"
	Unknown  AcceptanceState = "missing"
)

// AcceptanceStates are all of them.
var AcceptanceStates = []AcceptanceState{Accepted, Refused, Unknown}

// Acceptance is the answer of the sender's provider. With AcceptanceState Unknown all else is empty.
type Acceptance struct {
	State       AcceptanceState `json:"state"`
	Time        string          `json:"time"` // RFC 3339, zone as certified
	Provider    string          `json:"provider"`
	Error       string          `json:"error,omitempty"` // of a refusal: virus, altro
	ErrorDetail string          `json:"errorDetail,omitempty"`
	Evidence    []int           `json:"evidence"`
}

// Recipient is one address, and what counting evidence says about it. An absent event is one that nothing shows.
type Recipient struct {
	Address       string   `json:"address"`
	Type          string   `json:"type"`                    // certificato, esterno; "" = nothing states it
	Named         bool     `json:"named"`                   // by the acceptance or refusal; where neither is there, by the destinatari of any piece
	TakenInCharge *Event   `json:"takenInCharge,omitempty"` // by the recipient's provider
	Delivered     *Event   `json:"delivered,omitempty"`     // the earliest delivery receipt
	Notice12h     *Event   `json:"notice12h,omitempty"`     // not delivered within 12 hours; it still may be
	Notice24h     *Event   `json:"notice24h,omitempty"`     // not delivered within 24 hours: given up
	Notice        *Event   `json:"notice,omitempty"`        // a notice that does not say which of the two it is, so that it may be either
	Failed        *Event   `json:"failed,omitempty"`        // non-delivery, or a virus found by the recipient's provider
	State         State    `json:"state"`
	Answer                 // why that state
	LookFor       *LookFor `json:"lookFor,omitempty"` // only with the state missing
	Evidence      []int    `json:"evidence"`          // all about this recipient, also what does not count
}

// State is the judgement on one recipient.
type State string

// The states. Proved rests on a delivery receipt, never on an envelope; it means delivery into the mailbox, not reading.
const (
	Proved State = "proved"
	// Contradicted: evidence that counts says that it was delivered, and other such evidence that it was not, or that another sent
	// it. Neither is believed.
	Contradicted State = "contradicted"
	Failed       State = "failed"
	Open         State = "open"         // within 24 hours of the newest evidence about the recipient
	NotProvable  State = "not-provable" // an ordinary mailbox: no delivery receipt exists for it
	Missing      State = "missing"
)

// LookFor says which file would fill the gap.
type LookFor struct {
	Kinds    []verifier.Kind `json:"kinds"`    // any of these
	Mailbox  string          `json:"mailbox"`  // whose
	Provider string          `json:"provider"` // who has it in its log, "" = not known
	LogUntil string          `json:"logUntil"` // date until which the log must be kept: 30 months
	LogOver  bool            `json:"logOver"`  // that date has passed
}

// Event is one thing that happened to the message on its way to a recipient.
type Event struct {
	Time        string `json:"time"` // RFC 3339, zone as certified
	Provider    string `json:"provider"`
	ReceiptType string `json:"receiptType,omitempty"` // of a delivery: completa, breve, sintetica, as the sender asked
	Form        string `json:"form,omitempty"`        // of a delivery: full, hashes, none, as the receipt has it
	Error       string `json:"error,omitempty"`       // no-dest, no-dominio, virus, altro
	ErrorDetail string `json:"errorDetail,omitempty"`
	Evidence    int    `json:"evidence"`
}

// Evidence is one report that belongs to the transmission. What it states is certified only where Counted.
type Evidence struct {
	Source
	Kind          verifier.Kind          `json:"kind"`
	Side          Side                   `json:"side"`
	Time          string                 `json:"time"`
	Provider      string                 `json:"provider"`
	Recipient     string                 `json:"recipient,omitempty"` // consegna
	Form          string                 `json:"form"`                // of the message inside: full, hashes, none
	Indication    verifier.Indication    `json:"indication"`
	Subindication verifier.Subindication `json:"subindication"`
	Counted       bool                   `json:"counted"`
	Why           *Answer                `json:"why,omitempty"` // it is not counted
	Match         Match                  `json:"match"`         // does it agree with the others
	Copies        []Source               `json:"copies"`        // the same file, or the same statement, met again
}

// Contradiction is something that counting pieces say against each other.
type Contradiction struct {
	Answer
	Recipient string `json:"recipient,omitempty"` // whom it is about; "" = the transmission
	// Uncertified: only a sent mail, which is no evidence, says otherwise. Nothing that is certified is in doubt.
	Uncertified bool  `json:"uncertified,omitempty"`
	Evidence    []int `json:"evidence"`
}

// Doubt is something that contradicts nothing and may yet be news of a failure: evidence that could not be judged, a notice that does
// not say what it is, or something that was not read. It takes nothing from what is proved; beside it nothing is complete.
type Doubt struct {
	Answer
	Recipient string `json:"recipient,omitempty"` // whom it is about; "" = the transmission
	Evidence  []int  `json:"evidence"`
}

// Original is the message that was sent, and whether its copies agree.
type Original struct {
	// Message is what the copies hold, from evidence where there is any, else from the sent mail; absent where no copy is there.
	Message *Message `json:"message,omitempty"`
	// Certified: Message is from evidence that counts.
	Certified bool `json:"certified"`
	// Copies are the counting pieces that hold the message, whole or as a brief receipt's hashes, and the sent mails.
	Copies []Copy `json:"copies"`
	// Agreement: none (no copy), one (nothing to compare with), agree, differ. "agree" is about what Compared lists, and no more.
	Agreement string `json:"agreement" one:"none one agree differ"`
	// Compared are messageID, from, to, subject, date, text (what is read, see verifier.Text), attachments (name, size, SHA-256),
	// hashes (SHA-1 of brief receipts), names (of their parts).
	Compared []string `json:"compared"`
	// NotCompared are those of them that a bound or damage kept from being compared in some copy, or whose comparison does not
	// tell one message from another, and "rest": other header fields, and how the parts are put together.
	NotCompared []string `json:"notCompared"`
	Differences []Answer `json:"differences"`
	Notes       []Answer `json:"notes"` // what the comparison cannot exclude
}

// Message is the message as its header and attachments show it.
type Message struct {
	MessageID   string                `json:"messageID"`
	From        string                `json:"from"`
	To          []string              `json:"to"`
	Subject     string                `json:"subject"`
	Date        string                `json:"date"`
	Attachments []verifier.Attachment `json:"attachments"`
}

// Copy is one place that holds the message.
type Copy struct {
	From     string  `json:"from" one:"delivery envelope sent"` // delivery, envelope, sent
	Form     string  `json:"form" one:"full hashes"`            // full, hashes
	Evidence int     `json:"evidence"`
	Source   *Source `json:"source,omitempty"` // of a sent mail, which is no evidence: Evidence is -1
	// Hash says over which bytes the SHA-1 of a brief receipt was found to be taken (RFC 6109 §3.3.2.2 leaves it open), see
	// BriefHash.Over; "" = not compared, or of no part of a sent mail.
	Hash string `json:"hash,omitempty"`
}

// Leftover is a piece that belongs to no transmission, or something that was given and not judged. What it states of itself is not repeated here unless Identifier
// is set: then its bytes are intact, but it does not count.
type Leftover struct {
	Source
	Kind          verifier.Kind          `json:"kind"`
	Indication    verifier.Indication    `json:"indication,omitempty"`
	Subindication verifier.Subindication `json:"subindication,omitempty"`
	Identifier    string                 `json:"identifier,omitempty"`
	Answer
	// Unjudged is how many things it stands for of which it is not known what they say, at the least; 0 = that is known.
	Unjudged int      `json:"unjudged,omitempty"`
	Copies   []Source `json:"copies"`
}
