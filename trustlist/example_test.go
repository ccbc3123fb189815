package trustlist_test

import (
	"fmt"

	"pecverifier/trustlist"
)

// The embedded list says what it knows, and of what date.
func ExampleEmbedded() {
	l := trustlist.Embedded()
	for _, a := range l.Authorities {
		fmt.Println(a.Subject)
	}
	// Output:
	// CN=CNIPA CA2,OU=Servizi di Sicurezza e Certificazione,O=Centro Nazionale per l'Informatica nella PA,C=IT
	// CN=CNIPA CA3,OU=Servizi di Sicurezza e Certificazione,O=Centro Nazionale per l'Informatica nella PA,C=IT
	// CN=DigitPA CA1,OU=Ufficio interoperabilita' e cooperazione,O=DigitPA,C=IT
	// CN=AgID CA1,OU=Area Soluzioni per la Pubblica Amministrazione,O=Agenzia per l'Italia Digitale,L=Roma,C=IT
}

// An index of providers may state the hash of a certificate alone; an entry that contradicts itself is left out.
func ExampleParse() {
	l, err := trustlist.Parse("indice.ldif", []byte(`version: 1

dn: providerName=Gestore Esempio S.p.A.,o=postacert
objectClass: provider
providerName: Gestore Esempio S.p.A.
providerCertificateHash: 0123456789ABCDEF0123456789ABCDEF01234567
managedDomains: pec.gestore-esempio.it

dn: providerName=Altro S.p.A.,o=postacert
objectClass: provider
providerName: Altro S.p.A.
providerCertificateHash: 0123
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(l.Kind, len(l.Providers), l.Entries[0].SHA1)
	fmt.Println(l.Refused[0])
	// Output:
	// ldif 1 0123456789abcdef0123456789abcdef01234567
	// Altro S.p.A.: providerCertificateHash "0123" is no SHA-1 in hexadecimal
}

// Lists are combined; an answer names the one it rests on.
func ExampleCombine() {
	mine, err := trustlist.Parse("indice.ldif", []byte("dn: providerName=Gestore,o=postacert\nproviderCertificateHash: 0123456789abcdef0123456789abcdef01234567\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, l := range trustlist.Combine(trustlist.Embedded(), mine).Parts() {
		fmt.Println(l.Signed.Kind, len(l.Providers) > 0)
	}
	// Output:
	// embedded true
	// unsigned true
}
