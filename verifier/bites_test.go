package verifier

import (
	"strings"
	"testing"
)

// tableOfChecks are the ids of REPORT.md's table, but for file.type, which only says what a file is.
var tableOfChecks = []string{
	"wrapper.unsigned", "repair.lineends", "repair.charset",
	"signature.present", "signature.digest", "signature.value", "signature.strength", "signature.time",
	"signer.certificate", "trust.provider", "trust.validity", "trust.revocation",
	"evidence.form", "evidence.consistency", "evidence.provider", "content.absent",
	"headers.from", "headers.subject", "headers.kind", "headers.date", "headers.reference",
}

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
	for _, id := range tableOfChecks {
		t.Logf("%s bites in %d vectors: %s", id, len(biting[id]), strings.Join(biting[id], ", "))
		if len(biting[id]) == 0 {
			t.Errorf("no vector makes %s warn or fail", id)
		}
		if quiet[id] == 0 {
			t.Errorf("no vector keeps %s from warning", id)
		}
	}
}
