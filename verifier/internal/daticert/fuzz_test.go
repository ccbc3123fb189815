package daticert

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		delivery, "", "\xEF\xBB\xBF" + delivery, header,
		edit(f, delivery, header, header+`<!DOCTYPE postacert SYSTEM "x" [<!ELEMENT a ANY><?x ?><!-- --> %a; ]>`),
		edit(f, delivery, header, header+`<!DOCTYPE postacert [<!ENTITY a "b">]>`),
		edit(f, delivery, "UTF-8", "ISO-8859-1"), edit(f, delivery, "UTF-8", "windows-1252"),
		edit(f, delivery, "GESTORE", "<![CDATA[a]]>&#65;<!-- -->&amp;"),
		edit(f, delivery, "<dati>", "<dati><x:y xmlns:x='u' a='1'/>"),
		edit(f, delivery, "</dati>", "<ricezione>a</ricezione><errore-esteso>5.4.1</errore-esteso></dati>"),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := Parse(raw)
		if err != nil {
			if d != nil || reason(t, err) == "" {
				t.Fatalf("%v beside %v", d, err)
			}
			return
		}
		checkSane(t, d)
	})
}

// checkSane holds for whatever parses.
func checkSane(t *testing.T, d *Data) {
	for _, missing := range d.Missing() {
		if _, known := parents[missing]; !known && missing != "errore" {
			t.Errorf("Missing says %q", missing)
		}
	}
	if !slices.Contains(Kinds, d.Kind) || !slices.Contains(errorValues, d.Error) ||
		d.ReceiptType != "" && !slices.Contains(receiptTypes, d.ReceiptType) {
		t.Errorf("outside its enumeration: %q, %q, %q", d.Kind, d.Error, d.ReceiptType)
	}
	if n := len(d.Recipients); n == 0 || n > maxRecipients || len(d.ReceivedFor) > maxRecipients {
		t.Errorf("%d recipients, %d receptions", n, len(d.ReceivedFor))
	}
	lines := append([]string{d.Sender, d.Provider, d.Identifier}, d.ReceivedFor...)
	for _, r := range d.Recipients {
		lines = append(lines, r.Address)
		if !slices.Contains(recipientTypes, r.Type) {
			t.Errorf("recipient of type %q", r.Type)
		}
	}
	for _, line := range lines {
		if line == "" {
			t.Error("a value that must not be empty is")
		}
	}
	lines = append(lines, d.MessageID, d.DeliveredTo)
	for _, line := range lines {
		checkText(t, line, maxLine)
	}
	for _, text := range []string{d.ReplyTo, d.Subject, d.ErrorDetail} {
		checkText(t, text, maxText)
	}
	if !d.HasSubject && d.Subject != "" || !d.HasMessageID && d.MessageID != "" {
		t.Error("a value that is not there says something")
	}
	name, offset := d.Time.Zone()
	if y := d.Time.Year(); y < 1 || y > 9999 || name != "" && offset != 0 || offset < -14*3600 || offset > 14*3600 || offset%60 != 0 {
		t.Errorf("time %v", d.Time)
	}
	if back, err := time.Parse(time.RFC3339, d.Time.Format(time.RFC3339)); err != nil || !back.Equal(d.Time) {
		t.Errorf("time %v does not survive RFC 3339", d.Time)
	}
}

func checkText(t *testing.T, s string, most int) {
	if len(s) > most || !utf8.ValidString(s) || strings.TrimSpace(s) != s {
		t.Errorf("%d bytes: %.100q", len(s), s)
	}
	for _, r := range s {
		if forbidden(r) {
			t.Errorf("forbidden character %U", r)
		}
	}
}
