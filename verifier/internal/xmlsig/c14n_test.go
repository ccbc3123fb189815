package xmlsig

import "testing"

func TestReadingIsAsXMLHasIt(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"line ends":                    {"<a>1\r\n2\r3\n4</a>", "<a>1\n2\n3\n4</a>"},
		"a written carriage return":    {"<a>1&#13;2</a>", "<a>1&#xD;2</a>"},
		"white space in a value":       {"<a b='1\t2\n3\r\n4&#10;5'/>", `<a b="1 2 3 4&#xA;5"></a>`},
		"references":                   {"<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x41;</a>", `<a>&lt;&gt;&amp;"'AA</a>`},
		"sections":                     {"<a>x<![CDATA[<b>&amp;]]>y</a>", "<a>x&lt;b&gt;&amp;amp;y</a>"},
		"empty elements":               {"<a><b/><c></c></a>", "<a><b></b><c></c></a>"},
		"order of attributes":          {`<a xmlns:z="a:" xmlns:y="b:" c="3" y:a="1" z:b="2" a="4"/>`, `<a xmlns:y="b:" xmlns:z="a:" a="4" c="3" z:b="2" y:a="1"></a>`},
		"comments are left out":        {"<!-- 0 --><a>1<!-- 2 -->3</a><!-- 4 -->", "<a>13</a>"},
		"instructions stay":            {"<?p  q ?><a><?r?></a><?s t?>", "<?p q ?>\n<a><?r?></a>\n<?s t?>"},
		"byte order mark":              {"\xEF\xBB\xBF<a/>", "<a></a>"},
		"Latin-1":                      {"<?xml version='1.0' encoding='ISO-8859-1'?><a>perch\xE9</a>", "<a>perché</a>"},
		"windows-1252":                 {"<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>", "<a>€</a>"},
		"UTF-16":                       {"\xFF\xFE<\x00a\x00>\x00\xE8\x00<\x00/\x00a\x00>\x00", "<a>è</a>"},
		"exclusive namespaces":         {`<a xmlns:u="u:" xmlns="d:"><u:b/><c xmlns=""/></a>`, `<a xmlns="d:"><u:b xmlns:u="u:"></u:b><c xmlns=""></c></a>`},
		"white space in tags":          {"<a \n b = '1' ></a\n>", `<a b="1"></a>`},
		"a name in another script":     {"<città è='1'/>", `<città è="1"></città>`},
		"standalone":                   {`<?xml version="1.0" encoding="UTF-8" standalone="no"?><a/>`, "<a></a>"},
		"a supplementary character":    {"<a>&#x1F600;</a>", "<a>\U0001F600</a>"},
		"a section that holds nothing": {"<a><![CDATA[]]></a>", "<a></a>"},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Parse([]byte(test.text), EvidenceLimits)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := d.Canonical(); string(got) != test.want {
				t.Errorf("%s (%v), want %s", got, err, test.want)
			}
		})
	}
}
