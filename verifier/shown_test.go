package verifier

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"

	"pecverifier/verifier/pectest"
)

// unfit finds the strings of a report that are no UTF-8, or have control characters that no text has.
func unfit(v reflect.Value, at string) (found []string) {
	switch v.Kind() {
	case reflect.String:
		bad := func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || 0x7f <= r && r < 0xa0 }
		if s := v.String(); !utf8.ValidString(s) || strings.ContainsFunc(s, bad) {
			found = append(found, fmt.Sprintf("%s: %q", at, s))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			found = unfit(v.Elem(), at)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			found = append(found, unfit(v.Index(i), fmt.Sprint(at, "[", i, "]"))...)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			found = append(found, unfit(v.MapIndex(k), at+"."+k.String())...)
			found = append(found, unfit(k, at+" key")...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				found = append(found, unfit(v.Field(i), at+"."+v.Type().Field(i).Name)...)
			}
		}
	}
	return found
}

// hostileWords are pieces of header values with what no header may have.
var hostileWords = []string{
	"=?x-nessuno?q?caff=E8?=", "=?x-nessuno?q?caff\xe8?=", "=?x-ness\xfcno?q?caffe?=", "=?x-ness\x07uno?b?Y2FmZsOo?=", "=?\xff?q?=00=1B?=",
	"=?utf-8?q?a=00=1Bb?=", "=?utf-8?b?/////w==?=", "=?iso-8859-1?q?=85=9F?=", "=?utf-16?b?2AA=?=", "=?utf-7?q?+2AA-?=", "=?iso-2022-jp?q?=1B$B?=",
	"\xe8", "\xed\xa0\x80", "\xc0\x80", "\x00", "\x1b]0;x\x07", "\x7f", "\xc2\x85", "\x0c", "\r", "a", "=?", "?=", "; ", "\"", "'", "<", ">", "@",
	"posta-certificata@pec.gestore-due.example.it", "Per conto di: ", "; charset=\"x\xfc\x01\"", "; name=\"\xe8\x02\"", "; filename*=x\xfc''%E8%00", "; filename*0*=utf-8''%ff; filename*1=\xe8",
	"; boundary=\"\xe8\x01\"", "text/pla\xefn", "multipart/\x01mixed", "base64\x03", "x-\xe8",
}

// Whatever stands in headers, inside and outside of what is signed, the strings of a report are text.
func TestReportsAreText(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 8))
	value := func() string {
		var b strings.Builder
		for range 1 + random.IntN(4) {
			b.WriteString(hostileWords[random.IntN(len(hostileWords))])
		}
		return b.String()
	}
	fields := []string{"From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "X-Riferimento-Message-ID", "X-Ricevuta", "X-Trasporto", "X-TipoRicevuta",
		"Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Sender", "X-Nota"}
	o := trusting(t)
	rounds := 150
	if runtime.GOOS == "js" {
		rounds = 60
	}
	for range rounds {
		d := pectest.NewOffice().Dispatch()
		d.Subject = "Prova"
		part := func() []byte {
			head := "Content-Type: text/plain" + value() + "\r\n"
			for range random.IntN(3) {
				head += fields[random.IntN(len(fields))] + ": " + value() + "\r\n"
			}
			return []byte(head + "\r\ntesto " + value() + "\r\n")
		}
		m := []func() *pectest.Message{d.Consegna, d.Accettazione, d.PostaCertificata, func() *pectest.Message { return d.Anomalia(part()) }}[random.IntN(4)]()
		if m.Original != nil {
			m.Original = append([]byte("From: "+value()+"\r\nSubject: "+value()+"\r\n"), pectest.Mixed(value(), part(), part())...)
		}
		if random.IntN(3) == 0 {
			m.Parts = func(parts []pectest.Part) []pectest.Part { return append(parts, pectest.Part{Raw: part()}) }
		}
		data := pectest.EditHeader(m.Bytes(), func(h *pectest.Header) {
			for range random.IntN(4) {
				if name := fields[random.IntN(len(fields))]; random.IntN(2) == 0 {
					h.Set(name, value())
				} else {
					h.Add(name, value())
				}
			}
		})
		if random.IntN(4) == 0 {
			data = pectest.Mixed("x", pectest.Attached(data, "message/rfc822", "7bit", "x"+value()+".eml"), part())
		}
		for _, r := range Verify("x.eml", data, o) {
			for _, s := range unfit(reflect.ValueOf(r), "") {
				t.Errorf("%s", s)
			}
			if t.Failed() {
				t.Fatalf("%q", data[:min(len(data), 1500)])
			}
		}
	}
}
