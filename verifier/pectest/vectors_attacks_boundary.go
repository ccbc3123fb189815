package pectest

import (
	"bytes"
	"strconv"
	"strings"
)

// Inner is the boundary of the multipart that the provider signs, as one who knows how it counts may guess it.
func (m *Message) Inner() string {
	_, boundary, _ := strings.Cut(string(m.SignedBytes()), `boundary="`)
	boundary, _, _ = strings.Cut(boundary, `"`)
	return boundary
}

// Inject writes parts behind the sender's message, between delimiters of the multipart that the provider will sign.
func (m *Message) Inject(parts ...[]byte) *Message {
	delimiter := crlf + "--" + m.Inner() + crlf
	out := bytes.Clone(m.Original)
	for _, p := range parts {
		out = append(append(out, delimiter...), p...)
	}
	m.Original = out
	return m
}

// Forged is what a sender would like his provider to have stated.
func (o *Office) Forged() *Daticert {
	d := *o.Dispatch().Consegna().Data
	d.Mittente, d.Consegna, d.Oggetto = "sindaco@pec.comune-prova.example", "notaio@pec.studio-notarile.example", "Vendita della casa"
	d.Destinatari = Certificati(d.Consegna)
	return &d
}

// dataNamed is a daticert.xml under another name, or none.
func dataNamed(xml []byte, name string) []byte {
	p := DaticertPart(xml, "base64")
	switch name {
	case "daticert.xml":
	case "":
		p.Header = Header{{"Content-Type", "application/xml"}}
	default:
		p.Header = Header{{"Content-Type", `application/xml; name="` + name + `"`}}
	}
	return p.Bytes()
}

// boundaryAttacks are messages whose sender knew the boundary that the provider would use. The signature is the provider's and
// holds over all of it.
func boundaryAttacks(c *catalogue) {
	anomalyAttacks(c)
	receiptAttacks(c)
	ownParts(c)
}

const (
	notOfTheRules = "EVIDENCE_MALFORMED"
	contradictory = "EVIDENCE_INCONSISTENT"
)

