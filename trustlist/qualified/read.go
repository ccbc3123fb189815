package qualified

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pecverifier/trustlist/certificate"
	"pecverifier/trustlist/xmltree"
)

const (
	spaceTSL        = "http://uri.etsi.org/02231/v2#"
	spaceAdditional = "http://uri.etsi.org/02231/v2/additionaltypes#"
	spaceQualifiers = "http://uri.etsi.org/TrstSvc/SvcInfoExt/eSigDir-1999-93-EC-TrustedList/#"
	spaceXML        = xmltree.SpaceXML

	tagTSL     = "http://uri.etsi.org/19612/TSLTag"
	typeLOTL   = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists"
	typeXML    = "application/vnd.etsi.tsl+xml"
	timeLayout = time.RFC3339
)

// ErrFormat says that a document is no trusted list, or not one that is read here.
var ErrFormat = errors.New("not a trusted list")

// IsList says whether a document is a trusted list by its root.
func IsList(root *xmltree.Node) bool { return root.Is(spaceTSL, "TrustServiceStatusList") }

// Read reads a trusted list from the root of a document, which must be what its signature covers. Signer, Vouched, SHA256 and
// Source are the caller's to set.
func Read(root *xmltree.Node) (*List, error) {
	if tag, _ := root.Attr("TSLTag"); !IsList(root) || tag != tagTSL {
		return nil, ErrFormat
	}
	r := &reader{list: &List{}}
	scheme := r.one(root, "SchemeInformation")
	if scheme == nil {
		return nil, fmt.Errorf("%w: no SchemeInformation", ErrFormat)
	}
	r.scheme(scheme)
	if r.err != nil {
		return nil, r.err
	}
	if providers := r.one(root, "TrustServiceProviderList"); providers != nil {
		all := providers.Elements()
		if len(all) > maxProviders {
			return nil, fmt.Errorf("%w: more than %d providers", ErrFormat, maxProviders)
		}
		for _, p := range all {
			r.provider(p)
		}
	}
	if r.err != nil {
		return nil, r.err
	}
	return r.list, nil
}

type reader struct {
	list *List
	err  error
}

func (r *reader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%w: "+format, append([]any{ErrFormat}, args...)...)
	}
}

// one gives the child of that name; twice is a failure.
func (r *reader) one(n *xmltree.Node, name string) *xmltree.Node {
	var found *xmltree.Node
	for _, c := range n.Nodes {
		if c.Is(spaceTSL, name) {
			if found != nil {
				r.fail("%s is there twice", name)
			}
			found = c
		}
	}
	return found
}

func text(n *xmltree.Node) string {
	if n == nil {
		return ""
	}
	s := strings.Join(strings.Fields(n.Content()), " ")
	return strings.ToValidUTF8(s[:min(len(s), maxText)], "")
}

func (r *reader) moment(n *xmltree.Node, what string) time.Time {
	t, err := time.Parse(timeLayout, text(n))
	if err != nil {
		r.fail("%s is no time", what)
	}
	return t.UTC()
}

func (r *reader) number(n *xmltree.Node, what string) int {
	i, err := strconv.Atoi(text(n))
	if err != nil || i < 0 {
		r.fail("%s is no number", what)
	}
	return i
}

func (r *reader) scheme(n *xmltree.Node) {
	l := r.list
	l.Version = r.number(r.one(n, "TSLVersionIdentifier"), "TSLVersionIdentifier")
	l.Sequence = r.number(r.one(n, "TSLSequenceNumber"), "TSLSequenceNumber")
	l.Territory = text(r.one(n, "SchemeTerritory"))
	l.Operator = name(r.one(n, "SchemeOperatorName"))
	l.Issued = r.moment(r.one(n, "ListIssueDateTime"), "ListIssueDateTime")
	l.LOTL = text(r.one(n, "TSLType")) == typeLOTL
	if next := r.one(n, "NextUpdate"); next != nil && len(next.Elements()) > 0 { // empty on a list that is closed
		l.NextUpdate = r.moment(next.Elements()[0], "NextUpdate")
	}
	if l.Territory == "" {
		r.fail("no SchemeTerritory")
	}
	if pointers := r.one(n, "PointersToOtherTSL"); pointers != nil {
		r.pointers(pointers)
	}
}

