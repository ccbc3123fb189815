package verifier

import "pecverifier/verifier/internal/attach"

// SignedFile gives a file that somebody wants to save: of the attachment with that number in the report of a part, or with -1 of the
// file that the report is about, what lies behind so many covers; with revision above 0 the revision of that PDF which its signature of
// that index was made over. The reports are those of Verify with Options.Attachments.
func SignedFile(reports []Report, part string, attachment, covers, revision int) ([]byte, error) {
	signed := signaturesOf(reports, part, attachment)
	if signed == nil {
		return nil, ErrNoPart
	}
	data, ok := signed.Inside(covers)
	if ok && revision > 0 {
		data, ok = attach.Revision(data, revision)
	}
	if !ok {
		return nil, ErrNoContent
	}
	return data, nil
}

func signaturesOf(reports []Report, part string, attachment int) *attach.Signed {
	for i := range reports {
		switch r := &reports[i]; {
		case r.Part != part || r.Error != "":
		case attachment < 0:
			return r.Signed
		case r.Content != nil && attachment < len(r.Content.Attachments):
			return r.Content.Attachments[attachment].Signed
		}
	}
	return nil
}
