package cms

import "errors"

// What Parse reports. Each error wraps exactly one of these, with the detail.
var (
	ErrMalformed     = errors.New("malformed signature structure")
	ErrLimit         = errors.New("limit exceeded")
	ErrNotSignedData = errors.New("not a signed-data structure")
	ErrEncrypted     = errors.New("encrypted, not signed")
)

// What a Result reports.
var (
	ErrDigest        = errors.New("content is not what was signed")
	ErrAttributes    = errors.New("signed attributes break the rules")
	ErrSignature     = errors.New("signature value does not verify")
	ErrNoCertificate = errors.New("no certificate of the signer")
	ErrWeak          = errors.New("algorithm too weak")
	ErrUnsupported   = errors.New("algorithm not supported")
	ErrWork          = errors.New("not verified: the input asks for too many signature checks")
)