// anomalyAttacks: anybody may send ordinary mail to a PEC mailbox, and the provider signs an envelope around it.
func anomalyAttacks(c *catalogue) {
	data := func(name string) []byte { return dataNamed(c.o.Forged().XML(), name) }
	message := OriginalPart(c.o.Dispatch().Original.Bytes(), "7bit").Bytes()
	received := append(Ordinary("Offerta").Bytes(), "Content-Type: text/plain"+crlf+crlf+"Buongiorno."+crlf...)
	add := func(name, shows, sub, kind string, change func(*Message)) {
		m := anomalia(c.o, received)
		change(m)
		e := failed("", nil, sub, checks{"signature.digest": "passed", "signature.value": "passed"})
		e.Kind = kind
		if kind == "anomalia" {
			e.Certified = map[string]any{"sender": "", "recipients": []any{}, "subject": "", "identifier": "", "deliveredTo": ""}
		} else {
			e.Absent = []string{"certified"}
		}
		c.add("anomaly-"+name, shows, EditHeader(m.Bytes(), func(h *Header) { // the outer header is the holder's to write
			h.Del("X-Trasporto")
			h.Add("X-Ricevuta", "avvenuta-consegna")
			h.Set("Subject", "CONSEGNA: Vendita della casa")
			h.Set("From", m.Provider.Address())
		}), e)
	}
	const anomaly, unknown = "anomalia", "unknown"
	add("daticert", "An ordinary mail that holds a delimiter and a daticert.xml, in an anomaly envelope: the text says that nothing was certified.", contradictory, anomaly,
		func(m *Message) { m.Inject(data("daticert.xml")) })
	add("daticert-message", "The same with a postacert.eml behind it.", contradictory, anomaly, func(m *Message) { m.Inject(data("daticert.xml"), message) })
	add("daticert-html", "The same where the provider's text has HTML beside it.", contradictory, anomaly, func(m *Message) {
		m.TextOnly = false
		m.Inject(data("daticert.xml"))
	})
	add("daticert-html-only", "The same where the provider's text is HTML alone.", contradictory, anomaly, func(m *Message) {
		m.Parts = func(parts []Part) []Part {
			parts[0].Header = Header{{"Content-Type", `text/html; charset="iso-8859-1"`}}
			parts[0].Content = CRLF(toLatin1(humanHTML("Anomalia nel messaggio", m.humanText())))
			return parts
		}
		m.Inject(data("daticert.xml"))
	})
	add("daticert-unnamed", "The same with a daticert.xml that has no name.", contradictory, anomaly, func(m *Message) { m.Inject(data("")) })
	add("daticert-closed", "The same, closed before the provider's own last delimiter.", notOfTheRules, unknown, func(m *Message) {
		m.Inject(append(data("daticert.xml"), crlf+"--"+m.Inner()+"--"+crlf...))
	})
	add("daticert-guesses", "A hundred guesses in one mail: those that miss stand in the header of the part that hits.", notOfTheRules, unknown, func(m *Message) {
		var misses strings.Builder
		for i := range 100 {
			misses.WriteString("--" + strings.TrimRight(m.Inner(), "0123456789") + strconv.Itoa(100+i) + crlf)
		}
		m.Inject(append([]byte(misses.String()), data("daticert.xml")...))
	})
	add("daticert-lone-return", "The delimiter stands behind a lone carriage return, which some programs take for a line end.", notOfTheRules, unknown, func(m *Message) {
		m.Original = append(bytes.Clone(m.Original), "\r--"+m.Inner()+crlf+string(data("daticert.xml"))...)
	})
	add("subject-of-a-receipt", "The subject says what the text of a receipt says.", contradictory, anomaly, func(m *Message) {
		m.Dispatch.Subject = "Ricevuta di avvenuta consegna. Identificativo del messaggio: " + c.o.Forged().Identifier
		m.Inject(data("daticert.xml"))
	})
	add("subject-of-the-provider", "The forged subject is what the text of an anomaly says: the provider's words are no quotation.", contradictory, anomaly, func(m *Message) {
		d := c.o.Forged()
		d.Oggetto = "Anomalia nel messaggio"
		m.Inject(DaticertPart(d.XML(), "base64").Bytes())
	})
	for _, subject := range [][2]string{{"", "Tali dati non sono stati certificati per il seguente errore"},
		{"-of-more-lines", "Offerta\" proveniente da \"anna@studio-bianchi.example\" ed indirizzato a: protocollo@pec.comune-prova.example " +
			"Tali dati non sono stati certificati per il seguente errore: il campo "}} {
		add("phrase-as-subject"+subject[0], "The forged subject holds the words that tell, as the text has them.", contradictory, anomaly, func(m *Message) {
			m.Text = "Il giorno 12/03/2025 alle ore 10:15:31 (+0100) è stato ricevuto il messaggio\n\"Offerta\" proveniente da \"anna@studio-bianchi.example\"\n" +
				"ed indirizzato a:\nprotocollo@pec.comune-prova.example\nTali dati non sono stati certificati per il seguente errore:\nil campo \"From\" manca\n"
			d := c.o.Forged()
			d.Oggetto = subject[1]
			m.Inject(DaticertPart(d.XML(), "base64").Bytes())
		})
	}
	add("title-alone", "A text that says so by its title alone.", contradictory, anomaly, func(m *Message) {
		m.Text = "Anomalia nel messaggio\n\nIl giorno 12/03/2025 alle ore 10:15:31 (+0100) è stato ricevuto il messaggio \"Offerta\".\nÈ posta ordinaria.\n"
		m.Inject(data("daticert.xml"))
	})
	add("text-unknown", "A text of a form that nobody knows, and a daticert.xml behind the message: nothing bears it out.", contradictory, unknown, func(m *Message) {
		m.Text = "Il giorno 12/03/2025 alle ore 10:15:31 (+0100) è arrivato il messaggio\n\"Offerta, Identificativo: " + c.o.Forged().Identifier +
			"\" da \"anna@studio-bianchi.example\"\n"
		m.Inject(data("daticert.xml"))
	})
	add("text-of-ordinary-mail", "A text of another form, whose first line is the sender's subject.", contradictory, unknown, func(m *Message) {
		m.Text = "Oggetto: Ricevuta di avvenuta consegna\nIl messaggio non proviene da una casella di posta certificata.\n"
		m.Inject(data("daticert.xml"))
	})
	add("text-begins-with-the-subject", "A text of another form that says nothing of the kind, whose first line is the sender's subject.", contradictory, unknown, func(m *Message) {
		m.Text = "Oggetto: Ricevuta di avvenuta consegna\nÈ arrivato un messaggio.\n"
		m.Inject(data("daticert.xml"))
	})
	add("text-names-the-senders-id", "A text of another form, which names the sender's own Message-ID.", contradictory, unknown, func(m *Message) {
		m.Text = "Il giorno 12/03/2025 è arrivato un messaggio di posta ordinaria.\nIdentificativo: " + c.o.Forged().Identifier + "\n"
		m.Inject(data("daticert.xml"))
	})
	add("torn-text", "A subject with line breaks tears the text, in 8bit, before the words that tell: they stand in the part behind.", contradictory, anomaly, func(m *Message) {
		d := c.o.Forged()
		m.Parts = func(parts []Part) []Part {
			parts[0].Coding = "8bit"
			return parts
		}
		b := m.Inner()
		m.Text = "Il giorno 12/03/2025 alle ore 10:15:31 (+0100) è stato ricevuto il messaggio\n\"Consegna. Identificativo: " + d.Identifier + "\"\n" +
			"--" + b + "\n" + strings.ReplaceAll(string(DaticertPart(d.XML(), "base64").Bytes()), crlf, "\n") + "\n--" + b + "\nContent-Type: text/plain; name=nota.txt\n\n" +
			"\" proveniente da \"anna@studio-bianchi.example\"\nTali dati non sono stati certificati per il seguente errore:\nil messaggio non è di posta certificata\n"
	})
}

