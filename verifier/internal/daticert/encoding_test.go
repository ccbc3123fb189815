package daticert

import (
	"reflect"
	"testing"
)

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
