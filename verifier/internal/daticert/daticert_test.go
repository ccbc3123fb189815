package daticert

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
)

const header = `<?xml version="1.0" encoding="UTF-8"?>`

// delivery is the anonymised shape of real delivery receipts.
const delivery = header + `
<postacert tipo="avvenuta-consegna" errore="nessuno">
    <intestazione>
        <mittente>a@pec.example</mittente>
        <destinatari tipo="certificato">b@pec.example</destinatari>
        <destinatari tipo="esterno">c@mail.example</destinatari>
        <risposte>r@pec.example</risposte>
        <oggetto>Perché &lt;no&gt; &amp; così</oggetto>
    </intestazione>
    <dati>
        <gestore-emittente>GESTORE S.p.A.</gestore-emittente>
        <data zona="+0100">
            <giorno>13/11/2018</giorno>
            <ora>16:39:27</ora>
        </data>
        <identificativo>opec1.1@pec.gestore.example</identificativo>
        <msgid>&lt;client@host&gt;</msgid>
        <ricevuta tipo="completa" />
        <consegna>b@pec.example</consegna>
    </dati>
</postacert>
`

// edit replaces the first of each pair by the second; the first must be there, or the test would test nothing.
func edit(t testing.TB, doc string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(doc, pairs[i]) {
			t.Fatalf("%q is not in the document", pairs[i])
		}
		doc = strings.Replace(doc, pairs[i], pairs[i+1], 1)
	}
	return doc
}

func reason(t testing.TB, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var m *Malformed
	if !errors.As(err, &m) {
		t.Fatalf("error of type %T", err)
	}
	if m.Reason == "" || m.Detail == "" || len(m.Detail) > 300 || !strings.HasPrefix(m.Error(), "malformed daticert.xml: ") {
		t.Errorf("a poor error: %#v", m)
	}
	for _, r := range m.Detail {
		if r < ' ' || r > '~' && r != '…' {
			t.Errorf("hostile character %U in detail", r)
		}
	}
	return m.Reason
}

