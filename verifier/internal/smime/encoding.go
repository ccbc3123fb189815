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
	out := bytes.NewBuffer(plain[:0])
	if _, err := decodeSpaced(out, body); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Sink takes decoded bytes in pieces, as a hash.Hash does; Reset forgets all that it took.
type Sink interface {
	io.Writer
	Reset()
}

// DecodeTo gives a large body to a sink as Decoded would give it whole, without a copy of it in memory, and says how many
// bytes that were. After an error the sink holds nothing of use.
func (e *Entity) DecodeTo(sink Sink) (size int, err error) {
	if e.Encoding() == "base64" {
		size, err = decodeBase64To(sink, e.Body)
		if err != nil {
			err = fmt.Errorf("base64: %w", err)
		}
		return size, err
	}
	decoded, err := e.Decoded()
	if err != nil {
		return 0, err
	}
	return sink.Write(decoded)
}

// decodeBase64To is decodeBase64, a piece after the other: each ends with a line, and must be whole quanta (RFC 4648 §4).
func decodeBase64To(sink Sink, body []byte) (size int, err error) {
	buffer := make([]byte, base64.StdEncoding.DecodedLen(min(base64Block, len(body))))
	for rest := body; len(rest) > 0; {
		piece := rest
		if len(piece) > base64Block {
			piece = piece[:bytes.LastIndexByte(piece[:base64Block], '\n')+1]
		}
		rest = rest[len(piece):]
		n, err := base64.StdEncoding.Decode(buffer, piece)
		// What ends anywhere but at the end, or is of lines of another shape, is read from its start again.
		if len(piece) == 0 || err != nil || len(rest) > 0 && bytes.IndexByte(piece, '=') >= 0 {
			sink.Reset()
			return decodeSpaced(sink, body)
		}
		if _, err := sink.Write(buffer[:n]); err != nil {
			return 0, err
		}
		size += n
	}
	return size, nil
}

// decodeSpaced is decodeBase64 for what Go's decoder does not take: blanks, and padding that is left out.
func decodeSpaced(out io.Writer, body []byte) (size int, err error) {
	block := make([]byte, min(base64Block, (len(body)+3)&^3))
	buffer := make([]byte, base64.StdEncoding.DecodedLen(len(block)))
	n, ended := 0, false
	flush := func(encoding *base64.Encoding) error {
		decoded, err := encoding.Decode(buffer, block[:n])
		if err == nil {
			size += decoded
			_, err = out.Write(buffer[:decoded])
		}
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
						return 0, err
					}
				}
				if ended {
					return 0, base64.CorruptInputError(size)
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
		return 0, err
	}
	return size, nil
}
