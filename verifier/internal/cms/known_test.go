package cms

import (
	"bytes"
	"testing"
)

// What is kept of a certificate must not be the message that brought it, and one that is altered is another.
func TestKnownCertificates(t *testing.T) {
	message := append(bytes.Repeat([]byte{0}, 1000), p256().cert.Raw...)
	der := message[1000:]
	first, err := parseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	again, err := parseCertificate(bytes.Clone(der))
	if err != nil || again != first {
		t.Errorf("read again: %v", err)
	}
	kept := bytes.Clone(first.Raw)
	for i := range message {
		message[i] ^= 0xff
	}
	if !bytes.Equal(first.Raw, kept) {
		t.Error("the certificate changes with the message")
	}
	altered := bytes.Clone(kept)
	altered[len(altered)-1] ^= 1 // in the signature
	if other, err := parseCertificate(altered); err == nil && bytes.Equal(other.Raw, kept) {
		t.Error("an altered certificate is taken for the one that is known")
	}
	for i := range 3 * maxKnown {
		c := bytes.Clone(kept)
		c[len(c)-2], c[len(c)-3] = byte(i), byte(i>>8)
		if _, err := parseCertificate(c); err != nil {
			continue
		}
		if len(known.certificates) > maxKnown {
			t.Fatalf("%d certificates are kept", len(known.certificates))
		}
	}
}
