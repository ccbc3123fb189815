package pectest

import (
	"encoding/asn1"
	"math/big"
	"strings"
	"time"
)

// Names of European registered mail (EN 319 522-3, EN 319 532-3).
const (
	SpaceREM        = "http://uri.etsi.org/19522/v1#"
	SpaceREMMail    = "http://uri.etsi.org/19532/v1#"
	REMEventPrefix  = "http://uri.etsi.org/19522/Event/"
	REMReasonPrefix = "http://uri.etsi.org/19522/EventReason/"
	REMTypePrefix   = "http://uri.etsi.org/19522/v1#/ERDMessageType/"

	spaceSAML = "urn:oasis:names:tc:SAML:2.0:assertion"
)

// Object identifiers of registered mail and of time-stamps.
var (
	OIDPolicyERDS       = asn1.ObjectIdentifier{0, 4, 0, 195223}
	OIDPolicyREM        = asn1.ObjectIdentifier{0, 4, 0, 195324}
	OIDSigningCertV2    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	OIDTimestampInfo    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}
	OIDTimeStamping     = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 8}
	remFrom, remTo      = date(2024, 6, 1), date(2027, 6, 1)
	remCAFrom, remCATo  = date(2018, 1, 1), date(2035, 1, 1)
	remEvidencePolicy   = "https://rem.example.it/politica#evidenza"
	remBaseline         = "http://uri.etsi.org/19532/v1#/REMbaseline"
	remAssurancePolicy  = "https://rem.example.it/politica#livello"
	remAssuranceMethod  = "https://rem.example.it/politica#autenticazione"
	remAssuranceLevel   = "http://eidas.europa.eu/LoA/substantial"
	remLegalName        = "http://eidas.europa.eu/attributes/legalperson/LegalName"
	remPersonIdentifier = "http://eidas.europa.eu/attributes/naturalperson/PersonIdentifier"
	remAttributeFormat  = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"
	remMetadataVersion  = "EN31953203V010201"
	remEvidenceVersion  = "EN319522v1.1.1"
	remDigestMethod     = spaceEnc + "sha256"
	remOriginalPart     = "urn:oid:1.3.6.1.7"
)

// REMProvider is a provider of registered mail.
type REMProvider struct {
	Name, CommonName, Domain string
	Certificate              *Certificate
}

// Address is the provider's service address, the From of every message.
func (p *REMProvider) Address() string { return "rem-service@" + p.Domain }

// With returns a copy that signs with another certificate.
func (p *REMProvider) With(c *Certificate) *REMProvider {
	out := *p
	out.Certificate = c
	return &out
}

// REMOffice is a test authority with three providers of registered mail, and one of time-stamps.
type REMOffice struct {
	Root, CA      *Certificate
	Uno, Due, Tre *REMProvider
	Stamps        *Certificate
	ListSigner    *Certificate
}

// NewREMOffice builds it. All are alike, byte for byte.
func NewREMOffice() *REMOffice {
	o := &REMOffice{
		Uno: &REMProvider{Name: "Recapito Uno S.p.A.", CommonName: "Recapito Uno REM", Domain: "rem.recapito-uno.example.it"},
		Due: &REMProvider{Name: "Recapito Due S.r.l.", CommonName: "Recapito Due REM", Domain: "rem.recapito-due.example.it"},
		Tre: &REMProvider{Name: "Recapito Tre S.p.A.", CommonName: "Recapito Tre REM", Domain: "rem.recapito-tre.example.it"},
	}
	o.Root = Issue(CertSpec{Subject: Place("Roma", "Roma", "Radice REM di Prova").With("REM Radice di Prova"), Serial: big.NewInt(1), NotBefore: remCAFrom,
		NotAfter: remCATo, Key: TestKey("root"), CA: true, PathLen: -1, KeyUsage: KeyCertSign | CRLSign})
	o.CA = Issue(CertSpec{Subject: Place("Roma", "Roma", "Autorità REM di Prova").With("REM di Prova CA"), Serial: big.NewInt(2), NotBefore: remCAFrom,
		NotAfter: remCATo, Key: TestKey("ca"), Issuer: o.Root, CA: true, PathLen: 0, KeyUsage: KeyCertSign | CRLSign})
	o.Uno.Certificate = o.Leaf(o.Uno, 0x101, TestKey("uno"))
	o.Due.Certificate = o.Leaf(o.Due, 0x102, TestKey("due"))
	o.Tre.Certificate = o.Leaf(o.Tre, 0x103, TestKey("p256"))
	o.Stamps = o.StampUnit(0x104, TestKey("tre"), true)
	o.ListSigner = Issue(CertSpec{Subject: Place("Roma", "Roma", "Autorità di vigilanza di prova").With("Elenco di prova"), Serial: big.NewInt(9),
		NotBefore: remCAFrom, NotAfter: remCATo, Key: TestKey("tre"), KeyUsage: DigitalSignature | NonRepudiation})
	return o
}

