package dossier

import (
	"slices"

	"pecverifier/verifier"
	"pecverifier/verifier/internal/attach"
)

// asked says whether the signatures of the attachments were judged.
func asked(attachments []verifier.Attachment) bool {
	return slices.ContainsFunc(attachments, func(a verifier.Attachment) bool { return a.Signed != nil })
}

// signedBy names the attachments with an intact signature over all that is shown, and by whom each is.
func signedBy(attachments []verifier.Attachment) (out []string) {
	for _, a := range attachments {
		for s, depth := a.Signed, 0; s != nil && depth < 16; depth++ {
			for _, one := range s.Signatures {
				if one.Intact && one.Signer != nil && (one.Covers.What == "all" || one.Covers.What == "revision") {
					out = append(out, a.Name+" ("+one.Signer.Name+")")
				}
			}
			s = inside(s)
		}
	}
	return out
}

func inside(s *attach.Signed) *attach.Signed {
	if s.Content == nil {
		return nil
	}
	return s.Content.Signed
}
