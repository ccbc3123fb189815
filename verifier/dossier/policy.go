package dossier

import "time"

// Rules that decide, in one place.
const (
	// openFor is how long after the newest evidence about a recipient more may still come: within 24 hours of the
	// sending there is a delivery receipt or a notice (RFC 6109 §3.1.6).
	openFor = 24 * time.Hour
	// clockDifference is how far the clocks of two providers may be apart: each keeps within one second of UTC (DPCM 2 November
	// 2005 art. 9 c. 2).
	clockDifference = 2 * time.Second
)

// Bounds. What goes in was bounded by package verifier, and all work is linear in it.
const (
	maxVariants = 8       // statements of the same kind, recipient and time that are told apart; more are not folded
	maxNamed    = 5       // addresses and files that one value lists
	mostCounted = 1 << 30 // things that one mark may stand for: whoever counts may not make the sum overflow
)
