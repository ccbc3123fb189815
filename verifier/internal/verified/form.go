package verified

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"fmt"

	"pecverifier/verifier/digest"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/smime"
)

// form is one way to read the signed bytes.
type form struct {
	digest    cms.Digester
	canonical bool
	mended    bool
}

// formsOf: the bytes as they stand, and with their line ends as CRLF. Mail that is LF throughout is the normal state of a
// file on many systems and needs no mending.
func formsOf(signed *smime.Entity, opaque bool) []form {
	raw := signed.Raw
	asIs := form{digest: once(raw, false)}
	if smime.IsCanonical(raw) {
		return []form{asIs}
	}
	canonical := form{digest: once(raw, true), canonical: true}
	if opaque || signed.InputLineEnds() == smime.LF {
		return []form{canonical, asIs}
	}
	canonical.mended = true
	return []form{asIs, canonical}
}

// Digests gives the digests of raw as it stands, each computed once.
func Digests(raw []byte) cms.Digester { return once(raw, false) }

// Agree says whether the signed attributes of all signers state the digest of raw in one form, as it stands or with its line ends as CRLF.
// Carriage returns at its end belong to the line end behind it.
func Agree(signers []cms.SignerInfo, raw []byte) bool {
	none := make([]*x509.Certificate, len(signers))
	for _, canonical := range []bool{false, true} {
		if canonical && smime.IsCanonical(raw) {
			break
		}
		for _, raw := range [][]byte{raw, bytes.TrimRight(raw, "\r")} {
			if _, agree := digests(signers, none, form{digest: once(raw, canonical)}); agree {
				return true
			}
			if !bytes.HasSuffix(raw, []byte("\r")) {
				break
			}
		}
	}
	return false
}

// once computes each digest of raw a single time, however many signers ask for it.
func once(raw []byte, canonical bool) cms.Digester {
	known := map[crypto.Hash][]byte{}
	return func(h crypto.Hash) ([]byte, error) {
		if d, ok := known[h]; ok {
			return d, nil
		}
		d, err := sum(h, raw, canonical)
		if err == nil {
			known[h] = d
		}
		return d, err
	}
}

func sum(hash crypto.Hash, raw []byte, canonical bool) ([]byte, error) {
	if !hash.Available() {
		return nil, fmt.Errorf("digest %s is not available", hash)
	}
	if !canonical {
		return digest.Sum(hash, raw), nil
	}
	h := hash.New()
	smime.WriteCanonical(h, raw)
	return h.Sum(nil), nil
}