func mustParse(t testing.TB, doc string) *Data {
	t.Helper()
	d, err := Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestEveryValueIsReadFromItsElement(t *testing.T) {
	got := mustParse(t, edit(t, delivery, "</consegna>",
		"</consegna><ricezione>b@pec.example</ricezione><ricezione>c@pec.example</ricezione><errore-esteso>5.1.1 - x</errore-esteso>"))
	want := &Data{
		Kind: AvvenutaConsegna, Error: Nessuno, Sender: "a@pec.example",
		Recipients: []Recipient{{"b@pec.example", "certificato"}, {"c@mail.example", "esterno"}},
		ReplyTo:    "r@pec.example", Subject: "Perché <no> & così", Provider: "GESTORE S.p.A.", Time: got.Time,
		Identifier: "opec1.1@pec.gestore.example", MessageID: "<client@host>", ReceiptType: "completa",
		DeliveredTo: "b@pec.example", ReceivedFor: []string{"b@pec.example", "c@pec.example"}, ErrorDetail: "5.1.1 - x",
		HasSubject: true, HasMessageID: true,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if s := got.Time.Format(time.RFC3339); s != "2018-11-13T16:39:27+01:00" {
		t.Error(s)
	}
	if name, _ := got.Time.Zone(); name != "" {
		t.Errorf("the zone is named %q", name)
	}
}

func TestOneWordOfTheDocumentDecides(t *testing.T) {
	tests := []struct {
		name   string
		edits  []string
		reason string // "" = parses
	}{
		{"as it is", nil, ""},

		{"a comment before the root", []string{"<postacert", "<!-- a --><postacert"}, ""},
		{"a comment after the root", []string{"</postacert>", "</postacert><!-- b -->"}, ""},
		{"an instruction before the root", []string{"<postacert", "<?xml-stylesheet href='x'?><postacert"}, ""},
		{"an instruction in a value", []string{"a@pec.example<", "a@pec<?x y?>.example<"}, ""},
		{"CRLF line ends", []string{"\n    <dati>\n", "\r\n    <dati>\r\n"}, ""},
		{"no XML declaration", []string{header, ""}, ""},
		{"blank lines after the root", []string{"</postacert>", "</postacert>\n\n\t "}, ""},

		{"text before the root", []string{"<postacert", "x<postacert"}, ReasonRoot},
		{"text after the root", []string{"</postacert>", "</postacert>x"}, ReasonRoot},
		{"a reference to a space before the root", []string{"<postacert", "&#32;<postacert"}, ReasonRoot},
		{"CDATA after the root", []string{"</postacert>", "</postacert><![CDATA[ ]]>"}, ReasonRoot},
		{"a second byte order mark", []string{"<postacert", "\uFEFF<postacert"}, ReasonRoot},
		{"a second root", []string{"</postacert>", "</postacert><postacert/>"}, ReasonRoot},
		{"a second root of another name", []string{"</postacert>", "</postacert><x/>"}, ReasonRoot},
		{"another root", []string{"<postacert", "<ricevuta-x", "</postacert>", "</ricevuta-x>"}, ReasonRoot},
		{"a root around the root", []string{"<postacert", "<x><postacert", "</postacert>", "</postacert></x>"}, ReasonRoot},
		{"the root in capitals", []string{"<postacert", "<POSTACERT", "</postacert>", "</POSTACERT>"}, ReasonRoot},
		{"no end tag", []string{"</postacert>", ""}, ReasonXML},
		{"an end tag too many", []string{"</postacert>", "</postacert></postacert>"}, ReasonXML},
		{"crossed tags", []string{"</intestazione>", "</dati>"}, ReasonXML},
		{"a msgid that nobody escaped", []string{"&lt;client@host&gt;", "<client@host>"}, ReasonXML},
		{"an ampersand that nobody escaped", []string{"GESTORE", "A & B"}, ReasonXML},
		{"an unclosed comment", []string{"<dati>", "<!-- <dati>"}, ReasonXML},
		{"two hyphens in a comment", []string{"<dati>", "<!-- a -- b --><dati>"}, ReasonXML},
		{"an unclosed instruction", []string{"<dati>", "<?x <dati>"}, ReasonXML},
		{"an unclosed CDATA section", []string{"GESTORE", "<![CDATA[GESTORE"}, ReasonXML},
		{"the end of a CDATA section in text", []string{"GESTORE", "GEST]]>ORE"}, ReasonXML},
		{"an XML declaration that is not at the start", []string{"<postacert", header + "<postacert"}, ReasonXML},
		{"a blank before the XML declaration", []string{"<?xml", " <?xml"}, ReasonXML},
		{"an XML declaration in capitals", []string{"<?xml", "<?XML"}, ReasonXML},
		{"a declaration inside the root", []string{"<dati>", "<!ELEMENT a ANY><dati>"}, ReasonXML},
		{"a conditional section", []string{"<dati>", "<![INCLUDE[ ]]><dati>"}, ReasonXML},
		{"XML 1.1", []string{`"1.0"`, `"1.1"`}, ReasonXML},
		{"no version", []string{`version="1.0" `, ``}, ReasonXML},
		{"standalone and no version", []string{header, `<?xml standalone="1.0"?>`}, ReasonXML},
		{"encoding before version", []string{`version="1.0" encoding="UTF-8"`, `encoding="UTF-8" version="1.0"`}, ReasonXML},
		{"standalone", []string{`"UTF-8"`, `"UTF-8" standalone="yes" `}, ""},
		{"another word in the XML declaration", []string{`"UTF-8"`, `"UTF-8" x="yes"`}, ReasonXML},
		{"two encodings", []string{`"UTF-8"`, `"UTF-8" encoding="UTF-8"`}, ReasonDuplicate},
		{"an XML declaration that does not end", []string{"?>", ""}, ReasonXML},

		{"an attribute twice with one value", []string{`errore="nessuno"`, `errore="nessuno" errore="nessuno"`}, ReasonDuplicate},
		{"an attribute twice", []string{`tipo="avvenuta-consegna"`, `tipo="avvenuta-consegna" tipo="errore-consegna"`}, ReasonDuplicate},
		{"an attribute twice on an element of no rule", []string{"<dati>", `<x a="1" a="2"/><dati>`}, ReasonDuplicate},
		{"attributes without a space between", []string{`" errore`, `"errore`}, ReasonXML},
		{"an attribute without a value", []string{`errore="nessuno"`, `errore`}, ReasonXML},
		{"an attribute without quotes", []string{`errore="nessuno"`, `errore=nessuno`}, ReasonXML},
		{"a < in an attribute", []string{`errore="nessuno"`, `x="<"`}, ReasonXML},
		{"a > in an attribute", []string{`errore="nessuno"`, `x=">"`}, ""},
		{"single quotes", []string{`errore="nessuno"`, `errore='nessuno'`}, ""},
		{"spaces around the equals sign", []string{`errore="nessuno"`, "errore =\n\"nessuno\""}, ""},

		{"a default namespace on the root", []string{"<postacert", `<postacert xmlns="urn:x"`}, ReasonNamespace},
		{"an empty default namespace", []string{"<postacert", `<postacert xmlns=""`}, ""},
		{"a namespace declared and not used", []string{"<postacert", `<postacert xmlns:x="urn:x"`}, ""},
		{"a prefix on the root", []string{"<postacert", `<x:postacert xmlns:x="urn:x"`, "</postacert>", "</x:postacert>"}, ReasonNamespace},
		{"a default namespace further in", []string{"<dati>", `<dati xmlns="urn:x">`}, ReasonNamespace},
		{"a prefix on one value", []string{"<mittente>a@pec.example</mittente>", `<mittente>a@pec.example</mittente><x:mittente xmlns:x="urn:x">b</x:mittente>`}, ReasonNamespace},
		{"a prefix on tipo", []string{`tipo="avvenuta-consegna"`, `tipo="avvenuta-consegna" xmlns:x="urn:x" x:tipo="errore-consegna"`}, ReasonNamespace},
		{"an unknown element in a namespace", []string{"<dati>", `<dati><x:ext xmlns:x="urn:x" x:a="1">v<x:in/></x:ext>`}, ""},
		{"a name of the rules in an unknown element in a namespace", []string{"<dati>", `<dati><ext xmlns="urn:x"><msgid/></ext>`}, ReasonNamespace},

		{"an unknown element with text", []string{"<dati>", "<dati><nota>testo <b>x</b></nota>"}, ""},
		{"an unknown attribute", []string{"<dati>", `<dati versione="2">`}, ""},
		{"a name of the rules in an unknown element", []string{"<dati>", "<dati><nota><identificativo>x</identificativo></nota>"}, ReasonMisplaced},
		{"a name of the rules in the wrong half", []string{"<intestazione>", "<intestazione><consegna>x</consegna>"}, ReasonMisplaced},
		{"a root in the root", []string{"<dati>", "<postacert/><dati>"}, ReasonMisplaced},
		{"a name of the rules in capitals", []string{"<dati>", "<dati><Consegna>x</Consegna>"}, ReasonMisplaced},
		{"an attribute of the rules in capitals", []string{`errore="nessuno"`, `Errore="virus"`}, ReasonMisplaced},
		{"another order", []string{"<mittente>a@pec.example</mittente>", "", "</oggetto>", "</oggetto><mittente>a@pec.example</mittente>"}, ""},

		{"an element in a value", []string{"GESTORE", "<b>GESTORE</b>"}, ReasonContent},
		{"an element in an empty element", []string{`<ricevuta tipo="completa" />`, `<ricevuta tipo="completa"><b/></ricevuta>`}, ReasonContent},
		{"text in an empty element", []string{`<ricevuta tipo="completa" />`, `<ricevuta tipo="completa">breve</ricevuta>`}, ReasonContent},
		{"a line end in an empty element", []string{`<ricevuta tipo="completa" />`, "<ricevuta tipo=\"completa\">\n</ricevuta>"}, ""},
		{"text between elements", []string{"<dati>", "x<dati>"}, ReasonContent},
		{"text in data", []string{"<giorno>", "oggi<giorno>"}, ReasonContent},
		{"a value of CDATA between elements", []string{"<giorno>", "<![CDATA[oggi]]><giorno>"}, ReasonContent},

		{"a kind seen in the field that is none", []string{"avvenuta-consegna", "mancata-consegna"}, ReasonKind},
		{"a kind seen in the field that is no one either", []string{"avvenuta-consegna", "non-accettazione-virus"}, ReasonKind},
		{"a kind of a report that is no tipo", []string{"avvenuta-consegna", "anomalia"}, ReasonKind},
		{"a kind in capitals", []string{"avvenuta-consegna", "Avvenuta-Consegna"}, ReasonKind},
		{"an empty kind", []string{"avvenuta-consegna", ""}, ReasonKind},
		{"no kind", []string{`tipo="avvenuta-consegna"`, ""}, ReasonMissing},
		{"blanks around the kind", []string{"avvenuta-consegna", " avvenuta-consegna\n"}, ""},
		{"an error outside its enumeration", []string{"nessuno", "boh"}, ReasonValue},
		{"an empty error", []string{`errore="nessuno"`, `errore=""`}, ReasonValue},
		{"no error", []string{`errore="nessuno"`, ""}, ""},
		{"a recipient of another type", []string{"esterno", "interno"}, ReasonValue},
		{"a receipt of another type", []string{"completa", "integrale"}, ReasonValue},
		{"a receipt without type", []string{`tipo="completa"`, ""}, ReasonMissing},

		{"no intestazione", []string{"<intestazione>", "<x><!--", "</intestazione>", "--></x>"}, ReasonMissing},
		{"no dati", []string{"<dati>", "<x><!--", "</dati>", "--></x>"}, ReasonMissing},
		{"no mittente", []string{"<mittente>a@pec.example</mittente>", ""}, ReasonMissing},
		{"an empty mittente", []string{"a@pec.example", " \n"}, ReasonEmpty},
		{"a mittente of a comment", []string{"a@pec.example", "<!--a@pec.example-->"}, ReasonEmpty},
		{"no destinatari", []string{`<destinatari tipo="certificato">b@pec.example</destinatari>`, "", `<destinatari tipo="esterno">c@mail.example</destinatari>`, ""}, ReasonMissing},
		{"an empty destinatari among others", []string{"c@mail.example", ""}, ReasonEmpty},
		{"no risposte", []string{"<risposte>r@pec.example</risposte>", ""}, ReasonMissing},
		{"an empty risposte", []string{"r@pec.example", ""}, ""},
		{"no gestore-emittente", []string{"<gestore-emittente>GESTORE S.p.A.</gestore-emittente>", ""}, ReasonMissing},
		{"an empty gestore-emittente", []string{"GESTORE S.p.A.", ""}, ReasonEmpty},
		{"no identificativo", []string{"<identificativo>opec1.1@pec.gestore.example</identificativo>", ""}, ReasonMissing},
		{"an empty identificativo", []string{"opec1.1@pec.gestore.example", ""}, ReasonEmpty},
		{"no giorno", []string{"<giorno>13/11/2018</giorno>", ""}, ReasonMissing},
		{"no ora", []string{"<ora>16:39:27</ora>", ""}, ReasonMissing},
		{"no zona", []string{` zona="+0100"`, ""}, ReasonMissing},
		{"no msgid", []string{"<msgid>&lt;client@host&gt;</msgid>", ""}, ""},

		{"a reference beyond Unicode", []string{"GESTORE", "GES&#x110000;TORE"}, ReasonCharacters},
		{"a reference without digits", []string{"GESTORE", "GES&#x;TORE"}, ReasonCharacters},
		{"an undefined entity", []string{"GESTORE", "GES&nbsp;TORE"}, ReasonEntities},
		{"an undefined entity in an attribute", []string{`errore="nessuno"`, `x="&nbsp;"`}, ReasonEntities},
		{"an undefined entity in a comment", []string{"<dati>", "<!-- &nbsp; --><dati>"}, ""},
		{"a right-to-left override is only text", []string{"GESTORE", "GES\u202ETORE"}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Parse([]byte(edit(t, delivery, tt.edits...)))
			if got := reason(t, err); got != tt.reason {
				t.Errorf("reason %q (%v), want %q", got, err, tt.reason)
			}
			if (d == nil) != (err != nil) {
				t.Errorf("data %v beside error %v", d, err)
			}
		})
	}
}

func TestASingletonTwiceIsMalformed(t *testing.T) {
	for _, element := range []string{
		"<intestazione/>", "<dati/>", "<mittente>x</mittente>", "<risposte>x</risposte>", "<oggetto>x</oggetto>",
		"<gestore-emittente>x</gestore-emittente>", `<data zona="+0100"/>`, "<giorno>13/11/2018</giorno>", "<ora>16:39:27</ora>",
		"<identificativo>x</identificativo>", "<msgid>x</msgid>", `<ricevuta tipo="breve"/>`, "<consegna>x</consegna>",
	} {
		name := strings.Trim(strings.FieldsFunc(element, func(r rune) bool { return r == '>' || r == ' ' })[0], "</")
		t.Run(name, func(t *testing.T) {
			for _, place := range []string{"<" + name, "</" + parents[name]} {
				_, err := Parse([]byte(edit(t, delivery, place, element+place)))
				if got := reason(t, err); got != ReasonDuplicate {
					t.Errorf("before %s: reason %q (%v)", place, got, err)
				}
			}
		})
	}
	_, err := Parse([]byte(edit(t, delivery, "</dati>", "<errore-esteso>a</errore-esteso><errore-esteso>b</errore-esteso></dati>")))
	if got := reason(t, err); got != ReasonDuplicate {
		t.Errorf("errore-esteso: reason %q", got)
	}
}

func TestAValueIsItsCharacterDataTogether(t *testing.T) {
	for name, tt := range map[string]struct{ written, want string }{
		"blanks at the ends":        {"\n\t a b \r\n", "a b"},
		"a comment inside":          {"a@pec.exa<!-- x -->mple", "a@pec.example"},
		"CDATA":                     {"<![CDATA[<a&b>]]>", "<a&b>"},
		"text, CDATA, text":         {"a<![CDATA[&amp;]]>b", "a&amp;b"},
		"the predefined entities":   {"&lt;&gt;&amp;&apos;&quot;", `<>&'"`},
		"numbers":                   {"&#232;&#x20AC;&#0065;", "è€A"},
		"an entity written in text": {"&amp;lt;", "&lt;"},
		"an encoded word stays":     {"=?utf-8?Q?a?=", "=?utf-8?Q?a?="},
		"nothing":                   {"", ""},
		"an empty CDATA section":    {"<![CDATA[]]>", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := mustParse(t, edit(t, delivery, "Perché &lt;no&gt; &amp; così", tt.written))
			if d.Subject != tt.want || !d.HasSubject {
				t.Errorf("%q, want %q", d.Subject, tt.want)
			}
		})
	}
	d := mustParse(t, edit(t, delivery, "<oggetto>Perché &lt;no&gt; &amp; così</oggetto>", "", "<msgid>&lt;client@host&gt;</msgid>", "<msgid/>"))
	if d.HasSubject || !d.HasMessageID || d.MessageID != "" {
		t.Errorf("absent and empty are confused: %+v", d)
	}
}

