package pectest

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"time"
)

// Facts is a list of the format pec-trustlist/1: what is known of authorities, without their certificates.
type Facts struct {
	Name        string
	Date        time.Time
	Authorities []FactsAuthority
	Revoked     []FactsRevocation
	CRLs        [][]byte // in full
}

// FactsAuthority is an authority by the certificates of one key; what the newest admits is what the authority does.
type FactsAuthority struct {
	Certificates []*Certificate
	NoPolicy     bool // no policy is asked of its leaves
}

// FactsRevocation is a revocation as a bare fact.
type FactsRevocation struct {
	Certificate *Certificate
	At          time.Time
	Reason      string // "" or a name of RFC 5280 §5.3.1
}

// JSON writes the list.
func (f Facts) JSON() []byte {
	type object = map[string]any
	list := object{"format": "pec-trustlist/1", "name": f.Name, "providers": []any{}, "certificates": []any{}}
	if !f.Date.IsZero() {
		list["date"] = f.Date.Format(time.DateOnly)
	}
	authorities := []any{}
	for _, a := range f.Authorities {
		newest := a.Certificates[len(a.Certificates)-1]
		spki := newest.X509().RawSubjectPublicKeyInfo
		sum := sha256.Sum256(spki)
		var certificates, domains, organisations []any
		for _, c := range a.Certificates {
			x := c.X509()
			certificates = append(certificates, object{"issuer": x.Issuer.ToRDNSequence().String(), "serial": hexSerial(c), "notBefore": c.Spec.NotBefore.UTC(),
				"notAfter": c.Spec.NotAfter.UTC(), "sha256": c.SHA256(), "source": "pectest", "date": c.Spec.NotBefore.Format(time.DateOnly)})
		}
		for _, d := range newest.Spec.PermittedEmails {
			domains = append(domains, object{"name": d})
		}
		for _, n := range newest.Spec.PermittedNames {
			organisations = append(organisations, object{"name": n.Organisation()})
		}
		one := object{"subject": newest.X509().Subject.ToRDNSequence().String(), "spki": spki, "spkiSHA256": hex.EncodeToString(sum[:]),
			"certificates": certificates, "domains": domains, "organisations": organisations}
		if !a.NoPolicy {
			one["leafPolicy"] = OIDPolicyPEC.String()
		}
		authorities = append(authorities, one)
	}
	list["authorities"] = authorities
	var revoked []any
	for _, r := range f.Revoked {
		revoked = append(revoked, object{"issuer": r.Certificate.X509().Issuer.ToRDNSequence().String(), "serial": hexSerial(r.Certificate), "date": r.At.UTC(), "reason": r.Reason})
	}
	if revoked != nil {
		list["revocations"] = revoked
	}
	var crls []any
	for _, der := range f.CRLs {
		crls = append(crls, object{"issuer": "", "thisUpdate": time.Time{}, "source": "", "der": der})
	}
	if crls != nil {
		list["revocationLists"] = crls
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(list); err != nil {
		panic("pectest: " + err.Error())
	}
	return b.Bytes()
}

func hexSerial(c *Certificate) string { return strings.ToLower(c.Spec.Serial.Text(16)) }
