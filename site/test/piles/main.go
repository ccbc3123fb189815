// Command piles writes a pile of many transmissions for the page's tests, with what the generator knows of them:
// go run ./site/test/piles SEED TRANSMISSIONS MOST-RECIPIENTS. Mails are signed by the test authority of package pectest.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

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
	var numbers [3]int
	if len(args) != len(numbers) {
		return fmt.Errorf("%d arguments, not %d", len(args), len(numbers))
	}
	for i, arg := range args {
		n, err := strconv.Atoi(arg)
		if err != nil {
			return err
		}
		numbers[i] = n
	}
	office := pectest.NewOffice()
	made := pectest.Transmissions(uint64(numbers[0]), numbers[1], numbers[2])
	var out pile
	for _, p := range made.Plans {
		for _, piece := range p.Pieces {
			out.Files = append(out.Files, file{piece.Name, p.Mail(office, piece)})
		}
		if p.Truth.Counted > 0 {
			out.Plans = append(out.Plans, plan{p.Identifier, p.Truth.Acceptance, p.Truth.States})
		}
	}
	return json.NewEncoder(os.Stdout).Encode(out)
}
