package verifier

import (
	"math"
	"slices"
	"strings"
	"time"

	"pecverifier/verifier/internal/daticert"
	"pecverifier/verifier/internal/law"
)

// Answers are three of the four separate answers: one word for all would hide the others. The fourth, whether it agrees with other
// evidence, is not for one report to say (Match of a dossier). Partly: it holds, and a warning says what does not.
type Answers struct {
	Bytes    string `json:"bytes" one:"yes partly no open"`    // are they those that were signed
	Signer   string `json:"signer" one:"yes partly no open"`   // was it a listed provider then; never no for not being listed: a list may be incomplete
	Evidence string `json:"evidence" one:"yes partly no open"` // is what it states in good form, and without contradiction
}

// The answers.
const (
	AnswerYes    = "yes"
	AnswerPartly = "partly"
	AnswerNo     = "no"
	AnswerOpen   = "open"
)

// Meaning is what came of the message, by the word of a kind, and what the provider states of it.
type Meaning struct {
	Of      Meant  `json:"of"`
	States  Stated `json:"states"`  // "" = nothing: it failed
	Success bool   `json:"success"` // the message went its way; beside all else nobody may read in the word "authentic" that it arrived
}

// Meant is a kind; of the two notices of one kind the word says which it is (RFC 6109 §3.1.6).
type Meant string

// Stated is a kind; where a cause has a sentence of its own, the word says which it is.
type Stated string

// causes are the errors (RFC 6109 §4.4) of which a kind states something of its own.
var causes = map[Kind][]string{
	daticert.NonAccettazione: {daticert.Virus},
	daticert.ErroreConsegna:  {daticert.Virus, daticert.NoDest, daticert.NoDominio},
}

// notices are the hours after which a notice comes.
var notices = []string{"12h", "24h"}

// Meants are all words of Meant.
func Meants() (out []Meant) {
	for _, k := range kinds {
		if k != KindNone {
			out = append(out, Meant(k))
		}
	}
	for _, hours := range notices {
		out = append(out, Meant(daticert.PreavvisoErroreConsegna+"-"+hours))
	}
	return out
}

// Stateds are all words of Stated.
func Stateds() (out []Stated) {
	for _, k := range kinds {
		if k == KindNone {
			continue
		}
		out = append(out, Stated(k))
		for _, cause := range causes[k] {
			out = append(out, Stated(string(k)+"-"+cause))
		}
	}
	return out
}

// successes are the kinds by which the message went its way.
var successes = []Kind{daticert.Accettazione, daticert.PresaInCarico, daticert.AvvenutaConsegna, daticert.PostaCertificata, KindDispatch,
	"SubmissionAcceptance", "RelayAcceptance", "ContentConsignment"}

// Law is what Italian law makes of the certified time. It is a hint, and whoever shows it says so.
type Law struct {
	LogUntil string `json:"logUntil"` // the last day on which the provider must have its log of it (DPR 68/2005 art. 11), in Rome
	LogOver  bool   `json:"logOver"`  // at the moment of the verification that day had passed
	// CountsFrom is the day from whose 07:00 a delivery counts for the recipient, where it fell between 21:00 and 07:00 in Rome (art. 147
	// c.p.c., in force like this since 1 January 2023); absent at any other hour, before that day, and of what is no authentic delivery receipt.
	CountsFrom string `json:"countsFrom,omitempty"`
}

// conclude says what follows from all that the report says.
func (r *Report) conclude(now time.Time) {
	if r.Error != "" {
		return
	}
	r.Answers, r.Meaning, r.Law = r.answers(), r.meaning(), nil
	if r.Certified == nil {
		return
	}
	at, err := time.Parse(time.RFC3339, r.Certified.Time)
	if err != nil {
		return
	}
	if s := r.Signature; s != nil {
		if signing, err := time.Parse(time.RFC3339, s.SigningTime); err == nil && signing.Sub(at).Abs() > clockTolerance {
			s.Later = int(math.Floor(signing.Sub(at).Minutes() + 0.5))
		}
	}
	if r.System != SystemPEC || r.Indication == TotalFailed {
		return
	}
	until := law.LogUntil(at)
	r.Law = &Law{LogUntil: until, LogOver: law.Past(until, now)}
	if r.Indication == TotalPassed && r.Kind == daticert.AvvenutaConsegna {
		if from, moved := law.Effective(at); moved && !law.Earlier(at) {
			r.Law.CountsFrom = from.Format(time.DateOnly)
		}
	}
}

func (r *Report) meaning() *Meaning {
	if r.Kind == KindNone {
		return nil
	}
	kind := r.Kind
	if !kind.Known() { // an event of a later edition
		kind = KindUnknown
	}
	m := &Meaning{Of: Meant(kind), States: Stated(kind), Success: slices.Contains(successes, kind)}
	if c := r.Certified; c != nil {
		if kind == daticert.PreavvisoErroreConsegna && slices.Contains(notices, c.Notice) {
			m.Of += Meant("-" + c.Notice)
		}
		if slices.Contains(causes[kind], c.Error) {
			m.States += Stated("-" + c.Error)
		}
	}
	if r.Indication == TotalFailed {
		m.States = ""
	}
	return m
}

// answers: nothing can be said of who signed bytes that are not intact, nor of what they state.
func (r *Report) answers() Answers {
	// Without a readable signature, or without its certificate, the bytes may well be intact.
	altered := AnswerOpen
	if r.Indication == TotalFailed && r.Subindication != FormatFailure {
		altered = AnswerNo
	}
	a := Answers{AnswerOpen, AnswerOpen, AnswerOpen}
	if a.Bytes = r.combine(altered, nil, "signature.present", "signature.digest", "signature.value"); a.Bytes != AnswerYes {
		return a
	}
	a.Signer = r.combine(AnswerOpen, []string{"trust.revocation"}, "signer.certificate", "trust.provider", "trust.validity")
	a.Evidence = r.combine(AnswerNo, []string{"evidence.signature", "evidence.content", "evidence.timestamp"}, "evidence.form", "evidence.consistency")
	if a.Evidence == AnswerYes && slices.ContainsFunc(r.Checks, func(c Check) bool { return strings.HasPrefix(c.ID, "evidence.") && c.Status == Warning }) {
		a.Evidence = AnswerPartly // never a plain yes beside a warning about the signed data
	}
	return a
}

// combine: of what is asked every check must have passed, of the rest none may have failed.
func (r *Report) combine(onFailure string, rest []string, asked ...string) string {
	failed := func(id string) bool { return r.status(id) == Failed }
	switch {
	case slices.ContainsFunc(rest, failed):
		return AnswerNo
	case slices.ContainsFunc(asked, failed):
		return onFailure
	case slices.ContainsFunc(asked, func(id string) bool { s := r.status(id); return s != Passed && s != Warning }):
		return AnswerOpen
	}
	return AnswerYes
}

func (r *Report) status(id string) Status {
	for _, c := range r.Checks {
		if c.ID == id {
			return c.Status
		}
	}
	return ""
}
