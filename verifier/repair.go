package verifier

import (
	"bytes"
	"crypto/sha256"
	"math/bits"
	"unicode/utf8"

	"pecverifier/verifier/intake"
	"pecverifier/verifier/smime"
)

// Storage damages mail in ways that can be undone. What is undone counts only when the signature then verifies: the
// undone bytes are the signed bytes.

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
// then another part would answer for this one. Line ends are not compared: each part stands in what verified around it.
func sameAfter(chosen []repair, damaged, mended []byte) bool {
	for _, r := range chosen {
		if undone, ok := r.undo(damaged); ok {
			damaged = undone
		}
	}
	return canonicalSum(damaged) == canonicalSum(mended)
}

func canonicalSum(b []byte) [sha256.Size]byte {
	h := sha256.New()
	smime.WriteCanonical(h, bytes.TrimRight(b, "\r"))
	return [sha256.Size]byte(h.Sum(nil))
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
