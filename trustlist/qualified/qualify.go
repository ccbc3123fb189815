package qualified

import (
	"slices"
	"time"

	"pecverifier/trustlist/certificate"
)

// Tri is an answer that may be open.
type Tri string

// The three answers.
const (
	Yes     Tri = "yes"
	No      Tri = "no"
	Unknown Tri = "unknown"
)

// Qualification is what lists make of a person's or an organisation's certificate at a moment (TS 119 615 §4.4, §4.5).
type Qualification struct {
	Qualified Tri      // a qualified certificate, issued by a service that was granted then and when it was issued
	Kind      string   // signature, seal, web; "unknown"
	Device    Tri      // its key lies in a qualified device
	Finding   *Finding // the authority that issued it, at the moment; nil = no list knows one
	AtIssue   *Finding // the same when the certificate was issued
}

// Statements of a certificate about itself (EN 319 412-5 §4.2, §4.3; RFC 3739).
const (
	qcCompliance = "0.4.0.1862.1.1"
	qcSSCD       = "0.4.0.1862.1.4"
	qcTypeESign  = "0.4.0.1862.1.6.1"
	qcTypeESeal  = "0.4.0.1862.1.6.2"
	qcTypeWeb    = "0.4.0.1862.1.6.3"
	qcpPublic    = "0.4.0.1456.1.2" // TS 101 456, in use before the Regulation
	qcpPublicSSC = "0.4.0.1456.1.1"
)

// Qualify asks who vouched for the certificate and what it was, at the moment at which its signature is judged. Several services
// with the key that issued it are all asked; where their answers differ, the answer is open.
func Qualify(lists []*List, c *certificate.Certificate, at time.Time) Qualification {
	out := Qualification{Qualified: Unknown, Kind: "unknown", Device: Unknown}
	issuer := certificate.Fold(certificate.Name(c.Issuer))
	isCA := func(p *Period) bool { return p.Type == TypeCA }
	first := true
	tried := 0
	for _, l := range Current(lists) {
		for i := range l.Services {
			s := &l.Services[i]
			identity, issued := s.knows(c, "", issuer, isCA, &tried)
			if identity == nil || !issued {
				continue
			}
			then := Finding{List: l, Service: s, Issued: true}
			then.judge(at, identity.SHA256, isCA)
			start := Finding{List: l, Service: s, Issued: true}
			start.judge(c.NotBefore, identity.SHA256, isCA)
			one := s.qualification(c, &start, &then)
			switch {
			case first:
				out = one
				first = false
			case one.Qualified != out.Qualified || one.Kind != out.Kind || one.Device != out.Device:
				out.Qualified, out.Kind, out.Device = Unknown, "unknown", Unknown
			}
		}
	}
	return out
}

func (s *Service) qualification(c *certificate.Certificate, start, then *Finding) Qualification {
	out := Qualification{Finding: then, AtIssue: start, Qualified: Unknown, Kind: "unknown", Device: Unknown}
	if then.Why == Unread || start.Why == Unread {
		return out
	}
	claims := ownClaims(c)
	granted := start.Why == "" && then.Why == ""
	for _, f := range []*Finding{start, then} {
		if f.Period != nil {
			claims.overrule(f.Period, c)
		}
	}
	if claims.open {
		return out
	}
	out.Kind, out.Device = claims.kind, claims.device
	if !granted || !claims.qualified {
		out.Qualified = No
		return out
	}
	out.Qualified = Yes
	for _, f := range []*Finding{start, then} {
		if a := f.forKind(claims.kind); a != Yes && out.Qualified != No {
			out.Qualified = a
		}
	}
	return out
}

// claims are what the certificate states of itself, and what the list makes of it.
type claims struct {
	qualified bool
	kind      string
	device    Tri
	open      bool // the list contradicts itself, or has criteria that are not read here
}

func ownClaims(c *certificate.Certificate) claims {
	out := claims{qualified: c.States(qcCompliance), kind: "signature", device: No}
	if c.NotBefore.Before(Regulation) && (slices.Contains(c.Policies, qcpPublic) || slices.Contains(c.Policies, qcpPublicSSC)) {
		out.qualified = true
	}
	if c.States(qcSSCD) || c.NotBefore.Before(Regulation) && slices.Contains(c.Policies, qcpPublicSSC) {
		out.device = Yes
	}
	for _, s := range c.Statements {
		if s.ID != "0.4.0.1862.1.6" {
			continue
		}
		kinds := 0
		for id, kind := range map[string]string{qcTypeESign: "signature", qcTypeESeal: "seal", qcTypeWeb: "web"} {
			if slices.Contains(s.Types, id) {
				out.kind = kind
				kinds++
			}
		}
		if kinds != 1 { // more than one, or none that is known
			out.kind = "unknown"
		}
	}
	return out
}

// overrule applies the qualifiers whose criteria the certificate meets (TS 119 615 §4.4.4).
func (c *claims) overrule(p *Period, cert *certificate.Certificate) {
	said := map[string]bool{}
	for i := range p.Qualifiers {
		q := &p.Qualifiers[i]
		switch q.Criteria.fit(cert) {
		case unknown:
			c.open = true
		case yes:
			for _, s := range q.Says {
				said[s] = true
			}
		}
	}
	kinds := 0
	for _, k := range []struct{ says, kind string }{{"QCForESig", "signature"}, {"QCForESeal", "seal"}, {"QCForLegalPerson", "seal"}, {"QCForWSA", "web"}} {
		if said[k.says] && (kinds == 0 || c.kind != k.kind) {
			c.kind = k.kind
			kinds++
		}
	}
	device := said["QCWithQSCD"] || said["QCWithSSCD"] || said["QCQSCDManagedOnBehalf"]
	none := said["QCNoQSCD"] || said["QCNoSSCD"]
	if kinds > 1 || device && none || said["NotQualified"] && said["QCStatement"] {
		c.open = true
		return
	}
	switch {
	case said["NotQualified"]:
		c.qualified = false
	case said["QCStatement"]:
		c.qualified = true
	}
	switch {
	case device:
		c.device = Yes
	case none:
		c.device = No
	}
}

// forKind says whether the service was granted for certificates of that kind, which lists state since the Regulation
// (TS 119 612 §5.5.9.4). Before, there were signatures only.
func (f *Finding) forKind(kind string) Tri {
	want := map[string]string{"signature": "ForeSignatures", "seal": "ForeSeals"}[kind]
	switch {
	case want == "": // a web certificate signs no document
		return No
	case f.Period.From.Before(Regulation), slices.Contains(f.Period.For, want):
		return Yes
	case len(f.Period.For) == 0:
		return Unknown
	}
	return No
}
