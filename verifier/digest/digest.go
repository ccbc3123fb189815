// Package digest computes digests of whole byte slices.
package digest

import (
	"crypto"
	"crypto/sha256"
	"encoding/hex"
)

// Large computes digests of LargeFrom bytes or more, where the program has something faster than Go at hand: in
// WebAssembly, the browser. It declines with false. To be set before the first digest, or never.
var Large func(h crypto.Hash, data []byte) (sum []byte, ok bool)

// LargeFrom is in bytes. Below, asking the browser costs more than computing.
const LargeFrom = 64 << 10

// Sum gives the digest of data; h must be available.
func Sum(h crypto.Hash, data []byte) []byte {
	if Large != nil && len(data) >= LargeFrom {
		if sum, ok := Large(h, data); ok && len(sum) == h.Size() {
			return sum
		}
	}
	state := h.New()
	state.Write(data)
	return state.Sum(nil)
}

// SHA256 gives the SHA-256 in lower-case hexadecimal.
func SHA256(data []byte) string {
	if len(data) < LargeFrom {
		sum := sha256.Sum256(data)
		return hex.EncodeToString(sum[:])
	}
	return hex.EncodeToString(Sum(crypto.SHA256, data))
}
