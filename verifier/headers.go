package verifier

import (
	"net/mail"
	"strings"
	"time"

	"pecverifier/verifier/daticert"
	"pecverifier/verifier/smime"
)

// The outer header of a PEC message is not under the signature (RFC 8551 §3.5.3). These checks compare it with the
// signed data and warn; none changes what is certified.

// clockTolerance is how far two times of one transaction may lie apart (one clock, RFC 6109 §4.1).
const clockTolerance = 2 * time.Minute

func (j *judgement) checkHeaders() {
	h := j.candidate.entity.OuterHeader()
	if h.Len() <= 2 && !h.Has("From") && !h.Has("Subject") { // a bare body part, or an Outlook blob, has no header to compare
		for _, id := range []string{"headers.from", "headers.subject", "headers.kind", "headers.date", "headers.reference"} {
			j.add(id, Skipped, "headers.none")
		}
		return
	}
	j.checkFrom(h)
	j.checkSubject(h)
	j.checkKind(h)
	j.checkDate(h)
	j.checkReference(h)
}

func (j *judgement) checkFrom(h *smime.Header) {
	const id = "headers.from"
	from := addresses(h.Get("From"))
	certificate := j.signerAddresses()
	switch {
	case h.Conflicting("From"):
		j.add(id, Warning, "headers.twice", "header", "From")
	case len(from) == 0:
		j.add(id, Warning, "from.missing")
	case len(from) > 1:
		j.add(id, Warning, "from.several", "header", h.Text("From"))
	case len(certificate) == 0:
		j.add(id, Skipped, "from.noaddress")
	case !containsFold(certificate, from[0]):
		j.add(id, Warning, "from.differs", "header", from[0], "signed", strings.Join(certificate, ", "))
	case h.Has("Sender") && !containsFold(addresses(h.Get("Sender")), from[0]):
		j.add(id, Warning, "from.sender", "header", h.Text("Sender"), "signed", from[0])
	case j.behalfDiffers(h):
		j.add(id, Warning, "from.behalf", "header", h.Text("From"), "signed", j.evidence.data.Sender)
	default:
		j.add(id, Passed, "from.agrees", "header", from[0], "signed", strings.Join(certificate, ", "))
	}
}

// behalfDiffers reads the display name `Per conto di: user@domain` of an envelope (RFC 6109 §3.1.5), which is plain text:
// whoever it names must be the certified sender, and nothing may stand before it.
func (j *judgement) behalfDiffers(h *smime.Header) bool {
	if j.evidence.data == nil {
		return false
	}
	name := h.Text("From")
	if i := strings.LastIndexByte(name, '<'); i >= 0 { // one in the name itself does not end it
		_, after, _ := strings.Cut(name[i:], ">") // a comment after the address is shown too
		name = name[:i] + strings.TrimRight(after, " ,")
	}
	name = strings.ToLower(strings.Trim(name, ` "'`))
	for _, phrase := range []string{"per conto di", "on behalf of"} {
		if before, behalf, found := strings.Cut(name, phrase); found {
			return before != "" || !strings.EqualFold(strings.Trim(behalf, ": \"'"), j.evidence.data.Sender)
		}
	}
	return strings.Contains(h.Text("From"), "<") && strings.Contains(name, "@") &&
		!strings.EqualFold(name, j.evidence.data.Sender) && !containsFold(j.signerAddresses(), name)
}

// subjectPrefixes are what the provider puts before the subject (RULES.md §1.2, from RFC 6109 §3).
var subjectPrefixes = map[string][]string{
	daticert.Accettazione:            {"ACCETTAZIONE:"},
	daticert.NonAccettazione:         {"AVVISO DI NON ACCETTAZIONE:", "AVVISO DI NON ACCETTAZIONE PER VIRUS:"},
	daticert.PostaCertificata:        {"POSTA CERTIFICATA:"},
	daticert.PresaInCarico:           {"PRESA IN CARICO:"},
	daticert.AvvenutaConsegna:        {"CONSEGNA:"},
	daticert.ErroreConsegna:          {"AVVISO DI MANCATA CONSEGNA:", "AVVISO DI MANCATA CONSEGNA PER VIRUS:"},
	daticert.PreavvisoErroreConsegna: {"AVVISO DI MANCATA CONSEGNA PER SUP. TEMPO MASSIMO:"},
	daticert.RilevazioneVirus:        {"PROBLEMA DI SICUREZZA:"},
}

func (j *judgement) checkSubject(h *smime.Header) {
	const id = "headers.subject"
	signed, prefixes := j.signedSubject()
	outer := h.Text("Subject")
	switch {
	case h.Conflicting("Subject"):
		j.add(id, Warning, "headers.twice", "header", "Subject")
	case len(prefixes) == 0:
		j.add(id, Skipped, "headers.nothing")
	case !h.Has("Subject"):
		j.add(id, Skipped, "headers.absent", "header", "Subject")
	default:
		for _, prefix := range prefixes {
			if foldSpace(outer) == foldSpace(prefix+" "+signed) {
				j.add(id, Passed, "subject.agrees", "header", outer, "signed", signed)
				return
			}
		}
		j.add(id, Warning, "subject.differs", "header", outer, "signed", signed)
	}
}

