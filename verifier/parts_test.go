package verifier

import (
	"bytes"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/pectest"
)

// A certified message of megabytes beside thousands of small ones was decoded thousands of times.
func TestTheCertifiedMessageIsDecodedOnce(t *testing.T) {
	large := append([]byte("Subject: a\r\n\r\n"), bytes.Repeat([]byte("abcdefgh\r\n"), 100_000)...)
	for what, other := range map[string]string{"others": "Subject: b\r\n\r\nx", "others of its length": strings.Repeat("b", len(large))} {
		list := [][]byte{pectest.OriginalPart(large, "base64").Bytes()}
		for range 50 {
			list = append(list, pectest.OriginalPart([]byte(other), "7bit").Bytes())
		}
		e, err := smime.Parse(pectest.Multipart{Header: pectest.Header{{"Content-Type", "multipart/mixed; boundary=b"}}, Boundary: "b", Parts: list}.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		p := takeApart(e)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, unread, differ := p.original()
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; len(p.messages) != 51 || unread || !differ || took > uint64(10*len(large)) {
			t.Errorf("%s: of %d messages, differ %t, unread %t: %d bytes took %d", what, len(p.messages), differ, unread, len(large), took)
		}
	}
}

// A part name can be read back whatever names a stranger gives to the entries of an archive (REPORT.md): what stands behind the last # is
// a MIME path where it has no letters, and #/ leads into a mail.
func TestEntryNamesAreNoPartNames(t *testing.T) {
	receipt := pectest.NewOffice().Dispatch().Accettazione().Bytes()
	forward := string(pectest.Forward(receipt))
	names := []string{"a#", "a#2", "a#2.1", "a#.", "#", "#2", "#/1", "b#/c", "c##/d", "2#/e.eml", "f#g.eml", "h.eml", "i.eml#2#/k.eml", "l#2 (1)"}
	var entries []string
	for _, n := range names {
		entries = append(entries, n, forward)
	}
	for _, n := range []string{"z#", "#", "y#2"} { // an archive whose entries' names begin with its own
		entries = append(entries, n, string(packed(t, "7.eml", forward)))
	}
	reports := Verify("x.zip", packed(t, entries...), trusting(t))
	path := regexp.MustCompile(`^(.*)#([0-9.]+)$`)
	seen := map[string]bool{}
	for _, r := range reports {
		m := path.FindStringSubmatch(r.Part)
		if m == nil || strings.Contains(r.Part, "#/") || m[1] != r.Entry() || m[2] != "2.1" || seen[r.Part] {
			t.Errorf("%q is of the entry %q", r.Part, r.Entry())
			continue
		}
		seen[r.Part] = true
		if again := path.FindStringSubmatch(m[1]); again != nil || strings.HasSuffix(m[1], "#") {
			t.Errorf("the entry %q reads like a part", m[1])
		}
	}
	if len(seen) != len(names)+3 {
		t.Errorf("%d reports of %d mails", len(seen), len(names)+3)
	}
	// Of a mail alone without a MIME path the whole name is that of the entry.
	for _, r := range Verify("x.zip", packed(t, "f#g.eml", string(receipt), "n#2", string(receipt)), trusting(t)) {
		if r.Entry() != r.Part {
			t.Errorf("%q is of the entry %q", r.Part, r.Entry())
		}
	}
}
