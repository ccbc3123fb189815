package pectest

import (
	"encoding/base64"
	"strconv"
	"time"
)

// SpaceTSL is the namespace of trusted lists (ETSI TS 119 612).
const SpaceTSL = "http://uri.etsi.org/02231/v2#"

// TrustedList is a trusted list to be written.
type TrustedList struct {
	Territory          string
	Sequence           int
	Issued, NextUpdate time.Time
	Operator           string
	LOTL               bool
	Pointers           []Pointer
	Providers          []ListedProvider
	Signer             *Certificate // nil: not signed
	Edit               func(*XML)   // before it is signed
	XAdES              func(*XAdES)
}

// Pointer names the certificates that may sign another list.
type Pointer struct {
	Territory    string
	MimeType     string // "" = that of a list in XML
	Certificates []*Certificate
}

// ListedProvider is one provider of a list.
type ListedProvider struct {
	Name     string
	Services []ListedService
}

// ListedService is one service; Periods has the current status first, as the document does.
type ListedService struct {
	Name    string
	Periods []ListedPeriod
}

// ListedPeriod is a status since a time. Type and Status are without ETSI's prefix.
type ListedPeriod struct {
	Type, Status string
	From         time.Time
	Certificates []*Certificate
	SKI          []*Certificate // named by key identifier alone
	For          []string
	Extensions   []*XML // further Extension elements' content
	Critical     bool   // of those
}

func tsl(name string, nodes ...*XML) *XML { return Element("", SpaceTSL, name, nodes...) }

func named(element, value string) *XML {
	return tsl(element, tsl("Name", Text(value)).With("xml:lang", "en"))
}

func instant(t time.Time) *XML { return Text(t.UTC().Format(time.RFC3339)) }

// XML is the list as a document.
func (l TrustedList) XML() *XML {
	kind := "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric"
	if l.LOTL {
		kind = "http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUlistofthelists"
	}
	scheme := tsl("SchemeInformation", tsl("TSLVersionIdentifier", Text("6")), tsl("TSLSequenceNumber", Text(strconv.Itoa(l.Sequence))),
		tsl("TSLType", Text(kind)), named("SchemeOperatorName", l.Operator), named("SchemeName", l.Territory+":lista di prova"),
		tsl("SchemeTerritory", Text(l.Territory)), tsl("HistoricalInformationPeriod", Text("65535")))
	if l.Pointers != nil {
		pointers := tsl("PointersToOtherTSL")
		for _, p := range l.Pointers {
			pointers.Add(p.xml())
		}
		scheme.Add(pointers)
	}
	scheme.Add(tsl("ListIssueDateTime", instant(l.Issued)))
	if !l.NextUpdate.IsZero() {
		scheme.Add(tsl("NextUpdate", tsl("dateTime", instant(l.NextUpdate))))
	} else {
		scheme.Add(tsl("NextUpdate"))
	}
	root := tsl("TrustServiceStatusList", scheme).With("Id", "lista").With("TSLTag", "http://uri.etsi.org/19612/TSLTag")
	if l.Providers != nil {
		providers := tsl("TrustServiceProviderList")
		for _, p := range l.Providers {
			services := tsl("TSPServices")
			for _, s := range p.Services {
				services.Add(s.xml())
			}
			providers.Add(tsl("TrustServiceProvider", tsl("TSPInformation", named("TSPName", p.Name)), services))
		}
		root.Add(providers)
	}
	if l.Edit != nil {
		l.Edit(root)
	}
	root.Indent(0)
	if l.Signer != nil {
		x := XAdES{Certificate: l.Signer, ID: "firma-lista", SigningTime: l.Issued, Enveloped: true}
		if l.XAdES != nil {
			l.XAdES(&x)
		}
		x.Sign(root)
	}
	return root
}

// Bytes is the file.
func (l TrustedList) Bytes() []byte { return l.XML().Bytes() }

func (p Pointer) xml() *XML {
	mime := p.MimeType
	if mime == "" {
		mime = "application/vnd.etsi.tsl+xml"
	}
	return tsl("OtherTSLPointer", tsl("ServiceDigitalIdentities", identity(p.Certificates, nil)),
		tsl("AdditionalInformation", tsl("OtherInformation", tsl("SchemeTerritory", Text(p.Territory))),
			tsl("OtherInformation", Element("ns3", "http://uri.etsi.org/02231/v2/additionaltypes#", "MimeType", Text(mime)))))
}

func identity(certificates, keys []*Certificate) *XML {
	out := tsl("ServiceDigitalIdentity")
	for _, c := range certificates {
		out.Add(tsl("DigitalId", tsl("X509Certificate", b64(c.DER))))
	}
	for _, c := range keys {
		out.Add(tsl("DigitalId", tsl("X509SKI", Text(base64.StdEncoding.EncodeToString(c.Key.ID())))))
	}
	return out
}

func (s ListedService) xml() *XML {
	out := tsl("TSPService", s.Periods[0].xml("ServiceInformation", s.Name))
	if len(s.Periods) > 1 {
		history := tsl("ServiceHistory")
		for _, p := range s.Periods[1:] {
			history.Add(p.xml("ServiceHistoryInstance", s.Name))
		}
		out.Add(history)
	}
	return out
}

func (p ListedPeriod) xml(element, name string) *XML {
	out := tsl(element, tsl("ServiceTypeIdentifier", Text("http://uri.etsi.org/TrstSvc/Svctype/"+p.Type)), named("ServiceName", name),
		identity(p.Certificates, p.SKI), tsl("ServiceStatus", Text("http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/"+p.Status)),
		tsl("StatusStartingTime", instant(p.From)))
	extensions := tsl("ServiceInformationExtensions")
	for _, f := range p.For {
		extensions.Add(tsl("Extension", tsl("AdditionalServiceInformation",
			tsl("URI", Text("http://uri.etsi.org/TrstSvc/TrustedList/SvcInfoExt/"+f)).With("xml:lang", "en"))).With("Critical", "true"))
	}
	for _, e := range p.Extensions {
		critical := "false"
		if p.Critical {
			critical = "true"
		}
		extensions.Add(tsl("Extension", e).With("Critical", critical))
	}
	if len(extensions.Nodes) > 0 {
		out.Add(extensions)
	}
	return out
}
