package xmlsig

import "crypto"

// Space is the namespace of XML signatures.
const Space = spaceDSig

// DigestOf gives the hash of a DigestMethod; the error wraps ErrUnsupported or ErrWeak.
func DigestOf(algorithm string) (crypto.Hash, error) { return digestOf(algorithm) }