// Leaf issues a provider's certificate of the shape of the examples, changed by edits before it is signed.
func (o *REMOffice) Leaf(p *REMProvider, serial int64, key *Key, edits ...func(*CertSpec)) *Certificate {
	spec := CertSpec{
		Subject: Place("Roma", "Roma", p.Name).With(p.CommonName), Serial: big.NewInt(serial), NotBefore: remFrom, NotAfter: remTo,
		Key: key, Issuer: o.CA, Emails: []string{p.Address()}, Policies: []asn1.ObjectIdentifier{OIDPolicyERDS, OIDPolicyREM},
		EKU: []asn1.ObjectIdentifier{OIDEmailProtection}, KeyUsage: DigitalSignature,
	}
	for _, edit := range edits {
		edit(&spec)
	}
	return Issue(spec)
}

// StampUnit issues the certificate of a time-stamp unit; RFC 3161 §2.3 wants its one extended usage critical.
func (o *REMOffice) StampUnit(serial int64, key *Key, stamping bool) *Certificate {
	usage := OIDTimeStamping
	if !stamping {
		usage = OIDEmailProtection
	}
	return Issue(CertSpec{Subject: Place("Roma", "Roma", "Marche di Prova S.p.A.").With("Marca temporale di prova"), Serial: big.NewInt(serial),
		NotBefore: remFrom, NotAfter: remTo, Key: key, Issuer: o.CA, KeyUsage: DigitalSignature,
		Extensions: [][]byte{seq(oid(oidEKU), TLV(tagBoolean, []byte{0xff}), octets(seq(oid(usage))))}})
}

// REMSending is one message that is sent: what all evidence of it has in common.
type REMSending struct {
	Office        *REMOffice
	Sender        string
	To            []string
	Untrusted     []int // places, from 1, of recipients outside of REM
	Subject       string
	MessageID     string // MessageIdentifier
	ClientID      string // AppLayerIdentifier, with angle brackets
	Sent          time.Time
	OriginalBytes []byte
}

// Sending is a message to two customers of provider Due.
func (o *REMOffice) Sending() *REMSending {
	s := &REMSending{
		Office: o, Sender: "anna.bianchi@rem.studio-bianchi.example", To: []string{"protocollo@rem.comune-prova.example", "Tributi@rem.comune-prova.example"},
		Subject: "Trasmissione atti prot. 1234/2025", MessageID: "26A0CF65.00566CE0.0000C3D1.85251369." + o.Uno.Address(),
		ClientID: "<5F3A9C21.7060204@studio-bianchi.example>", Sent: time.Date(2025, 3, 12, 9, 15, 30, 0, time.UTC),
	}
	s.OriginalBytes = s.Original()
	return s
}

// Original is the message as the provider puts it into a dispatch: with its own Message-ID, and the client's beside.
func (s *REMSending) Original() []byte {
	h := Header{{"From", "Anna Bianchi <" + s.Sender + ">"}, {"To", strings.Join(s.To, ", ")}, {"Subject", EncodedWord(s.Subject)},
		{"Date", mailDate(s.Sent.Add(-3 * time.Second))}, {"Message-ID", "<" + s.MessageID + ">"}, {"REM-UAMessageIdentifier", s.ClientID},
		{"MIME-Version", "1.0"}, {"Content-Type", "text/plain; charset=UTF-8"}, {"Content-Transfer-Encoding", "7bit"}}
	return append(append(h.Bytes(), crlf...), CRLF([]byte("Buongiorno,\nsi trasmettono gli atti indicati in oggetto.\n"))...)
}

// REMMessage is one mail of a provider. The fields may be changed and the hooks set before Bytes is called.
type REMMessage struct {
	Sending    *REMSending
	Event      string
	Reasons    [][3]string // name, code, text
	Provider   *REMProvider
	Signer     *REMProvider // of the mail; nil: Provider
	Time       time.Time    // EventTime
	Submitted  time.Time    // zero: not stated
	Consigned  []int
	Relayed    []int
	External   string // LegalName of the other provider
	System     string // ForwardedToExternalSystem
	Recipients []string
	Digest     []byte // nil: that of the original
	Original   []byte // beside the evidence; nil: a receipt
	To         string
	Outside    bool // the sender is outside: nobody identified him

	// Hooks, in the order they run.
	Tree     func(*XML)          // the evidence before it is signed
	XAdES    func(*XAdES)        // its signature
	XML      func([]byte) []byte // its text, after it was signed
	Parts    func([]Part) []Part // of the signed multipart/mixed
	Headers  func(*Header)       // outer
	Signed   func([]byte) []byte // the bytes to be signed
	CMS      func(*SignedData)   // the structure
	Tamper   func([]byte) []byte // the signed bytes, after they were signed
	Unsigned bool                // the evidence bears no signature
	NoStamp  bool
	Stamp    func(*TimeStamp)
}

