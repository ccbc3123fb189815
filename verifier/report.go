package verifier

import (
	"encoding/json"
	"slices"

	"pecverifier/statement"
	"pecverifier/trustlist"
	"pecverifier/verifier/internal/attach"
	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/rem"
)

// Schema names the shape of a Report; it changes when a field changes its meaning.
const Schema = "pec-report/1"

// Indication is the main verdict, in the words of ETSI EN 319 102-1.
type Indication string

// The four indications. NoEvidence is ours: the file holds nothing of PEC to judge.
const (
	TotalPassed   Indication = "TOTAL-PASSED"
	TotalFailed   Indication = "TOTAL-FAILED"
	Indeterminate Indication = "INDETERMINATE"
	NoEvidence    Indication = "NO-EVIDENCE"
)

// Indications are all of them.
var Indications = []Indication{TotalPassed, TotalFailed, Indeterminate, NoEvidence}

// Subindication says why a verdict is not TotalPassed.
type Subindication string

// The reasons, in order of precedence: where several apply, the first is reported.
const (
	FormatFailure            Subindication = "FORMAT_FAILURE"
	HashFailure              Subindication = "HASH_FAILURE"
	SigCryptoFailure         Subindication = "SIG_CRYPTO_FAILURE"
	Revoked                  Subindication = "REVOKED"
	NoSigningCertificate     Subindication = "NO_SIGNING_CERTIFICATE_FOUND"
	NoCertificateChain       Subindication = "NO_CERTIFICATE_CHAIN_FOUND"
	ChainConstraintsFailure  Subindication = "CHAIN_CONSTRAINTS_FAILURE"
	OutOfBoundsNoPOE         Subindication = "OUT_OF_BOUNDS_NO_POE"
	CryptoConstraintsFailure Subindication = "CRYPTO_CONSTRAINTS_FAILURE"
	EvidenceMalformed        Subindication = "EVIDENCE_MALFORMED"
	EvidenceInconsistent     Subindication = "EVIDENCE_INCONSISTENT"
)

// Subindications are all of them, in order of precedence.
var Subindications = []Subindication{
	FormatFailure, HashFailure, SigCryptoFailure, Revoked, NoSigningCertificate, NoCertificateChain, ChainConstraintsFailure,
	OutOfBoundsNoPOE, CryptoConstraintsFailure, EvidenceMalformed, EvidenceInconsistent,
}

// Kind is the `tipo` of daticert.xml, or one of the three words for what has none; of registered mail the name of the event, or dispatch.
type Kind string

// Kinds beside the eight `tipo` values of RFC 6109 §4.4.
const (
	KindAnomaly Kind = "anomalia" // RFC 6109 §3.2.2: an anomaly envelope has no daticert.xml
	KindUnknown Kind = "unknown"  // signed, but no readable evidence in it
	KindNone    Kind = "none"     // nothing PEC in the file

	KindDispatch Kind = "dispatch" // registered mail: the message on its way to the recipients
)

// Kinds are all of them: those of daticert.xml first, those of registered mail last.
func Kinds() []Kind { return slices.Clone(kinds) }

// Known says whether it is one of Kinds.
func (k Kind) Known() bool { return slices.Contains(kinds, k) }

var kinds = func() (out []Kind) {
	for _, k := range daticert.Kinds {
		out = append(out, Kind(k))
	}
	out = append(out, KindAnomaly, KindUnknown, KindNone, KindDispatch)
	for _, e := range rem.Events() {
		out = append(out, Kind(e))
	}
	return out
}()

// Status is the outcome of one check.
type Status string

// A warning never changes the indication; skipped means that there was nothing to ask.
const (
	Passed  Status = "passed"
	Warning Status = "warning"
	Failed  Status = "failed"
	Skipped Status = "skipped"
)

// Statuses are all of them.
var Statuses = []Status{Passed, Warning, Failed, Skipped}

