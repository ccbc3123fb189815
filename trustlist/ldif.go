package trustlist

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// The index of providers is LDIF (RFC 2849) with the attributes of RFC 6109 §4.5. What the examples in §4.5.10 need is
// tolerated: attribute names in any case, a record that begins without an empty line before it, a value that stands
// wholly on a folded line, a folded distinguished name, hashes in either case, providerUnits for providerUnit.

// looksLikeLDIF: the first line that is no comment names a version or a record. A mail's does not.
func looksLikeLDIF(text []byte) bool {
	for len(text) > 0 {
		var line []byte
		line, text, _ = bytes.Cut(text, []byte("\n"))
		if len(bytes.TrimSpace(line)) == 0 || line[0] == '#' {
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		name = bytes.ToLower(bytes.TrimSpace(name))
		return ok && (string(name) == "version" || string(name) == "dn")
	}
	return false
}

func readLDIF(data []byte) (*List, error) {
	x := &ldifIndex{l: &List{Kind: KindLDIF}, seen: map[string]bool{}}
	s := &ldifScanner{rest: data}
	var r *ldifRecord
	for {
		line, at, err := s.next()
		if err != nil {
			return nil, fmt.Errorf("ldif: line %d: %w", at, err)
		}
		if line == nil { // end
			break
		}
		if len(line) == 0 {
			if err := x.add(r); err != nil {
				return nil, fmt.Errorf("ldif: %w", err)
			}
			r = nil
			continue
		}
		name, value, err := ldifLine(line)
		if err != nil {
			return nil, fmt.Errorf("ldif: line %d: %w", at, err)
		}
		switch {
		case name == "version" && r == nil:
			if string(value) != "1" {
				return nil, fmt.Errorf("ldif: line %d: version %.20q is not known", at, value)
			}
		case name == "dn":
			if err := x.add(r); err != nil { // RFC 6109 §4.5.10 leaves the empty line out
				return nil, fmt.Errorf("ldif: %w", err)
			}
			r = &ldifRecord{line: at, dn: string(value), values: map[string][][]byte{}}
		case r == nil:
			return nil, fmt.Errorf("ldif: line %d: %.40q stands in no record", at, name)
		case name == "changetype":
			return nil, fmt.Errorf("ldif: line %d: a list of changes, not of entries", at)
		default:
			r.values[name] = append(r.values[name], value)
		}
	}
	if err := x.add(r); err != nil {
		return nil, fmt.Errorf("ldif: %w", err)
	}
	return x.finish()
}

// ldifScanner joins folded lines and leaves comments out.
type ldifScanner struct {
	rest []byte
	line int // number of the last physical line
}

// next returns one logical line and where it begins: empty at the end of a record, nil at the end of the file.
func (s *ldifScanner) next() (line []byte, at int, err error) {
	for len(s.rest) > 0 {
		joined := s.physical()
		at = s.line
		if len(joined) > 0 && joined[0] == ' ' {
			return nil, at, errors.New("it goes on with nothing: a folded line without its beginning")
		}
		if len(s.rest) > 0 && s.rest[0] == ' ' {
			joined = bytes.Clone(joined)
		}
		for len(joined) > 0 && len(s.rest) > 0 && s.rest[0] == ' ' && len(joined) <= maxLine {
			joined = append(joined, s.physical()[1:]...)
		}
		switch {
		case len(joined) > maxLine:
			return nil, at, fmt.Errorf("longer than %d bytes", maxLine)
		case len(joined) > 0 && joined[0] == '#':
		default:
			return joined, at, nil
		}
	}
	return nil, s.line, nil
}

func (s *ldifScanner) physical() []byte {
	line, rest, _ := bytes.Cut(s.rest, []byte("\n"))
	s.rest = rest
	s.line++
	return bytes.TrimSuffix(line, []byte("\r"))
}

// ldifLine splits `name[;option]: value` or `name[;option]:: base64`. The name comes out in lower case, options left out:
// ;binary is the only one there is (RFC 4522).
func ldifLine(line []byte) (name string, value []byte, err error) {
	before, after, ok := bytes.Cut(line, []byte(":"))
	if !ok {
		return "", nil, errors.New("no colon")
	}
	attribute, _, _ := strings.Cut(strings.ToLower(strings.TrimRight(string(before), " \t")), ";")
	if attribute == "" || strings.Trim(attribute, "abcdefghijklmnopqrstuvwxyz0123456789-.") != "" {
		return "", nil, fmt.Errorf("%.40q is no attribute", before)
	}
	switch {
	case len(after) > 0 && after[0] == ':':
		text := bytes.Map(func(r rune) rune {
			if r == ' ' || r == '\t' {
				return -1
			}
			return r
		}, after[1:])
		value, err = base64.StdEncoding.Strict().AppendDecode(nil, text)
		if err != nil {
			return "", nil, fmt.Errorf("%s: %w", attribute, err)
		}
		return attribute, value, nil
	case len(after) > 0 && after[0] == '<':
		return "", nil, fmt.Errorf("%s: its value is elsewhere (a URL), which is never fetched", attribute)
	}
	if !utf8.Valid(after) {
		return "", nil, fmt.Errorf("%s: its value is not UTF-8", attribute)
	}
	return attribute, bytes.TrimSpace(after), nil
}

type ldifRecord struct {
	line   int
	dn     string
	values map[string][][]byte
}

// ldifIndex gathers the providers of the records.
type ldifIndex struct {
	l       *List
	seen    map[string]bool
	domains int
}

// add takes over one record. A provider that is there twice condemns the file; a record that contradicts itself is left
// out alone.
func (x *ldifIndex) add(r *ldifRecord) error {
	if r == nil || !r.isProvider() {
		return nil
	}
	p := Provider{Name: r.text("providername"), Unit: r.text("providerunit")}
	if p.Name == "" {
		p.Name = rdnValue(r.dn, "providername")
	}
	if p.Unit == "" {
		p.Unit = rdnValue(r.dn, "providerunit")
	}
	label := p.Name
	if p.Unit != "" {
		label += " (" + p.Unit + ")"
	}
	if label == "" {
		label = fmt.Sprintf("record at line %d", r.line)
	}
	for _, key := range []string{"dn\x00" + foldDN(r.dn), "name\x00" + providerKey(p.Name, p.Unit)} {
		if x.seen[key] {
			return fmt.Errorf("line %d: the provider %s %w", r.line, label, ErrTwice)
		}
		x.seen[key] = true
	}
	entries, err := x.entries(&p, r)
	if err != nil {
		if errors.Is(err, errTooMany) {
			return err
		}
		x.l.Refused = append(x.l.Refused, Refusal{label, err.Error()})
		return nil
	}
	if len(x.l.Providers) >= maxProviders {
		return fmt.Errorf("%w: more than %d providers", errTooMany, maxProviders)
	}
	x.l.Providers = append(x.l.Providers, p)
	x.l.Entries = append(x.l.Entries, entries...)
	return nil
}

func (x *ldifIndex) entries(p *Provider, r *ldifRecord) ([]Entry, error) {
	if p.Name == "" {
		return nil, errors.New("it has no providerName")
	}
	for _, a := range []string{"providername", "providerunit", "mailreceipt"} { // RFC 6109 §4.5: single-valued
		if len(r.values[a]) > 1 {
			return nil, fmt.Errorf("it has %s more than once", a)
		}
	}
	p.MailReceipt = r.text("mailreceipt")
	if x.domains += len(r.values["manageddomains"]); x.domains > maxDomains {
		return nil, fmt.Errorf("%w: more than %d domains", errTooMany, maxDomains)
	}
	for _, v := range r.values["manageddomains"] {
		p.Managed = append(p.Managed, asciiLower(string(v)))
	}
	if err := texts(append([]string{p.Name, p.Unit, p.MailReceipt}, p.Managed...)...); err != nil {
		return nil, err
	}
	open := map[string]bool{} // hashes whose certificate was not seen
	var hashes []string
	for _, v := range r.values["providercertificatehash"] {
		h := asciiLower(strings.Join(strings.Fields(string(v)), ""))
		if !isHex(h, 40) {
			return nil, fmt.Errorf("providerCertificateHash %.60q is no SHA-1 in hexadecimal", v)
		}
		if !open[h] {
			hashes = append(hashes, h)
		}
		open[h] = true
	}
	if len(x.l.Entries)+len(hashes)+len(r.values["providercertificate"]) > maxCertificates {
		return nil, fmt.Errorf("%w: more than %d certificates", errTooMany, maxCertificates)
	}
	var out []Entry
	have := map[string]bool{}
	for i, der := range r.values["providercertificate"] {
		c, err := x509.ParseCertificate(der)
		if err != nil && open[sha1Hex(der)] {
			continue // one that x509 does not read, as the oldest may be: its hash is stated, and stands for it
		}
		if err != nil {
			return nil, fmt.Errorf("providerCertificate %d: %w", i+1, err)
		}
		e := entryOf(c)
		if have[e.SHA256] {
			continue
		}
		have[e.SHA256] = true
		if len(hashes) > 0 && !open[e.SHA1] {
			return nil, fmt.Errorf("providerCertificate %d has the SHA-1 %s, which contradicts providerCertificateHash %s", i+1, e.SHA1, strings.Join(hashes[:min(len(hashes), 4)], ", "))
		}
		e.Provider, e.Unit = p.Name, p.Unit
		p.Domains = append(p.Domains, signingDomains(c, "")...)
		p.Organisation = organisationOf(c)
		out = append(out, e)
	}
	for _, e := range out {
		delete(open, e.SHA1)
	}
	for _, h := range hashes {
		if open[h] {
			out = append(out, Entry{Provider: p.Name, Unit: p.Unit, SHA1: h})
		}
	}
	if len(out) == 0 {
		return nil, errors.New("it has neither providerCertificateHash nor providerCertificate")
	}
	return out, nil
}

func (x *ldifIndex) finish() (*List, error) {
	if len(x.l.Providers) > 0 {
		return x.l, nil
	}
	if len(x.l.Refused) > 0 {
		return nil, fmt.Errorf("ldif: %s", x.l.Refused[0])
	}
	return nil, errors.New("ldif: there is no provider in it")
}

// isProvider tells a provider's record from the root of the directory.
func (r *ldifRecord) isProvider() bool {
	for _, v := range r.values["objectclass"] {
		if strings.EqualFold(string(v), "provider") {
			return true
		}
	}
	return len(r.values["providercertificatehash"])+len(r.values["providercertificate"])+len(r.values["providername"]) > 0
}

func (r *ldifRecord) text(attribute string) string {
	if v := r.values[attribute]; len(v) > 0 {
		return strings.ToValidUTF8(strings.TrimSpace(string(v[0])), "\uFFFD")
	}
	return ""
}

// rdns splits a distinguished name at its commas; white space around them is folding (RFC 6109 §4.5.10).
func rdns(dn string) (out []string) {
	start, escaped := 0, false
	for i := 0; i < len(dn); i++ {
		switch {
		case escaped:
			escaped = false
		case dn[i] == '\\':
			escaped = true
		case dn[i] == ',':
			out = append(out, strings.TrimSpace(dn[start:i]))
			start = i + 1
		}
	}
	return append(out, strings.TrimSpace(dn[start:]))
}

func rdnValue(dn, attribute string) string {
	for _, r := range rdns(dn) {
		name, value, ok := strings.Cut(r, "=")
		name = fold(name)
		if ok && (name == attribute || name == attribute+"s") {
			return strings.ToValidUTF8(strings.ReplaceAll(strings.TrimSpace(value), "\\", ""), "\uFFFD")
		}
	}
	return ""
}

func foldDN(dn string) string {
	parts := rdns(dn)
	for i, p := range parts {
		name, value, _ := strings.Cut(p, "=")
		parts[i] = fold(name) + "=" + fold(value)
	}
	return strings.Join(parts, ",")
}
