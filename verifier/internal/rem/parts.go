package rem

import (
	"bytes"
	"strings"

	"pecverifier/verifier/internal/smime"
)

// Parts are the parts of a signed message that matter, directly inside of the signed multipart (EN 319 532-3 §6.2.6): nothing inside
// the original is looked at, it is the sender's own.
type Parts struct {
	Evidence  []*smime.Entity // XML
	Originals []*smime.Entity // message/rfc822
	Foreign   []*smime.Entity // what belongs to PEC: daticert.xml, postacert.eml
	Claimed   bool            // something there says that it is evidence
	Labelled  bool            // by its REM-Section-Type
	Misplaced bool            // the signed part is itself an evidence, not a multipart that holds one
	Odd       string          // a part that is not what its REM-Section-Type says
}

// Section types of EN 319 532-3 §6.2.6.
const (
	sectionHeader   = "REM-Section-Type"
	sectionXML      = "rem_message/xml_evidence"
	sectionOriginal = "rem_message/original"
)

// Find looks at the parts of a signed entity. The error is a bound of package smime: what lies behind it was not seen.
func Find(signed *smime.Entity) (*Parts, error) {
	p := &Parts{}
	if !signed.IsMultipart() {
		p.Misplaced = p.evidence(signed)
		return p, nil
	}
	children, err := signed.Children()
	for _, c := range children {
		section := strings.ToLower(strings.TrimSpace(c.Header.Get(sectionHeader)))
		switch {
		case c.Type == "message/rfc822" || c.Type == "message/global":
			if c.Named("postacert.eml") {
				p.Foreign = append(p.Foreign, c)
			} else {
				p.Originals = append(p.Originals, c)
			}
			if strings.HasSuffix(section, "evidence") {
				p.Claimed, p.Labelled, p.Odd = true, true, section
			}
		case section == sectionOriginal:
			p.Odd = section
		case c.Named("daticert.xml"), c.Named("certdata.xml"):
			p.Foreign = append(p.Foreign, c)
			if p.evidence(c) {
				p.Odd = section
			}
		default:
			p.evidence(c)
		}
	}
	return p, err
}

// evidence says whether a part is one, by what it says or by what it is, and keeps it.
func (p *Parts) evidence(c *smime.Entity) bool {
	section := strings.ToLower(strings.TrimSpace(c.Header.Get(sectionHeader)))
	p.Labelled = p.Labelled || strings.HasPrefix(section, "rem_message/") && strings.HasSuffix(section, "evidence")
	p.Claimed = p.Claimed || p.Labelled
	if section != sectionXML && !isXML(c) {
		return false
	}
	if section == sectionXML || looks(c) {
		p.Claimed = true
		p.Evidence = append(p.Evidence, c)
		return true
	}
	return false
}

func isXML(c *smime.Entity) bool { return c.Type == "application/xml" || c.Type == "text/xml" }

// looks decodes the beginning of a part.
func looks(c *smime.Entity) bool {
	if c.IsMultipart() || c.HoldsMessage() {
		return false
	}
	head := *c
	if len(head.Body) > 2*maxSearched { // whole lines: half a group of base64 decodes to nothing
		head.Body = head.Body[:2*maxSearched]
		head.Body = head.Body[:bytes.LastIndexByte(head.Body, '\n')+1]
	}
	decoded, err := head.Decoded()
	return err == nil && Looks(decoded)
}