func TestDefaultsOfAbsentAttributes(t *testing.T) {
	d := mustParse(t, edit(t, delivery, ` errore="nessuno"`, "", ` tipo="certificato"`, ""))
	if d.Error != "nessuno" || d.Recipients[0].Type != "certificato" {
		t.Errorf("%q, %q", d.Error, d.Recipients[0].Type)
	}
}

func TestEachKindAndEachErrorOfTheRulesIsRead(t *testing.T) {
	for _, kind := range []string{"accettazione", "non-accettazione", "presa-in-carico", "avvenuta-consegna", "posta-certificata",
		"errore-consegna", "preavviso-errore-consegna", "rilevazione-virus"} {
		if d := mustParse(t, edit(t, delivery, "avvenuta-consegna", kind)); d.Kind != kind {
			t.Errorf("%q, want %q", d.Kind, kind)
		}
	}
	for _, e := range []string{"nessuno", "no-dest", "no-dominio", "virus", "altro"} {
		if d := mustParse(t, edit(t, delivery, "nessuno", e)); d.Error != e {
			t.Errorf("%q, want %q", d.Error, e)
		}
	}
	for _, receipt := range []string{"completa", "breve", "sintetica"} {
		if d := mustParse(t, edit(t, delivery, "completa", receipt)); d.ReceiptType != receipt {
			t.Errorf("%q, want %q", d.ReceiptType, receipt)
		}
	}
}

