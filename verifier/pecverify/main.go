// Command pecverify judges PEC receipts and envelopes and prints one report a line (REPORT.md, pec-report/1), or with
// -dossier one transmission a line: which receipt belongs to what, and what is missing (pec-dossier/1).
package main

import (
	"bufio"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"pecverifier/trustlist"
	"pecverifier/trustlist/qualified/services"
	"pecverifier/verifier"
	"pecverifier/verifier/dossier"
	"pecverifier/verifier/truststore"
)

const usage = `usage: pecverify [-trust FILE]... [-only-trust] [-at RFC3339] [-attachments] [-json] PATH...
       pecverify [-trust FILE]... [-only-trust] [-at RFC3339] [-json] -paths FILE
       pecverify [-trust FILE]... [-only-trust] [-at RFC3339] -dossier [-profile NAME] PATH...
       pecverify [-trust FILE]... [-only-trust] [-json] -list

PATH is a file or a folder; - is standard input. Folders are read with all that is in them, in the order of names; links in
them to files are followed, those to folders are named and not followed.
All processors judge; reports come in the order of the paths.
-paths FILE   read the paths from a file, one a line; - is standard input. Each report repeats its path, and a path that
              cannot be read has a line that says so
-trust FILE   add a provider list: certificates (PEM, DER), an index (LDIF), revocation lists, a snapshot; or a trusted list
              of a state (XML), for registered mail (REM)
-only-trust   leave the embedded list out
-at TIME      judge as if it were TIME (it only decides whether a certificate "has expired since", and in a
              dossier whether more may still come)
-json         one JSON report a line; without it, one line of text a report
-dossier      join all reports, and sent mails among the files, into transmissions: one JSON transmission a line,
              what belongs to none on standard error
-attachments  judge the signatures of what was sent too, at the certified time, and those of files that are no evidence
              (.p7m, .p7s beside its file, PDF, XML, ASiC, time-stamps) as of now; no verdict and no exit status changes by it
-list         print the provider list in use and judge nothing; with -json as a snapshot that -trust reads
-profile NAME add a check list to each transmission: l53-1994, service by a lawyer (a help, no advice)

Exit status: 0 every report is TOTAL-PASSED and everything was judged, 1 some report is not or a bound ended a search,
2 usage, or a path that cannot be read.
With -dossier: 0 every transmission is complete, 1 some is not or there is none, 2 usage, or something that was given
was not read or judged: then nothing is complete.
`

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, newCollector()))
}

type paths []string

func (p *paths) String() string     { return fmt.Sprint(*p) }
func (p *paths) Set(s string) error { *p = append(*p, s); return nil }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer, memory *collector) int {
	flags := flag.NewFlagSet("pecverify", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage) }
	var trust paths
	flags.Var(&trust, "trust", "")
	only := flags.Bool("only-trust", false, "")
	at := flags.String("at", "", "")
	asJSON := flags.Bool("json", false, "")
	asDossier := flags.Bool("dossier", false, "")
	listed := flags.String("paths", "", "")
	attachments := flags.Bool("attachments", false, "")
	asList := flags.Bool("list", false, "")
	profile := flags.String("profile", "", "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if (flags.NArg() == 0 && *listed == "") != *asList || flags.NArg() > 0 && *listed != "" {
		flags.Usage()
		return 2
	}
	c := command{memory: memory, stdin: stdin, stderr: stderr, out: bufio.NewWriter(stdout), asJSON: *asJSON, pile: pile{on: *asDossier, profile: *profile}}
	defer c.out.Flush()
	if *profile != "" && (!*asDossier || *profile != dossier.ProfileL53) {
		return c.usage("-profile: %s, with -dossier, is the only one", dossier.ProfileL53)
	}
	if *at != "" {
		now, err := time.Parse(time.RFC3339, *at)
		if err != nil {
			return c.usage("-at: %v", err)
		}
		c.options.Now = now
	}
	if c.options.Attachments = *attachments; *attachments && !*only {
		c.options.Services = services.Data().Lists
	}
	list, err := c.readTrust(trust, *only)
	if err != nil {
		return c.usage("%v", err)
	}
	if *asList {
		if err := c.printList(list); err != nil {
			c.unreadable(err)
		}
		return c.status
	}
	c.options.Trust = list
	for _, path := range flags.Args() {
		if i, err := os.Stat(path); err == nil && i.Mode().IsRegular() && i.Size() <= verifier.DefaultMaxInput {
			c.named = append(c.named, path)
		}
	}
	c.scan(func(yield func(*task) bool) {
		for _, path := range flags.Args() {
			if !walk(path, false, yield) {
				return
			}
		}
		if *listed != "" {
			c.walkList(*listed, yield)
		}
	})
	if c.pile.on {
		c.printDossier()
	}
	return c.status
}