// Report is what one verification says of one piece of evidence.
//
// Kind and Certified come from the signed bytes only. Certified is absent where the bytes are not
// those that were signed. A report with Error set says that the input, or that part of it, could not
// be read at all; it has no indication.
type Report struct {
	Schema        string        `json:"schema"`
	File          File          `json:"file"`
	Error         string        `json:"error,omitempty"`
	Unread        string        `json:"unread,omitempty"` // why this was given and not judged, a slug; "" where it was
	Part          string        `json:"part"`             // MIME path of the signed entity, "" = the file itself
	System        string        `json:"system"`           // pec, or rem (registered mail of the Union, ETSI EN 319 532)
	Kind          Kind          `json:"kind"`
	Indication    Indication    `json:"indication"`
	Subindication Subindication `json:"subindication"`
	Answers       Answers       `json:"answers"`
	Meaning       *Meaning      `json:"meaning,omitempty"` // absent where there is nothing that could mean anything
	Law           *Law          `json:"law,omitempty"`     // what the law makes of the certified time; of PEC that did not fail alone
	Certified     *Certified    `json:"certified,omitempty"`
	Content       *Content      `json:"content,omitempty"`
	Signature     *Signature    `json:"signature,omitempty"`
	Trust         *Trust        `json:"trust,omitempty"`
	Checks        []Check       `json:"checks"`
	// Signed is what the signatures of a file that is no evidence prove, as of the moment of the verification; only where it was asked for.
	Signed *attach.Signed `json:"signed,omitempty"`

	// Claims: it presents itself as PEC, which is nobody's word.
	Claims bool `json:"-"`

	authentic bool        // bytes and signature value hold
	signed    []byte      // the signed bytes as they stand in what was judged; nil where there are none
	standing  intake.Span // where they stand in the mail as it was given, before anything was undone; empty where they were encoded in it
	second    bool        // it was found only in the second reading of a mail in a mailbox
	hollow    bool        // it says that there is nothing: no evidence, or no signature under a claim
	given     []byte      // of what is no evidence: its bytes; only with Options.Attachments
	kept      *evidence   // what is certified; only with Options.Keep
}

// Unjudged is the form that a report without a verdict has in JSON.
type Unjudged struct {
	Schema string `json:"schema"`
	File   File   `json:"file"`
	Part   string `json:"part,omitempty"`
	Error  string `json:"error"`  // an English sentence
	Unread string `json:"unread"` // the same as a slug
}

// MarshalJSON leaves everything but schema, file, part and error out of a report without a verdict.
func (r Report) MarshalJSON() ([]byte, error) {
	if r.Error != "" {
		return json.Marshal(Unjudged{r.Schema, r.File, r.Part, r.Error, r.Unread})
	}
	type plain Report
	return json.Marshal(plain(r))
}

// AppendJSON writes the reports as json.Marshal writes each, one after the other with between in between; json.Marshal would
// read again what MarshalJSON wrote.
func AppendJSON(out []byte, reports []Report, between string) ([]byte, error) {
	for i, r := range reports {
		type plain Report
		var text []byte
		var err error
		if r.Error != "" {
			text, err = r.MarshalJSON()
		} else {
			text, err = json.Marshal((*plain)(&r))
		}
		if err != nil {
			return nil, err
		}
		if i > 0 {
			out = append(out, between...)
		}
		out = append(out, text...)
	}
	return out, nil
}

// File is the input. SHA256 is lower-case hexadecimal over all its bytes.
type File struct {
	Name   string `json:"name"`
	Size   int    `json:"size"` // bytes
	SHA256 string `json:"sha256"`
	Path   string `json:"path,omitempty"` // where the command found it; "" where it was given by its name alone, and on the page
}

