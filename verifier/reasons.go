package verifier

import (
	"maps"
	"strings"

	"pecverifier/verifier/internal/intake"
)

// sentences are the English texts of every reason a check can give; {name} is filled from the check's values. The page
// has the same reasons in its own languages. Reasons of the form daticert.* are those of package daticert.
var sentences = map[string]string{
	"file.message": "a mail with a signed part",
	"file.mail":    "an ordinary mail: it bears no provider's signature; give the receipt or the envelope as it was received, as .eml",
	"file.mail-postacert": "the message alone, taken out of its envelope or receipt (postacert.eml): the provider's signature is on the " +
		"envelope; give the whole file as it was received",
	"file.mail-loose-parts": "a mail with loose pieces of a PEC message (daticert.xml, postacert.eml, smime.p7s): taken apart they prove " +
		"nothing; give the message as it was received, or have it forwarded as an attachment",
	"file.mail-unopened": "a mail without a provider's signature, with an attachment that could not be opened here: save the attachment, open it and " +
		"give what is in it",
	"file.mail-partial": "a mail of which the program keeps the attachments elsewhere (.partial.emlx of Apple Mail): what was signed is not whole in it; " +
		"save the message out of the program, with its attachments, as .eml",
	"file.mail-encrypted":          "an encrypted mail: only its recipient can read it, and nothing of it can be checked here",
	"file.signed":                  "a signed file, no mail: no provider of PEC signed it; its own signatures can be judged",
	"file.msg-without-signed-blob": "an Outlook message without the signed original: save the mail as .eml, or export it from the webmail",
	"file.msg-damaged":             "an Outlook message that is damaged: save the mail again, as .eml",
	"file.msg-too-large":           "an Outlook message that is too large to open: save the mail as .eml",

	"wrapper.none": "nothing unsigned surrounds the signed part",
	"wrapper.forwarded": "the evidence is a message inside another one (part {part}); the outer message, its text and its other " +
		"attachments are not certified",
	"wrapper.parts":      "the signed part stands among unsigned parts (it is part {part}); they are not certified",
	"wrapper.inside":     "the evidence stands inside another signed container (part {part}), which is judged apart",
	"wrapper.outlook":    "the evidence was attached to an Outlook message, whose text and other attachments are not certified",
	"wrapper.attached":   "the evidence was in a file attached to a mail (part {part}); that mail, its text and its other attachments are not certified",
	"wrapper.renamed":    "a program renamed the container, which was multipart/signed and now says {type}; the signed part and its signature are whole",
	"wrapper.foreign":    "before the mail stands a header, or a text, that is not its own; it is not certified",
	"wrapper.loose":      "the evidence stands whole in the text of another mail or file ({part}), of which nothing else is certified",
	"wrapper.claims":     "the evidence is attached to a mail (it is part {part}) that presents itself as PEC and bears no signature of its own: nothing that mail says is certified",
	"wrapper.epilogue":   "unsigned text follows the signed part; it is not certified",
	"wrapper.header":     "the unsigned header has lines that are no header fields; some mail programs show them and what follows as text",
	"wrapper.ambiguous":  "some mail programs may read the unsigned header of the signed mail otherwise and show something else: {error}",
	"consistency.unread": "the message inside exceeds a bound of this program, and was not compared",
	"wrapper.preamble":   "unsigned text precedes the signed part; mail programs do not show it, and it is not certified",

	"consistency.blank":     "postacert.eml is there and holds no message: it is empty, or cannot be read as one",
	"signature.contenttype": "the signature says that it is over content of the type {type}, and not over a mail",
	"signingtime.future":    "the certified time, {certified}, lies after the moment of this check, {now}",
	"strength.short":        "the signer's RSA key has {bits} bits, fewer than the 2048 that are asked for today",

	"wrapper.inside-authentic": "the evidence stands inside the message of another PEC, which is authentic and judged apart",
	"wrapper.inside-unproven":  "the evidence stands inside the message of another PEC, which is judged apart and not confirmed as authentic; that message is not certified",

	"repair.lineends":   "the line ends were changed in storage; with them restored the signature covers these bytes",
	"repair.fromlines":  "a mailbox file put > before lines that begin with From; with that undone the signature covers these bytes",
	"cover.signed":      "the file was kept in a signed container (.p7m); who signed that, and whether it is intact, was not checked here",
	"cover.timestamped": "the file was kept in a time-stamped container (.tsd); its time stamp was not checked here",
	"cover.both":        "the file was kept in a signed and time-stamped container (.p7m, .tsd); neither was checked here",

	"repair.dots":       "a mail server's doubled dots at line starts had been kept; with that undone the signature covers these bytes",
	"repair.fromblanks": "a mailbox file put a blank before lines that begin with From; with that undone the signature covers these bytes",
	"repair.utf16":      "the file was converted to UTF-16; with that undone the signature covers these bytes",
	"repair.charset":    "the file was converted to or from UTF-8, as from Latin-1; with that undone the signature covers these bytes",

	"signature.one":        "there is exactly one well-formed signature structure",
	"signature.unclosed":   "the signature is complete, but the mail ends without its closing line",
	"signature.none":       "the mail presents itself as PEC, and bears no signature",
	"signature.structure":  "the signed mail is not of the form that the rules ask for: {error}",
	"signature.unreadable": "the signature cannot be read: {error}",
	"signature.nosigner":   "the signature structure names no signer: nobody signed",
	"signature.econtent":   "the detached signature carries a content of its own, so it is open which one was signed",
	"signature.nocontent":  "the opaque signature carries no content",

	"digest.agrees":     "the bytes are those that were signed",
	"digest.differs":    "the bytes are not those that were signed: the message was changed after signing",
	"digest.attributes": "the signed attributes break the rules: {error}",
	"digest.notjudged":  "not judged by itself: see the signature value and the algorithms",
	"digest.unknown":    "the digest cannot be computed: {error}",

	"value.agrees":     "the signature value verifies with the signer's key",
	"value.reordered":  "the signature value verifies over the DER order of the signed attributes, which were sent in another",
	"value.differs":    "the signature value does not verify with the signer's key: {error}",
	"value.nokey":      "not asked: the signer's key is not known",
	"value.weak":       "not asked: the algorithms are refused",
	"value.work":       "not verified: the file asks for more signature checks than are made",
	"value.otherbytes": "the signature is the signer's, but over other bytes",

	"strength.good": "the algorithms are strong",
	"strength.sha1": "the signature uses SHA-1, as many providers do; it is weak by today's measure",
	"strength.weak": "the algorithms are refused: {error}",

	"signingtime.none":    "there are no two times to compare",
	"signingtime.agrees":  "the provider's signing time agrees with the certified time",
	"signingtime.differs": "the provider signed at {signing}, more than two minutes from the certified time {certified}",

	"trust.nosigner":                   "not asked: the signer's certificate is not known",
	"certificate.fit":                  "the certificate is a signer's, for mail",
	"certificate.untried":              "there are so many certificates of the signer's name that not all were tried, and none that was has the key of this signature",
	"certificate.missing":              "the signer's certificate is neither in the message nor in the list",
	"certificate.ca":                   "the certificate is that of an authority; it may not sign mail",
	"certificate.no-digital-signature": "the certificate may not make signatures",
	"certificate.no-email-protection":  "the certificate may not sign mail",
	"provider.certificate":             "the certificate is that of {provider} in the list {list} of {date} ({facts})",
	"provider.authority":               "a listed authority vouches for the signer, {provider} (list {list} of {date}; {facts})",
	"provider.othersigner":             "another signer of the same message is no listed provider",
	"provider.otherprovider":           "another signer of the same message is another provider: {provider}",
	"provider.lapsed":                  "a listed authority vouches for the signer, {provider}, at a time for which no known certificate admits its name (list {list} of {date}; {facts})",
	"provider.notlisted":               "the signer is not in the list {list} of {date}, and no listed authority vouches for it ({facts})",
	"validity.good":                    "the certified time lies in the certificate's validity, {from} to {to}",
	"validity.since":                   "the certified time lies in the certificate's validity, {from} to {to}; it has expired since, which does not matter",
	"validity.expired":                 "the certificate had expired at the certified time; it was valid from {from} to {to}",
	"validity.notyet":                  "the certificate was not yet valid at the certified time; it was valid from {from} to {to}",
	"validity.notime":                  "nothing states when this was signed; the certificate was valid from {from} to {to}",
	"revocation.revoked":               "the certificate was revoked on {date} ({reason})",
	"revocation.good":                  "the certificate was not revoked at the certified time",
	"revocation.later":                 "the certificate was revoked after the certified time, on {date} ({reason})",
	"revocation.older":                 "the revocation lists are from before the certified time, so they cannot say",
	"revocation.unsigned": "{list}, a list that nobody signed, says that the certificate was revoked on {date} ({reason}); only the authority's own " +
		"revocation list would prove it",
	"revocation.stated": "{list}, a list signed by {signer}, says that the certificate was revoked on {date} ({reason}); only the authority's own " +
		"revocation list would prove it",
	"revocation.unchecked": "the revocation list {list} has the certificate, as revoked on {date} ({reason}); no list has the certificate of the " +
		"authority with which to check that it is the authority's own",
	"revocation.unknown": "no list says anything about revocation at the certified time",

	"evidence.altered":    "not asked: these are not the bytes that were signed",
	"evidence.unverified": "not asked: no signature that could be verified holds these bytes",
	"evidence.good":       "there is one daticert.xml of the rules' shape",
	"evidence.oldname":    "there is one daticert.xml of the rules' shape; it is named certdata.xml",
	"evidence.marked":     "there is one daticert.xml of the rules' shape; it has characters that XML forbids, and \uFFFD stands for each",
	"evidence.cut":        "there is one daticert.xml of the rules' shape; its sender made some values longer than is read, and they are cut or left out: {elements}",
	"evidence.anomaly":    "an anomaly envelope: it has no daticert.xml and certifies nothing about the message inside",
	"evidence.missing":    "the signed part holds no daticert.xml",
	"evidence.twice":      "the signed part holds more than one daticert.xml",
	"evidence.misplaced":  "daticert.xml does not stand directly in the signed part",
	"evidence.ambiguous":  "programs may disagree on what the signed part holds: {error}",
	"evidence.encoding":   "daticert.xml cannot be decoded: {error}",
	"daticert":            "daticert.xml is not of the rules' shape: {error}",

	"consistency.agrees":     "the signed parts agree with each other",
	"consistency.nothing":    "there is nothing to compare",
	"consistency.missing":    "daticert.xml lacks what its kind needs, or contradicts it: {elements}",
	"consistency.twice":      "there are two postacert.eml that differ",
	"consistency.empty":      "a transport envelope carries the message, and this one has none",
	"consistency.anomaly":    "the signed text is that of an anomaly envelope, which certifies nothing, and a daticert.xml stands beside it: its sender may have put it there",
	"consistency.text":       "daticert.xml stands behind what the sender wrote, and the signed text does not bear it out: its sender may have put it there",
	"consistency.identifier": "the identifier of daticert.xml, {evidence}, is not that of the message inside, {message}",
	"consistency.msgid":      "the msgid of daticert.xml, {evidence}, is not that of the message inside, {message}",
	"consistency.ids":        "the message inside states its identifier twice",
	"consistency.idcase":     "an identifier in daticert.xml, {evidence}, and that of the message inside, {message}, differ in the case of letters",
	"consistency.noid":       "the message inside states no identifier to compare",
	"consistency.sender":     "the sender in daticert.xml, {evidence}, is not the From of the message inside, {message}",
	"consistency.senders":    "the message inside names several senders, {message}; the provider certifies {evidence}",
	"consistency.recipient":  "the recipient of the delivery, {evidence}, is none of the listed recipients",
	"consistency.subject":    "the subject in daticert.xml, {evidence}, is not that of the message inside, {message}",
	"consistency.charset":    "the subject of the message inside is in a character set that is not read here, {charset}, so it was not compared",

	"provider.nothing": "there is nothing to compare",
	"provider.agrees":  "{provider} is the signer",
	"provider.differs": "daticert.xml names {evidence} as the provider, and the certificate {signed}: not recognisably the same",

	"content.notpromised": "this kind of evidence carries no message",
	"content.present":     "the message that the receipt's form promises is there",
	"content.absent":      "the receipt says {form} and carries no message: recipients in copy get the concise form",

	"headers.none":      "there is no outer header to compare",
	"headers.absent":    "the outer header has no {header}",
	"headers.nothing":   "the signed data state nothing to compare",
	"headers.twice":     "the unsigned header {header} stands there twice, with different values",
	"headers.long":      "the unsigned header {header} is too long to be compared",
	"from.agrees":       "From is the address in the certificate",
	"from.missing":      "the unsigned header has no readable From",
	"from.several":      "the unsigned From names several addresses: {header}",
	"from.noaddress":    "the certificate states no address to compare",
	"from.differs":      "the unsigned From, {header}, is not the address in the certificate, {signed}",
	"from.sender":       "the unsigned Sender, {header}, is not the From, {signed}",
	"from.behalf":       "the unsigned From, {header}, names another sender than the certified one, {signed}",
	"reply.agrees":      "the unsigned Reply-To is the certified one",
	"reply.differs":     "an answer would go to the unsigned Reply-To, {header}; the certified address for answers is {signed}",
	"to.agrees":         "the unsigned To and Cc name nobody who is not certified",
	"to.differs":        "the unsigned To or Cc names {header}, who is not among the certified recipients, {signed}",
	"to.uncertified":    "To or Cc of the message names {header}, who is not among the certified recipients, {signed}",
	"to.sender":         "the unsigned To or Cc names {header}; this notice is for the certified sender, {signed}",
	"subject.agrees":    "the unsigned Subject agrees with the certified one",
	"subject.case":      "the unsigned Subject, {header}, and the certified one, {signed}, differ in the case of letters",
	"subject.differs":   "the unsigned Subject, {header}, is not the certified one, {signed}",
	"subject.charset":   "the unsigned Subject is in a character set that is not read here, {charset}, so it was not compared",
	"kind.agrees":       "the unsigned X-Ricevuta or X-Trasporto agrees with the signed kind",
	"kind.differs":      "the unsigned X-Ricevuta or X-Trasporto says {header}, and the signed data {signed}",
	"date.agrees":       "the unsigned Date agrees with the certified time",
	"date.differs":      "the unsigned Date, {header}, is not the certified time, {signed}",
	"reference.agrees":  "the unsigned X-Riferimento-Message-ID agrees with the signed msgid",
	"reference.case":    "the unsigned X-Riferimento-Message-ID, {header}, and the signed msgid, {signed}, differ in the case of letters",
	"reference.differs": "the unsigned X-Riferimento-Message-ID, {header}, is not the signed msgid, {signed}",

	"rem.good":      "there is one evidence of the standard's shape",
	"rem.missing":   "the signed part says that it holds evidence, and holds none that is read",
	"rem.several":   "the signed part holds several evidences, and not each of them stands on its own",
	"rem.misplaced": "the evidence does not stand directly in the signed multipart/mixed",
	"rem.mixed":     "certification data of PEC stand beside evidence of REM: which of them is meant is open",
	"rem.odd":       "a part is not what it says that it is: {error}",
	"rem.encoding":  "the evidence cannot be decoded: {error}",
	"rem.malformed": "the evidence is not of the standard's shape: {error}",
	"rem.work":      "not verified: the file asks for more signature checks than are made",

	"xades.agrees":   "the evidence is intact, and its own signature is the provider's",
	"xades.unsigned": "the evidence bears no signature of its own, as the standard asks for every event",
	"xades.shape":    "the signature of the evidence is not of the shape that the standard asks for, so it is not clear what it covers: {error}",
	"xades.digest":   "the evidence was changed after it was signed",
	"xades.value":    "the signature of the evidence does not verify with the signer's key",
	"xades.weak":     "the signature of the evidence uses an algorithm that is refused: {error}",
	"xades.short":    "the key that signed the evidence is shorter than is asked for today",
	"xades.other":    "the evidence is signed by {evidence}, and the mail by {signed}: not the same signer",
	"xades.service":  "the evidence is signed by {evidence}, and the mail by {signed}: two certificates of one listed service",

	"certificate.unnamed": "the signed attributes name another certificate than the signer's, or are not well formed",
	"signature.several":   "the mail has several signers; registered mail has one",

	"rem-rule.agrees":     "the evidence agrees with itself and with the parts beside it",
	"rem-rule.event":      "the event {value} is none that is known: what it means is not certified",
	"rem-rule.reason":     "the reason {value} belongs to another event",
	"rem-rule.recipient":  "the evidence refers to recipient {value}, who is not listed in it",
	"rem-rule.refers":     "evidence of {value} must say which recipient it is about, and does not",
	"rem-rule.refersnot":  "evidence of {value} is about the whole message, and refers to one recipient",
	"rem-rule.twice":      "the recipient {value} is listed twice",
	"rem-rule.submission": "evidence of {value} must say when the message was submitted, and does not",
	"rem-rule.submitted":  "the evidence says that the message was submitted at {value}, after the event",
	"rem-rule.external":   "evidence of {value} must name the other provider, and does not",
	"rem-rule.critical":   "the evidence has a critical extension that is not understood here: {value}",
	"rem-rule.relay":      "evidence of {value} is no relay, and refers to recipients of one",
	"rem-rule.originals":  "two messages stand beside the evidence",
	"rem-rule.original":   "a message stands beside evidence of {value}, which carries none",
	"rem-rule.message":    "evidence of {value} comes with the message that was received, and there is none",
	"rem-rule.subject":    "the subject of the message, {message}, is not the certified one, {evidence}",

	"rem-content.receipt":    "a receipt carries no message: it states the digest of the message alone",
	"rem-content.agrees":     "the message is the one that the evidence is about: its digest is the certified one",
	"rem-content.differs":    "the message is not the one that the evidence is about: its digest is another",
	"rem-content.identifier": "the message has the Message-ID {message}, and the evidence is about {evidence}",
	"rem-content.unknown":    "the digest of the message is of a kind that is not computed here: {method}",

	"stamp.trusted":  "the signature of the evidence has an intact time-stamp of a listed authority",
	"stamp.none":     "the signature of the evidence has no time-stamp, as the standard asks for",
	"stamp.unknown":  "the signature of the evidence has an intact time-stamp; its authority, {authority}, is in no list that is in use",
	"stamp.imprint":  "the time-stamp is over something else than the signature of this evidence",
	"stamp.broken":   "the time-stamp is not intact: {error}",
	"stamp.unread":   "the time-stamp is of a form that is not read here: {error}",
	"stamp.nosigner": "the time-stamp does not bring the certificate of its authority, so it was not verified",
	"stamp.early":    "the time-stamp, {time}, is more than two minutes before the certified time, {certified}",
	"stamp.late":     "the time-stamp, {time}, is more than a day after the certified time, {certified}",

	"provider.unlike": "the evidence names {evidence} as the provider, and the certificate {signed}: not recognisably the same",

	"rem-kind.agrees":       "the unsigned REM headers agree with the evidence",
	"rem-kind.differs":      "the unsigned header says {header}, and the evidence {signed}",
	"rem-kind.pec":          "the unsigned header has words of PEC, {header}; this is registered mail of the Union",
	"rem-reference.agrees":  "the unsigned REM headers speak of the same message and evidence",
	"rem-reference.differs": "the unsigned header {name} says {header}, and the evidence {signed}",

	"content.ambiguous": "mail programs may show something else of the message than is listed here, for part {part}: {error}",

	"content.behind":  "a part stands behind the message, which may be the rest of it: its sender may have cut it short there, and whoever received it may have seen more",
	"content.cut":     "the list of attachments is not complete: the message has more parts than this program lists",
	"content.charset": "a name or header value of the message is in a character set that is not read here, {charset}; it is shown as it is written",
	"search.repairs":  "not everything that storage may have done to the file was tried to be undone: it is too large",
	"search.work":     "not every signature in the file was verified: it asks for more checks than are made",
	"search.mailbox":  "by its own boundary this mail would go on over mails that follow it in the mailbox; they were judged by themselves",
	"search.limit":    "the rest of the file was not searched: {error}",
}

// Sentences are the English texts of every reason a check can give; {name} stands for one of the check's values.
func Sentences() map[string]string { return maps.Clone(sentences) }

func init() {
	for _, f := range intake.Formats() {
		if reason := "file." + f.Slug(); sentences[reason] == "" {
			sentences[reason] = f.Advice()
		}
	}
}

// sentenceOf is the sentence of a reason, or that of its family.
func sentenceOf(reason string) string {
	if s, ok := sentences[reason]; ok {
		return s
	}
	family, _, _ := strings.Cut(reason, ".")
	return sentences[family]
}
