package dossier

import (
	"encoding/json"

	"pecverifier/verifier/internal/attach"
)

// packSigned writes what an attachment's signatures prove; "" where it was not asked for.
func packSigned(s *attach.Signed) string {
	if s == nil {
		return ""
	}
	text, err := json.Marshal(s)
	if err != nil {
		return ""
	}
	return string(text)
}

func unpackSigned(text string) *attach.Signed {
	s := &attach.Signed{}
	if text == "" || json.Unmarshal([]byte(text), s) != nil {
		return nil
	}
	return s
}
