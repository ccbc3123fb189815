package smime

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"io"
	"mime/quotedprintable"
	"strings"
)

// Encoding is the Content-Transfer-Encoding in lower case, without comments; "7bit" where none is stated.
func (e *Entity) Encoding() string {
	enc := strings.ToLower(strings.TrimSpace(stripComments(e.Header.Get("Content-Transfer-Encoding"))))
	if enc == "" {
		return "7bit"
	}
	return enc
}

// Decoded gives the body with its transfer encoding undone. For 7bit, 8bit and binary it is the body itself.
//
// Base64 is read strictly but for white space: a signature or a daticert.xml whose encoding is damaged must not turn
// into other bytes.
func (e *Entity) Decoded() ([]byte, error) {
	switch enc := e.Encoding(); enc {
	case "7bit", "8bit", "binary":
		return e.Body, nil
	case "base64":
		out, err := decodeBase64(e.Body)
		if err != nil {
			return nil, fmt.Errorf("base64: %w", err)
		}
		return out, nil
	case "quoted-printable":
		out, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(e.Body)))
		if err != nil {
			return nil, fmt.Errorf("quoted-printable: %w", err)
		}
		return out, nil
	default:
		return nil, fmt.Errorf("transfer encoding %q is not known", enc)
	}
}

// base64Block is how many characters are decoded at a time; a multiple of four.
const base64Block = 16 << 10

// decodeBase64 allows white space of any kind and line length, and nothing else beside the alphabet.
func decodeBase64(body []byte) ([]byte, error) {
	// Go's decoder passes over line ends, which is all that most mail has.
	plain := make([]byte, base64.StdEncoding.DecodedLen(len(body)))
	if n, err := base64.StdEncoding.Decode(plain, body); err == nil {
		return plain[:n], nil
	}
	return decodeSpaced(plain[:0], body)
}

// decodeSpaced is decodeBase64 for what Go's decoder does not take: blanks, and padding that is left out.
func decodeSpaced(out, body []byte) ([]byte, error) {
	block := make([]byte, min(base64Block, (len(body)+3)&^3))
	n, ended := 0, false
	flush := func(encoding *base64.Encoding) error {
		decoded, err := encoding.AppendDecode(out, block[:n])
		out = decoded
		// Padding ends the text (RFC 4648 §3.3): nothing may follow the block that has it.
		ended = ended || n > 0 && block[n-1] == '='
		n = 0
		return err
	}
	for len(body) > 0 {
		// The characters up to the next white space, as many as fit.
		line := body
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i]
		}
		body = body[min(len(body), len(line)+1):]
		for len(line) > 0 {
			run := line
			if i := bytes.IndexAny(run, "\r\t "); i >= 0 {
				run = run[:i]
			}
			line = line[min(len(line), len(run)+1):]
			for len(run) > 0 {
				if n == len(block) {
					if err := flush(base64.StdEncoding); err != nil {
						return nil, err
					}
				}
				if ended {
					return nil, base64.CorruptInputError(len(out))
				}
				taken := copy(block[n:], run)
				n, run = n+taken, run[taken:]
			}
		}
	}
	encoding := base64.StdEncoding
	// QUIRK: some encoders leave the padding out.
	if n%4 != 0 && block[n-1] != '=' {
		encoding = base64.RawStdEncoding
	}
	if err := flush(encoding); err != nil {
		return nil, err
	}
	return out, nil
}
