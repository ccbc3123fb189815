package smime

import (
	"fmt"
	"strings"
	"testing"
)

// Whoever asks a header often must not have it read each time, and of 95,000 fields of one name nobody needs all.
func TestWhatAHeaderAnswersIsFoundOutOnce(t *testing.T) {
	e := parsed(t, strings.Repeat("Content-Type: multipart/mixed; boundary=b\r\n", 5_000)+"Content-Type: multipart/signed; boundary=b\r\n\r\n--b--\r\n")
	if !e.IsSigned() {
		t.Error("the last of many Content-Type fields is not seen")
	}
	if n := testing.AllocsPerRun(10, func() { e.IsSigned(); e.IsMultipart(); e.Disputed() }); n > 0 {
		t.Errorf("%v allocations to say again what was said", n)
	}
}

func TestFieldsOfOneNameAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 3 * maxSameName {
		fmt.Fprintf(&b, "To: %d\r\n", i)
	}
	e := parsed(t, b.String()+"\r\n")
	values := e.Header.Values("To")
	if len(values) != maxSameName || values[0] != "0" || values[maxSameName-1] != fmt.Sprint(3*maxSameName-1) {
		t.Errorf("%d values, from %s to %s", len(values), values[0], values[len(values)-1])
	}
	same := parsed(t, strings.Repeat("To: a\r\n", maxSameName+1)+"\r\n")
	if !same.Header.Conflicting("To") || parsed(t, "To: a\r\nTo: a\r\n\r\n").Header.Conflicting("To") {
		t.Error("more fields than are looked at agree, or two that are alike do not")
	}
}
