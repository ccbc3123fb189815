package main

import (
	"strings"
	"testing"

	"pecverifier/verifier"
)

func TestTextSaysWhatFollows(t *testing.T) {
	r := verifier.Report{File: verifier.File{Name: "a.eml"}, Kind: "avvenuta-consegna", Indication: verifier.TotalPassed, Answers: verifier.Answers{Bytes: "yes", Signer: "yes", Evidence: "partly"},
		Meaning: &verifier.Meaning{}, Law: &verifier.Law{LogUntil: "2027-09-12", CountsFrom: "2025-03-13"}}
	if got := text(r); !strings.HasSuffix(got, "; bytes yes, signer yes, evidence partly; counts from 2025-03-13 07:00 in Rome; log until 2027-09-12\n") {
		t.Error(got)
	}
	if got := text(verifier.Report{Kind: verifier.KindNone, Indication: verifier.NoEvidence}); strings.Contains(got, "bytes") {
		t.Error(got)
	}
}
