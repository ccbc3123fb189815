package verifier_test

import (
	"fmt"
	"os"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/truststore"
)

// A receipt, judged with a list that the caller brings.
func ExampleVerify() {
	ca, err := os.ReadFile("../testdata/trust/ca.pem")
	if err != nil {
		fmt.Println(err)
		return
	}
	now := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	list, err := truststore.ReadList("ca.pem", ca, trustlist.Embedded(), now)
	if err != nil {
		fmt.Println(err)
		return
	}
	mail, err := os.ReadFile("../testdata/kinds/accettazione.eml")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range verifier.Verify("accettazione.eml", mail, verifier.Options{Trust: list, Now: now}) {
		fmt.Println(r.Kind, r.Indication, r.Certified.Time, r.Trust.Path)
	}
	// Output: accettazione TOTAL-PASSED 2025-03-12T10:15:30+01:00 authority
}

// Whatever is dropped gets an answer; what holds nothing of PEC says what it is.
func ExampleVerify_noEvidence() {
	for _, r := range verifier.Verify("receipt.pdf", []byte("%PDF-1.7\n"), verifier.Options{}) {
		fmt.Println(r.Kind, r.Indication)
		fmt.Println(r.Checks[0].Detail)
	}
	// Output:
	// none NO-EVIDENCE
	// This is a PDF; a receipt printed or saved as PDF carries no signature of the provider: give the message (.eml) as it was received.
}
