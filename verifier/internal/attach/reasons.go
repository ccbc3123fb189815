package attach

import (
	"maps"
	"slices"
	"strings"
)

// sentences are the reasons in English; {name} stands for a value.
var sentences = map[string]string{
	"attachment.type.unsigned":         "there is no signature in this file",
	"attachment.type.certificates":     "the file holds certificates, and no signature",
	"attachment.type.encrypted":        "the file is encrypted: what is in it was not looked at",
	"attachment.type.locked":           "the PDF is protected by a password: whether it is signed cannot be read",
	"attachment.type.mismatch":         "the name says something else than the bytes",
	"attachment.type.token":            "a time-stamp without the file that it is of proves nothing",
	"attachment.type.junk":             "{octets} octets stand before the PDF: programs may read it differently",
	"attachment.type.broken":           "the cross-references of the PDF are broken, and its objects were found by searching",
	"attachment.format":                "the structure of the signature is well formed",
	"attachment.format.broken":         "the structure of the signature is malformed: {error}",
	"attachment.format.container":      "the container is malformed: {error}",
	"attachment.format.contents":       "a detached signature carries a content of its own",
	"attachment.format.padding":        "octets stand behind the signature's structure",
	"attachment.format.kind":           "a kind of signature that is not read: {kind}",
	"attachment.format.orphans":        "{count} signature dictionaries are named by no field and count for nothing",
	"attachment.ranges":                "what is signed is a revision of the file, but for the signature itself",
	"attachment.ranges.broken":         "what is signed is not a revision of the file: {error}",
	"attachment.ranges.eof":            "the line end at the end of the file was lost on the way",
	"attachment.references":            "everything that was signed is there",
	"attachment.references.missing":    "something that was signed is not there, or not where it is looked for: {error}",
	"attachment.references.none":       "no reference covers the document",
	"attachment.references.unbound":    "the properties of the signature are not signed",
	"attachment.references.nofile":     "the signed file is not here",
	"attachment.certificate":           "the signature names this certificate",
	"attachment.certificate.unbound":   "the signature does not bind its certificate",
	"attachment.certificate.missing":   "the signer's certificate is not there",
	"attachment.certificate.other":     "the signature was made for another certificate than the one that is there",
	"attachment.certificate.malformed": "the attribute that names the certificate is malformed or there twice",
	"attachment.digest":                "the bytes are those that were signed",
	"attachment.digest.other":          "the bytes are not those that were signed",
	"attachment.digest.unjudged":       "whether the bytes are those that were signed could not be judged: {error}",
	"attachment.value":                 "the signature was made with the key of this certificate",
	"attachment.value.wrong":           "the signature does not fit the certificate",
	"attachment.value.unjudged":        "the signature could not be verified: {error}",
	"attachment.strength":              "the algorithms are accepted",
	"attachment.strength.refused":      "an algorithm is refused or not known: {error}",
	"attachment.strength.sha1":         "SHA-1 is used",
	"attachment.strength.short":        "the key has only {bits} bits",
	"attachment.authority":             "the certificate was issued by {service}, which is in the list {list}",
	"attachment.authority.unknown":     "nobody in the lists issued the certificate",
	"attachment.authority.older":       "nobody in the lists issued the certificate, and the newest list is older than the signature's time",
	"attachment.authority.nolist":      "no list of authorities was asked",
	"attachment.authority.unfit":       "the certificate is not for signatures: {why}",
	"attachment.authority.limit":       "too many certificates were asked about",
	"attachment.validity":              "the certificate was in its validity",
	"attachment.validity.early":        "the certificate was not valid yet",
	"attachment.validity.expired":      "the certificate had expired, and nothing proves that the signature is older",
	"attachment.revocation.unknown":    "whether the certificate was revoked cannot be known without the network",
	"attachment.revocation.inside":     "the signature carries data on revocation, which were not verified",
	"attachment.qualified":             "the certificate was a qualified one",
	"attachment.qualified.no":          "the certificate was not a qualified one",
	"attachment.qualified.unknown":     "whether the certificate was a qualified one is not known",
	"attachment.time.later":            "the signer states a time later than the certified one",
	"attachment.timestamp":             "a qualified time-stamp is over the signature",
	"attachment.timestamp.recognised":  "a time-stamp is over the signature; its service is in the list, and not a qualified one",
	"attachment.timestamp.unknown":     "a time-stamp is over the signature; its service is in no list",
	"attachment.timestamp.other":       "a time-stamp is over something else, and proves nothing",
	"attachment.timestamp.broken":      "a time-stamp does not hold, and proves nothing: {error}",
	"attachment.timestamp.unread":      "a time-stamp could not be read: {error}",
	"attachment.changes":               "nothing but what the rules allow came after the signature",
	"attachment.changes.changed":       "the document was changed after the signature",
	"attachment.active":                "the document holds what can change what it shows: {what}",
}

// Reasons are the identifiers of all reasons, in their order, with the values of each.
func Reasons() map[string][]string {
	out := map[string][]string{}
	for reason, text := range sentences {
		var values []string
		for rest := text; ; {
			_, after, found := strings.Cut(rest, "{")
			if !found {
				break
			}
			name, behind, _ := strings.Cut(after, "}")
			values, rest = append(values, name), behind
		}
		out[reason] = values
	}
	return out
}

func detail(reason string, values map[string]string) string {
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		pairs = append(pairs, "{"+name+"}", values[name])
	}
	return strings.NewReplacer(pairs...).Replace(sentences[reason]) // once: a value is not looked into
}