// Certified is what the provider states in the signed daticert.xml (RFC 6109 §4.4).
type Certified struct {
	Provider    string      `json:"provider"`
	Time        string      `json:"time"` // RFC 3339, with the zone that daticert.xml states
	Sender      string      `json:"sender"`
	Recipients  []Recipient `json:"recipients"`
	ReplyTo     string      `json:"replyTo"`
	Subject     string      `json:"subject"`
	Identifier  string      `json:"identifier"` // PEC msgid, without angle brackets
	MessageID   string      `json:"messageID"`  // msgid of the sender's client, as written
	ReceiptType string      `json:"receiptType"`
	DeliveredTo string      `json:"deliveredTo"`
	ReceivedFor []string    `json:"receivedFor"`
	Error       string      `json:"error"`
	ErrorDetail string      `json:"errorDetail"`
	Notice      string      `json:"notice,omitempty" one:"12h 24h"` // preavviso-errore-consegna: 12h (delivery still possible) or 24h (failed)

	// What only registered mail (REM) states; absent in PEC.
	Event              string         `json:"event,omitempty"`              // name of the event; its URI where that is none of the standard's
	EvidenceIdentifier string         `json:"evidenceIdentifier,omitempty"` // of this evidence, without angle brackets
	SubmissionTime     string         `json:"submissionTime,omitempty"`     // RFC 3339
	Reasons            []EventReason  `json:"reasons,omitempty"`
	Digest             *MessageDigest `json:"digest,omitempty"` // of the original message, as it is transferred
	ExternalProvider   string         `json:"externalProvider,omitempty"`
	ExternalSystem     string         `json:"externalSystem,omitempty"`
	Policies           []string       `json:"policies,omitempty"`
	Assurance          *Assurance     `json:"assurance,omitempty"` // how the sender was authenticated; no signature of the sender
	Timestamp          *EvidenceStamp `json:"timestamp,omitempty"` // of the evidence's signature, where it is intact
}

// EventReason is why an event of registered mail happened.
type EventReason struct {
	Code string `json:"code"` // as the evidence states it: RB21
	URI  string `json:"uri"`
	Text string `json:"text"`
}

// MessageDigest is the digest that evidence of registered mail states of the original message.
type MessageDigest struct {
	Algorithm string `json:"algorithm"` // SHA-256, …; the URI of one that is not computed here
	Value     string `json:"value"`     // base64
}

// Assurance says how the sender of a registered mail was authenticated.
type Assurance struct {
	Level  string `json:"level"`
	Time   string `json:"time"` // RFC 3339; "" = not stated
	Method string `json:"method"`
}

// EvidenceStamp is the time-stamp of an evidence. It bounds the certified time and never stands in for it.
type EvidenceStamp struct {
	Time      string `json:"time"`
	Authority string `json:"authority"` // as its certificate names it
	Trusted   bool   `json:"trusted"`   // a trusted list in use knows the authority for that time
}

// Recipient is one `destinatari`; Type is certificato or esterno, in registered mail untrusted (REM does not reach it) or "".
type Recipient struct {
	Address string `json:"address"`
	Type    string `json:"type"`
}

// Content is the certified message inside the evidence (postacert.eml).
type Content struct {
	Form        string       `json:"form" one:"full hashes none"` // full, hashes (a brief receipt), none
	MessageID   string       `json:"messageID"`
	From        string       `json:"from"`
	To          []string     `json:"to"`
	Subject     string       `json:"subject"`
	Date        string       `json:"date"` // as written in the message, not certified by the provider
	Attachments []Attachment `json:"attachments"`
	// Texts are the parts to be read that are no attachments, in their order; absent where there is none.
	Texts []Text `json:"texts,omitempty"`
}

// Text is a part of the certified message that is to be read, by its hash.
type Text struct {
	Type string `json:"type"` // text/plain, text/html, …; "" = there may be more parts than are listed
	// Charset is the part's own where its bytes are hashed as they are, because they are not text of a charset that is read here.
	Charset string `json:"charset,omitempty"`
	// SHA256 is over the text in UTF-8: transfer encoding and charset undone, CRLF turned into LF, line ends at the very end
	// left out. "" = not hashed: damaged, or longer than is hashed (content.Text has the rule).
	SHA256 string `json:"sha256"`
}

// Attachment is one named part of the certified message; size and hash are of its decoded bytes.
type Attachment struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Size   int    `json:"size"` // bytes
	SHA256 string `json:"sha256"`
	Hash   string `json:"hash,omitempty"` // brief receipt: the SHA-1 that stands in for the bytes
	// Signed is what its signatures prove, at the certified time; only where it was asked for. It changes no verdict.
	Signed *attach.Signed `json:"signed,omitempty"`
}

