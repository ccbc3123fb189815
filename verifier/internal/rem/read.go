package rem

import (
	"crypto"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"pecverifier/trustlist/xmltree"
)

const (
	space522  = "http://uri.etsi.org/19522/v1#"
	space532  = "http://uri.etsi.org/19532/v1#"
	spaceDSig = "http://www.w3.org/2000/09/xmldsig#"
	spaceSAML = "urn:oasis:names:tc:SAML:2.0:assertion"

	baseline    = "http://uri.etsi.org/19532/v1#/REMbaseline"
	legalName   = "http://eidas.europa.eu/attributes/legalperson/LegalName"
	wholeMail   = "urn:oid:1.3.6.1.7"
	schemeEmail = "mailto"
)

// versions are the editions that are read: EN 319 522-3 V1.1.1, and V1.2.1 of 2024, which adds events.
var versions = []string{"EN319522v1.1.1", "EN319522v1.2.1"}

var digestMethods = map[string]crypto.Hash{
	"http://www.w3.org/2000/09/xmldsig#sha1":        crypto.SHA1,
	"http://www.w3.org/2001/04/xmlenc#sha256":       crypto.SHA256,
	"http://www.w3.org/2001/04/xmldsig-more#sha384": crypto.SHA384,
	"http://www.w3.org/2001/04/xmlenc#sha512":       crypto.SHA512,
}

// place is one child element in the order of the schema. Space "" is no namespace: the schema declares these locally.
type place struct {
	space, name string
	least, most int
}

// places are those of the evidence without its signature (EN 319 522-3 §5.2, with what the baseline of 532-4 §C.3 requires).
var places = []place{
	{space522, "EvidenceIdentifier", 1, 1},
	{space522, "ERDSEventId", 1, 1},
	{space522, "EventReasons", 1, 1},
	{"", "EventTime", 1, 1},
	{space522, "EvidenceIssuerPolicyID", 1, 1},
	{space522, "EvidenceIssuerDetails", 1, 1},
	{space522, "SenderDetails", 1, 1},
	{space522, "SenderDelegateDetails", 0, 1},
	{space522, "RecipientDetails", 1, maxRecipients},
	{space522, "RecipientsDelegateDetails", 0, maxRecipients},
	{space522, "SubmissionTime", 0, 1},
	{"", "EvidenceRefersToRecipient", 0, 1},
	{space522, "MessageIdentifier", 1, 1},
	{space522, "UserContentInfo", 1, 1},
	{"", "ForwardedToExternalSystem", 0, 1}, // the schema's name; the text of 522-3 has the next
	{"", "ExternalSystem", 0, 1},
	{space522, "ExternalERDSDetails", 0, 1},
	{space522, "TransactionLogInformation", 0, 1},
	{space522, "Extensions", 0, 1},
}

// reader takes values out of the tree. It keeps the first thing that is wrong.
type reader struct{ bad *Malformed }

func (r *reader) fail(reason, format string, args ...any) {
	if r.bad == nil {
		r.bad = &Malformed{reason, fmt.Sprintf(format, args...)}
	}
}

// isEvidence says whether a root is that of an evidence.
func isEvidence(root *xmltree.Node) bool { return root.Is(space522, "Evidence") }

// read reads the fields from the octets that the signature covers: the document without its signature.
func read(octets []byte, limits xmltree.Limits) (*Evidence, *Malformed) {
	d, err := xmltree.Parse(octets, limits)
	if err != nil {
		return nil, &Malformed{ReasonXML, err.Error()}
	}
	r := &reader{}
	e := &Evidence{}
	root := d.Root
	e.Version, _ = root.Attr("version")
	known := false
	for _, v := range versions {
		known = known || e.Version == v
	}
	switch {
	case !isEvidence(root):
		r.fail(ReasonRoot, "the root is %s", xmltree.Quote(root.Local))
	case !known:
		r.fail(ReasonVersion, "version %s", xmltree.Quote(e.Version))
	}
	root.Walk(func(n *xmltree.Node) bool {
		if n.Kind == xmltree.Instruction { // readers disagree on a value that one stands in
			r.fail(ReasonShape, "a processing instruction")
		}
		return r.bad == nil
	})
	if r.bad == nil {
		r.evidence(root, e)
	}
	if r.bad != nil {
		return nil, r.bad
	}
	return e, nil
}

