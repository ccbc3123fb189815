package charset

import "strings"

// labels are the names of the charsets that are read: each line has the one that is used here, and others by which mail means
// the same. They are those of the WHATWG Encoding Standard and what was met beside. Any other name is unknown, and never asked
// for elsewhere.
const labels = `
us-ascii ansi_x3.4-1968 ascii iso646-us us_ascii
utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 utf8mb4 utf_8 x-unicode20utf8
utf-16 utf16
utf-16le csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff
utf-16be unicodefffe
utf-7 csunicode11utf7 unicode-1-1-utf-7 utf7 x-unicode-2-0-utf-7
iso-8859-1 cp819 csisolatin1 ibm819 iso-ir-100 iso8859-1 iso88591 iso8859_1 iso_8859-1 iso_8859-1:1987 l1 latin1
windows-1252 ansi cp1252 x-cp1252
iso-8859-15 csisolatin9 iso8859-15 iso885915 iso8859_15 iso_8859-15 l9 latin-9 latin9
big5 big5-hkscs cn-big5 cp950 csbig5 ms950 x-x-big5
cp437 437 ibm437
cp850 850 ibm850
cp852 852 ibm852
cp858 cp00858 ibm00858 ibm858
euc-jp cseucpkdfmtjapanese eucjp x-euc-jp
euc-kr cp949 cseuckr csksc56011987 euckr iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 ms949 windows-949
gb18030
gbk chinese cp936 csgb2312 csiso58gb231280 euc-cn euccn gb2312 gb_2312 gb_2312-80 iso-ir-58 ms936 x-gbk
ibm866 866 cp866 csibm866
iso-2022-jp csiso2022jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-ms
iso-8859-10 csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso-8859-13 iso8859-13 iso885913
iso-8859-14 iso8859-14 iso885914
iso-8859-16 iso8859-16 iso_8859-16 latin10
iso-8859-2 csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso-8859-3 csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso-8859-4 csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso-8859-5 csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso-8859-6 arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso-8859-7 csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 iso_8859-7 iso_8859-7:1987 sun_eu_greek
iso-8859-8 csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 iso_8859-8 iso_8859-8:1988 visual
iso-8859-8-i csiso88598i logical
koi8-r cskoi8r koi koi8 koi8_r
koi8-u koi8-ru
macintosh csmacintosh mac x-mac-roman
shift_jis cp932 csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis
windows-1250 cp1250 x-cp1250
windows-1251 cp1251 x-cp1251
windows-1253 cp1253 x-cp1253
windows-1254 cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 l5 latin5 x-cp1254
windows-1255 cp1255 x-cp1255
windows-1256 cp1256 x-cp1256
windows-1257 cp1257 x-cp1257
windows-1258 cp1258 x-cp1258
windows-874 dos-874 iso-8859-11 iso8859-11 iso885911 tis-620
x-mac-cyrillic x-mac-ukrainian
`

var names = func() map[string]string {
	out := map[string]string{"": "us-ascii"}
	for line := range strings.Lines(labels) {
		words := strings.Fields(line)
		for _, word := range words {
			out[word] = words[0]
		}
	}
	return out
}()

// unstated are names that mean nobody said which charset it is (RFC 1428).
var unstated = map[string]bool{"unknown-8bit": true, "x-unknown": true, "8bit": true, "unknown": true}

// nameOf is the name that is used here; one that is not known stays as it is, in lower case.
func nameOf(charset string) string {
	name := strings.ToLower(strings.Trim(charset, " \t\"'"))
	switch known := names[name]; {
	case known != "":
		return known
	case unstated[name]:
		return "us-ascii"
	}
	return name
}
