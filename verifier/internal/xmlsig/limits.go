package xmlsig

import "pecverifier/trustlist/xmltree"

// The limits of the documents that are read here.
var (
	// EvidenceLimits: real evidence has 18 KB and 10 levels; with 10,000 recipients it has under 1 MB a thousand (REM.md §2.2).
	EvidenceLimits = xmltree.Limits{Size: 8 << 20, Depth: 50, Nodes: 400_000}
	// ListLimits: the Italian trusted list has 2.9 MB and 180,000 nodes, the largest of the Union about three times that.
	ListLimits = xmltree.Limits{Size: 20 << 20, Depth: 50, Nodes: 1_500_000}
	// AttachmentLimits: an invoice with its own attachments inside is long, and has few elements.
	AttachmentLimits = xmltree.Limits{Size: 32 << 20, Depth: 256, Nodes: 1_000_000}
)

const (
	maxSignatures  = 64 // ds:Signature elements of one document
	maxReferences  = 32 // of one signature
	maxTransforms  = 8  // of one reference
	maxPrefixes    = 64 // of one InclusiveNamespaces list
	maxCertificate = 64 << 10
	maxKeyInfo     = 64      // certificates of one signature
	maxCerts       = 64      // entries of SigningCertificate(V2)
	maxTimestamps  = 16      // of one signature
	maxToken       = 1 << 20 // bytes of one time-stamp token
	maxTried       = 8       // certificates whose key is tried where no property names one
	minRSABits     = 1024    // below, a signature proves nothing
	maxRSABits     = 4096    // no authority certifies more; beyond, one verification costs too much
	maxExponent    = 1 << 17 // as for S/MIME: a long one costs twice as much and more
	goodRSABits    = 2048    // below, a warning

	// Canonical forms may be longer than the input, by namespaces that are declared once and used often. All forms that one
	// document is asked for may have so many times its size in all, and so much beside.
	canonicalTimes = 16
	canonicalMin   = 4 << 20
)
