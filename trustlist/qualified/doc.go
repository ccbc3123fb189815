// Package qualified answers from trusted lists (ETSI TS 119 612): who was granted which trust service at a moment?
//
// A trusted list is what a state says of the providers that it supervises: for every service its type, the certificates that are
// the service, and its status with the time since when, now and before. Read reads one; the caller has verified its signature and
// says whose it is (List.Signer, List.Vouched). The lists of the Union are named, with the certificates that may sign them, by the
// list of lists, which is signed by certificates published in the Official Journal: Known holds those facts.
//
// # The rule
//
// A service was granted at a time if the period that covers it says so: a period runs from its start to the start of the next
// newer one, the current status up to now. A status of today says nothing of then. A service is known by its certificate (the same
// octets) or, where that is an authority's, by its key having issued the certificate that is asked about; a name, a subject or a
// key identifier is never enough.
//
// Of several lists of one territory that are signed by whom the list of lists names, only the newest counts. What a person brings
// that nobody vouches for adds to the others and takes nothing away.
//
// # What is kept of a list
//
// Delivery services (EDS*), time-stamps (TSA*) and authorities of qualified certificates (CA/QC). Nothing else judges anything here.
package qualified