// Signature describes the CMS signature; SigningTime is the signer's own claim, RFC 3339.
type Signature struct {
	Digest      string  `json:"digest"`    // SHA-1, SHA-256, …
	Algorithm   string  `json:"algorithm"` // RSA, RSA-PSS, ECDSA
	KeyBits     int     `json:"keyBits"`
	SigningTime string  `json:"signingTime"`
	Later       int     `json:"later,omitempty"` // whole minutes from the certified time to SigningTime, where they are further apart than clocks may be
	Signer      *Signer `json:"signer,omitempty"`
}

// Signer is the certificate whose key made the signature. Hashes and serial are hexadecimal.
type Signer struct {
	Subject   string   `json:"subject"`
	Issuer    string   `json:"issuer"`
	Serial    string   `json:"serial"`
	Email     []string `json:"email"`
	NotBefore string   `json:"notBefore"`
	NotAfter  string   `json:"notAfter"`
	SHA256    string   `json:"sha256"`
}

// Trust says on whose word the signer is a provider.
type Trust struct {
	Path     string `json:"path" one:"certificate authority none"` // certificate, authority, none
	Provider string `json:"provider"`
	List     string `json:"list"`
	ListDate string `json:"listDate"`
	// From is the way by which that list came in: embedded, host, person, file, or several of them; absent where none was asked. A name says nothing of
	// it, since anybody may give a list the name of another.
	From string `json:"from,omitempty" one:"embedded host person file several"`
	// Lists are what List and From name, one by one: the list that the answer rests on, or all that were searched.
	Lists      []TrustList `json:"lists"`
	Revocation string      `json:"revocation" one:"good revoked unknown"` // good, revoked, unknown
	// Caution is what a reader must know of the age of the lists where they do not know the signer: older = the certified time
	// is later than their newest fact, so that providers, certificates and authorities since then may be missing; undated = they
	// state no date. Absent where the age changes nothing.
	Caution string `json:"caution,omitempty" one:"older undated"`
	// Succession is what became of the provider since: who answers for its logs today, as far as that is known.
	Succession []trustlist.Succession `json:"succession,omitempty"`
	Service    *Service               `json:"service,omitempty"`   // registered mail: the entry of a trusted list that vouches, or that comes nearest
	Qualified  *bool                  `json:"qualified,omitempty"` // registered mail: whether that service was a qualified one then; absent = not known
	Facts      []Fact                 `json:"facts"`               // what the answer rests on, or why there is none, in the order of the questions
}

// Service is one entry of a trusted list (ETSI TS 119 612), in the state that held at the certified time; or, where it began later, in its first.
type Service struct {
	Type      string `json:"type"`   // EDS/REM/Q, …
	Status    string `json:"status"` // granted, withdrawn, …
	Since     string `json:"since"`  // RFC 3339
	List      string `json:"list"`
	Territory string `json:"territory"`
	Sequence  int    `json:"sequence"`
}

// TrustList is one list of who is a provider.
type TrustList struct {
	Name string `json:"name"`
	Date string `json:"date"`                                 // 2006-01-02, "" = it states none
	From string `json:"from" one:"embedded host person file"` // embedded, host, person, file
}

// Fact is one thing that a list says, or does not say, of the signer's certificate. Fact names it for translation, with
// the Values that belong in it; Warn marks what a reader should notice although it refuses nothing.
type Fact struct {
	Fact   string            `json:"fact"`
	Detail string            `json:"detail"`
	Values map[string]string `json:"values,omitempty"`
	Warn   bool              `json:"warn,omitempty"`
}

// Check is one question and its answer. Detail is an English sentence; Reason names the same for
// translation, with the Values that belong in it. What a message or a certificate brought into them is cut at 4 KB, with the
// mark `…[+N B]`.
//
// A check is given once. Status is its worst answer, Reason and Values are the first of that status; Also holds what else
// warns or fails, and Detail names all.
type Check struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	statement.Statement
	Also []Also `json:"also,omitempty"`
}

// Also is a further answer to a Check's question.
type Also struct {
	Status Status `json:"status"` // warning or failed
	statement.Statement
}