// name prefers English, which every list must have (TS 119 612 §5.1.4).
func name(n *xmltree.Node) string {
	if n == nil {
		return ""
	}
	var first, english string
	for _, c := range n.Elements() {
		value := text(c)
		for _, a := range c.Attrs {
			if a.Space == spaceXML && a.Local == "lang" && strings.EqualFold(a.Value, "en") && english == "" {
				english = value
			}
		}
		if first == "" {
			first = value
		}
	}
	if english != "" {
		return english
	}
	return first
}

// pointers reads who may sign which list; only those to lists in XML count.
func (r *reader) pointers(n *xmltree.Node) {
	r.list.Pointers = map[string][]string{}
	all := n.Elements()
	if len(all) > maxPointers {
		r.fail("more than %d pointers", maxPointers)
		return
	}
	for _, p := range all {
		territory, mime := "", ""
		p.Walk(func(e *xmltree.Node) bool {
			switch {
			case e.Is(spaceTSL, "SchemeTerritory"):
				territory = text(e)
			case e.Is(spaceAdditional, "MimeType"):
				mime = text(e)
			}
			return true
		})
		identities := r.one(p, "ServiceDigitalIdentities")
		if mime != typeXML || territory == "" || identities == nil {
			continue
		}
		for _, i := range identities.Elements() {
			for _, c := range r.certificates(i) {
				if sum := c.SHA256(); !slices.Contains(r.list.Pointers[territory], sum) {
					r.list.Pointers[territory] = append(r.list.Pointers[territory], sum)
				}
			}
		}
	}
}

// certificates reads those of a ServiceDigitalIdentity. What cannot be read is left out and said.
func (r *reader) certificates(n *xmltree.Node) []*certificate.Certificate {
	var out []*certificate.Certificate
	for _, id := range n.Elements() {
		for _, e := range id.Elements() {
			if !e.Is(spaceTSL, "X509Certificate") || len(out) == maxIdentities {
				continue
			}
			der, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(e.Content()), ""))
			var c *certificate.Certificate
			if err == nil {
				c, err = certificate.Parse(der)
			}
			if err != nil {
				r.list.Refused = append(r.list.Refused, "a certificate that cannot be read")
				continue
			}
			out = append(out, c)
		}
	}
	return out
}

func (r *reader) provider(n *xmltree.Node) {
	information, services := r.one(n, "TSPInformation"), r.one(n, "TSPServices")
	if information == nil || services == nil {
		return
	}
	provider := name(r.one(information, "TSPName"))
	for _, s := range services.Elements() {
		if len(r.list.Services) == maxServices {
			r.fail("more than %d services", maxServices)
			return
		}
		if s.Is(spaceTSL, "TSPService") {
			r.service(provider, s)
		}
	}
}

func (r *reader) service(provider string, n *xmltree.Node) {
	information := r.one(n, "ServiceInformation")
	if information == nil {
		r.fail("a service without information")
		return
	}
	instances := []*xmltree.Node{}
	if history := r.one(n, "ServiceHistory"); history != nil {
		instances = history.Elements()
	}
	if len(instances) > maxHistory {
		r.fail("a service with more than %d periods", maxHistory)
		return
	}
	s := Service{Provider: provider, Name: name(r.one(information, "ServiceName"))}
	current, known := r.period(information)
	relevant := kept(current.Type)
	var periods []Period
	var stated [][]*certificate.Certificate
	var keys [][]string
	for _, i := range instances {
		p, certificates := r.period(i)
		relevant = relevant || kept(p.Type)
		periods, stated, keys = append(periods, p), append(stated, certificates), append(keys, keyIDs(r.one(i, "ServiceDigitalIdentity")))
	}
	if !relevant || r.err != nil {
		return
	}
	for _, list := range append([][]*certificate.Certificate{known}, stated...) {
		for _, c := range list {
			s.add(c)
		}
	}
	if current.Type == TypeCA || slices.ContainsFunc(periods, func(p Period) bool { return p.Type == TypeCA }) {
		for i := range s.Identities { // QUIRK: some authorities of before 2005 do not say in their certificate that they are one
			s.Identities[i].CA = true
		}
	}
	for i := range periods {
		s.narrow(&periods[i], stated[i], keys[i])
	}
	s.narrow(&current, known, nil)
	s.order(current, periods)
	r.list.Services = append(r.list.Services, s)
}

