// Package attach judges the signatures of what was sent: the files that are attached to a message, or one that is given alone.
//
// Per signature there are four answers, and never a sum: whether these bytes are those that were signed; who signed, and who vouches
// for that name; when, as far as something trustworthy proves it; and what of the file is covered. Nothing of it touches the verdict on
// a receipt.
//
// A file is what its bytes are. Its name is a hint for people. After each cover that is taken off the bytes are looked at again, and
// judged as a container of their own. Not one signature is counted that is a time-stamp, a counter-signature or a seal of nobody.
package attach
