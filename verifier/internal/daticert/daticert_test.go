package daticert

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
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

func TestADoctypeIsIgnoredUnlessItDeclaresEntities(t *testing.T) {
	tests := []struct {
		name, doctype, reason string
	}{
		{"alone", `<!DOCTYPE postacert>`, ""},
		{"with a system identifier", `<!DOCTYPE postacert SYSTEM "http://127.0.0.1:9/daticert.dtd">`, ""},
		{"with a public identifier", `<!DOCTYPE postacert PUBLIC "-//X//DTD daticert//IT" 'daticert.dtd'>`, ""},
		{"with a > in its identifier", `<!DOCTYPE postacert SYSTEM "a>b]">`, ""},
		{"that declares elements and attributes", `<!DOCTYPE postacert [
			<!-- l'intestazione > -->
			<!ELEMENT postacert (intestazione, dati)>
			<?nota it's ]> ?>
			<!ATTLIST postacert tipo (accettazione|x) #REQUIRED errore CDATA "a > b ]>">
			<!NOTATION gif SYSTEM "gif">
			%undeclared;
		] >`, ""},
		{"of another name", `<!DOCTYPE html>`, ""},
		{"with a default for an attribute that is not used", `<!DOCTYPE postacert [<!ATTLIST postacert nota CDATA "x">]>`, ""},
		{"with a general entity", `<!DOCTYPE postacert [<!ENTITY a "b">]>`, ReasonEntities},
		{"with a parameter entity", `<!DOCTYPE postacert [<!ENTITY % a "b"> %a;]>`, ReasonEntities},
		{"with an external entity", `<!DOCTYPE postacert [<!ENTITY a SYSTEM "file:///etc/passwd">]>`, ReasonEntities},
		{"with an external parameter entity", `<!DOCTYPE postacert SYSTEM "x" [<!ELEMENT a ANY><!ENTITY % a SYSTEM "http://127.0.0.1/">%a;]>`, ReasonEntities},
		{"with an entity after something broken", `<!DOCTYPE postacert [ x <!ENTITY a "b">]>`, ReasonXML},
		{"with an entity in a comment", `<!DOCTYPE postacert [<!-- <!ENTITY a "b"> -->]>`, ReasonEntities},
		{"with an entity in an instruction", `<!DOCTYPE postacert [<?x <!ENTITY a "b"> ?>]>`, ReasonEntities},
		{"twice", `<!DOCTYPE postacert><!DOCTYPE postacert>`, ReasonXML},
		{"that does not end", `<!DOCTYPE postacert [`, ReasonXML},
		{"whose quotes do not end", `<!DOCTYPE postacert SYSTEM "x>`, ReasonXML},
		{"without a space", `<!DOCTYPEpostacert>`, ReasonXML},
		{"in small letters", `<!doctype postacert>`, ReasonXML},
		{"with two subsets", `<!DOCTYPE postacert [] []>`, ReasonXML},
		{"with an element in its subset", `<!DOCTYPE postacert [<a/>]>`, ReasonXML},
		{"with a section in its subset", `<!DOCTYPE postacert [<![INCLUDE[<!ELEMENT a ANY>]]>]>`, ReasonXML},
		{"with a < in a declaration", `<!DOCTYPE postacert [<!ELEMENT a <b ANY>]>`, ReasonXML},
		{"with a declaration in a declaration", `<!DOCTYPE postacert [<!ELEMENT a <!ELEMENT b ANY> >]>`, ReasonXML},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Parse([]byte(edit(t, delivery, header, header+"\n"+tt.doctype)))
			if got := reason(t, err); got != tt.reason {
				t.Fatalf("reason %q (%v), want %q", got, err, tt.reason)
			}
			if err != nil {
				return
			}
			if !d.Doctype {
				t.Error("Doctype is not set")
			}
			d.Doctype = false
			if want := mustParse(t, delivery); !reflect.DeepEqual(d, want) {
				t.Errorf("it changed what is read: %+v", d)
			}
		})
	}
	for name, doc := range map[string]string{
		"inside the root": edit(t, delivery, "<dati>", "<!DOCTYPE postacert><dati>"),
		"after the root":  delivery + "<!DOCTYPE postacert>",
	} {
		_, err := Parse([]byte(doc))
		if got := reason(t, err); got != ReasonXML {
			t.Errorf("%s: reason %q", name, got)
		}
	}
}

