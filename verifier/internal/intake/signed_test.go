package intake

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// startOfRun is what fields gives, found anew from each place.
func startOfRun(data []byte, at int) int {
	for lines := 0; at > 0 && lines < maxHeaderLines; lines++ {
		from := bytes.LastIndexByte(data[:at-1], '\n') + 1
		line := data[from : at-1]
		continuation := len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
		if !continuation && fieldName(line) == "" {
			break
		}
		at = from
	}
	return at
}

func TestRunsOfFields(t *testing.T) {
	pectest.Native(t, "a long table")
	random := rand.New(rand.NewPCG(3, 5))
	lines := []string{"A: b\n", " c\n", "\n", "x\n", "Content-Type: multipart/signed\n", "Subject: y\r\n", "\r\n", "B:\n", strings.Repeat("C: d\n", maxHeaderLines/2)}
	for range 2000 {
		var data []byte
		for range random.IntN(40) {
			data = append(data, lines[random.IntN(len(lines))]...)
		}
		s := search{data: data}
		for at := 0; at < len(data); {
			if random.IntN(3) == 0 {
				if got, want := s.fields(at), startOfRun(data, at); got != want {
					t.Fatalf("%q at %d: %d, want %d", data, at, got, want)
				}
			}
			at += bytes.IndexByte(data[at:], '\n') + 1
		}
	}
}

// What is searched for signed entities is in proportion to the text, however many claim the same header or the same end.
func TestSearchingForSignedEntitiesIsBounded(t *testing.T) {
	long := strings.Repeat("a", 4000)
	for name, tt := range map[string]struct {
		text string
		cut  bool
	}{
		"one end":     {strings.Repeat("Content-Type: application/pkcs7-mime\r\n", 400) + strings.Repeat(long+"\r\n", 20_000), false},
		"one header":  {strings.Repeat("X: "+long+"\r\n", 400) + strings.Repeat("Content-Type: multipart/signed\r\n", 90), false},
		"long fields": {strings.Repeat("X: "+long+"\r\nContent-Type: multipart/signed; boundary=b\r\n", 4000), false},
		"no boundary": {strings.Repeat("Content-Type: multipart/signed\r\n", 4000), true},
	} {
		s := search{data: []byte(tt.text)}
		if _, cut := s.all(); cut != tt.cut {
			t.Errorf("%s: cut is %v", name, cut)
		}
		if most := searchedTimes*len(tt.text) + searchedMin + 4*sniffed; s.read > most || !tt.cut && s.read > 3*len(tt.text) {
			t.Errorf("%s: %d bytes read of %d", name, s.read, len(tt.text))
		}
	}
}
