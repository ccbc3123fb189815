package daticert

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
