package verifier

import (
	"bytes"
	"encoding/base64"
	"testing"

	"pecverifier/verifier/internal/smime"
)

// signatureOf gives the CMS structure of a multipart/signed and the signature value in it: its last 256 bytes, as long
// as the signer has an RSA-2048 key and no unsigned attributes.
func signatureOf(t testing.TB, data []byte) (structure, value []byte) {
	t.Helper()
	s := signedOf(t, data)
	structure, err := s.Signature.Decoded()
	if err != nil {
		t.Fatal(err)
	}
	return structure, structure[len(structure)-256:]
}

func signedOf(t testing.TB, data []byte) *smime.Signed {
	t.Helper()
	root, err := smime.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	s, err := smime.ReadSigned(root)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// replaceSignature puts another structure into the place of the base64 one.
func replaceSignature(t testing.TB, data, structure []byte) []byte {
	t.Helper()
	old := signedOf(t, data).Signature.Body
	at := bytes.LastIndex(data, old)
	return append(append(append([]byte{}, data[:at]...), base64.StdEncoding.EncodeToString(structure)...), data[at+len(old):]...)
}
