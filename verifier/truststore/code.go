package truststore

import (
	"errors"

	"pecverifier/trustlist"
)

// What can be wrong with a list, in one word; the page has a sentence for each.
const (
	CodeTooLarge  = "too-large"
	CodeFormat    = "format"    // nothing that can be a list
	CodeVersion   = "version"   // a snapshot of another version of the program
	CodeSignature = "signature" // of a signed list
	CodeTwice     = "twice"     // a provider in an index
	CodeCRLIssuer = "crl-issuer"
	CodeCRLSigned = "crl-signature"
	CodeInUse     = "in-use"
	CodeTooMany   = "too-many"
	CodeChanged   = "changed" // not the file that was shown
	CodeStorage   = "storage"
	CodeList      = "list" // something else in it

	// Of the list beside the page.
	CodeHostForeign = "host-foreign"
	CodeHostOlder   = "host-older"
	CodeHostLacks   = "host-lacks"
	CodeHostUnknown = "host-unknown"
)

var codes = []struct {
	cause error
	code  string
}{
	{trustlist.ErrTooLarge, CodeTooLarge}, {trustlist.ErrFormat, CodeFormat}, {trustlist.ErrVersion, CodeVersion},
	{ErrListSignature, CodeSignature}, {trustlist.ErrSigned, CodeSignature}, {trustlist.ErrTwice, CodeTwice},
	{trustlist.ErrIssuer, CodeCRLIssuer}, {trustlist.ErrCRLSignature, CodeCRLSigned},
	{ErrInUse, CodeInUse}, {ErrTooMany, CodeTooMany}, {ErrChanged, CodeChanged}, {ErrStorage, CodeStorage},
	{ErrHostForeign, CodeHostForeign}, {ErrHostOlder, CodeHostOlder}, {ErrHostLacks, CodeHostLacks}, {ErrHostUnknown, CodeHostUnknown},
}

// Code gives the word for an error of this package.
func Code(err error) string {
	for _, c := range codes {
		if errors.Is(err, c.cause) {
			return c.code
		}
	}
	return CodeList
}
