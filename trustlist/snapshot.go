package trustlist

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"time"

	"pecverifier/trustlist/qualified"
)

// Format names the snapshot format; it changes when a field changes its meaning.
const Format = "pec-trustlist/1"

// snapshotFile is a List as JSON: facts, each with its source and date. The certificates themselves (der) are there only
// in a list that was exported with them.
type snapshotFile struct {
	Format          string       `json:"format"`
	Name            string       `json:"name"`
	Date            string       `json:"date,omitempty"` // of the newest fact, 2006-01-02
	Authorities     []Authority  `json:"authorities"`
	Providers       []Provider   `json:"providers"`
	Certificates    []Entry      `json:"certificates"`
	RevocationLists []CRL        `json:"revocationLists,omitempty"`
	Revocations     []Revocation `json:"revocations,omitempty"`
	Roots           []Root       `json:"roots,omitempty"`

	// TrustedLists are lists of the Union's states: who signs registered mail (REM), and whose time-stamps count.
	TrustedLists []*qualified.List `json:"trustedLists,omitempty"`
}

// SnapshotType is the shape of a snapshot, for whoever describes the format.
func SnapshotType() reflect.Type { return reflect.TypeFor[snapshotFile]() }

// Encode writes a list as a snapshot: the same list gives the same bytes. Certificates and revocation lists that the list
// carries in full are written in full; a combined list becomes one, which no longer says what came from where.
//
// Trusted lists are written where they came with the list itself; the program's own come with the program (Export).
func (l *List) Encode() ([]byte, error) { return l.encode(l.Trusted) }

// Export is Encode with all trusted lists in use: what judges as the list does, in a program without any.
func (l *List) Export() ([]byte, error) { return l.encode(l.ServiceLists()) }

func (l *List) encode(trusted []*qualified.List) ([]byte, error) {
	f := snapshotFile{Format: Format, Name: l.Name, Date: day(l.Date), Authorities: l.Authorities, Providers: l.Providers,
		Certificates: l.Entries, RevocationLists: l.CRLs, Revocations: l.Revocations, Roots: l.Roots, TrustedLists: trusted}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(f); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	return b.Bytes(), nil
}

func readSnapshot(data []byte) (*List, error) {
	var version struct {
		Format string `json:"format"`
	}
	if err := json.Unmarshal(data, &version); err != nil { // also where something follows its end
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	if version.Format != Format {
		return nil, fmt.Errorf("%w: %.40q, expected %q", ErrVersion, version.Format, Format)
	}
	if err := namesOnce(data); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	var f snapshotFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	l := &List{Name: f.Name, Kind: KindSnapshot, Authorities: f.Authorities, Providers: f.Providers, Entries: f.Certificates,
		CRLs: f.RevocationLists, Revocations: f.Revocations, Roots: f.Roots, Trusted: f.TrustedLists}
	if f.Date != "" {
		var err error
		if l.Date, err = time.Parse(time.DateOnly, f.Date); err != nil {
			return nil, fmt.Errorf("snapshot: date: %w", err)
		}
	}
	if err := l.validate(); err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	return l, nil
}

// namesOnce refuses a name that stands twice in one object, in whatever case: of two readings one would be passed over, and
// package json puts the second into what the first left.
func namesOnce(data []byte) error {
	var objects []map[string]bool // the objects around; nil for an array
	name := false                 // a name comes next, or the end of the object
	for d := json.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		last := len(objects) - 1
		switch t := token.(type) {
		case json.Delim:
			switch t {
			case '{':
				objects = append(objects, map[string]bool{})
			case '[':
				objects = append(objects, nil)
			default:
				objects = objects[:last]
			}
			last = len(objects) - 1
			name = last >= 0 && objects[last] != nil
			continue
		case string:
			if name {
				if t = strings.ToUpper(strings.ToLower(t)); objects[last][t] { // as package json folds
					return fmt.Errorf("%.40q %w", t, ErrTwice)
				}
				objects[last][t] = true
				name = false
				continue
			}
		}
		name = last >= 0 && objects[last] != nil
	}
}

