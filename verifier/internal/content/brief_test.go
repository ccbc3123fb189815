package content

import (
	"bytes"
	"crypto/sha1"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
)

// Of a file that is the base64 text of another the hash does not tell which of the two was sent.
func TestBriefOfAFileThatIsAText(t *testing.T) {
	for file, want := range map[string]BriefForm{
		base64.StdEncoding.EncodeToString([]byte("un contratto di molte parole")): BriefText,
		"un contratto di molte parole, e nessun testo in base64":                  BriefDecoded,
	} {
		if got := Brief([]byte(file)); got[0].Form != want {
			t.Errorf("%q is %s, want %s", file, got[0].Form, want)
		}
	}
}

func TestBrief(t *testing.T) {
	lines := func(file []byte, end string) string {
		text := base64.StdEncoding.EncodeToString(file)
		var out []string
		for len(text) > 76 {
			out, text = append(out, text[:76]), text[76:]
		}
		return strings.Join(append(out, text), end)
	}
	for name, size := range map[string]int{
		"an empty file": 0, "less than a line": 56, "one line": 57, "a line and a byte": 58, "two lines": 114,
		"one piece": briefPiece, "a piece and a byte": briefPiece + 1, "some pieces": 3*briefPiece + 100,
	} {
		t.Run(name, func(t *testing.T) {
			file := bytes.Repeat([]byte("atto di prova\x00\xff"), size/15+1)[:size]
			long := base64.StdEncoding.EncodeToString(file)
			want := map[BriefForm]string{
				BriefDecoded: string(file), BriefCRLF: lines(file, "\r\n"), BriefCRLFFinal: lines(file, "\r\n") + "\r\n",
				BriefLF: lines(file, "\n"), BriefLFFinal: lines(file, "\n") + "\n",
				BriefLong: long, BriefLongCRLF: long + "\r\n", BriefLongLF: long + "\n",
			}
			got := Brief(file)
			if len(got) != len(want) || got[0].Form != BriefDecoded {
				t.Fatalf("%d forms, the first is %s", len(got), got[0].Form)
			}
			for _, h := range got {
				sum := sha1.Sum([]byte(want[h.Form]))
				if h.SHA1 != hex.EncodeToString(sum[:]) {
					t.Errorf("%s: another hash", h.Form)
				}
			}
		})
	}
}
