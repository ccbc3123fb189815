package pectest_test

import (
	"bytes"
	"fmt"

	"pecverifier/verifier/pectest"
)

// A delivery receipt, altered after it was signed.
func ExampleDispatch() {
	office := pectest.NewOffice()
	receipt := office.Dispatch().Consegna()
	receipt.Tamper = func(signed []byte) []byte { return pectest.Replace(signed, "correttamente", "erroneamente ") }
	message := receipt.Bytes()
	fmt.Println(bytes.Contains(message, []byte("X-Ricevuta: avvenuta-consegna")), receipt.Data.Consegna)
	// Output: true protocollo@pec.comune-prova.example
}

// A provider's certificate without e-mail protection.
func ExampleAuthority_Leaf() {
	office := pectest.NewOffice()
	leaf := office.Authority.Leaf(office.Due, 0x5001, pectest.TestKey("due"), func(s *pectest.CertSpec) { s.EKU = nil })
	receipt := office.Dispatch().Accettazione()
	receipt.Provider = office.Due.With(leaf)
	fmt.Println(leaf.X509().ExtKeyUsage, leaf.X509().EmailAddresses)
	// Output: [] [posta-certificata@pec.gestore-due.example.it]
}
