package xmlsig

import "pecverifier/trustlist/xmltree"

// Document is a document whose signatures are judged.
type Document struct {
	*xmltree.Document
	budget int // bytes of canonical forms that may still be made
}

// Parse reads a document. The error is a *xmltree.Malformed.
func Parse(data []byte, l xmltree.Limits) (*Document, error) {
	tree, err := xmltree.Parse(data, l)
	if err != nil {
		return nil, err
	}
	return &Document{tree, canonicalTimes*tree.Size + canonicalMin}, nil
}
