package pectest

import (
	"bytes"
	"testing"
)

func TestBombsAreAsLargeAsAsked(t *testing.T) {
	for name, at := range map[string]struct {
		data []byte
		mark string
		n    int
	}{
		"deep MIME":         {DeepMIME(500), "Content-Type: multipart/mixed", 500},
		"deep messages":     {DeepMessages(500), "message/rfc822", 500},
		"many parts":        {ManyParts(500), "--b\r\n", 500},
		"long header":       {LongHeader(5000), "aaaaaaaaaa", 500},
		"deep BER":          {LF(DeepBER(3000)), "gDCA", 1000},
		"big message":       {BigMessage(6000), "\r\n", 100},
		"many certificates": {ManyCertificates(40), "\r\n", 40 * 1000 * 4 / 3 / 64},
		"big daticert":      {BigDaticert(60_000), "\r\n", 60_000 * 4 / 3 / 60},
		"deep daticert":     {DeepDaticert(3000), "\r\n", 3000 * 7 * 4 / 3 / 60},
		"noise":             {Noise(1 << 16), "\x00", 150},
	} {
		if got := bytes.Count(at.data, []byte(at.mark)); got < at.n {
			t.Errorf("%s: %d times %q, want %d", name, got, at.mark, at.n)
		}
	}
}
