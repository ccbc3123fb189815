package pectest

import (
	"bytes"
	"strings"
)

func mimeAttacks(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	const format = "FORMAT_FAILURE"
	m := d.Consegna()
	fake := Replace(d.Consegna().Data.XML(), "<consegna>protocollo@", "<consegna>sindaco@")
	fakePart := DaticertPart(fake, "base64").Bytes()
	tamper := func(name, shows string, m *Message, old, new string) {
		m.Tamper = func(b []byte) []byte { return Replace(b, old, new) }
		c.fail(name, shows, m, "HASH_FAILURE", nil)
	}
	tamper("text-altered", "The text for people is altered.", d.Consegna(), "correttamente", "erroneamente ")
	plain := d.Consegna()
	plain.DaticertCoding = "7bit"
	tamper("daticert-altered", "The recipient in daticert.xml is altered.", plain, "<consegna>protocollo@", "<consegna>sindaco@")
	plain = d.Accettazione()
	plain.DaticertCoding = "7bit"
	tamper("kind-altered", "An acceptance made a delivery in daticert.xml.", plain, `tipo="accettazione"`, `tipo="avvenuta-consegna"`)
	plain = d.Consegna()
	plain.DaticertCoding = "7bit"
	tamper("time-altered", "The time in daticert.xml is altered by a second.", plain, "10:15:32</ora>", "10:15:31</ora>")
	tamper("message-altered", "The certified message is altered.", d.Consegna(), "si trasmettono in allegato", "NON si trasmettono in allegato")
	tamper("attachment-altered", "The attachment is altered.", d.Consegna(), "JVBERi0xLjQK", "JVBERi0xLjUK")
	tamper("part-header-altered", "A header field inside the signed part is altered.", d.Consegna(), `filename="postacert.eml"`, `filename="postacert.exe"`)
	tamper("part-added", "A part is added inside the signed multipart.", d.Consegna(), "\r\n------------=_1741770932-8355-1410--",
		"\r\n------------=_1741770932-8355-1410\r\nContent-Type: text/plain\r\n\r\naltro\r\n------------=_1741770932-8355-1410--")
	tamper("space-added", "One space is added.", d.Consegna(), "Cordiali saluti", "Cordiali  saluti")

	envelope := func(change func(*Multipart)) *Message {
		m := d.Consegna()
		m.Envelope = change
		return m
	}
	refuse := func(name, shows string, change func(*Multipart)) { c.fail(name, shows, envelope(change), format, nil) }
	accept := func(name, shows string, show checks, change func(*Multipart)) {
		c.pass(name, shows, envelope(change), show)
	}
	refuse("third-part", "multipart/signed with a third part.", func(e *Multipart) { e.Parts = append(e.Parts, TextPart("altro\n")) })
	refuse("third-part-daticert", "The third part is a daticert.xml.", func(e *Multipart) { e.Parts = append(e.Parts, fakePart) })
	refuse("third-part-first", "A daticert.xml before the signed part.", func(e *Multipart) { e.Parts = append([][]byte{fakePart}, e.Parts...) })
	refuse("third-part-between", "A daticert.xml between the signed part and the signature.", func(e *Multipart) { e.Parts = [][]byte{e.Parts[0], fakePart, e.Parts[1]} })
	refuse("parts-swapped", "The signature before the signed part.", func(e *Multipart) { e.Parts = [][]byte{e.Parts[1], e.Parts[0]} })
	refuse("two-signature-parts", "The signature part twice.", func(e *Multipart) { e.Parts = append(e.Parts, e.Parts[1]) })
	surround := checks{"wrapper.unsigned": "warning", "signature.digest": "passed"}
	accept("epilogue-text", "Text after the closing delimiter is not certified.", surround, func(e *Multipart) { e.Epilogue = []byte("\r\nIl messaggio fu consegnato anche al sindaco.\r\n") })
	accept("epilogue-daticert", "A daticert.xml after the closing delimiter.", surround, func(e *Multipart) {
		e.Epilogue = append(append([]byte(crlf+"--"+e.Boundary+crlf), fakePart...), crlf+"--"+e.Boundary+"--"+crlf...)
	})
	accept("preamble-text", "Other text in the preamble.", checks{"wrapper.unsigned": "passed|warning", "signature.digest": "passed"}, func(e *Multipart) {
		e.Preamble = []byte("Questo messaggio fu consegnato anche al sindaco.\r\n")
	})
	accept("preamble-daticert", "A daticert.xml in the preamble.", checks{"wrapper.unsigned": "passed|warning", "signature.digest": "passed"}, func(e *Multipart) {
		e.Preamble = append(append([]byte("--falso\r\n"), fakePart...), "\r\n--falso--\r\n"...)
	})
	accept("boundary-is-a-prefix", "The outer boundary is a prefix of the inner ones.", checks{"signature.digest": "passed"}, func(e *Multipart) {
		e.Boundary = "----------=_1741770932-8355-14"
		e.Header.Set("Content-Type", `multipart/signed; protocol="application/x-pkcs7-signature"; micalg="sha-256"; boundary="`+e.Boundary+`"`)
	})
	parameters := func(text string) func(*Multipart) {
		return func(e *Multipart) {
			half := len(e.Boundary) / 2
			e.Header.Set("Content-Type", strings.NewReplacer("REAL", e.Boundary, "HEAD", e.Boundary[:half], "TAIL", e.Boundary[half:]).Replace(text))
		}
	}
	start := `multipart/signed; protocol="application/x-pkcs7-signature"; micalg="sha-256"; `
	refuse("boundary-twice", "Two boundary parameters, the real one last.", parameters(start+`boundary="falso"; boundary="REAL"`))
	refuse("boundary-twice-first", "Two boundary parameters, the real one first.", parameters(start+`boundary="REAL"; boundary="falso"`))
	refuse("boundary-and-2231", "boundary and boundary* contradict each other.", parameters(start+`boundary="falso"; boundary*=us-ascii''REAL`))
	accept("boundary-2231", "The boundary in two pieces of RFC 2231.", checks{"signature.digest": "passed"}, parameters(start+`boundary*0="HEAD"; boundary*1="TAIL"`))
	accept("comment", "A comment in Content-Type, with another boundary inside it.", checks{"signature.digest": "passed"},
		parameters(`multipart/signed (commento; boundary="falso"); protocol="application/x-pkcs7-signature"; micalg="sha-256"; boundary="REAL"`))
	accept("quoted-pairs", "Backslashes inside the quoted parameters.", checks{"signature.digest": "passed"},
		parameters(`multipart/signed; protocol="application\/x-pkcs7-signature"; micalg="sha\-256"; boundary="REAL"`))
	refuse("content-type-twice", "Two Content-Type fields, multipart/signed first.", func(e *Multipart) { e.Header.Add("Content-Type", `multipart/mixed; boundary="falso"`) })
	refuse("content-type-twice-first", "Two Content-Type fields, multipart/signed last.", func(e *Multipart) { e.Header.Prepend("Content-Type", "text/html; charset=utf-8") })

	whole := m.Bytes()
	signedPart := bytes.TrimSuffix(Entity(whole), []byte(crlf))
	around := checks{"wrapper.unsigned": "warning", "signature.digest": "passed"}
	c.add("sibling-daticert", "A daticert.xml beside the signed entity, in an unsigned multipart.", Mixed("Ricevuta", signedPart, fakePart), passed("1", m, around))
	c.add("sibling-daticert-before", "The same, before it.", Mixed("Ricevuta", fakePart, signedPart), passed("2", m, around))
	c.add("sibling-message", "A fake postacert.eml beside the signed entity.", Mixed("Ricevuta", signedPart, OriginalPart(d.NewOriginal().Bytes(), "7bit").Bytes()), passed("1", m, around))
	ordinary := d.Consegna()
	ordinary.Parts = func(parts []Part) []Part { return parts[:1] }
	signedOrdinary := bytes.TrimSuffix(Entity(ordinary.Bytes()), []byte(crlf))
	c.add("signed-text-beside-fake-daticert", "A text that a provider really signed, beside a fake daticert.xml.", Mixed("Ricevuta", signedOrdinary, fakePart),
		failed("1", m, "EVIDENCE_MALFORMED", checks{"wrapper.unsigned": "warning", "signature.digest": "passed"}))
	received := Mixed("CONSEGNA: atti", TextPart("Ricevuta di avvenuta consegna\n"), fakePart)
	x := anomalia(o, received)
	c.add("daticert-inside-an-anomaly", "A daticert.xml in the message that an anomaly envelope carries, the header altered to that of a delivery.",
		EditHeader(x.Bytes(), func(h *Header) {
			h.Del("X-Trasporto")
			h.Add("X-Ricevuta", "avvenuta-consegna")
		}), passed("", x, checks{"headers.kind": "warning", "signature.digest": "passed"}))
	inner := d.Consegna()
	inner.Parts = func(parts []Part) []Part { return []Part{parts[0], OriginalPart(received, "7bit")} }
	c.add("daticert-only-in-attached-message", "daticert.xml only inside the attached message, under the header of a delivery.", inner.Bytes(),
		failed("", nil, "EVIDENCE_MALFORMED", checks{"signature.digest": "passed"}))
	c.add("body-repeated", "After the closing delimiter the whole multipart comes again, altered.", append(bytes.Clone(whole), Replace(signedBody(whole), "correttamente", "erroneamente ")...),
		passed("", m, around))
	four := envelope(func(e *Multipart) {
		e.Parts = append([][]byte{Replace(e.Parts[0], "correttamente", "erroneamente "), e.Parts[1]}, e.Parts...)
	})
	c.fail("four-parts", "An altered pair of parts before the genuine pair.", four, format, nil)
	beside := func(name, shows string, data []byte) { c.add(name, shows, data, passed("", m, surround)) }
	beside("header-odd-line", "A line in the outer header that is no field: some mail programs show what follows as text.", Replace(whole, "\r\nSubject:", "\r\nIl messaggio fu consegnato anche al sindaco.\r\nSubject:"))
	beside("header-bare-return", "A bare carriage return in an outer field, which some mail programs take for a line end.",
		Replace(whole, "\r\nSubject:", "\r\nX-Nota: uno\r\rIl messaggio fu consegnato anche al sindaco.\rSubject:"))
	hidden := d.Consegna()
	hidden.P7SPart = func(p *Part) { p.Header.Add("X-Nota", "uno\r\r<h1>Consegnato anche al sindaco</h1>") }
	beside("signature-header-bare-return", "The same in the header of the signature part.", hidden.Bytes())
	accept("preamble-padded", "The usual preamble, much white space, and a text.", surround, func(e *Multipart) {
		e.Preamble = []byte("This is an S/MIME signed message\r\n" + strings.Repeat(" ", 200) + "\r\nIl messaggio fu consegnato anche al sindaco.\r\n")
	})
	var content, signature []byte
	split := d.Consegna()
	split.Envelope = func(e *Multipart) { content, signature = e.Parts[0], e.Parts[1] }
	split.Bytes()
	h := split.header()
	h.Add("MIME-Version", "1.0")
	h.Add("Content-Type", `multipart/signed; protocol="application/x-pkcs7-signature"; micalg="sha-256"; boundary*=utf-8''%C3%A8`)
	swapped := append(Multipart{Header: h, Boundary: "\xc3\xa8", Parts: [][]byte{Replace(content, "correttamente", "erroneamente "), signature}}.Bytes(),
		Multipart{Boundary: "\xc3\x83\xc2\xa8", Parts: [][]byte{content, signature}}.Bytes()...)
	c.add("repair-brings-another-part", "Altered parts between delimiters in UTF-8, genuine ones between delimiters that are these in UTF-8 once undone: what a repair uncovers elsewhere does not answer for what stands there.",
		swapped, failed("", split, "HASH_FAILURE", nil))
	stranger := strangerAuthority().Leaf(o.Tre, 6, TestKey("attacker"))
	entity := Entity(whole)
	header := m.header()
	header.Add("MIME-Version", "1.0")
	header.Add("Content-Type", `multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="esterno"`)
	nested := Multipart{Header: header, Boundary: "esterno", Parts: [][]byte{entity,
		p7sPart(SignedData{Content: entity, Signers: []Signer{{Certificate: stranger, SigningTime: m.Time}}}.DER()).Bytes()}}.Bytes()
	c.add("signed-by-a-stranger-around", "A stranger signed a whole receipt once more: two reports, each of its own signer.", nested,
		Expectation{Kind: "unknown", Indication: "INDETERMINATE", Subindication: "NO_CERTIFICATE_CHAIN_FOUND", Checks: checks{"signature.digest": "passed", "trust.provider": "failed"}},
		passed("1", m, checks{"signature.digest": "passed", "trust.provider": "passed"}))
}

// signedBody is the body of a message.
func signedBody(message []byte) []byte {
	_, body := Split(message)
	return body
}
