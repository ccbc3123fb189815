package certificate

const (
	// MaxSize is in octets. Real ones have 1 to 3 KB; those with many names some 20.
	MaxSize = 64 << 10

	maxExtensions = 64
	maxPolicies   = 64
	maxStatements = 32
	maxNames      = 64   // attributes of one name
	maxRSABits    = 8192 // of a key that signs certificates: beyond, one check costs too much
)
