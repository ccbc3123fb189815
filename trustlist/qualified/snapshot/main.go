// Snapshot makes the files of qualified services from official lists. The same lists give the same bytes.
//
//	go run ./trustlist/qualified/snapshot -signers FILE -lotl FILE [-source WHERE]... [-out FOLDER] LIST...
//
// FILE of -signers has the fingerprints of the certificates that may sign the list of lists, as the Official Journal publishes
// them: {"publication": "…", "certificates": [{"sha256": "…"}]}. The list of lists must be signed by one of them, each LIST by a
// certificate that it names for the list's territory. -source says where a file is from, in the order: list of lists, lists. Files
// may be gzipped.
//
// It writes delivery.json, which is embedded (delivery services only), and services/qualified.json, the data file of the whole: authorities
// of qualified certificates, time-stamps, delivery services, with keys and the history of their status. No subject of a service's
// own certificate is kept: one names a person.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/eulist"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "snapshot:", err)
		os.Exit(1)
	}
}

type texts []string

func (t *texts) String() string     { return strings.Join(*t, ", ") }
func (t *texts) Set(s string) error { *t = append(*t, s); return nil }

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("snapshot", flag.ContinueOnError)
	signers := flags.String("signers", "", "fingerprints of the certificates that may sign the list of lists")
	lotl := flags.String("lotl", "", "the list of lists")
	out := flags.String("out", "trustlist/qualified", "folder to write to")
	var sources texts
	flags.Var(&sources, "source", "where a file is from")
	if err := flags.Parse(args); err != nil {
		return err
	}
	source := func(i int) string {
		if i < len(sources) {
			return sources[i]
		}
		return ""
	}
	whole, err := readLOTL(*lotl, *signers, source(0))
	if err != nil {
		return err
	}
	small := *whole
	for i, name := range flags.Args() {
		l, err := readList(name, whole)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		l.Source = source(1 + i)
		whole.Lists = append(whole.Lists, facts(l, false))
		small.Lists = append(small.Lists, facts(l, true))
	}
	for name, d := range map[string]*qualified.Data{"delivery.json": &small, "services/qualified.json": whole} {
		text, err := d.Write()
		if err != nil {
			return err
		}
		if person := taxCode.Find(text); person != nil {
			return errors.New("a person's tax code is in the facts")
		}
		path := filepath.Join(*out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
		services := 0
		for _, l := range d.Lists {
			services += len(l.Services)
		}
		fmt.Fprintf(stdout, "%s: %d services, %d bytes\n", name, services, len(text))
	}
	return nil
}

// taxCode is the form of an Italian person's tax code.
var taxCode = regexp.MustCompile(`\b[A-Z]{6}[0-9]{2}[A-EHLMPRST][0-9]{2}[A-Z][0-9]{3}[A-Z]\b`)

func readFile(name string) ([]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil || !strings.HasSuffix(name, ".gz") {
		return data, err
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// readLOTL reads the list of lists and holds its signer against the Official Journal.
func readLOTL(name, signers, source string) (*qualified.Data, error) {
	var journal struct {
		Publication  string
		Certificates []struct{ SHA256 string }
	}
	text, err := os.ReadFile(signers)
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(text, &journal); err != nil {
		return nil, fmt.Errorf("%s: %w", signers, err)
	}
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	signed, err := eulist.Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	l := signed.List
	known := slices.ContainsFunc(journal.Certificates, func(c struct{ SHA256 string }) bool { return c.SHA256 == l.Signer })
	if !l.LOTL || !known || l.Issued.After(signed.Signer.NotAfter) {
		return nil, fmt.Errorf("%s: no list of lists, or not signed by a certificate of the Official Journal", name)
	}
	d := &qualified.Data{Schema: qualified.Schema, LOTL: qualified.LOTL{Sequence: l.Sequence, Issued: l.Issued, SHA256: l.SHA256,
		Signer: l.Signer, Anchors: journal.Publication, Source: source, Signers: l.Pointers}}
	for territory := range l.Pointers {
		slices.Sort(l.Pointers[territory])
	}
	return d, nil
}

func readList(name string, known *qualified.Data) (*qualified.List, error) {
	data, err := readFile(name)
	if err != nil {
		return nil, err
	}
	signed, err := eulist.Read(data)
	if err != nil {
		return nil, err
	}
	if !signed.Vouch(known) {
		return nil, fmt.Errorf("the list of lists does not name its signer %s", signed.List.Signer)
	}
	return signed.List, nil
}

// facts keeps what is asked of a list: of an authority its name and key, of a service that is its own certificate its fingerprint.
func facts(l *qualified.List, deliveryOnly bool) *qualified.List {
	out := *l
	out.Partial, out.Services, out.Pointers, out.Refused = deliveryOnly, nil, nil, nil
	for _, s := range l.Services {
		isDelivery := slices.ContainsFunc(s.Periods, func(p qualified.Period) bool { return strings.HasPrefix(p.Type, qualified.TypeEDS) })
		if deliveryOnly && !isDelivery {
			continue
		}
		narrowed := slices.ContainsFunc(s.Periods, func(p qualified.Period) bool { return len(p.Only) > 0 })
		kept := s
		kept.Name, kept.Identities = commonName(s.Name), nil
		for _, id := range s.Identities {
			switch {
			case !id.CA: // it is known by its octets
				id = qualified.Identity{SHA256: id.SHA256, NotBefore: id.NotBefore, NotAfter: id.NotAfter}
			case !narrowed && !isDelivery:
				id = qualified.Identity{SPKI: id.SPKI, Subject: id.Subject, CA: true}
			default:
				id.KeyID = ""
			}
			kept.Identities = append(kept.Identities, id)
		}
		if len(kept.Identities) > 0 { // a validation service has none, and can vouch for nobody
			out.Services = append(out.Services, kept)
		}
	}
	return &out
}

// commonName is that of a name that is written as a distinguished one, as services' names are in the Italian list.
func commonName(name string) string {
	for _, part := range strings.Split(name, ",") {
		if cn, ok := strings.CutPrefix(strings.TrimSpace(part), "CN="); ok {
			return strings.TrimSpace(cn)
		}
	}
	if strings.Contains(name, "=") {
		return ""
	}
	return name
}
