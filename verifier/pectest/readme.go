package pectest

import (
	"fmt"
	"strings"
)

const readmeHead = `# Test vectors for verifiers of PEC mail

Each vector is one input and, beside it, a JSON file of the same name that says what must be reported of it. All of it is made by
%s; nothing comes from real mail. Names, domains (%s, %s) and keys are invented. Written anew by

    go run ./verifier/pectest/vectors

The rules behind the expectations: RFC 6109 for the messages, RFC 5652 and RFC 8551 for the signatures, ETSI EN 319 102-1 for the words
of the verdict. The vectors may be used under the licence of this repository, by any program in any language.

## A vector

    {
      "shows": "what this vector shows, in one sentence",
      "file": "name.eml",                        the input, in the same folder; the name is the one to give to the program
      "trust": ["trust/ca.pem"],                 the provider lists to use, in this order, and no other
      "at": "2026-01-15T12:00:00Z",              the moment at which it is judged (it never changes a verdict)
      "reports": [ … ]                           one object for each report, in this order; their number must be the same
    }

With the command of this repository: %s

## A report

| field | compared |
| --- | --- |
| part | always: the MIME path of the signed entity, "" for the file itself. A message inside message/rfc822 is its first child: a receipt forwarded as second part of a mail is 2.1; what an opaque signature holds is child 1 of its part |
| indication, subindication | always |
| system, kind | where stated |
| certified, content, signature, trust | where stated: each name in the object must have that value, or not be there if it is null; lists must have the same length and order |
| checks | where stated: id → status, or several admitted ones separated by a bar. "absent" means that there is no such check |
| absent | fields that the report must not have at all |

Whatever a vector does not state is not compared.

## Trust lists

| file | what it is |
| --- | --- |
| ca.pem, root.pem | the PEC CA that issued the providers' certificates, with name constraints, and its root |
| other-ca.pem | a CA that has nothing to do with them |
| due.pem, due-dn.pem, due-self.pem | a provider's certificate: today's shape; the address in the name; self-signed |
| index.ldif, index-hash.ldif, index.ldif.p7m, index-ca.ldif.p7m | the index of providers (RFC 6109 §4.5); one entry by hash only; signed as it is published, by a provider and by the authority |
| index-renamed.ldif | an index of one provider, under another name than its certificate's |
| *.crl | revocation lists of ca.pem, of June 2025, named after when they say that the signer was revoked; forged.crl is signed with another key |
| list*.json | lists of the format pec-trustlist/1: ca.pem by its facts alone, with a revocation stated, with a revocation list in full; list-retired.json: an authority that ended in 2018; list-eras.json: three authorities of 2005 to 2018 |
| rem-*.xml, rem-*.pem, rem-revoked.crl | trusted lists (ETSI TS 119 612) with services of registered mail in various states; the authority and its root that issued their certificates, and its revocation list |

## Groups

| group | vectors | |
| --- | --- | --- |
`

var groupTexts = [][2]string{
	{"kinds", "every kind of message, as providers write it"},
	{"containers", "line ends, header shapes, opaque signatures, other ways to store the same message"},
	{"stores", "mailboxes, archives, covers and attachments, as people's programs keep mail"},
	{"codings", "transfer encodings, part order, parameter spellings"},
	{"armour", "the signature part in PEM"},
	{"cms", "the signature structure: BER, algorithms, signer identifiers, what is too weak"},
	{"trust", "lists, validity, revocation, what a certificate may do"},
	{"evidence", "daticert.xml against the rules and against the message"},
	{"headers", "outer headers that contradict what is signed"},
	{"charsets", "subjects, names and texts in every charset that mail uses"},
	{"wrappers", "where evidence hides: forwards, lists, envelopes inside envelopes"},
	{"repair", "damage by storing: what is undone, what is not"},
	{"format", "what presents itself as PEC and is not signed, or not readably"},
	{"none", "files with nothing of PEC in them"},
	{"attacks-cms", "hostile signature structures"},
	{"attacks-certificates", "certificates added to a structure, which no signature covers, and keys that cost too much"},
	{"attacks-mime", "altered and rearranged messages"},
	{"attacks-lineends", "files that read otherwise with other line ends than those that were signed"},
	{"attacks-trust", "certificates that only look right"},
	{"attacks-xml", "hostile daticert.xml, signed by a provider"},
	{"attacks-identity", "names and addresses meant to deceive a reader"},
	{"attacks-sender", "what only the provider may say, said by the sender inside the certified message"},
	{"attacks-boundary", "senders who know the boundary that the provider uses; and what only looks so"},
	{"rem", "registered mail of the Union (REM): every event, alone and in its mail, and who may sign it"},
	{"attacks-rem", "altered, rearranged and mixed registered mail"},
	{"attacks-readings", "messages that mail programs read in two ways; hashes that stand in for nothing"},
}

func readme(counts map[string]int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, readmeHead, "`verifier/pectest`", "`.example`", "`example.it`",
		"`pecverify -json -at AT -only-trust -trust FILE… INPUT`")
	total := 0
	for _, g := range groupTexts {
		fmt.Fprintf(&b, "| %s | %d | %s |\n", g[0], counts[g[0]], g[1])
		total += counts[g[0]]
	}
	fmt.Fprintf(&b, "| | %d | |\n", total)
	return []byte(b.String())
}
