package daticert

import "strings"

// Missing names what the kind needs and the data do not have (RFC 6109 §4.4, comments of the DTD): ricevuta, consegna,
// ricezione; an empty consegna or ricezione is as good as none. It ends with errore where a kind that tells of a
// success states one. Nil means that the data agree with their kind.
func (d *Data) Missing() []string {
	var missing []string
	need := func(name string, there bool) {
		if !there {
			missing = append(missing, name)
		}
	}
	switch d.Kind {
	case PostaCertificata:
		need("ricevuta", d.ReceiptType != "")
	case AvvenutaConsegna:
		need("ricevuta", d.ReceiptType != "")
		need("consegna", d.DeliveredTo != "")
	case ErroreConsegna, PreavvisoErroreConsegna, RilevazioneVirus:
		need("consegna", d.DeliveredTo != "")
	case PresaInCarico:
		need("ricezione", len(d.ReceivedFor) > 0)
	}
	switch d.Kind {
	case Accettazione, AvvenutaConsegna, PostaCertificata, PresaInCarico:
		need("errore", d.Error == Nessuno)
	}
	return missing
}

// Notice tells the two notices of kind preavviso-errore-consegna apart (RFC 6109 §3.1.6).
type Notice string

// After 12 hours delivery is still possible; after 24 it has failed. The rules give both the same tipo, so often
// nothing but the human text tells them apart.
const (
	NoNotice      Notice = ""        // another kind
	Notice12h     Notice = "12h"     // not yet delivered
	Notice24h     Notice = "24h"     // not delivered in time: closed as failed
	NoticeUnknown Notice = "unknown" // the data do not say
)

// Notice says which notice this is, as far as errore-esteso does: 5.4.1 is what providers write in the second one,
// and some write the hours.
func (d *Data) Notice() Notice {
	if d.Kind != PreavvisoErroreConsegna {
		return NoNotice
	}
	after, final := strings.CutPrefix(d.ErrorDetail, "5.4.1")
	if after != "" && (after[0] == '.' || '0' <= after[0] && after[0] <= '9') {
		final = false // another code
	}
	detail := strings.ToLower(d.ErrorDetail)
	first := strings.Contains(detail, "12 ore") // the first notice may speak of 24 hours too
	second := strings.Contains(detail, "24 ore")
	switch {
	case final && first:
		return NoticeUnknown
	case final, second && !first:
		return Notice24h
	case first:
		return Notice12h
	}
	return NoticeUnknown
}
