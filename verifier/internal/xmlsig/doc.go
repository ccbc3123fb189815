// Package xmlsig reads XML signatures: XML-Signature (W3C XMLDSig 1.1) and what XAdES (ETSI EN 319 132-1) puts on top of it.
//
// Parse reads a document strictly and within Limits: no DOCTYPE, no entity beyond the five of XML, every prefix declared, no
// attribute twice. Document.Signatures finds the ds:Signature elements, Signature.Verify judges one of them under a Policy: which
// transforms are read, and what shape is asked for.
//
// # What is promised
//
// Every reference must hold. What a reference covers is handed out as the very octets that were digested (Covered.Octets), and the
// signed properties are read from such octets too; a caller that shows anything reads it from there and from nowhere else. A
// transform or an algorithm that is not known here is an error (ErrUnsupported), never skipped. An identifier that stands twice in
// the document is an error (ErrShape), and so is a comment inside a value, which canonicalisation drops and other readers stop at.
//
// Nothing is asked of a certificate but that its digest is the one that the signed properties name, and that its key made the
// signature. Whose it is, and when, is asked elsewhere. No address is ever fetched: other files come from Policy.External.
package xmlsig
