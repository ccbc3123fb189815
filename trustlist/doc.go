// Package trustlist answers one question: was the holder of this certificate a listed PEC provider at that moment?
//
// A List is what somebody states about who may sign. One is embedded (Embedded); others are read from files (Parse):
// certificates in PEM or DER, certificate revocation lists, the index of providers in LDIF (RFC 6109 §4.5), and this
// package's own snapshot format. Combine puts several together, and an Answer names the one it rests on.
//
// # The rule
//
// A signer is a listed provider at time T by one of two paths.
//
//   - PathCertificate: its certificate is in a list, by the SHA-256 of its DER form, or by the SHA-1 that the index
//     calls providerCertificateHash where the list knows no more of it. Where the list has the certificate itself,
//     equal bytes are asked.
//   - PathAuthority: an authority of a list signed it. Of an authority known by its facts (a snapshot) the key must
//     verify the certificate in one step; the certificate must carry the leaf policy that the authority states, and
//     its e-mail domains and organisation must be among those that any known certificate of the authority admits. Of a
//     CA certificate that the person brings, a path of certificates valid at T must lead to it, name constraints
//     enforced. In both cases the signer must be a mail signer, with an address posta-certificata@….
//
// An authority is known by its key, never by its name. The dates between which a domain or an organisation was admitted
// are shown and can warn, but never refuse: not every certificate of an authority is known.
//
// T is the certified time, not today and not the signer's own signing time. The Answer says apart from the path whether T
// lies in the certificate's validity, whether the certificate may do this at all (Unfit), and what is known of its
// revocation: the caller decides what each of them means for a verdict.
//
// # Who may sign a list
//
// RFC 6109 §4.5 has each provider sign its own record with the key that signs its mail, and does not say who signs the
// index of all. Such a key signs whatever a customer writes, too, as part of a mail: its signature around a list says
// nothing of who the list is from. So a list is a listed authority's word (OriginListed) only where it is signed with
//
//   - the authority's own key, or
//   - a certificate that an authority of PEC, known by its facts, issued to its own organisation, for signing, without an
//     address posta-certificata@…, and that it has not revoked.
//
// Signed by anybody else, a listed provider included, it is of OriginUnknown until the person confirms the fingerprint of
// the signer's certificate. What is signed must be a list and nothing else: no part of a mail, and in no format may
// anything stand around it that is passed over.
//
// # What is left out
//
// The revocation of an authority, certificate policies of a brought CA beyond its name constraints, and the signature
// around a list (.p7m), which its reader unwraps; List.Signed then says whose signature it was.
package trustlist