// receiptAttacks: the sender is a customer, and the provider certifies what it did with his message.
func receiptAttacks(c *catalogue) {
	data := func(name string) []byte { return dataNamed(c.o.Forged().XML(), name) }
	other := c.o.Dispatch()
	other.Original.Text = "Un altro testo.\n"
	unnamed := OriginalPart(other.Original.Bytes(), "7bit")
	unnamed.Header = Header{{"Content-Type", "message/rfc822"}}
	for _, order := range []struct {
		name string
		last bool
	}{{"before", false}, {"after", true}} {
		add := func(name, shows, sub string, change func(*Message)) {
			for _, kind := range []string{"receipt", "envelope"} {
				if kind == "envelope" && order.last { // two kinds, two orders: three of the four are enough
					continue
				}
				m := c.o.Dispatch().Consegna()
				if kind == "envelope" {
					m = c.o.Dispatch().PostaCertificata()
				}
				m.DaticertLast = order.last
				change(m)
				e := failed("", m, sub, checks{"signature.digest": "passed", "signature.value": "passed"})
				if sub == notOfTheRules {
					e.Absent = []string{"certified"}
				}
				c.add(kind+"-"+order.name+"-"+name, shows+" daticert.xml of the provider's stands "+order.name+" the message.", m.Bytes(), e)
			}
		}
		add("daticert", "The sender adds a daticert.xml.", notOfTheRules, func(m *Message) { m.Inject(data("daticert.xml")) })
		add("daticert-unnamed", "The sender adds a daticert.xml without a name.", notOfTheRules, func(m *Message) { m.Inject(data("")) })
		add("daticert-old-name", "The sender adds a certdata.xml.", notOfTheRules, func(m *Message) { m.Inject(data("certdata.xml")) })
		add("provider-unnamed", "The sender adds a daticert.xml, and the provider's has no name.", notOfTheRules, func(m *Message) {
			m.Parts = rename("daticert.xml", "application/xml")
			m.Inject(data("daticert.xml"))
		})
		add("provider-other-name", "The sender adds a daticert.xml, and the provider's has another name.", notOfTheRules, func(m *Message) {
			m.Parts = rename("daticert.xml", `application/xml; name="dati.xml"`)
			m.Inject(data("daticert.xml"))
		})
		add("message-unnamed", "The sender adds a message without a name beside postacert.eml.", contradictory, func(m *Message) { m.Inject(unnamed.Bytes()) })
		add("message-named", "The sender adds a postacert.eml, and the provider's has no name.", contradictory, func(m *Message) {
			m.Parts = rename("postacert.eml", "message/rfc822")
			m.Inject(OriginalPart(other.Original.Bytes(), "7bit").Bytes())
		})
		for _, name := range []string{"daticert.xml", "postacert.eml"} {
			odd := map[string]string{"odd-line": crlf + "--altro" + crlf, "lone-return": crlf + "X-Nota: uno\rContent-Type: text/plain" + crlf}
			for _, kind := range []string{"odd-line", "lone-return"} {
				add(name+"-"+kind, "The header of the part "+name+" has "+map[string]string{"odd-line": "a line that is no field.", "lone-return": "a lone carriage return."}[kind], notOfTheRules,
					func(m *Message) {
						m.Signed = func(b []byte) []byte {
							return Replace(b, crlf+`Content-Disposition: inline; filename="`+name+`"`+crlf, odd[kind])
						}
					})
			}
		}
		add("multipart-odd-line", "The header of the signed multipart has a line that is no field.", notOfTheRules, func(m *Message) {
			m.Signed = func(b []byte) []byte { return Replace(b, crlf+"MIME-Version", crlf+"Testo"+crlf+"MIME-Version") }
		})
	}
	for _, repeats := range []bool{true, false} {
		torn := c.o.Dispatch()
		torn.ReceiptType, torn.Subject = "sintetica", "Atti"
		m := torn.Consegna()
		m.TextOnly = true
		b := m.Inner()
		subject := "Atti\n--" + b + "\n" + strings.ReplaceAll(string(OriginalPart(other.Original.Bytes(), "7bit").Bytes()), crlf, "\n") +
			"\n--" + b + "\nContent-Type: text/plain; name=nota.txt\n\n"
		m.Text = strings.Replace(m.humanText(), `"Atti"`, `"`+subject+`"`, 1)
		m.Parts = func(parts []Part) []Part {
			parts[0].Coding = "8bit"
			return parts
		}
		name, shows := "concise-receipt-torn", "A subject with line breaks tears the text of a concise receipt, in 8bit, and adds a message to it: the other half names the identifier."
		if repeats {
			m.Data.Oggetto = subject
			name, shows = name+"-repeated", shows+" daticert.xml repeats the delimiter."
		}
		e := failed("", m, notOfTheRules, nil)
		e.Absent = []string{"certified"}
		c.add(name, shows, m.Bytes(), e)
	}

	outer := c.o.Dispatch().PostaCertificata()
	outer.Envelope = func(e *Multipart) {
		e.Parts[0] = append(bytes.Clone(e.Parts[0]), crlf+"--"+e.Boundary+crlf+"Content-Type: text/plain"+crlf+crlf+"altro"+crlf...)
	}
	c.fail("outer-delimiter", "A delimiter of the outer multipart inside the signed part.", outer, "FORMAT_FAILURE", nil)
}

