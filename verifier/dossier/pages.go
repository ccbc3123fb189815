package dossier

import (
	"bytes"
	"encoding/json"
)

// States are all states of a recipient, in the order in which Pages counts them.
var States = []State{Proved, Contradicted, Failed, Open, NotProvable, Missing}

// Pages is a Dossier for a reader who looks at little of it: nothing has to be read but what is shown.
type Pages struct {
	// Texts is the JSON of the transmissions, one after the other, with a comma and a line end in between.
	Texts []byte
	// Index has PageWidth numbers for each transmission: where its text starts and ends, its flags, and how many recipients it
	// has in each of States.
	Index []uint32
	// Places is the JSON of an object: where each piece is, by the SHA-256 of its file, a blank and its part, as the numbers of
	// its transmission and of its evidence.
	Places []byte
	// Rest is the JSON of the dossier with no transmissions in it.
	Rest []byte
}

// PageWidth is how many numbers of an Index belong to one transmission.
func PageWidth() int { return pageCounts + len(States) }

// Flags in an Index.
const (
	PageProved       = 1 << iota
	PageComplete     // Transmission.Complete
	PageContradicted // evidence contradicts evidence
	PageUnlike       // a sent mail contradicts it
	PageDoubted      // there is a doubt about it
	PageUnaccepted   // the acceptance is not there
)

const (
	pageStart = iota
	pageEnd
	pageFlags
	pageCounts
)

// Pages writes the dossier down.
func (d Dossier) Pages() (Pages, error) {
	var texts, places bytes.Buffer
	texts.Grow(len(d.Files) * 1200) // what a piece comes to
	places.Grow(len(d.Files) * 100)
	p := Pages{Index: make([]uint32, 0, len(d.Transmissions)*PageWidth())}
	write := json.NewEncoder(&texts)
	for n := range d.Transmissions {
		t := &d.Transmissions[n]
		if n > 0 {
			texts.WriteString(",\n")
		}
		start := texts.Len()
		if err := write.Encode(t); err != nil {
			return Pages{}, err
		}
		texts.Truncate(texts.Len() - 1) // the encoder ends with a line
		p.Index = append(p.Index, t.page(start, texts.Len())...)
		for i := range t.Evidence {
			if err := writePlaces(&places, &t.Evidence[i], n, i); err != nil {
				return Pages{}, err
			}
		}
	}
	if places.Len() == 0 {
		places.WriteByte('{')
	}
	places.WriteByte('}')
	d.Transmissions = []Transmission{}
	rest, err := json.Marshal(d)
	p.Texts, p.Places, p.Rest = texts.Bytes(), places.Bytes(), rest
	return p, err
}

// page gives the line of an Index.
func (t *Transmission) page(start, end int) []uint32 {
	line := make([]uint32, PageWidth())
	line[pageStart], line[pageEnd] = uint32(start), uint32(end)
	flag := func(is bool, bit uint32) {
		if is {
			line[pageFlags] |= bit
		}
	}
	flag(t.Proved, PageProved)
	flag(t.Complete, PageComplete)
	flag(len(t.Doubts) > 0, PageDoubted)
	flag(t.Acceptance.State != Accepted, PageUnaccepted)
	for _, c := range t.Contradictions {
		flag(!c.Uncertified, PageContradicted)
		flag(c.Uncertified, PageUnlike)
	}
	for _, r := range t.Recipients {
		for i, s := range States {
			if r.State == s {
				line[pageCounts+i]++
			}
		}
	}
	return line
}

func writePlaces(places *bytes.Buffer, e *Evidence, transmission, evidence int) error {
	where, err := json.Marshal([2]int{transmission, evidence})
	if err != nil {
		return err
	}
	write := func(s Source) {
		key, _ := json.Marshal(s.File.SHA256 + " " + s.Part) // of a string there is no error
		separator := byte(',')
		if places.Len() == 0 {
			separator = '{'
		}
		places.WriteByte(separator)
		places.Write(key)
		places.WriteByte(':')
		places.Write(where)
	}
	write(e.Source)
	for _, c := range e.Copies {
		write(c)
	}
	return nil
}
