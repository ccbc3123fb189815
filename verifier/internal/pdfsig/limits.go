package pdfsig

// A PDF comes from whoever sent it. Each bound ends the reading (ErrLimit) or makes an answer the careful one (Changed).
const (
	maxObjects     = 200_000   // entries of cross-references that are told apart
	maxEntries     = 1_000_000 // of all cross-references together: a revision may list all objects anew
	maxNumber      = 1<<23 - 1 // of an object (ISO 32000-1 Annex C)
	maxSections    = 1_024     // cross-references of a file, some two of a revision
	maxDepth       = 64        // values inside each other
	maxValues      = 4_000_000 // read of one file
	maxStream      = 16 << 20  // octets of one stream, once it is inflated
	maxInflated    = 64 << 20  // of all of them
	maxFields      = 10_000    // nodes of the form
	maxFieldDepth  = 64
	maxSignatures  = 64
	maxRevocations = 64        // lists, and as many responses, of the document security store
	maxReferrers   = 8         // objects that are remembered to refer to another
	maxReferences  = 4_000_000 // of one file
	maxCompared    = 400_000   // objects compared, for all signatures of a file
	maxChanges     = 16        // named
	maxHeader      = 1024      // octets before the header
	hashedTimes    = 4         // of a file's size may be hashed for all signatures, beside one pass over it …
	hashedMin      = 64 << 20  // … and so much
	searchedTimes  = 8         // of a file's size may be searched for the ends of streams …
	searchedMin    = 16 << 20  // … and so much
)
