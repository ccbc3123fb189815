package cms

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
)

// Work bounds what the signatures of one input cost to verify, and remembers what was verified: the same value over the
// same digest with the same key is verified once. A cost is the square of the bits of an RSA key, which is what an RSA
// operation grows with, or for another key what takes as long. nil bounds nothing. It is not for concurrent use.
//
// There is a pool for whoever comes first, and a share that grows with the input, of which each message gets its part: so
// one message with many signatures leaves the others what they need.
type Work struct {
	pool, share, own int64
	refused          bool
	known            map[[sha256.Size]byte]bool
	recovered        map[[sha256.Size]byte][]byte
	paid             map[[sha256.Size]byte]bool
}

// NewWork begins an input.
func NewWork(pool, share int64) *Work {
	return &Work{pool: pool, share: share, known: map[[sha256.Size]byte]bool{}, recovered: map[[sha256.Size]byte][]byte{},
		paid: map[[sha256.Size]byte]bool{}}
}

// Allot begins the next message of the input. Of the share it gets most, as far as there is so much left.
func (w *Work) Allot(most int64) {
	if w != nil {
		w.own = min(most, w.share)
		w.share -= w.own
		w.refused = false
	}
}

// Refused says whether, since Allot, something was not verified because it would have cost too much.
func (w *Work) Refused() bool { return w != nil && w.refused }

// Spend asks for one operation with a public key; false means that it must not be done.
func (w *Work) Spend(key any) bool {
	if w == nil {
		return true
	}
	cost := costOf(key)
	if cost > w.own+w.pool {
		w.refused = true
		return false
	}
	own := min(cost, w.own)
	w.own -= own
	w.pool -= cost - own
	return true
}

// SpendOn is Spend for an operation whose result is kept elsewhere: for the same key and the same bytes it is asked once.
func (w *Work) SpendOn(key any, about []byte) bool {
	if w == nil {
		return true
	}
	h := sha256.New()
	switch k := key.(type) {
	case *rsa.PublicKey:
		fmt.Fprintf(h, "%x %x ", k.N, k.E)
	case *ecdsa.PublicKey:
		point, _ := k.Bytes()
		fmt.Fprintf(h, "%s %x ", k.Curve.Params().Name, point)
	}
	h.Write(about)
	question := [sha256.Size]byte(h.Sum(nil))
	if !w.paid[question] {
		w.paid[question] = w.Spend(key)
	}
	return w.paid[question]
}

// costOf: curves take as long as so many RSA operations of 2048 bits (measured, the slower of native and WebAssembly).
func costOf(key any) int64 {
	const rsa2048 = 2048 * 2048
	switch k := key.(type) {
	case *rsa.PublicKey:
		bits := max(int64(k.N.BitLen()), MinRSABits)
		return bits * bits
	case *ecdsa.PublicKey:
		switch bits := k.Curve.Params().BitSize; {
		case bits <= 256:
			return 4 * rsa2048
		case bits <= 384:
			return 20 * rsa2048
		default:
			return 60 * rsa2048
		}
	}
	return rsa2048
}

// verified asks check, unless the same was asked before.
func (w *Work) verified(s *SignerInfo, key publicKey, digest []byte, check func() bool) (good bool, err error) {
	if w == nil {
		return check(), nil
	}
	question := asked(s, key, digest)
	if good, known := w.known[question]; known {
		return good, nil
	}
	if !w.Spend(key.any()) {
		return false, ErrWork
	}
	good = check()
	w.known[question] = good
	return good, nil
}

// recover is recoverDigest, asked once for the same value; nil also where it would cost too much.
func (w *Work) recover(s *SignerInfo, key publicKey) []byte {
	recover := func() []byte { return recoverDigest(key.rsa, s.Digest, s.value) }
	if w == nil {
		return recover()
	}
	question := asked(s, key, nil)
	if digest, known := w.recovered[question]; known {
		return digest
	}
	if !w.Spend(key.any()) {
		return nil
	}
	digest := recover()
	w.recovered[question] = digest
	return digest
}

// asked is all that the answer depends on, each part with its length.
func asked(s *SignerInfo, key publicKey, digest []byte) [sha256.Size]byte {
	h := sha256.New()
	var number [8]byte
	count := func(n int) {
		binary.BigEndian.PutUint64(number[:], uint64(n))
		h.Write(number[:])
	}
	for _, n := range []int{int(s.scheme.algorithm), s.scheme.salt, int(s.Digest)} {
		count(n)
	}
	for _, part := range [][]byte{key.info, digest, s.value} {
		count(len(part))
		h.Write(part)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

func (k publicKey) any() crypto.PublicKey {
	if k.rsa != nil {
		return k.rsa
	}
	return k.ecdsa
}
