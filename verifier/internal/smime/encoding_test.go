package smime

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
)

// whole decodes all at once; decodeBase64 must not differ from it.
func whole(body []byte) ([]byte, error) {
	var compact []byte
	for _, c := range body {
		if c != '\n' && c != '\r' && c != ' ' && c != '\t' {
			compact = append(compact, c)
		}
	}
	if trimmed := bytes.TrimRight(compact, "="); len(compact)%4 != 0 && len(trimmed) == len(compact) {
		n, err := base64.RawStdEncoding.Decode(compact, compact)
		return compact[:n], err
	}
	n, err := base64.StdEncoding.Decode(compact, compact)
	return compact[:n], err
}

func sameAsWhole(t *testing.T, body []byte) {
	t.Helper()
	want, wantErr := whole(body)
	for name, decode := range map[string]func([]byte) ([]byte, error){
		"decodeBase64": decodeBase64,
		"decodeSpaced": func(body []byte) ([]byte, error) {
			var out bytes.Buffer
			size, err := decodeSpaced(&out, body)
			return out.Bytes()[:size], err
		},
		"decodeBase64To": func(body []byte) ([]byte, error) {
			var out bytes.Buffer
			size, err := decodeBase64To(&out, body)
			if err == nil && size != out.Len() {
				t.Errorf("%d bytes told, %d written", size, out.Len())
			}
			return out.Bytes(), err
		},
	} {
		got, err := decode(body)
		if (err == nil) != (wantErr == nil) || err == nil && !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes: %d decoded, %v; want %d, %v", name, len(body), len(got), err, len(want), wantErr)
		}
	}
}

func FuzzDecodeBase64(f *testing.F) {
	for _, s := range []string{"", "YQ==", "YQ", "YWI=", "YWJj", "YQ==YQ==", "YQ=", "Y", " Y\tW\r\nJ j\n", "YWJj!", "=", "YQ==\r\n", "YW\x00Jj"} {
		f.Add([]byte(s), 0)
		f.Add([]byte(s), base64Block-2)
		f.Add([]byte(s), base64Block)
	}
	f.Fuzz(func(t *testing.T, body []byte, before int) {
		if before < 0 || before > 2*base64Block+5 {
			return
		}
		sameAsWhole(t, append(bytes.Repeat([]byte("A"), before), body...))
		sameAsWhole(t, append(bytes.Repeat([]byte("QUJD\n"), before/5), body...))
	})
}

func TestDecodeBase64AcrossBlocks(t *testing.T) {
	for _, n := range []int{base64Block - 77, base64Block - 1, base64Block, base64Block + 1, 2 * base64Block, 3*base64Block + 2} {
		long := strings.Repeat("QUJD", n/4+1)[:n]
		for _, end := range []string{"", "=", "==", "====", "Y=", "YQ==", "YQ==YQ==", "YQ== \r\nYQ", "!", "=A"} {
			sameAsWhole(t, []byte(long+end))
			sameAsWhole(t, []byte(strings.ReplaceAll(long, "DQ", "D\r\nQ")+end))
			sameAsWhole(t, []byte(strings.ReplaceAll(long, "QUJDQUJDQUJD", "QUJDQUJDQUJD\r\n")+end))
			sameAsWhole(t, []byte(strings.ReplaceAll(long, "QUJDQUJDQUJD", "QUJDQUJDQU==\r\n")+end))
			sameAsWhole(t, []byte(strings.ReplaceAll(long, "QUJDQUJDQUJD", "QUJDQUJDQUJ\r\nD")+end))
		}
	}
}

func TestIsCanonical(t *testing.T) {
	for text, want := range map[string]bool{"": true, "a": true, "a\r\n": true, "\n": false, "a\r\nb\n": false, "a\rb\r\n": true, "\r\r\n": true, "a\n\r\n": false} {
		if got := IsCanonical([]byte(text)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