func TestTimes(t *testing.T) {
	tests := []struct {
		day, hour, zone string
		want            string // "" = malformed
	}{
		{"13/11/2018", "16:39:27", "+0100", "2018-11-13T16:39:27+01:00"},
		{"13/11/2018", "16:39:27", "+01:00", "2018-11-13T16:39:27+01:00"},
		{"28/10/2018", "02:30:00", "+0200", "2018-10-28T02:30:00+02:00"},
		{"28/10/2018", "02:30:00", "+0100", "2018-10-28T02:30:00+01:00"},
		{"29/02/2020", "00:00:00", "-0330", "2020-02-29T00:00:00-03:30"},
		{"31/12/2023", "23:59:59", "+0000", "2023-12-31T23:59:59Z"},
		{"31/12/2023", "23:59:59", "+1400", "2023-12-31T23:59:59+14:00"},
		{"31/12/2023", "23:59:59", "-1400", "2023-12-31T23:59:59-14:00"},
		{" 13/11/2018\n", "\t16:39:27 ", " +0100 ", "2018-11-13T16:39:27+01:00"},

		{"31/02/2018", "16:39:27", "+0100", ""},
		{"29/02/2019", "16:39:27", "+0100", ""},
		{"31/11/2018", "16:39:27", "+0100", ""},
		{"00/11/2018", "16:39:27", "+0100", ""},
		{"13/00/2018", "16:39:27", "+0100", ""},
		{"11/13/2018", "16:39:27", "+0100", ""},
		{"13/11/0000", "16:39:27", "+0100", ""},
		{"13/11/18", "16:39:27", "+0100", ""},
		{"3/11/2018", "16:39:27", "+0100", ""},
		{"2018-11-13", "16:39:27", "+0100", ""},
		{"13-11-2018", "16:39:27", "+0100", ""},
		{"13/11/2018 ", "24:00:00", "+0100", ""},
		{"13/11/2018", "16:60:00", "+0100", ""},
		{"31/12/2016", "23:59:60", "+0000", ""},
		{"13/11/2018", "16:39", "+0100", ""},
		{"13/11/2018", "6:39:27", "+0100", ""},
		{"13/11/2018", "16:39:27.5", "+0100", ""},
		{"13/11/2018", "16:39:27,5", "+0100", ""},
		{"13/11/2018", "16.39.27", "+0100", ""},
		{"13/11/2018", "", "+0100", ""},
		{"", "16:39:27", "+0100", ""},
		{"13/11/2018", "16:39:27", "0100", ""},
		{"13/11/2018", "16:39:27", "+100", ""},
		{"13/11/2018", "16:39:27", "+01", ""},
		{"13/11/2018", "16:39:27", "Z", ""},
		{"13/11/2018", "16:39:27", "CET", ""},
		{"13/11/2018", "16:39:27", "", ""},
		{"13/11/2018", "16:39:27", "+1401", ""},
		{"13/11/2018", "16:39:27", "-1500", ""},
		{"13/11/2018", "16:39:27", "+0160", ""},
		{"13/11/2018", "16:39:27", "+01.00", ""},
		{"13/11/2018", "16:39:27", "+0100+", ""},
		{"١٣/11/2018", "16:39:27", "+0100", ""},
	}
	for _, tt := range tests {
		t.Run(tt.day+" "+tt.hour+" "+tt.zone, func(t *testing.T) {
			d, err := Parse([]byte(edit(t, delivery, "13/11/2018", tt.day, "16:39:27", tt.hour, "+0100", tt.zone)))
			if tt.want == "" {
				if got := reason(t, err); got != ReasonTime {
					t.Errorf("reason %q (%v)", got, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := d.Time.Format(time.RFC3339); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

func TestWhatAKindNeeds(t *testing.T) {
	full := Data{Error: Nessuno, ReceiptType: "completa", DeliveredTo: "b@pec.example", ReceivedFor: []string{"b@pec.example"}}
	failed := full
	failed.Error = NoDest
	empty := Data{Error: Nessuno}
	failedEmpty := Data{Error: Altro}
	tests := []struct {
		kind                             string
		full, failed, empty, failedEmpty string
	}{
		{Accettazione, "", "errore", "", "errore"},
		{NonAccettazione, "", "", "", ""},
		{PresaInCarico, "", "errore", "ricezione", "ricezione errore"},
		{AvvenutaConsegna, "", "errore", "ricevuta consegna", "ricevuta consegna errore"},
		{PostaCertificata, "", "errore", "ricevuta", "ricevuta errore"},
		{ErroreConsegna, "", "", "consegna", "consegna"},
		{PreavvisoErroreConsegna, "", "", "consegna", "consegna"},
		{RilevazioneVirus, "", "", "consegna", "consegna"},
	}
	if len(tests) != len(Kinds) {
		t.Fatal("not every kind is asked")
	}
	for _, tt := range tests {
		for _, c := range []struct {
			data Data
			want string
		}{{full, tt.full}, {failed, tt.failed}, {empty, tt.empty}, {failedEmpty, tt.failedEmpty}} {
			c.data.Kind = tt.kind
			if got := strings.Join(c.data.Missing(), " "); got != c.want {
				t.Errorf("%s: %q, want %q", tt.kind, got, c.want)
			}
		}
	}
	d := mustParse(t, edit(t, delivery, "<consegna>b@pec.example</consegna>", "<consegna> </consegna>", "</dati>", "<ricezione/></dati>"))
	if got := d.Missing(); !reflect.DeepEqual(got, []string{"consegna"}) || d.ReceivedFor != nil {
		t.Errorf("an empty consegna: %v; an empty ricezione: %v", got, d.ReceivedFor)
	}
}

func provider(d *Data) string { return d.Provider }

func TestTheDetailNamesTheFault(t *testing.T) {
	for doc, want := range map[string]string{
		"<postacert>":                       "it ends inside an element",
		"<!-- -->":                          "it has no element",
		"<postacert>< a='1'/>":              "a < begins no element",
		"<postacert a='<'/>":                "contains <",
		"<!ELEMENT a ANY>":                  "a declaration stands outside the DOCTYPE",
		"<postacert><a\u202E/></postacert>": "it is not well formed",
		"<postacert tipo='\u202E'/>":        "is no tipo of postacert",
		strings.Replace(header, "UTF-8", strings.Repeat("€", 100), 1): `the encoding "\u20ac`,
	} {
		_, err := Parse([]byte(doc))
		if reason(t, err); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", doc, err)
		}
	}
}

func TestTheInputIsNotChanged(t *testing.T) {
	raw := []byte(delivery)
	first, _ := Parse(raw)
	second, err := Parse(raw)
	if err != nil || !reflect.DeepEqual(first, second) || string(raw) != delivery {
		t.Errorf("%+v, %+v, %v", first, second, err)
	}
}
