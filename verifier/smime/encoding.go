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

// decodeBase64 allows white space of any kind and line length, and nothing else beside the alphabet.
func decodeBase64(body []byte) ([]byte, error) {
	compact := make([]byte, 0, len(body))
	for _, c := range body {
		if c != '\n' && c != '\r' && c != ' ' && c != '\t' {
			compact = append(compact, c)
		}
	}
	// QUIRK: some encoders leave the padding out.
	if trimmed := bytes.TrimRight(compact, "="); len(compact)%4 != 0 && len(trimmed) == len(compact) {
		n, err := base64.RawStdEncoding.Decode(compact, compact)
		return compact[:n], err
	}
	n, err := base64.StdEncoding.Decode(compact, compact)
	return compact[:n], err
}
