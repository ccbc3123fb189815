package truststore

const (
	MaxLists = 16 // lists that a person may have in use beside the embedded one

	// The signature of a list is one, with a key of 4096 bits at most; of certificates that fit its signer there may be many.
	maxWork = 500 * 2048 * 2048 // as package cms counts: verifications with 2048 bits
)
