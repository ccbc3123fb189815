package rem

import "slices"

const (
	eventPrefix  = "http://uri.etsi.org/19522/Event/"
	reasonPrefix = "http://uri.etsi.org/19522/EventReason/"
)

// Events of EN 319 522-3 table 2.
const (
	SubmissionAcceptance      = "SubmissionAcceptance"
	SubmissionRejection       = "SubmissionRejection"
	RelayAcceptance           = "RelayAcceptance"
	RelayRejection            = "RelayRejection"
	RelayFailure              = "RelayFailure"
	ContentConsignment        = "ContentConsignment"
	ContentConsignmentFailure = "ContentConsignmentFailure"
	ReceivedFromNonERDS       = "ReceivedFromNonERDS"
	RelayToNonERDS            = "RelayToNonERDS"
	RelayToNonERDSFailure     = "RelayToNonERDSFailure"
	ContentHandover           = "ContentHandover"
	ContentHandoverFailure    = "ContentHandoverFailure"
)

// event is what the standard asks of the evidence of one event.
type event struct {
	name       string
	submission bool // SubmissionTime must be there (532-4 table C.22)
	consigned  bool // EvidenceRefersToRecipient must be there
	relay      bool // ExternalERDSDetails must be there, RelayEvidenceRefersTo may
	outside    bool // ForwardedToExternalSystem may be there, RelayEvidenceRefersTo too
	original   bool // the message itself may stand beside the evidence
	other      bool // store and notify, no part of the baseline: no more is asked of it
}

// events in the order of the standard. The last three are of the edition of 2024.
var events = []event{
	{name: SubmissionAcceptance, submission: true, original: true},
	{name: SubmissionRejection, submission: true},
	{name: RelayAcceptance, relay: true},
	{name: RelayRejection, relay: true},
	{name: RelayFailure, relay: true},
	{name: ContentConsignment, consigned: true},
	{name: ContentConsignmentFailure, consigned: true},
	{name: ReceivedFromNonERDS, outside: true, original: true},
	{name: RelayToNonERDS, outside: true, original: true},
	{name: RelayToNonERDSFailure, outside: true},
	{name: ContentHandover, other: true},
	{name: ContentHandoverFailure, other: true},
	{name: "NotificationForAcceptance", other: true},
	{name: "NotificationForAcceptanceFailure", other: true},
	{name: "ConsignmentAcceptance", other: true},
	{name: "ConsignmentRejection", other: true},
	{name: "AcceptanceRejectionExpiry", other: true},
	{name: "ConsignmentNotification", other: true},
	{name: "ConsignmentNotificationFailure", other: true},
	{name: "ContentAccessTracking", other: true},
	{name: "NotificationDelivered", other: true},
	{name: "NotificationAccessTracking", other: true},
}

// Events are the names of all events that are known, in the order of the standard.
func Events() []string {
	var out []string
	for _, e := range events {
		out = append(out, e.name)
	}
	return out
}

// Kind is the word for a mail with evidence of that event: what carries the message to its recipients is a dispatch, but for a message
// from outside, of which the provider certifies the arrival alone.
func (e *Evidence) Kind(original bool) string {
	if original && (e.Event == SubmissionAcceptance || e.Event == RelayToNonERDS) {
		return "dispatch"
	}
	return e.Event
}

// ToSender says whether the notice of the event goes to the sender; those of a relay go from provider to provider, and what comes from
// outside to the recipient.
func (e *Evidence) ToSender() bool {
	switch e.Event {
	case RelayAcceptance, RelayRejection, ReceivedFromNonERDS, "":
		return false
	}
	return eventOf(e.Event) != nil
}

func eventOf(name string) *event {
	if i := slices.IndexFunc(events, func(e event) bool { return e.name == name }); i >= 0 {
		return &events[i]
	}
	return nil
}

// reasons says for which events a reason stands (532-4 table C.28, 522-2 tables 7 to 12), and its code. RA51 and RF51 are of
// AgID's Policy-IT.
var reasons = map[string]struct {
	code   string
	events []string
}{
	"MessageAccepted":                                  {"RA01", []string{SubmissionAcceptance}},
	"InvalidMessageFormat":                             {"RA02", []string{SubmissionRejection}},
	"MalwareFound":                                     {"RA03", []string{SubmissionRejection}},
	"SenderSigningCertExpiredOrRevoked":                {"RA04", []string{SubmissionRejection}},
	"S_ERDS_PolicyViolation":                           {"RA05", []string{SubmissionRejection}},
	"S_ERDS_Malfunction":                               {"RA51", []string{SubmissionRejection}},
	"S_ERDS_MessageSuccessfullyRelayed":                {"RB01", []string{RelayAcceptance}},
	"R_ERDS_MessageRejected":                           {"RB02", []string{RelayRejection, RelayFailure}},
	"R_ERDS_MessageRejectedForMalware":                 {"RB03", []string{RelayRejection, RelayFailure}},
	"R_ERDS_MessageRejectedForInvalidSignature":        {"RB04", []string{RelayRejection, RelayFailure}},
	"R_ERDS_MessageRejectedForInvalidCertificate":      {"RB05", []string{RelayRejection, RelayFailure}},
	"R_ERDS_PolicyViolation":                           {"RB06", []string{RelayRejection, RelayFailure}},
	"MessageNotAcceptedForUnregisteredRecipient":       {"RB21", []string{RelayRejection, RelayFailure}},
	"R_ERDS_Malfunction":                               {"RB07", []string{RelayFailure}},
	"R_ERDS_NotIdentified":                             {"RB08", []string{RelayFailure}},
	"R_ERDS_Unreachable":                               {"RB09", []string{RelayFailure}},
	"UnknownRecipient":                                 {"RB10", []string{RelayFailure}},
	"S_ERDSP_ReceivedNoRelayAcceptanceInfoFromR_ERDSP": {"RB22", []string{RelayFailure}},
	"MessageConsignedToRecipient":                      {"RD01", []string{ContentConsignment}},
	"MessageConsignedToDelegate":                       {"RD02", []string{ContentConsignment}},
	"S_ERDSP_ReceivedNoDeliveryInfoFromR_ERDSP":        {"RD03", []string{ContentConsignmentFailure}},
	"MessageNotConsignedForQuota":                      {"RD04", []string{ContentConsignmentFailure}},
	"MessageNotConsignedForMalfunction":                {"RD05", []string{ContentConsignmentFailure}},
	"MessageNotConsignedForUnallowedType":              {"RD06", []string{ContentConsignmentFailure}},
	"MessageNotConsignedForUnregisteredRecipient":      {"RD21", []string{ContentConsignmentFailure}},
	"MessageHandedOver":                                {"RE01", []string{ContentHandover}},
	"MessageHandedOverToDelegate":                      {"RE02", []string{ContentHandover}},
	"MessageNotHandedOverForUnallowedType":             {"RE03", []string{ContentHandoverFailure}},
	"MessageHandoverTimeout":                           {"RE04", []string{ContentHandoverFailure}},
	"MessageRelayedToNonERDS":                          {"RF01", []string{RelayToNonERDS}},
	"ExternalSystemUnreachable":                        {"RF02", []string{RelayToNonERDSFailure}},
	"MessageRejectedByExternalSystem":                  {"RF03", []string{RelayToNonERDSFailure}},
	"RelayToNonERDSNotAllowed":                         {"RF51", []string{RelayToNonERDSFailure}},
	"MessageReceivedFromNonERDS":                       {"RF04", []string{ReceivedFromNonERDS}},
}