// signedSubject is the subject that stands under the signature, "" where the sender wrote none, and what the provider
// may have put before it; no prefixes where nothing is to be compared.
func (j *judgement) signedSubject() (string, []string) {
	switch data := j.evidence.data; {
	case data != nil:
		return smime.DecodeWords(data.Subject), subjectPrefixes[data.Kind]
	case j.evidence.kind == KindAnomaly && j.evidence.message != nil:
		return j.evidence.message.Subject, []string{"ANOMALIA MESSAGGIO:"}
	}
	return "", nil
}

func (j *judgement) checkKind(h *smime.Header) {
	const id = "headers.kind"
	receipt, envelope := strings.TrimSpace(h.Get("X-Ricevuta")), strings.TrimSpace(h.Get("X-Trasporto"))
	want := string(j.evidence.kind)
	switch {
	case h.Conflicting("X-Ricevuta"):
		j.add(id, Warning, "headers.twice", "header", "X-Ricevuta")
	case h.Conflicting("X-Trasporto"):
		j.add(id, Warning, "headers.twice", "header", "X-Trasporto")
	case receipt == "" && envelope == "":
		j.add(id, Skipped, "headers.absent", "header", "X-Ricevuta / X-Trasporto")
	case receipt != "" && envelope != "":
		j.add(id, Warning, "kind.differs", "header", receipt+" / "+envelope, "signed", want)
	case envelope != "" && strings.EqualFold(envelope, "errore") && j.evidence.kind == KindAnomaly,
		envelope != "" && strings.EqualFold(envelope, want) && want == daticert.PostaCertificata,
		receipt != "" && strings.EqualFold(receipt, want) && want != daticert.PostaCertificata:
		j.add(id, Passed, "kind.agrees", "header", receipt+envelope, "signed", want)
	default:
		j.add(id, Warning, "kind.differs", "header", receipt+envelope, "signed", want)
	}
}

func (j *judgement) checkDate(h *smime.Header) {
	const id = "headers.date"
	date, err := mail.ParseDate(h.Get("Date"))
	switch {
	case h.Conflicting("Date"):
		j.add(id, Warning, "headers.twice", "header", "Date")
	case !h.Has("Date"):
		j.add(id, Skipped, "headers.absent", "header", "Date")
	case j.time.IsZero():
		j.add(id, Skipped, "headers.nothing")
	case err != nil, date.Sub(j.time).Abs() > clockTolerance:
		j.add(id, Warning, "date.differs", "header", h.Get("Date"), "signed", j.time.Format(time.RFC3339))
	default:
		j.add(id, Passed, "date.agrees", "header", h.Get("Date"), "signed", j.time.Format(time.RFC3339))
	}
}

func (j *judgement) checkReference(h *smime.Header) {
	const id, name = "headers.reference", "X-Riferimento-Message-ID"
	data := j.evidence.data
	switch {
	case h.Conflicting(name):
		j.add(id, Warning, "headers.twice", "header", name)
	case data == nil || data.MessageID == "":
		j.add(id, Skipped, "headers.nothing")
	case !h.Has(name):
		j.add(id, Skipped, "headers.absent", "header", name)
	case !sameID(h.Get(name), data.MessageID):
		j.add(id, Warning, "reference.differs", "header", h.Get(name), "signed", data.MessageID)
	default:
		j.add(id, Passed, "reference.agrees", "header", h.Get(name), "signed", data.MessageID)
	}
}

// addresses gives the addr-specs of a From or Sender, as far as they can be told; what cannot be parsed yields every
// word with an @ that stands in angle brackets or alone, so that a trick shows up as several addresses.
func addresses(value string) []string {
	value = value[:min(len(value), maxAddresses)]
	if list, err := mail.ParseAddressList(value); err == nil {
		var out []string
		for _, a := range list {
			out = append(out, a.Address)
		}
		return out
	}
	var out []string
	for _, field := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(" \t,;<>\"()", r) }) {
		if strings.Contains(field, "@") {
			out = append(out, field)
		}
	}
	return out
}

// sameID compares two message identifiers without white space and one pair of angle brackets.
func sameID(a, b string) bool { return bareID(a) == bareID(b) }

func bareID(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}

// foldSpace makes two subjects comparable that were folded at different places, or printed with doubled blanks.
func foldSpace(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func containsFold(list []string, s string) bool {
	for _, v := range list {
		if strings.EqualFold(v, s) {
			return true
		}
	}
	return false
}