// message is one of the sending's provider, Uno, with no time between submission and event.
func (s *REMSending) message(event string, p *REMProvider, after time.Duration, name, code, text string) *REMMessage {
	return &REMMessage{Sending: s, Event: event, Provider: p, Time: s.Sent.Add(after), Submitted: s.Sent, Recipients: s.To, To: s.Sender,
		Reasons: [][3]string{{name, code, text}}}
}

// Acceptance is the receipt to the sender that his provider took the message.
func (s *REMSending) Acceptance() *REMMessage {
	return s.message("SubmissionAcceptance", s.Office.Uno, 0, "MessageAccepted", "RA01", "Original message accepted")
}

// Rejection is the receipt that it did not.
func (s *REMSending) Rejection() *REMMessage {
	return s.message("SubmissionRejection", s.Office.Uno, 0, "InvalidMessageFormat", "RA02", "Invalid message format")
}

// Dispatch is the message on its way to the recipients, with the evidence of its acceptance.
func (s *REMSending) Dispatch() *REMMessage {
	m := s.Acceptance()
	m.Original, m.To = s.OriginalBytes, strings.Join(s.To, ", ")
	return m
}

// RelayAcceptance is between providers: Due took charge.
func (s *REMSending) RelayAcceptance(relayed ...int) *REMMessage {
	m := s.message("RelayAcceptance", s.Office.Due, 2*time.Second, "S_ERDS_MessageSuccessfullyRelayed", "RB01", "ERD message successfully relayed")
	m.Relayed, m.External, m.To = relayed, s.Office.Uno.Name, s.Office.Uno.Address()
	return m
}

// RelayRejection is between providers: Due did not.
func (s *REMSending) RelayRejection(relayed ...int) *REMMessage {
	m := s.message("RelayRejection", s.Office.Due, 2*time.Second, "MessageNotAcceptedForUnregisteredRecipient", "RB21", "Recipient not registered")
	m.Relayed, m.External, m.To = relayed, s.Office.Uno.Name, s.Office.Uno.Address()
	return m
}

// RelayFailure is what the sender is told of it.
func (s *REMSending) RelayFailure(relayed ...int) *REMMessage {
	m := s.message("RelayFailure", s.Office.Uno, 3*time.Second, "MessageNotAcceptedForUnregisteredRecipient", "RB21", "Recipient not registered")
	m.Relayed, m.External = relayed, s.Office.Due.Name
	return m
}

// Consignment is the receipt for the recipient of that place, from 1.
func (s *REMSending) Consignment(recipient int) *REMMessage {
	m := s.message("ContentConsignment", s.Office.Due, 4*time.Second, "MessageConsignedToRecipient", "RD01", "Message consigned to recipient")
	m.Consigned = []int{recipient}
	return m
}

// ConsignmentFailure says that it was not put into that mailbox.
func (s *REMSending) ConsignmentFailure(recipient int) *REMMessage {
	m := s.message("ContentConsignmentFailure", s.Office.Due, 4*time.Second, "MessageNotConsignedForQuota", "RD04", "Mailbox full")
	m.Consigned = []int{recipient}
	return m
}

// Received is an ordinary mail that came in from outside, as Due hands it to its customer.
func (s *REMSending) Received() *REMMessage {
	m := s.message("ReceivedFromNonERDS", s.Office.Due, time.Second, "MessageReceivedFromNonERDS", "RF04", "Received from non ERDS")
	m.Submitted, m.Outside, m.System = time.Time{}, true, "from mx.esterno.example (192.0.2.7)\n by mx."+s.Office.Due.Domain
	m.Original, m.To = s.OriginalBytes, s.To[0]
	return m
}

// RelayToOutside says that the message was handed to an ordinary mail server for the recipient of that place.
func (s *REMSending) RelayToOutside(recipient int) *REMMessage {
	m := s.message("RelayToNonERDS", s.Office.Uno, 3*time.Second, "MessageRelayedToNonERDS", "RF01", "Relayed to non ERDS")
	m.Relayed, m.System = []int{recipient}, "mx.esterno.example"
	return m
}

// RelayToOutsideFailure says that it was not.
func (s *REMSending) RelayToOutsideFailure(recipient int) *REMMessage {
	m := s.message("RelayToNonERDSFailure", s.Office.Uno, 3*time.Second, "ExternalSystemUnreachable", "RF02", "External system unreachable")
	m.Relayed, m.System = []int{recipient}, "mx.esterno.example"
	return m
}
