package smime

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestWords(t *testing.T) {
	for _, test := range []struct{ shows, s, want, unread string }{
		{"no word", "Citt\xe0", "Città", ""},
		{"a word in text", "a =?utf-8?q?citt=C3=A0?= b", "a città b", ""},
		{"words beside each other", "=?utf-8?q?a?=\r\n =?utf-8?q?b?=", "ab", ""},
		{"words of two charsets", "=?iso-8859-1?q?=E0?= =?koi8-r?b?8A==?=", "àП", ""},
		{"a character in two words", "=?utf-8?b?Y2l0dMM=?= =?UTF-8?Q?=A0?=", "città", ""},
		{"a character of two bytes in two words", "=?gb2312?b?us8=?= =?gb2312?b?zQ==?= =?gb2312?q?=AC?=", "合同", ""},
		{"text between two words keeps them apart", "=?utf-8?q?a?= - =?utf-8?q?b?=", "a - b", ""},
		{"text without blanks", "=?utf-8?q?a?==?utf-8?q?b?=c", "abc", ""},
		{"a language", "=?iso-8859-1*it?q?=E0?=", "à", ""},
		{"base64 without padding", "=?utf-8?b?YQ?=", "a", ""},
		{"base64 with blanks", "=?utf-8?b?Y2l0 dMOg?=", "città", ""},
		{"base64 that is none", "=?utf-8?b?!?= x", "=?utf-8?b?!?= x", ""},
		{"a blank and other characters in Q", "=?utf-8?q?a b: c@d?=", "a b: c@d", ""},
		{"an equals sign in Q", "=?utf-8?q?a=b=3D=?=", "a=b==", ""},
		{"an unknown encoding", "=?utf-8?x?a?=", "=?utf-8?x?a?=", ""},
		{"no end", "=?utf-8?q?a", "=?utf-8?q?a", ""},
		{"an empty word", "a=?utf-8?q??=b", "ab", ""},
		{"raw bytes beside a word", "citt\xe0 =?utf-8?q?=C3=A0?=", "città à", ""},
		{"windows-1252 under the label of ISO 8859-1", "=?iso-8859-1?q?l=92atto_=93x=94?=", "l’atto “x”", ""},
		{"a charset that is not read", "a =?x-none?b?us8=?=\r\n =?x-none?b?zaw=?= b", "a =?x-none?b?us8=?=\r\n =?x-none?b?zaw=?= b", "x-none"},
		{"a word that is read beside one that is not", "=?utf-8?q?a?= =?X-None?b?us8=?= =?utf-8?q?b?=", "a=?X-None?b?us8=?=b", "x-none"},
		{"the first of two that are not read", "=?x-none?b?us8=?= x =?x-other?b?us8=?=", "=?x-none?b?us8=?= x =?x-other?b?us8=?=", "x-none"},
		{"ISO-2022-JP", "=?iso-2022-jp?B?GyRCN0BMcz1xGyhC?=", "契約書", ""},
		{"UTF-16", "=?utf-16?B?//5DAGkA?=", "Ci", ""},
		{"UTF-7", "=?utf-7?Q?Citt+AOA-?=", "Città", ""},
	} {
		got, unread := ReadWords(test.s)
		if got != test.want || unread != test.unread {
			t.Errorf("%s: %q gives %q and %q, want %q and %q", test.shows, test.s, got, unread, test.want, test.unread)
		}
		if !utf8.ValidString(got) {
			t.Errorf("%s: %q is no UTF-8", test.shows, got)
		}
	}
}

// Each of these would take hours if what is not closed were looked for again and again.
func TestWordsOfHostileHeaders(t *testing.T) {
	for _, s := range []string{"=?a?q?", "=?a?q? ", "=?", "=?a", "=?utf-8?q?a?= ", "=?x?b?us8=?=", "=?x?b?us8=?= =?y?b?us8=?= ", "=?utf-8?b?!?="} {
		value := strings.Repeat(s, MaxHeaderBytes/len(s))
		if got := DecodeWords(value); len(got) > 2*len(value) {
			t.Errorf("%q: %d bytes", s, len(got))
		}
	}
}