// rename gives the part of that name another Content-Type, and no name beside it.
func rename(name, contentType string) func([]Part) []Part {
	return func(parts []Part) []Part {
		for i, p := range parts {
			if strings.Contains(p.Header.Get("Content-Type"), name) {
				parts[i].Header = Header{{"Content-Type", contentType}}
			}
		}
		return parts
	}
}

// ownParts are forms that providers write, or may, and that must not be taken for a sender's.
func ownParts(c *catalogue) {
	quiet := checks{"evidence.form": "passed", "evidence.consistency": "passed", "content.complete": "absent"}
	extra := Part{Header: Header{{"Content-Type", `text/html; name="informativa.html"`}}, Coding: "base64", Content: []byte("<p>Informativa</p>")}
	for _, style := range []struct {
		name string
		last bool
	}{{"before", false}, {"after", true}} {
		for _, place := range []int{1, 2, 3} {
			m := c.o.Dispatch().Consegna()
			m.DaticertLast = style.last
			m.Parts = func(parts []Part) []Part {
				return append(append(append([]Part{}, parts[:place]...), extra), parts[place:]...)
			}
			c.pass("own-part-"+style.name+"-"+strconv.Itoa(place), "A part of the provider's own at place "+strconv.Itoa(place+1)+".", m, quiet)
		}
		for _, subject := range [][2]string{{"phrase", "Tali dati non sono stati certificati per il seguente errore"}, {"title", "Anomalia nel messaggio"},
			{"quotes", `Relazione "anomalie": i dati "non sono stati certificati" dall'ufficio`}, {"other-script", "Аномалия – dati che non sono stati certificati – 異常"}} {
			d := c.o.Dispatch()
			d.Subject = subject[1]
			d.Original = d.NewOriginal()
			m := d.Consegna()
			m.DaticertLast = style.last
			c.pass("subject-"+subject[0]+"-"+style.name, "A genuine receipt whose subject speaks of anomalies.", m, checks{"evidence.form": "passed"})
		}
	}
	d := c.o.Dispatch()
	d.Subject, d.To = "Atti", Certificati("anomalie@pec.comune-prova.example")
	d.Original = d.NewOriginal()
	m := d.Consegna()
	m.DaticertLast = true
	m.Text = "-- Ricevuta di avvenuta consegna del messaggio indirizzato a " + m.Data.Consegna + " \"posta certificata\" --\n\n" + m.humanText()
	c.pass("recipient-of-anomalies", "A recipient whose address speaks of anomalies, in the title of the text.", m, quiet)
	d = c.o.Dispatch()
	d.Subject = "Diffida: i dati trasmessi con la precedente comunicazione non sono stati certificati dal gestore"
	d.Original = d.NewOriginal()
	m = d.PostaCertificata()
	m.Text = strings.Replace(m.humanText(), "comunicazione non sono stati certificati", "comunicazione non sono stati\ncertificati", 1)
	c.pass("subject-over-lines", "A text that breaks its lines in the middle of a subject which speaks of anomalies; daticert.xml stands before everything that the sender wrote.", m, checks{"evidence.consistency": "passed"})
	// The order is the provider's to choose, and the one seen is the other. Between the quotes of two lines may stand the provider's own
	// words: whose they are nobody can tell, so that it is not known rather than forged.
	m.DaticertLast = true
	c.add("subject-over-lines-last", "The same where daticert.xml stands behind the message: whether the words are the subject's or the provider's is not known.", m.Bytes(),
		Expectation{Indication: "INDETERMINATE", Subindication: contradictory, Kind: "anomalia", Checks: checks{"evidence.consistency": "failed"}})
	m = c.o.Dispatch().Consegna()
	m.DaticertLast = true
	m.Text = "Ricevuta di avvenuta consegna\n\nIl messaggio è arrivato.\n"
	c.pass("text-without-identifier", "A text that names no identifier, and says by its title what it is.", m, quiet)
	m = c.o.Dispatch().Consegna()
	m.Text = "Il messaggio è arrivato.\n"
	c.pass("text-unknown-before", "A text of a form that nobody knows, and daticert.xml before everything that the sender wrote.", m, quiet)
	closed := c.o.Dispatch().Consegna()
	closed.Inject(TextPart("Un seguito che nessuno vede.\n"))
	c.pass("behind-a-closed-message", "Something behind the last delimiter of the message itself: no mail program shows it.", closed, checks{"evidence.form": "passed", "content.complete": "absent"})
	d = c.o.Dispatch()
	d.Original = d.NewOriginal()
	cut := d.Consegna()
	cut.Inject(TextPart("Seguito del testo.\n"))
	c.pass("cut-short", "A message of text alone that its sender cut short: the recipient saw more.", cut, checks{"evidence.form": "passed", "content.complete": "warning"})
}
