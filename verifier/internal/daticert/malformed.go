package daticert

import "fmt"

// Reasons why a daticert.xml is malformed, as slugs for translation.
const (
	ReasonSize       = "size"       // larger than the bound
	ReasonDepth      = "depth"      // nested deeper than the bound
	ReasonLimit      = "limit"      // too many elements or attributes, or a value too long
	ReasonEncoding   = "encoding"   // an encoding that is not read, or bytes that are not in the one stated
	ReasonCharacters = "characters" // characters that XML 1.0 forbids
	ReasonEntities   = "entities"   // declares an entity, or uses one that XML does not predefine
	ReasonXML        = "xml"        // not well formed
	ReasonRoot       = "root"       // not exactly one root postacert, or text beside it
	ReasonNamespace  = "namespace"  // a name of the rules in a namespace
	ReasonDuplicate  = "duplicate"  // an attribute or an element that may be there once is there twice
	ReasonMisplaced  = "misplaced"  // a name of the rules where the rules do not put it
	ReasonContent    = "content"    // an element in a text value, or text between elements
	ReasonKind       = "kind"       // postacert/@tipo is not one of the eight
	ReasonValue      = "value"      // another attribute outside its enumeration
	ReasonTime       = "time"       // data is no instant
	ReasonMissing    = "missing"    // an element or attribute that every kind needs is not there
	ReasonEmpty      = "empty"      // it is there and says nothing
)

// Malformed says why a daticert.xml is not of the shape of RFC 6109 §4.4. It is the only error of Parse.
type Malformed struct {
	Reason string // one of the Reason slugs
	Detail string // English, for a person; may quote the input, shortened and escaped
}

func (m *Malformed) Error() string {
	return "malformed daticert.xml: " + m.Detail
}

func malformed(reason, format string, args ...any) *Malformed {
	return &Malformed{Reason: reason, Detail: fmt.Sprintf(format, args...)}
}

// quote makes hostile text fit for a Detail.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		s = s[:most] + "…"
	}
	return fmt.Sprintf("%+q", s)
}