func (s *Service) add(c *certificate.Certificate) {
	sum := c.SHA256()
	for _, i := range s.Identities {
		if i.SHA256 == sum {
			return
		}
	}
	if len(s.Identities) < maxIdentities {
		s.Identities = append(s.Identities, Identity{SHA256: sum, SPKI: c.SPKI, Subject: certificate.Name(c.Subject),
			KeyID: hex.EncodeToString(c.KeyIdentifier()), CA: c.CA, NotBefore: c.NotBefore, NotAfter: c.NotAfter})
	}
}

// narrow says which of the service's certificates a period is about, where it does not name them all: by the certificates that it
// names, else by the key identifiers, which identify nothing by themselves but those that the same service has.
func (s *Service) narrow(p *Period, stated []*certificate.Certificate, keys []string) {
	var only []string
	for _, i := range s.Identities {
		named := len(stated) == 0 && (len(keys) == 0 || slices.Contains(keys, i.KeyID))
		for _, c := range stated {
			named = named || c.SHA256() == i.SHA256
		}
		if named {
			only = append(only, i.SHA256)
		}
	}
	if len(only) == len(s.Identities) {
		return
	}
	if only == nil {
		only = []string{"none"}
	}
	p.Only = only
}

func keyIDs(n *xmltree.Node) []string {
	var out []string
	if n == nil {
		return nil
	}
	for _, id := range n.Elements() {
		for _, e := range id.Elements() {
			if raw, err := base64.StdEncoding.DecodeString(text(e)); e.Is(spaceTSL, "X509SKI") && err == nil && len(out) < maxIdentities {
				out = append(out, hex.EncodeToString(raw))
			}
		}
	}
	return out
}

// order puts the periods in the order of time. The current status is what ServiceInformation says, whatever a history may have
// with the same start or a later one; of two instances with one start the one that stands first is the newer.
func (s *Service) order(current Period, history []Period) {
	slices.Reverse(history)
	slices.SortStableFunc(history, func(a, b Period) int { return a.From.Compare(b.From) })
	for _, p := range history {
		if p.From.Before(current.From) {
			s.Periods = append(s.Periods, p)
		}
	}
	s.Periods = append(s.Periods, current)
}

// period reads ServiceInformation or ServiceHistoryInstance.
func (r *reader) period(n *xmltree.Node) (Period, []*certificate.Certificate) {
	p := Period{
		Type:   strings.TrimPrefix(text(r.one(n, "ServiceTypeIdentifier")), typePrefix),
		Status: shortStatus(text(r.one(n, "ServiceStatus"))),
		From:   r.moment(r.one(n, "StatusStartingTime"), "StatusStartingTime"),
	}
	if extensions := r.one(n, "ServiceInformationExtensions"); extensions != nil && kept(p.Type) {
		r.extensions(&p, extensions)
	}
	var certificates []*certificate.Certificate
	if identity := r.one(n, "ServiceDigitalIdentity"); identity != nil && kept(p.Type) {
		certificates = r.certificates(identity)
	}
	return p, certificates
}

const forPrefix = "http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"

// extensions reads TS 119 612 §5.5.9. One that is critical and not known here must not be passed over.
func (r *reader) extensions(p *Period, n *xmltree.Node) {
	for _, extension := range n.Elements() {
		critical, _ := extension.Attr("Critical")
		for _, e := range extension.Elements() {
			switch {
			case e.Is(spaceTSL, "AdditionalServiceInformation"):
				if uri := r.one(e, "URI"); uri != nil {
					p.For = append(p.For, strings.TrimPrefix(text(uri), forPrefix))
				}
			case e.Is(spaceQualifiers, "Qualifications"):
				r.qualifications(p, e)
			case e.Is(spaceAdditional, "TakenOverBy"):
				p.TakenOverBy = takenOver(e)
			case e.Is(spaceTSL, "ExpiredCertsRevocationInfo"):
			case critical == "true" || critical == "1":
				p.Unread = true
			}
		}
	}
}

func takenOver(n *xmltree.Node) string {
	for _, c := range n.Elements() {
		if c.Local == "TSPName" {
			return name(c)
		}
	}
	return ""
}
