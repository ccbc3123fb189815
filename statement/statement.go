// Package statement is the form in which the program says something: by a word, which a page translates, with the values that belong
// in its sentence, and in English.
package statement

import "strings"

// Statement is one thing said. Times in Values are RFC 3339, dates YYYY-MM-DD; what a message or a certificate brought into them is
// bounded by who makes the statement.
type Statement struct {
	Detail string            `json:"detail"` // the sentence in English, filled
	Reason string            `json:"reason"` // names the sentence for translation
	Values map[string]string `json:"values,omitempty"`
}

// Of fills the sentence of a reason.
func Of(reason, sentence string, values map[string]string) Statement {
	return Statement{Fill(sentence, values), reason, values}
}

// Values are name and value in turn. Empty ones are left out; nil where there is none.
func Values(pairs ...string) map[string]string {
	var out map[string]string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			continue
		}
		if out == nil {
			out = make(map[string]string, len(pairs)/2)
		}
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

// Fill puts each value where its {name} stands; a value is not looked into. One that is not there leaves a dash, and at the end
// of a sentence nothing.
func Fill(sentence string, values map[string]string) string {
	if strings.IndexByte(sentence, '{') < 0 {
		return sentence
	}
	size := len(sentence)
	for _, v := range values {
		size += len(v)
	}
	var b strings.Builder
	b.Grow(size)
	for {
		before, rest, found := strings.Cut(sentence, "{")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		var name string
		name, sentence, _ = strings.Cut(rest, "}")
		switch v := values[name]; {
		case v != "":
			b.WriteString(v)
		case sentence == "":
			return strings.TrimRight(b.String(), " ")
		default:
			b.WriteString("–")
		}
	}
}

// Slots are the names of the values that a sentence asks for, in their order.
func Slots(sentence string) []string {
	var out []string
	for {
		_, rest, found := strings.Cut(sentence, "{")
		if !found {
			return out
		}
		var name string
		name, sentence, _ = strings.Cut(rest, "}")
		out = append(out, name)
	}
}
