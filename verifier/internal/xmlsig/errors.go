package xmlsig

import "errors"

// What a Result reports. Each error wraps one of these, with the detail.
var (
	ErrShape         = errors.New("the signature is not of the shape that is asked for")
	ErrUnsupported   = errors.New("a method that is not read here")
	ErrWeak          = errors.New("an algorithm that is refused")
	ErrDigest        = errors.New("the content is not what was signed")
	ErrValue         = errors.New("the signature value does not verify")
	ErrNoCertificate = errors.New("the signer's certificate is not there")
	ErrNotFound      = errors.New("what was signed is not where it is looked for")
	ErrLimit         = errors.New("a limit is exceeded")
	ErrWork          = errors.New("more signature checks than are made")
)
