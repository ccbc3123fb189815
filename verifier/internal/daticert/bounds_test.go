package daticert

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWhatASenderMadeTooLong(t *testing.T) {
	long := strings.Repeat("è", maxText)
	d, err := Parse([]byte(edit(t, edit(t, edit(t, delivery, "<oggetto>", "<oggetto>"+long), "<risposte>", "<risposte>"+long), "&lt;client@host&gt;", "&lt;"+long+"@host&gt;")))
	if err != nil {
		t.Fatal(err)
	}
	if d.MessageID != "" || d.HasMessageID {
		t.Errorf("msgid of %d bytes", len(d.MessageID))
	}
	for _, s := range []string{d.Subject, d.ReplyTo} {
		if len(s) > maxText || !utf8.ValidString(s) || !strings.HasSuffix(s, "è…") {
			t.Errorf("%d bytes, ends in %q", len(s), s[len(s)-10:])
		}
	}
	if !slices.Equal(d.Cut, []string{"risposte", "oggetto", "msgid"}) {
		t.Errorf("cut: %v", d.Cut)
	}
}

func recipients(n int) string {
	return strings.Repeat("<destinatari>a@b.it</destinatari>", n)
}

func TestBounds(t *testing.T) {
	deep := func(n int) string { return strings.Repeat("<x>", n) + strings.Repeat("</x>", n) }
	var many strings.Builder
	for i := range maxAttributes {
		fmt.Fprintf(&many, ` a%d=""`, i)
	}
	tests := []struct {
		name   string
		doc    string
		reason string
	}{
		{"10,000 recipients", edit(t, delivery, "<risposte>", recipients(maxRecipients-2)+"<risposte>"), ""},
		{"one more", edit(t, delivery, "<risposte>", recipients(maxRecipients-1)+"<risposte>"), ReasonLimit},
		{"10,001 ricezione", edit(t, delivery, "</dati>", strings.Repeat("<ricezione>x</ricezione>", maxRecipients+1)+"</dati>"), ReasonLimit},
		{"8 MiB", delivery + strings.Repeat("\n", maxSize-len(delivery)), ""},
		{"a byte more", delivery + strings.Repeat("\n", maxSize+1-len(delivery)), ReasonSize},
		{"depth 8", edit(t, delivery, "<dati>", "<dati>"+deep(maxDepth-2)), ""},
		{"depth 9", edit(t, delivery, "<dati>", "<dati>"+deep(maxDepth-1)), ReasonDepth},
		{"16 attributes", edit(t, delivery, "<dati>", "<dati"+many.String()+">"), ""},
		{"17 attributes", edit(t, delivery, "<dati>", "<dati z=''"+many.String()+">"), ReasonLimit},
		{"an attribute of 1,024 bytes", edit(t, delivery, "<dati>", "<dati z='"+strings.Repeat("x", maxAttribute)+"'>"), ""},
		{"an attribute of 1,025 bytes", edit(t, delivery, "<dati>", "<dati z='"+strings.Repeat("x", maxAttribute+1)+"'>"), ReasonLimit},
		{"an identifier of 4 KiB", edit(t, delivery, "opec1.1@pec.gestore.example", strings.Repeat("x", maxLine)), ""},
		{"a longer identifier", edit(t, delivery, "opec1.1@pec.gestore.example", strings.Repeat("x", maxLine+1)), ReasonLimit},
		{"a longer sender", edit(t, delivery, "a@pec.example", strings.Repeat("x", maxLine+1)), ReasonLimit},
		{"a longer consegna", edit(t, delivery, "<consegna>", "<consegna>"+strings.Repeat("x", maxLine+1)), ReasonLimit},
		{"a subject of 64 KiB", edit(t, delivery, "<oggetto>", "<oggetto>"+strings.Repeat("x", maxText-30)), ""},
		{"a longer subject", edit(t, delivery, "<oggetto>", "<oggetto>"+strings.Repeat("x", maxText)), ""},
		{"40,000 comments", edit(t, delivery, "<dati>", "<dati>"+strings.Repeat("<!---->", maxMarkup)), ReasonLimit},
		{"nothing", "", ReasonRoot},
		{"blanks", " \n", ReasonRoot},
		{"one byte", "<", ReasonXML},
		{"only a byte order mark", "\xEF\xBB\xBF", ReasonRoot},
		{"only a declaration", header, ReasonRoot},
		{"a declaration far too long", "<?xml" + strings.Repeat(" ", 5000) + `version="1.0"?><postacert/>`, ReasonXML},
		{"not XML", "Content-Type: text/plain\r\n\r\nciao", ReasonRoot},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse([]byte(tt.doc))
			if got := reason(t, err); got != tt.reason {
				t.Errorf("reason %q (%v), want %q", got, err, tt.reason)
			}
		})
	}
}

func TestBombsAreRefusedBeforeAnythingIsBuilt(t *testing.T) {
	laughs := header + `<!DOCTYPE postacert [<!ENTITY a0 "ah">`
	for i := 1; i < 100; i++ {
		laughs += fmt.Sprintf(`<!ENTITY a%d "&a%d;&a%d;">`, i, i-1, i-1)
	}
	bombs := map[string]string{
		"20 MB":                  delivery + strings.Repeat(" ", 20<<20),
		"10,000 levels":          strings.Repeat("<postacert>", 10_000),
		"expansion":              laughs + "]><postacert>&a99;</postacert>",
		"300,000 empty elements": "<postacert>" + strings.Repeat("<a/>", 260_000) + "</postacert>",
		"200,000 attributes":     "<postacert " + strings.Repeat("a='' ", 200_000) + "/>",
		"attributes of a name":   "<postacert" + strings.Repeat(" ", maxSize-100) + "x",
		"1,000,000 < in a row":   strings.Repeat("<", 1_000_000),
		"references":             "<postacert>" + strings.Repeat("&", 1_000_000),
		"open comments":          strings.Repeat("<!--", 250_000),
		"open CDATA":             "<postacert>" + strings.Repeat("<![CDATA[", 100_000),
		"brackets in a DOCTYPE":  "<!DOCTYPE a" + strings.Repeat("[", 1_000_000),
		"quotes in a DOCTYPE":    "<!DOCTYPE a " + strings.Repeat("'", 1_000_000),
	}
	for name, doc := range bombs {
		t.Run(name, func(t *testing.T) {
			raw := []byte(doc)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Parse(raw)
			runtime.ReadMemStats(&after)
			if reason(t, err) == "" {
				t.Error("it parsed")
			}
			// One decoded copy of at most 1 MiB, and small change.
			if built := after.TotalAlloc - before.TotalAlloc; built > maxSize+(64<<10) {
				t.Errorf("it allocated %d bytes", built)
			}
		})
	}
}
