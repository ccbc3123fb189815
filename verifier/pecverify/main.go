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
	"pecverifier/verifier/pecverify/words"
	"pecverifier/verifier/truststore"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, newCollector()))
}

type paths []string

func (p *paths) String() string     { return fmt.Sprint(*p) }
func (p *paths) Set(s string) error { *p = append(*p, s); return nil }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer, memory *collector) int {
	flags := flag.NewFlagSet("pecverify", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage()) }
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
	asCSV := flags.Bool("csv", false, "")
	explain := flags.Bool("explain", false, "")
	lang := flags.String("lang", cmp.Or(os.Getenv("LC_ALL"), os.Getenv("LC_MESSAGES"), os.Getenv("LANG")), "")
	judged := flags.Bool("judged", false, "")
	shell := flags.String("completion", "", "")
	asManual := flags.Bool("man", false, "")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if *asManual || *shell != "" {
		text := completion(*shell)
		if *asManual {
			text = manual()
		}
		if text == "" {
			fmt.Fprintln(stderr, "pecverify: -completion: bash, zsh or fish")
			return 2
		}
		fmt.Fprint(stdout, text)
		return 0
	}
	if (flags.NArg() == 0 && *listed == "") != *asList || flags.NArg() > 0 && *listed != "" {
		flags.Usage()
		return 2
	}
	c := command{memory: memory, stdin: stdin, stderr: stderr, out: bufio.NewWriter(stdout), asJSON: *asJSON, pile: pile{on: *asDossier, profile: *profile}}
	defer c.out.Flush()
	c.asCSV, c.judged, c.listed, c.tally = *asCSV, *judged, *listed != "", newTally(stdout, stderr)
	c.people = people{Language: words.In(*lang), colours: isTerminal(stdout) && os.Getenv("NO_COLOR") == "", all: *explain}
	if more := countTrue(*asJSON, *asCSV, *explain, *asDossier); more > 1 && !(*asJSON && *asDossier) {
		return c.usage("-json, -csv, -explain and -dossier are each another form of what is printed")
	}
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
	if c.known = len(c.named); *listed != "" && *listed != "-" {
		c.known = countLines(*listed)
	}
	if c.asCSV {
		c.out.WriteString(head())
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
	c.tally.end()
	if c.pile.on {
		c.printDossier()
		return c.status
	}
	if c.listed || c.tally.files > 1 && isTerminal(stderr) {
		fmt.Fprintf(stderr, "pecverify: %v\n", c.tally)
	}
	if !c.judged || c.status == 2 {
		return c.status
	}
	if c.tally.unread > 0 {
		return 2
	}
	return 0
}

func countTrue(all ...bool) int {
	n := 0
	for _, one := range all {
		if one {
			n++
		}
	}
	return n
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
	asCSV   bool
	people  people
	judged  bool // of the exit status: everything was
	listed  bool // paths come from a list
	known   int  // how many files there are; 0 = that is not known before they are read
	tally   *tally
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
	if c.tally != nil {
		c.tally.end() // what is said stands on a line of its own
	}
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
