// Package pectest is a certificate authority and a post office in memory, for tests.
//
// [NewOffice] gives an [Authority] shaped like the real one (root, PEC CA with name constraints, provider
// certificates of RFC 6109 §5.5), three providers, and one [Message] builder for every kind of PEC.
// Each layer of a message is a field or a hook that a test can replace: the XML text, the parts under the
// signature, the signed bytes, the CMS structure, its coding, the outer header, the outer multipart.
// [Vectors] is the catalogue of public test vectors, written to testdata by
//
//	go run ./verifier/pectest/vectors
//
// Everything is deterministic: fixed keys (package keys are public, worth nothing outside tests), fixed
// times, signatures without randomness. The package shares no code with what it tests: its DER, MIME, CMS
// and XML are written here.
package pectest

//go:generate go run ./vectors ../../testdata
