// Package smime finds the MIME entities of a mail and gives their bytes exactly as they stand in the input.
//
// A signature covers bytes, not meaning: RFC 8551 §3.5.3.3 signs the first part of multipart/signed from after the
// delimiter line to before the line end that precedes the next one. So nothing here re-encodes. Every Entity is a
// range of the input (or of the decoded body that holds it), and headers are read beside it, never written back.
//
// The tree is read on demand and within bounds that are shared by the whole input (Limits). What is ambiguous, such as
// two Content-Type fields that differ, is said (Entity.Ambiguous) and never resolved by picking one.
package smime
