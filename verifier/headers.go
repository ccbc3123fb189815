package verifier

import (
	"net/mail"
	"strings"
	"time"

	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/msgid"
	"pecverifier/verifier/internal/smime"
)

// The outer header of a PEC message is not under the signature (RFC 8551 §3.5.3). These checks compare it with the
// signed data and warn; none changes what is certified.

// clockTolerance is how far two times of one transaction may lie apart (one clock, RFC 6109 §4.1).
const clockTolerance = 2 * time.Minute

// compared are the fields that are held against the signed data, with the bound up to which that is done.
var compared = map[string]int{"From": maxOuterFrom, "Sender": maxOuterFrom, "Reply-To": maxOuterFrom, "To": maxOuterTo, "Cc": maxOuterTo,
	"Subject": maxOuter, "X-Ricevuta": maxOuter, "X-Trasporto": maxOuter, "Date": maxOuter, "X-Riferimento-Message-ID": maxOuter}

func (j *judgement) checkHeaders() {
	h := j.candidate.entity.OuterHeader()
	there := j.rem != nil && presentsAsREM(h)
	for name := range compared {
		there = there || h.Has(name)
	}
	if !there { // a bare body part, or an Outlook blob, has no header to compare
		for _, id := range []string{"headers.from", "headers.reply", "headers.to", "headers.subject", "headers.kind", "headers.date", "headers.reference"} {
			j.add(id, Skipped, "headers.none")
		}
		return
	}
	j.checkFrom(h)
	if j.content == nil { // no signed data: the From alone can be held against the certificate
		for _, id := range []string{"headers.reply", "headers.to", "headers.subject", "headers.kind", "headers.date", "headers.reference"} {
			j.add(id, Skipped, "headers.nothing")
		}
		return
	}
	j.checkReply(h)
	j.checkTo(h)
	j.checkSubject(h)
	if j.rem != nil {
		j.checkREMKind(h)
		j.checkDate(h)
		j.checkREMReference(h)
		return
	}
	j.checkKind(h)
	j.checkDate(h)
	j.checkReference(h)
}

// clear says whether each of the fields states one value, of a length that is compared. Where it does not, that is said.
func (j *judgement) clear(id string, h *smime.Header, names ...string) bool {
	long := false
	for _, name := range names {
		size := 0
		for _, v := range h.Values(name) {
			size += len(v)
		}
		if size > compared[name] {
			j.add(id, Warning, "headers.long", "header", name)
			long = true
		}
		if h.Conflicting(name) {
			j.add(id, Warning, "headers.twice", "header", name)
		}
	}
	return !long
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
	switch {
	case !j.clear(id, h, "Subject"):
	case len(prefixes) == 0:
		j.add(id, Skipped, "headers.nothing")
	case !h.Has("Subject"):
		j.add(id, Skipped, "headers.absent", "header", "Subject")
	default:
		outer, unread := smime.ReadWords(h.Get("Subject"))
		values := []string{"header", outer, "signed", signed}
		switch nearest := compareSubjects(outer, prefixes, signed); {
		case nearest == msgid.Same:
			j.add(id, Passed, "subject.agrees", values...)
		case unread != "":
			j.add(id, Warning, "subject.charset", "charset", unread)
		case nearest == msgid.CaseDiffers:
			j.add(id, Warning, "subject.case", values...)
		default:
			j.add(id, Warning, "subject.differs", values...)
		}
	}
}

// signedSubject is the subject that stands under the signature, "" where the sender wrote none, and what the provider
// may have put before it; no prefixes where nothing is to be compared.
func (j *judgement) signedSubject() (string, []string) {
	switch data := j.evidence.data; {
	case j.rem != nil:
		return j.rem.subject()
	case data != nil:
		return smime.DecodeWords(data.Subject), subjectPrefixes[data.Kind]
	case j.evidence.kind == KindAnomaly && j.evidence.message != nil:
		return j.evidence.original.Header.Text("Subject"), []string{anomalyPrefix}
	}
	return "", nil
}

const anomalyPrefix = "ANOMALIA MESSAGGIO:"

// compareSubjects takes the provider's words off in any case, and compares what the sender wrote as it stands. The message in
// an anomaly envelope may be PEC itself, with a prefix of its own that the envelope keeps or leaves out.
func compareSubjects(outer string, prefixes []string, signed string) msgid.Sameness {
	nearest := msgid.Different
	for _, prefix := range prefixes {
		rest, found := cutPrefixFold(foldSpace(outer), prefix)
		if !found {
			continue
		}
		nearest = max(nearest, compareTexts(rest, signed))
		if prefix == anomalyPrefix {
			nearest = max(nearest, compareTexts(rest, withoutPrefix(signed)))
		}
	}
	return nearest
}

// withoutPrefix is the subject of a PEC message without what its own provider put before it.
func withoutPrefix(subject string) string {
	for _, prefixes := range subjectPrefixes {
		for _, prefix := range prefixes {
			if rest, found := cutPrefixFold(foldSpace(subject), prefix); found {
				return rest
			}
		}
	}
	return subject
}

func (j *judgement) checkKind(h *smime.Header) {
	const id = "headers.kind"
	if !j.clear(id, h, "X-Ricevuta", "X-Trasporto") {
		return
	}
	receipt, envelope := strings.TrimSpace(h.Get("X-Ricevuta")), strings.TrimSpace(h.Get("X-Trasporto"))
	want := string(j.evidence.kind)
	switch {
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
	switch {
	case !j.clear(id, h, "Date"):
	case !h.Has("Date"):
		j.add(id, Skipped, "headers.absent", "header", "Date")
	case j.time.IsZero():
		j.add(id, Skipped, "headers.nothing")
	default:
		date, err := parseDate(h.Get("Date"))
		if err != nil || date.Sub(j.time).Abs() > clockTolerance {
			j.add(id, Warning, "date.differs", "header", h.Get("Date"), "signed", j.time.Format(time.RFC3339))
			return
		}
		j.add(id, Passed, "date.agrees", "header", h.Get("Date"), "signed", j.time.Format(time.RFC3339))
	}
}

// parseDate reads a date as net/mail does, which tries some forms before the one that all programs write.
func parseDate(s string) (time.Time, error) {
	if date, err := time.Parse("Mon, 2 Jan 2006 15:04:05 -0700", s); err == nil {
		return date, nil
	}
	return mail.ParseDate(s)
}

func (j *judgement) checkReference(h *smime.Header) {
	const id, name = "headers.reference", "X-Riferimento-Message-ID"
	data := j.evidence.data
	switch {
	case !j.clear(id, h, name):
	case data == nil || data.MessageID == "":
		j.add(id, Skipped, "headers.nothing")
	case !h.Has(name):
		j.add(id, Skipped, "headers.absent", "header", name)
	default:
		values := []string{"header", h.Get(name), "signed", data.MessageID}
		switch msgid.Of(daticert.MarkForbidden(h.Get(name))).Compare(msgid.Of(data.MessageID)) {
		case msgid.Same:
			j.add(id, Passed, "reference.agrees", values...)
		case msgid.CaseDiffers:
			j.add(id, Warning, "reference.case", values...)
		default:
			j.add(id, Warning, "reference.differs", values...)
		}
	}
}