// validate holds every fact of a snapshot against its shape, and against the certificate where that is there too.
func (l *List) validate() error {
	for _, n := range []struct {
		what      string
		have, max int
	}{
		{"authorities", len(l.Authorities), maxAuthorities}, {"providers", len(l.Providers), maxProviders},
		{"certificates", len(l.Entries), maxCertificates}, {"revocations", len(l.Revocations), maxRevocations},
		{"revocationLists", len(l.CRLs), maxCRLs}, {"roots", len(l.Roots), maxAuthorities}, {"trustedLists", len(l.Trusted), maxAuthorities},
	} {
		if n.have > n.max {
			return fmt.Errorf("%s: %w: %d, at most %d", n.what, errTooMany, n.have, n.max)
		}
	}
	for i := range l.Authorities {
		if err := l.Authorities[i].validate(); err != nil {
			return fmt.Errorf("authorities[%d]: %w", i, err)
		}
	}
	domains := 0
	for i := range l.Providers {
		p := &l.Providers[i]
		if domains += len(p.Domains) + len(p.Managed); domains > maxDomains {
			return fmt.Errorf("providers: %w: more than %d domains", errTooMany, maxDomains)
		}
		if p.Name == "" {
			return fmt.Errorf("providers[%d]: no name", i)
		}
		if err := texts(append(append([]string{p.Name, p.Unit, p.Organisation, p.MailReceipt, p.Source, p.Date}, p.Spellings...), p.Managed...)...); err != nil {
			return fmt.Errorf("providers[%d]: %w", i, err)
		}
		if err := admissions(p.Domains); err != nil {
			return fmt.Errorf("providers[%d]: domains: %w", i, err)
		}
		if err := dates(p.Date); err != nil {
			return fmt.Errorf("providers[%d]: %w", i, err)
		}
		if len(p.Succession) > maxSuccessions {
			return fmt.Errorf("providers[%d]: %w: successions", i, errTooMany)
		}
		for j := range p.Succession {
			if err := p.Succession[j].validate(); err != nil {
				return fmt.Errorf("providers[%d]: succession[%d]: %w", i, j, err)
			}
		}
	}
	for i := range l.Entries {
		if err := l.Entries[i].validate(); err != nil {
			return fmt.Errorf("certificates[%d]: %w", i, err)
		}
	}
	for i, r := range l.Revocations {
		if r.Issuer == "" || r.Date.IsZero() || !isSerial(r.Serial) {
			return fmt.Errorf("revocations[%d]: issuer, serial and date are needed", i)
		}
		if err := texts(r.Issuer, r.Reason, r.Source); err != nil {
			return fmt.Errorf("revocations[%d]: %w", i, err)
		}
	}
	for i := range l.Roots {
		if err := l.Roots[i].validate(); err != nil {
			return fmt.Errorf("roots[%d]: %w", i, err)
		}
	}
	for i, t := range l.Trusted {
		if t == nil {
			return fmt.Errorf("trustedLists[%d]: none", i)
		}
		if err := t.Check(); err != nil {
			return fmt.Errorf("trustedLists[%d]: %w", i, err)
		}
	}
	for i := range l.CRLs {
		c := &l.CRLs[i]
		if c.DER != nil {
			read, err := readCRL(c.DER)
			if err != nil {
				return fmt.Errorf("revocationLists[%d]: %w", i, err)
			}
			*c = read
			continue
		}
		if c.Issuer == "" || c.ThisUpdate.IsZero() {
			return fmt.Errorf("revocationLists[%d]: issuer and thisUpdate are needed", i)
		}
		if err := texts(append([]string{c.Issuer, c.Source}, c.Points...)...); err != nil {
			return fmt.Errorf("revocationLists[%d]: %w", i, err)
		}
	}
	return nil
}

