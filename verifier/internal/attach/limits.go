package attach

// Everything here comes from whoever sent it. What a bound keeps out is said in Signed.Limits; the rest stands.
const (
	maxLayers      = 8   // covers around one file
	maxSignatures  = 64  // of one attachment, in all of its layers
	maxFiles       = 200 // attachments of one message that are looked at
	maxAsked       = 600 // certificates of one input that lists are asked about: each may cost signature checks
	maxStamps      = 8   // time-stamps of one signature
	maxEntries     = 1_000
	maxUnpacked    = 128 << 20 // octets of the entries of one container
	maxStructure   = 512 << 10 // octets of one manifest or signature file of a container
	maxMIME        = 64 << 20  // octets of an .m7m
	maxName        = 200       // octets of a name
	maxValue       = 1 << 10   // octets of a value that a certificate or a file brings
	maxRevocations = 32        // revocation lists of one input, and responses on revocation of one signature
	maxListed      = 100       // names of files in one answer
)
