package qualified

import (
	"slices"
	"strings"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/xmltree"
)

// Qualifier says what holds for the certificates that fit its criteria, whatever they state of themselves (TS 119 612 §5.5.9.2).
type Qualifier struct {
	Says     []string `json:"says"` // QCWithQSCD, QCForESig, NotQualified, …
	Criteria Criteria `json:"criteria"`
}

// Criteria are a list of conditions on a certificate.
type Criteria struct {
	Assert   string            `json:"assert"` // all, atLeastOne, none
	Policies [][]string        `json:"policies,omitempty"`
	Usage    []map[string]bool `json:"usage,omitempty"`
	Lists    []Criteria        `json:"lists,omitempty"`
	Unread   int               `json:"unread,omitempty"` // criteria of a kind that is not read here
}

// answer to a criterion.
type answer int8

const (
	no answer = iota
	yes
	unknown
)

const qualifierPrefix = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"

func (r *reader) qualifications(p *Period, n *xmltree.Node) {
	for _, element := range n.Elements() {
		if !element.Is(spaceQualifiers, "QualificationElement") {
			continue
		}
		q := Qualifier{}
		budget := maxCriteria
		for _, e := range element.Elements() {
			switch {
			case e.Is(spaceQualifiers, "Qualifiers"):
				for _, one := range e.Elements() {
					uri, _ := one.Attr("uri")
					q.Says = append(q.Says, short(uri))
				}
			case e.Is(spaceQualifiers, "CriteriaList"):
				q.Criteria = readCriteria(e, maxCriteriaDeep, &budget)
			}
		}
		if len(p.Qualifiers) == maxCriteria || len(q.Says) > maxCriteria || budget < 0 {
			r.fail("too many criteria")
			return
		}
		p.Qualifiers = append(p.Qualifiers, q)
	}
}

// short takes the prefix off, which was written in two ways.
func short(uri string) string {
	uri = strings.TrimPrefix(uri, qualifierPrefix)
	return strings.TrimPrefix(uri, "http://uri.etsi.org/TrstSvc/eSigDir-1999-93-EC-TrustedList/SvcInfoExt/")
}

func readCriteria(n *xmltree.Node, depth int, budget *int) Criteria {
	c := Criteria{}
	c.Assert, _ = n.Attr("assert")
	for _, e := range n.Elements() {
		if *budget--; *budget < 0 {
			return c
		}
		switch {
		case e.Is(spaceQualifiers, "PolicySet"):
			var set []string
			for _, p := range e.Elements() {
				*budget--
				if id := p.Elements(); len(id) > 0 {
					set = append(set, strings.TrimPrefix(text(id[0]), "urn:oid:"))
				}
			}
			c.Policies = append(c.Policies, set)
		case e.Is(spaceQualifiers, "KeyUsage"):
			bits := map[string]bool{}
			for _, b := range e.Elements() {
				*budget--
				name, _ := b.Attr("name")
				bits[name] = text(b) == "true" || text(b) == "1"
			}
			c.Usage = append(c.Usage, bits)
		case e.Is(spaceQualifiers, "CriteriaList"):
			if depth == 0 {
				c.Unread++
				continue
			}
			c.Lists = append(c.Lists, readCriteria(e, depth-1, budget))
		case e.Is(spaceQualifiers, "Description"):
		default:
			c.Unread++
		}
	}
	return c
}

// usageBits are the names of TS 119 612 §5.5.9.2.2.1.
var usageBits = []string{"digitalSignature", "nonRepudiation", "keyEncipherment", "dataEncipherment", "keyAgreement", "keyCertSign",
	"crlSign", "encipherOnly", "decipherOnly"}

// fit asks whether the certificate meets the criteria.
func (c *Criteria) fit(cert *certificate.Certificate) answer {
	var answers []answer
	for _, set := range c.Policies {
		a := yes
		for _, p := range set {
			if !slices.Contains(cert.Policies, p) {
				a = no
			}
		}
		answers = append(answers, a)
	}
	for _, bits := range c.Usage {
		a := yes
		for name, want := range bits {
			i := slices.Index(usageBits, name)
			switch {
			case i < 0:
				a = unknown
			case (cert.KeyUsage&(1<<i) != 0) != want && a == yes:
				a = no
			}
		}
		answers = append(answers, a)
	}
	for i := range c.Lists {
		answers = append(answers, c.Lists[i].fit(cert))
	}
	for range c.Unread {
		answers = append(answers, unknown)
	}
	return combine(c.Assert, answers)
}

func combine(assert string, answers []answer) answer {
	has := func(a answer) bool { return slices.Contains(answers, a) }
	switch assert {
	case "all":
		switch {
		case has(no):
			return no
		case has(unknown):
			return unknown
		}
		return yes
	case "atLeastOne":
		switch {
		case has(yes):
			return yes
		case has(unknown):
			return unknown
		}
		return no
	case "none":
		switch {
		case has(yes):
			return no
		case has(unknown):
			return unknown
		}
		return yes
	}
	return unknown
}
