package intake

import "testing"

func TestOwnBoundaryAmongBytesThatAreNoText(t *testing.T) {
	for header, want := range map[string]string{
		"Content-Type: multipart/mixed; BOUNDARY=abc\r\n\r\n":                           "abc",
		"Content-Type: multipart/mixed; x=\xff\xff\xff\xff\xff\xff; boundary=a\r\n\r\n": "a",
		"Content-Type: multipart/mixed; x=\u212a\u212a\u212a; boundary=\"a\"\r\n\r\n":   "a",
		"Content-Type: \xff\xff\xff\xff\xff\xff boundary=":                              "",
	} {
		if got := ownBoundary([]byte(header)); got != want {
			t.Errorf("%q: %q", header, got)
		}
	}
}
