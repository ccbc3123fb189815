package rem

const (
	maxRecipients = 10_000 // as for PEC: a message of 30 MB with more would have less room than its header needs
	maxReasons    = 16     // of one event; one in every example
	maxPolicies   = 16     // two in every example
	maxExtensions = 32     // two in every example
	maxReferences = maxRecipients
	maxLine       = 4 << 10  // bytes of an address, identifier or name: above the 998 of a header line
	maxText       = 64 << 10 // bytes of what people write
	maxDigest     = 64       // octets
	maxSearched   = 64 << 10 // bytes of a part in which the root element is looked for
)
