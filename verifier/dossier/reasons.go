package dossier

import (
	"maps"
	"strings"

	"pecverifier/statement"
)

// sentences are the English texts of every reason; {name} is filled from the values. The page has the same reasons in
// its own languages.
var sentences = map[string]string{
	"proved.full":   "delivered on {time}, and the receipt carries the whole message",
	"proved.hashes": "delivered on {time}; the receipt carries hashes in place of the attachments, so their originals must be kept",
	"proved.none":   "delivered on {time}; the receipt carries no copy of the message, so it does not show what was delivered",

	"contradicted.failed": "a receipt says that it was delivered on {time}, a notice of {failed} that it was not: both are authentic, so neither is believed. " +
		"Ask both providers for what their logs say of {identifier} (kept until {logUntil}); in doubt, send it again",
	"contradicted.given-up": "a receipt says that it was delivered on {time}, a notice of {failed} that it was not within 24 hours: a late receipt may explain it, " +
		"which nothing here shows. Ask both providers for what their logs say of {identifier} (kept until {logUntil}); in doubt, send it again",
	"contradicted.refused": "a receipt says that it was delivered on {time}, and the sender's provider that it refused the message on {failed}: both are authentic, " +
		"so neither is believed. Ask both providers for what their logs say of {identifier} (kept until {logUntil}); in doubt, send it again",
	"contradicted.sender": "the receipt of {time} names {second} as the sender and not {first}, so it does not prove a delivery of this message. " +
		"Ask {provider} for what its log says of {identifier} (kept until {logUntil})",

	"failed.error":     "not delivered, says {provider} on {time}: {error} {errorDetail}",
	"failed.virus":     "not delivered because of a virus, says {provider} on {time}: {errorDetail}",
	"failed.notice24h": "not delivered within 24 hours, and given up by {provider} on {time}",
	"failed.refused":   "the message was not accepted by the sender's provider on {time}: {error} {errorDetail}",

	"open.waiting":   "nothing yet; a delivery receipt or a notice may still come until {until}",
	"open.notice12h": "not delivered within 12 hours; a delivery receipt or a notice of failure may still come until {until}",

	"open.notice": "a notice came, which does not say whether it is the last one; a delivery receipt or a notice of failure may still come until {until}",

	"not-provable.ordinary": "an ordinary mailbox, which gives no delivery receipt",

	"missing.delivery": "neither a delivery receipt nor a notice of failure is here: look in the mailbox {mailbox}; the provider must keep its log until {logUntil}",
	"missing.delivery-late": "neither a delivery receipt nor a notice of failure is here: look in the mailbox {mailbox}; the time for which the provider " +
		"must keep its log ended on {logUntil}",
	"missing.envelope": "an envelope shows its recipient what was sent, and is no proof of delivery: the delivery receipt is in the mailbox {mailbox}; " +
		"the provider must keep its log until {logUntil}",
	"missing.uncounted": "there is a delivery receipt, but it does not count ({why}): look in the mailbox {mailbox} for the original file; " +
		"the provider must keep its log until {logUntil}",
	"missing.unheard": "there is a {kind}, but it does not count ({why}), so that it is not known whether the message was delivered: look in the mailbox " +
		"{mailbox} for the original file; the provider must keep its log until {logUntil}",
	"missing.notice": "there is only the notice of {time}, which does not say whether it is the last one: it may mean that the message was not delivered. " +
		"Look in the mailbox {mailbox} for what came after it; the provider must keep its log until {logUntil}",
	"missing.notice12h": "there is only the notice of {time}, after 12 hours: a delivery receipt or the notice after 24 hours must have followed it. " +
		"Look in the mailbox {mailbox}; the provider must keep its log until {logUntil}",
	"missing.acceptance": "the acceptance receipt is not here: look in the mailbox {mailbox}; the provider must keep its log until {logUntil}",
	"missing.acceptance-late": "the acceptance receipt is not here: look in the mailbox {mailbox}; the time for which the provider must keep its log " +
		"ended on {logUntil}",
	"missing.original": "no copy of the message is here: look for a complete delivery receipt or the sent message in the mailbox {mailbox}",

	"proved.none.rem": "delivered on {time}; the receipt carries the digest of the message and no copy of it, so the sent message, or the one that was received, must be kept",
	"contradicted.failed.rem": "a receipt says that it was delivered on {time}, a notice of {failed} that it was not: both are authentic, so neither is believed. " +
		"Ask both providers for what they recorded of {identifier}; in doubt, send it again",
	"contradicted.refused.rem": "a receipt says that it was delivered on {time}, and the sender's provider that it refused the message on {failed}: both are authentic, " +
		"so neither is believed. Ask both providers for what they recorded of {identifier}; in doubt, send it again",
	"failed.notice24h.rem":  "{provider} states on {time} that no news of the delivery came within the period of its policy: {error} {errorDetail}",
	"open.waiting.rem":      "nothing yet; a delivery receipt or a notice of failure may still come, within the period of the provider's policy",
	"missing.delivery.rem":  "neither a delivery receipt nor a notice of failure is here: look in the mailbox {mailbox}, or ask the provider",
	"missing.envelope.rem":  "the message with its evidence shows its recipient what was sent, and is no proof of delivery: the delivery receipt is in the mailbox {mailbox}",
	"missing.uncounted.rem": "there is a delivery receipt, but it does not count ({why}): look in the mailbox {mailbox} for the original file, or ask the provider",
	"missing.unheard.rem": "there is a {kind}, but it does not count ({why}), so that it is not known whether the message was delivered: look in the mailbox " +
		"{mailbox} for the original file, or ask the provider",
	"missing.acceptance.rem": "the acceptance receipt is not here: look in the mailbox {mailbox}, or ask the provider",
	"missing.original.rem":   "no copy of the message is here, which receipts do not carry: look for the sent message in the mailbox {mailbox}, or ask the recipient for the one that was received",
	"doubt.notice.rem": "beside the delivery receipt of {delivered} there is a notice of {time} that no news of the delivery had come in time: it may have been " +
		"on its way, which nothing here shows. Ask the provider",
	"doubt.notice-after.rem": "the notice of {time} that no news of the delivery had come is later than the delivery of {delivered}: the news may have been on its way, " +
		"which nothing here shows. Ask the provider",
	"leftover.format.rem": "it presents itself as REM and bears no readable signature, so it belongs to nothing",

	"uncounted": "it does not count: {indication} {subindication}",

	"doubt.unjudged": "not all that was given was judged ({count} files or parts at least): a notice of failure may be among it",
	"doubt.unheard": "there is a {kind} that says it is of {time} and could not be judged ({why}): it does not count, and it is not known whether it is true. " +
		"Ask the provider, or find a list that knows who signed it",
	"doubt.notice": "beside the delivery receipt of {delivered} there is a notice of {time} that does not say whether it is the last one: after a notice that " +
		"the message was given up, the receipt would not be enough",
	"doubt.notice-after":    "the notice of {time} came after the delivery of {delivered}, and does not say whether the message was given up",
	"doubt.ordinary":        "an ordinary mailbox gives no delivery receipt, but a {kind} of {time} is there about it",
	"doubt.same-identifier": "another message bears the same identifier, {identifier}: they are kept apart",
	"doubt.event":           "there is a {kind} of {time}, which may tell of a failure: what it means for the delivery is not decided here",
	"doubt.nobody":          "there is a {kind} of {time} that does not say which recipient it is about",

	"match.agrees":       "nothing in the other pieces of this transmission contradicts it ({count} others)",
	"match.contradicted": "something in this transmission contradicts it",
	"match.doubted":      "nothing that counts contradicts it, but something about it could not be settled: read what is open",
	"match.alone":        "no other piece of this transmission is here",
	"match.uncounted":    "it does not count, so that nothing is held against it",

	"contradiction.acceptances-differ":   "there are acceptance receipts of the same message that differ",
	"contradiction.accepted-and-refused": "the message was accepted on {accepted} and refused on {refused}",
	"contradiction.refused-and-handled":  "the message was refused on {refused}, and yet there is a {kind} of {time}",
	"contradiction.delivered-and-failed": "there is a delivery receipt of {delivered} and a notice of failure of {failed}",
	"contradiction.delivered-and-given-up": "there is a delivery receipt of {delivered} and the notice of {failed} that it was not delivered within 24 hours; " +
		"a late receipt may explain it",
	"contradiction.delivered-and-late": "there is a delivery receipt of {delivered}, and the notice of {time}, which came later, that the message had not been delivered " +
		"within 12 hours; a late receipt may explain it",
	"contradiction.identifier-case":     "the pieces write the identifier in other letters, capital or small: {first} and {second}; it is not certain that they belong together",
	"contradiction.deliveries-differ":   "there are delivery receipts of different times: {first} and {second}",
	"contradiction.before-acceptance":   "the {kind} of {time} lies {seconds} seconds before the acceptance of {accepted}",
	"contradiction.recipient-not-named": "the acceptance does not name this recipient",
	"contradiction.type-differs":        "the pieces disagree whether this mailbox is certified or ordinary: {first} and {second}",
	"contradiction.ordinary-delivered":  "the mailbox is stated to be ordinary, and yet there is a delivery receipt",
	"contradiction.copies-differ":       "two pieces of the same kind, recipient and time state different things",
	"contradiction.sender-differs":      "a piece names another sender: {second} and not {first}",
	"contradiction.subject-differs":     "a piece states another subject: {second} and not {first}",
	"contradiction.msgid-differs":       "a piece states another msgid: {second} and not {first}",
	"contradiction.recipients-differ":   "a piece lists other recipients",
	"contradiction.originals-differ":    "the certified copies of the message differ: {fields}",
	"contradiction.brief-differs":       "the hashes of a brief receipt are not those of the attachments of the message: {names}",
	"contradiction.sent-differs":        "the sent message is not the certified one: {fields}",
	"original.sha1":                     "attachments were compared by SHA-1, which today is not enough to exclude another file prepared on purpose",
	"original.encoded":                  "the hash is that of a base64 text: what was sent is this file, or a text that holds it in base64: {names}",
	"difference.fields":                 "{name} differs from {reference} in {fields}",
	"difference.hashes":                 "the hashes in {name} are not those of {reference}: {names}",
	"leftover.altered":                  "these are not the bytes that were signed, so nothing in them can be believed, not even what they belong to",
	"leftover.format":                   "it presents itself as PEC and bears no readable signature, so it belongs to nothing",
	"leftover.uncounted":                "it does not count ({indication} {subindication}), and no evidence that does bears its identifier",
	"leftover.anomaly":                  "an anomaly envelope certifies nothing about the message inside and bears no identifier",
	"leftover.no-identifier":            "it bears no identifier by which it could be joined",
	"leftover.none":                     "it holds no evidence",
	"leftover.unreadable":               "it could not be read: {error}",
	"leftover.limit":                    "it was not searched to its end: {error}",
	"leftover.lost":                     "it may have been a receipt or a notice, and has lost the provider's signature: it cannot be judged any more; look for the original message (.eml)",
	"leftover.unopened":                 "it may hold messages, and is not opened here",
	"leftover.undecided":                "it is intact, and could not be judged ({indication} {subindication}); it does not say to which transmission it belongs: {kind}",
	"leftover.altered-notice":           "these are not the bytes that were signed; it looks like a {kind}, of which transmission is not known: find the original file",
	"leftover.altered-unknown":          "these are not the bytes that were signed, and what it was cannot be read: find the original file",
	"leftover.folder":                   "this folder could not be read: {error}",
	"leftover.deep":                     "this folder lies below too many others, and was not looked at",
	"leftover.many":                     "files were left out, because there are too many: {count}",
	"leftover.link":                     "this link leads to no file, and was not followed",
	"leftover.special":                  "this is neither a file nor a folder, and was not read",
	"leftover.cancelled":                "the work was stopped before these files were judged: {count}",
	"leftover.sent-ambiguous":           "{count} transmissions bear the msgid of this sent message, so it is not known which of them it is: {identifiers}",
	"leftover.sent-unmatched":           "no evidence here names the Message-ID of this message",
	"leftover.sent-no-id":               "this message states no Message-ID, so it cannot be joined",
	"l53.help":                          "a help for the lawyer and no advice; which rules apply, and whether they were kept, is for a person to say",
	"l53.subject.exact":                 "the subject is the one that the law prescribes",
	"l53.subject.contained":             "the subject holds the words that the law prescribes, and others: {subject}",
	"l53.subject.other":                 "the subject is not the one that the law prescribes: {subject}",
	"l53.subject.doubt":                 "the exact wording was taken from secondary sources; the law is to be read",
	"l53.subject.contradicted":          "the pieces state different subjects, among them: {subject}",
	"l53.acceptance.there":              "the acceptance receipt is there; for the sender the service is complete at {time}",
	"l53.acceptance.refused":            "the message was not accepted",
	"l53.acceptance.missing":            "the acceptance receipt is missing",
	"l53.acceptance.contradicted":       "there is an acceptance receipt, and what is here contradicts it",
	"l53.recipients.certified":          "all {count} recipients are certified mailboxes, as the sender's provider held then",
	"l53.recipients.repeated":           "all {count} recipients are certified mailboxes, say the receipts; what the sender's provider held is in no piece here",
	"l53.recipients.contradicted":       "the pieces disagree on who the recipients are, or on their mailboxes",
	"l53.recipients.ordinary":           "there are ordinary mailboxes among the recipients: {addresses}",
	"l53.recipients.unknown":            "nothing states of what type these mailboxes are: {addresses}",
	"l53.recipients.none":               "no recipient is known",
	"l53.registers.unseen":              "whether the addresses, the sender's too, were taken from public registers cannot be seen from receipts",
	"l53.deliveries.complete":           "there is a complete delivery receipt for each of the {count} certified recipients",
	"l53.deliveries.lacking":            "no delivery receipt for: {addresses}",
	"l53.deliveries.short":              "the delivery receipt is not a complete one for: {addresses}",
	"l53.deliveries.contested":          "there is a delivery receipt, and other evidence against it, for: {addresses}",
	"l53.deliveries.differ":             "there is a complete delivery receipt for each of the {count} certified recipients, but the evidence contradicts itself",
	"l53.deliveries.open":               "there is a complete delivery receipt for each of the {count} certified recipients, but something here is not settled: read what is open",
	"l53.deliveries.none":               "there is no certified recipient",
	"l53.deliveries.doubt":              "recipients in copy get the concise form even where the complete one was asked; whether it suffices for them is disputed",
	"l53.originals.mail":                "acceptance and deliveries are there as .eml or .msg",
	"l53.originals.some":                "those that are here are .eml or .msg, but others are missing",
	"l53.originals.other":               "these are no .eml or .msg: {names}",
	"l53.originals.inside":              "these stand inside another message or a container, or were mended to be read: {names}",
	"l53.originals.none":                "there is neither an acceptance nor a delivery receipt",
	"l53.originals.doubt":               "the name tells how a file was saved, not that the filing system takes it",
	"l53.attachments.p7m":               "there are signed attachments by name: {names}",
	"l53.attachments.signed":            "there are attachments with an intact signature: {names}",
	"l53.attachments.unsigned":          "no attachment has an intact signature over all that it shows",
	"l53.attachments.which":             "whether the act and the report of service are among them, and whether the certificates were revoked, is not known here",
	"l53.attachments.contradicted":      "the copies of the message do not agree, so it is not certain which attachments it had",
	"l53.attachments.unlisted":          "the message has more parts than are listed here",
	"l53.attachments.pdf":               "there are only PDF files, which may be signed inside (PAdES): {names}",
	"l53.attachments.other":             "no attachment bears the name of a signed document",
	"l53.attachments.none":              "the message has no attachments",
	"l53.attachments.unknown":           "no copy of the message is here, so its attachments are not known",
	"l53.attachments.doubt":             "whether the act and the report of service are among them, and whether their signatures are valid, is not looked at",
	"l53.attachments.uncertified":       "the names are from the sent mail, which nobody certifies",
	"l53.hours.inside":                  "every delivery lies between 07:00 and 21:00 Rome time",
	"l53.hours.some":                    "the deliveries that are here lie between 07:00 and 21:00 Rome time, but others are missing",
	"l53.hours.contradicted":            "the pieces disagree on when it was delivered, so that it is not said from when it counts: {addresses}",
	"l53.hours.outside":                 "delivered between 21:00 and 07:00 Rome time, so that the service counts for the recipient from 07:00: {addresses}",
	"l53.hours.none":                    "there is no delivery to look at",
	"l53.hours.doubt":                   "art. 147 c.p.c. in the form in force from 1 January 2023, as secondary sources give it",
	"l53.hours.earlier":                 "some deliveries are from before 1 January 2023, when another rule applied (DL 179/2012 art. 16-septies, Corte cost. 75/2019)",
}

// Sentences are the English texts of every reason a dossier can give; {name} stands for one of the answer's values.
func Sentences() map[string]string { return maps.Clone(sentences) }

// answer puts a reason and its values, given as name and value in turn, into words. Empty values are left out.
func answer(reason string, values ...string) Answer {
	return statement.Of(reason, sentences[reason], statement.Values(values...))
}

// some joins the first of a list, so that no value grows with the input.
func some(list []string) string {
	if len(list) > maxNamed {
		return strings.Join(list[:maxNamed], ", ") + ", …"
	}
	return strings.Join(list, ", ")
}