// in gives the children of an element by name, if they stand as the places say and nothing else does.
func (r *reader) in(n *xmltree.Node, all []place) map[string][]*xmltree.Node {
	out := map[string][]*xmltree.Node{}
	at := 0
	for _, c := range n.Nodes {
		if c.Kind == xmltree.Text {
			if !xmltree.IsBlank(c.Value) {
				r.fail(ReasonShape, "text in %s", n.Local)
			}
			continue
		}
		i := at
		for i < len(all) && !c.Is(all[i].space, all[i].name) {
			i++
		}
		if i == len(all) {
			r.fail(ReasonShape, "%s in %s, or at another place there than the schema has it", xmltree.Quote(c.Local), n.Local)
			return out
		}
		out[c.Local] = append(out[c.Local], c)
		if len(out[c.Local]) > all[i].most {
			r.fail(ReasonShape, "more than %d %s", all[i].most, c.Local)
			return out
		}
		at = i
	}
	for _, p := range all {
		if len(out[p.name]) < p.least {
			r.fail(ReasonShape, "%s has not %d %s", n.Local, p.least, p.name)
		}
	}
	return out
}

// first gives the only one of a name; nil where there is none.
func first(found []*xmltree.Node) *xmltree.Node {
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

// text gives the value of an element that holds text alone, at most so many bytes.
func (r *reader) text(n *xmltree.Node, most int) string {
	if n == nil {
		return ""
	}
	value, only := n.Only()
	if !only {
		r.fail(ReasonShape, "%s holds more than a value", n.Local)
		return ""
	}
	if value = strings.Trim(value, " \t\r\n"); len(value) > most {
		r.fail(ReasonLimit, "%s is longer than %d bytes", n.Local, most)
		return ""
	}
	return value
}

// full is text that must not be empty.
func (r *reader) full(n *xmltree.Node, most int) string {
	value := r.text(n, most)
	if value == "" && n != nil {
		r.fail(ReasonValue, "%s is empty", n.Local)
	}
	return value
}

// line is text on one line: an address, an identifier, a name of the standard.
func (r *reader) line(n *xmltree.Node) string {
	value := r.full(n, maxLine)
	if n != nil && (strings.ContainsAny(value, "\r\n\t\x00") || !utf8.ValidString(value)) {
		r.fail(ReasonValue, "%s has a line end in it", n.Local)
	}
	return value
}

// moment reads xs:dateTime. Without a zone it states no moment.
func (r *reader) moment(n *xmltree.Node) time.Time {
	if n == nil {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, r.text(n, maxLine))
	if err != nil || t.Year() < 1 {
		r.fail(ReasonValue, "%s is no time with a zone", n.Local)
	}
	return t
}

// index reads a place among the recipients. Whether there is such a recipient is asked of the whole.
func (r *reader) index(n *xmltree.Node) int {
	i, err := strconv.Atoi(r.text(n, maxLine))
	if err != nil {
		r.fail(ReasonValue, "%s is no number", n.Local)
	}
	return i
}

func (r *reader) evidence(root *xmltree.Node, e *Evidence) {
	f := r.in(root, places)
	if r.bad != nil {
		return
	}
	e.Identifier = bare(r.line(f["EvidenceIdentifier"][0]))
	e.EventURI = r.line(f["ERDSEventId"][0])
	if name, ok := strings.CutPrefix(e.EventURI, eventPrefix); ok && isName(name) {
		e.Event = name
	}
	r.reasons(f["EventReasons"][0], e)
	e.Time = r.moment(f["EventTime"][0])
	r.policies(f["EvidenceIssuerPolicyID"][0], e)
	e.Provider = r.legalName(f["EvidenceIssuerDetails"][0])
	if e.Provider == "" {
		r.fail(ReasonShape, "EvidenceIssuerDetails has no LegalName")
	}
	e.Sender = r.party(f["SenderDetails"][0])
	r.assurance(f["SenderDetails"][0], e)
	for _, n := range f["RecipientDetails"] {
		e.Recipients = append(e.Recipients, r.party(n))
	}
	e.Submitted = r.moment(first(f["SubmissionTime"]))
	for _, n := range f["EvidenceRefersToRecipient"] {
		e.Consigned = append(e.Consigned, r.index(n))
	}
	e.MessageID = bare(r.line(f["MessageIdentifier"][0]))
	r.content(f["UserContentInfo"][0], e)
	e.ExternalSystem = r.text(first(append(f["ForwardedToExternalSystem"], f["ExternalSystem"]...)), maxText)
	if n := first(f["ExternalERDSDetails"]); n != nil {
		e.HasExternal, e.External = true, r.legalName(n)
	}
	r.extensions(first(f["Extensions"]), e)
}

func (r *reader) reasons(n *xmltree.Node, e *Evidence) {
	for _, one := range r.in(n, []place{{space522, "EventReason", 1, maxReasons}})["EventReason"] {
		f := r.in(one, []place{{"", "Code", 1, 1}, {"", "Details", 0, maxReasons}})
		if r.bad != nil {
			return
		}
		reason := Reason{URI: r.line(f["Code"][0])}
		details := f["Details"]
		if len(details) > 0 {
			reason.Code = r.text(details[0], maxText)
			if len(reason.Code) > 16 || strings.ContainsAny(reason.Code, " \n") { // a text where the code should be
				reason.Code, reason.Text = "", reason.Code
			}
		}
		for _, d := range details[min(1, len(details)):] {
			reason.Text = strings.TrimSpace(reason.Text + "\n" + r.text(d, maxText))
		}
		e.Reasons = append(e.Reasons, reason)
	}
}

// policies must name the baseline and the domain's own (532-4 table C.22).
func (r *reader) policies(n *xmltree.Node, e *Evidence) {
	named := false
	for _, p := range r.in(n, []place{{"", "PolicyID", 2, maxPolicies}})["PolicyID"] {
		policy := r.line(p)
		named = named || policy == baseline
		e.Policies = append(e.Policies, policy)
	}
	if !named {
		r.fail(ReasonValue, "EvidenceIssuerPolicyID does not name %s", baseline)
	}
}

// legalName reads the attribute of that name in Identity; others may stand beside it.
func (r *reader) legalName(n *xmltree.Node) string {
	name := ""
	for _, identity := range n.Elements() {
		if !identity.Is(space522, "Identity") {
			continue
		}
		for _, a := range identity.Elements() {
			if attribute, _ := a.Attr("Name"); !a.Is(spaceSAML, "Attribute") || attribute != legalName {
				continue
			}
			for _, v := range a.Elements() {
				if name != "" || !v.Is(spaceSAML, "AttributeValue") {
					r.fail(ReasonShape, "LegalName is there twice in %s", n.Local)
				}
				name = r.full(v, maxLine)
			}
		}
	}
	return name
}

// party reads the address: the identifier of the scheme mailto, else the only one there is.
func (r *reader) party(n *xmltree.Node) Party {
	var p Party
	count, mails := 0, 0
	for _, c := range n.Elements() {
		if !c.Is("", "Identifier") {
			continue
		}
		count++
		scheme, _ := c.Attr("IdentifierSchemeName")
		switch {
		case scheme == schemeEmail:
			mails++
			p.Address = r.line(c)
		case mails == 0:
			p.Address = r.line(c)
		}
	}
	if mails > 1 || mails == 0 && count != 1 {
		r.fail(ReasonShape, "%s has not one address", n.Local)
	}
	if strings.ContainsAny(p.Address, " <>,;\"") {
		r.fail(ReasonValue, "%s is no address: %s", n.Local, xmltree.Quote(p.Address))
	}
	return p
}

func (r *reader) assurance(n *xmltree.Node, e *Evidence) {
	details := n.Child("", "AssuranceLevelsDetails")
	if details == nil {
		return
	}
	if global := details.Child("", "GlobalAssuranceLevel"); global != nil {
		e.Assurance.Level = r.text(global.Child("", "AssuranceLevel"), maxLine)
	}
	if a := details.Child(space522, "AuthenticationDetails"); a != nil {
		e.Assurance.Time = r.moment(a.Child("", "AuthenticationTime"))
		e.Assurance.Method = r.text(a.Child("", "AuthenticationMethod"), maxLine)
	}
}

// content reads what the evidence says of the message: one part, the whole mail, by its digest.
func (r *reader) content(n *xmltree.Node, e *Evidence) {
	f := r.in(n, []place{{"", "AppLayerIdentifier", 1, 1}, {"", "ComposingParts", 1, 1}, {space522, "PartsInfo", 1, 1}})
	if r.bad != nil {
		return
	}
	e.ClientID = r.text(f["AppLayerIdentifier"][0], maxLine)
	if parts := r.text(f["ComposingParts"][0], maxLine); parts != "1" {
		r.fail(ReasonValue, "ComposingParts is %s", xmltree.Quote(parts))
	}
	part := first(r.in(f["PartsInfo"][0], []place{{space522, "PartInfo", 1, 1}})["PartInfo"])
	if part == nil {
		return
	}
	p := r.in(part, []place{{"", "Identifier", 1, 1}, {"", "ContentType", 1, 1}, {spaceDSig, "DigestMethod", 1, 1}, {spaceDSig, "DigestValue", 1, 1}})
	if r.bad != nil {
		return
	}
	if id := r.text(p["Identifier"][0], maxLine); id != wholeMail {
		r.fail(ReasonValue, "the part is %s", xmltree.Quote(id))
	}
	e.Digest.Method, _ = p["DigestMethod"][0].Attr("Algorithm")
	if e.Digest.Hash = digestMethods[e.Digest.Method]; e.Digest.Hash == crypto.SHA1 { // no registered mail is that old
		r.fail(ReasonValue, "the digest of the message is a SHA-1")
	}
	value, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(r.text(p["DigestValue"][0], maxLine)), ""))
	if err != nil || len(value) == 0 || len(value) > maxDigest || e.Digest.Hash != 0 && len(value) != e.Digest.Hash.Size() {
		r.fail(ReasonValue, "DigestValue is no digest of that method")
	}
	e.Digest.Value = value
}

