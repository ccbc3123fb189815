// Command piles writes piles of many transmissions for the page's tests. Mails are signed by the test authority of package
// pectest.
//
//	go run ./site/test/piles mails SEED TRANSMISSIONS MOST-RECIPIENTS   as JSON, with what the generator knows of them
//	go run ./site/test/piles pack SEED COUNT                            as a dossier's pieces of so many judged mails
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/dossier"
	"pecverifier/verifier/pectest"
)

type pile struct {
	Files []file `json:"files"`
	Plans []plan `json:"plans"`
}

type file struct {
	Name    string `json:"name"`
	Content []byte `json:"content"`
}

// plan is a transmission of which evidence that counts is there.
type plan struct {
	Identifier string            `json:"identifier"`
	Acceptance string            `json:"acceptance"`
	States     map[string]string `json:"states"`
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "piles:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("mails or pack?")
	}
	var numbers []int
	for _, arg := range args[1:] {
		n, err := strconv.Atoi(arg)
		if err != nil {
			return err
		}
		numbers = append(numbers, n)
	}
	switch {
	case args[0] == "mails" && len(numbers) == 3:
		return json.NewEncoder(os.Stdout).Encode(mails(uint64(numbers[0]), numbers[1], numbers[2]))
	case args[0] == "pack" && len(numbers) == 2:
		return pack(uint64(numbers[0]), numbers[1])
	}
	return fmt.Errorf("%q", args)
}

func mails(seed uint64, transmissions, most int) pile {
	office := pectest.NewOffice()
	var out pile
	for _, p := range pectest.Transmissions(seed, transmissions, most).Plans {
		for _, piece := range p.Pieces {
			out.Files = append(out.Files, file{piece.Name, p.Mail(office, piece)})
		}
		if p.Truth.Counted > 0 {
			out.Plans = append(out.Plans, plan{p.Identifier, p.Truth.Acceptance, p.Truth.States})
		}
	}
	return out
}

// pack judges mails of transmissions with up to 200 recipients on all processors.
func pack(seed uint64, count int) error {
	office := pectest.NewOffice()
	list, err := trustlist.Parse("ca.pem", office.Authority.CA.PEM())
	if err != nil {
		return err
	}
	type job struct {
		plan  *pectest.Plan
		piece pectest.Piece
	}
	var jobs []job
	for ; len(jobs) < count; seed++ {
		for _, p := range pectest.Transmissions(seed, 200, 200).Plans {
			for _, piece := range p.Pieces {
				if piece.Kind != "sent" {
					jobs = append(jobs, job{p, piece})
				}
			}
		}
	}
	judged := make([][]dossier.Input, count)
	var next atomic.Int64
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < count; i = int(next.Add(1)) - 1 {
				mail := jobs[i].plan.Mail(office, jobs[i].piece)
				name := fmt.Sprintf("%06d.eml", i)
				o := verifier.Options{Trust: list, Now: pectest.Now}
				judged[i] = dossier.Inputs(name, mail, verifier.Verify(name, mail, o), o)
			}
		})
	}
	workers.Wait()
	_, err = os.Stdout.Write(dossier.Pack(slices.Concat(judged...)))
	return err
}
