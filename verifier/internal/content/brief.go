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

// The forms that Brief tries. Of a match over an encoded form, or of a file that is itself such a text, it is not known which of the
// two was sent: the file, or a text that holds it in base64.
const (
	BriefDecoded    BriefForm = "decoded"          // the file itself
	BriefText       BriefForm = "text"             // the file itself, which is a base64 text (IsBase64)
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

// Brief gives the hashes that a brief receipt may state for a file. That of the file itself comes first.
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
	itself := BriefDecoded
	if IsBase64(file) {
		itself = BriefText
	}
	return []BriefHash{
		{itself, sumOf(decoded, "")},
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

// shortestText is the least that IsBase64 takes for an encoded file, in bytes: shorter words are words.
const shortestText = 24

// IsBase64 says whether a file is itself the base64 text of another one. Of such a file no hash tells whether it or the other was sent.
func IsBase64(file []byte) bool {
	if len(file) < shortestText {
		return false
	}
	digits, padding := 0, 0
	for _, c := range file {
		switch {
		case c == '\r' || c == '\n' || c == ' ' || c == '\t':
		case c == '=':
			padding++
		case padding > 0:
			return false
		case 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || c == '+' || c == '/':
			digits++
		default:
			return false
		}
	}
	return digits >= shortestText/2 && padding <= 2 && (digits+padding)%4 == 0
}