// readTrust puts the lists together, in whatever order they are given: the program's own first, unless it is left out.
// What would wait for an authority waits for nobody here.
func (c *command) readTrust(files []string, only bool) (*trustlist.List, error) {
	o := truststore.Options{From: trustlist.FromFile}
	if only {
		o.Base = trustlist.Combine()
	}
	store := truststore.New(o)
	var records []truststore.Record
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("-trust: %w", err)
		}
		records = append(records, truststore.Record{Name: filepath.Base(name), Data: data})
	}
	if err := store.Take(records...); err != nil {
		return nil, fmt.Errorf("-trust: %w", err)
	}
	known := append(store.Current().ServiceLists(), c.options.Services...)
	crls := store.WaitingCRLs()
	for name, err := range store.Pending() {
		var lists []*trustlist.CRL
		strangers := !c.options.Attachments
		for _, w := range crls {
			if w.Name == name {
				lists, strangers = append(lists, w.CRL), strangers || !w.CRL.OfService(known)
			}
		}
		if len(lists) > 0 && !strangers {
			c.options.CRLs = append(c.options.CRLs, lists...)
			continue
		}
		return nil, fmt.Errorf("-trust %s: %w", name, err)
	}
	for _, p := range store.Current().Parts() {
		for _, r := range p.Refused {
			fmt.Fprintf(c.stderr, "pecverify: -trust %s: left out: %q\n", p.Name, fmt.Sprint(r))
		}
		if p.Signed.Kind == trustlist.OriginUnknown {
			fmt.Fprintf(c.stderr, "pecverify: -trust %s: signed by no listed authority: %q, certificate SHA-256 %s\n", p.Name, p.Signed.Signer, p.Signed.SHA256)
		}
	}
	return store.Current(), nil
}

type command struct {
	memory  *collector
	options verifier.Options
	asJSON  bool
	pile    pile
	named   []string // files that the command line names one by one
	stdin   io.Reader
	out     *bufio.Writer
	stderr  io.Writer
	status  int
}

func (c *command) usage(format string, args ...any) int {
	fmt.Fprintf(c.stderr, "pecverify: "+format+"\n", args...)
	return 2
}

// readFile reads no more than the verifier would take, so that an endless file is an answer too.
func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.Size() > 0 && info.Size() <= verifier.DefaultMaxInput {
		data := make([]byte, info.Size())
		_, err := io.ReadFull(f, data)
		return data, err
	}
	return io.ReadAll(io.LimitReader(f, verifier.DefaultMaxInput+1))
}

func (c *command) unreadable(err error) {
	fmt.Fprintf(c.stderr, "pecverify: %v\n", err)
	c.status = 2
}

// named says what a report is about, quoted: names are a stranger's text.
func named(r verifier.Report) string {
	name := fmt.Sprintf("%q", cmp.Or(r.File.Path, r.File.Name))
	if r.Part != "" {
		name += fmt.Sprintf(" part %q", r.Part)
	}
	return name
}

// text is a report in one line for people.
func text(r verifier.Report) string {
	name := named(r)
	if r.Error != "" {
		return fmt.Sprintf("%s: error: %s\n", name, r.Error)
	}
	return fmt.Sprintf("%s: %s %s %s%s\n", name, r.Indication, r.Subindication, r.Kind, certified(r)+concluded(r)) + signatures(r)
}

// concluded are the three answers, and what the law makes of the certified time.
func concluded(r verifier.Report) string {
	if r.Meaning == nil {
		return ""
	}
	s := fmt.Sprintf("; bytes %s, signer %s, evidence %s", r.Answers.Bytes, r.Answers.Signer, r.Answers.Evidence)
	if l := r.Law; l != nil {
		if l.CountsFrom != "" {
			s += "; counts from " + l.CountsFrom + " 07:00 in Rome"
		}
		s += "; log until " + l.LogUntil
	}
	return s
}

func certified(r verifier.Report) string {
	if r.Certified == nil {
		return ""
	}
	return fmt.Sprintf(", %s, %q", r.Certified.Time, r.Certified.Provider)
}
