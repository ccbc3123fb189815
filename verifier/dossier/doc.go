// Package dossier says which piece of evidence belongs to which transmission, and what is missing.
//
// Build turns any set of verifier reports, and of sent messages that were dropped with them, into transmissions: one
// sending of one message, with its acceptance and with what is known of each recipient. The order of the input does
// not matter.
//
// Pieces are joined by identificativo, which every daticert.xml states; a sent message, which only knows the
// Message-ID of its client, by msgid; nothing is ever joined by subject (RULES.md §1.4). Only evidence whose verdict is
// TOTAL-PASSED counts. Evidence that is not is listed with the reason, beside the transmission whose identifier its
// intact bytes state, or among the leftovers; it proves nothing and contradicts nothing.
//
// Two sides are kept apart: receipts are the sender's, transport envelopes the recipient's. An envelope shows its
// recipient what was sent and when; it is never a proof of delivery to the sender (RULES.md §9.5).
//
// Statements that contradict each other are listed and never resolved in silence. Every answer is a Reason, which a
// page translates, with the Values that belong in it, and an English Detail.
//
// The arrows: dossier consumes reports and stands below package verifier; nothing but the command and the bridge to
// the page imports it.
package dossier
