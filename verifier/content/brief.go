package content

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"io"
)

// BriefForm is a way to write the bytes that a brief receipt's hash is taken of. RFC 6109 §3.3.2.2 can be read both ways:
// of the file, and of the base64 text that carried it, of which it fixes neither line length nor the last line break.
type BriefForm string

// The forms that Brief tries.
const (
	BriefDecoded    BriefForm = "decoded"          // the file itself
	BriefCRLF       BriefForm = "base64-crlf"      // base64 in lines of 76 with CRLF between them
	BriefCRLFFinal  BriefForm = "base64-crlf-last" // the same with a line break at the end
	BriefLF         BriefForm = "base64-lf"
	BriefLFFinal    BriefForm = "base64-lf-last"
	BriefLong       BriefForm = "base64-line" // base64 in one line
	BriefLongCRLF   BriefForm = "base64-line-crlf"
	BriefLongLF     BriefForm = "base64-line-lf"
	encodedLine               = 76 // characters, RFC 2045 §6.8
	encodedLineFrom           = encodedLine / 4 * 3
	briefPiece                = encodedLineFrom * 512
)

// BriefHash is the SHA-1 of one form of a file, in lower-case hexadecimal.
type BriefHash struct {
	Form BriefForm `json:"form"`
	SHA1 string    `json:"sha1"`
}

// Brief gives the hashes that a brief receipt may state for a file. The decoded form comes first.
func Brief(file []byte) []BriefHash {
	decoded, crlf, lf, long := sha1.New(), sha1.New(), sha1.New(), sha1.New()
	encoded := make([]byte, base64.StdEncoding.EncodedLen(briefPiece))
	for start := 0; start < len(file); start += briefPiece {
		piece := file[start:min(len(file), start+briefPiece)]
		decoded.Write(piece)
		text := encoded[:base64.StdEncoding.EncodedLen(len(piece))]
		base64.StdEncoding.Encode(text, piece)
		long.Write(text)
		for i := 0; i < len(text); i += encodedLine {
			if start+i > 0 {
				io.WriteString(crlf, "\r\n")
				io.WriteString(lf, "\n")
			}
			line := text[i:min(len(text), i+encodedLine)]
			crlf.Write(line)
			lf.Write(line)
		}
	}
	return []BriefHash{
		{BriefDecoded, sumOf(decoded, "")},
		{BriefCRLF, sumOf(crlf, "")},
		{BriefCRLFFinal, sumOf(crlf, "\r\n")},
		{BriefLF, sumOf(lf, "")},
		{BriefLFFinal, sumOf(lf, "\n")},
		{BriefLong, sumOf(long, "")},
		{BriefLongCRLF, sumOf(long, "\r\n")},
		{BriefLongLF, sumOf(long, "\n")},
	}
}

// sumOf gives the hash of what was written, followed by end.
func sumOf(h hash.Hash, end string) string {
	if c, ok := h.(hash.Cloner); ok && end != "" {
		other, err := c.Clone()
		if err != nil {
			return ""
		}
		io.WriteString(other, end)
		h = other
	}
	return hex.EncodeToString(h.Sum(nil))
}
