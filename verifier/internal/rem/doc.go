// Package rem reads the evidence of European registered electronic mail (REM: ETSI EN 319 532 on top of EN 319 522).
//
// An evidence is an XML document that one provider signs about one event of one message. Read takes it apart: its own signature
// (package xmlsig, with the policy for evidence), and what it states. The fields are read from the octets that the signature covers,
// never from the document as it was sent. Consistency holds the fields against each other and against the events and reasons of the
// standard (events.go). Find says which parts of a signed message are evidence and which is the original.
//
// Nothing here asks who may sign, or whether the mail around the evidence is intact: package verifier does. Time-stamps are handed
// on to be verified elsewhere.
//
// All rules are of EN 319 522-3 V1.1.1, 532-3 V1.2.1 and 532-4 V1.2.1, in the baseline of 532-4. No mail of a real provider has
// been seen: everything was held against the published examples of AgID and ETSI.
package rem
