package verifier

// Bounds of one verification; those of the MIME tree, of a SignedData and of a daticert.xml are with their packages.
const (
	DefaultMaxInput = 256 << 20 // bytes of one input
	maxCandidates   = 250       // signed entities judged in one input
	maxSigners      = 300       // signers in all of them: each costs a verification or several
	coveredTimes    = 8         // signed bytes in all, messages inside messages counted again, as a multiple of the input
	coveredMin      = 64 << 20  // bytes, beside the multiple
	maxAddresses    = 64 << 10  // bytes of a From that are looked at
	maxNoticeText   = 64 << 10  // bytes of signed human text that are looked at
)
