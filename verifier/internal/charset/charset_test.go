package charset

import (
	"strings"
	"testing"
)

func TestCharsets(t *testing.T) {
	for _, test := range []struct{ charset, raw, want string }{
		{"us-ascii", "\x80 l\x92atto \x93x\x94 \x96 copia", "€ l’atto “x” – copia"},
		{"US-ASCII", "caff\xc3\xa8", "caffè"},
		{"iso-8859-1", "\x80 l\x92atto", "€ l’atto"},
		{"ISO_8859-1", "caff\xe8", "caffè"},
		{"iso-8859-2", "\x8a\x92 \xb1\xe8", "Š’ ąč"},
		{"iso-8859-3", "\x85 \xb1", "… ħ"},
		{"iso-8859-4", "\x96 \xb1", "– ą"},
		{"iso-8859-5", "\x93 \xbf\xde\xd2\xd5\xe1\xe2\xda\xd0", "“ Повестка"},
		{"iso-8859-6", "\x91 \xc7\xe4", "‘ ال"},
		{"iso-8859-7", "\x92 \xc1\xe8\xde\xed\xe1", "’ Αθήνα"},
		{"iso-8859-8", "\x93\xf9\xec\xe5\xed\x94", "“שלום”"},
		{"iso-8859-9", "\x93\xdd\xde\x94", "“İŞ”"},
		{"iso-8859-10", "\x96 \xa1", "– Ą"},
		{"iso-8859-13", "\x96 \xe0", "– ą"},
		{"iso-8859-14", "\x96 \xa1", "– Ḃ"},
		{"iso-8859-15", "\x80\x92 \xa4", "€’ €"},
		{"iso-8859-16", "\x96 \xaa", "– Ș"},
		{"windows-1250", "\x8a\x92 \xb9", "Š’ ą"},
		{"cp1251", "\xcf\xee\xe2\xe5\xf1\xf2\xea\xe0", "Повестка"},
		{"windows-1253", "\xc1", "Α"},
		{"windows-1254", "\xde", "Ş"},
		{"windows-1255", "\xf9", "ש"},
		{"windows-1256", "\xc7", "ا"},
		{"windows-1257", "\xe0", "ą"},
		{"windows-1258", "\xd0", "Đ"},
		{"windows-874", "\xa1", "ก"},
		{"koi8-r", "\xf0\xcf\xd7\xc5\xd3\xd4\xcb\xc1", "Повестка"},
		{"KOI8-U", "\xf0\xcf\xd7\xa6\xd3\xd4\xcb\xc1", "Повістка"},
		{"ibm866", "\x8f\xae\xa2", "Пов"},
		{"cp850", "citt\x85 \x87 \xd5", "città ç ı"},
		{"ibm437", "citt\x85 \x9b", "città ¢"},
		{"cp852", "\xa5\x86", "ąć"},
		{"cp858", "\xd5", "€"},
		{"macintosh", "citt\x88 \xd5", "città ’"},
		{"x-mac-cyrillic", "\x8f\xee\xe2", "Пов"},
		{"gb2312", "\xba\xcf\xcd\xac", "合同"},
		{"gbk", "\xba\xcf\xe4\x40", "合銨"},
		{"gb18030", "\x81\x30\x84\x36\xba\xcf", "¥合"},
		{"big5", "\xa6\x58\xac\xf9", "合約"},
		{"shift_jis", "\x8c\x5f\x96\xf1\x8f\x91", "契約書"},
		{"cp932", "\x87\x40", "①"},
		{"euc-jp", "\xb7\xc0\xcc\xf3\xbd\xf1", "契約書"},
		{"iso-2022-jp", "\x1b$B7@Ls=q\x1b(B", "契約書"},
		{"euc-kr", "\xb0\xe8\xbe\xe0", "계약"},
		{"ks_c_5601-1987", "\xb0\xe8\xbe\xe0", "계약"},
		{"utf-16", "\xff\xfeC\x00i\x00", "Ci"},
		{"utf-16", "\xfe\xff\x00C\x00i", "Ci"},
		{"utf-16", "C\x00i\x00", "Ci"},
		{"utf-16", "\x00C\x00i", "Ci"},
		{"utf-16le", "\xe0\x00", "à"},
		{"utf-16be", "\x00\xe0", "à"},
		{"utf-7", "Citt+AOA- +- perch+AOk.", "Città + perché."},
		{"utf-7", "+2D3eAA-", "😀"},
		{"utf-8", "città", "città"},
		{"x-none", "Contratto", "Contratto"},
		{"", "citt\xe0", "città"},
		{"gb2312", "Contratto", "Contratto"},
	} {
		if got, ok := Read(test.charset, []byte(test.raw)); !ok || got != test.want {
			t.Errorf("%s: %q is read as %q, want %q", test.charset, test.raw, got, test.want)
		}
	}
}

func TestWhatIsNotReadIsNotGuessed(t *testing.T) {
	for _, test := range []struct{ charset, raw string }{
		{"x-none", "\xba\xcf"}, {"hz-gb-2312", "~{:OM,~}"}, {"iso-2022-kr", "\x1b$)C\x0e0h>`\x0f"}, {"iso-2022-cn", "\x1b$)A\x0e:OM,\x0f"},
		{"utf-32", "\x00\x00\x00C"}, {"ebcdic-cp-it", "\xc1"}, {"ibm037", "ABC"}, {"replacement", "\xc1"},
		{"gb2312", "\xba"}, {"shift_jis", "a\x81"}, {"utf-16", "abc"}, {"utf-16le", "\x00\xd8"}, {"utf-7", "+!"}, {"utf-7", "citt\xe0"}, {"utf-7", "+A-"},
		{"iso-8859-7", "\xae"}, {"koi8-r; x=1", "\xc1"}, {strings.Repeat("x", 4000), "\xc1"},
	} {
		if got, ok := Read(test.charset, []byte(test.raw)); ok || got != "" {
			t.Errorf("%.20s: %q is read as %q", test.charset, test.raw, got)
		}
	}
}
