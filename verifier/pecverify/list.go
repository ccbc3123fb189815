package main

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"

	"pecverifier/trustlist"
)

// printList prints the list in use: its parts, a line for each provider certificate, and a line for each name that an
// authority admits. As JSON it is the snapshot that -trust reads (pec-trustlist/1).
func (c *command) printList(list *trustlist.List) error {
	if c.asJSON {
		text, err := list.Export()
		if err != nil {
			return err
		}
		_, err = c.out.Write(text)
		return err
	}
	for _, p := range list.Parts() {
		fmt.Fprintf(c.out, "%s %s, of %s, %s: %s\n", p.Kind, quoted(p.Name), cmp.Or(dayOf(p.Date), "no stated date"), origin(p.Signed), counts(p))
		for _, r := range p.Refused {
			fmt.Fprintf(c.out, "  left out: %s: %s\n", quoted(r.Entry), quoted(r.Reason))
		}
	}
	w := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "\nPROVIDER\tSIGNS FROM\tVALID FROM\tTO\tCERTIFICATE\tCUSTOMERS' DOMAINS")
	for _, g := range list.Directory() {
		name := quoted(g.Name)
		if g.Unit != "" {
			name += " " + quoted(g.Unit)
		}
		name += hearsay(g.SecondHand)
		var domains []string
		for _, d := range g.Domains {
			domains = append(domains, quoted(d.Name)+hearsay(d.SecondHand))
		}
		for _, e := range g.Certificates {
			hash := "sha256:" + e.SHA256
			if e.SHA256 == "" {
				hash = "sha1:" + e.SHA1
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d\n", name, strings.Join(domains, " "), dash(e.NotBefore), dash(e.NotAfter), hash, len(g.Managed))
		}
		if len(g.Certificates) == 0 {
			fmt.Fprintf(w, "%s\t%s\t-\t-\t-\t%d\n", name, strings.Join(domains, " "), len(g.Managed))
		}
	}
	printSuccessions(w, list)
	for _, a := range list.Authorities {
		fmt.Fprintf(w, "\nAUTHORITY\t%s\n", quoted(a.Subject))
		if len(a.Certificates) > 0 {
			fmt.Fprintln(w, "ITS CERTIFICATES\tFROM\tTO")
		}
		for _, k := range a.Certificates {
			fmt.Fprintf(w, "sha256:%s\t%s\t%s\n", k.SHA256, dash(k.NotBefore), dash(k.NotAfter))
		}
		admitted := append(append([]trustlist.Admission{}, a.Domains...), a.Organisations...)
		if len(admitted) > 0 {
			fmt.Fprintln(w, "ADMITTED NAME\tFROM\tTO")
		}
		for _, d := range admitted {
			fmt.Fprintf(w, "%s\t%s\t%s\n", quoted(d.Name), dash(d.Since), dash(d.Until))
		}
	}
	printServices(w, list)
	return w.Flush()
}

// printServices says who delivers registered mail (REM) or by another platform, by the trusted lists in use: every state of each service.
func printServices(w io.Writer, list *trustlist.List) {
	head := "\nSERVICE\tPROVIDER\tTYPE\tSTATUS\tSINCE\tCERTIFICATES\tLIST\n"
	for _, s := range list.Deliverers() {
		var hashes []string
		for _, i := range s.Service.Identities {
			hashes = append(hashes, "sha256:"+i.SHA256)
		}
		for _, p := range s.Service.Periods {
			fmt.Fprintf(w, "%s%s\t%s\t%s\t%s\t%s\t%s\t%s\n", head, quoted(s.Service.Name), quoted(s.Service.Provider), quoted(p.Type), quoted(p.Status), dayOf(p.From),
				strings.Join(hashes, " "), quoted(s.List.Name()))
			head = ""
		}
	}
}

// printSuccessions says what became of providers, and by whose word.
func printSuccessions(w io.Writer, list *trustlist.List) {
	head := "\nWHAT BECAME OF\tWHAT\tWHO\tWHEN\tLOGS UNTIL\tSOURCE\n"
	for _, p := range list.Providers {
		for _, s := range p.Succession {
			source := quoted(s.Source) + hearsay(s.SecondHand)
			fmt.Fprintf(w, "%s%s\t%s\t%s\t%s\t%s\t%s\n", head, quoted(cmp.Or(s.From, p.Name)), s.Kind, quoted(s.To), s.Date, cmp.Or(s.LogsUntil, "-"), source)
			head = ""
		}
	}
}

func counts(l *trustlist.List) string {
	if s := l.Services; s != nil {
		return fmt.Sprintf("%s of %s, %d services", s.Name(), quoted(s.Operator), len(s.Services))
	}
	return fmt.Sprintf("%d providers, %d certificates, %d authorities, %d revocation lists", len(l.Directory()), len(l.Entries), len(l.Authorities), len(l.CRLs))
}

func origin(o trustlist.Origin) string {
	switch o.Kind {
	case trustlist.OriginEmbedded, trustlist.OriginUnsigned:
		return string(o.Kind)
	case trustlist.OriginListed:
		return "signed by " + quoted(o.Signer) + ", a listed authority"
	default:
		return "signed by " + quoted(o.Signer) + ", no listed authority, certificate sha256:" + o.SHA256
	}
}

// hearsay marks what neither a certificate nor the authority says.
func hearsay(is bool) string {
	if is {
		return " (second hand)"
	}
	return ""
}

// quoted: names come from files of strangers and go to a terminal.
func quoted(s string) string { return fmt.Sprintf("%q", s) }

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

func dash(t time.Time) string { return cmp.Or(dayOf(t), "-") }
