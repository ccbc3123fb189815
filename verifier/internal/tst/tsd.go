package tst

import (
	"crypto"
	"encoding/asn1"
	"fmt"

	"pecverifier/verifier/internal/cms"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Bound is a TimeStampedData (RFC 5544 §2): a file with its time-stamps.
type Bound struct {
	Content []byte
	Token   []byte // the first, which is over the content
	More    bool   // there are others, each over what went before
	meta    []byte // MetaData, where the first imprint is over it too
}

var oidTimeStampedData = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 31}

// ParseBound reads one. What dataUri names is never fetched: without content, or without a token, it is malformed.
func ParseBound(raw []byte) (*Bound, error) {
	der, err := cms.Normalise(raw)
	if err != nil {
		return nil, err
	}
	malformed := func(what string) (*Bound, error) { return nil, fmt.Errorf("%w: %s", ErrMalformed, what) }
	input := cryptobyte.String(der)
	var info, inner, data cryptobyte.String
	var id asn1.ObjectIdentifier
	var version int
	if !input.ReadASN1(&info, cryptobyte_asn1.SEQUENCE) || !info.ReadASN1ObjectIdentifier(&id) || !id.Equal(oidTimeStampedData) ||
		!info.ReadASN1(&inner, cryptobyte_asn1.Tag(0).ContextSpecific().Constructed()) || !info.Empty() ||
		!inner.ReadASN1(&data, cryptobyte_asn1.SEQUENCE) || !inner.Empty() || !data.ReadASN1Integer(&version) || version != 1 {
		return malformed("time-stamped data")
	}
	if !data.SkipOptionalASN1(cryptobyte_asn1.IA5String) {
		return malformed("dataUri")
	}
	b := &Bound{}
	if data.PeekASN1Tag(cryptobyte_asn1.SEQUENCE) {
		var meta, fields cryptobyte.String
		var protected bool
		if !data.ReadASN1Element(&meta, cryptobyte_asn1.SEQUENCE) {
			return malformed("metadata")
		}
		whole := meta
		if !meta.ReadASN1(&fields, cryptobyte_asn1.SEQUENCE) || !fields.ReadASN1Boolean(&protected) {
			return malformed("metadata")
		}
		if protected {
			b.meta = whole
		}
	}
	var content, evidence, one, token cryptobyte.String
	if !data.ReadASN1(&content, cryptobyte_asn1.OCTET_STRING) {
		return malformed("no content")
	}
	if !data.ReadASN1(&evidence, cryptobyte_asn1.Tag(0).ContextSpecific().Constructed()) || !data.Empty() {
		return nil, fmt.Errorf("%w: its evidence is no time-stamp token", cms.ErrUnsupported)
	}
	if !evidence.ReadASN1(&one, cryptobyte_asn1.SEQUENCE) || !one.ReadASN1Element(&token, cryptobyte_asn1.SEQUENCE) {
		return malformed("no token")
	}
	b.Content, b.Token, b.More = content, token, !evidence.Empty()
	return b, nil
}

// Digest is what the first token is over: the metadata, where they are protected, and the content.
func (b *Bound) Digest(h crypto.Hash) ([]byte, error) {
	w := h.New()
	w.Write(b.meta)
	w.Write(b.Content)
	return w.Sum(nil), nil
}