func (a *Authority) validate() error {
	if a.DER != nil {
		c, err := x509.ParseCertificate(a.DER)
		if err != nil {
			return err
		}
		if !isCA(c) || !bytes.Equal(c.RawSubjectPublicKeyInfo, a.SPKI) || fold(nameOf(c.RawSubject)) != fold(a.Subject) {
			return errors.New("its facts contradict its certificate")
		}
		*a = authorityOf(c)
		return nil
	}
	if a.Subject == "" {
		return errors.New("no subject")
	}
	if _, err := x509.ParsePKIXPublicKey(a.SPKI); err != nil {
		return fmt.Errorf("spki: %w", err)
	}
	if sha256Hex(a.SPKI) != a.SPKISHA256 {
		return errors.New("spkiSHA256 is not the hash of spki")
	}
	if len(a.Certificates)+len(a.Domains)+len(a.Organisations) > maxAdmissions {
		return fmt.Errorf("%w: more than %d facts", errTooMany, maxAdmissions)
	}
	if err := texts(a.Subject, a.LeafPolicy); err != nil {
		return err
	}
	for i, c := range a.Certificates {
		if !isHex(c.SHA256, 64) || !isSerial(c.Serial) || c.NotAfter.Before(c.NotBefore) {
			return fmt.Errorf("certificates[%d]: sha256, serial or validity is not one", i)
		}
		if err := errors.Join(texts(c.Issuer, c.Source), dates(c.Date)); err != nil {
			return fmt.Errorf("certificates[%d]: %w", i, err)
		}
	}
	if err := admissions(a.Domains); err != nil {
		return fmt.Errorf("domains: %w", err)
	}
	if err := admissions(a.Organisations); err != nil {
		return fmt.Errorf("organisations: %w", err)
	}
	return nil
}

func (e *Entry) validate() error {
	if e.SHA256 == "" && e.SHA1 == "" {
		return errors.New("neither sha256 nor sha1")
	}
	if (e.SHA256 != "" && !isHex(e.SHA256, 64)) || (e.SHA1 != "" && !isHex(e.SHA1, 40)) {
		return errors.New("hash is not one, in lower-case hexadecimal")
	}
	if e.DER != nil {
		c, err := x509.ParseCertificate(e.DER)
		if err != nil {
			return err
		}
		if (e.SHA256 != "" && sha256Hex(c.Raw) != e.SHA256) || (e.SHA1 != "" && sha1Hex(c.Raw) != e.SHA1) {
			return errors.New("its hash contradicts its certificate")
		}
		full := entryOf(c)
		full.Provider, full.Unit, full.Source, full.Date = e.Provider, e.Unit, e.Source, e.Date
		*e = full
	}
	if e.Serial != "" && !isSerial(e.Serial) {
		return errors.New("serial is not one")
	}
	if err := texts(append([]string{e.Provider, e.Unit, e.Subject, e.Issuer, e.Source}, e.Email...)...); err != nil {
		return err
	}
	return dates(e.Date)
}

func admissions(list []Admission) error {
	for i, a := range list {
		if a.Name == "" {
			return fmt.Errorf("[%d]: no name", i)
		}
		if !a.Until.IsZero() && !a.Since.Before(a.Until) {
			return fmt.Errorf("[%d]: until is not after since", i)
		}
		if err := errors.Join(texts(a.Name, a.Source), dates(a.Date)); err != nil {
			return fmt.Errorf("[%d]: %w", i, err)
		}
	}
	return nil
}

func texts(list ...string) error {
	for _, s := range list {
		if len(s) > maxText {
			return fmt.Errorf("%w: a text of %d bytes, at most %d", errTooMany, len(s), maxText)
		}
	}
	return nil
}

func dates(s string) error {
	if s == "" {
		return nil
	}
	_, err := time.Parse(time.DateOnly, s)
	return err
}

func isHex(s string, length int) bool {
	_, err := hex.DecodeString(s)
	return err == nil && len(s) == length && s == strings.ToLower(s)
}

// isSerial: RFC 5280 §4.1.2.2 bounds a serial number to 20 bytes; real ones are tolerated a little longer.
func isSerial(s string) bool {
	digits := strings.TrimPrefix(s, "-")
	return digits != "" && len(digits) <= 64 && strings.Trim(digits, "0123456789abcdef") == ""
}
