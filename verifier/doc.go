// Package verifier says what a PEC receipt or envelope proves, from its bytes alone and a list of providers.
//
// Verify turns one input into reports, one for each piece of evidence in it. The order of the questions is that of
// policy.go: are the bytes those that were signed, by whose key, was that key a listed provider's at the certified
// time, is the signed daticert.xml of the rules' shape, do the signed parts agree. Every answer is a Check; the first
// that forbids a pass is the verdict.
//
// Nothing outside the signed bytes decides: outer headers and surrounding text are compared and reported (headers.go,
// wrapper.go), never believed. Bytes that storage damaged reversibly are mended (internal/mend), and only count if the
// signature then covers them.
//
// Inside the signed bytes not everything is the provider's. What a signature holds is read from the form that verified and
// from no other (package verified); which parts the provider wrote, and which a sender brought, is decided in provider.go.
package verifier
