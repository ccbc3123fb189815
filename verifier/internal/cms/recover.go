package cms

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"math/big"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// recoverDigest gives the digest that an RSASSA-PKCS1-v1_5 value (RFC 8017 §8.2.2) was made over, or nil
// unless the recovered block is, octet by octet, the one encoding of a digest of that algorithm.
func recoverDigest(key *rsa.PublicKey, hash crypto.Hash, value []byte) []byte {
	size := key.Size()
	if len(value) != size || key.E < 3 || key.E&1 == 0 || key.N.Bit(0) == 0 {
		return nil
	}
	v := new(big.Int).SetBytes(value)
	if v.Cmp(key.N) >= 0 {
		return nil
	}
	block := v.Exp(v, big.NewInt(int64(key.E)), key.N).FillBytes(make([]byte, size))
	if len(block) < hash.Size() {
		return nil
	}
	digest := block[len(block)-hash.Size():]
	expected := paddedDigest(hash, digest, size)
	if expected == nil || !bytes.Equal(block, expected) {
		return nil
	}
	return digest
}

// paddedDigest is EMSA-PKCS1-v1_5, RFC 8017 §9.2.
func paddedDigest(hash crypto.Hash, digest []byte, size int) []byte {
	var oid string
	for o, h := range digests {
		if h == hash {
			oid = o
		}
	}
	b := cryptobyte.NewBuilder(nil)
	b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1(asn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddASN1(asn1.OBJECT_IDENTIFIER, func(b *cryptobyte.Builder) { b.AddBytes([]byte(oid)) })
			b.AddBytes([]byte("\x05\x00"))
		})
		b.AddASN1OctetString(digest)
	})
	info := b.BytesOrPanic()
	if size < len(info)+11 {
		return nil
	}
	block := bytes.Repeat([]byte{0xff}, size)
	block[0], block[1] = 0, 1
	block[size-len(info)-1] = 0
	copy(block[size-len(info):], info)
	return block
}