// extensions reads the two of the baseline (532-4 table C.27); of others it keeps the names of the critical ones.
func (r *reader) extensions(n *xmltree.Node, e *Evidence) {
	if n == nil {
		return
	}
	general, relay := false, false
	for _, extension := range r.in(n, []place{{space522, "Extension", 1, maxExtensions}})["Extension"] {
		critical, _ := extension.Attr("isCritical")
		for _, x := range extension.Elements() {
			switch {
			case x.Is(space532, "GeneralEvidenceInfo"):
				if general {
					r.fail(ReasonShape, "GeneralEvidenceInfo is there twice")
				}
				general = true
				f := r.in(x, []place{{space532, "Subject", 0, 1}, {space532, "UntrustedPathToRecipient", 0, maxReferences}})
				if s := first(f["Subject"]); s != nil {
					e.Subject, e.HasSubject = r.text(s, maxText), true
				}
				e.Untrusted = r.indexes(f["UntrustedPathToRecipient"])
			case x.Is(space532, "RelayEvidenceInfo"):
				if relay {
					r.fail(ReasonShape, "RelayEvidenceInfo is there twice")
				}
				relay = true
				e.Relayed = r.indexes(r.in(x, []place{{space532, "RelayEvidenceRefersTo", 0, maxReferences}})["RelayEvidenceRefersTo"])
			case critical == "true" || critical == "1":
				e.Critical = append(e.Critical, xmltree.Quote(x.Local))
			}
		}
	}
}

func (r *reader) indexes(found []*xmltree.Node) []int {
	var out []int
	for _, n := range found {
		out = append(out, r.index(n))
	}
	return out
}

// bare takes one pair of angle brackets off an identifier; identifiers are compared octet for octet.
func bare(s string) string {
	if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") && len(s) > 2 {
		return s[1 : len(s)-1]
	}
	return s
}

// isName says whether a name after the prefix is fit to be shown as one.
func isName(s string) bool {
	for i, c := range s {
		if i == 0 && !(c >= 'A' && c <= 'Z') || !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '-') {
			return false
		}
	}
	return s != "" && len(s) <= 64
}
