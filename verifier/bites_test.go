package verifier

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func TestTheContractNamesEveryCheck(t *testing.T) {
	contract, err := os.ReadFile("REPORT.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(contract), "| id | asks |")
	table, _, _ = strings.Cut(table, "\n\n")
	var named []string
	for _, row := range strings.Split(table, "\n") {
		if ids, _, found := strings.Cut(strings.TrimPrefix(row, "| "), " |"); found && !strings.HasPrefix(ids, "---") {
			named = append(named, strings.Split(ids, ", ")...)
		}
	}
	for _, id := range CheckIDs() {
		if !slices.Contains(named, id) {
			t.Errorf("REPORT.md's table has no row for %s", id)
		}
	}
	for _, id := range named {
		if !slices.Contains(CheckIDs(), id) {
			t.Errorf("REPORT.md names %s, which is no check", id)
		}
	}
}

// neverBite only say something: what a file is, and what was around it.
var neverBite = []string{"file.type", "wrapper.cover"}

// A check that no vector expects to warn or to fail could be taken out, and nobody would notice.
func TestEveryCheckIsExpectedToBite(t *testing.T) {
	biting := map[string][]string{} // check id → vectors
	quiet := map[string]int{}       // check id → vectors in which it must not bite
	for _, v := range vectors(t) {
		for _, r := range v.Reports {
			for id, statuses := range r.Checks {
				switch statuses {
				case string(Warning), string(Failed), string(Warning) + "|" + string(Failed):
					biting[id] = append(biting[id], v.group+"/"+v.name)
				default:
					if !strings.Contains(statuses, string(Warning)) && !strings.Contains(statuses, string(Failed)) {
						quiet[id]++
					}
				}
			}
		}
	}
	for _, id := range CheckIDs() {
		if slices.Contains(neverBite, id) {
			continue
		}
		t.Logf("%s bites in %d vectors: %s", id, len(biting[id]), strings.Join(biting[id], ", "))
		if len(biting[id]) == 0 {
			t.Errorf("no vector makes %s warn or fail", id)
		}
		if quiet[id] == 0 {
			t.Errorf("no vector keeps %s from warning", id)
		}
	}
}
