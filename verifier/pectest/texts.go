package pectest

import (
	"html"
	"strings"
)

// kindText is what differs between the kinds outside daticert.xml (RFC 6109 §3).
type kindText struct {
	field, value string // X-Ricevuta or X-Trasporto
	prefix       string // of the Subject
	title        string // heading of the human text
	virus        bool   // X-VerificaSicurezza: errore
}

var kindTexts = map[string]kindText{
	"accettazione":              {"X-Ricevuta", "accettazione", "ACCETTAZIONE: ", "Ricevuta di accettazione", false},
	"non-accettazione":          {"X-Ricevuta", "non-accettazione", "AVVISO DI NON ACCETTAZIONE: ", "Avviso di non accettazione", false},
	"non-accettazione/virus":    {"X-Ricevuta", "non-accettazione", "AVVISO DI NON ACCETTAZIONE PER VIRUS: ", "Avviso di non accettazione per virus informatico", true},
	"presa-in-carico":           {"X-Ricevuta", "presa-in-carico", "PRESA IN CARICO: ", "Ricevuta di presa in carico", false},
	"avvenuta-consegna":         {"X-Ricevuta", "avvenuta-consegna", "CONSEGNA: ", "Ricevuta di avvenuta consegna", false},
	"posta-certificata":         {"X-Trasporto", "posta-certificata", "POSTA CERTIFICATA: ", "Messaggio di posta certificata", false},
	"errore-consegna":           {"X-Ricevuta", "errore-consegna", "AVVISO DI MANCATA CONSEGNA: ", "Avviso di mancata consegna", false},
	"errore-consegna/virus":     {"X-Ricevuta", "errore-consegna", "AVVISO DI MANCATA CONSEGNA PER VIRUS: ", "Avviso di mancata consegna per virus informatico", true},
	"preavviso-errore-consegna": {"X-Ricevuta", "preavviso-errore-consegna", "AVVISO DI MANCATA CONSEGNA PER SUP. TEMPO MASSIMO: ", "Avviso di mancata consegna per superamento dei tempi massimi previsti", false},
	"rilevazione-virus":         {"X-Ricevuta", "rilevazione-virus", "PROBLEMA DI SICUREZZA: ", "Avviso di rilevazione di virus informatico", false},
	"anomalia":                  {"X-Trasporto", "errore", "ANOMALIA MESSAGGIO: ", "Anomalia nel messaggio", false},
}

func (m *Message) kind() kindText {
	if m.Data != nil && m.Data.Errore == "virus" {
		if k, ok := kindTexts[m.Kind+"/virus"]; ok {
			return k
		}
	}
	return kindTexts[m.Kind]
}

// humanText is the Italian text for people; programs must not read it (RFC 6109 §3.1.2 and following).
func (m *Message) humanText() string {
	d := m.Dispatch
	when := "Il giorno " + m.Time.Format("02/01/2006") + " alle ore " + m.Time.Format("15:04:05 (-0700)")
	subject := "\"" + d.Subject + "\""
	if m.Kind == "anomalia" {
		return "Anomalia nel messaggio\n\n" + when + " è stato ricevuto il messaggio\n" + subject + " proveniente da \"" + d.Sender + "\"\ned indirizzato a:\n" +
			strings.Join(d.addresses(), "\n") + "\nTali dati non sono stati certificati per il seguente errore:\n" + m.Reason +
			"\nIl messaggio originale è incluso in allegato.\n"
	}
	head := when + " il messaggio con Oggetto\n" + subject + " inviato da \"" + d.Sender + "\"\n"
	id := "Identificativo del messaggio: " + d.Identifier + "\n"
	var body string
	switch m.Kind {
	case "accettazione":
		var to []string
		for _, r := range m.Data.Destinatari {
			kind := "posta certificata"
			if r.Tipo == "esterno" {
				kind = "posta ordinaria"
			}
			to = append(to, r.Address+" (\""+kind+"\")")
		}
		body = head + "ed indirizzato a:\n" + strings.Join(to, "\n") + "\nè stato accettato dal sistema ed inoltrato.\n" + id
	case "non-accettazione":
		body = when + " nel messaggio con Oggetto\n" + subject + " inviato da \"" + d.Sender + "\"\ned indirizzato a:\n" + strings.Join(d.addresses(), "\n") +
			"\nè stato rilevato un problema che ne impedisce l'accettazione:\n" + m.Data.ErroreEsteso + "\nIl messaggio non è stato accettato.\n" + id
	case "presa-in-carico":
		body = head + "ed indirizzato a:\n" + strings.Join(m.Data.Ricezione, "\n") + "\nè stato accettato dal sistema.\n" + id
	case "avvenuta-consegna":
		body = head + "ed indirizzato a \"" + m.Data.Consegna + "\"\nè stato correttamente consegnato al destinatario.\n" + id
	case "posta-certificata":
		body = when + " il messaggio con Oggetto\n" + subject + " è stato inviato dal mittente \"" + d.Sender + "\"\ne indirizzato a:\n" +
			strings.Join(d.addresses(), "\n") + "\nIl messaggio originale è incluso in allegato.\n" + id
	case "preavviso-errore-consegna":
		body = head + "e destinato all'utente \"" + m.Data.Consegna + "\"\n" + m.Reason + "\n" + id
	default:
		body = when + " nel messaggio con Oggetto\n" + subject + " inviato da \"" + d.Sender + "\"\ne destinato all'utente\n\"" + m.Data.Consegna +
			"\"\nè stato rilevato il seguente errore:\n" + m.Data.ErroreEsteso + "\nIl messaggio è stato rifiutato dal sistema.\n" + id
	}
	return "-- " + m.kind().title + " --\n\n" + body + "L'allegato daticert.xml contiene informazioni di servizio sulla trasmissione\n"
}

// humanHTML says the same as the text, with no reference and no active content (RFC 6109 §4.3.1).
func humanHTML(title, text string) string {
	body := strings.ReplaceAll(html.EscapeString(strings.TrimSpace(text)), "\n", "<br>\n")
	return "<html>\n<head><title>" + title + "</title></head>\n<body>\n<h3>" + title + "</h3>\n<hr><br>\n" + body + "<br>\n</body>\n</html>\n"
}
