package verifier

import (
	"strings"

	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/smime"
)

// Who the unsigned header says that a message is from, to whom, and where an answer goes. Mail programs show the names beside
// the addresses, often in their place, so that they are compared too.

// stated are the people that the signed data name, as far as headers name people too.
type stated struct {
	sender, replyTo string
	recipients      []string // nil where the header need not name them
	envelope        bool     // it carries the message to the recipients, on behalf of the sender
	toSender        bool     // it is a notice to the sender
}

// stated is nil where there are no signed data.
func (j *judgement) stated() *stated {
	if j.rem != nil {
		return j.rem.stated()
	}
	d := j.evidence.data
	if d == nil {
		return nil
	}
	s := &stated{sender: d.Sender, replyTo: d.ReplyTo, envelope: d.Kind == daticert.PostaCertificata, toSender: toSender[d.Kind]}
	for _, r := range d.Recipients {
		s.recipients = append(s.recipients, r.Address)
	}
	return s
}

func (j *judgement) checkFrom(h *smime.Header) {
	const id = "headers.from"
	if !j.clear(id, h, "From", "Sender") {
		return
	}
	from, certificate := j.options.parties.addresses(h, "From"), j.signerAddresses()
	switch {
	case len(from) == 0:
		j.add(id, Warning, "from.missing")
	case len(from) > 1:
		j.add(id, Warning, "from.several", "header", h.Text("From"))
	case len(certificate) == 0:
		j.add(id, Skipped, "from.noaddress")
	case !containsAddress(certificate, from[0]):
		j.add(id, Warning, "from.differs", "header", from[0], "signed", strings.Join(certificate, ", "))
	}
	if h.Has("Sender") && len(missing(j.options.parties.addresses(h, "Sender"), from)) > 0 {
		j.add(id, Warning, "from.sender", "header", h.Text("Sender"), "signed", strings.Join(from, ", "))
	}
	if s := j.stated(); s != nil {
		for _, m := range j.options.parties.of(h, "From") {
			if !j.mayBeNamed(s, m.name) {
				j.add(id, Warning, "from.behalf", "header", h.Text("From"), "signed", s.sender)
				break
			}
		}
	}
	if !j.said(id) {
		j.add(id, Passed, "from.agrees", "header", strings.Join(from, ", "), "signed", strings.Join(certificate, ", "))
	}
}

// onBehalf are the words before the user's address in the From of an envelope (RFC 6109 §3.1.5), in Italian, which alone was
// met, and as the RFC prints them.
var onBehalf = []string{"per conto di", "on behalf of"}

// mayBeNamed says whether a name may stand in From. In that of an envelope nothing may but `Per conto di: user@domain` with the
// certified sender. A receipt speaks for nobody: any name that is neither an address nor says on whose behalf it is.
func (j *judgement) mayBeNamed(s *stated, name string) bool {
	if s.envelope {
		name = foldName(name)
		for _, phrase := range onBehalf {
			if user, found := strings.CutPrefix(name, phrase); found {
				user = strings.Trim(user, ` :"'<>`)
				return user == foldName(s.sender) || containsAddress(addressList(s.sender), user)
			}
		}
		return name == ""
	}
	name = foldName(strings.Map(func(r rune) rune {
		if hidden(r) {
			return -1
		}
		return r
	}, name))
	for _, phrase := range onBehalf {
		if _, user, found := strings.Cut(name, phrase); found && !containsAddress(j.signerAddresses(), strings.Trim(user, ` :"'`)) {
			return false
		}
	}
	for _, word := range strings.Fields(name) {
		if strings.Contains(word, "@") && !containsAddress(j.signerAddresses(), strings.Trim(word, `.,;:()"'`)) {
			return false
		}
	}
	return true
}

// checkReply: an answer goes to risposte, which is the sender where nothing else was asked for (RFC 6109 §2.1).
func (j *judgement) checkReply(h *smime.Header) {
	const id = "headers.reply"
	s := j.stated()
	switch {
	case !j.clear(id, h, "Reply-To"):
		return
	case strings.TrimSpace(h.Get("Reply-To")) == "":
		j.add(id, Skipped, "headers.absent", "header", "Reply-To")
		return
	case s == nil:
		j.add(id, Skipped, "headers.nothing")
		return
	}
	header, signed := j.options.parties.addresses(h, "Reply-To"), addressList(s.replyTo)
	if len(signed) == 0 {
		signed = addressList(s.sender)
	}
	values := []string{"header", h.Text("Reply-To"), "signed", strings.Join(signed, ", ")}
	var agrees bool
	if s.envelope {
		agrees = len(missing(header, signed)) == 0 && len(missing(signed, header)) == 0
	} else { // a receipt has no reason to state any; its own address does no harm
		agrees = len(header) > 0 && len(missing(header, signed, addressList(s.sender), j.signerAddresses())) == 0
	}
	if agrees {
		j.add(id, Passed, "reply.agrees", values...)
	} else {
		j.add(id, Warning, "reply.differs", values...)
	}
}

// toSender are the notices that go to the sender (RULES.md §1.2); the others go from provider to provider.
var toSender = map[string]bool{daticert.Accettazione: true, daticert.NonAccettazione: true, daticert.AvvenutaConsegna: true,
	daticert.ErroreConsegna: true, daticert.PreavvisoErroreConsegna: true}

// checkTo: an envelope inherits To and Cc of its message, and whoever they name is a certified recipient (RFC 6109 §2.1.1.2).
func (j *judgement) checkTo(h *smime.Header) {
	const id = "headers.to"
	if !j.clear(id, h, "To", "Cc") {
		return
	}
	s := j.stated()
	header := append(j.options.parties.addresses(h, "To"), j.options.parties.addresses(h, "Cc")...)
	switch {
	case len(header) == 0:
		j.add(id, Skipped, "headers.absent", "header", "To")
	case s != nil && s.envelope && s.recipients != nil:
		var certified, inside []string
		for _, r := range s.recipients {
			certified = append(certified, addressList(r)...)
		}
		if m := j.evidence.original; m != nil {
			inside = append(j.options.parties.addresses(&m.Header, "To"), j.options.parties.addresses(&m.Header, "Cc")...)
		}
		if strange := missing(header, certified, inside); len(strange) > 0 {
			j.add(id, Warning, "to.differs", "header", strings.Join(strange, ", "), "signed", strings.Join(certified, ", "))
		} else if more := missing(header, certified); len(more) > 0 {
			j.add(id, Warning, "to.uncertified", "header", strings.Join(more, ", "), "signed", strings.Join(certified, ", "))
		}
	case s != nil && s.toSender:
		if strange := missing(header, addressList(s.sender)); len(strange) > 0 {
			j.add(id, Warning, "to.sender", "header", strings.Join(strange, ", "), "signed", s.sender)
		}
	default:
		j.add(id, Skipped, "headers.nothing")
	}
	if !j.said(id) && len(header) > 0 && s != nil && (s.toSender || s.recipients != nil) {
		j.add(id, Passed, "to.agrees", "header", strings.Join(header, ", "))
	}
}
