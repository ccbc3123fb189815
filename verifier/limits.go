package verifier

import "pecverifier/verifier/internal/cms"

// Bounds of one verification; those of the MIME tree, of a SignedData and of a daticert.xml are with their packages.
const (
	DefaultMaxInput = 256 << 20 // bytes of one input
	maxCandidates   = 250       // signed entities judged in one input
	maxSigners      = 300       // signers in all of them: each costs a verification or several
	coveredTimes    = 8         // signed bytes in all, messages inside messages counted again, as a multiple of the input
	coveredMin      = 64 << 20  // bytes, beside the multiple
	maxOuter        = 256 << 10 // bytes of an outer header value that is compared: a certified subject of 64 KB, encoded
	maxOuterFrom    = 16 << 10  // bytes of From, Sender, Reply-To, for each
	maxOuterTo      = 256 << 10 // bytes of To and Cc, for each: 5,000 addresses, where providers stop at 1,000
	maxGroup        = 200       // bytes of the name of an address group, which stands before each of its addresses
	maxValue        = 4 << 10   // bytes of one text in a report: above the 998 of a header line
	shortValue      = 256       // bytes of the same, where a call has had maxLongValues of longer ones
	maxLongValues   = 16 << 20  // bytes above shortValue in all texts of one call
	maxHumanText    = 1 << 20   // bytes of signed human text that are looked at: an acceptance names up to 10,000 recipients in it
	maxCut          = 16 << 20  // bytes compared, of one line, to find where it repeats a value
	maxRepeated     = 16        // values that name hours, and are looked for in a notice's text
	maxEvidence     = 16        // evidences of registered mail in one signed part; one in every example
	evidenceChecks  = 3         // what one costs beside the signatures, in RSA operations: its certificates, its canonical forms
	maxLikeData     = 12 << 20  // bytes of an XML part that is looked at for certification data: 8 MiB in base64, and some more
)

// Signature checks of one input, counted in RSA operations with 2048 bits: 25 µs native, 220 µs in WebAssembly. A receipt
// costs one and has 5 KB at least, or costs four, with a key of 4096 bits, and has 9; now and then it costs those of its certificate.
const (
	rsa2048       = 2048 * 2048 // the cost of one as package cms counts
	workPool      = 4000        // for whatever stands first in the input
	bytesPerCheck = 2 << 10     // of a message, beside the pool: so much is left to it whatever stands before it
	packedTimes   = 2           // how many times the packed size of an archive its messages may so ask for
)

// newWork is the budget of an input of so many bytes; allotted is what a message of it may take beside the pool.
func newWork(size int) *cms.Work { return cms.NewWork(workPool*rsa2048, packedTimes*allotted(size)) }

func allotted(size int) int64 { return int64(size) * (rsa2048 / bytesPerCheck) }

// Bounds on what is looked for where no structure leads to it.
const (
	maxForeign = 4        // header blocks before a mail
	looseTimes = 2        // bytes judged so, as a multiple of the mail
	looseMin   = 16 << 20 // bytes, beside the multiple
)

// What reading the mails of one input may cost, in bytes that are searched for delimiters, hashed, or read again as a mail behind a
// foreign header, loose or attached; what is decoded counts four times. A receipt takes six times its size. Each mail has a share
// of its own, by its size, and all have the rest together: what is hidden in one takes nothing away from the others.
const (
	effortShare = 8        // the share, as a multiple of the mail
	effortTimes = 12       // all shares, and the rest, each as a multiple of the input
	effortMin   = 64 << 20 // bytes, beside the multiple
	againCost   = 2        // what a mail costs to which no structure leads
)

// The same for undoing damage: each repair reads the mail once, and what comes of it once or several times. Three damages at once are
// undone in mails up to 15 MB, two in larger ones: they cost some fifty times the size.
const (
	mendingShare = 24
	mendingTimes = 12
	mendingMin   = 256 << 20
	digestCost   = 2 // what hashing what was undone costs, in both forms
)
