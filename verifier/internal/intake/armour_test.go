package intake

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"
)

func TestUnarmoured(t *testing.T) {
	want := append([]byte{0x30, 0x82, 1, 0}, bytes.Repeat([]byte("x"), 256)...)
	text := base64.StdEncoding.EncodeToString(want)
	lines := text[:64] + "\n" + text[64:128] + "\n" + text[128:] + "\n"
	block := func(label string) string {
		return "-----BEGIN " + label + "-----\n" + lines + "-----END " + label + "-----\n"
	}
	whole := block("PKCS7")
	for name, tt := range map[string]struct {
		text string
		good bool
	}{
		"PKCS7":                            {whole, true},
		"CMS":                              {block("CMS"), true},
		"PKCS #7 SIGNED DATA":              {block("PKCS #7 SIGNED DATA"), true},
		"CRLF":                             {strings.ReplaceAll(whole, "\n", "\r\n"), true},
		"one line of base64":               {"-----BEGIN CMS-----\n" + text + "\n-----END CMS-----", true},
		"blanks around":                    {"\r\n \t\r\n" + whole + "\r\n  \n", true},
		"blanks at the ends of lines":      {strings.ReplaceAll(whole, "\n", " \n"), true},
		"a byte order mark":                {utf8BOM + whole, true},
		"no line end at its end":           {strings.TrimSpace(whole), true},
		"another label":                    {block("CERTIFICATE"), false},
		"no label":                         {block(""), false},
		"a label in small letters":         {block("cms"), false},
		"two labels":                       {strings.Replace(whole, "END PKCS7", "END CMS", 1), false},
		"text before":                      {"firma\n" + whole, false},
		"text behind":                      {whole + "firma\n", false},
		"text behind the end, same line":   {strings.TrimSpace(whole) + " firma\n", false},
		"text behind the begin, same line": {strings.Replace(whole, "-----\n", "----- firma\n", 1), false},
		"twice":                            {whole + whole, false},
		"another block inside":             {strings.Replace(whole, lines, block("CMS"), 1), false},
		"a header inside":                  {strings.Replace(whole, lines, "Proc-Type: 4\n\n"+lines, 1), false},
		"a letter outside of base64":       {strings.Replace(whole, text[64:70], "!!!!!!", 1), false},
		"base64 cut":                       {strings.Replace(whole, text[128:130], "", 1), false},
		"no end":                           {"-----BEGIN CMS-----\n" + lines, false},
		"an end that begins no line":       {strings.Replace(whole, "\n-----END", " -----END", 1), false},
		"no line end behind the begin":     {"-----BEGIN CMS-----", false},
		"four hyphens":                     {strings.Replace(whole, "PKCS7-----", "PKCS7----", 1), false},
		"nothing":                          {"", false},
	} {
		got, ok := Unarmoured([]byte(tt.text))
		if ok != tt.good || ok && !bytes.Equal(got, want) {
			t.Errorf("%s: %v, %d octets", name, ok, len(got))
		}
	}
}
