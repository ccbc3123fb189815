package verifier

import (
	"bytes"
	"crypto"
	"fmt"
	"math/bits"
	"unicode/utf8"

	"pecverifier/verifier/cms"
	"pecverifier/verifier/digest"
	"pecverifier/verifier/intake"
	"pecverifier/verifier/smime"
)

// Storage damages mail in ways that can be undone. What is undone counts only when the signature then verifies: the
// undone bytes are the signed bytes.

// form is one way to read the signed bytes.
type form struct {
	digest cms.Digester
	mended bool
}

// signedForms: the bytes as they stand, and with their line ends as CRLF (RFC 8551 §3.1.1). Mail that is LF throughout
// is the normal state of a file on many systems and needs no mending.
func signedForms(c *candidate) []form {
	if c.forms == nil {
		c.forms = newForms(c)
	}
	return c.forms
}

func newForms(c *candidate) []form {
	raw := c.signed.Content
	if !c.opaque {
		raw = c.content.Raw
	}
	asIs := form{digest: once(raw, false)}
	if ends := smime.LineEndsOf(raw); ends == smime.CRLF || ends == smime.NoLines {
		return []form{asIs}
	}
	canonical := form{digest: once(raw, true)}
	if c.opaque || c.content.InputLineEnds() == smime.LF {
		return []form{canonical, asIs}
	}
	canonical.mended = true
	return []form{asIs, canonical}
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
	if !canonical || smime.IsCanonical(raw) {
		return digest.Sum(hash, raw), nil
	}
	h := hash.New()
	smime.WriteCanonical(h, raw)
	return h.Sum(nil), nil
}

// repair undoes damage to a whole file; ok is false where the file does not have it.
type repair struct {
	check string
	undo  func([]byte) (undone []byte, ok bool)
}

var repairs = []repair{
	{"repair.charset", undoUTF8},
	{"repair.lineends", undoDoubledCR},
	{"repair.fromlines", intake.UnquoteFrom},
}

// combinations gives every choice among the repairs of damage that data has, single ones first: storage does more than
// one harm at a time.
func combinations(data []byte) [][]repair {
	var fit []repair
	for _, r := range repairs {
		if _, ok := r.undo(data); ok {
			fit = append(fit, r)
		}
	}
	var out [][]repair
	for size := 1; size <= len(fit); size++ {
		for choice := range 1 << len(fit) {
			if bits.OnesCount(uint(choice)) != size {
				continue
			}
			var chosen []repair
			for i, r := range fit {
				if choice>>i&1 == 1 {
					chosen = append(chosen, r)
				}
			}
			out = append(out, chosen)
		}
	}
	return out
}

// undoAll carries out all of them; ok is false where the file does not have every one of the damages.
func undoAll(chosen []repair, data []byte) (undone []byte, ok bool) {
	for _, r := range chosen {
		if data, ok = r.undo(data); !ok {
			return nil, false
		}
	}
	return data, true
}

// sameAfter says whether mending one signed part gives the other: a repair of the whole file may move a delimiter, and
// then another part would answer for this one.
func sameAfter(chosen []repair, damaged, mended []byte) bool {
	for _, r := range chosen {
		if undone, ok := r.undo(damaged); ok {
			damaged = undone
		}
	}
	return bytes.Equal(bytes.TrimRight(damaged, "\r"), bytes.TrimRight(mended, "\r"))
}

// undoUTF8 undoes the conversion of a whole file from Latin-1 to UTF-8 (three of ten real mails in one archive).
func undoUTF8(data []byte) ([]byte, bool) {
	ascii := true
	for _, c := range data {
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return nil, false
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r > 0xff || r == utf8.RuneError && n <= 1 {
			return nil, false
		}
		out = append(out, byte(r))
		i += n
	}
	return out, true
}

// undoDoubledCR undoes a text-mode write of a file that had CRLF already.
func undoDoubledCR(data []byte) ([]byte, bool) {
	doubled := []byte("\r\r\n")
	if !bytes.Contains(data, doubled) {
		return nil, false
	}
	return bytes.ReplaceAll(data, doubled, []byte("\r\n")), true
}
