package xmltree

import (
	"errors"
	"strings"
	"testing"
)

func TestMalformedDocuments(t *testing.T) {
	many := func(n int, s string) string { return strings.Repeat(s, n) }
	for name, test := range map[string]struct{ text, reason string }{
		"empty":                         {"", ReasonXML},
		"text alone":                    {"ciao", ReasonXML},
		"two roots":                     {"<a/><b/>", ReasonXML},
		"text after the root":           {"<a/>x", ReasonXML},
		"not closed":                    {"<a><b></b>", ReasonXML},
		"closed in the wrong order":     {"<a><b></a></b>", ReasonXML},
		"end tag of a longer name":      {"<a></ab>", ReasonXML},
		"end tag without a start":       {"</a>", ReasonXML},
		"doctype":                       {"<!DOCTYPE a><a/>", ReasonDoctype},
		"doctype with entities":         {`<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>`, ReasonDoctype},
		"declaration inside":            {"<a><!ELEMENT b ANY></a>", ReasonDoctype},
		"entity":                        {"<a>&egrave;</a>", ReasonEntities},
		"entity in a value":             {`<a b="&x;"/>`, ReasonEntities},
		"reference to a control":        {"<a>&#1;</a>", ReasonEntities},
		"reference to a surrogate":      {"<a>&#xD800;</a>", ReasonEntities},
		"reference beyond Unicode":      {"<a>&#x110000;</a>", ReasonEntities},
		"reference with a sign":         {"<a>&#+65;</a>", ReasonEntities},
		"bare ampersand":                {"<a>A & B</a>", ReasonEntities},
		"attribute twice":               {"<a b='1' b='2'/>", ReasonDuplicate},
		"attribute twice by namespace":  {`<a xmlns:p="u:" xmlns:q="u:" p:b="1" q:b="2"/>`, ReasonDuplicate},
		"namespace twice":               {`<a xmlns:p="u:" xmlns:p="v:"/>`, ReasonDuplicate},
		"default namespace twice":       {`<a xmlns="u:" xmlns="v:"/>`, ReasonDuplicate},
		"prefix not declared":           {"<p:a/>", ReasonNamespace},
		"prefix of an attribute":        {"<a p:b='1'/>", ReasonNamespace},
		"prefix out of scope":           {`<a><b xmlns:p="u:"/><p:c/></a>`, ReasonNamespace},
		"prefix undeclared again":       {`<a xmlns:p="u:"><b xmlns:p=""/></a>`, ReasonNamespace},
		"xml for another namespace":     {`<a xmlns:xml="u:"/>`, ReasonNamespace},
		"another prefix for xml":        {`<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>`, ReasonNamespace},
		"xmlns declared":                {`<a xmlns:xmlns="u:"/>`, ReasonNamespace},
		"two colons":                    {`<a:b:c xmlns:a="u:"/>`, ReasonXML},
		"empty prefix":                  {`<:a/>`, ReasonXML},
		"empty local name":              {`<a: xmlns:a="u:"/>`, ReasonNamespace},
		"less-than in a value":          {`<a b="<"/>`, ReasonXML},
		"value without quotation marks": {`<a b=c/>`, ReasonXML},
		"attributes without a space":    {`<a b="1"c="2"/>`, ReasonXML},
		"attribute without a value":     {`<a b/>`, ReasonXML},
		"section end in a text":         {"<a>]]></a>", ReasonXML},
		"double hyphen in a comment":    {"<a><!-- a -- b --></a>", ReasonXML},
		"comment that ends in a hyphen": {"<a><!-- a ---></a>", ReasonXML},
		"declaration inside the root":   {`<a><?xml version="1.0"?></a>`, ReasonXML},
		"declaration after a blank":     {` <?xml version="1.0"?><a/>`, ReasonXML},
		"XML 1.1":                       {`<?xml version="1.1"?><a/>`, ReasonXML},
		"declaration without a version": {`<?xml encoding="UTF-8"?><a/>`, ReasonXML},
		"instruction without a target":  {`<a><? x?></a>`, ReasonXML},
		"instruction cut short":         {"<?>", ReasonXML},
		"comment cut short":             {"<a><!--></a>", ReasonXML},
		"section cut short":             {"<a><![CDATA[]></a>", ReasonXML},
		"control character":             {"<a>\x01</a>", ReasonCharacters},
		"no character":                  {"<a>\uFFFF</a>", ReasonCharacters},
		"not UTF-8":                     {"<a>\xE8</a>", ReasonEncoding},
		"encoding that is not read":     {`<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>`, ReasonEncoding},
		"UTF-7":                         {`<?xml version="1.0" encoding="UTF-7"?><a/>`, ReasonEncoding},
		"half a surrogate in UTF-16":    {"\xFE\xFF\x00<\x00a\xD8\x00\x00/\x00>", ReasonEncoding},
		"deeper than the bound":         {many(60, "<a>") + many(60, "</a>"), ReasonDepth},
		"more nodes than the bound":     {"<a>" + many(1000, "<b/>") + "</a>", ReasonLimit},
		"more attributes than the bound": {"<a" + func() (s string) {
			for i := range 300 {
				s += " a" + many(i%7, "x") + many(i, "y") + "=''"
			}
			return
		}() + "/>", ReasonLimit},
		"more namespaces than the bound": {"<a" + func() (s string) {
			for i := range 300 {
				s += " xmlns:a" + many(i, "y") + "='u:'"
			}
			return
		}() + "/>", ReasonLimit},
		"name longer than the bound": {"<" + many(2000, "a") + "/>", ReasonXML},
		"larger than the bound":      {"<a>" + many(300000, " ") + "</a>", ReasonSize},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(test.text), Limits{Size: 200_000, Depth: 50, Nodes: 500})
			var bad *Malformed
			if !errors.As(err, &bad) || bad.Reason != test.reason {
				t.Errorf("%v, want %s", err, test.reason)
			}
		})
	}
}
