// Package pdfsig reads the signatures of a PDF (ISO 32000-2 §12.8, ETSI EN 319 142-1): which there are, over which octets each is,
// and what became of the document since. It knows no certificates, and renders nothing.
//
// # What is promised
//
// Signatures are found through the form, never by searching text. A signature's ranges are the whole of a revision but its own
// /Contents, to the octet, or it is a format failure: a value that verifies over other ranges is the usual forgery. What was added
// after the signed revision is compared object by object with what was signed, and allowed by a list; what is not on the list, is
// not accounted for or could not be compared counts as a change of the document.
//
// Cross-references that are broken are found again by searching the file, as viewers do; then nothing is said of a part of a file,
// only of the whole.
package pdfsig