func TestParametersOfRFC2231(t *testing.T) {
	for _, test := range []struct{ shows, parameters, want string }{
		{"UTF-8", "filename*=utf-8''citt%C3%A0.pdf", "città.pdf"},
		{"ISO 8859-1", "filename*=iso-8859-1'it'citt%E0.pdf", "città.pdf"},
		{"windows-1252 under the label of ISO 8859-1", "filename*=iso-8859-1''l%92atto.pdf", "l’atto.pdf"},
		{"KOI8-R", "filename*=koi8-r''%F0%CF%D7%C5%D3%D4%CB%C1.pdf", "Повестка.pdf"},
		{"GB2312", "filename*=gb2312''%BA%CF%CD%AC.pdf", "合同.pdf"},
		{"Shift_JIS", "filename*=shift_jis'ja'%8C%5F%96%F1.pdf", "契約.pdf"},
		{"sections", "filename*0=con; filename*1=\"tratto .pdf\"", "contratto .pdf"},
		{"sections in another order, one encoded", "filename*1=.pdf; filename*0*=utf-8''citt%C3%A0", "città.pdf"},
		{"a character in two sections", "filename*0*=gb2312''%BA%CF%CD; filename*1*=%AC.pdf", "合同.pdf"},
		{"ten sections and more", "filename*0=a;filename*1=b;filename*2=c;filename*3=d;filename*4=e;filename*5=f;filename*6=g;filename*7=h;filename*8=i;filename*9=j;filename*10=.pdf", "abcdefghij.pdf"},
		{"a section that is missing ends the name", "filename*0=a; filename*2=c", "a"},
		{"no charset and no language", "filename*=citt%C3%A0.pdf", "città.pdf"},
		{"an apostrophe in the name", "filename*=utf-8''l'atto.pdf", "l'atto.pdf"},
		{"a percent sign", "filename*=utf-8''100%.pdf", "100%.pdf"},
		{"a charset that is not read stays as it is written", "filename*=x-none''%BA%CF.pdf", "x-none''%BA%CF.pdf"},
		{"beside a plain name it counts", "filename=a.pdf; filename*=utf-8''b.pdf", "b.pdf"},
		{"a word in a plain name", "filename=\"=?koi8-r?b?8A==?=.pdf\"", "П.pdf"},
	} {
		e, err := Parse([]byte("Content-Type: application/pdf\r\nContent-Disposition: attachment; " + test.parameters + "\r\n\r\n"))
		if err != nil {
			t.Fatal(err)
		}
		if got := e.Name(); got != test.want {
			t.Errorf("%s: %s is %q, want %q", test.shows, test.parameters, got, test.want)
		}
	}
}

// What is left as it is written is text all the same: raw bytes in it are read like those of a header without words.
func TestWordsThatAreNotReadAreUTF8(t *testing.T) {
	for _, value := range []string{"=?x-nessuno?q?caff\xe8?=", "=?x-ness\xfcno?q?a=E8?=", "=?\xff?b?/w==?= \xe8", "a =?x-n\xe8?q?b\xe8?= =?x-n\xe8?q?c?= \xe8"} {
		if text, unread := ReadWords(value); !utf8.ValidString(text) || !utf8.ValidString(unread) || unread == "" {
			t.Errorf("%q is read as %q, charset %q", value, text, unread)
		}
	}
	for _, value := range []string{"text/plain; name*=x-n\xe8''%E8\xe8", "text/plain; name*0*=x-n\xe8'\xe8'%E8; name*1=\xe8"} {
		e, err := Parse([]byte("Content-Type: " + value + "\r\n\r\nx"))
		if err != nil || !utf8.ValidString(e.Name()) || !utf8.ValidString(e.UnreadCharset()) || e.UnreadCharset() == "" {
			t.Errorf("%q: %v, name %q, charset %q", value, err, e.Name(), e.UnreadCharset())
		}
	}
}