func TestNoEntityIsExpanded(t *testing.T) {
	for name, subset := range map[string]string{
		"used":             `<!ENTITY gestore "ALTRO S.p.A.">`,
		"a billion laughs": `<!ENTITY a "ahahahahah"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY gestore "&b;&b;&b;&b;&b;&b;">`,
	} {
		_, err := Parse([]byte(edit(t, delivery, header, header+"<!DOCTYPE postacert ["+subset+"]>", "GESTORE", "&gestore;")))
		if got := reason(t, err); got != ReasonEntities {
			t.Errorf("%s: reason %q (%v)", name, got, err)
		}
	}
	// Behind an external DTD the entity is just not defined.
	_, err := Parse([]byte(edit(t, delivery, header, header+`<!DOCTYPE postacert SYSTEM "x">`, "GESTORE", "&gestore;")))
	if got := reason(t, err); got != ReasonEntities {
		t.Errorf("external: reason %q (%v)", got, err)
	}
}

func TestEncodings(t *testing.T) {
	declare := func(encoding, subject string) string {
		return edit(t, delivery, "UTF-8", encoding, "Perché &lt;no&gt; &amp; così", subject)
	}
	ascii := declare("UTF-8", "x")
	const bom = "\xEF\xBB\xBF"
	tests := []struct {
		name, doc, subject, reason string
	}{
		{"UTF-8", declare("UTF-8", "è €"), "è €", ""},
		{"utf-8 in small letters", declare("utf-8", "è €"), "è €", ""},
		{"UTF-8 with a byte order mark", bom + declare("UTF-8", "è €"), "è €", ""},
		{"a byte order mark and no declaration", bom + edit(t, declare("UTF-8", "è €"), header, ""), "è €", ""},
		{"no declaration", edit(t, declare("UTF-8", "è €"), header, ""), "è €", ""},
		{"no encoding in the declaration", edit(t, declare("UTF-8", "è €"), ` encoding="UTF-8"`, ""), "è €", ""},
		{"ISO-8859-1", declare("ISO-8859-1", "\xE8 \xA4"), "è ¤", ""},
		{"Latin1", declare("latin1", "\xE8"), "è", ""},
		{"ISO_8859-1:1987", declare("ISO_8859-1:1987", "\xE8"), "è", ""},
		{"ISO-8859-1 whose bytes happen to be UTF-8", declare("ISO-8859-1", "\xC3\xA8"), "Ã¨", ""},
		{"windows-1252", declare("windows-1252", "\xE8 \x80 \x92 \x9F"), "è € ’ Ÿ", ""},
		{"CP1252", declare("CP1252", "\x80"), "€", ""},
		{"US-ASCII", declare("US-ASCII", "e' &#8364;"), "e' €", ""},
		{"in single quotes", edit(t, declare("ISO-8859-1", "\xE8"), `"ISO-8859-1"`, `'ISO-8859-1'`), "è", ""},

		{"an unassigned byte of windows-1252", declare("windows-1252", "\x81"), "", ReasonEncoding},
		{"US-ASCII with a byte above it", declare("US-ASCII", "\xE8"), "", ReasonEncoding},
		{"UTF-8 with a byte of Latin-1", declare("UTF-8", "\xE8 "), "", ReasonEncoding},
		{"no declaration and a byte of Latin-1", edit(t, declare("UTF-8", "\xE8 "), header, ""), "", ReasonEncoding},
		{"an overlong form", declare("UTF-8", "\xC0\xBC"), "", ReasonEncoding},
		{"half a surrogate pair", declare("UTF-8", "\xED\xA0\x80"), "", ReasonEncoding},
		{"a cut character", declare("UTF-8", "\xE2\x82"), "", ReasonEncoding},
		{"a byte order mark against ISO-8859-1", bom + declare("ISO-8859-1", "x"), "", ReasonEncoding},
		{"a byte order mark against US-ASCII", bom + declare("US-ASCII", "x"), "", ReasonEncoding},
		{"declared UTF-16", declare("UTF-16", "x"), "", ReasonEncoding},
		{"declared UTF-32", declare("UTF-32", "x"), "", ReasonEncoding},
		{"declared UTF-7", declare("UTF-7", "+ADw-"), "", ReasonEncoding},
		{"declared ISO-8859-15", declare("ISO-8859-15", "\xA4"), "", ReasonEncoding},
		{"declared nonsense", declare("\u202E", "x"), "", ReasonEncoding},
		{"declared empty", declare("", "x"), "", ReasonEncoding},
		{"UTF-16 with a mark, big end first", "\xFE\xFF" + wide(ascii, 1, 2), "", ReasonEncoding},
		{"UTF-16 with a mark, little end first", "\xFF\xFE" + wide(ascii, 0, 2), "", ReasonEncoding},
		{"UTF-16 without a mark, big end first", wide(ascii, 1, 2), "", ReasonEncoding},
		{"UTF-16 without a mark, little end first", wide(ascii, 0, 2), "", ReasonEncoding},
		{"UTF-32 with a mark, big end first", "\x00\x00\xFE\xFF" + wide(ascii, 3, 4), "", ReasonEncoding},
		{"UTF-32 with a mark, little end first", "\xFF\xFE\x00\x00" + wide(ascii, 0, 4), "", ReasonEncoding},
		{"UTF-32 without a mark", wide(ascii, 3, 4), "", ReasonEncoding},
		{"EBCDIC", "\x4C\x6F\xA7\x94\x93", "", ReasonEncoding},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Parse([]byte(tt.doc))
			if got := reason(t, err); got != tt.reason {
				t.Fatalf("reason %q (%v), want %q", got, err, tt.reason)
			}
			if err == nil && d.Subject != tt.subject {
				t.Errorf("subject %q, want %q", d.Subject, tt.subject)
			}
		})
	}
	for name := range charsets {
		if _, err := Parse([]byte(declare(name, "x"))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// wide writes each byte of s as one unit of the given size.
func wide(s string, at, size int) string {
	b := make([]byte, size*len(s))
	for i := range len(s) {
		b[i*size+at] = s[i]
	}
	return string(b)
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

// A sender's subject must not make the evidence unreadable, nor act on the reader's screen.
func TestForbiddenCharactersAreMarked(t *testing.T) {
	for _, tt := range []struct {
		name, from, to string
		value          func(*Data) string
		want           string
		reason         string
	}{
		{"an escape", "GESTORE S.p.A.", "GES\x1BTORE", provider, "GES\uFFFDTORE", ""},
		{"a NUL", "GESTORE S.p.A.", "GES\x00TORE", provider, "GES\uFFFDTORE", ""},
		{"the character FFFE", "GESTORE S.p.A.", "GES\uFFFETORE", provider, "GES\uFFFDTORE", ""},
		{"an escape by reference", "GESTORE S.p.A.", "GES&#x1B;TORE", provider, "GES\uFFFDTORE", ""},
		{"NUL by reference", "GESTORE S.p.A.", "GES&#0;TORE", provider, "GES\uFFFDTORE", ""},
		{"with leading zeros", "GESTORE S.p.A.", "GES&#x0001b;TORE", provider, "GES\uFFFDTORE", ""},
		{"two of them, and one that is allowed", "GESTORE S.p.A.", "&#27;GES&#65;TORE&#x1b;", provider, "\uFFFDGESATORE\uFFFD", ""},
		{"a pair of surrogates by reference, as old writers put it", "GESTORE S.p.A.", "GES&#xD83D;&#xDE00;TORE", provider, "GES\uFFFD\uFFFDTORE", ""},
		{"in a section", "GESTORE S.p.A.", "<![CDATA[GES\x1BTORE]]>", provider, "GES\uFFFDTORE", ""},
		{"what looks like a reference in a section is none", "GESTORE S.p.A.", "\x01<![CDATA[&#1;]]>", provider, "\uFFFD&#1;", ""},
		{"in a comment", "<dati>", "<!--\x01--><dati>", provider, "GESTORE S.p.A.", ""},
		{"what looks like a reference in a comment", "<dati>", "\x01<!--&#1;--><dati>", nil, "", ReasonContent},
		{"in an instruction", "<dati>", "<?x \x01?><dati>", provider, "GESTORE S.p.A.", ""},
		{"in an attribute of no meaning", "<dati>", "<dati x='&#1;\x02'>", provider, "GESTORE S.p.A.", ""},
		{"in a kind", "avvenuta-consegna", "avvenuta-consegna&#1;", nil, "", ReasonKind},
		{"between elements", "<dati>", "\x01<dati>", nil, "", ReasonContent},
		{"between elements by reference", "<dati>", "&#1;<dati>", nil, "", ReasonContent},
		{"in a name", "<dati>", "<da\x01ti>", nil, "", ReasonXML},
		{"in the time", "<giorno>", "<giorno>&#1;", nil, "", ReasonTime},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Parse([]byte(edit(t, delivery, tt.from, tt.to)))
			if tt.reason != "" {
				if got := reason(t, err); got != tt.reason {
					t.Errorf("%q (%v), want %q", got, err, tt.reason)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := tt.value(d); got != tt.want || !d.Marked {
				t.Errorf("%q, marked %v", got, d.Marked)
			}
		})
	}
	if d, err := Parse([]byte(edit(t, delivery, "GESTORE S.p.A.", "GES\uFFFDTORE"))); err != nil || d.Marked {
		t.Errorf("a replacement character of the sender's own: %v", err)
	}
}

func provider(d *Data) string { return d.Provider }

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
