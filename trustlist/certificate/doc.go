// Package certificate reads the few fields of an X.509 certificate that say who vouched for whom, more leniently than crypto/x509.
//
// Real certificates of qualified authorities and their customers, some of which are still needed for old signatures, have a length
// that is not in its shortest form, a BOOLEAN TRUE of 01, a negative serial number, inner and outer algorithm written differently.
// crypto/x509 refuses them whole. Here lengths may have any definite form, and a field that is not asked for is not read. What is
// read is never reencoded: the issuer's signature is verified over the octets as they stand.
//
// Nothing here judges: validity, usage and policies are given out as they are stated.
package certificate
