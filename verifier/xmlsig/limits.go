package xmlsig

// Limits bound the reading of one document. Everything in it comes from whoever sent it.
type Limits struct {
	Size  int // bytes as received
	Depth int // nested elements
	Nodes int // elements, texts, comments and instructions together: each costs some 200 bytes of memory
}

// The limits of the documents that are read here.
var (
	// EvidenceLimits: real evidence has 18 KB and 10 levels; with 10,000 recipients it has under 1 MB a thousand (REM.md §2.2).
	EvidenceLimits = Limits{Size: 8 << 20, Depth: 50, Nodes: 400_000}
	// ListLimits: the Italian trusted list has 2.9 MB and 180,000 nodes, the largest of the Union about three times that.
	ListLimits = Limits{Size: 20 << 20, Depth: 50, Nodes: 1_500_000}
	// AttachmentLimits: an invoice with its own attachments inside is long, and has few elements.
	AttachmentLimits = Limits{Size: 32 << 20, Depth: 256, Nodes: 1_000_000}
)

const (
	maxAttributes  = 256     // of one element, namespace declarations apart
	maxNamespaces  = 256     // declarations in scope
	maxName        = 1 << 10 // bytes of a name
	maxSignatures  = 64      // ds:Signature elements of one document
	maxReferences  = 32      // of one signature
	maxTransforms  = 8       // of one reference
	maxPrefixes    = 64      // of one InclusiveNamespaces list
	maxCertificate = 64 << 10
	maxKeyInfo     = 64      // certificates of one signature
	maxCerts       = 64      // entries of SigningCertificate(V2)
	maxTimestamps  = 16      // of one signature
	maxToken       = 1 << 20 // bytes of one time-stamp token
	maxTried       = 8       // certificates whose key is tried where no property names one
	minRSABits     = 1024    // below, a signature proves nothing
	maxRSABits     = 8192    // beyond, one verification costs too much
	goodRSABits    = 2048    // below, a warning

	// Canonical forms may be longer than the input, by namespaces that are declared once and used often. All forms that one
	// document is asked for may have canonicalTimes its size in all, and canonicalMin beside.
	canonicalTimes = 16
	canonicalMin   = 4 << 20
)
